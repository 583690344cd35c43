//! From the service's JSON to files that open elsewhere.

mod behind;
mod csv;
mod excel;
mod json_lines;
mod request;
mod source;

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::atomic::AtomicBool;
use std::{error, fmt, thread};

pub use csv::{CsvOptions, LineEnd, Separator};
pub use excel::{About, AboutLines, Durations, ExcelOptions};
pub(crate) use excel::{DURATION, HUNDREDTHS, sheet_path};
pub use request::{Others, Picks};

use crate::Fault;
use crate::columns::Columns;
use crate::json::Reader;
use crate::look::{FileKind, Places, RowIndex};
use crate::records::Records;
use crate::row::{Row, Tallies, Values};
use crate::source::Source;
use crate::statistics::{Gathering, Statistics, StatisticsOptions};
use behind::Behind;
use source::{Copied, Stop, Watched};

/// What a conversion makes.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Output {
    /// Separated values, with a header.
    Csv {
        /// Which columns.
        picks: Picks,
        /// How they are written.
        options: CsvOptions,
    },
    /// An Excel workbook.
    Excel {
        /// Which columns.
        picks: Picks,
        /// How they are written.
        options: ExcelOptions,
    },
    /// One JSON object a line. Values stay as they are written in the source, up to the white space between them.
    ///
    /// Without picked columns every object keeps its keys in its own order, repeated ones included. With them it has
    /// those of the picked keys that it had, in the picked order.
    JsonLines {
        /// Which keys.
        picks: Picks,
    },
    /// The source, byte for byte.
    Json,
}

impl Output {
    /// Whether a thread of its own writes the target, from its beginning to its end: it may wait for a disk while the next
    /// bytes are made.
    pub fn is_written_apart(&self) -> bool {
        matches!(self, Output::Csv { .. } | Output::JsonLines { .. })
    }
}

/// A conversion of an export's JSON, to be run once.
///
/// ```
/// use std::io::Cursor;
/// use export_formats::{Conversion, CsvOptions, Output, Picks};
///
/// let json = r#"[{"agent_id":"007","agent_name":"Zoë"}]"#;
/// let mut file = Cursor::new(Vec::new());
/// let output = Output::Csv { picks: Picks::all(), options: CsvOptions::default() };
/// let outcome = Conversion::new(output).run(Cursor::new(json), &mut file)?;
/// assert_eq!(outcome.rows, 1);
/// assert_eq!(file.into_inner(), "agent_id,agent_name\r\n007,Zoë\r\n".as_bytes());
/// # Ok::<(), export_formats::ConversionError>(())
/// ```
pub struct Conversion<'a> {
    output: Output,
    progress: Box<dyn FnMut(Progress) + 'a>,
    cancel: Option<&'a AtomicBool>,
    statistics: Option<StatisticsOptions>,
}

impl<'a> Conversion<'a> {
    /// A conversion that tells nobody of its progress.
    pub fn new(output: Output) -> Self {
        Conversion {
            output,
            progress: Box::new(|_| {}),
            cancel: None,
            statistics: None,
        }
    }

    /// Calls `progress` after each piece that was read, which is some thousand times for each gigabyte.
    #[must_use]
    pub fn on_progress(self, progress: impl FnMut(Progress) + 'a) -> Self {
        let progress = Box::new(progress);
        Conversion { progress, ..self }
    }

    /// Stops with [`ConversionError::Cancelled`] soon after the flag is set.
    #[must_use]
    pub fn cancelled_by(self, flag: &'a AtomicBool) -> Self {
        let cancel = Some(flag);
        Conversion { cancel, ..self }
    }

    /// Gathers what the file's columns hold, in the same reading.
    #[must_use]
    pub fn with_statistics(self, options: StatisticsOptions) -> Self {
        let statistics = Some(options);
        Conversion { statistics, ..self }
    }

    /// Reads a source from its beginning, once or twice as [`Picks`] says, and writes the target, which is empty and at
    /// its beginning.
    ///
    /// Neither needs buffering of its own. The target is flushed at its end; after an error it is good for nothing.
    ///
    /// # Errors
    ///
    /// The first trouble with what was asked, the source or the target.
    pub fn run(
        mut self,
        source: impl Read + Seek,
        target: impl Write + Seek + Send,
    ) -> Result<Outcome, ConversionError> {
        let output = self.output.clone();
        match output {
            Output::Csv { picks, options } => thread::scope(|scope| {
                let mut target = csv::Csv::new(Behind::new(scope, target)?, options);
                self.table(source, &picks, &mut target)
            }),
            Output::Excel { picks, options } => {
                let mut target = excel::Excel::new(target, options);
                self.table(source, &picks, &mut target)
            }
            Output::JsonLines { picks } if picks.columns().is_none() => thread::scope(|scope| {
                let statistics = self.statistics.take();
                json_lines::Whole::new(Behind::new(scope, target)?, &picks)
                    .convert(self.watched(source, 1)?, statistics.as_ref())
            }),
            Output::JsonLines { picks } => thread::scope(|scope| {
                let mut target = json_lines::Picked::new(Behind::new(scope, target)?);
                self.table(source, &picks, &mut target)
            }),
            Output::Json => {
                let statistics = self.statistics.take();
                let mut watched = self.watched(source, 1)?;
                copy(&mut watched, target, statistics.as_ref())
            }
        }
    }

    /// Converts to a table, whose columns must be known before its rows.
    fn table<T: Table<AS_WRITTEN>, const AS_WRITTEN: bool>(
        &mut self,
        mut source: impl Read + Seek,
        picks: &Picks,
        table: &mut T,
    ) -> Result<Outcome, ConversionError> {
        let mut columns = picks.known()?;
        let passes = picks.passes();
        let mut gathering = self.statistics.take().as_ref().map(Gathering::new);
        let mut watched = self.watched(&mut source, passes)?;
        if passes == 2 {
            let mut reader = Reader::new(Source::new(&mut watched), columns);
            while reader.next(&mut crate::records::Nothing)? {}
            columns = reader.into_columns();
            watched.rewind().map_err(unreadable)?;
        }
        let kept = columns.len();
        let headers = picks.headers(columns.names());
        table.begin(columns.names(), &headers)?;
        let mut reader = Reader::new(Source::new(watched), columns);
        let mut row = Row::<AS_WRITTEN>::new(kept);
        let mut places = Places::new();
        while reader.next(&mut row)? {
            let values = row.values(reader.row_bytes());
            table.row(reader.rows() - 1, values, &mut places)?;
            if let Some(gathering) = &mut gathering {
                gathering.row(values, reader.columns().names());
            }
            row.next();
        }
        let mut outcome = Outcome::new(reader, row.tallies(), kept);
        outcome.statistics = gathering.map(|gathering| gathering.statistics(&outcome.columns));
        if let Some(made) = table.end(&mut outcome, &mut places)? {
            let index = places.index(made.kind, made.columns, outcome.rows, made.bytes);
            outcome.index = Some(index);
        }
        Ok(outcome)
    }

    fn watched<R: Read + Seek>(
        &mut self,
        mut source: R,
        passes: u64,
    ) -> Result<Watched<'_, R>, ConversionError> {
        let bytes = source.seek(SeekFrom::End(0)).map_err(unreadable)?;
        source.rewind().map_err(unreadable)?;
        let total = bytes * passes;
        Ok(Watched::new(
            source,
            total,
            &mut *self.progress,
            self.cancel,
        ))
    }
}

impl fmt::Debug for Conversion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conversion")
            .field("output", &self.output)
            .finish_non_exhaustive()
    }
}

/// What rows are written to.
trait Table<const AS_WRITTEN: bool> {
    /// Begins with the columns' names and, one for each, their headers.
    fn begin(&mut self, names: &[String], headers: &[String]) -> io::Result<()>;

    /// Writes the row of this number, from 0. Where rows can be read from goes into `places`, if not at once.
    fn row(
        &mut self,
        number: u64,
        row: Values<'_, AS_WRITTEN>,
        places: &mut Places,
    ) -> io::Result<()>;

    /// Completes the file, and the outcome with what only the table knows. Tells of a file whose rows can be read one by
    /// one.
    fn end(&mut self, outcome: &mut Outcome, places: &mut Places) -> io::Result<Option<Made>>;
}

/// A file whose rows can be read one by one.
struct Made {
    kind: FileKind,
    /// As they are written in the file.
    columns: Vec<String>,
    /// Its length.
    bytes: u64,
}

fn note(places: &mut Places, records: &impl Records) {
    if let Some(at) = records.row_at() {
        places.row(records.rows() - 1, at);
    }
}

/// Checks JSON while it is copied.
fn copy<R: Read>(
    source: &mut Watched<'_, R>,
    target: impl Write,
    statistics: Option<&StatisticsOptions>,
) -> Result<Outcome, ConversionError> {
    let copied = Copied::new(&mut *source, target);
    let mut reader = Reader::new(Source::new(copied), Columns::new());
    let mut places = Places::new();
    let mut outcome = if let Some(options) = statistics {
        let mut gathering = Gathering::new(options);
        let mut row = Row::<false>::of_all();
        while reader.next(&mut row)? {
            note(&mut places, &reader);
            let values = row.values(reader.row_bytes());
            gathering.row(values, reader.columns().names());
            row.next();
        }
        let mut outcome = Outcome::new(reader, row.tallies(), usize::MAX);
        outcome.statistics = Some(gathering.statistics(&outcome.columns));
        outcome
    } else {
        let mut tallies = Tallies::default();
        while reader.next(&mut tallies)? {
            note(&mut places, &reader);
            tallies.next_row();
        }
        Outcome::new(reader, &tallies, usize::MAX)
    };
    let (columns, rows) = (outcome.columns.clone(), outcome.rows);
    outcome.index = Some(places.index(FileKind::Json, columns, rows, source.bytes_read()));
    Ok(outcome)
}

/// How far a conversion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far; the second reading of a file adds to the first.
    pub read: u64,
    /// Bytes to read in all.
    pub total: u64,
}

/// What a conversion did.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Outcome {
    /// Rows written, the header not counted.
    pub rows: u64,
    /// Names of the columns written, in their order. JSON, and JSON Lines without picks: of all keys, in order of first
    /// appearance.
    pub columns: Vec<String>,
    /// Keys that nobody asked for and that are not in the file, with the rows that hold them.
    pub unasked: Vec<Counted>,
    /// Columns that some rows lack, with the number of those rows.
    pub missing: Vec<Counted>,
    /// Keys that some rows hold more than once, with the number of those rows. A table has the last value of each row.
    pub repeated: Vec<Counted>,
    /// Keys with nulls, and how many. A table has them as empty cells.
    pub nulls: Vec<Counted>,
    /// CSV: cells that were neutralised, headers included.
    pub neutralised: u64,
    /// Excel: cells that were cut because they were longer than the 32,767 UTF-16 units that Excel holds.
    pub cut_cells: u64,
    /// Excel: values of the `*_MILLIS` columns that are no numbers Excel can hold, and so stayed text.
    pub not_numbers: u64,
    /// Excel: sheets that hold rows. Other files: 0.
    pub sheets: u32,
    /// Where the file's rows begin, for a look at any of them. None for tables without columns.
    pub index: Option<RowIndex>,
    /// What the file's columns hold, if that was asked.
    pub statistics: Option<Statistics>,
}

impl Outcome {
    fn new(reader: Reader<impl Read>, tallies: &Tallies, kept: usize) -> Self {
        let rows = reader.rows();
        let mut columns = reader.into_columns().into_names();
        let counted = |count: &dyn Fn(usize) -> u64| -> Vec<Counted> {
            let counts = columns.iter().enumerate().map(|(place, name)| Counted {
                name: name.clone(),
                count: count(place),
            });
            counts.filter(|counted| counted.count > 0).collect()
        };
        let kept = kept.min(columns.len());
        let mut outcome = Outcome {
            rows,
            unasked: counted(&|place| if place < kept { 0 } else { tallies.rows(place) }),
            missing: counted(&|place| {
                if place < kept {
                    rows - tallies.rows(place)
                } else {
                    0
                }
            }),
            repeated: counted(&|place| tallies.repeated(place)),
            nulls: counted(&|place| tallies.nulls(place)),
            ..Outcome::default()
        };
        columns.truncate(kept);
        outcome.columns = columns;
        outcome
    }
}

/// A key and how often something is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The key, as the service writes it.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// Why a conversion made no file.
#[derive(Debug)]
#[non_exhaustive]
pub enum ConversionError {
    /// The source is not a whole export, or could not be read.
    Source(Fault),
    /// The target could not be written.
    Target(io::Error),
    /// A column was asked for twice.
    ColumnTwice(String),
    /// No columns were picked, which is not the same as all.
    NoColumns,
    /// More columns, or longer names, were picked than a file may have.
    TooManyColumns,
    /// The flag was set.
    Cancelled,
}

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ConversionError::Source(fault) => fault.fmt(f),
            ConversionError::Target(error) => write!(f, "the new file can't be written: {error}"),
            ConversionError::ColumnTwice(name) => write!(f, "column {name:?} is asked for twice"),
            ConversionError::NoColumns => write!(f, "no columns are picked"),
            ConversionError::TooManyColumns => write!(f, "too many columns are picked"),
            ConversionError::Cancelled => write!(f, "the conversion was cancelled"),
        }
    }
}

impl error::Error for ConversionError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            ConversionError::Source(fault) => Some(fault),
            ConversionError::Target(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Fault> for ConversionError {
    /// A reader's error may be ours.
    fn from(fault: Fault) -> Self {
        match Stop::of(fault) {
            Ok(Stop::Cancelled) => ConversionError::Cancelled,
            Ok(Stop::Target(error)) => ConversionError::Target(error),
            Err(fault) => ConversionError::Source(fault),
        }
    }
}

/// Of a table.
impl From<io::Error> for ConversionError {
    fn from(error: io::Error) -> Self {
        ConversionError::Target(error)
    }
}

fn unreadable(error: io::Error) -> ConversionError {
    ConversionError::Source(error.into())
}
