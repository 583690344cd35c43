use std::cell::Cell;
use std::io::{self, ErrorKind, Seek, SeekFrom, Write};
use std::rc::Rc;

/// A target that can be left alone.
///
/// An archive that is dropped completes itself, and tells standard error when it can't. Of a workbook that failed nothing
/// more must be written or said, so that its archive writes into the void: only positions are kept.
pub(super) struct Abandonable<W> {
    target: W,
    abandoned: Rc<Cell<bool>>,
    at: u64,
    end: u64,
}

impl<W> Abandonable<W> {
    /// A target, which is left alone from its first error, and from when the flag is set.
    pub(super) fn new(target: W, abandoned: Rc<Cell<bool>>) -> Self {
        Abandonable {
            target,
            abandoned,
            at: 0,
            end: 0,
        }
    }

    /// Bytes of the target.
    pub(super) fn length(&self) -> u64 {
        self.end
    }

    /// What the target answered; an error is its last word, unless it asks to try again.
    fn answered<T>(&self, answer: io::Result<T>) -> io::Result<T> {
        answer.inspect_err(|error| {
            if error.kind() != ErrorKind::Interrupted {
                self.abandoned.set(true);
            }
        })
    }
}

impl<W: Write> Write for Abandonable<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = if self.abandoned.get() {
            bytes.len()
        } else {
            let answer = match self.target.write(bytes) {
                Ok(0) if !bytes.is_empty() => Err(ErrorKind::WriteZero.into()),
                answer => answer,
            };
            self.answered(answer)?
        };
        self.at += written as u64;
        self.end = self.end.max(self.at);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.abandoned.get() {
            return Ok(());
        }
        let answer = self.target.flush();
        self.answered(answer)
    }
}

impl<W: Seek> Seek for Abandonable<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = if self.abandoned.get() {
            let (from, by) = match to {
                SeekFrom::Start(at) => (at, 0),
                SeekFrom::Current(by) => (self.at, by),
                SeekFrom::End(by) => (self.end, by),
            };
            from.checked_add_signed(by).ok_or(ErrorKind::InvalidInput)?
        } else {
            let answer = self.target.seek(to);
            self.answered(answer)?
        };
        self.end = self.end.max(self.at);
        Ok(self.at)
    }
}
