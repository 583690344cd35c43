//! How dates and times look, by language and time zone. The service's own forms are not documented; these are this server's.

use chrono::{
    DateTime, Datelike as _, Days, FixedOffset, NaiveDateTime, TimeZone as _, Timelike as _, Utc,
};
use chrono_tz::Tz;

/// A language the service formats in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Locale {
    #[default]
    En,
    Es,
    Fr,
    De,
    Tr,
}

impl Locale {
    /// The language of this code, which is case-sensitive.
    pub(crate) fn of(code: &str) -> Option<Self> {
        Some(match code {
            "en" => Self::En,
            "es" => Self::Es,
            "fr" => Self::Fr,
            "de" => Self::De,
            "tr" => Self::Tr,
            _ => return None,
        })
    }

    fn months(self) -> [&'static str; 12] {
        match self {
            Self::En => [
                "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
            ],
            Self::Es => [
                "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic",
            ],
            Self::Fr => [
                "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
                "nov.", "déc.",
            ],
            Self::De => [""; 12],
            Self::Tr => [
                "Oca", "Şub", "Mar", "Nis", "May", "Haz", "Tem", "Ağu", "Eyl", "Eki", "Kas", "Ara",
            ],
        }
    }

    /// "Yes" or "No".
    pub(crate) fn yes_no(self, yes: bool) -> &'static str {
        let (yes_word, no_word) = match self {
            Self::En => ("Yes", "No"),
            Self::Es => ("Sí", "No"),
            Self::Fr => ("Oui", "Non"),
            Self::De => ("Ja", "Nein"),
            Self::Tr => ("Evet", "Hayır"),
        };
        if yes { yes_word } else { no_word }
    }
}

/// Where the wall clock hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    Named(Tz),
    Offset(FixedOffset),
}

impl Default for Zone {
    fn default() -> Self {
        Self::Named(Tz::UTC)
    }
}

impl Zone {
    /// The wall-clock time at an instant in UTC milliseconds; `None` outside chrono's range of years.
    pub(crate) fn wall_clock(self, utc_ms: i64) -> Option<NaiveDateTime> {
        let utc = DateTime::<Utc>::from_timestamp_millis(utc_ms)?.naive_utc();
        Some(match self {
            Self::Named(zone) => zone.from_utc_datetime(&utc).naive_local(),
            Self::Offset(offset) => offset.from_utc_datetime(&utc).naive_local(),
        })
    }

    /// The instant, in UTC milliseconds, at which the wall clock shows this: the first one if there are two, and if there is
    /// none as though the clocks had not been put forward.
    pub(crate) fn instant(self, at: NaiveDateTime) -> Option<i64> {
        let named = |zone: Tz, at: NaiveDateTime| zone.from_local_datetime(&at).earliest();
        Some(match self {
            Self::Named(zone) => match named(zone, at) {
                Some(instant) => instant.timestamp_millis(),
                None => {
                    let before = named(zone, at.checked_sub_days(Days::new(1))?)?;
                    before.timestamp_millis() + 86_400_000
                }
            },
            Self::Offset(offset) => offset
                .from_local_datetime(&at)
                .earliest()?
                .timestamp_millis(),
        })
    }
}

/// A language and a time zone together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Style {
    pub(crate) locale: Locale,
    pub(crate) zone: Zone,
}

impl Style {
    /// A date and time, from UTC milliseconds.
    pub(crate) fn date_time(&self, utc_ms: i64) -> String {
        let Some(at) = self.zone.wall_clock(utc_ms) else {
            return String::new();
        };
        let (day, month, year) = (
            at.day(),
            self.locale.months()[at.month0() as usize],
            at.year(),
        );
        let time = format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second());
        match self.locale {
            Locale::En => {
                let (afternoon, hour) = at.hour12();
                let half = if afternoon { "PM" } else { "AM" };
                format!(
                    "{month} {day}, {year}, {hour}:{:02}:{:02} {half}",
                    at.minute(),
                    at.second()
                )
            }
            Locale::Es => format!("{day} {month} {year}, {time}"),
            Locale::Fr => format!("{day} {month} {year} à {time}"),
            Locale::De => format!("{day:02}.{:02}.{year}, {time}", at.month()),
            Locale::Tr => format!("{day} {month} {year} {time}"),
        }
    }

    /// A length of time, from milliseconds.
    pub(crate) fn duration(&self, ms: i64) -> String {
        let (h, m, s) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
        match self.locale {
            Locale::En => format!("{h}h {m:02}m {s:02}s"),
            Locale::Es => format!("{h} h {m:02} min {s:02} s"),
            Locale::Fr => format!("{h} h {m:02} mn {s:02} s"),
            Locale::De => format!("{h} Std. {m:02} Min. {s:02} Sek."),
            Locale::Tr => format!("{h} sa {m:02} dk {s:02} sn"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 25 October 2026, 00:30:05 UTC: half an hour before summer time ends in Berlin.
    const INSTANT: i64 = 1_792_888_205_000;

    fn style(locale: Locale, zone: Tz) -> Style {
        Style {
            locale,
            zone: Zone::Named(zone),
        }
    }

    #[test]
    fn dates_follow_language_and_zone() {
        assert_eq!(
            style(Locale::En, Tz::UTC).date_time(INSTANT),
            "Oct 25, 2026, 12:30:05 AM"
        );
        assert_eq!(
            style(Locale::De, Tz::Europe__Berlin).date_time(INSTANT),
            "25.10.2026, 02:30:05"
        );
        assert_eq!(
            style(Locale::De, Tz::Europe__Berlin).date_time(INSTANT + 3_600_000),
            "25.10.2026, 02:30:05"
        );
        assert_eq!(
            style(Locale::Tr, Tz::Europe__Istanbul).date_time(INSTANT),
            "25 Eki 2026 03:30:05"
        );
        assert_eq!(
            style(Locale::Fr, Tz::America__New_York).date_time(INSTANT),
            "24 oct. 2026 à 20:30:05"
        );
        assert_eq!(
            style(Locale::Es, Tz::Asia__Kathmandu).date_time(INSTANT),
            "25 oct 2026, 06:15:05"
        );
    }

    #[test]
    fn an_offset_knows_nothing_of_summer_time() {
        let zone = Zone::Offset(FixedOffset::east_opt(-12_600).expect("a valid offset"));
        let style = Style {
            locale: Locale::De,
            zone,
        };
        assert_eq!(style.date_time(INSTANT), "24.10.2026, 21:00:05");
    }

    #[test]
    fn lengths_of_time_pass_a_day_and_follow_the_language() {
        let ms = ((75 * 60 + 4) * 60 + 9) * 1000 + 999;
        let forms: std::collections::HashSet<_> =
            [Locale::En, Locale::Es, Locale::Fr, Locale::De, Locale::Tr]
                .map(|locale| style(locale, Tz::UTC).duration(ms))
                .into_iter()
                .collect();
        assert_eq!(forms.len(), 5);
        assert_eq!(style(Locale::En, Tz::UTC).duration(ms), "75h 04m 09s");
    }
}
