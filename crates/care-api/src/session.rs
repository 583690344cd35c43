//! Signed calls: the account is said to one origin, and every answer is read to its end.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
    RETRY_AFTER,
};
use reqwest::{Method, RequestBuilder, Response};
use url::Url;
use zeroize::Zeroizing;

use crate::address::ServiceAddress;
use crate::answer::Answer;
use crate::body::Body;
use crate::client::ClientOptions;
use crate::credentials::Credentials;
use crate::error::{Error, ErrorKind, Misuse, RetryAfter, Unexpected};
use crate::network::{http_client, wire_error};
use crate::redact::Redactor;

/// No answer about an export is larger than this, in bytes. What is made of a hostile one in memory is a hundred times
/// as large.
pub(crate) const LARGEST_JOB_ANSWER: usize = 64 * 1024;
/// No list is larger than this, in bytes.
pub(crate) const LARGEST_LIST: usize = 8 * 1024 * 1024;
/// No address is longer than this, in bytes: HTTP's own limit is 64 kB.
pub(crate) const LONGEST_ADDRESS: usize = 16 * 1024;

/// An account at one origin.
pub(crate) struct Session {
    http: reqwest::Client,
    answer_timeout: Duration,
    address: ServiceAddress,
    authorization: HeaderValue,
    redactor: Redactor,
}

impl Session {
    pub(crate) fn new(
        address: ServiceAddress,
        credentials: &Credentials,
        options: &ClientOptions,
    ) -> Result<Session, Error> {
        if credentials.email.contains(':') {
            return Err(Error::misuse(Misuse::EmailWithColon));
        }
        let account = Zeroizing::new(format!(
            "{}:{}",
            credentials.email,
            credentials.password.expose()
        ));
        let account = Zeroizing::new(STANDARD.encode(account.as_bytes()));
        let basic = Zeroizing::new(format!("Basic {}", *account));
        let mut authorization =
            HeaderValue::from_str(&basic).map_err(|_| Error::misuse(Misuse::HttpClient))?;
        authorization.set_sensitive(true);
        let mut redactor = Redactor::default();
        redactor.hide(&account);
        redactor.hide(credentials.password.expose());
        Ok(Session {
            http: http_client(options, address.route())?,
            answer_timeout: options.answer_timeout,
            address,
            authorization,
            redactor,
        })
    }

    pub(crate) fn address(&self) -> &ServiceAddress {
        &self.address
    }

    /// What must not be repeated from the answers to `url`: the account, and the values of the
    /// address's own query (its token above all).
    pub(crate) fn redactor(&self, url: &Url) -> Redactor {
        let mut redactor = self.redactor.clone();
        for (name, value) in url.query_pairs() {
            if name == crate::locations::ACCESS_TOKEN {
                redactor.hide(&value);
            }
        }
        redactor
    }

    pub(crate) async fn get(
        &self,
        call: &'static str,
        url: Url,
        redactor: &Redactor,
    ) -> Result<Response, Error> {
        let request = self.signed(call, Method::GET, url)?;
        send(call, request.timeout(self.answer_timeout), redactor).await
    }

    /// As [`Session::get`], for what may be a file: it may take as long as it likes.
    pub(crate) async fn open(
        &self,
        call: &'static str,
        url: Url,
        redactor: &Redactor,
    ) -> Result<Response, Error> {
        send(call, self.signed(call, Method::GET, url)?, redactor).await
    }

    /// Posts a form, or nothing when the query says it all.
    pub(crate) async fn post(
        &self,
        call: &'static str,
        url: Url,
        form: Option<String>,
        redactor: &Redactor,
    ) -> Result<Response, Error> {
        let request = self.signed(call, Method::POST, url)?;
        let request = match form {
            Some(form) => request
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form),
            // Some servers refuse a request that may have a body and does not say how long it is.
            None => request.header(CONTENT_LENGTH, 0),
        };
        send(call, request.timeout(self.answer_timeout), redactor).await
    }

    /// A request with the account, to the only origin that may see it.
    fn signed(
        &self,
        call: &'static str,
        method: Method,
        url: Url,
    ) -> Result<RequestBuilder, Error> {
        // The last door before the account goes out.
        if !self.address.is_origin_of(&url) {
            let host = url.host_str().unwrap_or_default().to_owned();
            return Err(
                Error::new(ErrorKind::ForeignAddress { host }, call).with_never_arrived(true)
            );
        }
        let request = self.http.request(method, url);
        Ok(request.header(AUTHORIZATION, self.authorization.clone()))
    }
}

async fn send(
    call: &'static str,
    request: RequestBuilder,
    redactor: &Redactor,
) -> Result<Response, Error> {
    let sent = request.send().await;
    sent.map_err(|error| wire_error(call, error, redactor))
}

/// Reads an answer to its end: at most `largest` bytes, for a hostile one must not fill the memory.
pub(crate) async fn read<'a>(
    call: &'static str,
    response: Response,
    largest: usize,
    redactor: &'a Redactor,
) -> Result<Answer<'a>, Error> {
    let success = response.status().is_success();
    let mut answer = Answer {
        call,
        status: response.status().as_u16(),
        content_type: header(response.headers(), &CONTENT_TYPE),
        retry_after: retry_after(&response),
        redirect_host: redirect_target(&response)
            .and_then(|target| target.host_str().map(str::to_owned)),
        body: Vec::new(),
        redactor,
    };
    let mut body = match Body::of(response) {
        Some(body) => body,
        // What an error's page was to say matters less than the error.
        None if !success => return Ok(answer),
        None => return Err(answer.unexpected(Unexpected::Encoding)),
    };
    loop {
        match body.chunk(call, redactor).await {
            Ok(Some(chunk)) if answer.body.len() + chunk.len() > largest => {
                if !success {
                    return Ok(answer);
                }
                answer
                    .body
                    .extend_from_slice(&chunk[..largest - answer.body.len()]);
                let what = if answer.is_html() {
                    Unexpected::Html
                } else {
                    Unexpected::TooLarge
                };
                return Err(answer.unexpected(what));
            }
            Ok(Some(chunk)) => answer.body.extend_from_slice(&chunk),
            Ok(None) => return Ok(answer),
            Err(_) if !success => return Ok(answer),
            Err(error) => return Err(error),
        }
    }
}

/// A header as text, when it is there and is text.
pub(crate) fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}

pub(crate) fn retry_after(response: &Response) -> Option<RetryAfter> {
    RetryAfter::parse(&header(response.headers(), &RETRY_AFTER)?)
}

/// Where a `Location` points, when it is there and can be read.
pub(crate) fn redirect_target(response: &Response) -> Option<Url> {
    let target = header(response.headers(), &LOCATION)?;
    let target = response.url().join(&target).ok()?;
    (target.as_str().len() <= LONGEST_ADDRESS).then_some(target)
}
