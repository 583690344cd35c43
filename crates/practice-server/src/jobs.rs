//! Exports from creation to their end: who runs, who waits, who is turned away. Time is whatever the caller says it is.

use std::fmt;
use std::sync::{Arc, OnceLock};

use axum::body::Bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::config::Limits;
use crate::draw::Draw;
use crate::export::Export;

/// What the service says when a user asks for too many exports.
pub(crate) const TOO_MANY: &str = "User is attempting to run too many exports.";

/// How an export is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Waits for a running one to end; the service reports it as `RUNNING`.
    Queued,
    /// Runs.
    Running,
    /// Ended with a file.
    Completed,
    /// Ended without one.
    Failed {
        /// Why, when the service says so.
        reason: Option<String>,
    },
}

/// An export as the service remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRecord {
    /// The type of its report.
    pub report: &'static str,
    /// The first half of its identity.
    pub workflow_id: String,
    /// The second half: base64, with `/`, `+` and `=` in it.
    pub run_id: String,
    /// How it is doing at the moment of asking.
    pub state: JobState,
    /// The parameters in the order they were sent, decoded, without `companyKey`.
    pub parameters: Vec<(String, String)>,
    /// When it was created, in UTC milliseconds by the service's clock.
    pub created_at: i64,
    /// When it began to run.
    pub started_at: Option<i64>,
    /// When it ended, well or badly.
    pub ended_at: Option<i64>,
}

/// How a job is going to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Completes,
    /// After so many milliseconds, whatever the others take.
    CompletesAfter(i64),
    Fails(Option<String>),
    Never,
}

/// One export.
#[derive(Clone)]
pub(crate) struct Job {
    /// Counted from 0; the service's oddities vary with it.
    pub(crate) number: u64,
    pub(crate) record: JobRecord,
    /// The `analyticsAccessToken` of this job.
    pub(crate) token: String,
    pub(crate) export: Arc<Export>,
    /// The file, once someone has asked for it.
    pub(crate) file: Arc<OnceLock<Bytes>>,
    /// Rows the file will have, as the status counts them.
    pub(crate) rows: u64,
    ending: Ending,
    run_ms: i64,
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("record", &self.record)
            .finish_non_exhaustive()
    }
}

impl Job {
    fn ends_at(&self) -> Option<i64> {
        match (&self.record.state, &self.ending) {
            (
                JobState::Running,
                Ending::Completes | Ending::CompletesAfter(_) | Ending::Fails(_),
            ) => self.record.started_at.map(|start| start + self.run_ms),
            _ => None,
        }
    }

    /// Rows done by `now`, for the status.
    pub(crate) fn rows_done(&self, now: i64) -> u64 {
        match (&self.record.state, self.record.started_at) {
            (JobState::Completed, _) => self.rows,
            (JobState::Running, Some(start)) => {
                let ran = (now - start).max(0) as f64;
                let part = (ran / self.run_ms.max(1) as f64).min(0.99);
                (self.rows as f64 * part) as u64
            }
            _ => 0,
        }
    }
}

/// All exports ever created.
#[derive(Debug)]
pub(crate) struct Jobs {
    seed: u64,
    run_ms: (i64, i64),
    limits: Limits,
    jobs: Vec<Job>,
}

impl Jobs {
    /// `run_ms` are the shortest and the longest run time in milliseconds.
    pub(crate) fn new(seed: u64, run_ms: (i64, i64), limits: Limits) -> Self {
        Self {
            seed,
            run_ms,
            limits,
            jobs: Vec::new(),
        }
    }

    /// Takes an export in: it runs, waits, or is turned away.
    pub(crate) fn create(
        &mut self,
        now: i64,
        export: Export,
        parameters: Vec<(String, String)>,
        rows: u64,
        ending: Ending,
        turned_away: bool,
    ) -> &Job {
        self.advance(now);
        let number = self.jobs.len() as u64;
        let mut draw = Draw::new(&[self.seed, 0x10B, number]);
        let full = self.limits.queued.is_some_and(|most| {
            self.count(&JobState::Running) >= self.limits.slots()
                && self.count(&JobState::Queued) >= most as usize
        });
        let turned_away = turned_away || full;
        let state = if turned_away {
            JobState::Failed {
                reason: Some(TOO_MANY.into()),
            }
        } else {
            JobState::Queued
        };
        let spread = self.run_ms.1 - self.run_ms.0 + 1;
        let drawn = |draw: &mut Draw| draw.below(spread.max(1) as u64) as i64;
        self.jobs.push(Job {
            number,
            record: JobRecord {
                report: export.report.kind,
                workflow_id: workflow_id(&mut draw, export.report.kind),
                run_id: run_id(&mut draw),
                state,
                parameters,
                created_at: now,
                started_at: None,
                ended_at: turned_away.then_some(now),
            },
            token: format!("{:016x}{:016x}", draw.next(), draw.next()),
            export: Arc::new(export),
            file: Arc::default(),
            rows,
            run_ms: match ending {
                Ending::CompletesAfter(ms) => ms,
                _ => self.run_ms.0 + drawn(&mut draw),
            },
            ending,
        });
        self.advance(now);
        &self.jobs[number as usize]
    }

    /// The job of these ids, as it is at `now`.
    pub(crate) fn find(&mut self, now: i64, workflow_id: &str, run_id: &str) -> Option<&Job> {
        self.advance(now);
        self.jobs
            .iter()
            .find(|job| job.record.workflow_id == workflow_id && job.record.run_id == run_id)
    }

    pub(crate) fn records(&mut self, now: i64) -> Vec<JobRecord> {
        self.advance(now);
        self.jobs.iter().map(|job| job.record.clone()).collect()
    }

    fn count(&self, state: &JobState) -> usize {
        self.jobs
            .iter()
            .filter(|job| job.record.state == *state)
            .count()
    }

    /// Lets everything happen that was due by `now`, in the order in which it was due.
    fn advance(&mut self, now: i64) {
        let mut moment = None;
        loop {
            while self.count(&JobState::Running) < self.limits.slots() {
                let Some(next) = self
                    .jobs
                    .iter_mut()
                    .find(|job| job.record.state == JobState::Queued)
                else {
                    break;
                };
                let created = next.record.created_at;
                next.record.started_at =
                    Some(moment.map_or(created, |freed: i64| freed.max(created)));
                next.record.state = JobState::Running;
            }
            let due = self
                .jobs
                .iter_mut()
                .filter_map(|job| {
                    job.ends_at()
                        .filter(|end| *end <= now)
                        .map(|end| (end, job))
                })
                .min_by_key(|(end, job)| (*end, job.number));
            let Some((end, job)) = due else { return };
            job.record.ended_at = Some(end);
            job.record.state = match &job.ending {
                Ending::Fails(reason) => JobState::Failed {
                    reason: reason.clone(),
                },
                Ending::Completes | Ending::CompletesAfter(_) | Ending::Never => {
                    JobState::Completed
                }
            };
            moment = Some(end);
        }
    }
}

fn workflow_id(draw: &mut Draw, kind: &str) -> String {
    let (high, low) = (draw.next(), draw.next());
    let kind = kind.replace('_', "-");
    format!(
        "{kind}-report-{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

/// 32 bytes in base64: ends in `=`, and has `+` and `/` somewhere because three of the bytes see to it.
fn run_id(draw: &mut Draw) -> String {
    let mut bytes = [0u8; 32];
    for chunk in bytes.chunks_mut(8) {
        chunk.copy_from_slice(&draw.next().to_be_bytes());
    }
    let group = draw.below(10) as usize * 3;
    bytes[group..group + 3].copy_from_slice(&[0xfb, 0xff, 0xbe]);
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::Company;
    use crate::report;

    fn jobs(limits: Limits) -> Jobs {
        Jobs::new(1, (1000, 1000), limits)
    }

    fn create(jobs: &mut Jobs, now: i64, ending: Ending) -> (String, String) {
        let export = Export::read(
            report::find("user").expect("a report"),
            &["startTime", "endTime"].map(|name| (name.to_owned(), "0".to_owned())),
            now,
            &Limits::none(),
            &Company::new(1, 0, 0, 0),
        );
        let export = export.expect("valid");
        let job = jobs.create(now, export, vec![], 100, ending, false);
        (job.record.workflow_id.clone(), job.record.run_id.clone())
    }

    fn states(jobs: &mut Jobs, now: i64) -> Vec<JobState> {
        jobs.records(now)
            .into_iter()
            .map(|record| record.state)
            .collect()
    }

    #[test]
    fn two_run_five_wait_and_the_eighth_is_turned_away() {
        let mut jobs = jobs(Limits::default());
        for _ in 0..8 {
            create(&mut jobs, 0, Ending::Completes);
        }
        let states = states(&mut jobs, 0);
        assert_eq!(states[..2], [JobState::Running, JobState::Running]);
        assert!(states[2..7].iter().all(|state| *state == JobState::Queued));
        assert_eq!(
            states[7],
            JobState::Failed {
                reason: Some(TOO_MANY.into())
            }
        );
    }

    #[test]
    fn a_waiting_job_starts_when_a_running_one_ends_however_late_one_looks() {
        let mut jobs = jobs(Limits::default());
        for _ in 0..5 {
            create(&mut jobs, 0, Ending::Completes);
        }
        let records = jobs.records(10_000);
        let starts: Vec<_> = records.iter().map(|record| record.started_at).collect();
        assert_eq!(
            starts,
            [Some(0), Some(0), Some(1000), Some(1000), Some(2000)]
        );
        assert!(
            records
                .iter()
                .all(|record| record.state == JobState::Completed)
        );
        assert_eq!(records[4].ended_at, Some(3000));
    }

    #[test]
    fn a_job_takes_the_time_that_it_was_given() {
        let mut jobs = jobs(Limits::default());
        create(&mut jobs, 0, Ending::CompletesAfter(90_000));
        create(&mut jobs, 0, Ending::Completes);
        let ends = jobs.records(100_000).into_iter();
        let ends: Vec<_> = ends.map(|record| record.ended_at).collect();
        assert_eq!(ends, [Some(90_000), Some(1_000)]);
    }

    #[test]
    fn a_job_that_never_ends_keeps_its_place() {
        let mut jobs = jobs(Limits {
            running: Some(1),
            ..Limits::default()
        });
        create(&mut jobs, 0, Ending::Never);
        create(&mut jobs, 0, Ending::Completes);
        assert_eq!(
            states(&mut jobs, i64::MAX / 2),
            [JobState::Running, JobState::Queued]
        );
    }

    #[test]
    fn colleagues_take_from_the_companys_share() {
        let mut jobs = jobs(Limits {
            running_by_others: 3,
            ..Limits::default()
        });
        create(&mut jobs, 0, Ending::Completes);
        create(&mut jobs, 0, Ending::Completes);
        assert_eq!(states(&mut jobs, 0), [JobState::Running, JobState::Queued]);
    }

    #[test]
    fn run_ids_hold_what_must_be_escaped_and_no_two_are_alike() {
        let mut jobs = jobs(Limits::none());
        let ids: std::collections::HashSet<_> = (0..200)
            .map(|_| create(&mut jobs, 0, Ending::Completes))
            .collect();
        assert_eq!(ids.len(), 200);
        for (_, run_id) in ids {
            assert!(
                ['/', '+', '='].iter().all(|sign| run_id.contains(*sign)),
                "{run_id}"
            );
        }
    }

    #[test]
    fn a_failing_job_fails_when_its_time_is_up() {
        let mut jobs = jobs(Limits::none());
        create(&mut jobs, 0, Ending::Fails(Some("why".into())));
        assert_eq!(states(&mut jobs, 999), [JobState::Running]);
        assert_eq!(
            states(&mut jobs, 1000),
            [JobState::Failed {
                reason: Some("why".into())
            }]
        );
    }
}
