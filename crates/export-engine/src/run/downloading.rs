//! Brings the file from the service to the disk, where it is read meanwhile.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use care_api::{Client, ErrorKind, Job, Kept};

use super::file::{self, Writer};
use super::patience::{Failures, UNDER_WAY};
use super::worker::Worker;
use crate::budget::Asking;
use crate::model::{
    DamageKind, NetworkFault, Phase, Problem, ProblemKind, Progress, UnexpectedKind,
};
use crate::service::Passing;

impl Worker {
    /// Brings the file to the disk, going on from what is there when it still is the same file.
    pub(super) async fn download(&mut self) -> Result<(), Problem> {
        let client = self.client().await?;
        let shared = Arc::clone(self.shared());
        let path = self.part()?.path.clone();
        let mut failures = Failures::new(UNDER_WAY);
        loop {
            let before = file::length(&path).await;
            let job = self.current_job()?;
            shared
                .budget
                .request(&self.record.account, Asking::Download)
                .await?;
            match self.receive(&client, &job, &path).await {
                Ok(()) => {
                    self.forget_progress();
                    return self.enter(Phase::Converting).await;
                }
                Err(Broken::Disk(problem)) => {
                    if self.making.is_none() {
                        return Err(problem);
                    }
                    // What is being made of it takes room that the download may need.
                    self.stop_making().await;
                    self.one_by_one = true;
                }
                Err(Broken::Service(error)) => {
                    if file::length(&path).await > before {
                        // It came further: however often it breaks, it will arrive.
                        failures = Failures::new(UNDER_WAY);
                    }
                    if no_part_for(&error) {
                        self.start_over()?;
                    }
                    let paused = self.pause_after(&error, &mut failures).await;
                    paused.map_err(page_for_file)?;
                }
                Err(Broken::Crawl) => {
                    // Never counted as progress, or a trickle would be waited for for ever.
                    let waiting = Passing::Wait(None);
                    let again = failures.pause(waiting, shared.clock.now(), shared.random());
                    let Some(pause) = again else {
                        let fault = NetworkFault::Timeout;
                        return Err(ProblemKind::Network { fault }.because("the file hardly comes"));
                    };
                    shared.clock.sleep(pause).await;
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
        let clock = Arc::clone(&self.shared().clock);
        let asked = async {
            match &kept {
                Some(kept) => client.download_rest(job, kept).await,
                None => client.download(job).await,
            }
        };
        let mut body = tokio::select! {
            answer = asked => answer.map_err(Broken::Service)?,
            () = clock.sleep(LONGEST_OPENING) => return Err(Broken::Crawl),
        };
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
        let arrival = self.make_meanwhile(bytes).await.map_err(Broken::Disk)?;
        let writer = Writer::start(path, Arc::clone(&arrival)).await;
        let mut writer = writer.map_err(Broken::Disk)?;
        // Written down when what the file held of another version is gone, and before any of this.
        self.set_etag(etag).await.map_err(Broken::Disk)?;
        let mut pace = Pace::since(clock.now());
        let end = loop {
            match body.chunk().await {
                Ok(Some(chunk)) => {
                    bytes += chunk.len() as u64;
                    writer.write(&chunk).await.map_err(Broken::Disk)?;
                    self.set_progress(|progress| progress.bytes = bytes);
                    if pace.crawls(chunk.len(), clock.now()) {
                        break Err(Broken::Crawl);
                    }
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
        let identity = file::identity(path).await.map_err(Broken::Disk)?;
        arrival.complete(identity);
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
    pub(super) fn start_over(&mut self) -> Result<(), Problem> {
        let part = self.record.part.as_mut().ok_or(ProblemKind::Internal)?;
        part.etag = None;
        Ok(())
    }
}

/// How long it may take until a file begins to come, with all the redirects to it.
const LONGEST_OPENING: Duration = Duration::from_secs(5 * 60);
/// A file of which fewer bytes come in [`PACE`] hardly comes at all: no network that people use is so slow.
const SLOWEST: usize = 10_000;
/// In milliseconds.
const PACE: i64 = 2 * 60 * 1000;

/// How fast a file comes: there is no limit on a whole download, but one on a trickle.
struct Pace {
    since: i64,
    bytes: usize,
}

impl Pace {
    fn since(now: i64) -> Self {
        Pace {
            since: now,
            bytes: 0,
        }
    }

    /// Whether hardly anything came lately, now that so many bytes did. A clock that was set back begins anew.
    fn crawls(&mut self, bytes: usize, now: i64) -> bool {
        self.bytes = self.bytes.saturating_add(bytes);
        if (0..PACE).contains(&(now - self.since)) {
            return false;
        }
        let crawls = now > self.since && self.bytes < SLOWEST;
        *self = Pace::since(now);
        crawls
    }
}

/// Why a download stopped.
enum Broken {
    Service(care_api::Error),
    Disk(Problem),
    /// It came by drops.
    Crawl,
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
