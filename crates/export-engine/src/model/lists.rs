use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ClockChange, Locale};

/// The zones to pick from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimeZones {
    /// The computer's own zone, when it is known and in [`TimeZones::zones`].
    pub system: Option<String>,
    /// All zones, by offset and then by name.
    pub zones: Vec<TimeZone>,
}

/// A time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TimeZone {
    /// IANA name.
    pub id: String,
    /// The service's name for it; absent when its list lacks the zone, under all of its names. The
    /// export is then made at the offset of its start.
    pub service_name: Option<String>,
    /// Minutes ahead of UTC, now.
    pub offset_minutes: i32,
    /// When its clocks move next, within about a year.
    pub next_change: Option<ClockChange>,
    /// Deprecated names that lead here, such as `Asia/Calcutta`.
    pub aliases: Vec<String>,
    /// Whether it is a distance from UTC and no place. `Etc/GMT+12` means UTC-12.
    pub fixed: bool,
}

/// A team of the company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    /// The service's id.
    pub id: String,
    /// The team's name.
    pub name: String,
    /// How many members it has, when the service says.
    pub members: Option<u32>,
}

/// The company's agents, as an export told them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Agents {
    /// By name.
    pub agents: Vec<Agent>,
    /// UTC milliseconds when they were asked for; absent when they never were.
    #[ts(type = "number | null")]
    pub learned_at: Option<i64>,
}

/// An agent of the company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Agent {
    /// The service's id.
    pub id: String,
    /// The agent's name; empty when the service gives none.
    pub name: String,
    /// The agent's e-mail; empty when the service gives none.
    pub email: String,
}

/// A column that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// The name exactly as the service writes it.
    pub name: String,
    /// How we know of it.
    pub origin: ColumnOrigin,
    /// Whether the service returns it only in JSON.
    pub json_only: bool,
    /// UTC milliseconds when it first came in a file; absent for those that never did.
    #[ts(type = "number | null")]
    pub learned_at: Option<i64>,
    /// What it means, for people; absent for those that nobody documents.
    pub texts: Option<ColumnTexts>,
}

/// A column in the words of people, in each of the service's languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ColumnTexts {
    /// A name, without a full stop.
    pub titles: Words,
    /// A sentence.
    pub hints: Words,
}

/// The same words in each of the service's languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct Words {
    /// English.
    #[ts(type = "string")]
    pub en: &'static str,
    /// Spanish.
    #[ts(type = "string")]
    pub es: &'static str,
    /// French.
    #[ts(type = "string")]
    pub fr: &'static str,
    /// German.
    #[ts(type = "string")]
    pub de: &'static str,
    /// Turkish.
    #[ts(type = "string")]
    pub tr: &'static str,
}

impl Words {
    /// The words in one language.
    pub fn of(&self, language: Locale) -> &'static str {
        match language {
            Locale::En => self.en,
            Locale::Es => self.es,
            Locale::Fr => self.fr,
            Locale::De => self.de,
            Locale::Tr => self.tr,
        }
    }
}

/// How a column became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ColumnOrigin {
    /// The vendor's reference names it.
    Documented,
    /// It came in a file of this connection.
    Learned,
}
