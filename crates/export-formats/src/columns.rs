use std::collections::HashMap;

/// The most columns a file may name: as many as an Excel sheet has.
pub const MAX_COLUMNS: usize = 16_384;

/// The most bytes that the names of a file's columns may take together: 4 MiB.
pub const MAX_NAME_BYTES: usize = 4 * 1024 * 1024;

/// No column: nothing is known to follow.
const NONE: usize = usize::MAX;

/// Column names in order of first appearance.
///
/// Rows mostly repeat their keys in one order, so each name is first compared with the one that followed last time.
pub(crate) struct Columns {
    names: Vec<String>,
    /// What JSON has between the quote before a name and the text of its value, if the name needs no escapes.
    written: Vec<Option<Box<[u8]>>>,
    places: HashMap<String, usize>,
    bytes: usize,
    /// What followed last time: first at the start of a row, then each column.
    next: Vec<usize>,
    /// Where in `next` the row is.
    at: usize,
}

impl Columns {
    pub(crate) fn new() -> Self {
        Columns {
            names: Vec::new(),
            written: Vec::new(),
            places: HashMap::new(),
            bytes: 0,
            next: vec![NONE],
            at: 0,
        }
    }

    /// To be called at the start of a row.
    pub(crate) fn rewind(&mut self) {
        self.at = 0;
    }

    /// The place of the name that followed last time, and what JSON has from there to a text, if the name needs no
    /// escapes.
    #[inline]
    pub(crate) fn expected(&self) -> Option<(usize, &[u8])> {
        let place = self.next[self.at];
        let written = self.written.get(place)?.as_deref()?;
        Some((place, written))
    }

    /// Takes the name of [`Columns::expected`], and gives its place.
    #[inline]
    pub(crate) fn take_expected(&mut self) -> usize {
        let place = self.next[self.at];
        self.at = place + 1;
        place
    }

    /// The place of a name, which is appended unless it is known.
    pub(crate) fn note(&mut self, name: &[u8]) -> Result<usize, &'static str> {
        let guess = self.next[self.at];
        if self
            .names
            .get(guess)
            .is_some_and(|next| next.as_bytes() == name)
        {
            return Ok(self.take_expected());
        }
        let name = std::str::from_utf8(name).map_err(|_| "a column name that is not text")?;
        let place = match self.places.get(name) {
            Some(&place) => place,
            None => {
                self.append(name)?;
                let place = self.names.len() - 1;
                self.places.insert(name.to_owned(), place);
                place
            }
        };
        self.next[self.at] = place;
        self.at = place + 1;
        Ok(place)
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
        let special = |byte| matches!(byte, b'"' | b'\\' | 0..b' ');
        let written = format!("{name}\":\"").into_bytes().into_boxed_slice();
        let plain = !name.bytes().any(special);
        self.written.push(plain.then_some(written));
        self.names.push(name.to_owned());
        self.next.push(NONE);
        Ok(())
    }

    /// The name in a place, which must be taken.
    #[inline]
    pub(crate) fn name(&self, place: usize) -> &str {
        &self.names[place]
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
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
