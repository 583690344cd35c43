//! Workbooks as other programs read them: every value is the source's.
//!
//! openpyxl and LibreOffice must be there; `cargo xtask test` sees to it. Without them these tests fail, because a
//! workbook that only its maker can read is worth nothing.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use export_formats::{About, Conversion, Durations, ExcelOptions, Others, Outcome, Output, Picks};
use serde_json::{Value, json};
use tempfile::TempDir;

const GREEN: &str = "TOTAL_GREEN_STATE_TIME_MILLIS";

/// Texts that programs like to take for something else, or to change.
const TEXTS: [&str; 36] = [
    "12345678901234567890",
    "007",
    "1-2",
    "2026-10-01 08:00",
    "31/12/2026",
    "1E5",
    "1,5",
    "12:30",
    "50%",
    "TRUE",
    "#N/A",
    "=1+1",
    "+49 30",
    "-x",
    "@a",
    "'apostrophe",
    " padded ",
    "\t\n ",
    "line\nbreak",
    "carriage\rreturn",
    "both\r\nof them",
    "tab\tand <xml> & \"quotes\" ]]> 'too'",
    "Zoë 😀 名 şğıİ",
    "e\u{301}\u{200b}\u{a0}\u{2028}",
    "\u{0}zero\u{0}",
    "\u{1}\u{2}\u{8}\u{b}\u{c}\u{e}\u{1f}\u{7f}\u{80}\u{85}\u{9f}",
    "\u{fffe}\u{ffff}\u{fffd}",
    "_x0041_",
    "_x005F_x000D_",
    "__x0041__x00e9_",
    "_x004",
    "&amp;&#10;",
    "<t>",
    "a;b,c",
    "null",
    "",
];

struct Workbook {
    folder: TempDir,
    outcome: Outcome,
}

impl Workbook {
    fn of(source: &str, picks: Picks, durations: Durations) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let options = ExcelOptions {
            durations,
            about: Some(About {
                sheet: "About this export".into(),
                lines: Arc::new(|outcome| vec![("Rows".into(), outcome.rows.to_string())]),
            }),
            ..ExcelOptions::default()
        };
        let target = std::fs::File::create(folder.path().join("book.xlsx")).expect("a file");
        let outcome = Conversion::new(Output::Excel { picks, options })
            .run(std::io::Cursor::new(source), target)
            .expect("a valid export");
        Workbook { folder, outcome }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("book.xlsx")
    }

    /// Each sheet's name and its rows.
    fn read_by_openpyxl(&self) -> Vec<(String, Vec<Vec<Value>>)> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/foreign/read_workbook.py");
        let output = Command::new(python())
            .arg(script)
            .arg(self.path())
            .output()
            .expect("Python starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "openpyxl can't read the workbook: {said}"
        );
        let mut sheets = Vec::new();
        for line in output.stdout.split(|&byte| byte == b'\n') {
            match serde_json::from_slice(line) {
                Ok(Value::Object(sheet)) => {
                    let name = sheet["sheet"].as_str().expect("a name").to_owned();
                    sheets.push((name, Vec::new()));
                }
                Ok(Value::Array(row)) => sheets.last_mut().expect("a sheet").1.push(row),
                Ok(other) => panic!("{other}"),
                Err(_) => assert!(line.is_empty()),
            }
        }
        sheets
    }

    /// The rows of a sheet as the program shows them.
    fn read_by_libreoffice(&self, sheet: &str) -> Vec<Vec<String>> {
        let file = self.folder.path().join(format!("book-{sheet}.csv"));
        if !file.exists() {
            self.convert_by_libreoffice();
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_path(file)
            .expect("the sheet");
        let rows = reader.records().map(|row| {
            let row = row.expect("CSV");
            row.iter().map(str::to_owned).collect()
        });
        rows.collect()
    }

    /// Has every sheet written as CSV: quoted where it is text, shown as in the window.
    fn convert_by_libreoffice(&self) {
        let profile = self.folder.path().join("profile");
        let output = Command::new("timeout")
            .args(["300", libreoffice(), "--headless", "--convert-to"])
            .arg("csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,true,false,true,false,false,-1")
            .arg(format!(
                "-env:UserInstallation=file://{}",
                profile.display()
            ))
            .arg("--outdir")
            .args([self.folder.path(), &self.path()])
            .output()
            .expect("LibreOffice starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "LibreOffice can't read the workbook: {said}"
        );
    }
}

/// The Python that has openpyxl: the system's, because another may come first on the search path.
fn python() -> &'static str {
    let has_openpyxl = |python: &&str| {
        let mut command = Command::new(python);
        command
            .args(["-c", "import openpyxl"])
            .stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    ["/usr/bin/python3", "python3"]
        .into_iter()
        .find(has_openpyxl)
        .expect("Python with openpyxl is needed to prove workbooks: cargo xtask test installs it (Debian: python3-openpyxl)")
}

fn libreoffice() -> &'static str {
    let starts = |program: &&str| {
        let mut command = Command::new(program);
        command
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    ["soffice", "libreoffice"]
        .into_iter()
        .find(starts)
        .expect("LibreOffice is needed to prove workbooks: cargo xtask test installs it (Debian: libreoffice-calc-nogui)")
}

/// The texts, and those at the limit of a cell; each with milliseconds.
fn rows() -> Vec<(String, u64)> {
    let long = ["x".repeat(32_767), format!("{}a", "😀".repeat(16_383))];
    let texts = TEXTS.into_iter().map(str::to_owned).chain(long);
    (0..)
        .step_by(5_400_000)
        .zip(texts)
        .map(|(millis, text)| (text, millis))
        .collect()
}

fn source(rows: &[(String, u64)]) -> String {
    let rows = rows
        .iter()
        .map(|(text, millis)| json!({ "text": text, GREEN: millis.to_string() }));
    Value::from(rows.collect::<Vec<_>>()).to_string()
}

fn picks() -> Picks {
    Picks::these(["text", GREEN], Others::LeaveOut)
}

#[test]
fn openpyxl_reads_every_value() {
    let rows = rows();
    for (durations, unit) in [
        (Durations::Milliseconds, 1.0),
        (Durations::Hours, 3_600_000.0),
    ] {
        let book = Workbook::of(&source(&rows), picks(), durations);
        let sheets = book.read_by_openpyxl();
        let names: Vec<_> = sheets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Export", "About this export"]);
        assert_eq!(
            sheets[1].1,
            [[json!("Rows"), json!(rows.len().to_string())]]
        );
        let (_, found) = &sheets[0];
        assert_eq!(found.len(), rows.len() + 1);
        for (found, (text, millis)) in found[1..].iter().zip(&rows) {
            let expected = if text.is_empty() {
                Value::Null
            } else {
                json!(text)
            };
            assert_eq!(found[0], expected);
            let number = found[1][0].as_f64().expect("a number");
            assert_eq!(number, *millis as f64 / unit);
        }
    }
}

#[test]
fn libreoffice_shows_every_value() {
    let rows = rows();
    type Shown = fn(u64) -> String;
    let shown: [(Durations, Shown); 3] = [
        (Durations::Milliseconds, |millis| millis.to_string()),
        (Durations::Hours, |millis| {
            format!("{:.2}", millis as f64 / 3_600_000.0)
        }),
        (Durations::Excel, |millis| {
            let minutes = millis / 60_000;
            format!("{}:{:02}:00", minutes / 60, minutes % 60)
        }),
    ];
    for (durations, shown) in shown {
        let book = Workbook::of(&source(&rows), picks(), durations);
        let about = book.read_by_libreoffice("About this export");
        assert_eq!(about, [["Rows".to_owned(), rows.len().to_string()]]);
        let found = book.read_by_libreoffice("Export");
        assert_eq!(found.len(), rows.len() + 1);
        let written = std::fs::read(book.folder.path().join("book-Export.csv")).expect("the sheet");
        let written = String::from_utf8(written).expect("UTF-8");
        for (found, (text, millis)) in found[1..].iter().zip(&rows) {
            // It has one kind of line break within a cell.
            let text = text.replace("\r\n", "\n");
            assert_eq!(found[0], text);
            assert_eq!(found[1], shown(*millis));
            // Only what is text to it comes in quotes.
            let row = format!("\"{}\",{}\n", text.replace('"', "\"\""), shown(*millis));
            assert!(text.is_empty() || written.contains(&row), "{row}");
        }
    }
}

#[test]
fn both_find_the_same_start_of_cells_that_were_cut() {
    let long = "ç😀".repeat(20_000);
    let book = Workbook::of(&source(&[(long.clone(), 0)]), picks(), Durations::default());
    assert_eq!(book.outcome.cut_cells, 1);
    let found = book
        .read_by_libreoffice("Export")
        .swap_remove(1)
        .swap_remove(0);
    assert_eq!(found.encode_utf16().count(), 32_767);
    let start = found.strip_suffix(" […]").expect("a mark");
    assert!(long.starts_with(start));
    let sheets = book.read_by_openpyxl();
    assert_eq!(sheets[0].1[1][0], json!(found));
}

#[test]
fn both_find_every_row_on_a_second_sheet() {
    let count = 1_048_576;
    let ids = (1..=count).map(|row| format!("{{\"id\":\"{row:020}\"}}"));
    let source = format!("[{}]", ids.collect::<Vec<_>>().join(","));
    let picks = Picks::these(["id"], Others::LeaveOut);
    let book = Workbook::of(&source, picks, Durations::default());
    assert_eq!(book.outcome.sheets, 2);
    let last = format!("{count:020}");

    let first_sheet = book.read_by_libreoffice("Export");
    assert_eq!(first_sheet.len(), 1_048_576);
    for (row, found) in first_sheet.iter().enumerate().skip(1) {
        assert_eq!(found[0], format!("{row:020}"));
    }
    assert_eq!(
        book.read_by_libreoffice("Export (2)"),
        [["id".to_owned()], [last.clone()]]
    );

    let sheets = book.read_by_openpyxl();
    assert_eq!(sheets[0].1.len(), 1_048_576);
    for (row, found) in sheets[0].1.iter().enumerate().skip(1) {
        assert_eq!(found[0], json!(format!("{row:020}")));
    }
    assert_eq!(
        (sheets[1].0.as_str(), &sheets[1].1),
        ("Export (2)", &vec![vec![json!("id")], vec![json!(last)]])
    );
}
