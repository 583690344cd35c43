//! The download on disk: a hidden file in the target's folder that becomes the person's file in
//! one step, once it is whole.

use std::fs::{self, File};
use std::io::{self, BufReader, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use export_formats::{FaultKind, Format};
use tokio::io::{AsyncSeekExt, AsyncWriteExt, BufWriter};

use super::Target;
use crate::model::{DamageKind, FileFormat, Problem, ProblemKind};
use crate::store::{Part, WholePart};

/// Bytes handed to the disk at a time.
const WRITE_BUFFER: usize = 256 * 1024;

/// Makes the empty file for a run's download, and so tries the folder before anything is sent.
///
/// # Errors
/// What is wrong with the place; a file that nobody agreed to replace counts.
pub(super) async fn reserve(target: &Target, run_id: &str) -> Result<PathBuf, Problem> {
    let target = target.clone();
    // A name of fixed length, so that no target name is too long for it.
    let name = format!(".care-export-{run_id}.part");
    blocking(move || {
        let Some(folder) = target.path.parent() else {
            return Err(ProblemKind::FileNameInvalid.into());
        };
        if target.path.to_str().is_none() {
            return Err(ProblemKind::FileNameInvalid.because("the path is not Unicode"));
        }
        match fs::symlink_metadata(&target.path) {
            Ok(there) if there.is_dir() => return Err(ProblemKind::FileNameInvalid.into()),
            Ok(_) if !target.overwrite => return Err(ProblemKind::FileExists.into()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(trouble(error)),
            _ => {}
        }
        let path = folder.join(name);
        // What a run already holds there stays: it may only be changing its name.
        fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(trouble)?;
        Ok(path)
    })
    .await
}

/// Takes what an earlier place holds of a download to a new one: all of it when it is whole,
/// nothing otherwise.
pub(super) async fn carry_over(before: Option<Part>, to: PathBuf) -> Result<Option<Part>, Problem> {
    blocking(move || {
        let Some(before) = before else {
            return Ok(Some(Part::empty(to)));
        };
        if before.path == to {
            return Ok(Some(before));
        }
        let mut whole = None;
        if let Some(known) = before.whole {
            match fs::copy(&before.path, &to) {
                Ok(bytes) if bytes == known.bytes => {
                    let file = File::open(&to).map_err(trouble)?;
                    file.sync_all().map_err(trouble)?;
                    whole = Some(WholePart {
                        mtime: mtime(&file).map_err(trouble)?,
                        ..known
                    });
                }
                Ok(_) => {}
                // Gone with its folder: it is downloaded again.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    let _ = fs::remove_file(&to);
                    return Err(trouble(error));
                }
            }
        }
        let _ = fs::remove_file(&before.path);
        Ok(Some(Part {
            whole,
            ..Part::empty(to)
        }))
    })
    .await
}

/// Removes a download. What is not there needs no removing; what can't be removed stays hidden.
pub(super) async fn remove(path: &Path) {
    let path = path.to_owned();
    let _ = blocking(move || fs::remove_file(path).map_err(trouble)).await;
}

/// A download being written.
pub(super) struct Writer(BufWriter<tokio::fs::File>);

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
        Ok(Writer(BufWriter::with_capacity(WRITE_BUFFER, file)))
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
                FaultKind::Io(error) => return trouble_of(error),
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
        let known = part.whole.as_ref();
        if !part.path.exists() {
            let there = File::open(&target.path).and_then(|file| {
                let bytes = file.metadata()?.len();
                Ok((bytes, mtime(&file)?))
            });
            return match (there, known) {
                (Ok(there), Some(known)) if there == (known.bytes, known.mtime) => Ok(()),
                _ => Err(ProblemKind::FileMoved.because("the download is gone")),
            };
        }
        let mut temporary = tempfile::TempPath::try_from_path(&part.path).map_err(trouble)?;
        // It is kept when it can't be put in its place.
        temporary.disable_cleanup(true);
        let placed = if target.overwrite {
            temporary.persist(&target.path)
        } else {
            temporary.persist_noclobber(&target.path)
        };
        placed.map_err(|error| trouble(error.error))?;
        // The new name must outlive a power cut. Not every file system can promise that.
        #[cfg(unix)]
        if let Some(folder) = target.path.parent() {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    })
    .await
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
    trouble_of(&error)
}

/// What the operating system's error means for the person's file.
fn trouble_of(error: &io::Error) -> Problem {
    use io::ErrorKind;
    let kind = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => ProblemKind::FolderMissing,
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => ProblemKind::FileNotWritable,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            ProblemKind::DiskFull
        }
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput | ErrorKind::IsADirectory => {
            ProblemKind::FileNameInvalid
        }
        ErrorKind::AlreadyExists => ProblemKind::FileExists,
        _ => ProblemKind::FileTrouble,
    };
    kind.because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(path: PathBuf, overwrite: bool) -> Target {
        Target { path, overwrite }
    }

    fn contents() -> export_formats::Contents {
        export_formats::inspect(Format::Json, &b"[]"[..]).expect("an export")
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
            let problem = reserve(&target(path, false), "id")
                .await
                .expect_err("refused");
            assert_eq!(problem.kind, kind);
        }
        assert_eq!(fs::read_to_string(there).expect("still there"), "mine");
        assert_eq!(fs::read_dir(folder.path()).expect("readable").count(), 1);
    }

    #[tokio::test]
    async fn a_file_that_came_in_the_meantime_stays_and_so_does_the_download() {
        let folder = tempfile::tempdir().expect("a folder");
        let to = target(folder.path().join("x.json"), false);
        let path = reserve(&to, "id").await.expect("reserved");
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
        let path = reserve(&to, "id").await.expect("reserved");
        let part = whole(&path, "[]").await;
        publish(part.clone(), to.clone()).await.expect("placed");
        publish(part.clone(), to.clone())
            .await
            .expect("still placed");
        fs::write(&to.path, "[1]").expect("changed by someone");
        let problem = publish(part, to).await.expect_err("not ours");
        assert_eq!(problem.kind, ProblemKind::FileMoved);
    }

    #[tokio::test]
    async fn a_whole_download_moves_to_another_folder_and_a_piece_does_not() {
        let (from, to) = (
            tempfile::tempdir().expect("a folder"),
            tempfile::tempdir().expect("a folder"),
        );
        let first = from.path().join("a.part");
        let second = to.path().join("b.part");
        let part = whole(&first, "[{}]").await;
        let moved = carry_over(Some(part), second.clone()).await.expect("moved");
        let moved = moved.and_then(|part| part.whole).expect("whole");
        assert_eq!((moved.bytes, moved.contents.rows), (4, 1));
        assert!(!first.exists());

        let piece = Part {
            etag: Some("\"v1\"".into()),
            ..Part::empty(second.clone())
        };
        let moved = carry_over(Some(piece), first.clone()).await.expect("moved");
        assert_eq!(moved, Some(Part::empty(first)));
        assert!(!second.exists());
        assert_eq!(contents().rows, 0);
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
