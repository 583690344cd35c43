//! The list of runs: read in pages, searched, and shortened at the person's wish.

use std::path::PathBuf;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, TransactionBehavior, params, params_from_iter};

use super::runs::{ENDED, read};
use super::{RunRecord, Store, is_of_one_row, to_word};
use crate::model::{Phase, Problem};

/// The most bytes of requests in one page: a single one may hold thousands of ids.
const HEAVIEST_PAGE: i64 = 256 * 1024;

/// A page of runs, newest first.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) runs: Vec<RunRecord>,
    /// Where the next page begins; none after the last.
    pub(crate) next: Option<i64>,
}

impl Store {
    /// At most `most` of the listed runs that were asked for before `before`, in which each of the
    /// folded words occurs and whose phase is one of these (any when none is given).
    pub(crate) async fn runs_page(
        &self,
        words: Vec<String>,
        phases: Vec<Phase>,
        before: Option<i64>,
        most: u32,
    ) -> Result<Page, Problem> {
        self.call(move |db| {
            let mut values = vec![Value::Integer(before.unwrap_or(i64::MAX))];
            // With words, their small table is read first; only what fits is fetched.
            let (from, sequence) = if words.is_empty() {
                ("runs", "runs.sequence")
            } else {
                (
                    "run_search AS found CROSS JOIN runs ON runs.sequence = found.sequence",
                    "found.sequence",
                )
            };
            let mut filter = format!("{sequence} < ? AND removed_at IS NULL");
            for word in words {
                filter.push_str(" AND (instr(found.words, ?) OR instr(found.connection, ?))");
                values.extend([Value::Text(word.clone()), Value::Text(word)]);
            }
            if !phases.is_empty() {
                let places = vec!["?"; phases.len()].join(", ");
                filter.push_str(&format!(" AND phase IN ({places})"));
                for phase in &phases {
                    values.push(Value::Text(to_word(phase)?));
                }
            }
            values.push(Value::Integer(i64::from(most) + 1));
            let select = format!(
                "SELECT runs.*, length(request) AS weight FROM {from} WHERE {filter}
                 ORDER BY {sequence} DESC LIMIT ?"
            );
            let mut statement = db.prepare_cached(&select)?;
            let mut rows = statement.query(params_from_iter(values))?;
            let (mut runs, mut next, mut weight) = (Vec::new(), None, 0);
            while let Some(row) = rows.next()? {
                if runs.len() == most as usize || weight > HEAVIEST_PAGE {
                    next = runs.last().map(|run: &RunRecord| run.sequence);
                    break;
                }
                weight += row.get::<_, i64>("weight")?;
                match read(row) {
                    Err(error) if is_of_one_row(&error) => {
                        tracing::warn!(%error, "a run can't be read and is left out");
                    }
                    run => runs.push(run?),
                }
            }
            Ok(Page { runs, next })
        })
        .await
    }

    /// Takes ended runs off the list, and gives those that were on it.
    pub(crate) async fn remove_runs(
        &self,
        ids: Vec<String>,
        now: i64,
    ) -> Result<Vec<String>, Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut removed = Vec::new();
            {
                let mut remove = transaction.prepare_cached(&format!(
                    "UPDATE runs SET removed_at = ?2
                     WHERE id = ?1 AND removed_at IS NULL AND phase IN {ENDED}"
                ))?;
                for id in ids {
                    if remove.execute(params![id, now.max(1)])? == 1 {
                        removed.push(id);
                    }
                }
            }
            transaction.commit()?;
            Ok(removed)
        })
        .await
    }

    /// Puts runs back on the list that are not forgotten yet, and gives them.
    pub(crate) async fn restore_runs(&self, ids: Vec<String>) -> Result<Vec<String>, Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut restored = Vec::new();
            {
                let mut restore = transaction.prepare_cached(
                    "UPDATE runs SET removed_at = NULL WHERE id = ? AND removed_at > 0",
                )?;
                for id in ids {
                    if restore.execute([&id])? == 1 {
                        restored.push(id);
                    }
                }
            }
            transaction.commit()?;
            Ok(restored)
        })
        .await
    }

    /// Settles that the runs taken off the list until `limit` do not come back, and gives their
    /// downloads. One whose job may still be running keeps its place until the job ends.
    pub(crate) async fn settle_removed(
        &self,
        limit: i64,
        now: i64,
    ) -> Result<Vec<PathBuf>, Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // A moment in the future is from a clock that was set back since.
            transaction.execute(
                &format!(
                    "UPDATE runs SET removed_at = 0
                     WHERE removed_at IS NOT NULL AND phase IN {ENDED} AND remote <> 'open'
                        AND (removed_at <= ?1 OR removed_at > ?2)"
                ),
                [limit, now],
            )?;
            let parts = transaction
                .prepare_cached(
                    "SELECT part FROM runs WHERE removed_at = 0 AND part IS NOT NULL
                     UNION SELECT download.value ->> 'path'
                        FROM runs, json_each(runs.joined, '$.gathered') AS download
                        WHERE removed_at = 0 AND runs.joined IS NOT NULL",
                )?
                .query_map([], |row| row.get::<_, String>(0).map(PathBuf::from))?
                .collect::<rusqlite::Result<_>>()?;
            transaction.commit()?;
            Ok(parts)
        })
        .await
    }

    /// Forgets the settled runs, once their downloads are gone.
    pub(crate) async fn forget_settled(&self) -> Result<(), Problem> {
        self.call(|db| {
            db.execute("DELETE FROM runs WHERE removed_at = 0", [])?;
            Ok(())
        })
        .await
    }

    /// Where the files of runs that are not at their end are going to be.
    pub(crate) async fn live_targets(&self) -> Result<Vec<PathBuf>, Problem> {
        self.call(|db| {
            db.prepare_cached(&format!(
                "SELECT target FROM runs WHERE phase NOT IN {ENDED}"
            ))?
            .query_map([], |row| row.get::<_, String>(0).map(PathBuf::from))?
            .collect()
        })
        .await
    }

    /// Where the files of saved runs are, for those of the ids that are saved.
    pub(crate) async fn saved_places(
        &self,
        ids: Vec<String>,
    ) -> Result<Vec<(String, PathBuf)>, Problem> {
        self.call(move |db| {
            let mut place = db.prepare_cached(
                "SELECT target FROM runs WHERE id = ? AND phase = 'saved' AND removed_at IS NULL",
            )?;
            let mut places = Vec::new();
            for id in ids {
                let found: Option<String> = place.query_row([&id], |row| row.get(0)).optional()?;
                places.extend(found.map(|path| (id, PathBuf::from(path))));
            }
            Ok(places)
        })
        .await
    }
}
