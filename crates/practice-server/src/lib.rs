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
