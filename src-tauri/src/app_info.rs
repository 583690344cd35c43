use export_engine::Region;
use serde::Serialize;
use ts_rs::TS;

/// What the window needs to know of the app itself.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AppInfo {
    /// The app's version.
    pub version: String,
    /// The API addresses that the vendor documents.
    pub regions: Vec<Region>,
}
