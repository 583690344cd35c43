use serde::{Deserialize, Serialize};

use super::LookError;
use crate::columns::Columns;
use crate::convert::Separator;

/// The most places that an index keeps; an even number, because half of them are dropped when there are too many.
const MOST: usize = 2048;

/// Rows between two places, to begin with.
const EVERY: u64 = 16;

/// What a saved file is, as far as its rows can be read one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FileKind {
    /// An array of objects.
    Json,
    /// One object a line.
    JsonLines,
    /// Separated values with a header.
    Csv(Separator),
    /// An Excel workbook, as it is made here.
    Excel,
}

/// Where rows begin in a file, so that any of them is read without those long before it.
///
/// It comes with the file that a [`Conversion`](crate::Conversion) made, or from [`survey`](crate::survey), and can be
/// stored: it holds at most 2,048 places however many rows there are, some 40 KB as JSON, and the file's columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowIndex {
    pub(super) kind: FileKind,
    pub(super) columns: Vec<String>,
    pub(super) rows: u64,
    pub(super) bytes: u64,
    pub(super) places: Vec<Place>,
}

/// Where a row begins: its number, from 0, and the bytes before it. In a workbook, those before a packed piece that begins
/// with it, or with the head of the sheet that it is the first row of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place(pub(super) u64, pub(super) u64);

impl RowIndex {
    /// What the file is.
    pub fn kind(&self) -> FileKind {
        self.kind
    }

    /// The names above the file's columns, as they are written there.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Rows, the header not counted.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The file's length.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The columns as a reader knows them.
    pub(super) fn columns_for_reader(&self) -> Result<Columns, LookError> {
        let mut columns = Columns::new();
        for name in &self.columns {
            let known = match self.kind {
                // A header may have a name twice.
                FileKind::Csv(_) | FileKind::Excel => columns.push(name.as_bytes()),
                _ => columns.note(name.as_bytes()).map(drop),
            };
            known.map_err(|_| LookError::Changed)?;
        }
        Ok(columns)
    }

    /// The last place at or before a row, if there is one.
    pub(super) fn before(&self, row: u64) -> Option<Place> {
        let after = self.places.partition_point(|place| place.0 <= row);
        self.places.get(after.checked_sub(1)?).copied()
    }
}

/// Places of rows as they are met: evenly far from each other, and never too many.
pub(crate) struct Places {
    places: Vec<Place>,
    every: u64,
    /// The next row whose place is kept.
    next: u64,
}

impl Places {
    pub(crate) fn new() -> Self {
        Places {
            places: Vec::new(),
            every: EVERY,
            // The first rows are found from the start of the file.
            next: EVERY,
        }
    }

    /// Tells where a row begins. Rows come in their order, and not every one needs to.
    #[inline]
    pub(crate) fn row(&mut self, row: u64, at: u64) {
        if row >= self.next {
            self.keep(row, at);
        }
    }

    #[cold]
    fn keep(&mut self, row: u64, at: u64) {
        if self.places.len() == MOST {
            let mut odd = false;
            self.places.retain(|_| {
                odd = !odd;
                !odd
            });
            self.every *= 2;
        }
        self.places.push(Place(row, at));
        self.next = row + self.every;
    }

    pub(crate) fn index(
        self,
        kind: FileKind,
        columns: Vec<String>,
        rows: u64,
        bytes: u64,
    ) -> RowIndex {
        RowIndex {
            kind,
            columns,
            rows,
            bytes,
            places: self.places,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lie_evenly_and_never_grow_beyond_their_number() {
        let rows = 10_000_000;
        let mut places = Places::new();
        for row in 0..rows {
            places.row(row, row * 100);
            assert!(places.places.len() <= MOST);
        }
        let index = places.index(FileKind::Json, Vec::new(), rows, rows * 100);
        assert!(index.places.len() >= MOST / 2);
        assert_eq!(index.before(0), None);
        let every = rows / index.places.len() as u64;
        for row in (0..rows).step_by(9_973) {
            let Place(start, at) = index.before(row).unwrap_or(Place(0, 0));
            assert_eq!(at, start * 100);
            assert!(start <= row && row - start <= 2 * every, "{start} {row}");
        }
        let stored = serde_json::to_string(&index).expect("JSON");
        assert!(stored.len() < 64 * 1024, "{}", stored.len());
        let again: RowIndex = serde_json::from_str(&stored).expect("an index");
        assert_eq!(again, index);
    }
}
