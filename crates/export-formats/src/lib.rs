//! What an export file holds, and the files that are made of it.
//!
//! [`inspect`] answers whether a downloaded file is a whole export, how many rows it has and which columns. It reads
//! from any [`std::io::Read`] in pieces of 128 KiB and keeps nothing but the column names, so that its memory grows
//! neither with the number of rows nor with the length of a value. This crate knows no network and no folders.
//!
//! [`Conversion`] turns the service's JSON into a file that opens elsewhere. It streams as well, and keeps one row.
//!
//! # What is accepted
//!
//! Both formats are UTF-8 to the last byte; a byte order mark at the start is passed over. A file that starts as a web
//! page is [`FaultKind::Html`], and one that stops before its end is [`FaultKind::Truncated`]; a file with nothing in it
//! counts as truncated in both formats, because the service writes at least `[]` or a header.
//!
//! **JSON** is one array of objects, strict by RFC 8259, with only white space after it. `[]` is an export without
//! rows. The service writes flat objects of strings; other values, nested ones, differing keys and repeated keys pass.
//! The columns are the union of the objects' own keys (not those of nested objects) in the order of their first
//! appearance. As in serde_json, arrays and objects may lie 127 deep, the outer array counted, and an escaped half of a
//! surrogate pair is refused; unlike there, a number may be too large for an `f64`.
//!
//! **CSV** is RFC 4180 with a header, and every record has as many fields as the header. Lines end with CRLF or LF, the
//! last one also with the end of the file. Beyond the RFC, because readers agree on it: a quote inside a field that does
//! not begin with one is text, and blank lines are passed over unless the file has a single column, where they are empty
//! values. Refused, because readers disagree or data was lost: text after a closing quote, a carriage return outside
//! quotes that ends no line, and zero bytes, which is what a disk leaves of data that never reached it.
//!
//! # Limits
//!
//! A file that names more than [`MAX_COLUMNS`] columns, or whose column names together take more than
//! [`MAX_NAME_BYTES`], is refused as malformed: names are the one thing that is kept.
//!
//! # What conversions do
//!
//! Every value stays as it is, byte for byte; nothing guesses a type, trims or changes case. [`Picks`] says which columns
//! there are, in which order and under which headers. Picked columns take one reading of the source. To have all of them,
//! or the picked ones followed by the others, takes two: the first finds the columns.
//!
//! The service writes flat objects of strings. What else may be in a file is defined, and named in the [`Outcome`]:
//!
//! | in the source | in a table | in JSON Lines |
//! |---|---|---|
//! | text | what it stands for | as it is written |
//! | a number, `true`, `false` | as it is written | as it is written |
//! | `null` | an empty cell, counted | `null`, counted |
//! | an object or an array | its JSON text, without white space between its parts | the same |
//! | a column that a row lacks | an empty cell, counted | lacking, counted |
//! | a key twice in one row | its last value, counted | the same with picks, else both; counted |
//! | a key that nobody asked for | left out and named, or appended | the same |
//!
//! **Excel** gets text as text, whatever it looks like; only the five documented `*_MILLIS` columns become numbers, in the
//! unit of [`Durations`], and values there that Excel can't hold stay text and are counted. A cell longer than Excel's 32,767
//! UTF-16 units is cut with a mark and counted. More than 1,048,576 rows, or more than 4 GiB of XML, continue on another
//! sheet. Control characters are stored as Excel stores them, as `_xHHHH_`.
//!
//! A source that is damaged, or stops early, is an error with its byte and its row.
//!
//! # A look inside
//!
//! A conversion leaves a [`RowIndex`] of the file it made, and [`survey`] makes one of a file that is there. With it
//! [`Look`] reads any rows of the file, long values cut, in the memory of what it gives, and at once: a workbook is packed in
//! pieces, each of which can be unpacked by itself. [`Statistics`] of the file's columns
//! are gathered in the same reading when [`Conversion::with_statistics`] asks for them: how many values are empty, how many
//! differ (exactly up to 1,024, about beyond), totals of the columns of milliseconds, and the same for each agent or team.

mod columns;
mod convert;
mod csv;
mod fault;
mod joined;
mod json;
mod look;
mod number;
mod plain;
mod records;
mod row;
mod source;
mod statistics;

pub use columns::{MAX_COLUMNS, MAX_NAME_BYTES};
pub use convert::{
    About, AboutLines, Conversion, ConversionError, Counted, CsvOptions, Durations, ExcelOptions,
    LineEnd, Others, Outcome, Output, Picks, Progress, Separator,
};
pub use fault::{Fault, FaultKind};
pub use joined::Joined;
pub use look::{Cell, Cells, FileKind, Look, LookError, Part, RowIndex, Survey, survey};
pub use statistics::{
    ColumnStatistics, DistinctCount, Group, GroupBy, Grouped, Statistics, StatisticsOptions, Total,
};

use columns::Columns;
use records::{Nothing, Records};
use source::Source;

/// The format a file is meant to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// An array of flat objects.
    Json,
    /// Comma-separated values with a header.
    Csv,
}

/// What a whole export file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Records, the header not counted.
    pub rows: u64,
    /// JSON: the union of the keys in order of first appearance. CSV: the header as it stands, repeated names included.
    pub columns: Vec<String>,
}

/// Reads a file to its end and says what it holds.
///
/// The reader needs no buffering of its own; its reads are repeated when interrupted.
///
/// # Errors
///
/// The first [`Fault`] from the start of the file, whatever the sizes of the reader's pieces.
pub fn inspect(format: Format, reader: impl std::io::Read) -> Result<Contents, Fault> {
    let source = Source::new(reader);
    match format {
        Format::Json => contents(json::Reader::new(source, Columns::new())),
        Format::Csv => {
            let mut scanner = csv::Scanner::new(source, b',');
            scanner.open()?;
            contents(scanner)
        }
    }
}

fn contents(mut records: impl Records) -> Result<Contents, Fault> {
    while records.next(&mut Nothing)? {}
    Ok(Contents {
        rows: records.rows(),
        columns: records.into_columns().into_names(),
    })
}
