use std::ops::Range;

use crate::plain::{append_plain_json, plain_json};
use crate::records::{Kind, Sink};

/// What is counted of each key.
#[derive(Default)]
pub(crate) struct Tallies {
    /// The row that is being read, from 0.
    row: u64,
    keys: Vec<Tally>,
}

#[derive(Default, Clone)]
struct Tally {
    /// Rows that hold it.
    rows: u64,
    /// Rows that hold it more than once.
    repeated: u64,
    nulls: u64,
    /// One more than the last row that held it.
    held: u64,
    /// One more than the last row that held it more than once.
    held_again: u64,
}

impl Tallies {
    /// To be called after each row.
    #[inline]
    pub(crate) fn next_row(&mut self) {
        self.row += 1;
    }

    pub(crate) fn rows(&self, column: usize) -> u64 {
        self.keys.get(column).map_or(0, |tally| tally.rows)
    }

    pub(crate) fn repeated(&self, column: usize) -> u64 {
        self.keys.get(column).map_or(0, |tally| tally.repeated)
    }

    pub(crate) fn nulls(&self, column: usize) -> u64 {
        self.keys.get(column).map_or(0, |tally| tally.nulls)
    }

    #[inline]
    pub(crate) fn count(&mut self, column: usize, kind: Kind) {
        if column >= self.keys.len() {
            self.keys.resize(column + 1, Tally::default());
        }
        let tally = &mut self.keys[column];
        let now = self.row + 1;
        if tally.held != now {
            tally.held = now;
            tally.rows += 1;
        } else if tally.held_again != now {
            tally.held_again = now;
            tally.repeated += 1;
        }
        if kind == Kind::Null {
            tally.nulls += 1;
        }
    }
}

impl Sink for Tallies {
    #[inline]
    fn begin(&mut self, column: usize, _: &str, kind: Kind) {
        self.count(column, kind);
    }

    fn piece(&mut self, _: &[u8]) {}

    fn end(&mut self) {}
}

/// A row's values by their columns; all rows use the same memory, which is that of the longest one.
///
/// Values that the source has as they are stay there; the others are put together here.
pub(crate) struct Row<const AS_WRITTEN: bool> {
    tallies: Tallies,
    /// The values that were put together, one after the other as they are read.
    text: Vec<u8>,
    cells: Vec<Cell>,
    /// Whether columns are kept as they appear.
    growing: bool,
    /// Column of the value that is being read; its start in the text.
    current: (usize, usize),
}

#[derive(Clone, Copy)]
struct Cell {
    kind: Kind,
    /// Whether it lies in the bytes of the source.
    there: bool,
    start: usize,
    end: usize,
    /// The row it belongs to; a cell of another row is none of this one.
    row: u64,
}

impl Cell {
    const NONE: Cell = Cell {
        kind: Kind::Null,
        there: false,
        start: 0,
        end: 0,
        row: u64::MAX,
    };
}

impl<const AS_WRITTEN: bool> Row<AS_WRITTEN> {
    /// Keeps the values of the first columns.
    pub(crate) fn new(kept: usize) -> Self {
        Row {
            tallies: Tallies::default(),
            text: Vec::new(),
            cells: vec![Cell::NONE; kept],
            growing: false,
            current: (0, 0),
        }
    }

    /// Keeps the values of all columns.
    pub(crate) fn of_all() -> Self {
        Row {
            growing: true,
            ..Row::new(0)
        }
    }

    pub(crate) fn next(&mut self) {
        self.text.clear();
        self.tallies.next_row();
    }

    pub(crate) fn tallies(&self) -> &Tallies {
        &self.tallies
    }

    /// The values, with the bytes of the source that they lie in.
    #[inline]
    pub(crate) fn values<'a>(&'a self, bytes: &'a [u8]) -> Values<'a, AS_WRITTEN> {
        Values { row: self, bytes }
    }

    #[inline]
    fn keep(&mut self, column: usize) -> Option<&mut Cell> {
        if self.growing && column >= self.cells.len() {
            self.cells.resize(column + 1, Cell::NONE);
        }
        self.cells.get_mut(column)
    }
}

impl<const AS_WRITTEN: bool> Sink for Row<AS_WRITTEN> {
    const AS_WRITTEN: bool = AS_WRITTEN;
    const KEEPS_ROWS: bool = true;

    #[inline]
    fn text(&mut self, column: usize, _: &str, _: &[u8], value: Range<usize>) {
        self.tallies.count(column, Kind::Text);
        let row = self.tallies.row;
        if let Some(cell) = self.keep(column) {
            *cell = Cell {
                kind: Kind::Text,
                there: true,
                start: value.start,
                end: value.end,
                row,
            };
        }
    }

    #[inline]
    fn begin(&mut self, column: usize, _: &str, kind: Kind) {
        self.tallies.count(column, kind);
        self.current = (column, self.text.len());
        if let Some(cell) = self.keep(column) {
            (cell.kind, cell.there) = (kind, false);
        }
    }

    #[inline]
    fn piece(&mut self, bytes: &[u8]) {
        if self.current.0 < self.cells.len() {
            self.text.extend_from_slice(bytes);
        }
    }

    #[inline]
    fn plain(&mut self, bytes: &[u8]) -> usize {
        if self.current.0 < self.cells.len() {
            append_plain_json(bytes, &mut self.text)
        } else {
            plain_json(bytes)
        }
    }

    #[inline]
    fn end(&mut self) {
        let (column, start) = self.current;
        if let Some(cell) = self.cells.get_mut(column) {
            (cell.start, cell.end) = (start, self.text.len());
            cell.row = self.tallies.row;
        }
    }
}

/// The values of a row that was read.
#[derive(Clone, Copy)]
pub(crate) struct Values<'a, const AS_WRITTEN: bool> {
    row: &'a Row<AS_WRITTEN>,
    bytes: &'a [u8],
}

/// Where a value lies.
pub(crate) enum Place<'a> {
    /// Nowhere: there is none, or it is null.
    Nowhere,
    /// In the source, as it is: nothing in it has to be escaped in JSON. The bytes from its first on, and how many of them
    /// are its own.
    Source(&'a [u8], usize),
    /// By itself, put together.
    Apart(&'a [u8]),
}

impl<'a, const AS_WRITTEN: bool> Values<'a, AS_WRITTEN> {
    /// What each kept column holds, if it holds anything.
    #[inline]
    pub(crate) fn cells(self) -> impl Iterator<Item = Option<(Kind, &'a [u8])>> {
        self.row.cells.iter().map(move |cell| self.value(cell))
    }

    /// What a column holds, if it holds anything.
    pub(crate) fn cell(self, column: usize) -> Option<(Kind, &'a [u8])> {
        self.row.cells.get(column).and_then(|cell| self.value(cell))
    }

    /// Where the values of the kept columns lie.
    #[inline]
    pub(crate) fn places(self) -> impl Iterator<Item = Place<'a>> {
        self.row.cells.iter().map(move |cell| {
            if cell.row != self.row.tallies.row || cell.kind == Kind::Null {
                Place::Nowhere
            } else if cell.there {
                Place::Source(&self.bytes[cell.start..], cell.end - cell.start)
            } else {
                Place::Apart(&self.row.text[cell.start..cell.end])
            }
        })
    }

    #[inline]
    fn value(self, cell: &Cell) -> Option<(Kind, &'a [u8])> {
        if cell.row != self.row.tallies.row {
            return None;
        }
        let text = if cell.there {
            self.bytes
        } else {
            &self.row.text
        };
        Some((cell.kind, &text[cell.start..cell.end]))
    }
}
