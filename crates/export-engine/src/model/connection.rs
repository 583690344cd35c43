use care_api::Password;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An account of the service, as shown. The password is never part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// Stable identity, a UUID.
    pub id: String,
    /// The person's own name for it.
    pub name: String,
    /// API address, such as `https://analytics-api.app.lithium.com/api/public`.
    pub address: String,
    /// The company key from the admin's settings. Not a secret, but case-sensitive.
    pub company_key: String,
    /// The API user's e-mail.
    pub email: String,
    /// Where the company's work queues and smart views are listed: the `acme` of
    /// `https://acme.response.lithium.com`. Absent when nobody said.
    pub instance: Option<String>,
    /// Where the password is kept.
    pub password_keeping: PasswordKeeping,
    /// Whether this is the practice company inside the app.
    pub practice: bool,
}

/// Where a password is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PasswordKeeping {
    /// In the operating system's keychain.
    Keychain,
    /// In memory, until the app is closed.
    Session,
}

/// What a person entered to connect an account. The one place where a password comes in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionDraft {
    /// The connection to change; absent for a new one.
    pub id: Option<String>,
    /// See [`Connection::name`].
    pub name: String,
    /// See [`Connection::address`].
    pub address: String,
    /// See [`Connection::company_key`].
    pub company_key: String,
    /// See [`Connection::email`].
    pub email: String,
    /// See [`Connection::instance`].
    pub instance: Option<String>,
    /// The password; absent to keep the one that is stored.
    #[ts(type = "string | null")]
    pub password: Option<Password>,
    /// Where to keep it.
    pub password_keeping: PasswordKeeping,
}

/// A test of a connection that went well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionCheck {
    /// How many teams the account can see.
    pub teams: u32,
}

/// An API address that the vendor documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    /// A short code that the window words, such as `us`.
    pub code: String,
    /// The address.
    pub address: String,
}
