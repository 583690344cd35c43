use std::collections::HashMap;

use super::ConversionError;
use crate::columns::Columns;

/// What becomes of keys that were not picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Others {
    /// They are left out, and named in the outcome.
    #[default]
    LeaveOut,
    /// They follow the picked ones, in order of first appearance. The source is read twice.
    Append,
}

/// The columns of a file, their order and their headers.
#[derive(Debug, Clone, Default)]
pub struct Picks {
    columns: Option<Vec<String>>,
    others: Others,
    headers: HashMap<String, String>,
}

impl Picks {
    /// Every key, in order of first appearance. For a table the source is read twice.
    pub fn all() -> Self {
        Picks::default()
    }

    /// These keys, in this order. The source is read once, unless the others are to be appended.
    pub fn these<N: Into<String>>(columns: impl IntoIterator<Item = N>, others: Others) -> Self {
        Picks {
            columns: Some(columns.into_iter().map(Into::into).collect()),
            others,
            headers: HashMap::new(),
        }
    }

    /// Headers for people, by key. Keys that are not in it are their own headers, and in tables those whose header is
    /// another column's key. JSON Lines have them as keys.
    #[must_use]
    pub fn with_headers(self, headers: HashMap<String, String>) -> Self {
        Picks { headers, ..self }
    }

    pub(super) fn columns(&self) -> Option<&[String]> {
        self.columns.as_deref()
    }

    pub(super) fn header<'a>(&'a self, name: &'a str) -> &'a str {
        self.headers.get(name).map_or(name, String::as_str)
    }

    /// Headers of a table's columns. One that is another column's name would tell the two apart no more, and is left out.
    pub(super) fn headers(&self, names: &[String]) -> Vec<String> {
        let header = |name: &String| {
            let header = self.header(name);
            let clash = header != name && names.iter().any(|other| other == header);
            if clash {
                name.clone()
            } else {
                header.to_owned()
            }
        };
        names.iter().map(header).collect()
    }

    /// How often a table's source must be read.
    pub(super) fn passes(&self) -> u64 {
        match (&self.columns, self.others) {
            (Some(_), Others::LeaveOut) => 1,
            _ => 2,
        }
    }

    /// The columns that are known before the source is read.
    pub(super) fn known(&self) -> Result<Columns, ConversionError> {
        let mut columns = Columns::new();
        let picked = self.columns.as_deref();
        if picked.is_some_and(<[_]>::is_empty) {
            return Err(ConversionError::NoColumns);
        }
        for (expected, name) in picked.unwrap_or_default().iter().enumerate() {
            match columns.note(name.as_bytes()) {
                Ok(place) if place == expected => {}
                Ok(_) => return Err(ConversionError::ColumnTwice(name.clone())),
                Err(_) => return Err(ConversionError::TooManyColumns),
            }
        }
        Ok(columns)
    }
}
