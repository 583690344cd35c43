//! Files made of files, without any service.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Output;

use calamine::{Data, Reader, Xlsx};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bench::{Outcome, assert_failed, program, progress, stderr, stdout};

const GREEN: &str = "TOTAL_GREEN_STATE_TIME_MILLIS";

struct Folder(TempDir);

impl Folder {
    fn with(json: &str) -> Result<Self, Box<dyn Error>> {
        let folder = Folder(tempfile::tempdir()?);
        std::fs::write(folder.path("in.json"), json)?;
        Ok(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn convert(&self, output: &str, more: &[&str]) -> std::io::Result<Output> {
        let mut command = program(self.0.path());
        command.current_dir(self.0.path());
        command
            .args(["convert", "in.json", output])
            .args(more)
            .output()
    }

    fn read(&self, name: &str) -> std::io::Result<String> {
        std::fs::read_to_string(self.path(name))
    }

    fn files(&self) -> std::io::Result<Vec<String>> {
        let entries = std::fs::read_dir(self.0.path())?;
        let mut names = entries
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<std::io::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    }
}

#[track_caller]
fn assert_saved(output: &Output, path: &Path) {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    assert_eq!(stdout(output), format!("{}\n", path.display()));
}

const ROWS: &str =
    r#"[{"id":"007","name":"Zoë; =Z"},{"name":"-1","id":"8","id":"9","extra":null}]"#;

#[test]
fn the_name_of_the_file_tells_what_is_made() -> Outcome {
    let folder = Folder::with(ROWS)?;
    let output = folder.convert("out.csv", &[])?;
    assert_saved(&output, &folder.path("out.csv"));
    assert_eq!(
        folder.read("out.csv")?,
        "id,name,extra\r\n007,Zoë; =Z,\r\n9,-1,\r\n"
    );
    assert_eq!(
        stderr(&output),
        "Nulls became empty cells: extra (1 cell)\nRepeated within a row, where the last value was kept: id (1 row)\n"
    );
    assert_saved(
        &folder.convert("out.JSONL", &[])?,
        &folder.path("out.JSONL"),
    );
    assert_eq!(
        folder.read("out.JSONL")?,
        "{\"id\":\"007\",\"name\":\"Zoë; =Z\"}\n{\"name\":\"-1\",\"id\":\"8\",\"id\":\"9\",\"extra\":null}\n"
    );
    assert_saved(&folder.convert("out.json", &[])?, &folder.path("out.json"));
    assert_eq!(folder.read("out.json")?, ROWS);
    assert_saved(
        &folder.convert("plain", &["--format", "csv"])?,
        &folder.path("plain"),
    );
    assert_eq!(folder.read("plain")?, folder.read("out.csv")?);
    Ok(())
}

#[test]
fn headers_are_plain_in_the_language_asked_for_unless_they_are_given() -> Outcome {
    let json = format!(
        r#"[{{"agent_id":"007","{GREEN}":"3600000","own":"x","agent_name":"Zoë","Agent e-mail":"?","agent_email":"z@e.example"}}]"#
    );
    let folder = Folder::with(&json)?;
    let header = |text: String| text.lines().next().map(str::to_owned);
    folder.convert("en.csv", &["--headers", "plain"])?;
    // A header that is another column's name would tell the two apart no more.
    assert_eq!(
        header(folder.read("en.csv")?).as_deref(),
        Some("Agent ID,Time in green state (ms),own,Agent name,Agent e-mail,agent_email")
    );
    let picked = ["--column", "agent_name", "--column", "agent_id"];
    let german = ["--headers", "plain", "--header-language", "de"];
    let own = ["--header", "agent_id=Nr."];
    folder.convert("de.csv", &[&picked[..], &german, &own].concat())?;
    assert_eq!(
        header(folder.read("de.csv")?).as_deref(),
        Some("Agentenname,Nr.")
    );
    let hours = ["--headers", "plain", "--durations", "hours"];
    folder.convert("en.xlsx", &hours)?;
    let mut book: Xlsx<_> = calamine::open_workbook(folder.path("en.xlsx"))?;
    let sheet = book.worksheet_range("Export")?;
    assert_eq!(
        sheet.get_value((0, 1)),
        Some(&Data::String("Time in green state (h)".into()))
    );
    let output = folder.convert("out.jsonl", &["--headers", "plain"])?;
    assert_failed(&output, 2, &["--headers is for Excel and CSV files only"]);
    Ok(())
}

#[test]
fn columns_headers_and_the_form_of_csv_are_chosen() -> Outcome {
    let folder = Folder::with(ROWS)?;
    let output = folder.convert(
        "out.csv",
        &[
            "--column",
            "name",
            "--column",
            "never",
            "--header",
            "name=Agent;=name",
            "--csv-for",
            "excel-semicolon",
            "--line-end",
            "lf",
            "--neutralise-formulas",
        ],
    )?;
    assert_saved(&output, &folder.path("out.csv"));
    assert_eq!(
        folder.read("out.csv")?,
        "\u{feff}\"Agent;=name\";never\n\"Zoë; =Z\";\n-1;\n"
    );
    let said = stderr(&output);
    assert!(
        said.contains("Left out, because --column does not name them: id (2 rows), extra (1 row)"),
        "{said}"
    );
    assert!(
        said.contains("Columns that rows lack: never (2 rows)"),
        "{said}"
    );

    let more = [
        "--column",
        "name",
        "--other-columns",
        "append",
        "--overwrite",
    ];
    assert_saved(&folder.convert("out.csv", &more)?, &folder.path("out.csv"));
    assert_eq!(
        folder.read("out.csv")?.lines().next(),
        Some("name,id,extra")
    );
    Ok(())
}

#[test]
fn a_workbook_holds_text_hours_and_what_it_was_made_of() -> Outcome {
    let rows = json!([{ "id": "007", GREEN: "5400000" }, { "id": "x".repeat(40_000), GREEN: "?" }]);
    let folder = Folder::with(&rows.to_string())?;
    let output = folder.convert(
        "out.xlsx",
        &["--durations", "hours", "--column", GREEN, "--column", "id"],
    )?;
    assert_saved(&output, &folder.path("out.xlsx"));
    assert!(
        stderr(&output).contains("Excel allows and were cut: 1."),
        "{}",
        stderr(&output)
    );
    assert!(
        stderr(&output).contains("are no numbers and stayed text: 1."),
        "{}",
        stderr(&output)
    );
    let mut book: Xlsx<_> = calamine::open_workbook(folder.path("out.xlsx"))?;
    let range = book.worksheet_range("Export")?;
    assert_eq!(range.get_value((1, 0)), Some(&Data::Float(1.5)));
    assert_eq!(range.get_value((1, 1)), Some(&Data::String("007".into())));
    let about = book.worksheet_range("About this export")?;
    assert_eq!(
        about.get_value((0, 1)),
        Some(&Data::String("in.json".into()))
    );
    assert_eq!(about.get_value((3, 1)), Some(&Data::String("2".into())));
    Ok(())
}

#[test]
fn a_file_that_is_there_is_replaced_with_consent_only() -> Outcome {
    let folder = Folder::with(ROWS)?;
    std::fs::write(folder.path("out.csv"), "mine")?;
    assert_failed(
        &folder.convert("out.csv", &[])?,
        6,
        &["already there", "--overwrite"],
    );
    assert_eq!(folder.read("out.csv")?, "mine");
    assert_saved(
        &folder.convert("out.csv", &["--overwrite"])?,
        &folder.path("out.csv"),
    );
    assert!(folder.read("out.csv")?.starts_with("id,"));
    // The source itself may be replaced: its new form is whole before it goes.
    assert_saved(
        &folder.convert("in.json", &["--format", "jsonl", "--overwrite"])?,
        &folder.path("in.json"),
    );
    assert_eq!(folder.read("in.json")?.lines().count(), 2);
    assert_eq!(folder.files()?, ["in.json", "out.csv"]);
    Ok(())
}

#[test]
fn a_damaged_source_is_told_with_its_place_and_leaves_nothing_behind() -> Outcome {
    let damaged = [
        ("[{\"a\":\"1\"},{\"a\":", "incomplete", "row 2, byte 16"),
        ("[{\"a\":1 2}]", "damaged", "row 1, byte 8"),
        ("<html>", "web page", "byte 0"),
        ("{}", "not an export", "byte 0"),
    ];
    for (json, what, place) in damaged {
        let folder = Folder::with(json)?;
        for (name, more) in [
            ("a.csv", &[][..]),
            ("a.csv", &["--column", "a"]),
            ("a.xlsx", &["--column", "a"]),
            ("a.jsonl", &[]),
            ("a.json", &[]),
        ] {
            let output = folder.convert(name, more)?;
            assert_failed(&output, 6, &[what, place, "Save the export again"]);
            assert_eq!(folder.files()?, ["in.json"]);
        }
    }
    let folder = Folder::with("[")?;
    std::fs::write(folder.path("in.json"), b"[{\"a\":\"\xff\"}]")?;
    assert_failed(
        &folder.convert("a.csv", &["--verbose"])?,
        6,
        &["not UTF-8", "Detail: "],
    );
    Ok(())
}

#[test]
fn places_that_will_not_do_are_told() -> Outcome {
    let folder = Folder::with(ROWS)?;
    assert_failed(
        &folder.convert("gone/a.csv", &[])?,
        6,
        &["folder for the file is not there"],
    );
    std::fs::create_dir(folder.path("a.csv"))?;
    assert_failed(
        &folder.convert("a.csv", &["--overwrite"])?,
        6,
        &["can't have that name"],
    );
    std::fs::remove_file(folder.path("in.json"))?;
    assert_failed(
        &folder.convert("b.csv", &[])?,
        6,
        &["The file to convert is not there"],
    );
    std::fs::create_dir(folder.path("in.json"))?;
    assert_failed(&folder.convert("b.csv", &[])?, 6, &["folder"]);
    Ok(())
}

#[test]
fn options_that_contradict_each_other_are_refused() -> Outcome {
    let folder = Folder::with(ROWS)?;
    let refused = [
        ("out.txt", &[][..], "--format"),
        (
            "out.xlsx",
            &["--csv-for", "excel"],
            "--csv-for is for CSV files only",
        ),
        (
            "out.jsonl",
            &["--separator", "tab"],
            "--separator is for CSV files only",
        ),
        (
            "out.csv",
            &["--durations", "hours"],
            "--durations is for Excel files only",
        ),
        ("out.json", &["--column", "id"], "byte for byte"),
        (
            "out.csv",
            &["--column", "id", "--column", "id"],
            "The column id is given twice",
        ),
        ("out.csv", &["--other-columns", "append"], "--column"),
        ("out.csv", &["--header", "id"], "NAME=HEADER"),
    ];
    for (name, more, words) in refused {
        assert_failed(&folder.convert(name, more)?, 2, &[words]);
    }
    assert_eq!(folder.files()?, ["in.json"]);
    Ok(())
}

#[test]
fn progress_in_json_counts_the_bytes_and_ends_with_what_was_done() -> Outcome {
    let row = r#"{"id":"1","extra":"some words that take a little room"}"#;
    let rows = format!("[{}]", vec![row; 30_000].join(","));
    let folder = Folder::with(&rows)?;
    let output = folder.convert("out.csv", &["--column", "id", "--progress", "json"])?;
    assert_saved(&output, &folder.path("out.csv"));
    let lines = progress(&output);
    let (last, steps) = lines.split_last().ok_or("lines")?;
    assert!(steps.len() <= 101, "{}", steps.len());
    for step in steps {
        assert_eq!(step["phase"], "converting");
        assert_eq!(step["total"], rows.len());
        assert!(step["bytes"].as_u64() <= Some(rows.len() as u64));
    }
    assert_eq!(last["phase"], "saved");
    assert_eq!(last["rows"], 30_000);
    assert_eq!(last["columns"], json!(["id"]));
    assert_eq!(last["unaskedColumns"], json!({ "extra": 30_000 }));
    assert_eq!(last["bytes"], folder.read("out.csv")?.len());
    Ok(())
}

#[test]
fn failures_in_json_have_a_code() -> Outcome {
    let folder = Folder::with("[{}")?;
    let output = folder.convert("out.csv", &["--progress", "json"])?;
    assert_eq!(output.status.code(), Some(6));
    let lines = progress(&output);
    let last: &Value = lines.last().ok_or("a line")?;
    assert_eq!(last["phase"], "failed");
    assert_eq!(last["error"]["code"], "source_damaged");
    assert_eq!(last["error"]["advice"], "Save the export again, as JSON.");
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_new_file_has_the_rights_of_any_new_file() -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with(ROWS)?;
    assert_saved(&folder.convert("out.csv", &[])?, &folder.path("out.csv"));
    let mode =
        |name| Ok::<_, std::io::Error>(std::fs::metadata(folder.path(name))?.permissions().mode());
    assert_eq!(mode("out.csv")?, mode("in.json")?);
    Ok(())
}

#[cfg(unix)]
#[test]
fn an_interrupt_stops_it_and_leaves_nothing_behind() -> Outcome {
    use std::io::{BufRead, BufReader, Read};

    let row = r#"{"id":"1","extra":"some words that take a little room"}"#;
    let folder = Folder::with(&format!("[{}]", vec![row; 500_000].join(",")))?;
    let mut command = program(folder.0.path());
    command.current_dir(folder.0.path());
    command.args(["convert", "in.json", "out.xlsx", "--progress", "json"]);
    let mut running = crate::bench::Running(command.spawn()?);
    let mut said = BufReader::new(running.0.stderr.take().ok_or("its standard error")?);
    let mut text = String::new();
    said.read_line(&mut text)?;
    assert!(text.contains("converting"), "{text}");
    assert_eq!(folder.files()?.len(), 2, "its part is there");
    crate::signals::signal(&running, "INT")?;
    said.read_to_string(&mut text)?;
    assert_eq!(running.0.wait()?.code(), Some(130), "{text}");
    let last: Value = serde_json::from_str(text.lines().last().ok_or("a line")?)?;
    assert_eq!(last["phase"], "cancelled");
    assert_eq!(folder.files()?, ["in.json"]);
    Ok(())
}
