//! Excel's limits, made small.

use std::cell::Cell;
use std::io::Cursor;
use std::rc::Rc;

use calamine::{Data, Reader as _, Xlsx};

use super::*;
use crate::columns::Columns;
use crate::json::Reader;
use crate::records::Records;
use crate::row::Row;
use crate::source::Source;

fn workbook(json: &str, limits: Limits) -> (Xlsx<Cursor<Vec<u8>>>, Outcome) {
    let names: Vec<String> = ["a", "b"].map(str::to_owned).into();
    let mut columns = Columns::new();
    for name in &names {
        columns.note(name.as_bytes()).expect("few columns");
    }
    let mut file = Cursor::new(Vec::new());
    let options = ExcelOptions {
        sheet: "It's a name".into(),
        about: Some(About {
            sheet: "it's A name (2)".into(),
            lines: Arc::new(|outcome| vec![("Sheets".into(), outcome.sheets.to_string())]),
        }),
        ..ExcelOptions::default()
    };
    let mut table = Excel::with_limits(&mut file, options, limits);
    table.begin(&names, &names).expect("room");
    let mut reader = Reader::new(Source::new(json.as_bytes()), columns);
    let mut row = Row::<false>::new(2);
    let mut places = Places::new();
    while reader.next(&mut row).expect("a valid export") {
        let values = row.values(reader.row_bytes());
        table
            .row(reader.rows() - 1, values, &mut places)
            .expect("room");
        row.next();
    }
    let mut outcome = Outcome::new(reader, row.tallies(), 2);
    table.end(&mut outcome, &mut places).expect("room");
    drop(table);
    let workbook = calamine::open_workbook_from_rs(file).expect("a workbook");
    (workbook, outcome)
}

fn texts(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Vec<String> {
    let range = workbook.worksheet_range(sheet).expect("the sheet");
    let first = range.rows().map(|row| match &row[0] {
        Data::String(text) => text.clone(),
        other => panic!("{other:?}"),
    });
    first.collect()
}

fn rows(count: usize) -> String {
    let rows: Vec<String> = (1..=count)
        .map(|row| format!("{{\"a\":\"{row}\"}}"))
        .collect();
    format!("[{}]", rows.join(","))
}

#[test]
fn rows_beyond_a_sheets_limit_continue_on_another_under_the_same_header() {
    let limits = || Limits {
        rows: 3,
        bytes: EXCEL.bytes,
    };
    let (mut book, outcome) = workbook(&rows(5), limits());
    assert_eq!(
        book.sheet_names(),
        [
            "It's a name",
            "It's a name (2)",
            "It's a name (3)",
            "it's A name (2) (2)"
        ]
    );
    assert_eq!((outcome.rows, outcome.sheets), (5, 3));
    assert_eq!(texts(&mut book, "It's a name"), ["a", "1", "2"]);
    assert_eq!(texts(&mut book, "It's a name (2)"), ["a", "3", "4"]);
    assert_eq!(texts(&mut book, "It's a name (3)"), ["a", "5"]);
    // A full sheet is not followed by an empty one.
    assert_eq!(workbook(&rows(4), limits()).1.sheets, 2);
}

#[test]
fn bytes_beyond_a_sheets_limit_continue_on_another_too() {
    let json = rows(1000);
    let (mut book, outcome) = workbook(
        &json,
        Limits {
            rows: EXCEL.rows,
            bytes: 20_000,
        },
    );
    assert!(outcome.sheets > 2, "{}", outcome.sheets);
    let sheets = book.sheet_names();
    let (last, sheets) = sheets.split_last().expect("sheets");
    assert_eq!(texts(&mut book, last), ["Sheets"]);
    let mut all = Vec::new();
    for sheet in sheets {
        let texts = texts(&mut book, sheet);
        assert_eq!(texts[0], "a");
        all.extend_from_slice(&texts[1..]);
    }
    let expected: Vec<String> = (1..=1000).map(|row| row.to_string()).collect();
    assert_eq!(all, expected);
}

#[test]
fn columns_have_excels_letters() {
    for (place, expected) in [
        (0, "A"),
        (25, "Z"),
        (26, "AA"),
        (701, "ZZ"),
        (702, "AAA"),
        (16_383, "XFD"),
    ] {
        assert_eq!(letters(place), expected);
    }
}

#[test]
fn sheets_have_names_that_excel_accepts() {
    assert_eq!(sheet_name("'a/b: [c]*?\\'", ""), "a b   c");
    assert_eq!(sheet_name("", " (2)"), "Export (2)");
    assert_eq!(
        sheet_name(&"x".repeat(40), " (2)"),
        format!("{} (2)", "x".repeat(27))
    );
    assert_eq!(sheet_name(&"😀".repeat(40), ""), "😀".repeat(15));
    assert_eq!(sheet_name(&("x".repeat(30) + "'yy"), ""), "x".repeat(30));
}

#[test]
fn cells_are_cut_between_characters_at_excels_limit() {
    let cut = |text: &str| {
        let (text, cut) = fitting(text.as_bytes(), "~");
        (String::from_utf8(text.into_owned()).expect("UTF-8"), cut)
    };
    let most = "x".repeat(CELL_UNITS);
    assert_eq!(cut(&most), (most.clone(), false));
    assert_eq!(
        cut(&(most.clone() + "y")),
        ("x".repeat(CELL_UNITS - 1) + "~", true)
    );
    // Bytes are no units, and a character of two units is not split.
    let short = "ç".repeat(CELL_UNITS);
    assert_eq!(cut(&short), (short.clone(), false));
    let emoji = "😀".repeat(CELL_UNITS / 2 + 1);
    assert_eq!(cut(&emoji), ("😀".repeat(CELL_UNITS / 2) + "~", true));
    let odd = "x".to_owned() + &"😀".repeat(CELL_UNITS / 2 + 1);
    assert_eq!(
        cut(&odd),
        (
            "x".to_owned() + &"😀".repeat(CELL_UNITS / 2 - 1) + "~",
            true
        )
    );
}

/// A disk that gets full, and notes whether it is written to afterwards.
struct Filling {
    room: usize,
    file: Cursor<Vec<u8>>,
    full: Rc<Cell<bool>>,
}

impl Filling {
    fn touched(&self) {
        assert!(!self.full.get(), "it was left alone");
    }
}

impl Write for Filling {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.touched();
        if self.file.get_ref().len() + bytes.len() > self.room {
            self.full.set(true);
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.touched();
        Ok(())
    }
}

impl Seek for Filling {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.touched();
        self.file.seek(to)
    }
}

#[test]
fn a_disk_that_gets_full_is_told_once_and_left_alone() {
    let names = ["a".to_owned()];
    let write = |room| {
        let full = Rc::new(Cell::new(false));
        let target = Filling {
            room,
            file: Cursor::default(),
            full: Rc::clone(&full),
        };
        let mut table = Excel::new(target, ExcelOptions::default());
        let written = table
            .begin(&names, &names)
            .and_then(|()| table.end(&mut Outcome::default(), &mut Places::new()));
        drop(table);
        assert_eq!(written.is_err(), full.get());
        written
    };
    let mut room = 0;
    while let Err(error) = write(room) {
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
        room += 50;
    }
    assert!(room > 1000, "{room}");
}

#[test]
fn a_workbook_that_is_given_up_is_not_completed() {
    let mut file = Cursor::new(Vec::new());
    let names = ["a".to_owned()];
    let mut table = Excel::new(&mut file, ExcelOptions::default());
    table.begin(&names, &names).expect("room");
    table.write(&mut Places::new()).expect("room");
    drop(table);
    let signature = b"PK\x05\x06";
    let bytes = file.into_inner();
    assert!(!bytes.windows(4).any(|four| four == signature));
}
