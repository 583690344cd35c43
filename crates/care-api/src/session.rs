//! Signed calls: the account is said to one origin, and every answer is read to its end.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
    RETRY_AFTER,
};
use reqwest::{Method, Response};
use url::Url;
use zeroize::Zeroizing;

use crate::address::ServiceAddress;
use crate::answer::Answer;
use crate::client::ClientOptions;
use crate::credentials::Credentials;
use crate::error::{Error, ErrorKind, Misuse, RetryAfter, Unexpected};
use crate::network::{http_client, wire_error};
use crate::redact::Redactor;

/// No list or status is larger than this, in bytes; a hostile one must not fill the memory.
const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

/// An account at one origin.
pub(crate) struct Session {
    http: reqwest::Client,
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
        self.send(call, Method::GET, url, None, redactor).await
    }

    /// Posts a form, or nothing when the query says it all.
    pub(crate) async fn post(
        &self,
        call: &'static str,
        url: Url,
        form: Option<String>,
        redactor: &Redactor,
    ) -> Result<Response, Error> {
        self.send(call, Method::POST, url, form, redactor).await
    }

    async fn send(
        &self,
        call: &'static str,
        method: Method,
        url: Url,
        form: Option<String>,
        redactor: &Redactor,
    ) -> Result<Response, Error> {
        // The last door before the account goes out.
        if !self.address.is_origin_of(&url) {
            let host = url.host_str().unwrap_or_default().to_owned();
            return Err(
                Error::new(ErrorKind::ForeignAddress { host }, call).with_never_arrived(true)
            );
        }
        let empty_post = method == Method::POST && form.is_none();
        let mut request = self
            .http
            .request(method, url)
            .header(AUTHORIZATION, self.authorization.clone());
        if empty_post {
            // Some servers refuse a request that may have a body and does not say how long it is.
            request = request.header(CONTENT_LENGTH, 0);
        }
        if let Some(form) = form {
            request = request
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form);
        }
        request
            .send()
            .await
            .map_err(|error| wire_error(call, error, redactor))
    }
}

/// Reads an answer to its end.
pub(crate) async fn read<'a>(
    call: &'static str,
    mut response: Response,
    redactor: &'a Redactor,
) -> Result<Answer<'a>, Error> {
    let status = response.status().as_u16();
    let too_large = || {
        let technical = format!("{call}: HTTP {status}, more than {LARGEST_ANSWER} bytes");
        Error::unexpected(Unexpected::TooLarge, technical)
    };
    let mut answer = Answer {
        call,
        status,
        content_type: header(response.headers(), &CONTENT_TYPE),
        retry_after: retry_after(&response),
        redirect_host: redirect_target(&response)
            .and_then(|target| target.host_str().map(str::to_owned)),
        body: Vec::new(),
        redactor,
    };
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if answer.body.len() + chunk.len() > LARGEST_ANSWER => {
                return Err(too_large());
            }
            Ok(Some(chunk)) => answer.body.extend_from_slice(&chunk),
            Ok(None) => return Ok(answer),
            // What an error's page was to say matters less than the error.
            Err(_) if !response.status().is_success() => return Ok(answer),
            Err(error) => {
                return Err(wire_error(call, error, redactor).with_never_arrived(false));
            }
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
    response
        .url()
        .join(&header(response.headers(), &LOCATION)?)
        .ok()
}
