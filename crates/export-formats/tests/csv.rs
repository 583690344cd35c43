//! CSV exports: by example, and against the csv crate.

mod support;

use std::io::Read;

use export_formats::{Contents, Format, MAX_COLUMNS, MAX_NAME_BYTES, inspect};
use proptest::prelude::*;
use support::{Dribble, Repeat, csv, fault, kind, names, outcome};

fn accepted(text: &str, rows: u64, columns: &[&str]) {
    let contents = csv(text.as_bytes()).expect("a valid export");
    let expected = Contents {
        rows,
        columns: names(columns),
    };
    assert_eq!(contents, expected, "{text:?}");
}

#[test]
fn exports_have_rows_and_columns() {
    accepted("a,b", 0, &["a", "b"]);
    accepted("a,b\r\n1,2\r\n3,4\r\n", 2, &["a", "b"]);
    accepted("a,b\n1,2\n3,4", 2, &["a", "b"]);
    accepted(
        "\u{feff}ad,görev\n\"x,\"\"y\"\"\r\nz\",名😀\n",
        1,
        &["ad", "görev"],
    );
    accepted("a,b\n,\n", 1, &["a", "b"]);
    accepted("a,b\n,", 1, &["a", "b"]);
    accepted("\"a\"\"b\",\" c\n\"\n1,2\n", 1, &["a\"b", " c\n"]);
    accepted("a,a,\n1,2,3\n", 1, &["a", "a", ""]);
}

#[test]
fn blank_lines_are_records_of_a_single_column_only() {
    accepted("a,b\n\n1,2\r\n\r\n\n", 1, &["a", "b"]);
    accepted("\r\n\na,b\n1,2\n", 1, &["a", "b"]);
    accepted("a\n1\n\n3\n", 3, &["a"]);
    accepted("a\n\"\"\n", 1, &["a"]);
}

#[test]
fn quotes_within_a_field_are_text() {
    accepted("a,b\n5\" pipe,Dwayne \"The Rock\"\n", 1, &["a", "b"]);
}

#[test]
fn faults_have_a_kind_a_byte_and_a_row() {
    let malformed = |text: &str, offset, row| {
        assert_eq!(
            fault(csv(text.as_bytes())),
            ("malformed", offset, row),
            "{text:?}"
        );
    };
    malformed("a,b\n1,2,3\n", 7, Some(1));
    malformed("a,b\n1,2\n3\n", 9, Some(2));
    malformed("a,b\n\"1\"x,2\n", 7, Some(1));
    malformed("a,b\n1\r2,3\n", 6, Some(1));
    malformed("a,b\n1,\0\n", 6, Some(1));
    malformed("a,b\n1,\"\0\"\n", 7, Some(1));
    malformed("a\0,b\n", 1, None);
    malformed("\0\0\0\0", 0, None);
}

#[test]
fn a_file_that_stops_early_is_truncated() {
    assert_eq!(fault(csv(b"")), ("truncated", 0, None));
    assert_eq!(fault(csv(b"\xef\xbb\xbf")), ("truncated", 3, None));
    assert_eq!(fault(csv(b"\r\n")), ("truncated", 2, None));
    assert_eq!(fault(csv(b"a,b\n1,\"2\n3,4\n")), ("truncated", 13, Some(1)));
    assert_eq!(fault(csv(b"a,b\n1,\"2\"\"")), ("truncated", 10, Some(1)));
    assert_eq!(fault(csv(b"a,b\n1,2\n3")), ("truncated", 9, Some(2)));
    assert_eq!(fault(csv(b"a,b\n1,2\r")), ("truncated", 8, Some(1)));
    assert_eq!(fault(csv(b"a,\"b")), ("truncated", 4, None));
    assert_eq!(fault(csv(b"a,b\n1,\xc3")), ("truncated", 6, Some(1)));
}

#[test]
fn web_pages_and_json_are_told_from_damage() {
    for page in [
        "<!DOCTYPE html><html>",
        "\n <html>",
        "\u{feff}<HTML>",
        "<?xml version=\"1.0\"?>",
    ] {
        assert_eq!(fault(csv(page.as_bytes())).0, "html", "{page}");
    }
    for answer in [r#"{"status":"FAIL"}"#, "{}", " [\n {", "[]"] {
        let fault = csv(answer.as_bytes()).expect_err("JSON is not CSV");
        assert_eq!(kind(&fault), "malformed", "{answer}");
        assert!(fault.to_string().contains("JSON"), "{fault}");
    }
    accepted("<b>,[x]\n1,2\n", 1, &["<b>", "[x]"]);
}

#[test]
fn only_utf_8_passes() {
    assert_eq!(fault(csv(b"a,b\n1,caf\xe9\n")), ("not utf-8", 9, Some(1)));
    assert_eq!(fault(csv(b"\xff\xfea\0")), ("not utf-8", 0, None));
    // What comes first in the file is told first.
    assert_eq!(fault(csv(b"a,b\n1,2,3\n\xff")), ("malformed", 7, Some(1)));
}

#[test]
fn a_value_may_be_longer_than_any_buffer() {
    let value = "wörd, \"\"quoted\"\"\r\n".repeat(600_000);
    let text = format!(
        "text,more\r\n\"{value}\",\r\n{},x\r\n",
        "plain ".repeat(50_000)
    );
    assert!(text.len() > 10_000_000);
    accepted(&text, 2, &["text", "more"]);
}

#[test]
fn many_rows_are_counted() {
    let rows = Repeat {
        unit: b"0042,\"Zo\xc3\xab, \"\"Z\"\"\"\r\n".to_vec(),
        count: 100_000,
        at: 0,
    };
    let contents = inspect(Format::Csv, b"agent_id,agent_name\r\n".chain(rows)).expect("valid");
    assert_eq!(contents.rows, 100_000);
}

#[test]
fn names_have_a_limit_that_is_told() {
    let header = |columns: usize| vec!["c"; columns].join(",");
    let most = csv(header(MAX_COLUMNS).as_bytes()).expect("as many as an Excel sheet has");
    assert_eq!(most.columns.len(), MAX_COLUMNS);
    let fault = csv(header(MAX_COLUMNS + 1).as_bytes()).expect_err("one more");
    assert!(fault.to_string().contains("too many columns"), "{fault}");
    let fault = csv("k".repeat(MAX_NAME_BYTES + 1).as_bytes()).expect_err("an endless name");
    assert!(fault.to_string().contains("names are too long"), "{fault}");
}

#[test]
fn faults_tell_nothing_of_the_cells() {
    let fault = csv(b"a,b\nsecret,\"secret\"secret\n").expect_err("malformed");
    let told = format!("{fault} {fault:?}");
    assert!(!told.contains("secret"), "{told}");
    assert_eq!(
        fault.to_string(),
        "the file is not well-formed: text after a closing quote (row 1, byte 19)"
    );
}

/// A header of one to five names and rows of as many values. No value holds a zero byte, which we refuse.
fn table() -> impl Strategy<Value = Vec<Vec<String>>> {
    let cell =
        || prop_oneof![any::<String>(), "[a\", \r\n]{0,6}"].prop_map(|text| text.replace('\0', ""));
    (1..6usize).prop_flat_map(move |width| {
        let row = || prop::collection::vec(cell(), width);
        (row(), prop::collection::vec(row(), 0..6)).prop_map(|(mut header, mut table)| {
            // The opening of the file must not look like something else, nor be blank.
            header[0].insert(0, 'h');
            table.insert(0, header);
            table
        })
    })
}

fn write(table: &[Vec<String>], crlf: bool, always: bool) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(if crlf {
            csv::Terminator::CRLF
        } else {
            csv::Terminator::Any(b'\n')
        })
        .quote_style(if always {
            csv::QuoteStyle::Always
        } else {
            csv::QuoteStyle::Necessary
        })
        .from_writer(Vec::new());
    for record in table {
        writer.write_record(record).expect("CSV can be written");
    }
    writer.into_inner().expect("memory takes everything")
}

proptest! {
    #[test]
    fn whatever_the_csv_crate_writes_is_accepted(
        table in table(), crlf: bool, always: bool, piece in 1..40usize,
    ) {
        let bytes = write(&table, crlf, always);
        let expected = Ok((table.len() as u64 - 1, table[0].clone()));
        prop_assert_eq!(outcome(csv(&bytes)), expected.clone());
        prop_assert_eq!(outcome(inspect(Format::Csv, Dribble { bytes: &bytes, piece })), expected);
    }

    #[test]
    fn what_is_accepted_reads_the_same_in_the_csv_crate(
        text in "[ab\",\r\n ]{0,24}", piece in 1..9usize,
    ) {
        let ours = outcome(csv(text.as_bytes()));
        prop_assert_eq!(outcome(inspect(Format::Csv, Dribble { bytes: text.as_bytes(), piece })), ours.clone());
        if let Ok((rows, columns)) = ours {
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
            prop_assert_eq!(&header, &columns);
            let mut theirs = 0;
            for record in reader.records() {
                prop_assert_eq!(record.expect("as many fields as the header").len(), columns.len());
                theirs += 1;
            }
            // Blank lines of a single column are the one thing that is seen differently.
            prop_assert!(theirs == rows || columns.len() == 1 && theirs < rows);
        }
    }

    #[test]
    fn an_open_quote_is_truncated(table in table(), end: prop::sample::Index) {
        let bytes = write(&table, true, true);
        let end = end.index(bytes.len());
        let quotes = bytes[..end].iter().filter(|&&byte| byte == b'"').count();
        if quotes % 2 == 1 {
            prop_assert_eq!(fault(csv(&bytes[..end])).0, "truncated");
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes: Vec<u8>, piece in 1..9usize) {
        let ours = outcome(csv(&bytes));
        prop_assert_eq!(outcome(inspect(Format::Csv, Dribble { bytes: &bytes, piece })), ours);
    }
}
