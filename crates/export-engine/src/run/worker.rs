//! Takes a run from step to step. Each step is stored before it is taken, so that a process that
//! dies at any point leaves a run that can go on, or that says plainly what is not known.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use care_api::{Client, ErrorKind, Format, Job, Kept, Status, UserExport, Zone};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::file::{self, Writer};
use super::patience::{self, Failures};
use crate::budget::RUNNING_JOBS;
use crate::engine::{Engine, Shared};
use crate::model::{
    DamageKind, EngineEvent, ExportRequest, FileFormat, Phase, Problem, ProblemKind, Progress,
    SavedFile, UnexpectedKind,
};
use crate::owner::Owner;
use crate::period;
use crate::service::{self, Asked, Passing};
use crate::store::{Part, Remote, RunRecord};

/// Progress is told at most this often.
const PROGRESS_EVERY: i64 = 100;
/// How often a queued run looks whether another process gave a job's place back.
const PLACE_EVERY: Duration = Duration::from_secs(2);

pub(super) struct Worker {
    engine: Engine,
    record: RunRecord,
    cancel: CancellationToken,
    leave: CancellationToken,
    progress: Arc<Mutex<Progress>>,
    told_at: i64,
    client: Option<Client>,
    /// The job with the service's own addresses for it, which are never stored.
    job: Option<Job>,
    export: Option<UserExport>,
    creation: Option<JoinHandle<Result<Job, care_api::Error>>>,
    /// Creations in a row that the service did not accept.
    refused: Failures,
    too_many: u32,
    too_many_since: Option<i64>,
    damaged: u32,
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
            client: None,
            job: None,
            export: None,
            creation: None,
            refused: Failures::default(),
            too_many: 0,
            too_many_since: None,
            damaged: 0,
        }
    }

    fn shared(&self) -> &Arc<Shared> {
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
            Phase::Converting => self.check().await,
            Phase::Saved | Phase::Failed | Phase::Cancelled | Phase::Interrupted => Ok(()),
        }
    }

    /// Waits for a job's place on the account, takes it, and waits for the turn of its request.
    async fn claim(&mut self) -> Result<(), Problem> {
        let shared = Arc::clone(self.shared());
        if self.export.is_none() {
            self.export = Some(self.export().await?);
        }
        if self.record.remote != Remote::Open {
            let mut record = self.record.clone();
            record.remote = Remote::Open;
            record.job = None;
            let mut looks = 0;
            loop {
                let ended = shared.job_ended.notified();
                if shared.store.claim_job(record.clone(), RUNNING_JOBS).await? {
                    break;
                }
                let pause = if self.free_places_of_the_gone().await? {
                    looks += 1;
                    patience::between_polls(looks, shared.random())
                } else {
                    PLACE_EVERY
                };
                tokio::select! {
                    () = ended => {}
                    () = shared.clock.sleep(pause) => {}
                }
            }
            self.record = record;
        }
        self.client().await?;
        shared.budget.request(&self.record.account).await?;
        self.enter(Phase::Creating).await
    }

    /// Looks after the jobs of processes that are gone: nobody else would notice that they ended.
    /// Their runs stay as they are. True when there are such jobs.
    async fn free_places_of_the_gone(&mut self) -> Result<bool, Problem> {
        let shared = Arc::clone(self.shared());
        let others = shared
            .store
            .others_open(&self.record.account, shared.owner.id())
            .await?;
        let mut any = false;
        for other in others {
            let gone = Owner::is_gone(&shared.data_dir, &other.owner)
                .map_err(|error| ProblemKind::DataFolder.because(error))?;
            if !gone {
                continue;
            }
            any = true;
            let running = match other
                .job
                .map(|(workflow, run)| Job::from_ids(workflow, run))
            {
                Some(Ok(job)) => {
                    let client = self.client().await?;
                    shared.budget.request(&self.record.account).await?;
                    match client.status(&job).await {
                        Ok(status) => matches!(status, Status::Running { .. }),
                        Err(error) => service::passing(&error, shared.clock.now()).is_some(),
                    }
                }
                // Nothing is known by which it could be watched.
                _ => false,
            };
            let patient = shared.clock.now() - other.created_at < patience::LONGEST_JOB;
            if !(running && patient) {
                shared.store.free_place(&other.id).await?;
                shared.job_ended.notify_waiters();
            }
        }
        Ok(any)
    }

    /// Has the service make the export. There is no way to take a creation back or to recognise
    /// one that was sent twice, so only one that certainly was not accepted is sent again.
    async fn create(&mut self) -> Result<(), Problem> {
        let shared = Arc::clone(self.shared());
        let client = self.client().await?;
        let export = self.export.clone().ok_or(ProblemKind::Internal)?;
        // A task of its own: whatever becomes of this run, its answer is waited for.
        let sent = async move { client.create(&export).await };
        let answer = self.creation.insert(shared.tasks.spawn(sent)).await;
        self.creation = None;
        let error = match answer.map_err(|error| ProblemKind::Internal.because(error))? {
            Ok(job) => {
                self.remember(&job);
                self.job = Some(job);
                return self.enter(Phase::Waiting).await;
            }
            Err(error) => error,
        };
        if service::creation_in_doubt(&error) {
            return Err(ProblemKind::CreationUnknown.because(error.technical()));
        }
        let now = shared.clock.now();
        let again = match service::passing(&error, now) {
            Some(passing @ Passing::Wait(_)) => self.refused.pause(passing, now, shared.random()),
            _ => None,
        };
        let Some(pause) = again else {
            return Err(service::problem(&error, Asked::Service));
        };
        self.enter(Phase::Queued).await?;
        shared.clock.sleep(pause).await;
        Ok(())
    }

    /// Asks until the service is done with the export.
    async fn wait(&mut self) -> Result<(), Problem> {
        let shared = Arc::clone(self.shared());
        let mut polls = 0;
        loop {
            let pause = patience::between_polls(polls, shared.random());
            polls += 1;
            shared.clock.sleep(pause).await;
            let now = shared.clock.now();
            match self.look().await? {
                Status::Ready(job) => {
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
                    self.set_progress(|progress| {
                        progress.current = current;
                        progress.total = total;
                    });
                }
            }
            if now - self.since(Phase::Waiting) >= patience::LONGEST_JOB {
                return Err(ProblemKind::TooSlow.into());
            }
        }
    }

    /// Somebody else is using the account: the export was not made, so it is asked for again.
    async fn try_later(&mut self) -> Result<(), Problem> {
        let shared = Arc::clone(self.shared());
        let now = shared.clock.now();
        if now - *self.too_many_since.get_or_insert(now) >= patience::LONGEST_JOB {
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
    async fn look(&mut self) -> Result<Status, Problem> {
        let client = self.client().await?;
        let job = self.current_job()?;
        let shared = Arc::clone(self.shared());
        let mut failures = Failures::default();
        loop {
            shared.budget.request(&self.record.account).await?;
            match client.status(&job).await {
                Ok(status) => return Ok(status),
                Err(error) => self.pause_after(&error, &mut failures).await?,
            }
        }
    }

    /// Brings the file to the disk, going on from what is there when it still is the same file.
    async fn download(&mut self) -> Result<(), Problem> {
        let client = self.client().await?;
        let shared = Arc::clone(self.shared());
        let path = self.part()?.path.clone();
        let mut failures = Failures::default();
        loop {
            let before = file::length(&path).await;
            let job = self.current_job()?;
            shared.budget.request(&self.record.account).await?;
            match self.receive(&client, &job, &path).await {
                Ok(()) => return self.enter(Phase::Converting).await,
                Err(Broken::Disk(problem)) => return Err(problem),
                Err(Broken::Service(error)) => {
                    if file::length(&path).await > before {
                        // It came further: however often it breaks, it will arrive.
                        failures = Failures::default();
                    }
                    if no_part_for(&error) {
                        self.start_over()?;
                    }
                    let paused = self.pause_after(&error, &mut failures).await;
                    paused.map_err(page_for_file)?;
                }
                Err(Broken::Length) => {
                    self.start_over()?;
                    let again = failures.pause(Passing::Few, shared.clock.now(), shared.random());
                    let Some(pause) = again else {
                        return Err(ProblemKind::FileDamaged {
                            what: DamageKind::Truncated,
                        }
                        .into());
                    };
                    shared.clock.sleep(pause).await;
                }
            }
        }
    }

    async fn receive(&mut self, client: &Client, job: &Job, path: &Path) -> Result<(), Broken> {
        let etag = self.part().map_err(Broken::Disk)?.etag.clone();
        let length = file::length(path).await;
        let kept = etag.and_then(|etag| Kept::new(&etag, length));
        let mut body = match &kept {
            Some(kept) => client.download_rest(job, kept).await,
            None => client.download(job).await,
        }
        .map_err(Broken::Service)?;
        let total = body.content_length();
        let mut bytes = body.start();
        // What is unpacked on the way has no known length and can't be continued.
        let etag = total.and(body.etag()).map(str::to_owned);
        self.set_progress(|progress| {
            *progress = Progress {
                bytes,
                total_bytes: total,
                ..Progress::default()
            };
        });
        let mut writer = Writer::start(path, bytes).await.map_err(Broken::Disk)?;
        // Written down when what the file held of another version is gone, and before any of this.
        self.set_etag(etag).await.map_err(Broken::Disk)?;
        let end = loop {
            match body.chunk().await {
                Ok(Some(chunk)) => {
                    writer.write(&chunk).await.map_err(Broken::Disk)?;
                    bytes += chunk.len() as u64;
                    self.set_progress(|progress| progress.bytes = bytes);
                }
                Ok(None) => break Ok(()),
                Err(error) => break Err(Broken::Service(error)),
            }
        };
        // What came before a failure is worth keeping.
        writer.finish().await.map_err(Broken::Disk)?;
        end?;
        if total.is_some_and(|total| total != bytes) {
            return Err(Broken::Length);
        }
        Ok(())
    }

    async fn set_etag(&mut self, etag: Option<String>) -> Result<(), Problem> {
        let part = self.record.part.as_mut().ok_or(ProblemKind::Internal)?;
        if part.etag == etag {
            return Ok(());
        }
        part.etag = etag;
        self.store().await
    }

    /// The next download begins at the first byte.
    fn start_over(&mut self) -> Result<(), Problem> {
        let part = self.record.part.as_mut().ok_or(ProblemKind::Internal)?;
        part.etag = None;
        Ok(())
    }

    /// Reads the download to its last byte. One that is no export is fetched once more.
    async fn check(&mut self) -> Result<(), Problem> {
        let path = self.part()?.path.clone();
        match file::check(&path, self.record.request.format).await {
            Ok(whole) => {
                self.record.part = Some(Part {
                    whole: Some(whole),
                    ..Part::empty(path)
                });
                self.store().await
            }
            Err(problem) => {
                let damaged = matches!(problem.kind, ProblemKind::FileDamaged { .. });
                let gone = matches!(problem.kind, ProblemKind::FolderMissing);
                if (damaged || gone) && self.damaged == 0 && self.record.job.is_some() {
                    self.damaged += 1;
                    self.start_over()?;
                    return self.enter(Phase::Downloading).await;
                }
                Err(problem)
            }
        }
    }

    fn ready_to_publish(&self) -> bool {
        let part = self.record.part.as_ref();
        self.record.phase == Phase::Converting && part.is_some_and(|part| part.whole.is_some())
    }

    /// Puts the checked download in its place.
    async fn publish(&mut self) -> Result<(), Problem> {
        let part = self.part()?.clone();
        let Some(whole) = part.whole.clone() else {
            return Err(ProblemKind::Internal.into());
        };
        let placed = file::publish(part, self.record.target.clone()).await;
        if let Err(problem) = placed {
            if problem.kind == ProblemKind::FileTrouble {
                self.record.part = Some(file::verified(self.part()?.clone()).await?);
            }
            return Err(problem);
        }
        let folder = self.record.target.path.parent();
        let columns = whole.contents.columns;
        let missing = missing(&self.record.request, &columns, whole.contents.rows);
        self.record.saved = Some(SavedFile {
            folder: folder.map_or_else(String::new, |folder| folder.display().to_string()),
            bytes: whole.bytes,
            rows: whole.contents.rows,
            missing_columns: missing,
            columns: columns.clone(),
        });
        self.record.part = None;
        self.learn(columns).await;
        // The file is in its place, whatever becomes of the note of it: the next start finds it there.
        let _ = self.enter(Phase::Saved).await;
        Ok(())
    }

    async fn learn(&self, columns: Vec<String>) {
        let shared = self.shared();
        let connection_id = self.record.request.connection_id.clone();
        let new = shared
            .store
            .learn_columns(&connection_id, columns, shared.clock.now())
            .await;
        // The file is saved; what could not be learned from it will be from the next.
        if let Ok(true) = new {
            shared.emit(EngineEvent::Columns { connection_id });
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
        let part_is_whole = self
            .record
            .part
            .as_ref()
            .is_some_and(|part| part.whole.is_some());
        let resumable = self.record.job.is_some() || part_is_whole;
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
        let keep = |part: &Part| match phase {
            Phase::Cancelled => false,
            Phase::Interrupted => part.whole.is_some() || part.etag.is_some(),
            _ => part.whole.is_some(),
        };
        self.record.part = match self.record.part.take() {
            Some(part) if keep(&part) => Some(part),
            Some(part) => {
                file::remove(&part.path).await;
                None
            }
            None => None,
        };
        if self.creation.is_none() && self.record.job.is_none() {
            self.close_job();
        }
        self.record.problem = problem;
        // What can't be stored now is found by the next start at its last stored step.
        let _ = self.enter(phase).await;
    }

    /// A cancelled run's job still runs on the service's side and takes a place until it ends.
    async fn watch_abandoned_job(&mut self) {
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
        let since = clock.now();
        let mut polls = 8;
        while self.record.remote == Remote::Open {
            let pause = patience::between_polls(polls, self.shared().random());
            polls += 1;
            clock.sleep(pause).await;
            let patient = clock.now() - since < patience::LONGEST_JOB;
            match self.look().await {
                Ok(Status::Running { .. }) if patient => {}
                _ => self.close_job(),
            }
        }
        let _ = self.store().await;
        self.shared().job_ended.notify_waiters();
    }

    /// The process is about to end, or somebody else goes on with the run: the answer to a creation
    /// is still worth having, and so is what was not stored yet.
    async fn put_down(&mut self) {
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

    async fn enter(&mut self, phase: Phase) -> Result<(), Problem> {
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
    async fn store(&mut self) -> Result<(), Problem> {
        let shared = Arc::clone(self.shared());
        let mut tries = 0;
        loop {
            let problem = match shared.store.put_run(self.record.clone()).await {
                // Told afterwards, so that whoever hears of it and asks finds it.
                Ok(true) => {
                    self.tell();
                    return Ok(());
                }
                Ok(false) => {
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

    fn tell(&mut self) {
        self.told_at = self.shared().clock.now();
        let progress = *self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let run = Box::new(super::view(self.record.clone(), progress));
        self.shared().emit(EngineEvent::Run { run });
    }

    fn set_progress(&mut self, change: impl FnOnce(&mut Progress)) {
        change(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner));
        let now = self.shared().clock.now();
        // A clock set back must not silence it.
        if now.saturating_sub(self.told_at) >= PROGRESS_EVERY || now < self.told_at {
            self.tell();
        }
    }

    async fn client(&mut self) -> Result<Client, Problem> {
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

    /// The request in the service's terms.
    async fn export(&self) -> Result<UserExport, Problem> {
        let request = &self.record.request;
        let zone = period::zone(&request.time_zone)?;
        let resolved = period::resolve(request.period, zone)?;
        let mut failures = Failures::default();
        let known = loop {
            match self
                .engine
                .ask_service_zones(&request.connection_id)
                .await?
            {
                Ok(names) => break names.contains_key(&request.time_zone),
                Err(error) => self.pause_after(&error, &mut failures).await?,
            }
        };
        let zone = if known {
            Zone::Named(request.time_zone.clone())
        } else {
            match period::offset_millis_at(resolved.start, zone)? {
                0 => Zone::Utc,
                offset => Zone::OffsetMillis(offset),
            }
        };
        Ok(UserExport {
            start: resolved.start,
            // The last included moment: what the service does with an end that begins the next
            // interval is not known, but it counts that interval when it divides the period.
            end: resolved.end - 1,
            format: match request.format {
                FileFormat::Csv => Format::Csv,
                FileFormat::Json => Format::Json,
            },
            columns: request.columns.clone(),
            locale: request.locale,
            team_ids: request.team_ids.clone(),
            agent_ids: request.agent_ids.clone(),
            include_disabled: request.include_disabled,
            zone,
        })
    }

    /// Waits after a failed question, or gives the problem when it should not be asked again.
    async fn pause_after(
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

    fn current_job(&self) -> Result<Job, Problem> {
        if let Some(job) = &self.job {
            return Ok(job.clone());
        }
        let (workflow, run) = self.record.job.clone().ok_or(ProblemKind::Internal)?;
        Job::from_ids(workflow, run).map_err(|error| service::problem(&error, Asked::Export))
    }

    fn part(&self) -> Result<&Part, Problem> {
        self.record
            .part
            .as_ref()
            .ok_or_else(|| ProblemKind::Internal.into())
    }

    fn remember(&mut self, job: &Job) {
        self.record.job = Some((job.workflow_id().to_owned(), job.run_id().to_owned()));
    }

    fn close_job(&mut self) {
        if self.record.remote == Remote::Open {
            self.record.remote = Remote::Closed;
        }
    }

    /// When the run last entered a phase.
    fn since(&self, phase: Phase) -> i64 {
        let entered = self.record.steps.iter().rfind(|(step, _)| *step == phase);
        entered.map_or(self.record.created_at, |(_, at)| *at)
    }
}

/// Why a download stopped.
enum Broken {
    Service(care_api::Error),
    Disk(Problem),
    /// Fewer or more bytes than announced.
    Length,
}

/// Whether the file host would not give the rest of a file, or gave another part.
fn no_part_for(error: &care_api::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::FileRefused { status: 416 } | ErrorKind::UnexpectedAnswer { .. }
    )
}

/// A web page where a file should be is a damaged file to the person.
fn page_for_file(problem: Problem) -> Problem {
    let page = ProblemKind::UnexpectedAnswer {
        what: UnexpectedKind::Html,
    };
    if problem.kind != page {
        return problem;
    }
    Problem {
        kind: ProblemKind::FileDamaged {
            what: DamageKind::Html,
        },
        ..problem
    }
}

/// Picked columns that did not come. A file without rows shows no JSON keys, so says nothing.
fn missing(request: &ExportRequest, columns: &[String], rows: u64) -> Vec<String> {
    if rows == 0 && columns.is_empty() {
        return Vec::new();
    }
    let came = |name: &&String| !columns.contains(name);
    request.columns.iter().filter(came).cloned().collect()
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
