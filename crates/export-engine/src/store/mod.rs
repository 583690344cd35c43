//! The data folder's database: connections (without passwords), runs, requests sent, columns.

mod columns;
mod connections;
mod requests;
mod runs;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};
use tokio::sync::Mutex;

use crate::model::{Problem, ProblemKind};

pub(crate) use connections::{ConnectionKind, StoredConnection};
pub(crate) use runs::{Part, Remote, RunRecord, WholePart};

const MIGRATIONS: &[M<'static>] = &[M::up(include_str!(
    "migrations/0001_connections_and_runs.sql"
))];

/// The database. Cheap to clone; calls run on a blocking thread.
#[derive(Clone)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    /// Opens the database in a file, bringing its schema up to date. Not for two at a time: the
    /// schema's version is read before it is changed.
    pub(crate) fn open(path: &Path) -> Result<Store, Problem> {
        let mut connection = Connection::open(path).map_err(data_folder)?;
        // Another process may be writing: the command line works beside the window.
        connection
            .busy_timeout(Duration::from_secs(10))
            .map_err(data_folder)?;
        for (name, value) in [("journal_mode", "WAL"), ("synchronous", "FULL")] {
            connection
                .pragma_update(None, name, value)
                .map_err(data_folder)?;
        }
        connection
            .pragma_update(None, "foreign_keys", true)
            .map_err(data_folder)?;
        Migrations::from_slice(MIGRATIONS)
            .to_latest(&mut connection)
            .map_err(|error| ProblemKind::DataFolder.because(error))?;
        Ok(Store {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// Runs `work` on the database, away from the async threads.
    async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        // First come, first served, and nothing of a caller that is gone: a write of a step that was
        // dropped must not land after the one that followed it.
        let mut connection = Arc::clone(&self.connection).lock_owned().await;
        let done = tokio::task::spawn_blocking(move || work(&mut connection));
        match done.await {
            Ok(result) => result.map_err(data_folder),
            Err(error) => Err(ProblemKind::Internal.because(error)),
        }
    }
}

fn data_folder(error: rusqlite::Error) -> Problem {
    ProblemKind::DataFolder.because(error)
}

/// A column that holds JSON.
fn json<T: serde::de::DeserializeOwned>(row: &rusqlite::Row, name: &str) -> rusqlite::Result<T> {
    let text: String = row.get(name)?;
    serde_json::from_str(&text).map_err(|error| unreadable(row, name, error))
}

/// A column that holds one of our small enums, by its name in JSON.
fn word<T: serde::de::DeserializeOwned>(row: &rusqlite::Row, name: &str) -> rusqlite::Result<T> {
    let text: String = row.get(name)?;
    serde_json::from_value(serde_json::Value::String(text))
        .map_err(|error| unreadable(row, name, error))
}

fn unreadable(row: &rusqlite::Row, name: &str, error: serde_json::Error) -> rusqlite::Error {
    let column = row.as_ref().column_index(name).unwrap_or_default();
    rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(error))
}

/// JSON for a column.
fn to_json(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

/// The name of one of our small enums, for a column.
fn to_word(value: &impl serde::Serialize) -> rusqlite::Result<String> {
    to_json(value).map(|text| text.trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_migrations_are_valid() {
        Migrations::from_slice(MIGRATIONS)
            .validate()
            .expect("every migration applies");
    }

    #[test]
    fn a_newer_database_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("care-exporter.db");
        drop(Store::open(&path).expect("a new database"));
        let connection = Connection::open(&path).expect("the database");
        connection
            .pragma_update(None, "user_version", 99)
            .expect("a newer version");
        drop(connection);
        let problem = Store::open(&path).err().expect("refused");
        assert_eq!(problem.kind, ProblemKind::DataFolder);
        let connection = Connection::open(&path).expect("the database");
        let version: i64 = connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .expect("its version");
        assert_eq!(version, 99);
    }
}
