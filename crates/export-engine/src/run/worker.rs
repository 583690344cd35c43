//! Takes a run from step to step. Each step is stored before it is taken, so that a process that
//! dies at any point leaves a run that can go on, or that says plainly what is not known.

use std::sync::{Arc, Mutex, PoisonError};

use care_api::{Client, Export, Job};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::converting::Making;
use super::file;
use super::patience::{self, Failures, UNDER_WAY, Waited};
use crate::engine::{Engine, Shared};
use crate::model::{EngineEvent, Phase, Problem, ProblemKind, Progress};
use crate::service::{self, Asked};
use crate::store::{Part, Remote, RunRecord, Stored};

/// Progress is told at most this often.
const PROGRESS_EVERY: i64 = 100;

pub(super) struct Worker {
    pub(super) engine: Engine,
    pub(super) record: RunRecord,
    cancel: CancellationToken,
    leave: CancellationToken,
    progress: Arc<Mutex<Progress>>,
    /// When anything was told last.
    told_at: i64,
    /// What was told last of the whole run: how many steps it had taken, and whether it could be resumed.
    told: Option<(usize, bool)>,
    client: Option<Client>,
    /// The job with the service's own addresses for it, which are never stored.
    pub(super) job: Option<Job>,
    pub(super) export: Option<Export>,
    pub(super) creation: Option<JoinHandle<Result<Job, care_api::Error>>>,
    /// What is being done with the download.
    pub(super) making: Option<Making>,
    /// The disk had no room for the download and what is made of it together: one comes after the other.
    pub(super) one_by_one: bool,
    /// Creations in a row that the service did not accept.
    pub(super) refused: Failures,
    pub(super) too_many: u32,
    pub(super) too_many_since: Option<Waited>,
    pub(super) damaged: u32,
}

/// A run whose process is gone, as it goes on: what can't be known is said.
pub(super) fn recovered(mut record: RunRecord, now: i64) -> RunRecord {
    if record.phase == Phase::Creating && record.job.is_none() {
        record.problem = Some(ProblemKind::CreationUnknown.into());
        enter(&mut record, Phase::Interrupted, now);
    }
    if record.phase == Phase::Queued {
        // It had a place, but nothing was sent yet.
        record.remote = Remote::None;
    }
    if record.phase.ended() && record.job.is_none() && record.remote == Remote::Open {
        // Nothing is known by which it could be watched.
        record.remote = Remote::Closed;
    }
    record
}

fn enter(record: &mut RunRecord, phase: Phase, now: i64) {
    record.phase = phase;
    record.steps.push((phase, now));
}

impl Worker {
    pub(super) fn new(
        engine: Engine,
        record: RunRecord,
        cancel: CancellationToken,
        leave: CancellationToken,
        progress: Arc<Mutex<Progress>>,
    ) -> Self {
        Worker {
            engine,
            record,
            cancel,
            leave,
            progress,
            told_at: i64::MIN,
            told: None,
            client: None,
            job: None,
            export: None,
            creation: None,
            making: None,
            one_by_one: false,
            refused: Failures::new(UNDER_WAY),
            too_many: 0,
            too_many_since: None,
            damaged: 0,
        }
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        self.engine.shared()
    }

    /// Takes steps until the run ends, or the process does.
    pub(super) async fn drive(mut self) {
        let (cancel, leave) = (self.cancel.clone(), self.leave.clone());
        let stopping = self.shared().stopping.clone();
        // A recovered run may come in with something new to store.
        let _ = self.store().await;
        while !self.record.phase.ended() {
            if self.ready_to_publish() {
                // Not to be stopped half way: it is done in a moment.
                if let Err(problem) = self.publish().await {
                    self.end_with(problem).await;
                }
            } else if self.ready_to_gather() {
                if let Err(problem) = self.gather().await {
                    self.end_with(problem).await;
                }
            } else {
                tokio::select! {
                    biased;
                    () = stopping.cancelled() => {}
                    () = leave.cancelled() => {}
                    () = cancel.cancelled() => self.end(Phase::Cancelled, None).await,
                    taken = self.step() => if let Err(problem) = taken {
                        self.end_with(problem).await;
                    },
                }
            }
            if stopping.is_cancelled() || leave.is_cancelled() {
                return self.put_down().await;
            }
        }
        if self.record.remote == Remote::Open {
            tokio::select! {
                () = stopping.cancelled() => {}
                () = leave.cancelled() => {}
                () = self.watch_abandoned_job() => return,
            }
            self.put_down().await;
        }
    }

    async fn step(&mut self) -> Result<(), Problem> {
        match self.record.phase {
            Phase::Queued => self.claim().await,
            Phase::Creating => self.create().await,
            Phase::Waiting => self.wait().await,
            Phase::Downloading => self.download().await,
            Phase::Converting => self.make().await,
            Phase::Saved | Phase::Failed | Phase::Cancelled | Phase::Interrupted => Ok(()),
        }
    }

    /// Ends a run that met a problem.
    async fn end_with(&mut self, problem: Problem) {
        if forgets_job(&problem.kind) {
            self.close_job();
            self.record.job = None;
        } else if problem.kind == ProblemKind::CreationUnknown || self.record.job.is_none() {
            // Nothing is known by which it could be watched.
            self.close_job();
        }
        let resumable = super::resumable(&self.record);
        let phase = if waits_for_person(&problem.kind, resumable) {
            Phase::Interrupted
        } else {
            Phase::Failed
        };
        self.end(phase, Some(problem)).await;
    }

    async fn end(&mut self, phase: Phase, problem: Option<Problem>) {
        if self.leave.is_cancelled() {
            // Another process goes on with it, and with its download.
            return;
        }
        self.stop_making().await;
        let keep = |part: &Part| match phase {
            Phase::Cancelled => false,
            Phase::Interrupted => part.whole.is_some() || part.etag.is_some(),
            _ => part.whole.is_some(),
        };
        self.record.part = match self.record.part.take() {
            Some(part) if keep(&part) => {
                // It is made again of the download.
                file::remove_made(&part.path).await;
                Some(part)
            }
            Some(part) => {
                file::remove(&part.path).await;
                None
            }
            None => None,
        };
        self.record.made = None;
        if phase == Phase::Cancelled {
            self.remove_gathered().await;
        }
        if self.creation.is_none() && self.record.job.is_none() {
            self.close_job();
        }
        self.record.problem = problem;
        // What can't be stored now is found by the next start at its last stored step.
        let _ = self.enter(phase).await;
    }

    /// The process is about to end, or somebody else goes on with the run: the answer to a creation
    /// is still worth having, and so is what was not stored yet.
    async fn put_down(&mut self) {
        self.stop_making().await;
        let now = self.engine.shared().clock.now();
        if let Some(creation) = self.creation.take() {
            match creation.await {
                Ok(Ok(job)) => {
                    self.remember(&job);
                    if self.record.phase == Phase::Creating {
                        enter(&mut self.record, Phase::Waiting, now);
                    }
                }
                Ok(Err(error))
                    if self.record.phase == Phase::Creating
                        && !service::creation_in_doubt(&error) =>
                {
                    enter(&mut self.record, Phase::Queued, now);
                }
                _ => {}
            }
        } else if self.record.phase == Phase::Creating && self.record.job.is_none() {
            // Stopped just before it was sent.
            enter(&mut self.record, Phase::Queued, now);
        }
        let _ = self.shared().store.put_run(self.record.clone()).await;
    }

    /// Nothing is written any more once this is done.
    pub(super) async fn stop_making(&mut self) {
        if let Some(making) = self.making.take() {
            making.stop().await;
        }
    }

    pub(super) async fn enter(&mut self, phase: Phase) -> Result<(), Problem> {
        enter(&mut self.record, phase, self.engine.shared().clock.now());
        let stored = self.store().await;
        if self.record.remote != Remote::Open {
            self.shared().job_ended.notify_waiters();
        }
        stored
    }

    /// Writes the run down and tells whoever watches. A database that can't be written to (a full
    /// disk, another program's lock) is tried until it can or the process ends: a run must not go
    /// on from a step that is not there after a crash.
    pub(super) async fn store(&mut self) -> Result<(), Problem> {
        let shared = Arc::clone(self.shared());
        let mut tries = 0;
        loop {
            let problem = match shared.store.put_run(self.record.clone()).await {
                // Told afterwards, so that whoever hears of it and asks finds it.
                Ok(Stored::Listed) => {
                    self.tell();
                    return Ok(());
                }
                Ok(Stored::Removed) => return Ok(()),
                Ok(Stored::NotOurs) => {
                    // Another process took it over; this one must not touch it any more.
                    self.leave.cancel();
                    return Err(ProblemKind::RunMissing.into());
                }
                Err(problem) => problem,
            };
            tracing::warn!(run = %self.record.id, %problem, "the run can't be written down");
            let pause = patience::between_polls(tries, shared.random());
            tries += 1;
            tokio::select! {
                () = shared.stopping.cancelled() => return Err(problem),
                () = shared.clock.sleep(pause) => {}
            }
        }
    }

    /// Tells of the whole run, when more changed than how far its phase is.
    fn tell(&mut self) {
        let state = (self.record.steps.len(), super::resumable(&self.record));
        if self.told == Some(state) {
            return;
        }
        self.told = Some(state);
        let problem = self.record.problem.as_ref();
        tracing::info!(
            run = %self.record.id,
            phase = ?self.record.phase,
            problem = problem.map(tracing::field::display),
            "a step"
        );
        self.told_at = self.shared().clock.now();
        let progress = *self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let run = Box::new(super::view(self.record.clone(), progress));
        self.shared().emit(EngineEvent::Run { run });
    }

    /// The next phase begins with nothing done; it tells so itself.
    pub(super) fn forget_progress(&self) {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner) = Progress::default();
    }

    pub(super) fn set_progress(&mut self, change: impl FnOnce(&mut Progress)) {
        let progress = {
            let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut progress);
            *progress
        };
        let now = self.shared().clock.now();
        // A clock set back must not silence it.
        if now.saturating_sub(self.told_at) >= PROGRESS_EVERY || now < self.told_at {
            self.told_at = now;
            self.shared().emit(EngineEvent::Progress {
                run_id: self.record.id.clone(),
                phase: self.record.phase,
                progress,
            });
        }
    }

    pub(super) async fn client(&mut self) -> Result<Client, Problem> {
        if let Some(client) = &self.client {
            return Ok(client.clone());
        }
        let connection = self
            .engine
            .connection(&self.record.request.connection_id)
            .await?;
        let client = self.engine.client(&connection).await?;
        self.client = Some(client.clone());
        Ok(client)
    }

    /// Waits after a failed question, or gives the problem when it should not be asked again.
    pub(super) async fn pause_after(
        &self,
        error: &care_api::Error,
        failures: &mut Failures,
    ) -> Result<(), Problem> {
        let shared = self.shared();
        let asked = if self.record.job.is_some() {
            Asked::Export
        } else {
            Asked::Service
        };
        let pause = service::passing(error, shared.clock.now())
            .and_then(|passing| failures.pause(passing, shared.clock.now(), shared.random()));
        let Some(pause) = pause else {
            return Err(service::problem(error, asked));
        };
        tracing::info!(run = %self.record.id, error = %error, "asking again");
        shared.clock.sleep(pause).await;
        Ok(())
    }

    pub(super) fn current_job(&self) -> Result<Job, Problem> {
        if let Some(job) = &self.job {
            return Ok(job.clone());
        }
        let (workflow, run) = self.record.job.clone().ok_or(ProblemKind::Internal)?;
        Job::from_ids(workflow, run).map_err(|error| service::problem(&error, Asked::Export))
    }

    pub(super) fn part(&self) -> Result<&Part, Problem> {
        self.record
            .part
            .as_ref()
            .ok_or_else(|| ProblemKind::Internal.into())
    }

    pub(super) fn remember(&mut self, job: &Job) {
        self.record.job = Some((job.workflow_id().to_owned(), job.run_id().to_owned()));
    }

    pub(super) fn close_job(&mut self) {
        if self.record.remote == Remote::Open {
            self.record.remote = Remote::Closed;
        }
    }

    /// When the run last entered a phase.
    pub(super) fn since(&self, phase: Phase) -> i64 {
        let entered = self.record.steps.iter().rfind(|(step, _)| *step == phase);
        entered.map_or(self.record.created_at, |(_, at)| *at)
    }
}

/// Whether the service's export is of no more use.
fn forgets_job(problem: &ProblemKind) -> bool {
    matches!(
        problem,
        ProblemKind::ExportFailed { .. } | ProblemKind::ExportGone | ProblemKind::TooManyExports
    )
}

/// Whether a run that met this problem was cut off rather than refused.
fn waits_for_person(problem: &ProblemKind, resumable: bool) -> bool {
    match problem {
        ProblemKind::CreationUnknown | ProblemKind::TooSlow => true,
        ProblemKind::Network { .. }
        | ProblemKind::ServiceBusy
        | ProblemKind::ServiceUnavailable { .. }
        | ProblemKind::SignInRefused
        | ProblemKind::AccessRefused
        | ProblemKind::PasswordMissing
        | ProblemKind::KeychainUnavailable
        | ProblemKind::KeychainLocked => resumable,
        _ => false,
    }
}
