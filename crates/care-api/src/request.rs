//! What is asked of the service: the parameters of an export (contract, sections 4 and 5).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use crate::error::{Error, Misuse};
use crate::report::{BusinessHours, Choice, Report, ReportOptions};

/// An export, as the service is asked for it.
///
/// Everything is sent exactly as it stands here: the service is case-sensitive and adjusts nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Which of the service's exports.
    pub report: Report,
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
    /// Teams ([`Team::id`](crate::Team::id)); empty for all.
    pub team_ids: Vec<String>,
    /// `agentId`, one for each agent; empty for all.
    pub agent_ids: Vec<String>,
    /// `includeDisabled`: disabled agents too.
    pub include_disabled: bool,
    /// What only other exports than User have.
    pub options: ReportOptions,
    /// The time zone in which dates are written.
    pub zone: Zone,
}

/// The parameters of an export, where each is documented to stand.
pub(crate) struct Parameters {
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) form: Option<String>,
}

impl Export {
    /// What is sent, once it is found to be what the documentation allows.
    pub(crate) fn parameters(&self) -> Result<Parameters, Error> {
        self.check().map_err(Error::misuse)?;
        let parameters = self.common().into_iter().chain(self.chosen());
        if !self.report.takes_form() {
            return Ok(Parameters {
                query: parameters.collect(),
                form: None,
            });
        }
        // Documented in the query, whatever stands in the body.
        let (query, form): (Vec<_>, Vec<_>) =
            parameters.partition(|(name, _)| *name == RAISE_LIMIT);
        let form = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        Ok(Parameters {
            query,
            form: Some(form),
        })
    }

    fn check(&self) -> Result<(), Misuse> {
        let options = &self.options;
        let lists = [
            &self.columns,
            &self.agent_ids,
            &self.team_ids,
            &options.work_queue_ids,
        ];
        let zone = match &self.zone {
            Zone::Named(id) => Some(id),
            Zone::OffsetMillis(_) | Zone::Utc => None,
        };
        let single = zone.iter().copied().chain(&options.smart_view_id);
        // What an empty `agentId=` means is nowhere said; it might lift the filter.
        if lists
            .into_iter()
            .flatten()
            .chain(single)
            .any(String::is_empty)
        {
            return Err(Misuse::EmptyValue);
        }
        if let Some(choice) = self
            .chosen_choices()
            .find(|choice| !self.report.has(*choice))
        {
            return Err(Misuse::NotInReport(choice));
        }
        // One with a comma would be two.
        let mut listed = options.work_queue_ids.iter().chain(match self.report {
            Report::User => &[],
            _ => self.team_ids.as_slice(),
        });
        if listed.any(|id| id.contains(',')) {
            return Err(Misuse::Comma);
        }
        if options.priorities.iter().any(|priority| *priority > 5) {
            return Err(Misuse::Priority);
        }
        let length = self.end.saturating_sub(self.start).saturating_add(1);
        let fits = options.interval.map(|interval| interval.fits(length));
        if self.report.has(Choice::Interval) && fits != Some(true) {
            return Err(Misuse::Interval);
        }
        Ok(())
    }

    /// The choices that were made, whether or not this export has them.
    fn chosen_choices(&self) -> impl Iterator<Item = Choice> {
        let own = [
            (Choice::Agents, !self.agent_ids.is_empty()),
            (Choice::Teams, !self.team_ids.is_empty()),
            (Choice::IncludeDisabled, self.include_disabled),
        ];
        let own = own
            .into_iter()
            .filter_map(|(choice, made)| made.then_some(choice));
        own.chain(self.options.chosen())
    }

    /// What every export has.
    fn common(&self) -> Vec<(&'static str, String)> {
        let mut parameters = vec![
            ("startTime", self.start.to_string()),
            ("endTime", self.end.to_string()),
            ("reportFormat", self.format.as_str().to_owned()),
        ];
        let columns = self.columns.iter();
        parameters.extend(columns.map(|column| ("reportMetrics", column.clone())));
        if let Some(locale) = self.locale {
            parameters.push(("locale", locale.as_str().to_owned()));
        }
        // Never both: which of the two would win is unknown.
        match &self.zone {
            Zone::Named(id) => parameters.push(("timezone", id.clone())),
            Zone::OffsetMillis(offset) => parameters.push(("timezoneOffset", offset.to_string())),
            Zone::Utc => {}
        }
        parameters
    }

    /// What was chosen. Defaults are left out, which keeps to the vendor's samples.
    fn chosen(&self) -> Vec<(&'static str, String)> {
        let options = &self.options;
        let mut parameters = Vec::new();
        for choice in self.chosen_choices() {
            let yes = || "true".to_owned();
            match choice {
                Choice::Agents => {
                    let agents = self.agent_ids.iter();
                    parameters.extend(agents.map(|agent| ("agentId", agent.clone())));
                }
                Choice::Teams if self.report == Report::User => {
                    let teams = self.team_ids.iter();
                    parameters.extend(teams.map(|team| ("teamId", team.clone())));
                }
                Choice::Teams => parameters.push(("teamIds", self.team_ids.join(","))),
                Choice::IncludeDisabled => parameters.push(("includeDisabled", yes())),
                Choice::BusinessHours => {
                    let within = options.business_hours == BusinessHours::Within;
                    parameters.push(("enableBusinessHour", yes()));
                    parameters.push(("businessHourType", within.to_string()));
                }
                Choice::Priorities => {
                    let priorities: Vec<String> =
                        options.priorities.iter().map(u8::to_string).collect();
                    parameters.push(("priorities", priorities.join(",")));
                }
                Choice::SmartView => {
                    let view = options.smart_view_id.iter();
                    parameters.extend(view.map(|id| ("smartViewId", id.clone())));
                }
                Choice::WorkQueues => {
                    parameters.push(("workqueueIds", options.work_queue_ids.join(",")));
                }
                Choice::RaiseLimit => parameters.push((RAISE_LIMIT, yes())),
                Choice::Conversations => {
                    let which = options.conversations.as_str().to_owned();
                    parameters.push(("conversationReportType", which));
                }
                Choice::Interval => {
                    let interval = options.interval.iter();
                    let millis = interval.map(|interval| interval.millis().to_string());
                    parameters.extend(millis.map(|millis| ("timeInterval", millis)));
                }
            }
        }
        parameters
    }
}

const RAISE_LIMIT: &str = "raiselimit";

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
