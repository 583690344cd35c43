//! Where the file goes, and what may be in the way.

use std::fs;

use export_engine::{Phase, ProblemKind, Run, Target};
use practice_server::{Action, Endpoint, Occurrence, Script};

use crate::support::Stage;

fn kind(run: &Run) -> Option<&ProblemKind> {
    run.problem.as_ref().map(|problem| &problem.kind)
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_there_is_never_replaced_unasked() {
    let stage = Stage::new().await;
    fs::write(stage.path("october.json"), "mine").expect("written");
    let refused = stage
        .engine
        .start_run(stage.request(), stage.target("october.json"))
        .await;
    assert_eq!(refused.expect_err("refused").kind, ProblemKind::FileExists);
    assert!(stage.server.requests().is_empty());

    let agreed = Target {
        overwrite: true,
        ..stage.target("october.json")
    };
    let run = stage.engine.start_run(stage.request(), agreed).await;
    let run = stage.finish(&run.expect("started")).await;
    assert_eq!(run.phase, Phase::Saved);
    let bytes = fs::read(stage.path("october.json")).expect("the file");
    assert_eq!(bytes, stage.served(0));
}

#[tokio::test(start_paused = true)]
async fn a_file_that_comes_in_the_meantime_stays_and_the_download_finds_another_place() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.reach(&run, |phase| phase == Phase::Waiting).await;
    fs::write(stage.path("october.json"), "mine").expect("written");
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Failed);
    assert_eq!(kind(&run), Some(&ProblemKind::FileExists));
    assert!(run.resumable);
    let asked = stage.server.requests().len();

    let other = stage.target("other.json");
    let run = stage.engine.move_run(&run.id, other).await.expect("moved");
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    assert_eq!(run.file_name, "other.json");
    let bytes = fs::read(stage.path("other.json")).expect("the file");
    assert_eq!(bytes, stage.served(0));
    let mine = fs::read_to_string(stage.path("october.json")).expect("the person's file");
    assert_eq!(mine, "mine");
    assert_eq!(stage.files(), ["october.json", "other.json"]);
    // The download was kept: the service was not asked again.
    assert_eq!(stage.server.requests().len(), asked);
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_goes_away_is_said_and_another_one_does() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.reach(&run, |phase| phase == Phase::Waiting).await;
    fs::remove_dir_all(stage.path("")).expect("removed");
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Failed);
    assert_eq!(kind(&run), Some(&ProblemKind::FolderMissing));
    assert!(run.resumable);

    let elsewhere = Target {
        path: stage.folder.path().join("october.json"),
        overwrite: false,
    };
    let run = stage.engine.move_run(&run.id, elsewhere.clone()).await;
    let run = stage.finish(&run.expect("moved")).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    let bytes = fs::read(elsewhere.path).expect("the file");
    assert_eq!(bytes, stage.served(0));
    assert_eq!(stage.server.jobs().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_run_leaves_nothing_at_any_phase() {
    for (script, at) in [
        (
            Script::default().on(Endpoint::Create, Occurrence::Every, Action::Stall),
            Phase::Creating,
        ),
        (
            Script::default().on(Endpoint::Create, Occurrence::Every, Action::NeverEnds),
            Phase::Waiting,
        ),
        (
            Script::default().on(
                Endpoint::File,
                Occurrence::Every,
                Action::StallAfter { bytes: 4_000 },
            ),
            Phase::Downloading,
        ),
    ] {
        let stage = Stage::with(script).await;
        let run = stage.start("october.json").await;
        stage.reach(&run, |phase| phase == at).await;
        stage.engine.cancel_run(&run.id).await.expect("cancelled");
        let run = stage.finish(&run).await;
        assert_eq!(run.phase, Phase::Cancelled, "{at:?}");
        assert_eq!(run.problem, None);
        assert!(stage.files().is_empty(), "{at:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_queued_run_is_cancelled_without_a_word_to_the_service() {
    let script = Script::default().on(Endpoint::Create, Occurrence::Every, Action::NeverEnds);
    let stage = Stage::with(script).await;
    for name in ["1.json", "2.json"] {
        let run = stage.start(name).await;
        stage.reach(&run, |phase| phase == Phase::Waiting).await;
    }
    let third = stage.start("3.json").await;
    stage.engine.cancel_run(&third.id).await.expect("cancelled");
    assert_eq!(stage.finish(&third).await.phase, Phase::Cancelled);
    assert_eq!(stage.server.jobs().len(), 2);
    let files = stage.files();
    assert_eq!(files.len(), 2, "{files:?}");
}

#[tokio::test(start_paused = true)]
async fn a_download_that_is_cancelled_as_it_starts_leaves_nothing() {
    let stage = Stage::new().await;
    for n in 0..30 {
        let run = stage.start(&format!("{n}.json")).await;
        stage.reach(&run, |phase| phase == Phase::Downloading).await;
        for _ in 0..n {
            tokio::task::yield_now().await;
        }
        let cancelled = stage.engine.cancel_run(&run.id).await.is_ok();
        let run = stage.finish(&run).await;
        if run.phase == Phase::Saved {
            std::fs::remove_file(stage.path(&run.file_name)).expect("removed");
        } else {
            assert!(cancelled);
            assert_eq!(run.phase, Phase::Cancelled);
        }
    }
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    assert!(stage.files().is_empty(), "{:?}", stage.files());
}

/// A run whose whole download found somebody's file in its place.
async fn kept(stage: &Stage) -> Run {
    let run = stage.start("october.json").await;
    stage.reach(&run, |phase| phase == Phase::Waiting).await;
    fs::write(stage.path("october.json"), "mine").expect("written");
    let run = stage.finish(&run).await;
    assert_eq!(kind(&run), Some(&ProblemKind::FileExists));
    run
}

#[tokio::test(start_paused = true)]
async fn a_kept_download_that_is_gone_is_fetched_again() {
    let stage = Stage::new().await;
    let run = kept(&stage).await;
    for name in stage.files().iter().filter(|name| name.ends_with(".part")) {
        fs::remove_file(stage.path(name)).expect("removed by a cleaner");
    }
    let other = stage.target("other.json");
    let run = stage.engine.move_run(&run.id, other).await.expect("moved");
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    let bytes = fs::read(stage.path("other.json")).expect("the file");
    assert_eq!(bytes, stage.served(0));
    assert_eq!(stage.server.jobs().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_kept_download_needs_neither_the_connection_nor_the_service() {
    let stage = Stage::new().await;
    let run = kept(&stage).await;
    stage
        .engine
        .remove_connection(&stage.connection.id)
        .await
        .expect("removed");
    let elsewhere = Target {
        path: stage.folder.path().join("october.json"),
        overwrite: false,
    };
    let run = stage.engine.move_run(&run.id, elsewhere.clone()).await;
    let run = stage.finish(&run.expect("moved")).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    let bytes = fs::read(elsewhere.path).expect("the file");
    assert_eq!(bytes, stage.served(0));
    assert_eq!(stage.files(), ["october.json"]);
}

#[tokio::test(start_paused = true)]
async fn a_place_that_will_not_do_leaves_the_kept_download_where_it_is() {
    let stage = Stage::new().await;
    let run = kept(&stage).await;
    let files = stage.files();
    let nowhere = stage.target("gone/october.json");
    let refused = stage.engine.move_run(&run.id, nowhere).await;
    assert_eq!(
        refused.expect_err("refused").kind,
        ProblemKind::FolderMissing
    );
    assert_eq!(stage.files(), files);
    let still = stage.engine.run(&run.id).await.expect("the run");
    assert_eq!(still.phase, Phase::Failed);
    assert!(still.resumable);
}
