use rusqlite::params;

use super::Store;
use crate::columns::Learned;
use crate::model::{Problem, Report};

impl Store {
    /// Columns learned from a connection's files of an export and when, by name.
    pub(crate) async fn learned_columns(
        &self,
        connection_id: &str,
        report: Report,
    ) -> Result<Vec<Learned>, Problem> {
        let id = connection_id.to_owned();
        self.call(move |db| {
            db.prepare_cached(
                "SELECT name, learned_at FROM learned_columns
                 WHERE connection_id = ? AND report = ? ORDER BY name",
            )?
            .query_map([&id, report.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
        })
        .await
    }

    /// Remembers columns of a connection's export. True when there was a new one.
    pub(crate) async fn learn_columns(
        &self,
        connection_id: &str,
        report: Report,
        names: Vec<String>,
        now: i64,
    ) -> Result<bool, Problem> {
        let id = connection_id.to_owned();
        self.call(move |db| {
            let transaction = db.transaction()?;
            let mut new = 0;
            {
                // A connection may have been removed while its last run ended.
                let mut insert = transaction.prepare_cached(
                    "INSERT OR IGNORE INTO learned_columns (connection_id, report, name, learned_at)
                     SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM connections WHERE id = ?1)",
                )?;
                for name in names {
                    new += insert.execute(params![id, report.as_str(), name, now])?;
                }
            }
            transaction.commit()?;
            Ok(new > 0)
        })
        .await
    }
}
