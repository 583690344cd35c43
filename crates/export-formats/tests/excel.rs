//! Workbooks, read back by another program's library.

use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use calamine::{Data, Range, Reader, Xlsx};
use export_formats::{
    About, Conversion, ConversionError, Durations, ExcelOptions, Others, Outcome, Output, Picks,
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const GREEN: &str = "TOTAL_GREEN_STATE_TIME_MILLIS";

type Book = Xlsx<Cursor<Vec<u8>>>;

fn convert(picks: Picks, options: ExcelOptions, json: &str) -> (Book, Outcome) {
    let mut file = Cursor::new(Vec::new());
    let output = Output::Excel { picks, options };
    let outcome = Conversion::new(output)
        .run(Cursor::new(json), &mut file)
        .expect("a valid export");
    (
        calamine::open_workbook_from_rs(file).expect("a workbook"),
        outcome,
    )
}

fn all(json: &str) -> (Range<Data>, Outcome) {
    let (mut book, outcome) = convert(Picks::all(), ExcelOptions::default(), json);
    (book.worksheet_range("Export").expect("the sheet"), outcome)
}

/// A cell by row and column, both from 0.
fn at(range: &Range<Data>, row: u32, column: u32) -> Data {
    range.get_value((row, column)).cloned().unwrap_or_default()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

/// A part of a workbook.
fn part(picks: Picks, options: ExcelOptions, json: &str, name: &str) -> String {
    let mut file = Cursor::new(Vec::new());
    let output = Output::Excel { picks, options };
    Conversion::new(output)
        .run(Cursor::new(json), &mut file)
        .expect("a valid export");
    let mut archive = zip::ZipArchive::new(file).expect("an archive");
    let mut text = String::new();
    archive
        .by_name(name)
        .expect("the part")
        .read_to_string(&mut text)
        .expect("UTF-8");
    text
}

#[test]
fn text_stays_text() {
    let values = [
        "12345678901234567890",
        "007",
        "1-2",
        "2026-10-01 08:00",
        "1E5",
        "TRUE",
        "=1+1",
        " padded ",
        "line\nbreak",
        "tab\tand <xml> & \"quotes\" ]]>",
        "Zoë 😀 名",
    ];
    let rows: Vec<Value> = values.iter().map(|value| json!({ "a": value })).collect();
    let (range, outcome) = all(&Value::from(rows).to_string());
    for (row, value) in (1..).zip(values) {
        assert_eq!(at(&range, row, 0), text(value));
    }
    assert_eq!(
        (outcome.rows, outcome.sheets, outcome.cut_cells),
        (11, 1, 0)
    );
}

#[test]
fn the_documented_columns_of_milliseconds_alone_become_numbers() {
    let values = ["5400000", "0", "-1", "", "no", "1234567890123456", "12.5"];
    let rows: Vec<Value> = values
        .iter()
        .map(|value| json!({ GREEN: value, "OTHER_MILLIS": "1" }))
        .collect();
    let source = Value::from(rows).to_string();
    let read = |durations| {
        let options = ExcelOptions {
            durations,
            ..ExcelOptions::default()
        };
        let picks = Picks::these([GREEN, "OTHER_MILLIS"], Others::LeaveOut);
        let (mut book, outcome) = convert(picks, options, &source);
        let range = book.worksheet_range("Export").expect("the sheet");
        assert_eq!(at(&range, 1, 1), text("1"));
        let cells: Vec<Data> = (0..8).map(|row| at(&range, row, 0)).collect();
        (cells, outcome.not_numbers)
    };
    let (cells, others) = read(Durations::Milliseconds);
    assert_eq!(
        cells,
        [
            text(GREEN),
            Data::Float(5_400_000.0),
            Data::Float(0.0),
            Data::Float(-1.0),
            Data::Empty,
            text("no"),
            text("1234567890123456"),
            Data::Float(12.5),
        ]
    );
    assert_eq!(others, 2);
    let (cells, _) = read(Durations::Hours);
    assert_eq!(
        cells[..2],
        [text(&format!("{GREEN} (h)")), Data::Float(1.5)]
    );
    let (cells, others) = read(Durations::Excel);
    assert_eq!(cells[0], text(&format!("{GREEN} (h:mm:ss)")));
    let Data::DateTime(time) = &cells[1] else {
        panic!("{:?}", cells[1])
    };
    assert!(time.is_duration());
    assert_eq!(time.as_f64(), 1.5 / 24.0);
    assert_eq!(cells[3], text("-1"));
    assert_eq!(others, 3);
}

#[test]
fn a_given_header_stays_as_it_is() {
    let headers = HashMap::from([(GREEN.to_owned(), "Green".to_owned())]);
    let options = ExcelOptions {
        durations: Durations::Hours,
        ..ExcelOptions::default()
    };
    let (mut book, _) = convert(
        Picks::all().with_headers(headers),
        options,
        &json!([{ GREEN: "1" }]).to_string(),
    );
    let range = book.worksheet_range("Export").expect("the sheet");
    assert_eq!(at(&range, 0, 0), text("Green"));
}

#[test]
fn other_values_are_defined() {
    let (range, outcome) =
        all(r#"[{"a":null,"b":true,"c":-0.50,"d":{"x": [1]}},{"b":"","a":"x"},{}]"#);
    let row = |row| [0, 1, 2, 3].map(|column| at(&range, row, column));
    assert_eq!(row(0), ["a", "b", "c", "d"].map(text));
    assert_eq!(
        row(1),
        [
            Data::Empty,
            text("true"),
            text("-0.50"),
            text("{\"x\":[1]}")
        ]
    );
    assert_eq!(row(2), [text("x"), Data::Empty, Data::Empty, Data::Empty]);
    assert_eq!(outcome.rows, 3);
    assert_eq!(outcome.nulls.len(), 1);
}

#[test]
fn control_characters_are_stored_as_excel_stores_them() {
    let value = "\u{0}\u{1}\r\n\u{1f}\u{7f}\u{fffe}\u{ffff}\u{fffd}_x0041_ _x0041 _X000d__x00_ __x1234_x1234_";
    let sheet = part(
        Picks::all(),
        ExcelOptions::default(),
        &json!([{ "a": value }]).to_string(),
        "xl/worksheets/sheet1.xml",
    );
    let expected = "<t>_x0000__x0001__x000D_\n_x001F_\u{7f}_xFFFE__xFFFF_\u{fffd}_x005F_x0041_ _x0041 _x005F_X000d__x00_ __x005F_x1234_x005F_x1234_</t>";
    assert!(sheet.contains(expected), "{sheet}");
}

#[test]
fn a_sheet_has_its_header_frozen_its_filter_on_and_widths_from_its_rows() {
    let wide = "x".repeat(40);
    let source = json!([{ "a": "1", "b": wide }, { "b": "çç" }]).to_string();
    let sheet = part(
        Picks::all(),
        ExcelOptions::default(),
        &source,
        "xl/worksheets/sheet1.xml",
    );
    assert!(sheet.contains(
        "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
    ));
    assert!(sheet.contains("<autoFilter ref=\"A1:B3\"/>"));
    assert!(sheet.contains("<col min=\"1\" max=\"1\" width=\"9\" customWidth=\"1\"/><col min=\"2\" max=\"2\" width=\"41\" customWidth=\"1\"/>"));
    let workbook = part(
        Picks::all(),
        ExcelOptions::default(),
        &source,
        "xl/workbook.xml",
    );
    assert!(workbook.contains("localSheetId=\"0\" hidden=\"1\">'Export'!$A$1:$B$3<"));
}

#[test]
fn a_last_sheet_says_what_the_caller_says() {
    let options = ExcelOptions {
        about: Some(About {
            sheet: "About this export".into(),
            lines: Arc::new(|outcome| {
                vec![
                    ("What".into(), "Agents & teams".into()),
                    (String::new(), String::new()),
                    ("Rows".into(), outcome.rows.to_string()),
                    ("Cut".into(), outcome.cut_cells.to_string()),
                ]
            }),
        }),
        ..ExcelOptions::default()
    };
    let source = json!([{ "a": "x".repeat(32_768) }, { "a": "y" }]).to_string();
    let (mut book, outcome) = convert(Picks::all(), options, &source);
    assert_eq!(book.sheet_names(), ["Export", "About this export"]);
    assert_eq!((outcome.sheets, outcome.cut_cells), (1, 1));
    let about = book
        .worksheet_range("About this export")
        .expect("the sheet");
    let row = |row| [at(&about, row, 0), at(&about, row, 1)];
    assert_eq!(row(0), [text("What"), text("Agents & teams")]);
    assert_eq!(row(2), [text("Rows"), text("2")]);
    assert_eq!(row(3), [text("Cut"), text("1")]);
    let rows = book.worksheet_range("Export").expect("the sheet");
    let Data::String(cut) = at(&rows, 1, 0) else {
        panic!("text")
    };
    assert_eq!(cut.encode_utf16().count(), 32_767);
    assert!(cut.ends_with("x […]"));
}

#[test]
fn exports_without_rows_or_columns_open_too() {
    for (source, rows) in [("[]", 0), ("[{},{}]", 2)] {
        let (range, outcome) = all(source);
        assert!(range.is_empty());
        assert_eq!((outcome.rows, outcome.sheets), (rows, 1));
    }
    let (mut book, _) = convert(
        Picks::these(["a"], Others::LeaveOut),
        ExcelOptions::default(),
        "[]",
    );
    let range = book.worksheet_range("Export").expect("the sheet");
    assert_eq!(at(&range, 0, 0), text("a"));
}

#[test]
fn more_rows_than_excel_holds_continue_on_a_second_sheet() {
    // The header takes one of the 1,048,576.
    let source = format!("[{{\"a\":1}}{}]", ",{\"a\":1}".repeat(1_048_575));
    let picks = Picks::these(["b"], Others::LeaveOut);
    let (mut book, outcome) = convert(picks, ExcelOptions::default(), &source);
    assert_eq!((outcome.rows, outcome.sheets), (1_048_576, 2));
    assert_eq!(book.sheet_names(), ["Export", "Export (2)"]);
    let second = book.worksheet_range("Export (2)").expect("the sheet");
    assert_eq!(at(&second, 0, 0), text("b"));
}

#[test]
fn a_disk_without_room_is_told() {
    let mut room = [0; 2000];
    let noise: String = (0..50_000u32)
        .map(|n| char::from(b'a' + (n.wrapping_mul(2_654_435_761) >> 24) as u8 % 26))
        .collect();
    let output = Output::Excel {
        picks: Picks::all(),
        options: ExcelOptions::default(),
    };
    let source = json!([{ "a": &noise[..30_000] }, { "a": &noise[20_000..] }]).to_string();
    let error = Conversion::new(output)
        .run(Cursor::new(source), Cursor::new(&mut room[..]))
        .expect_err("no room");
    assert!(matches!(error, ConversionError::Target(_)), "{error}");
}

/// What Excel's escapes stand for, which the library leaves as they are.
fn unescaped(text: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let all: Vec<u16> = text.encode_utf16().collect();
    let mut at = 0;
    while at < all.len() {
        let escape = all.get(at..at + 7).and_then(|seven| {
            let seven = String::from_utf16(seven).ok()?;
            let digits = seven
                .strip_prefix("_x")
                .or(seven.strip_prefix("_X"))?
                .strip_suffix('_')?;
            let all_digits = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
            all_digits.then(|| u16::from_str_radix(digits, 16).ok())?
        });
        units.push(escape.unwrap_or(all[at]));
        at += if escape.is_some() { 7 } else { 1 };
    }
    String::from_utf16(&units).expect("whole characters")
}

fn rows() -> impl Strategy<Value = Vec<Map<String, Value>>> {
    let value = prop_oneof![
        any::<String>(),
        "[a&<>\"_x0-3\u{0}-\u{2}\r\n\t \u{fffd}-\u{ffff}😀]{0,16}",
    ];
    let row = prop::collection::vec(("[a-e]", value.prop_map(Value::from)), 0..6);
    prop::collection::vec(row.prop_map(|pairs| pairs.into_iter().collect()), 0..6)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn another_reader_of_workbooks_finds_every_value(rows in rows()) {
        let source = serde_json::to_string(&rows).expect("JSON can be written");
        let (range, outcome) = all(&source);
        for (row, values) in (1..).zip(&rows) {
            for (column, name) in (0..).zip(&outcome.columns) {
                let expected = values.get(name).and_then(Value::as_str).unwrap_or_default();
                let found = match at(&range, row, column) {
                    Data::String(found) => unescaped(&found),
                    Data::Empty => String::new(),
                    other => panic!("{other:?}"),
                };
                prop_assert_eq!(&found, expected, "{}", source);
            }
        }
    }
}
