//! What the service's errors mean for a person, and which of them pass by themselves.

use std::time::{Duration, UNIX_EPOCH};

use care_api::{Error, ErrorKind, Misuse, Unexpected};

use crate::model::{Field, FieldFault, NetworkFault, Problem, ProblemKind, UnexpectedKind};

/// What was being asked when the error came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// A list, or the creation of an export: nothing of the service at the address means that the
    /// address is wrong.
    Service,
    /// One export that was accepted: nothing there means that it is gone.
    Export,
}

/// The problem to show for an error of the service.
pub(crate) fn problem(error: &Error, asked: Asked) -> Problem {
    let kind = match error.kind() {
        ErrorKind::SignInRefused => ProblemKind::SignInRefused,
        ErrorKind::AccessRefused => ProblemKind::AccessRefused,
        ErrorKind::BadRequest { message } => ProblemKind::RequestRefused {
            message: message.clone(),
        },
        ErrorKind::Refused { message } => ProblemKind::RequestRefused {
            message: Some(message.clone()),
        },
        ErrorKind::NotFound if asked == Asked::Service => ProblemKind::AddressWrong,
        ErrorKind::NotFound => ProblemKind::ExportGone,
        ErrorKind::RateLimited { .. } => ProblemKind::ServiceBusy,
        ErrorKind::Unavailable { status } | ErrorKind::FileRefused { status } => {
            ProblemKind::ServiceUnavailable { status: *status }
        }
        ErrorKind::UnexpectedAnswer {
            what: Unexpected::Html | Unexpected::NotHttp,
        } if asked == Asked::Service => ProblemKind::AddressWrong,
        ErrorKind::UnexpectedAnswer { what } => ProblemKind::UnexpectedAnswer {
            what: unexpected(what),
        },
        ErrorKind::ForeignAddress { host } => ProblemKind::ForeignAddress { host: host.clone() },
        ErrorKind::Network(fault) => ProblemKind::Network {
            fault: network(*fault),
        },
        ErrorKind::Misuse(misuse) => misused(*misuse),
    };
    kind.because(error.technical())
}

fn unexpected(what: &Unexpected) -> UnexpectedKind {
    match what {
        Unexpected::Html => UnexpectedKind::Html,
        Unexpected::RunnerState { .. } => UnexpectedKind::State,
        Unexpected::HttpStatus { .. }
        | Unexpected::Redirect { .. }
        | Unexpected::TooManyRedirects => UnexpectedKind::Status,
        Unexpected::TooLarge => UnexpectedKind::TooLarge,
        Unexpected::NotJson
        | Unexpected::Shape
        | Unexpected::MissingIds
        | Unexpected::OtherJob
        | Unexpected::Encoding
        | Unexpected::NotHttp => UnexpectedKind::Malformed,
    }
}

fn network(fault: care_api::NetworkFault) -> NetworkFault {
    match fault {
        care_api::NetworkFault::Dns => NetworkFault::Dns,
        care_api::NetworkFault::Connect => NetworkFault::Connect,
        care_api::NetworkFault::Tls => NetworkFault::Tls,
        care_api::NetworkFault::Timeout => NetworkFault::Timeout,
        care_api::NetworkFault::Reset => NetworkFault::Reset,
        care_api::NetworkFault::Proxy => NetworkFault::Proxy,
        care_api::NetworkFault::Other => NetworkFault::Other,
    }
}

fn misused(misuse: Misuse) -> ProblemKind {
    match misuse {
        Misuse::EmailWithColon => ProblemKind::InvalidField {
            field: Field::Email,
            fault: FieldFault::Malformed,
        },
        Misuse::JobId => ProblemKind::UnexpectedAnswer {
            what: UnexpectedKind::Malformed,
        },
        Misuse::InstanceName => ProblemKind::InvalidField {
            field: Field::Instance,
            fault: FieldFault::Malformed,
        },
        // The check of the request lets none of these pass.
        Misuse::EmptyValue
        | Misuse::NotInReport(_)
        | Misuse::Comma
        | Misuse::Priority
        | Misuse::Interval
        | Misuse::HttpClient => ProblemKind::Internal,
    }
}

/// Whether the service may have accepted an export although its creation brought this error.
pub(crate) fn creation_in_doubt(error: &Error) -> bool {
    if error.never_arrived() {
        return false;
    }
    match error.kind() {
        // It came to the service and it answered no.
        ErrorKind::SignInRefused
        | ErrorKind::AccessRefused
        | ErrorKind::BadRequest { .. }
        | ErrorKind::NotFound
        | ErrorKind::RateLimited { .. }
        | ErrorKind::Refused { .. }
        | ErrorKind::FileRefused { .. }
        | ErrorKind::Misuse(_) => false,
        // Something else than the service answered.
        ErrorKind::UnexpectedAnswer {
            what: Unexpected::Html | Unexpected::NotHttp | Unexpected::Redirect { .. },
        } => false,
        ErrorKind::Unavailable { .. }
        | ErrorKind::UnexpectedAnswer { .. }
        | ErrorKind::ForeignAddress { .. }
        | ErrorKind::Network(_) => true,
    }
}

/// How an error that passes by itself is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passing {
    /// Ask again, after this time when the service named one.
    Wait(Option<Duration>),
    /// Ask again a few times; then it is no accident.
    Few,
}

/// Whether a question that changes nothing is worth asking again after this error.
pub(crate) fn passing(error: &Error, now: i64) -> Option<Passing> {
    let now = UNIX_EPOCH + Duration::from_millis(now.max(0).unsigned_abs());
    let named = error.retry_after().map(|after| after.wait_from(now));
    match error.kind() {
        ErrorKind::RateLimited { .. } | ErrorKind::Unavailable { .. } => Some(Passing::Wait(named)),
        // A certificate that is not trusted does not become so; the person must know at once.
        ErrorKind::Network(care_api::NetworkFault::Tls) => Some(Passing::Few),
        ErrorKind::Network(_) => Some(Passing::Wait(None)),
        ErrorKind::FileRefused { .. } | ErrorKind::NotFound => Some(Passing::Few),
        ErrorKind::UnexpectedAnswer { what } => match what {
            // What is far too large once would be so again, and cost as much time.
            Unexpected::RunnerState { .. } | Unexpected::OtherJob | Unexpected::TooLarge => None,
            _ => Some(Passing::Few),
        },
        ErrorKind::SignInRefused
        | ErrorKind::AccessRefused
        | ErrorKind::BadRequest { .. }
        | ErrorKind::Refused { .. }
        | ErrorKind::ForeignAddress { .. }
        | ErrorKind::Misuse(_) => None,
    }
}
