//! Periods that are longer than the service takes.

use std::fs;

use export_engine::{ExportRequest, Phase, ProblemKind, Run, Target};
use practice_server::{Action, Endpoint, Occurrence, Script};

use crate::support::{Stage, days};

fn year(stage: &Stage) -> ExportRequest {
    ExportRequest {
        period: days("2025-11-01", "2026-10-31"),
        ..stage.request()
    }
}

async fn start(stage: &Stage, request: ExportRequest) -> Vec<Run> {
    let target = stage.target("year.json");
    let runs = stage.engine.start_runs(request, target).await;
    runs.expect("started")
}

fn names(of: u32) -> Vec<String> {
    (1..=of)
        .map(|n| format!("year ({n} of {of}).json"))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_year_is_four_files_made_one_after_another() {
    let stage = Stage::new().await;
    let check = stage
        .engine
        .check_export(&year(&stage))
        .await
        .expect("fine");
    assert_eq!(check.parts.len(), 4);
    let unagreed = stage
        .engine
        .start_run(year(&stage), stage.target("year.json"))
        .await;
    assert_eq!(
        unagreed.expect_err("refused").kind,
        ProblemKind::PeriodTooLong
    );
    assert!(stage.server.requests().is_empty());

    let runs = start(&stage, year(&stage)).await;
    let group = &runs[0].part.as_ref().expect("a part").group;
    for (run, number) in runs.iter().zip(1..) {
        let part = run.part.as_ref().expect("a part");
        assert_eq!((part.number, part.of, &part.group), (number, 4, group));
        assert_eq!(stage.finish(run).await.phase, Phase::Saved);
    }
    assert_eq!(stage.files(), names(4));
    let jobs = stage.server.jobs();
    assert_eq!(jobs.len(), 4);
    for two in jobs.windows(2) {
        assert!(two[0].ended_at.expect("an end") <= two[1].created_at);
    }
    // What the service was asked for is what was picked, in pieces that meet.
    let asked = |n: usize, name: &str| {
        let sent = jobs[n].parameters.iter().find(|(sent, _)| sent == name);
        sent.expect("sent").1.parse::<i64>().expect("an instant")
    };
    assert_eq!(asked(0, "startTime"), check.period.start);
    assert_eq!(asked(3, "endTime"), check.period.end - 1);
    for n in 0..3 {
        assert_eq!(asked(n, "endTime") + 1, asked(n + 1, "startTime"));
    }
    for (n, name) in names(4).iter().enumerate() {
        assert_eq!(fs::read(stage.path(name)).expect("a file"), stage.served(n));
    }
}

#[tokio::test(start_paused = true)]
async fn a_period_of_three_months_is_one_run() {
    let stage = Stage::new().await;
    let request = ExportRequest {
        period: days("2026-08-01", "2026-10-31"),
        ..stage.request()
    };
    let runs = start(&stage, request).await;
    assert_eq!((runs.len(), &runs[0].part), (1, &None));
    stage.finish(&runs[0]).await;
    assert_eq!(stage.files(), ["year.json"]);
}

#[tokio::test(start_paused = true)]
async fn other_exports_do_not_wait_for_all_the_parts() {
    let stage = Stage::new().await;
    let parts = start(&stage, year(&stage)).await;
    let other = stage.start("other.json").await;
    let other = stage.finish(&other).await;
    assert_eq!(other.phase, Phase::Saved);
    let last = stage.engine.run(&parts[3].id).await.expect("the run");
    assert_eq!(last.phase, Phase::Queued);
}

#[tokio::test(start_paused = true)]
async fn a_part_that_fails_does_not_take_the_others_along() {
    let fails = Action::FailJob { reason: None };
    let script = Script::default().on(Endpoint::Create, Occurrence::Nth(2), fails);
    let stage = Stage::with(script).await;
    let runs = start(&stage, year(&stage)).await;
    let mut phases = Vec::new();
    for run in &runs {
        phases.push(stage.finish(run).await.phase);
    }
    assert_eq!(
        phases,
        [Phase::Saved, Phase::Failed, Phase::Saved, Phase::Saved]
    );
    let again = stage.engine.resume_run(&runs[1].id).await.expect("resumed");
    assert_eq!(stage.finish(&again).await.phase, Phase::Saved);
    assert_eq!(stage.files(), names(4));
}

#[tokio::test(start_paused = true)]
async fn cancelling_a_part_cancels_the_rest() {
    let stage = Stage::new().await;
    let runs = start(&stage, year(&stage)).await;
    assert_eq!(stage.finish(&runs[0]).await.phase, Phase::Saved);
    stage.reach(&runs[1], |phase| phase == Phase::Waiting).await;
    stage
        .engine
        .cancel_run(&runs[1].id)
        .await
        .expect("cancelled");
    for run in &runs[1..] {
        assert_eq!(stage.finish(run).await.phase, Phase::Cancelled);
    }
    assert_eq!(stage.files(), ["year (1 of 4).json"]);
    assert_eq!(stage.server.jobs().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn parts_go_on_in_their_order_after_a_restart() {
    let mut stage = Stage::new().await;
    let runs = start(&stage, year(&stage)).await;
    stage.reach(&runs[1], |phase| phase == Phase::Waiting).await;
    stage.restart().await;
    for run in &runs {
        assert_eq!(stage.finish(run).await.phase, Phase::Saved);
    }
    assert_eq!(stage.files(), names(4));
    let jobs = stage.server.jobs();
    assert_eq!(jobs.len(), 4);
    for two in jobs.windows(2) {
        assert!(two[0].ended_at.expect("an end") <= two[1].created_at);
    }
}

#[tokio::test(start_paused = true)]
async fn parts_replace_nothing_and_leave_nothing_when_a_place_is_taken() {
    let stage = Stage::new().await;
    fs::write(stage.path("year (3 of 4).json"), "mine").expect("written");
    let target = stage.target("year.json");
    let refused = stage.engine.start_runs(year(&stage), target.clone()).await;
    assert_eq!(refused.expect_err("refused").kind, ProblemKind::FileExists);
    assert_eq!(stage.files(), ["year (3 of 4).json"]);
    assert!(stage.list("").await.is_empty());
    assert!(stage.server.requests().is_empty());

    let free = stage.engine.free_target(target, 4).await.expect("a place");
    let expected = Target {
        path: stage.path("year (2).json"),
        overwrite: false,
    };
    assert_eq!(free, expected);
    let runs = stage
        .engine
        .start_runs(year(&stage), free)
        .await
        .expect("started");
    assert_eq!(runs[2].file_name, "year (2) (3 of 4).json");
    for run in &runs {
        assert_eq!(stage.finish(run).await.phase, Phase::Saved);
    }
    let mine = fs::read_to_string(stage.path("year (3 of 4).json"));
    assert_eq!(mine.expect("there"), "mine");
}

#[tokio::test(start_paused = true)]
async fn what_began_more_than_eighteen_months_ago_is_refused_before_anything_is_sent() {
    let stage = Stage::new().await;
    let request = ExportRequest {
        period: days("2025-05-01", "2026-10-31"),
        ..stage.request()
    };
    let refused = stage.engine.check_export(&request).await;
    let kind = refused.expect_err("refused").kind;
    assert!(matches!(kind, ProblemKind::PeriodTooOld { .. }), "{kind:?}");
    let refused = stage
        .engine
        .start_runs(request, stage.target("old.json"))
        .await;
    assert_eq!(refused.expect_err("refused").kind, kind);
    assert!(stage.server.requests().is_empty());
    assert!(stage.files().is_empty());
}
