//! The API origin: creating exports, their status, where their file is; and the lists.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router, middleware};
use serde_json::{Value, json};

use crate::access::{self, Key};
use crate::answers::{self, TurnedAway};
use crate::export::{Export, Refusal};
use crate::format::Locale;
use crate::gate::{self, Gate, Struck};
use crate::jobs::{Ending, Job, JobState};
use crate::ledger::Origin;
use crate::params::{decode, single, stranger};
use crate::report::{self, Report};
use crate::script::Action;
use crate::service::Service;
use crate::zones;

type Shared = State<Arc<Service>>;
/// An answer, or the one that turned the request away: both are sent.
type Answer = Result<Response, TurnedAway>;

pub(crate) fn router(service: Arc<Service>) -> Router {
    let gate = Gate {
        service: Arc::clone(&service),
        origin: Origin::Api,
    };
    Router::new()
        .route(
            "/api/public/reports/report/{kind}",
            get(create).post(create),
        )
        .route(
            "/api/public/reports/report/{workflow}/{run}/status",
            get(status),
        )
        .route(
            "/api/public/reports/report/{workflow}/{run}/download",
            get(download),
        )
        .route("/api/public/config/timezones", get(timezones))
        .route("/api/public/teams", get(teams))
        .route("/api/v2/workqueues/active", get(workqueues))
        .route("/api/v2/smartviews", get(smartviews))
        .fallback(async || answers::html(StatusCode::NOT_FOUND))
        .method_not_allowed_fallback(async || answers::html(StatusCode::METHOD_NOT_ALLOWED))
        .layer(middleware::from_fn_with_state(gate, gate::pass))
        .with_state(service)
}

/// The query, let in; strangers among its names are turned away.
fn admit(
    service: &Service,
    headers: &HeaderMap,
    query: Option<String>,
    key: Key<'_>,
    known: Option<&[&str]>,
) -> Result<Vec<(String, String)>, TurnedAway> {
    let query = decode(query.as_deref().unwrap_or_default())
        .ok_or_else(|| answers::unreadable("the query is not UTF-8"))?;
    access::check(service, headers, &query, key)?;
    if let Some(name) = known.and_then(|known| stranger(&query, known)) {
        return Err(answers::unreadable(&format!("unknown parameter {name} in the query")).into());
    }
    Ok(query)
}

async fn create(
    State(service): Shared,
    Path(kind): Path<String>,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    Extension(struck): Extension<Struck>,
    body: Bytes,
) -> Answer {
    if method == Method::HEAD {
        // Routing takes HEAD for a GET, and asking about an export must not make one.
        return Err(answers::html(StatusCode::METHOD_NOT_ALLOWED).into());
    }
    let query = admit(&service, &headers, query, Key::Company, None)?;
    let report = report::find(&kind).ok_or_else(|| answers::html(StatusCode::NOT_FOUND))?;
    let parameters = if method == Method::POST {
        posted(report, query, &headers, &body)?
    } else {
        query
    };
    let parameters: Vec<_> = parameters
        .into_iter()
        .filter(|(name, _)| name != "companyKey")
        .collect();
    let (now, limits) = (service.now(), &service.config.limits);
    let export = Export::read(report, &parameters, now, limits, &service.company)
        .map_err(|refusal| refused(report, &refusal))?;
    let ending = match &struck.0 {
        Some(Action::FailJob { reason }) => Ending::Fails(reason.clone()),
        Some(Action::NeverEnds) => Ending::Never,
        // A quarter of the range keeps sums of times from overflowing.
        Some(Action::TakeTime { ms }) => {
            Ending::CompletesAfter(i64::try_from(*ms).unwrap_or(i64::MAX).min(i64::MAX / 4))
        }
        _ => Ending::Completes,
    };
    let turned_away = struck.0 == Some(Action::TooManyExports);
    let rows = export.rows(&service.company);
    let job = service
        .jobs()
        .create(now, export, parameters, rows, ending, turned_away)
        .clone();
    // The service fills this in for some although the file is not ready; which ones is not known.
    let early = job.number % 3 == 1;
    Ok(answers::pass(&urls(&service, &job, early, &struck)))
}

/// The parameters of a POST, which are where they are documented to be: in the form, or all in the query.
fn posted(
    report: &Report,
    query: Vec<(String, String)>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Vec<(String, String)>, TurnedAway> {
    if !report.form {
        return if body.is_empty() {
            Ok(query)
        } else {
            Err(answers::unreadable("this report's parameters belong in the query").into())
        };
    }
    let in_query = [&["companyKey"], report.in_query].concat();
    if let Some(name) = stranger(&query, &in_query) {
        return Err(answers::unreadable(&format!("unknown parameter {name} in the query")).into());
    }
    let mut parameters = form(headers, body)?;
    if let Some(name) = report
        .in_query
        .iter()
        .find(|own| parameters.iter().any(|(name, _)| name == *own))
    {
        return Err(answers::unreadable(&format!("{name} belongs in the query")).into());
    }
    parameters.extend(query);
    Ok(parameters)
}

fn refused(report: &Report, refusal: &Refusal) -> TurnedAway {
    match refusal {
        Refusal::Unreadable(why) => answers::unreadable(why),
        Refusal::Hydration(what) => {
            let kind = report.kind;
            let words = format!(
                "Unable to hydrate filter for export info: ExportInfo(reportType={kind}): HydrationException: {what}"
            );
            answers::failure(StatusCode::OK, &words)
        }
    }
    .into()
}

/// The parameters of a form, which must say that it is one.
fn form(headers: &HeaderMap, body: &[u8]) -> Result<Vec<(String, String)>, TurnedAway> {
    let is_form = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| {
            kind.trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
    if !is_form {
        return Err(answers::unreadable("the body is not a form").into());
    }
    std::str::from_utf8(body)
        .ok()
        .and_then(decode)
        .ok_or_else(|| answers::unreadable("the form is not UTF-8").into())
}

/// A job's ids and URLs, as creation and status give them.
fn urls(service: &Service, job: &Job, with_download: bool, struck: &Struck) -> Value {
    let mut status_url = service.job_url(job, "status");
    let mut download_url = if with_download {
        service.job_url(job, "download")
    } else {
        String::new()
    };
    if let Some(Action::ForeignUrls { status, download }) = &struck.0 {
        let moved = |host: &str, leaf: &str| {
            service
                .job_url(job, leaf)
                .replacen(&service.api_origin, host.trim_end_matches('/'), 1)
        };
        if let Some(host) = status {
            status_url = moved(host, "status");
        }
        if let Some(host) = download {
            download_url = moved(host, "download");
        }
    }
    let (mut workflow_id, mut run_id) = (&job.record.workflow_id, &job.record.run_id);
    if let Some(Action::OtherIds { workflow, run }) = &struck.0 {
        (status_url, download_url) = (String::new(), String::new());
        workflow_id = workflow.as_ref().unwrap_or(workflow_id);
        run_id = run.as_ref().unwrap_or(run_id);
    }
    json!({
        "workflowId": workflow_id,
        "runId": run_id,
        "downloadUrl": download_url,
        "statusUrl": status_url,
    })
}

/// The job that a URL names, once the request has been let in.
fn job_of(
    service: &Service,
    (workflow_id, run_id): &(String, String),
    headers: &HeaderMap,
    query: Option<String>,
) -> Result<Job, TurnedAway> {
    let job = service.job(workflow_id, run_id);
    let key = job
        .as_ref()
        .map_or(Key::Company, |job| Key::CompanyOr(&job.token));
    admit(
        service,
        headers,
        query,
        key,
        Some(&["companyKey", "analyticsAccessToken"]),
    )?;
    job.ok_or_else(|| {
        answers::failure(
            StatusCode::NOT_FOUND,
            "No report was found for this workflowId and runId",
        )
        .into()
    })
}

async fn status(
    State(service): Shared,
    Path(ids): Path<(String, String)>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    Extension(struck): Extension<Struck>,
) -> Answer {
    let job = job_of(&service, &ids, &headers, query)?;
    let now = service.now();
    let nothing = || {
        if job.number % 3 == 0 {
            Value::Null
        } else {
            Value::from("")
        }
    };
    let text = |text: &Option<String>| text.as_deref().map_or_else(nothing, Value::from);
    let (mut state, mut detail, mut reason) = match &job.record.state {
        JobState::Queued | JobState::Running => ("RUNNING".to_owned(), nothing(), nothing()),
        JobState::Completed => ("CLOSED".to_owned(), Value::from("COMPLETED"), nothing()),
        JobState::Failed { reason } => ("CLOSED".to_owned(), Value::from("FAILED"), text(reason)),
    };
    if let Some(Action::RunnerState {
        state: other,
        detail: why,
        reason: words,
    }) = &struck.0
    {
        (state, detail, reason) = (other.clone(), text(why), text(words));
    }
    let queued = job.record.state == JobState::Queued;
    let done = job.record.state == JobState::Completed;
    // Older answers say "details", newer ones "detail": each job keeps to one of them.
    let detail_name = if job.number / 2 % 2 == 0 {
        "detail"
    } else {
        "details"
    };
    let result = json!({
        "jobInfo": urls(&service, &job, done || job.number % 2 == 1, &struck),
        "result": {
            "runnerState": state,
            "reason": reason,
            detail_name: detail,
            "currentCount": job.rows_done(now),
            // One that waits has not begun to count.
            "totalCount": if queued { 0 } else { job.rows },
            "lastAcknowledgeTime": if queued { Value::Null } else { Value::from(now) },
        },
    });
    Ok(answers::pass(&if job.number % 2 == 1 {
        json!([result])
    } else {
        result
    }))
}

async fn download(
    State(service): Shared,
    Path(ids): Path<(String, String)>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let job = job_of(&service, &ids, &headers, query)?;
    if job.record.state != JobState::Completed {
        let words = "The report is not available for download";
        return Err(answers::failure(StatusCode::BAD_REQUEST, words).into());
    }
    Ok(answers::moved(&service.file_url(&job)))
}

async fn timezones(
    State(service): Shared,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    let query = admit(
        &service,
        &headers,
        query,
        Key::Company,
        Some(&["companyKey", "locale"]),
    )?;
    let locale = match single(&query, "locale") {
        Ok(None) => Some(Locale::default()),
        Ok(Some(code)) => Locale::of(code),
        Err(()) => None,
    };
    let locale =
        locale.ok_or_else(|| answers::unreadable("locale has a value that is not known"))?;
    let zones = zones::list(service.now(), locale);
    Ok(answers::list(
        &json!({ "status": "PASS", "request": null, "message": null, "result": zones }),
    ))
}

async fn teams(State(service): Shared, headers: HeaderMap, RawQuery(query): RawQuery) -> Answer {
    admit(
        &service,
        &headers,
        query,
        Key::Company,
        Some(&["companyKey"]),
    )?;
    let teams = &service.company.teams;
    Ok(answers::list(
        &json!({ "status": "PASS", "request": null, "message": null, "result": teams }),
    ))
}

async fn workqueues(
    State(service): Shared,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    admit(&service, &headers, query, Key::None, Some(&["companyKey"]))?;
    Ok(answers::list(
        &json!({ "data": service.company.work_queues }),
    ))
}

async fn smartviews(
    State(service): Shared,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer {
    admit(&service, &headers, query, Key::None, Some(&["companyKey"]))?;
    Ok(answers::list(
        &json!({ "status": "success", "data": service.company.smart_views }),
    ))
}
