use serde::Serialize;
use ts_rs::TS;

use super::Words;
pub use care_api::{
    BusinessHours, Choice, Conversations, Interval, Report, ReportOptions, UnknownReport,
};

/// One of the service's exports, as it is offered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReportInfo {
    /// Which.
    pub report: Report,
    /// What can be chosen in it.
    pub choices: Vec<Choice>,
    /// Its name.
    pub titles: Words,
    /// A sentence about what it holds.
    pub hints: Words,
    /// Whether a row is of one moment, so that the parts of a longer period can become one file. Conversations that
    /// are open at the end of a part are not those of the end of the period.
    pub joinable: bool,
}

/// A work queue or a smart view of the company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NamedId {
    /// The service's id.
    pub id: String,
    /// The name people gave it.
    pub name: String,
}
