//! What every request passes on its way in and every answer on its way out: the ledger and the script of faults.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONNECTION, CONTENT_LENGTH};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::{StreamExt as _, future, stream};

use crate::answers;
use crate::ledger::{Origin, RecordedRequest};
use crate::script::{Action, AnswerBody, Endpoint, RetryAfter};
use crate::service::Service;
use crate::wire::{Flushed, HangUp};

/// No request to the service is anywhere near as long.
const LONGEST_BODY: usize = 4 * 1024 * 1024;

/// How often the injected clock is looked at while a scripted delay lasts.
const LOOK_AT_CLOCK: Duration = Duration::from_millis(5);

/// The service, and which of its origins this is.
#[derive(Clone)]
pub(crate) struct Gate {
    pub(crate) service: Arc<Service>,
    pub(crate) origin: Origin,
}

/// What the script says about a request, for the handlers that obey it themselves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Struck(pub(crate) Option<Action>);

/// Writes the request down, lets the script strike, and passes on.
pub(crate) async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let Gate { service, origin } = gate;
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LONGEST_BODY).await else {
        return answers::html(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let number = service.ledger().record(RecordedRequest {
        origin,
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| {
                (
                    name.to_string(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect(),
        body: body.to_vec(),
        at: service.now(),
        answered: None,
    });
    let endpoint = endpoint(origin, &parts.method, parts.uri.path());
    let fate = service.script().next(endpoint);
    if fate.delay_ms > 0 {
        delay(&service, fate.delay_ms).await;
    }
    let flushed = parts
        .extensions
        .get::<Flushed>()
        .cloned()
        .unwrap_or_default();
    let response = match instead(&service, fate.action.as_ref()).await {
        Some(response) => response,
        None => {
            parts.extensions.insert(Struck(fate.action.clone()));
            let response = next.run(Request::from_parts(parts, Body::from(body))).await;
            afterwards(response, fate.action.as_ref(), flushed).await
        }
    };
    if response.extensions().get::<HangUp>().is_none() {
        service
            .ledger()
            .answered(number, response.status().as_u16());
    }
    response
}

/// Which kind of request this is; `Any` for none of the kinds.
fn endpoint(origin: Origin, method: &Method, path: &str) -> Endpoint {
    if origin == Origin::Storage {
        return Endpoint::File;
    }
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        ["api", "public", "reports", "report", _]
            if method == Method::POST || method == Method::GET =>
        {
            Endpoint::Create
        }
        ["api", "public", "reports", "report", _, _, "status"] => Endpoint::Status,
        ["api", "public", "reports", "report", _, _, "download"] => Endpoint::Download,
        ["api", "public", "config", "timezones"] => Endpoint::Timezones,
        ["api", "public", "teams"] => Endpoint::Teams,
        ["api", "v2", "workqueues", ..] => Endpoint::Workqueues,
        ["api", "v2", "smartviews"] => Endpoint::Smartviews,
        _ => Endpoint::Any,
    }
}

/// Waits by the injected clock; a client that gives up ends the wait with its connection.
async fn delay(service: &Service, ms: u64) {
    let due = service
        .now()
        .saturating_add(i64::try_from(ms).unwrap_or(i64::MAX));
    while service.now() < due {
        tokio::time::sleep(LOOK_AT_CLOCK).await;
    }
}

/// The answer of a fault that keeps the request from being acted on.
async fn instead(service: &Service, action: Option<&Action>) -> Option<Response> {
    Some(match action? {
        Action::Answer { status, body } => scripted(*status, body),
        Action::TooManyRequests { retry_after } => answers::too_many_requests(match retry_after {
            RetryAfter::None => None,
            RetryAfter::Seconds(seconds) => Some(seconds.to_string()),
            RetryAfter::DateIn(seconds) => {
                let ms = i64::try_from(*seconds)
                    .unwrap_or(i64::MAX)
                    .saturating_mul(1000);
                Some(answers::http_date(service.now().saturating_add(ms)))
            }
        }),
        Action::DropRequest => hang_up(),
        Action::Stall => future::pending().await,
        Action::HtmlPage => answers::sign_in_page(),
        _ => return None,
    })
}

fn scripted(status: u16, body: &AnswerBody) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    match body {
        AnswerBody::Empty => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = status;
            response
        }
        AnswerBody::EmptyObject => answers::text(status, "{}".into()),
        AnswerBody::Html => answers::html(status),
        AnswerBody::Text(text) => answers::text(status, text.clone()),
        AnswerBody::Failure(words) => answers::failure(status, words),
    }
}

fn hang_up() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(HangUp);
    response
}

/// What a fault does to an answer that was otherwise good.
async fn afterwards(response: Response, action: Option<&Action>, flushed: Flushed) -> Response {
    let damage = match action {
        Some(Action::DropAnswer) => return hang_up(),
        Some(
            damage @ (Action::CloseAfter { .. }
            | Action::StallAfter { .. }
            | Action::Truncate { .. }
            | Action::ContentLength { .. }),
        ) => damage,
        _ => return response,
    };
    let (mut parts, body) = response.into_parts();
    // Every body of this service is in memory already.
    let Ok(whole) = to_bytes(body, usize::MAX).await else {
        return hang_up();
    };
    let first = |bytes: u64| {
        whole.slice(
            ..whole
                .len()
                .min(usize::try_from(bytes).unwrap_or(usize::MAX)),
        )
    };
    let mut declare = |length: u64| {
        parts
            .headers
            .insert(CONTENT_LENGTH, HeaderValue::from(length))
    };
    let body = match *damage {
        Action::CloseAfter { bytes } if (bytes as usize) < whole.len() => {
            declare(whole.len() as u64);
            broken_off(first(bytes), flushed)
        }
        Action::StallAfter { bytes } if (bytes as usize) < whole.len() => {
            declare(whole.len() as u64);
            let silence = stream::pending::<Result<Bytes, std::io::Error>>();
            Body::from_stream(stream::iter([Ok(first(bytes))]).chain(silence))
        }
        Action::Truncate { bytes } => {
            let start = first(bytes);
            declare(start.len() as u64);
            Body::from(start)
        }
        Action::ContentLength { bytes } if bytes > whole.len() as u64 => {
            declare(bytes);
            broken_off(whole, flushed)
        }
        Action::ContentLength { bytes } => {
            declare(bytes);
            parts
                .headers
                .insert(CONNECTION, HeaderValue::from_static("close"));
            Body::from_stream(stream::iter([Ok::<_, std::io::Error>(whole)]))
        }
        _ => Body::from(whole),
    };
    Response::from_parts(parts, body)
}

/// A body that ends in an error once these bytes have left.
fn broken_off(bytes: Bytes, flushed: Flushed) -> Body {
    let broken = stream::once(async {
        flushed.wait().await;
        Err::<Bytes, _>(std::io::Error::from(std::io::ErrorKind::ConnectionAborted))
    });
    Body::from_stream(stream::iter([Ok(bytes)]).chain(broken))
}
