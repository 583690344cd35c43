//! The company's own instance, which knows work queues and smart views.

use std::fmt;
use std::sync::Arc;

use url::Url;

use crate::address::ServiceAddress;
use crate::client::ClientOptions;
use crate::credentials::Credentials;
use crate::error::{Error, Misuse};
use crate::lists::{SmartView, WorkQueue};
use crate::session::{LARGEST_LIST, Session, read};

/// The same account at the company's own host, `https://{instance}.response.lithium.com`.
#[derive(Clone)]
pub struct InstanceClient {
    session: Arc<Session>,
}

impl InstanceClient {
    /// `instance` is the first part of the host's name, such as `acme`.
    ///
    /// Fails with [`Misuse::InstanceName`] on anything that is not one part of a host's name.
    pub fn new(
        instance: &str,
        credentials: Credentials,
        options: ClientOptions,
    ) -> Result<InstanceClient, Error> {
        let address = InstanceClient::address_named(instance)
            .ok_or_else(|| Error::misuse(Misuse::InstanceName))?;
        InstanceClient::at(address, credentials, options)
    }

    /// Whether this could be the first part of an instance's host.
    pub fn is_name(text: &str) -> bool {
        InstanceClient::address_named(text).is_some()
    }

    /// Where the instance of that name is; nothing of what is not one part of a host's name.
    pub fn address_named(instance: &str) -> Option<ServiceAddress> {
        let instance = instance.trim();
        let is_label = (1..=63).contains(&instance.len())
            && instance
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !instance.starts_with('-')
            && !instance.ends_with('-');
        is_label.then(|| {
            ServiceAddress::parse(&format!("https://{instance}.response.lithium.com")).ok()
        })?
    }

    /// An instance at another address, for instance on this machine.
    pub fn at(
        address: ServiceAddress,
        credentials: Credentials,
        options: ClientOptions,
    ) -> Result<InstanceClient, Error> {
        let session = Session::new(address, &credentials, &options)?;
        Ok(InstanceClient {
            session: Arc::new(session),
        })
    }

    /// The address this client was made for.
    pub fn address(&self) -> &ServiceAddress {
        self.session.address()
    }

    /// The work queues in use.
    pub async fn work_queues(&self) -> Result<Vec<WorkQueue>, Error> {
        const CALL: &str = "GET /api/v2/workqueues/active";
        let url = self.url("/api/v2/workqueues/active")?;
        let redactor = self.session.redactor(&url);
        let response = self.session.get(CALL, url, &redactor).await?;
        read(CALL, response, LARGEST_LIST, &redactor)
            .await?
            .work_queues()
    }

    /// The smart views.
    pub async fn smart_views(&self) -> Result<Vec<SmartView>, Error> {
        const CALL: &str = "GET /api/v2/smartviews";
        let url = self.url("/api/v2/smartviews")?;
        let redactor = self.session.redactor(&url);
        let response = self.session.get(CALL, url, &redactor).await?;
        read(CALL, response, LARGEST_LIST, &redactor)
            .await?
            .smart_views()
    }

    fn url(&self, path: &str) -> Result<Url, Error> {
        Url::parse(&format!("{}{path}", self.address()))
            .map_err(|_| Error::misuse(Misuse::InstanceName))
    }
}

impl fmt::Debug for InstanceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InstanceClient")
            .field("address", &self.address().as_str())
            .finish_non_exhaustive()
    }
}
