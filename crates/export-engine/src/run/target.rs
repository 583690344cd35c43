//! The place of a file: it appears there whole, or not at all, and never over a file that nobody
//! agreed to replace.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::model::{Problem, ProblemKind};

/// Where the file goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Absolute path of the file to be.
    pub path: PathBuf,
    /// Whether the person agreed that a file there is replaced.
    pub overwrite: bool,
}

impl Target {
    /// The folder, when a file of this name may be put there.
    ///
    /// # Errors
    /// What is wrong with the place; a file that nobody agreed to replace counts.
    pub fn folder(&self) -> Result<&Path, Problem> {
        let (Some(folder), Some(_)) = (self.path.parent(), self.path.file_name()) else {
            return Err(ProblemKind::FileNameInvalid.into());
        };
        if self.path.to_str().is_none() {
            return Err(ProblemKind::FileNameInvalid.because("the path is not Unicode"));
        }
        match fs::symlink_metadata(&self.path) {
            Ok(there) if there.is_dir() => Err(ProblemKind::FileNameInvalid.into()),
            Ok(_) if !self.overwrite => Err(ProblemKind::FileExists.into()),
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Problem::of_file(&error)),
            _ => Ok(folder),
        }
    }

    /// The place of a part of a longer period, such as `October (1 of 4).csv`.
    pub fn of_part(&self, number: u32, of: u32) -> Target {
        Target {
            path: with_suffix(&self.path, &format!("({number} of {of})")),
            overwrite: self.overwrite,
        }
    }

    /// This place, or one like it with a number, such that no file is there nor where any of so many parts goes,
    /// nor is going to be: those are the `taken` ones. Nothing is to be replaced there.
    pub(crate) fn free(&self, parts: u32, taken: &[PathBuf]) -> Target {
        let is_free = |path: &PathBuf| !taken.contains(path) && path.symlink_metadata().is_err();
        let all_free = |target: &Target| match parts {
            1 => is_free(&target.path),
            _ => (1..=parts).all(|number| is_free(&target.of_part(number, parts).path)),
        };
        let numbered = (2..).map(|n| with_suffix(&self.path, &format!("({n})")));
        let paths = std::iter::once(self.path.clone()).chain(numbered);
        let mut targets = paths.map(|path| Target {
            path,
            overwrite: false,
        });
        targets.find(all_free).unwrap_or_else(|| Target {
            overwrite: false,
            ..self.clone()
        })
    }

    /// Gives a whole file of the same folder its name, in one step. It must be on the disk already.
    ///
    /// # Errors
    /// The file keeps its earlier name, unless its path removes it when dropped.
    pub fn put(&self, file: TempPath) -> Result<(), Problem> {
        let placed = if self.overwrite {
            file.persist(&self.path)
        } else {
            file.persist_noclobber(&self.path)
        };
        placed.map_err(|error| Problem::of_file(&error.error))?;
        // The new name must outlive a power cut. Not every file system can promise that.
        #[cfg(unix)]
        if let Some(folder) = self.path.parent() {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
        Ok(())
    }
}

/// The path with something more before its extension.
fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let name = match path.extension() {
        Some(extension) => format!("{stem} {suffix}.{}", extension.to_string_lossy()),
        None => format!("{stem} {suffix}"),
    };
    path.with_file_name(name)
}
