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
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            notify: true,
            appearance: Appearance::default(),
            when_closed: WhenClosed::default(),
            csv_separator: None,
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
