//! JSON exports: by example, and against serde_json.

mod support;

use std::io::Read;

use export_formats::{Contents, Format, MAX_COLUMNS, MAX_NAME_BYTES, inspect};
use proptest::prelude::*;
use serde_json::{Map, Value};
use support::{Dribble, Repeat, fault, json, kind, names, outcome};

type Rows = Vec<Map<String, Value>>;

fn accepted(text: &str, rows: u64, columns: &[&str]) {
    let contents = json(text.as_bytes()).expect("a valid export");
    let expected = Contents {
        rows,
        columns: names(columns),
    };
    assert_eq!(contents, expected, "{text}");
}

#[test]
fn exports_have_rows_and_columns() {
    accepted("[]", 0, &[]);
    accepted(" [\r\n\t] \n", 0, &[]);
    accepted("\u{feff}[]", 0, &[]);
    accepted("[{}]", 1, &[]);
    accepted(r#"[{"a":"1","b":"2"},{"a":"","b":"x\ny"}]"#, 2, &["a", "b"]);
    accepted(
        r#"[{"çalışma":"\u00e7\ud83d\ude00"},{"名":"😀"}]"#,
        2,
        &["çalışma", "名"],
    );
}

#[test]
fn columns_are_the_union_in_order_of_first_appearance() {
    accepted(
        r#"[{"b":"1"},{"a":"2","b":"3"},{},{"c":"4","a":"5"},{"c":"","d":""}]"#,
        5,
        &["b", "a", "c", "d"],
    );
    accepted(r#"[{"a":"1","a":"2"},{"A":"3"}]"#, 2, &["a", "A"]);
    accepted(
        r#"[{"a\"\\\/\b\f\n\r\t\u0041":"1"}]"#,
        1,
        &["a\"\\/\u{8}\u{c}\n\r\tA"],
    );
    accepted(r#"[{"":"1"}]"#, 1, &[""]);
}

#[test]
fn other_values_than_text_pass_and_name_no_columns() {
    accepted(
        r#"[{"a":null,"b":true,"c":false,"d":-0.5e+10,"e":{"inner":[1,{"deep":"x"}]},"f":[],"g":{}}]"#,
        1,
        &["a", "b", "c", "d", "e", "f", "g"],
    );
    accepted(
        r#"[{"too large for an f64":1e999}]"#,
        1,
        &["too large for an f64"],
    );
}

#[test]
fn faults_have_a_kind_a_byte_and_a_row() {
    let malformed = |text: &str, offset, row| {
        assert_eq!(
            fault(json(text.as_bytes())),
            ("malformed", offset, row),
            "{text}"
        );
    };
    malformed("{}", 0, None);
    malformed(r#"{"status":"FAIL"}"#, 0, None);
    malformed("\"text\"", 0, None);
    malformed("[1]", 1, None);
    malformed("[[]]", 1, None);
    malformed("[null]", 1, None);
    malformed("[{},]", 4, None);
    malformed("[,{}]", 1, None);
    malformed("[{} {}]", 4, None);
    malformed("[] x", 3, None);
    malformed("[][]", 2, None);
    malformed("[]\0", 2, None);
    malformed(r#"[{"a":"1",}]"#, 10, Some(1));
    malformed(r#"[{},{"a" "1"}]"#, 9, Some(2));
    malformed(r#"[{},{a:"1"}]"#, 5, Some(2));
    malformed("[{'a':1}]", 2, Some(1));
    malformed("[{\"a\":\"line\nbreak\"}]", 11, Some(1));
    malformed(r#"[{"a":"\x"}]"#, 8, Some(1));
    malformed(r#"[{"a":"\u12g4"}]"#, 11, Some(1));
    malformed(r#"[{"a":"\ud800"}]"#, 13, Some(1));
    malformed(r#"[{"a":"\ud800A"}]"#, 13, Some(1));
    malformed(r#"[{"a":"\ud800\n"}]"#, 14, Some(1));
    malformed(r#"[{"a":"\udc00"}]"#, 12, Some(1));
    malformed(r#"[{"a":01}]"#, 7, Some(1));
    malformed(r#"[{"a":+1}]"#, 6, Some(1));
    malformed(r#"[{"a":-}]"#, 7, Some(1));
    malformed(r#"[{"a":1.}]"#, 8, Some(1));
    malformed(r#"[{"a":1e}]"#, 8, Some(1));
    malformed(r#"[{"a":tru}]"#, 9, Some(1));
    malformed(r#"[{"a":NaN}]"#, 6, Some(1));
    malformed(r#"[{"a":[1}]"#, 8, Some(1));
    malformed(r#"[{"a":"1"]"#, 9, Some(1));
    malformed("[{}/* comment */]", 3, None);
}

#[test]
fn a_file_that_stops_early_is_truncated_wherever_it_stops() {
    assert_eq!(fault(json(b"")), ("truncated", 0, None));
    assert_eq!(fault(json(b" \n ")), ("truncated", 3, None));
    assert_eq!(fault(json(b"\xef\xbb")), ("truncated", 0, None));
    assert_eq!(
        fault(json(br#"[{"a":"1"},{"a":"#)),
        ("truncated", 16, Some(2))
    );
    let whole =
        "[{\"a\":\"ç😀\\ud83d\\ude00\",\"b\":[-1.5e-3,true,null,{\"x\":[]}]},{}]".as_bytes();
    assert!(json(whole).is_ok());
    for end in 0..whole.len() {
        assert_eq!(fault(json(&whole[..end])).0, "truncated", "{end} bytes");
    }
}

#[test]
fn web_pages_are_told_from_damage() {
    for page in [
        "<!DOCTYPE html><html>",
        "\n <html>",
        "\u{feff}<HTML>",
        "<?xml version=\"1.0\"?><Error>",
    ] {
        assert_eq!(fault(json(page.as_bytes())).0, "html", "{page}");
    }
    assert_eq!(fault(json(b"<html>caf\xe9")).0, "html");
}

#[test]
fn only_utf_8_passes() {
    assert_eq!(
        fault(json(b"[{\"a\":\"caf\xe9\"}]")),
        ("not utf-8", 10, Some(1))
    );
    assert_eq!(fault(json(b"\xff\xfe[\0]\0")), ("not utf-8", 0, None));
    assert_eq!(
        fault(json(b"[{\"a\":\"\xed\xa0\x80\"}]")),
        ("not utf-8", 7, Some(1))
    );
    // What comes first in the file is told first.
    assert_eq!(fault(json(b"[1,\"\xff\"]")), ("malformed", 1, None));
}

#[test]
fn values_nest_as_deep_as_in_serde_json() {
    for depth in 120..=135 {
        let text = format!("[{{\"a\":{}{}}}]", "[".repeat(depth), "]".repeat(depth));
        let theirs = serde_json::from_str::<Rows>(&text).is_ok();
        assert_eq!(json(text.as_bytes()).is_ok(), theirs, "{depth}");
    }
    let hostile = "[{\"a\":".to_owned() + &"[".repeat(1_000_000);
    assert_eq!(fault(json(hostile.as_bytes())).0, "malformed");
}

#[test]
fn a_value_may_be_longer_than_any_buffer() {
    let value = "wörd \\\"quoted\\\" ".repeat(600_000);
    let text = format!("[{{\"text\":\"{value}\"}},{{\"text\":\"\"}}]");
    assert!(text.len() > 10_000_000);
    accepted(&text, 2, &["text"]);
}

#[test]
fn many_rows_are_counted() {
    let rows = Repeat {
        unit: br#"{"agent_id":"0042","agent_name":"Zo\u00eb, \"Z\""},"#.to_vec(),
        count: 100_000,
        at: 0,
    };
    let file = b"[".chain(rows).chain(&br#"{"last":""}]"#[..]);
    let contents = inspect(Format::Json, file).expect("a valid export");
    assert_eq!(contents.rows, 100_001);
    assert_eq!(contents.columns, names(&["agent_id", "agent_name", "last"]));
}

#[test]
fn names_have_a_limit_that_is_told() {
    let row = |columns: usize| {
        let keys: Vec<String> = (0..columns).map(|i| format!("\"c{i}\":\"\"")).collect();
        format!("[{{{}}}]", keys.join(","))
    };
    let most = json(row(MAX_COLUMNS).as_bytes()).expect("as many as an Excel sheet has");
    assert_eq!(most.columns.len(), MAX_COLUMNS);
    let fault = json(row(MAX_COLUMNS + 1).as_bytes()).expect_err("one more");
    assert_eq!((kind(&fault), fault.row()), ("malformed", Some(1)));
    assert!(fault.to_string().contains("too many columns"), "{fault}");

    let key = "k".repeat(MAX_NAME_BYTES + 1);
    let fault = json(format!("[{{\"{key}\":1}}]").as_bytes()).expect_err("an endless key");
    assert!(fault.to_string().contains("names are too long"), "{fault}");
    let key = "\\n".repeat(MAX_NAME_BYTES + 1);
    assert!(json(format!("[{{\"{key}\":1}}]").as_bytes()).is_err());
    let half = "k".repeat(MAX_NAME_BYTES / 2 + 1);
    assert!(json(format!("[{{\"a{half}\":1,\"b{half}\":1}}]").as_bytes()).is_err());
}

#[test]
fn faults_tell_nothing_of_the_cells() {
    let fault = json(br#"[{"secret_name":"secret value" "secret"}]"#).expect_err("malformed");
    let told = format!("{fault} {fault:?}");
    assert!(!told.contains("secret"), "{told}");
    assert_eq!(
        fault.to_string(),
        "the file is not well-formed: something after a value (row 1, byte 31)"
    );
}

#[test]
fn trouble_with_reading_is_no_trouble_of_the_file() {
    struct Failing(Option<std::io::ErrorKind>);
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(self
                .0
                .take()
                .map_or_else(|| std::io::Error::other("disk"), Into::into))
        }
    }
    let file = b"[{".chain(Failing(Some(std::io::ErrorKind::Interrupted)));
    let fault = inspect(Format::Json, file).expect_err("the reader failed");
    assert_eq!((kind(&fault), fault.offset()), ("io", Some(2)));
    assert!(std::error::Error::source(&fault).is_some());
}

/// A value as the service writes it mostly, or as it might.
fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        8 => any::<String>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_filter_map("JSON has finite numbers only", |number| {
            serde_json::Number::from_f64(number).map(Value::from)
        }),
    ];
    scalar.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn rows() -> impl Strategy<Value = Rows> {
    let key = prop_oneof![4 => "[a-f]", 1 => any::<String>()];
    let row = prop::collection::vec((key, value()), 0..6)
        .prop_map(|pairs| pairs.into_iter().collect::<Map<_, _>>());
    prop::collection::vec(row, 0..6)
}

fn union(rows: &Rows) -> Vec<String> {
    let mut columns = Vec::new();
    for key in rows.iter().flat_map(Map::keys) {
        if !columns.contains(key) {
            columns.push(key.clone());
        }
    }
    columns
}

/// Text that is nearly JSON: valid text with some places changed.
fn nearly_json() -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), 0..3, nearby_byte());
    (rows(), any::<bool>(), prop::collection::vec(change, 0..3)).prop_map(
        |(rows, pretty, changes)| {
            let write = if pretty {
                serde_json::to_vec_pretty
            } else {
                serde_json::to_vec
            };
            let mut text = write(&rows).expect("JSON can be written");
            for (place, change, byte) in changes {
                if text.is_empty() {
                    break;
                }
                let at = place.index(text.len());
                match change {
                    0 => text[at] = byte,
                    1 => text.insert(at, byte),
                    _ => drop(text.remove(at)),
                }
            }
            text
        },
    )
}

fn nearby_byte() -> impl Strategy<Value = u8> {
    prop_oneof![
        prop::sample::select(&b"[]{}\",:\\u0d8-+.eE tfn\n"[..]),
        any::<u8>()
    ]
}

fn tokens() -> impl Strategy<Value = Vec<u8>> {
    let token = prop::sample::select(vec![
        "[",
        "]",
        "{",
        "}",
        "\"a\"",
        "\"\\ud83d\\ude00\"",
        "\"\\udc00\"",
        ":",
        ",",
        "1",
        "-0.5e3",
        "01",
        "true",
        "null",
        " ",
        "[{",
        "}]",
        "\"a\":",
    ]);
    prop::collection::vec(token, 0..12).prop_map(|tokens| tokens.concat().into_bytes())
}

/// What serde_json makes of a file, which is what we must make of it.
fn theirs(text: &[u8]) -> bool {
    serde_json::from_slice::<Rows>(text).is_ok()
}

proptest! {
    #[test]
    fn whatever_serde_json_writes_is_accepted(rows in rows(), pretty: bool, piece in 1..40usize) {
        let write = if pretty { serde_json::to_vec_pretty } else { serde_json::to_vec };
        let bytes = write(&rows).expect("JSON can be written");
        let expected = Ok((rows.len() as u64, union(&rows)));
        prop_assert_eq!(outcome(json(&bytes)), expected.clone());
        let dribble = Dribble { bytes: &bytes, piece };
        prop_assert_eq!(outcome(inspect(Format::Json, dribble)), expected);
    }

    #[test]
    fn every_strict_prefix_is_truncated(rows in rows(), pretty: bool, end: prop::sample::Index) {
        let write = if pretty { serde_json::to_vec_pretty } else { serde_json::to_vec };
        let bytes = write(&rows).expect("JSON can be written");
        let prefix = &bytes[..end.index(bytes.len())];
        prop_assert_eq!(fault(json(prefix)).0, "truncated");
    }

    #[test]
    fn accepted_if_and_only_if_serde_json_accepts(
        bytes in prop_oneof![nearly_json(), tokens()],
        piece in 1..9usize,
    ) {
        let ours = outcome(json(&bytes));
        // We let numbers pass that an f64 can't hold.
        let tolerated = ours.is_ok() && serde_json::from_slice::<Rows>(&bytes)
            .is_err_and(|error| error.to_string().contains("number out of range"));
        prop_assert!(tolerated || ours.is_ok() == theirs(&bytes), "{:?}", String::from_utf8_lossy(&bytes));
        prop_assert_eq!(outcome(inspect(Format::Json, Dribble { bytes: &bytes, piece })), ours);
    }

    #[test]
    fn random_bytes_end_in_a_fault(bytes: Vec<u8>, piece in 1..9usize) {
        let ours = outcome(json(&bytes));
        prop_assert_eq!(ours.is_ok(), theirs(&bytes));
        prop_assert_eq!(outcome(inspect(Format::Json, Dribble { bytes: &bytes, piece })), ours);
    }
}
