//! The Care service on loopback, with a practice company, for demonstrations and tests.

mod access;
mod answers;
mod api;
mod clock;
mod columns;
mod company;
mod config;
mod draw;
mod format;
mod gate;
mod jobs;
mod ledger;
mod limits;
mod params;
mod range;
mod script;
mod server;
mod service;
mod storage;
mod user_export;
mod wire;
mod zones;

pub use clock::{Clock, ManualClock, system_clock};
pub use columns::{COLUMNS, Column};
pub use config::{
    DEFAULT_COMPANY_KEY, DEFAULT_PASSWORD, DEFAULT_USER, Limits, PracticeConfig, StartError,
};
pub use jobs::{JobRecord, JobState};
pub use ledger::{Origin, RecordedRequest};
pub use script::{Action, AnswerBody, Endpoint, Occurrence, RetryAfter, Rule, Script, ScriptError};
pub use server::PracticeServer;
