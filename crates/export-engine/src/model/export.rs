use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use care_api::Locale;

/// A User export as the person picked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    /// The connection to export from.
    pub connection_id: String,
    /// The period, in [`ExportRequest::time_zone`].
    pub period: Period,
    /// IANA name of the zone in which the period is meant and in which times are written.
    pub time_zone: String,
    /// Language in which the service writes times; absent for the company's own setting.
    #[ts(type = "'en' | 'es' | 'fr' | 'de' | 'tr' | null")]
    pub locale: Option<Locale>,
    /// Ids of teams; empty for everyone.
    pub team_ids: Vec<String>,
    /// Ids of agents; empty for everyone.
    pub agent_ids: Vec<String>,
    /// Whether agents that were switched off come along.
    pub include_disabled: bool,
    /// Column names exactly as picked or typed; empty for the company's default columns.
    pub columns: Vec<String>,
    /// The file to write.
    pub format: FileFormat,
}

/// The format of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// Comma-separated values, as the service writes them.
    Csv,
    /// A JSON array of flat objects, as the service writes it.
    Json,
}

impl FileFormat {
    /// The file name's extension, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            FileFormat::Csv => "csv",
            FileFormat::Json => "json",
        }
    }
}

/// When an export starts and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Period {
    /// Whole days of the zone's calendar, both included.
    Days {
        /// First day.
        #[ts(type = "string")]
        from: NaiveDate,
        /// Last day.
        #[ts(type = "string")]
        to: NaiveDate,
    },
    /// Two instants, UTC milliseconds; the second is excluded.
    Instants {
        /// First millisecond.
        #[ts(type = "number")]
        start: i64,
        /// First millisecond after the period.
        #[ts(type = "number")]
        end: i64,
    },
}

/// A period as instants, with what a person needs to see of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResolvedPeriod {
    /// First millisecond, UTC.
    #[ts(type = "number")]
    pub start: i64,
    /// First millisecond after the period, UTC.
    #[ts(type = "number")]
    pub end: i64,
    /// Minutes ahead of UTC at the start.
    pub start_offset_minutes: i32,
    /// Minutes ahead of UTC at the last included moment.
    pub end_offset_minutes: i32,
}
