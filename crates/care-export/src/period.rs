//! From `--from` and `--to`, or `--period`, to a period.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use export_engine::{Period, PeriodRule, Weekday};

/// One end of a period, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A day of the zone's calendar.
    Day(NaiveDate),
    /// What the zone's clocks show.
    Time(NaiveDateTime),
    /// UTC milliseconds.
    Instant(i64),
}

/// A text that is neither a day nor a moment.
const NEITHER: &str = "write a day as 2026-10-01, a moment on the zone's clocks as 2026-10-01T08:00, or one with its \
                       offset as 2026-10-01T08:00:00+03:00";

/// A period with a day at one end and a moment at the other.
pub(crate) const MIXED: &str =
    "--from and --to must both be days, or both be moments, with their offsets or without";

/// A text that is no rule.
const NO_RULE: &str = "write today, yesterday, this-week, last-week, this-month, last-month, this-quarter, \
                       last-quarter, or a number of days as last-30-days";

/// The days of the week, as `--week-start` takes them.
pub(crate) const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // chrono would also read 26-1-2 and +26-10-01, which are in the year 26.
        if text.len() == "2026-10-01".len() && !text.starts_with(['+', '-']) {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
            return day.map(Moment::Day).map_err(|_| NEITHER);
        }
        let is_four_digit_year = text.find('-') == Some(4);
        for form in ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"] {
            if is_four_digit_year && let Ok(time) = NaiveDateTime::parse_from_str(text, form) {
                return Ok(Moment::Time(time));
            }
        }
        let instant = DateTime::parse_from_rfc3339(text).map_err(|_| NEITHER)?;
        Ok(Moment::Instant(instant.timestamp_millis()))
    }
}

/// The rule of a name such as `last-month`.
pub(crate) fn rule(name: &str) -> Result<PeriodRule, &'static str> {
    Ok(match name {
        "today" => PeriodRule::Today,
        "yesterday" => PeriodRule::Yesterday,
        "this-week" => PeriodRule::WeekSoFar,
        "last-week" => PeriodRule::PreviousWeek,
        "this-month" => PeriodRule::MonthSoFar,
        "last-month" => PeriodRule::PreviousMonth,
        "this-quarter" => PeriodRule::QuarterSoFar,
        "last-quarter" => PeriodRule::PreviousQuarter,
        other => {
            let days = other
                .strip_prefix("last-")
                .and_then(|rest| rest.strip_suffix("-days"))
                .filter(|days| days.bytes().all(|byte| byte.is_ascii_digit()));
            let days = days.and_then(|days| days.parse().ok()).ok_or(NO_RULE)?;
            PeriodRule::LastDays { days }
        }
    })
}

/// A period as the arguments would say it.
pub(crate) fn in_words(period: Period) -> String {
    match period {
        Period::Days { from, to } => format!("{from} to {to}"),
        Period::Times { from, to } => {
            let form = "%Y-%m-%dT%H:%M";
            format!("{} to {}", from.format(form), to.format(form))
        }
        Period::Instants { start, end } => format!("{} to {}", instant(start), instant(end)),
        Period::Rule { rule, week_start } => {
            let name = match rule {
                PeriodRule::Today => "today",
                PeriodRule::Yesterday => "yesterday",
                PeriodRule::WeekSoFar => "this-week",
                PeriodRule::PreviousWeek => "last-week",
                PeriodRule::MonthSoFar => "this-month",
                PeriodRule::PreviousMonth => "last-month",
                PeriodRule::QuarterSoFar => "this-quarter",
                PeriodRule::PreviousQuarter => "last-quarter",
                PeriodRule::LastDays { days } => return format!("last-{days}-days"),
            };
            match WEEKDAYS.iter().find(|(_, day)| *day == week_start) {
                Some((day, _)) if name.ends_with("week") => format!("{name} from {day}"),
                _ => name.to_owned(),
            }
        }
    }
}

/// UTC milliseconds as a moment.
pub(crate) fn instant(at: i64) -> String {
    DateTime::from_timestamp_millis(at)
        .map_or_else(String::new, |at| at.format("%Y-%m-%dT%H:%MZ").to_string())
}

/// The period between two ends.
pub(crate) fn period(from: Moment, to: Moment) -> Result<Period, &'static str> {
    match (from, to) {
        (Moment::Day(from), Moment::Day(to)) => Ok(Period::Days { from, to }),
        (Moment::Time(from), Moment::Time(to)) => Ok(Period::Times { from, to }),
        (Moment::Instant(start), Moment::Instant(end)) => Ok(Period::Instants { start, end }),
        _ => Err(MIXED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().expect("a day or an instant")
    }

    #[test]
    fn days_make_a_period_of_days() {
        let from = NaiveDate::from_ymd_opt(2026, 10, 1).expect("a day");
        let to = NaiveDate::from_ymd_opt(2026, 10, 31).expect("a day");
        assert_eq!(
            period(moment("2026-10-01"), moment("2026-10-31")),
            Ok(Period::Days { from, to })
        );
    }

    #[test]
    fn instants_make_a_period_of_milliseconds() {
        assert_eq!(
            period(
                moment("1970-01-01T00:00:00.001Z"),
                moment("1970-01-01T03:00:01+03:00")
            ),
            Ok(Period::Instants {
                start: 1,
                end: 1000
            })
        );
    }

    #[test]
    fn moments_without_an_offset_are_those_of_the_zone() {
        let time = |text: &str| text.parse::<NaiveDateTime>().expect("a time");
        assert_eq!(
            period(moment("2026-10-01T08:00"), moment("2026-10-01T17:30:15")),
            Ok(Period::Times {
                from: time("2026-10-01T08:00:00"),
                to: time("2026-10-01T17:30:15"),
            })
        );
    }

    #[test]
    fn one_of_each_is_refused() {
        let all = ["2026-10-01", "2026-10-31T00:00", "2026-10-31T00:00:00Z"].map(moment);
        for (i, from) in all.iter().enumerate() {
            for (j, to) in all.iter().enumerate() {
                assert_eq!(period(*from, *to) == Err(MIXED), i != j);
            }
        }
    }

    #[test]
    fn rules_have_names() {
        assert_eq!(rule("last-month"), Ok(PeriodRule::PreviousMonth));
        assert_eq!(rule("this-quarter"), Ok(PeriodRule::QuarterSoFar));
        assert_eq!(rule("last-30-days"), Ok(PeriodRule::LastDays { days: 30 }));
        for text in [
            "",
            "last-month ",
            "Last-month",
            "last--1-days",
            "last-+1-days",
            "last-days",
            "last-99999-days",
        ] {
            assert_eq!(rule(text), Err(NO_RULE), "{text}");
        }
    }

    #[test]
    fn a_rule_is_told_by_the_name_that_it_is_asked_by() {
        for name in [
            "today",
            "yesterday",
            "this-week",
            "last-week",
            "this-month",
            "last-month",
            "this-quarter",
            "last-quarter",
            "last-30-days",
        ] {
            let week_start = Weekday::Sunday;
            let rule = rule(name).expect("a rule");
            let told = in_words(Period::Rule { rule, week_start });
            let week = if name.ends_with("week") {
                " from sunday"
            } else {
                ""
            };
            assert_eq!(told, format!("{name}{week}"));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "today",
            "2026-13-01",
            "2026-02-29",
            "26-1-2",
            "2026-1-02",
            "01.10.2026",
            "2026-10-01 ",
            "2026-10-01T24:00",
            "2026-10-01 08:00",
            "26-10-01T08:00",
            "+2026-10-01T08:00",
            "+026-10-01",
            "1759266000000",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }
}
