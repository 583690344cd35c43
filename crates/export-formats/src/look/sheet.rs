//! The rows of a workbook that a [`Conversion`](crate::Conversion) made.
//!
//! It reads the XML that is written here and no other: what a spreadsheet program saved anew is told from it.

use std::io::Read;

use crate::columns::{Columns, MAX_NAME_BYTES, NAMES_TOO_LONG};
use crate::convert::{DURATION, HUNDREDTHS};
use crate::records::{Kind, Records, Sink};
use crate::source::Source;
use crate::{Fault, MAX_COLUMNS};

/// Longer than any tag that is written here, but for the head's list of widths, of which nothing is wanted.
const TAG_BYTES: usize = 256;

pub(super) const NOT_OURS: &str = "it is not a workbook as it is made here";

/// A sheet of rows.
pub(crate) struct Sheet<R> {
    source: Source<R>,
    columns: Columns,
    rows: u64,
    /// The tag that was read last, without its brackets.
    tag: Vec<u8>,
    /// Whether the header is frozen, as it is on sheets with rows alone.
    frozen: bool,
    ended: bool,
}

impl<R: Read> Sheet<R> {
    /// Reads up to the first row under the header, or to the end of a sheet that has none.
    pub(crate) fn open(source: Source<R>) -> Result<Self, Fault> {
        let mut sheet = Sheet {
            source,
            columns: Columns::new(),
            rows: 0,
            tag: Vec::new(),
            frozen: false,
            ended: false,
        };
        while !matches!(&sheet.tag[..], b"sheetData") {
            sheet.next_tag()?;
            sheet.frozen |= sheet.tag.starts_with(b"pane ");
        }
        if sheet.row_begins()? {
            let mut header = Header::default();
            sheet.cells(MAX_COLUMNS, &mut header)?;
            for name in &header.names {
                let noted = sheet.columns.push(name);
                noted.map_err(|what| sheet.source.malformed(what))?;
            }
            if header.bytes > MAX_NAME_BYTES {
                return Err(sheet.source.malformed(NAMES_TOO_LONG));
            }
        }
        Ok(sheet)
    }

    /// Begins before a row, under a header of these columns.
    pub(crate) fn resume(source: Source<R>, columns: Columns) -> Self {
        Sheet {
            source,
            columns,
            rows: 0,
            tag: Vec::new(),
            frozen: true,
            ended: false,
        }
    }

    /// Whether it is one of the sheets with rows.
    pub(crate) fn has_rows(&self) -> bool {
        self.frozen
    }

    fn row_begins(&mut self) -> Result<bool, Fault> {
        self.next_tag()?;
        match &self.tag[..] {
            tag if tag.starts_with(b"row ") => Ok(true),
            b"/sheetData" => {
                self.ended = true;
                // Only at its end does an archive know that a part is whole.
                while !self.source.piece()?.is_empty() {
                    let bytes = self.source.piece()?.len();
                    self.source.consume(bytes);
                }
                Ok(false)
            }
            _ => Err(self.malformed()),
        }
    }

    /// The cells of a row that has begun; none is written beyond this many columns.
    fn cells<S: Sink>(&mut self, most: usize, sink: &mut S) -> Result<(), Fault> {
        loop {
            self.next_tag()?;
            if self.tag == b"/row" {
                return Ok(());
            }
            let cell = self.cell().filter(|(column, _)| *column < most);
            let (column, format) = cell.ok_or_else(|| self.malformed())?;
            self.next_tag()?;
            let name = if column < self.columns.len() {
                self.columns.name(column)
            } else {
                ""
            };
            match &self.tag[..] {
                b"is" => {
                    sink.begin(column, name, Kind::Text);
                    self.next_tag()?;
                    if !matches!(&self.tag[..], b"t" | b"t xml:space=\"preserve\"") {
                        return Err(self.malformed());
                    }
                    self.text(&mut |piece| sink.piece(piece))?;
                    sink.end();
                    self.expect(b"/t")?;
                    self.expect(b"/is")?;
                }
                b"v" => {
                    sink.begin(column, name, Kind::Number);
                    let mut number = Vec::new();
                    self.text(&mut |piece| {
                        number.extend_from_slice(&piece[..piece.len().min(TAG_BYTES)]);
                    })?;
                    sink.piece(shown(&number, format).as_bytes());
                    sink.end();
                    self.expect(b"/v")?;
                }
                _ => return Err(self.malformed()),
            }
            self.expect(b"/c")?;
        }
    }

    /// The column and the format of the cell whose tag was read.
    fn cell(&self) -> Option<(usize, Option<u8>)> {
        let rest = self.tag.strip_prefix(b"c r=\"")?;
        let letters = rest.iter().take_while(|byte| byte.is_ascii_uppercase());
        let column = letters.take(4).fold(0, |column, letter| {
            column * 26 + usize::from(letter - b'A') + 1
        });
        let format = rest.windows(4).find_map(|four| match four {
            [b's', b'=', b'"', format] => Some(*format),
            _ => None,
        });
        (1..=MAX_COLUMNS)
            .contains(&column)
            .then(|| (column - 1, format))
    }

    fn expect(&mut self, tag: &[u8]) -> Result<(), Fault> {
        self.next_tag()?;
        if self.tag == tag {
            return Ok(());
        }
        Err(self.malformed())
    }

    /// Reads a tag and everything before it.
    fn next_tag(&mut self) -> Result<(), Fault> {
        while self.byte()? != b'<' {}
        self.tag.clear();
        loop {
            let byte = self.byte()?;
            if byte == b'>' {
                return Ok(());
            }
            if self.tag.len() < TAG_BYTES {
                self.tag.push(byte);
            }
        }
    }

    /// Hands over the text before a tag, and stays before the tag.
    fn text(&mut self, kept: &mut impl FnMut(&[u8])) -> Result<(), Fault> {
        loop {
            let piece = self.source.piece()?;
            if piece.is_empty() {
                return Err(self.truncated());
            }
            let special = |byte: &u8| matches!(byte, b'<' | b'&' | b'_');
            let plain = piece.iter().position(special);
            let run = plain.unwrap_or(piece.len());
            kept(&piece[..run]);
            let next = plain.map(|at| piece[at]);
            self.source.consume(run);
            match next {
                None => {}
                Some(b'<') => return Ok(()),
                Some(b'&') => kept(self.entity()?),
                Some(_) => self.escape(kept)?,
            }
        }
    }

    fn entity(&mut self) -> Result<&'static [u8], Fault> {
        let mut name = [0; 4];
        self.byte()?;
        for place in 0..5 {
            match (self.byte()?, name.get_mut(place)) {
                (b';', _) => break,
                (byte, Some(kept)) => *kept = byte,
                _ => return Err(self.malformed()),
            }
        }
        match &name {
            b"amp\0" => Ok(b"&"),
            b"lt\0\0" => Ok(b"<"),
            b"gt\0\0" => Ok(b">"),
            _ => Err(self.malformed()),
        }
    }

    /// An underscore, and the rest of Excel's escape if it begins one.
    fn escape(&mut self, kept: &mut impl FnMut(&[u8])) -> Result<(), Fault> {
        let mut seen = [b'_'; 7];
        self.byte()?;
        for place in 1..7 {
            let Some(byte) = self.source.peek()? else {
                return Err(self.truncated());
            };
            let fits = match place {
                1 => matches!(byte, b'x' | b'X'),
                6 => byte == b'_',
                _ => byte.is_ascii_hexdigit(),
            };
            if !fits {
                kept(&seen[..place]);
                return Ok(());
            }
            seen[place] = byte;
            self.source.consume(1);
        }
        let digits = std::str::from_utf8(&seen[2..6]).unwrap_or_default();
        let unit = u32::from_str_radix(digits, 16).unwrap_or_default();
        let character = char::from_u32(unit).ok_or_else(|| self.malformed())?;
        kept(character.encode_utf8(&mut [0; 4]).as_bytes());
        Ok(())
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        match self.source.next()? {
            Some(byte) => Ok(byte),
            None => Err(self.truncated()),
        }
    }

    fn truncated(&self) -> Fault {
        self.source.truncated("before its rows are over")
    }

    fn malformed(&self) -> Fault {
        self.source.malformed(NOT_OURS)
    }
}

impl<R: Read> Records for Sheet<R> {
    fn next<S: Sink>(&mut self, sink: &mut S) -> Result<bool, Fault> {
        if self.ended || !self.row_begins()? {
            return Ok(false);
        }
        self.rows += 1;
        self.cells(self.columns.len(), sink)
            .map_err(|fault| fault.in_row(Some(self.rows)))?;
        Ok(true)
    }

    /// Values come in pieces only.
    fn row_bytes(&self) -> &[u8] {
        &[]
    }

    /// It is packed.
    fn row_at(&self) -> Option<u64> {
        None
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

/// Keeps the cells of a row.
#[derive(Default)]
struct Header {
    names: Vec<Vec<u8>>,
    bytes: usize,
}

impl Sink for Header {
    fn begin(&mut self, column: usize, _: &str, _: Kind) {
        self.names.resize(column + 1, Vec::new());
    }

    fn piece(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len();
        if self.bytes <= MAX_NAME_BYTES
            && let Some(name) = self.names.last_mut()
        {
            name.extend_from_slice(bytes);
        }
    }

    fn end(&mut self) {}
}

/// A number as Excel shows it.
fn shown(number: &[u8], format: Option<u8>) -> String {
    let text = String::from_utf8_lossy(number);
    match (text.parse::<f64>(), format) {
        (Ok(hours), Some(HUNDREDTHS)) => format!("{hours:.2}"),
        (Ok(days), Some(DURATION)) => {
            // A duration is not negative, and a float that is too large becomes the largest integer.
            let seconds = (days * 86_400.0).round() as u64;
            let (hours, rest) = (seconds / 3600, seconds % 3600);
            format!("{hours}:{:02}:{:02}", rest / 60, rest % 60)
        }
        _ => text.into_owned(),
    }
}
