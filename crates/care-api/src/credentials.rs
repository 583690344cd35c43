//! The account: what may be said to the service and to nobody else.

use std::fmt;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;

/// A password that cannot be printed or serialised, and is wiped from memory when dropped.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// The password itself. Only for the keychain and the `Authorization` header.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Password {
    fn from(text: String) -> Password {
        Password(Zeroizing::new(text))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Password, D::Error> {
        String::deserialize(deserializer).map(Password::from)
    }
}

/// An API user's account and the company it belongs to.
#[derive(Clone)]
pub struct Credentials {
    /// The API user's e-mail. It holds no colon, for Basic authentication ends the name there.
    pub email: String,
    /// The API user's password: any Unicode, colons included.
    pub password: Password,
    /// The `companyKey` (General Settings > Analytics API), exactly as given.
    pub company_key: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(hidden)")
    }
}
