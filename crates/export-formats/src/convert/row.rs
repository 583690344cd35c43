use crate::json::{Kind, Sink};

/// What is counted of each key.
#[derive(Default)]
pub(super) struct Tallies {
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
    pub(super) fn next_row(&mut self) {
        self.row += 1;
    }

    pub(super) fn rows(&self, column: usize) -> u64 {
        self.keys.get(column).map_or(0, |tally| tally.rows)
    }

    pub(super) fn repeated(&self, column: usize) -> u64 {
        self.keys.get(column).map_or(0, |tally| tally.repeated)
    }

    pub(super) fn nulls(&self, column: usize) -> u64 {
        self.keys.get(column).map_or(0, |tally| tally.nulls)
    }

    #[inline]
    pub(super) fn count(&mut self, column: usize, kind: Kind) {
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
pub(super) struct Row<const AS_WRITTEN: bool> {
    tallies: Tallies,
    /// The values of the row, one after the other as they are read.
    text: Vec<u8>,
    cells: Vec<Cell>,
    /// Column of the value that is being read; its start in the text.
    current: (usize, usize),
}

#[derive(Clone, Copy)]
struct Cell {
    kind: Kind,
    start: usize,
    end: usize,
    /// The row it belongs to; a cell of another row is none of this one.
    row: u64,
}

impl<const AS_WRITTEN: bool> Row<AS_WRITTEN> {
    /// Keeps the values of the first columns.
    pub(super) fn new(kept: usize) -> Self {
        let none = Cell {
            kind: Kind::Null,
            start: 0,
            end: 0,
            row: u64::MAX,
        };
        Row {
            tallies: Tallies::default(),
            text: Vec::new(),
            cells: vec![none; kept],
            current: (0, 0),
        }
    }

    pub(super) fn next(&mut self) {
        self.text.clear();
        self.tallies.next_row();
    }

    pub(super) fn tallies(&self) -> &Tallies {
        &self.tallies
    }

    /// What each kept column holds, if it holds anything.
    #[inline]
    pub(super) fn cells(&self) -> impl Iterator<Item = Option<(Kind, &[u8])>> {
        self.cells.iter().map(|cell| {
            let here = cell.row == self.tallies.row;
            here.then(|| (cell.kind, &self.text[cell.start..cell.end]))
        })
    }
}

impl<const AS_WRITTEN: bool> Sink for Row<AS_WRITTEN> {
    const AS_WRITTEN: bool = AS_WRITTEN;

    #[inline]
    fn begin(&mut self, column: usize, _: &str, kind: Kind) {
        self.tallies.count(column, kind);
        self.current = (column, self.text.len());
        if let Some(cell) = self.cells.get_mut(column) {
            cell.kind = kind;
        }
    }

    #[inline]
    fn piece(&mut self, bytes: &[u8]) {
        if self.current.0 < self.cells.len() {
            self.text.extend_from_slice(bytes);
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
