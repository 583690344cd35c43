use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ExportRequest, Phase, Problem, Run};

/// An export that a person keeps under a name, to run it again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preset {
    /// Stable identity, a UUID.
    pub id: String,
    /// The person's own name for it; no two presets have the same, whatever their capitals.
    pub name: String,
    /// What it is for; empty when nobody said.
    pub description: String,
    /// A word by which presets are grouped.
    pub tag: Option<String>,
    /// A colour to know it by.
    pub colour: Option<PresetColour>,
    /// What it exports. Its period may be a rule, which means other days each time.
    pub export: ExportRequest,
    /// Name of the connection, which stays when the connection is gone.
    pub connection_name: String,
    /// Names of the picked teams and agents, by id, as they were when they were picked.
    pub people_names: BTreeMap<String, String>,
    /// Names of the picked work queues and smart view, as they were when they were picked.
    pub filter_names: FilterNames,
    /// Pattern of the file's name, without its extension; see [`FileNamePiece`].
    pub file_name: String,
    /// Where the file goes.
    pub destination: Destination,
    /// When it was last run; absent before the first time.
    pub last_run: Option<PresetRun>,
}

/// What the service calls what an export is narrowed to. Ids of queues and of views may be the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct FilterNames {
    /// Names of the work queues, by id.
    pub work_queues: BTreeMap<String, String>,
    /// Name of the smart view; absent when there is none, or its name is not known.
    pub smart_view: Option<String>,
}

/// Where a preset's file goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Destination {
    /// The person is asked each time.
    Ask,
    /// Into a folder that the person once chose, under a name that is free there.
    Folder {
        /// The folder, for showing.
        folder: String,
    },
}

/// A colour to know a preset by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum PresetColour {
    Grey,
    Red,
    Orange,
    Yellow,
    Green,
    Blue,
    Purple,
}

/// The last run of a preset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PresetRun {
    /// The run's id.
    pub run_id: String,
    /// Where the run stands; absent once it was taken off the list of runs.
    pub phase: Option<Phase>,
    /// UTC milliseconds when it was started.
    #[ts(type = "number")]
    pub at: i64,
}

/// A preset as a person entered it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PresetDraft {
    /// The preset to change; absent for a new one.
    pub id: Option<String>,
    /// See [`Preset::name`].
    pub name: String,
    /// See [`Preset::description`].
    pub description: String,
    /// See [`Preset::tag`].
    pub tag: Option<String>,
    /// See [`Preset::colour`].
    pub colour: Option<PresetColour>,
    /// See [`Preset::export`].
    pub export: ExportRequest,
    /// See [`Preset::people_names`].
    pub people_names: BTreeMap<String, String>,
    /// See [`Preset::filter_names`].
    pub filter_names: FilterNames,
    /// See [`Preset::file_name`].
    pub file_name: String,
    /// See [`Preset::destination`].
    pub destination: DestinationChoice,
}

/// Where a preset's file should go. The window names no folder: it says which of those that the
/// person chose in the system's own dialog is meant.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum DestinationChoice {
    /// The person is asked each time.
    Ask,
    /// Where it went so far; of a new preset, the person is asked.
    Keep,
    /// Into a folder that was just chosen.
    Chosen {
        /// [`ChosenFolder::folder_id`].
        folder_id: String,
    },
}

/// A folder that a person chose for a preset that is not saved yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChosenFolder {
    /// What to save the preset with, while the app runs.
    pub folder_id: String,
    /// The folder, for showing.
    pub folder: String,
}

/// A preset that came with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportedPreset {
    /// The preset as it is kept.
    pub preset: Preset,
    /// Its name in the file, which is another when a preset here had it already.
    pub name_in_file: String,
}

/// What came of running a preset. Neither runs nor a problem: the person left the dialog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PresetStart {
    /// Which preset.
    pub preset_id: String,
    /// The runs that were started.
    pub runs: Vec<Run>,
    /// Why none was.
    pub problem: Option<Problem>,
}

/// What a file-name pattern can hold in braces, such as `{preset}`; the rest of it is taken as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileNamePiece {
    /// The preset's name.
    Preset,
    /// The export's name, as `User export`.
    Report,
    /// The first day, as `2026-10-01`.
    From,
    /// The last day, as `2026-10-31`.
    To,
    /// The year of the first day.
    Year,
    /// The quarter of the first day, as `Q4`.
    Quarter,
    /// The month of the first day, as `10`.
    Month,
    /// The week of the last day by ISO 8601, as `2026-W44`.
    Week,
    /// The day on which it is run.
    Date,
    /// The time at which it is run, as `08-30`.
    Time,
    /// The connection's name.
    Connection,
    /// The place of the time zone, as `Istanbul`.
    Zone,
    /// The format, as `xlsx`.
    Format,
}

impl FileNamePiece {
    /// All of them.
    pub const ALL: [FileNamePiece; 13] = [
        FileNamePiece::Preset,
        FileNamePiece::Report,
        FileNamePiece::From,
        FileNamePiece::To,
        FileNamePiece::Year,
        FileNamePiece::Quarter,
        FileNamePiece::Month,
        FileNamePiece::Week,
        FileNamePiece::Date,
        FileNamePiece::Time,
        FileNamePiece::Connection,
        FileNamePiece::Zone,
        FileNamePiece::Format,
    ];

    /// How it is written in a pattern, without the braces.
    pub fn as_str(self) -> &'static str {
        match self {
            FileNamePiece::Preset => "preset",
            FileNamePiece::Report => "report",
            FileNamePiece::From => "from",
            FileNamePiece::To => "to",
            FileNamePiece::Year => "year",
            FileNamePiece::Quarter => "quarter",
            FileNamePiece::Month => "month",
            FileNamePiece::Week => "week",
            FileNamePiece::Date => "date",
            FileNamePiece::Time => "time",
            FileNamePiece::Connection => "connection",
            FileNamePiece::Zone => "zone",
            FileNamePiece::Format => "format",
        }
    }
}
