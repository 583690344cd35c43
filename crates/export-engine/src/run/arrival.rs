//! A download that is read while it comes.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::file::Identity;

/// Whoever has read all there is waits for this much more, or for the end: waking up costs.
const WORTH_WAKING: u64 = 1024 * 1024;

/// How much of a download is there, for the one who writes it and the one who reads it.
pub(super) struct Arrival {
    state: Mutex<State>,
    changed: Condvar,
    /// Set while the state is held, so that nobody begins to wait meanwhile.
    stopped: AtomicBool,
}

struct State {
    /// Bytes that can be read.
    bytes: u64,
    /// What the file is when all of it is there.
    whole: Option<Identity>,
}

impl Arrival {
    /// A download of which so many bytes are there and more may come.
    pub(super) fn coming(bytes: u64) -> Self {
        Arrival::new(bytes, None)
    }

    /// A download that is there.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let identity = Identity::at(path)?;
        Ok(Arrival::new(identity.bytes, Some(identity)))
    }

    fn new(bytes: u64, whole: Option<Identity>) -> Self {
        Arrival {
            state: Mutex::new(State { bytes, whole }),
            changed: Condvar::new(),
            stopped: AtomicBool::new(false),
        }
    }

    /// Bytes that are there.
    pub(super) fn bytes(&self) -> u64 {
        self.state().bytes
    }

    /// More bytes are there.
    pub(super) fn add(&self, bytes: u64) {
        self.state().bytes += bytes;
        self.changed.notify_all();
    }

    /// All is there.
    pub(super) fn complete(&self, identity: Identity) {
        let mut state = self.state();
        (state.bytes, state.whole) = (identity.bytes, Some(identity));
        self.changed.notify_all();
    }

    /// Nobody wants it read any more.
    pub(super) fn stop(&self) {
        let _held = self.state();
        self.stopped.store(true, Ordering::Relaxed);
        self.changed.notify_all();
    }

    /// Whether nobody wants it read any more.
    pub(super) fn stopped(&self) -> &AtomicBool {
        &self.stopped
    }

    /// What the file is, once all of it is there.
    ///
    /// # Errors
    /// When it is not wanted any more.
    pub(super) fn identity(&self) -> io::Result<Identity> {
        let whole = self.wait(u64::MAX)?.whole;
        whole.ok_or_else(|| io::Error::other("the download is not whole"))
    }

    /// Waits until the byte at this place is there, and for a while that is worth it, or until all is there.
    fn wait(&self, at: u64) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        if at >= state.bytes {
            let enough = at.saturating_add(WORTH_WAKING);
            let stopped = || self.stopped.load(Ordering::Relaxed);
            let wanting =
                |state: &mut State| !stopped() && state.whole.is_none() && state.bytes < enough;
            let waited = self.changed.wait_while(state, wanting);
            state = waited.unwrap_or_else(PoisonError::into_inner);
        }
        if self.stopped.load(Ordering::Relaxed) {
            return Err(io::Error::other("stopped"));
        }
        Ok(state)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The file of a download, which ends where the download does and not before.
pub(super) struct Arriving<'a, T> {
    file: &'a File,
    arrival: &'a Arrival,
    at: u64,
    /// Told how far it was read.
    told: T,
}

impl<'a, T: FnMut(u64)> Arriving<'a, T> {
    /// Reads from the beginning.
    pub(super) fn new(mut file: &'a File, arrival: &'a Arrival, told: T) -> io::Result<Self> {
        file.rewind()?;
        Ok(Arriving {
            file,
            arrival,
            at: 0,
            told,
        })
    }
}

impl<T: FnMut(u64)> Read for Arriving<'_, T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let there = self.arrival.wait(self.at)?.bytes.saturating_sub(self.at);
        let most = usize::try_from(there).map_or(buffer.len(), |there| there.min(buffer.len()));
        let read = self.file.read(&mut buffer[..most])?;
        self.at += read as u64;
        (self.told)(self.at);
        Ok(read)
    }
}

impl<T> Seek for Arriving<'_, T> {
    /// Its end is that of what is there.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::End(_) => self.arrival.bytes(),
            _ => self.file.seek(to)?,
        };
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    fn identity(bytes: u64) -> Identity {
        Identity { bytes, mtime: 0 }
    }

    #[test]
    fn a_reader_gets_every_byte_however_it_comes_and_ends_with_the_download() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        let text: Vec<u8> = (0..5_000_000_u32).map(|at| at.to_le_bytes()[1]).collect();
        file.write_all(&text[..1000]).expect("written");
        let arrival = Arrival::coming(1000);
        let source = file.reopen().expect("there");
        thread::scope(|scope| {
            let reading = scope.spawn(|| {
                let mut told = 0;
                let mut read = Vec::new();
                let mut reader =
                    Arriving::new(&source, &arrival, |at| told = at).expect("at its beginning");
                reader.read_to_end(&mut read).expect("read");
                (read, told, arrival.identity().expect("whole"))
            });
            for piece in text[1000..].chunks(70_001) {
                file.write_all(piece).expect("written");
                arrival.add(piece.len() as u64);
            }
            assert_eq!(arrival.bytes(), text.len() as u64);
            assert!(!reading.is_finished());
            arrival.complete(identity(text.len() as u64));
            let (read, told, whole) = reading.join().expect("no panic");
            assert_eq!((told, whole.bytes), (5_000_000, 5_000_000));
            assert!(read == text);
        });
    }

    #[test]
    fn whoever_waits_for_more_is_woken_to_stop() {
        let file = tempfile::tempfile().expect("a file");
        let arrival = Arrival::coming(0);
        let (said, hear) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut reader = Arriving::new(&file, &arrival, |_| {}).expect("at its beginning");
                said.send(reader.read(&mut [0]).is_err()).expect("heard");
                said.send(arrival.identity().is_err()).expect("heard");
            });
            arrival.stop();
        });
        assert_eq!(hear.try_iter().collect::<Vec<_>>(), [true, true]);
    }
}
