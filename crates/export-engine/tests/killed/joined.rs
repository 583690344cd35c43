//! A run whose parts become one file, killed as the others are. What nobody can know of is decided by a person, who
//! asks for that part again: the parts before it are kept.

use std::os::unix::process::ExitStatusExt;
use std::time::Duration;

use export_engine::FileFormat;
use futures_util::StreamExt;

use crate::scene::{End, Scene, ended};
use crate::victim::What;

/// How many scenes play at once.
const AT_ONCE: usize = 4;
/// More readings than a run can have.
const MOST: u64 = 4_000;
/// Every reading would take minutes; a step between two of these may be missed.
const STRIDE: usize = 4;
/// How many runs are killed at random instants, and how often each is.
const KILLED: usize = 8;
const KILLS_OF_ONE: usize = 4;
/// The variable that makes the instants those of an earlier test.
const SEED: &str = "KILL_SEED";

/// Kills a first victim at its `n`th reading. None when it came to its end before.
async fn killed_at(n: u64) -> Option<End> {
    let scene = Scene::about(What::Months, FileFormat::Excel).await;
    let status = ended(scene.exports(Some(n))).await;
    let was_killed = status.signal() == Some(9);
    assert!(was_killed || status.success(), "{n}: {status}");
    let end = scene
        .finish(&format!("joined, killed at reading {n}"))
        .await;
    was_killed.then_some(end)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_joined_run_survives_a_kill_at_every_fourth_reading_of_its_clock() {
    let mut ends = Vec::new();
    let readings = futures_util::stream::iter((1..MOST).step_by(STRIDE))
        .map(killed_at)
        .buffered(AT_ONCE);
    futures_util::pin_mut!(readings);
    while let Some(Some(end)) = readings.next().await {
        ends.push(end);
    }
    // Every way to end was met, or this proved little.
    for end in [End::NeverStarted, End::Unknown, End::Saved] {
        assert!(ends.contains(&end), "no kill led to {end:?}");
    }
    assert!(ends.len() > 15, "{} kills only", ends.len());
}

async fn killed_often(seed: u64, n: usize) -> End {
    let mut random = fastrand::Rng::with_seed(seed.wrapping_add(n as u64));
    let scene = Scene::about(What::Months, FileFormat::Json).await;
    let context = format!("{SEED}={seed}, joined, scene {n}");
    let mut victim = scene.exports(None);
    for kill in 1..=KILLS_OF_ONE {
        // About the length of a run's life, so that the first kill may come late and the next early.
        let instant = Duration::from_micros(random.u64(0..300_000));
        tokio::time::sleep(instant).await;
        drop(victim);
        scene.check_file(&context).await;
        victim = if kill == KILLS_OF_ONE {
            break;
        } else {
            scene.goes_on(None)
        };
    }
    scene.finish(&context).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_joined_run_survives_kills_at_random_instants() {
    let seed = match std::env::var(SEED) {
        Ok(seed) => seed.parse().expect("a number"),
        Err(_) => fastrand::u64(..),
    };
    eprintln!("{SEED}={seed}");
    let ends: Vec<End> = futures_util::stream::iter(0..KILLED)
        .map(|n| killed_often(seed, n))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let saved = ends.iter().filter(|end| **end == End::Saved).count();
    assert!(saved > KILLED / 4, "{SEED}={seed}: {saved} were saved");
}
