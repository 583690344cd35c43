//! Killed at random instants, and again while going on.

use std::ops::Range;
use std::time::Duration;

use futures_util::StreamExt;

use crate::scene::{End, FORMATS, Scene};
use crate::victim::What;

/// How many kills there are of runs of a month, in all.
const KILLS: usize = 200;
/// How often one run is killed.
const KILLS_OF_ONE: usize = 3;
/// How many joined runs are killed.
const JOINED: usize = 11;
/// How many scenes play at once.
const AT_ONCE: usize = 4;
/// The variable that makes the instants those of an earlier test.
const SEED: &str = "KILL_SEED";

/// About the length of a run's life in microseconds, of which starting its process takes a part.
fn life(what: What) -> Range<u64> {
    match what {
        What::October => 0..150_000,
        What::Months => 0..300_000,
    }
}

/// Lets a run start, kills it again and again, and lets it come to its end.
async fn killed_often(what: What, seed: u64, n: usize) -> End {
    let mut random = fastrand::Rng::with_seed(seed.wrapping_add(n as u64));
    let format = FORMATS[n % FORMATS.len()];
    let scene = Scene::about(what, format).await;
    let context = format!("{SEED}={seed}, scene {n}, {what:?}, {format:?}");
    let mut victim = scene.exports(None);
    for kill in 1..=KILLS_OF_ONE {
        let instant = Duration::from_micros(random.u64(life(what)));
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

/// Kills so many runs, each again and again.
async fn killed_at_random_instants(what: What, runs: usize) {
    let seed = match std::env::var(SEED) {
        Ok(seed) => seed.parse().expect("a number"),
        Err(_) => fastrand::u64(..),
    };
    eprintln!("{SEED}={seed}");
    let ends: Vec<End> = futures_util::stream::iter(0..runs)
        .map(|n| killed_often(what, seed, n))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let count = |end| ends.iter().filter(|other| **other == end).count();
    let (saved, unknown) = (count(End::Saved), count(End::Unknown));
    let never = count(End::NeverStarted);
    eprintln!("{what:?}: never started {never}, saved {saved}, unknown {unknown}");
    assert!(saved >= runs / 10, "{SEED}={seed}: hardly any was saved");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_survives_kills_at_two_hundred_random_instants() {
    killed_at_random_instants(What::October, KILLS.div_ceil(KILLS_OF_ONE)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_joined_run_survives_kills_at_random_instants() {
    killed_at_random_instants(What::Months, JOINED).await;
}
