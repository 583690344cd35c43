//! The Care Analytics Reports API as a typed client.
//!
//! One method is one call: this crate knows what the service answers and what that means. It
//! keeps no budget, retries nothing, reads no clock and touches no disk; whoever owns a run
//! decides about those. Secrets (the password, the `analyticsAccessToken` in the service's own
//! addresses, the pre-signed address of a file) live in types that cannot be printed, and no
//! [`Error`] repeats them.
//!
//! The life of an export is [`Client::create`], then [`Client::status`] until it is
//! [`Status::Ready`], then [`Client::download`] with the job that came with it.

mod address;
mod answer;
mod body;
mod client;
mod credentials;
mod download;
mod error;
mod instance;
mod job;
mod lists;
mod locations;
mod network;
mod probe;
mod redact;
mod report;
mod request;
mod session;

pub use address::{AddressError, ServiceAddress};
pub use client::{Client, ClientOptions};
pub use credentials::{Credentials, Password};
pub use download::{Download, Kept};
pub use error::{Error, ErrorKind, Misuse, NetworkFault, RetryAfter, Unexpected};
pub use instance::InstanceClient;
pub use job::{Job, Status, TOO_MANY_EXPORTS};
pub use lists::{SmartView, Team, TimeZone, WorkQueue};
pub use probe::{Probe, probe};
pub use report::{
    BusinessHours, Choice, Conversations, Interval, Report, ReportOptions, UnknownReport,
};
pub use request::{Export, Format, Locale, UnknownLocale, Zone};
