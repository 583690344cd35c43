//! The list of time zones as the service shows it.

use std::str::FromStr as _;

use chrono::{DateTime, Offset as _, TimeZone as _, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use serde::Serialize;

use crate::format::Locale;

/// Zones that exist and that this service does not know, as though its time zone data were some years old. A client that
/// offers them must fall back on `timezoneOffset`.
pub(crate) const UNKNOWN_HERE: &[&str] = &[
    "America/Ciudad_Juarez",
    "America/Coyhaique",
    "America/Nuuk",
    "Asia/Qostanay",
    "Europe/Kyiv",
    "Pacific/Kanton",
];

/// One time zone, as the service lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listed {
    id: &'static str,
    name: String,
    short_name: String,
    offset_string: String,
    offset_millis: i64,
}

/// The zone of this id, if the service knows it; ids are case-sensitive.
pub(crate) fn known(id: &str) -> Option<Tz> {
    if UNKNOWN_HERE.contains(&id) {
        None
    } else {
        Tz::from_str(id).ok()
    }
}

/// All zones the service knows, by offset at `now` (UTC milliseconds) and then by id.
pub(crate) fn list(now: i64, locale: Locale) -> Vec<Listed> {
    let now = DateTime::<Utc>::from_timestamp_millis(now).unwrap_or_default();
    let mut zones: Vec<_> = TZ_VARIANTS
        .iter()
        .filter(|zone| !UNKNOWN_HERE.contains(&zone.name()))
        .map(|zone| listed(*zone, now, locale))
        .collect();
    zones.sort_by_key(|zone| (zone.offset_millis, zone.id));
    zones
}

fn listed(zone: Tz, now: DateTime<Utc>, locale: Locale) -> Listed {
    let here = zone.from_utc_datetime(&now.naive_utc());
    let seconds = i64::from(here.offset().fix().local_minus_utc());
    let offset_string = offset_string(seconds);
    let id = zone.name();
    let gmt = format!("GMT{offset_string}");
    let abbreviation = here.format("%Z").to_string();
    let lettered = abbreviation.chars().all(|sign| sign.is_ascii_alphabetic());
    let (name, short_name) = if id.starts_with("Etc/GMT") {
        (gmt.clone(), gmt)
    } else {
        (
            place_time(id, locale),
            if lettered { abbreviation } else { gmt },
        )
    };
    Listed {
        id,
        name,
        short_name,
        offset_string,
        offset_millis: seconds * 1000,
    }
}

fn offset_string(seconds: i64) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The zone's place and the word for time. The service's own names are known from two samples only.
fn place_time(id: &str, locale: Locale) -> String {
    let place = id.rsplit('/').next().unwrap_or(id).replace('_', " ");
    match locale {
        Locale::En => format!("{place} Time"),
        Locale::Es => format!("Hora de {place}"),
        Locale::Fr => format!("Heure : {place}"),
        Locale::De => format!("{place} Zeit"),
        Locale::Tr => format!("{place} Saati"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(zones: &[Listed], id: &str) -> Listed {
        zones
            .iter()
            .find(|zone| zone.id == id)
            .cloned()
            .unwrap_or_else(|| panic!("{id} is not listed"))
    }

    const JANUARY: i64 = 1_768_000_000_000;
    const JULY: i64 = 1_783_000_000_000;

    #[test]
    fn the_gmt_family_has_its_sign_inverted() {
        let zone = find(&list(JANUARY, Locale::En), "Etc/GMT+12");
        assert_eq!(
            (zone.name.as_str(), zone.short_name.as_str()),
            ("GMT-12:00", "GMT-12:00")
        );
        assert_eq!(
            (zone.offset_string.as_str(), zone.offset_millis),
            ("-12:00", -43_200_000)
        );
    }

    #[test]
    fn offsets_are_as_of_now() {
        let winter = find(&list(JANUARY, Locale::En), "Europe/Berlin");
        let summer = find(&list(JULY, Locale::En), "Europe/Berlin");
        assert_eq!(
            (winter.offset_millis, winter.short_name.as_str()),
            (3_600_000, "CET")
        );
        assert_eq!(
            (summer.offset_millis, summer.short_name.as_str()),
            (7_200_000, "CEST")
        );
        assert_eq!(
            find(&list(JULY, Locale::En), "Asia/Kathmandu").offset_string,
            "+05:45"
        );
        assert_eq!(
            find(&list(JANUARY, Locale::En), "America/St_Johns").offset_string,
            "-03:30"
        );
    }

    #[test]
    fn some_real_zones_are_missing_and_names_follow_the_language() {
        let zones = list(JANUARY, Locale::Tr);
        assert_eq!(zones.len(), TZ_VARIANTS.len() - UNKNOWN_HERE.len());
        for id in UNKNOWN_HERE {
            assert!(Tz::from_str(id).is_ok(), "{id} is a real zone");
            assert!(known(id).is_none());
            assert!(!zones.iter().any(|zone| zone.id == *id));
        }
        assert_eq!(find(&zones, "Europe/Istanbul").name, "Istanbul Saati");
        assert!(known("europe/istanbul").is_none(), "ids are case-sensitive");
    }
}
