use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, Scope, ScopedJoinHandle};

/// Enough for a call to the operating system to cost little.
const FULL: usize = 256 * 1024;

/// Buffers that are full or being written while another one is filled.
const BEHIND: usize = 2;

/// Bytes on their way to a file, which a thread beside this one writes: a system takes about as long to take them as they
/// take to be made.
pub(super) struct Behind<'scope> {
    pub(super) bytes: Vec<u8>,
    /// Bytes that were handed over.
    handed: u64,
    full: Option<SyncSender<Vec<u8>>>,
    emptied: Receiver<Vec<u8>>,
    writer: Option<ScopedJoinHandle<'scope, io::Result<()>>>,
}

impl<'scope> Behind<'scope> {
    pub(super) fn new<'env>(
        scope: &'scope Scope<'scope, 'env>,
        mut target: impl Write + Send + 'scope,
    ) -> io::Result<Self> {
        let buffer = || Vec::with_capacity(2 * FULL);
        let (full, to_write) = sync_channel::<Vec<u8>>(BEHIND);
        let (written, emptied) = sync_channel(BEHIND);
        for _ in 0..BEHIND {
            // There is room for all of them.
            let _ = written.send(buffer());
        }
        let writer = Builder::new().spawn_scoped(scope, move || {
            for mut bytes in to_write {
                target.write_all(&bytes)?;
                bytes.clear();
                // Nobody fills it any more when the last one was handed over.
                let _ = written.send(bytes);
            }
            target.flush()
        })?;
        Ok(Behind {
            bytes: buffer(),
            handed: 0,
            full: Some(full),
            emptied,
            writer: Some(writer),
        })
    }

    /// Bytes of the file so far.
    #[inline]
    pub(super) fn place(&self) -> u64 {
        self.handed + self.bytes.len() as u64
    }

    /// To be called now and then. An error may be one of bytes long before.
    #[inline]
    pub(super) fn relieve(&mut self) -> io::Result<()> {
        if self.bytes.len() < FULL {
            return Ok(());
        }
        self.hand_over()
    }

    fn hand_over(&mut self) -> io::Result<()> {
        let Ok(empty) = self.emptied.recv() else {
            return self.writers_word();
        };
        let bytes = std::mem::replace(&mut self.bytes, empty);
        self.handed += bytes.len() as u64;
        match self.full.as_ref().map(|full| full.send(bytes)) {
            Some(Ok(())) => Ok(()),
            _ => self.writers_word(),
        }
    }

    /// Waits until everything is written.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.hand_over()?;
        self.full = None;
        self.writers_word()
    }

    /// How the writer ended.
    fn writers_word(&mut self) -> io::Result<()> {
        let ended = self.writer.take().map(ScopedJoinHandle::join);
        let gone = || Err(io::Error::other("the writer is gone"));
        ended.map_or_else(gone, |ended| ended.unwrap_or_else(|_| gone()))
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    /// Takes so many bytes.
    struct Filling {
        room: usize,
        file: Vec<u8>,
    }

    impl Write for Filling {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if bytes.len() > self.room {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.room -= bytes.len();
            self.file.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn write(target: &mut Filling, pieces: usize) -> io::Result<u64> {
        thread::scope(|scope| {
            let mut behind = Behind::new(scope, target)?;
            for piece in 0..pieces {
                behind.bytes.extend_from_slice(&piece.to_le_bytes());
                behind.relieve()?;
            }
            behind.end()?;
            Ok(behind.place())
        })
    }

    #[test]
    fn all_is_written_in_order_or_the_error_is_told() {
        let expected: Vec<u8> = (0..1_000_000_usize).flat_map(usize::to_le_bytes).collect();
        for room in [0, FULL, expected.len() - 1, expected.len()] {
            let mut target = Filling {
                room,
                file: Vec::new(),
            };
            match write(&mut target, 1_000_000) {
                Ok(bytes) => assert_eq!((bytes, room), (expected.len() as u64, expected.len())),
                Err(error) => {
                    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
                    assert!(room < expected.len());
                }
            }
            assert!(expected.starts_with(&target.file), "{room}");
        }
    }

    #[test]
    fn what_is_given_up_holds_nobody_up() {
        let mut target = Filling {
            room: FULL,
            file: Vec::new(),
        };
        thread::scope(|scope| {
            let mut behind = Behind::new(scope, &mut target).expect("a thread");
            behind.bytes.push(0);
        });
        assert!(target.file.is_empty());
    }
}
