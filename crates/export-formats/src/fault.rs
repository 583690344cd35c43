use std::error::Error;
use std::{fmt, io};

/// Why a file is not a whole export, and where. It says nothing of what the file's cells hold.
#[derive(Debug)]
pub struct Fault {
    kind: FaultKind,
    what: &'static str,
    offset: Option<u64>,
    row: Option<u64>,
}

/// The ways in which a file is not a whole export.
#[derive(Debug)]
pub enum FaultKind {
    /// It ends before its end.
    Truncated,
    /// It is a web page, or another document of markup such as a storage service's XML error.
    Html,
    /// It is not well-formed.
    Malformed,
    /// It is not UTF-8.
    NotUtf8,
    /// It could not be read.
    Io(io::Error),
}

impl Fault {
    pub(crate) fn new(kind: FaultKind, what: &'static str, offset: u64) -> Self {
        Fault {
            kind,
            what,
            offset: Some(offset),
            row: None,
        }
    }

    pub(crate) fn in_row(self, row: Option<u64>) -> Self {
        Fault { row, ..self }
    }

    /// The error of reading behind the fault; another fault becomes one.
    pub(crate) fn into_io(self) -> io::Error {
        match self.kind {
            FaultKind::Io(error) => error,
            _ => io::Error::other(self),
        }
    }

    /// The kind of fault.
    pub fn kind(&self) -> &FaultKind {
        &self.kind
    }

    /// How many bytes of the file come before the fault.
    pub fn offset(&self) -> Option<u64> {
        self.offset
    }

    /// The record with the fault, the first being 1; absent outside of records, such as in a CSV's header.
    pub fn row(&self) -> Option<u64> {
        self.row
    }
}

/// A file that could not even be opened.
impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault {
            kind: FaultKind::Io(error),
            what: "",
            offset: None,
            row: None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            FaultKind::Truncated => write!(f, "the file ends too early, {}", self.what)?,
            FaultKind::Html => write!(f, "the file is a web page, not an export")?,
            FaultKind::Malformed => write!(f, "the file is not well-formed: {}", self.what)?,
            FaultKind::NotUtf8 => write!(f, "the file is not UTF-8 text")?,
            FaultKind::Io(error) => write!(f, "the file can't be read: {error}")?,
        }
        match (self.row, self.offset) {
            (Some(row), Some(offset)) => write!(f, " (row {row}, byte {offset})"),
            (None, Some(offset)) => write!(f, " (byte {offset})"),
            _ => Ok(()),
        }
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.kind {
            FaultKind::Io(error) => Some(error),
            _ => None,
        }
    }
}
