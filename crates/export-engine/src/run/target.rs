//! The place of a file: it appears there whole, or not at all, and never over a file that nobody
//! agreed to replace.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::file_name;
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
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        if cfg!(windows) && is_reserved_on_windows(&name) {
            return Err(ProblemKind::FileNameInvalid.because("Windows keeps this name"));
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
            match file.persist_noclobber(&self.path) {
                Err(refused) if may_be_unable(&refused.error) => {
                    put_in_claimed(refused.path, &self.path)
                }
                placed => placed,
            }
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

/// Whether a disk may have refused to rename without replacing because it has no way to: some
/// network shares and memory sticks know neither that nor hard links.
fn may_be_unable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput
    )
}

/// Takes the name with an empty file, which fails when it is taken, and replaces that.
fn put_in_claimed(file: TempPath, path: &Path) -> Result<(), tempfile::PathPersistError> {
    if let Err(error) = File::create_new(path) {
        return Err(tempfile::PathPersistError { error, path: file });
    }
    file.persist(path).inspect_err(|_| {
        // Ours, and empty.
        let _ = fs::remove_file(path);
    })
}

/// Whether Windows keeps a name for a device, or would change it.
fn is_reserved_on_windows(name: &str) -> bool {
    file_name::is_device(name)
        || name.ends_with(['.', ' '])
        || name.contains(['<', '>', ':', '"', '|', '?', '*', '/', '\\'])
        || name.contains(char::is_control)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn download(folder: &Path, text: &str) -> TempPath {
        let path = folder.join(".care-export.part");
        fs::write(&path, text).expect("written");
        let mut path = TempPath::try_from_path(path).expect("a path");
        path.disable_cleanup(true);
        path
    }

    #[test]
    fn a_disk_that_can_not_rename_without_replacing_replaces_nothing_all_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.csv");
        put_in_claimed(download(folder.path(), "new"), &path).expect("placed");
        assert_eq!(fs::read_to_string(&path).expect("there"), "new");
        let refused = put_in_claimed(download(folder.path(), "newer"), &path);
        let refused = refused.expect_err("a file is there");
        assert_eq!(refused.error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).expect("there"), "new");
        assert_eq!(fs::read_to_string(&refused.path).expect("kept"), "newer");
    }

    #[test]
    fn a_claim_is_given_back_when_the_file_can_not_be_placed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.csv");
        let download = download(folder.path(), "new");
        fs::remove_file(&download).expect("gone");
        assert!(put_in_claimed(download, &path).is_err());
        assert!(!path.exists());
    }

    #[test]
    fn what_a_disk_refuses_for_want_of_a_way_is_told_from_a_file_that_is_there() {
        use io::ErrorKind;
        for kind in [ErrorKind::Unsupported, ErrorKind::PermissionDenied] {
            assert!(may_be_unable(&kind.into()));
        }
        for kind in [
            ErrorKind::AlreadyExists,
            ErrorKind::StorageFull,
            ErrorKind::NotFound,
        ] {
            assert!(!may_be_unable(&kind.into()));
        }
    }

    #[test]
    fn names_that_windows_keeps_are_known() {
        for name in [
            "CON",
            "con.csv",
            "NUL.tar.gz",
            "aux .csv",
            "COM1.xlsx",
            "lpt9",
            "COM¹.csv",
            "com0.csv",
            "x.csv.",
            "x.csv ",
            "a:b.csv",
            "what?.csv",
            "a\tb.csv",
            "CONOUT$.csv",
        ] {
            assert!(is_reserved_on_windows(name), "{name:?}");
        }
        for name in [
            "CONTACTS.csv",
            "com.csv",
            "COM10.csv",
            "null.csv",
            "a con.csv",
            "User export 2026-10-01.xlsx",
            "Çağrı.csv",
            ".hidden",
        ] {
            assert!(!is_reserved_on_windows(name), "{name:?}");
        }
    }

    #[test]
    fn a_name_that_is_too_long_is_refused_before_anything_is_sent() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = Target {
            path: folder.path().join(format!("{}.csv", "x".repeat(300))),
            overwrite: false,
        };
        let problem = target.folder().expect_err("refused");
        assert_eq!(problem.kind, ProblemKind::FileNameInvalid);
    }
}
