//! Asks how far the service is, until it is done with the export.

use std::sync::Arc;
use std::time::Duration;

use care_api::Status;

use super::patience::{self, Failures, UNDER_WAY, Waited};
use super::worker::Worker;
use crate::budget::Asking;
use crate::model::{Phase, Problem, ProblemKind};
use crate::store::Remote;

impl Worker {
    /// Asks until the service is done with the export.
    pub(super) async fn wait(&mut self) -> Result<(), Problem> {
        let shared = Arc::clone(self.shared());
        let mut waited = Waited::since(shared.clock.now());
        // A process that goes on with it has not looked at it all along.
        let from_the_start = self.job.is_some();
        let mut running = 0;
        loop {
            let pause = self.before_look().await?;
            shared.clock.sleep(pause).await;
            match self.look().await? {
                Status::Ready(job) => {
                    if from_the_start {
                        let (account, report) = (&self.record.account, self.record.request.report);
                        shared.experience.note(account, report, running, self.age());
                    }
                    self.job = Some(job);
                    self.close_job();
                    self.enter(Phase::Downloading).await?;
                    return Ok(());
                }
                status @ Status::Failed { .. } if status.too_many_exports() => {
                    return self.try_later().await;
                }
                Status::Failed { reason, detail } => {
                    return Err(ProblemKind::ExportFailed {
                        reason: reason.or(detail),
                    }
                    .into());
                }
                Status::Running { current, total } => {
                    running = self.age();
                    self.set_progress(|progress| {
                        progress.current = current;
                        progress.total = total;
                    });
                }
            }
            if waited.until(shared.clock.now()) >= shared.job_patience().await? {
                return Err(ProblemKind::TooSlow.into());
            }
        }
    }

    /// The pause before the next look.
    async fn before_look(&self) -> Result<Duration, Problem> {
        let shared = self.shared();
        let random = shared.random();
        let (account, age) = (&self.record.account, self.age());
        if !shared.store.is_crowded(account).await? {
            return Ok(patience::before_look(age, random));
        }
        let report = self.record.request.report;
        let pause = shared.experience.pause(account, report, age);
        Ok(Duration::from_secs_f64(pause * (0.95 + 0.1 * random)))
    }

    /// How long ago the export was accepted, in milliseconds.
    fn age(&self) -> i64 {
        self.shared().clock.now() - self.since(Phase::Waiting)
    }

    /// Somebody else is using the account: the export was not made, so it is asked for again.
    async fn try_later(&mut self) -> Result<(), Problem> {
        let shared = Arc::clone(self.shared());
        let now = shared.clock.now();
        let waited = self
            .too_many_since
            .get_or_insert_with(|| Waited::since(now));
        if waited.until(now) >= shared.job_patience().await? {
            return Err(ProblemKind::TooManyExports.into());
        }
        self.close_job();
        self.record.job = None;
        self.job = None;
        self.enter(Phase::Queued).await?;
        let pause = patience::between_tries(self.too_many, shared.random());
        self.too_many += 1;
        shared.clock.sleep(pause).await;
        Ok(())
    }

    /// One answer about the job. A question that failed is not an export that failed.
    pub(super) async fn look(&mut self) -> Result<Status, Problem> {
        let client = self.client().await?;
        let job = self.current_job()?;
        let shared = Arc::clone(self.shared());
        let mut failures = Failures::new(UNDER_WAY);
        loop {
            let crowded = shared.store.is_crowded(&self.record.account).await?;
            let age = crowded.then(|| self.age());
            let asking = Asking::Look { age };
            shared.budget.request(&self.record.account, asking).await?;
            match client.status(&job).await {
                Ok(status) => return Ok(status),
                Err(error) => self.pause_after(&error, &mut failures).await?,
            }
        }
    }

    /// A cancelled run's job still runs on the service's side and takes a place until it ends.
    pub(super) async fn watch_abandoned_job(&mut self) {
        if let Some(creation) = &mut self.creation {
            let answer = creation.await;
            self.creation = None;
            match answer {
                Ok(Ok(job)) => {
                    self.remember(&job);
                    self.job = Some(job);
                    if self.store().await.is_err() {
                        return;
                    }
                }
                _ => self.close_job(),
            }
        }
        let clock = Arc::clone(&self.shared().clock);
        let mut waited = Waited::since(clock.now());
        let mut polls = 8;
        while self.record.remote == Remote::Open {
            let pause = patience::between_polls(polls, self.shared().random());
            polls += 1;
            clock.sleep(pause).await;
            let look = self.look().await;
            let patience = self.shared().job_patience().await.unwrap_or_default();
            let patient = waited.until(clock.now()) < patience;
            match look {
                Ok(Status::Running { .. }) if patient => {}
                _ => self.close_job(),
            }
        }
        let _ = self.store().await;
        self.shared().job_ended.notify_waiters();
    }
}
