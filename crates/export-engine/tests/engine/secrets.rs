//! Nothing that the engine writes or says holds a secret, in any form.

use std::fs::{self, OpenOptions};
use std::sync::{Arc, Mutex};

use export_engine::{ExportRequest, FileFormat, FileOptions, Phase};
use practice_server::{Action, AnswerBody, Endpoint, Occurrence, Script};
use proptest::prelude::*;

use crate::search::{Search, forms};
use crate::support::Stage;

/// What was logged, at the finest level, by anybody.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("whole").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The secrets that the service has given out by now, and those of the account.
fn secrets_of(stage: &Stage) -> Vec<(&'static str, Vec<u8>)> {
    let (user, password) = (stage.server.user(), stage.server.password());
    let mut secrets = vec![
        ("the password", password.as_bytes().to_vec()),
        ("the account", format!("{user}:{password}").into_bytes()),
    ];
    for request in stage.server.requests() {
        for (name, value) in request
            .query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
        {
            match name {
                "analyticsAccessToken" => secrets.push(("a token", value.into())),
                "Signature" => secrets.push(("a signature", value.into())),
                _ => {}
            }
        }
    }
    assert!(secrets.iter().any(|(name, _)| *name == "a token"));
    assert!(secrets.iter().any(|(name, _)| *name == "a signature"));
    secrets
}

fn search_for(secrets: &[(&'static str, Vec<u8>)]) -> Search {
    Search::new(
        secrets
            .iter()
            .map(|(name, bytes)| (*name, bytes.as_slice())),
    )
}

#[tokio::test(start_paused = true)]
async fn no_secret_is_in_anything_that_was_written_or_told() {
    let log = Log::default();
    let written = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || written.clone())
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);

    let mut stage = Stage::new().await;
    let mut events = stage.engine.events();
    let mut told = String::new();
    for (format, name) in [
        (FileFormat::Json, "a.json"),
        (FileFormat::Csv, "a.csv"),
        (FileFormat::Excel, "a.xlsx"),
        (FileFormat::JsonLines, "a.jsonl"),
    ] {
        let request = ExportRequest {
            file: FileOptions::of(format),
            ..stage.request()
        };
        let run = stage.start_with(name, request).await;
        assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    }
    let draft = crate::preset_files::draft(&stage, "Month end");
    let preset = stage.engine.save_preset(draft).await.expect("stored");
    let file = stage.target("Month end.care-preset.json");
    let exported = stage.engine.export_presets(&[preset.id], file).await;
    exported.expect("a file");
    // Whatever goes wrong is told, with what was said and to whom: a service that repeats what it heard above all.
    let echo = |text: String| Action::Answer {
        status: 400,
        body: AnswerBody::Text(text),
    };
    // The password, the account, and one of each other kind.
    let mut secrets = secrets_of(&stage);
    secrets.dedup_by_key(|(name, _)| *name);
    secrets.truncate(4);
    for (form, secret) in secrets.iter().flat_map(|(_, secret)| forms(secret)) {
        // What the service was told in these forms it may repeat; other forms it would have to make.
        if !["plain", "in JSON", "percent-encoded altogether"].contains(&form.as_str()) {
            continue;
        }
        let text = String::from_utf8(secret).expect("text");
        let token = secrets[2..]
            .iter()
            .any(|(_, token)| text.as_bytes() == token);
        let text = if token {
            format!("https://h/p?companyKey=k&analyticsAccessToken={text}")
        } else {
            text
        };
        for on in [
            Endpoint::Create,
            Endpoint::Status,
            Endpoint::Download,
            Endpoint::File,
        ] {
            stage.server.set_script(Script::default().on(
                on,
                Occurrence::Every,
                echo(text.clone()),
            ));
            let run = stage.start("b.json").await;
            let run = stage.finish(&run).await;
            told += &format!("{run:?}{}", serde_json::to_string(&run).expect("JSON"));
            let details = stage.engine.run_details(&run.id).await.expect("details");
            told += &details;
        }
    }
    // One is stopped in the middle of its download, which stays.
    let stall = Action::StallAfter { bytes: 4_000 };
    let script = Script::default().on(Endpoint::File, Occurrence::Every, stall);
    stage.server.set_script(script);
    let run = stage.start("c.json").await;
    stage.reach(&run, |phase| phase == Phase::Downloading).await;
    while let Ok(event) = events.try_recv() {
        told += &serde_json::to_string(&event).expect("JSON");
    }
    let search = search_for(&secrets_of(&stage));
    let folder = stage.folder.path().to_owned();
    search.look_through(&folder).expect("nothing");
    assert!(
        stage.files().iter().any(|name| name.ends_with(".part")),
        "{:?}",
        stage.files()
    );
    stage.restart().await;
    search.look_through(&folder).expect("nothing");
    assert_eq!(search.find(told.as_bytes()), None);
    let log = log.0.lock().expect("whole").clone();
    assert!(log.len() > 1_000, "something was logged");
    assert_eq!(search.find(&log), None);
    // The search sees what is there.
    let known = Search::new([("the e-mail", stage.server.user().as_bytes())]);
    assert!(known.look_through(&folder.join("data")).is_err());
}

#[test]
fn the_search_finds_a_secret_in_each_form_wherever_it_lies() {
    let secret = "göğe:bakalım 7%+&\"$'<";
    let search = Search::new([("the password", secret.as_bytes())]);
    for (form, bytes) in forms(secret.as_bytes()) {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("deep")).expect("a folder");
        assert_eq!(search.look_through(folder.path()), Ok(0));
        let noise: Vec<u8> = (0..100_000_u32).map(|n| (n * 37 % 251) as u8).collect();
        let planted = [&noise[..70_001], &bytes, &noise[70_001..]].concat();
        fs::write(folder.path().join("deep/file"), planted).expect("written");
        let found = search.look_through(folder.path()).expect_err(&form);
        assert!(found.contains("deep/file"), "{found}");
    }
}

#[test]
fn the_search_looks_into_databases_and_workbooks() {
    let secret = "göğe:bakalım 7%+&\"$'";
    let search = Search::new([("the password", secret.as_bytes())]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data.db");
    let database = rusqlite::Connection::open(&path).expect("a database");
    let wal =
        "PRAGMA journal_mode = WAL; CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'nothing')";
    database.execute_batch(wal).expect("a table");
    assert!(search.look_through(folder.path()).is_ok());
    // At every place in a value that is longer than a page, and so torn in two somewhere.
    for before in (3_900..4_200).step_by(7) {
        let value = format!("{}{secret}{}", "x".repeat(before), "y".repeat(9_000));
        database
            .execute("UPDATE t SET b = ?", [&value])
            .expect("stored");
        assert!(
            search.look_through(folder.path()).is_err(),
            "after {before} bytes"
        );
    }
    database.close().expect("closed");
    assert!(search.look_through(folder.path()).is_err());
    fs::remove_file(&path).expect("removed");

    let file = OpenOptions::new()
        .create(true)
        .write(true)
        .truncate(true)
        .open(folder.path().join("a.xlsx"));
    let mut archive = zip::ZipWriter::new(file.expect("a file"));
    let options = zip::write::SimpleFileOptions::default();
    archive
        .start_file("xl/sheet1.xml", options)
        .expect("a part");
    let text = format!("{}<v>{secret}</v>", "<v>nothing</v>".repeat(1_000));
    std::io::Write::write_all(&mut archive, text.as_bytes()).expect("written");
    archive.finish().expect("an archive");
    assert!(search.look_through(folder.path()).is_err());
}

proptest! {
    #[test]
    fn base64_is_found_whatever_stands_around_the_secret(
        secret in prop::collection::vec(any::<u8>(), 12..40),
        before in prop::collection::vec(any::<u8>(), 0..9),
        after in prop::collection::vec(any::<u8>(), 0..9),
    ) {
        use base64::Engine as _;
        use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
        let search = Search::new([("it", secret.as_slice())]);
        let whole = [before, secret, after].concat();
        prop_assert!(search.find(STANDARD.encode(&whole).as_bytes()).is_some());
        prop_assert!(search.find(URL_SAFE_NO_PAD.encode(&whole).as_bytes()).is_some());
    }
}
