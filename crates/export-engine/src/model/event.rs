use serde::Serialize;
use ts_rs::TS;

use super::{Phase, Progress, Run};

/// What the engine tells whoever watches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EngineEvent {
    /// A run is new, or entered a phase.
    Run {
        /// The run as it is now.
        run: Box<Run>,
    },
    /// A run's phase went further. At most ten a second for each run, and small whatever was asked for.
    #[serde(rename_all = "camelCase")]
    Progress {
        /// The run's id.
        run_id: String,
        /// The phase it is in.
        phase: Phase,
        /// How far the phase is.
        progress: Progress,
    },
    /// The list of runs changed in another way: some were taken off it or put back, or reports were missed.
    Runs,
    /// The list of connections changed.
    Connections,
    /// The list of presets changed, or one was run.
    Presets,
    /// Columns were learned for a connection.
    #[serde(rename_all = "camelCase")]
    Columns {
        /// Whose columns.
        connection_id: String,
    },
    /// The agents that were known are known no more.
    Agents,
    /// The computer's keychain began or ceased to keep the app waiting: it may be asking the person to unlock it.
    Keychain {
        /// Whether it is waited for.
        waiting: bool,
    },
}
