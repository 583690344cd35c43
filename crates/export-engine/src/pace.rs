//! Brings a file to the disk while it is still being written, so that little is left to wait for at its end.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use export_formats::Output;

use crate::direct::Direct;

/// Bytes after which a disk is asked again: enough to do for a while, and what is left at the end is as little as that.
const EVERY: u64 = 16 * 1024 * 1024;

/// Keeps the disk busy with a file.
pub struct Pace {
    /// Takes how far the file is.
    ask: SyncSender<u64>,
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
                let mut on_disk = 0;
                for reached in asked {
                    if file.sync_data().is_ok() {
                        forget(file, on_disk, reached);
                        on_disk = reached;
                    }
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
            let _ = self.ask.try_send(bytes);
        }
    }
}

/// Has the system free the memory of what is on the disk and done with: the next bytes find room there. A system that has to
/// look for memory takes longer for that than for all else, and would take it from other programs' files.
#[cfg(target_os = "linux")]
fn forget(file: &File, from: u64, to: u64) {
    let length = std::num::NonZeroU64::new(to.saturating_sub(from));
    let _ = rustix::fs::fadvise(file, from, length, rustix::fs::Advice::DontNeed);
}

#[cfg(not(target_os = "linux"))]
fn forget(_: &File, _: u64, _: u64) {}

/// A file that is written at such a pace. It is to be flushed at its end.
pub struct Paced<'a> {
    file: &'a File,
    at: u64,
    pace: Pace,
    direct: Option<Direct<'a>>,
}

impl<'a> Paced<'a> {
    /// How the file of a conversion is written: straight to the disk only by whoever has time to wait for it.
    pub fn way_for(output: &Output) -> fn(&'a File, Pace) -> Self {
        if output.is_written_apart() {
            Paced::direct
        } else {
            Paced::through_memory
        }
    }

    /// Writes from the beginning of an empty file.
    fn through_memory(file: &'a File, pace: Pace) -> Self {
        Paced {
            file,
            at: 0,
            pace,
            direct: None,
        }
    }

    /// The same, straight to the disk where that can be had, so that nothing is left for later.
    fn direct(file: &'a File, pace: Pace) -> Self {
        Paced {
            direct: Direct::begin(file),
            ..Paced::through_memory(file, pace)
        }
    }

    /// Goes on as ever.
    fn end_direct(&mut self) -> io::Result<()> {
        let direct = self.direct.take();
        direct.map_or(Ok(()), |mut direct| direct.end())
    }
}

impl Write for Paced<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(direct) = &mut self.direct else {
            let written = self.file.write(bytes)?;
            self.at += written as u64;
            self.pace.reached(self.at);
            return Ok(written);
        };
        let taken = direct.take(bytes);
        self.at += taken as u64;
        if !direct.relieve()? {
            self.direct = None;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.end_direct()?;
        self.file.flush()
    }
}

impl Seek for Paced<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.end_direct()?;
        self.at = self.file.seek(to)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use export_formats::Picks;

    use super::*;

    #[test]
    fn a_file_is_written_as_ever() {
        let picks = Picks::all();
        for output in [Output::Json, Output::JsonLines { picks }] {
            let file = tempfile::NamedTempFile::new().expect("a file");
            let begin = Paced::way_for(&output);
            let written = Pace::keep(file.as_file(), |pace| {
                let mut paced = begin(file.as_file(), pace);
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
    }

    #[test]
    fn bytes_of_any_number_and_length_are_written_in_their_order() {
        // On a disk, and in memory, where a system may refuse.
        for folder in [std::env::temp_dir(), "/dev/shm".into()] {
            for length in [0, 1, 4095, 1 << 20, (1 << 20) + 1, 3_333_333] {
                let Ok(file) = tempfile::NamedTempFile::new_in(&folder) else {
                    assert!(!folder.exists());
                    continue;
                };
                let expected: Vec<u8> = (0..length).map(|at: u32| (at / 7) as u8).collect();
                let written = Pace::keep(file.as_file(), |pace| {
                    let mut paced = Paced::direct(file.as_file(), pace);
                    for (piece, bytes) in expected.chunks(70_001).enumerate() {
                        paced.write_all(bytes)?;
                        if piece == 40 {
                            paced.flush()?;
                        }
                    }
                    paced.flush()
                });
                written.expect("room");
                assert!(
                    fs::read(file.path()).expect("there") == expected,
                    "{length}"
                );
            }
        }
    }

    #[test]
    fn what_a_disk_refuses_is_written_as_ever() {
        let expected = vec![7; 3_333_333];
        let file = tempfile::NamedTempFile::new().expect("a file");
        let written = Pace::keep(file.as_file(), |pace| {
            let mut paced = Paced::direct(file.as_file(), pace);
            // No disk has a block that begins here.
            file.as_file().seek(SeekFrom::Start(1))?;
            paced.write_all(&expected)?;
            paced.flush()
        });
        written.expect("room");
        let bytes = fs::read(file.path()).expect("there");
        assert!(bytes[0] == 0 && bytes[1..] == expected);
    }

    #[test]
    fn the_disk_is_asked_as_bytes_come_and_no_more_often() {
        let (ask, asked) = sync_channel(100);
        let mut pace = Pace { ask, next: EVERY };
        for mebibytes in 0..=100 {
            pace.reached(mebibytes * 1024 * 1024);
        }
        pace.reached(u64::MAX / 2);
        let asked: Vec<u64> = asked.try_iter().collect();
        let mebibytes = [16, 32, 48, 64, 80, 96].map(|mebibytes| mebibytes * 1024 * 1024);
        assert_eq!(asked, [&mebibytes[..], &[u64::MAX / 2]].concat());
    }
}
