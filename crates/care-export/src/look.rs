//! `care-export look`: what is in a saved file, without opening it elsewhere.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use export_engine::ProblemKind;
use export_formats::{
    Cells, Fault, FileKind, Look as Rows, LookError, Part, Separator, StatisticsOptions, survey,
};
use serde_json::{Map, Value, json};

use crate::arguments::{self, Look, LookFormat};
use crate::failure::Failure;
use crate::words;

/// Rows that are read at a time.
const AT_ONCE: u64 = 1_000;

/// Rows that are found faster from the start of a file than by an index of all of it.
const FIRST_ROWS: u64 = 10_000;

/// Prints rows of a file, their number, or what its columns hold.
pub(crate) async fn run(command: Look) -> Result<(), Failure> {
    let work = tokio::task::spawn_blocking(move || look(&command));
    work.await
        .map_err(|error| ProblemKind::Internal.because(error))?
}

fn look(command: &Look) -> Result<(), Failure> {
    let kind = kind(command)?;
    let file = File::open(&command.file).map_err(|error| unreadable(&error.into()))?;
    let mut out = BufWriter::new(io::stdout().lock());
    let printed = if command.count {
        let survey = survey(kind, file, None).map_err(|fault| unreadable(&fault))?;
        writeln!(out, "{}", survey.contents.rows)
    } else if command.columns {
        let statistics = survey(kind, file, Some(&StatisticsOptions::default()))
            .map_err(|fault| unreadable(&fault))?
            .statistics;
        let columns = statistics.map(|statistics| statistics.columns);
        let mut columns = columns.into_iter().flatten();
        columns.try_for_each(|column| {
            let mut line = json!({
                "column": column.name,
                "empty": column.empty,
            });
            if let Some(distinct) = column.distinct {
                line["different"] = distinct.count.into();
                line["exact"] = distinct.exact.into();
            }
            if let Some(total) = column.total {
                line["totalMillis"] = total.millis.into();
                line["averageMillis"] = total.average().into();
            }
            writeln!(out, "{line}")
        })
    } else {
        return rows(command, kind, file, &mut out);
    };
    // Nobody may be reading any more.
    let _ = printed.and_then(|()| out.flush());
    Ok(())
}

fn rows(command: &Look, kind: FileKind, file: File, out: &mut impl Write) -> Result<(), Failure> {
    let last = command.from.saturating_add(command.rows);
    let mut look = if last <= FIRST_ROWS {
        Rows::without_index(file, kind)
    } else {
        let survey = survey(kind, &file, None).map_err(|fault| unreadable(&fault))?;
        Rows::new(file, survey.index).map_err(failure)?
    };
    let mut left = command.rows;
    let mut from = command.from - 1;
    while left > 0 {
        let part = Part {
            from,
            most: usize::try_from(left.min(AT_ONCE)).unwrap_or(usize::MAX),
            longest: command.longest,
            ..Part::default()
        };
        let rows = look.rows(&part).map_err(failure)?;
        let read = rows.len() as u64;
        for row in rows {
            if writeln!(out, "{}", object(look.columns(), row)).is_err() {
                return Ok(());
            }
        }
        if read == 0 {
            break;
        }
        (from, left) = (from + read, left - read);
    }
    let _ = out.flush();
    Ok(())
}

fn object(columns: &[String], row: Cells) -> Value {
    let mut object = Map::new();
    for (column, cell) in columns.iter().zip(row) {
        if let Some(cell) = cell {
            let mark = if cell.is_cut() { "\u{2026}" } else { "" };
            object.insert(column.clone(), Value::from(cell.text + mark));
        }
    }
    Value::from(object)
}

/// The kind of file asked for, else that of its name.
fn kind(command: &Look) -> Result<FileKind, Failure> {
    let format = match command.format {
        Some(format) => format,
        None => named(&command.file)?,
    };
    if command.separator.is_some() && format != LookFormat::Csv {
        return Err(Failure::Usage("--separator is for CSV files only".into()));
    }
    Ok(match format {
        LookFormat::Json => FileKind::Json,
        LookFormat::Jsonl => FileKind::JsonLines,
        LookFormat::Xlsx => FileKind::Excel,
        LookFormat::Csv => FileKind::Csv(match command.separator {
            None | Some(arguments::Separator::Comma) => Separator::Comma,
            Some(arguments::Separator::Semicolon) => Separator::Semicolon,
            Some(arguments::Separator::Tab) => Separator::Tab,
        }),
    })
}

fn named(file: &Path) -> Result<LookFormat, Failure> {
    let extension = file.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.to_str() {
        Some("json") => Ok(LookFormat::Json),
        Some("jsonl" | "ndjson") => Ok(LookFormat::Jsonl),
        Some("csv") => Ok(LookFormat::Csv),
        Some("xlsx") => Ok(LookFormat::Xlsx),
        _ => Err(Failure::Usage(
            "The file's name does not end in .json, .jsonl, .csv or .xlsx: say what it is with --format".into(),
        )),
    }
}

fn failure(error: LookError) -> Failure {
    match error {
        LookError::Fault(fault) => unreadable(&fault),
        LookError::Changed => ProblemKind::FileTrouble.because(error).into(),
    }
}

fn unreadable(fault: &Fault) -> Failure {
    Failure::source(fault, &words::LOOK)
}
