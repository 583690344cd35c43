use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a saved file holds, in figures.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewSummary {
    /// Rows, the header not counted.
    #[ts(type = "number")]
    pub rows: u64,
    /// One for each column, in the file's order.
    pub columns: Vec<PreviewColumn>,
    /// Time in each state by agent, then by other columns that tell teams; empty when the file has
    /// no column of milliseconds.
    pub times: Vec<PreviewTimes>,
}

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewColumn {
    /// Its name, as the service writes it.
    pub name: String,
    /// What stands over it in the file.
    pub header: String,
    /// Rows in which it is empty.
    #[ts(type = "number")]
    pub empty: u64,
    /// How many different values it has, the empty one not counted; absent when they were not counted.
    #[ts(type = "number | null")]
    pub different: Option<u64>,
    /// Whether their number is exact; else it is a few percent off at most.
    pub exact: bool,
    /// The sum of a documented column of milliseconds.
    pub total_millis: Option<f64>,
    /// Their average over the rows that have a number.
    pub average_millis: Option<f64>,
}

/// Time in each state, for each value of a column.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewTimes {
    /// The column.
    pub by: String,
    /// The columns of milliseconds, in the file's order.
    pub columns: Vec<String>,
    /// At most 500, in the file's order.
    pub groups: Vec<PreviewGroup>,
    /// Rows of further values, and of none.
    #[ts(type = "number")]
    pub other_rows: u64,
}

/// The rows with one value.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewGroup {
    /// What people call it: an agent's name rather than the id.
    pub label: String,
    /// How many rows.
    #[ts(type = "number")]
    pub rows: u64,
    /// Milliseconds for each of the columns.
    pub millis: Vec<f64>,
}

/// Which part of a file is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewPart {
    /// The first row, from 0.
    #[ts(type = "number")]
    pub from: u64,
    /// The most rows; never more than 200 come.
    pub most: u32,
    /// The first column, from 0.
    pub first_column: u32,
    /// The most columns; never more than 100 come.
    pub columns: u32,
}

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewRows {
    /// Values by row and column; nothing for those that are null or not there.
    pub rows: Vec<Vec<Option<String>>>,
    /// Places in `rows`, as row and column, of values that are longer than what is here.
    pub cut: Vec<(u32, u32)>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewValue {
    /// Its text; nothing when it is null or not there.
    pub text: Option<String>,
    /// Whether it is longer than a mebibyte, where it is cut.
    pub cut: bool,
}
