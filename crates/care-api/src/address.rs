//! Where the service lives: the one origin that may ever see the password.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use crate::network::Route;

/// The base address of the service, such as `https://analytics-api.app.lithium.com/api/public`.
///
/// HTTPS, or HTTP on this very machine; no account, query or fragment in it; no `/` at its end.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ServiceAddress {
    url: Url,
    text: String,
}

/// Why a text is not a usable service address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// Nothing but white space.
    Empty,
    /// Not an address: no scheme, no host, or characters that no address holds.
    Malformed,
    /// Anything but `https://` (or `http://` on this machine): the password would travel in the open.
    NotHttps,
    /// An account in the address, as in `https://user:password@host`.
    HasCredentials,
    /// A `?query` or a `#fragment`.
    HasQuery,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            AddressError::Empty => "the address is empty",
            AddressError::Malformed => "this is not a web address",
            AddressError::NotHttps => "the address must begin with https://",
            AddressError::HasCredentials => "the address must not hold an account",
            AddressError::HasQuery => "the address must not hold anything after ? or #",
        })
    }
}

impl std::error::Error for AddressError {}

impl ServiceAddress {
    /// The documented address for customers in the US. Other regions: see the account's admin settings.
    pub const US: &str = "https://analytics-api.app.lithium.com/api/public";

    /// Reads an address as people paste it: white space around it and `/` at its end are dropped.
    pub fn parse(text: &str) -> Result<ServiceAddress, AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        // The URL parser would silently drop tabs and line breaks, and so join two lines into one host.
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(AddressError::Malformed);
        }
        let mut url = Url::parse(text).map_err(|_| AddressError::Malformed)?;
        if !matches!(url.scheme(), "http" | "https") {
            // `host:8080/path` parses as a scheme too, but nobody meant one.
            return Err(if text.contains("://") {
                AddressError::NotHttps
            } else {
                AddressError::Malformed
            });
        }
        if url.host_str().is_none_or(str::is_empty) {
            return Err(AddressError::Malformed);
        }
        if has_account(&url) {
            return Err(AddressError::HasCredentials);
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(AddressError::HasQuery);
        }
        if url.scheme() == "http" && !is_loopback(&url) {
            return Err(AddressError::NotHttps);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(ServiceAddress { url, text })
    }

    /// The address without a `/` at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the service is on this very machine.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// By which way the service is reached.
    pub(crate) fn route(&self) -> Route {
        Route::to(&self.url)
    }

    /// Whether `url` has this address's scheme, host and port, and brings no account of its own.
    pub(crate) fn is_origin_of(&self, url: &Url) -> bool {
        url.origin() == self.url.origin() && !has_account(url)
    }
}

/// Whether the URL brings an account of its own.
pub(crate) fn has_account(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Whether the URL's host is this very machine: `localhost`, 127.0.0.0/8 or `[::1]`.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

impl fmt::Display for ServiceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for ServiceAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        ServiceAddress::parse(text)
    }
}

impl TryFrom<String> for ServiceAddress {
    type Error = AddressError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        ServiceAddress::parse(&text)
    }
}

impl From<ServiceAddress> for String {
    fn from(address: ServiceAddress) -> String {
        address.text
    }
}
