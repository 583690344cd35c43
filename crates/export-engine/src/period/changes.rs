//! When a zone's clocks move. chrono-tz knows but does not tell, so they are looked for.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::offset_millis;
use crate::model::ClockChange;

const HOUR: i64 = 3_600_000;
/// How far apart the offset is looked at. No zone moves its clocks and moves them back within this
/// time; a test says so for every zone.
const STRIDE: i64 = 10 * 24 * HOUR;

/// The changes after `start` and before `end`, UTC milliseconds, in order.
pub(crate) fn between(start: i64, end: i64, zone: Tz) -> Vec<ClockChange> {
    let mut changes = Vec::new();
    let mut from = start;
    while let Some(change) = next(from, end.saturating_sub(1), zone) {
        changes.push(change);
        from = change.at;
    }
    changes
}

/// The first change after `from` and not after `until`, UTC milliseconds.
pub(crate) fn next(from: i64, until: i64, zone: Tz) -> Option<ClockChange> {
    let mut before = from;
    let offset = offset_at(before, zone)?;
    while before < until {
        let after = before.saturating_add(STRIDE).min(until);
        if offset_at(after, zone)? != offset {
            return between_these(before, after, zone);
        }
        before = after;
    }
    None
}

/// Looks for the change by halving, to the second: clocks are moved at whole ones.
fn between_these(before: i64, after: i64, zone: Tz) -> Option<ClockChange> {
    let offset = offset_at(before, zone)?;
    let (mut before, mut after) = (before.div_euclid(1000), after.div_euclid(1000));
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if offset_at(middle * 1000, zone)? == offset {
            before = middle;
        } else {
            after = middle;
        }
    }
    let at = after * 1000;
    Some(ClockChange {
        at,
        before_minutes: offset / 60_000,
        after_minutes: offset_at(at, zone)? / 60_000,
    })
}

fn offset_at(instant: i64, zone: Tz) -> Option<i32> {
    let instant: DateTime<Utc> = DateTime::from_timestamp_millis(instant)?;
    Some(offset_millis(instant, zone))
}
