//! What a host may decide about the practice service.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use crate::clock::{Clock, system_clock};
use crate::script::{Script, ScriptError};

/// The practice account's e-mail. Documented, not secret.
pub const DEFAULT_USER: &str = "practice@care-exporter.example";

/// The practice account's password. Documented, not secret; a colon and a letter outside ASCII on purpose, because real
/// passwords may hold both.
pub const DEFAULT_PASSWORD: &str = "practice:çay-1848";

/// The practice company's key. Documented, not secret.
pub const DEFAULT_COMPANY_KEY: &str = "practice-company";

/// Everything a host may decide before the service starts.
#[derive(Clone)]
pub struct PracticeConfig {
    /// Port of the API origin on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Port of the file storage origin on 127.0.0.1; 0 takes any free one.
    pub storage_port: u16,
    /// The account's e-mail; Basic authentication forbids a colon in it.
    pub user: String,
    /// The account's password, compared as UTF-8 bytes.
    pub password: String,
    /// The company's key, compared case-sensitively.
    pub company_key: String,
    /// How many agents the company has.
    pub agents: usize,
    /// How many teams the agents are spread over.
    pub teams: usize,
    /// How many conversations begin on a working day; a third of them at weekends. All reports but `user` and
    /// `raw_agent_states` grow with it: 10,000 make a million posts a month.
    pub conversations: u64,
    /// The same seed gives the same company and the same files, byte for byte.
    pub seed: u64,
    /// How long an export runs, by [`clock`](Self::clock); each job draws its own time from the range.
    pub run_time: RangeInclusive<Duration>,
    /// How long a pre-signed file URL works, by [`clock`](Self::clock).
    pub file_url_life: Duration,
    /// The present moment, for run times, limits and expiry.
    pub clock: Clock,
    /// What the service refuses because there is too much of it.
    pub limits: Limits,
    /// The faults to begin with; see [`PracticeServer::set_script`](crate::PracticeServer::set_script).
    pub script: Script,
}

impl Default for PracticeConfig {
    fn default() -> Self {
        Self {
            port: 0,
            storage_port: 0,
            user: DEFAULT_USER.into(),
            password: DEFAULT_PASSWORD.into(),
            company_key: DEFAULT_COMPANY_KEY.into(),
            agents: 250,
            teams: 12,
            conversations: 120,
            seed: 1848,
            run_time: Duration::from_secs(3)..=Duration::from_secs(6),
            file_url_life: Duration::from_secs(60),
            clock: system_clock(),
            limits: Limits::default(),
            script: Script::default(),
        }
    }
}

impl fmt::Debug for PracticeConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PracticeConfig")
            .field("port", &self.port)
            .field("storage_port", &self.storage_port)
            .field("user", &self.user)
            .field("company_key", &self.company_key)
            .field("agents", &self.agents)
            .field("teams", &self.teams)
            .field("conversations", &self.conversations)
            .field("seed", &self.seed)
            .field("run_time", &self.run_time)
            .field("limits", &self.limits)
            .field("script", &self.script)
            .finish_non_exhaustive()
    }
}

impl PracticeConfig {
    /// Says what no service could be started with.
    pub(crate) fn check(&self) -> Result<(), StartError> {
        if self.user.contains(':') {
            return Err(StartError::Config("the user may not contain a colon"));
        }
        if self.user.is_empty() || self.company_key.is_empty() {
            return Err(StartError::Config(
                "the user and the company key may not be empty",
            ));
        }
        if self.run_time.is_empty() {
            return Err(StartError::Config(
                "the shortest run time is longer than the longest",
            ));
        }
        self.script.check().map_err(StartError::Script)
    }
}

/// The documented limits; `None` switches one off, for tests of something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Requests that one user may make in any 60 seconds (20); one more is answered 429.
    pub requests_per_minute: Option<u32>,
    /// Exports of one user that run at once (2); further ones are queued.
    pub running: Option<u32>,
    /// Exports of the whole company that run at once (4).
    pub company_running: Option<u32>,
    /// Exports that colleagues have running all the time (0); they take from the company's share.
    pub running_by_others: u32,
    /// Exports of one user that may wait (5); one more is closed at once with the documented reason.
    pub queued: Option<u32>,
    /// Calendar months that one export may cover (3), counted in the export's time zone.
    pub range_months: Option<u32>,
    /// Calendar months of history that the service keeps (18).
    pub history_months: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests_per_minute: Some(20),
            running: Some(2),
            company_running: Some(4),
            running_by_others: 0,
            queued: Some(5),
            range_months: Some(3),
            history_months: Some(18),
        }
    }
}

impl Limits {
    /// No limit at all.
    pub fn none() -> Self {
        Self {
            requests_per_minute: None,
            running: None,
            company_running: None,
            running_by_others: 0,
            queued: None,
            range_months: None,
            history_months: None,
        }
    }

    /// How many of the user's exports may run at once.
    pub(crate) fn slots(&self) -> usize {
        let mine = self.running.unwrap_or(u32::MAX);
        let shared = self
            .company_running
            .map_or(u32::MAX, |all| all.saturating_sub(self.running_by_others));
        mine.min(shared) as usize
    }
}

/// Why the practice service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A port of 127.0.0.1 could not be had: it is taken, or not allowed.
    #[error("port {port} on 127.0.0.1 cannot be used: {source}")]
    Port {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The configuration contradicts itself.
    #[error("the practice service cannot start: {0}")]
    Config(&'static str),
    /// The script of faults makes no sense.
    #[error("the practice service cannot start: {0}")]
    Script(#[source] ScriptError),
}
