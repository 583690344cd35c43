//! The wire: how the HTTP client is made, and what its failures mean.

use std::error::Error as StdError;
use std::io::{self, ErrorKind as IoKind};

use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use url::Url;

use crate::address::is_loopback;
use crate::client::ClientOptions;
use crate::error::{Error, ErrorKind, Misuse, NetworkFault, Unexpected};
use crate::redact::Redactor;

/// By which way a host is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// HTTP to this very machine, where a proxy would only see what it must not.
    Plain,
    /// HTTPS to this very machine.
    Direct,
    /// HTTPS to anywhere else, over the system's proxy when there is one.
    System,
}

impl Route {
    /// The way to a URL that was checked: HTTPS, or HTTP to this machine.
    pub(crate) fn to(url: &Url) -> Route {
        match (url.scheme(), is_loopback(url)) {
            ("http", true) => Route::Plain,
            (_, true) => Route::Direct,
            (_, false) => Route::System,
        }
    }
}

/// A client without any credentials, that follows no redirect and repeats nothing.
pub(crate) fn http_client(options: &ClientOptions, route: Route) -> Result<reqwest::Client, Error> {
    let mut headers = HeaderMap::new();
    // Plain, so that the length is known; what comes compressed all the same is unpacked.
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    let mut builder = reqwest::Client::builder()
        .default_headers(headers)
        .user_agent(&options.user_agent)
        .connect_timeout(options.connect_timeout)
        .read_timeout(options.idle_timeout)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        // Unpacked here, where it shows how much comes of how little.
        .no_gzip()
        // A kept connection may be dead, which shows only after a creation was written to it; with
        // a new one for each call (20 a minute at most) "never arrived" stays a certainty.
        .pool_max_idle_per_host(0);
    builder = match route {
        // Trusting nobody saves reading the system's certificates, and so never speaks HTTPS.
        Route::Plain => builder.no_proxy().tls_certs_only([]),
        Route::Direct => builder.no_proxy().https_only(true),
        Route::System => builder.https_only(true),
    };
    builder.build().map_err(|error| {
        let technical = describe(&error.without_url(), &Redactor::default());
        Error::new(ErrorKind::Misuse(Misuse::HttpClient), technical).with_never_arrived(true)
    })
}

/// The error of a call that failed on the wire. `call` says which, as in `GET /teams`.
pub(crate) fn wire_error(call: &str, error: reqwest::Error, redactor: &Redactor) -> Error {
    let never_arrived = error.is_connect();
    let kind = kind(&error);
    let technical = format!("{call}: {}", describe(&error.without_url(), redactor));
    Error::new(kind, technical).with_never_arrived(never_arrived)
}

fn kind(error: &reqwest::Error) -> ErrorKind {
    let not_http = causes(error)
        .filter_map(|cause| cause.downcast_ref::<hyper::Error>())
        .any(|cause| cause.is_parse() && !cause.is_incomplete_message());
    if not_http {
        return ErrorKind::UnexpectedAnswer {
            what: Unexpected::NotHttp,
        };
    }
    ErrorKind::Network(fault(error))
}

fn fault(error: &reqwest::Error) -> NetworkFault {
    // The proxy first: its own refusals, names and broken connections are all found below.
    if causes(error).any(|cause| cause.to_string().starts_with("tunnel error")) {
        return NetworkFault::Proxy;
    }
    if error.is_dns() {
        return NetworkFault::Dns;
    }
    if causes(error).any(|cause| cause.is::<rustls::Error>()) {
        return NetworkFault::Tls;
    }
    if error.is_timeout() {
        return NetworkFault::Timeout;
    }
    // The innermost says most: TLS wraps the wire's errors in ones of kind "other".
    let io = causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .map(io::Error::kind)
        .last();
    if error.is_connect() {
        return match io {
            // A connection that was made and then closed in the middle of the handshake.
            Some(IoKind::UnexpectedEof) => NetworkFault::Tls,
            _ => NetworkFault::Connect,
        };
    }
    let broken = causes(error)
        .filter_map(|cause| cause.downcast_ref::<hyper::Error>())
        .any(|cause| cause.is_incomplete_message() || cause.is_closed() || cause.is_canceled());
    match io {
        Some(
            IoKind::ConnectionReset
            | IoKind::ConnectionAborted
            | IoKind::BrokenPipe
            | IoKind::UnexpectedEof
            | IoKind::NotConnected,
        ) => NetworkFault::Reset,
        _ if broken => NetworkFault::Reset,
        _ => NetworkFault::Other,
    }
}

/// An error and all that lies beneath it, including what an [`io::Error`] wraps (its own
/// `source` skips that).
fn causes<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        match error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
        {
            Some(inner) => Some(inner as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}

/// The chain of causes on one line; an outer error often repeats its cause word for word.
fn describe(error: &(dyn StdError + 'static), redactor: &Redactor) -> String {
    let mut parts: Vec<String> = causes(error).map(ToString::to_string).collect();
    parts.dedup();
    redactor.message(&parts.join(": "))
}
