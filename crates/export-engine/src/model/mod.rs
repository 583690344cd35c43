//! What crosses to the window and the command line: plain data, in the words of the product.
//!
//! Every type here also exists in TypeScript, generated from this source.

mod connection;
mod event;
mod export;
mod lists;
mod notice;
mod problem;
mod run;
mod settings;

pub use connection::{Connection, ConnectionCheck, ConnectionDraft, PasswordKeeping, Region};
pub use event::EngineEvent;
pub use export::{
    ClockChange, ExportRequest, FileFormat, Locale, Period, PeriodRule, ResolvedPeriod, Weekday,
};
pub use lists::{Agent, Agents, Column, ColumnOrigin, Team, TimeZone, TimeZones};
pub use notice::{Notice, NoticeKind, PutAsideReason};
pub use problem::{
    DamageKind, Field, FieldFault, NetworkFault, Problem, ProblemKind, UnexpectedKind,
};
pub use run::{FileState, Phase, Progress, Run, RunFile, RunPage, RunQuery, SavedFile};
pub use settings::Settings;
