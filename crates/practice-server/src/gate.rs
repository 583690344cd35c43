//! What every request passes on its way in and every answer on its way out: the ledger and the script of faults.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use futures_util::future;

use crate::answers;
use crate::damage;
use crate::ledger::{Origin, RecordedRequest};
use crate::script::{Action, AnswerBody, Endpoint, RetryAfter};
use crate::service::Service;
use crate::wire::{self, HangUp, Wire};

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

/// What a request was for.
struct Place<'a> {
    origin: Origin,
    uri: &'a Uri,
}

impl Place<'_> {
    /// The same place, one step further in a chain of redirects.
    fn next_hop(&self, service: &Service) -> String {
        let origin = match self.origin {
            Origin::Api => &service.api_origin,
            Origin::Storage => &service.storage_origin,
        };
        let (query, hops) = self
            .uri
            .query()
            .unwrap_or_default()
            .rsplit_once("hop=")
            .unwrap_or((self.uri.query().unwrap_or_default(), "0"));
        let query = query.trim_end_matches('&');
        let hop = hops.parse::<u64>().unwrap_or(0).saturating_add(1);
        let separator = if query.is_empty() { "" } else { "&" };
        format!("{origin}{}?{query}{separator}hop={hop}", self.uri.path())
    }
}

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
    let wire = parts.extensions.get::<Wire>().cloned().unwrap_or_default();
    let place = Place {
        origin,
        uri: &parts.uri,
    };
    let response = match instead(&service, &place, fate.action.as_ref()).await {
        Some(response) => response,
        None => {
            parts.extensions.insert(Struck(fate.action.clone()));
            let response = next.run(Request::from_parts(parts, Body::from(body))).await;
            damage::done(response, fate.action.as_ref(), wire).await
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
async fn instead(
    service: &Service,
    place: &Place<'_>,
    action: Option<&Action>,
) -> Option<Response> {
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
        Action::DropRequest => wire::hang_up(),
        Action::Redirect { to } => answers::moved(to),
        Action::RedirectForever => answers::moved(&place.next_hop(service)),
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
