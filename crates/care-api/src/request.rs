//! What is asked of the service: the parameters of a User export (contract, section 4).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use crate::error::{Error, Misuse};

/// A User export: agents and their time in each state.
///
/// Everything is sent exactly as it stands here: the service is case-sensitive and adjusts nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserExport {
    /// `startTime`: UTC milliseconds since 1970.
    pub start: i64,
    /// `endTime`: UTC milliseconds since 1970.
    pub end: i64,
    /// `reportFormat`.
    pub format: Format,
    /// `reportMetrics`, one for each column, in this order. Empty: the service's own choice.
    pub columns: Vec<String>,
    /// `locale`: the language in which times are written. `None`: the company's setting.
    pub locale: Option<Locale>,
    /// `teamId`, one for each team ([`Team::id`](crate::Team::id)).
    pub team_ids: Vec<String>,
    /// `agentId`, one for each agent.
    pub agent_ids: Vec<String>,
    /// `includeDisabled`: disabled agents too.
    pub include_disabled: bool,
    /// The time zone in which dates are written.
    pub zone: Zone,
}

impl UserExport {
    /// The body of the request, as `application/x-www-form-urlencoded`.
    pub(crate) fn form(&self) -> Result<String, Error> {
        let lists = [&self.columns, &self.agent_ids, &self.team_ids];
        // What an empty `agentId=` means is nowhere said; it might lift the filter.
        if lists.into_iter().flatten().any(String::is_empty) {
            return Err(Error::misuse(Misuse::EmptyValue));
        }
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("startTime", &self.start.to_string());
        form.append_pair("endTime", &self.end.to_string());
        form.append_pair("reportFormat", self.format.as_str());
        for column in &self.columns {
            form.append_pair("reportMetrics", column);
        }
        if let Some(locale) = self.locale {
            form.append_pair("locale", locale.as_str());
        }
        for agent in &self.agent_ids {
            form.append_pair("agentId", agent);
        }
        for team in &self.team_ids {
            form.append_pair("teamId", team);
        }
        // `false` is the documented default, and saying only what differs keeps to the vendor's samples.
        if self.include_disabled {
            form.append_pair("includeDisabled", "true");
        }
        // Never both: which of the two would win is unknown.
        match &self.zone {
            Zone::Named(id) if id.is_empty() => return Err(Error::misuse(Misuse::EmptyValue)),
            Zone::Named(id) => {
                form.append_pair("timezone", id);
            }
            Zone::OffsetMillis(offset) => {
                form.append_pair("timezoneOffset", &offset.to_string());
            }
            Zone::Utc => {}
        }
        Ok(form.finish())
    }
}

/// The time zone of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// `timezone`: an id from [`Client::time_zones`](crate::Client::time_zones).
    Named(String),
    /// `timezoneOffset`: milliseconds, positive ahead of UTC, without daylight saving.
    OffsetMillis(i64),
    /// Neither parameter, which is UTC.
    Utc,
}

/// The format of the service's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A top-level array of flat objects whose values are strings.
    Json,
    /// Comma-separated UTF-8. The `*_MILLIS` columns are left out by the service.
    Csv,
}

impl Format {
    /// The value of `reportFormat`.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Csv => "csv",
        }
    }
}

/// A language the service writes times and names in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English.
    En,
    /// Spanish.
    Es,
    /// French.
    Fr,
    /// German.
    De,
    /// Turkish.
    Tr,
}

impl Locale {
    /// Every language, in the documentation's order.
    pub const ALL: [Locale; 5] = [Locale::En, Locale::Es, Locale::Fr, Locale::De, Locale::Tr];

    /// The value of `locale`.
    pub fn as_str(self) -> &'static str {
        match self {
            Locale::En => "en",
            Locale::Es => "es",
            Locale::Fr => "fr",
            Locale::De => "de",
            Locale::Tr => "tr",
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A language the service does not speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLocale(
    /// What was asked for.
    pub String,
);

impl fmt::Display for UnknownLocale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not one of en, es, fr, de, tr", self.0)
    }
}

impl std::error::Error for UnknownLocale {}

impl FromStr for Locale {
    type Err = UnknownLocale;

    fn from_str(text: &str) -> Result<Locale, UnknownLocale> {
        Locale::ALL
            .into_iter()
            .find(|locale| locale.as_str() == text)
            .ok_or_else(|| UnknownLocale(text.to_owned()))
    }
}
