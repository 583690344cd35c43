use std::io::Read;

use crate::columns::{Columns, MAX_NAME_BYTES, NAMES_TOO_LONG};
use crate::source::Source;
use crate::{Contents, Fault, FaultKind};

/// Depth of the objects that are rows; the array around them has depth 1.
const ROW_DEPTH: u8 = 2;

/// As in serde_json. Values nest by recursion, which this bounds.
const MAX_DEPTH: u8 = 127;

pub(crate) fn inspect(mut source: Source<impl Read>) -> Result<Contents, Fault> {
    source.opening()?;
    let mut scanner = Scanner {
        source,
        columns: Columns::default(),
        row: None,
        name: Vec::new(),
    };
    match scanner.file() {
        Ok(rows) => Ok(Contents {
            rows,
            columns: scanner.columns.into_names(),
        }),
        Err(fault) => Err(fault.in_row(scanner.row)),
    }
}

/// A strict reader of JSON that keeps the names of columns and nothing else.
///
/// Each method that reads a construct is called when its first byte was consumed, and consumes its last.
struct Scanner<R> {
    source: Source<R>,
    columns: Columns,
    /// The row that is being read, from 1.
    row: Option<u64>,
    /// The key that is being read; its memory is used again.
    name: Vec<u8>,
}

impl<R: Read> Scanner<R> {
    fn file(&mut self) -> Result<u64, Fault> {
        match self.token()? {
            b'[' => {}
            b'<' => return Err(Fault::new(FaultKind::Html, "", self.source.offset() - 1)),
            _ => return Err(self.malformed("it is not a list of records")),
        }
        let mut rows = 0;
        let mut token = self.token()?;
        if token != b']' {
            loop {
                if token != b'{' {
                    return Err(self.malformed("something that is not a record"));
                }
                rows += 1;
                self.row = Some(rows);
                self.columns.rewind();
                self.object(ROW_DEPTH)?;
                self.row = None;
                match self.token()? {
                    b',' => token = self.token()?,
                    b']' => break,
                    _ => return Err(self.malformed("something between two records")),
                }
            }
        }
        while let Some(byte) = self.source.next()? {
            if !is_space(byte) {
                return Err(self.malformed("something after the end"));
            }
        }
        Ok(rows)
    }

    fn value(&mut self, first: u8, depth: u8) -> Result<(), Fault> {
        match first {
            b'"' => self.string(),
            b'{' | b'[' if depth > MAX_DEPTH => Err(self.malformed("values nested too deep")),
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b't' => self.literal(b"rue"),
            b'f' => self.literal(b"alse"),
            b'n' => self.literal(b"ull"),
            b'-' | b'0'..=b'9' => self.number(first),
            _ => Err(self.malformed("something that is no value")),
        }
    }

    fn object(&mut self, depth: u8) -> Result<(), Fault> {
        let mut token = self.token()?;
        if token == b'}' {
            return Ok(());
        }
        loop {
            if token != b'"' {
                return Err(self.malformed("something where a name belongs"));
            }
            if depth == ROW_DEPTH {
                self.column()?;
            } else {
                self.string()?;
            }
            if self.token()? != b':' {
                return Err(self.malformed("a name without a value"));
            }
            let first = self.token()?;
            self.value(first, depth + 1)?;
            match self.token()? {
                b',' => token = self.token()?,
                b'}' => return Ok(()),
                _ => return Err(self.malformed("something after a value")),
            }
        }
    }

    fn array(&mut self, depth: u8) -> Result<(), Fault> {
        let mut token = self.token()?;
        if token == b']' {
            return Ok(());
        }
        loop {
            self.value(token, depth + 1)?;
            match self.token()? {
                b',' => token = self.token()?,
                b']' => return Ok(()),
                _ => return Err(self.malformed("something after a value")),
            }
        }
    }

    /// A key of a row.
    fn column(&mut self) -> Result<(), Fault> {
        let mut name = std::mem::take(&mut self.name);
        name.clear();
        self.text(Some(&mut name))?;
        let noted = self.columns.note(&name);
        self.name = name;
        noted.map_err(|what| self.malformed(what))
    }

    fn string(&mut self) -> Result<(), Fault> {
        self.text(None)
    }

    /// The rest of a string. What it stands for goes into `kept`, up to the limit of names.
    fn text(&mut self, mut kept: Option<&mut Vec<u8>>) -> Result<(), Fault> {
        loop {
            let piece = self.source.piece()?;
            let plain = piece
                .iter()
                .position(|&byte| byte == b'"' || byte == b'\\' || byte < b' ')
                .unwrap_or(piece.len());
            let special = piece.get(plain).copied();
            if let Some(kept) = &mut kept {
                kept.extend_from_slice(&piece[..plain]);
                if kept.len() > MAX_NAME_BYTES {
                    return Err(self.malformed(NAMES_TOO_LONG));
                }
            }
            self.source.consume(plain);
            if special.is_none() && plain > 0 {
                continue;
            }
            match self.byte()? {
                b'"' => return Ok(()),
                b'\\' => {
                    let character = self.escape()?;
                    if let Some(kept) = &mut kept {
                        let mut utf8 = [0; 4];
                        kept.extend_from_slice(character.encode_utf8(&mut utf8).as_bytes());
                    }
                }
                _ => return Err(self.malformed("a control character within text")),
            }
        }
    }

    /// The rest of an escape: the character it stands for.
    fn escape(&mut self) -> Result<char, Fault> {
        Ok(match self.byte()? {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(),
            _ => return Err(self.malformed("an escape that does not exist")),
        })
    }

    fn unicode_escape(&mut self) -> Result<char, Fault> {
        let first = self.four_digits()?;
        let units = if (0xD800..0xDC00).contains(&first) {
            if self.byte()? != b'\\' || self.byte()? != b'u' {
                return Err(self.malformed("half of a character"));
            }
            [first, self.four_digits()?]
        } else {
            [first, 0]
        };
        match char::decode_utf16(units).next() {
            Some(Ok(character)) => Ok(character),
            _ => Err(self.malformed("half of a character")),
        }
    }

    fn four_digits(&mut self) -> Result<u16, Fault> {
        let mut unit = 0;
        for _ in 0..4 {
            let digit = char::from(self.byte()?)
                .to_digit(16)
                .ok_or_else(|| self.malformed("an escape without its four digits"))?;
            // A digit of base 16 fits in any integer.
            unit = unit << 4 | digit as u16;
        }
        Ok(unit)
    }

    fn literal(&mut self, rest: &[u8]) -> Result<(), Fault> {
        for &expected in rest {
            if self.byte()? != expected {
                return Err(self.malformed("something that is no value"));
            }
        }
        Ok(())
    }

    fn number(&mut self, first: u8) -> Result<(), Fault> {
        let leading = if first == b'-' { self.byte()? } else { first };
        match leading {
            b'0' => {}
            b'1'..=b'9' => self.digits()?,
            _ => return Err(self.malformed("a number without digits")),
        }
        if self.source.peek()? == Some(b'.') {
            self.byte()?;
            self.some_digits()?;
        }
        if let Some(b'e' | b'E') = self.source.peek()? {
            self.byte()?;
            if let Some(b'+' | b'-') = self.source.peek()? {
                self.byte()?;
            }
            self.some_digits()?;
        }
        Ok(())
    }

    fn some_digits(&mut self) -> Result<(), Fault> {
        if !self.byte()?.is_ascii_digit() {
            return Err(self.malformed("a number without digits"));
        }
        self.digits()
    }

    fn digits(&mut self) -> Result<(), Fault> {
        while self
            .source
            .peek()?
            .is_some_and(|byte| byte.is_ascii_digit())
        {
            self.source.consume(1);
        }
        Ok(())
    }

    /// The next byte that is not white space.
    fn token(&mut self) -> Result<u8, Fault> {
        loop {
            let byte = self.byte()?;
            if !is_space(byte) {
                return Ok(byte);
            }
        }
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        match self.source.next()? {
            Some(byte) => Ok(byte),
            None => Err(self
                .source
                .truncated("before the list of records is closed")),
        }
    }

    fn malformed(&self, what: &'static str) -> Fault {
        self.source.malformed(what)
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
