//! Makes the person's file of the download: checks it, converts it into a hidden file beside it, and
//! keeps the download until the run ends, so that whatever is cut off here can be done again.
//!
//! The first reading of a download begins while it still comes.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::sync::Arc;
use std::thread;

use export_formats::{
    Conversion, ConversionError, Fault, FaultKind, FileKind, Format, Joined, Outcome, Output,
    survey,
};
use tempfile::TempPath;
use tokio::sync::{oneshot, watch};

use super::arrival::{Arrival, Arriving};
use super::file::{self, Identity};
use super::recipe::{self, Plan};
use super::worker::Worker;
use crate::model::{DamageKind, FileFormat, Phase, Problem, ProblemKind, Progress};
use crate::pace::{Pace, Paced};
use crate::preview::Known;
use crate::store::{Gathered, MadeFile, Part, RunRecord, WholePart};

/// Work on a download that goes on, on a thread that may wait for disks and for bytes, until it is
/// told to stop.
pub(super) struct Making {
    arrival: Arc<Arrival>,
    told: watch::Receiver<Progress>,
    done: oneshot::Receiver<Result<Done, Trouble>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Making {
    fn start(record: &RunRecord, plan: Plan, arrival: Arc<Arrival>) -> Result<Making, Problem> {
        let part = record.part.clone().ok_or(ProblemKind::Internal)?;
        let (sender, told) = watch::channel(Progress::default());
        let (end, done) = oneshot::channel();
        let work = Work {
            part,
            earlier: record.gathered().to_vec(),
            plan,
            arrival: Arc::clone(&arrival),
            told: sender,
        };
        // A thread of the runtime's would be one that is expected to end, whatever the network does.
        let thread = thread::Builder::new()
            .name("making".into())
            // Nobody listens any more when the run was stopped.
            .spawn(move || drop(end.send(work.run())))
            .map_err(|error| ProblemKind::Internal.because(error))?;
        Ok(Making {
            arrival,
            told,
            done,
            thread: Some(thread),
        })
    }

    /// How much of the download it knows to be there.
    pub(super) fn arrival(&self) -> &Arc<Arrival> {
        &self.arrival
    }

    /// From now on the runtime has a task that ends with the work, so that time which is not the
    /// real one waits for it.
    fn expect_end(&mut self) {
        if let Some(thread) = self.thread.take() {
            tokio::task::spawn_blocking(move || thread.join());
        }
    }

    /// Tells the work to stop and waits until it has. What it made goes with it.
    pub(super) async fn stop(mut self) {
        self.expect_end();
        self.arrival.stop();
        let _ = (&mut self.done).await;
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        self.arrival.stop();
    }
}

/// What was done with a download.
struct Done {
    whole: WholePart,
    /// What is known of the file that becomes the person's.
    known: Option<Known>,
    made: Option<Made>,
}

/// The file that was made. It is removed unless somebody keeps it.
struct Made {
    path: TempPath,
    identity: Identity,
    outcome: Outcome,
}

/// Why nothing came of it.
struct Trouble {
    problem: Problem,
    /// The download is not what it should be, or is not there.
    download: bool,
    /// What was found out about the download all the same.
    whole: Option<WholePart>,
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Trouble {
            problem,
            download: false,
            whole: None,
        }
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        let what = match fault.kind() {
            FaultKind::Truncated => DamageKind::Truncated,
            FaultKind::Html => DamageKind::Html,
            FaultKind::NotUtf8 => DamageKind::NotUtf8,
            FaultKind::Malformed => DamageKind::Malformed,
            FaultKind::Io(error) => {
                return Trouble {
                    download: error.kind() == io::ErrorKind::NotFound,
                    ..Problem::of_file(error).into()
                };
            }
        };
        Trouble {
            download: true,
            ..ProblemKind::FileDamaged { what }.because(&fault).into()
        }
    }
}

impl Worker {
    /// Begins to make the file of a download of which so many bytes are there, or goes on with it
    /// when they follow those it knows of.
    pub(super) async fn make_meanwhile(&mut self, bytes: u64) -> Result<Arc<Arrival>, Problem> {
        if let Some(making) = &self.making
            && making.arrival().bytes() == bytes
        {
            return Ok(Arc::clone(making.arrival()));
        }
        self.stop_making().await;
        let arrival = Arc::new(Arrival::coming(bytes));
        if !self.one_by_one {
            let making = Making::start(&self.record, self.plan()?, Arc::clone(&arrival))?;
            self.making = Some(making);
        }
        Ok(arrival)
    }

    /// The next thing to do with the download, whole or still to come.
    fn plan(&self) -> Result<Plan, Problem> {
        let known = self.record.contents();
        let joined = self.record.joined.is_some();
        if joined && known.is_none() {
            return Ok(recipe::check());
        }
        let (request, asked_at) = (&self.record.request, self.record.created_at);
        recipe::plan(request, asked_at, known.as_ref(), joined)
    }

    /// Takes the next step from the download to the person's file. A download that is no export is
    /// fetched once more.
    pub(super) async fn make(&mut self) -> Result<(), Problem> {
        let part = self.part()?.clone();
        let known = self.record.contents();
        let done = match self.made_of(&part).await? {
            Ok(done) => done,
            Err(trouble) => return self.after(trouble, part).await,
        };
        self.record.part = Some(Part {
            whole: Some(done.whole),
            ..Part::empty(part.path)
        });
        if let Some(known) = done.known {
            self.engine.remember(&self.record.id, known).await;
        }
        if let Some(made) = done.made {
            let mut saved = match (self.record.request.file.format, known) {
                // Nothing was picked of it: it is what came.
                (FileFormat::Json, Some(known)) => {
                    recipe::saved_as_it_came(&self.record.request, &known)
                }
                _ => recipe::saved(&self.record.request, &made.outcome),
            };
            saved.bytes = made.identity.bytes;
            // From here on it belongs to the run's record.
            made.path
                .keep()
                .map_err(|error| Problem::of_file(&error.error))?;
            self.record.made = Some(MadeFile {
                mtime: made.identity.mtime,
                saved,
            });
        }
        self.store().await
    }

    /// Does the next thing with a download, or waits for what was begun, and tells how far it is.
    async fn made_of(&mut self, part: &Part) -> Result<Result<Done, Trouble>, Problem> {
        if self.making.is_none() {
            let arrival = match Arrival::of(&part.path) {
                Ok(arrival) => Arc::new(arrival),
                Err(error) => return Ok(Err(Fault::from(error).into())),
            };
            self.making = Some(Making::start(&self.record, self.plan()?, arrival)?);
        }
        let done = loop {
            let making = self.making.as_mut().ok_or(ProblemKind::Internal)?;
            making.expect_end();
            tokio::select! {
                done = &mut making.done => break done,
                Ok(()) = making.told.changed() => {
                    let now = *making.told.borrow_and_update();
                    self.set_progress(|progress| *progress = now);
                }
            }
        };
        self.making = None;
        done.map_err(|error| ProblemKind::Internal.because(error))
    }

    /// Fetches a download once more that is not what it should be.
    async fn after(&mut self, trouble: Trouble, part: Part) -> Result<(), Problem> {
        if trouble.download {
            self.record.part = Some(Part::empty(part.path));
            if self.damaged == 0 && self.record.job.is_some() {
                self.damaged += 1;
                return self.enter(Phase::Downloading).await;
            }
        } else if trouble.whole.is_some() {
            // It is worth keeping for another place.
            self.record.part = Some(Part {
                whole: trouble.whole,
                ..Part::empty(part.path)
            });
        }
        Err(trouble.problem)
    }
}

/// What is done on a thread of its own.
struct Work {
    part: Part,
    /// The parts of a joined file before this one.
    earlier: Vec<Gathered>,
    plan: Plan,
    arrival: Arc<Arrival>,
    told: watch::Sender<Progress>,
}

impl Work {
    fn run(self) -> Result<Done, Trouble> {
        // Some systems bring to the disk only what may be written to.
        let source = File::options()
            .read(true)
            .write(self.plan.output.is_none())
            .open(&self.part.path)
            .map_err(|error| Trouble::from(Fault::from(error)))?;
        let known = self.part.whole.as_ref();
        if let Some(known) = known
            && Identity::from(known) != self.arrival.identity().map_err(trouble)?
        {
            return Err(Trouble {
                download: true,
                ..ProblemKind::FileTrouble
                    .because("the download was changed")
                    .into()
            });
        }
        match &self.plan.output {
            None => {
                let (whole, known) = Pace::keep(&source, |pace| self.check(&source, Some(pace)))?;
                source.sync_all().map_err(trouble)?;
                Ok(Done {
                    whole,
                    known,
                    made: None,
                })
            }
            Some(output) => match self.make(&source, output.clone()) {
                Ok(mut made) => Ok(Done {
                    known: Known::of(made.outcome.index.take(), made.outcome.statistics.take()),
                    whole: match known {
                        Some(known) => known.clone(),
                        None => self.whole(recipe::contents(&made.outcome))?,
                    },
                    made: Some(made),
                }),
                Err(trouble) if trouble.download => Err(trouble),
                // What is wrong is the place, or the disk: is the download worth keeping?
                Err(trouble) => Err(Trouble {
                    whole: match known {
                        Some(known) => Some(known.clone()),
                        None => self.check(&source, None).ok().map(|(whole, _)| whole),
                    },
                    ..trouble
                }),
            },
        }
    }

    /// Reads the download to its last byte, and finds out what is in it when it is to be the file.
    fn check(
        &self,
        source: &File,
        mut pace: Option<Pace>,
    ) -> Result<(WholePart, Option<Known>), Trouble> {
        let told = |read| {
            if let Some(pace) = &mut pace {
                pace.reached(read);
            }
            self.tell(read, 0);
        };
        let arriving = Arriving::new(source, &self.arrival, told).map_err(trouble)?;
        if self.plan.readings > 1 || self.plan.output.is_some() {
            let contents = export_formats::inspect(Format::Json, arriving)?;
            return Ok((self.whole(contents)?, None));
        }
        let survey = survey(FileKind::Json, arriving, None)?;
        let known = Known::of(Some(survey.index), None);
        Ok((self.whole(survey.contents)?, known))
    }

    /// Makes the file of the download, or of those of all parts.
    fn make(&self, source: &File, output: Output) -> Result<Made, Trouble> {
        if self.earlier.is_empty() {
            let arriving = Arriving::new(source, &self.arrival, |_| {}).map_err(trouble)?;
            return self.convert(arriving, output);
        }
        let mut files = Vec::with_capacity(self.earlier.len() + 1);
        for part in &self.earlier {
            let file = File::open(&part.path).map_err(trouble)?;
            if Identity::of(&file).map_err(trouble)? != Identity::from(part) {
                let why = "the download of an earlier part was changed";
                return Err(ProblemKind::FileTrouble.because(why).into());
            }
            files.push(file);
        }
        files.push(source.try_clone().map_err(trouble)?);
        self.convert(Joined::new(files).map_err(trouble)?, output)
    }

    fn convert(&self, source: impl Read + Seek, output: Output) -> Result<Made, Trouble> {
        let path = file::made_path(&self.part.path);
        // An earlier process may have left one that is not whole.
        if let Err(error) = fs::remove_file(&path)
            && error.kind() != io::ErrorKind::NotFound
        {
            return Err(trouble(error));
        }
        let target = File::create_new(&path).map_err(trouble)?;
        let made = TempPath::try_from_path(&path).map_err(trouble)?;
        let paced = Paced::way_for(&output);
        let conversion = Conversion::new(output)
            .cancelled_by(self.arrival.stopped())
            .with_statistics(self.plan.statistics.clone())
            .on_progress(|progress| self.tell(progress.read, progress.total));
        let outcome = Pace::keep(&target, |pace| conversion.run(source, paced(&target, pace)));
        let outcome = outcome.map_err(|error| match error {
            ConversionError::Source(fault) => fault.into(),
            ConversionError::Target(error) => trouble(error),
            // Columns that the check of the request let pass, or nobody waits any more.
            other => ProblemKind::Internal.because(other).into(),
        })?;
        target.sync_all().map_err(trouble)?;
        drop(target);
        Ok(Made {
            identity: Identity::at(&path).map_err(trouble)?,
            path: made,
            outcome,
        })
    }

    /// Tells how far a reading is, of so many bytes at least: more may have come since it began.
    fn tell(&self, read: u64, bytes: u64) {
        let Plan {
            before, readings, ..
        } = self.plan;
        let bytes = bytes.max(self.arrival.bytes());
        // Nobody listens any more when the run was stopped.
        let _ = self.told.send(Progress {
            bytes: before * bytes + read,
            total_bytes: Some(readings * bytes),
            ..Progress::default()
        });
    }

    /// A download that was read to its last byte.
    fn whole(&self, contents: export_formats::Contents) -> Result<WholePart, Trouble> {
        let Identity { bytes, mtime } = self.arrival.identity().map_err(trouble)?;
        Ok(WholePart {
            bytes,
            mtime,
            contents,
        })
    }
}

fn trouble(error: io::Error) -> Trouble {
    Problem::of_file(&error).into()
}
