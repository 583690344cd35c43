//! Has the service make the export: its place among the running jobs, then the one request that can't
//! be taken back.

use std::sync::Arc;
use std::time::Duration;

use care_api::{Export, Format, Job, Status, Zone};

use super::patience::{self, AT_FIRST, Failures};
use super::worker::Worker;
use crate::budget::{Asking, RUNNING_JOBS};
use crate::model::{Phase, Problem, ProblemKind};
use crate::owner::Owner;
use crate::period;
use crate::service::{self, Asked, Passing};
use crate::store::{Claim, Joined, Remote};
use crate::zones;

/// How often the first in line looks whether another process gave a job's place back.
const PLACE_EVERY: Duration = Duration::from_secs(2);
/// How often the others look whether they are first now, should nobody have told them.
const LINE_EVERY: Duration = Duration::from_secs(60);

impl Worker {
    /// Waits for a job's place on the account, takes it, and waits for the turn of its request.
    pub(super) async fn claim(&mut self) -> Result<(), Problem> {
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
                let first = shared.looked_at();
                let claim = shared.store.claim_job(record.clone(), RUNNING_JOBS, first);
                let pause = match claim.await? {
                    Claim::Taken => break,
                    Claim::Behind => LINE_EVERY,
                    Claim::Full if self.free_places_of_the_gone().await? => {
                        looks += 1;
                        patience::between_polls(looks, shared.random())
                    }
                    Claim::Full => PLACE_EVERY,
                };
                tokio::select! {
                    () = ended => {}
                    () = shared.clock.sleep(pause) => {}
                }
            }
            self.record = record;
            // Whoever is next in line is first now.
            shared.job_ended.notify_waiters();
        }
        self.client().await?;
        shared
            .budget
            .request(&self.record.account, Asking::Creation)
            .await?;
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
                    let age = Some(shared.clock.now() - other.created_at);
                    let asking = Asking::Look { age };
                    shared.budget.request(&self.record.account, asking).await?;
                    match client.status(&job).await {
                        Ok(status) => matches!(status, Status::Running { .. }),
                        Err(error) => service::passing(&error, shared.clock.now()).is_some(),
                    }
                }
                // Nothing is known by which it could be watched.
                _ => false,
            };
            let patient = shared.clock.now() - other.created_at < shared.job_patience().await?;
            if !(running && patient) {
                shared.store.free_place(&other.id).await?;
                shared.job_ended.notify_waiters();
            }
        }
        Ok(any)
    }

    /// Has the service make the export. There is no way to take a creation back or to recognise
    /// one that was sent twice, so only one that certainly was not accepted is sent again.
    pub(super) async fn create(&mut self) -> Result<(), Problem> {
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

    /// The request in the service's terms.
    async fn export(&self) -> Result<Export, Problem> {
        let request = &self.record.request;
        let zone = period::zone(&request.time_zone)?;
        let part = self.record.joined.as_ref().and_then(Joined::period);
        let period = part.unwrap_or(request.period);
        let resolved = period::resolve(period, zone, self.shared().clock.now())?;
        let mut failures = Failures::new(AT_FIRST);
        let known = loop {
            match self
                .engine
                .ask_service_zones(&request.connection_id)
                .await?
            {
                Ok(names) => break zones::service_id(&request.time_zone, &names),
                Err(error) => self.pause_after(&error, &mut failures).await?,
            }
        };
        let zone = match known {
            Some(name) => Zone::Named(name),
            None => match period::offset_millis_at(resolved.start, zone)? {
                0 => Zone::Utc,
                offset => Zone::OffsetMillis(offset),
            },
        };
        Ok(Export {
            report: request.report,
            start: resolved.start,
            // The last included moment: what the service does with an end that begins the next
            // interval is not known, but it counts that interval when it divides the period.
            end: resolved.end - 1,
            // The service's CSV lacks columns and has an order of its own: files are made here.
            format: Format::Json,
            columns: request.columns.clone(),
            locale: request.locale,
            team_ids: request.team_ids.clone(),
            agent_ids: request.agent_ids.clone(),
            include_disabled: request.include_disabled,
            options: request.options.clone(),
            zone,
        })
    }
}
