//! What becomes of the download: the file that was asked for, and nothing else.

use std::fs;
use std::path::PathBuf;

use export_engine::{
    CsvReader, CsvStyle, DamageKind, ExcelTimes, ExportRequest, FileFormat, FileNotes, FileOptions,
    Headers, LineEnd, Locale, Phase, ProblemKind, Report, Run, SavedFile, Separator,
};
use practice_server::{Action, AnswerBody, Endpoint, Occurrence, Script};

use crate::support::Stage;

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A service whose files are all this one.
fn serving(json: &str) -> Script {
    Script::default().on(
        Endpoint::File,
        Occurrence::Every,
        Action::Answer {
            status: 200,
            body: AnswerBody::Text(json.to_owned()),
        },
    )
}

fn request(stage: &Stage, file: FileOptions, columns: &[&str]) -> ExportRequest {
    ExportRequest {
        columns: names(columns),
        file,
        ..stage.request()
    }
}

async fn save(stage: &Stage, name: &str, request: ExportRequest) -> SavedFile {
    let run = stage.start_with(name, request).await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    run.saved.expect("a file")
}

fn text(stage: &Stage, name: &str) -> String {
    fs::read_to_string(stage.path(name)).expect("the file")
}

const ODD: &str = r#"[
    {"b":"1","a":"x","TOTAL_GREEN_STATE_TIME_MILLIS":"5400000"},
    {"a":"=1+1","b":null,"b":"2","extra":"e","TOTAL_GREEN_STATE_TIME_MILLIS":"n/a"},
    {"a":null}
]"#;

#[tokio::test(start_paused = true)]
async fn picked_columns_come_in_their_order_and_what_is_odd_is_told() {
    let stage = Stage::with(serving(ODD)).await;
    let picked = ["TOTAL_GREEN_STATE_TIME_MILLIS", "a", "b", "never"];

    let csv = FileOptions::of(FileFormat::Csv);
    let saved = save(&stage, "a.csv", request(&stage, csv, &picked)).await;
    assert_eq!(
        text(&stage, "a.csv"),
        "TOTAL_GREEN_STATE_TIME_MILLIS,a,b,never\r\n5400000,x,1,\r\nn/a,=1+1,2,\r\n,,,\r\n"
    );
    assert_eq!(saved.rows, 3);
    assert_eq!(saved.columns, names(&picked));
    assert_eq!(saved.missing_columns, names(&["never"]));
    assert_eq!(saved.unasked_columns, names(&["extra"]));
    let notes = FileNotes {
        // The third row lacks b and the time.
        lacking: 2,
        nulls: 2,
        repeated: 1,
        ..FileNotes::default()
    };
    assert_eq!(saved.notes, notes);
    let length = fs::metadata(stage.path("a.csv")).expect("there").len();
    assert_eq!(saved.bytes, length);

    let lines = FileOptions::of(FileFormat::JsonLines);
    let saved = save(&stage, "a.jsonl", request(&stage, lines, &picked)).await;
    assert_eq!(
        text(&stage, "a.jsonl"),
        "{\"TOTAL_GREEN_STATE_TIME_MILLIS\":\"5400000\",\"a\":\"x\",\"b\":\"1\"}\n\
         {\"TOTAL_GREEN_STATE_TIME_MILLIS\":\"n/a\",\"a\":\"=1+1\",\"b\":\"2\"}\n{\"a\":null}\n"
    );
    assert_eq!(saved.missing_columns, names(&["never"]));
    let notes = FileNotes {
        repeated: 1,
        ..FileNotes::default()
    };
    assert_eq!(saved.notes, notes);

    let excel = FileOptions::of(FileFormat::Excel);
    let saved = save(&stage, "a.xlsx", request(&stage, excel, &picked)).await;
    assert_eq!((saved.notes.sheets, saved.notes.not_numbers), (1, 1));
    let bytes = fs::read(stage.path("a.xlsx")).expect("the file");
    assert!(bytes.starts_with(b"PK"));

    let json = FileOptions::of(FileFormat::Json);
    let saved = save(&stage, "a.json", request(&stage, json, &picked)).await;
    assert_eq!(text(&stage, "a.json"), ODD);
    assert_eq!(saved.missing_columns, names(&["never"]));
    assert_eq!(saved.unasked_columns, names(&[]));

    assert_eq!(stage.files(), ["a.csv", "a.json", "a.jsonl", "a.xlsx"]);
    let known = stage
        .engine
        .columns(&stage.connection.id, Report::User)
        .await;
    let known = known.expect("columns");
    let learned = |name: &str| {
        let mut known = known.iter();
        known.any(|column| column.name == name && column.learned_at.is_some())
    };
    assert!(learned("a") && learned("extra") && learned("TOTAL_GREEN_STATE_TIME_MILLIS"));
    assert!(!learned("never"));
}

#[tokio::test(start_paused = true)]
async fn without_picks_a_table_has_all_columns_in_order_of_first_appearance() {
    let stage = Stage::with(serving(ODD)).await;
    let csv = FileOptions::of(FileFormat::Csv);
    let saved = save(&stage, "a.csv", request(&stage, csv, &[])).await;
    let columns = ["b", "a", "TOTAL_GREEN_STATE_TIME_MILLIS", "extra"];
    assert_eq!(saved.columns, names(&columns));
    assert!(saved.missing_columns.is_empty() && saved.unasked_columns.is_empty());
    let text = text(&stage, "a.csv");
    assert_eq!(text.lines().next(), Some(&*columns.join(",")));

    let lines = FileOptions::of(FileFormat::JsonLines);
    let saved = save(&stage, "a.jsonl", request(&stage, lines, &[])).await;
    assert_eq!(saved.columns, names(&columns));
    assert_eq!(saved.notes, FileNotes::default());
}

#[tokio::test(start_paused = true)]
async fn an_export_without_rows_is_a_file_all_the_same() {
    let stage = Stage::with(serving("[]")).await;
    for (name, format) in [
        ("a.csv", FileFormat::Csv),
        ("a.xlsx", FileFormat::Excel),
        ("a.json", FileFormat::Json),
        ("a.jsonl", FileFormat::JsonLines),
    ] {
        let file = FileOptions::of(format);
        let saved = save(&stage, name, request(&stage, file, &[])).await;
        assert_eq!((saved.rows, saved.columns.len()), (0, 0), "{name}");
    }
    let file = FileOptions::of(FileFormat::Csv);
    let saved = save(&stage, "b.csv", request(&stage, file, &["a"])).await;
    assert_eq!(text(&stage, "b.csv"), "a\r\n");
    assert_eq!(saved.missing_columns, names(&[]));
}

#[tokio::test(start_paused = true)]
async fn a_csv_for_excel_has_its_marks_its_names_and_no_formulas() {
    let stage = Stage::with(serving(ODD)).await;
    let file = FileOptions {
        headers: Headers::Plain,
        language: Locale::De,
        csv: CsvStyle {
            reader: CsvReader::Excel,
            separator: Separator::Semicolon,
            line_end: LineEnd::Lf,
            neutralise: true,
        },
        // Of no concern to a CSV file.
        excel_times: ExcelTimes::Hours,
        ..FileOptions::of(FileFormat::Csv)
    };
    let picked = ["TOTAL_GREEN_STATE_TIME_MILLIS", "a"];
    let saved = save(&stage, "a.csv", request(&stage, file, &picked)).await;
    assert_eq!(
        text(&stage, "a.csv"),
        "\u{feff}Zeit im Status Grün (ms);a\n5400000;x\nn/a;'=1+1\n;\n"
    );
    assert_eq!(saved.notes.neutralised, 1);
    // The run's own record keeps the service's names.
    assert_eq!(saved.columns, names(&picked));
}

#[tokio::test(start_paused = true)]
async fn a_download_that_is_no_export_is_fetched_once_more_whatever_is_made_of_it() {
    for (name, format) in [
        ("a.csv", FileFormat::Csv),
        ("a.xlsx", FileFormat::Excel),
        ("a.jsonl", FileFormat::JsonLines),
    ] {
        for columns in [&[][..], &["agent_name"]] {
            let cut = Action::Truncate { bytes: 5_000 };
            let script = Script::default().on(Endpoint::File, Occurrence::First(1), cut.clone());
            let stage = Stage::with(script).await;
            let file = FileOptions::of(format);
            save(&stage, name, request(&stage, file, columns)).await;
            assert_eq!(stage.files(), [name]);
            assert_eq!(stage.server.jobs().len(), 1);

            let script = Script::default().on(Endpoint::File, Occurrence::Every, cut);
            let stage = Stage::with(script).await;
            let run = stage.start_with(name, request(&stage, file, columns)).await;
            let run = stage.finish(&run).await;
            assert_eq!(run.phase, Phase::Failed);
            let what = DamageKind::Truncated;
            let problem = run.problem.expect("a problem");
            assert_eq!(problem.kind, ProblemKind::FileDamaged { what });
            assert!(stage.files().is_empty(), "{:?}", stage.files());
        }
    }
}

fn excel(stage: &Stage) -> ExportRequest {
    let file = FileOptions::of(FileFormat::Excel);
    request(stage, file, &["agent_name", "agent_id"])
}

/// The hidden file that the download goes to, once the run has one.
fn download(stage: &Stage) -> PathBuf {
    let files = stage.files();
    let mut parts = files.iter().filter(|name| name.ends_with(".part"));
    let part = parts.find(|name| !name.ends_with(".file.part"));
    stage.path(part.expect("a hidden file"))
}

fn database(stage: &Stage) -> rusqlite::Connection {
    rusqlite::Connection::open(stage.folder.path().join("data/care-exporter.db"))
        .expect("the database")
}

/// Lets no step of this kind be written down, as in a process that is killed before it.
fn refuse(stage: &Stage, when: &str) {
    let trigger = format!(
        "CREATE TRIGGER refuse BEFORE UPDATE ON runs WHEN {when}
         BEGIN SELECT RAISE(ABORT, 'cut off'); END"
    );
    database(stage).execute_batch(&trigger).expect("a trigger");
}

async fn restart(stage: &mut Stage) {
    stage.engine.close().await;
    database(stage)
        .execute_batch("DROP TRIGGER refuse")
        .expect("no trigger");
    stage.restart().await;
}

#[tokio::test(start_paused = true)]
async fn a_conversion_that_was_cut_off_is_made_again() {
    let mut stage = Stage::new().await;
    refuse(&stage, "NEW.made IS NOT NULL");
    let run = stage.start_with("a.xlsx", excel(&stage)).await;
    let made = |stage: &Stage| {
        let files = stage.files();
        files.iter().any(|name| name.ends_with(".file.part"))
    };
    while !made(&stage) {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    tokio::time::sleep(std::time::Duration::from_secs(600)).await;
    // As a process leaves it that was killed in the middle.
    let half = download(&stage).with_extension("file.part");
    fs::write(&half, "half").expect("written");
    restart(&mut stage).await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    assert_eq!(stage.files(), ["a.xlsx"]);
    assert!(
        fs::read(stage.path("a.xlsx"))
            .expect("there")
            .starts_with(b"PK")
    );
    assert_eq!(stage.server.jobs().len(), 1);
    assert_eq!(
        run.saved.expect("a file").columns,
        names(&["agent_name", "agent_id"])
    );
}

#[tokio::test(start_paused = true)]
async fn a_file_that_was_put_in_its_place_just_before_the_end_is_found_there() {
    let mut stage = Stage::new().await;
    refuse(&stage, "NEW.phase = 'saved'");
    let run = stage.start_with("a.xlsx", excel(&stage)).await;
    while stage.files() != ["a.xlsx"] {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    let before = fs::read(stage.path("a.xlsx")).expect("there");
    restart(&mut stage).await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    assert_eq!(fs::read(stage.path("a.xlsx")).expect("there"), before);
    assert_eq!(stage.files(), ["a.xlsx"]);
    let saved = run.saved.expect("a file");
    assert_eq!(saved.bytes, before.len() as u64);
    assert!(saved.rows > 200);
}

#[tokio::test(start_paused = true)]
async fn a_place_that_fails_while_converting_keeps_the_download_for_another() {
    for columns in [&["agent_name"][..], &[]] {
        let stage = Stage::new().await;
        let file = FileOptions::of(FileFormat::Csv);
        let run = stage
            .start_with("a.csv", request(&stage, file, columns))
            .await;
        stage.reach(&run, |phase| phase == Phase::Waiting).await;
        // Nothing can be made where a folder is in the way.
        let in_the_way = download(&stage).with_extension("file.part");
        fs::create_dir(&in_the_way).expect("a folder");
        fs::write(in_the_way.join("x"), "").expect("written");
        let run = stage.finish(&run).await;
        assert_eq!(run.phase, Phase::Failed);
        assert!(run.resumable);
        let asked = stage.server.requests().len();

        let elsewhere = export_engine::Target {
            path: stage.folder.path().join("a.csv"),
            overwrite: false,
        };
        let run = stage.engine.move_run(&run.id, elsewhere.clone()).await;
        let run = stage.finish(&run.expect("moved")).await;
        assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
        assert!(elsewhere.path.is_file());
        assert_eq!(stage.server.requests().len(), asked);
        fs::remove_dir_all(in_the_way).expect("removed");
        assert!(stage.files().is_empty(), "{:?}", stage.files());
    }
}

#[tokio::test(start_paused = true)]
async fn a_conversion_that_is_cancelled_leaves_nothing() {
    let stage = Stage::new().await;
    let mut cancelled = 0;
    for n in 0..30 {
        let run = stage.start_with(&format!("{n}.xlsx"), excel(&stage)).await;
        stage.reach(&run, |phase| phase == Phase::Converting).await;
        for _ in 0..n / 3 {
            tokio::task::yield_now().await;
        }
        // It may have come to its end.
        let _ = stage.engine.cancel_run(&run.id).await;
        let run: Run = stage.finish(&run).await;
        if run.phase == Phase::Saved {
            fs::remove_file(stage.path(&run.file_name)).expect("removed");
        } else {
            assert_eq!(run.phase, Phase::Cancelled);
            cancelled += 1;
        }
        assert!(stage.files().is_empty(), "{n}: {:?}", stage.files());
    }
    assert!(cancelled > 0);
}

#[tokio::test(start_paused = true)]
async fn a_download_that_was_changed_while_it_was_kept_is_fetched_again() {
    let stage = Stage::new().await;
    let run = stage.start_with("a.xlsx", excel(&stage)).await;
    stage.reach(&run, |phase| phase == Phase::Waiting).await;
    fs::write(stage.path("a.xlsx"), "mine").expect("written");
    let run = stage.finish(&run).await;
    let problem = run.problem.expect("a problem");
    assert_eq!(problem.kind, ProblemKind::FileExists);
    // What was made is made again; the download is what is kept.
    assert_eq!(stage.files().len(), 2, "{:?}", stage.files());
    fs::write(download(&stage), "[]").expect("written");
    let other = stage.target("b.xlsx");
    let run = stage.engine.move_run(&run.id, other).await.expect("moved");
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    assert!(run.saved.expect("a file").rows > 200);
    assert_eq!(stage.files(), ["a.xlsx", "b.xlsx"]);
    assert_eq!(stage.server.jobs().len(), 1);
}
