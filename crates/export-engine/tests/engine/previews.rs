//! A look inside saved files.

use std::fs;

use export_engine::{
    CsvReader, ExcelTimes, ExportRequest, FileFormat, FileOptions, Headers, Phase, PreviewPart,
    PreviewSummary, ProblemKind, Run, Separator,
};
use practice_server::{Action, AnswerBody, Endpoint, Occurrence, Script};

use crate::support::Stage;

const GREEN: &str = "TOTAL_GREEN_STATE_TIME_MILLIS";
const PART: PreviewPart = PreviewPart {
    from: 0,
    most: 200,
    first_column: 0,
    columns: 100,
};

fn files() -> Vec<(&'static str, FileOptions)> {
    let excel = FileOptions {
        excel_times: ExcelTimes::Milliseconds,
        ..FileOptions::of(FileFormat::Excel)
    };
    let mut semicolons = FileOptions {
        headers: Headers::Plain,
        ..FileOptions::of(FileFormat::Csv)
    };
    semicolons.csv.reader = CsvReader::Excel;
    semicolons.csv.separator = Separator::Semicolon;
    vec![
        ("a.xlsx", excel),
        ("a.csv", FileOptions::of(FileFormat::Csv)),
        ("b.csv", semicolons),
        ("a.json", FileOptions::of(FileFormat::Json)),
        ("a.jsonl", FileOptions::of(FileFormat::JsonLines)),
    ]
}

/// Three agents in two teams; one value is long and one is nothing.
fn served() -> String {
    let long = "é".repeat(400);
    format!(
        r#"[
            {{"agent_id":"7","agent_name":"Zoë","team":"A","note":"{long}","{GREEN}":"3600000"}},
            {{"agent_id":"8","agent_name":"Ann","team":"B","note":null,"{GREEN}":"1800000"}},
            {{"agent_id":"9","agent_name":"Ann","team":"A","note":"x","{GREEN}":"600000"}}
        ]"#
    )
}

async fn stage() -> Stage {
    let body = AnswerBody::Text(served());
    let action = Action::Answer { status: 200, body };
    Stage::with(Script::default().on(Endpoint::File, Occurrence::Every, action)).await
}

async fn saved(stage: &Stage, name: &str, file: FileOptions) -> Run {
    let request = ExportRequest {
        columns: ["agent_id", "agent_name", "team", "note", GREEN]
            .map(str::to_owned)
            .to_vec(),
        file,
        ..stage.request()
    };
    let run = stage.start_with(name, request).await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    run
}

fn forget(stage: &Stage) {
    let path = stage.folder.path().join("data/care-exporter.db");
    let database = rusqlite::Connection::open(path).expect("the database");
    let forgotten = database.execute("DELETE FROM previews", []);
    assert_eq!(forgotten.expect("forgotten"), 1);
}

fn check(name: &str, summary: &PreviewSummary) {
    assert_eq!(summary.rows, 3, "{name}");
    let names: Vec<&str> = summary.columns.iter().map(|column| &*column.name).collect();
    assert_eq!(
        names,
        ["agent_id", "agent_name", "team", "note", GREEN],
        "{name}"
    );
    let note = &summary.columns[3];
    assert_eq!(
        (note.empty, note.different, note.exact),
        (1, Some(2), true),
        "{name}"
    );
    assert_eq!(summary.columns[1].different, Some(2), "{name}");
}

#[tokio::test(start_paused = true)]
async fn rows_values_and_figures_are_those_of_the_file_in_every_format() {
    for (name, file) in files() {
        let stage = stage().await;
        let run = saved(&stage, name, file).await;
        let engine = &stage.engine;

        let summary = engine.preview_summary(&run.id).await.expect("a summary");
        check(name, &summary);
        let green = &summary.columns[4];
        assert_eq!(green.total_millis, Some(6_000_000.0), "{name}");
        assert_eq!(green.average_millis, Some(2_000_000.0), "{name}");
        let times: Vec<&str> = summary.times.iter().map(|times| &*times.by).collect();
        assert_eq!(times, ["agent_id", "team"], "{name}");
        let agents: Vec<(&str, f64)> = summary.times[0]
            .groups
            .iter()
            .map(|group| (&*group.label, group.millis[0]))
            .collect();
        assert_eq!(
            agents,
            [
                ("Zoë", 3_600_000.0),
                ("Ann", 1_800_000.0),
                ("Ann", 600_000.0)
            ]
        );
        let teams: Vec<(&str, u64)> = summary.times[1]
            .groups
            .iter()
            .map(|group| (&*group.label, group.rows))
            .collect();
        assert_eq!(teams, [("A", 2), ("B", 1)], "{name}");

        let rows = engine.preview_rows(&run.id, PART).await.expect("rows");
        assert_eq!(rows.rows.len(), 3, "{name}");
        assert_eq!(rows.rows[0][1].as_deref(), Some("Zoë"), "{name}");
        assert_eq!(rows.rows[1][4].as_deref(), Some("1800000"), "{name}");
        let nothing = rows.rows[1][3].as_deref().unwrap_or_default();
        assert_eq!(nothing, "", "{name}");
        assert_eq!(rows.cut, [(0, 3)], "{name}");
        let start = rows.rows[0][3].as_deref().expect("a start");
        assert_eq!(start, "é".repeat(150), "{name}");
        let value = engine.preview_value(&run.id, 0, 3).await.expect("a value");
        assert_eq!(value.text, Some("é".repeat(400)), "{name}");
        assert!(!value.cut);

        let corner = PreviewPart {
            from: 2,
            first_column: 1,
            columns: 1,
            ..PART
        };
        let rows = engine.preview_rows(&run.id, corner).await.expect("rows");
        assert_eq!(rows.rows, [[Some("Ann".to_owned())]], "{name}");
        let beyond = PreviewPart { from: 3, ..PART };
        let rows = engine.preview_rows(&run.id, beyond).await.expect("rows");
        assert!(rows.rows.is_empty(), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_of_which_nothing_is_known_is_read_for_it() {
    for (name, file) in files() {
        let mut stage = stage().await;
        let run = saved(&stage, name, file).await;
        forget(&stage);
        stage.restart().await;
        let rows = stage.engine.preview_rows(&run.id, PART).await;
        assert_eq!(rows.expect("rows").rows.len(), 3, "{name}");
        let summary = stage.engine.preview_summary(&run.id).await;
        check(name, &summary.expect("a summary"));
        // It was remembered.
        forget(&stage);
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_that_was_changed_is_read_anew_or_said_to_be_changed() {
    let stage = stage().await;
    let (name, file) = ("a.csv", FileOptions::of(FileFormat::Csv));
    let run = saved(&stage, name, file).await;
    let engine = &stage.engine;
    let text = fs::read_to_string(stage.path(name)).expect("the file");
    fs::write(stage.path(name), format!("{text}10,Bob,B,,1\r\n")).expect("a row more");
    let rows = engine.preview_rows(&run.id, PART).await.expect("rows");
    assert_eq!(rows.rows.len(), 4);
    let summary = engine.preview_summary(&run.id).await.expect("a summary");
    assert_eq!(summary.rows, 4);

    fs::write(stage.path(name), "agent_id,agent_name\r\n1\r\n").expect("no table any more");
    let changed = Some(ProblemKind::FileChanged);
    let kind = |problem: export_engine::Problem| problem.kind;
    assert_eq!(
        engine.preview_summary(&run.id).await.err().map(kind),
        changed
    );
    assert_eq!(
        engine.preview_rows(&run.id, PART).await.err().map(kind),
        changed
    );

    fs::remove_file(stage.path(name)).expect("removed");
    let moved = Some(ProblemKind::FileMoved);
    assert_eq!(engine.preview_summary(&run.id).await.err().map(kind), moved);
    assert_eq!(
        engine.preview_value(&run.id, 0, 0).await.err().map(kind),
        moved
    );
}

#[tokio::test(start_paused = true)]
async fn a_file_without_rows_has_columns_to_show_and_nothing_else() {
    let body = AnswerBody::Text("[]".into());
    let action = Action::Answer { status: 200, body };
    let stage = Stage::with(Script::default().on(Endpoint::File, Occurrence::Every, action)).await;
    for (name, file) in files() {
        let run = saved(&stage, name, file).await;
        let summary = stage.engine.preview_summary(&run.id).await;
        let summary = summary.expect("a summary");
        assert_eq!(summary.rows, 0, "{name}");
        let columns = if name == "a.json" { 0 } else { 5 };
        assert_eq!(summary.columns.len(), columns, "{name}");
        let rows = stage.engine.preview_rows(&run.id, PART).await;
        assert!(rows.expect("no rows").rows.is_empty(), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_answer_is_larger_than_a_window_needs() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    let run = stage.finish(&run).await;
    let everything = PreviewPart {
        most: u32::MAX,
        columns: u32::MAX,
        ..PART
    };
    let rows = stage.engine.preview_rows(&run.id, everything).await;
    assert_eq!(rows.expect("rows").rows.len(), 200);
    let nowhere = PreviewPart {
        from: u64::MAX,
        first_column: u32::MAX,
        ..everything
    };
    let rows = stage.engine.preview_rows(&run.id, nowhere).await;
    assert!(rows.expect("no rows").rows.is_empty());
}
