//! Runs that outlive the process.

use std::time::Duration;

use export_engine::{Engine, Phase, ProblemKind};
use practice_server::{Action, Endpoint, Occurrence, Script};

use crate::support::{Stage, open};

#[tokio::test(start_paused = true)]
async fn a_run_goes_on_after_a_restart_with_the_job_it_had() {
    let mut stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.reach(&run, |phase| phase == Phase::Waiting).await;
    stage.restart().await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    assert_eq!(stage.server.jobs().len(), 1);
    assert_eq!(stage.files(), ["october.json"]);
    let bytes = std::fs::read(stage.path("october.json")).expect("the file");
    assert_eq!(bytes, stage.served(0));
}

#[tokio::test(start_paused = true)]
async fn a_download_goes_on_after_a_restart() {
    let script = Script::default().on(
        Endpoint::File,
        Occurrence::First(1),
        Action::StallAfter { bytes: 4_000 },
    );
    let mut stage = Stage::with(script).await;
    let run = stage.start("october.json").await;
    stage.reach(&run, |phase| phase == Phase::Downloading).await;
    stage.restart().await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    assert_eq!(stage.files(), ["october.json"]);
    assert_eq!(stage.server.jobs().len(), 1);
    let bytes = std::fs::read(stage.path("october.json")).expect("the file");
    assert_eq!(bytes, stage.served(0));
}

#[tokio::test(start_paused = true)]
async fn another_process_leaves_a_run_alone_while_its_owner_lives() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.reach(&run, |phase| phase == Phase::Waiting).await;
    let other: Engine = open(stage.folder.path(), &stage.clock, &stage.keychain).await;
    other.adopt_runs().await.expect("nothing to adopt");
    let cancelled = other.cancel_run(&run.id).await;
    assert_eq!(
        cancelled.expect_err("not its run").kind,
        ProblemKind::RunMissing
    );
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    assert_eq!(stage.server.jobs().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_was_cut_off_with_the_process_is_not_repeated() {
    let script = Script::default().on(Endpoint::Create, Occurrence::First(1), Action::Stall);
    let mut stage = Stage::with(script).await;
    let run = stage.start("october.json").await;
    let sent = |stage: &Stage| {
        let requests = stage.server.requests();
        requests.iter().any(|request| request.method == "POST")
    };
    while !sent(&stage) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    stage.restart().await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Interrupted);
    let problem = run.problem.clone().expect("a problem");
    assert_eq!(problem.kind, ProblemKind::CreationUnknown);
    assert!(!run.resumable);
    let run = stage.engine.resume_run(&run.id).await.expect("resumed");
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    assert_eq!(stage.files(), ["october.json"]);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_waits_for_its_place_goes_on_after_a_restart() {
    let mut stage = Stage::new().await;
    let mut runs = Vec::new();
    for n in 0..4 {
        runs.push(stage.start(&format!("{n}.json")).await);
    }
    stage.restart().await;
    for run in &runs {
        let run = stage.finish(run).await;
        assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    }
    assert_eq!(stage.server.jobs().len(), 4);
    assert_eq!(stage.files(), ["0.json", "1.json", "2.json", "3.json"]);
}
