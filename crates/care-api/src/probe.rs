//! Whether anything answers at an address, and what time it is there. Nobody's account goes along.

use std::time::SystemTime;

use reqwest::header::DATE;

use crate::address::ServiceAddress;
use crate::client::ClientOptions;
use crate::error::Error;
use crate::network::{http_client, wire_error};
use crate::redact::Redactor;
use crate::session::header;

/// What answered at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Probe {
    /// The HTTP status. Without an account 401 is what the service should say.
    pub status: u16,
    /// The `Date` of the answer, to a second.
    pub date: Option<SystemTime>,
}

/// Asks an address for nothing in particular, without an account: name, connection, TLS and HTTP
/// are tried on the way.
///
/// # Errors
/// What failed on the way; any HTTP answer is a success.
pub async fn probe(address: &ServiceAddress, options: &ClientOptions) -> Result<Probe, Error> {
    const CALL: &str = "GET the address";
    let http = http_client(options, address.route())?;
    let redactor = Redactor::default();
    let response = http
        .get(address.as_str())
        .send()
        .await
        .map_err(|error| wire_error(CALL, error, &redactor))?;
    Ok(Probe {
        status: response.status().as_u16(),
        date: header(response.headers(), &DATE)
            .and_then(|date| httpdate::parse_http_date(&date).ok()),
    })
}
