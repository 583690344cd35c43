//! The service's limits, kept by us because it does not tell what is left of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as Turn;

use crate::clock::Clock;
use crate::model::Problem;
use crate::store::Store;

/// Exports of one user that the service runs at once.
pub(crate) const RUNNING_JOBS: u32 = 2;
/// Requests in any window, for one user.
const REQUESTS: usize = 20;
/// A minute, and a second for requests that travel slower than others: the service counts them
/// when they arrive.
const WINDOW: i64 = 61_000;

/// The request budget of every account, shared by all processes on a data folder and kept over
/// restarts, because it lives in the database.
pub(crate) struct RequestBudget {
    store: Store,
    clock: Arc<dyn Clock>,
    turns: Mutex<HashMap<String, Arc<Turn<()>>>>,
}

impl RequestBudget {
    pub(crate) fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        RequestBudget {
            store,
            clock,
            turns: Mutex::default(),
        }
    }

    /// Waits until one more request of the account may be sent, first come, first served, and
    /// counts it.
    pub(crate) async fn request(&self, account: &str) -> Result<(), Problem> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(account.to_owned()).or_default())
        };
        let _turn = turn.lock().await;
        loop {
            let now = self.clock.now();
            let wait = self
                .store
                .count_request(account, now, WINDOW, REQUESTS)
                .await?;
            match wait {
                None => return Ok(()),
                Some(wait) => {
                    let wait = Duration::from_millis(wait.max(1).unsigned_abs());
                    self.clock.sleep(wait).await;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::tests::TestClock;

    fn budget(clock: &TestClock, path: &std::path::Path) -> RequestBudget {
        let store = Store::open(&path.join("test.db")).expect("a database");
        RequestBudget::new(store, Arc::new(clock.clone()))
    }

    #[tokio::test]
    async fn never_more_than_twenty_in_any_sixty_seconds() {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = TestClock::at(1_000_000);
        let budget = budget(&clock, folder.path());
        let mut sent = Vec::new();
        for n in 0..70_i64 {
            budget.request("someone").await.expect("counted");
            sent.push(clock.now());
            clock.advance(n * 37 % 900);
        }
        for window in sent.windows(21) {
            assert!(window[20] - window[0] > 60_000, "{window:?}");
        }
        // It waits no longer than the window asks for.
        assert!(sent[69] - sent[0] < 4 * 61_000);
    }

    #[tokio::test]
    async fn the_count_outlives_the_process_and_a_clock_set_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = TestClock::at(1_000_000);
        let first = budget(&clock, folder.path());
        for _ in 0..20 {
            first.request("someone").await.expect("counted");
        }
        drop(first);
        clock.set(400_000);
        let second = budget(&clock, folder.path());
        second.request("someone").await.expect("counted");
        assert_eq!(clock.now(), 461_000);
    }

    #[tokio::test]
    async fn accounts_do_not_wait_for_each_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = TestClock::at(0);
        let budget = budget(&clock, folder.path());
        for _ in 0..20 {
            budget.request("one").await.expect("counted");
            budget.request("other").await.expect("counted");
        }
        assert_eq!(clock.now(), 0);
    }
}
