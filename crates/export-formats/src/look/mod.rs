//! A look into a saved file: its rows by their numbers, whatever its length.

mod index;
mod sheet;
mod survey;
mod workbook;

use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::{error, fmt, io};

pub(crate) use index::Places;
pub use index::{FileKind, RowIndex};
pub use survey::{Survey, survey};

use crate::columns::Columns;
use crate::csv::Scanner;
use crate::json::Reader;
use crate::records::{Kind, Nothing, Records, Sink};
use crate::source::Source;
use crate::{Fault, FaultKind};
use workbook::each_sheet;

/// The most bytes of text that are handed out at once: 8 MiB. Rows beyond are left for the next question.
const MOST_TEXT: usize = 8 * 1024 * 1024;

/// The rows of a saved file.
///
/// Any rows are there at once, those of a workbook when some hundred kilobytes of it are unpacked. A workbook whose index
/// comes from [`survey`] is unpacked from the start of its sheet.
///
/// ```
/// use std::io::Cursor;
/// use export_formats::{Conversion, CsvOptions, Look, Output, Part, Picks};
///
/// let json = r#"[{"id":"007","name":"Zoë"},{"id":"8","name":"Ann"}]"#;
/// let output = Output::Csv { picks: Picks::all(), options: CsvOptions::default() };
/// let mut file = Cursor::new(Vec::new());
/// let outcome = Conversion::new(output).run(Cursor::new(json), &mut file)?;
///
/// let index = outcome.index.ok_or("CSV has an index")?;
/// let mut look = Look::new(file, index)?;
/// let rows = look.rows(&Part { from: 1, most: 100, ..Part::default() })?;
/// assert_eq!(rows[0][1].as_ref().map(|cell| cell.text.as_str()), Some("Ann"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Look<F> {
    file: F,
    index: RowIndex,
    /// Whether the index tells all of the file.
    known: bool,
}

/// Which part of a file is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The first row, from 0.
    pub from: u64,
    /// The most rows.
    pub most: usize,
    /// Columns by their places.
    pub columns: Range<usize>,
    /// The most bytes of a value; what is longer is cut.
    pub longest: usize,
}

impl Default for Part {
    /// The first 100 rows with all their columns, long values cut after 500 bytes.
    fn default() -> Self {
        Part {
            from: 0,
            most: 100,
            columns: 0..usize::MAX,
            longest: 500,
        }
    }
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its text, or the start of it. What is neither text nor nothing is its JSON.
    pub text: String,
    /// Bytes of the whole text.
    pub bytes: u64,
}

impl Cell {
    /// Whether there is more of it.
    pub fn is_cut(&self) -> bool {
        self.text.len() as u64 != self.bytes
    }
}

/// A row's values, one for each of the columns asked for; a value that is null or not there is `None`.
pub type Cells = Vec<Option<Cell>>;

impl<F: Read + Seek> Look<F> {
    /// A look into a file by its index.
    ///
    /// # Errors
    ///
    /// [`LookError::Changed`] when the file has another length than when the index was made.
    pub fn new(mut file: F, index: RowIndex) -> Result<Self, LookError> {
        if file.seek(SeekFrom::End(0))? != index.bytes {
            return Err(LookError::Changed);
        }
        Ok(Look {
            file,
            index,
            known: true,
        })
    }

    /// A look into a file without an index, which reads all rows before those asked for. Columns are those met so far.
    pub fn without_index(file: F, kind: FileKind) -> Self {
        let index = Places::new().index(kind, Vec::new(), u64::MAX, u64::MAX);
        Look {
            file,
            index,
            known: false,
        }
    }

    /// The names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.index.columns
    }

    /// Reads rows. Fewer than asked for come at the end of the file, and when they hold more than 8 MiB of text.
    ///
    /// It takes the memory of what it gives, whatever lies between.
    ///
    /// # Errors
    ///
    /// [`LookError::Changed`] when the file does not fit its index, and the file's own faults.
    pub fn rows(&mut self, part: &Part) -> Result<Vec<Cells>, LookError> {
        if part.from >= self.index.rows || part.most == 0 {
            return Ok(Vec::new());
        }
        let place = self.index.before(part.from);
        let mut reading = Reading::new(part, place.map_or(0, |place| place.0));
        let read = match (self.index.kind, place) {
            (FileKind::Excel, place) => {
                let from = match place {
                    None => None,
                    Some(place) => Some((place.1, self.index.columns_for_reader()?)),
                };
                let mut columns = Columns::new();
                each_sheet(&mut self.file, from, |_, sheet| {
                    columns = reading.read(sheet)?;
                    Ok(!reading.is_done())
                })
                .map(|()| columns)
            }
            (kind, None) => {
                self.file.rewind()?;
                let source = Source::new(&mut self.file);
                let columns = self.index.columns_for_reader()?;
                match kind {
                    FileKind::JsonLines => reading.read(Reader::lines(source, columns)),
                    FileKind::Csv(separator) => {
                        let scanner = Scanner::new(source, separator.byte());
                        reading.read(scanner.with_zeros())
                    }
                    _ => reading.read(Reader::new(source, columns)),
                }
            }
            (kind, Some(place)) => {
                self.file.seek(SeekFrom::Start(place.1))?;
                let source = Source::at(&mut self.file, place.1);
                let columns = self.index.columns_for_reader()?;
                match kind {
                    FileKind::JsonLines => reading.read(Reader::lines(source, columns)),
                    FileKind::Csv(separator) => {
                        let scanner = Scanner::resume(source, separator.byte(), columns);
                        reading.read(scanner.with_zeros())
                    }
                    _ => reading.read(Reader::resume(source, columns)),
                }
            }
        };
        let columns = read.map_err(|fault| self.error(fault))?;
        if !self.known {
            self.index.columns = columns.into_names();
        } else if columns.names() != self.index.columns || reading.rows.is_empty() {
            return Err(LookError::Changed);
        }
        Ok(reading.rows)
    }

    /// One value, up to `most` of its bytes.
    ///
    /// # Errors
    ///
    /// Those of [`Look::rows`].
    pub fn value(
        &mut self,
        row: u64,
        column: usize,
        most: usize,
    ) -> Result<Option<Cell>, LookError> {
        let part = Part {
            from: row,
            most: 1,
            columns: column..column.saturating_add(1),
            longest: most,
        };
        let row = self.rows(&part)?.pop();
        Ok(row.and_then(|mut cells| cells.pop()).flatten())
    }

    /// A file that was whole when its index was made, and is not any more, was changed.
    fn error(&self, fault: Fault) -> LookError {
        match fault.kind() {
            FaultKind::Io(_) => LookError::Fault(fault),
            _ if self.known => LookError::Changed,
            _ => LookError::Fault(fault),
        }
    }
}

impl<F> fmt::Debug for Look<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Look")
            .field("kind", &self.index.kind)
            .finish_non_exhaustive()
    }
}

/// Rows as they are gathered, out of one or more pieces of a file.
struct Reading<'a> {
    part: &'a Part,
    /// Rows that are passed over.
    skipped: u64,
    view: View,
    rows: Vec<Cells>,
    /// Bytes of their text.
    text: usize,
}

impl<'a> Reading<'a> {
    /// Begins with a row that lies before the part or is its first.
    fn new(part: &'a Part, row: u64) -> Self {
        Reading {
            part,
            skipped: part.from.saturating_sub(row),
            view: View {
                columns: part.columns.clone(),
                longest: part.longest,
                cells: Vec::new(),
                current: None,
            },
            rows: Vec::new(),
            text: 0,
        }
    }

    fn is_done(&self) -> bool {
        self.rows.len() >= self.part.most || self.text >= MOST_TEXT
    }

    /// Reads on until it is done or there is no more, and gives the columns.
    fn read(&mut self, mut records: impl Records) -> Result<Columns, Fault> {
        while self.skipped > 0 && records.next(&mut Nothing)? {
            self.skipped -= 1;
        }
        while !self.is_done() && records.next(&mut self.view)? {
            let mut cells = std::mem::take(&mut self.view.cells);
            let texts = cells.iter().flatten().map(|cell| cell.text.len());
            self.text += texts.sum::<usize>();
            let end = self.part.columns.end.min(records.columns().len());
            cells.resize(end.saturating_sub(self.part.columns.start), None);
            self.rows.push(cells);
        }
        Ok(records.into_columns())
    }
}

/// Keeps the starts of a row's values.
struct View {
    columns: Range<usize>,
    longest: usize,
    cells: Cells,
    /// The place of the value that is being read, and whether it is kept.
    current: Option<usize>,
}

impl Sink for View {
    fn begin(&mut self, column: usize, _: &str, kind: Kind) {
        self.current = None;
        if !self.columns.contains(&column) {
            return;
        }
        let place = column - self.columns.start;
        if place >= self.cells.len() {
            self.cells.resize(place + 1, None);
        }
        // Of a repeated key the last value counts.
        self.cells[place] = None;
        if kind != Kind::Null {
            self.cells[place] = Some(Cell {
                text: String::new(),
                bytes: 0,
            });
            self.current = Some(place);
        }
    }

    fn piece(&mut self, bytes: &[u8]) {
        let Some(cell) = self.current.and_then(|place| self.cells[place].as_mut()) else {
            return;
        };
        let whole = cell.text.len() as u64 == cell.bytes;
        cell.bytes += bytes.len() as u64;
        let room = self.longest.saturating_sub(cell.text.len());
        if whole && room > 0 {
            // A reader's pieces are UTF-8, always.
            let text = String::from_utf8_lossy(bytes);
            cell.text.push_str(&text[..text.floor_char_boundary(room)]);
        }
    }

    fn end(&mut self) {
        self.current = None;
    }
}

/// Why rows can't be shown.
#[derive(Debug)]
pub enum LookError {
    /// The file is not what it was when its index was made.
    Changed,
    /// The file can't be read, or it has no index and is damaged.
    Fault(Fault),
}

impl fmt::Display for LookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LookError::Changed => write!(f, "the file was changed since it was saved"),
            LookError::Fault(fault) => fault.fmt(f),
        }
    }
}

impl error::Error for LookError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            LookError::Changed => None,
            LookError::Fault(fault) => Some(fault),
        }
    }
}

impl From<io::Error> for LookError {
    fn from(error: io::Error) -> Self {
        LookError::Fault(error.into())
    }
}
