//! Every sentence of the contract that this crate keeps, against scripted answers on loopback.

mod access;
mod create;
mod download;
mod errors;
mod hostile;
mod lists;
mod network;
mod reports;
mod server;
mod status;

use std::fmt::Debug;
use std::time::Duration;

use care_api::{
    Client, ClientOptions, Credentials, Error, ErrorKind, Export, Format, Job, Locale, Password,
    Report, ReportOptions, ServiceAddress, Zone,
};

use crate::server::Server;

pub(crate) const EMAIL: &str = "api.user@example.com";
pub(crate) const PASSWORD: &str = "pä:sswörd: 🔑 with:colons";
/// `EMAIL:PASSWORD` in UTF-8, in Base64 (made with another tool).
pub(crate) const BASIC: &str =
    "YXBpLnVzZXJAZXhhbXBsZS5jb206cMOkOnNzd8O2cmQ6IPCflJEgd2l0aDpjb2xvbnM=";
pub(crate) const KEY: &str = "Company-Key 1";
pub(crate) const TOKEN: &str = "tok3n.SECRET-0123456789_abcdef";
pub(crate) const WORKFLOW: &str = "user-export/42";
pub(crate) const RUN: &str = "22a/b+c==";

pub(crate) fn credentials() -> Credentials {
    Credentials {
        email: EMAIL.to_owned(),
        password: Password::from(PASSWORD.to_owned()),
        company_key: KEY.to_owned(),
    }
}

pub(crate) fn client(server: &Server) -> Client {
    client_with(server, ClientOptions::default())
}

pub(crate) fn client_with(server: &Server, options: ClientOptions) -> Client {
    let address = ServiceAddress::parse(&server.base()).expect("a loopback address");
    Client::new(address, credentials(), options).expect("a client")
}

/// Short enough for a test, long enough for loopback on a busy machine.
pub(crate) fn impatient() -> ClientOptions {
    ClientOptions {
        idle_timeout: Duration::from_millis(200),
        ..ClientOptions::default()
    }
}

pub(crate) fn export() -> Export {
    Export {
        report: Report::User,
        start: 1_790_000_000_000,
        end: 1_792_591_999_999,
        format: Format::Json,
        columns: Vec::new(),
        locale: None,
        team_ids: Vec::new(),
        agent_ids: Vec::new(),
        include_disabled: false,
        options: ReportOptions::default(),
        zone: Zone::Utc,
    }
}

pub(crate) fn job() -> Job {
    Job::from_ids(WORKFLOW, RUN).expect("usable ids")
}

/// The kind of the error, after checking that nothing in it can be read that must not be.
pub(crate) fn refused<T: Debug>(result: Result<T, Error>) -> (ErrorKind, Error) {
    let error = result.expect_err("an error");
    assert_clean(&error);
    (error.kind().clone(), error)
}

pub(crate) fn assert_clean(error: &Error) {
    let printed = format!(
        "{error}\n{error:?}\n{error:#?}\n{}\n{}\n{:?}",
        error.technical(),
        error.kind(),
        error.kind()
    );
    assert_hidden(&printed);
    assert!(!error.technical().contains('\n'), "{printed}");
    assert!(std::error::Error::source(error).is_none(), "{printed}");
}

/// No secret, and no query of any address.
pub(crate) fn assert_hidden(printed: &str) {
    for secret in [
        PASSWORD,
        "sswörd",
        "p%C3%A4",
        BASIC,
        TOKEN,
        "X-Amz",
        "companyKey=",
    ] {
        assert!(!printed.contains(secret), "{secret:?} in {printed}");
    }
}

pub(crate) const LOCALE: Locale = Locale::Tr;
