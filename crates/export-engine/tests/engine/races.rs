//! Two at once: processes on one folder, wishes for one run, a database that says no.

use std::time::Duration;

use export_engine::{Engine, EngineConfig, Phase, ProblemKind, Run};
use practice_server::{Action, Endpoint, Occurrence, PracticeConfig, Script};

use crate::support::{Stage, open};

fn database(stage: &Stage) -> rusqlite::Connection {
    rusqlite::Connection::open(stage.folder.path().join("data/care-exporter.db"))
        .expect("the database")
}

/// Makes every write of this kind fail, as a full disk would.
fn refuse(stage: &Stage, when: &str) {
    let trigger = format!(
        "CREATE TRIGGER refuse BEFORE UPDATE ON runs WHEN {when}
         BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    );
    database(stage).execute_batch(&trigger).expect("a trigger");
}

fn accept(stage: &Stage) {
    database(stage)
        .execute_batch("DROP TRIGGER refuse")
        .expect("no trigger");
}

async fn failed(stage: &Stage) -> Run {
    stage.server.set_script(Script::default().on(
        Endpoint::Create,
        Occurrence::First(1),
        Action::FailJob { reason: None },
    ));
    let run = stage.start("october.json").await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Failed);
    run
}

#[tokio::test(start_paused = true)]
async fn the_jobs_of_processes_that_are_gone_give_their_places_back() {
    let minute = Duration::from_secs(60);
    let stage = Stage::against(PracticeConfig {
        run_time: minute..=minute,
        ..PracticeConfig::default()
    })
    .await;
    // One is stopped by its person and one is cut off.
    for (n, cancel) in [(0, true), (1, false)] {
        let engine = open(stage.folder.path(), &stage.clock, &stage.keychain).await;
        let target = stage.target(&format!("{n}.json"));
        let run = engine.start_run(stage.request(), target).await;
        let run = run.expect("started");
        let is = async |wanted: fn(Phase) -> bool| {
            while !wanted(engine.run(&run.id).await.expect("the run").phase) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        is(|phase| phase == Phase::Waiting).await;
        if cancel {
            engine.cancel_run(&run.id).await.expect("cancelled");
            is(Phase::ended).await;
        }
        engine.close().await;
    }
    let started = stage.start("x.json").await;
    let run = stage.finish(&started).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    let jobs = stage.server.jobs();
    assert_eq!(jobs.len(), 3);
    let waited = jobs[2].created_at - jobs[0].ended_at.expect("an end");
    assert!((0..60_000).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn one_of_two_wishes_to_go_on_is_carried_out() {
    let stage = Stage::new().await;
    let run = failed(&stage).await;
    let engine = &stage.engine;
    let (one, two) = tokio::join!(engine.resume_run(&run.id), engine.resume_run(&run.id));
    assert_eq!(one.is_ok() as u8 + two.is_ok() as u8, 1);
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    assert_eq!(stage.server.jobs().len(), 2);
    assert_eq!(stage.files(), ["october.json"]);
}

#[tokio::test(start_paused = true)]
async fn one_of_two_processes_goes_on_with_a_run() {
    for yields in 0..20 {
        let stage = Stage::new().await;
        let run = failed(&stage).await;
        let other = open(stage.folder.path(), &stage.clock, &stage.keychain).await;
        let later = async {
            for _ in 0..yields {
                tokio::task::yield_now().await;
            }
            other.resume_run(&run.id).await
        };
        let (one, two) = tokio::join!(stage.engine.resume_run(&run.id), later);
        assert_eq!(one.is_ok() as u8 + two.is_ok() as u8, 1, "{yields}");
        tokio::time::sleep(Duration::from_secs(120)).await;
        let run = stage.engine.run(&run.id).await.expect("the run");
        assert_eq!(run.phase, Phase::Saved, "{yields}: {:?}", run.problem);
        assert_eq!(stage.server.jobs().len(), 2, "{yields}");
        assert_eq!(stage.files(), ["october.json"], "{yields}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_creation_that_was_accepted_is_gone_on_with() {
    let stage = Stage::with(Script::default().on(
        Endpoint::Create,
        Occurrence::First(1),
        Action::Delay { ms: 20_000 },
    ))
    .await;
    let run = stage.start("october.json").await;
    stage.reach(&run, |phase| phase == Phase::Creating).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    stage.engine.cancel_run(&run.id).await.expect("cancelled");
    assert_eq!(stage.finish(&run).await.phase, Phase::Cancelled);
    let run = stage.engine.resume_run(&run.id).await.expect("resumed");
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    assert_eq!(stage.server.jobs().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_can_not_be_written_down_waits_until_it_can() {
    let stage = Stage::new().await;
    refuse(&stage, "NEW.phase = 'queued'");
    let first = stage.start("1.json").await;
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert!(stage.server.jobs().is_empty());
    accept(&stage);
    let second = stage.start("2.json").await;
    for run in [&first, &second] {
        assert_eq!(stage.finish(run).await.phase, Phase::Saved);
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_in_its_place_is_never_told_as_failed() {
    let mut stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.reach(&run, |phase| phase == Phase::Waiting).await;
    refuse(&stage, "NEW.phase = 'saved'");
    while stage.files() != ["october.json"] {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    tokio::time::sleep(Duration::from_secs(600)).await;
    let stored = stage.engine.run(&run.id).await.expect("the run");
    assert_eq!((stored.phase, stored.problem), (Phase::Converting, None));
    stage.engine.close().await;
    accept(&stage);
    stage.restart().await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    assert_eq!(stage.server.jobs().len(), 1);
    assert_eq!(stage.files(), ["october.json"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_first_starts_at_once_all_succeed() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().expect("a folder");
        let starts = (0..4).map(|_| {
            let config = EngineConfig::system(folder.path().join("data"));
            tokio::spawn(async move { Engine::open(config).await.err() })
        });
        for start in starts.collect::<Vec<_>>() {
            assert_eq!(start.await.expect("an end"), None);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_old_run_has_its_patience_with_a_busy_account() {
    let stage = Stage::new().await;
    let run = failed(&stage).await;
    tokio::time::sleep(Duration::from_secs(7 * 3600)).await;
    stage.server.set_script(Script::default().on(
        Endpoint::Create,
        Occurrence::First(2),
        Action::TooManyExports,
    ));
    let run = stage.engine.resume_run(&run.id).await.expect("resumed");
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
}

#[tokio::test(start_paused = true)]
async fn an_account_that_stays_busy_is_said_after_six_hours() {
    let stage = Stage::with(Script::default().on(
        Endpoint::Create,
        Occurrence::Every,
        Action::TooManyExports,
    ))
    .await;
    let run = stage.start("october.json").await;
    let run = stage.finish(&run).await;
    let problem = run.problem.expect("a problem");
    assert_eq!(problem.kind, ProblemKind::TooManyExports);
    let waited = run.steps.last().expect("a step").1 - run.created_at;
    assert!((6 * 3_600_000..7 * 3_600_000).contains(&waited), "{waited}");
}
