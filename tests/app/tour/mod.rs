//! A walk through the whole window. Each page and state is looked at, and what someone stumbles over is found: by axe, in
//! the pixels of the picture, by size. Some pictures are compared with those of before.
//!
//! `cargo xtask screenshots` looks at all of it in every language, light and dark, and keeps the pictures; otherwise it is
//! looked at in English and in the light, and in other looks where there is a picture to compare.

mod audit;
mod camera;
mod contrast;
mod guide;
mod likeness;
mod look;
mod references;
mod route;
mod sizes;
mod visitor;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use practice_server::PracticeConfig;

use crate::harness::{Machine, ahead_of_now, play_on};

/// When the walk begins, in UTC milliseconds: half past nine on 3 November 2026 in Istanbul.
const MOMENT: i64 = 1_793_687_400_000;

#[tokio::test]
async fn every_page_is_for_everyone_and_looks_as_it_did() -> Result<()> {
    let ahead = ahead_of_now(MOMENT)?;
    let real = practice_server::system_clock();
    let practice = PracticeConfig {
        clock: Arc::new(move || real() + ahead),
        run_time: Duration::ZERO..=Duration::ZERO,
        ..PracticeConfig::default()
    };
    let machine = Machine::start().await?.settled(ahead)?;
    play_on(machine, practice, route::walk).await
}
