//! The mark that a database lies as the app left it, so that the next start need not look at each of its pages: a file
//! beside it with the length and the time of the last change that it had.
//!
//! It is set when the app ends with everything in the database's own file. Whatever changes that file breaks it, as do a log
//! beside it and a page that could not be read.

use std::fs;
use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

/// The seal's ending in place of the database's.
const ENDING: &str = "seal";

/// Whether nothing touched the database since its seal was set.
pub(super) fn is_unbroken(database: &Path) -> bool {
    let sealed = fs::read_to_string(database.with_extension(ENDING));
    let log = fs::metadata(super::opening::companion(database, "-wal"));
    sealed.is_ok_and(|sealed| likeness(database).is_ok_and(|now| now == sealed))
        && log.map_or_else(
            |error| error.kind() == io::ErrorKind::NotFound,
            |log| log.len() == 0,
        )
}

/// Seals a database whose log is in it.
pub(super) fn set(database: &Path) -> io::Result<()> {
    fs::write(database.with_extension(ENDING), likeness(database)?)
}

/// Has the next start look at every page.
pub(super) fn remove(database: &Path) {
    // Without one there is nothing to remove; with one that stays, a damaged page is met again.
    let _ = fs::remove_file(database.with_extension(ENDING));
}

fn likeness(database: &Path) -> io::Result<String> {
    let file = fs::metadata(database)?;
    let changed = file.modified()?.duration_since(UNIX_EPOCH);
    let changed = changed.map_err(io::Error::other)?.as_nanos();
    Ok(format!("{} {changed}", file.len()))
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::super::opening::{leave, open};
    use super::*;

    const WRITE: &str = "INSERT INTO notices (at, what) VALUES (1, '{}')";

    #[test]
    fn holds_until_anything_touches_the_database() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("care-exporter.db");
        let connection = open(&path).expect("a new database");
        connection.execute_batch(WRITE).expect("written");
        assert!(!is_unbroken(&path), "never left in order");
        leave(&connection, &path).expect("left");
        assert!(is_unbroken(&path));

        // As after a crash: what was written is in the log.
        connection.execute_batch(WRITE).expect("written");
        assert!(!is_unbroken(&path), "it has a log");
        leave(&connection, &path).expect("left");
        assert!(is_unbroken(&path));

        // As another program, or a disk that fails.
        let mut bytes = fs::read(&path).expect("readable");
        let last = bytes.len() - 4096;
        bytes[last..].fill(0xA5);
        fs::write(&path, &bytes).expect("written");
        assert!(!is_unbroken(&path), "another wrote to it");
        drop(connection);
        assert!(open(&path).is_err(), "every page is looked at");
    }

    #[test]
    fn is_not_set_while_somebody_reads_what_is_in_the_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("care-exporter.db");
        let connection = open(&path).expect("a new database");
        let reader = open(&path).expect("a second copy");
        reader
            .execute_batch("BEGIN; SELECT count(*) FROM notices")
            .expect("it reads");
        connection.execute_batch(WRITE).expect("written");
        leave(&connection, &path).expect("left to the other");
        assert!(!is_unbroken(&path));
    }

    #[tokio::test]
    async fn is_removed_when_a_page_can_not_be_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("care-exporter.db");
        let store = Store::open(&path).expect("a new database");
        let write = "INSERT INTO notices (at, what) VALUES (1, hex(zeroblob(100000)))";
        store
            .call(move |db| db.execute_batch(write))
            .await
            .expect("written");
        store.leave().await.expect("left");
        drop(store);

        // A disk that spoils what it keeps changes no time.
        let before = fs::metadata(&path).and_then(|file| file.modified());
        let mut bytes = fs::read(&path).expect("readable");
        let last = bytes.len() - 3 * 4096;
        bytes[last..].fill(0xA5);
        fs::write(&path, &bytes).expect("written");
        fs::File::options()
            .write(true)
            .open(&path)
            .and_then(|file| file.set_modified(before?))
            .expect("the time of before");
        assert!(is_unbroken(&path), "nothing shows it");
        let store = Store::open(&path).expect("nothing shows it");
        let read = "SELECT what FROM notices";
        let met = store
            .call(move |db| db.query_row(read, [], |row| row.get::<_, String>(0)))
            .await;
        assert!(met.is_err(), "it is met");
        drop(store);
        assert!(Store::open(&path).is_err(), "every page is looked at");
    }
}
