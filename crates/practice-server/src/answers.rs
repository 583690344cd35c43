//! The forms that the service's answers take.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

/// The service's reports answer JSON under this type.
const PLAIN: &str = "text/plain;charset=UTF-8";

/// A header that the real service does not have: says to whoever writes a client what a bare `{}` does not.
const WHY: HeaderName = HeaderName::from_static("x-practice-why");

/// An answer that turns a request away; boxed, because it travels in the `Err` of many a result.
#[derive(Debug)]
pub(crate) struct TurnedAway(Box<Response>);

impl From<Response> for TurnedAway {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl IntoResponse for TurnedAway {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// A body under a content type.
pub(crate) fn of(
    status: StatusCode,
    content_type: &'static str,
    body: impl Into<Body>,
) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// A good answer of the reports part: JSON labelled as plain text.
pub(crate) fn pass(result: &Value) -> Response {
    let body = json!({ "status": "PASS", "request": null, "message": null, "result": result });
    of(StatusCode::OK, PLAIN, body.to_string())
}

/// A refusal in words: `result` is a string.
pub(crate) fn failure(status: StatusCode, words: &str) -> Response {
    let body = json!({ "status": "FAIL", "request": null, "message": null, "result": words });
    of(status, PLAIN, body.to_string())
}

/// Text in place of JSON, under the service's label.
pub(crate) fn text(status: StatusCode, body: String) -> Response {
    of(status, PLAIN, body)
}

/// A list, as JSON that says it is.
pub(crate) fn list(body: &impl Serialize) -> Response {
    match serde_json::to_string(body) {
        Ok(text) => of(StatusCode::OK, "application/json", text),
        Err(_) => html(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// 400 with `{}`, all that the service says to a request it cannot read.
pub(crate) fn unreadable(why: &str) -> Response {
    let mut response = of(StatusCode::BAD_REQUEST, PLAIN, "{}");
    let printable: String = why
        .chars()
        .map(|c| if matches!(c, ' '..='~') { c } else { '?' })
        .collect();
    if let Ok(why) = HeaderValue::from_str(&printable) {
        response.headers_mut().insert(WHY, why);
    }
    response
}

/// A page that names the status, as proxies and containers make.
pub(crate) fn html(status: StatusCode) -> Response {
    let title = status.canonical_reason().unwrap_or("Unknown");
    let code = status.as_u16();
    let page = format!(
        "<!DOCTYPE html>\n<html><head><title>{code} {title}</title></head>\n<body><h1>HTTP Status {code} - {title}</h1></body></html>\n"
    );
    of(status, "text/html;charset=utf-8", page)
}

/// The page of a portal that wants one to sign in, where something else was expected.
pub(crate) fn sign_in_page() -> Response {
    let page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>\n<body><form method=\"post\"><input name=\"user\"><input name=\"password\" type=\"password\"></form></body></html>\n";
    of(StatusCode::OK, "text/html;charset=utf-8", page)
}

/// 401 with the challenge.
pub(crate) fn sign_in_refused() -> Response {
    let mut response = html(StatusCode::UNAUTHORIZED);
    let challenge = HeaderValue::from_static("Basic realm=\"Care Analytics\"");
    response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    response
}

/// 429, with what `Retry-After` says if it is there.
pub(crate) fn too_many_requests(retry_after: Option<String>) -> Response {
    let mut response = html(StatusCode::TOO_MANY_REQUESTS);
    if let Some(value) = retry_after.and_then(|value| HeaderValue::from_str(&value).ok()) {
        response.headers_mut().insert(RETRY_AFTER, value);
    }
    response
}

/// 307 to another place.
pub(crate) fn moved(to: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    match HeaderValue::from_str(to) {
        Ok(to) => {
            let headers = response.headers_mut();
            headers.insert(LOCATION, to);
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            response
        }
        Err(_) => html(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// The storage's way of refusing: a small XML document.
pub(crate) fn storage_error(status: StatusCode, code: &str, message: &str) -> Response {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code><Message>{message}</Message></Error>"
    );
    of(status, "application/xml", body)
}

/// A date as HTTP writes it, rounded up to the next second, so that waiting for it is always enough.
pub(crate) fn http_date(utc_ms: i64) -> String {
    let seconds = utc_ms.div_euclid(1000) + i64::from(utc_ms.rem_euclid(1000) > 0);
    DateTime::<Utc>::from_timestamp(seconds, 0)
        .unwrap_or_default()
        .format("%a, %d %b %Y %H:%M:%S GMT")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_rounded_up() {
        assert_eq!(http_date(784_111_777_000), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(http_date(784_111_776_001), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
