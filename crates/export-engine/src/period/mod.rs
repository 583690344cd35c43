//! From what a person picked on a calendar to instants, and back.
//!
//! Local times that a daylight-saving change skips become the first instant after the gap; local
//! times that occur twice are the earlier one at a start and the later one at an end. [`rules`]
//! says which days a rule means today, [`changes`] finds when clocks move, [`parts`] cuts what is too long.

pub(crate) mod changes;
#[cfg(test)]
mod every_zone;
mod parts;
mod rules;

use chrono::{
    DateTime, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;

pub(crate) use parts::parts;

use crate::model::{Field, FieldFault, Period, PeriodRule, Problem, ProblemKind, ResolvedPeriod};

/// The service's limit for one export.
const LONGEST: Months = Months::new(3);
/// The service's history.
const HISTORY: Months = Months::new(18);
/// The most days that [`PeriodRule::LastDays`] can go back: the service's history.
const MOST_DAYS: u16 = 550;
const MINUTE: i64 = 60_000;

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
/// [`ProblemKind::InvalidField`] when the end is not after the start or a date is out of range;
/// [`ProblemKind::NothingYet`] for a rule that means no time today.
pub(crate) fn resolve(period: Period, zone: Tz, now: i64) -> Result<ResolvedPeriod, Problem> {
    let period = fixed(period, zone, now)?;
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
        Period::Times { from, to } => {
            if to <= from {
                return Err(invalid(FieldFault::Reversed));
            }
            (earliest(from, zone), latest(to, zone))
        }
        Period::Instants { start, end } => {
            if end <= start {
                return Err(invalid(FieldFault::Reversed));
            }
            (
                DateTime::from_timestamp_millis(start),
                DateTime::from_timestamp_millis(end),
            )
        }
        // Fixed is what it just was made.
        Period::Rule { .. } => return Err(ProblemKind::Internal.into()),
    };
    let (Some(start), Some(end)) = (start, end) else {
        return Err(invalid(FieldFault::Malformed));
    };
    if end <= start {
        return Err(invalid(FieldFault::Skipped));
    }
    let last = end - TimeDelta::milliseconds(1);
    let to = match period {
        // Whatever clocks do at that hour, people know it as midnight.
        Period::Days { to, .. } => (to + Days::new(1)).and_time(NaiveTime::MIN),
        _ => last.with_timezone(&zone).naive_local() + TimeDelta::milliseconds(1),
    };
    Ok(ResolvedPeriod {
        start: start.timestamp_millis(),
        end: end.timestamp_millis(),
        from: start.with_timezone(&zone).naive_local(),
        to,
        start_offset_minutes: offset_millis(start, zone) / 60_000,
        end_offset_minutes: offset_millis(last, zone) / 60_000,
        changes: changes::between(start.timestamp_millis(), end.timestamp_millis(), zone),
    })
}

/// A period that means the same whenever it is read: a rule becomes what it means now.
///
/// # Errors
/// [`ProblemKind::NothingYet`] when that is no time at all.
pub(crate) fn fixed(period: Period, zone: Tz, now: i64) -> Result<Period, Problem> {
    let Period::Rule { rule, week_start } = period else {
        return Ok(period);
    };
    if let PeriodRule::LastDays { days } = rule
        && !(1..=MOST_DAYS).contains(&days)
    {
        let fault = if days == 0 {
            FieldFault::Missing
        } else {
            FieldFault::TooLong
        };
        return Err(invalid(fault));
    }
    let today = local(now, zone)?.date();
    if rule == PeriodRule::Today {
        let midnight = start_of_day(today, zone).ok_or_else(|| invalid(FieldFault::Malformed))?;
        let (start, end) = (midnight.timestamp_millis(), now - now.rem_euclid(MINUTE));
        return if end > start {
            Ok(Period::Instants { start, end })
        } else {
            Err(ProblemKind::NothingYet.into())
        };
    }
    let (from, to) = rules::days(rule, week_start, today).ok_or(ProblemKind::NothingYet)?;
    Ok(Period::Days { from, to })
}

/// Refuses a period that begins before the service's history, before anything is sent.
pub(crate) fn check_history(period: &ResolvedPeriod, now: i64) -> Result<(), Problem> {
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

/// What a clock in the zone shows at an instant.
pub(crate) fn local(instant: i64, zone: Tz) -> Result<NaiveDateTime, Problem> {
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
    earliest(day.and_time(NaiveTime::MIN), zone)
}

/// When a clock in the zone first shows this.
fn earliest(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    match zone.from_local_datetime(&local).earliest() {
        Some(instant) => Some(instant.to_utc()),
        None => first_instant_after_gap(local, zone),
    }
}

/// When a clock in the zone last shows this.
fn latest(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    match zone.from_local_datetime(&local).latest() {
        Some(instant) => Some(instant.to_utc()),
        None => first_instant_after_gap(local, zone),
    }
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

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn days_in(from: &str, to: &str, zone: Tz) -> ResolvedPeriod {
        let period = Period::Days {
            from: date(from),
            to: date(to),
        };
        resolve(period, zone, 0).expect("a period")
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
        assert!(resolve(skipped, zone, 0) == Err(invalid(FieldFault::Skipped)));
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
            let problem = resolve(period, Tz::UTC, 0).expect_err("refused");
            assert_eq!(problem, invalid(FieldFault::Reversed));
        }
    }

    fn parts_of(from: &str, to: &str, zone: Tz) -> usize {
        let period = Period::Days {
            from: date(from),
            to: date(to),
        };
        parts(period, zone).expect("parts").len()
    }

    #[test]
    fn three_calendar_months_are_one_part() {
        let zone = Tz::Europe__Berlin;
        assert_eq!(parts_of("2026-08-01", "2026-10-31", zone), 1);
        assert_eq!(parts_of("2026-08-01", "2026-11-01", zone), 2);
    }

    #[test]
    fn three_months_that_end_in_a_gap_are_three_months() {
        // Beirut skips the midnight that ends 28 March 2026.
        let zone = Tz::Asia__Beirut;
        assert_eq!(parts_of("2025-12-29", "2026-03-28", zone), 1);
        let period = days_in("2025-12-29", "2026-03-28", zone);
        assert_eq!(period.to.to_string(), "2026-03-29 00:00:00");
    }

    #[test]
    fn times_of_a_day_are_those_on_the_wall() {
        let period = Period::Times {
            from: "2026-10-24T22:00:00".parse().expect("a time"),
            to: "2026-10-25T06:00:00".parse().expect("a time"),
        };
        let night = resolve(period, Tz::Europe__Berlin, 0).expect("a period");
        assert_eq!(night.end - night.start, 9 * 3_600_000);
        assert_eq!(
            night.changes,
            [crate::model::ClockChange {
                at: utc("2026-10-25T01:00:00Z"),
                before_minutes: 120,
                after_minutes: 60,
            }]
        );
    }

    #[test]
    fn a_change_at_the_very_start_or_end_is_none_within() {
        let zone = Tz::Asia__Beirut;
        let before = days_in("2026-03-28", "2026-03-28", zone);
        let after = days_in("2026-03-29", "2026-03-29", zone);
        assert_eq!(before.end, after.start);
        assert_eq!((before.changes, after.changes), (vec![], vec![]));
    }

    fn rule(rule: PeriodRule) -> Period {
        Period::Rule {
            rule,
            week_start: crate::model::Weekday::Monday,
        }
    }

    #[test]
    fn a_rule_knows_what_day_it_is_in_its_zone() {
        // Still the 23rd in New York, the 24th in Istanbul.
        let now = utc("2026-11-23T22:30:00Z");
        let yesterday = |zone| {
            let resolved = resolve(rule(PeriodRule::Yesterday), zone, now).expect("a day");
            resolved.from.date().to_string()
        };
        assert_eq!(yesterday(Tz::America__New_York), "2026-11-22");
        assert_eq!(yesterday(Tz::Europe__Istanbul), "2026-11-23");
    }

    #[test]
    fn nothing_of_a_period_on_its_first_day_is_said_to_be_so() {
        let now = utc("2026-10-01T09:00:00Z");
        for name in [PeriodRule::MonthSoFar, PeriodRule::QuarterSoFar] {
            let problem = resolve(rule(name), Tz::UTC, now).expect_err("nothing");
            assert_eq!(problem.kind, ProblemKind::NothingYet);
        }
        let midnight = utc("2026-10-01T00:00:59Z");
        let problem = resolve(rule(PeriodRule::Today), Tz::UTC, midnight).expect_err("nothing");
        assert_eq!(problem.kind, ProblemKind::NothingYet);
    }

    #[test]
    fn a_number_of_days_must_be_one() {
        for (days, fault) in [
            (0, FieldFault::Missing),
            (MOST_DAYS + 1, FieldFault::TooLong),
        ] {
            let problem = resolve(rule(PeriodRule::LastDays { days }), Tz::UTC, 0).expect_err("no");
            assert_eq!(problem, invalid(fault));
        }
    }

    #[test]
    fn eighteen_months_of_history_are_the_most() {
        let now = utc("2026-11-23T08:00:00Z");
        let kept = days_in("2025-05-24", "2025-05-30", Tz::UTC);
        assert_eq!(check_history(&kept, now), Ok(()));
        let gone = days_in("2025-05-23", "2025-05-30", Tz::UTC);
        assert_eq!(
            check_history(&gone, now),
            Err(ProblemKind::PeriodTooOld {
                earliest: utc("2025-05-23T08:00:00Z")
            }
            .into())
        );
    }
}
