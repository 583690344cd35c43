//! The data folder's database: connections (without passwords), runs, requests sent, columns.

mod activity;
mod agents;
mod columns;
mod connections;
mod hidden_files;
mod kept;
mod lessons;
mod notices;
mod opening;
mod presets;
mod previews;
mod requests;
mod runs;
mod seal;
mod settings;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{Connection, ErrorCode};
use rusqlite_migration::M;
use tokio::sync::Mutex;

use crate::model::{Problem, ProblemKind};

pub(crate) use connections::{ConnectionKind, StoredConnection};
pub(crate) use opening::{
    Unopened, check_pages, check_version, is_put_aside, is_put_aside_file, put_aside,
};
pub(crate) use presets::{PresetStored, StoredPreset};
pub(crate) use requests::Terms;
pub(crate) use runs::{
    Claim, Gathered, Joined, MadeFile, Part, Purpose, Remote, RunRecord, Stored, WholePart,
};

const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("migrations/0001_connections_and_runs.sql")),
    M::up(include_str!("migrations/0002_notices.sql")),
    M::up(include_str!("migrations/0003_activity.sql")),
    M::up(include_str!("migrations/0004_settings.sql")),
    M::up(include_str!("migrations/0005_agents.sql")),
    M::up(include_str!("migrations/0006_files_of_runs.sql")),
    M::up(include_str!("migrations/0007_hidden_files.sql")),
    M::up(include_str!("migrations/0008_parts.sql")),
    M::up(include_str!("migrations/0009_previews.sql")),
    M::up(include_str!("migrations/0010_presets.sql")),
    M::up(include_str!("migrations/0011_looks.sql")),
    M::up(include_str!("migrations/0012_reports.sql")),
    M::up(include_str!("migrations/0013_joined.sql")),
    M::up(include_str!("migrations/0014_filter_names.sql")),
];

/// The database. Cheap to clone; calls run on a blocking thread.
#[derive(Clone)]
pub(crate) struct Store {
    connection: Arc<Mutex<Connection>>,
    path: Arc<Path>,
    watched: Option<Watched>,
}

/// Whoever is told of every write.
#[derive(Clone)]
struct Watched {
    watch: Watch,
    /// How many transactions were about to become part of the database.
    commits: Arc<AtomicU64>,
}

/// Is called right before a write becomes part of the database, and right after it.
pub type Watch = Arc<dyn Fn() + Send + Sync>;

impl Store {
    /// Opens the database in a file, bringing its schema up to date. Not for two at a time.
    pub(crate) fn open(path: &Path) -> Result<Store, Unopened> {
        Ok(Store {
            connection: Arc::new(Mutex::new(opening::open(path)?)),
            path: path.into(),
            watched: None,
        })
    }

    /// The same database, with every write told to `watch`.
    pub(crate) async fn watched(self, watch: Watch) -> Result<Store, Problem> {
        let commits = Arc::new(AtomicU64::new(0));
        let watched = Watched {
            watch: Arc::clone(&watch),
            commits: Arc::clone(&commits),
        };
        self.call(move |db| {
            db.commit_hook(Some(move || {
                commits.fetch_add(1, Ordering::SeqCst);
                watch();
                false
            }))
        })
        .await?;
        Ok(Store {
            watched: Some(watched),
            ..self
        })
    }

    /// Leaves the database so that the next start finds it in order without looking at all of it.
    pub(crate) async fn leave(&self) -> Result<(), Problem> {
        let path = Arc::clone(&self.path);
        self.call(move |db| opening::leave(db, &path)).await
    }

    /// Runs `work` on the database, away from the async threads.
    async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        // First come, first served, and nothing of a caller that is gone: a write of a step that was
        // dropped must not land after the one that followed it.
        let mut connection = Arc::clone(&self.connection).lock_owned().await;
        let watched = self.watched.clone();
        let done = tokio::task::spawn_blocking(move || match watched {
            Some(watched) => watched.after(|| work(&mut connection)),
            None => work(&mut connection),
        });
        match done.await {
            Ok(result) => result.map_err(|error| {
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) {
                    seal::remove(&self.path);
                }
                data_folder(error)
            }),
            Err(error) => Err(ProblemKind::Internal.because(error)),
        }
    }
}

impl Watched {
    /// Tells after work that wrote something.
    fn after<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.commits.load(Ordering::SeqCst);
        let done = work();
        if self.commits.load(Ordering::SeqCst) > before {
            (self.watch)();
        }
        done
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
    use crate::model::{FileFormat, FileNotes, FileOptions, Phase, Report, ReportOptions};

    #[test]
    fn the_migrations_are_valid() {
        Migrations::from_slice(MIGRATIONS)
            .validate()
            .expect("every migration applies");
    }

    #[tokio::test]
    async fn runs_of_the_first_version_are_still_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("care-exporter.db");
        let mut connection = Connection::open(&path).expect("a database");
        Migrations::from_slice(&MIGRATIONS[..1])
            .to_latest(&mut connection)
            .expect("the first version");
        for (id, format, phase, job) in [
            ("1", "json", "waiting", Some("W")),
            ("2", "csv", "saved", Some("W")),
            ("3", "csv", "downloading", Some("W")),
            ("4", "csv", "failed", Some("W")),
            ("5", "csv", "queued", None),
        ] {
            let request = format!(
                r#"{{"connectionId":"c","period":{{"kind":"instants","start":1,"end":2}},"timeZone":"UTC",
                "locale":null,"teamIds":[],"agentIds":[],"includeDisabled":false,"columns":["a"],"format":"{format}"}}"#
            );
            let saved = r#"{"folder":"/f","bytes":1,"rows":1,"columns":["a"],"missingColumns":[]}"#;
            connection
                .execute(
                    "INSERT INTO runs (id, account, owner, request, phase, steps, created_at, workflow_id, job_id,
                        remote, target, overwrite, saved)
                     VALUES (?1, 'a', 'o', ?2, ?3, json_array(json_array(?3, 7)), 7, ?4, ?4, 'open', '/f/x', 0, ?5)",
                    rusqlite::params![id, request, phase, job, (phase == "saved").then_some(saved)],
                )
                .expect("a run of the first version");
        }
        drop(connection);

        let store = Store::open(&path).expect("brought up to date");
        let mut runs = std::collections::HashMap::new();
        for id in ["1", "2", "3", "4", "5"] {
            let run = store.run(id).await.expect("read").expect("there");
            runs.insert(id, run);
        }
        let of = |id: &str| runs[id].clone();
        let (json, csv) = (
            FileOptions::of(FileFormat::Json),
            FileOptions::of(FileFormat::Csv),
        );
        assert_eq!(
            (of("1").request.file, of("1").phase),
            (json, Phase::Waiting)
        );
        assert!(of("1").job.is_some());
        // There were User exports only, and nothing was chosen in them that they don't have.
        let report = (of("1").request.report, of("1").request.options);
        assert_eq!(report, (Report::User, ReportOptions::default()));
        let saved = of("2");
        assert_eq!((saved.request.file, saved.phase), (csv, Phase::Saved));
        assert_eq!(saved.saved.expect("a file").notes, FileNotes::default());
        // The service's own CSV is of no use any more.
        let cut_off = of("3");
        assert_eq!((cut_off.phase, cut_off.job), (Phase::Interrupted, None));
        assert_eq!(cut_off.remote, Remote::Closed);
        assert_eq!(
            cut_off.steps,
            [(Phase::Downloading, 7), (Phase::Interrupted, 7)]
        );
        assert_eq!((of("4").phase, of("4").job), (Phase::Failed, None));
        assert_eq!(
            (of("5").phase, of("5").remote),
            (Phase::Queued, Remote::Open)
        );
    }

    #[tokio::test]
    async fn columns_learned_before_there_were_other_exports_are_those_of_user_exports() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("care-exporter.db");
        let mut connection = Connection::open(&path).expect("a database");
        Migrations::from_slice(&MIGRATIONS[..11])
            .to_latest(&mut connection)
            .expect("the version before");
        connection
            .execute_batch(
                "INSERT INTO connections (id, name, address, company_key, email, password_keeping, kind)
                    VALUES ('c', 'n', 'a', 'k', 'e', 'session', 'account');
                 INSERT INTO learned_columns VALUES ('c', 'Own', 7);",
            )
            .expect("a learned column");
        drop(connection);
        let store = Store::open(&path).expect("brought up to date");
        let learned = |report| store.learned_columns("c", report);
        let of_users = learned(Report::User).await.expect("read");
        assert_eq!(of_users, [("Own".to_owned(), 7)]);
        assert_eq!(learned(Report::Author).await.expect("read"), []);
        let kept = store.connection("c").await.expect("read").expect("there");
        assert_eq!(kept.instance, None);
        store.delete_connection("c").await.expect("removed");
        assert_eq!(learned(Report::User).await.expect("read"), []);
    }
}
