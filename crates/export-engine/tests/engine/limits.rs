//! The service's limits, as the service counts them.

use std::time::Duration;

use export_engine::{Phase, Run};
use practice_server::{Origin, PracticeConfig};

use crate::support::Stage;

/// No moment at which more than two jobs of ours were running.
fn assert_two_at_most(stage: &Stage) {
    let jobs = stage.server.jobs();
    for job in &jobs {
        let at = job.created_at;
        let running = jobs
            .iter()
            .filter(|other| other.created_at <= at && other.ended_at.is_none_or(|end| end > at))
            .count();
        assert!(running <= 2, "{running} at {at}");
    }
}

/// No minute with more than twenty requests to the service; the file host does not count them.
fn assert_twenty_a_minute(stage: &Stage) {
    let sent: Vec<i64> = stage
        .server
        .requests()
        .iter()
        .filter(|request| request.origin == Origin::Api)
        .map(|request| request.at)
        .collect();
    for window in sent.windows(21) {
        assert!(window[20] - window[0] > 60_000, "{window:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn twelve_runs_at_once_keep_both_limits_and_all_arrive() {
    let stage = Stage::new().await;
    let mut runs = Vec::new();
    for n in 0..12 {
        runs.push(stage.start(&format!("{n}.json")).await);
    }
    for run in &runs {
        let run = stage.finish(run).await;
        assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    }
    assert_eq!(stage.server.jobs().len(), 12);
    assert_two_at_most(&stage);
    assert_twenty_a_minute(&stage);
    let refused = stage
        .server
        .requests()
        .iter()
        .filter(|request| request.answered == Some(429))
        .count();
    assert_eq!(refused, 0);
}

#[tokio::test(start_paused = true)]
async fn an_abandoned_job_keeps_its_place_until_it_ends() {
    let ten_minutes = Duration::from_secs(600);
    let stage = Stage::against(PracticeConfig {
        run_time: ten_minutes..=ten_minutes,
        ..PracticeConfig::default()
    })
    .await;
    let first = stage.start("1.json").await;
    let second = stage.start("2.json").await;
    for run in [&first, &second] {
        stage.reach(run, |phase| phase == Phase::Waiting).await;
        stage.engine.cancel_run(&run.id).await.expect("cancelled");
        let cancelled: Run = stage.finish(run).await;
        assert_eq!(cancelled.phase, Phase::Cancelled);
    }
    assert!(stage.files().is_empty());
    // Both jobs go on over there, so a third must wait until one ends.
    let third = stage.start("3.json").await;
    assert_eq!(stage.finish(&third).await.phase, Phase::Saved);
    let jobs = stage.server.jobs();
    assert_eq!(jobs.len(), 3);
    let waited = jobs[2].created_at - jobs[0].ended_at.expect("an end");
    assert!((0..60_000).contains(&waited), "{waited}");
    assert_two_at_most(&stage);
    assert_twenty_a_minute(&stage);
}
