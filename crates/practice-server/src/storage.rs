//! The storage origin: files behind signed URLs, for anyone who has one and for nobody who shows credentials.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{
    ACCEPT_RANGES, AUTHORIZATION, CONTENT_LENGTH, CONTENT_RANGE, ETAG, IF_RANGE, LAST_MODIFIED,
    RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router, middleware};

use crate::answers::{self, http_date, storage_error};
use crate::gate::{self, Gate, Struck};
use crate::ledger::Origin;
use crate::params::{decode, single};
use crate::range::{self, Asked};
use crate::script::Action;
use crate::service::{File, Service};

pub(crate) fn router(service: Arc<Service>) -> Router {
    let gate = Gate {
        service: Arc::clone(&service),
        origin: Origin::Storage,
    };
    Router::new()
        .route("/practice-exports/{workflow}/{run}/{name}", get(file))
        .fallback(nothing_here)
        .layer(middleware::from_fn_with_state(gate, gate::pass))
        .with_state(service)
}

async fn nothing_here(headers: HeaderMap) -> Response {
    if headers.contains_key(AUTHORIZATION) {
        return credentials_refused();
    }
    storage_error(StatusCode::FORBIDDEN, "AccessDenied", "Access Denied")
}

/// A storage service refuses to choose between a signed URL and credentials. Here this also proves that a client's password
/// did not follow a redirect.
fn credentials_refused() -> Response {
    let message = "Only one auth mechanism allowed; only the signed query or the Authorization header should be specified";
    storage_error(StatusCode::BAD_REQUEST, "InvalidArgument", message)
}

async fn file(
    State(service): State<Arc<Service>>,
    Path((workflow_id, run_id, _)): Path<(String, String, String)>,
    uri: Uri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    Extension(struck): Extension<Struck>,
) -> Response {
    if headers.contains_key(AUTHORIZATION) {
        return credentials_refused();
    }
    if let Err(message) = signed(&service, uri.path(), query.as_deref().unwrap_or_default()) {
        return storage_error(StatusCode::FORBIDDEN, "AccessDenied", message);
    }
    match service.file(&workflow_id, &run_id) {
        Some(file) => match struck.0 {
            Some(Action::OtherVersion) => serve(&service.other_version(file), &headers, 0),
            Some(Action::NoRanges) => {
                answers::of(StatusCode::OK, file.format.content_type(), file.bytes)
            }
            Some(Action::ShiftRange { by }) => serve(&file, &headers, by),
            _ => serve(&file, &headers, 0),
        },
        None => storage_error(
            StatusCode::NOT_FOUND,
            "NoSuchKey",
            "The specified key does not exist.",
        ),
    }
}

/// Checks that the service made this URL, and not too long ago.
fn signed(service: &Service, path: &str, query: &str) -> Result<(), &'static str> {
    let pairs = decode(query).ok_or("The query is malformed")?;
    let expires = single(&pairs, "Expires")
        .ok()
        .flatten()
        .and_then(|value| value.parse::<i64>().ok())
        .ok_or("Query-string authentication requires the Signature and Expires parameters")?;
    let signature = single(&pairs, "Signature")
        .ok()
        .flatten()
        .unwrap_or_default();
    if pairs.len() != 2 || signature != service.signature(path, expires) {
        return Err("The request signature does not match");
    }
    if service.now() >= expires {
        return Err("Request has expired");
    }
    Ok(())
}

/// The file, or the part of it that is asked for; a part begins `shift` bytes late.
fn serve(file: &File, headers: &HeaderMap, shift: u64) -> Response {
    let modified = http_date(file.modified_at);
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    // A part is only good to someone whose first part came from this very file.
    let unchanged = header(IF_RANGE).is_none_or(|known| known == file.etag || known == modified);
    let asked = if unchanged {
        range::read(header(RANGE), file.bytes.len())
    } else {
        Asked::All
    };
    let total = file.bytes.len();
    let (status, body, content_range) = match asked {
        Asked::All => (StatusCode::OK, file.bytes.clone(), None),
        Asked::Part(mut part) => {
            let shift = usize::try_from(shift).unwrap_or(usize::MAX);
            part.start = part.start.saturating_add(shift).min(part.end - 1);
            let content_range = format!("bytes {}-{}/{total}", part.start, part.end - 1);
            (
                StatusCode::PARTIAL_CONTENT,
                file.bytes.slice(part),
                Some(content_range),
            )
        }
        Asked::Nothing => {
            let mut response = storage_error(
                StatusCode::RANGE_NOT_SATISFIABLE,
                "InvalidRange",
                "The requested range is not satisfiable",
            );
            set(&mut response, CONTENT_RANGE, &format!("bytes */{total}"));
            return response;
        }
    };
    let length = body.len().to_string();
    let mut response = answers::of(status, file.format.content_type(), Body::from(body));
    set(&mut response, CONTENT_LENGTH, &length);
    set(&mut response, ETAG, &file.etag);
    set(&mut response, LAST_MODIFIED, &modified);
    set(&mut response, ACCEPT_RANGES, "bytes");
    if let Some(content_range) = content_range {
        set(&mut response, CONTENT_RANGE, &content_range);
    }
    response
}

fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}
