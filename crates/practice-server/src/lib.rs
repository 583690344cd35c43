//! The Care Analytics Reports API on loopback, with a company made up for practice, for demonstrations and tests.
//!
//! It knows nothing of the client it tests. Where the real service's way is not known, `README.md` says what this one
//! does instead; `SCRIPT.md` describes how to make it fail. Every column whose name begins with `practice_`, and every
//! person in it, is invented.
//!
//! ```no_run
//! use practice_server::{Action, Endpoint, Occurrence, PracticeConfig, PracticeServer, Script};
//!
//! # async fn example() -> Result<(), practice_server::StartError> {
//! let server = PracticeServer::start(PracticeConfig::default()).await?;
//! server.set_script(Script::default().on(Endpoint::Status, Occurrence::First(2), Action::unavailable()));
//! // ... talk to server.address() ...
//! assert!(server.requests().iter().all(|request| request.answered.is_some()));
//! server.stop().await;
//! # Ok(())
//! # }
//! ```

mod access;
mod answers;
mod api;
mod clock;
mod column;
mod company;
mod config;
mod conversation;
mod damage;
mod draw;
mod event;
mod export;
mod file;
mod format;
mod gate;
mod hours;
mod jobs;
mod ledger;
mod limits;
mod names;
mod params;
mod period;
mod range;
mod report;
mod reports;
mod script;
mod server;
mod service;
mod sieve;
mod storage;
mod swell;
mod text;
mod wire;
mod zones;

pub use clock::{Clock, ManualClock, system_clock};
pub use column::ColumnListing;
pub use config::{
    DEFAULT_COMPANY_KEY, DEFAULT_PASSWORD, DEFAULT_USER, Limits, PracticeConfig, StartError,
};
pub use jobs::{JobRecord, JobState};
pub use ledger::{Origin, RecordedRequest};
pub use report::{ReportListing, reports};
pub use script::{
    Action, AnswerBody, Endpoint, Occurrence, RetryAfter, Rule, Script, ScriptError, Swelling,
};
pub use server::PracticeServer;
