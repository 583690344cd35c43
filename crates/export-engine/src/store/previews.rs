use rusqlite::{OptionalExtension, params};

use super::{Store, is_of_one_row, json, to_json};
use crate::model::Problem;
use crate::preview::Known;

impl Store {
    /// What is known of a run's file. What an earlier version knew in another way is not known.
    pub(crate) async fn preview(&self, run_id: &str) -> Result<Option<Known>, Problem> {
        let id = run_id.to_owned();
        self.call(move |db| {
            let found = db
                .prepare_cached("SELECT known FROM previews WHERE run_id = ?")?
                .query_row([id], |row| json(row, "known"))
                .optional();
            match found {
                Err(error) if is_of_one_row(&error) => Ok(None),
                found => found,
            }
        })
        .await
    }

    /// Remembers what is known of a run's file, for as long as the run is remembered.
    pub(crate) async fn put_preview(&self, run_id: &str, known: Known) -> Result<(), Problem> {
        let id = run_id.to_owned();
        self.call(move |db| {
            db.prepare_cached(
                "INSERT OR REPLACE INTO previews (run_id, known)
                 SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM runs WHERE id = ?1)",
            )?
            .execute(params![id, to_json(&known)?])?;
            Ok(())
        })
        .await
    }

    /// Forgets what was known of a run's file.
    pub(crate) async fn remove_preview(&self, run_id: &str) -> Result<(), Problem> {
        let id = run_id.to_owned();
        self.call(move |db| {
            db.execute("DELETE FROM previews WHERE run_id = ?", [id])?;
            Ok(())
        })
        .await
    }
}
