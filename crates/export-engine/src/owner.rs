//! Which process minds which run.
//!
//! Each engine holds an operating-system lock on a file of its own for as long as it lives. A run
//! names its owner; when that owner's lock can be taken, its process is gone, however it ended,
//! and another may take the run over. No clock and no heartbeat is involved.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// This process's mark as an owner of runs.
#[derive(Debug)]
pub(crate) struct Owner {
    id: String,
    path: PathBuf,
    file: File,
}

impl Owner {
    /// Makes a new owner in the data folder.
    pub(crate) fn register(data_dir: &Path) -> io::Result<Owner> {
        let folder = data_dir.join("owners");
        fs::create_dir_all(&folder)?;
        loop {
            let id = uuid::Uuid::new_v4().to_string();
            let path = folder.join(&id);
            let file = File::create_new(&path)?;
            file.lock()?;
            // Another process may have tidied it before it was locked. From now on nobody can.
            if path.try_exists()? {
                return Ok(Owner { id, path, file });
            }
        }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Removes the marks of owners that are gone.
    pub(crate) fn tidy(data_dir: &Path) -> io::Result<()> {
        for mark in fs::read_dir(data_dir.join("owners"))? {
            if let Some(id) = mark?.file_name().to_str() {
                Owner::is_gone(data_dir, id)?;
            }
        }
        Ok(())
    }

    /// Whether any owner lives. The marks of those that are gone are removed.
    pub(crate) fn any(data_dir: &Path) -> io::Result<bool> {
        let marks = match fs::read_dir(data_dir.join("owners")) {
            Ok(marks) => marks,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        for mark in marks {
            if let Some(id) = mark?.file_name().to_str()
                && !Owner::is_gone(data_dir, id)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the owner of that id is gone. Its mark is removed with it.
    pub(crate) fn is_gone(data_dir: &Path, id: &str) -> io::Result<bool> {
        let path = data_dir.join("owners").join(id);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
            Err(error) => return Err(error),
        };
        match file.try_lock() {
            Ok(()) => {
                fs::remove_file(&path).or_else(|error| match error.kind() {
                    io::ErrorKind::NotFound => Ok(()),
                    _ => Err(error),
                })?;
                Ok(true)
            }
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // Left behind, the file would only be tidied by the next start.
        let _ = self.file.unlock();
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_gone_once_it_is_dropped_and_not_before() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let owner = Owner::register(folder.path())?;
        let id = owner.id().to_owned();
        assert!(!Owner::is_gone(folder.path(), &id)?);
        assert!(Owner::any(folder.path())?);
        drop(owner);
        assert!(!Owner::any(folder.path())?);
        assert!(Owner::is_gone(folder.path(), &id)?);
        assert!(Owner::is_gone(folder.path(), "never-there")?);
        Ok(())
    }

    #[test]
    fn a_mark_without_a_lock_is_tidied() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        fs::create_dir_all(folder.path().join("owners"))?;
        let mark = folder.path().join("owners/killed");
        File::create(&mark)?;
        assert!(Owner::is_gone(folder.path(), "killed")?);
        assert!(!mark.exists());
        Ok(())
    }
}
