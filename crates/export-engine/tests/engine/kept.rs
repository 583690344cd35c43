//! What is kept of a person's work, counted, and removed at their wish.

use std::fs;
use std::time::Duration;

use export_engine::{
    Agents, Engine, EngineConfig, EngineEvent, KeptData, Phase, ProblemKind, Settings,
};
use practice_server::{Action, Endpoint, Occurrence, Script};

use crate::support::{Stage, draft, within};

/// A stage on which there is something of everything.
async fn lived_in() -> Stage {
    let stage = Stage::new().await;
    for name in ["a.json", "b.json"] {
        let run = stage.start(name).await;
        assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    }
    within(stage.engine.agents(&stage.connection.id, true))
        .await
        .expect("agents");
    stage
}

async fn kept(engine: &Engine) -> KeptData {
    engine.kept_data().await.expect("counted")
}

#[tokio::test(start_paused = true)]
async fn what_is_kept_is_counted_and_each_part_goes_by_itself() {
    let stage = lived_in().await;
    let before = kept(&stage.engine).await;
    let data = stage.folder.path().join("data");
    assert_eq!(before.folder, data.display().to_string());
    assert_eq!(
        (before.ended_runs, before.connections, before.presets),
        (2, 1, 0)
    );
    assert!(before.agents > 200 && before.columns > 3, "{before:?}");

    let removed = stage.engine.remove_ended_runs().await.expect("removed");
    assert_eq!(removed.len(), 2);
    assert!(stage.list("").await.is_empty());
    stage.engine.restore_runs(removed).await.expect("restored");
    assert_eq!(stage.list("").await.len(), 2);

    let mut events = stage.engine.events();
    stage.engine.forget_columns().await.expect("forgotten");
    stage.engine.forget_agents().await.expect("forgotten");
    let connection_id = stage.connection.id.clone();
    assert_eq!(
        events.recv().await.expect("told"),
        EngineEvent::Columns { connection_id }
    );
    assert_eq!(events.recv().await.expect("told"), EngineEvent::Agents);
    let agents = stage.engine.agents(&stage.connection.id, false).await;
    let nobody = Agents {
        agents: vec![],
        learned_at: None,
    };
    assert_eq!(agents.expect("asked"), nobody);
    assert_eq!(
        kept(&stage.engine).await,
        KeptData {
            columns: 0,
            agents: 0,
            ..before
        }
    );
}

#[tokio::test(start_paused = true)]
async fn everything_goes_with_its_passwords_and_only_saved_files_stay() {
    let mut stage = lived_in().await;
    let quiet = Settings {
        notify: false,
        ..Settings::default()
    };
    stage.engine.save_settings(quiet).await.expect("stored");
    let folder = Some(stage.folder.path().join("out"));
    stage
        .engine
        .save_usual_folder(folder)
        .await
        .expect("stored");
    let data = stage.folder.path().join("data");
    let aside = [
        "care-exporter.newer-2026-01-01-000000.db",
        "care-exporter.newer-2026-01-01-000000.db-wal",
    ];
    for name in aside {
        fs::write(data.join(name), "of another version").expect("written");
    }
    assert_eq!(kept(&stage.engine).await.put_aside, 2);
    let files = stage.files();

    stage.engine.forget_everything().await.expect("forgotten");

    let left = kept(&stage.engine).await;
    let nothing = KeptData {
        folder: left.folder.clone(),
        ended_runs: 0,
        presets: 0,
        connections: 0,
        columns: 0,
        agents: 0,
        put_aside: 0,
    };
    assert_eq!(left, nothing);
    assert!(stage.keychain.entries().is_empty());
    assert_eq!(
        stage.engine.settings().await.expect("read"),
        Settings::default()
    );
    assert_eq!(stage.engine.usual_folder().await.expect("read"), None);
    assert_eq!(stage.files(), files, "the exports stay");
    // What was sent within the last minute is counted on, so that the limits hold.
    tokio::time::sleep(Duration::from_secs(120)).await;
    let saved = stage.engine.save_connection(draft(&stage.server)).await;
    let id = saved.expect("begun anew").id;
    stage.engine.teams(&id).await.expect("it works");
    stage.engine.forget_everything().await.expect("forgotten");
    stage.restart().await;
    assert_eq!(kept(&stage.engine).await, nothing);
    for run in ["a.json", "Test company"] {
        assert!(
            !holds(&data, run.as_bytes()),
            "{run} is still to be read in the data folder"
        );
    }
}

/// Whether a file of the folder holds these bytes.
fn holds(folder: &std::path::Path, needle: &[u8]) -> bool {
    fs::read_dir(folder).expect("readable").any(|entry| {
        let path = entry.expect("an entry").path();
        path.is_file()
            && fs::read(&path)
                .expect("readable")
                .windows(needle.len())
                .any(|window| window == needle)
    })
}

#[tokio::test(start_paused = true)]
async fn nothing_goes_while_an_export_is_under_way() {
    let never_ends = Script::default().on(Endpoint::Create, Occurrence::Every, Action::NeverEnds);
    let stage = Stage::with(never_ends).await;
    let run = stage.start("a.json").await;
    stage.reach(&run, |phase| phase == Phase::Waiting).await;
    let refused = stage.engine.forget_everything().await;
    assert_eq!(refused.expect_err("busy").kind, ProblemKind::ConnectionBusy);
    assert_eq!(kept(&stage.engine).await.connections, 1);
    assert_eq!(stage.keychain.entries().len(), 1);

    // Cancelled here, it goes; what still runs over there is forgotten with the next start after its end.
    stage.engine.cancel_run(&run.id).await.expect("cancelled");
    stage.finish(&run).await;
    stage.engine.forget_everything().await.expect("forgotten");
    assert!(stage.list("").await.is_empty());
    assert_eq!(kept(&stage.engine).await.connections, 0);
}

#[tokio::test(start_paused = true)]
async fn nothing_goes_when_a_password_can_not_be_removed() {
    let stage = Stage::new().await;
    let config = EngineConfig {
        data_dir: stage.folder.path().join("data"),
        clock: std::sync::Arc::new(stage.clock),
        keychain: std::sync::Arc::new(crate::connections::Locked),
        seed: Some(7),
    };
    let engine = Engine::open(config).await.expect("an engine");
    let refused = engine.forget_everything().await;
    assert_eq!(
        refused.expect_err("locked").kind,
        ProblemKind::KeychainLocked
    );
    assert_eq!(kept(&engine).await.connections, 1);
}

#[tokio::test(start_paused = true)]
async fn settings_and_the_usual_folder_outlive_the_engine() {
    let mut stage = Stage::new().await;
    let engine = &stage.engine;
    assert_eq!(engine.settings().await.expect("read"), Settings::default());
    let quiet = Settings {
        notify: false,
        ..Settings::default()
    };
    engine.save_settings(quiet).await.expect("stored");
    let folder = Some(stage.folder.path().join("out"));
    let stored = engine.save_usual_folder(folder.clone()).await;
    stored.expect("stored");
    engine
        .save_front_end_setting("zoom", 150)
        .await
        .expect("stored");
    stage.restart().await;
    let engine = &stage.engine;
    assert_eq!(engine.settings().await.expect("read"), quiet);
    assert_eq!(engine.usual_folder().await.expect("read"), folder);
    assert_eq!(engine.front_end_setting::<u32>("zoom").await, Ok(Some(150)));
    assert_eq!(engine.front_end_setting::<String>("zoom").await, Ok(None));
    engine.save_usual_folder(None).await.expect("stored");
    assert_eq!(engine.usual_folder().await.expect("read"), None);
}
