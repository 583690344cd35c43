//! The process that is killed: an engine on a data folder, and what it is to do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use export_engine::{
    Conversations, Delivery, Engine, EngineConfig, ExportRequest, FileFormat, FileOptions,
    Keychain, KeychainError, Password, Period, Phase, Problem, ProblemKind, Report, ReportOptions,
    Run, RunQuery, Target, Watch,
};
use rustix::process::{Signal, getpid, kill_process};
use serde::{Deserialize, Serialize};

use crate::clock::FastClock;
#[cfg(target_os = "linux")]
use crate::share::show;

/// The variable that makes this program a victim.
const PART: &str = "CARE_EXPORTER_VICTIM";

/// What a victim is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) data: PathBuf,
    pub(crate) connection_id: String,
    pub(crate) password: String,
    pub(crate) clock_started: u64,
    /// The moment at which it dies: 1 is right before its first write of the database, 2 right after it, and so on.
    pub(crate) deadly: Option<u64>,
    /// The file to export to, for a victim that starts a run. Others go on with what is there.
    pub(crate) export: Option<(PathBuf, FileFormat)>,
    /// What is exported.
    pub(crate) what: What,
    /// A file of presets that it takes over, or does not.
    #[serde(default)]
    pub(crate) presets: Option<PathBuf>,
    /// A folder that is a disk of its own for the victim alone.
    #[serde(default)]
    pub(crate) disk: Option<Disk>,
    /// Where it says how its run ended and what memory that took.
    #[serde(default)]
    pub(crate) report: Option<PathBuf>,
}

/// How a victim's work ended, and what memory it took: in kB, before it and at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    /// Of its run, when it had one.
    pub(crate) phase: Option<Phase>,
    pub(crate) problem: Option<ProblemKind>,
    pub(crate) idle: u64,
    pub(crate) peak: u64,
}

/// What a scene is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum What {
    /// A User export of a month: one job.
    October,
    /// Conversations of a little more than three months, from [`JOBS_OF_MONTHS`] jobs in one file.
    Months,
}

/// See [`What::Months`].
pub(crate) const JOBS_OF_MONTHS: usize = 2;

impl What {
    /// How many jobs it takes.
    pub(crate) fn jobs(self) -> usize {
        match self {
            What::October => 1,
            What::Months => JOBS_OF_MONTHS,
        }
    }
}

/// A disk for the folder of the file that only the victim sees, and what the victim does when it won't do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Disk {
    pub(crate) kind: DiskKind,
    /// What befalls it while the file is on its way: a command for the shell.
    pub(crate) misfortune: Option<String>,
    /// Where the file goes in the end, on another disk.
    pub(crate) elsewhere: PathBuf,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) enum DiskKind {
    /// In memory, of so many bytes, of which full pages count.
    Small(usize),
    /// A network's.
    Share(Fault),
}

/// What is the matter with a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fault {
    /// Nothing, but for what such a share can't do.
    None,
    /// It takes no more than so many bytes of a write.
    Short(usize),
    /// What was written can't be brought to its disk (EIO).
    Sync,
    /// Behind so many bytes the connection is gone (ENOTCONN).
    Gone(u64),
    /// Behind so many bytes the file is another on the server (ESTALE).
    Stale(u64),
}

/// What a person puts where the file was to go.
pub(crate) const MINE: &str = "mine";

/// What became of a file on such a disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fate {
    /// There was room for it.
    Saved,
    /// There was not, for this reason, and it was saved elsewhere.
    Moved {
        why: ProblemKind,
        /// Whether the whole download was kept, so that nothing was asked of the service.
        kept: bool,
    },
}

/// A victim under way. Dropping it kills it.
pub(crate) struct Victim(pub(crate) Child);

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Part {
    /// Starts a victim that plays this part.
    pub(crate) fn start(&self) -> Victim {
        let part = serde_json::to_string(self).expect("JSON");
        let this = std::env::current_exe().expect("this program");
        let mut command = match (&self.disk, &self.export) {
            (Some(disk), Some((path, _))) => {
                let mut command = Command::new("unshare");
                command.args(["--user", "--map-root-user", "--mount"]);
                if let DiskKind::Small(bytes) = disk.kind {
                    command
                        .args(["sh", "-c"])
                        .arg(r#"mount -t tmpfs -o "size=$1" tmpfs "$2" && shift 2 && exec "$@""#)
                        .arg("sh")
                        .arg(bytes.to_string())
                        .arg(path.parent().expect("a folder"));
                }
                command.arg(this);
                command
            }
            _ => Command::new(this),
        };
        let child = command
            .args(["--exact", "victim::plays_its_part", "--nocapture"])
            .env(PART, part)
            // Whatever this computer's way to the network is.
            .env_remove("http_proxy")
            .env_remove("https_proxy")
            .env_remove("all_proxy")
            .env_remove("HTTP_PROXY")
            .env_remove("HTTPS_PROXY")
            .env_remove("ALL_PROXY")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("a victim");
        Victim(child)
    }
}

/// The one test that is no test: it is what the others start.
#[test]
fn plays_its_part() {
    let Ok(part) = std::env::var(PART) else {
        return;
    };
    let part: Part = serde_json::from_str(&part).expect("a part");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(play(part));
}

async fn play(part: Part) {
    let config = EngineConfig {
        data_dir: part.data,
        clock: Arc::new(FastClock::started_at(part.clock_started)),
        keychain: Arc::new(NoKeychain),
        seed: Some(7),
    };
    let opened = match part.deadly {
        Some(moment) => Engine::open_watched(config, death_at(moment)).await,
        None => Engine::open(config).await,
    };
    let engine = opened.expect("an engine");
    engine.use_password(&part.connection_id, Password::from(part.password));
    engine.adopt_runs().await.expect("adopted");
    let idle = memory("VmRSS:");
    let disk = part.disk.clone();
    #[cfg(target_os = "linux")]
    let _share = match (&disk, &part.export) {
        (Some(disk), Some((path, _))) => match disk.kind {
            DiskKind::Share(fault) => Some(show(fault, path.parent().expect("a folder"))),
            DiskKind::Small(_) => None,
        },
        _ => None,
    };
    if let Some((path, format)) = part.export.clone() {
        let target = Target {
            path,
            overwrite: false,
        };
        let request = request(part.what, part.connection_id, format);
        let mut events = engine.events();
        let run = engine.start_run(request, target).await.expect("started");
        if let Some(misfortune) = disk.as_ref().and_then(|disk| disk.misfortune.as_ref()) {
            while engine.run(&run.id).await.expect("the run").phase != Phase::Downloading {
                events.recv().await.expect("an event");
            }
            let done = Command::new("sh").args(["-c", misfortune]).status();
            assert!(done.expect("a shell").success(), "{misfortune}");
        }
    }
    while engine.live_runs().await.expect("counted") > 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    if let Some(report) = part.report {
        let (phase, problem) = match part.presets {
            Some(file) => (None, take_over(&engine, &file).await.err()),
            None => {
                let run = only_run(&engine).await;
                (Some(run.phase), run.problem)
            }
        };
        let told = Told {
            phase,
            problem: problem.map(|problem| problem.kind),
            idle,
            peak: memory("VmHWM:"),
        };
        fs::write(report, serde_json::to_string(&told).expect("JSON")).expect("written");
    } else if let (Some(disk), Some((path, _))) = (disk, part.export) {
        let fate = end_on(&disk, &path, &engine).await;
        let told = disk.elsewhere.with_extension("fate");
        fs::write(told, serde_json::to_string(&fate).expect("JSON")).expect("written");
    }
    engine.close().await;
}

/// Kills this process at the nth moment before or after a write.
fn death_at(moment: u64) -> Watch {
    let left = AtomicU64::new(moment);
    Arc::new(move || {
        if left.fetch_sub(1, Ordering::SeqCst) == 1 {
            // As hard as it gets: no destructor, no flush, no goodbye.
            let _ = kill_process(getpid(), Signal::KILL);
        }
    })
}

/// What the kernel says of this process's memory, in kB.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
    number.unwrap_or_default()
}

async fn take_over(engine: &Engine, presets: &Path) -> Result<(), Problem> {
    let file = Engine::read_preset_file(presets)?;
    engine.import_presets(&file).await.map(drop)
}

/// What became of the only run on such a disk. When there was no room, the person chooses another.
async fn end_on(disk: &Disk, path: &Path, engine: &Engine) -> Fate {
    let run = only_run(engine).await;
    let folder = path.parent().expect("a folder");
    let files = || fs::read_dir(folder).expect("readable").count();
    if run.phase == Phase::Saved {
        assert_eq!(files(), 1);
        fs::copy(path, &disk.elsewhere).expect("copied");
        return Fate::Saved;
    }
    if let Ok(there) = fs::read(path) {
        assert_eq!(there, MINE.as_bytes(), "not the person's own file");
    }
    let why = run.problem.expect("a reason").kind;
    assert!(why.is_of_place(), "{why:?}");
    let kept = files() > 0;
    let target = Target {
        path: disk.elsewhere.clone(),
        overwrite: false,
    };
    let run = engine.move_run(&run.id, target).await.expect("moved");
    while !engine.run(&run.id).await.expect("the run").phase.ended() {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let run = only_run(engine).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    if disk.misfortune.is_none() {
        assert_eq!(files(), 0, "something is left on the disk");
    }
    Fate::Moved { why, kept }
}

async fn only_run(engine: &Engine) -> Run {
    let query = RunQuery {
        text: String::new(),
        phases: vec![],
        before: None,
        most: 10,
    };
    let mut runs = engine.runs_page(query).await.expect("listed").runs;
    assert_eq!(runs.len(), 1);
    runs.remove(0)
}

pub(crate) fn request(what: What, connection_id: String, format: FileFormat) -> ExportRequest {
    let october = october(connection_id, format);
    match what {
        What::October => october,
        What::Months => ExportRequest {
            report: Report::Conversation,
            options: ReportOptions {
                conversations: Conversations::Created,
                ..ReportOptions::default()
            },
            period: Period::Days {
                from: "2026-08-20".parse().expect("a date"),
                to: "2026-11-21".parse().expect("a date"),
            },
            delivery: Delivery::Joined,
            ..october
        },
    }
}

/// A User export of October 2026.
fn october(connection_id: String, format: FileFormat) -> ExportRequest {
    ExportRequest {
        connection_id,
        report: Report::User,
        period: Period::Days {
            from: "2026-10-01".parse().expect("a date"),
            to: "2026-10-31".parse().expect("a date"),
        },
        time_zone: "Europe/Istanbul".into(),
        locale: None,
        team_ids: vec![],
        agent_ids: vec![],
        include_disabled: false,
        options: ReportOptions::default(),
        columns: vec![],
        delivery: Delivery::Parts,
        file: FileOptions::of(format),
    }
}

/// The password comes with the part.
#[derive(Debug)]
pub(crate) struct NoKeychain;

impl Keychain for NoKeychain {
    fn set(&self, _: &str, _: &Password) -> Result<(), KeychainError> {
        Err(KeychainError::Unavailable("none here".into()))
    }

    fn get(&self, _: &str) -> Result<Option<Password>, KeychainError> {
        Err(KeychainError::Unavailable("none here".into()))
    }

    fn remove(&self, _: &str) -> Result<(), KeychainError> {
        Err(KeychainError::Unavailable("none here".into()))
    }
}
