use std::io::Read;

use crate::columns::{Columns, MAX_NAME_BYTES};
use crate::plain::{begin_with, plain_json};
use crate::records::{Kind, Records, Sink};
use crate::source::Source;
use crate::{Fault, FaultKind};

/// Depth of the values in rows; the array around the rows has depth 1, and they have 2.
const VALUE_DEPTH: u8 = 3;

/// As in serde_json. Values nest by recursion, which this bounds.
const MAX_DEPTH: u8 = 127;

/// A strict reader of an array of objects, which keeps the names of columns and nothing else.
///
/// Each method that reads a construct is called when its first byte was consumed, and consumes its last.
pub(crate) struct Reader<R> {
    source: Source<R>,
    columns: Columns,
    rows: u64,
    layout: Layout,
    /// Bytes of the file before the row that was read last.
    row_at: u64,
    /// The key that is being read; its memory is used again.
    name: Name,
}

impl<R: Read> Reader<R> {
    /// A reader of a file. The columns that are known already keep their places.
    pub(crate) fn new(source: Source<R>, columns: Columns) -> Self {
        Reader::within(source, columns, Layout::Unopened)
    }

    /// A reader of JSON Lines from the start of a file, or of a line.
    pub(crate) fn lines(source: Source<R>, columns: Columns) -> Self {
        Reader::within(source, columns, Layout::Lines)
    }

    /// A reader of an array whose source begins with one of its rows.
    pub(crate) fn resume(source: Source<R>, columns: Columns) -> Self {
        Reader::within(source, columns, Layout::AtRow)
    }

    fn within(source: Source<R>, columns: Columns, layout: Layout) -> Self {
        Reader {
            source,
            columns,
            rows: 0,
            layout,
            row_at: 0,
            name: Name::default(),
        }
    }

    /// Reads what comes before a row, or else everything after the last one.
    fn row_follows(&mut self) -> Result<bool, Fault> {
        let first = match std::mem::replace(&mut self.layout, Layout::Array) {
            Layout::Lines => {
                self.layout = Layout::Lines;
                return self.line_follows();
            }
            Layout::AtRow => return self.row_begins().map(|()| true),
            Layout::Unopened => true,
            Layout::Array => false,
        };
        if first {
            self.source.opening()?;
            match self.token()? {
                b'[' => {}
                b'<' => return Err(Fault::new(FaultKind::Html, "", self.source.offset() - 1)),
                _ => return Err(self.malformed("it is not a list of records")),
            }
        }
        let mut token = self.token()?;
        let closed = match token {
            b']' => true,
            _ if first => false,
            b',' => {
                token = self.token()?;
                false
            }
            _ => return Err(self.malformed("something between two records")),
        };
        if !closed {
            return match token {
                b'{' => Ok(true),
                _ => Err(self.malformed(NO_RECORD)),
            };
        }
        match self.after_space()? {
            None => Ok(false),
            Some(_) => Err(self.malformed("something after the end")),
        }
    }

    fn row_begins(&mut self) -> Result<(), Fault> {
        match self.token()? {
            b'{' => Ok(()),
            _ => Err(self.malformed(NO_RECORD)),
        }
    }

    /// Reads what comes before a row of JSON Lines.
    fn line_follows(&mut self) -> Result<bool, Fault> {
        if self.rows == 0 && self.source.offset() == 0 {
            self.source.opening()?;
        }
        match self.after_space()? {
            None => Ok(false),
            Some(b'{') => Ok(true),
            Some(_) => Err(self.malformed(NO_RECORD)),
        }
    }

    /// The next byte that is no white space, or the end of the file.
    fn after_space(&mut self) -> Result<Option<u8>, Fault> {
        while let Some(byte) = self.source.next()? {
            if !is_space(byte) {
                return Ok(Some(byte));
            }
        }
        Ok(None)
    }

    fn record<S: Sink>(&mut self, sink: &mut S) -> Result<(), Fault> {
        let mut token = self.token()?;
        if token == b'}' {
            return Ok(());
        }
        loop {
            if token != b'"' {
                return Err(self.malformed(NO_NAME));
            }
            if self.plain_texts(sink) {
                return Ok(());
            }
            let column = self.column()?;
            if self.token()? != b':' {
                return Err(self.malformed(NO_VALUE));
            }
            let first = self.token()?;
            sink.begin(column, self.columns.name(column), kind(first));
            if first == b'"' && !S::AS_WRITTEN {
                self.text::<false>(sink)?;
            } else {
                self.value(first, VALUE_DEPTH, sink)?;
            }
            sink.end();
            match self.token()? {
                b',' => token = self.token()?,
                b'}' => return Ok(()),
                _ => return Err(self.malformed(NO_COMMA)),
            }
        }
    }

    /// A key of a row: the place of its column.
    #[inline]
    fn column(&mut self) -> Result<usize, Fault> {
        if let Some((place, _)) = self.columns.expected() {
            let expected = self.columns.name(place).as_bytes();
            let piece = self.source.piece()?;
            let end = expected.len();
            if piece.get(end) == Some(&b'"') && &piece[..end] == expected {
                self.source.consume(end + 1);
                return Ok(self.columns.take_expected());
            }
        }
        self.other_column()
    }

    /// Reads texts without escapes under the names that followed last time, up to the first value that is not of that
    /// kind. Whether the row is at its end; if not, the source is behind a quote before a name, as it was.
    ///
    /// Nearly all values of an export are such texts, and nothing of what follows is in the way here.
    #[inline]
    fn plain_texts<S: Sink>(&mut self, sink: &mut S) -> bool {
        let (bytes, start) = self.source.window();
        let mut at = start;
        let mut ended = false;
        while let Some((place, written)) = self.columns.expected() {
            let value = at + written.len();
            if !begin_with(&bytes[at..], written) {
                break;
            }
            let end = value + plain_json(&bytes[value..]);
            let (next, done) = match bytes.get(end..) {
                Some([b'"', b',', b'"', ..]) => (end + 3, false),
                Some([b'"', b'}', ..]) => (end + 2, true),
                _ => break,
            };
            let value = if S::AS_WRITTEN {
                value - 1..end + 1
            } else {
                value..end
            };
            sink.text(place, self.columns.name(place), bytes, value);
            self.columns.take_expected();
            (at, ended) = (next, done);
            if done {
                break;
            }
        }
        self.source.consume(at - start);
        ended
    }

    fn other_column(&mut self) -> Result<usize, Fault> {
        let mut name = std::mem::take(&mut self.name);
        name.0.clear();
        self.text::<false>(&mut name)?;
        let noted = self.columns.note(&name.0);
        self.name = name;
        noted.map_err(|what| self.malformed(what))
    }

    /// A value as its JSON text.
    fn value<S: Sink>(&mut self, first: u8, depth: u8, sink: &mut S) -> Result<(), Fault> {
        match first {
            b'"' => self.written(sink),
            b'{' | b'[' if depth > MAX_DEPTH => Err(self.malformed("values nested too deep")),
            b'{' => self.object(depth, sink),
            b'[' => self.array(depth, sink),
            b't' => self.literal(b"true", sink),
            b'f' => self.literal(b"false", sink),
            b'n' => self.literal(b"null", sink),
            b'-' | b'0'..=b'9' => self.number(first, sink),
            _ => Err(self.malformed("something that is no value")),
        }
    }

    fn object<S: Sink>(&mut self, depth: u8, sink: &mut S) -> Result<(), Fault> {
        sink.piece(b"{");
        let mut token = self.token()?;
        while token != b'}' {
            if token != b'"' {
                return Err(self.malformed(NO_NAME));
            }
            self.written(sink)?;
            if self.token()? != b':' {
                return Err(self.malformed(NO_VALUE));
            }
            sink.piece(b":");
            let first = self.token()?;
            self.value(first, depth + 1, sink)?;
            match self.token()? {
                b',' => {
                    sink.piece(b",");
                    token = self.token()?;
                    if token == b'}' {
                        return Err(self.malformed(NO_NAME));
                    }
                }
                b'}' => break,
                _ => return Err(self.malformed(NO_COMMA)),
            }
        }
        sink.piece(b"}");
        Ok(())
    }

    fn array<S: Sink>(&mut self, depth: u8, sink: &mut S) -> Result<(), Fault> {
        sink.piece(b"[");
        let mut token = self.token()?;
        if token != b']' {
            loop {
                self.value(token, depth + 1, sink)?;
                match self.token()? {
                    b',' => {
                        sink.piece(b",");
                        token = self.token()?;
                    }
                    b']' => break,
                    _ => return Err(self.malformed(NO_COMMA)),
                }
            }
        }
        sink.piece(b"]");
        Ok(())
    }

    /// A string as its JSON text.
    fn written<S: Sink>(&mut self, sink: &mut S) -> Result<(), Fault> {
        sink.piece(b"\"");
        self.text::<true>(sink)?;
        sink.piece(b"\"");
        Ok(())
    }

    /// The rest of a string, in pieces: what it stands for, or what is written between its quotes.
    #[inline]
    fn text<const AS_WRITTEN: bool>(&mut self, sink: &mut impl Sink) -> Result<(), Fault> {
        loop {
            let piece = self.source.piece()?;
            let mut at = 0;
            // Runs and short escapes, as long as they lie in the piece.
            let special = loop {
                let rest = &piece[at..];
                let plain = sink.plain(rest);
                at += plain;
                let [b'\\', letter, ..] = rest[plain..] else {
                    break rest.get(plain).copied();
                };
                let Some(character) = short_escape(letter) else {
                    break Some(b'\\');
                };
                if AS_WRITTEN {
                    sink.piece(&rest[plain..plain + 2]);
                } else {
                    sink.piece(&[character]);
                }
                at += 2;
            };
            self.source.consume(at);
            if special.is_none() && at > 0 {
                continue;
            }
            match self.byte()? {
                b'"' => return Ok(()),
                b'\\' => {
                    let escape = self.escape()?;
                    if AS_WRITTEN {
                        sink.piece(escape.written());
                    } else {
                        sink.piece(escape.character.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                }
                _ => return Err(self.malformed("a control character within text")),
            }
        }
    }

    /// The rest of an escape.
    fn escape(&mut self) -> Result<Escape, Fault> {
        let letter = self.byte()?;
        if letter == b'u' {
            return self.unicode_escape();
        }
        let character =
            short_escape(letter).ok_or_else(|| self.malformed("an escape that does not exist"))?;
        let mut escape = Escape::new(character.into());
        escape.push(&[letter]);
        Ok(escape)
    }

    fn unicode_escape(&mut self) -> Result<Escape, Fault> {
        let mut escape = Escape::new('\0');
        let first = self.four_digits(&mut escape)?;
        let units = if (0xD800..0xDC00).contains(&first) {
            if self.byte()? != b'\\' || self.byte()? != b'u' {
                return Err(self.malformed("half of a character"));
            }
            escape.push(b"\\");
            [first, self.four_digits(&mut escape)?]
        } else {
            [first, 0]
        };
        match char::decode_utf16(units).next() {
            Some(Ok(character)) => Ok(Escape {
                character,
                ..escape
            }),
            _ => Err(self.malformed("half of a character")),
        }
    }

    fn four_digits(&mut self, escape: &mut Escape) -> Result<u16, Fault> {
        escape.push(b"u");
        let mut unit = 0;
        for _ in 0..4 {
            let byte = self.byte()?;
            let digit = char::from(byte)
                .to_digit(16)
                .ok_or_else(|| self.malformed("an escape without its four digits"))?;
            // A digit of base 16 fits in any integer.
            unit = unit << 4 | digit as u16;
            escape.push(&[byte]);
        }
        Ok(unit)
    }

    fn literal<S: Sink>(&mut self, word: &[u8], sink: &mut S) -> Result<(), Fault> {
        for &expected in &word[1..] {
            if self.byte()? != expected {
                return Err(self.malformed("something that is no value"));
            }
        }
        sink.piece(word);
        Ok(())
    }

    fn number<S: Sink>(&mut self, first: u8, sink: &mut S) -> Result<(), Fault> {
        sink.piece(&[first]);
        let leading = if first == b'-' {
            self.part(sink)?
        } else {
            first
        };
        match leading {
            b'0' => {}
            b'1'..=b'9' => self.digits(sink)?,
            _ => return Err(self.malformed(NO_DIGITS)),
        }
        if self.source.peek()? == Some(b'.') {
            self.part(sink)?;
            self.some_digits(sink)?;
        }
        if let Some(b'e' | b'E') = self.source.peek()? {
            self.part(sink)?;
            if let Some(b'+' | b'-') = self.source.peek()? {
                self.part(sink)?;
            }
            self.some_digits(sink)?;
        }
        Ok(())
    }

    fn some_digits<S: Sink>(&mut self, sink: &mut S) -> Result<(), Fault> {
        if !self.part(sink)?.is_ascii_digit() {
            return Err(self.malformed(NO_DIGITS));
        }
        self.digits(sink)
    }

    fn digits<S: Sink>(&mut self, sink: &mut S) -> Result<(), Fault> {
        while self
            .source
            .peek()?
            .is_some_and(|byte| byte.is_ascii_digit())
        {
            self.part(sink)?;
        }
        Ok(())
    }

    /// The next byte, which belongs to the value.
    fn part<S: Sink>(&mut self, sink: &mut S) -> Result<u8, Fault> {
        let byte = self.byte()?;
        sink.piece(&[byte]);
        Ok(byte)
    }

    /// The next byte that is not white space.
    #[inline]
    fn token(&mut self) -> Result<u8, Fault> {
        loop {
            let byte = self.byte()?;
            if !is_space(byte) {
                return Ok(byte);
            }
        }
    }

    #[inline]
    fn byte(&mut self) -> Result<u8, Fault> {
        match self.source.next()? {
            Some(byte) => Ok(byte),
            None => Err(self
                .source
                .truncated("before the list of records is closed")),
        }
    }

    #[cold]
    fn malformed(&self, what: &'static str) -> Fault {
        self.source.malformed(what)
    }
}

/// Where a reader is in a file.
enum Layout {
    /// Before an array.
    Unopened,
    /// In an array, before one of its rows.
    AtRow,
    /// In an array, after a row.
    Array,
    /// Between the lines of JSON Lines.
    Lines,
}

impl<R: Read> Records for Reader<R> {
    fn next<S: Sink>(&mut self, sink: &mut S) -> Result<bool, Fault> {
        self.source.let_go();
        if !self.row_follows()? {
            return Ok(false);
        }
        if S::KEEPS_ROWS {
            self.source.keep();
        }
        self.row_at = self.source.offset() - 1;
        self.rows += 1;
        self.columns.rewind();
        match self.record(sink) {
            Ok(()) => Ok(true),
            Err(fault) => Err(fault.in_row(Some(self.rows))),
        }
    }

    fn row_bytes(&self) -> &[u8] {
        self.source.kept()
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

/// A key. One that is longer than all may be together is not kept to its end.
#[derive(Default)]
struct Name(Vec<u8>);

impl Sink for Name {
    fn begin(&mut self, _: usize, _: &str, _: Kind) {}

    fn piece(&mut self, bytes: &[u8]) {
        if self.0.len() <= MAX_NAME_BYTES {
            self.0.extend_from_slice(bytes);
        }
    }

    fn end(&mut self) {}
}

const NO_RECORD: &str = "something that is not a record";
const NO_NAME: &str = "something where a name belongs";
const NO_VALUE: &str = "a name without a value";
const NO_COMMA: &str = "something after a value";
const NO_DIGITS: &str = "a number without digits";

/// An escape of a string: the character it stands for and how it is written.
struct Escape {
    character: char,
    written: [u8; 12],
    length: usize,
}

impl Escape {
    fn new(character: char) -> Self {
        let mut escape = Escape {
            character,
            written: [0; 12],
            length: 0,
        };
        escape.push(b"\\");
        escape
    }

    /// Two escapes of four digits are the longest.
    fn push(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        self.written[self.length..end].copy_from_slice(bytes);
        self.length = end;
    }

    fn written(&self) -> &[u8] {
        &self.written[..self.length]
    }
}

/// The character that a backslash and a letter stand for.
#[inline]
fn short_escape(letter: u8) -> Option<u8> {
    Some(SHORT_ESCAPES[usize::from(letter)]).filter(|&character| character != 0)
}

/// The characters by their letters: texts are full of them in no order that a processor could foresee.
const SHORT_ESCAPES: [u8; 256] = {
    let mut characters = [0; 256];
    let escapes = *b"\"\"\\\\//b\x08f\x0cn\nr\rt\t";
    let (pairs, _) = escapes.as_chunks::<2>();
    let mut at = 0;
    while at < pairs.len() {
        let [letter, character] = pairs[at];
        characters[letter as usize] = character;
        at += 1;
    }
    characters
};

/// What begins with a byte; what is no value at all is found out when it is read.
fn kind(first: u8) -> Kind {
    match first {
        b'"' => Kind::Text,
        b't' | b'f' => Kind::Boolean,
        b'n' => Kind::Null,
        b'{' | b'[' => Kind::Nested,
        _ => Kind::Number,
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests;
