//! Killed at each reading of the clock: the engine reads it before and after each step that it
//! writes down, so every step is met from both sides, and so is everything between.

use std::os::unix::process::ExitStatusExt;

use export_engine::FileFormat;
use futures_util::StreamExt;

use crate::scene::{End, FORMATS, Scene, ended};

/// How many scenes play at once.
const AT_ONCE: usize = 4;
/// More readings than a run can have.
const MOST: u64 = 2_000;

/// Kills a first victim at its `n`th reading. None when it came to its end before.
async fn killed_at(format: FileFormat, n: u64) -> Option<End> {
    let scene = Scene::new(format).await;
    let status = ended(scene.exports(Some(n))).await;
    let was_killed = status.signal() == Some(9);
    assert!(was_killed || status.success(), "{format:?} {n}: {status}");
    let end = scene
        .finish(&format!("{format:?}, killed at reading {n}"))
        .await;
    was_killed.then_some(end)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_survives_a_kill_at_every_step() {
    for format in FORMATS {
        let mut ends = Vec::new();
        let readings = futures_util::stream::iter(1..MOST)
            .map(|n| killed_at(format, n))
            .buffered(AT_ONCE);
        futures_util::pin_mut!(readings);
        while let Some(Some(end)) = readings.next().await {
            ends.push(end);
        }
        // Every way to end was met, or this proved little.
        for end in [End::NeverStarted, End::Unknown, End::Saved] {
            assert!(ends.contains(&end), "{format:?}: no kill led to {end:?}");
        }
        assert!(ends.len() > 20, "{format:?}: {} kills only", ends.len());
    }
}
