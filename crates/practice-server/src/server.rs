//! The service's life: two origins on loopback, started together and stopped together.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::config::{PracticeConfig, StartError};
use crate::jobs::JobRecord;
use crate::ledger::RecordedRequest;
use crate::script::Script;
use crate::service::Service;
use crate::{api, storage, wire};

/// The Care service on loopback, running. Dropping it stops it.
#[derive(Debug)]
pub struct PracticeServer {
    service: Arc<Service>,
    tasks: Vec<JoinHandle<()>>,
}

impl PracticeServer {
    /// Starts the service on 127.0.0.1, on the current Tokio runtime; it listens when this returns.
    ///
    /// # Errors
    /// A port cannot be had, or the configuration makes no sense.
    pub async fn start(config: PracticeConfig) -> Result<Self, StartError> {
        config.check()?;
        let (api_listener, api_origin) = bind(config.port).await?;
        let (storage_listener, storage_origin) = bind(config.storage_port).await?;
        let service = Arc::new(Service::new(config, api_origin, storage_origin));
        let tasks = vec![
            tokio::spawn(wire::serve(api_listener, api::router(Arc::clone(&service)))),
            tokio::spawn(wire::serve(
                storage_listener,
                storage::router(Arc::clone(&service)),
            )),
        ];
        Ok(Self { service, tasks })
    }

    /// The address to connect to, such as `http://127.0.0.1:49152/api/public`.
    pub fn address(&self) -> String {
        self.service.base()
    }

    /// Scheme, host and port of the work queues and smart views, which the real service keeps on a host of their own.
    pub fn instance_address(&self) -> String {
        self.service.api_origin.clone()
    }

    /// Scheme, host and port of the origin where files lie.
    pub fn storage_origin(&self) -> String {
        self.service.storage_origin.clone()
    }

    /// The company's key.
    pub fn company_key(&self) -> &str {
        &self.service.config.company_key
    }

    /// The account's e-mail.
    pub fn user(&self) -> &str {
        &self.service.config.user
    }

    /// The account's password.
    pub fn password(&self) -> &str {
        &self.service.config.password
    }

    /// The last 10,000 requests that reached either origin, oldest first.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.service.ledger().all()
    }

    /// Every export ever created, oldest first, as it is at this moment of the service's clock.
    pub fn jobs(&self) -> Vec<JobRecord> {
        let now = self.service.now();
        self.service.jobs().records(now)
    }

    /// The exact bytes the service serves for an export; `None` until it has completed.
    pub fn file(&self, workflow_id: &str, run_id: &str) -> Option<Vec<u8>> {
        self.service
            .file(workflow_id, run_id)
            .map(|file| file.bytes.to_vec())
    }

    /// Replaces the faults, and starts counting occurrences anew. [`Script::check`] tells whether its rules make sense; one
    /// that does not has no effect here.
    pub fn set_script(&self, script: Script) {
        self.service.play(script);
    }

    /// Stops both origins and closes every connection; the ports are free when this returns.
    pub async fn stop(mut self) {
        for task in std::mem::take(&mut self.tasks) {
            task.abort();
            // An aborted task ends with an error that says just that.
            let _ = task.await;
        }
    }
}

impl Drop for PracticeServer {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn bind(port: u16) -> Result<(TcpListener, String), StartError> {
    let refused = |source| StartError::Port { port, source };
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .await
        .map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok((listener, format!("http://{address}")))
}
