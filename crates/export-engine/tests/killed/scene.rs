//! A service, a data folder and a folder for files; and what must be true of them in the end.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::{Duration, Instant};

use calamine::Reader;
use export_engine::{
    ConnectionDraft, Engine, EngineConfig, FileFormat, Password, PasswordKeeping, Phase,
    ProblemKind, Run, RunQuery, Target,
};
use practice_server::{PracticeConfig, PracticeServer, Script};

use tokio::sync::Mutex;

use crate::clock::FastClock;
use crate::victim::{Disk, DiskKind, Fate, NoKeychain, Part, Victim, What, request};

/// The formats in which a run can be saved.
pub(crate) const FORMATS: [FileFormat; 4] = [
    FileFormat::Json,
    FileFormat::Csv,
    FileFormat::Excel,
    FileFormat::JsonLines,
];

/// How long a victim may take to come to its end when nobody kills it.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a scene ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It was killed before the run was there at all.
    NeverStarted,
    /// The file is in its place.
    Saved,
    /// It says that nobody can know whether the service accepted the export.
    Unknown,
}

pub(crate) struct Scene {
    what: What,
    pub(crate) server: PracticeServer,
    pub(crate) clock: Arc<FastClock>,
    pub(crate) format: FileFormat,
    folder: tempfile::TempDir,
    connection_id: String,
}

impl Scene {
    pub(crate) async fn new(format: FileFormat) -> Scene {
        Scene::with(format, Script::default()).await
    }

    /// A scene about something else than a month.
    pub(crate) async fn about(what: What, format: FileFormat) -> Scene {
        Scene {
            what,
            ..Scene::new(format).await
        }
    }

    /// A service with faults.
    pub(crate) async fn with(format: FileFormat, script: Script) -> Scene {
        let clock = Arc::new(FastClock::start());
        let read = Arc::clone(&clock);
        let config = PracticeConfig {
            agents: 120,
            // Joined runs are made again and again.
            conversations: 12,
            script,
            clock: Arc::new(move || read.read()),
            // A busy computer is slow by this clock: an address must not be old before it is used.
            file_url_life: Duration::from_secs(3_600),
            ..PracticeConfig::default()
        };
        let server = PracticeServer::start(config).await.expect("a service");
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("out")).expect("a folder");
        let mut scene = Scene {
            what: What::October,
            server,
            clock,
            format,
            folder,
            connection_id: String::new(),
        };
        let engine = scene.engine().await;
        let draft = ConnectionDraft {
            id: None,
            name: "Test company".into(),
            address: scene.server.address(),
            company_key: scene.server.company_key().into(),
            email: scene.server.user().into(),
            instance: None,
            password: Some(Password::from(scene.server.password().to_owned())),
            password_keeping: PasswordKeeping::Session,
        };
        scene.connection_id = engine.save_connection(draft).await.expect("stored").id;
        engine.close().await;
        scene
    }

    /// An engine in the test's own process.
    pub(crate) async fn engine(&self) -> Engine {
        let config = EngineConfig {
            data_dir: self.data(),
            clock: Arc::clone(&self.clock) as Arc<dyn export_engine::Clock>,
            keychain: Arc::new(NoKeychain),
            seed: Some(7),
        };
        let engine = Engine::open(config).await.expect("an engine");
        let password = Password::from(self.server.password().to_owned());
        engine.use_password(&self.connection_id, password);
        engine
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn path(&self) -> PathBuf {
        let extension = self.format.extension();
        self.folder
            .path()
            .join("out")
            .join(format!("october.{extension}"))
    }

    fn part(&self, export: bool, deadly: Option<u64>) -> Part {
        Part {
            data: self.data(),
            connection_id: self.connection_id.clone(),
            password: self.server.password().to_owned(),
            clock_started: self.clock.started(),
            deadly,
            export: export.then(|| (self.path(), self.format)),
            what: self.what,
            presets: None,
            disk: None,
            report: None,
        }
    }

    /// A victim that starts the run.
    pub(crate) fn exports(&self, deadly: Option<u64>) -> Victim {
        self.part(true, deadly).start()
    }

    /// Where a file goes for which its disk has no room.
    pub(crate) fn elsewhere(&self) -> PathBuf {
        let name = self.path();
        let name = name.file_name().expect("a name");
        self.folder.path().join("elsewhere").join(name)
    }

    /// Exports to such a disk, which this may befall while the file is on its way.
    pub(crate) async fn export_to_disk(&self, kind: DiskKind, misfortune: Option<&str>) -> Fate {
        fs::create_dir(self.folder.path().join("elsewhere")).expect("a folder");
        let disk = Disk {
            kind,
            misfortune: misfortune.map(str::to_owned),
            elsewhere: self.elsewhere(),
        };
        let part = Part {
            disk: Some(disk),
            ..self.part(true, None)
        };
        let context = format!("{:?}, {kind:?}", self.format);
        let status = ended(part.start()).await;
        assert!(status.success(), "{context}: {status}");
        let told = self.elsewhere().with_extension("fate");
        let fate = serde_json::from_slice(&fs::read(&told).expect("a fate")).expect("JSON");
        fs::remove_file(told).expect("removed");
        let saved = contents(&self.elsewhere(), self.format);
        assert!(
            saved == *whole(self.what, self.format).await,
            "{context}: {fate:?}, but not the whole file"
        );
        let beside = fs::read_dir(self.folder.path().join("elsewhere")).expect("readable");
        assert_eq!(beside.count(), 1, "{context}: something is left beside it");
        assert_eq!(self.server.jobs().len(), 1, "one export was asked for");
        fate
    }

    /// A victim that goes on with what is there.
    pub(crate) fn goes_on(&self, deadly: Option<u64>) -> Victim {
        self.part(false, deadly).start()
    }

    /// Starts another run, in the test's own engine.
    pub(crate) async fn start_beside(&self, engine: &Engine, name: &str) -> String {
        let target = Target {
            path: self.path().with_file_name(name),
            overwrite: false,
        };
        let request = request(self.what, self.connection_id.clone(), self.format);
        engine.start_run(request, target).await.expect("started").id
    }

    /// What lies in the person's folder, hidden files too.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.folder.path().join("out"))
            .expect("readable")
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// What must be true at any instant: a file under its final name is the whole of it.
    pub(crate) async fn check_file(&self, context: &str) {
        if self.path().exists() {
            let contents = contents(&self.path(), self.format);
            assert!(
                contents == *whole(self.what, self.format).await,
                "{context}: a damaged file has the final name"
            );
        }
    }

    /// Lets the run come to its end in a process that nobody kills, and checks what must be true.
    pub(crate) async fn finish(&self, context: &str) -> End {
        self.check_file(context).await;
        let status = ended(self.goes_on(None)).await;
        assert!(status.success(), "{context}: going on failed");
        self.check_file(context).await;
        let engine = self.engine().await;
        engine.adopt_runs().await.expect("adopted");
        let runs = runs(&engine).await;
        let jobs = self.server.jobs().len();
        let end = match runs.as_slice() {
            [] => End::NeverStarted,
            [run] => match (run.phase, run.problem.as_ref().map(|problem| &problem.kind)) {
                (Phase::Saved, None) => End::Saved,
                (Phase::Interrupted, Some(ProblemKind::CreationUnknown)) => End::Unknown,
                other => panic!("{context}: the run ended as {other:?}"),
            },
            several => panic!("{context}: {} runs of one", several.len()),
        };
        let most_jobs = match end {
            End::NeverStarted => 0,
            _ => self.what.jobs(),
        };
        assert!(
            jobs <= most_jobs,
            "{context}: {jobs} exports of {most_jobs}"
        );
        if let ([run], End::Unknown, What::Months) = (runs.as_slice(), end, self.what) {
            self.decide(&engine, run, context).await;
        } else {
            let name = format!("october.{}", self.format.extension());
            let saved = if end == End::Saved {
                vec![name]
            } else {
                vec![]
            };
            let files = self.files();
            assert_eq!(files, saved, "{context}: left in the folder after {end:?}");
        }
        engine.close().await;
        end
    }

    /// A person has the part that nobody can know of asked for again: the parts before it are still there.
    async fn decide(&self, engine: &Engine, run: &Run, context: &str) {
        let there = run.joined.expect("joined").number as usize - 1;
        assert_eq!(self.files().len(), there, "{context}: parts that are kept");
        let before = self.server.jobs().len();
        engine.resume_run(&run.id).await.expect("resumed");
        while !engine.run(&run.id).await.expect("the run").phase.ended() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let phase = engine.run(&run.id).await.expect("the run").phase;
        assert_eq!(phase, Phase::Saved, "{context}: decided");
        self.check_file(context).await;
        let jobs = self.server.jobs().len();
        assert_eq!(
            jobs,
            before + self.what.jobs() - there,
            "{context}: decided"
        );
        let name = format!("october.{}", self.format.extension());
        assert_eq!(self.files(), [name], "{context}: decided");
    }
}

/// What a file says. Workbooks hold the time at which they were made, so their cells are compared.
fn contents(path: &Path, format: FileFormat) -> Vec<u8> {
    if format != FileFormat::Excel {
        return fs::read(path).expect("readable");
    }
    let workbook = calamine::open_workbook::<calamine::Xlsx<_>, _>(path);
    let Ok(Some(Ok(cells))) = workbook.map(|mut workbook| workbook.worksheet_range_at(0)) else {
        return b"no workbook".to_vec();
    };
    format!("{cells:?}").into_bytes()
}

/// What a whole file says: the service makes the same one each time.
async fn whole(what: What, format: FileFormat) -> Arc<Vec<u8>> {
    type Known = ((What, FileFormat), Arc<Vec<u8>>);
    static WHOLE: Mutex<Vec<Known>> = Mutex::const_new(Vec::new());
    let mut known = WHOLE.lock().await;
    if let Some((_, whole)) = known.iter().find(|(other, _)| *other == (what, format)) {
        return Arc::clone(whole);
    }
    let scene = Scene::about(what, format).await;
    assert!(ended(scene.exports(None)).await.success());
    let whole = Arc::new(contents(&scene.path(), format));
    assert!(whole.len() > 5_000, "{format:?}: {} bytes", whole.len());
    let jobs = scene.server.jobs();
    assert_eq!(jobs.len(), what.jobs());
    if (what, format) == (What::October, FileFormat::Json) {
        let served = scene.server.file(&jobs[0].workflow_id, &jobs[0].run_id);
        assert!(served.as_ref() == Some(&*whole), "as the service made it");
    }
    known.push(((what, format), Arc::clone(&whole)));
    whole
}

async fn runs(engine: &Engine) -> Vec<Run> {
    let query = RunQuery {
        text: String::new(),
        phases: vec![],
        before: None,
        most: 10,
    };
    engine.runs_page(query).await.expect("listed").runs
}

/// Waits for a victim's end.
pub(crate) async fn ended(mut victim: Victim) -> ExitStatus {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = victim.0.try_wait().expect("a child") {
            return status;
        }
        assert!(Instant::now() < deadline, "a victim hangs");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
