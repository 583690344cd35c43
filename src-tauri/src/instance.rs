//! One window on a data folder: a second start hands the files that it is to open to the first, brings the
//! first one's window to the front and ends.
//!
//! An operating-system lock tells which start is the first, so a crash leaves nothing behind. The
//! first listens on loopback and writes down where, with a word that only this user's programs can
//! read; that needs no session bus, which a desktop may lack.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a second start waits for the first to answer, or to be gone.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long either side waits for the other's few bytes.
const ANSWER: Duration = Duration::from_secs(5);
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(50);
/// Bytes of the word, as it is written.
const WORD: usize = 32;
/// The most bytes of the list of files.
const MOST_FILES: usize = 1 << 20;
/// The first one's answer when it shows its window.
const SHOWN: u8 = b'y';
/// Its answer when it is about to end.
const ENDING: u8 = b'n';

/// What a start found.
pub(crate) enum Claim {
    /// It is the first.
    First(Instance),
    /// Another is, and has brought its window to the front.
    Shown,
}

/// The right to be the only window, for as long as it lives.
pub(crate) struct Instance {
    address: PathBuf,
    word: String,
    listener: TcpListener,
    // Last: when it is let go the next may come, and must not find our address.
    _lock: File,
}

/// Claims a data folder, or has whoever has it open `files` and show its window.
///
/// # Errors
/// [`io::ErrorKind::TimedOut`] when another has it and does not answer; anything else when the
/// folder can't be used.
pub(crate) fn claim(data_dir: &Path, files: &[PathBuf]) -> io::Result<Claim> {
    fs::create_dir_all(data_dir)?;
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(data_dir.join("window.lock"))?;
    let address = data_dir.join("window.address");
    let deadline = Instant::now() + PATIENCE;
    loop {
        match lock.try_lock() {
            Ok(()) => return Instance::begin(address, lock).map(Claim::First),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) => {}
        }
        if ask_to_open(&address, files).is_ok_and(|shown| shown) {
            return Ok(Claim::Shown);
        }
        if Instant::now() > deadline {
            return Err(io::ErrorKind::TimedOut.into());
        }
        std::thread::sleep(PAUSE);
    }
}

impl Instance {
    fn begin(address: PathBuf, lock: File) -> io::Result<Instance> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let word = uuid::Uuid::new_v4().simple().to_string();
        let text = format!("{} {word}", listener.local_addr()?.port());
        write_privately(&address, &text)?;
        Ok(Instance {
            address,
            word,
            listener,
            _lock: lock,
        })
    }

    /// Answers second starts from now on. `open` takes the files that they were given and brings the
    /// window to the front, or does neither and says false when the app is about to end.
    pub(crate) fn listen(
        &self,
        open: impl Fn(Vec<PathBuf>) -> bool + Send + 'static,
    ) -> io::Result<()> {
        let (listener, word) = (self.listener.try_clone()?, self.word.clone());
        std::thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                // Whoever it was has gone again, or was none of ours.
                let _ = answer(caller, &word, &open);
            }
        });
        Ok(())
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // Left behind, it would lead to nobody.
        let _ = fs::remove_file(&self.address);
    }
}

fn answer(
    mut caller: TcpStream,
    word: &str,
    open: &impl Fn(Vec<PathBuf>) -> bool,
) -> io::Result<()> {
    caller.set_read_timeout(Some(ANSWER))?;
    caller.set_write_timeout(Some(ANSWER))?;
    let mut said = [0; WORD];
    caller.read_exact(&mut said)?;
    if said != word.as_bytes() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut length = [0; 4];
    caller.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length) as usize;
    if length > MOST_FILES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut files = vec![0; length];
    caller.read_exact(&mut files)?;
    let files: Vec<String> = serde_json::from_slice(&files)?;
    let opened = open(files.into_iter().map(PathBuf::from).collect());
    caller.write_all(&[if opened { SHOWN } else { ENDING }])
}

/// Asks whoever listens at the written address to open files and show its window. False when it is about to end.
fn ask_to_open(address: &Path, files: &[PathBuf]) -> io::Result<bool> {
    let text = fs::read_to_string(address)?;
    let (port, word) = text.split_once(' ').ok_or(io::ErrorKind::InvalidData)?;
    let port: u16 = port.parse().map_err(|_| io::ErrorKind::InvalidData)?;
    let to = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut first = TcpStream::connect_timeout(&to, ANSWER)?;
    first.set_read_timeout(Some(ANSWER))?;
    // A name that is no text is not found over there, and the window says so.
    let files: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
    let files = serde_json::to_vec(&files)?;
    let length = u32::try_from(files.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    first.write_all(&[word.as_bytes(), &length.to_be_bytes(), &files].concat())?;
    let mut reply = [0];
    first.read_exact(&mut reply)?;
    Ok(reply == [SHOWN])
}

/// For this user only, whatever the folder allows.
fn write_privately(path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn first(folder: &Path) -> Instance {
        match claim(folder, &[]).expect("claimed") {
            Claim::First(instance) => instance,
            Claim::Shown => panic!("somebody else has it"),
        }
    }

    #[test]
    fn a_second_start_shows_the_first_ones_window_and_the_next_is_first_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let instance = first(folder.path());
        let (opened, files) = std::sync::mpsc::channel();
        instance
            .listen(move |files| opened.send(files).is_ok())
            .expect("listening");
        let many: Vec<PathBuf> = (0..500).map(|n| format!("/ev/Ay {n} ç").into()).collect();
        for given in [&[][..], &[PathBuf::from("/a b")], &many] {
            assert!(matches!(claim(folder.path(), given), Ok(Claim::Shown)));
            assert_eq!(files.try_recv().as_deref(), Ok(given));
        }
        drop(instance);
        drop(first(folder.path()));
    }

    #[test]
    fn a_start_while_the_first_ends_takes_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let instance = first(folder.path());
        let (asked, was_asked) = std::sync::mpsc::channel();
        let open = move |_| {
            let _ = asked.send(());
            false
        };
        instance.listen(open).expect("listening");
        let second = std::thread::spawn({
            let folder = folder.path().to_owned();
            move || claim(&folder, &[])
        });
        was_asked.recv().expect("asked");
        drop(instance);
        let claimed = second.join().expect("no panic").expect("claimed");
        assert!(matches!(claimed, Claim::First(_)));
    }

    #[test]
    fn what_a_crash_left_behind_is_in_nobodys_way() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("window.lock"), "").expect("written");
        fs::write(folder.path().join("window.address"), "1 nobody").expect("written");
        drop(first(folder.path()));
    }

    #[test]
    fn a_stranger_without_the_word_shows_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let instance = first(folder.path());
        let shown = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&shown);
        let open = move |_| {
            count.fetch_add(1, Ordering::SeqCst);
            true
        };
        instance.listen(open).expect("listening");
        let address = folder.path().join("window.address");
        let known = fs::read_to_string(&address).expect("written");
        let (port, word) = known.split_once(' ').expect("both");
        fs::write(&address, format!("{port} {}", "0".repeat(word.len()))).expect("changed");
        assert!(ask_to_open(&address, &[]).is_err());
        assert_eq!(shown.load(Ordering::SeqCst), 0);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            drop(instance);
            let again = first(folder.path());
            let mode = fs::metadata(&again.address).expect("there").permissions();
            assert_eq!(mode.mode() & 0o077, 0);
        }
    }
}
