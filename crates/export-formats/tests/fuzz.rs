//! Damaged files: whatever is done to a valid one, it is refused or read as others read it, and takes no more memory.

mod support;

use std::io::{Cursor, Read, Seek, SeekFrom};

use export_formats::{
    Conversion, ConversionError, CsvOptions, ExcelOptions, FileKind, LineEnd, Look, Others,
    Outcome, Output, Part, Picks, RowIndex, Separator, StatisticsOptions, survey,
};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value};
use support::Dribble;

type Rows = Vec<Map<String, Value>>;

/// What is done to a file.
#[derive(Debug, Clone)]
enum Damage {
    Replace(Index, u8),
    Insert(Index, u8),
    Remove(Index),
    /// The end is gone.
    Cut(Index),
    /// A piece comes twice.
    Repeat(Index, usize),
    /// Two pieces change places, as blocks of a disk do.
    Swap(Index, Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let byte = || {
        let likely = prop::sample::select(&b"[]{}\",:\\u0d8-+.e \t\r\n<>/_x;=&\0"[..]);
        prop_oneof![3 => likely, 1 => any::<u8>()]
    };
    prop_oneof![
        4 => (any::<Index>(), byte()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        3 => (any::<Index>(), byte()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        3 => any::<Index>().prop_map(Damage::Remove),
        1 => any::<Index>().prop_map(Damage::Cut),
        1 => (any::<Index>(), 1..40usize).prop_map(|(at, length)| Damage::Repeat(at, length)),
        1 => (any::<Index>(), any::<Index>(), 1..40usize)
            .prop_map(|(one, other, length)| Damage::Swap(one, other, length)),
    ]
}

fn damaged(mut file: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages {
        if file.is_empty() {
            break;
        }
        let length = file.len();
        match damage {
            Damage::Replace(at, byte) => file[at.index(length)] = *byte,
            Damage::Insert(at, byte) => file.insert(at.index(length), *byte),
            Damage::Remove(at) => drop(file.remove(at.index(length))),
            Damage::Cut(at) => file.truncate(at.index(length)),
            Damage::Repeat(at, most) => {
                let at = at.index(length);
                let piece = file[at..(at + most).min(length)].to_vec();
                file.splice(at..at, piece);
            }
            Damage::Swap(one, other, most) => {
                let (one, other) = (one.index(length), other.index(length));
                let (one, other) = (one.min(other), one.max(other));
                let most = (*most).min(other - one).min(length - other);
                let (before, after) = file.split_at_mut(other);
                before[one..one + most].swap_with_slice(&mut after[..most]);
            }
        }
    }
    file
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    prop::collection::vec(damage(), 1..4)
}

/// Rows as the service writes them mostly, with what it might write among them.
fn rows() -> impl Strategy<Value = Rows> {
    let text = prop_oneof![
        4 => "[a-z0-9 ]{0,20}",
        2 => "[a,;\t\"\\\\\r\n=çß😀_x0\u{1}<&]{0,12}",
        1 => any::<String>(),
    ];
    let value = prop_oneof![
        12 => text.prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<i32>().prop_map(Value::from),
        1 => prop::collection::vec(any::<bool>(), 0..3).prop_map(Value::from),
    ];
    let row = prop::collection::vec(("[a-d]{1,2}", value), 0..6);
    prop::collection::vec(row.prop_map(|pairs| pairs.into_iter().collect()), 0..8)
}

/// A file whose reader gives at most so many bytes at a time.
struct Slow<'a> {
    file: Cursor<&'a [u8]>,
    piece: usize,
}

impl Read for Slow<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = self.piece.min(buffer.len());
        self.file.read(&mut buffer[..most])
    }
}

impl Seek for Slow<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

fn csv_output(separator: Separator, line_end: LineEnd) -> Output {
    Output::Csv {
        picks: Picks::all(),
        options: CsvOptions {
            separator,
            line_end,
            ..CsvOptions::default()
        },
    }
}

fn outputs() -> Vec<Output> {
    vec![
        Output::Json,
        Output::JsonLines {
            picks: Picks::all(),
        },
        Output::JsonLines {
            picks: Picks::these(["b", "a"], Others::LeaveOut),
        },
        csv_output(Separator::Comma, LineEnd::CrLf),
        Output::Csv {
            picks: Picks::these(["c", "a"], Others::LeaveOut),
            options: CsvOptions::for_excel(Separator::Semicolon),
        },
        Output::Excel {
            picks: Picks::all(),
            options: ExcelOptions::default(),
        },
    ]
}

fn convert(
    output: Output,
    source: impl Read + Seek,
) -> Result<(Vec<u8>, Outcome), ConversionError> {
    let mut file = Cursor::new(Vec::new());
    let outcome = Conversion::new(output)
        .with_statistics(StatisticsOptions::default())
        .run(source, &mut file)?;
    Ok((file.into_inner(), outcome))
}

fn converted(output: Output, rows: &Rows) -> Vec<u8> {
    let json = serde_json::to_vec(rows).expect("JSON can be written");
    convert(output, Cursor::new(&json[..]))
        .expect("a valid export")
        .0
}

/// A value as a table has it.
fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// The texts of a row.
type Texts = Vec<Option<String>>;

/// All that a file holds, if it holds together: its columns and its rows.
fn look(kind: FileKind, file: &[u8]) -> Option<(Vec<String>, Vec<Texts>)> {
    let surveyed = survey(kind, Cursor::new(file), None).ok()?;
    let columns = surveyed.contents.columns;
    let mut look = Look::new(Cursor::new(file), surveyed.index).expect("unchanged");
    let part = Part {
        most: usize::MAX,
        longest: usize::MAX,
        ..Part::default()
    };
    let rows = look.rows(&part).expect("it was whole");
    assert_eq!(rows.len() as u64, surveyed.contents.rows);
    let texts = rows.into_iter().map(|row| {
        let texts = row.into_iter().map(|cell| cell.map(|cell| cell.text));
        texts.collect()
    });
    Some((columns, texts.collect()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn damaged_json_is_refused_or_converted_as_serde_json_reads_it(
        rows in rows(), damages in damages(), pretty: bool,
    ) {
        let write = if pretty { serde_json::to_vec_pretty } else { serde_json::to_vec };
        let source = damaged(write(&rows).expect("JSON can be written"), &damages);
        let theirs = serde_json::from_slice::<Rows>(&source);
        match convert(csv_output(Separator::Comma, LineEnd::Lf), Cursor::new(&source[..])) {
            // A byte order mark and numbers that an f64 can't hold pass.
            Err(_) => prop_assert!(theirs.is_err()),
            Ok((file, outcome)) => {
                let Ok(theirs) = theirs else { return Ok(()) };
                prop_assert_eq!(outcome.rows, theirs.len() as u64);
                if outcome.columns.is_empty() {
                    return Ok(());
                }
                let mut reader = csv::Reader::from_reader(&file[..]);
                for (ours, theirs) in reader.records().zip(&theirs) {
                    let ours = ours.expect("CSV");
                    for (column, ours) in outcome.columns.iter().zip(ours.iter()) {
                        let theirs = theirs.get(column);
                        // serde_json writes numbers anew.
                        if !matches!(theirs, Some(Value::Number(_) | Value::Array(_) | Value::Object(_))) {
                            prop_assert_eq!(ours, cell(theirs));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn every_output_is_the_same_however_the_source_comes(
        rows in rows(), damages in prop::collection::vec(damage(), 0..2), piece in 1..30usize,
    ) {
        let source = damaged(serde_json::to_vec(&rows).expect("JSON can be written"), &damages);
        for output in outputs() {
            let at_once = convert(output.clone(), Cursor::new(&source[..]));
            let slow = Slow { file: Cursor::new(&source), piece };
            match (at_once, convert(output, slow)) {
                (Ok(at_once), Ok(slowly)) => prop_assert_eq!(at_once, slowly),
                (Err(at_once), Err(slowly)) => prop_assert_eq!(at_once.to_string(), slowly.to_string()),
                (at_once, slowly) => prop_assert!(false, "{at_once:?} {slowly:?}"),
            }
        }
    }

    #[test]
    fn damaged_csv_is_refused_or_read_as_by_others(rows in rows(), damages in damages(), piece in 1..30usize) {
        let separators = [(Separator::Comma, b','), (Separator::Semicolon, b';'), (Separator::Tab, b'\t')];
        for (separator, byte) in separators {
            let file = damaged(converted(csv_output(separator, LineEnd::CrLf), &rows), &damages);
            let Some((columns, ours)) = look(FileKind::Csv(separator), &file) else { continue };
            let dribble = Slow { file: Cursor::new(&file), piece };
            let slowly = survey(FileKind::Csv(separator), dribble, None).expect("it was whole");
            prop_assert_eq!(slowly.contents.rows, ours.len() as u64);
            let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file);
            let mut reader = csv::ReaderBuilder::new().delimiter(byte).has_headers(false).from_reader(text);
            let theirs: Vec<_> = reader.records().map(|row| row.expect("others read it")).collect();
            // In a file of one column they pass over lines that are empty values to us.
            if columns.len() > 1 {
                prop_assert_eq!(theirs.len(), ours.len() + 1);
                prop_assert!(theirs[0].iter().eq(&columns));
                for (theirs, ours) in theirs[1..].iter().zip(&ours) {
                    prop_assert!(theirs.iter().eq(ours.iter().flatten()));
                }
            }
        }
    }

    #[test]
    fn damaged_json_lines_are_refused_or_read_as_by_serde_json(rows in rows(), damages in damages()) {
        let output = Output::JsonLines { picks: Picks::all() };
        let file = damaged(converted(output, &rows), &damages);
        let theirs: Result<Rows, _> = serde_json::Deserializer::from_slice(&file).into_iter().collect();
        match look(FileKind::JsonLines, &file) {
            None => prop_assert!(theirs.is_err()),
            Some((columns, ours)) => {
                let Ok(theirs) = theirs else { return Ok(()) };
                prop_assert_eq!(theirs.len(), ours.len());
                for (theirs, ours) in theirs.iter().zip(&ours) {
                    for (column, ours) in columns.iter().zip(ours) {
                        if let Some(Value::String(text)) = theirs.get(column) {
                            prop_assert_eq!(ours.as_ref(), Some(text));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_damaged_workbook_is_refused_or_unharmed(rows in rows(), damages in damages()) {
        let output = Output::Excel { picks: Picks::all(), options: ExcelOptions::default() };
        let file = converted(output, &rows);
        let whole = look(FileKind::Excel, &file);
        if let Some(found) = look(FileKind::Excel, &damaged(file, &damages)) {
            prop_assert_eq!(Some(found), whole);
        }
    }

    #[test]
    fn a_damaged_sheet_is_refused_or_read(rows in rows(), damages in damages()) {
        let output = Output::Excel { picks: Picks::all(), options: ExcelOptions::default() };
        let mut book = zip::ZipArchive::new(Cursor::new(converted(output, &rows))).expect("an archive");
        let mut xml = Vec::new();
        let path = "xl/worksheets/sheet1.xml";
        book.by_name(path).expect("a sheet").read_to_end(&mut xml).expect("XML");
        let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
        file.start_file(path, zip::write::SimpleFileOptions::default()).expect("room");
        std::io::Write::write_all(&mut file, &damaged(xml, &damages)).expect("room");
        let file = file.finish().expect("room").into_inner();
        // What it means is not asked: nobody but us has to read it.
        if let Ok(surveyed) = survey(FileKind::Excel, Cursor::new(&file), Some(&StatisticsOptions::default())) {
            let statistics = surveyed.statistics.expect("asked for");
            prop_assert_eq!(statistics.columns.len(), surveyed.contents.columns.len());
        }
    }

    #[test]
    fn a_stored_index_may_be_damaged(rows in rows(), damages in damages(), from in 0..10u64) {
        for (output, damage_of_file) in outputs().into_iter().zip([false, true].into_iter().cycle()) {
            let json = serde_json::to_vec(&rows).expect("JSON can be written");
            let (file, outcome) = convert(output, Cursor::new(&json[..])).expect("a valid export");
            let stored = serde_json::to_vec(&outcome.index).expect("JSON");
            let Ok(Some(index)) = serde_json::from_slice::<Option<RowIndex>>(&damaged(stored, &damages)) else { continue };
            let file = if damage_of_file { damaged(file, &damages) } else { file };
            if let Ok(mut look) = Look::new(Cursor::new(file), index) {
                let part = Part { from, ..Part::default() };
                if let Ok(found) = look.rows(&part) {
                    prop_assert!(found.len() <= part.most);
                }
            }
        }
    }

    #[test]
    fn random_bytes_are_no_file(bytes: Vec<u8>, piece in 1..30usize) {
        for kind in [FileKind::Json, FileKind::JsonLines, FileKind::Csv(Separator::Tab), FileKind::Excel] {
            let mut look = Look::without_index(Cursor::new(&bytes), kind);
            let rows = look.rows(&Part::default()).map_or(0, |rows| rows.len());
            prop_assert!(rows <= bytes.len());
            let whole = survey(kind, Cursor::new(&bytes), None).is_ok();
            let slow = Slow { file: Cursor::new(&bytes), piece };
            prop_assert_eq!(survey(kind, slow, None).is_ok(), whole);
        }
        let dribble = Dribble { bytes: &bytes, piece };
        let _ = export_formats::inspect(export_formats::Format::Csv, dribble);
    }
}

/// A long way to no end: what is announced takes no memory, and what is never closed takes that of what came.
#[cfg(target_os = "linux")]
#[test]
fn hostile_files_take_no_more_memory_than_their_longest_row() {
    let endless = |start: &str, unit: &str| [start, &unit.repeat(4_000_000 / unit.len())].concat();
    let hostile = [
        endless("[{\"a\":", "["),
        endless("[{\"a\":\"", "\\u0041"),
        endless("[{\"a\":\"", "x"),
        endless("[{\"a\":1", "0"),
        endless("[", "{},"),
        endless("[{", "\"a\":\"\","),
        endless("", " "),
        endless("a,b\n\"", "\"\""),
        endless("", ","),
    ];
    let before = peak();
    for source in &hostile {
        for output in outputs() {
            assert!(convert(output, Cursor::new(source)).is_err());
        }
        for kind in [
            FileKind::JsonLines,
            FileKind::Csv(Separator::Comma),
            FileKind::Excel,
        ] {
            let _ = survey(
                kind,
                Cursor::new(source),
                Some(&StatisticsOptions::default()),
            );
        }
    }
    // Two buffers of a row of 4 MB while one grows into the other, and the outputs.
    let grown = peak() - before;
    assert!(grown < 64 * 1024, "{grown} KiB");
}

/// The most memory that this process ever had, in KiB.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number
        .and_then(|number| number.parse().ok())
        .expect("a number")
}
