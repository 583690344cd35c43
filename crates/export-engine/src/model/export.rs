use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FileOptions, Interval, Report, ReportOptions};
pub use care_api::Locale;

/// An export as the person picked it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportRequest {
    /// The connection to export from.
    pub connection_id: String,
    /// Which of the service's exports.
    #[serde(default)]
    pub report: Report,
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
    /// What only other exports than User have.
    #[serde(default)]
    pub options: ReportOptions,
    /// Column names exactly as picked or typed; empty for the company's default columns.
    pub columns: Vec<String>,
    /// What becomes of a period that is longer than the service takes.
    #[serde(default)]
    pub delivery: Delivery,
    /// The file to write.
    pub file: FileOptions,
}

/// What becomes of the parts of a period that is longer than the service takes at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// Each is a file of its own.
    #[default]
    Parts,
    /// They become one file: the rows of the first, then those of the second, and so on. Only where a row is of
    /// one part alone, so that the file is what an export of the whole period would be.
    Joined,
}

/// When an export starts and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
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
    /// Two readings of a clock on the zone's wall, such as `2026-10-01T08:00:00`; the second is
    /// excluded.
    ///
    /// A reading that a clock change skips means the first moment after the gap. One that occurs
    /// twice means its first occurrence as a start, its second as an end.
    Times {
        /// First moment.
        #[ts(type = "string")]
        from: NaiveDateTime,
        /// First moment after the period.
        #[ts(type = "string")]
        to: NaiveDateTime,
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
    /// What presets hold: it means other days each time it is run. A run keeps those it came to.
    Rule {
        /// Which.
        rule: PeriodRule,
        /// The day on which weeks begin, for rules that speak of weeks.
        week_start: Weekday,
    },
}

/// A period that moves with the calendar. Days are those of the export's zone; all but
/// [`PeriodRule::Today`] hold whole days that are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum PeriodRule {
    /// From midnight to the last full minute.
    Today,
    /// The day before today.
    Yesterday,
    /// From the first day of this week to yesterday.
    WeekSoFar,
    /// The seven days before this week.
    PreviousWeek,
    /// From the 1st to yesterday.
    MonthSoFar,
    /// The calendar month before this one.
    PreviousMonth,
    /// From the first day of this quarter to yesterday.
    QuarterSoFar,
    /// The three calendar months before this quarter.
    PreviousQuarter,
    /// This many days, yesterday the last of them.
    LastDays {
        /// How many: at least one.
        days: u16,
    },
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// A period as instants, with what a person needs to see of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResolvedPeriod {
    /// First millisecond, UTC.
    #[ts(type = "number")]
    pub start: i64,
    /// First millisecond after the period, UTC.
    #[ts(type = "number")]
    pub end: i64,
    /// What a clock in the zone shows at the start, such as `2026-10-01T00:00:00`.
    #[ts(type = "string")]
    pub from: NaiveDateTime,
    /// What a clock in the zone comes to show at the end, before anybody moves it. After whole days
    /// that is the midnight of the next day: the 24:00 of the last.
    #[ts(type = "string")]
    pub to: NaiveDateTime,
    /// Minutes ahead of UTC at the start.
    pub start_offset_minutes: i32,
    /// Minutes ahead of UTC at the last included moment.
    pub end_offset_minutes: i32,
    /// When clocks move within the period, in order.
    pub changes: Vec<ClockChange>,
}

/// An export that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportCheck {
    /// All of its period.
    pub period: ResolvedPeriod,
    /// The periods in which it is asked for, one after another: more than one when all of it is longer than the
    /// service takes.
    pub parts: Vec<ResolvedPeriod>,
    /// Whether more than one part becomes one file.
    pub joined: bool,
}

impl ExportCheck {
    /// How many files it becomes.
    pub fn files(&self) -> usize {
        if self.joined { 1 } else { self.parts.len() }
    }
}

/// How a period is asked for, whatever is exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PeriodPlan {
    /// The periods in which it is asked for, one after another: more than one when all of it is longer than the
    /// service takes.
    pub parts: Vec<ResolvedPeriod>,
    /// The lengths of time by which the service may count in each of them.
    pub intervals: Vec<Interval>,
}

/// Clocks of a zone move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClockChange {
    /// The first millisecond after it, UTC.
    #[ts(type = "number")]
    pub at: i64,
    /// Minutes ahead of UTC until then.
    pub before_minutes: i32,
    /// Minutes ahead of UTC from then on.
    pub after_minutes: i32,
}
