//! Rows of saved files by their numbers, against the rows that went in.

use std::cell::Cell as Shared;
use std::io::{Cursor, Read, Seek, SeekFrom};

use export_formats::{
    Cell, Conversion, CsvOptions, Durations, ExcelOptions, FileKind, GroupBy, LineEnd, Look,
    LookError, Others, Outcome, Output, Part, Picks, RowIndex, Separator, Statistics,
    StatisticsOptions, survey,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const GREEN: &str = "TOTAL_GREEN_STATE_TIME_MILLIS";

fn convert(output: Output, json: &str) -> (Vec<u8>, Outcome) {
    let mut file = Cursor::new(Vec::new());
    let outcome = Conversion::new(output)
        .with_statistics(by_agent(10))
        .run(Cursor::new(json), &mut file)
        .expect("a valid export");
    (file.into_inner(), outcome)
}

fn by_agent(most: usize) -> StatisticsOptions {
    StatisticsOptions {
        groups: vec![GroupBy {
            key: "id".into(),
            label: Some("name".into()),
            most,
        }],
    }
}

/// Every output that has an index.
fn outputs() -> Vec<Output> {
    let csv = |separator, line_end| CsvOptions {
        separator,
        line_end,
        byte_order_mark: true,
        ..CsvOptions::default()
    };
    vec![
        Output::Json,
        Output::JsonLines {
            picks: Picks::all(),
        },
        Output::JsonLines {
            picks: Picks::these(["id", "name", "note"], Others::Append),
        },
        Output::Csv {
            picks: Picks::all(),
            options: csv(Separator::Comma, LineEnd::CrLf),
        },
        Output::Csv {
            picks: Picks::all(),
            options: csv(Separator::Semicolon, LineEnd::Lf),
        },
        Output::Csv {
            picks: Picks::all(),
            options: csv(Separator::Tab, LineEnd::CrLf),
        },
        Output::Excel {
            picks: Picks::all(),
            options: ExcelOptions::default(),
        },
    ]
}

/// A row's texts; what is empty and what is not there look the same in a table.
fn texts(row: &[Option<Cell>]) -> Vec<String> {
    let text = |cell: &Option<Cell>| cell.as_ref().map(|cell| cell.text.clone());
    row.iter()
        .map(|cell| text(cell).unwrap_or_default())
        .collect()
}

fn many_rows(count: usize) -> (Vec<[String; 3]>, String) {
    let rows: Vec<[String; 3]> = (0..count)
        .map(|row| {
            let note = "a,b;c\t\"q\"\r\nç😀\u{0}".repeat(row % 7);
            [row.to_string(), format!("Agent {}", row % 50), note]
        })
        .collect();
    let objects = rows
        .iter()
        .map(|[id, name, note]| json!({ "id": id, "name": name, "note": note }));
    let json = Value::from(objects.collect::<Vec<_>>());
    (rows, serde_json::to_string_pretty(&json).expect("JSON"))
}

/// Looks into a file here and there.
fn finds(file: &[u8], index: &RowIndex, rows: &[[String; 3]], form: &str) {
    let mut look = Look::new(Cursor::new(file), index.clone()).expect("unchanged");
    for from in [0, 1, 15, 16, 17, 1_000, 4_901, 4_999] {
        let part = Part {
            from: from as u64,
            most: 99,
            ..Part::default()
        };
        let found = look.rows(&part).expect("rows");
        let expected = &rows[from..(from + 99).min(rows.len())];
        assert_eq!(found.len(), expected.len(), "{form} {from}");
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(texts(found), *expected, "{form} {from}");
        }
    }
    let beyond = Part {
        from: rows.len() as u64,
        ..Part::default()
    };
    assert!(look.rows(&beyond).expect("no rows").is_empty());
}

#[test]
fn any_rows_of_a_file_are_read_by_its_index() {
    let count = 5_000;
    let (rows, source) = many_rows(count);
    for output in outputs() {
        let form = format!("{output:?}");
        let (file, outcome) = convert(output, &source);
        let index = outcome.index.expect("an index");
        assert_eq!(
            (index.rows(), index.bytes()),
            (count as u64, file.len() as u64)
        );
        assert_eq!(index.columns(), ["id", "name", "note"], "{form}");
        finds(&file, &index, &rows, &form);

        // Made of the file that is there, it is the same, but for the pieces that a workbook is packed in.
        let surveyed =
            survey(index.kind(), Cursor::new(&file), Some(&by_agent(10))).expect("whole");
        assert_eq!(surveyed.contents.rows, count as u64);
        finds(&file, &surveyed.index, &rows, &form);
        if index.kind() != FileKind::Excel {
            assert_eq!(surveyed.index, index, "{form}");
        }
        assert_eq!(surveyed.statistics, outcome.statistics, "{form}");
        let plain = survey(index.kind(), Cursor::new(&file), None).expect("whole");
        assert_eq!((plain.index, plain.statistics), (surveyed.index, None));
    }
}

#[test]
fn long_values_are_cut_and_come_whole_on_demand() {
    let long = "ç😀".repeat(10_000);
    let source = json!([{ "a": "x", "b": long }, { "a": null, "b": "short" }]).to_string();
    for output in outputs() {
        let (file, outcome) = convert(output, &source);
        let names = outcome.columns.clone();
        let place = |name| {
            names
                .iter()
                .position(|known| known == name)
                .expect("a column")
        };
        let (a, b) = (place("a"), place("b"));
        let mut look =
            Look::new(Cursor::new(&file), outcome.index.expect("an index")).expect("unchanged");
        let part = Part {
            columns: b..b + 1,
            longest: 9,
            ..Part::default()
        };
        let rows = look.rows(&part).expect("rows");
        let cut = rows[0][0].as_ref().expect("a value");
        assert_eq!((cut.text.as_str(), cut.bytes), ("ç😀ç", 60_000));
        assert!(cut.is_cut());
        let short = rows[1][0].as_ref().expect("a value");
        assert!(!short.is_cut());
        let whole = look
            .value(0, b, usize::MAX)
            .expect("rows")
            .expect("a value");
        assert_eq!((whole.text == long, whole.is_cut()), (true, false));
        let null = look.value(1, a, 10).expect("rows");
        assert!(null.is_none_or(|cell| cell.text.is_empty()));
    }
}

#[test]
fn more_text_than_is_handed_out_at_once_is_left_for_the_next_question() {
    let rows: Vec<Value> = (0..40)
        .map(|_| json!({ "a": "x".repeat(1 << 20) }))
        .collect();
    let (file, outcome) = convert(Output::Json, &Value::from(rows).to_string());
    let mut look =
        Look::new(Cursor::new(file), outcome.index.expect("an index")).expect("unchanged");
    let part = Part {
        longest: usize::MAX,
        ..Part::default()
    };
    assert_eq!(look.rows(&part).expect("rows").len(), 8);
}

#[test]
fn a_file_that_was_changed_is_no_more_looked_into() {
    let (_, source) = many_rows(500);
    for output in outputs() {
        let (file, outcome) = convert(output, &source);
        let index = outcome.index.expect("an index");
        let longer = [&file[..], b" "].concat();
        assert!(matches!(
            Look::new(Cursor::new(longer), index.clone()),
            Err(LookError::Changed)
        ));
        // Of the same length, with other things in it.
        let mut other = file.clone();
        other.rotate_left(7);
        let mut look = Look::new(Cursor::new(other), index).expect("the same length");
        let part = Part {
            from: 300,
            ..Part::default()
        };
        match look.rows(&part) {
            Ok(rows) => assert!(!rows.is_empty()),
            Err(error) => assert!(matches!(error, LookError::Changed), "{error}"),
        }
    }
}

#[test]
fn a_stored_index_that_makes_no_sense_does_no_harm() {
    let (_, source) = many_rows(100);
    for output in outputs() {
        let (file, outcome) = convert(output, &source);
        let mut stored = serde_json::to_value(outcome.index).expect("JSON");
        stored["places"] = json!([[40, u64::MAX], [20, 3], [60, 17]]);
        stored["rows"] = json!(1_000_000);
        let index: RowIndex = serde_json::from_value(stored).expect("an index");
        let mut look = Look::new(Cursor::new(file), index).expect("the same length");
        for from in [0, 25, 70, 5_000] {
            let part = Part {
                from,
                ..Part::default()
            };
            // What comes is an error or some rows, and it comes at once.
            if let Ok(rows) = look.rows(&part) {
                assert!(!rows.is_empty());
            }
        }
    }
}

#[test]
fn the_first_rows_need_no_index() {
    let (rows, source) = many_rows(300);
    let broken = &source[..source.len() / 2];
    let mut look = Look::without_index(Cursor::new(broken), FileKind::Json);
    let found = look.rows(&Part::default()).expect("the first rows");
    assert_eq!(look.columns(), ["id", "name", "note"]);
    assert_eq!(found.len(), 100);
    assert_eq!(texts(&found[99]), rows[99]);
    let beyond = Part {
        from: 250,
        ..Part::default()
    };
    assert!(matches!(look.rows(&beyond), Err(LookError::Fault(_))));
}

#[test]
fn numbers_of_a_workbook_look_as_in_excel() {
    let source = json!([{ GREEN: "5400000" }, { GREEN: "-1" }, { GREEN: "?" }]).to_string();
    let expected = [
        (Durations::Milliseconds, ["5400000", "-1", "?"]),
        (Durations::Hours, ["1.50", "-0.00", "?"]),
        (Durations::Excel, ["1:30:00", "-1", "?"]),
    ];
    for (durations, expected) in expected {
        let output = Output::Excel {
            picks: Picks::all(),
            options: ExcelOptions {
                durations,
                ..ExcelOptions::default()
            },
        };
        let (file, outcome) = convert(output, &source);
        let mut look =
            Look::new(Cursor::new(file), outcome.index.expect("an index")).expect("unchanged");
        let rows = look.rows(&Part::default()).expect("rows");
        let found: Vec<_> = rows.iter().map(|row| texts(row).join("")).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn a_look_goes_on_to_the_next_sheet() {
    let rows: Vec<String> = (0..1_048_600)
        .map(|row| format!("{{\"a\":\"{row}\"}}"))
        .collect();
    let output = Output::Excel {
        picks: Picks::these(["a"], Others::LeaveOut),
        options: ExcelOptions::default(),
    };
    let (file, outcome) = convert(output, &format!("[{}]", rows.join(",")));
    assert_eq!(outcome.sheets, 2);
    let index = outcome.index.expect("an index");
    let surveyed = survey(FileKind::Excel, Cursor::new(&file), None).expect("whole");
    assert_eq!(surveyed.index.rows(), index.rows());
    let mut look = Look::new(Cursor::new(file), index).expect("unchanged");
    for from in [1_048_570, 1_048_575, 1_048_599] {
        let part = Part {
            from,
            most: 10,
            ..Part::default()
        };
        let rows = look.rows(&part).expect("rows");
        let found: Vec<_> = rows.iter().map(|row| texts(row).join("")).collect();
        let expected: Vec<_> = (from..(from + 10).min(1_048_600))
            .map(|row| row.to_string())
            .collect();
        assert_eq!(found, expected);
    }
}

/// Counts the bytes that are read.
struct Counting<'a> {
    file: Cursor<&'a [u8]>,
    read: &'a Shared<usize>,
}

impl Read for Counting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let bytes = self.file.read(buffer)?;
        self.read.set(self.read.get() + bytes);
        Ok(bytes)
    }
}

impl Seek for Counting<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

#[test]
fn rows_deep_in_a_file_are_read_without_those_before_them() {
    // Hashes of numbers, which hardly pack.
    let note = |row: u64| -> String {
        let words = (0..20).map(|word| (row * 20 + word + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        words.map(|word| format!("{word:016x}")).collect()
    };
    let count = 40_000;
    let rows =
        (0..count).map(|row| json!({ "id": row.to_string(), "name": "x", "note": note(row) }));
    let source = Value::from(rows.collect::<Vec<_>>()).to_string();
    for output in outputs() {
        let form = format!("{output:?}");
        let (file, outcome) = convert(output, &source);
        let index = outcome.index.expect("an index");
        for from in [0, 17, 8_000, 14_999, 22_222, count - 3] {
            let read = Shared::new(0);
            let counting = Counting {
                file: Cursor::new(&file),
                read: &read,
            };
            let mut look = Look::new(counting, index.clone()).expect("unchanged");
            let part = Part {
                from,
                most: 3,
                longest: usize::MAX,
                ..Part::default()
            };
            for (row, found) in (from..).zip(look.rows(&part).expect("rows")) {
                let expected = [row.to_string(), "x".to_owned(), note(row)];
                assert_eq!(texts(&found), expected, "{form}");
            }
            let all = file.len();
            assert!(
                read.get() < all / 4,
                "{form}: {} of {all} for {from}",
                read.get()
            );
        }
    }
}

#[test]
fn a_workbook_of_another_program_is_told_from_ours() {
    let workbook = |rows: &str| {
        let mut file = Cursor::new(Vec::new());
        let mut archive = zip::ZipWriter::new(&mut file);
        let options = zip::write::SimpleFileOptions::default();
        archive
            .start_file("xl/worksheets/sheet1.xml", options)
            .expect("room");
        let xml = format!(
            "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>{rows}</sheetData></worksheet>"
        );
        std::io::Write::write_all(&mut archive, xml.as_bytes()).expect("room");
        archive.finish().expect("room");
        file.into_inner()
    };
    let beyond_the_header = "<row r=\"2\"><c r=\"B2\"><v>0</v></c></row>";
    for bytes in [
        workbook("<row><x/></row>"),
        workbook(beyond_the_header),
        b"PK".to_vec(),
        Vec::new(),
    ] {
        let options = StatisticsOptions::default();
        let fault =
            survey(FileKind::Excel, Cursor::new(bytes), Some(&options)).expect_err("not ours");
        assert!(
            fault
                .to_string()
                .contains("not a workbook as it is made here"),
            "{fault}"
        );
    }
}

fn of(rows: &Value, output: Output, options: StatisticsOptions) -> Statistics {
    let outcome = Conversion::new(output)
        .with_statistics(options)
        .run(Cursor::new(rows.to_string()), Cursor::new(Vec::new()))
        .expect("a valid export");
    outcome.statistics.expect("asked for")
}

#[test]
fn statistics_say_what_columns_hold() {
    let rows = json!([
        { "id": "1", "name": "Zoë \"Z\"", GREEN: "5400000", "x": null },
        { "id": "2", "name": "", GREEN: "600000", "x": "" },
        { "id": "1", "name": "Zoë", GREEN: "no" },
        { "id": "2", "name": "Ann", GREEN: "", "x": [1] },
        { "name": "Nobody", GREEN: "1" },
        { "id": "3", "name": "Third" },
    ]);
    for output in outputs() {
        if let Output::JsonLines { picks } = &output
            && format!("{picks:?}").contains("note")
        {
            continue;
        }
        let form = format!("{output:?}");
        let statistics = of(&rows, output, by_agent(2));
        let columns: Vec<_> = statistics
            .columns
            .iter()
            .map(|column| {
                let distinct = column.distinct.expect("few columns");
                assert!(distinct.exact);
                (column.name.as_str(), column.empty, distinct.count)
            })
            .collect();
        let mut sorted = columns.clone();
        sorted.sort_unstable();
        assert_eq!(
            sorted,
            [(GREEN, 2, 4), ("id", 1, 3), ("name", 1, 5), ("x", 5, 1)],
            "{form}"
        );
        let green = statistics
            .columns
            .iter()
            .find(|column| column.name == GREEN)
            .and_then(|column| column.total)
            .expect("a total");
        assert_eq!(
            (green.millis, green.numbers, green.others),
            (6_000_001.0, 3, 1)
        );
        assert_eq!(green.average(), Some(6_000_001.0 / 3.0));
        let grouped = &statistics.groups[0];
        assert_eq!(grouped.columns, [GREEN]);
        let groups: Vec<_> = grouped
            .groups
            .iter()
            .map(|group| {
                (
                    group.key.as_str(),
                    group.label.as_str(),
                    group.rows,
                    group.totals[0].millis,
                )
            })
            .collect();
        assert_eq!(
            groups,
            [
                ("1", "Zoë \"Z\"", 2, 5_400_000.0),
                ("2", "Ann", 2, 600_000.0)
            ],
            "{form}"
        );
        // One has no id, and the third is one too many.
        let rest = grouped.rest.as_ref().expect("others");
        assert_eq!((rest.rows, rest.totals[0].millis), (2, 1.0));
    }
}

#[test]
fn statistics_of_nothing_are_empty() {
    for output in outputs() {
        let statistics = of(&json!([]), output, by_agent(10));
        assert!(statistics.columns.iter().all(|column| column.empty == 0));
        assert!(
            statistics
                .groups
                .iter()
                .all(|grouped| grouped.groups.is_empty())
        );
    }
    let average = export_formats::Total::default().average();
    assert_eq!(average, None);
}

fn table() -> impl Strategy<Value = Vec<[String; 3]>> {
    let value = prop_oneof![
        4 => "[a-c,;\t\"\r\n\u{0}ç😀 ]{0,12}",
        1 => any::<String>(),
    ];
    prop::collection::vec([value.clone(), value.clone(), value], 0..80)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_value_of_every_row_is_found(rows in table(), from in 0..90u64, most in 1..90usize) {
        let objects = rows.iter().map(|[id, name, note]| json!({ "id": id, "name": name, "note": note }));
        let source = Value::from(objects.collect::<Vec<_>>()).to_string();
        for output in outputs() {
            let (file, outcome) = convert(output, &source);
            // A table of nothing has no header, and so no rows to look at.
            let Some(index) = outcome.index else {
                prop_assert!(rows.is_empty());
                continue;
            };
            let mut look = Look::new(Cursor::new(&file), index).expect("unchanged");
            let part = Part { from, most, longest: usize::MAX, ..Part::default() };
            let found = look.rows(&part).expect("rows");
            let expected: Vec<_> = rows.iter().skip(from as usize).take(most).collect();
            prop_assert_eq!(found.len(), expected.len());
            for (found, expected) in found.iter().zip(expected) {
                prop_assert_eq!(&texts(found), expected);
            }
        }
    }
}
