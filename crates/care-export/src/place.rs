//! The place of a file that is made here: it appears whole, or not at all.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use export_engine::{Problem, ProblemKind};
use tempfile::NamedTempFile;

/// A hidden file in the target's folder, which is removed unless it is put in its place.
pub(crate) struct Part {
    file: NamedTempFile,
    target: PathBuf,
    overwrite: bool,
}

impl Part {
    /// Tries the place before any work is done.
    ///
    /// # Errors
    /// What is wrong with the place; a file that nobody agreed to replace counts.
    pub(crate) fn reserve(target: &Path, overwrite: bool) -> Result<Self, Problem> {
        let (Some(folder), Some(_)) = (target.parent(), target.file_name()) else {
            return Err(ProblemKind::FileNameInvalid.into());
        };
        match fs::symlink_metadata(target) {
            Ok(there) if there.is_dir() => return Err(ProblemKind::FileNameInvalid.into()),
            Ok(_) if !overwrite => return Err(ProblemKind::FileExists.into()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(trouble(error)),
            _ => {}
        }
        let mut builder = tempfile::Builder::new();
        builder.prefix(".care-export-").suffix(".part");
        // As any other new file; a temporary one would be for its owner alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(Part {
            file: builder.tempfile_in(folder).map_err(trouble)?,
            target: target.to_owned(),
            overwrite,
        })
    }

    pub(crate) fn file(&self) -> &File {
        self.file.as_file()
    }

    /// Brings the file safely to the disk and gives it its name, in one step. Gives its length in bytes.
    pub(crate) fn publish(self) -> Result<u64, Problem> {
        let file = self.file.as_file();
        file.sync_all().map_err(trouble)?;
        let bytes = file.metadata().map_err(trouble)?.len();
        let placed = if self.overwrite {
            self.file.persist(&self.target)
        } else {
            self.file.persist_noclobber(&self.target)
        };
        placed.map_err(|error| trouble(error.error))?;
        // The new name must outlive a power cut. Not every file system can promise that.
        #[cfg(unix)]
        if let Some(folder) = self.target.parent() {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(bytes)
    }
}

/// What the operating system's error means for the person's file.
pub(crate) fn trouble(error: io::Error) -> Problem {
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
