//! Which days a rule means, on a given day.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::model::{PeriodRule, Weekday};

/// The first and the last day that a rule means today. Nothing when none of its days is over yet,
/// or for [`PeriodRule::Today`], which is no matter of whole days.
pub(super) fn days(
    rule: PeriodRule,
    week_start: Weekday,
    today: NaiveDate,
) -> Option<(NaiveDate, NaiveDate)> {
    let yesterday = today.pred_opt()?;
    let (first, last) = match rule {
        PeriodRule::Today => return None,
        PeriodRule::Yesterday => (yesterday, yesterday),
        PeriodRule::WeekSoFar => (start_of_week(today, week_start)?, yesterday),
        PeriodRule::PreviousWeek => {
            let this = start_of_week(today, week_start)?;
            (this.checked_sub_days(Days::new(7))?, this.pred_opt()?)
        }
        PeriodRule::MonthSoFar => (today.with_day(1)?, yesterday),
        PeriodRule::PreviousMonth => before(today.with_day(1)?, 1)?,
        PeriodRule::QuarterSoFar => (start_of_quarter(today)?, yesterday),
        PeriodRule::PreviousQuarter => before(start_of_quarter(today)?, 3)?,
        PeriodRule::LastDays { days } => {
            (today.checked_sub_days(Days::new(days.into()))?, yesterday)
        }
    };
    (first <= last).then_some((first, last))
}

/// The months that end where this one starts.
fn before(first_of_month: NaiveDate, months: u32) -> Option<(NaiveDate, NaiveDate)> {
    let first = first_of_month.checked_sub_months(Months::new(months))?;
    Some((first, first_of_month.pred_opt()?))
}

fn start_of_week(day: NaiveDate, week_start: Weekday) -> Option<NaiveDate> {
    let since = day.weekday().days_since(week_start.into());
    day.checked_sub_days(Days::new(since.into()))
}

fn start_of_quarter(day: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1)
}

impl From<Weekday> for chrono::Weekday {
    fn from(day: Weekday) -> Self {
        match day {
            Weekday::Monday => chrono::Weekday::Mon,
            Weekday::Tuesday => chrono::Weekday::Tue,
            Weekday::Wednesday => chrono::Weekday::Wed,
            Weekday::Thursday => chrono::Weekday::Thu,
            Weekday::Friday => chrono::Weekday::Fri,
            Weekday::Saturday => chrono::Weekday::Sat,
            Weekday::Sunday => chrono::Weekday::Sun,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(today: &str, rule: PeriodRule) -> Option<(String, String)> {
        from(today, rule, Weekday::Monday)
    }

    fn from(today: &str, rule: PeriodRule, week_start: Weekday) -> Option<(String, String)> {
        let today = today.parse().expect("a date");
        let (first, last) = days(rule, week_start, today)?;
        Some((first.to_string(), last.to_string()))
    }

    fn span(first: &str, last: &str) -> Option<(String, String)> {
        Some((first.to_owned(), last.to_owned()))
    }

    #[test]
    fn yesterday_crosses_months_and_leap_days() {
        let yesterday = |today| on(today, PeriodRule::Yesterday);
        assert_eq!(yesterday("2026-11-24"), span("2026-11-23", "2026-11-23"));
        assert_eq!(yesterday("2026-01-01"), span("2025-12-31", "2025-12-31"));
        assert_eq!(yesterday("2028-03-01"), span("2028-02-29", "2028-02-29"));
    }

    #[test]
    fn weeks_begin_when_they_are_said_to() {
        // 24 November 2026 is a Tuesday.
        let previous = |day| from("2026-11-24", PeriodRule::PreviousWeek, day);
        assert_eq!(previous(Weekday::Monday), span("2026-11-16", "2026-11-22"));
        assert_eq!(previous(Weekday::Sunday), span("2026-11-15", "2026-11-21"));
        assert_eq!(
            previous(Weekday::Saturday),
            span("2026-11-14", "2026-11-20")
        );
        assert_eq!(previous(Weekday::Tuesday), span("2026-11-17", "2026-11-23"));
        assert_eq!(
            previous(Weekday::Wednesday),
            span("2026-11-11", "2026-11-17")
        );
        let so_far = |day| from("2026-11-24", PeriodRule::WeekSoFar, day);
        assert_eq!(so_far(Weekday::Sunday), span("2026-11-22", "2026-11-23"));
        assert_eq!(so_far(Weekday::Tuesday), None);
    }

    #[test]
    fn months_have_their_own_lengths() {
        let previous = |today| on(today, PeriodRule::PreviousMonth);
        assert_eq!(previous("2026-03-31"), span("2026-02-01", "2026-02-28"));
        assert_eq!(previous("2028-03-01"), span("2028-02-01", "2028-02-29"));
        assert_eq!(previous("2027-01-01"), span("2026-12-01", "2026-12-31"));
        let so_far = |today| on(today, PeriodRule::MonthSoFar);
        assert_eq!(so_far("2026-11-24"), span("2026-11-01", "2026-11-23"));
        assert_eq!(so_far("2026-11-02"), span("2026-11-01", "2026-11-01"));
        assert_eq!(so_far("2026-11-01"), None);
    }

    #[test]
    fn quarters_begin_in_january_april_july_and_october() {
        let previous = |today| on(today, PeriodRule::PreviousQuarter);
        assert_eq!(previous("2026-11-24"), span("2026-07-01", "2026-09-30"));
        assert_eq!(previous("2026-03-31"), span("2025-10-01", "2025-12-31"));
        assert_eq!(previous("2026-04-01"), span("2026-01-01", "2026-03-31"));
        let so_far = |today| on(today, PeriodRule::QuarterSoFar);
        assert_eq!(so_far("2026-12-31"), span("2026-10-01", "2026-12-30"));
        assert_eq!(so_far("2026-10-01"), None);
    }

    #[test]
    fn the_last_days_end_with_yesterday() {
        let last = |days| on("2026-03-10", PeriodRule::LastDays { days });
        assert_eq!(last(1), span("2026-03-09", "2026-03-09"));
        assert_eq!(last(30), span("2026-02-08", "2026-03-09"));
        assert_eq!(last(0), None);
    }
}
