//! A job on the service's side, and how far it is.

use std::fmt;

use url::Url;
use zeroize::Zeroizing;

use crate::error::{Error, Misuse};
use crate::session::LONGEST_ADDRESS;

/// The documented reason of a job that was closed because too many run or wait already.
pub const TOO_MANY_EXPORTS: &str = "User is attempting to run too many exports.";

/// No id is longer than this, in bytes: encoded, two of them must fit into an address.
const LONGEST_ID: usize = 2_000;

/// An export on the service's side: the two ids that name it.
///
/// It remembers the addresses the service gave for it, which may hold an
/// `analyticsAccessToken`, and never prints them. To keep a job over a restart keep its two ids.
#[derive(Clone, PartialEq, Eq)]
pub struct Job {
    workflow_id: String,
    run_id: String,
    pub(crate) status_url: Option<SecretUrl>,
    pub(crate) download_url: Option<SecretUrl>,
}

impl Job {
    /// A job known from an earlier [`Client::create`](crate::Client::create).
    ///
    /// Fails with [`Misuse::JobId`] when an id is empty, `.` or `..`, which no encoding could
    /// keep from changing the path it is put into, or longer than any address could hold.
    pub fn from_ids(
        workflow_id: impl Into<String>,
        run_id: impl Into<String>,
    ) -> Result<Job, Error> {
        let job = Job {
            workflow_id: workflow_id.into(),
            run_id: run_id.into(),
            status_url: None,
            download_url: None,
        };
        if [&job.workflow_id, &job.run_id]
            .into_iter()
            .any(|id| matches!(id.as_str(), "" | "." | "..") || id.len() > LONGEST_ID)
        {
            return Err(Error::misuse(Misuse::JobId));
        }
        Ok(job)
    }

    /// The `workflowId`, as the service wrote it.
    pub fn workflow_id(&self) -> &str {
        &self.workflow_id
    }

    /// The `runId`, as the service wrote it: it holds `/`, `+` and `=`.
    pub fn run_id(&self) -> &str {
        &self.run_id
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("workflow_id", &self.workflow_id)
            .field("run_id", &self.run_id)
            .finish_non_exhaustive()
    }
}

/// An address of the service's own making, which may hold a token.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct SecretUrl(Zeroizing<String>);

impl SecretUrl {
    pub(crate) fn new(text: &str) -> SecretUrl {
        SecretUrl(Zeroizing::new(text.to_owned()))
    }

    /// The address, when it is one that can be asked.
    pub(crate) fn url(&self) -> Option<Url> {
        let url = Url::parse(&self.0).ok()?;
        (url.as_str().len() <= LONGEST_ADDRESS).then_some(url)
    }
}

/// How far a job is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Still at work (or waiting for its turn).
    Running {
        /// `currentCount`, when the service said one.
        current: Option<u64>,
        /// `totalCount`, when the service said one.
        total: Option<u64>,
    },
    /// The file can be had: [`Client::download`](crate::Client::download) this job.
    Ready(Job),
    /// The service gave the job up.
    Failed {
        /// Why, in the service's words.
        reason: Option<String>,
        /// How it was closed: `FAILED` is documented.
        detail: Option<String>,
    },
}

impl Status {
    /// Whether the job was closed only because too many were running or waiting.
    pub fn too_many_exports(&self) -> bool {
        matches!(self, Status::Failed { reason: Some(reason), .. } if reason.trim() == TOO_MANY_EXPORTS)
    }
}
