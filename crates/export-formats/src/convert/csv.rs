use std::io;

use serde::{Deserialize, Serialize};

use super::behind::Behind;
use super::{Made, Outcome, Table};
use crate::look::{FileKind, Places};
use crate::number::is_unsigned_number;
use crate::plain::{append_free_of, append_to, free_of};
use crate::row::{Place, Values};

/// What stands between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// `,`
    #[default]
    Comma,
    /// `;`, which Excel expects where the decimal mark is a comma.
    Semicolon,
    /// A tab.
    Tab,
}

impl Separator {
    pub(crate) fn byte(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
            Separator::Tab => b'\t',
        }
    }
}

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LineEnd {
    /// CR LF, as RFC 4180 has it.
    #[default]
    CrLf,
    /// LF.
    Lf,
}

/// How CSV is written. The default is RFC 4180: what other programs expect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CsvOptions {
    /// Begin with a byte order mark, by which Excel knows UTF-8.
    pub byte_order_mark: bool,
    /// What stands between values.
    pub separator: Separator,
    /// What ends lines.
    pub line_end: LineEnd,
    /// Put an apostrophe before cells that a spreadsheet would take for a formula: those that begin with `=`, `+`, `-`,
    /// `@`, a tab or a carriage return. A negative number is none. This changes the values.
    pub neutralise_formulas: bool,
}

impl CsvOptions {
    /// What Excel opens with a double-click.
    pub fn for_excel(separator: Separator) -> Self {
        CsvOptions {
            byte_order_mark: true,
            separator,
            ..CsvOptions::default()
        }
    }
}

/// A file of separated values.
///
/// A file without columns has no lines. An only column's empty value is written as `""`, because readers pass over empty
/// lines.
pub(super) struct Csv<'scope> {
    out: Behind<'scope>,
    separator: Separator,
    line_end: &'static [u8],
    byte_order_mark: bool,
    neutralise: bool,
    columns: usize,
    headers: Vec<String>,
    neutralised: u64,
}

impl<'scope> Csv<'scope> {
    pub(super) fn new(out: Behind<'scope>, options: CsvOptions) -> Self {
        Csv {
            out,
            separator: options.separator,
            line_end: match options.line_end {
                LineEnd::CrLf => b"\r\n",
                LineEnd::Lf => b"\n",
            },
            byte_order_mark: options.byte_order_mark,
            neutralise: options.neutralise_formulas,
            columns: 0,
            headers: Vec::new(),
            neutralised: 0,
        }
    }

    #[inline]
    fn cell(&mut self, place: usize, value: &[u8]) {
        let separator = self.separator.byte();
        let out = &mut self.out.bytes;
        if place > 0 {
            out.push(separator);
        }
        let formula = self.neutralise && is_formula(value);
        self.neutralised += u64::from(formula);
        let apostrophe: &[u8] = if formula { b"'" } else { b"" };
        if free_of(value, [separator, b'"', b'\n', b'\r']) {
            out.extend_from_slice(apostrophe);
            out.extend_from_slice(value);
        } else {
            out.push(b'"');
            out.extend_from_slice(apostrophe);
            quoted(value, out);
            out.push(b'"');
        }
    }

    fn end_line(&mut self, empty: bool) -> io::Result<()> {
        if self.columns == 1 && empty {
            self.out.bytes.extend_from_slice(b"\"\"");
        }
        if self.columns > 0 {
            self.out.bytes.extend_from_slice(self.line_end);
        }
        self.out.relieve()
    }
}

impl Table<false> for Csv<'_> {
    fn begin(&mut self, names: &[String], headers: &[String]) -> io::Result<()> {
        self.columns = names.len();
        if self.byte_order_mark {
            self.out.bytes.extend_from_slice("\u{feff}".as_bytes());
        }
        for (place, header) in headers.iter().enumerate() {
            // Excel takes a file whose first two letters are "ID" for another format, unless they are quoted.
            if place == 0 && header.starts_with("ID") {
                self.out.bytes.push(b'"');
                quoted(header.as_bytes(), &mut self.out.bytes);
                self.out.bytes.push(b'"');
            } else {
                self.cell(place, header.as_bytes());
            }
        }
        self.headers = headers.to_vec();
        self.end_line(headers.iter().all(String::is_empty))
    }

    fn row(&mut self, number: u64, row: Values<'_, false>, places: &mut Places) -> io::Result<()> {
        places.row(number, self.out.place());
        let mut empty = true;
        let separator = self.separator.byte();
        for (place, cell) in row.places().enumerate() {
            let value = match cell {
                Place::Nowhere => b"",
                Place::Apart(value) => value,
                Place::Source(from, length) => {
                    // A text that JSON has as it is holds neither quotes nor line ends.
                    if !self.neutralise {
                        let out = &mut self.out.bytes;
                        let before = out.len();
                        if place > 0 {
                            out.push(separator);
                        }
                        if append_free_of(separator, from, length, out) {
                            empty &= length == 0;
                            continue;
                        }
                        out.truncate(before);
                    }
                    &from[..length]
                }
            };
            empty &= value.is_empty();
            self.cell(place, value);
        }
        self.end_line(empty)
    }

    fn end(&mut self, outcome: &mut Outcome, _: &mut Places) -> io::Result<Option<Made>> {
        outcome.neutralised = self.neutralised;
        self.out.end()?;
        Ok((self.columns > 0).then(|| Made {
            kind: FileKind::Csv(self.separator),
            columns: std::mem::take(&mut self.headers),
            bytes: self.out.place(),
        }))
    }
}

/// Doubles the quotes.
fn quoted(mut value: &[u8], out: &mut Vec<u8>) {
    loop {
        let plain = append_to(b'"', value, out);
        let Some(rest) = value.get(plain + 1..) else {
            return;
        };
        out.extend_from_slice(b"\"\"");
        value = rest;
    }
}

/// Whether a spreadsheet might take a cell for a formula.
fn is_formula(value: &[u8]) -> bool {
    match value {
        [b'-', number @ ..] => !is_unsigned_number(number),
        [b'=' | b'+' | b'@' | b'\t' | b'\r', ..] => true,
        _ => false,
    }
}
