use std::io::{ErrorKind, Read};

use crate::{Fault, FaultKind};

const BUFFER_BYTES: usize = 128 * 1024;
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Enough of the start of a file to tell what it is.
const OPENING_BYTES: usize = 256;

/// A file as a row of pieces of valid UTF-8, none of which ends within a character.
///
/// What comes before invalid bytes is handed out first, so that the reader's pieces decide nothing about which fault of
/// a file is found.
pub(crate) struct Source<R> {
    reader: R,
    buffer: Vec<u8>,
    /// Next byte to hand out.
    start: usize,
    /// End of what is known to be valid.
    valid: usize,
    /// End of what was read.
    filled: usize,
    /// Start of what is kept although it was handed out.
    kept: usize,
    keeps: bool,
    /// Bytes of the file before `buffer[0]`.
    base: u64,
    ended: bool,
}

impl<R: Read> Source<R> {
    pub(crate) fn new(reader: R) -> Self {
        Source {
            reader,
            buffer: vec![0; BUFFER_BYTES],
            start: 0,
            valid: 0,
            filled: 0,
            kept: 0,
            keeps: false,
            base: 0,
            ended: false,
        }
    }

    /// The rest of a file, before which come `base` bytes and no part of a character.
    pub(crate) fn at(reader: R, base: u64) -> Self {
        Source {
            base,
            ..Source::new(reader)
        }
    }

    /// Bytes of the file handed out so far.
    pub(crate) fn offset(&self) -> u64 {
        self.base + self.start as u64
    }

    /// A fault of the last byte handed out.
    pub(crate) fn malformed(&self, what: &'static str) -> Fault {
        Fault::new(FaultKind::Malformed, what, self.offset().saturating_sub(1))
    }

    /// A fault of the end of the file.
    pub(crate) fn truncated(&self, what: &'static str) -> Fault {
        Fault::new(FaultKind::Truncated, what, self.offset())
    }

    /// The start of the file, to be called before anything is consumed. Passes over a byte order mark.
    pub(crate) fn opening(&mut self) -> Result<&[u8], Fault> {
        while self.filled < OPENING_BYTES && !self.ended {
            self.read()?;
        }
        self.validate()?;
        if self.buffer[..self.valid].starts_with(BYTE_ORDER_MARK) {
            self.start = BYTE_ORDER_MARK.len();
        }
        Ok(&self.buffer[self.start..self.valid])
    }

    /// The next piece without consuming it; empty at the end of the file only.
    #[inline]
    pub(crate) fn piece(&mut self) -> Result<&[u8], Fault> {
        if self.start == self.valid {
            self.refill()?;
        }
        Ok(&self.buffer[self.start..self.valid])
    }

    /// Keeps what is handed out from now on, until the next call of this or of [`Source::let_go`].
    #[inline]
    pub(crate) fn keep(&mut self) {
        (self.kept, self.keeps) = (self.start, true);
    }

    pub(crate) fn let_go(&mut self) {
        self.keeps = false;
    }

    /// What is kept, and whatever lies behind it.
    #[inline]
    pub(crate) fn kept(&self) -> &[u8] {
        &self.buffer[self.kept..]
    }

    /// What is kept and what comes next of the current piece, and where the latter begins.
    #[inline]
    pub(crate) fn window(&self) -> (&[u8], usize) {
        let from = if self.keeps { self.kept } else { self.start };
        (&self.buffer[from..self.valid], self.start - from)
    }

    /// Passes over `bytes` of the current piece.
    #[inline]
    pub(crate) fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.valid);
    }

    /// The next byte without consuming it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<Option<u8>, Fault> {
        Ok(self.piece()?.first().copied())
    }

    /// The next byte.
    #[inline]
    pub(crate) fn next(&mut self) -> Result<Option<u8>, Fault> {
        let byte = self.peek()?;
        self.consume(usize::from(byte.is_some()));
        Ok(byte)
    }

    #[cold]
    fn refill(&mut self) -> Result<(), Fault> {
        while self.start == self.valid && !(self.ended && self.start == self.filled) {
            let from = if self.keeps { self.kept } else { self.start };
            self.buffer.copy_within(from..self.filled, 0);
            self.base += from as u64;
            self.filled -= from;
            self.start -= from;
            self.valid -= from;
            self.kept = 0;
            if self.filled == self.buffer.len() {
                self.buffer.resize(2 * self.filled, 0);
            }
            if !self.ended {
                self.read()?;
            }
            self.validate()?;
        }
        Ok(())
    }

    fn read(&mut self) -> Result<(), Fault> {
        loop {
            match self.reader.read(&mut self.buffer[self.filled..]) {
                Ok(0) => self.ended = true,
                Ok(bytes) => self.filled += bytes,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    let at = self.base + self.filled as u64;
                    return Err(Fault::new(FaultKind::Io(error), "", at));
                }
            }
            return Ok(());
        }
    }

    /// Finds the end of what is valid. Invalid bytes are a fault once everything before them was handed out.
    fn validate(&mut self) -> Result<(), Fault> {
        let unseen = &self.buffer[self.valid..self.filled];
        let Err(error) = simdutf8::compat::from_utf8(unseen) else {
            self.valid = self.filled;
            return Ok(());
        };
        self.valid += error.valid_up_to();
        if self.start < self.valid {
            return Ok(());
        }
        if error.error_len().is_some() {
            Err(Fault::new(FaultKind::NotUtf8, "", self.offset()))
        } else if self.ended {
            Err(self.truncated("within a character"))
        } else {
            Ok(())
        }
    }
}

/// Whether a file starts as a web page or another document of markup.
pub(crate) fn starts_as_markup(opening: &[u8]) -> bool {
    const STARTS: [&[u8]; 7] = [
        b"<!doctype",
        b"<html",
        b"<head",
        b"<body",
        b"<title",
        b"<?xml",
        b"<!--",
    ];
    let opening = opening.trim_ascii_start();
    STARTS.iter().any(|start| {
        opening
            .get(..start.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(start))
    })
}
