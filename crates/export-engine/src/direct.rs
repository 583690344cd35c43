//! Writing a file from memory of our own, past the system's.
//!
//! The system needs no memory for the file then, nor has it to copy what is written and to bring it to the disk later: on a
//! computer that is short of memory, or has to ask for it, most of the work of writing.

use std::fs::File;
use std::io::{self, ErrorKind, Write};

/// Bytes that a disk takes at once: with fewer it waits for us too often.
const PIECE: usize = 1024 * 1024;

/// Where memory and pieces of a file must begin for all disks and systems that people have.
const ALIGNMENT: usize = 4096;

/// Bytes on their way past the system's memory, from a place in the file that is a multiple of [`PIECE`].
pub(crate) struct Direct<'a> {
    file: &'a File,
    memory: Vec<u8>,
    /// Where the piece begins in the memory.
    start: usize,
    /// Bytes of the piece.
    filled: usize,
}

impl<'a> Direct<'a> {
    /// Begins with an empty file. None where the system does not do such a thing with it, as with files in memory.
    pub(crate) fn begin(file: &'a File) -> Option<Self> {
        let memory = vec![0; PIECE + ALIGNMENT];
        let start = memory.as_ptr().align_offset(ALIGNMENT);
        if start > ALIGNMENT || pass_memory(file, true).is_err() {
            return None;
        }
        Some(Direct {
            file,
            memory,
            start,
            filled: 0,
        })
    }

    /// Takes as many of the bytes as there is room for, and how many that is.
    pub(crate) fn take(&mut self, bytes: &[u8]) -> usize {
        let room = &mut self.memory[self.start + self.filled..self.start + PIECE];
        let taken = bytes.len().min(room.len());
        room[..taken].copy_from_slice(&bytes[..taken]);
        self.filled += taken;
        taken
    }

    /// Writes the piece if it is whole. Whether the next one can go the same way; if not, nothing is left of this one.
    pub(crate) fn relieve(&mut self) -> io::Result<bool> {
        if self.filled < PIECE {
            return Ok(true);
        }
        let written = loop {
            match self.file.write(&self.memory[self.start..][..PIECE]) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // The disk wants it otherwise.
                Err(error) if error.kind() == ErrorKind::InvalidInput => break 0,
                written => break written?,
            }
        };
        if written == PIECE {
            self.filled = 0;
            return Ok(true);
        }
        self.end_after(written)?;
        Ok(false)
    }

    /// Has the rest written as ever, which is less than a piece: a disk takes whole blocks only.
    pub(crate) fn end(&mut self) -> io::Result<()> {
        self.end_after(0)
    }

    fn end_after(&mut self, written: usize) -> io::Result<()> {
        pass_memory(self.file, false)?;
        let mut file = self.file;
        let filled = std::mem::take(&mut self.filled);
        file.write_all(&self.memory[self.start..][written..filled])
    }
}

/// Has a file written past the system's memory, or through it.
#[cfg(target_os = "linux")]
fn pass_memory(file: &File, pass: bool) -> io::Result<()> {
    use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
    let mut flags = fcntl_getfl(file)?;
    flags.set(OFlags::DIRECT, pass);
    Ok(fcntl_setfl(file, flags)?)
}

#[cfg(not(target_os = "linux"))]
fn pass_memory(_: &File, _: bool) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
