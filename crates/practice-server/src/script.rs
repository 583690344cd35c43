//! The script of faults: what fails, how, and how often. `SCRIPT.md` describes the JSON form for people.

use std::path::Path;

use axum::http::HeaderValue;
use serde::{Deserialize, Serialize};

use crate::draw::Draw;

/// Faults for the service to commit; the empty script, which is the default, has none.
///
/// Rules are looked at in order. Of all rules that match a request, every [`Action::Delay`] is served and the first
/// other action is taken.
///
/// ```
/// use practice_server::{Action, Endpoint, Occurrence, Script};
///
/// let script = Script::default()
///     .on(Endpoint::Status, Occurrence::First(2), Action::unavailable())
///     .on(Endpoint::File, Occurrence::Nth(1), Action::CloseAfter { bytes: 1000 });
/// assert_eq!(script.rules.len(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// Decides what [`Occurrence::Probability`] draws; the same seed draws the same.
    #[serde(default)]
    pub seed: u64,
    /// The faults, in order.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// One fault: where, when and what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Which requests the rule counts.
    pub on: Endpoint,
    /// Which of those it strikes.
    #[serde(default)]
    pub when: Occurrence,
    /// What happens to them.
    #[serde(rename = "do")]
    pub action: Action,
}

/// A kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// Creating an export.
    Create,
    /// Asking how an export is doing.
    Status,
    /// Asking where the file is (the answer is a redirect).
    Download,
    /// Fetching the file from the storage origin.
    File,
    /// The list of time zones.
    Timezones,
    /// The list of teams.
    Teams,
    /// The list of work queues.
    Workqueues,
    /// The list of smart views.
    Smartviews,
    /// Every request to either origin.
    Any,
}

/// Which requests of an endpoint a rule strikes; each rule counts for itself, from 1, since the script was set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occurrence {
    /// All of them.
    #[default]
    Every,
    /// This one only, counted from 1.
    Nth(u64),
    /// This many from the start.
    First(u64),
    /// All but this many from the start.
    After(u64),
    /// Each with this chance, 0 to 1, drawn from the script's seed.
    Probability(f64),
}

/// What happens to a request that a rule strikes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Answers this instead of acting on the request, as a proxy or an ailing service would.
    Answer {
        /// The HTTP status.
        status: u16,
        /// What the body is.
        body: AnswerBody,
    },
    /// Answers 429 instead of acting on the request.
    TooManyRequests {
        /// Whether and how the answer says when to come back.
        retry_after: RetryAfter,
    },
    /// Closes the connection without acting on the request: nothing happened.
    DropRequest,
    /// Acts on the request and closes the connection without an answer: at creation the job exists all the same.
    DropAnswer,
    /// Never acts and never answers: holds the connection until the client gives up or the service stops.
    Stall,
    /// Waits, by the service's clock, before acting.
    Delay {
        /// For how many milliseconds.
        ms: u64,
    },
    /// Sends the answer's head and this much of its body, exactly, then closes the connection.
    CloseAfter {
        /// Bytes of body that are sent.
        bytes: u64,
    },
    /// Sends the answer's head and this much of its body, then holds the connection until the client gives up.
    StallAfter {
        /// Bytes of body that are sent.
        bytes: u64,
    },
    /// Sends this much of the body as though it were all, with a Content-Length to match.
    Truncate {
        /// Bytes of body that are sent.
        bytes: u64,
    },
    /// Declares a Content-Length that is not the body's, and closes after the body.
    ContentLength {
        /// Bytes that are promised.
        bytes: u64,
    },
    /// Sends the answer's head and at most this much of its body, then resets the connection.
    ResetAfter {
        /// Bytes of body that are sent, as far as the reset does not overtake them.
        bytes: u64,
    },
    /// Goes on after the answer's body, for so many spaces. They are never in memory.
    Swell {
        /// How many spaces.
        bytes: u64,
        /// What the head says of them.
        how: Swelling,
    },
    /// Puts so many letters before the first value of the answer or the file.
    LongValue {
        /// How many letters.
        bytes: u64,
    },
    /// Puts a byte that UTF-8 never has in place of one of the body's.
    InvalidUtf8 {
        /// Which one, counted from 0; the last one when the body is shorter.
        at: u64,
    },
    /// Serves the file as though it had been made anew: as long as it was, with other digits in it and another ETag.
    OtherVersion,
    /// Serves the whole file whatever part of it is asked for, and nothing that would let a client ask: no ETag, no date.
    NoRanges,
    /// Serves a part that begins so many bytes later than was asked, and says so in Content-Range.
    ShiftRange {
        /// How many bytes later.
        by: u64,
    },
    /// Answers 307 to this place instead of acting.
    Redirect {
        /// The `Location`, as it is.
        to: String,
    },
    /// Answers 307 to the same place with another `hop` in its query: as long as the rule strikes, a chain of addresses that
    /// are all new.
    RedirectForever,
    /// Answers 200 with a sign-in page in HTML instead of what was asked for.
    HtmlPage,
    /// Names other hosts in the answer's URLs (creation and status); `None` leaves one as it is.
    ForeignUrls {
        /// Scheme, host and port for `statusUrl`, such as `https://qa.example`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<String>,
        /// Scheme, host and port for `downloadUrl`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        download: Option<String>,
    },
    /// Names other ids in the answer and no URLs, so that a client that believes them builds its own (creation and status);
    /// `None` leaves one as it is.
    OtherIds {
        /// The `workflowId`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        workflow: Option<String>,
        /// The `runId`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        run: Option<String>,
    },
    /// Reports this `runnerState`, with this detail and reason, in a status answer; the job itself goes on.
    RunnerState {
        /// The state, documented or not.
        state: String,
        /// The detail.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
        /// The reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Makes a job that runs its time and then closes as `FAILED` (creation).
    FailJob {
        /// Why, as the status says it; `None` gives no reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Makes a job that is closed at once, as over the limit of running exports (creation).
    TooManyExports,
    /// Makes a job that runs for ever (creation).
    NeverEnds,
    /// Makes a job that runs so long (creation).
    TakeTime {
        /// For how many milliseconds.
        ms: u64,
    },
}

impl Action {
    /// 503 with an HTML page, as a proxy in front of a service that is down would say.
    pub fn unavailable() -> Self {
        Self::Answer {
            status: 503,
            body: AnswerBody::Html,
        }
    }
}

/// The body of a scripted answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerBody {
    /// No bytes.
    Empty,
    /// `{}`, as the service says to a request that it cannot read.
    EmptyObject,
    /// An HTML page that names the status.
    Html,
    /// This text, as JSON in `text/plain`, as the service labels its answers.
    Text(String),
    /// An answer of the service whose `status` is `FAIL` and whose `result` is this string.
    Failure(String),
}

/// How an answer swells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Swelling {
    /// The Content-Length is that of the body without the spaces, and they are sent all the same.
    PastTheLength,
    /// There is no Content-Length.
    Unannounced,
    /// The body is compressed, and the spaces to a thousandth of their length.
    Gzip,
}

/// How a 429 says when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryAfter {
    /// It does not.
    None,
    /// After this many seconds.
    Seconds(u64),
    /// At a date, this many seconds from now.
    DateIn(u64),
}

/// Why a script cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// The file could not be read.
    #[error("the script {path} cannot be read: {source}")]
    Read {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The text is not a script; the message names the field and the place.
    #[error("the script is not valid: {0}")]
    Format(#[from] serde_json::Error),
    /// A rule can never do what it says.
    #[error("rule {number} of the script makes no sense: {problem}")]
    Rule {
        /// Which rule, counted from 1.
        number: usize,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl Script {
    /// This script and one more rule.
    #[must_use]
    pub fn on(mut self, on: Endpoint, when: Occurrence, action: Action) -> Self {
        self.rules.push(Rule { on, when, action });
        self
    }

    /// Reads a script from JSON, and checks it.
    ///
    /// # Errors
    /// A field that is not known, a value of the wrong kind, or a rule that makes no sense; each is named.
    pub fn from_json(text: &str) -> Result<Self, ScriptError> {
        let script: Self = serde_json::from_str(text)?;
        script.check()?;
        Ok(script)
    }

    /// Reads a script from a file of JSON, and checks it.
    ///
    /// # Errors
    /// As [`from_json`](Self::from_json), or the file cannot be read.
    pub fn load(path: &Path) -> Result<Self, ScriptError> {
        let text = std::fs::read_to_string(path).map_err(|source| ScriptError::Read {
            path: path.display().to_string(),
            source,
        })?;
        Self::from_json(&text)
    }

    /// Says which rule, if any, could never do what it says.
    ///
    /// # Errors
    /// The first such rule.
    pub fn check(&self) -> Result<(), ScriptError> {
        for (index, rule) in self.rules.iter().enumerate() {
            if let Some(problem) = rule.problem() {
                return Err(ScriptError::Rule {
                    number: index + 1,
                    problem,
                });
            }
        }
        Ok(())
    }
}

impl Rule {
    fn problem(&self) -> Option<&'static str> {
        match self.when {
            Occurrence::Nth(0) => return Some("requests are counted from 1"),
            Occurrence::Probability(chance) if !(0.0..=1.0).contains(&chance) => {
                return Some("a probability lies between 0 and 1");
            }
            _ => {}
        }
        match (&self.action, self.on) {
            (Action::OtherVersion | Action::NoRanges | Action::ShiftRange { .. }, on)
                if !matches!(on, Endpoint::File | Endpoint::Any) =>
            {
                Some("this action belongs to \"file\"")
            }
            (Action::Redirect { to }, _) if HeaderValue::from_str(to).is_err() => {
                Some("a place to go to has no line breaks and no control characters")
            }
            (Action::Answer { status, .. }, _) if !(200..=599).contains(status) => {
                Some("an HTTP status lies between 200 and 599")
            }
            (
                Action::FailJob { .. }
                | Action::TooManyExports
                | Action::NeverEnds
                | Action::TakeTime { .. },
                Endpoint::Status
                | Endpoint::Download
                | Endpoint::File
                | Endpoint::Timezones
                | Endpoint::Teams
                | Endpoint::Workqueues
                | Endpoint::Smartviews,
            ) => Some("this action belongs to \"create\""),
            (
                Action::RunnerState { .. },
                Endpoint::Create
                | Endpoint::Download
                | Endpoint::File
                | Endpoint::Timezones
                | Endpoint::Teams
                | Endpoint::Workqueues
                | Endpoint::Smartviews,
            ) => Some("this action belongs to \"status\""),
            (
                Action::ForeignUrls { .. } | Action::OtherIds { .. },
                Endpoint::Download
                | Endpoint::File
                | Endpoint::Timezones
                | Endpoint::Teams
                | Endpoint::Workqueues
                | Endpoint::Smartviews,
            ) => Some("this action belongs to \"create\" and \"status\""),
            _ => None,
        }
    }
}

/// A script with its counters: what it says about the next request.
#[derive(Debug, Default)]
pub(crate) struct Playing {
    script: Script,
    seen: Vec<u64>,
}

/// What a script says about one request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fate {
    /// Milliseconds to wait first.
    pub(crate) delay_ms: u64,
    /// What happens then, if anything out of the ordinary.
    pub(crate) action: Option<Action>,
}

impl Playing {
    pub(crate) fn new(script: Script) -> Self {
        let seen = vec![0; script.rules.len()];
        Self { script, seen }
    }

    /// Counts a request and says what becomes of it.
    pub(crate) fn next(&mut self, endpoint: Endpoint) -> Fate {
        let mut fate = Fate::default();
        for (index, (rule, seen)) in self.script.rules.iter().zip(&mut self.seen).enumerate() {
            if rule.on != endpoint && rule.on != Endpoint::Any {
                continue;
            }
            *seen += 1;
            let strikes = match rule.when {
                Occurrence::Every => true,
                Occurrence::Nth(n) => *seen == n,
                Occurrence::First(n) => *seen <= n,
                Occurrence::After(n) => *seen > n,
                Occurrence::Probability(chance) => {
                    Draw::new(&[self.script.seed, index as u64, *seen]).fraction() < chance
                }
            };
            match &rule.action {
                _ if !strikes => {}
                Action::Delay { ms } => fate.delay_ms = fate.delay_ms.saturating_add(*ms),
                action => {
                    fate.action.get_or_insert_with(|| action.clone());
                }
            }
        }
        fate
    }
}
