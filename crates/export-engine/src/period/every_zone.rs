//! The rules of time, in every zone and at every change of clocks from 2015 to 2037.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;

use super::{changes, earliest, fixed, latest, local, offset_millis_at, resolve, start_of_day};
use crate::model::{ClockChange, Period, PeriodRule, ProblemKind, ResolvedPeriod, Weekday};

const FIRST: i32 = 2015;
const LAST: i32 = 2037;
const HOUR: i64 = 3_600_000;

const WEEK_STARTS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn noon(day: NaiveDate) -> i64 {
    day.and_hms_opt(12, 0, 0)
        .expect("noon")
        .and_utc()
        .timestamp_millis()
}

fn range() -> (i64, i64) {
    (noon(date(FIRST, 1, 1)), noon(date(LAST, 12, 31)))
}

fn all_changes(zone: Tz) -> Vec<ClockChange> {
    let (start, end) = range();
    changes::between(start, end, zone)
}

fn shown(instant: i64, minutes: i32) -> NaiveDateTime {
    let instant = DateTime::from_timestamp_millis(instant).expect("an instant");
    instant.naive_utc() + TimeDelta::minutes(minutes.into())
}

fn millis(instant: Option<DateTime<chrono::Utc>>) -> i64 {
    instant.expect("an instant").timestamp_millis()
}

#[test]
fn no_change_of_clocks_is_overlooked() {
    let (start, end) = range();
    for zone in TZ_VARIANTS {
        let found = all_changes(zone);
        let mut known = found.iter();
        // Looked at twice a day, which is how close two changes would have to be to hide here too.
        let offset = |at| offset_millis_at(at, zone).expect("an offset");
        let (mut at, mut before) = (start, offset(start));
        while at < end {
            at = (at + 12 * HOUR).min(end);
            let now = offset(at);
            if now != before {
                let change = known
                    .next()
                    .unwrap_or_else(|| panic!("{zone} changes before {at}"));
                assert!(
                    change.at <= at && change.at > at - 12 * HOUR,
                    "{zone} {change:?}"
                );
                assert_eq!(
                    i64::from(change.after_minutes) * 60_000,
                    now,
                    "{zone} {change:?}"
                );
                assert_eq!(
                    i64::from(change.before_minutes) * 60_000,
                    before,
                    "{zone} {change:?}"
                );
                assert_eq!(offset(change.at - 1), before, "{zone} {change:?}");
                assert_eq!(offset(change.at), now, "{zone} {change:?}");
            }
            before = now;
        }
        assert_eq!(known.next(), None, "{zone}");
    }
}

#[test]
fn skipped_times_are_the_moment_after_the_gap() {
    let mut gaps = 0;
    for zone in TZ_VARIANTS {
        for change in all_changes(zone) {
            let from = shown(change.at, change.before_minutes);
            let to = shown(change.at, change.after_minutes);
            if to <= from {
                continue;
            }
            gaps += 1;
            let second = TimeDelta::seconds(1);
            for skipped in [from, from + second, from + (to - from) / 2, to - second] {
                assert_eq!(
                    millis(earliest(skipped, zone)),
                    change.at,
                    "{zone} {skipped}"
                );
                assert_eq!(millis(latest(skipped, zone)), change.at, "{zone} {skipped}");
            }
            for (shown, at) in [(from - second, change.at - 1000), (to, change.at)] {
                assert_eq!(millis(earliest(shown, zone)), at, "{zone} {shown}");
                assert_eq!(millis(latest(shown, zone)), at, "{zone} {shown}");
            }
            let inside = Period::Times { from, to };
            let problem = resolve(inside, zone, 0).expect_err("no time at all");
            assert_eq!(
                problem.kind,
                ProblemKind::InvalidField {
                    field: crate::model::Field::Period,
                    fault: crate::model::FieldFault::Skipped,
                }
            );
        }
    }
    assert!(gaps > 4_500, "{gaps}");
}

#[test]
fn times_that_occur_twice_start_with_the_first_and_end_with_the_second() {
    let mut overlaps = 0;
    for zone in TZ_VARIANTS {
        for change in all_changes(zone) {
            let from = shown(change.at, change.after_minutes);
            let to = shown(change.at, change.before_minutes);
            if to <= from {
                continue;
            }
            overlaps += 1;
            let second = TimeDelta::seconds(1);
            for twice in [from, from + second, from + (to - from) / 2, to - second] {
                let as_if = |minutes| {
                    (twice - TimeDelta::minutes(minutes))
                        .and_utc()
                        .timestamp_millis()
                };
                let (first, last) = (
                    as_if(change.before_minutes.into()),
                    as_if(change.after_minutes.into()),
                );
                assert!(first < last);
                assert_eq!(millis(earliest(twice, zone)), first, "{zone} {twice}");
                assert_eq!(millis(latest(twice, zone)), last, "{zone} {twice}");
            }
            let both = resolve(Period::Times { from, to }, zone, 0).expect("a period");
            assert_eq!(
                both.end - both.start,
                2 * (to - from).num_milliseconds(),
                "{zone}"
            );
            assert_eq!(both.changes, [change], "{zone}");
            assert_eq!((both.from, both.to), (from, to), "{zone}");
        }
    }
    assert!(overlaps > 4_500, "{overlaps}");
}

#[test]
fn days_around_every_change_hold_their_own_moments_and_no_other() {
    for zone in TZ_VARIANTS {
        for change in all_changes(zone) {
            let middle = local(change.at, zone).expect("a time").date();
            for day in [middle - Days::new(1), middle, middle + Days::new(1)] {
                let period = Period::Days { from: day, to: day };
                let resolved = resolve(period, zone, 0).expect("a day");
                assert_eq!(
                    local(resolved.start, zone).expect("a time").date(),
                    day,
                    "{zone}"
                );
                assert_eq!(
                    local(resolved.end - 1, zone).expect("a time").date(),
                    day,
                    "{zone}"
                );
                let next = local(resolved.end, zone).expect("a time").date();
                assert_eq!(next, day + Days::new(1), "{zone}");
                let hours = (resolved.end - resolved.start) as f64 / HOUR as f64;
                assert!((21.0..=27.0).contains(&hours), "{zone} {day}: {hours} h");
                assert_eq!(resolved.to.date(), day + Days::new(1), "{zone}");
            }
        }
    }
}

fn by_rule(rule: PeriodRule, week_start: Weekday, zone: Tz, now: i64) -> Option<ResolvedPeriod> {
    let period = Period::Rule { rule, week_start };
    match resolve(period, zone, now) {
        Ok(resolved) => Some(resolved),
        Err(problem) => {
            assert_eq!(
                problem.kind,
                ProblemKind::NothingYet,
                "{rule:?} in {zone} at {now}"
            );
            None
        }
    }
}

#[test]
fn months_and_quarters_tile_time_in_every_zone() {
    for zone in TZ_VARIANTS {
        let previous = |rule, now| by_rule(rule, Weekday::Monday, zone, now).expect("a period");
        let mut quarter: Option<ResolvedPeriod> = None;
        let mut month: Option<ResolvedPeriod> = None;
        let mut day = date(FIRST, 1, 15);
        while day.year() <= LAST {
            let now = noon(day);
            let this = previous(PeriodRule::PreviousMonth, now);
            assert_eq!(this.from.day(), 1, "{zone}");
            assert_eq!(
                local(this.end - 1, zone).expect("a time").month(),
                this.from.month()
            );
            if let Some(before) = month {
                assert_eq!(before.end, this.start, "{zone} {day}");
            }
            if let Some(so_far) = by_rule(PeriodRule::MonthSoFar, Weekday::Monday, zone, now) {
                assert_eq!(so_far.start, this.end, "{zone} {day}");
            }
            if day.month() % 3 == 1 {
                let this = previous(PeriodRule::PreviousQuarter, now);
                let months = |n| date(this.from.year(), this.from.month(), 1) + Months::new(n);
                let borders: Vec<i64> = (0..=3)
                    .map(|n| millis(start_of_day(months(n), zone)))
                    .collect();
                assert_eq!(
                    (this.start, this.end),
                    (borders[0], borders[3]),
                    "{zone} {day}"
                );
                if let Some(before) = quarter {
                    assert_eq!(before.end, this.start, "{zone} {day}");
                }
                quarter = Some(this);
            }
            month = Some(this);
            day = day + Months::new(1);
        }
    }
}

fn any_zone() -> impl Strategy<Value = Tz> {
    (0..TZ_VARIANTS.len()).prop_map(|index| TZ_VARIANTS[index])
}

fn any_instant() -> impl Strategy<Value = i64> {
    let (start, end) = range();
    start..end
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn weeks_tile_time(zone in any_zone(), now in any_instant(), start in 0usize..7) {
        let week_start = WEEK_STARTS[start];
        let week = |now| by_rule(PeriodRule::PreviousWeek, week_start, zone, now).expect("a week");
        let this = week(now);
        prop_assert_eq!(this.from.weekday(), chrono::Weekday::from(week_start));
        let in_a_week = date_of(now, zone) + Days::new(7);
        let next = week(millis(start_of_day(in_a_week, zone)));
        prop_assert_eq!(this.end, next.start);
        prop_assert!(this.end <= now);
        if let Some(so_far) = by_rule(PeriodRule::WeekSoFar, week_start, zone, now) {
            prop_assert_eq!(so_far.start, this.end);
        }
    }

    #[test]
    fn days_tile_time(zone in any_zone(), now in any_instant(), days in 1u16..90) {
        let monday = Weekday::Monday;
        let yesterday = by_rule(PeriodRule::Yesterday, monday, zone, now).expect("a day");
        let last = by_rule(PeriodRule::LastDays { days }, monday, zone, now).expect("days");
        prop_assert_eq!(last.end, yesterday.end);
        prop_assert!(last.start <= yesterday.start);
        prop_assert!(yesterday.end <= now);
        let longer = by_rule(PeriodRule::LastDays { days: days + 1 }, monday, zone, now).expect("days");
        let first = date_of(longer.start, zone);
        let day = resolve(Period::Days { from: first, to: first }, zone, now).expect("a day");
        prop_assert_eq!((day.start, day.end), (longer.start, last.start));
        if let Some(today) = by_rule(PeriodRule::Today, monday, zone, now) {
            prop_assert_eq!(today.start, yesterday.end);
            prop_assert!(today.end <= now && now - today.end < 60_000);
        }
    }

    #[test]
    fn a_rule_once_fixed_means_the_same_for_ever(
        zone in any_zone(),
        now in any_instant(),
        later in any_instant(),
        rule in 0usize..9,
    ) {
        let rule = [
            PeriodRule::Today,
            PeriodRule::Yesterday,
            PeriodRule::WeekSoFar,
            PeriodRule::PreviousWeek,
            PeriodRule::MonthSoFar,
            PeriodRule::PreviousMonth,
            PeriodRule::QuarterSoFar,
            PeriodRule::PreviousQuarter,
            PeriodRule::LastDays { days: 30 },
        ][rule];
        let period = Period::Rule { rule, week_start: Weekday::Sunday };
        if let Ok(then) = fixed(period, zone, now) {
            prop_assert_eq!(resolve(then, zone, later), resolve(period, zone, now));
            prop_assert_eq!(fixed(then, zone, later), Ok(then));
        }
    }
}

fn date_of(instant: i64, zone: Tz) -> NaiveDate {
    local(instant, zone).expect("a time").date()
}
