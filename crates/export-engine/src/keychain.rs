use care_api::Password;

use crate::model::{Problem, ProblemKind};

/// Where passwords are kept: one small entry for each connection.
///
/// Calls may block (a locked keychain can ask the person), so they belong on a blocking thread.
pub trait Keychain: Send + Sync + 'static {
    /// Stores the password of a connection, replacing an earlier one.
    fn set(&self, connection_id: &str, password: &Password) -> Result<(), KeychainError>;
    /// The password of a connection, if one is stored.
    fn get(&self, connection_id: &str) -> Result<Option<Password>, KeychainError>;
    /// Removes the password of a connection; nothing happens when there is none.
    fn remove(&self, connection_id: &str) -> Result<(), KeychainError>;
}

/// Why a keychain did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum KeychainError {
    /// There is none on this computer, or it does not answer.
    #[error("{0}")]
    Unavailable(String),
    /// It is locked and can't be opened now.
    #[error("{0}")]
    Locked(String),
}

impl From<KeychainError> for Problem {
    fn from(error: KeychainError) -> Self {
        match error {
            KeychainError::Unavailable(detail) => ProblemKind::KeychainUnavailable.because(detail),
            KeychainError::Locked(detail) => ProblemKind::KeychainLocked.because(detail),
        }
    }
}

/// The operating system's keychain: Secret Service, macOS Keychain or Windows Credential Manager.
///
/// Its connection is made once in the life of the process: a keychain that was missing at the
/// first call stays missing until the app is started again.
#[derive(Debug, Clone, Copy, Default)]
pub struct OsKeychain;

/// The service name of our entries; the user name is the connection's id.
const SERVICE: &str = "care-exporter";

impl OsKeychain {
    fn entry(connection_id: &str) -> Result<keyring::v1::Entry, KeychainError> {
        if let Err(error) = keyring::v1::Entry::store_status() {
            return Err(KeychainError::Unavailable(error.to_string()));
        }
        keyring::v1::Entry::new(SERVICE, connection_id).map_err(fault)
    }
}

impl Keychain for OsKeychain {
    fn set(&self, connection_id: &str, password: &Password) -> Result<(), KeychainError> {
        Self::entry(connection_id)?
            .set_password(password.expose())
            .map_err(fault)
    }

    fn get(&self, connection_id: &str) -> Result<Option<Password>, KeychainError> {
        match Self::entry(connection_id)?.get_password() {
            Ok(password) => Ok(Some(Password::from(password))),
            Err(keyring::v1::Error::NoEntry) => Ok(None),
            Err(error) => Err(fault(error)),
        }
    }

    fn remove(&self, connection_id: &str) -> Result<(), KeychainError> {
        match Self::entry(connection_id)?.delete_credential() {
            Ok(()) | Err(keyring::v1::Error::NoEntry) => Ok(()),
            Err(error) => Err(fault(error)),
        }
    }
}

/// Some variants carry the secret's bytes, so only those that can't are put into words.
fn fault(error: keyring::v1::Error) -> KeychainError {
    use keyring::v1::Error;
    match error {
        Error::NoStorageAccess(why) => KeychainError::Locked(why.to_string()),
        Error::PlatformFailure(why) => KeychainError::Unavailable(why.to_string()),
        Error::NoDefaultStore => KeychainError::Unavailable("no keychain service".into()),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => {
            KeychainError::Unavailable("the stored entry can't be read".into())
        }
        Error::TooLong(what, limit) => {
            KeychainError::Unavailable(format!("{what} is longer than {limit}"))
        }
        _ => KeychainError::Unavailable("the keychain refused".into()),
    }
}
