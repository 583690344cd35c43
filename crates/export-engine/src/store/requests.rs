use rusqlite::{TransactionBehavior, params};

use super::Store;
use crate::model::Problem;

/// On which terms a request may be sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// Milliseconds over which requests are counted.
    pub(crate) window: i64,
    /// The most requests in any window.
    pub(crate) most: usize,
    /// How many of those must be left after this one.
    pub(crate) spare: usize,
    /// Whether it only asks how far an export is.
    pub(crate) look: bool,
    /// The most milliseconds that it keeps from the look before it, so that what is left of the budget lasts all of the
    /// window.
    pub(crate) apart: i64,
}

impl Store {
    /// Counts a request against an account when the terms allow it now. Otherwise counts nothing
    /// and gives the milliseconds to wait.
    ///
    /// Requests in the future (the clock was set back) count as sent now.
    pub(crate) async fn count_request(
        &self,
        account: &str,
        now: i64,
        terms: Terms,
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
                [now.saturating_sub(terms.window)],
            )?;
            let sent: Vec<(i64, bool)> = transaction
                .prepare_cached("SELECT at, look FROM requests WHERE account = ? ORDER BY at DESC")?
                .query_map([&account], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let wait = wait(&sent, now, terms);
            if wait.is_none() {
                transaction.execute(
                    "INSERT INTO requests (account, at, look) VALUES (?, ?, ?)",
                    params![account, now, terms.look],
                )?;
            }
            transaction.commit()?;
            Ok(wait)
        })
        .await
    }

    /// Whether more than one export of an account is under way or waits for its turn.
    pub(crate) async fn is_crowded(&self, account: &str) -> Result<bool, Problem> {
        let account = account.to_owned();
        self.call(move |db| {
            db.prepare_cached(
                "SELECT (SELECT count(*) FROM runs WHERE account = ?1 AND remote = 'open')
                    + (SELECT count(*) FROM runs WHERE phase = 'queued' AND account = ?1 AND remote <> 'open') > 1",
            )?
            .query_row([account], |row| row.get(0))
        })
        .await
    }
}

/// How long until the terms allow a request, given when others were sent, latest first.
fn wait(sent: &[(i64, bool)], now: i64, terms: Terms) -> Option<i64> {
    let room = terms.most.saturating_sub(terms.spare).max(1);
    let full = sent
        .get(room - 1)
        .map(|(oldest, _)| oldest + terms.window - now);
    let looks = sent.iter().filter(|(_, look)| *look);
    let others = sent.len() - looks.clone().count();
    let share = i64::try_from(terms.most.saturating_sub(others).max(1)).unwrap_or(1);
    let last_look = looks.map(|(at, _)| at).next();
    let early = last_look
        .map(|last| last + terms.apart.min(terms.window / share) - now)
        .filter(|wait| *wait > 0);
    full.max(early)
}
