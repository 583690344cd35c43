//! Data that this version can't read.

use std::fs;
use std::path::{Path, PathBuf};

use export_engine::{NoticeKind, Phase, ProblemKind, PutAsideReason};

use crate::support::{Stage, open, try_open};

fn database(stage: &Stage) -> PathBuf {
    stage.folder.path().join("data/care-exporter.db")
}

fn put_aside(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder.join("data"))
        .expect("readable")
        .map(|entry| entry.expect("an entry").file_name())
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name.starts_with("care-exporter.") && name.ends_with(".db"))
        .filter(|name| name != "care-exporter.db")
        .collect();
    names.sort();
    names
}

/// Ends the engine, as its process would, and gives the folder that it leaves.
async fn closed(stage: Stage) -> (Stage, Vec<u8>) {
    stage.engine.close().await;
    let path = database(&stage);
    let sqlite = rusqlite::Connection::open(&path).expect("the database");
    // Everything into the one file, so that it can be compared.
    sqlite
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .expect("written out");
    drop(sqlite);
    let bytes = fs::read(path).expect("readable");
    (stage, bytes)
}

#[tokio::test(start_paused = true)]
async fn a_newer_versions_data_is_put_aside_and_the_engine_starts() {
    let stage = Stage::new().await;
    let (clock, keychain, folder) = (stage.clock, stage.keychain.clone(), stage.folder);
    drop(stage.engine);
    let path = folder.path().join("data/care-exporter.db");
    let sqlite = rusqlite::Connection::open(&path).expect("the database");
    sqlite
        .pragma_update(None, "user_version", 4_000)
        .expect("a newer version");
    drop(sqlite);
    let before = fs::read(&path).expect("readable");

    let engine = open(folder.path(), &clock, &keychain).await;
    let notice = engine.put_aside().expect("it says so").clone();
    let NoticeKind::DataPutAside { reason, file } = &notice.what;
    assert_eq!(*reason, PutAsideReason::Newer);
    assert_eq!(fs::read(file).expect("kept"), before);
    assert_eq!(put_aside(folder.path()).len(), 1);
    assert_eq!(engine.connections().await.expect("a new start"), []);
    drop(engine);

    // The notice stays until somebody read it; the data is put aside once.
    let engine = open(folder.path(), &clock, &keychain).await;
    assert_eq!(engine.put_aside(), None);
    let unread = engine.notices().await.expect("listed");
    assert_eq!(unread, std::slice::from_ref(&notice));
    engine.dismiss_notice(notice.id).await.expect("read");
    assert_eq!(engine.notices().await.expect("listed"), []);
    assert_eq!(put_aside(folder.path()).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn damaged_data_is_put_aside_once_nobody_uses_it() {
    let stage = Stage::new().await;
    let (stage, bytes) = closed(stage).await;
    let path = database(&stage);
    let mut damaged = bytes;
    damaged[..4096].fill(0);
    fs::write(&path, &damaged).expect("written");

    // The first engine still lives: its data is not taken from under its feet.
    let problem = try_open(stage.folder.path(), &stage.clock, &stage.keychain)
        .await
        .err()
        .expect("refused");
    assert_eq!(problem.kind, ProblemKind::DataInUse);
    assert_eq!(put_aside(stage.folder.path()), Vec::<String>::new());
    assert_eq!(fs::read(&path).expect("there"), damaged);

    let (clock, keychain, folder) = (stage.clock, stage.keychain.clone(), stage.folder);
    drop(stage.engine);
    let engine = open(folder.path(), &clock, &keychain).await;
    let notice = engine.put_aside().expect("it says so");
    let NoticeKind::DataPutAside { reason, file } = &notice.what;
    assert_eq!(*reason, PutAsideReason::Damaged);
    assert_eq!(fs::read(file).expect("kept"), damaged);
}

#[tokio::test(start_paused = true)]
async fn data_that_is_locked_is_waited_for_and_never_put_aside() {
    let stage = Stage::new().await;
    let (clock, keychain, folder) = (stage.clock, stage.keychain.clone(), stage.folder);
    drop(stage.engine);
    let data = folder.path().join("data");
    let busy = rusqlite::Connection::open(data.join("care-exporter.db")).expect("the database");
    busy.pragma_update(None, "locking_mode", "EXCLUSIVE")
        .expect("set");
    busy.execute_batch("BEGIN EXCLUSIVE; COMMIT;")
        .expect("locked");
    let opening = fs::File::open(data.join("opening.lock")).expect("the lock of those who open");
    let release = std::thread::spawn(move || {
        while opening.try_lock().is_ok() {
            opening.unlock().expect("unlocked");
            std::thread::yield_now();
        }
        drop(busy);
    });
    let engine = open(folder.path(), &clock, &keychain).await;
    release.join().expect("released");
    assert_eq!(engine.put_aside(), None);
    assert_eq!(put_aside(folder.path()), Vec::<String>::new());
    assert_eq!(engine.connections().await.expect("all there").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_run_that_can_not_be_read_hides_no_other_and_holds_up_nothing() {
    let mut stage = Stage::new().await;
    let good = stage.start("good.json").await;
    let good = stage.finish(&good).await;
    let bad = stage.start("bad.json").await;
    stage.reach(&bad, |phase| phase == Phase::Waiting).await;
    stage.engine.close().await;
    let sqlite = rusqlite::Connection::open(database(&stage)).expect("the database");
    for (column, value) in [("request", "{ not json"), ("phase", "teleporting")] {
        sqlite
            .execute(
                &format!("UPDATE runs SET {column} = ? WHERE id = ?"),
                [value, &bad.id],
            )
            .expect("changed");
    }
    drop(sqlite);
    stage.restart().await;
    let listed = stage.list("").await;
    let ids: Vec<&str> = listed.iter().map(|run| run.id.as_str()).collect();
    assert_eq!(ids, [good.id.as_str()]);
    assert_eq!(stage.engine.live_runs().await.expect("counted"), 0);
    // It keeps no place, and the connection can go.
    let next = stage.start("next.json").await;
    assert_eq!(stage.finish(&next).await.phase, Phase::Saved);
    let id = &stage.connection.id;
    stage.engine.remove_connection(id).await.expect("removed");
}
