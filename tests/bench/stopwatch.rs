//! How long the page takes to answer, by what the display shows.

use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, sleep};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Result;

use crate::display::Display;
use crate::harness::{Window, until};

const STOPWATCH: &str = include_str!("stopwatch.js");

/// How often the display is looked at: it costs some of the time that is measured.
const PAUSE: Duration = Duration::from_millis(2);
/// How long nobody disturbs the page after a key: a look at it would take its time.
const LEAVE_ALONE: Duration = Duration::from_millis(250);
/// Milliseconds without a change after which nothing more comes.
const STILL: f64 = 200.0;

/// An answer of the page, in milliseconds from the key or the press.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    /// To the first change of the display.
    pub(crate) first: f64,
    /// To the last.
    pub(crate) last: f64,
}

/// A window on a display that is watched as long as this lives.
#[derive(Debug)]
pub(crate) struct Watched<'w> {
    window: &'w Window<'w>,
    watch: Arc<Watch>,
}

#[derive(Debug, Default)]
struct Watch {
    /// When the display changed, in UTC milliseconds.
    changes: Mutex<Vec<f64>>,
    over: AtomicBool,
}

impl<'w> Watched<'w> {
    /// Begins to watch.
    pub(crate) async fn begin(window: &'w Window<'w>) -> Result<Self> {
        window.run(STOPWATCH, vec![]).await?;
        let display = Display::open(window.machine())?;
        let watch = Arc::new(Watch::default());
        let watcher = Arc::clone(&watch);
        thread::spawn(move || watcher.look(&display));
        Ok(Watched { window, watch })
    }

    /// Waits until the page has answered, and tells how long it took; nothing when there was nothing to change.
    pub(crate) async fn answer(&self) -> Result<Option<Answer>> {
        tokio::time::sleep(LEAVE_ALONE).await;
        let changes = self.still().await?;
        let at = self.window.run("return stopwatch.take()", vec![]).await?;
        let answers = at.as_f64().into_iter().flat_map(|at| {
            let after = changes.iter().map(move |change| change - at);
            after.filter(|passed| *passed > 0.0)
        });
        let answers: Vec<f64> = answers.collect();
        let ends = answers.first().zip(answers.last());
        Ok(ends.map(|(&first, &last)| Answer { first, last }))
    }

    /// Waits until everything of before is done with, and forgets it.
    pub(crate) async fn settle(&self) -> Result<()> {
        tokio::time::sleep(LEAVE_ALONE).await;
        self.still().await?;
        self.window.run("stopwatch.take()", vec![]).await.map(drop)
    }

    /// Waits until the display is still, and takes the times at which it changed until then.
    async fn still(&self) -> Result<Vec<f64>> {
        let changes = || {
            let changes = self.watch.changes.lock();
            changes.unwrap_or_else(PoisonError::into_inner)
        };
        until("the display to be still", async || {
            let last = changes().last().copied();
            Ok(last.is_none_or(|last| now() - last > STILL))
        })
        .await?;
        Ok(std::mem::take(&mut *changes()))
    }
}

impl<'w> Deref for Watched<'w> {
    type Target = Window<'w>;

    fn deref(&self) -> &Self::Target {
        self.window
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.watch.over.store(true, Ordering::Relaxed);
    }
}

impl Watch {
    fn look(&self, display: &Display) {
        let mut before = Vec::new();
        // A display that is gone shows nothing new.
        while !self.over.load(Ordering::Relaxed)
            && let Ok(rows) = display.rows()
        {
            if rows != before {
                before = rows;
                let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
                changes.push(now());
            }
            sleep(PAUSE);
        }
    }
}

/// The time in UTC milliseconds, as the page knows it.
fn now() -> f64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0.0, |passed| passed.as_secs_f64() * 1000.0)
}
