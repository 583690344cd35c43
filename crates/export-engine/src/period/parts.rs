//! Cuts a period that is longer than the service takes into parts that it does.

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::{LONGEST, resolve, start_of_day};
use crate::model::{Period, Problem, ProblemKind};

/// More parts than the service's history has; the rest would lie in the future.
const MOST_PARTS: usize = 8;

/// A fixed period as it is asked for: itself, or parts of at most three months. Parts meet where months
/// begin in the zone and together are the period exactly: no moment is in two of them, or in none.
///
/// # Errors
/// [`ProblemKind::PeriodTooLong`] for more parts than make sense.
pub(crate) fn parts(period: Period, zone: Tz) -> Result<Vec<Period>, Problem> {
    let mut cuts = cuts(period, zone)?;
    if cuts.is_empty() {
        return Ok(vec![period]);
    }
    if let Period::Days { from, to } = period {
        let ends: Vec<NaiveDate> = cuts
            .iter()
            .filter_map(NaiveDate::pred_opt)
            .chain([to])
            .collect();
        cuts.insert(0, from);
        let whole = cuts.into_iter().zip(ends);
        return Ok(whole.map(|(from, to)| Period::Days { from, to }).collect());
    }
    let resolved = resolve(period, zone, 0)?;
    let mut borders = vec![resolved.start];
    for cut in cuts {
        let instant = start_of_day(cut, zone).ok_or(ProblemKind::PeriodTooLong)?;
        borders.push(instant.timestamp_millis());
    }
    borders.push(resolved.end);
    let parts = borders.windows(2);
    Ok(parts
        .map(|two| Period::Instants {
            start: two[0],
            end: two[1],
        })
        .collect())
}

/// The first days of months at which a period is cut: each as late as it can be.
fn cuts(period: Period, zone: Tz) -> Result<Vec<NaiveDate>, Problem> {
    let too_long = || Problem::from(ProblemKind::PeriodTooLong);
    let resolved = resolve(period, zone, 0)?;
    let mut from = resolved.from;
    let mut cuts = Vec::new();
    loop {
        let longest = from.checked_add_months(LONGEST).ok_or_else(too_long)?;
        if resolved.to <= longest {
            return Ok(cuts);
        }
        let cut = longest.date().with_day(1).ok_or_else(too_long)?;
        cuts.push(cut);
        if cuts.len() == MOST_PARTS {
            return Err(too_long());
        }
        from = cut.into();
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
    use chrono_tz::{TZ_VARIANTS, Tz};
    use proptest::prelude::*;

    use super::*;
    use crate::model::ResolvedPeriod;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn days(from: &str, to: &str) -> Period {
        Period::Days {
            from: date(from),
            to: date(to),
        }
    }

    #[test]
    fn a_year_is_four_quarters_and_half_a_month_stays_with_its_neighbours() {
        assert_eq!(
            parts(days("2026-01-01", "2026-12-31"), Tz::Europe__Istanbul),
            Ok(vec![
                days("2026-01-01", "2026-03-31"),
                days("2026-04-01", "2026-06-30"),
                days("2026-07-01", "2026-09-30"),
                days("2026-10-01", "2026-12-31"),
            ])
        );
        assert_eq!(
            parts(days("2026-01-15", "2026-07-01"), Tz::UTC),
            Ok(vec![
                days("2026-01-15", "2026-03-31"),
                days("2026-04-01", "2026-06-30"),
                days("2026-07-01", "2026-07-01"),
            ])
        );
        // Three months after the end of November are over before February is.
        assert_eq!(
            parts(days("2025-11-30", "2026-02-28"), Tz::UTC),
            Ok(vec![
                days("2025-11-30", "2026-01-31"),
                days("2026-02-01", "2026-02-28")
            ])
        );
    }

    #[test]
    fn an_age_is_too_long_in_parts_too() {
        let refused = parts(days("2026-01-01", "2036-01-01"), Tz::UTC);
        assert_eq!(refused, Err(ProblemKind::PeriodTooLong.into()));
        let refused = parts(days("2026-01-01", "+262142-01-01"), Tz::UTC);
        assert_eq!(refused, Err(ProblemKind::PeriodTooLong.into()));
    }

    /// The same period in each of the ways to say it.
    fn ways(from: NaiveDate, days: u64, hour: u32, zone: Tz) -> Vec<Period> {
        let to = from + Days::new(days);
        let time = NaiveTime::from_hms_opt(hour, 30, 0).expect("a time");
        let instant = from.and_time(time).and_utc().timestamp_millis();
        let whole = Period::Days { from, to };
        let times = Period::Times {
            from: from.and_time(time),
            to: to.and_time(NaiveTime::MIN) + TimeDelta::hours(36),
        };
        let instants = Period::Instants {
            start: instant,
            end: instant + i64::try_from(days + 1).expect("days") * 86_400_000,
        };
        let can_be = |period: &Period| resolve(*period, zone, 0).is_ok();
        [whole, times, instants]
            .into_iter()
            .filter(can_be)
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn parts_tile_the_period_each_as_long_as_the_service_takes(
            zone in 0..TZ_VARIANTS.len(), day in 0u64..7_600, days in 0u64..550, hour in 0u32..24,
        ) {
            let zone = TZ_VARIANTS[zone];
            let from = date("2015-01-01") + Days::new(day);
            for period in ways(from, days, hour, zone) {
                let whole = resolve(period, zone, 0).expect("a period");
                let parts = parts(period, zone).expect("parts");
                let parts: Vec<ResolvedPeriod> = parts
                    .into_iter()
                    .map(|part| resolve(part, zone, 0).expect("a part"))
                    .collect();
                prop_assert_eq!(parts[0].start, whole.start);
                prop_assert_eq!(parts.last().expect("a part").end, whole.end);
                for two in parts.windows(2) {
                    prop_assert_eq!(two[0].end, two[1].start);
                    let border = DateTime::<Utc>::from_timestamp_millis(two[1].start);
                    let border = border.expect("an instant").with_timezone(&zone);
                    prop_assert_eq!(border.day(), 1, "{} {}", zone, border);
                    let before = border - TimeDelta::milliseconds(1);
                    prop_assert!(before.day() > 27, "{} {}", zone, before);
                }
                for part in &parts {
                    let longest = part.from.checked_add_months(LONGEST).expect("a date");
                    prop_assert!(part.to <= longest, "{} {:?}", zone, part);
                }
                let fits = whole.to <= whole.from.checked_add_months(LONGEST).expect("a date");
                prop_assert_eq!(fits, parts.len() == 1);
                // 18 months are six quarters, and a piece at each end.
                prop_assert!(parts.len() <= 8);
            }
        }
    }
}
