//! Business hours: of the company, or of a smart view that has its own.

use chrono::{Datelike as _, Timelike as _, Weekday};
use chrono_tz::Tz;

use crate::format::Zone;

/// Hours of the day on some days of the week, by the wall clock of one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hours {
    zone: Tz,
    weekends: bool,
    /// The first hour, and the first one that is no longer in.
    from: u32,
    to: u32,
}

/// The company's own: Monday to Friday, 9:00 to 18:00 in Berlin.
pub(crate) const COMPANY: Hours = Hours::new(false, 9, 18);

impl Hours {
    pub(crate) const fn new(weekends: bool, from: u32, to: u32) -> Self {
        Self {
            zone: Tz::Europe__Berlin,
            weekends,
            from,
            to,
        }
    }

    /// Whether an instant in UTC milliseconds lies within them.
    pub(crate) fn hold(&self, at: i64) -> bool {
        Zone::Named(self.zone).wall_clock(at).is_some_and(|at| {
            let weekend = matches!(at.weekday(), Weekday::Sat | Weekday::Sun);
            (self.weekends || !weekend) && (self.from..self.to).contains(&at.hour())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Friday, 23 October 2026, 00:00 UTC: two days before summer time ends in Berlin.
    const FRIDAY: i64 = 1_792_713_600_000;
    const HOUR: i64 = 3_600_000;

    #[test]
    fn follow_the_wall_clock_and_the_week() {
        assert!(!COMPANY.hold(FRIDAY + 7 * HOUR - 1));
        assert!(COMPANY.hold(FRIDAY + 7 * HOUR));
        assert!(COMPANY.hold(FRIDAY + 16 * HOUR - 1));
        assert!(!COMPANY.hold(FRIDAY + 16 * HOUR));
        let (saturday, monday) = (FRIDAY + 24 * HOUR, FRIDAY + 72 * HOUR);
        assert!(!COMPANY.hold(saturday + 10 * HOUR));
        assert!(Hours::new(true, 9, 18).hold(saturday + 10 * HOUR));
        assert!(!COMPANY.hold(monday + 7 * HOUR) && COMPANY.hold(monday + 8 * HOUR));
    }
}
