//! Who may ask: Basic authentication, the company's key, the access token of a job, and the limit on requests.

use axum::http::HeaderMap;
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::answers::{self, TurnedAway};
use crate::params::single;
use crate::service::Service;

/// What must be shown besides the account.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Key<'a> {
    /// The company's key.
    Company,
    /// The company's key, or this job's token.
    CompanyOr(&'a str),
    /// Nothing: the host names the company.
    None,
}

/// Lets a request in, or gives the answer that turns it away.
pub(crate) fn check(
    service: &Service,
    headers: &HeaderMap,
    query: &[(String, String)],
    key: Key<'_>,
) -> Result<(), TurnedAway> {
    if !is_account(service, headers) {
        return Err(answers::sign_in_refused().into());
    }
    let company = || single(query, "companyKey") == Ok(Some(service.config.company_key.as_str()));
    let token = |token| single(query, "analyticsAccessToken") == Ok(Some(token));
    let allowed = match key {
        Key::Company => company(),
        Key::CompanyOr(secret) => token(secret) || company(),
        Key::None => true,
    };
    if !allowed {
        return Err(answers::html(StatusCode::FORBIDDEN).into());
    }
    let now = service.now();
    let admitted = service
        .budget()
        .admit(now, service.config.limits.requests_per_minute);
    admitted.map_err(|refused| {
        // HTTP allows both forms; every other refusal uses the other one.
        let retry_after = if refused.earlier % 2 == 0 {
            let wait = refused.until - now;
            (wait / 1000 + i64::from(wait % 1000 > 0)).to_string()
        } else {
            answers::http_date(refused.until)
        };
        answers::too_many_requests(Some(retry_after)).into()
    })
}

fn is_account(service: &Service, headers: &HeaderMap) -> bool {
    let Some((scheme, encoded)) = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.split_once(' '))
    else {
        return false;
    };
    let Ok(sent) = STANDARD.decode(encoded.trim()) else {
        return false;
    };
    let expected = format!("{}:{}", service.config.user, service.config.password);
    scheme.eq_ignore_ascii_case("basic") && sent == expected.as_bytes()
}
