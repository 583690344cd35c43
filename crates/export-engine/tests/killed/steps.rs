//! Killed at every step that is written down: right before it is there, and right after.

use std::os::unix::process::ExitStatusExt;

use export_engine::FileFormat;
use futures_util::StreamExt;

use crate::scene::{End, FORMATS, Scene, ended};
use crate::victim::What;

/// How many scenes play at once.
const AT_ONCE: usize = 4;
/// More moments than a run can have.
const MOST: u64 = 2_000;
/// So many runs in a row that came to their end have shown that there is no later moment: one is looked at more often
/// than another.
const SPARED: usize = 4;

/// Kills a first victim at its `n`th moment. None when it came to its end before.
async fn killed_at(what: What, format: FileFormat, n: u64) -> Option<End> {
    let scene = Scene::about(what, format).await;
    let status = ended(scene.exports(Some(n))).await;
    let was_killed = status.signal() == Some(9);
    let context = format!("{what:?}, {format:?}, killed at moment {n}");
    assert!(was_killed || status.success(), "{context}: {status}");
    let end = scene.finish(&context).await;
    was_killed.then_some(end)
}

/// Kills a run at every step, each time another.
async fn killed_at_every_step(what: What, format: FileFormat) {
    let mut ends = Vec::new();
    let moments = futures_util::stream::iter(1..MOST)
        .map(|n| killed_at(what, format, n))
        .buffered(AT_ONCE);
    futures_util::pin_mut!(moments);
    let mut spared = 0;
    while spared < SPARED {
        match moments.next().await.expect("fewer moments") {
            Some(end) => {
                ends.push(end);
                spared = 0;
            }
            None => spared += 1,
        }
    }
    eprintln!("{what:?}, {format:?}: {} kills", ends.len());
    // Every way to end was met, or this proved little.
    for end in [End::NeverStarted, End::Unknown, End::Saved] {
        let context = format!("{what:?}, {format:?}");
        assert!(ends.contains(&end), "{context}: no kill led to {end:?}");
    }
    assert!(ends.len() > 20 * what.jobs(), "{} kills only", ends.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_survives_a_kill_at_every_step() {
    for format in FORMATS {
        killed_at_every_step(What::October, format).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_joined_run_survives_a_kill_at_every_step() {
    killed_at_every_step(What::Months, FileFormat::Excel).await;
}
