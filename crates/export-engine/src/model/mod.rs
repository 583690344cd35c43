//! What crosses to the window and the command line: plain data, in the words of the product.
//!
//! Every type here also exists in TypeScript, generated from this source.

mod connection;
mod event;
mod export;
mod file;
mod kept;
mod lists;
mod notice;
mod preset;
mod preview;
mod problem;
mod report;
mod run;
mod settings;

pub use connection::{Connection, ConnectionCheck, ConnectionDraft, PasswordKeeping, Region};
pub use event::EngineEvent;
pub use export::{
    ClockChange, Delivery, ExportCheck, ExportRequest, Locale, Period, PeriodPlan, PeriodRule,
    ResolvedPeriod, Weekday,
};
pub use file::{
    CsvReader, CsvStyle, ExcelTimes, FileFormat, FileOptions, Headers, LineEnd, Separator,
};
pub use kept::KeptData;
pub use lists::{
    Agent, Agents, Column, ColumnOrigin, ColumnTexts, Team, TimeZone, TimeZones, Words,
};
pub use notice::{Notice, NoticeKind, PutAsideReason};
pub use preset::{
    ChosenFolder, Destination, DestinationChoice, FileNamePiece, FilterNames, ImportedPreset,
    Preset, PresetColour, PresetDraft, PresetRun, PresetStart,
};
pub use preview::{
    PreviewColumn, PreviewGroup, PreviewPart, PreviewRows, PreviewSummary, PreviewTimes,
    PreviewValue,
};
pub use problem::{
    DamageKind, Field, FieldFault, NetworkFault, PresetFileFault, Problem, ProblemKind,
    UnexpectedKind,
};
pub use report::{
    BusinessHours, Choice, Conversations, Interval, NamedId, Report, ReportInfo, ReportOptions,
    UnknownReport,
};
pub use run::{
    FileNotes, FileState, JoinedParts, Phase, Progress, Run, RunFile, RunPage, RunPart, RunQuery,
    SavedFile,
};
pub use settings::{Appearance, Settings, WhenClosed};
