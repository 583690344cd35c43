//! Opening the database's file, and putting one aside that this version can't read: it is kept,
//! never written to, and the app starts with a new one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode};
use rusqlite_migration::Migrations;

use super::{MIGRATIONS, seal};
use crate::model::{Problem, ProblemKind, PutAsideReason};

/// What SQLite keeps beside a database, by the endings of the names.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// How long another process may keep the database for itself.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a database did not open.
#[derive(Debug)]
pub(crate) enum Unopened {
    /// It will never open with this version.
    Unreadable {
        reason: PutAsideReason,
        technical: String,
    },
    /// It may the next time: the disk, rights, another program's lock.
    Trouble(Problem),
}

impl Unopened {
    fn damaged(technical: impl ToString) -> Self {
        Unopened::Unreadable {
            reason: PutAsideReason::Damaged,
            technical: technical.to_string(),
        }
    }
}

impl From<rusqlite::Error> for Unopened {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Unopened::damaged(error),
            _ => Unopened::Trouble(super::data_folder(error)),
        }
    }
}

impl From<rusqlite_migration::Error> for Unopened {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => match err {
                // Tables that are not ours: a migration met what it can't change.
                rusqlite::Error::SqlInputError { .. } => Unopened::damaged(err),
                err => err.into(),
            },
            other => Unopened::Trouble(ProblemKind::DataFolder.because(other)),
        }
    }
}

/// Opens a database, bringing its schema up to date. Not for two at a time: the schema's version is
/// read before it is changed.
pub(super) fn open(path: &Path) -> Result<Connection, Unopened> {
    let is_as_left = seal::is_unbroken(path);
    let mut connection = Connection::open(path)?;
    // A file that will be put aside stays as it is, its log beside it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // Another process may be writing: the command line works beside the window.
    connection.busy_timeout(PATIENCE)?;
    let migrations = Migrations::from_slice(MIGRATIONS);
    // Before anything is written.
    check_version(&connection)?;
    for (name, value) in [("journal_mode", "WAL"), ("synchronous", "FULL")] {
        connection.pragma_update(None, name, value)?;
    }
    connection.pragma_update(None, "foreign_keys", true)?;
    if !is_as_left {
        check_pages(&connection)?;
    }
    migrations.to_latest(&mut connection)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(connection)
}

/// Brings everything into the database's own file, and marks that it was left so. When somebody else uses it as well, that is
/// left to them.
pub(super) fn leave(connection: &Connection, path: &Path) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::ZERO)?;
    let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
    let busy: Result<bool, _> = connection.query_row(checkpoint, [], |row| row.get(0));
    connection.busy_timeout(PATIENCE)?;
    if !busy? && let Err(error) = seal::set(path) {
        tracing::warn!(%error, "the next start looks at every page of the database");
    }
    Ok(())
}

/// Tells a database apart that a newer version wrote.
pub(crate) fn check_version(database: &Connection) -> Result<(), Unopened> {
    let version: u32 = database.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if usize::try_from(version).is_ok_and(|version| version <= MIGRATIONS.len()) {
        return Ok(());
    }
    Err(Unopened::Unreadable {
        reason: PutAsideReason::Newer,
        technical: format!("version {version} of at most {}", MIGRATIONS.len()),
    })
}

/// Looks at every page of a database.
pub(crate) fn check_pages(database: &Connection) -> Result<(), Unopened> {
    let fault: String = database.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if fault == "ok" {
        Ok(())
    } else {
        Err(Unopened::damaged(fault))
    }
}

/// Whether a file's name is that of a database that was put aside.
pub(crate) fn is_put_aside(name: &str) -> bool {
    name.strip_prefix("care-exporter.").is_some_and(|rest| {
        rest.ends_with(".db") && (rest.starts_with("newer-") || rest.starts_with("damaged-"))
    })
}

/// Whether a file's name is that of a database that was put aside, or of what lay beside it.
pub(crate) fn is_put_aside_file(name: &str) -> bool {
    let is_beside = |end: &str| name.strip_suffix(end).is_some_and(is_put_aside);
    is_put_aside(name) || COMPANIONS.iter().any(|end| is_beside(end))
}

/// Gives a database and what SQLite keeps beside it another name in the same folder, with the
/// date in it, that no file has. The caller sees to it that nobody uses the database.
///
/// # Errors
/// When a file can't be renamed. Those that were keep their new names.
pub(crate) fn put_aside(path: &Path, reason: PutAsideReason, now: i64) -> io::Result<PathBuf> {
    let date = DateTime::<Utc>::from_timestamp_millis(now).unwrap_or_default();
    let why = match reason {
        PutAsideReason::Newer => "newer",
        PutAsideReason::Damaged => "damaged",
    };
    let name = format!("care-exporter.{why}-{}", date.format("%Y-%m-%d-%H%M%S"));
    let first = format!("{name}.db");
    let others = (2..).map(|n| format!("{name}-{n}.db"));
    let mut candidates = std::iter::once(first)
        .chain(others)
        .map(|name| path.with_file_name(name));
    let is_free = |path: &PathBuf| {
        let beside = COMPANIONS.iter().map(|end| companion(path, end));
        std::iter::once(path.clone())
            .chain(beside)
            .all(|path| path.symlink_metadata().is_err())
    };
    let Some(aside) = candidates.find(is_free) else {
        return Err(io::ErrorKind::AlreadyExists.into());
    };
    // The log goes first: a new database must never meet the log of another.
    for end in COMPANIONS {
        match fs::rename(companion(path, end), companion(&aside, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(path, &aside)?;
    Ok(aside)
}

pub(super) fn companion(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 23 November 2026, 08:00 UTC.
    const NOW: i64 = 1_795_420_800_000;

    fn reason(path: &Path) -> Option<PutAsideReason> {
        match open(path) {
            Err(Unopened::Unreadable { reason, .. }) => Some(reason),
            Err(Unopened::Trouble(problem)) => panic!("{problem}"),
            Ok(_) => None,
        }
    }

    fn database(folder: &Path) -> PathBuf {
        folder.join("care-exporter.db")
    }

    #[test]
    fn a_newer_database_is_told_apart_and_not_written_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = database(folder.path());
        let connection = open(&path).expect("a new database");
        connection
            .pragma_update(None, "user_version", 99)
            .expect("a newer version");
        // Another process has it open, so its log stays.
        let before = (fs::read(&path), fs::read(companion(&path, "-wal")));
        assert_eq!(reason(&path), Some(PutAsideReason::Newer));
        let after = (fs::read(&path), fs::read(companion(&path, "-wal")));
        assert_eq!(before.0.expect("there"), after.0.expect("there"));
        assert_eq!(before.1.expect("there"), after.1.expect("there"));
    }

    #[test]
    fn what_is_no_database_and_what_is_not_ours_are_damaged() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = database(folder.path());
        fs::write(&path, "a letter to my aunt, ".repeat(400)).expect("written");
        assert_eq!(reason(&path), Some(PutAsideReason::Damaged));
        fs::remove_file(&path).expect("removed");
        let others = Connection::open(&path).expect("a database");
        others
            .execute_batch("CREATE TABLE runs (mine INTEGER)")
            .expect("another program's table");
        drop(others);
        assert_eq!(reason(&path), Some(PutAsideReason::Damaged));
    }

    #[test]
    fn a_page_that_was_overwritten_is_found_wherever_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = database(folder.path());
        let connection = open(&path).expect("a new database");
        for n in 0..300 {
            connection
                .execute(
                    "INSERT INTO connections VALUES (?1, ?1, 'a', 'k', 'e', 'session', 'account', NULL)",
                    [format!("connection {n} {}", "x".repeat(100))],
                )
                .expect("stored");
        }
        drop(connection);
        let whole = fs::read(&path).expect("readable");
        let pages = whole.len() / 4096;
        assert!(pages > 20, "{pages}");
        for page in 0..pages {
            let mut bytes = whole.clone();
            bytes[page * 4096..(page + 1) * 4096].fill(0xA5);
            fs::write(&path, bytes).expect("written");
            assert_eq!(reason(&path), Some(PutAsideReason::Damaged), "page {page}");
            let _ = fs::remove_file(companion(&path, "-wal"));
            let _ = fs::remove_file(companion(&path, "-shm"));
        }
        fs::write(&path, &whole[..whole.len() / 2]).expect("cut");
        assert_eq!(reason(&path), Some(PutAsideReason::Damaged), "cut in half");
    }

    #[test]
    fn a_locked_database_is_not_damaged() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = database(folder.path());
        let busy = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(5), None);
        let locked = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(6), None);
        let full = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(13), None);
        for error in [busy, locked, full] {
            assert!(matches!(Unopened::from(error), Unopened::Trouble(_)));
        }
        fs::create_dir(&path).expect("a folder of that name");
        assert!(matches!(open(&path), Err(Unopened::Trouble(_))));
    }

    #[test]
    fn what_is_put_aside_never_replaces_anything() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = database(folder.path());
        let mut names = Vec::new();
        for n in 0..3 {
            fs::write(&path, format!("database {n}")).expect("written");
            fs::write(companion(&path, "-wal"), format!("log {n}")).expect("written");
            let aside = put_aside(&path, PutAsideReason::Damaged, NOW).expect("put aside");
            let kept = fs::read_to_string(&aside).expect("kept");
            assert_eq!(kept, format!("database {n}"));
            let log = fs::read_to_string(companion(&aside, "-wal")).expect("kept");
            assert_eq!(log, format!("log {n}"));
            assert!(!path.exists());
            names.push(aside.file_name().expect("a name").to_owned());
        }
        assert_eq!(
            names,
            [
                "care-exporter.damaged-2026-11-23-080000.db",
                "care-exporter.damaged-2026-11-23-080000-2.db",
                "care-exporter.damaged-2026-11-23-080000-3.db",
            ]
        );
        assert!(
            names
                .iter()
                .all(|name| is_put_aside(&name.to_string_lossy()))
        );
        assert!(!is_put_aside("care-exporter.db"));
    }
}
