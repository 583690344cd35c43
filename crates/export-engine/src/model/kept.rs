use serde::Serialize;
use ts_rs::TS;

/// What is kept of a person's work, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeptData {
    /// The folder that holds it.
    pub folder: String,
    /// Ended exports on the list.
    pub ended_runs: u32,
    /// Presets.
    pub presets: u32,
    /// Connections.
    pub connections: u32,
    /// Columns that were learned from files.
    pub columns: u32,
    /// Agents that were learned.
    pub agents: u32,
    /// Databases that could not be read and were put aside.
    pub put_aside: u32,
}
