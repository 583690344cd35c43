use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Locale;

/// The file to write. All choices are kept side by side, so that another format and back again
/// loses none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileOptions {
    /// The format.
    pub format: FileFormat,
    /// Excel and CSV: what the header row holds.
    pub headers: Headers,
    /// Language of plain headers, and of what an Excel file says about itself.
    #[ts(type = "'en' | 'es' | 'fr' | 'de' | 'tr'")]
    pub language: Locale,
    /// How a CSV file is written.
    pub csv: CsvStyle,
    /// What the documented columns of milliseconds become in an Excel file.
    pub excel_times: ExcelTimes,
}

impl FileOptions {
    /// The usual choices for a format.
    pub fn of(format: FileFormat) -> Self {
        FileOptions {
            format,
            headers: Headers::default(),
            language: Locale::En,
            csv: CsvStyle::default(),
            excel_times: ExcelTimes::default(),
        }
    }
}

/// The format of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// An Excel workbook.
    #[default]
    Excel,
    /// Separated values.
    Csv,
    /// A JSON array of flat objects, byte for byte as the service writes it.
    Json,
    /// One JSON object a line.
    JsonLines,
}

impl FileFormat {
    /// The file name's extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            FileFormat::Excel => "xlsx",
            FileFormat::Csv => "csv",
            FileFormat::Json => "json",
            FileFormat::JsonLines => "jsonl",
        }
    }

    /// Whether it has a header row and cells.
    pub fn is_table(self) -> bool {
        matches!(self, FileFormat::Excel | FileFormat::Csv)
    }
}

/// What stands over the columns of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Headers {
    /// The names as the service writes them.
    #[default]
    Technical,
    /// Names for people, for the columns that have one.
    Plain,
}

/// How a CSV file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CsvStyle {
    /// What will open it.
    pub reader: CsvReader,
    /// What stands between values in a file for Excel; other programs get commas.
    pub separator: Separator,
    /// What ends a line.
    pub line_end: LineEnd,
    /// Whether cells that look like formulas get an apostrophe before them. This changes them.
    pub neutralise: bool,
}

/// What opens a CSV file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CsvReader {
    /// Excel, by a double-click: it looks for a byte order mark and the region's separator.
    Excel,
    /// Anything else: commas and no byte order mark.
    #[default]
    Programs,
}

/// What stands between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// `,`
    #[default]
    Comma,
    /// `;`, which Excel expects where the decimal mark is a comma.
    Semicolon,
}

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LineEnd {
    /// As on Windows, and in the standard.
    #[default]
    Crlf,
    /// As on other systems.
    Lf,
}

/// What the documented columns of milliseconds become in an Excel file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExcelTimes {
    /// Numbers of milliseconds.
    #[default]
    Milliseconds,
    /// Numbers of hours.
    Hours,
    /// Durations of Excel, shown as hours, minutes and seconds.
    Durations,
}
