//! Periods: what is refused, and how one is cut into the intervals of a report that counts by them.

use std::ops::Range;

use chrono::{Days, Months, NaiveTime};

use crate::config::Limits;
use crate::export::Refusal;
use crate::format::Zone;

/// A period of more days than this is refused with the documented message about buckets, a shorter one that is still too long
/// with one about months. Where the service draws that line is not known.
const MOST_DAYS_NAMED_IN_MONTHS: i64 = 366;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// The documented intervals below a day, in milliseconds.
const FIXED: &[i64] = &[
    HOUR / 12,
    HOUR / 6,
    HOUR / 4,
    HOUR / 2,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
];

/// Months are counted on the calendar of the export's zone, where "1 August to 1 November" is three of them whatever the clocks
/// did in between.
pub(crate) fn check(
    period: &Range<i64>,
    zone: Zone,
    now: i64,
    limits: &Limits,
) -> Result<(), Refusal> {
    let (Some(start), Some(end), Some(now)) = (
        zone.wall_clock(period.start),
        zone.wall_clock(period.end),
        zone.wall_clock(now),
    ) else {
        return Err(Refusal::unreadable(
            "startTime or endTime lies outside the calendar",
        ));
    };
    if period.end < period.start {
        return Err(Refusal::hydration("endTime is before startTime"));
    }
    let latest_end = |months| start.checked_add_months(Months::new(months));
    if let Some(months) = limits.range_months
        && latest_end(months).is_none_or(|latest| end > latest)
    {
        let days = (end - start).num_days();
        return Err(if days > MOST_DAYS_NAMED_IN_MONTHS {
            too_many_buckets(days + 1)
        } else {
            Refusal::hydration(&format!(
                "The date range may not be longer than {months} months"
            ))
        });
    }
    // From midnight of that day, so that a date 18 months back can be asked for at any hour.
    let earliest = |months| {
        now.checked_sub_months(Months::new(months))
            .map(|day| day.date().and_time(NaiveTime::MIN))
    };
    if let Some(months) = limits.history_months
        && earliest(months).is_none_or(|earliest| start < earliest)
    {
        return Err(Refusal::hydration(&format!(
            "startTime is more than {months} months ago, before the history that is kept"
        )));
    }
    Ok(())
}

/// The documented words.
fn too_many_buckets(buckets: i64) -> Refusal {
    Refusal::hydration(&format!(
        "Too many buckets ({buckets}) requested. Select a larger interval?"
    ))
}

/// How a report counts by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interval {
    /// By so many milliseconds, less than a day.
    Fixed(i64),
    /// By so many days of the calendar.
    Days(u32),
    /// By months of the calendar.
    Months,
}

impl Interval {
    /// The interval of a `timeInterval`, if there is one and this period may have it.
    pub(crate) fn of(ms: i64, period: &Range<i64>) -> Result<Self, Refusal> {
        let interval = match ms {
            DAY => Self::Days(1),
            WEEK => Self::Days(7),
            ms if ms > WEEK => Self::Months,
            ms if FIXED.contains(&ms) => Self::Fixed(ms),
            _ => {
                return Err(Refusal::hydration(&format!(
                    "timeInterval {ms} is not supported"
                )));
            }
        };
        let length = period.end - period.start;
        let (least, most) = allowed(length);
        if ms < least {
            // An end at midnight belongs to one more interval, by the count in the documented words.
            return Err(too_many_buckets(length / ms + 1));
        }
        if ms > most {
            return Err(Refusal::hydration(&format!(
                "timeInterval {ms} is too long for this date range"
            )));
        }
        Ok(interval)
    }

    /// Where the intervals of a period begin, the first one with the period itself.
    pub(crate) fn starts(self, period: &Range<i64>, zone: Zone) -> Vec<i64> {
        let first = zone.wall_clock(period.start);
        let nth = |n: u32| match self {
            Self::Fixed(ms) => Some(period.start + i64::from(n) * ms),
            Self::Days(days) => first?
                .checked_add_days(Days::new(u64::from(n * days)))
                .and_then(|at| zone.instant(at)),
            Self::Months => first?
                .checked_add_months(Months::new(n))
                .and_then(|at| zone.instant(at)),
        };
        (0..)
            .map_while(nth)
            .take_while(|start| *start < period.end)
            .collect()
    }
}

/// The shortest and the longest interval that a period of this length may have, in milliseconds. Documented are a week and about
/// a month, give or take the hour by which clocks change. What is longer has at least what these have; nothing else is refused.
fn allowed(length: i64) -> (i64, i64) {
    let about = |least: i64, most: i64| (least - HOUR..=most + HOUR).contains(&length);
    if about(WEEK, WEEK) {
        (8 * HOUR, DAY)
    } else if about(28 * DAY, 31 * DAY) {
        (DAY, WEEK)
    } else if length > 31 * DAY {
        (DAY, i64::MAX)
    } else if length > WEEK {
        (8 * HOUR, i64::MAX)
    } else {
        (0, i64::MAX)
    }
}
