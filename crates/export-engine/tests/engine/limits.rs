//! The service's limits, as the service counts them.

use std::ops::RangeInclusive;
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

fn seconds(range: RangeInclusive<u64>) -> RangeInclusive<Duration> {
    Duration::from_secs(*range.start())..=Duration::from_secs(*range.end())
}

/// What sixty exports at once came to, in seconds.
#[derive(Debug)]
struct Figures {
    /// From the first request to the last.
    took: f64,
    /// From an export's end to the start of its download, on average.
    lag: f64,
    /// The longest of those.
    worst: f64,
    /// The shortest average that any schedule of looks comes to which does not know when exports end: see the
    /// model in the budget.
    best: f64,
}

/// Asks for sixty exports at once, checks the limits as the service saw them, and measures.
async fn sixty(run_time: RangeInclusive<u64>) -> Figures {
    let stage = Stage::against(PracticeConfig {
        run_time: seconds(run_time),
        ..PracticeConfig::default()
    })
    .await;
    let mut runs = Vec::new();
    for n in 0..60 {
        runs.push(stage.start(&format!("{n:02}.json")).await);
    }
    for run in &runs {
        let run = stage.finish(run).await;
        assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    }
    assert_eq!(stage.files().len(), 60);
    assert_two_at_most(&stage);
    assert_twenty_a_minute(&stage);
    let jobs = stage.server.jobs();
    assert_eq!(jobs.len(), 60, "each was asked for once");

    let requests = stage.server.requests();
    let api: Vec<_> = requests
        .iter()
        .filter(|request| request.origin == Origin::Api)
        .collect();
    assert!(api.iter().all(|request| request.answered != Some(429)));
    let zones = api
        .iter()
        .filter(|request| request.path.ends_with("/timezones"));
    assert_eq!(zones.count(), 1, "all share one answer");
    let (mut lags, mut running) = (Vec::new(), 0);
    for job in &jobs {
        let ended = job.ended_at.expect("an end");
        let is_its_download =
            |path: &str| path.contains(&job.workflow_id) && path.ends_with("/download");
        let download = api.iter().find(|request| is_its_download(&request.path));
        let fetched = download.expect("a download").at;
        lags.push((fetched - ended) as f64 / 1000.0);
        running += fetched - job.created_at;
    }
    let took = (api[api.len() - 1].at - api[0].at) as f64 / 1000.0;
    let looks = took * 20.0 / 61.0 - 2.0 * 60.0;
    Figures {
        took,
        lag: lags.iter().sum::<f64>() / 60.0,
        worst: lags.into_iter().fold(0.0, f64::max),
        best: running as f64 / 1000.0 / (2.0 * looks),
    }
}

/// The time to notice an end and the time for all of them, each held against the best that the budget allows.
async fn noticed_nearly_as_soon_as_the_budget_allows(run_time: RangeInclusive<u64>) {
    let figures = sixty(run_time.clone()).await;
    assert!(figures.lag <= 1.5 * figures.best, "{figures:?}");
    assert!(figures.worst <= 25.0, "{figures:?}");
    let two_by_two = 60.0 * (run_time.start() + run_time.end()) as f64 / 4.0;
    assert!(figures.took <= 1.5 * two_by_two, "{figures:?}");
}

#[tokio::test(start_paused = true)]
async fn sixty_exports_of_half_a_minute_are_noticed_nearly_as_soon_as_the_budget_allows() {
    noticed_nearly_as_soon_as_the_budget_allows(20..=40).await;
}

#[tokio::test(start_paused = true)]
async fn sixty_exports_of_a_minute_are_noticed_nearly_as_soon_as_the_budget_allows() {
    noticed_nearly_as_soon_as_the_budget_allows(30..=90).await;
}

#[tokio::test(start_paused = true)]
async fn sixty_exports_of_minutes_are_noticed_nearly_as_soon_as_the_budget_allows() {
    noticed_nearly_as_soon_as_the_budget_allows(60..=300).await;
}

#[tokio::test(start_paused = true)]
async fn sixty_exports_that_are_made_faster_than_can_be_asked_keep_the_limits_too() {
    // Three requests each is the least that an export needs.
    let shortest = 60.0 * 3.0 * 61.0 / 20.0;
    for run_time in [3..=6, 6..=12] {
        let figures = sixty(run_time).await;
        assert!(figures.lag <= 1.5 * figures.best, "{figures:?}");
        assert!(figures.took <= 1.5 * shortest, "{figures:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_the_person_looks_at_gets_ahead_and_nobody_is_forgotten() {
    let stage = Stage::new().await;
    let mut runs = Vec::new();
    for n in 0..10 {
        runs.push(stage.start(&format!("{n}.json")).await);
    }
    stage
        .engine
        .look_at(vec![runs[9].id.clone(), runs[8].id.clone()]);
    let mut created = Vec::new();
    for run in &runs {
        let run = stage.finish(run).await;
        assert_eq!(run.phase, Phase::Saved);
        let step = run
            .steps
            .iter()
            .find(|(phase, _)| *phase == Phase::Creating);
        created.push((step.expect("a creation").1, run.file_name));
    }
    created.sort();
    let order: Vec<&str> = created.iter().map(|(_, name)| name.as_str()).collect();
    let place = |name: &str| order.iter().position(|other| *other == name).expect("made");
    assert!(place("8.json") < 4 && place("9.json") < 4, "{order:?}");
    let mut others: Vec<&str> = order
        .into_iter()
        .filter(|name| !["8.json", "9.json"].contains(name))
        .collect();
    let in_order = others.clone();
    others.sort_unstable();
    assert_eq!(in_order, others);
}
