//! Brings a file to the disk while it is still being written, so that little is left to wait for at its end.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Bytes after which a disk is asked again: enough to do for a while, and what is left at the end is as little as that.
const EVERY: u64 = 16 * 1024 * 1024;

/// Keeps the disk busy with a file.
pub struct Pace {
    ask: SyncSender<()>,
    /// Bytes of the file when the disk is asked next.
    next: u64,
}

impl Pace {
    /// Keeps a disk busy with a file for as long as the work on it lasts, which tells how far it is. What is not on the disk at
    /// the end is for the caller to bring there, and what a disk refuses is said then.
    pub fn keep<T>(file: &File, work: impl FnOnce(Pace) -> T) -> T {
        thread::scope(|scope| {
            let (ask, asked) = sync_channel(1);
            let sync = move || {
                for () in asked {
                    let _ = file.sync_data();
                }
            };
            // Without a thread all of it is left for the end.
            let _ = thread::Builder::new().spawn_scoped(scope, sync);
            work(Pace { ask, next: EVERY })
        })
    }

    /// Tells that so many bytes of the file are there.
    pub fn reached(&mut self, bytes: u64) {
        if bytes >= self.next {
            self.next = bytes + EVERY;
            // A disk that is still at the bytes before is asked for these with the next ones.
            let _ = self.ask.try_send(());
        }
    }
}

/// A file that is written at such a pace.
pub struct Paced<'a> {
    file: &'a File,
    at: u64,
    pace: Pace,
}

impl<'a> Paced<'a> {
    /// Writes from the file's beginning.
    pub fn new(file: &'a File, pace: Pace) -> Self {
        Paced { file, at: 0, pace }
    }
}

impl Write for Paced<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.at += written as u64;
        self.pace.reached(self.at);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for Paced<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.file.seek(to)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_written_as_ever() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let written = Pace::keep(file.as_file(), |pace| {
            let mut paced = Paced::new(file.as_file(), pace);
            paced.write_all(&vec![7; 70 * 1024 * 1024])?;
            paced.seek(SeekFrom::Start(1))?;
            paced.write_all(&[8])?;
            paced.flush()
        });
        written.expect("room");
        let bytes = fs::read(file.path()).expect("there");
        assert_eq!(
            (bytes.len(), &bytes[..3]),
            (70 * 1024 * 1024, &[7, 8, 7][..])
        );
    }

    #[test]
    fn the_disk_is_asked_as_bytes_come_and_no_more_often() {
        let (ask, asked) = sync_channel(100);
        let mut pace = Pace { ask, next: EVERY };
        for mebibytes in 0..=100 {
            pace.reached(mebibytes * 1024 * 1024);
        }
        pace.reached(u64::MAX / 2);
        assert_eq!(asked.try_iter().count(), 7);
    }
}
