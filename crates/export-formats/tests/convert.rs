//! Conversions to CSV and JSON: by example, and read back by others.

mod support;

use std::collections::HashMap;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use export_formats::{
    Conversion, ConversionError, Counted, CsvOptions, FaultKind, Format, LineEnd, Others, Outcome,
    Output, Picks, Progress, Separator, inspect,
};
use proptest::prelude::*;
use serde_json::{Map, Value};

const ROWS: &str = r#"[
  {"id":"007","name":"Zoë \"Z\"","note":"a,b;c"},
  {"name":"line\nbreak","extra":"x","id":"12345678901234567890"},
  {}
]"#;

fn convert(output: Output, json: &str) -> Result<(String, Outcome), ConversionError> {
    let mut file = Cursor::new(Vec::new());
    let outcome = Conversion::new(output).run(Cursor::new(json), &mut file)?;
    Ok((
        String::from_utf8(file.into_inner()).expect("UTF-8"),
        outcome,
    ))
}

fn csv_with(picks: Picks, options: CsvOptions, json: &str) -> (String, Outcome) {
    convert(Output::Csv { picks, options }, json).expect("a valid export")
}

fn csv(picks: Picks, json: &str) -> (String, Outcome) {
    csv_with(picks, CsvOptions::default(), json)
}

fn lines(picks: Picks, json: &str) -> (String, Outcome) {
    convert(Output::JsonLines { picks }, json).expect("a valid export")
}

fn these(names: &[&str]) -> Picks {
    Picks::these(names.iter().copied(), Others::LeaveOut)
}

fn counted(counts: &[(&str, u64)]) -> Vec<Counted> {
    let counted = |&(name, count): &(&str, u64)| Counted {
        name: name.to_owned(),
        count,
    };
    counts.iter().map(counted).collect()
}

#[test]
fn all_columns_come_in_order_of_first_appearance() {
    let (file, outcome) = csv(Picks::all(), ROWS);
    assert_eq!(
        file,
        "id,name,note,extra\r\n007,\"Zoë \"\"Z\"\"\",\"a,b;c\",\r\n12345678901234567890,\"line\nbreak\",,x\r\n,,,\r\n"
    );
    assert_eq!(outcome.rows, 3);
    assert_eq!(outcome.columns, ["id", "name", "note", "extra"]);
    assert_eq!(outcome.unasked, []);
    assert_eq!(
        outcome.missing,
        counted(&[("id", 1), ("name", 1), ("note", 2), ("extra", 2)])
    );
}

#[test]
fn picked_columns_come_in_their_order_and_the_rest_is_named() {
    let (file, outcome) = csv(these(&["name", "never", "id"]), ROWS);
    assert_eq!(
        file,
        "name,never,id\r\n\"Zoë \"\"Z\"\"\",,007\r\n\"line\nbreak\",,12345678901234567890\r\n,,\r\n"
    );
    assert_eq!(outcome.columns, ["name", "never", "id"]);
    assert_eq!(outcome.unasked, counted(&[("note", 1), ("extra", 1)]));
    assert_eq!(
        outcome.missing,
        counted(&[("name", 1), ("never", 3), ("id", 1)])
    );
}

#[test]
fn the_rest_follows_if_asked() {
    let picks = Picks::these(["name"], Others::Append);
    let (file, outcome) = csv(picks, r#"[{"id":"1","name":"a"},{"x":"2","id":"3"}]"#);
    assert_eq!(file, "name,id,x\r\na,1,\r\n,3,2\r\n");
    assert_eq!(outcome.unasked, []);
    assert_eq!(outcome.columns, ["name", "id", "x"]);
}

#[test]
fn headers_for_people_replace_names_in_the_file_alone() {
    let headers = HashMap::from([("id".to_owned(), "Agent, id".to_owned())]);
    let (file, outcome) = csv(
        these(&["id", "name"]).with_headers(headers),
        r#"[{"id":"1"}]"#,
    );
    assert_eq!(file, "\"Agent, id\",name\r\n1,\r\n");
    assert_eq!(outcome.columns, ["id", "name"]);
}

#[test]
fn options_change_what_stands_around_values() {
    let picks = || these(&["id", "note"]);
    let (file, _) = csv_with(picks(), CsvOptions::for_excel(Separator::Semicolon), ROWS);
    assert_eq!(
        file,
        "\u{feff}id;note\r\n007;\"a,b;c\"\r\n12345678901234567890;\r\n;\r\n"
    );
    let options = CsvOptions {
        separator: Separator::Tab,
        line_end: LineEnd::Lf,
        ..CsvOptions::default()
    };
    let (file, _) = csv_with(picks(), options, r#"[{"id":"a\tb","note":"c,d;\re"}]"#);
    assert_eq!(file, "id\tnote\n\"a\tb\"\t\"c,d;\re\"\n");
}

#[test]
fn formulas_are_neutralised_if_asked_and_negative_numbers_are_none() {
    let cells = [
        "=1+1", "+49 30", "-x", "@a", "\tx", "\rx", "-", "-1", "-1.5", "-1,5", "-2e-3", "-1.",
        "-1-1", "-.5", "1=2", " =1", "", "-1e", "-١",
    ];
    let rows: Vec<Value> = cells
        .iter()
        .map(|cell| serde_json::json!({ "=a": cell }))
        .collect();
    let json = Value::from(rows).to_string();
    let read = |neutralise_formulas| {
        let options = CsvOptions {
            neutralise_formulas,
            ..CsvOptions::default()
        };
        let (file, outcome) = csv_with(Picks::all(), options, &json);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(file.as_bytes());
        let values = reader
            .records()
            .map(|record| record.expect("CSV")[0].to_owned());
        (values.collect::<Vec<_>>(), outcome.neutralised)
    };
    let (values, neutralised) = read(false);
    assert_eq!(values[0], "=a");
    assert_eq!(values[1..], cells);
    assert_eq!(neutralised, 0);
    let (values, neutralised) = read(true);
    assert_eq!(
        values,
        [
            "'=a", "'=1+1", "'+49 30", "'-x", "'@a", "'\tx", "'\rx", "'-", "-1", "-1.5", "-1,5",
            "-2e-3", "'-1.", "'-1-1", "'-.5", "1=2", " =1", "", "'-1e", "'-١",
        ]
    );
    assert_eq!(neutralised, 13);
}

#[test]
fn other_values_than_text_are_defined() {
    let json =
        r#"[{"a":null,"b":true,"c":-0.50,"d":{"x": [1, "\u0041,\""]},"e":[]},{"a":"","b":false}]"#;
    let (file, outcome) = csv(Picks::all(), json);
    assert_eq!(
        file,
        "a,b,c,d,e\r\n,true,-0.50,\"{\"\"x\"\":[1,\"\"\\u0041,\\\"\"\"\"]}\",[]\r\n,false,,,\r\n"
    );
    assert_eq!(outcome.nulls, counted(&[("a", 1)]));
    assert_eq!(outcome.missing, counted(&[("c", 1), ("d", 1), ("e", 1)]));
}

#[test]
fn of_a_repeated_key_the_last_value_counts_and_the_key_is_named() {
    let json = r#"[{"a":"1","b":"x","a":"2","a":"3"},{"a":"4"},{"b":"5","b":null}]"#;
    let (file, outcome) = csv(Picks::all(), json);
    assert_eq!(file, "a,b\r\n3,x\r\n4,\r\n,\r\n");
    assert_eq!(outcome.repeated, counted(&[("a", 1), ("b", 1)]));
    // Left out or not.
    let (_, outcome) = csv(these(&["b"]), json);
    assert_eq!(outcome.repeated, counted(&[("b", 1), ("a", 1)]));
    assert_eq!(outcome.unasked, counted(&[("a", 2)]));
}

#[test]
fn files_without_rows_columns_or_values_are_defined() {
    assert_eq!(csv(Picks::all(), "[]").0, "");
    assert_eq!(csv(Picks::all(), "[{},{}]").0, "");
    assert_eq!(csv(Picks::all(), "[{},{}]").1.rows, 2);
    assert_eq!(csv(these(&["a", "b"]), "[]").0, "a,b\r\n");
    // An empty line would be passed over by readers.
    assert_eq!(
        csv(these(&["a"]), r#"[{"a":""},{"a":"1"},{}]"#).0,
        "a\r\n\"\"\r\n1\r\n\"\"\r\n"
    );
    assert_eq!(csv(Picks::all(), r#"[{"":"1"}]"#).0, "\"\"\r\n1\r\n");
    // Excel would take this for a SYLK file.
    assert_eq!(csv(Picks::all(), r#"[{"ID":"ID"}]"#).0, "\"ID\"\r\nID\r\n");
    assert_eq!(lines(Picks::all(), "[]").0, "");
    assert_eq!(lines(Picks::all(), "[{},{}]").0, "{}\n{}\n");
    assert_eq!(lines(these(&["a"]), "[{}]").0, "{}\n");
}

#[test]
fn json_lines_keep_what_is_written() {
    let json =
        "[ {\"b\\n\" : \"\\u00e7\\/\", \"a\": [1 ,\n {\"x\" : null}]},\r\n{\"a\":1,\"a\":2.0e5} ]";
    let (file, outcome) = lines(Picks::all(), json);
    assert_eq!(
        file,
        "{\"b\\n\":\"\\u00e7\\/\",\"a\":[1,{\"x\":null}]}\n{\"a\":1,\"a\":2.0e5}\n"
    );
    assert_eq!(outcome.columns, ["b\n", "a"]);
    assert_eq!(outcome.repeated, counted(&[("a", 1)]));
    assert_eq!(outcome.missing, counted(&[("b\n", 1)]));

    let (file, outcome) = lines(these(&["a", "\u{1}\"\\"]), json);
    assert_eq!(file, "{\"a\":[1,{\"x\":null}]}\n{\"a\":2.0e5}\n");
    assert_eq!(outcome.unasked, counted(&[("b\n", 1)]));
    let headers = HashMap::from([("a".to_owned(), "\u{1}\"\\\t\r".to_owned())]);
    let (file, _) = lines(Picks::all().with_headers(headers), r#"[{"a":1}]"#);
    assert_eq!(file, "{\"\\u0001\\\"\\\\\\t\\r\":1}\n");
}

#[test]
fn json_is_copied_byte_for_byte_and_checked() {
    let json = format!("\u{feff}{ROWS}\n ");
    let (file, outcome) = convert(Output::Json, &json).expect("a valid export");
    assert_eq!(file, json);
    assert_eq!(outcome.rows, 3);
    assert_eq!(outcome.columns, ["id", "name", "note", "extra"]);
    assert_eq!(outcome.missing.len(), 4);
    assert!(matches!(
        convert(Output::Json, &json[..40]),
        Err(ConversionError::Source(_))
    ));
}

fn every_output() -> Vec<Output> {
    let picks = [
        Picks::all(),
        these(&["a"]),
        Picks::these(["a"], Others::Append),
    ];
    let tables = picks.into_iter().flat_map(|picks| {
        let options = CsvOptions::default();
        [
            Output::Csv {
                picks: picks.clone(),
                options,
            },
            Output::JsonLines { picks },
        ]
    });
    tables.chain([Output::Json]).collect()
}

#[test]
fn a_damaged_source_is_told_with_its_byte_and_row() {
    for output in every_output() {
        let fault = |json: &str| match convert(output.clone(), json) {
            Err(ConversionError::Source(fault)) => (fault.offset(), fault.row()),
            other => panic!("{other:?}"),
        };
        assert_eq!(fault(r#"[{"a":"1"},{"a":"#), (Some(16), Some(2)));
        assert_eq!(fault(r#"[{"a":"1"},{"a":1 2}]"#), (Some(18), Some(2)));
        assert_eq!(fault("[{}"), (Some(3), None));
        assert_eq!(fault("<html>"), (Some(0), None));
    }
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let ask = |picks| {
        let options = CsvOptions::default();
        convert(Output::Csv { picks, options }, "[]").expect_err("refused")
    };
    assert!(
        matches!(ask(these(&["a", "b", "a"])), ConversionError::ColumnTwice(name) if name == "a")
    );
    assert!(matches!(ask(these(&[])), ConversionError::NoColumns));
    let many = (0..=export_formats::MAX_COLUMNS).map(|n| n.to_string());
    let error = ask(Picks::these(many, Others::LeaveOut));
    assert!(matches!(error, ConversionError::TooManyColumns), "{error}");
}

/// A hundred thousand rows.
fn large() -> String {
    let row = "{\"a\":\"0042\",\"text\":\"some words, and \\\"more\\\"\"}";
    format!("[{}]", vec![row; 100_000].join(","))
}

#[test]
fn progress_ends_at_its_total_whatever_the_passes() {
    let json = large();
    for (output, passes) in every_output().into_iter().zip([2, 1, 1, 1, 2, 2, 1]) {
        let mut seen: Vec<Progress> = Vec::new();
        Conversion::new(output.clone())
            .on_progress(|progress| seen.push(progress))
            .run(Cursor::new(&json), Cursor::new(Vec::new()))
            .expect("a valid export");
        let total = json.len() as u64 * passes;
        assert!(seen.len() > 20, "{output:?}");
        assert!(
            seen.windows(2).all(|two| two[0].read <= two[1].read),
            "{output:?}"
        );
        assert!(
            seen.iter().all(|progress| progress.total == total),
            "{output:?}"
        );
        assert_eq!(seen.last().map(|last| last.read), Some(total), "{output:?}");
    }
}

#[test]
fn a_flag_stops_a_conversion() {
    let json = large();
    for output in every_output() {
        let flag = AtomicBool::new(false);
        let mut pieces = 0;
        let error = Conversion::new(output)
            .cancelled_by(&flag)
            .on_progress(|_| {
                pieces += 1;
                flag.store(pieces == 3, Ordering::Relaxed);
            })
            .run(Cursor::new(&json), Cursor::new(Vec::new()))
            .expect_err("stopped");
        assert!(matches!(error, ConversionError::Cancelled), "{error}");
        assert_eq!(pieces, 3);
    }
}

/// A disk with no room, or one that can't be read.
struct Broken;

impl Write for Broken {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::StorageFull.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other("disk"))
    }
}

impl Seek for Broken {
    fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
        Ok(0)
    }
}

#[test]
fn trouble_with_the_target_is_told_from_trouble_with_the_source() {
    for output in every_output() {
        let error = Conversion::new(output.clone())
            .run(Cursor::new(large()), Broken)
            .expect_err("no room");
        let full = |error: &io::Error| error.kind() == io::ErrorKind::StorageFull;
        assert!(
            matches!(&error, ConversionError::Target(inner) if full(inner)),
            "{error}"
        );
        let error = Conversion::new(output)
            .run(Broken, Cursor::new(Vec::new()))
            .expect_err("unreadable");
        let unreadable = |kind: &FaultKind| matches!(kind, FaultKind::Io(_));
        assert!(
            matches!(&error, ConversionError::Source(fault) if unreadable(fault.kind())),
            "{error}"
        );
    }
}

fn rows() -> impl Strategy<Value = Vec<Map<String, Value>>> {
    let text = prop_oneof![any::<String>(), "[a,;\"\r\n\t='\u{feff} ]{0,12}"];
    let value = prop_oneof![
        8 => text.prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => prop::collection::vec(any::<String>(), 0..3).prop_map(Value::from),
    ];
    let key = prop_oneof![4 => "[a-f]", 1 => any::<String>()];
    let row = prop::collection::vec((key, value), 0..6);
    prop::collection::vec(row.prop_map(|pairs| pairs.into_iter().collect()), 0..6)
}

/// What a table's cell holds of a value.
fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

proptest! {
    #[test]
    fn another_reader_of_csv_finds_every_value(rows in rows(), semicolon: bool, lf: bool) {
        let json = serde_json::to_string(&rows).expect("JSON can be written");
        let options = CsvOptions {
            separator: if semicolon { Separator::Semicolon } else { Separator::Comma },
            line_end: if lf { LineEnd::Lf } else { LineEnd::CrLf },
            ..CsvOptions::default()
        };
        let (file, outcome) = csv_with(Picks::all(), options, &json);
        // A byte order mark at the start of the first header is no data to any reader.
        prop_assume!(!file.starts_with('\u{feff}'));
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .delimiter(if semicolon { b';' } else { b',' })
            .from_reader(file.as_bytes());
        let records: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.expect("CSV").iter().map(str::to_owned).collect())
            .collect();
        if outcome.columns.is_empty() {
            prop_assert_eq!(file, "");
        } else {
            prop_assert_eq!(records.len(), rows.len() + 1);
            prop_assert_eq!(&records[0], &outcome.columns);
            for (record, row) in records[1..].iter().zip(&rows) {
                let expected: Vec<String> = outcome.columns.iter().map(|name| cell(row.get(name))).collect();
                prop_assert_eq!(record, &expected);
            }
        }
        let all: std::collections::HashSet<&String> = rows.iter().flat_map(Map::keys).collect();
        prop_assert_eq!(outcome.columns.len(), all.len());
    }

    #[test]
    fn our_own_check_accepts_our_csv(rows in rows()) {
        let json = serde_json::to_string(&rows).expect("JSON can be written");
        prop_assume!(!json.contains("\\u0000"));
        let (file, outcome) = csv(Picks::all(), &json);
        prop_assume!(!outcome.columns.is_empty() && !file.starts_with('\u{feff}'));
        // It takes some headers for the start of a web page, or of JSON.
        if let Ok(contents) = inspect(Format::Csv, file.as_bytes()) {
            prop_assert_eq!(contents.rows, outcome.rows);
            prop_assert_eq!(contents.columns, outcome.columns);
        } else {
            prop_assert!(file.trim_start().starts_with(['<', '{', '[']), "{file}");
        }
    }

    #[test]
    fn each_line_is_the_object_it_was(rows in rows(), pretty: bool) {
        let write = if pretty { serde_json::to_string_pretty } else { serde_json::to_string };
        let json = write(&rows).expect("JSON can be written");
        let (file, _) = lines(Picks::all(), &json);
        let again: Vec<Map<String, Value>> = file
            .split_terminator('\n')
            .map(|line| serde_json::from_str(line).expect("a line is an object"))
            .collect();
        prop_assert_eq!(&again, &rows);
        let (file, outcome) = lines(these(&["b", "a"]), &json);
        let all: u64 = rows.iter().map(|row| row.len() as u64).sum();
        let kept = rows.iter().flat_map(Map::keys).filter(|key| *key == "a" || *key == "b").count() as u64;
        let left_out: u64 = outcome.unasked.iter().map(|unasked| unasked.count).sum();
        prop_assert_eq!(left_out + kept, all);
        for (line, row) in file.split_terminator('\n').zip(&rows) {
            let object: Map<String, Value> = serde_json::from_str(line).expect("a line is an object");
            prop_assert!(object.iter().all(|(key, value)| row.get(key) == Some(value)));
        }
    }
}
