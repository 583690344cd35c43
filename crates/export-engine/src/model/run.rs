use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ExportRequest, Problem};

/// One export on its way to a file, or at its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// Stable identity, a UUID.
    pub id: String,
    /// The order in which runs were asked for: a later one has a greater number.
    #[ts(type = "number")]
    pub sequence: i64,
    /// What was asked for.
    pub request: ExportRequest,
    /// The connection's name, which stays when the connection is gone.
    pub connection_name: String,
    /// Which part of a longer period it is; absent when it is all that was asked for.
    pub part: Option<RunPart>,
    /// How far it is when the parts of a longer period become its one file; absent when there is but one.
    pub joined: Option<JoinedParts>,
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
    /// Whether resuming goes on with what the service already made, instead of beginning anew.
    pub resumable: bool,
}

/// A part of a period that is longer than the service takes at once. Parts run one after another, each into
/// its own file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunPart {
    /// The same for all parts of one export, a UUID.
    pub group: String,
    /// Which, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

/// The parts of a longer period that become one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JoinedParts {
    /// Which is under way, from 1; once the run is saved, the last.
    pub number: u32,
    /// How many there are.
    pub of: u32,
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
    /// The download is being checked, made into the file that was asked for and put in its place.
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
    /// Bytes of the download received; while converting, those read.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Bytes expected, when the service said so; while converting, those to read.
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
    /// Columns in it, in the file's order, as the service writes them.
    pub columns: Vec<String>,
    /// Columns that were picked and did not come back.
    pub missing_columns: Vec<String>,
    /// Columns that came although nobody asked for them, and that are not in the file.
    #[serde(default)]
    pub unasked_columns: Vec<String>,
    /// What else is not as one might think.
    #[serde(default)]
    pub notes: FileNotes,
}

/// What a conversion found, and did with it; none of it stands in the way of using the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct FileNotes {
    /// Values that rows lack although other rows have them; tables have empty cells.
    #[ts(type = "number")]
    pub lacking: u64,
    /// Values of the service that say "nothing" (`null`); tables have empty cells.
    #[ts(type = "number")]
    pub nulls: u64,
    /// Times that a row had a column more than once; the last value was kept.
    #[ts(type = "number")]
    pub repeated: u64,
    /// CSV: cells that got an apostrophe before them.
    #[ts(type = "number")]
    pub neutralised: u64,
    /// Excel: cells that were cut because Excel holds no longer ones.
    #[ts(type = "number")]
    pub cut_cells: u64,
    /// Excel: values of the columns of milliseconds that are no numbers and stayed text.
    #[ts(type = "number")]
    pub not_numbers: u64,
    /// Excel: sheets that the rows take; 0 for other files.
    pub sheets: u32,
}

/// Which runs to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunQuery {
    /// Words that must all occur in the file's name, the connection's name or what was asked for; empty
    /// for all runs. Case and accents make no difference.
    pub text: String,
    /// The phases to list; empty for all.
    pub phases: Vec<Phase>,
    /// Lists runs before this [`RunPage::next`]; absent for the first page.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// The most runs to list. A page is shorter when their requests are long.
    pub most: u32,
}

/// A page of the list of runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunPage {
    /// Newest first.
    pub runs: Vec<Run>,
    /// Where the next page begins; absent after the last.
    #[ts(type = "number | null")]
    pub next: Option<i64>,
}

/// A saved run's file, as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunFile {
    /// Whose file.
    pub run_id: String,
    /// Where it is.
    pub state: FileState,
}

/// What became of a saved file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// It is where it was saved.
    Present,
    /// It is not there any more: moved, renamed or removed.
    Moved,
}
