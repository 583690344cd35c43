//! A practice service, an engine and a folder for one test.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use export_engine::{
    Clock, Connection, ConnectionDraft, Delivery, Engine, EngineConfig, EngineEvent, ExportRequest,
    FileFormat, FileOptions, Keychain, KeychainError, Password, PasswordKeeping, Period, Phase,
    Problem, Report, ReportOptions, Run, RunQuery, Target,
};
use futures_util::future::BoxFuture;
use practice_server::{PracticeConfig, PracticeServer, Script};
use tempfile::TempDir;
use tokio::sync::broadcast::Receiver;
use tokio::time::Instant;

/// 23 November 2026, 08:00 UTC.
const NOW: i64 = 1_795_420_800_000;

/// Tokio's paused time as a clock: it moves on when nothing is left to do but to wait, so hours
/// pass at once and the order of things stays true. Service, engine and their timeouts share it.
#[derive(Clone, Copy)]
pub(crate) struct TestClock {
    start: Instant,
}

impl TestClock {
    pub(crate) fn new() -> Self {
        TestClock {
            start: Instant::now(),
        }
    }
}

impl Clock for TestClock {
    fn now(&self) -> i64 {
        let passed = self.start.elapsed().as_millis();
        NOW + i64::try_from(passed).expect("a test of less than an age")
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// A keychain in memory, which can be made to fail.
#[derive(Clone, Default)]
pub(crate) struct TestKeychain {
    entries: Arc<Mutex<HashMap<String, String>>>,
    pub gone: Arc<AtomicBool>,
}

impl TestKeychain {
    pub(crate) fn entries(&self) -> HashMap<String, String> {
        self.entries.lock().expect("whole").clone()
    }

    fn check(&self) -> Result<(), KeychainError> {
        if self.gone.load(Ordering::SeqCst) {
            Err(KeychainError::Unavailable("no keychain here".into()))
        } else {
            Ok(())
        }
    }
}

impl Keychain for TestKeychain {
    fn set(&self, id: &str, password: &Password) -> Result<(), KeychainError> {
        self.check()?;
        let mut entries = self.entries.lock().expect("whole");
        entries.insert(id.to_owned(), password.expose().to_owned());
        Ok(())
    }

    fn get(&self, id: &str) -> Result<Option<Password>, KeychainError> {
        self.check()?;
        Ok(self.entries().get(id).cloned().map(Password::from))
    }

    fn remove(&self, id: &str) -> Result<(), KeychainError> {
        self.check()?;
        self.entries.lock().expect("whole").remove(id);
        Ok(())
    }
}

pub(crate) struct Stage {
    pub server: PracticeServer,
    pub engine: Engine,
    pub clock: TestClock,
    pub keychain: TestKeychain,
    pub connection: Connection,
    pub folder: TempDir,
}

impl Stage {
    pub(crate) async fn new() -> Stage {
        Stage::with(Script::default()).await
    }

    /// A service with faults, and an engine connected to it.
    pub(crate) async fn with(script: Script) -> Stage {
        let config = PracticeConfig {
            script,
            ..PracticeConfig::default()
        };
        Stage::against(config).await
    }

    /// A service by the test's own clock, and an engine connected to it.
    pub(crate) async fn against(config: PracticeConfig) -> Stage {
        let clock = TestClock::new();
        let config = PracticeConfig {
            clock: Arc::new(move || clock.now()),
            ..config
        };
        let server = PracticeServer::start(config).await.expect("a service");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("out")).expect("a folder");
        let keychain = TestKeychain::default();
        let engine = open(folder.path(), &clock, &keychain).await;
        let connection = engine
            .save_connection(draft(&server))
            .await
            .expect("a connection");
        Stage {
            server,
            engine,
            clock,
            keychain,
            connection,
            folder,
        }
    }

    /// Closes the engine and opens another on the same folder, as a new start would.
    pub(crate) async fn restart(&mut self) {
        self.engine.close().await;
        let next = open(self.folder.path(), &self.clock, &self.keychain).await;
        // The first one's lock goes with its last clone.
        drop(std::mem::replace(&mut self.engine, next));
        let owners = self.folder.path().join("data/owners");
        while std::fs::read_dir(&owners).expect("readable").count() > 1 {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        self.engine.adopt_runs().await.expect("adopted");
    }

    /// A User export of October 2026 as JSON.
    pub(crate) fn request(&self) -> ExportRequest {
        october(&self.connection)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    pub(crate) fn target(&self, name: &str) -> Target {
        Target {
            path: self.path(name),
            overwrite: false,
        }
    }

    pub(crate) async fn start(&self, name: &str) -> Run {
        self.start_with(name, self.request()).await
    }

    pub(crate) async fn start_with(&self, name: &str, request: ExportRequest) -> Run {
        self.engine
            .start_run(request, self.target(name))
            .await
            .expect("started")
    }

    /// The run at its end.
    pub(crate) async fn finish(&self, run: &Run) -> Run {
        self.reach(run, Phase::ended).await
    }

    /// The run once it is in a phase that will do.
    pub(crate) async fn reach(&self, run: &Run, enough: impl Fn(Phase) -> bool) -> Run {
        let mut events = self.engine.events();
        let now = self.engine.run(&run.id).await.expect("the run");
        if enough(now.phase) {
            return now;
        }
        within(async {
            loop {
                if let Some(seen) = next_of(&mut events, &run.id).await
                    && enough(seen.phase)
                {
                    return seen;
                }
            }
        })
        .await
    }

    /// The first page of the list of runs that hold these words.
    pub(crate) async fn list(&self, text: &str) -> Vec<Run> {
        let query = RunQuery {
            text: text.into(),
            most: 50,
            ..RunQuery::default()
        };
        self.engine.runs_page(query).await.expect("a page").runs
    }

    /// What the export page would leave in the person's folder.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path().join("out"))
            .expect("readable")
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// The bytes that the service holds for its `n`th job, counted from 0.
    pub(crate) fn served(&self, n: usize) -> Vec<u8> {
        let job = &self.server.jobs()[n];
        self.server
            .file(&job.workflow_id, &job.run_id)
            .expect("a file")
    }
}

async fn next_of(events: &mut Receiver<EngineEvent>, id: &str) -> Option<Run> {
    match events.recv().await {
        Ok(EngineEvent::Run { run }) if run.id == id => Some(*run),
        _ => None,
    }
}

pub(crate) async fn open(folder: &Path, clock: &TestClock, keychain: &TestKeychain) -> Engine {
    let engine = try_open(folder, clock, keychain).await;
    engine.expect("an engine")
}

pub(crate) async fn try_open(
    folder: &Path,
    clock: &TestClock,
    keychain: &TestKeychain,
) -> Result<Engine, Problem> {
    let config = EngineConfig {
        data_dir: folder.join("data"),
        clock: Arc::new(*clock),
        keychain: Arc::new(keychain.clone()),
        seed: Some(7),
    };
    Engine::open(config).await
}

pub(crate) fn draft(server: &PracticeServer) -> ConnectionDraft {
    ConnectionDraft {
        id: None,
        name: "Test company".into(),
        address: server.address(),
        company_key: server.company_key().into(),
        email: server.user().into(),
        instance: None,
        password: Some(Password::from(server.password().to_owned())),
        password_keeping: PasswordKeeping::Keychain,
    }
}

/// A User export of October 2026 as JSON.
pub(crate) fn october(connection: &Connection) -> ExportRequest {
    ExportRequest {
        connection_id: connection.id.clone(),
        report: Report::User,
        period: days("2026-10-01", "2026-10-31"),
        time_zone: "Europe/Istanbul".into(),
        locale: None,
        team_ids: vec![],
        agent_ids: vec![],
        include_disabled: false,
        options: ReportOptions::default(),
        columns: vec![],
        delivery: Delivery::Parts,
        file: FileOptions::of(FileFormat::Json),
    }
}

pub(crate) fn days(from: &str, to: &str) -> Period {
    Period::Days {
        from: from.parse().expect("a date"),
        to: to.parse().expect("a date"),
    }
}

/// Guards against a test that would never end: ten days pass at once when nothing happens.
pub(crate) async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10 * 86_400), work)
        .await
        .expect("an end")
}
