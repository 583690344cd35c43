use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ExportRequest, Problem};

/// One export on its way to a file, or at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// Stable identity, a UUID.
    pub id: String,
    /// What was asked for.
    pub request: ExportRequest,
    /// Where it stands.
    pub phase: Phase,
    /// UTC milliseconds when it was asked for.
    #[ts(type = "number")]
    pub created_at: i64,
    /// UTC milliseconds when it entered each phase, in order.
    #[ts(type = "[Phase, number][]")]
    pub steps: Vec<(Phase, i64)>,
    /// How far the current phase is.
    pub progress: Progress,
    /// Name of the file to be, without its folder.
    pub file_name: String,
    /// The file, once saved.
    pub saved: Option<SavedFile>,
    /// What went wrong, or needs the person.
    pub problem: Option<Problem>,
    /// Whether resuming can still bring the file without asking the service for a new export.
    pub resumable: bool,
}

/// The states of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Waiting for its turn: nothing was sent yet.
    Queued,
    /// The service is being asked to make the export.
    Creating,
    /// The service is making the export.
    Waiting,
    /// The file is on its way.
    Downloading,
    /// The file is being checked and put in its place.
    Converting,
    /// The file is where the person wanted it.
    Saved,
    /// It ended without a file.
    Failed,
    /// The person stopped it.
    Cancelled,
    /// It was cut off and waits for the person.
    Interrupted,
}

impl Phase {
    /// Whether nothing more happens by itself.
    pub fn ended(self) -> bool {
        matches!(
            self,
            Phase::Saved | Phase::Failed | Phase::Cancelled | Phase::Interrupted
        )
    }
}

/// How far a phase is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Bytes of the file received.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes expected, when the service said so.
    #[ts(type = "number | null")]
    pub total_bytes: Option<u64>,
    /// Items the service has processed, when it says so.
    #[ts(type = "number | null")]
    pub current: Option<u64>,
    /// Items the service will process, when it says so.
    #[ts(type = "number | null")]
    pub total: Option<u64>,
}

/// A file that arrived whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SavedFile {
    /// Its folder, for showing.
    pub folder: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Records in it, the header not counted.
    #[ts(type = "number")]
    pub rows: u64,
    /// Columns in it, in the file's order.
    pub columns: Vec<String>,
    /// Columns that were picked and did not come back.
    pub missing_columns: Vec<String>,
}
