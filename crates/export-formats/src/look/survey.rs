use std::io::Read;

use super::{FileKind, Places, RowIndex};
use crate::columns::Columns;
use crate::csv::Scanner;
use crate::json::Reader;
use crate::records::{Nothing, Records};
use crate::row::Row;
use crate::source::Source;
use crate::statistics::{Gathering, Statistics, StatisticsOptions};
use crate::{Contents, Fault};

/// What is known of a saved file after one reading.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// Its rows and its columns.
    pub contents: Contents,
    /// Where its rows begin.
    pub index: RowIndex,
    /// What its columns hold, if that was asked.
    pub statistics: Option<Statistics>,
}

/// Reads a saved file once, from its beginning to its end, for a look inside.
///
/// Its memory is flat; for statistics, that of the longest row comes on top.
///
/// # Errors
///
/// The first [`Fault`] from the start of the file.
pub fn survey(
    kind: FileKind,
    reader: impl Read,
    statistics: Option<&StatisticsOptions>,
) -> Result<Survey, Fault> {
    let mut bytes = 0;
    let source = Source::new(Counting {
        reader,
        bytes: &mut bytes,
    });
    let columns = Columns::new();
    let surveyed = match kind {
        FileKind::Json => surveyed(Reader::new(source, columns), statistics),
        FileKind::JsonLines => surveyed(Reader::lines(source, columns), statistics),
        FileKind::Csv(separator) => {
            let mut scanner = Scanner::new(source, separator.byte()).with_zeros();
            scanner.open()?;
            surveyed(scanner, statistics)
        }
    }?;
    let (contents, places, statistics) = surveyed;
    let columns = contents.columns.clone();
    Ok(Survey {
        index: places.index(kind, columns, contents.rows, bytes),
        contents,
        statistics,
    })
}

fn surveyed(
    mut records: impl Records,
    options: Option<&StatisticsOptions>,
) -> Result<(Contents, Places, Option<Statistics>), Fault> {
    let mut places = Places::new();
    let mut gathering = options.map(Gathering::new);
    if let Some(gathering) = &mut gathering {
        let mut row = Row::<false>::of_all();
        while records.next(&mut row)? {
            places.row(records.rows() - 1, records.row_at());
            gathering.row(row.values(records.row_bytes()), records.columns().names());
            row.next();
        }
    } else {
        while records.next(&mut Nothing)? {
            places.row(records.rows() - 1, records.row_at());
        }
    }
    let contents = Contents {
        rows: records.rows(),
        columns: records.into_columns().into_names(),
    };
    let statistics = gathering.map(|gathering| gathering.statistics(&contents.columns));
    Ok((contents, places, statistics))
}

/// Counts what is read.
struct Counting<'a, R> {
    reader: R,
    bytes: &'a mut u64,
}

impl<R: Read> Read for Counting<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let bytes = self.reader.read(buffer)?;
        *self.bytes += bytes as u64;
        Ok(bytes)
    }
}
