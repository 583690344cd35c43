//! `care-export run`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use export_engine::{
    Connection, Delivery, Engine, EngineConfig, EngineEvent, ExportRequest, FileOptions, Password,
    Period, Phase, Problem, ProblemKind, ReportOptions, Run, SavedFile, Target, default_data_dir,
    system_time_zone, time_zone_named,
};
use practice_server::PracticeConfig;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::progress::Reporter;
use crate::{file, password, period, presets, words};

/// What became of an export: of each of its parts, when it had to be split.
#[derive(Default)]
struct Outcome {
    saved: Vec<(SavedFile, PathBuf)>,
    /// Why the first part without a file has none.
    failure: Option<Failure>,
}

/// Makes an export and prints the path of its file.
pub(crate) async fn run(
    command: arguments::Run,
    data_dir: Option<PathBuf>,
    verbose: bool,
) -> Result<(), Exit> {
    let mut reporter = Reporter::new(command.progress);
    match export(command, data_dir, &mut reporter).await {
        Ok(Outcome { saved, failure }) => {
            for (file, path) in saved {
                reporter.saved(&file, &path);
                print_path(&path);
            }
            match failure {
                Some(failure) => Err(reporter.failed(failure, verbose)),
                None => Ok(()),
            }
        }
        Err(failure) => Err(reporter.failed(failure, verbose)),
    }
}

/// The engine of a folder. It minds only the runs that are started here: others belong to the app.
pub(crate) async fn open(data_dir: Option<PathBuf>) -> Result<Engine, Problem> {
    let data_dir = data_dir
        .or_else(default_data_dir)
        .ok_or_else(|| ProblemKind::DataFolder.because("there is no home folder"))?;
    Engine::open(EngineConfig::system(data_dir)).await
}

/// Opens the engine, and says what a person should know of its data.
pub(crate) async fn open_and_say(data_dir: Option<PathBuf>) -> Result<Engine, Problem> {
    let engine = open(data_dir).await?;
    if let Some(notice) = engine.put_aside() {
        for sentence in words::notice(&notice.what) {
            eprintln!("{sentence}");
        }
    }
    Ok(engine)
}

async fn export(
    command: arguments::Run,
    data_dir: Option<PathBuf>,
    reporter: &mut Reporter,
) -> Result<Outcome, Failure> {
    let mut interrupt = Interrupt::listen()?;
    let password = password::from_variable()?;
    // What can be told wrong before the engine is opened is.
    let draft = match command.preset {
        Some(_) => None,
        None => Some(Draft::new(&command)?),
    };
    let engine = open(data_dir).await?;
    if let Some(notice) = engine.put_aside() {
        reporter.notice(notice);
    }
    if let Some(hours) = command.job_patience {
        engine.be_patient(hours);
    }
    let result = async {
        let mut events = engine.events();
        let runs = match draft {
            Some(draft) => start(&engine, draft, command, password).await?,
            None => start_preset(&engine, &command, password).await?,
        };
        let mut outcome = Outcome::default();
        for run in runs {
            let request = run.request.clone();
            match follow(&engine, run, &mut events, &mut interrupt, reporter).await {
                Ok(saved) => {
                    outcome.saved.push(saved);
                    // The zones were asked for already; where they can't be had again there is no more to say.
                    if let Ok(Some(offset)) = engine.time_zone_as_offset(&request).await {
                        reporter.zone_as_offset(&request.time_zone, offset);
                    }
                }
                Err(failure) => {
                    outcome.failure.get_or_insert(failure);
                }
            }
        }
        Ok(outcome)
    };
    let result = result.await;
    engine.close().await;
    result
}

async fn start(
    engine: &Engine,
    draft: Draft,
    command: arguments::Run,
    password: Option<Password>,
) -> Result<Vec<Run>, Failure> {
    let connection = match account(engine, &command).await? {
        Some(connection) => connection,
        None => return Err(ProblemKind::ConnectionMissing.into()),
    };
    use_password(engine, &connection, password);
    let target = draft.target.clone();
    let split = command.split;
    let request = draft.request(connection.id, command);
    Ok(if split {
        engine.start_runs(request, target).await?
    } else {
        vec![engine.start_run(request, target).await?]
    })
}

async fn start_preset(
    engine: &Engine,
    command: &arguments::Run,
    password: Option<Password>,
) -> Result<Vec<Run>, Failure> {
    let which = command.preset.as_deref().unwrap_or_default();
    let mut preset = presets::find(engine, which, command.preset_name.as_deref()).await?;
    let connection = match account(engine, command).await? {
        Some(connection) => connection,
        None => presets::connection_of(engine, &preset).await?,
    };
    use_password(engine, &connection, password);
    preset.export.connection_id = connection.id;
    preset.connection_name = connection.name;
    let plan = engine.plan(preset).await?;
    let target =
        presets::target(engine, &plan, command.output.as_deref(), command.overwrite).await?;
    Ok(engine.run_preset(plan, target).await?)
}

/// Signs in with this password. That of the app's practice company is no secret, and kept nowhere.
fn use_password(engine: &Engine, connection: &Connection, password: Option<Password>) {
    let known = || PracticeConfig::default().password;
    let practice = connection.practice.then(|| Password::from(known()));
    if let Some(password) = password.or(practice) {
        engine.use_password(&connection.id, password);
    }
}

/// What can be told wrong before the engine is opened.
struct Draft {
    target: Target,
    period: Period,
    time_zone: String,
    file: FileOptions,
}

impl Draft {
    fn new(command: &arguments::Run) -> Result<Self, Failure> {
        let period = match (command.period, command.from, command.to) {
            (Some(rule), _, _) => Period::Rule {
                rule,
                week_start: command.week_start,
            },
            (None, Some(from), Some(to)) => {
                period::period(from, to).map_err(|what| Failure::Usage(what.to_owned()))?
            }
            _ => return Err(Failure::Usage("Give --from and --to, or --period".into())),
        };
        let time_zone = match &command.time_zone {
            // What is no zone is told by the engine.
            Some(name) => Some(time_zone_named(name).unwrap_or_else(|| name.clone())),
            None => system_time_zone(),
        };
        let time_zone = time_zone.ok_or_else(|| {
            Failure::Usage(
                "The computer's time zone is not known: give one with --time-zone".into(),
            )
        })?;
        let output = command.output.as_deref().unwrap_or(Path::new(""));
        Ok(Draft {
            target: Target {
                path: std::path::absolute(output)
                    .map_err(|error| ProblemKind::FileNameInvalid.because(error))?,
                overwrite: command.overwrite,
            },
            period,
            time_zone,
            file: file::options(command, output)?,
        })
    }

    fn request(self, connection_id: String, command: arguments::Run) -> ExportRequest {
        ExportRequest {
            connection_id,
            report: command.report,
            period: self.period,
            time_zone: self.time_zone,
            locale: command.locale,
            team_ids: command.teams,
            agent_ids: command.agents,
            include_disabled: command.include_disabled,
            options: ReportOptions {
                business_hours: command.business_hours.map(Into::into).unwrap_or_default(),
                priorities: command.priorities,
                smart_view_id: command.smart_view,
                work_queue_ids: command.work_queues,
                raise_limit: command.raise_limit,
                conversations: command.conversations.map(Into::into).unwrap_or_default(),
                interval: command.interval,
            },
            columns: command.columns,
            delivery: if command.join {
                Delivery::Joined
            } else {
                Delivery::Parts
            },
            file: self.file,
        }
    }
}

/// The account that the arguments name, if they do.
async fn account(engine: &Engine, command: &arguments::Run) -> Result<Option<Connection>, Problem> {
    if let (Some(url), Some(company_key), Some(user)) =
        (&command.url, &command.company_key, &command.user)
    {
        return engine.use_account(url, company_key, user).await.map(Some);
    }
    match &command.connection {
        Some(name) => named(engine, name).await.map(Some),
        None => Ok(None),
    }
}

/// The connection of a name.
pub(crate) async fn named(engine: &Engine, name: &str) -> Result<Connection, Problem> {
    let connections = engine.connections().await?;
    let found = connections.into_iter().find(|one| one.name == name);
    found.ok_or_else(|| ProblemKind::ConnectionMissing.into())
}

/// How often a run is looked at that tells nothing: the app may have taken it over, and events stay in a process.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Watches a run to its end; an interrupt cancels it.
async fn follow(
    engine: &Engine,
    mut run: Run,
    events: &mut Receiver<EngineEvent>,
    interrupt: &mut Interrupt,
    reporter: &mut Reporter,
) -> Result<(SavedFile, PathBuf), Failure> {
    // A part's turn comes after the one before it, and it may have moved since it was started.
    if run.part.is_some() {
        run = engine.run(&run.id).await?;
    }
    let mut cancelling = false;
    while !run.phase.ended() {
        reporter.show(&run);
        tokio::select! {
            () = interrupt.wait(), if !cancelling => {
                cancelling = true;
                run = cancel(engine, &run.id).await?;
            }
            () = tokio::time::sleep(LOOK_EVERY) => run = engine.run(&run.id).await?,
            event = events.recv() => match event {
                Ok(EngineEvent::Run { run: now }) if now.id == run.id => run = *now,
                Ok(EngineEvent::Progress { run_id, phase, progress }) if run_id == run.id => {
                    run.phase = phase;
                    run.progress = progress;
                }
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => run = engine.run(&run.id).await?,
                Err(RecvError::Closed) => return Err(ProblemKind::Internal.because("the engine stopped").into()),
            }
        }
    }
    match (run.phase, run.saved) {
        (Phase::Saved, Some(file)) => Ok((file, engine.saved_path(&run.id).await?)),
        (Phase::Cancelled, _) => Err(Failure::Cancelled),
        _ => Err(run
            .problem
            .unwrap_or_else(|| ProblemKind::Internal.into())
            .into()),
    }
}

/// Cancels a run, unless it came to its end just now, and says how it is.
async fn cancel(engine: &Engine, id: &str) -> Result<Run, Problem> {
    match engine.cancel_run(id).await {
        Ok(()) => {}
        Err(problem) if problem.kind == ProblemKind::RunMissing => {}
        Err(problem) => return Err(problem),
    }
    engine.run(id).await
}

/// Prints the path byte for byte. The file is saved, whether or not anybody reads where.
pub(crate) fn print_path(path: &Path) {
    let mut line = path.as_os_str().as_encoded_bytes().to_vec();
    line.push(b'\n');
    let mut output = io::stdout().lock();
    if output
        .write_all(&line)
        .and_then(|()| output.flush())
        .is_err()
    {
        eprintln!("The file is saved: {}", path.display());
    }
}
