//! From what a person picked on a calendar to instants, and back.
//!
//! Local times that a daylight-saving change skips become the first instant after the gap; local
//! times that occur twice are the earlier one at a start and the later one at an end.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

use crate::model::{Field, FieldFault, Period, Problem, ProblemKind, ResolvedPeriod};

/// The service's limit for one export.
const LONGEST: Months = Months::new(3);
/// The service's history.
const HISTORY: Months = Months::new(18);

/// The zone of an IANA name.
pub(crate) fn zone(name: &str) -> Result<Tz, Problem> {
    name.parse().map_err(|_| {
        let fault = if name.is_empty() {
            FieldFault::Missing
        } else {
            FieldFault::Malformed
        };
        ProblemKind::InvalidField {
            field: Field::TimeZone,
            fault,
        }
        .into()
    })
}

/// The instants of a period in a zone.
///
/// # Errors
/// [`ProblemKind::InvalidField`] when the end is not after the start or a date is out of range.
pub(crate) fn resolve(period: Period, zone: Tz) -> Result<ResolvedPeriod, Problem> {
    let (start, end) = match period {
        Period::Days { from, to } => {
            if to < from {
                return Err(invalid(FieldFault::Reversed));
            }
            let after = to
                .checked_add_days(Days::new(1))
                .ok_or_else(|| invalid(FieldFault::Malformed))?;
            (start_of_day(from, zone), start_of_day(after, zone))
        }
        Period::Instants { start, end } => (
            DateTime::from_timestamp_millis(start),
            DateTime::from_timestamp_millis(end),
        ),
    };
    let (Some(start), Some(end)) = (start, end) else {
        return Err(invalid(FieldFault::Malformed));
    };
    if end <= start {
        return Err(invalid(FieldFault::Reversed));
    }
    let last = end - chrono::Duration::milliseconds(1);
    Ok(ResolvedPeriod {
        start: start.timestamp_millis(),
        end: end.timestamp_millis(),
        start_offset_minutes: offset_millis(start, zone) / 60_000,
        end_offset_minutes: offset_millis(last, zone) / 60_000,
    })
}

/// Refuses what the service is known to refuse, before anything is sent.
pub(crate) fn check_limits(period: &ResolvedPeriod, zone: Tz, now: i64) -> Result<(), Problem> {
    let start = local(period.start, zone)?;
    let end = local(period.end, zone)?;
    let longest = start.checked_add_months(LONGEST);
    if longest.is_none_or(|longest| end > longest) {
        return Err(ProblemKind::PeriodTooLong.into());
    }
    let earliest = DateTime::from_timestamp_millis(now)
        .and_then(|now| now.checked_sub_months(HISTORY))
        .map(|earliest| earliest.timestamp_millis());
    match earliest {
        Some(earliest) if period.start < earliest => {
            Err(ProblemKind::PeriodTooOld { earliest }.into())
        }
        _ => Ok(()),
    }
}

/// The days of a period for a file's name: first and last included.
pub(crate) fn days(period: &ResolvedPeriod, zone: Tz) -> Result<(NaiveDate, NaiveDate), Problem> {
    Ok((
        local(period.start, zone)?.date(),
        local(period.end - 1, zone)?.date(),
    ))
}

/// Milliseconds ahead of UTC at an instant.
pub(crate) fn offset_millis_at(instant: i64, zone: Tz) -> Result<i64, Problem> {
    DateTime::from_timestamp_millis(instant)
        .map(|instant| i64::from(offset_millis(instant, zone)))
        .ok_or_else(|| invalid(FieldFault::Malformed))
}

fn offset_millis(instant: DateTime<Utc>, zone: Tz) -> i32 {
    instant
        .with_timezone(&zone)
        .offset()
        .fix()
        .local_minus_utc()
        * 1000
}

fn local(instant: i64, zone: Tz) -> Result<NaiveDateTime, Problem> {
    DateTime::from_timestamp_millis(instant)
        .map(|instant| instant.with_timezone(&zone).naive_local())
        .ok_or_else(|| invalid(FieldFault::Malformed))
}

/// The first instant of a day. A day that a zone skipped altogether begins where the next does.
///
/// The end of a period is the start of the day after it, so that days, weeks and months laid end
/// to end share their borders: a midnight that occurs twice belongs to the new day from its first
/// occurrence.
fn start_of_day(day: NaiveDate, zone: Tz) -> Option<DateTime<Utc>> {
    let midnight = day.and_time(NaiveTime::MIN);
    if let Some(instant) = zone.from_local_datetime(&midnight).earliest() {
        return Some(instant.to_utc());
    }
    first_instant_after_gap(midnight, zone)
}

/// Looks for the change by halving: before it local time is behind `local`, after it ahead.
fn first_instant_after_gap(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    // No zone is more than 26 hours of local time away from UTC on either side of a gap.
    let middle = local.and_utc().timestamp();
    let (mut before, mut after) = (middle - 50 * 3600, middle + 50 * 3600);
    while after - before > 1 {
        let between = before + (after - before) / 2;
        let reached = DateTime::from_timestamp(between, 0)?
            .with_timezone(&zone)
            .naive_local()
            >= local;
        if reached {
            after = between;
        } else {
            before = between;
        }
    }
    DateTime::from_timestamp(after, 0)
}

fn invalid(fault: FieldFault) -> Problem {
    ProblemKind::InvalidField {
        field: Field::Period,
        fault,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn days_in(from: &str, to: &str, zone: Tz) -> ResolvedPeriod {
        let period = Period::Days {
            from: date(from),
            to: date(to),
        };
        resolve(period, zone).expect("a period")
    }

    fn utc(text: &str) -> i64 {
        text.parse::<DateTime<Utc>>()
            .expect("an instant")
            .timestamp_millis()
    }

    #[test]
    fn whole_days_include_both_ends() {
        let period = days_in("2026-10-01", "2026-10-31", Tz::Europe__Istanbul);
        assert_eq!(period.start, utc("2026-09-30T21:00:00Z"));
        assert_eq!(period.end, utc("2026-10-31T21:00:00Z"));
        assert_eq!(period.start_offset_minutes, 180);
    }

    #[test]
    fn a_period_over_a_change_shows_both_offsets() {
        let period = days_in("2026-10-25", "2026-10-25", Tz::Europe__Berlin);
        assert_eq!(period.end - period.start, 25 * 3_600_000);
        assert_eq!(
            (period.start_offset_minutes, period.end_offset_minutes),
            (120, 60)
        );
    }

    #[test]
    fn a_midnight_in_a_gap_is_the_first_instant_after_it() {
        // Beirut moves its clocks at midnight: 00:00 to 01:00 on 29 March 2026 does not exist.
        let period = days_in("2026-03-29", "2026-03-29", Tz::Asia__Beirut);
        assert_eq!(period.start, utc("2026-03-28T22:00:00Z"));
        assert_eq!(period.end - period.start, 23 * 3_600_000);
    }

    #[test]
    fn a_skipped_day_is_refused_as_empty_and_its_neighbours_meet() {
        // Samoa had no 30 December 2011.
        let zone = Tz::Pacific__Apia;
        let before = days_in("2011-12-29", "2011-12-29", zone);
        let after = days_in("2011-12-31", "2011-12-31", zone);
        assert_eq!(before.end, after.start);
        let skipped = Period::Days {
            from: date("2011-12-30"),
            to: date("2011-12-30"),
        };
        assert!(resolve(skipped, zone).is_err());
    }

    #[test]
    fn a_midnight_that_occurs_twice_starts_the_day_at_its_first() {
        // Havana falls back at 01:00 on 1 November 2026, so midnight occurs twice.
        let period = days_in("2026-11-01", "2026-11-01", Tz::America__Havana);
        assert_eq!(period.start, utc("2026-11-01T04:00:00Z"));
        assert_eq!(period.end - period.start, 25 * 3_600_000);
    }

    #[test]
    fn reversed_and_empty_periods_are_refused() {
        let reversed = Period::Days {
            from: date("2026-10-02"),
            to: date("2026-10-01"),
        };
        let empty = Period::Instants { start: 5, end: 5 };
        for period in [reversed, empty] {
            let problem = resolve(period, Tz::UTC).expect_err("refused");
            assert_eq!(problem, invalid(FieldFault::Reversed));
        }
    }

    #[test]
    fn three_calendar_months_are_the_most() {
        let now = utc("2026-11-23T08:00:00Z");
        let zone = Tz::Europe__Berlin;
        let whole = days_in("2026-08-01", "2026-10-31", zone);
        assert_eq!(check_limits(&whole, zone, now), Ok(()));
        let longer = days_in("2026-08-01", "2026-11-01", zone);
        assert_eq!(
            check_limits(&longer, zone, now),
            Err(ProblemKind::PeriodTooLong.into())
        );
    }

    #[test]
    fn eighteen_months_of_history_are_the_most() {
        let now = utc("2026-11-23T08:00:00Z");
        let kept = days_in("2025-05-24", "2025-05-30", Tz::UTC);
        assert_eq!(check_limits(&kept, Tz::UTC, now), Ok(()));
        let gone = days_in("2025-05-23", "2025-05-30", Tz::UTC);
        assert_eq!(
            check_limits(&gone, Tz::UTC, now),
            Err(ProblemKind::PeriodTooOld {
                earliest: utc("2025-05-23T08:00:00Z")
            }
            .into())
        );
    }

    proptest! {
        #[test]
        fn consecutive_days_tile_time(zone in 0..chrono_tz::TZ_VARIANTS.len(), day in 0u64..8400) {
            let zone = chrono_tz::TZ_VARIANTS[zone];
            let first = date("2015-01-01") + Days::new(day);
            let second = first + Days::new(1);
            let one = |day| resolve(Period::Days { from: day, to: day }, zone);
            let both = resolve(Period::Days { from: first, to: second }, zone);
            if let (Ok(a), Ok(b), Ok(both)) = (one(first), one(second), both) {
                prop_assert_eq!(a.end, b.start);
                prop_assert_eq!((both.start, both.end), (a.start, b.end));
                prop_assert_eq!(days(&a, zone), Ok((first, first)));
            }
        }
    }
}
