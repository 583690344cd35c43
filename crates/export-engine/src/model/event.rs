use serde::Serialize;
use ts_rs::TS;

use super::Run;

/// What the engine tells whoever watches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EngineEvent {
    /// A run moved on. At most ten a second for each run while only its progress changes.
    Run {
        /// The run as it is now.
        run: Box<Run>,
    },
    /// The list of connections changed.
    Connections,
    /// Columns were learned for a connection.
    #[serde(rename_all = "camelCase")]
    Columns {
        /// Whose columns.
        connection_id: String,
    },
}
