use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Separator;

/// What the person wants of the app, whichever window or program asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Whether the desktop tells of an export's end while the window is not in front.
    pub notify: bool,
    /// Light or dark.
    pub appearance: Appearance,
    /// What becomes of work under way when the window is closed.
    pub when_closed: WhenClosed,
    /// What stands between the values of a new CSV for Excel; none for what the person's region uses.
    pub csv_separator: Option<Separator>,
    /// How many hours an export may take on the service's side before its run asks the person: 1 to 168.
    pub job_patience_hours: u32,
}

impl Settings {
    /// What [`Settings::job_patience_hours`] may be: no export is given up within the hour, and none takes more
    /// than a week.
    pub const JOB_PATIENCE_HOURS: RangeInclusive<u32> = 1..=168;

    /// The nearest that can be meant.
    pub(crate) fn within_bounds(self) -> Self {
        let hours = Self::JOB_PATIENCE_HOURS;
        Settings {
            job_patience_hours: self.job_patience_hours.clamp(*hours.start(), *hours.end()),
            ..self
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            notify: true,
            appearance: Appearance::default(),
            when_closed: WhenClosed::default(),
            csv_separator: None,
            job_patience_hours: 6,
        }
    }
}

/// How bright the window is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    /// As the rest of the desktop.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What becomes of exports under way when the window is closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WhenClosed {
    /// The person is asked each time.
    #[default]
    Ask,
    /// They go on without the window.
    Background,
    /// They stop, and go on at the next start.
    Stop,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_earlier_version_stored_is_read_and_what_it_did_not_know_is_as_usual() {
        let read = |text| serde_json::from_str::<Settings>(text).expect("settings");
        let usual = Settings::default();
        assert_eq!(read("{}"), usual);
        let quiet = Settings {
            notify: false,
            ..usual
        };
        assert_eq!(read(r#"{"notify":false}"#), quiet);
    }

    #[test]
    fn patience_has_bounds() {
        for (hours, kept) in [(0, 1), (1, 1), (6, 6), (168, 168), (u32::MAX, 168)] {
            let settings = Settings {
                job_patience_hours: hours,
                ..Settings::default()
            };
            assert_eq!(settings.within_bounds().job_patience_hours, kept);
        }
    }
}
