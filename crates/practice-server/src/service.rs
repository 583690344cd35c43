//! What both origins share: the company, the jobs, the script, the ledger.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;

use crate::config::PracticeConfig;
use crate::jobs::Jobs;
use crate::ledger::Ledger;
use crate::script::{Playing, Script};

/// A finished export's file.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) bytes: Bytes,
}

/// The service behind both origins.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) config: PracticeConfig,
    pub(crate) api_origin: String,
    pub(crate) storage_origin: String,
    jobs: Mutex<Jobs>,
    ledger: Mutex<Ledger>,
    script: Mutex<Playing>,
}

impl Service {
    pub(crate) fn new(config: PracticeConfig, api_origin: String, storage_origin: String) -> Self {
        let ms =
            |time: &std::time::Duration| i64::try_from(time.as_millis()).unwrap_or(i64::MAX / 4);
        let run_ms = (ms(config.run_time.start()), ms(config.run_time.end()));
        Self {
            jobs: Mutex::new(Jobs::new(config.seed, run_ms, config.limits.clone())),
            ledger: Mutex::default(),
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

    pub(crate) fn script(&self) -> MutexGuard<'_, Playing> {
        lock(&self.script)
    }

    pub(crate) fn play(&self, script: Script) {
        *self.script() = Playing::new(script);
    }

    pub(crate) fn file(&self, _workflow_id: &str, _run_id: &str) -> Option<File> {
        None
    }
}

/// A panic elsewhere leaves counters behind, not broken invariants: the service goes on.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
