//! The service's limits, as the service counts them.

use std::ops::RangeInclusive;
use std::time::Duration;

use export_engine::{Phase, Run};
use practice_server::{Action, Endpoint, Occurrence, Origin, PracticeConfig, Script};

use crate::schedules::Best;
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

/// What exports at once came to, in seconds.
#[derive(Debug)]
struct Figures {
    /// From the first request to the last.
    took: f64,
    /// From an export's end to the start of its download, on average.
    lag: f64,
    /// The longest of those.
    worst: f64,
}

/// Asks for exports at once that take these times, in milliseconds, checks the limits as the service saw them, and
/// measures.
async fn all_at_once(times: &[i64]) -> Figures {
    let mut script = Script::default();
    for (n, time) in (1..).zip(times) {
        let ms = time.unsigned_abs();
        script = script.on(
            Endpoint::Create,
            Occurrence::Nth(n),
            Action::TakeTime { ms },
        );
    }
    let stage = Stage::with(script).await;
    let mut runs = Vec::new();
    for n in 0..times.len() {
        runs.push(stage.start(&format!("{n:02}.json")).await);
    }
    for run in &runs {
        let run = stage.finish(run).await;
        assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    }
    assert_eq!(stage.files().len(), times.len());
    assert_two_at_most(&stage);
    assert_twenty_a_minute(&stage);
    let jobs = stage.server.jobs();
    assert_eq!(jobs.len(), times.len(), "each was asked for once");

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
    let lags: Vec<f64> = jobs
        .iter()
        .map(|job| {
            let is_its_download =
                |path: &str| path.contains(&job.workflow_id) && path.ends_with("/download");
            let download = api.iter().find(|request| is_its_download(&request.path));
            let fetched = download.expect("a download").at;
            (fetched - job.ended_at.expect("an end")) as f64 / 1000.0
        })
        .collect();
    Figures {
        took: (api[api.len() - 1].at - api[0].at) as f64 / 1000.0,
        lag: lags.iter().sum::<f64>() / lags.len() as f64,
        worst: lags.into_iter().fold(0.0, f64::max),
    }
}

/// Has exports made that take times from these ranges of seconds, from each as many, and holds the time to notice their
/// ends and the time for all of them against the best: see the model in the budget.
async fn nearly_as_soon_as_the_budget_allows(count: usize, ranges: &[RangeInclusive<f64>]) {
    let mut random = fastrand::Rng::with_seed(1);
    let mut times = Vec::new();
    for n in 0..count {
        let (shortest, longest) = ranges[n % ranges.len()].clone().into_inner();
        let seconds = shortest + (longest - shortest) * random.f64();
        times.push((seconds * 1000.0) as i64);
    }
    random.shuffle(&mut times);
    let figures = all_at_once(&times).await;
    let best = Best::of(&times);
    let ratio = figures.lag / best.lag;
    let against_foresight = figures.lag / best.foreseeing;
    let longer = figures.took / best.took;
    eprintln!(
        "{count} exports of {ranges:?} s: noticed after {:.2} s on average and {:.1} s at most, {ratio:.2} times the best \
         ({:.2} s), {against_foresight:.2} times that of foresight ({:.2} s); all took {:.0} s, {longer:.2} times the \
         quickest",
        figures.lag, figures.worst, best.lag, best.foreseeing, figures.took
    );
    assert!(ratio <= 1.5, "{figures:?}, {best:?}");
    assert!(against_foresight <= 2.0, "{figures:?}, {best:?}");
    assert!(longer <= 1.5, "{figures:?}, {best:?}");
    assert!(figures.worst <= 61.0, "{figures:?}");
}

#[tokio::test(start_paused = true)]
async fn exports_of_a_second_are_noticed_nearly_as_soon_as_the_budget_allows() {
    for range in [0.2..=1.0, 0.2..=2.0, 1.0..=2.0] {
        nearly_as_soon_as_the_budget_allows(60, &[range]).await;
    }
}

#[tokio::test(start_paused = true)]
async fn exports_of_seconds_are_noticed_nearly_as_soon_as_the_budget_allows() {
    for range in [2.0..=4.0, 3.0..=6.0, 6.0..=12.0] {
        nearly_as_soon_as_the_budget_allows(60, &[range]).await;
    }
}

#[tokio::test(start_paused = true)]
async fn exports_of_half_a_minute_are_noticed_nearly_as_soon_as_the_budget_allows() {
    for range in [12.0..=20.0, 20.0..=40.0] {
        nearly_as_soon_as_the_budget_allows(60, &[range]).await;
    }
}

#[tokio::test(start_paused = true)]
async fn exports_of_a_minute_are_noticed_nearly_as_soon_as_the_budget_allows() {
    nearly_as_soon_as_the_budget_allows(60, &[30.0..=90.0]).await;
}

#[tokio::test(start_paused = true)]
async fn exports_of_minutes_are_noticed_nearly_as_soon_as_the_budget_allows() {
    nearly_as_soon_as_the_budget_allows(60, &[60.0..=300.0]).await;
    nearly_as_soon_as_the_budget_allows(12, &[600.0..=1800.0]).await;
}

#[tokio::test(start_paused = true)]
async fn exports_of_seconds_among_long_ones_are_noticed_nearly_as_soon_as_the_budget_allows() {
    for long in [20.0..=40.0, 60.0..=300.0] {
        nearly_as_soon_as_the_budget_allows(60, &[0.2..=2.0, long]).await;
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
