//! The place of a file that is made here: it appears whole, or not at all.

use std::fs::File;

use export_engine::{Problem, Target};
use tempfile::NamedTempFile;

/// A hidden file in the target's folder, which is removed unless it is put in its place.
pub(crate) struct Part {
    file: NamedTempFile,
    target: Target,
}

impl Part {
    /// Tries the place before any work is done.
    ///
    /// # Errors
    /// What is wrong with the place; a file that nobody agreed to replace counts.
    pub(crate) fn reserve(target: Target) -> Result<Self, Problem> {
        let folder = target.folder()?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".care-export-").suffix(".part");
        // As any other new file; a temporary one would be for its owner alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        Ok(Part {
            file: builder
                .tempfile_in(folder)
                .map_err(|error| Problem::of_file(&error))?,
            target,
        })
    }

    pub(crate) fn file(&self) -> &File {
        self.file.as_file()
    }

    /// Brings the file safely to the disk and gives it its name, in one step. Gives its length in bytes.
    pub(crate) fn publish(self) -> Result<u64, Problem> {
        let file = self.file.as_file();
        file.sync_all().map_err(|error| Problem::of_file(&error))?;
        let bytes = file
            .metadata()
            .map_err(|error| Problem::of_file(&error))?
            .len();
        self.target.put(self.file.into_temp_path())?;
        Ok(bytes)
    }
}
