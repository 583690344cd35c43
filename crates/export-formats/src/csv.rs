use std::io::Read;

use crate::columns::{Columns, MAX_NAME_BYTES, NAMES_TOO_LONG};
use crate::source::{Source, starts_as_markup};
use crate::{Contents, Fault, FaultKind};

pub(crate) fn inspect(mut source: Source<impl Read>) -> Result<Contents, Fault> {
    let opening = source.opening()?;
    if starts_as_markup(opening) {
        return Err(Fault::new(FaultKind::Html, "", source.offset()));
    }
    if starts_as_json(opening) {
        let what = "it is JSON, not CSV";
        return Err(Fault::new(FaultKind::Malformed, what, source.offset()));
    }
    let mut scanner = Scanner {
        source,
        columns: Columns::new(),
        row: None,
    };
    match scanner.file() {
        Ok(rows) => Ok(Contents {
            rows,
            columns: scanner.columns.into_names(),
        }),
        Err(fault) => Err(fault.in_row(scanner.row)),
    }
}

/// What follows a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Comma,
    Line,
    End,
}

/// A reader of RFC 4180 that keeps the header and nothing else.
struct Scanner<R> {
    source: Source<R>,
    columns: Columns,
    /// The row that is being read, from 1.
    row: Option<u64>,
}

impl<R: Read> Scanner<R> {
    fn file(&mut self) -> Result<u64, Fault> {
        while self.blank_line()? {}
        if self.source.peek()?.is_none() {
            return Err(self.source.truncated("before its header"));
        }
        self.header()?;
        let mut rows = 0;
        while self.source.peek()?.is_some() {
            self.row = Some(rows + 1);
            if self.columns.len() == 1 || !self.blank_line()? {
                self.record()?;
                rows += 1;
            }
        }
        Ok(rows)
    }

    fn header(&mut self) -> Result<(), Fault> {
        let mut name = Vec::new();
        loop {
            name.clear();
            let after = self.field(Some(&mut name))?;
            self.columns
                .push(&name)
                .map_err(|what| self.source.malformed(what))?;
            if after != After::Comma {
                return Ok(());
            }
        }
    }

    fn record(&mut self) -> Result<(), Fault> {
        let mut fields = 0;
        loop {
            let after = self.field(None)?;
            fields += 1;
            let whole = fields == self.columns.len();
            match after {
                After::Comma if whole => {
                    return Err(self.malformed("a record with more fields than the header"));
                }
                After::Comma => {}
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

    /// A field and what follows it. Its value goes into `kept`, up to the limit of names.
    fn field(&mut self, mut kept: Option<&mut Vec<u8>>) -> Result<After, Fault> {
        if self.source.peek()? == Some(b'"') {
            self.source.consume(1);
            loop {
                self.run_until(|byte| byte == b'"', &mut kept)?;
                if self.source.next()?.is_none() {
                    return Err(self.source.truncated("within quotes"));
                }
                if self.source.peek()? != Some(b'"') {
                    break;
                }
                // Two quotes within quotes stand for one.
                self.source.consume(1);
                if let Some(kept) = &mut kept {
                    kept.push(b'"');
                }
            }
        } else {
            self.run_until(|byte| matches!(byte, b',' | b'\n' | b'\r'), &mut kept)?;
        }
        match self.source.next()? {
            None => Ok(After::End),
            Some(b',') => Ok(After::Comma),
            Some(b'\n') => Ok(After::Line),
            Some(b'\r') => {
                self.line_feed()?;
                Ok(After::Line)
            }
            Some(_) => Err(self.malformed("text after a closing quote")),
        }
    }

    /// Passes over everything before a byte that ends the run, or the end of the file.
    fn run_until(
        &mut self,
        ends: impl Fn(u8) -> bool,
        kept: &mut Option<&mut Vec<u8>>,
    ) -> Result<(), Fault> {
        loop {
            let piece = self.source.piece()?;
            let stop = piece.iter().position(|&byte| byte == 0 || ends(byte));
            let run = stop.unwrap_or(piece.len());
            let zero = stop.is_some_and(|at| piece[at] == 0);
            let end = piece.is_empty();
            if let Some(kept) = kept {
                kept.extend_from_slice(&piece[..run]);
                if kept.len() > MAX_NAME_BYTES {
                    return Err(self.malformed(NAMES_TOO_LONG));
                }
            }
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

/// Whether a file starts as the service's JSON, which comes where its CSV should when it has an error to tell.
fn starts_as_json(opening: &[u8]) -> bool {
    let mut tokens = opening.iter().filter(|byte| !byte.is_ascii_whitespace());
    matches!(
        (tokens.next(), tokens.next()),
        (Some(b'{'), Some(b'"' | b'}')) | (Some(b'['), Some(b'"' | b'{' | b']'))
    )
}
