//! Killed at random instants, and again while going on.

use std::time::Duration;

use futures_util::StreamExt;

use crate::scene::{End, FORMATS, Scene};

/// How many kills there are in all.
const KILLS: usize = 200;
/// How often one run is killed.
const KILLS_OF_ONE: usize = 3;
/// How many scenes play at once.
const AT_ONCE: usize = 4;
/// The variable that makes the instants those of an earlier test.
const SEED: &str = "KILL_SEED";

/// Lets a run start, kills it again and again, and lets it come to its end.
async fn killed_often(seed: u64, n: usize) -> End {
    let mut random = fastrand::Rng::with_seed(seed.wrapping_add(n as u64));
    let format = FORMATS[n % FORMATS.len()];
    let scene = Scene::new(format).await;
    let context = format!("{SEED}={seed}, scene {n}, {format:?}");
    let mut victim = scene.exports(None);
    for kill in 1..=KILLS_OF_ONE {
        // Most of a run's life is over in this time; starting a process takes a part of it.
        let instant = Duration::from_micros(random.u64(0..150_000));
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
async fn a_run_survives_kills_at_two_hundred_random_instants() {
    let seed = match std::env::var(SEED) {
        Ok(seed) => seed.parse().expect("a number"),
        Err(_) => fastrand::u64(..),
    };
    eprintln!("{SEED}={seed}");
    let scenes = KILLS.div_ceil(KILLS_OF_ONE);
    let ends: Vec<End> = futures_util::stream::iter(0..scenes)
        .map(|n| killed_often(seed, n))
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let count = |end| ends.iter().filter(|other| **other == end).count();
    eprintln!(
        "never started {}, saved {}, unknown {}",
        count(End::NeverStarted),
        count(End::Saved),
        count(End::Unknown)
    );
    assert!(
        count(End::Saved) > scenes / 3,
        "{SEED}={seed}: hardly any was saved"
    );
}
