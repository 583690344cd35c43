//! The client of the analytics service.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::address::ServiceAddress;
use crate::credentials::Credentials;
use crate::download::{self, Download, Kept};
use crate::error::Error;
use crate::job::{Job, Status};
use crate::lists::{Team, TimeZone};
use crate::locations::Locations;
use crate::request::{Export, Locale, Parameters};
use crate::session::{LARGEST_JOB_ANSWER, LARGEST_LIST, Session, read};

/// How long to wait for the network, and the name to give.
#[derive(Clone, Debug)]
pub struct ClientOptions {
    /// How long a connection may take to come about, TLS included.
    pub connect_timeout: Duration,
    /// How long no byte may arrive before the call fails. There is no limit on a whole download.
    pub idle_timeout: Duration,
    /// How long a whole answer may take that is no file, from the connection to its last byte.
    pub answer_timeout: Duration,
    /// The most bytes of a file whose size was not announced: one without end must not fill the disk.
    pub largest_unannounced: u64,
    /// The `User-Agent`.
    pub user_agent: String,
}

impl Default for ClientOptions {
    fn default() -> ClientOptions {
        ClientOptions {
            connect_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(60),
            answer_timeout: Duration::from_secs(180),
            largest_unannounced: 16 * 1024 * 1024 * 1024,
            user_agent: concat!("care-exporter/", env!("CARGO_PKG_VERSION")).to_owned(),
        }
    }
}

/// One account at one service. Cheap to clone.
///
/// The account goes to the configured origin (scheme, host and port) and nowhere else, and no
/// redirect is followed with it.
#[derive(Clone)]
pub struct Client {
    session: Arc<Session>,
    locations: Arc<Locations>,
    options: ClientOptions,
}

impl Client {
    /// Fails with [`Misuse`](crate::Misuse) on an e-mail with a colon, or when this machine has no
    /// usable TLS.
    pub fn new(
        address: ServiceAddress,
        credentials: Credentials,
        options: ClientOptions,
    ) -> Result<Client, Error> {
        let session = Session::new(address.clone(), &credentials, &options)?;
        Ok(Client {
            session: Arc::new(session),
            locations: Arc::new(Locations::new(address, credentials.company_key)),
            options,
        })
    }

    /// The address this client was made for.
    pub fn address(&self) -> &ServiceAddress {
        self.session.address()
    }

    /// Starts an export.
    ///
    /// The service has no idempotency key: a repeated creation makes a second job. After an
    /// error repeat it only when [`Error::never_arrived`], or when the answer itself was a refusal.
    pub async fn create(&self, export: &Export) -> Result<Job, Error> {
        const CALL: &str = "POST /reports/report/{type}";
        let Parameters { query, form } = export.parameters()?;
        let url = self.locations.create(export.report, &query)?;
        let redactor = self.session.redactor(&url);
        let response = self.session.post(CALL, url, form, &redactor).await?;
        read(CALL, response, LARGEST_JOB_ANSWER, &redactor)
            .await?
            .job()
    }

    /// Asks how far a job is.
    pub async fn status(&self, job: &Job) -> Result<Status, Error> {
        const CALL: &str = "GET /reports/report/{workflowId}/{runId}/status";
        let url = self.locations.status(job)?;
        let redactor = self.session.redactor(&url);
        let response = self.session.get(CALL, url, &redactor).await?;
        read(CALL, response, LARGEST_JOB_ANSWER, &redactor)
            .await?
            .status(job)
    }

    /// Opens the file of a finished job: asks `/download`, and follows to the file host without
    /// the account.
    ///
    /// The file's own address is short-lived and is not kept: call this again to try again.
    pub async fn download(&self, job: &Job) -> Result<Download, Error> {
        let url = self.locations.download(job)?;
        download::open(&self.session, &self.options, url, None).await
    }

    /// As [`Client::download`], for a file whose beginning is there. [`Download::start`] says
    /// whether it goes on from there or had to start again.
    pub async fn download_rest(&self, job: &Job, kept: &Kept) -> Result<Download, Error> {
        let url = self.locations.download(job)?;
        download::open(&self.session, &self.options, url, Some(kept)).await
    }

    /// The service's time zones, named in `locale`.
    pub async fn time_zones(&self, locale: Locale) -> Result<Vec<TimeZone>, Error> {
        const CALL: &str = "GET /config/timezones";
        let url = self.locations.time_zones(locale)?;
        let redactor = self.session.redactor(&url);
        let response = self.session.get(CALL, url, &redactor).await?;
        read(CALL, response, LARGEST_LIST, &redactor)
            .await?
            .time_zones()
    }

    /// The company's teams.
    pub async fn teams(&self) -> Result<Vec<Team>, Error> {
        const CALL: &str = "GET /teams";
        let url = self.locations.teams()?;
        let redactor = self.session.redactor(&url);
        let response = self.session.get(CALL, url, &redactor).await?;
        read(CALL, response, LARGEST_LIST, &redactor).await?.teams()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("address", &self.address().as_str())
            .finish_non_exhaustive()
    }
}
