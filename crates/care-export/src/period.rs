//! From `--from` and `--to` to a period.

use std::str::FromStr;

use chrono::{DateTime, NaiveDate};
use export_engine::Period;

/// One end of a period, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Moment {
    /// A day of the zone's calendar.
    Day(NaiveDate),
    /// UTC milliseconds.
    Instant(i64),
}

/// A text that is neither a day nor an instant.
const NEITHER: &str =
    "write a day as 2026-10-01, or a moment with its offset as 2026-10-01T08:00:00+03:00";

/// A period with a day at one end and an instant at the other.
pub(crate) const MIXED: &str = "--from and --to must both be days, or both be moments";

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // chrono would also read 26-1-2 and +26-10-01, which are in the year 26.
        if text.len() == "2026-10-01".len() && !text.starts_with(['+', '-']) {
            let day = NaiveDate::parse_from_str(text, "%Y-%m-%d");
            return day.map(Moment::Day).map_err(|_| NEITHER);
        }
        let instant = DateTime::parse_from_rfc3339(text).map_err(|_| NEITHER)?;
        Ok(Moment::Instant(instant.timestamp_millis()))
    }
}

/// The period between two ends.
pub(crate) fn period(from: Moment, to: Moment) -> Result<Period, &'static str> {
    match (from, to) {
        (Moment::Day(from), Moment::Day(to)) => Ok(Period::Days { from, to }),
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
    fn one_of_each_is_refused() {
        let (day, instant) = (moment("2026-10-01"), moment("2026-10-31T00:00:00Z"));
        assert_eq!(period(day, instant), Err(MIXED));
        assert_eq!(period(instant, day), Err(MIXED));
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
            "2026-10-01T08:00",
            "2026-10-01T08:00:00",
            "+026-10-01",
            "1759266000000",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
    }
}
