use std::ops::Range;

use crate::Fault;
use crate::columns::Columns;
use crate::plain::plain_json;

/// A file of rows, whatever its format.
pub(crate) trait Records {
    /// Reads a row. False is the end of the file, up to which everything was in order.
    fn next<S: Sink>(&mut self, sink: &mut S) -> Result<bool, Fault>;

    /// The bytes of the row that was read last and whatever lies behind them, for a sink that keeps rows.
    fn row_bytes(&self) -> &[u8];

    /// Bytes of the file before the row that was read last, if the file can be read from there.
    fn row_at(&self) -> Option<u64>;

    /// Rows read so far.
    fn rows(&self) -> u64;

    /// The columns that were known before, followed by those met since, in order of first appearance.
    fn columns(&self) -> &Columns;

    /// The same, when nothing more is read.
    fn into_columns(self) -> Columns;
}

/// What a value of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Boolean,
    Null,
    /// An object or an array.
    Nested,
}

/// What takes the values of a row, in the order of the file.
///
/// Text comes as what it stands for; every other value as its JSON text, without the white space between its parts.
pub(crate) trait Sink {
    /// Whether text comes as its JSON text as well, with its quotes and its escapes as they are written.
    const AS_WRITTEN: bool = false;

    /// Whether it looks at the bytes of a row once the row is read.
    const KEEPS_ROWS: bool = false;

    /// A whole value of text that lies in `bytes` as it comes; [`Records::row_bytes`] begins with them.
    #[inline]
    fn text(&mut self, column: usize, name: &str, bytes: &[u8], value: Range<usize>) {
        self.begin(column, name, Kind::Text);
        self.piece(&bytes[value]);
        self.end();
    }

    /// A value begins, of the column in this place and of this name.
    fn begin(&mut self, column: usize, name: &str, kind: Kind);

    /// A piece of the value, which may have none or many.
    fn piece(&mut self, bytes: &[u8]);

    /// A piece of the value: what comes before the first of the bytes that ends or interrupts a JSON string. Says how much
    /// that is.
    #[inline]
    fn plain(&mut self, bytes: &[u8]) -> usize {
        let plain = plain_json(bytes);
        self.piece(&bytes[..plain]);
        plain
    }

    /// The value is whole.
    fn end(&mut self);
}

/// Takes no interest in values.
pub(crate) struct Nothing;

impl Sink for Nothing {
    fn begin(&mut self, _: usize, _: &str, _: Kind) {}
    fn piece(&mut self, _: &[u8]) {}
    fn end(&mut self) {}
}

/// Both take the values.
impl<A: Sink, B: Sink> Sink for (&mut A, &mut B) {
    const AS_WRITTEN: bool = A::AS_WRITTEN && B::AS_WRITTEN;
    const KEEPS_ROWS: bool = A::KEEPS_ROWS || B::KEEPS_ROWS;

    fn text(&mut self, column: usize, name: &str, bytes: &[u8], value: Range<usize>) {
        self.0.text(column, name, bytes, value.clone());
        self.1.text(column, name, bytes, value);
    }

    fn begin(&mut self, column: usize, name: &str, kind: Kind) {
        self.0.begin(column, name, kind);
        self.1.begin(column, name, kind);
    }

    fn piece(&mut self, bytes: &[u8]) {
        self.0.piece(bytes);
        self.1.piece(bytes);
    }

    fn end(&mut self) {
        self.0.end();
        self.1.end();
    }
}
