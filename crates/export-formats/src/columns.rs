use std::collections::HashMap;

/// The most columns a file may name: as many as an Excel sheet has.
pub const MAX_COLUMNS: usize = 16_384;

/// The most bytes that the names of a file's columns may take together: 4 MiB.
pub const MAX_NAME_BYTES: usize = 4 * 1024 * 1024;

/// Column names in order of first appearance.
///
/// Rows mostly repeat their keys in one order, so each name is first compared with the one that followed last time.
#[derive(Default)]
pub(crate) struct Columns {
    names: Vec<String>,
    places: HashMap<String, usize>,
    bytes: usize,
    expected: usize,
}

impl Columns {
    /// To be called at the start of a row.
    pub(crate) fn rewind(&mut self) {
        self.expected = 0;
    }

    /// Notes a name unless it is known.
    pub(crate) fn note(&mut self, name: &[u8]) -> Result<(), &'static str> {
        if let Some(expected) = self.names.get(self.expected)
            && expected.as_bytes() == name
        {
            self.expected += 1;
            return Ok(());
        }
        let name = std::str::from_utf8(name).map_err(|_| "a column name that is not text")?;
        if let Some(place) = self.places.get(name) {
            self.expected = place + 1;
            return Ok(());
        }
        self.append(name)?;
        self.places.insert(name.to_owned(), self.names.len() - 1);
        self.expected = self.names.len();
        Ok(())
    }

    /// Adds a name, known or not.
    pub(crate) fn push(&mut self, name: &[u8]) -> Result<(), &'static str> {
        let name = std::str::from_utf8(name).map_err(|_| "a column name that is not text")?;
        self.append(name)
    }

    fn append(&mut self, name: &str) -> Result<(), &'static str> {
        if self.names.len() == MAX_COLUMNS {
            return Err(TOO_MANY_NAMES);
        }
        self.bytes += name.len();
        if self.bytes > MAX_NAME_BYTES {
            return Err(NAMES_TOO_LONG);
        }
        self.names.push(name.to_owned());
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn into_names(self) -> Vec<String> {
        self.names
    }
}

pub(crate) const NAMES_TOO_LONG: &str = "its column names are too long";
const TOO_MANY_NAMES: &str = "it names too many columns";
