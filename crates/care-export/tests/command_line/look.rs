//! A look into files, without any service.

use std::error::Error;
use std::process::Output;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::bench::{Outcome, assert_failed, program, stderr, stdout};

const GREEN: &str = "TOTAL_GREEN_STATE_TIME_MILLIS";

struct Folder(TempDir);

impl Folder {
    /// 250 rows, and the files that are made of them.
    fn with_files() -> Result<Self, Box<dyn Error>> {
        let folder = Folder(tempfile::tempdir()?);
        let rows: Vec<Value> = (1..=250)
            .map(|row| json!({ "id": format!("{row:03}"), "note": "ç\n\"x\"".repeat(row % 5), GREEN: "1000" }))
            .collect();
        std::fs::write(
            folder.0.path().join("in.json"),
            Value::from(rows).to_string(),
        )?;
        for name in ["in.jsonl", "in.csv", "in.xlsx"] {
            let output = folder.run(&["convert", "in.json", name])?;
            assert!(output.status.success(), "{}", stderr(&output));
        }
        Ok(folder)
    }

    fn run(&self, arguments: &[&str]) -> std::io::Result<Output> {
        let mut command = program(self.0.path());
        command.current_dir(self.0.path()).args(arguments).output()
    }

    fn lines(&self, arguments: &[&str]) -> Result<Vec<Value>, Box<dyn Error>> {
        let output = self.run(arguments)?;
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let lines = stdout(&output).lines().map(serde_json::from_str);
        Ok(lines.collect::<Result<_, _>>()?)
    }
}

#[test]
fn rows_of_every_format_are_shown() -> Outcome {
    let folder = Folder::with_files()?;
    for name in ["in.json", "in.jsonl", "in.csv", "in.xlsx"] {
        let rows = folder.lines(&["look", name])?;
        assert_eq!(rows.len(), 100, "{name}");
        assert_eq!(
            rows[3],
            json!({ "id": "004", "note": "ç\n\"x\"".repeat(4), GREEN: "1000" }),
            "{name}"
        );
        let last = folder.lines(&["look", name, "--from", "249", "--longest", "3"])?;
        assert_eq!(last.len(), 2);
        assert_eq!(last[0]["note"], "ç\n…");
        let all = folder.lines(&["look", name, "--rows", "20000"])?;
        assert_eq!(all.len(), 250);
        let count = folder.lines(&["look", name, "--count"])?;
        assert_eq!(count, [json!(250)]);
    }
    Ok(())
}

#[test]
fn columns_are_said_to_hold_what_they_hold() -> Outcome {
    let folder = Folder::with_files()?;
    for name in ["in.json", "in.jsonl", "in.csv", "in.xlsx"] {
        let columns = folder.lines(&["look", name, "--columns"])?;
        let of = |column: &str| columns.iter().find(|line| line["column"] == column);
        let expected = json!({ "column": "note", "empty": 50, "different": 4, "exact": true });
        assert_eq!(of("note"), Some(&expected), "{name}");
        let expected = json!({
            "column": GREEN, "empty": 0, "different": 1, "exact": true,
            "totalMillis": 250_000.0, "averageMillis": 1000.0,
        });
        assert_eq!(of(GREEN), Some(&expected), "{name}");
    }
    Ok(())
}

#[test]
fn a_file_that_is_not_there_or_damaged_is_told() -> Outcome {
    let folder = Folder::with_files()?;
    assert_failed(
        &folder.run(&["look", "no.json"])?,
        6,
        &["The file is not there."],
    );
    assert_failed(&folder.run(&["look", "in.what"])?, 2, &["--format"]);
    let separator = ["look", "in.json", "--separator", "tab"];
    assert_failed(
        &folder.run(&separator)?,
        2,
        &["--separator is for CSV files only"],
    );
    std::fs::write(folder.0.path().join("half.json"), "[{\"a\":\"1\"},")?;
    let words = ["The file is incomplete: it ends too early (byte 11).\n"];
    assert_failed(&folder.run(&["look", "half.json", "--count"])?, 6, &words);
    let words = ["The file is not as it is saved here, or is damaged"];
    let other = ["look", "in.csv", "--format", "xlsx"];
    assert_failed(&folder.run(&other)?, 6, &words);
    Ok(())
}
