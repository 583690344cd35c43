//! The list of runs: paged, searched, shortened and put back, and told to support.

use std::fs;
use std::time::{Duration, Instant};

use export_engine::{EngineEvent, ExportRequest, FileState, Phase, ProblemKind, RunFile, RunQuery};
use practice_server::{Action, Endpoint, Occurrence, PracticeConfig, Script};

use crate::support::{Stage, days, draft};

fn query(text: &str, phases: &[Phase], before: Option<i64>, most: u32) -> RunQuery {
    RunQuery {
        text: text.into(),
        phases: phases.into(),
        before,
        most,
    }
}

fn database(stage: &Stage) -> rusqlite::Connection {
    rusqlite::Connection::open(stage.folder.path().join("data/care-exporter.db"))
        .expect("the database")
}

/// Many runs like the one that is there.
fn multiply(stage: &Stage, runs: u32) {
    let mut database = database(stage);
    let transaction = database.transaction().expect("a transaction");
    for n in 0..runs {
        let phase = if n % 1_000 == 7 { "failed" } else { "saved" };
        transaction
            .prepare_cached(
                "INSERT INTO runs (id, account, owner, request, connection_name, phase, steps, created_at, remote,
                    target, overwrite)
                 SELECT 'made-' || ?1, account, 'nobody', request, connection_name, ?2, steps, created_at + ?1,
                    'closed', target || ?1, 0 FROM runs ORDER BY sequence LIMIT 1",
            )
            .expect("SQL")
            .execute(rusqlite::params![n, phase])
            .expect("a run");
        transaction
            .prepare_cached(
                "INSERT INTO run_search (sequence, connection_id, connection, words)
                 SELECT last_insert_rowid(), connection_id, connection, 'october number ' || ?1 || ' ' || words
                 FROM run_search ORDER BY sequence LIMIT 1",
            )
            .expect("SQL")
            .execute([n])
            .expect("its words");
    }
    transaction.commit().expect("stored");
}

#[tokio::test(start_paused = true)]
async fn pages_follow_each_other_without_a_gap_newest_first() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.finish(&run).await;
    multiply(&stage, 95);
    let mut seen = Vec::new();
    let mut before = None;
    loop {
        let page = stage.engine.runs_page(query("", &[], before, 10)).await;
        let page = page.expect("a page");
        assert!(page.runs.len() <= 10);
        seen.extend(page.runs.into_iter().map(|run| run.sequence));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), 96);
    assert!(seen.windows(2).all(|two| two[0] > two[1]), "{seen:?}");
    assert_eq!(*seen.last().expect("the first run"), run.sequence);
}

#[tokio::test]
async fn a_page_of_twenty_thousand_runs_is_there_at_once() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.finish(&run).await;
    multiply(&stage, 20_000);
    let failed = [Phase::Failed];
    for (what, query, found) in [
        ("the first page", query("", &[], None, 50), 50),
        ("a page far down", query("", &[], Some(300), 50), 50),
        ("a common word", query("october", &[], None, 50), 50),
        ("a rare word", query("number 19555 test", &[], None, 50), 1),
        ("no such word", query("november", &[], None, 50), 0),
        ("a rare phase", query("", &failed, None, 50), 20),
        (
            "a rare phase and a word",
            query("7007", &failed, None, 50),
            2,
        ),
        (
            "the work under way",
            query(
                "",
                &[Phase::Queued, Phase::Waiting, Phase::Interrupted],
                None,
                200,
            ),
            0,
        ),
    ] {
        // The best of some rounds, so that a busy machine fails nothing.
        let mut best = Duration::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            let page = stage.engine.runs_page(query.clone()).await.expect("a page");
            best = best.min(start.elapsed());
            assert_eq!(page.runs.len(), found, "{what}");
        }
        assert!(best < Duration::from_millis(100), "{what}: {best:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_of_long_requests_is_shorter() {
    let stage = Stage::new().await;
    let request = ExportRequest {
        agent_ids: (0..4_000).map(|n| format!("agent-{n:030}")).collect(),
        ..stage.request()
    };
    for n in 0..4 {
        stage
            .start_with(&format!("{n}.json"), request.clone())
            .await;
    }
    let page = stage
        .engine
        .runs_page(query("", &[], None, 50))
        .await
        .expect("a page");
    assert_eq!(page.runs.len(), 2);
    let rest = stage
        .engine
        .runs_page(query("", &[], page.next, 50))
        .await
        .expect("a page");
    assert_eq!((rest.runs.len(), rest.next), (2, None));
}

#[tokio::test(start_paused = true)]
async fn a_run_is_found_by_its_file_its_connection_and_what_was_asked() {
    let stage = Stage::new().await;
    let request = ExportRequest {
        columns: vec!["Agent_Name".into()],
        team_ids: vec!["6222".into()],
        ..stage.request()
    };
    let run = stage.start_with("Ağustos İstanbul.json", request).await;
    let other = ExportRequest {
        period: days("2026-09-01", "2026-09-30"),
        ..stage.request()
    };
    stage.start_with("other.json", other).await;
    for text in [
        "agustos",
        "ISTANBUL ağus",
        "agent_name",
        "6222",
        "2026-10-31",
        "test COMPANY json 10-01",
    ] {
        let found = stage.list(text).await;
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].id, run.id, "{text}");
    }
    assert_eq!(stage.list("company").await.len(), 2);
    assert!(stage.list("company nowhere").await.is_empty());
    stage.finish(&run).await;
    let saved = query("agustos", &[Phase::Saved], None, 5);
    assert_eq!(
        stage
            .engine
            .runs_page(saved)
            .await
            .expect("a page")
            .runs
            .len(),
        1
    );
}

#[tokio::test(start_paused = true)]
async fn a_renamed_connections_runs_are_listed_under_its_new_name() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.finish(&run).await;
    let mut change = draft(&stage.server);
    change.id = Some(stage.connection.id.clone());
    change.name = "Contact centre".into();
    stage.engine.save_connection(change).await.expect("saved");
    assert!(stage.list("test").await.is_empty());
    assert_eq!(
        stage.list("contact").await[0].connection_name,
        "Contact centre"
    );
}

#[tokio::test(start_paused = true)]
async fn a_removed_run_is_gone_from_the_list_not_from_the_disk_and_can_be_had_back() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.finish(&run).await;
    let under_way = stage.start("2.json").await;
    let mut events = stage.engine.events();
    let ids = vec![run.id.clone(), under_way.id.clone(), "none".into()];
    let removed = stage
        .engine
        .remove_runs(ids.clone())
        .await
        .expect("removed");
    assert_eq!(removed, std::slice::from_ref(&run.id));
    assert_eq!(events.try_recv().expect("an event"), EngineEvent::Runs);
    assert_eq!(stage.list("").await.len(), 1);
    let missing = stage.engine.run(&run.id).await.expect_err("not listed");
    assert_eq!(missing.kind, ProblemKind::RunMissing);
    assert!(stage.path("october.json").exists());
    let restored = stage.engine.restore_runs(ids).await.expect("restored");
    assert_eq!(restored, std::slice::from_ref(&run.id));
    assert_eq!(stage.list("").await.len(), 2);
    assert!(stage.engine.saved_path(&run.id).await.is_ok());
}

/// A run whose whole download found somebody's file in its place.
async fn kept(stage: &Stage) -> export_engine::Run {
    let run = stage.start("october.json").await;
    stage.reach(&run, |phase| phase == Phase::Waiting).await;
    fs::write(stage.path("october.json"), "mine").expect("written");
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Failed);
    run
}

#[tokio::test(start_paused = true)]
async fn the_download_of_a_removed_run_goes_when_it_can_not_be_had_back() {
    let stage = Stage::new().await;
    let run = kept(&stage).await;
    let ids = vec![run.id.clone()];
    stage
        .engine
        .remove_runs(ids.clone())
        .await
        .expect("removed");
    tokio::time::sleep(Duration::from_secs(9 * 60)).await;
    assert_eq!(stage.files().len(), 2);
    stage
        .engine
        .restore_runs(ids.clone())
        .await
        .expect("restored");
    tokio::time::sleep(Duration::from_secs(9 * 60)).await;
    assert_eq!(stage.files().len(), 2);
    stage
        .engine
        .remove_runs(ids.clone())
        .await
        .expect("removed");
    tokio::time::sleep(Duration::from_secs(11 * 60)).await;
    assert_eq!(stage.files(), ["october.json"]);
    assert!(
        stage
            .engine
            .restore_runs(ids)
            .await
            .expect("nothing")
            .is_empty()
    );
    assert_eq!(
        fs::read_to_string(stage.path("october.json")).expect("there"),
        "mine"
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_removed_does_not_outlive_the_app() {
    let mut stage = Stage::new().await;
    let run = kept(&stage).await;
    let ids = vec![run.id.clone()];
    stage
        .engine
        .remove_runs(ids.clone())
        .await
        .expect("removed");
    stage.restart().await;
    assert_eq!(stage.files(), ["october.json"]);
    assert!(
        stage
            .engine
            .restore_runs(ids)
            .await
            .expect("nothing")
            .is_empty()
    );
    let left: u32 = database(&stage)
        .query_row("SELECT count(*) FROM runs, run_search", [], |row| {
            row.get(0)
        })
        .expect("a count");
    assert_eq!(left, 0);
}

#[tokio::test(start_paused = true)]
async fn a_removed_runs_job_keeps_its_place_until_it_ends() {
    let ten_minutes = Duration::from_secs(600);
    let mut stage = Stage::against(PracticeConfig {
        run_time: ten_minutes..=ten_minutes,
        ..PracticeConfig::default()
    })
    .await;
    let mut ids = Vec::new();
    for name in ["1.json", "2.json"] {
        let run = stage.start(name).await;
        stage.reach(&run, |phase| phase == Phase::Waiting).await;
        stage.engine.cancel_run(&run.id).await.expect("cancelled");
        stage.finish(&run).await;
        ids.push(run.id);
    }
    stage.engine.remove_runs(ids).await.expect("removed");
    stage.restart().await;
    let third = stage.start("3.json").await;
    assert_eq!(stage.finish(&third).await.phase, Phase::Saved);
    let jobs = stage.server.jobs();
    assert_eq!(jobs.len(), 3);
    assert!(jobs[2].created_at >= jobs[0].ended_at.expect("an end"));
    assert_eq!(stage.list("").await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_export_is_made_again_beside_the_earlier_file() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.finish(&run).await;
    let second = stage.engine.run_again(&run.id).await.expect("started");
    let third = stage.engine.run_again(&run.id).await.expect("started");
    for (run, name) in [(&second, "october (2).json"), (&third, "october (3).json")] {
        let run = stage.finish(run).await;
        assert_eq!((run.phase, run.file_name.as_str()), (Phase::Saved, name));
    }
    assert_eq!(second.request, run.request);
    assert_eq!(
        stage.files(),
        ["october (2).json", "october (3).json", "october.json"]
    );
    fs::remove_dir_all(stage.path("")).expect("removed");
    let nowhere = stage
        .engine
        .run_again(&run.id)
        .await
        .expect_err("no folder");
    assert_eq!(nowhere.kind, ProblemKind::FolderMissing);
    assert!(nowhere.kind.is_of_place());
}

#[tokio::test(start_paused = true)]
async fn a_file_that_was_moved_is_known() {
    let stage = Stage::new().await;
    let mut ids = Vec::new();
    for name in ["1.json", "2.json"] {
        let run = stage.start(name).await;
        ids.push(stage.finish(&run).await.id);
    }
    let failed = kept(&stage).await;
    fs::rename(stage.path("2.json"), stage.path("3.json")).expect("moved");
    let asked = [ids.clone(), vec![failed.id, "none".into()]].concat();
    let states = stage.engine.file_states(asked).await.expect("states");
    let expected = [FileState::Present, FileState::Moved];
    let expected: Vec<RunFile> = ids
        .into_iter()
        .zip(expected)
        .map(|(run_id, state)| RunFile { run_id, state })
        .collect();
    assert_eq!(states, expected);
}

#[tokio::test(start_paused = true)]
async fn the_details_for_support_say_what_happened_and_nothing_of_whom() {
    let script = Script::default().on(Endpoint::Status, Occurrence::Every, Action::unavailable());
    let stage = Stage::with(script).await;
    let request = ExportRequest {
        agent_ids: vec!["agent-of-ours".into(), "another".into()],
        columns: vec!["agent_name".into()],
        ..stage.request()
    };
    let run = stage.start_with("Ayşe.json", request).await;
    let run = stage.finish(&run).await;
    let details = stage.engine.run_details(&run.id).await.expect("details");
    let job = stage.server.jobs().remove(0);
    for told in [
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        &run.id,
        "2026-11-23T08:00:00.000Z",
        "\"agentIds\":2",
        "agent_name",
        "Europe/Istanbul",
        &job.workflow_id,
        "service_unavailable",
        "503",
        "waiting",
        "interrupted",
    ] {
        assert!(details.contains(told), "{told} is not in:\n{details}");
    }
    let folder = stage.folder.path().to_string_lossy().into_owned();
    for kept in [
        "agent-of-ours",
        "Ayşe",
        stage.server.user(),
        stage.server.password(),
        stage.server.company_key(),
        &stage.connection.name,
        &stage.connection.id,
        &folder,
        "Token",
    ] {
        assert!(!details.contains(kept), "{kept} is in:\n{details}");
    }
}
