//! The file of a run: its format and how it is written, from the arguments.

use std::path::Path;

use export_engine::{
    CsvReader, CsvStyle, ExcelTimes, FileFormat, FileOptions, Headers, LineEnd, Locale, Separator,
};

use crate::arguments::{self, CsvFor, Durations, Format, Run};
use crate::failure::Failure;

/// The file that was asked for, after a look for options that mean nothing to its format.
pub(crate) fn options(command: &Run, output: &Path) -> Result<FileOptions, Failure> {
    let format = format(command.format, output)?;
    let csv = [
        (command.csv_for.is_some(), "--csv-for"),
        (command.line_end.is_some(), "--line-end"),
        (command.neutralise_formulas, "--neutralise-formulas"),
    ];
    let excel = [(command.durations.is_some(), "--durations")];
    let tables = [
        (command.headers.is_some(), "--headers"),
        (command.header_language.is_some(), "--header-language"),
    ];
    only(&csv, format == FileFormat::Csv, "CSV files")?;
    only(&excel, format == FileFormat::Excel, "Excel files")?;
    only(&tables, format.is_table(), "Excel and CSV files")?;
    let (reader, separator) = match command.csv_for {
        None | Some(CsvFor::Programs) => (CsvReader::Programs, Separator::Comma),
        Some(CsvFor::Excel) => (CsvReader::Excel, Separator::Comma),
        Some(CsvFor::ExcelSemicolon) => (CsvReader::Excel, Separator::Semicolon),
    };
    Ok(FileOptions {
        format,
        headers: match command.headers {
            None | Some(arguments::Headers::Technical) => Headers::Technical,
            Some(arguments::Headers::Plain) => Headers::Plain,
        },
        language: command
            .header_language
            .or(command.locale)
            .unwrap_or(Locale::En),
        csv: CsvStyle {
            reader,
            separator,
            line_end: match command.line_end {
                None | Some(arguments::LineEnd::Crlf) => LineEnd::Crlf,
                Some(arguments::LineEnd::Lf) => LineEnd::Lf,
            },
            neutralise: command.neutralise_formulas,
        },
        excel_times: match command.durations {
            None | Some(Durations::Milliseconds) => ExcelTimes::Milliseconds,
            Some(Durations::Hours) => ExcelTimes::Hours,
            Some(Durations::Excel) => ExcelTimes::Durations,
        },
    })
}

fn only(options: &[(bool, &str)], wanted: bool, what: &str) -> Result<(), Failure> {
    let mut given = options.iter().filter(|(given, _)| *given && !wanted);
    match given.next() {
        Some((_, option)) => Err(Failure::Usage(format!("{option} is for {what} only"))),
        None => Ok(()),
    }
}

/// The format asked for, else that of the file's name, else CSV. A name that says another format
/// would have the file opened by the wrong program.
fn format(asked: Option<Format>, path: &Path) -> Result<FileFormat, Failure> {
    let named = named(path);
    match (asked.map(FileFormat::from), named) {
        (Some(asked), Some(named)) if asked != named => Err(Failure::Usage(format!(
            "The file's name and --format don't agree: name it .{}, or leave --format out",
            asked.extension()
        ))),
        (Some(format), _) | (None, Some(format)) => Ok(format),
        (None, None) => Ok(FileFormat::Csv),
    }
}

/// The format that a file's name says.
pub(crate) fn named(path: &Path) -> Option<FileFormat> {
    let extension = path.extension()?.to_ascii_lowercase();
    match extension.to_str()? {
        "xlsx" => Some(FileFormat::Excel),
        "csv" => Some(FileFormat::Csv),
        "json" => Some(FileFormat::Json),
        "jsonl" | "ndjson" => Some(FileFormat::JsonLines),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_file_tells_its_format() {
        for (name, expected) in [
            ("a/b.json", FileFormat::Json),
            ("B.JSON", FileFormat::Json),
            ("a.csv", FileFormat::Csv),
            ("a.xlsx", FileFormat::Excel),
            ("A.Xlsx", FileFormat::Excel),
            ("a.jsonl", FileFormat::JsonLines),
            ("a.ndjson", FileFormat::JsonLines),
            ("a.txt", FileFormat::Csv),
            ("xlsx", FileFormat::Csv),
        ] {
            assert_eq!(format(None, Path::new(name)), Ok(expected), "{name}");
        }
    }

    #[test]
    fn a_name_that_says_another_format_is_refused() {
        for (name, asked, agrees) in [
            ("a.xlsx", Format::Csv, false),
            ("a.csv", Format::Excel, false),
            ("a.json", Format::Jsonl, false),
            ("a.JSON", Format::Json, true),
            ("a.ndjson", Format::Jsonl, true),
            ("a.txt", Format::Excel, true),
        ] {
            assert_eq!(
                format(Some(asked), Path::new(name)).is_ok(),
                agrees,
                "{name}"
            );
        }
    }
}
