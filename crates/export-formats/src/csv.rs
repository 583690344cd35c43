use std::io::Read;

use crate::columns::{Columns, MAX_NAME_BYTES, NAMES_TOO_LONG};
use crate::records::{Kind, Records, Sink};
use crate::source::{Source, starts_as_markup};
use crate::{Fault, FaultKind};

/// What follows a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Separator,
    Line,
    End,
}

/// A reader of RFC 4180 that keeps the header and nothing else.
pub(crate) struct Scanner<R> {
    source: Source<R>,
    separator: u8,
    /// Whether zero bytes are text, as in files that were made of values with such characters.
    zeros: bool,
    columns: Columns,
    /// Whether the header was read.
    open: bool,
    /// The row that is being read, from 1.
    row: Option<u64>,
    rows: u64,
    row_at: u64,
}

impl<R: Read> Scanner<R> {
    /// A reader from the start of a file.
    pub(crate) fn new(source: Source<R>, separator: u8) -> Self {
        Scanner {
            source,
            separator,
            zeros: false,
            columns: Columns::new(),
            open: false,
            row: None,
            rows: 0,
            row_at: 0,
        }
    }

    /// A reader that takes zero bytes for text.
    pub(crate) fn with_zeros(self) -> Self {
        Scanner {
            zeros: true,
            ..self
        }
    }

    /// A reader from the start of a row of a file with these columns.
    pub(crate) fn resume(source: Source<R>, separator: u8, columns: Columns) -> Self {
        Scanner {
            columns,
            open: true,
            ..Scanner::new(source, separator)
        }
    }

    /// Reads the header, unless that was done.
    pub(crate) fn open(&mut self) -> Result<(), Fault> {
        if std::mem::replace(&mut self.open, true) {
            return Ok(());
        }
        let opening = self.source.opening()?;
        if starts_as_markup(opening) {
            return Err(Fault::new(FaultKind::Html, "", self.source.offset()));
        }
        if starts_as_json(opening) {
            let what = "it is JSON, not CSV";
            return Err(Fault::new(FaultKind::Malformed, what, self.source.offset()));
        }
        while self.blank_line()? {}
        if self.source.peek()?.is_none() {
            return Err(self.source.truncated("before its header"));
        }
        self.header()
    }

    fn row<S: Sink>(&mut self, sink: &mut S) -> Result<bool, Fault> {
        self.open()?;
        while self.source.peek()?.is_some() {
            self.row = Some(self.rows + 1);
            if self.columns.len() == 1 || !self.blank_line()? {
                self.row_at = self.source.offset();
                self.record(sink)?;
                self.rows += 1;
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn header(&mut self) -> Result<(), Fault> {
        let mut name = Vec::new();
        loop {
            name.clear();
            let after = self.field(&mut |piece| {
                name.extend_from_slice(piece);
                if name.len() > MAX_NAME_BYTES {
                    return Err(NAMES_TOO_LONG);
                }
                Ok(())
            })?;
            self.columns
                .push(&name)
                .map_err(|what| self.source.malformed(what))?;
            if after != After::Separator {
                return Ok(());
            }
        }
    }

    fn record<S: Sink>(&mut self, sink: &mut S) -> Result<(), Fault> {
        let mut fields = 0;
        loop {
            sink.begin(fields, self.columns.name(fields), Kind::Text);
            let after = self.field(&mut |piece| {
                sink.piece(piece);
                Ok(())
            })?;
            sink.end();
            fields += 1;
            let whole = fields == self.columns.len();
            match after {
                After::Separator if whole => {
                    return Err(self.malformed("a record with more fields than the header"));
                }
                After::Separator => {}
                _ if whole => return Ok(()),
                After::Line => {
                    return Err(self.malformed("a record with fewer fields than the header"));
                }
                After::End => return Err(self.source.truncated("within a record")),
            }
        }
    }

    /// Passes over a line end, if one is next.
    fn blank_line(&mut self) -> Result<bool, Fault> {
        match self.source.peek()? {
            Some(b'\n') => self.source.consume(1),
            Some(b'\r') => {
                self.source.consume(1);
                self.line_feed()?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// A field and what follows it. Its value is handed over in pieces.
    fn field(
        &mut self,
        kept: &mut impl FnMut(&[u8]) -> Result<(), &'static str>,
    ) -> Result<After, Fault> {
        let separator = self.separator;
        if self.source.peek()? == Some(b'"') {
            self.source.consume(1);
            loop {
                self.run_until(|byte| byte == b'"', kept)?;
                if self.source.next()?.is_none() {
                    return Err(self.source.truncated("within quotes"));
                }
                if self.source.peek()? != Some(b'"') {
                    break;
                }
                // Two quotes within quotes stand for one.
                self.source.consume(1);
                kept(b"\"").map_err(|what| self.malformed(what))?;
            }
        } else {
            let ends = |byte| byte == separator || matches!(byte, b'\n' | b'\r');
            self.run_until(ends, kept)?;
        }
        match self.source.next()? {
            None => Ok(After::End),
            Some(b'\n') => Ok(After::Line),
            Some(b'\r') => {
                self.line_feed()?;
                Ok(After::Line)
            }
            Some(byte) if byte == separator => Ok(After::Separator),
            Some(_) => Err(self.malformed("text after a closing quote")),
        }
    }

    /// Hands over everything before a byte that ends the run, or the end of the file.
    fn run_until(
        &mut self,
        ends: impl Fn(u8) -> bool,
        kept: &mut impl FnMut(&[u8]) -> Result<(), &'static str>,
    ) -> Result<(), Fault> {
        let zeros = self.zeros;
        loop {
            let piece = self.source.piece()?;
            let stop = piece
                .iter()
                .position(|&byte| (byte == 0 && !zeros) || ends(byte));
            let run = stop.unwrap_or(piece.len());
            let zero = stop.is_some_and(|at| piece[at] == 0 && !zeros);
            let end = piece.is_empty();
            kept(&piece[..run]).map_err(|what| self.malformed(what))?;
            self.source.consume(run);
            if zero {
                self.source.consume(1);
                return Err(self.malformed("a zero byte"));
            }
            if end || stop.is_some() {
                return Ok(());
            }
        }
    }

    /// What must follow a carriage return.
    fn line_feed(&mut self) -> Result<(), Fault> {
        match self.source.next()? {
            Some(b'\n') => Ok(()),
            None => Err(self.source.truncated("within a line end")),
            Some(_) => Err(self.malformed("a carriage return that ends no line")),
        }
    }

    fn malformed(&self, what: &'static str) -> Fault {
        self.source.malformed(what)
    }
}

impl<R: Read> Records for Scanner<R> {
    fn next<S: Sink>(&mut self, sink: &mut S) -> Result<bool, Fault> {
        self.row(sink).map_err(|fault| fault.in_row(self.row))
    }

    /// Values come in pieces only.
    fn row_bytes(&self) -> &[u8] {
        &[]
    }

    fn row_at(&self) -> Option<u64> {
        Some(self.row_at)
    }

    fn rows(&self) -> u64 {
        self.rows
    }

    fn columns(&self) -> &Columns {
        &self.columns
    }

    fn into_columns(self) -> Columns {
        self.columns
    }
}

/// Whether a file starts as the service's JSON, which comes where its CSV should when it has an error to tell.
fn starts_as_json(opening: &[u8]) -> bool {
    let mut tokens = opening.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (tokens.next(), tokens.next()),
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'"' | b'{' | b']'))
    )
}
