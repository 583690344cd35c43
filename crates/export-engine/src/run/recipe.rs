//! What is to be made of a download, and what a person is told of it afterwards.

use std::collections::HashMap;

use export_formats::{
    Contents, Counted, CsvOptions, Durations, ExcelOptions, LineEnd, Others, Outcome, Output,
    Picks, Separator, StatisticsOptions,
};

use super::about;
use crate::columns;
use crate::model::{
    CsvReader, CsvStyle, ExcelTimes, ExportRequest, FileFormat, FileNotes, FileOptions,
    LineEnd as End, Problem, SavedFile, Separator as Between,
};
use crate::preview;

/// The next thing to do with a download that has arrived.
pub(super) struct Plan {
    /// What to make of it. Nothing: to read it to its end, because a JSON file is nothing more than
    /// that, and a table of all columns must know them before its first row. What makes a file
    /// checks the download by the way.
    pub(super) output: Option<Output>,
    /// What is to be found out about a file that is made, in the same reading.
    pub(super) statistics: StatisticsOptions,
    /// How often it was read before for this file.
    pub(super) before: u64,
    /// How often it is read in all.
    pub(super) readings: u64,
}

/// How a part of a joined file is found to be whole, on its own and before the next one is asked for.
pub(super) fn check() -> Plan {
    Plan {
        output: None,
        statistics: StatisticsOptions::default(),
        before: 0,
        readings: 1,
    }
}

/// What to do with a download, or with the downloads of a joined file, of which this is known.
pub(super) fn plan(
    request: &ExportRequest,
    asked_at: i64,
    known: Option<&Contents>,
    joined: bool,
) -> Result<Plan, Problem> {
    let format = request.file.format;
    let all_of_a_table = format.is_table() && request.columns.is_empty();
    // The parts of a joined file were read when they came.
    let readings = if all_of_a_table && !joined { 2 } else { 1 };
    if (format == FileFormat::Json && !joined) || (all_of_a_table && known.is_none()) {
        return Ok(Plan {
            output: None,
            statistics: StatisticsOptions::default(),
            before: 0,
            readings,
        });
    }
    let columns: &[String] = match known {
        Some(known) if all_of_a_table => &known.columns,
        _ => &request.columns,
    };
    let statistics = preview::statistics(columns);
    let picks = if columns.is_empty() {
        Picks::all()
    } else {
        Picks::these(columns.iter().cloned(), Others::LeaveOut)
    };
    let output = match format {
        FileFormat::Csv => Output::Csv {
            picks: picks.with_headers(headers(columns, &request.file)),
            options: csv(request.file.csv),
        },
        FileFormat::Excel => Output::Excel {
            picks: picks.with_headers(headers(columns, &request.file)),
            options: excel(request, asked_at)?,
        },
        FileFormat::JsonLines => Output::JsonLines { picks },
        FileFormat::Json => Output::Json,
    };
    Ok(Plan {
        output: Some(output),
        statistics,
        before: readings - 1,
        readings,
    })
}

fn headers(columns: &[String], file: &FileOptions) -> HashMap<String, String> {
    let plain = |name: &String| Some((name.clone(), columns::header(name, file)?));
    columns.iter().filter_map(plain).collect()
}

fn csv(style: CsvStyle) -> CsvOptions {
    let separator = match style.separator {
        Between::Comma => Separator::Comma,
        Between::Semicolon => Separator::Semicolon,
    };
    CsvOptions {
        line_end: match style.line_end {
            End::Crlf => LineEnd::CrLf,
            End::Lf => LineEnd::Lf,
        },
        neutralise_formulas: style.neutralise,
        ..match style.reader {
            CsvReader::Excel => CsvOptions::for_excel(separator),
            CsvReader::Programs => CsvOptions::default(),
        }
    }
}

fn excel(request: &ExportRequest, asked_at: i64) -> Result<ExcelOptions, Problem> {
    Ok(ExcelOptions {
        durations: match request.file.excel_times {
            ExcelTimes::Milliseconds => Durations::Milliseconds,
            ExcelTimes::Hours => Durations::Hours,
            ExcelTimes::Durations => Durations::Excel,
        },
        sheet: about::ROWS_SHEET.of(request.file.language).to_owned(),
        about: Some(about::sheet(request, asked_at)?),
        ..ExcelOptions::default()
    })
}

/// What came in a download of which a file was made.
pub(super) fn contents(outcome: &Outcome) -> Contents {
    let missing = missing(outcome);
    let mut columns = outcome.columns.clone();
    columns.retain(|name| !missing.contains(name));
    columns.extend(unasked(outcome));
    Contents {
        rows: outcome.rows,
        columns,
    }
}

/// Columns that no row has. A file without rows shows no keys, so says nothing of any.
pub(super) fn missing(outcome: &Outcome) -> Vec<String> {
    let gone = outcome.missing.iter();
    gone.filter(|counted| outcome.rows > 0 && counted.count == outcome.rows)
        .map(|counted| counted.name.clone())
        .collect()
}

/// Columns that came and were left out.
pub(super) fn unasked(outcome: &Outcome) -> Vec<String> {
    let unasked = outcome.unasked.iter();
    unasked.map(|counted| counted.name.clone()).collect()
}

/// The person's file, made with this outcome. Its folder and its length are not known here.
pub(super) fn saved(request: &ExportRequest, outcome: &Outcome) -> SavedFile {
    let table = request.file.format.is_table();
    let picked = !request.columns.is_empty();
    let count = |told: bool, counts: &[Counted]| -> u64 {
        let counts = counts.iter().filter(|_| told);
        counts.map(|counted| counted.count).sum()
    };
    let gaps: Vec<Counted> = outcome
        .missing
        .iter()
        .filter(|counted| counted.count < outcome.rows)
        .cloned()
        .collect();
    SavedFile {
        folder: String::new(),
        bytes: 0,
        rows: outcome.rows,
        columns: outcome.columns.clone(),
        missing_columns: missing(outcome),
        unasked_columns: unasked(outcome),
        notes: FileNotes {
            lacking: count(table, &gaps),
            nulls: count(table, &outcome.nulls),
            // JSON Lines of all columns keep each.
            repeated: count(table || picked, &outcome.repeated),
            neutralised: outcome.neutralised,
            cut_cells: outcome.cut_cells,
            not_numbers: outcome.not_numbers,
            sheets: outcome.sheets,
        },
    }
}

/// The person's file when it is the download itself.
pub(super) fn saved_as_it_came(request: &ExportRequest, contents: &Contents) -> SavedFile {
    // A file without rows shows no keys, so says nothing of any.
    let missing = |name: &&String| contents.rows > 0 && !contents.columns.contains(name);
    SavedFile {
        folder: String::new(),
        bytes: 0,
        rows: contents.rows,
        columns: contents.columns.clone(),
        missing_columns: request.columns.iter().filter(missing).cloned().collect(),
        unasked_columns: Vec::new(),
        notes: FileNotes::default(),
    }
}
