//! What can go wrong, as a closed set of kinds; nothing secret can be read from any of them.

use std::fmt;
use std::time::{Duration, SystemTime};

use crate::report::Choice;

/// A call that brought no usable answer.
#[derive(Clone, Debug)]
pub struct Error {
    kind: ErrorKind,
    technical: String,
    never_arrived: bool,
    retry_after: Option<RetryAfter>,
}

/// What went wrong: one kind for each thing that somebody does about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// 401: e-mail or password are wrong.
    SignInRefused,
    /// 403: the account may not do this, or the company key is wrong.
    AccessRefused,
    /// 400: a parameter is wrong.
    BadRequest {
        /// The service's words, when it had any: it also answers `{}`.
        message: Option<String>,
    },
    /// 404: a wrong address, or a job the service no longer knows.
    NotFound,
    /// 429: too many requests.
    RateLimited {
        /// When to come back, when the service said so.
        retry_after: Option<RetryAfter>,
    },
    /// 5xx: the service, or a machine before it, is out of order. See also [`Error::retry_after`].
    Unavailable {
        /// The HTTP status.
        status: u16,
    },
    /// The service understood and said no: `status` other than `PASS`, or a `result` in words.
    Refused {
        /// The service's words; its `status` when it had none.
        message: String,
    },
    /// The file host refused the short-lived address of a finished export: ask for the download again.
    FileRefused {
        /// The HTTP status.
        status: u16,
    },
    /// An answer that the contract does not know.
    UnexpectedAnswer {
        /// In which way.
        what: Unexpected,
    },
    /// The service pointed to a host that must not be asked.
    ForeignAddress {
        /// The host's name, without anything else of the address.
        host: String,
    },
    /// The network failed.
    Network(NetworkFault),
    /// The call was wrong before anything was sent.
    Misuse(Misuse),
}

/// In which way an answer is unlike the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unexpected {
    /// A web page: most often a proxy's, a sign-in portal's, or a wrong address.
    Html,
    /// Neither JSON nor a web page.
    NotJson,
    /// JSON, but not of the documented shape.
    Shape,
    /// A job without `workflowId` or `runId`.
    MissingIds,
    /// The status of another job than the one asked for.
    OtherJob,
    /// A `runnerState` that is not documented.
    RunnerState {
        /// Its value; `None` when absent, null or empty.
        state: Option<String>,
    },
    /// An HTTP status that is not documented.
    HttpStatus {
        /// The HTTP status.
        status: u16,
    },
    /// A redirect where none is documented, or one without a usable target.
    Redirect {
        /// Where it pointed to, when that could be read.
        host: Option<String>,
    },
    /// More than five redirects on the way to the file.
    TooManyRedirects,
    /// An answer larger than any list or status could be.
    TooLarge,
    /// A compression nobody asked for and that is not undone here, or that is broken.
    Encoding,
    /// Something that does not speak HTTP.
    NotHttp,
}

/// Which part of the network failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkFault {
    /// The host's name is not known.
    Dns,
    /// No connection: refused, unreachable.
    Connect,
    /// No safe connection: a certificate that is not trusted, or no TLS at all.
    Tls,
    /// No connection, or no further byte, in the time allowed.
    Timeout,
    /// The connection broke in the middle.
    Reset,
    /// The system's proxy refused or failed.
    Proxy,
    /// Anything else.
    Other,
}

/// What was wrong with a call before anything was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misuse {
    /// An e-mail with a colon, where Basic authentication would end the name.
    EmailWithColon,
    /// A job id that is empty, `.` or `..`, or far too long.
    JobId,
    /// An empty column name or id.
    EmptyValue,
    /// A choice that the export does not have.
    NotInReport(Choice),
    /// An id with a comma, which would be two in a comma list.
    Comma,
    /// A priority above 5.
    Priority,
    /// No interval where one is required, or one that the period does not take.
    Interval,
    /// An instance name that is no host name.
    InstanceName,
    /// The HTTP client could not be made (for instance no trusted certificates on this machine).
    HttpClient,
}

/// When the service wants to be asked again (`Retry-After`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// After this time.
    Delay(Duration),
    /// At this instant.
    At(SystemTime),
}

impl RetryAfter {
    /// How long to wait, counted from `now`; zero when the instant is past.
    pub fn wait_from(self, now: SystemTime) -> Duration {
        match self {
            RetryAfter::Delay(delay) => delay,
            RetryAfter::At(instant) => instant.duration_since(now).unwrap_or_default(),
        }
    }

    /// Reads the header: whole seconds or an HTTP date.
    pub(crate) fn parse(text: &str) -> Option<RetryAfter> {
        let text = text.trim();
        if let Ok(seconds) = text.parse() {
            return Some(RetryAfter::Delay(Duration::from_secs(seconds)));
        }
        httpdate::parse_http_date(text).ok().map(RetryAfter::At)
    }
}

impl Error {
    /// `technical` must have been through [`crate::redact`] when it repeats anything that was received.
    pub(crate) fn new(kind: ErrorKind, technical: impl Into<String>) -> Error {
        Error {
            kind,
            technical: technical.into(),
            never_arrived: false,
            retry_after: None,
        }
    }

    pub(crate) fn misuse(misuse: Misuse) -> Error {
        let mut error = Error::new(ErrorKind::Misuse(misuse), "nothing was sent");
        error.never_arrived = true;
        error
    }

    pub(crate) fn unexpected(what: Unexpected, technical: impl Into<String>) -> Error {
        Error::new(ErrorKind::UnexpectedAnswer { what }, technical)
    }

    pub(crate) fn with_never_arrived(mut self, never_arrived: bool) -> Error {
        self.never_arrived = never_arrived;
        self
    }

    pub(crate) fn with_retry_after(mut self, retry_after: Option<RetryAfter>) -> Error {
        self.retry_after = retry_after;
        self
    }

    /// What went wrong.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// One line for whoever looks into it: method, kind of call, HTTP status, the beginning of
    /// the answer. Holds no address, token or account.
    pub fn technical(&self) -> &str {
        &self.technical
    }

    /// Whether it is certain that the request never reached the service, because nothing was
    /// sent or no connection came about. Only then may a creation be repeated.
    pub fn never_arrived(&self) -> bool {
        self.never_arrived
    }

    /// When to come back, when the answer (429, 5xx) said so.
    pub fn retry_after(&self) -> Option<RetryAfter> {
        self.retry_after
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.kind, self.technical)
    }
}

impl std::error::Error for Error {}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ErrorKind::SignInRefused => f.write_str("the service refused the e-mail or password"),
            ErrorKind::AccessRefused => f.write_str("the service refused access"),
            ErrorKind::BadRequest { message: None } => {
                f.write_str("the service rejected the request")
            }
            ErrorKind::BadRequest {
                message: Some(message),
            } => write!(f, "the service rejected the request: {message}"),
            ErrorKind::NotFound => f.write_str("the service knows nothing at this address"),
            ErrorKind::RateLimited { .. } => f.write_str("too many requests"),
            ErrorKind::Unavailable { status } => {
                write!(f, "the service is out of order (HTTP {status})")
            }
            ErrorKind::Refused { message } => write!(f, "the service refused: {message}"),
            ErrorKind::FileRefused { status } => {
                write!(f, "the file host refused the download (HTTP {status})")
            }
            ErrorKind::UnexpectedAnswer { what } => write!(f, "unexpected answer: {what}"),
            ErrorKind::ForeignAddress { host } => {
                write!(f, "the service pointed to a host that is not asked: {host}")
            }
            ErrorKind::Network(fault) => write!(f, "network: {fault}"),
            ErrorKind::Misuse(misuse) => write!(f, "not sent: {misuse}"),
        }
    }
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unexpected::Html => f.write_str("a web page"),
            Unexpected::NotJson => f.write_str("not JSON"),
            Unexpected::Shape => f.write_str("JSON of another shape"),
            Unexpected::MissingIds => f.write_str("a job without its ids"),
            Unexpected::OtherJob => f.write_str("the status of another job"),
            Unexpected::RunnerState { state: Some(state) } => {
                write!(f, "the unknown state {state:?}")
            }
            Unexpected::RunnerState { state: None } => f.write_str("a job without a state"),
            Unexpected::HttpStatus { status } => write!(f, "HTTP {status}"),
            Unexpected::Redirect { host: Some(host) } => write!(f, "a redirect to {host}"),
            Unexpected::Redirect { host: None } => f.write_str("a redirect to nowhere"),
            Unexpected::TooManyRedirects => f.write_str("too many redirects"),
            Unexpected::TooLarge => f.write_str("far too large"),
            Unexpected::Encoding => f.write_str("an unknown or broken compression"),
            Unexpected::NotHttp => f.write_str("not HTTP"),
        }
    }
}

impl fmt::Display for NetworkFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NetworkFault::Dns => "the host's name is not known",
            NetworkFault::Connect => "no connection",
            NetworkFault::Tls => "no safe connection",
            NetworkFault::Timeout => "no answer in time",
            NetworkFault::Reset => "the connection broke",
            NetworkFault::Proxy => "the proxy failed",
            NetworkFault::Other => "failed",
        })
    }
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Misuse::EmailWithColon => "the e-mail holds a colon",
            Misuse::JobId => "a job id is missing or no id",
            Misuse::EmptyValue => "an empty column or id",
            Misuse::NotInReport(_) => "a choice that this export does not have",
            Misuse::Comma => "an id with a comma",
            Misuse::Priority => "a priority above 5",
            Misuse::Interval => "no interval, or one that the period does not take",
            Misuse::InstanceName => "the instance's name is no host name",
            Misuse::HttpClient => "the HTTP client could not be made",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::UNIX_EPOCH;

    proptest! {
        #[test]
        fn whole_seconds_are_read_as_they_are(seconds: u64, space in "[ \t]{0,2}") {
            let read = RetryAfter::parse(&format!("{space}{seconds}{space}"));
            let delay = Duration::from_secs(seconds);
            prop_assert_eq!(read, Some(RetryAfter::Delay(delay)));
            prop_assert_eq!(RetryAfter::Delay(delay).wait_from(SystemTime::now()), delay);
        }

        #[test]
        fn dates_are_read_to_the_second(at in 0u64..253_402_300_800, now in 0u64..253_402_300_800) {
            let date = UNIX_EPOCH + Duration::from_secs(at);
            let read = RetryAfter::parse(&httpdate::fmt_http_date(date));
            prop_assert_eq!(read, Some(RetryAfter::At(date)));
            let wait = RetryAfter::At(date).wait_from(UNIX_EPOCH + Duration::from_secs(now));
            prop_assert_eq!(wait, Duration::from_secs(at.saturating_sub(now)));
        }

        #[test]
        fn what_is_neither_is_nothing(text in "-[0-9]{1,30}|[0-9]{21,40}|[0-9]+[.,][0-9]+|[a-zA-Z ,:]{0,40}") {
            prop_assert_eq!(RetryAfter::parse(&text), None);
        }

        #[test]
        fn any_text_is_read_without_panic(
            text in "\\PC{0,60}|(Mon|Tue|Foo), [0-9]{1,3} (Jan|Feb|Xyz) [0-9]{1,6} [0-9:]{0,9}( GMT)?",
        ) {
            if let Some(after) = RetryAfter::parse(&text) {
                after.wait_from(UNIX_EPOCH);
            }
        }
    }
}
