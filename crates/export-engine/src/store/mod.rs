//! The data folder's database: connections (without passwords), runs, requests sent, columns.

mod activity;
mod agents;
mod columns;
mod connections;
mod lessons;
mod notices;
mod opening;
mod requests;
mod runs;
mod settings;

use std::path::Path;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite_migration::M;
use tokio::sync::Mutex;

use crate::model::{Problem, ProblemKind};

pub(crate) use connections::{ConnectionKind, StoredConnection};
pub(crate) use opening::{Unopened, put_aside};
pub(crate) use runs::{Part, Purpose, Remote, RunRecord, Stored, WholePart};

const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_connections_and_runs.sql")),
    M::up(include_str!("migrations/0002_notices.sql")),
    M::up(include_str!("migrations/0003_activity.sql")),
    M::up(include_str!("migrations/0004_settings.sql")),
    M::up(include_str!("migrations/0005_agents.sql")),
];

/// The database. Cheap to clone; calls run on a blocking thread.
#[derive(Clone)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
}

impl Store {
    /// Opens the database in a file, bringing its schema up to date. Not for two at a time.
    pub(crate) fn open(path: &Path) -> Result<Store, Unopened> {
        Ok(Store {
            connection: Arc::new(Mutex::new(opening::open(path)?)),
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

/// The rows that can be read: one that can't (written by another version, or damaged) is logged and
/// must not hide the others.
fn readable<T>(
    rows: impl Iterator<Item = rusqlite::Result<T>>,
    what: &'static str,
) -> rusqlite::Result<Vec<T>> {
    let legible = |row: rusqlite::Result<T>| match row {
        Err(error) if is_of_one_row(&error) => {
            tracing::warn!(%error, "{what} can't be read and is left out");
            None
        }
        row => Some(row),
    };
    rows.filter_map(legible).collect()
}

/// Whether an error is about what stands in a row, not about the database.
fn is_of_one_row(error: &rusqlite::Error) -> bool {
    use rusqlite::Error;
    matches!(
        error,
        Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::Utf8Error(..)
            | Error::InvalidColumnType(..)
    )
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
    use rusqlite_migration::Migrations;

    use super::*;

    #[test]
    fn the_migrations_are_valid() {
        Migrations::from_slice(MIGRATIONS)
            .validate()
            .expect("every migration applies");
    }
}
