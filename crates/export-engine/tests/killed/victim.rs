//! The process that is killed: an engine on a data folder, and what it is to do.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use export_engine::{
    Engine, EngineConfig, ExportRequest, FileFormat, FileOptions, Keychain, KeychainError,
    Password, Period, Target,
};
use serde::{Deserialize, Serialize};

use crate::clock::FastClock;

/// The variable that makes this program a victim.
const PART: &str = "CARE_EXPORTER_VICTIM";

/// What a victim is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Part {
    pub(crate) data: PathBuf,
    pub(crate) connection_id: String,
    pub(crate) password: String,
    pub(crate) clock_started: u64,
    /// The reading of the clock at which it dies.
    pub(crate) deadly: Option<u64>,
    /// The file to export to, for a victim that starts a run. Others go on with what is there.
    pub(crate) export: Option<(PathBuf, FileFormat)>,
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
        let child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", "victim::plays_its_part", "--nocapture"])
            .env(PART, part)
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
        clock: Arc::new(FastClock::started_at(part.clock_started, part.deadly)),
        keychain: Arc::new(NoKeychain),
        seed: Some(7),
    };
    let engine = Engine::open(config).await.expect("an engine");
    engine.use_password(&part.connection_id, Password::from(part.password));
    engine.adopt_runs().await.expect("adopted");
    if let Some((path, format)) = part.export {
        let target = Target {
            path,
            overwrite: false,
        };
        let request = request(part.connection_id, format);
        engine.start_run(request, target).await.expect("started");
    }
    while engine.live_runs().await.expect("counted") > 0 {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    engine.close().await;
}

/// A User export of October 2026.
pub(crate) fn request(connection_id: String, format: FileFormat) -> ExportRequest {
    ExportRequest {
        connection_id,
        period: Period::Days {
            from: "2026-10-01".parse().expect("a date"),
            to: "2026-10-31".parse().expect("a date"),
        },
        time_zone: "Europe/Istanbul".into(),
        locale: None,
        team_ids: vec![],
        agent_ids: vec![],
        include_disabled: false,
        columns: vec![],
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
