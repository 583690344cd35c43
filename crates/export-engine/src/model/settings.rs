use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the person wants of the app, whichever window or program asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Whether the desktop tells of an export's end while the window is not in front.
    pub notify: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { notify: true }
    }
}
