//! The zones to pick from, and what the service is told of one.

mod aliases;

use std::collections::HashMap;

use chrono::{DateTime, Offset};
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::model::TimeZone;
use crate::period::changes;
use aliases::ALIASES;

/// How far ahead a change of clocks is worth telling, in milliseconds: a year and some weeks, so
/// that the same night of next year is among them.
const AHEAD: i64 = 400 * 86_400_000;

/// The computer's own zone, by the name under which it is listed, when it is known.
pub fn system_time_zone() -> Option<String> {
    iana_time_zone::get_timezone()
        .ok()
        .and_then(|name| time_zone_named(&name))
}

/// The listed name of a zone: capitals don't matter, and deprecated names such as `Asia/Calcutta`
/// lead to today's. Nothing when there is no such zone.
pub fn time_zone_named(name: &str) -> Option<String> {
    canonical(name).map(str::to_owned)
}

pub(crate) fn canonical(name: &str) -> Option<&'static str> {
    let zone = name.parse().ok().or_else(|| {
        let same = |zone: &&Tz| zone.name().eq_ignore_ascii_case(name);
        TZ_VARIANTS.iter().find(same).copied()
    })?;
    Some(target(zone.name()).unwrap_or(zone.name()))
}

/// The zone to which a deprecated name leads.
fn target(name: &str) -> Option<&'static str> {
    let index = ALIASES.binary_search_by_key(&name, |(alias, _)| *alias);
    index.ok().map(|index| ALIASES[index].1)
}

/// The deprecated names that lead to a zone.
fn aliases_of(id: &str) -> impl Iterator<Item = &'static str> {
    ALIASES
        .iter()
        .filter(move |(_, target)| *target == id)
        .map(|(alias, _)| *alias)
}

/// The name by which the service knows a zone, which may be an older or a newer one.
pub(crate) fn service_id<T>(id: &str, known: &HashMap<String, T>) -> Option<String> {
    if known.contains_key(id) {
        return Some(id.to_owned());
    }
    let listed = canonical(id)?;
    std::iter::once(listed)
        .chain(aliases_of(listed))
        .find(|name| known.contains_key(*name))
        .map(str::to_owned)
}

/// All zones, with the service's names where its list has them; by offset and then by name.
pub(crate) fn listed(names: &HashMap<String, String>, now: i64) -> Vec<TimeZone> {
    let instant = DateTime::from_timestamp_millis(now).unwrap_or_default();
    let mut zones: Vec<TimeZone> = TZ_VARIANTS
        .iter()
        .filter(|zone| target(zone.name()).is_none())
        .map(|zone| TimeZone {
            id: zone.name().to_owned(),
            service_name: service_id(zone.name(), names).and_then(|id| names.get(&id).cloned()),
            offset_minutes: instant.with_timezone(zone).offset().fix().local_minus_utc() / 60,
            next_change: changes::next(now, now.saturating_add(AHEAD), *zone),
            aliases: aliases_of(zone.name()).map(str::to_owned).collect(),
            fixed: zone.name().starts_with("Etc/"),
        })
        .collect();
    zones.sort_by(|a, b| (a.offset_minutes, &a.id).cmp(&(b.offset_minutes, &b.id)));
    zones
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ClockChange;

    fn summer() -> i64 {
        let summer = DateTime::parse_from_rfc3339("2026-07-01T00:00:00Z").expect("an instant");
        summer.timestamp_millis()
    }

    fn names(ids: &[&str]) -> HashMap<String, String> {
        let name = |id: &&str| ((*id).to_owned(), format!("the service's {id}"));
        ids.iter().map(name).collect()
    }

    fn find(zones: &[TimeZone], id: &str) -> TimeZone {
        let found = zones.iter().find(|zone| zone.id == id);
        found.unwrap_or_else(|| panic!("{id} is listed")).clone()
    }

    #[test]
    fn offsets_are_of_the_moment_and_the_inverted_family_is_right() {
        let zones = listed(&names(&["Etc/GMT+12"]), summer());
        let berlin = find(&zones, "Europe/Berlin");
        assert_eq!(berlin.offset_minutes, 120);
        assert_eq!(berlin.service_name, None);
        assert!(!berlin.fixed);
        let fixed = find(&zones, "Etc/GMT+12");
        assert_eq!(fixed.offset_minutes, -720);
        assert_eq!(fixed.next_change, None);
        assert!(fixed.fixed);
        assert_eq!(
            fixed.service_name.as_deref(),
            Some("the service's Etc/GMT+12")
        );
        assert!(zones.is_sorted_by_key(|zone| zone.offset_minutes));
    }

    #[test]
    fn the_next_change_of_clocks_is_told() {
        let zones = listed(&names(&[]), summer());
        let at = DateTime::parse_from_rfc3339("2026-10-25T01:00:00Z").expect("an instant");
        assert_eq!(
            find(&zones, "Europe/Berlin").next_change,
            Some(ClockChange {
                at: at.timestamp_millis(),
                before_minutes: 120,
                after_minutes: 60,
            })
        );
        assert_eq!(find(&zones, "Europe/Istanbul").next_change, None);
    }

    #[test]
    fn deprecated_names_lead_to_todays_and_are_not_listed() {
        for (old, new) in [
            ("Asia/Calcutta", "Asia/Kolkata"),
            ("Europe/Kiev", "Europe/Kyiv"),
            ("US/Eastern", "America/New_York"),
            ("Asia/Istanbul", "Europe/Istanbul"),
            ("Etc/UTC", "UTC"),
            ("GMT", "UTC"),
        ] {
            assert_eq!(canonical(old), Some(new));
            let zones = listed(&names(&[]), 0);
            assert!(find(&zones, new).aliases.contains(&old.to_owned()), "{old}");
            assert!(!zones.iter().any(|zone| zone.id == old), "{old}");
        }
        // Places that people look for stay, whatever the database merged.
        for place in [
            "Europe/Oslo",
            "Europe/Amsterdam",
            "Asia/Kuwait",
            "Africa/Accra",
        ] {
            assert_eq!(canonical(place), Some(place));
        }
    }

    #[test]
    fn names_are_found_whatever_their_capitals() {
        assert_eq!(canonical("europe/ISTANBUL"), Some("Europe/Istanbul"));
        assert_eq!(canonical("us/eastern"), Some("America/New_York"));
        assert_eq!(canonical("utc"), Some("UTC"));
        for nothing in ["", "Mars/Olympus", "Europe/İstanbul", "Istanbul"] {
            assert_eq!(canonical(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn an_alias_shows_the_same_time_as_the_zone_it_leads_to() {
        assert!(ALIASES.is_sorted_by_key(|(alias, _)| *alias));
        let (start, end) = (1_420_070_400_000, 2_145_916_800_000); // 2015 to 2037
        for (alias, target) in ALIASES {
            let [old, new]: [Tz; 2] = [alias, target].map(|name| name.parse().expect("a zone"));
            assert_eq!(super::target(target), None, "{target} is listed");
            assert_eq!(
                changes::between(start, end, old),
                changes::between(start, end, new),
                "{alias}"
            );
            let offset = |zone: Tz| {
                let instant = DateTime::from_timestamp_millis(start).expect("an instant");
                instant.with_timezone(&zone).offset().fix()
            };
            assert_eq!(offset(old), offset(new), "{alias}");
        }
    }

    #[test]
    fn the_service_is_told_a_name_that_it_knows() {
        let known = names(&["Europe/Kiev", "Asia/Calcutta", "Asia/Kolkata", "Etc/UTC"]);
        let told = |id| service_id(id, &known);
        assert_eq!(told("Europe/Kyiv").as_deref(), Some("Europe/Kiev"));
        assert_eq!(told("Asia/Kolkata").as_deref(), Some("Asia/Kolkata"));
        assert_eq!(told("Asia/Calcutta").as_deref(), Some("Asia/Calcutta"));
        assert_eq!(told("GMT").as_deref(), Some("Etc/UTC"));
        assert_eq!(told("Europe/Istanbul"), None);
        let newer = names(&["Europe/Kyiv"]);
        assert_eq!(
            service_id("Europe/Zaporozhye", &newer).as_deref(),
            Some("Europe/Kyiv")
        );
    }
}
