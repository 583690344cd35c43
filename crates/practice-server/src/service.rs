//! What both origins share: the company, the jobs, the script, the ledger.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::company::Company;
use crate::config::PracticeConfig;
use crate::file::FileFormat;
use crate::jobs::{Job, JobState, Jobs};
use crate::ledger::Ledger;
use crate::limits::RequestBudget;
use crate::script::{Playing, Script};

/// What a URL keeps as it is: everything else, `/`, `+` and `=` among it, is escaped.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A finished export's file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) bytes: Bytes,
    pub(crate) format: FileFormat,
    /// When the export ended, in UTC milliseconds.
    pub(crate) modified_at: i64,
    /// With its quotes.
    pub(crate) etag: String,
}

/// The service behind both origins.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) config: PracticeConfig,
    pub(crate) api_origin: String,
    pub(crate) storage_origin: String,
    pub(crate) company: Company,
    jobs: Mutex<Jobs>,
    ledger: Mutex<Ledger>,
    budget: Mutex<RequestBudget>,
    script: Mutex<Playing>,
}

impl Service {
    pub(crate) fn new(config: PracticeConfig, api_origin: String, storage_origin: String) -> Self {
        // A quarter of the range keeps sums of times from overflowing.
        let ms = |time: &Duration| {
            i64::try_from(time.as_millis())
                .unwrap_or(i64::MAX)
                .min(i64::MAX / 4)
        };
        let run_ms = (ms(config.run_time.start()), ms(config.run_time.end()));
        Self {
            company: Company::new(
                config.seed,
                config.agents,
                config.teams,
                config.conversations,
            ),
            jobs: Mutex::new(Jobs::new(config.seed, run_ms, config.limits.clone())),
            ledger: Mutex::default(),
            budget: Mutex::default(),
            script: Mutex::new(Playing::new(config.script.clone())),
            config,
            api_origin,
            storage_origin,
        }
    }

    /// The present moment in UTC milliseconds.
    pub(crate) fn now(&self) -> i64 {
        (self.config.clock)()
    }

    /// The base of every API URL.
    pub(crate) fn base(&self) -> String {
        format!("{}/api/public", self.api_origin)
    }

    pub(crate) fn jobs(&self) -> MutexGuard<'_, Jobs> {
        lock(&self.jobs)
    }

    pub(crate) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        lock(&self.ledger)
    }

    pub(crate) fn budget(&self) -> MutexGuard<'_, RequestBudget> {
        lock(&self.budget)
    }

    pub(crate) fn script(&self) -> MutexGuard<'_, Playing> {
        lock(&self.script)
    }

    pub(crate) fn play(&self, script: Script) {
        *self.script() = Playing::new(script);
    }

    /// The job of these ids as it is now.
    pub(crate) fn job(&self, workflow_id: &str, run_id: &str) -> Option<Job> {
        let now = self.now();
        self.jobs().find(now, workflow_id, run_id).cloned()
    }

    /// The file of an export that has completed.
    pub(crate) fn file(&self, workflow_id: &str, run_id: &str) -> Option<File> {
        let job = self.job(workflow_id, run_id)?;
        let modified_at = job
            .record
            .ended_at
            .filter(|_| job.record.state == JobState::Completed)?;
        let bytes = job
            .file
            .get_or_init(|| job.export.file(&self.company).into())
            .clone();
        Some(self.file_of(bytes, job.export.format, modified_at))
    }

    /// The file as though it had been made again a second later: of the same length, with other digits.
    pub(crate) fn other_version(&self, file: File) -> File {
        let other = |byte: &u8| match byte {
            b'0'..=b'8' => byte + 1,
            b'9' => b'0',
            _ => *byte,
        };
        let bytes: Bytes = file.bytes.iter().map(other).collect();
        self.file_of(bytes, file.format, file.modified_at + 1000)
    }

    fn file_of(&self, bytes: Bytes, format: FileFormat, modified_at: i64) -> File {
        let etag = format!("\"{}\"", self.digest(&[&bytes]));
        File {
            bytes,
            format,
            modified_at,
            etag,
        }
    }

    /// Where a job's status is told (`leaf` is `status`) or its file (`download`), token included.
    pub(crate) fn job_url(&self, job: &Job, leaf: &str) -> String {
        format!(
            "{}/reports/report/{}/{}/{leaf}?analyticsAccessToken={}",
            self.base(),
            escaped(&job.record.workflow_id),
            escaped(&job.record.run_id),
            job.token
        )
    }

    /// A URL of the storage origin that works for a while, and only as it is.
    pub(crate) fn file_url(&self, job: &Job) -> String {
        let path = format!(
            "/practice-exports/{}/{}/{}.{}",
            escaped(&job.record.workflow_id),
            escaped(&job.record.run_id),
            job.record.report,
            job.export.format.extension()
        );
        let life = i64::try_from(self.config.file_url_life.as_millis()).unwrap_or(i64::MAX);
        let expires = self.now().saturating_add(life);
        let signature = self.signature(&path, expires);
        format!(
            "{}{path}?Expires={expires}&Signature={signature}",
            self.storage_origin
        )
    }

    /// What proves that the service itself made a file URL: of the path as it is on the wire and the expiry in UTC milliseconds.
    pub(crate) fn signature(&self, path: &str, expires: i64) -> String {
        self.digest(&[path.as_bytes(), &expires.to_be_bytes()])
    }

    /// 128 bits that depend on the seed and on every byte. Enough to tell files apart and to catch a tampered URL on
    /// loopback; it guards no secret.
    fn digest(&self, parts: &[&[u8]]) -> String {
        let half = |which: u8| {
            let mut hasher = DefaultHasher::new();
            (which, self.config.seed, parts).hash(&mut hasher);
            hasher.finish()
        };
        format!("{:016x}{:016x}", half(0), half(1))
    }
}

/// Escaped for one segment of a path.
fn escaped(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

/// A panic elsewhere leaves counters behind, not broken invariants: the service goes on.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
