//! A test's surroundings, and the evidence it leaves when it fails.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use practice_server::{PracticeConfig, PracticeServer};

use super::machine::Machine;
use super::window::Window;

/// The practice service with exports that are ready at once; everything else as it comes.
pub(crate) fn quick_practice() -> PracticeConfig {
    PracticeConfig {
        // A colon, letters outside ASCII and what URLs and shells care about. Nothing else on the machine holds it.
        password: "göğe:bakalım 7%+&\"$'".into(),
        run_time: Duration::from_millis(20)..=Duration::from_millis(20),
        ..PracticeConfig::default()
    }
}

/// As [`quick_practice`], with a password that a virtual keyboard can type without being taught new keys.
pub(crate) fn typed_practice() -> PracticeConfig {
    PracticeConfig {
        password: "key:board 7%+&\"$'".into(),
        ..quick_practice()
    }
}

/// A machine, and the service on the other end.
#[derive(Debug)]
pub(crate) struct Stage {
    /// The machine.
    pub(crate) machine: Machine,
    /// The service.
    pub(crate) service: PracticeServer,
}

impl Stage {
    /// Starts the app as a person does, for the first time or again.
    pub(crate) async fn open(&self) -> Result<Window<'_>> {
        Window::open(&self.machine, &[]).await
    }

    /// A path in the person's documents.
    pub(crate) fn document(&self, name: &str) -> PathBuf {
        self.machine.documents().join(name)
    }

    /// What lies in the person's documents, hidden files too.
    pub(crate) fn documents(&self) -> Result<Vec<String>> {
        let mut names: Vec<String> = fs::read_dir(self.machine.documents())?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<_>>()?;
        names.sort();
        Ok(names)
    }

    /// The file of the service's only export.
    pub(crate) fn only_file(&self) -> Result<Vec<u8>> {
        let jobs = self.service.jobs();
        anyhow::ensure!(jobs.len() == 1, "the service made {} exports", jobs.len());
        self.service
            .file(&jobs[0].workflow_id, &jobs[0].run_id)
            .context("the service's export is not ready")
    }
}

/// Plays a test on a stage of its own, and takes the stage down whatever happens.
pub(crate) async fn play(
    practice: PracticeConfig,
    scene: impl AsyncFnOnce(&Stage) -> Result<()>,
) -> Result<()> {
    play_on(Machine::start().await?, practice, scene).await
}

/// As [`play`], on a machine of the test's own kind.
pub(crate) async fn play_on(
    machine: Machine,
    practice: PracticeConfig,
    scene: impl AsyncFnOnce(&Stage) -> Result<()>,
) -> Result<()> {
    let stage = Stage {
        machine,
        service: PracticeServer::start(practice).await?,
    };
    let mut witness = Witness {
        stage: &stage,
        satisfied: false,
    };
    let outcome = scene(&stage).await;
    witness.satisfied = outcome.is_ok();
    outcome
}

/// Keeps what is needed to understand a failure, be it an error or a panic.
struct Witness<'m> {
    stage: &'m Stage,
    satisfied: bool,
}

impl Drop for Witness<'_> {
    fn drop(&mut self) {
        if self.satisfied {
            return;
        }
        let test = std::thread::current()
            .name()
            .unwrap_or("test")
            .replace("::", ".");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("failed")
            .join(test);
        if let Err(error) = self.testify(&folder) {
            eprintln!("no evidence could be kept: {error:#}");
        } else {
            eprintln!("what the machine looked like: {}", folder.display());
        }
    }
}

impl Witness<'_> {
    fn testify(&self, folder: &Path) -> Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        let Stage { machine, service } = self.stage;
        let mut camera = machine.command("import");
        camera
            .args(["-window", "root"])
            .arg(folder.join("display.png"))
            .status()?;
        let requests: Vec<String> = service
            .requests()
            .iter()
            .map(|request| format!("{request:?}\n"))
            .collect();
        fs::write(folder.join("requests"), requests.concat())?;
        let logs = [
            machine.root().join("logs"),
            machine.data_home().join("care-exporter/logs"),
        ];
        for log in logs.iter().flat_map(fs::read_dir).flatten().flatten() {
            fs::copy(log.path(), folder.join(log.file_name()))?;
        }
        Ok(())
    }
}
