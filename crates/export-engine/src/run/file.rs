//! The download on disk: a hidden file in the target's folder that becomes the person's file in
//! one step, once it is whole.

use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use tokio::task::JoinHandle;

use super::Target;
use super::arrival::Arrival;
use crate::model::{Problem, ProblemKind};
use crate::store::{Gathered, Part, WholePart};

/// A path for a new download of a target.
///
/// # Errors
/// What is wrong with the place; a file that nobody agreed to replace counts.
pub(super) async fn path_for(target: &Target) -> Result<PathBuf, Problem> {
    let target = target.clone();
    blocking(move || {
        // A name of fixed length, so that no target name is too long for it, and of its own.
        let name = format!(".care-export-{}.part", uuid::Uuid::new_v4());
        Ok(target.folder()?.join(name))
    })
    .await
}

/// Makes the empty file for a download, and so tries the folder before anything is sent.
///
/// # Errors
/// What is wrong with the folder.
pub(super) async fn reserve(path: PathBuf) -> Result<Part, Problem> {
    blocking(move || reserve_now(path)).await
}

fn reserve_now(path: PathBuf) -> Result<Part, Problem> {
    File::create_new(&path).map_err(trouble)?;
    Ok(Part::empty(path))
}

/// Makes the file of a download again that is not there, when its folder is: a process may have been
/// killed just after removing it. Only for runs that nobody minds yet.
pub(super) async fn restore(path: &Path) {
    let path = path.to_owned();
    // Whatever keeps it from being made is said when it is written to.
    let _ = blocking(move || reserve_now(path)).await;
}

/// A download without the claim to be whole, unless it still is what it was when it was checked.
pub(super) async fn verified(part: Part) -> Result<Part, Problem> {
    blocking(move || {
        let whole = part
            .whole
            .filter(|whole| Identity::from(whole).is_at(&part.path));
        Ok(Part { whole, ..part })
    })
    .await
}

/// The first of the gathered downloads that is not what it was when it was checked.
pub(super) async fn first_lost(gathered: &[Gathered]) -> Result<Option<usize>, Problem> {
    let gathered = gathered.to_vec();
    blocking(move || {
        let is_lost = |part: &Gathered| !Identity::from(part).is_at(&part.path);
        Ok(gathered.iter().position(is_lost))
    })
    .await
}

/// A download for a target, with what was kept of an earlier one: the same when it lies in that
/// folder already, else a new file at `path` there, with a copy of all of it when it is whole and
/// nothing otherwise. What was kept stays where it is.
pub(super) async fn place(kept: Option<Part>, path: PathBuf) -> Result<Part, Problem> {
    blocking(move || {
        let Some(kept) = kept else {
            return reserve_now(path);
        };
        if kept.path.parent() == path.parent() && kept.path.exists() {
            return Ok(kept);
        }
        let mut part = reserve_now(path)?;
        if let Some(known) = kept.whole {
            match copy(&kept.path, &part.path, known) {
                Ok(whole) => part.whole = Some(whole),
                Err(error) => {
                    let _ = fs::remove_file(&part.path);
                    return Err(trouble(error));
                }
            }
        }
        Ok(part)
    })
    .await
}

fn copy(from: &Path, to: &Path, known: WholePart) -> io::Result<WholePart> {
    let bytes = fs::copy(from, to)?;
    if bytes != known.bytes {
        return Err(io::Error::other("the download was changed meanwhile"));
    }
    let file = File::open(to)?;
    file.sync_all()?;
    Ok(WholePart {
        mtime: Identity::of(&file)?.mtime,
        ..known
    })
}

/// Removes a download, and what was made of it. What is not there needs no removing; what can't be
/// removed stays hidden.
pub(crate) async fn remove(path: &Path) {
    remove_made(path).await;
    let path = path.to_owned();
    let _ = blocking(move || fs::remove_file(path).map_err(trouble)).await;
}

/// Where the file is made that comes of a download: beside it, by a name that needs no remembering.
pub(super) fn made_path(download: &Path) -> PathBuf {
    download.with_extension("file.part")
}

/// Removes what was made of a download.
pub(super) async fn remove_made(download: &Path) {
    let path = made_path(download);
    let _ = blocking(move || fs::remove_file(path).map_err(trouble)).await;
}

/// The most bytes that wait while others are written, but for a single chunk that is larger.
const MOST_WAITING: usize = 512 * 1024;

/// A download being written. Bytes that come while others are on their way to the disk wait and go
/// there together, so that a disk is asked no more often than it can answer.
pub(super) struct Writer {
    /// The file and an empty buffer, when what was written before is there.
    writing: JoinHandle<Result<(File, Vec<u8>), Problem>>,
    waiting: Vec<u8>,
    arrival: Arc<Arrival>,
}

impl Writer {
    /// Starts behind the bytes of a reserved file that have arrived; what it held from there on is
    /// gone. A file that is not there is not made: a cancelled run's is removed while its last call
    /// may still be on its way.
    pub(super) async fn start(path: &Path, arrival: Arc<Arrival>) -> Result<Writer, Problem> {
        let (path, at) = (path.to_owned(), arrival.bytes());
        let opening = tokio::task::spawn_blocking(move || {
            let mut file = File::options().write(true).open(path).map_err(trouble)?;
            file.set_len(at).map_err(trouble)?;
            file.seek(SeekFrom::Start(at)).map_err(trouble)?;
            Ok((file, Vec::with_capacity(MOST_WAITING)))
        });
        let mut writer = Writer {
            writing: opening,
            waiting: Vec::with_capacity(MOST_WAITING),
            arrival,
        };
        writer.write_waiting().await?;
        Ok(writer)
    }

    /// Takes bytes to be written. An error may be one of those before.
    pub(super) async fn write(&mut self, chunk: &[u8]) -> Result<(), Problem> {
        if self.waiting.len() + chunk.len() > MOST_WAITING {
            self.write_waiting().await?;
        }
        // Copied, so that the network's buffer is free for what comes next.
        self.waiting.extend_from_slice(chunk);
        if self.writing.is_finished() {
            self.write_waiting().await?;
        }
        Ok(())
    }

    /// Waits until everything is with the operating system.
    pub(super) async fn finish(mut self) -> Result<(), Problem> {
        self.write_waiting().await?;
        self.written().await.map(drop)
    }

    async fn written(&mut self) -> Result<(File, Vec<u8>), Problem> {
        let written = (&mut self.writing).await;
        written.unwrap_or_else(|error| Err(ProblemKind::Internal.because(error)))
    }

    /// Begins to write what waits, once what was written before is there.
    async fn write_waiting(&mut self) -> Result<(), Problem> {
        let (mut file, empty) = self.written().await?;
        let mut bytes = std::mem::replace(&mut self.waiting, empty);
        let arrival = Arc::clone(&self.arrival);
        self.writing = tokio::task::spawn_blocking(move || {
            file.write_all(&bytes).map_err(trouble)?;
            arrival.add(bytes.len() as u64);
            bytes.clear();
            Ok((file, bytes))
        });
        Ok(())
    }
}

/// How much of a download is on the disk; nothing when it is not there.
pub(super) async fn length(path: &Path) -> u64 {
    let metadata = tokio::fs::metadata(path).await;
    metadata.map_or(0, |metadata| metadata.len())
}

/// What the file of a download is now.
pub(super) async fn identity(path: &Path) -> Result<Identity, Problem> {
    let path = path.to_owned();
    blocking(move || Identity::at(&path).map_err(trouble)).await
}

/// The length and modification time of a whole file, by which it is known after its rename.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) bytes: u64,
    pub(super) mtime: i64,
}

impl Identity {
    pub(super) fn of(file: &File) -> io::Result<Identity> {
        let metadata = file.metadata()?;
        let since = metadata.modified()?.duration_since(UNIX_EPOCH);
        let nanoseconds = since.unwrap_or_default().as_nanos();
        Ok(Identity {
            bytes: metadata.len(),
            mtime: i64::try_from(nanoseconds).unwrap_or(i64::MAX),
        })
    }

    /// Of the file there.
    pub(super) fn at(path: &Path) -> io::Result<Identity> {
        Identity::of(&File::open(path)?)
    }

    fn is_at(self, path: &Path) -> bool {
        Identity::at(path).is_ok_and(|found| found == self)
    }
}

impl From<&WholePart> for Identity {
    fn from(whole: &WholePart) -> Self {
        Identity {
            bytes: whole.bytes,
            mtime: whole.mtime,
        }
    }
}

impl From<&Gathered> for Identity {
    fn from(part: &Gathered) -> Self {
        Identity {
            bytes: part.bytes,
            mtime: part.mtime,
        }
    }
}

/// Puts a whole file in its place, in one step.
///
/// When the process ended between an earlier call and writing down its success, the file is
/// already there: the same length and modification time say so.
pub(super) async fn publish(path: PathBuf, known: Identity, target: Target) -> Result<(), Problem> {
    blocking(move || {
        if known.is_at(&target.path) {
            // Where names are given by linking, the earlier one may still be there.
            return match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(trouble(error)),
                _ => Ok(()),
            };
        }
        if !known.is_at(&path) {
            return Err(ProblemKind::FileTrouble.because("the file is gone or was changed"));
        }
        let mut temporary = tempfile::TempPath::try_from_path(&path).map_err(trouble)?;
        // It is kept when it can't be put in its place.
        temporary.disable_cleanup(true);
        target.put(temporary)
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(ProblemKind::Internal.because(error)))
}

fn trouble(error: io::Error) -> Problem {
    Problem::of_file(&error)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn target(path: PathBuf, overwrite: bool) -> Target {
        Target { path, overwrite }
    }

    async fn reserve(target: &Target) -> Result<Part, Problem> {
        super::reserve(path_for(target).await?).await
    }

    async fn place(kept: Option<Part>, target: &Target) -> Result<Part, Problem> {
        super::place(kept, path_for(target).await?).await
    }

    fn whole(path: &Path, text: &str) -> Part {
        fs::write(path, text).expect("written");
        let file = File::open(path).expect("there");
        let Identity { bytes, mtime } = Identity::of(&file).expect("readable");
        let contents = export_formats::inspect(export_formats::Format::Json, file);
        Part {
            path: path.to_owned(),
            etag: None,
            whole: Some(WholePart {
                bytes,
                mtime,
                contents: contents.expect("an export"),
            }),
        }
    }

    async fn publish_part(part: &Part, to: &Target) -> Result<(), Problem> {
        let whole = part.whole.as_ref().expect("whole");
        publish(part.path.clone(), whole.into(), to.clone()).await
    }

    #[tokio::test]
    async fn a_place_that_will_not_do_is_refused_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let there = folder.path().join("there.csv");
        fs::write(&there, "mine").expect("written");
        let cases = [
            (folder.path().join("gone/x.csv"), ProblemKind::FolderMissing),
            (there.join("x.csv"), ProblemKind::FolderMissing),
            (folder.path().join("a\0b.csv"), ProblemKind::FileNameInvalid),
            (folder.path().to_owned(), ProblemKind::FileNameInvalid),
            (there.clone(), ProblemKind::FileExists),
        ];
        for (path, kind) in cases {
            let problem = reserve(&target(path, false)).await.expect_err("refused");
            assert_eq!(problem.kind, kind);
        }
        assert_eq!(fs::read_to_string(there).expect("still there"), "mine");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
    }

    #[tokio::test]
    async fn a_file_that_came_in_the_meantime_stays_and_so_does_the_download() {
        let folder = tempfile::tempdir().expect("a folder");
        let to = target(folder.path().join("x.json"), false);
        let path = reserve(&to).await.expect("reserved").path;
        let part = whole(&path, "[]");
        fs::write(&to.path, "mine").expect("written");
        let problem = publish_part(&part, &to).await.expect_err("refused");
        assert_eq!(problem.kind, ProblemKind::FileExists);
        assert_eq!(fs::read_to_string(&to.path).expect("there"), "mine");
        let other = target(folder.path().join("y.json"), false);
        publish_part(&part, &other).await.expect("placed");
        assert_eq!(fs::read_to_string(other.path).expect("there"), "[]");
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn placing_twice_is_placing_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let to = target(folder.path().join("x.json"), false);
        let path = reserve(&to).await.expect("reserved").path;
        let part = whole(&path, "[]");
        publish_part(&part, &to).await.expect("placed");
        publish_part(&part, &to).await.expect("still placed");
        fs::hard_link(&to.path, &path).expect("killed between linking and unlinking");
        publish_part(&part, &to).await.expect("placed all the same");
        assert!(!path.exists());
        fs::write(&to.path, "[1]").expect("changed by someone");
        let problem = publish_part(&part, &to).await.expect_err("not ours");
        assert_eq!(problem.kind, ProblemKind::FileTrouble);
    }

    #[tokio::test]
    async fn a_whole_download_is_copied_to_another_folder_and_a_piece_is_not() {
        let (from, to) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("a folder"),
        );
        let first = from.path().join("a.part");
        let part = whole(&first, "[{}]");
        let elsewhere = target(to.path().join("x.json"), false);
        let copied = place(Some(part.clone()), &elsewhere).await.expect("copied");
        let same = copied.whole.clone().expect("whole");
        assert_eq!((same.bytes, same.contents.rows), (4, 1));
        assert!(first.exists());
        assert_eq!(verified(copied.clone()).await.expect("read"), copied);
        fs::write(&copied.path, "").expect("emptied by someone");
        assert_eq!(verified(copied).await.expect("read").whole, None);

        let here = target(from.path().join("x.json"), false);
        let reused = place(Some(part.clone()), &here).await.expect("reused");
        assert_eq!(reused, part);

        let piece = Part {
            etag: Some("\"v1\"".into()),
            ..Part::empty(first)
        };
        let fresh = place(Some(piece), &elsewhere).await.expect("reserved");
        assert_eq!(fresh, Part::empty(fresh.path.clone()));
        assert_eq!(fs::read(fresh.path).expect("there"), b"");
    }

    #[tokio::test]
    async fn bytes_are_written_in_their_order_behind_those_that_have_arrived() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.part");
        fs::write(&path, "kept, and gone").expect("written");
        let arrival = Arc::new(Arrival::coming(4));
        let writer = Writer::start(&path, Arc::clone(&arrival)).await;
        let mut writer = writer.expect("there");
        let mut expected = b"kept".to_vec();
        for number in 0..3_000_u32 {
            let chunk = number.to_string().repeat(200).into_bytes();
            expected.extend_from_slice(&chunk);
            writer.write(&chunk).await.expect("written");
        }
        writer.finish().await.expect("written");
        assert_eq!(arrival.bytes(), expected.len() as u64);
        assert!(fs::read(&path).expect("there") == expected);
    }

    #[tokio::test]
    async fn a_removed_download_is_not_made_again_by_a_late_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.part");
        let arrival = Arc::new(Arrival::coming(0));
        let problem = Writer::start(&path, arrival).await.err().expect("refused");
        assert_eq!(problem.kind, ProblemKind::FolderMissing);
        assert!(!path.exists());
    }
}
