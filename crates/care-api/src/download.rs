//! The file of a finished export: from `/download` over the redirect to the file host, and out
//! in chunks.

use std::collections::VecDeque;
use std::fmt;

use bytes::Bytes;
use reqwest::Response;
use reqwest::header::{CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, RANGE};
use url::Url;

use crate::address::{ServiceAddress, has_account, is_loopback};
use crate::answer::{Answer, is_html_type, strip_bom};
use crate::body::Body;
use crate::client::ClientOptions;
use crate::error::{Error, ErrorKind, Unexpected};
use crate::network::{Route, http_client, wire_error};
use crate::redact::Redactor;
use crate::session::{LARGEST_JOB_ANSWER, Session, header, read, redirect_target, retry_after};

const ASK: &str = "GET /reports/report/{workflowId}/{runId}/download";
const FETCH: &str = "GET at the file host";
/// How many redirects may lie between `/download` and the file.
const MOST_HOPS: usize = 5;

/// The beginning of a file that an earlier download brought, to be continued.
///
/// Only a file with a strong `ETag` can be: a weak one also names files that differ in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    etag: String,
    bytes: u64,
}

impl Kept {
    /// `bytes` of the file whose `ETag` was `etag`; nothing when the two don't allow to continue.
    pub fn new(etag: &str, bytes: u64) -> Option<Kept> {
        let strong = etag.len() > 2 && etag.starts_with('"') && etag.ends_with('"');
        (strong && bytes > 0).then(|| Kept {
            etag: etag.to_owned(),
            bytes,
        })
    }
}

/// A file on its way. Nothing of it is kept here: what [`chunk`](Download::chunk) gives is gone.
pub struct Download {
    call: &'static str,
    body: Body,
    /// What was read ahead to tell a file from an answer.
    ahead: VecDeque<Bytes>,
    content_length: Option<u64>,
    start: u64,
    /// How many bytes may still come of a file whose size was not announced.
    allowance: u64,
    redactor: Redactor,
    /// The failure that ended it, for after it the wire only says "no more".
    failed: Option<Error>,
}

impl Download {
    /// The file's size in bytes, when it was announced (a compressed one is not).
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// Where in the file the first chunk belongs: the length of what was kept, or zero when the
    /// file is another by now and comes from its beginning.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// The `Content-Type`, as it was written.
    pub fn content_type(&self) -> Option<&str> {
        self.body
            .response()
            .headers()
            .get(CONTENT_TYPE)?
            .to_str()
            .ok()
    }

    /// The `ETag`, as it was written.
    pub fn etag(&self) -> Option<&str> {
        self.body.response().headers().get(ETAG)?.to_str().ok()
    }

    /// The next bytes, or `None` at the end of the file.
    ///
    /// An announced length that was not reached is an error, and once failed it stays so.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        if let Some(bytes) = self.ahead.pop_front() {
            return Ok(Some(bytes));
        }
        match self.receive().await {
            Ok(chunk) => Ok(chunk),
            Err(error) => {
                self.failed = Some(error.clone());
                Err(error)
            }
        }
    }

    async fn receive(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = self.body.chunk(self.call, &self.redactor).await?;
        if let (Some(bytes), None) = (&chunk, self.content_length) {
            let left = self.allowance.checked_sub(bytes.len() as u64);
            self.allowance = left.ok_or_else(|| {
                let technical = format!("{}: it does not end", self.call);
                Error::unexpected(Unexpected::TooLarge, technical)
            })?;
        }
        Ok(chunk)
    }

    fn new(
        call: &'static str,
        response: Response,
        redactor: Redactor,
        options: &ClientOptions,
    ) -> Result<Download, Error> {
        let status = response.status().as_u16();
        let unexpected = |what| Error::unexpected(what, format!("{call}: HTTP {status}"));
        if header(response.headers(), &CONTENT_TYPE).is_some_and(|kind| is_html_type(&kind)) {
            return Err(unexpected(Unexpected::Html));
        }
        let body = Body::of(response).ok_or_else(|| unexpected(Unexpected::Encoding))?;
        Ok(Download {
            call,
            content_length: body.announced(),
            start: 0,
            allowance: options.largest_unannounced,
            body,
            ahead: VecDeque::new(),
            redactor,
            failed: None,
        })
    }

    /// The rest of a file, when the answer really is what continues `kept`.
    fn rest(
        response: Response,
        redactor: Redactor,
        options: &ClientOptions,
        kept: &Kept,
    ) -> Result<Download, Error> {
        let headers = response.headers();
        let range = header(headers, &CONTENT_RANGE).and_then(|range| parse_range(&range));
        let same = header(headers, &ETAG).is_some_and(|etag| etag == kept.etag);
        let total = match range {
            Some((start, end, total)) if same && start == kept.bytes && end + 1 == total => total,
            _ => {
                let what = Unexpected::HttpStatus { status: 206 };
                let technical = format!("{FETCH}: HTTP 206 of another part or file");
                return Err(Error::unexpected(what, technical));
            }
        };
        let mut download = Download::new(FETCH, response, redactor, options)?;
        if download.content_length != Some(total - kept.bytes) {
            let technical = format!("{FETCH}: HTTP 206 whose length is not its part's");
            return Err(Error::unexpected(Unexpected::Encoding, technical));
        }
        download.content_length = Some(total);
        download.start = kept.bytes;
        Ok(download)
    }

    /// Reads ahead until it is known what this is: a web page, of whatever type it says it is, is no file. At the service
    /// itself it may also be an envelope, which says no with HTTP 200 too. No JSON export begins with `<` or `{`.
    async fn looked_at(mut self, envelopes: bool) -> Result<Download, Error> {
        let mut body = Vec::new();
        let mut whole = false;
        while body.len() < LARGEST_JOB_ANSWER {
            match strip_bom(&body).trim_ascii_start().first() {
                Some(b'<') => return Err(Error::unexpected(Unexpected::Html, self.call)),
                Some(b'{') if envelopes => {}
                Some(_) => break,
                None => {}
            }
            match self.receive().await? {
                Some(chunk) => {
                    body.extend_from_slice(&chunk);
                    self.ahead.push_back(chunk);
                }
                None => {
                    whole = true;
                    break;
                }
            }
        }
        if whole && envelopes {
            let answer = Answer {
                call: self.call,
                status: 200,
                content_type: None,
                retry_after: None,
                redirect_host: None,
                body,
                redactor: &self.redactor,
            };
            if let Some(error) = answer.instead_of_a_file() {
                return Err(error);
            }
        }
        Ok(self)
    }
}

/// First byte, last byte and length of `bytes 5-9/10`.
fn parse_range(text: &str) -> Option<(u64, u64, u64)> {
    let (part, total) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (start, end) = part.split_once('-')?;
    let (start, end, total) = (
        start.parse().ok()?,
        end.parse().ok()?,
        total.parse::<u64>().ok()?,
    );
    (start <= end && end < total).then_some((start, end, total))
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("content_length", &self.content_length)
            .finish_non_exhaustive()
    }
}

/// Asks `/download` at `url`, then follows to the file, or to what is missing of it.
pub(crate) async fn open(
    session: &Session,
    options: &ClientOptions,
    url: Url,
    kept: Option<&Kept>,
) -> Result<Download, Error> {
    let redactor = session.redactor(&url);
    let mut response = session.open(ASK, url, &redactor).await?;
    match response.status().as_u16() {
        200 => {
            return Download::new(ASK, response, redactor, options)?
                .looked_at(true)
                .await;
        }
        status if is_redirect(status) => {}
        status => {
            let answer = read(ASK, response, LARGEST_JOB_ANSWER, &redactor).await?;
            answer.check_status()?;
            return Err(answer.unexpected(Unexpected::HttpStatus { status }));
        }
    }
    for _ in 0..MOST_HOPS {
        let target = checked_target(session.address(), &response)?;
        // A client of its own: it never knew the account, and forgets the file's address.
        let http = http_client(options, Route::to(&target))
            .map_err(|error| error.with_never_arrived(false))?;
        let mut request = http.get(target);
        if let Some(kept) = kept {
            // `If-Range`: a file that changed comes whole.
            request = request
                .header(RANGE, format!("bytes={}-", kept.bytes))
                .header(IF_RANGE, &kept.etag);
        }
        response = request
            .send()
            .await
            .map_err(|error| wire_error(FETCH, error, &redactor).with_never_arrived(false))?;
        match (response.status().as_u16(), kept) {
            (200, _) => {
                let download = Download::new(FETCH, response, redactor, options)?;
                return download.looked_at(false).await;
            }
            (206, Some(kept)) => return Download::rest(response, redactor, options, kept),
            (status, _) if is_redirect(status) => {}
            (status, _) => return Err(file_host_error(status, &response)),
        }
    }
    Err(Error::unexpected(Unexpected::TooManyRedirects, FETCH))
}

fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

fn checked_target(address: &ServiceAddress, response: &Response) -> Result<Url, Error> {
    let technical = format!("{ASK}: HTTP {}", response.status().as_u16());
    let target = redirect_target(response).filter(Url::has_host);
    let Some(target) = target else {
        let what = Unexpected::Redirect { host: None };
        return Err(Error::unexpected(what, technical));
    };
    if may_be_followed(address, &target) {
        return Ok(target);
    }
    let host = target.host_str().unwrap_or_default().to_owned();
    Err(Error::new(ErrorKind::ForeignAddress { host }, technical))
}

/// Whether a redirect may lead there: HTTPS, without an account of its own. To this very machine
/// only when the service itself is on it, or a service could reach for what only its user can.
fn may_be_followed(address: &ServiceAddress, target: &Url) -> bool {
    let allowed = match (target.scheme(), is_loopback(target)) {
        ("https" | "http", true) => address.is_loopback(),
        ("https", false) => true,
        _ => false,
    };
    allowed && !has_account(target)
}

/// The file host's answers are not repeated: they tend to quote the signed address.
fn file_host_error(status: u16, response: &Response) -> Error {
    let retry_after = retry_after(response);
    let kind = match status {
        429 => ErrorKind::RateLimited { retry_after },
        400..=499 => ErrorKind::FileRefused { status },
        500..=599 => ErrorKind::Unavailable { status },
        _ => ErrorKind::UnexpectedAnswer {
            what: Unexpected::HttpStatus { status },
        },
    };
    Error::new(kind, format!("{FETCH}: HTTP {status}")).with_retry_after(retry_after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_part_is_read_as_it_was_written(start: u64, end: u64, total: u64) {
            let read = parse_range(&format!("bytes {start}-{end}/{total}"));
            let is_part = start <= end && end < total;
            prop_assert_eq!(read, is_part.then_some((start, end, total)));
        }

        #[test]
        fn any_text_is_a_part_within_its_file_or_none(
            text in "\\PC{0,60}|(bytes|items)? ?[0-9*+-]{0,22}-?[0-9*]{0,22}/?[0-9*]{0,22}",
        ) {
            if let Some((start, end, total)) = parse_range(&text) {
                prop_assert!(start <= end && end < total);
            }
        }

        /// Where a redirect of the real service may lead, whatever it says.
        #[test]
        fn a_redirect_never_leads_into_the_open_or_to_this_machine(
            target in "\\PC{0,60}|(https?:|ftp:|file:|javascript:|data:)?(//|/|\\\\|\\?|\\.\\./){0,3}\
                (me:pw@|@)?(localhost|127\\.0\\.0\\.1|2130706433|0x7f\\.1|\\[::1\\]|files\\.example|LOCALHOST\\.?)?\
                (:[0-9]{1,6})?(/\\PC{0,20})?",
        ) {
            let us = ServiceAddress::parse(ServiceAddress::US).expect("the US address");
            let base = Url::parse("https://files.example/a/b?c").expect("an address");
            if let Ok(url) = base.join(&target)
                && may_be_followed(&us, &url)
            {
                prop_assert_eq!(url.scheme(), "https");
                prop_assert!(!is_loopback(&url) && !has_account(&url));
                prop_assert!(url.has_host());
            }
        }
    }

    #[test]
    fn a_redirect_leads_to_https_and_to_this_machine_only_from_it() {
        let us = ServiceAddress::parse(ServiceAddress::US).expect("the US address");
        let own = ServiceAddress::parse("http://127.0.0.1:8080").expect("an address");
        for (target, from_us, from_own) in [
            ("https://files.example.com/f?X-Amz-Signature=1", true, true),
            ("https://files.example.com:8443/f", true, true),
            ("http://files.example.com/f", false, false),
            ("http://127.0.0.1:9090/f", false, true),
            ("https://127.0.0.1:9090/f", false, true),
            ("http://localhost/f", false, true),
            ("http://[::1]/f", false, true),
            ("http://2130706433/f", false, true),
            ("https://me@files.example.com/f", false, false),
            ("https://:pw@files.example.com/f", false, false),
            ("http://me:pw@localhost/f", false, false),
            ("ftp://files.example.com/f", false, false),
            ("file:///etc/passwd", false, false),
        ] {
            let url = Url::parse(target).expect("an address");
            assert_eq!(may_be_followed(&us, &url), from_us, "{target}");
            assert_eq!(may_be_followed(&own, &url), from_own, "{target}");
        }
    }
}
