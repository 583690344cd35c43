use rusqlite::{TransactionBehavior, params};

use super::Store;
use crate::model::Problem;

impl Store {
    /// Counts a request against an account, when fewer than `most` were sent in the last `window`
    /// milliseconds. Otherwise counts nothing and gives the milliseconds to wait.
    ///
    /// Requests in the future (the clock was set back) count as sent now.
    pub(crate) async fn count_request(
        &self,
        account: &str,
        now: i64,
        window: i64,
        most: usize,
    ) -> Result<Option<i64>, Problem> {
        let account = account.to_owned();
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute(
                "UPDATE requests SET at = ?2 WHERE account = ?1 AND at > ?2",
                params![account, now],
            )?;
            transaction.execute(
                "DELETE FROM requests WHERE at <= ?",
                [now.saturating_sub(window)],
            )?;
            let sent: Vec<i64> = transaction
                .prepare_cached("SELECT at FROM requests WHERE account = ? ORDER BY at DESC")?
                .query_map([&account], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let wait = most
                .checked_sub(1)
                .and_then(|last| sent.get(last))
                .map(|oldest| oldest + window - now);
            if wait.is_none() {
                transaction.execute(
                    "INSERT INTO requests (account, at) VALUES (?, ?)",
                    params![account, now],
                )?;
            }
            transaction.commit()?;
            Ok(wait)
        })
        .await
    }
}
