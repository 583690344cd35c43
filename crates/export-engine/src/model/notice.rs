use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that a person should be told until they have read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Stable identity.
    pub id: u32,
    /// UTC milliseconds when it happened.
    #[ts(type = "number")]
    pub at: i64,
    /// What happened.
    pub what: NoticeKind,
}

/// What a notice is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum NoticeKind {
    /// The app's data could not be read: it was kept under another name, and the app began anew.
    DataPutAside {
        /// Why.
        reason: PutAsideReason,
        /// The kept file, for showing.
        file: String,
    },
}

/// Why data was put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PutAsideReason {
    /// A newer version of the app wrote it.
    Newer,
    /// It is damaged.
    Damaged,
}
