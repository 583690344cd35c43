//! How long the page takes to answer.

use std::time::Duration;

use anyhow::Result;
use serde::Deserialize;
use tokio::time::sleep;

use crate::harness::{Window, until};

const STOPWATCH: &str = include_str!("stopwatch.js");

/// How long nobody disturbs the page after a key: a look at it would take its time.
const LEAVE_ALONE: Duration = Duration::from_millis(250);
/// Milliseconds without a change after which nothing more comes.
const STILL: f64 = 200.0;

/// An answer of the page, in milliseconds from the key or the press.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Answer {
    /// To the first frame in which something changed.
    pub(crate) first: f64,
    /// To the last.
    pub(crate) last: f64,
}

/// Begins to measure. The page keeps the watch.
pub(crate) async fn start(window: &Window<'_>) -> Result<()> {
    window.run(STOPWATCH, vec![]).await?;
    window.run("stopwatch.take()", vec![]).await.map(drop)
}

/// Waits until the page has answered, and tells how long it took; nothing when there was nothing to change.
pub(crate) async fn answer(window: &Window<'_>) -> Result<Option<Answer>> {
    sleep(LEAVE_ALONE).await;
    until("the page to be still", async || {
        let still = window.run("return stopwatch.stillFor()", vec![]).await?;
        Ok(still.as_f64() > Some(STILL))
    })
    .await?;
    let taken = window.run("return stopwatch.take()", vec![]).await?;
    let answers: Vec<Answer> = serde_json::from_value(taken)?;
    Ok(answers.last().copied())
}
