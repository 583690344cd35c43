use std::io::{self, Read, Seek, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::{error, fmt};

use super::Progress;
use crate::{Fault, FaultKind};

/// Why a source stopped that has no fault. It travels through the reader as an error of reading.
#[derive(Debug)]
pub(super) enum Stop {
    Cancelled,
    Target(io::Error),
}

impl Stop {
    /// The stop in a fault, or else the fault.
    pub(super) fn of(fault: Fault) -> Result<Stop, Fault> {
        let ours = match fault.kind() {
            FaultKind::Io(error) => error.get_ref().is_some_and(|inner| inner.is::<Stop>()),
            _ => false,
        };
        let inner = if ours {
            fault.into_io()
        } else {
            return Err(fault);
        };
        let stop = inner
            .into_inner()
            .and_then(|inner| inner.downcast::<Stop>().ok());
        Ok(stop.map_or(Stop::Cancelled, |stop| *stop))
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped")
    }
}

impl error::Error for Stop {}

/// A source that tells how far it is and stops when asked.
pub(super) struct Watched<'a, R> {
    source: R,
    read: u64,
    total: u64,
    progress: &'a mut dyn FnMut(Progress),
    cancel: Option<&'a AtomicBool>,
}

impl<'a, R> Watched<'a, R> {
    pub(super) fn new(
        source: R,
        total: u64,
        progress: &'a mut dyn FnMut(Progress),
        cancel: Option<&'a AtomicBool>,
    ) -> Self {
        Watched {
            source,
            read: 0,
            total,
            progress,
            cancel,
        }
    }
}

impl<R> Watched<'_, R> {
    pub(super) fn bytes_read(&self) -> u64 {
        self.read
    }
}

impl<R: Seek> Watched<'_, R> {
    /// Back to the beginning of the source, not of the way.
    pub(super) fn rewind(&mut self) -> io::Result<()> {
        self.source.rewind()
    }
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            return Err(io::Error::other(Stop::Cancelled));
        }
        let bytes = self.source.read(buffer)?;
        self.read += bytes as u64;
        (self.progress)(Progress {
            read: self.read,
            total: self.total,
        });
        Ok(bytes)
    }
}

/// A source of which every byte that is read is written as well.
pub(super) struct Copied<R, W> {
    source: R,
    target: W,
}

impl<R, W> Copied<R, W> {
    pub(super) fn new(source: R, target: W) -> Self {
        Copied { source, target }
    }
}

impl<R: Read, W: Write> Read for Copied<R, W> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.source.read(buffer)?;
        let written = match bytes {
            0 => self.target.flush(),
            bytes => self.target.write_all(&buffer[..bytes]),
        };
        written.map_err(|error| io::Error::other(Stop::Target(error)))?;
        Ok(bytes)
    }
}
