//! Makes the person's file of the download: checks it, converts it into a hidden file beside it, and
//! keeps the download until the run ends, so that whatever is cut off here can be done again.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use export_formats::{
    Conversion, ConversionError, Fault, FaultKind, FileKind, Format, Joined, Outcome, Output,
    survey,
};
use tempfile::TempPath;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::file::{self, Identity};
use super::recipe::{self, Plan};
use super::worker::Worker;
use crate::model::{DamageKind, FileFormat, Phase, Problem, ProblemKind, Progress};
use crate::preview::Known;
use crate::store::{Gathered, MadeFile, Part, WholePart};

/// Work on a download that goes on, on a thread that may wait for disks, until it is told to stop.
pub(super) struct Making {
    stop: Arc<AtomicBool>,
    task: JoinHandle<Result<Done, Trouble>>,
}

impl Making {
    /// Tells the work to stop and waits until it has. What it made goes with it.
    pub(super) async fn stop(self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = self.task.await;
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
    /// Takes the next step from the download to the person's file. A download that is no export is
    /// fetched once more.
    pub(super) async fn make(&mut self) -> Result<(), Problem> {
        let part = self.part()?.clone();
        let known = self.record.contents();
        let plan = match &self.record.joined {
            Some(_) if known.is_none() => recipe::check(),
            joined => {
                let (request, asked_at) = (&self.record.request, self.record.created_at);
                recipe::plan(request, asked_at, known.as_ref(), joined.is_some())?
            }
        };
        let done = match self.work_on(&part, plan).await? {
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

    /// Does one thing with a download, and tells how far it is.
    async fn work_on(&mut self, part: &Part, plan: Plan) -> Result<Result<Done, Trouble>, Problem> {
        let stop = Arc::new(AtomicBool::new(false));
        let (told, mut read) = watch::channel(Progress::default());
        let work = Work {
            part: part.clone(),
            earlier: self.record.gathered().to_vec(),
            stop: Arc::clone(&stop),
            told,
            plan,
        };
        let task = tokio::task::spawn_blocking(|| work.run());
        self.making = Some(Making { stop, task });
        let done = loop {
            let making = self.making.as_mut().ok_or(ProblemKind::Internal)?;
            tokio::select! {
                done = &mut making.task => break done,
                Ok(()) = read.changed() => {
                    let now = *read.borrow_and_update();
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

/// What is done on a thread that may wait for disks.
struct Work {
    part: Part,
    /// The parts of a joined file before this one.
    earlier: Vec<Gathered>,
    plan: Plan,
    stop: Arc<AtomicBool>,
    told: watch::Sender<Progress>,
}

impl Work {
    fn run(self) -> Result<Done, Trouble> {
        let source =
            File::open(&self.part.path).map_err(|error| Trouble::from(Fault::from(error)))?;
        let identity = Identity::of(&source).map_err(trouble)?;
        let known = self.part.whole.as_ref();
        if known.is_some_and(|whole| Identity::from(whole) != identity) {
            return Err(Trouble {
                download: true,
                ..ProblemKind::FileTrouble
                    .because("the download was changed")
                    .into()
            });
        }
        match &self.plan.output {
            None => {
                let (whole, known) = self.check(&source, identity)?;
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
                    whole: known
                        .cloned()
                        .unwrap_or_else(|| whole(identity, recipe::contents(&made.outcome))),
                    made: Some(made),
                }),
                Err(trouble) if trouble.download => Err(trouble),
                // What is wrong is the place, or the disk: is the download worth keeping?
                Err(trouble) => Err(Trouble {
                    whole: match known {
                        Some(known) => Some(known.clone()),
                        None => self.check(&source, identity).ok().map(|(whole, _)| whole),
                    },
                    ..trouble
                }),
            },
        }
    }

    /// Reads the download to its last byte, and finds out what is in it when it is to be the file.
    fn check(
        &self,
        mut source: &File,
        identity: Identity,
    ) -> Result<(WholePart, Option<Known>), Trouble> {
        source.rewind().map_err(trouble)?;
        let watched = Watched {
            source,
            read: 0,
            work: self,
            bytes: identity.bytes,
        };
        if self.plan.readings > 1 || self.plan.output.is_some() {
            let contents = export_formats::inspect(Format::Json, watched)?;
            return Ok((whole(identity, contents), None));
        }
        let survey = survey(FileKind::Json, watched, Some(&self.plan.statistics))?;
        let known = Known::of(Some(survey.index), survey.statistics);
        Ok((whole(identity, survey.contents), known))
    }

    /// Makes the file of the download, or of those of all parts.
    fn make(&self, source: &File, output: Output) -> Result<Made, Trouble> {
        if self.earlier.is_empty() {
            return self.convert(source, output);
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
        let outcome = Conversion::new(output)
            .cancelled_by(&self.stop)
            .with_statistics(self.plan.statistics.clone())
            .on_progress(|progress| self.tell(progress.read, progress.total))
            .run(source, &target)
            .map_err(|error| match error {
                ConversionError::Source(fault) => fault.into(),
                ConversionError::Target(error) => trouble(error),
                // Columns that the check of the request let pass, or nobody waits any more.
                other => ProblemKind::Internal.because(other).into(),
            })?;
        target.sync_all().map_err(trouble)?;
        drop(target);
        Ok(Made {
            identity: identity_at(&path).map_err(trouble)?,
            path: made,
            outcome,
        })
    }

    fn tell(&self, read: u64, bytes: u64) {
        let Plan {
            before, readings, ..
        } = self.plan;
        // Nobody listens any more when the run was stopped.
        let _ = self.told.send(Progress {
            bytes: before * bytes + read,
            total_bytes: Some(readings * bytes),
            ..Progress::default()
        });
    }
}

/// A download that is being checked.
struct Watched<'a> {
    source: &'a File,
    read: u64,
    bytes: u64,
    work: &'a Work,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.work.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other("stopped"));
        }
        let read = self.source.read(buffer)?;
        self.read += read as u64;
        self.work.tell(self.read, self.bytes);
        Ok(read)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}

fn whole(identity: Identity, contents: export_formats::Contents) -> WholePart {
    WholePart {
        bytes: identity.bytes,
        mtime: identity.mtime,
        contents,
    }
}

fn identity_at(path: &Path) -> io::Result<Identity> {
    Identity::of(&File::open(path)?)
}

fn trouble(error: io::Error) -> Trouble {
    Problem::of_file(&error).into()
}
