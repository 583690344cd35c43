use std::path::PathBuf;

use rusqlite::TransactionBehavior;

use super::Store;
use super::runs::ENDED;
use crate::model::Problem;

/// How much there is of each kind.
#[derive(Debug)]
pub(crate) struct KeptCounts {
    pub(crate) ended_runs: u32,
    pub(crate) presets: u32,
    pub(crate) connections: u32,
    pub(crate) columns: u32,
    pub(crate) agents: u32,
}

impl Store {
    /// Counts what is kept.
    pub(crate) async fn kept_counts(&self) -> Result<KeptCounts, Problem> {
        self.call(|db| {
            let count = |query: &str| db.query_row(query, [], |row| row.get(0));
            Ok(KeptCounts {
                ended_runs: count(&format!(
                    "SELECT count(*) FROM runs WHERE removed_at IS NULL AND phase IN {ENDED}"
                ))?,
                presets: count("SELECT count(*) FROM presets WHERE removed_at IS NULL")?,
                connections: count("SELECT count(*) FROM connections WHERE kind <> 'unlisted'")?,
                columns: count("SELECT count(*) FROM learned_columns")?,
                agents: count(
                    "SELECT coalesce(sum(json_array_length(agents)), 0) FROM agents WHERE json_valid(agents)",
                )?,
            })
        })
        .await
    }

    /// The listed runs that are at their end.
    pub(crate) async fn ended_runs(&self) -> Result<Vec<String>, Problem> {
        self.call(|db| {
            db.prepare(&format!(
                "SELECT id FROM runs WHERE removed_at IS NULL AND phase IN {ENDED}"
            ))?
            .query_map([], |row| row.get(0))?
            .collect()
        })
        .await
    }

    /// Whether any process has a run that is not at its end.
    pub(crate) async fn has_any_live_run(&self) -> Result<bool, Problem> {
        self.call(|db| {
            db.query_row(
                &format!("SELECT EXISTS (SELECT 1 FROM runs WHERE phase NOT IN {ENDED})"),
                [],
                |row| row.get(0),
            )
        })
        .await
    }

    /// Forgets the learned columns, and gives the connections that had some.
    pub(crate) async fn forget_columns(&self) -> Result<Vec<String>, Problem> {
        self.call(|db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let connections = transaction
                .prepare("SELECT DISTINCT connection_id FROM learned_columns")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            transaction.execute("DELETE FROM learned_columns", [])?;
            transaction.commit()?;
            Ok(connections)
        })
        .await
    }

    /// Forgets the learned agents.
    pub(crate) async fn forget_agents(&self) -> Result<(), Problem> {
        self.call(|db| db.execute("DELETE FROM agents", []).map(drop))
            .await
    }

    /// Forgets everything, and gives the downloads that runs had kept. What was sent in the last minutes stays
    /// known, because the service counts it, and so does a job that still runs over there, until it ends.
    pub(crate) async fn forget_everything(&self) -> Result<Vec<PathBuf>, Problem> {
        self.call(|db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let parts = transaction
                .prepare("SELECT part FROM runs WHERE part IS NOT NULL")?
                .query_map([], |row| row.get::<_, String>(0).map(PathBuf::from))?
                .collect::<rusqlite::Result<_>>()?;
            // Long ago, so that it goes as soon as its job has ended.
            transaction.execute("UPDATE runs SET removed_at = 1 WHERE remote = 'open'", [])?;
            transaction.execute("DELETE FROM runs WHERE remote <> 'open'", [])?;
            for table in ["presets", "connections", "notices", "settings"] {
                transaction.execute(&format!("DELETE FROM {table}"), [])?;
            }
            transaction.commit()?;
            // What was deleted would otherwise stay readable in the file until it is overwritten.
            db.execute_batch("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);")?;
            Ok(parts)
        })
        .await
    }
}
