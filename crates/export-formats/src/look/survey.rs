use std::io::{Read, Seek, SeekFrom};

use super::workbook::each_sheet;
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
    mut file: impl Read + Seek,
    statistics: Option<&StatisticsOptions>,
) -> Result<Survey, Fault> {
    file.rewind()?;
    let mut surveying = Surveying {
        places: Places::new(),
        gathering: statistics.map(Gathering::new),
        row: Row::of_all(),
        rows: 0,
        columns: Columns::new(),
    };
    match kind {
        FileKind::Json => surveying.read(Reader::new(Source::new(&mut file), Columns::new()))?,
        FileKind::JsonLines => {
            surveying.read(Reader::lines(Source::new(&mut file), Columns::new()))?;
        }
        FileKind::Csv(separator) => {
            let mut scanner = Scanner::new(Source::new(&mut file), separator.byte()).with_zeros();
            scanner.open()?;
            surveying.read(scanner)?;
        }
        FileKind::Excel => each_sheet(&mut file, None, |start, sheet| {
            surveying.places.row(surveying.rows, start);
            surveying.read(sheet)?;
            Ok(true)
        })?,
    }
    // Asked now: it may have grown while it was read.
    let bytes = file.seek(SeekFrom::End(0))?;
    Ok(surveying.survey(kind, bytes))
}

struct Surveying {
    places: Places,
    gathering: Option<Gathering>,
    row: Row<false>,
    rows: u64,
    columns: Columns,
}

impl Surveying {
    /// Reads a file, or a sheet of it.
    fn read(&mut self, mut records: impl Records) -> Result<(), Fault> {
        loop {
            let follows = match self.gathering {
                Some(_) => records.next(&mut self.row)?,
                None => records.next(&mut Nothing)?,
            };
            if !follows {
                break;
            }
            if let Some(at) = records.row_at() {
                self.places.row(self.rows, at);
            }
            self.rows += 1;
            if let Some(gathering) = &mut self.gathering {
                let values = self.row.values(records.row_bytes());
                gathering.row(values, records.columns().names());
                self.row.next();
            }
        }
        self.columns = records.into_columns();
        Ok(())
    }

    fn survey(self, kind: FileKind, bytes: u64) -> Survey {
        let columns = self.columns.into_names();
        Survey {
            statistics: self
                .gathering
                .map(|gathering| gathering.statistics(&columns)),
            index: self.places.index(kind, columns.clone(), self.rows, bytes),
            contents: Contents {
                rows: self.rows,
                columns,
            },
        }
    }
}
