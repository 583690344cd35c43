//! Runs that nobody sees, because they are made to learn from.

use rusqlite::OptionalExtension;

use super::runs::read;
use super::{RunRecord, Store};
use crate::model::Problem;

const ENDED: &str = "('saved', 'failed', 'cancelled', 'interrupted')";

impl Store {
    /// A run to learn from.
    pub(crate) async fn lesson(&self, id: &str) -> Result<Option<RunRecord>, Problem> {
        let id = id.to_owned();
        self.call(move |db| {
            db.prepare_cached("SELECT * FROM runs WHERE id = ?")?
                .query_row([id], read)
                .optional()
        })
        .await
    }

    /// The runs to learn from that are not at their end and whose process this is.
    pub(crate) async fn lessons(&self, owner: &str) -> Result<Vec<RunRecord>, Problem> {
        let owner = owner.to_owned();
        self.call(move |db| {
            db.prepare_cached(&format!(
                "SELECT * FROM runs WHERE owner = ? AND removed_at IS NOT NULL AND phase NOT IN {ENDED}"
            ))?
            .query_map([owner], read)?
            .collect()
        })
        .await
    }

    /// Forgets an ended run that was to be learned from, unless its job may still be running.
    pub(crate) async fn forget_lesson(&self, id: &str) -> Result<(), Problem> {
        let id = id.to_owned();
        self.call(move |db| {
            db.execute(
                &format!(
                    "DELETE FROM runs WHERE id = ? AND removed_at IS NOT NULL AND remote <> 'open'
                        AND phase IN {ENDED}"
                ),
                [id],
            )?;
            Ok(())
        })
        .await
    }
}
