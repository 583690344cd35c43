//! What the app keeps of a person's work, and how it is removed.

use std::fs;
use std::io;
use std::path::Path;

use crate::engine::Engine;
use crate::model::{EngineEvent, KeptData, Problem, ProblemKind};
use crate::run::file;
use crate::store::is_put_aside_file;

impl Engine {
    /// What is kept, counted.
    pub async fn kept_data(&self) -> Result<KeptData, Problem> {
        let folder = self.shared().data_dir.clone();
        let counts = self.shared().store.kept_counts().await?;
        let shown = folder.display().to_string();
        let put_aside = blocking(move || put_aside_files(&folder).map(|files| files.len()));
        Ok(KeptData {
            folder: shown,
            ended_runs: counts.ended_runs,
            presets: counts.presets,
            connections: counts.connections,
            columns: counts.columns,
            agents: counts.agents,
            put_aside: u32::try_from(put_aside.await?).unwrap_or(u32::MAX),
        })
    }

    /// Takes all ended runs off the list, as [`Engine::remove_runs`] does, and gives their ids.
    pub async fn remove_ended_runs(&self) -> Result<Vec<String>, Problem> {
        let ended = self.shared().store.ended_runs().await?;
        self.remove_runs(ended).await
    }

    /// Forgets the columns that were learned, of all connections. They can be learned again.
    pub async fn forget_columns(&self) -> Result<(), Problem> {
        for connection_id in self.shared().store.forget_columns().await? {
            self.emit(EngineEvent::Columns { connection_id });
        }
        Ok(())
    }

    /// Forgets the agents that were learned, of all connections. They can be learned again.
    pub async fn forget_agents(&self) -> Result<(), Problem> {
        self.shared().store.forget_agents().await?;
        self.emit(EngineEvent::Agents);
        Ok(())
    }

    /// Forgets everything: connections with their passwords, presets, the list of runs, what was learned, the
    /// settings, downloads that were kept for another place, and data that was put aside. Saved files stay
    /// where they are. Nothing is forgotten when a password can't be removed.
    ///
    /// # Errors
    /// [`ProblemKind::ConnectionBusy`] while a run is under way.
    pub async fn forget_everything(&self) -> Result<(), Problem> {
        let shared = self.shared();
        if shared.store.has_any_live_run().await? {
            return Err(ProblemKind::ConnectionBusy.into());
        }
        for connection in shared.store.connections().await? {
            self.forget_password(&connection).await?;
        }
        for part in shared.store.forget_everything().await? {
            file::remove(&part).await;
        }
        shared.session_passwords().clear();
        let folder = shared.data_dir.clone();
        blocking(move || {
            for file in put_aside_files(&folder)? {
                fs::remove_file(file)?;
            }
            Ok(())
        })
        .await?;
        for event in [
            EngineEvent::Connections,
            EngineEvent::Presets,
            EngineEvent::Runs,
        ] {
            self.emit(event);
        }
        Ok(())
    }
}

/// Databases that could not be read, and what lies beside them.
fn put_aside_files(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(is_put_aside_file) {
            files.push(entry.path());
        }
    }
    Ok(files)
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| ProblemKind::Internal.because(error))?
        .map_err(|error| ProblemKind::DataFolder.because(error))
}
