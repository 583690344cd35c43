//! The User export: what may be asked, what is refused, and the file that comes of it.

use std::ops::Range;

use chrono::{FixedOffset, Months, NaiveTime};
use serde_json::Value;

use crate::columns::{chosen, values};
use crate::company::{Agent, Company, TotalTime};
use crate::config::Limits;
use crate::format::{Locale, Style, Zone};
use crate::params::{single, stranger};
use crate::zones;

const PARAMETERS: &[&str] = &[
    "startTime",
    "endTime",
    "reportFormat",
    "reportMetrics",
    "locale",
    "agentId",
    "teamId",
    "includeDisabled",
    "timezone",
    "timezoneOffset",
];

/// A period of more days than this is refused with the documented message about buckets, a shorter one that is still too long
/// with one about months. Where the service draws that line is not known.
const MOST_DAYS_NAMED_IN_MONTHS: i64 = 366;

/// The kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FileFormat {
    #[default]
    Json,
    Csv,
}

impl FileFormat {
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    pub(crate) fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
        }
    }
}

/// The parameters of a User export, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UserExport {
    /// UTC milliseconds, the end excluded.
    pub(crate) period: Range<i64>,
    pub(crate) format: FileFormat,
    pub(crate) columns: Vec<String>,
    pub(crate) agents: Vec<String>,
    pub(crate) teams: Vec<u64>,
    pub(crate) include_disabled: bool,
    pub(crate) style: Style,
}

/// Why an export is not taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// 400 and `{}`: the real service says no more; this one adds a header for whoever writes a client.
    Unreadable(String),
    /// An answer whose `result` is this string.
    Failure(String),
}

fn unreadable(what: impl Into<String>) -> Refusal {
    Refusal::Unreadable(what.into())
}

fn hydration(what: &str) -> Refusal {
    Refusal::Failure(format!(
        "Unable to hydrate filter for export info: ExportInfo(reportType=user): HydrationException: {what}"
    ))
}

impl UserExport {
    /// Reads the parameters; names and values are case-sensitive.
    pub(crate) fn read(
        pairs: &[(String, String)],
        now: i64,
        limits: &Limits,
    ) -> Result<Self, Refusal> {
        if let Some(name) = stranger(pairs, PARAMETERS) {
            return Err(unreadable(format!("unknown parameter {name}")));
        }
        let one = |name: &str| {
            single(pairs, name).map_err(|()| unreadable(format!("{name} comes more than once")))
        };
        let all = |name: &str| {
            pairs
                .iter()
                .filter(|(key, _)| key == name)
                .map(|(_, value)| value.clone())
                .collect()
        };
        let instant = |name: &str| {
            let value = one(name)?.ok_or_else(|| unreadable(format!("{name} is missing")))?;
            value
                .parse::<i64>()
                .map_err(|_| unreadable(format!("{name} is not in milliseconds")))
        };
        let wrong = |name: &str| unreadable(format!("{name} has a value that is not known"));

        let period = instant("startTime")?..instant("endTime")?;
        let format = match one("reportFormat")? {
            None | Some("json") => FileFormat::Json,
            Some("csv") => FileFormat::Csv,
            Some(_) => return Err(wrong("reportFormat")),
        };
        let locale = match one("locale")? {
            None => Locale::default(),
            Some(code) => Locale::of(code).ok_or_else(|| wrong("locale"))?,
        };
        let include_disabled = match one("includeDisabled")? {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err(wrong("includeDisabled")),
        };
        let offset = match one("timezoneOffset")? {
            None => None,
            Some(ms) => Some(offset(ms).ok_or_else(|| wrong("timezoneOffset"))?),
        };
        let zone = match one("timezone")? {
            None => offset.map_or_else(Zone::default, Zone::Offset),
            // Which of the two the service obeys when both are sent is not known; here the name wins.
            Some(id) => Zone::Named(zones::known(id).ok_or_else(|| wrong("timezone"))?),
        };
        let team_ids: Vec<String> = all("teamId");
        let teams = team_ids
            .iter()
            .map(|id| id.parse().map_err(|_| wrong("teamId")))
            .collect::<Result<_, _>>()?;
        let export = Self {
            period,
            format,
            columns: all("reportMetrics"),
            agents: all("agentId"),
            teams,
            include_disabled,
            style: Style { locale, zone },
        };
        export.check_period(now, limits)?;
        Ok(export)
    }

    /// Months are counted on the calendar of the export's zone, where "1 August to 1 November" is three of them whatever the
    /// clocks did in between.
    fn check_period(&self, now: i64, limits: &Limits) -> Result<(), Refusal> {
        let zone = self.style.zone;
        let (Some(start), Some(end), Some(now)) = (
            zone.wall_clock(self.period.start),
            zone.wall_clock(self.period.end),
            zone.wall_clock(now),
        ) else {
            return Err(unreadable("startTime or endTime lies outside the calendar"));
        };
        if self.period.end < self.period.start {
            return Err(hydration("endTime is before startTime"));
        }
        let latest_end = |months| start.checked_add_months(Months::new(months));
        if let Some(months) = limits.range_months
            && latest_end(months).is_none_or(|latest| end > latest)
        {
            let days = (end - start).num_days();
            return Err(hydration(&if days > MOST_DAYS_NAMED_IN_MONTHS {
                format!(
                    "Too many buckets ({}) requested. Select a larger interval?",
                    days + 1
                )
            } else {
                format!("The date range may not be longer than {months} months")
            }));
        }
        // From midnight of that day, so that a date 18 months back can be asked for at any hour.
        let earliest = |months| {
            now.checked_sub_months(Months::new(months))
                .map(|day| day.date().and_time(NaiveTime::MIN))
        };
        if let Some(months) = limits.history_months
            && earliest(months).is_none_or(|earliest| start < earliest)
        {
            return Err(hydration(&format!(
                "startTime is more than {months} months ago, before the history that is kept"
            )));
        }
        Ok(())
    }

    /// The agents who are in the file.
    fn chosen_agents<'a>(&'a self, company: &'a Company) -> impl Iterator<Item = &'a Agent> {
        company.agents.iter().filter(move |agent| {
            let team = company.team_of(agent).map(|team| team.team_id);
            (self.include_disabled || !agent.disabled)
                && (self.agents.is_empty() || self.agents.contains(&agent.id))
                // Whether the service joins the two with "and" or "or" is not known; here it is "and".
                && (self.teams.is_empty() || team.is_some_and(|id| self.teams.contains(&id)))
        })
    }

    /// How many rows the file has.
    pub(crate) fn rows(&self, company: &Company) -> u64 {
        self.chosen_agents(company).count() as u64
    }

    /// The file, byte for byte the same whenever it is made.
    pub(crate) fn file(&self, company: &Company) -> Vec<u8> {
        let columns = chosen(&self.columns, self.format == FileFormat::Csv);
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        let rows = self.chosen_agents(company).map(|agent| {
            let time = TotalTime::of(company.seed, agent, self.period.start, self.period.end);
            values(&columns, company, agent, time, self.style)
        });
        match self.format {
            FileFormat::Json => json(&names, rows),
            FileFormat::Csv => csv(&names, rows),
        }
    }
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

/// A top-level array of flat objects whose values are all strings. Written by hand because a map would sort the names.
fn json(names: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let quoted = |text: &str| Value::from(text).to_string();
    let objects: Vec<String> = rows
        .map(|row| {
            let fields: Vec<String> = names
                .iter()
                .zip(&row)
                .map(|(name, value)| format!("{}:{}", quoted(name), quoted(value)))
                .collect();
            format!("{{{}}}", fields.join(","))
        })
        .collect();
    format!("[{}]", objects.join(",")).into_bytes()
}

/// Commas, UTF-8 without a byte order mark, quotes where RFC 4180 needs them, CRLF. A file without columns is empty.
fn csv(names: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    if names.is_empty() {
        return Vec::new();
    }
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let header = names.iter().map(|name| (*name).to_owned()).collect();
    for record in std::iter::once(header).chain(rows) {
        // Memory takes all that is written to it, and every record has as many fields as the header.
        let _ = writer.write_record(&record);
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// 15 November 2026, 12:00 UTC.
    const NOW: i64 = 1_794_744_000_000;
    const HOUR: i64 = 3_600_000;
    const DAY: i64 = 24 * HOUR;
    /// 1 October 2026, 00:00 UTC.
    const OCTOBER: i64 = 1_790_812_800_000;

    fn read(pairs: &[(&str, &str)]) -> Result<UserExport, Refusal> {
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
        UserExport::read(&all, NOW, &Limits::default())
    }

    fn period(start: i64, end: i64, zone: &str) -> Result<UserExport, Refusal> {
        read(&[
            ("startTime", &start.to_string()),
            ("endTime", &end.to_string()),
            ("timezone", zone),
        ])
    }

    fn why(result: Result<UserExport, Refusal>) -> String {
        match result {
            Err(Refusal::Failure(text)) => text,
            other => panic!("expected a failure in words, got {other:?}"),
        }
    }

    fn company() -> Company {
        Company::new(1848, 250, 12)
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
        let neither = UserExport::read(&[], NOW, &Limits::default());
        assert_eq!(
            neither,
            Err(Refusal::Unreadable("startTime is missing".into()))
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
            text.starts_with("Unable to hydrate filter for export info: "),
            "{text}"
        );
        assert!(
            text.ends_with(
                "HydrationException: Too many buckets (401) requested. Select a larger interval?"
            ),
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
            export.file(&Company::new(1849, 250, 12))
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
    fn csv_quotes_what_it_must_and_nothing_else() {
        let file = csv(
            &["a", "b"],
            [
                vec!["x,y".to_owned(), "say \"hi\"".to_owned()],
                vec!["1\n2".to_owned(), " z".to_owned()],
            ]
            .into_iter(),
        );
        assert_eq!(
            String::from_utf8(file).expect("UTF-8"),
            "a,b\r\n\"x,y\",\"say \"\"hi\"\"\"\r\n\"1\n2\", z\r\n"
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
        let total: std::collections::BTreeSet<_> = crate::columns::COLUMNS
            .iter()
            .filter(|c| c.total_time)
            .map(|c| c.name)
            .collect();
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
