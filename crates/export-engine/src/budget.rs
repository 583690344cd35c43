//! The service's limits, kept by us because it does not tell what is left of them.
//!
//! # Which request goes first
//! 20 requests a minute are shared by everything: what a person waits for (lists, the test of a connection),
//! downloads, creations, and looks at how far an export is. Looks are what can be spared, so they get what
//! the others leave:
//!
//! - a person's request and a download go as soon as the window has room for one;
//! - a look leaves room for the download that it may lead to, and for a creation that waits for room;
//! - a creation leaves room for what it leads to, two looks and a download; after the first two of a window it keeps its
//!   distance to the one before: the three requests of an export, and some looks that come too early. Exports that
//!   are made faster than can be asked would else spend the window on creations, and be looked at when the next one
//!   begins;
//! - while several exports share an account, looks at those that are not quite young keep their distance: the window
//!   divided by the requests that the others leave. A window that is spent in its first seconds would be blind for the
//!   rest. When an export is looked at is another matter: see [`crate::looks`].
//!
//! # The model
//! Nobody knows when an export will be ready. The best that a client can do who does not is to look at each every `y`
//! seconds, and to let `d` seconds pass between two creations, `y` and `d` being what suits the exports best. A test
//! has sixty exports made whose times it knows, and finds that best: it plays a fine grid of such schedules, to the
//! millisecond and with requests that take no time, on 20 requests in any 60 seconds and two exports at once, and takes
//! the one with the shortest mean time from an export's end to the start of its download, of those that are done with
//! all exports in the time of the quickest and a tenth. Held against that, the engine's mean time stays within 1.5
//! times, for exports of fractions of a second to half an hour, and mixtures. It stays within twice that of a client who
//! knows beforehand how long the shortest and the longest will take, and looks at none before that.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as Turn;

use crate::clock::Clock;
use crate::model::Problem;
use crate::store::{Store, Terms};

/// Exports of one user that the service runs at once.
pub(crate) const RUNNING_JOBS: u32 = 2;
/// Requests in any window, for one user.
pub(crate) const REQUESTS: usize = 20;
/// A minute, and a second for requests that travel slower than others: the service counts them
/// when they arrive. In milliseconds.
pub(crate) const WINDOW: i64 = 61_000;
/// How far creations are apart when there are many, in milliseconds.
const BETWEEN_CREATIONS: i64 = WINDOW * 2 / 11;
/// Requests of a window that can be counted on, while some are left room for.
const COUNTED_ON: f64 = 18.5;
/// Seconds from an export's end to the next creation, about.
const NOTICING: f64 = 4.0;

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Asking {
    /// Something that a person waits for.
    List,
    /// An export's file.
    Download,
    /// How far an export is.
    Look {
        /// How old it is in milliseconds, when other exports of the account are under way or wait for their turn.
        age: Option<i64>,
    },
    /// A new export.
    Creation,
}

/// The request budget of every account, shared by all processes on a data folder and kept over
/// restarts, because it lives in the database.
pub(crate) struct RequestBudget {
    store: Store,
    clock: Arc<dyn Clock>,
    accounts: Mutex<HashMap<String, Arc<Account>>>,
}

/// Requests of an account that wait here: first come, first served among those of one kind.
#[derive(Default)]
struct Account {
    lists: Turn<()>,
    downloads: Turn<()>,
    looks: Turn<()>,
    /// With the creations of the last window, oldest first.
    creations: Turn<Vec<i64>>,
    creations_waiting: AtomicUsize,
}

/// A creation that waits for room, for as long as it does.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Waiting(count)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl RequestBudget {
    pub(crate) fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        RequestBudget {
            store,
            clock,
            accounts: Mutex::default(),
        }
    }

    /// Waits until a request of the account may be sent, and counts it.
    pub(crate) async fn request(&self, account: &str, asking: Asking) -> Result<(), Problem> {
        let line = {
            let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(accounts.entry(account.to_owned()).or_default())
        };
        let turn = match asking {
            Asking::List => &line.lists,
            Asking::Download => &line.downloads,
            Asking::Look { .. } => &line.looks,
            Asking::Creation => {
                let mut created = line.creations.lock().await;
                while let Some(wait) = until_next(&mut created, self.clock.now()) {
                    self.sleep(wait).await;
                }
                let _waiting = Waiting::new(&line.creations_waiting);
                let sent = self.wait_for_room(&line, account, asking).await?;
                created.push(sent);
                return Ok(());
            }
        };
        let _turn = turn.lock().await;
        self.wait_for_room(&line, account, asking).await.map(drop)
    }

    /// Waits until the window has room for a request, and counts it. Gives when that was.
    async fn wait_for_room(
        &self,
        line: &Account,
        account: &str,
        asking: Asking,
    ) -> Result<i64, Problem> {
        loop {
            let creations = line.creations_waiting.load(Ordering::SeqCst);
            let terms = terms(asking, creations > 0);
            let now = self.clock.now();
            match self.store.count_request(account, now, terms).await? {
                None => return Ok(now),
                Some(wait) => self.sleep(wait).await,
            }
        }
    }

    async fn sleep(&self, millis: i64) {
        let wait = Duration::from_millis(millis.max(1).unsigned_abs());
        self.clock.sleep(wait).await;
    }
}

/// How long the next creation keeps its distance, given those before it.
fn until_next(created: &mut Vec<i64>, now: i64) -> Option<i64> {
    // Those in the future were sent before the clock was set back.
    created.retain(|at| (0..WINDOW).contains(&(now - at)));
    let last = *created.last().filter(|_| created.len() >= 2)?;
    let wait = last + BETWEEN_CREATIONS - now;
    (wait > 0).then_some(wait)
}

fn terms(asking: Asking, creation_waits: bool) -> Terms {
    let spare = match asking {
        Asking::List | Asking::Download => 0,
        Asking::Look { .. } if creation_waits => 2,
        Asking::Look { .. } => 1,
        Asking::Creation => 3,
    };
    let apart = match asking {
        // Few looks are at young exports.
        Asking::Look { age: Some(age) } => age.max(0) / 5,
        _ => 0,
    };
    Terms {
        window: WINDOW,
        most: REQUESTS,
        spare,
        look: matches!(asking, Asking::Look { .. }),
        apart,
    }
}

/// How many looks the budget has for each of many exports that take so many seconds.
pub(crate) fn looks_for_one(took: f64) -> f64 {
    let seconds = |millis: i64| millis as f64 / 1000.0;
    let apart = (took + NOTICING) / f64::from(RUNNING_JOBS);
    let apart = apart.max(seconds(BETWEEN_CREATIONS));
    apart * COUNTED_ON / seconds(WINDOW) - 2.0
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
            budget
                .request("someone", Asking::List)
                .await
                .expect("counted");
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
            first
                .request("someone", Asking::List)
                .await
                .expect("counted");
        }
        drop(first);
        clock.set(400_000);
        let second = budget(&clock, folder.path());
        second
            .request("someone", Asking::List)
            .await
            .expect("counted");
        assert_eq!(clock.now(), 461_000);
    }

    #[tokio::test]
    async fn accounts_do_not_wait_for_each_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = TestClock::at(0);
        let budget = budget(&clock, folder.path());
        for _ in 0..20 {
            budget.request("one", Asking::List).await.expect("counted");
            budget
                .request("other", Asking::List)
                .await
                .expect("counted");
        }
        assert_eq!(clock.now(), 0);
    }

    async fn sent(asking: &[Asking]) -> (TestClock, i64) {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = TestClock::at(0);
        let budget = budget(&clock, folder.path());
        for asking in asking {
            budget.request("someone", *asking).await.expect("counted");
        }
        let now = clock.now();
        (clock, now)
    }

    const LOOK: Asking = Asking::Look { age: None };

    #[tokio::test]
    async fn looks_and_creations_leave_room_for_what_they_lead_to() {
        let mut asked = vec![Asking::List; 18];
        asked.extend([LOOK, Asking::Download]);
        assert_eq!(sent(&asked).await.1, 0);
        let looks_too_many = [vec![Asking::List; 19], vec![LOOK]].concat();
        assert_eq!(sent(&looks_too_many).await.1, WINDOW);
        let creation = [
            vec![Asking::List; 16],
            vec![Asking::Creation, LOOK, LOOK, Asking::Download],
        ];
        assert_eq!(sent(&creation.concat()).await.1, 0);
        let creation_too_late = [vec![Asking::List; 17], vec![Asking::Creation]].concat();
        assert_eq!(sent(&creation_too_late).await.1, WINDOW);
    }

    #[tokio::test]
    async fn creations_after_the_second_keep_their_distance() {
        let (clock, took) = sent(&[Asking::Creation; 2]).await;
        assert_eq!(took, 0);
        drop(clock);
        assert_eq!(sent(&[Asking::Creation; 4]).await.1, 2 * BETWEEN_CREATIONS);
    }

    #[test]
    fn a_clock_that_is_moved_keeps_no_creation_waiting() {
        for moved in [-8 * 3_600_000, 8 * 3_600_000] {
            let mut created = vec![1_000_000, 1_001_000];
            assert_eq!(until_next(&mut created, 1_001_000 + moved), None);
        }
    }

    #[tokio::test]
    async fn looks_of_a_crowded_account_share_out_what_the_others_leave() {
        let look = |age| Asking::Look { age: Some(age) };
        let asked = |age| [vec![Asking::List; 8], vec![look(age); 11]].concat();
        assert_eq!(sent(&asked(60_000)).await.1, 10 * (WINDOW / 12));
        // Those at young exports hardly wait for each other.
        assert_eq!(sent(&asked(2_000)).await.1, 10 * 400);
    }
}
