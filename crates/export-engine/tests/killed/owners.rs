//! Several processes on one data folder: a run has one owner at a time.

use std::time::Duration;

use export_engine::{FileFormat, Phase};

use crate::scene::{End, Scene, ended};

/// Waits until the service was asked for the export, so that there is something to go on with.
async fn asked(scene: &Scene) {
    while scene.server.jobs().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_copy_leaves_the_runs_of_a_living_one_alone() {
    let scene = Scene::new(FileFormat::Json).await;
    let first = scene.exports(None);
    asked(&scene).await;
    // Nothing is there for it to do, so it ends at once.
    assert!(ended(scene.goes_on(None)).await.success());
    assert!(ended(first).await.success());
    assert_eq!(scene.finish("two copies").await, End::Saved);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_several_copies_goes_on_with_the_run_of_a_killed_one() {
    for round in 0..8 {
        let scene = Scene::new(FileFormat::Json).await;
        let first = scene.exports(None);
        asked(&scene).await;
        drop(first);
        let others = [(); 3].map(|()| scene.goes_on(None));
        for other in others {
            assert!(ended(other).await.success(), "round {round}");
        }
        let end = scene.finish(&format!("round {round}")).await;
        // The answer may have been on its way when the first was killed.
        assert!(
            matches!(end, End::Saved | End::Unknown),
            "round {round}: {end:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_copies_with_a_run_each_work_side_by_side() {
    let scene = Scene::new(FileFormat::Json).await;
    let engine = scene.engine().await;
    let victim = scene.exports(None);
    let own = scene.start_beside(&engine, "beside.json").await;
    assert!(ended(victim).await.success());
    let own = loop {
        let now = engine.run(&own).await.expect("the run");
        if now.phase.ended() {
            break now;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    };
    assert_eq!(own.phase, Phase::Saved, "{:?}", own.problem);
    engine.close().await;
    assert_eq!(scene.files(), ["beside.json", "october.json"]);
    assert_eq!(scene.server.jobs().len(), 2);
}
