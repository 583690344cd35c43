//! An export: what may be asked of a report, what is refused, and the file that comes of it.

use std::ops::Range;

use chrono::FixedOffset;

use crate::company::{Agent, Company};
use crate::config::Limits;
use crate::file::FileFormat;
use crate::format::{Locale, Style, Zone};
use crate::hours;
use crate::params::{single, stranger};
use crate::period::{self, Interval};
use crate::report::Report;
use crate::sieve::{Facets, Sieve};
use crate::zones;

/// Which conversations a report of them has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Conversations {
    #[default]
    OpenAtEnd,
    Closed,
    Created,
}

/// The parameters of an export, understood.
#[derive(Clone, Debug)]
pub(crate) struct Export {
    pub(crate) report: &'static Report,
    /// UTC milliseconds, the end excluded.
    pub(crate) period: Range<i64>,
    /// When it was asked for: nothing later has happened yet.
    pub(crate) asked_at: i64,
    pub(crate) format: FileFormat,
    pub(crate) columns: Vec<String>,
    pub(crate) style: Style,
    /// None that is named means all.
    pub(crate) agents: Vec<String>,
    pub(crate) teams: Vec<u64>,
    /// Whether rows of disabled agents are in the file, as those reports have it that know the parameter.
    pub(crate) with_disabled: bool,
    pub(crate) sieve: Sieve,
    pub(crate) conversations: Conversations,
    pub(crate) raised_limit: bool,
    pub(crate) interval: Option<Interval>,
}

/// Why an export is not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// 400 and `{}`: the real service says no more; this one adds a header for whoever writes a client.
    Unreadable(String),
    /// An answer whose `result` is the words about a `HydrationException` and this.
    Hydration(String),
}

impl Refusal {
    pub(crate) fn unreadable(why: &str) -> Self {
        Self::Unreadable(why.to_owned())
    }

    pub(crate) fn hydration(what: &str) -> Self {
        Self::Hydration(what.to_owned())
    }
}

/// Parameters as they came, and the ways to read them; names and values are case-sensitive.
struct Sent<'a>(&'a [(String, String)]);

impl<'a> Sent<'a> {
    fn one(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
        single(self.0, name)
            .map_err(|()| Refusal::Unreadable(format!("{name} comes more than once")))
    }

    /// A name that comes as often as there are values.
    fn all(&self, name: &str) -> Vec<String> {
        self.0
            .iter()
            .filter(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .collect()
    }

    fn required(&self, name: &str) -> Result<i64, Refusal> {
        let missing = || Refusal::Unreadable(format!("{name} is missing"));
        self.one(name)?
            .ok_or_else(missing)?
            .parse()
            .map_err(|_| Refusal::Unreadable(format!("{name} is not in milliseconds")))
    }

    /// A value that `read` knows.
    fn known<T>(
        &self,
        name: &str,
        read: impl FnOnce(&'a str) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let wrong = || Refusal::Unreadable(format!("{name} has a value that is not known"));
        self.one(name)?
            .map(|value| read(value).ok_or_else(wrong))
            .transpose()
    }

    fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        self.known(name, |value| match value {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
    }

    /// Values in one parameter, with commas between them.
    fn list<T>(
        &self,
        name: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<Vec<T>>, Refusal> {
        self.known(name, |values| values.split(',').map(&read).collect())
    }
}

impl Export {
    pub(crate) fn read(
        report: &'static Report,
        pairs: &[(String, String)],
        now: i64,
        limits: &Limits,
        company: &Company,
    ) -> Result<Self, Refusal> {
        let known: Vec<&str> = report.parameters().collect();
        if let Some(name) = stranger(pairs, &known) {
            return Err(Refusal::Unreadable(format!("unknown parameter {name}")));
        }
        let sent = Sent(pairs);
        let period = sent.required("startTime")?..sent.required("endTime")?;
        let format = sent.known("reportFormat", |value| match value {
            "json" => Some(FileFormat::Json),
            "csv" => Some(FileFormat::Csv),
            _ => None,
        })?;
        let locale = sent.known("locale", Locale::of)?;
        let offset = sent.known("timezoneOffset", offset)?;
        // Which of the two the service obeys when both are sent is not known; here the name wins.
        let zone = sent
            .known("timezone", zones::known)?
            .map(Zone::Named)
            .or(offset.map(Zone::Offset))
            .unwrap_or_default();
        let id = |text: &str| text.parse().ok();
        let mut teams = sent.list("teamIds", id)?.unwrap_or_default();
        for team in sent.all("teamId") {
            teams.push(
                id(&team)
                    .ok_or_else(|| Refusal::unreadable("teamId has a value that is not known"))?,
            );
        }
        let knows_disabled = known.contains(&"includeDisabled");
        let conversations = sent.known("conversationReportType", |value| match value {
            "OPEN_AT_END" => Some(Conversations::OpenAtEnd),
            "CLOSED" => Some(Conversations::Closed),
            "CREATED" => Some(Conversations::Created),
            _ => None,
        })?;
        let interval = if known.contains(&"timeInterval") {
            Some(sent.required("timeInterval")?)
        } else {
            None
        };
        let sieve = sieve(&sent, company)?;
        period::check(&period, zone, now, limits)?;
        let interval = interval.map(|ms| Interval::of(ms, &period)).transpose()?;
        Ok(Self {
            report,
            period,
            asked_at: now,
            format: format.unwrap_or_default(),
            columns: sent.all("reportMetrics"),
            style: Style {
                locale: locale.unwrap_or_default(),
                zone,
            },
            agents: sent.all("agentId"),
            teams,
            with_disabled: sent.flag("includeDisabled")?.unwrap_or(!knows_disabled),
            sieve,
            conversations: conversations.unwrap_or_default(),
            raised_limit: sent.flag("raiselimit")?.unwrap_or(false),
            interval,
        })
    }

    /// The part of the period that lies in the past: nothing has happened in the rest.
    pub(crate) fn past(&self) -> Range<i64> {
        self.period.start..self.period.end.min(self.asked_at)
    }

    /// Whether what this agent did, or nobody, is asked for.
    pub(crate) fn wants(&self, company: &Company, agent: Option<&Agent>) -> bool {
        let team = agent.and_then(|agent| company.team_of(agent));
        (self.with_disabled || !agent.is_some_and(|agent| agent.disabled))
            && (self.agents.is_empty()
                || agent.is_some_and(|agent| self.agents.contains(&agent.id)))
            // Whether the service joins the two with "and" or "or" is not known; here it is "and".
            && (self.teams.is_empty() || team.is_some_and(|team| self.teams.contains(&team.team_id)))
    }

    /// Whether a row of these facets, by this agent or nobody, is in the file.
    pub(crate) fn admits(&self, company: &Company, facets: &Facets, agent: Option<&Agent>) -> bool {
        self.wants(company, agent) && self.sieve.lets_through(facets)
    }

    /// How many rows the file has.
    pub(crate) fn rows(&self, company: &Company) -> u64 {
        self.report.table.count(self, company)
    }

    /// The file, byte for byte the same whenever it is made.
    pub(crate) fn file(&self, company: &Company) -> Vec<u8> {
        self.report.table.file(self, company)
    }
}

fn sieve(sent: &Sent<'_>, company: &Company) -> Result<Sieve, Refusal> {
    let enabled = sent.flag("enableBusinessHour")? == Some(true);
    let within = sent.flag("businessHourType")?;
    let own = within
        .filter(|_| enabled)
        .map(|within| (hours::COMPANY, within));
    let view_id = sent.known("smartViewId", |id| id.parse::<u64>().ok())?;
    let view = match view_id {
        None => None,
        Some(id) => Some(
            company
                .smart_views
                .iter()
                .find(|view| view.id == id)
                .ok_or_else(|| Refusal::Hydration(format!("There is no smart view {id}")))?,
        ),
    };
    let priorities = sent.list("priorities", |text| {
        text.parse().ok().filter(|priority| *priority <= 5)
    })?;
    let queue_ids = sent.list("workqueueIds", |id| id.parse::<u64>().ok())?;
    Ok(Sieve {
        hours: view
            .and_then(|view| view.hours)
            .map(|hours| (hours, true))
            .or(own),
        priorities,
        view: view.map(|view| view.shows),
        queues: queue_ids.map(|ids| {
            let places = company.work_queues.iter().enumerate();
            places
                .filter(|(_, queue)| ids.contains(&queue.id))
                .map(|(place, _)| place)
                .collect()
        }),
    })
}

/// An offset in milliseconds, positive ahead of UTC, and no further than clocks are set anywhere.
fn offset(ms: &str) -> Option<FixedOffset> {
    let ms: i32 = ms.parse().ok()?;
    if ms.abs() > 18 * 3_600_000 {
        None
    } else {
        FixedOffset::east_opt(ms / 1000)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::report;

    /// 15 November 2026, 12:00 UTC.
    const NOW: i64 = 1_794_744_000_000;
    const HOUR: i64 = 3_600_000;
    const DAY: i64 = 24 * HOUR;
    /// 1 October 2026, 00:00 UTC.
    const OCTOBER: i64 = 1_790_812_800_000;

    fn read(pairs: &[(&str, &str)]) -> Result<Export, Refusal> {
        let mut all = pairs.to_vec();
        let (start, end) = (OCTOBER.to_string(), (OCTOBER + 31 * DAY).to_string());
        for (name, value) in [("startTime", start.as_str()), ("endTime", end.as_str())] {
            if !pairs.iter().any(|(key, _)| *key == name) {
                all.push((name, value));
            }
        }
        let all: Vec<_> = all
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        user(&all)
    }

    fn user(pairs: &[(String, String)]) -> Result<Export, Refusal> {
        let report = report::find("user").expect("a report");
        Export::read(report, pairs, NOW, &Limits::default(), &company())
    }

    fn period(start: i64, end: i64, zone: &str) -> Result<Export, Refusal> {
        read(&[
            ("startTime", &start.to_string()),
            ("endTime", &end.to_string()),
            ("timezone", zone),
        ])
    }

    fn why(result: Result<Export, Refusal>) -> String {
        match result {
            Err(Refusal::Hydration(text)) => text,
            other => panic!("expected a failure in words, got {other:?}"),
        }
    }

    fn company() -> Company {
        Company::new(1848, 250, 12, 0)
    }

    fn rows(pairs: &[(&str, &str)]) -> Vec<BTreeMap<String, String>> {
        let export = read(pairs).expect("a valid export");
        serde_json::from_slice(&export.file(&company())).expect("flat objects of strings")
    }

    #[test]
    fn names_and_values_are_case_sensitive_and_strict() {
        for pair in [
            ("Locale", "en"),
            ("locale", "EN"),
            ("locale", ""),
            ("reportFormat", "CSV"),
            ("reportFormat", "xlsx"),
            ("includeDisabled", "True"),
            ("timezone", "europe/istanbul"),
            ("timezone", "Europe/Kyiv"),
            ("timezoneOffset", "3h"),
            ("timezoneOffset", "999999999"),
            ("teamId", "North West"),
            ("startTime", "2026-10-01"),
            ("companyKey", "practice-company"),
            ("agentid", "1"),
        ] {
            assert!(
                matches!(read(&[pair]), Err(Refusal::Unreadable(_))),
                "{pair:?}"
            );
        }
        let twice = read(&[("locale", "en"), ("locale", "en")]);
        assert!(matches!(twice, Err(Refusal::Unreadable(_))));
        assert_eq!(
            user(&[]).expect_err("neither is there"),
            Refusal::Unreadable("startTime is missing".into())
        );
    }

    #[test]
    fn three_calendar_months_fit_in_every_zone_and_a_moment_more_does_not() {
        // 1 August to 1 November: 92 days in UTC, and an hour longer in Berlin, where clocks went back.
        let (august, november) = (OCTOBER - 61 * DAY, OCTOBER + 31 * DAY);
        assert!(period(august, november, "Etc/UTC").is_ok());
        let text = why(period(august, november + 1, "Etc/UTC"));
        assert!(text.contains("3 months"), "{text}");
        let (august, november) = (august - 2 * HOUR, november - HOUR);
        assert!(period(august, november, "Europe/Berlin").is_ok());
        assert!(period(august, november + 1, "Europe/Berlin").is_err());
    }

    #[test]
    fn other_periods_are_refused_in_the_services_words() {
        let text = why(period(OCTOBER, OCTOBER - 1, "Etc/UTC"));
        assert!(text.contains("endTime is before startTime"), "{text}");
        let text = why(period(OCTOBER - 399 * DAY, OCTOBER + DAY, "Etc/UTC"));
        assert!(
            text.ends_with("Too many buckets (401) requested. Select a larger interval?"),
            "{text}"
        );
        // 15 May 2025, 00:00 UTC.
        let earliest = 1_747_267_200_000;
        assert!(period(earliest, earliest + DAY, "Etc/UTC").is_ok());
        let text = why(period(earliest - 1, earliest + DAY, "Etc/UTC"));
        assert!(text.contains("18 months"), "{text}");
        assert!(matches!(
            period(i64::MIN, OCTOBER, "Etc/UTC"),
            Err(Refusal::Unreadable(_))
        ));
    }

    #[test]
    fn filters_agents_teams_and_the_disabled() {
        let company = company();
        let disabled = company.agents.iter().filter(|agent| agent.disabled).count();
        assert_eq!(rows(&[]).len(), 250 - disabled);
        assert_eq!(rows(&[("includeDisabled", "true")]).len(), 250);
        let agent = company
            .agents
            .iter()
            .find(|agent| agent.team == Some(2))
            .expect("a member");
        let (own, other) = (
            company.teams[2].team_id.to_string(),
            company.teams[3].team_id.to_string(),
        );
        let found = rows(&[("agentId", &agent.id)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["agent_name"], agent.name);
        assert_eq!(rows(&[("agentId", &agent.id), ("teamId", &own)]).len(), 1);
        assert_eq!(rows(&[("agentId", &agent.id), ("teamId", &other)]).len(), 0);
        let both = [
            ("teamId", own.as_str()),
            ("teamId", other.as_str()),
            ("includeDisabled", "true"),
        ];
        let members = company.teams[2].number_of_members + company.teams[3].number_of_members;
        assert_eq!(rows(&both).len(), members);
    }

    #[test]
    fn the_same_seed_gives_the_same_bytes() {
        let export = read(&[("locale", "tr"), ("timezone", "Europe/Istanbul")]).expect("valid");
        assert_eq!(export.file(&company()), export.file(&company()));
        assert_ne!(
            export.file(&company()),
            export.file(&Company::new(1849, 250, 12, 0))
        );
    }

    #[test]
    fn csv_reads_back_as_the_json_without_the_five() {
        let csv = read(&[("reportFormat", "csv")])
            .expect("valid")
            .file(&company());
        assert!(!csv.starts_with("\u{feff}".as_bytes()));
        let mut reader = ::csv::Reader::from_reader(csv.as_slice());
        let read_back: Vec<BTreeMap<String, String>> = reader
            .deserialize()
            .collect::<Result<_, _>>()
            .expect("well-formed");
        let mut expected = rows(&[]);
        for row in &mut expected {
            row.retain(|name, _| !name.ends_with("_MILLIS"));
        }
        assert_eq!(read_back, expected);
        assert!(
            expected
                .iter()
                .any(|row| row["practice_note"].contains("\r\n"))
        );
    }

    #[test]
    fn nothing_found_is_still_a_file() {
        let none = [("agentId", "0"), ("reportMetrics", "agent_id")];
        assert_eq!(read(&none).expect("valid").file(&company()), b"[]");
        let csv = [none[0], none[1], ("reportFormat", "csv")];
        assert_eq!(read(&csv).expect("valid").file(&company()), b"agent_id\r\n");
    }

    #[test]
    fn the_period_changes_total_time_and_nothing_else() {
        let (short, long) = (OCTOBER + DAY, OCTOBER + 20 * DAY);
        let first = rows(&[("endTime", &short.to_string())]);
        let second = rows(&[("endTime", &long.to_string())]);
        let changed: std::collections::BTreeSet<_> = first
            .iter()
            .zip(&second)
            .flat_map(|(a, b)| {
                a.keys()
                    .filter(|name| a[*name] != b[*name])
                    .map(String::as_str)
            })
            .collect();
        let total_time = |name: &&str| {
            let state = ["console", "green", "yellow", "red", "mobile"]
                .iter()
                .any(|state| **name == format!("practice_{state}_time"));
            state || name.ends_with("_MILLIS")
        };
        let total: std::collections::BTreeSet<_> = first[0]
            .keys()
            .map(String::as_str)
            .filter(total_time)
            .collect();
        assert_eq!(total.len(), 10);
        assert_eq!(changed, total);
    }

    #[test]
    fn language_and_zone_change_how_times_look() {
        let plain = rows(&[]);
        let turkish = rows(&[("locale", "tr")]);
        let there = rows(&[("timezone", "Asia/Tokyo")]);
        let ahead = rows(&[("timezoneOffset", "32400000")]);
        let both = rows(&[("timezone", "Asia/Tokyo"), ("timezoneOffset", "0")]);
        assert_ne!(plain[0]["practice_created"], turkish[0]["practice_created"]);
        assert_ne!(
            plain[0]["practice_green_time"],
            turkish[0]["practice_green_time"]
        );
        assert_eq!(
            plain[0]["TOTAL_GREEN_STATE_TIME_MILLIS"],
            turkish[0]["TOTAL_GREEN_STATE_TIME_MILLIS"]
        );
        assert_ne!(plain[0]["practice_created"], there[0]["practice_created"]);
        assert_eq!(there, ahead);
        assert_eq!(there, both);
    }
}
