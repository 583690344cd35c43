//! The download on disk: a hidden file in the target's folder that becomes the person's file in
//! one step, once it is whole.

use std::fs::{self, File};
use std::io::{self, BufReader, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

use export_formats::{FaultKind, Format};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};

use super::Target;
use crate::model::{DamageKind, FileFormat, Problem, ProblemKind};
use crate::store::{Part, WholePart};

/// Makes the empty file for a download, and so tries the folder before anything is sent.
///
/// # Errors
/// What is wrong with the place; a file that nobody agreed to replace counts.
pub(super) async fn reserve(target: &Target) -> Result<Part, Problem> {
    let target = target.clone();
    blocking(move || reserve_now(&target)).await
}

fn reserve_now(target: &Target) -> Result<Part, Problem> {
    let folder = target.folder()?;
    // A name of fixed length, so that no target name is too long for it, and of its own.
    let name = format!(".care-export-{}.part", uuid::Uuid::new_v4());
    let path = folder.join(name);
    File::create_new(&path).map_err(trouble)?;
    Ok(Part::empty(path))
}

/// A download without the claim to be whole, unless it still is what it was when it was checked.
pub(super) async fn verified(part: Part) -> Result<Part, Problem> {
    blocking(move || {
        let whole = part.whole.filter(|whole| is_there(&part.path, whole));
        Ok(Part { whole, ..part })
    })
    .await
}

/// A download for a target, with what was kept of an earlier one: the same when it lies in that
/// folder already, else a copy of all of it when it is whole and nothing otherwise. What was kept
/// stays where it is.
pub(super) async fn place(kept: Option<Part>, target: &Target) -> Result<Part, Problem> {
    let target = target.clone();
    blocking(move || {
        let folder = target.folder()?;
        let Some(kept) = kept else {
            return reserve_now(&target);
        };
        if kept.path.parent() == Some(folder) && kept.path.exists() {
            return Ok(kept);
        }
        let mut part = reserve_now(&target)?;
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
        mtime: mtime(&file)?,
        ..known
    })
}

/// Removes a download. What is not there needs no removing; what can't be removed stays hidden.
pub(crate) async fn remove(path: &Path) {
    let path = path.to_owned();
    let _ = blocking(move || fs::remove_file(path).map_err(trouble)).await;
}

/// A download being written.
pub(super) struct Writer(tokio::fs::File);

impl Writer {
    /// Starts at this byte of a reserved file; what it held from there on is gone. A file that is
    /// not there is not made: a cancelled run's is removed while its last call may still be on its
    /// way.
    pub(super) async fn start(path: &Path, at: u64) -> Result<Writer, Problem> {
        let mut file = tokio::fs::OpenOptions::new()
            .write(true)
            .open(path)
            .await
            .map_err(trouble)?;
        file.set_len(at).await.map_err(trouble)?;
        file.seek(SeekFrom::Start(at)).await.map_err(trouble)?;
        Ok(Writer(file))
    }

    pub(super) async fn write(&mut self, chunk: &[u8]) -> Result<(), Problem> {
        self.0.write_all(chunk).await.map_err(trouble)
    }

    /// Waits until everything is with the operating system.
    pub(super) async fn finish(mut self) -> Result<(), Problem> {
        self.0.flush().await.map_err(trouble)
    }
}

/// How much of a download is on the disk; nothing when it is not there.
pub(super) async fn length(path: &Path) -> u64 {
    let metadata = tokio::fs::metadata(path).await;
    metadata.map_or(0, |metadata| metadata.len())
}

/// Reads a download to its last byte and brings it safely to the disk.
pub(super) async fn check(path: &Path, format: FileFormat) -> Result<WholePart, Problem> {
    let path = path.to_owned();
    blocking(move || {
        let file = File::open(path).map_err(trouble)?;
        let format = match format {
            FileFormat::Csv => Format::Csv,
            FileFormat::Json => Format::Json,
        };
        let contents = export_formats::inspect(format, BufReader::new(&file)).map_err(|fault| {
            let what = match fault.kind() {
                FaultKind::Truncated => DamageKind::Truncated,
                FaultKind::Html => DamageKind::Html,
                FaultKind::NotUtf8 => DamageKind::NotUtf8,
                FaultKind::Malformed => DamageKind::Malformed,
                FaultKind::Io(error) => return Problem::of_file(error),
            };
            ProblemKind::FileDamaged { what }.because(&fault)
        })?;
        file.sync_all().map_err(trouble)?;
        Ok(WholePart {
            bytes: file.metadata().map_err(trouble)?.len(),
            mtime: mtime(&file).map_err(trouble)?,
            contents,
        })
    })
    .await
}

/// Puts a whole download in its place, in one step.
///
/// When the process ended between an earlier call and writing down its success, the file is
/// already there: the same length and modification time say so.
pub(super) async fn publish(part: Part, target: Target) -> Result<(), Problem> {
    blocking(move || {
        let Some(known) = &part.whole else {
            return Err(ProblemKind::Internal.into());
        };
        if !is_there(&part.path, known) {
            if !part.path.exists() && is_there(&target.path, known) {
                return Ok(());
            }
            return Err(ProblemKind::FileTrouble.because("the download is gone or was changed"));
        }
        let mut temporary = tempfile::TempPath::try_from_path(&part.path).map_err(trouble)?;
        // It is kept when it can't be put in its place.
        temporary.disable_cleanup(true);
        target.put(temporary)
    })
    .await
}

/// Whether a file is this download, by its length and modification time.
fn is_there(path: &Path, known: &WholePart) -> bool {
    let found = File::open(path).and_then(|file| {
        let bytes = file.metadata()?.len();
        Ok((bytes, mtime(&file)?))
    });
    found.is_ok_and(|found| found == (known.bytes, known.mtime))
}

fn mtime(file: &File) -> io::Result<i64> {
    let modified = file.metadata()?.modified()?;
    let since = modified.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
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

    async fn whole(path: &Path, text: &str) -> Part {
        fs::write(path, text).expect("written");
        Part {
            path: path.to_owned(),
            etag: None,
            whole: Some(check(path, FileFormat::Json).await.expect("an export")),
        }
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
        let part = whole(&path, "[]").await;
        fs::write(&to.path, "mine").expect("written");
        let problem = publish(part.clone(), to.clone())
            .await
            .expect_err("refused");
        assert_eq!(problem.kind, ProblemKind::FileExists);
        assert_eq!(fs::read_to_string(&to.path).expect("there"), "mine");
        let other = target(folder.path().join("y.json"), false);
        publish(part, other.clone()).await.expect("placed");
        assert_eq!(fs::read_to_string(other.path).expect("there"), "[]");
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn placing_twice_is_placing_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let to = target(folder.path().join("x.json"), false);
        let path = reserve(&to).await.expect("reserved").path;
        let part = whole(&path, "[]").await;
        publish(part.clone(), to.clone()).await.expect("placed");
        publish(part.clone(), to.clone())
            .await
            .expect("still placed");
        fs::write(&to.path, "[1]").expect("changed by someone");
        let problem = publish(part, to).await.expect_err("not ours");
        assert_eq!(problem.kind, ProblemKind::FileTrouble);
    }

    #[tokio::test]
    async fn a_whole_download_is_copied_to_another_folder_and_a_piece_is_not() {
        let (from, to) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("a folder"),
        );
        let first = from.path().join("a.part");
        let part = whole(&first, "[{}]").await;
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
    async fn a_removed_download_is_not_made_again_by_a_late_write() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.part");
        let problem = Writer::start(&path, 0).await.err().expect("refused");
        assert_eq!(problem.kind, ProblemKind::FolderMissing);
        assert!(!path.exists());
    }
}
