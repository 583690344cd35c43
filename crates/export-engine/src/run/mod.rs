//! A run: one export on its way to a file, as a persisted state machine.
//!
//! This module is what front ends call. [`worker`] drives a run through its steps, each written down
//! before it is taken: [`creating`], [`waiting`], [`downloading`], [`converting`], [`publishing`]; [`gathering`]
//! takes a run whose parts become one file back to the first of them.
//! [`file`] is the download on disk, [`arrival`] how it is read while it comes, [`recipe`] what is made of it,
//! [`target`] its place; [`patience`] says how long to wait and how often to ask.

mod about;
mod arrival;
mod choices;
mod converting;
mod creating;
mod downloading;
pub(crate) mod file;
mod gathering;
mod patience;
mod publishing;
mod recipe;
mod target;
mod waiting;
mod worker;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono_tz::Tz;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::engine::Engine;
use crate::file_name;
use crate::model::{
    Choice, Delivery, ExportCheck, ExportRequest, Field, FieldFault, Interval, JoinedParts, Locale,
    Period, PeriodPlan, Phase, Problem, ProblemKind, Progress, ResolvedPeriod, Run, RunPart,
};
use crate::owner::Owner;
use crate::period;
use crate::reports;
use crate::store::{Joined, Purpose, Remote, RunRecord};
pub use target::Target;
use worker::Worker;

/// The runs that are being minded here.
pub(crate) type Workers = HashMap<String, Minded>;

/// A run's worker, as seen from outside.
pub(crate) struct Minded {
    /// The person wants it to stop.
    cancel: CancellationToken,
    /// Leaves the run as it is: somebody else goes on with it.
    leave: CancellationToken,
    progress: Arc<Mutex<Progress>>,
    task: JoinHandle<()>,
}

/// The most values of one kind in a request. The service documents no limit; a pasted file is
/// not a list of agents.
const MOST_VALUES: usize = 5_000;
/// The longest value in a request, in bytes.
pub(crate) const LONGEST_VALUE: usize = 500;

impl Engine {
    /// Checks an export without sending anything.
    ///
    /// # Errors
    /// What the service is known to refuse, and what can't be meant.
    pub async fn check_export(&self, request: &ExportRequest) -> Result<ExportCheck, Problem> {
        self.connection(&request.connection_id).await?;
        let zone = period::zone(&request.time_zone)?;
        let now = self.shared().clock.now();
        let resolved = period::resolve(request.period, zone, now)?;
        period::check_history(&resolved, now)?;
        let parts = period_parts(request.period, zone, now)?;
        check_choices(request)?;
        check_interval(request, &parts)?;
        Ok(ExportCheck {
            period: resolved,
            joined: request.delivery == Delivery::Joined && parts.len() > 1,
            parts,
        })
    }

    /// How a period is asked for, whatever is exported.
    pub fn plan_period(&self, period: Period, time_zone: &str) -> Result<PeriodPlan, Problem> {
        let zone = period::zone(time_zone)?;
        let parts = period_parts(period, zone, self.shared().clock.now())?;
        let mut intervals = Interval::ALL.to_vec();
        intervals.retain(|interval| fits(*interval, &parts));
        Ok(PeriodPlan { parts, intervals })
    }

    /// A file name for an export in a language, with its extension.
    pub fn suggested_file_name(
        &self,
        request: &ExportRequest,
        language: Locale,
    ) -> Result<String, Problem> {
        let zone = period::zone(&request.time_zone)?;
        let resolved = period::resolve(request.period, zone, self.shared().clock.now())?;
        let days = period::days(&resolved, zone)?;
        let title = reports::title(request.report);
        let extension = request.file.format.extension();
        Ok(file_name::usual(title, days, extension, language))
    }

    /// Starts an export. The folder is tried before anything is sent. A rule for its period is
    /// fixed to what it means now.
    ///
    /// # Errors
    /// [`ProblemKind::PeriodTooLong`] when the service would take its period only in parts that are not joined.
    pub async fn start_run(&self, request: ExportRequest, target: Target) -> Result<Run, Problem> {
        self.begin(request, target, Purpose::File).await
    }

    pub(crate) async fn begin(
        &self,
        mut request: ExportRequest,
        target: Target,
        purpose: Purpose,
    ) -> Result<Run, Problem> {
        let check = self.check_export(&request).await?;
        if check.files() > 1 {
            return Err(ProblemKind::PeriodTooLong.into());
        }
        let zone = period::zone(&request.time_zone)?;
        request.period = period::fixed(request.period, zone, self.shared().clock.now())?;
        let joined = if check.joined {
            Some(Joined {
                periods: period::parts(request.period, zone)?,
                gathered: Vec::new(),
            })
        } else {
            None
        };
        let mut record = self.new_run(request, target, None).await?;
        record.joined = joined;
        let mut runs = self.begin_all(vec![record], purpose).await?;
        runs.pop().ok_or_else(|| ProblemKind::Internal.into())
    }

    /// Starts an export, in parts when its period is longer than the service takes. Parts run one
    /// after another, each into its own file beside the target: see [`Target::of_part`]. All places
    /// are tried before anything is sent.
    pub async fn start_runs(
        &self,
        request: ExportRequest,
        target: Target,
    ) -> Result<Vec<Run>, Problem> {
        if self.check_export(&request).await?.files() == 1 {
            return Ok(vec![self.start_run(request, target).await?]);
        }
        let zone = period::zone(&request.time_zone)?;
        let fixed = period::fixed(request.period, zone, self.shared().clock.now())?;
        let parts = period::parts(fixed, zone)?;
        let of = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        let group = uuid::Uuid::new_v4().to_string();
        let mut records: Vec<RunRecord> = Vec::new();
        for (number, period) in (1..).zip(parts) {
            let part = RunPart {
                group: group.clone(),
                number,
                of,
            };
            let request = ExportRequest {
                period,
                ..request.clone()
            };
            let place = target.of_part(number, of);
            match self.new_run(request, place, Some(part)).await {
                Ok(record) => records.push(record),
                Err(problem) => {
                    discard(&records).await;
                    return Err(problem);
                }
            }
        }
        self.begin_all(records, Purpose::File).await
    }

    /// A run that is not stored yet, with a place for its download.
    async fn new_run(
        &self,
        request: ExportRequest,
        target: Target,
        part_of: Option<RunPart>,
    ) -> Result<RunRecord, Problem> {
        let connection = self.connection(&request.connection_id).await?;
        let part = file::reserve(self.path_for_download(&target).await?).await?;
        let now = self.shared().clock.now();
        Ok(RunRecord {
            sequence: 0,
            id: uuid::Uuid::new_v4().to_string(),
            account: connection.account(),
            owner: self.shared().owner.id().to_owned(),
            request,
            connection_name: connection.name,
            part_of,
            phase: Phase::Queued,
            steps: vec![(Phase::Queued, now)],
            created_at: now,
            job: None,
            remote: Remote::None,
            target,
            part: Some(part),
            joined: None,
            made: None,
            saved: None,
            problem: None,
        })
    }

    /// Stores new runs and sets workers on them.
    async fn begin_all(
        &self,
        mut records: Vec<RunRecord>,
        purpose: Purpose,
    ) -> Result<Vec<Run>, Problem> {
        let stored = self
            .shared()
            .store
            .insert_runs(records.clone(), purpose)
            .await;
        let sequences = match stored {
            Ok(sequences) => sequences,
            Err(problem) => {
                discard(&records).await;
                return Err(problem);
            }
        };
        for (record, sequence) in records.iter_mut().zip(sequences) {
            record.sequence = sequence;
        }
        Ok(records
            .into_iter()
            .map(|record| self.mind(record))
            .collect())
    }

    /// Goes on with a run that ended without a file: with the export that the service already
    /// made when there is one, else with a new one.
    pub async fn resume_run(&self, id: &str) -> Result<Run, Problem> {
        self.go_on(id, None).await
    }

    /// Goes on with a run that ended without a file, towards another place.
    pub async fn move_run(&self, id: &str, target: Target) -> Result<Run, Problem> {
        self.go_on(id, Some(target)).await
    }

    /// Stops a run, and with it the other parts of a longer period. A file that is being put in its
    /// place right now is finished instead.
    pub async fn cancel_run(&self, id: &str) -> Result<(), Problem> {
        let record = self.stored_run(id).await?;
        let group = match &record.part_of {
            Some(part) => self.shared().store.live_parts(&part.group).await?,
            None => Vec::new(),
        };
        if record.phase.ended() || !self.stop_run(id) {
            return Err(ProblemKind::RunMissing.into());
        }
        // The last first, so that none takes the place of the one before it.
        for part in group.iter().rev() {
            self.stop_run(part);
        }
        Ok(())
    }

    /// Stops a run that is minded here. False when it is not.
    pub(crate) fn stop_run(&self, id: &str) -> bool {
        let workers = self.shared().workers();
        let minded = workers.get(id);
        minded.inspect(|minded| minded.cancel.cancel()).is_some()
    }

    /// A run as it is now.
    pub async fn run(&self, id: &str) -> Result<Run, Problem> {
        let record = self.stored_run(id).await?;
        Ok(self.view(record))
    }

    /// How many runs are under way here.
    pub async fn live_runs(&self) -> Result<u32, Problem> {
        let shared = self.shared();
        shared.store.live_runs(shared.owner.id()).await
    }

    /// The path of a saved file that is still there.
    pub async fn saved_path(&self, id: &str) -> Result<PathBuf, Problem> {
        let record = self.stored_run(id).await?;
        if record.phase != Phase::Saved {
            return Err(ProblemKind::RunMissing.into());
        }
        let path = record.target.path;
        match tokio::fs::try_exists(&path).await {
            Ok(true) => Ok(path),
            _ => Err(ProblemKind::FileMoved.into()),
        }
    }

    /// Takes over the runs whose process is gone, and goes on with them.
    pub async fn adopt_runs(&self) -> Result<(), Problem> {
        let shared = self.shared();
        let me = shared.owner.id();
        for other in shared.store.other_owners(me).await? {
            let gone = Owner::is_gone(&shared.data_dir, &other)
                .map_err(|error| ProblemKind::DataFolder.because(error))?;
            if !gone {
                continue;
            }
            for record in shared.store.adopt_runs(&other, me).await? {
                let mut record = worker::recovered(record, shared.clock.now());
                if record.phase.ended()
                    && let Some(part) = record
                        .part
                        .take_if(|part| part.whole.is_none() && part.etag.is_none())
                {
                    file::remove(&part.path).await;
                }
                if let Some(part) = record.part.as_ref().filter(|_| needs_file(&record)) {
                    file::restore(&part.path).await;
                }
                self.mind(record);
            }
        }
        self.forget_lessons().await?;
        self.remove_strays().await?;
        Owner::tidy(&shared.data_dir).map_err(|error| ProblemKind::DataFolder.because(error))?;
        // Nobody can undo any more what an earlier start took off the list.
        self.forget_removed(Duration::ZERO).await
    }

    /// A path for a download, written down before there is a file: whoever comes after a process
    /// that was killed finds what it left.
    async fn path_for_download(&self, target: &Target) -> Result<PathBuf, Problem> {
        let path = file::path_for(target).await?;
        let shared = self.shared();
        shared
            .store
            .note_file(path.clone(), shared.owner.id())
            .await?;
        Ok(path)
    }

    /// Removes the hidden files of processes that are gone, but for those that a run still needs.
    async fn remove_strays(&self) -> Result<(), Problem> {
        let shared = self.shared();
        let me = shared.owner.id();
        for other in shared.store.other_file_owners(me).await? {
            let gone = Owner::is_gone(&shared.data_dir, &other)
                .map_err(|error| ProblemKind::DataFolder.because(error))?;
            if !gone {
                continue;
            }
            for stray in shared.store.adopt_files(&other, me).await? {
                file::remove(&stray).await;
                if !tokio::fs::try_exists(&stray).await.unwrap_or(true) {
                    shared.store.forget_file(stray).await?;
                }
            }
        }
        Ok(())
    }

    pub(crate) async fn stored_run(&self, id: &str) -> Result<RunRecord, Problem> {
        let found = self.shared().store.run(id).await?;
        found.ok_or_else(|| ProblemKind::RunMissing.into())
    }

    async fn go_on(&self, id: &str, target: Option<Target>) -> Result<Run, Problem> {
        let shared = self.shared();
        let _one_at_a_time = shared.going_on.lock().await;
        self.stop_watching(id).await?;
        let before = self.stored_run(id).await?;
        if !before.phase.ended() || before.phase == Phase::Saved {
            return Err(ProblemKind::RunMissing.into());
        }
        let mut record = before.clone();
        record.owner = shared.owner.id().to_owned();
        record.problem = None;
        if let Some(target) = target {
            record.target = target;
        }
        let mut kept = match record.part.take() {
            Some(part) => Some(file::verified(part).await?),
            None => None,
        };
        if let Some(joined) = &mut record.joined
            && let Some(lost) = file::first_lost(&joined.gathered).await?
        {
            // What came after it was of later parts, and so are the job and its download.
            for late in joined.gathered.split_off(lost) {
                file::remove(&late.path).await;
            }
            if let Some(part) = kept.take() {
                file::remove(&part.path).await;
            }
            record.job = None;
        }
        if record.joined.is_some() {
            let connection = self.connection(&record.request.connection_id).await?;
            record.account = connection.account();
        }
        let phase = if kept.as_ref().is_some_and(|part| part.whole.is_some()) {
            // Nothing more is asked of the service.
            Phase::Converting
        } else {
            let connection = self.connection(&record.request.connection_id).await?;
            record.account = connection.account();
            if record.job.is_some() {
                Phase::Waiting
            } else {
                self.check_export(&record.request).await?;
                Phase::Queued
            }
        };
        record.phase = phase;
        record.steps.push((phase, shared.clock.now()));
        let left = kept.as_ref().map(|part| part.path.clone());
        let path = self.path_for_download(&record.target).await?;
        let part = file::place(kept, path).await?;
        let left = left.filter(|left| *left != part.path);
        record.part = Some(part.clone());
        let stored = shared
            .store
            .revive_run(before.clone(), record.clone())
            .await;
        if !matches!(stored, Ok(true)) {
            if before.part.is_none_or(|before| before.path != part.path) {
                file::remove(&part.path).await;
            }
            stored?;
            return Err(ProblemKind::RunMissing.into());
        }
        if let Some(left) = left {
            file::remove(&left).await;
        }
        Ok(self.mind(record))
    }

    /// Has the worker of an ended run, which may still watch its job, leave it as it is.
    async fn stop_watching(&self, id: &str) -> Result<(), Problem> {
        if !self.stored_run(id).await?.phase.ended() {
            return Err(ProblemKind::RunMissing.into());
        }
        let watching = self.shared().workers().remove(id);
        if let Some(watching) = watching {
            watching.leave.cancel();
            let _ = watching.task.await;
        }
        Ok(())
    }

    /// Sets a worker on a run.
    fn mind(&self, record: RunRecord) -> Run {
        let shared = self.shared();
        let (cancel, leave) = (CancellationToken::new(), CancellationToken::new());
        let progress = Arc::new(Mutex::new(Progress::default()));
        let id = record.id.clone();
        let run = view(record.clone(), Progress::default());
        let worker = Worker::new(
            self.clone(),
            record,
            cancel.clone(),
            leave.clone(),
            Arc::clone(&progress),
        );
        let mut workers = shared.workers();
        let task = shared.tasks.spawn(worker.drive());
        workers.insert(
            id,
            Minded {
                cancel,
                leave,
                progress,
                task,
            },
        );
        run
    }

    pub(crate) fn view(&self, record: RunRecord) -> Run {
        let progress = self.shared().workers().get(&record.id).map(|minded| {
            *minded
                .progress
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
        });
        view(record, progress.unwrap_or_default())
    }
}

/// Removes the places of runs that are not started after all.
async fn discard(records: &[RunRecord]) {
    for part in records.iter().filter_map(|record| record.part.as_ref()) {
        file::remove(&part.path).await;
    }
}

fn period_parts(period: Period, zone: Tz, now: i64) -> Result<Vec<ResolvedPeriod>, Problem> {
    let parts = period::parts(period::fixed(period, zone, now)?, zone)?;
    parts
        .into_iter()
        .map(|part| period::resolve(part, zone, now))
        .collect()
}

/// Whether something that the service made is there to go on with.
fn resumable(record: &RunRecord) -> bool {
    let whole = record
        .part
        .as_ref()
        .is_some_and(|part| part.whole.is_some());
    let kept = whole || record.job.is_some() || !record.gathered().is_empty();
    record.phase != Phase::Saved && kept
}

/// Whether a run that goes on will write into the file of its download.
fn needs_file(record: &RunRecord) -> bool {
    matches!(
        record.phase,
        Phase::Queued | Phase::Creating | Phase::Waiting | Phase::Downloading
    )
}

/// A run for showing.
fn view(record: RunRecord, progress: Progress) -> Run {
    Run {
        resumable: resumable(&record),
        id: record.id,
        sequence: record.sequence,
        request: record.request,
        connection_name: record.connection_name,
        joined: record.joined.map(|joined| {
            let count = |parts: usize| u32::try_from(parts).unwrap_or(u32::MAX);
            let of = count(joined.periods.len());
            let number = if record.phase == Phase::Saved {
                of
            } else {
                count(joined.gathered.len() + 1)
            };
            JoinedParts { number, of }
        }),
        part: record.part_of,
        phase: record.phase,
        created_at: record.created_at,
        steps: record.steps,
        progress,
        file_name: file_name(&record.target.path),
        saved: record.saved,
        problem: record.problem,
    }
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Whether columns, people and the export's own choices can be meant, whatever the period and the connection.
pub(crate) fn check_choices(request: &ExportRequest) -> Result<(), Problem> {
    for (values, field) in [
        (&request.columns, Field::Columns),
        (&request.team_ids, Field::Teams),
        (&request.agent_ids, Field::Agents),
        (&request.options.work_queue_ids, Field::WorkQueues),
    ] {
        check_values(values, field)?;
    }
    if let Some(view) = &request.options.smart_view_id {
        check_values(std::slice::from_ref(view), Field::SmartView)?;
    }
    check_report(request)?;
    check_people(request)
}

/// Whether the export has what was chosen, and what it must have was chosen.
fn check_report(request: &ExportRequest) -> Result<(), Problem> {
    let report = request.report;
    let own = [
        (Choice::Teams, !request.team_ids.is_empty()),
        (Choice::Agents, !request.agent_ids.is_empty()),
        (Choice::IncludeDisabled, request.include_disabled),
    ];
    let own = own
        .into_iter()
        .filter_map(|(choice, made)| made.then_some(choice));
    let mut chosen = own.chain(request.options.chosen());
    if let Some(choice) = chosen.find(|choice| !report.has(*choice)) {
        return Err(invalid(choice.into(), FieldFault::NotInReport));
    }
    if report.has(Choice::Interval) && request.options.interval.is_none() {
        return Err(invalid(Field::Interval, FieldFault::Missing));
    }
    if request.delivery == Delivery::Joined && !reports::can_be_joined(request) {
        return Err(invalid(Field::Delivery, FieldFault::NotInReport));
    }
    let priorities = &request.options.priorities;
    if priorities.iter().any(|priority| *priority > 5) {
        return Err(invalid(Field::Priorities, FieldFault::Malformed));
    }
    if has_duplicates(priorities) {
        return Err(invalid(Field::Priorities, FieldFault::Taken));
    }
    Ok(())
}

/// Whether the service takes the interval for each of these periods.
fn check_interval(request: &ExportRequest, parts: &[ResolvedPeriod]) -> Result<(), Problem> {
    match request.options.interval {
        Some(interval) if !fits(interval, parts) => {
            Err(invalid(Field::Interval, FieldFault::NotForPeriod))
        }
        _ => Ok(()),
    }
}

fn fits(interval: Interval, parts: &[ResolvedPeriod]) -> bool {
    parts
        .iter()
        .all(|part| interval.fits(part.end - part.start))
}

fn check_values(values: &[String], field: Field) -> Result<(), Problem> {
    let fault = if values.len() > MOST_VALUES {
        FieldFault::TooLong
    } else if values.iter().any(|value| value.trim().is_empty()) {
        FieldFault::Missing
    } else if values.iter().any(|value| value.len() > LONGEST_VALUE) {
        FieldFault::TooLong
    } else if has_duplicates(values) {
        FieldFault::Taken
    } else {
        return Ok(());
    };
    Err(invalid(field, fault))
}

/// The service's ids of teams and work queues are numbers. What it does when teams and agents are given together
/// is documented nowhere.
fn check_people(request: &ExportRequest) -> Result<(), Problem> {
    let are_numbers = |ids: &[String]| {
        ids.iter()
            .all(|id| id.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let (field, fault) = if !are_numbers(&request.team_ids) {
        (Field::Teams, FieldFault::Malformed)
    } else if !are_numbers(&request.options.work_queue_ids) {
        (Field::WorkQueues, FieldFault::Malformed)
    } else if !request.team_ids.is_empty() && !request.agent_ids.is_empty() {
        (Field::Agents, FieldFault::NotTogether)
    } else {
        return Ok(());
    };
    Err(invalid(field, fault))
}

fn has_duplicates<T: Eq + std::hash::Hash>(values: &[T]) -> bool {
    let mut seen = std::collections::HashSet::new();
    !values.iter().all(|value| seen.insert(value))
}

fn invalid(field: Field, fault: FieldFault) -> Problem {
    ProblemKind::InvalidField { field, fault }.into()
}
