//! `care-export convert`.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use export_engine::{
    ExcelTimes, FileFormat, FileOptions, Headers, Locale, Pace, Paced, Phase, Problem, ProblemKind,
    Target, plain_headers,
};
use export_formats::{
    About, Conversion, ConversionError, Counted, CsvOptions, Durations, ExcelOptions, Fault,
    LineEnd, Others, Outcome, Output, Picks, Progress, Separator,
};
use serde_json::{Map, Value, json};
use tokio::sync::watch;

use crate::arguments::{self, Convert, ConvertFormat, CsvFor, OtherColumns};
use crate::exit::Exit;
use crate::failure::{Failure, one_line};
use crate::interrupt::Interrupt;
use crate::place::Part;
use crate::progress::Reporter;
use crate::run::print_path;
use crate::words;

/// Makes another file of an export and prints its path.
pub(crate) async fn run(command: Convert, verbose: bool) -> Result<(), Exit> {
    let mut reporter = Reporter::new(command.progress);
    match convert(command, &mut reporter).await {
        Ok(done) => {
            reporter.converted(&done.line(), &done.sentences());
            print_path(&done.path);
            Ok(())
        }
        Err(failure) => Err(reporter.failed(failure, verbose)),
    }
}

/// A file that is saved.
struct Done {
    path: PathBuf,
    bytes: u64,
    format: ConvertFormat,
    /// Whether columns were picked.
    picked: bool,
    outcome: Outcome,
}

async fn convert(command: Convert, reporter: &mut Reporter) -> Result<Done, Failure> {
    let mut interrupt = Interrupt::listen()?;
    let path = std::path::absolute(&command.output)
        .map_err(|error| ProblemKind::FileNameInvalid.because(error))?;
    let format = format(&command)?;
    let output = output(&command, format, Utc::now())?;
    let flag = Arc::new(AtomicBool::new(false));
    let (sender, mut progress) = watch::channel(Progress { read: 0, total: 0 });
    let work = Work {
        source: command.source,
        target: Target {
            path: path.clone(),
            overwrite: command.overwrite,
        },
        output,
        flag: flag.clone(),
        progress: sender,
    };
    let mut work = tokio::task::spawn_blocking(|| work.run());
    let mut watching = true;
    let (outcome, bytes) = loop {
        tokio::select! {
            done = &mut work => break done.map_err(|error| ProblemKind::Internal.because(error))??,
            () = interrupt.wait(), if !flag.load(Ordering::Relaxed) => flag.store(true, Ordering::Relaxed),
            changed = progress.changed(), if watching => match changed {
                Ok(()) => reporter.converting(*progress.borrow_and_update()),
                // The work is at its end.
                Err(_) => watching = false,
            },
        }
    };
    Ok(Done {
        path,
        bytes,
        format,
        picked: !command.columns.is_empty(),
        outcome,
    })
}

/// What is done on a thread that may wait for disks.
struct Work {
    source: PathBuf,
    target: Target,
    output: Output,
    flag: Arc<AtomicBool>,
    progress: watch::Sender<Progress>,
}

impl Work {
    fn run(self) -> Result<(Outcome, u64), Failure> {
        let source = File::open(&self.source).map_err(|error| unreadable(error.into()))?;
        let part = Part::reserve(self.target)?;
        let paced = Paced::way_for(&self.output);
        let conversion = Conversion::new(self.output)
            .on_progress(|progress| {
                // Nobody looks any more when the program is ending.
                let _ = self.progress.send(progress);
            })
            .cancelled_by(&self.flag);
        let outcome = Pace::keep(part.file(), |pace| {
            conversion.run(source, paced(part.file(), pace))
        })
        .map_err(failure)?;
        if self.flag.load(Ordering::Relaxed) {
            return Err(Failure::Cancelled);
        }
        Ok((outcome, part.publish()?))
    }
}

fn failure(error: ConversionError) -> Failure {
    match error {
        ConversionError::Cancelled => Failure::Cancelled,
        ConversionError::Source(fault) => unreadable(fault),
        ConversionError::Target(error) => Problem::of_file(&error).into(),
        ConversionError::ColumnTwice(name) => {
            Failure::Usage(format!("The column {} is given twice", one_line(&name)))
        }
        error => Failure::Usage(sentence(&error.to_string())),
    }
}

fn unreadable(fault: Fault) -> Failure {
    Failure::source(&fault, &words::CONVERT)
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}

/// The format asked for, else that of the file's name.
fn format(command: &Convert) -> Result<ConvertFormat, Failure> {
    if let Some(format) = command.format {
        return Ok(format);
    }
    let extension = command
        .output
        .extension()
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.to_str() {
        Some("csv") => Ok(ConvertFormat::Csv),
        Some("xlsx") => Ok(ConvertFormat::Xlsx),
        Some("jsonl" | "ndjson") => Ok(ConvertFormat::Jsonl),
        Some("json") => Ok(ConvertFormat::Json),
        _ => Err(Failure::Usage(
            "The file's name does not end in .csv, .xlsx, .jsonl or .json: say what it is with --format".into(),
        )),
    }
}

/// What is made, after a look for options that mean nothing to it.
fn output(command: &Convert, format: ConvertFormat, now: DateTime<Utc>) -> Result<Output, Failure> {
    let csv_alone = [
        (command.separator.is_some(), "--separator"),
        (command.csv_for.is_some(), "--csv-for"),
        (command.line_end.is_some(), "--line-end"),
        (command.neutralise_formulas, "--neutralise-formulas"),
    ];
    let refuse =
        |option: &str, what: &str| Err(Failure::Usage(format!("{option} is for {what} only")));
    if let (Some((_, option)), true) = (
        csv_alone.iter().find(|(given, _)| *given),
        format != ConvertFormat::Csv,
    ) {
        return refuse(option, "CSV files");
    }
    if command.durations.is_some() && format != ConvertFormat::Xlsx {
        return refuse("--durations", "Excel files");
    }
    let table = matches!(format, ConvertFormat::Csv | ConvertFormat::Xlsx);
    if command.headers.is_some() && !table {
        return refuse("--headers", "Excel and CSV files");
    }
    if command.header_language.is_some() && !table {
        return refuse("--header-language", "Excel and CSV files");
    }
    if format == ConvertFormat::Json && !(command.columns.is_empty() && command.header.is_empty()) {
        return Err(Failure::Usage(
            "JSON is kept byte for byte, with all its columns: use JSON Lines to pick or rename them".into(),
        ));
    }
    let picks = picks(command, format);
    Ok(match format {
        ConvertFormat::Csv => Output::Csv {
            picks,
            options: csv(command),
        },
        ConvertFormat::Xlsx => Output::Excel {
            picks,
            options: ExcelOptions {
                durations: match command.durations {
                    None | Some(arguments::Durations::Milliseconds) => Durations::Milliseconds,
                    Some(arguments::Durations::Hours) => Durations::Hours,
                    Some(arguments::Durations::Excel) => Durations::Excel,
                },
                about: Some(about(&command.source, now)),
                ..ExcelOptions::default()
            },
        },
        ConvertFormat::Jsonl => Output::JsonLines { picks },
        ConvertFormat::Json => Output::Json,
    })
}

fn csv(command: &Convert) -> CsvOptions {
    let for_reader = match command.csv_for {
        None | Some(CsvFor::Programs) => CsvOptions::default(),
        Some(CsvFor::Excel) => CsvOptions::for_excel(Separator::Comma),
        Some(CsvFor::ExcelSemicolon) => CsvOptions::for_excel(Separator::Semicolon),
    };
    CsvOptions {
        separator: match command.separator {
            None => for_reader.separator,
            Some(arguments::Separator::Comma) => Separator::Comma,
            Some(arguments::Separator::Semicolon) => Separator::Semicolon,
            Some(arguments::Separator::Tab) => Separator::Tab,
        },
        line_end: match command.line_end {
            None | Some(arguments::LineEnd::Crlf) => LineEnd::CrLf,
            Some(arguments::LineEnd::Lf) => LineEnd::Lf,
        },
        neutralise_formulas: command.neutralise_formulas,
        ..for_reader
    }
}

fn picks(command: &Convert, format: ConvertFormat) -> Picks {
    let picks = if command.columns.is_empty() {
        Picks::all()
    } else {
        let others = match command.other_columns {
            OtherColumns::LeaveOut => Others::LeaveOut,
            OtherColumns::Append => Others::Append,
        };
        Picks::these(command.columns.iter().cloned(), others)
    };
    let mut headers = match command.headers {
        Some(arguments::Headers::Plain) => plain_headers(&file(command, format)),
        None | Some(arguments::Headers::Technical) => HashMap::new(),
    };
    headers.extend(command.header.iter().cloned());
    picks.with_headers(headers)
}

/// The file as a run would have it, as far as it has to do with headers.
fn file(command: &Convert, format: ConvertFormat) -> FileOptions {
    let format = match format {
        ConvertFormat::Xlsx => FileFormat::Excel,
        _ => FileFormat::Csv,
    };
    FileOptions {
        headers: Headers::Plain,
        language: command.header_language.unwrap_or(Locale::En),
        excel_times: match command.durations {
            None | Some(arguments::Durations::Milliseconds) => ExcelTimes::Milliseconds,
            Some(arguments::Durations::Hours) => ExcelTimes::Hours,
            Some(arguments::Durations::Excel) => ExcelTimes::Durations,
        },
        ..FileOptions::of(format)
    }
}

fn about(source: &Path, now: DateTime<Utc>) -> About {
    let name = source
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    About {
        sheet: "About this export".into(),
        lines: Arc::new(move |outcome| {
            let mut lines = vec![
                ("Made of".to_owned(), name.clone()),
                (
                    "Made on".to_owned(),
                    now.format("%Y-%m-%d %H:%M UTC").to_string(),
                ),
                (
                    "Made by".to_owned(),
                    concat!("care-export ", env!("CARGO_PKG_VERSION")).to_owned(),
                ),
                ("Rows".to_owned(), outcome.rows.to_string()),
                ("Columns".to_owned(), outcome.columns.join(", ")),
            ];
            if !outcome.unasked.is_empty() {
                lines.push(("Columns left out".to_owned(), names(&outcome.unasked)));
            }
            if outcome.cut_cells > 0 {
                lines.push(("Cells cut".to_owned(), outcome.cut_cells.to_string()));
            }
            lines
        }),
    }
}

fn names(counted: &[Counted]) -> String {
    let names: Vec<&str> = counted
        .iter()
        .map(|counted| counted.name.as_str())
        .collect();
    names.join(", ")
}

impl Done {
    /// For programs.
    fn line(&self) -> Value {
        let counted = |counts: &[Counted]| -> Map<String, Value> {
            let pairs = counts
                .iter()
                .map(|counted| (counted.name.clone(), counted.count.into()));
            pairs.collect()
        };
        let outcome = &self.outcome;
        json!({
            "phase": Phase::Saved,
            "bytes": self.bytes,
            "total": self.bytes,
            "rows": outcome.rows,
            "columns": outcome.columns,
            "unaskedColumns": counted(&outcome.unasked),
            "missing": counted(&outcome.missing),
            "repeated": counted(&outcome.repeated),
            "nulls": counted(&outcome.nulls),
            "neutralised": outcome.neutralised,
            "cutCells": outcome.cut_cells,
            "notNumbers": outcome.not_numbers,
            "sheets": outcome.sheets,
            "file": self.path.to_string_lossy(),
        })
    }

    /// For people: what is not as they might think.
    fn sentences(&self) -> Vec<String> {
        let outcome = &self.outcome;
        let table = matches!(self.format, ConvertFormat::Csv | ConvertFormat::Xlsx);
        let mut sentences = Vec::new();
        let mut list = |what: &str, counts: &[Counted], unit: &str| {
            if !counts.is_empty() {
                sentences.push(format!("{what}: {}", listed(counts, unit)));
            }
        };
        list(
            "Left out, because --column does not name them",
            &outcome.unasked,
            "rows",
        );
        if self.picked {
            list("Columns that rows lack", &outcome.missing, "rows");
        }
        if table {
            list("Nulls became empty cells", &outcome.nulls, "cells");
        }
        let repeated = match self.format {
            ConvertFormat::Json => "Repeated within a row",
            ConvertFormat::Jsonl if !self.picked => "Repeated within a row",
            _ => "Repeated within a row, where the last value was kept",
        };
        list(repeated, &outcome.repeated, "rows");
        let mut count = |number: u64, what: &str, advice: &str| {
            if number > 0 {
                sentences.push(format!("{what}: {number}.{advice}"));
            }
        };
        count(
            outcome.neutralised,
            "Cells that looked like formulas and got an apostrophe",
            "",
        );
        count(
            outcome.cut_cells,
            "Cells that were longer than Excel allows and were cut",
            " A CSV or JSON Lines file holds them whole.",
        );
        count(
            outcome.not_numbers,
            "Values of *_MILLIS columns that are no numbers and stayed text",
            "",
        );
        if outcome.sheets > 1 {
            let sheets = outcome.sheets.into();
            count(
                sheets,
                "Sheets with rows, because one could not hold them all",
                "",
            );
        }
        sentences
    }
}

/// The first keys and their counts.
fn listed(counts: &[Counted], unit: &str) -> String {
    const SHOWN: usize = 20;
    let shown = counts.iter().take(SHOWN).map(|counted| {
        let unit = if counted.count == 1 {
            unit.trim_end_matches('s')
        } else {
            unit
        };
        format!("{} ({} {unit})", one_line(&counted.name), counted.count)
    });
    let mut text = shown.collect::<Vec<_>>().join(", ");
    if counts.len() > SHOWN {
        text += &format!(" and {} more", counts.len() - SHOWN);
    }
    text
}
