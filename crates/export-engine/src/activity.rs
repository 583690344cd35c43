//! The list of runs as a person sees it: in pages, searched, and shortened at their wish.

use std::path::PathBuf;
use std::time::Duration;

use crate::engine::Engine;
use crate::model::{EngineEvent, FileState, Problem, ProblemKind, Run, RunFile, RunPage, RunQuery};
use crate::run::{Target, file};
use crate::search;

/// The most runs in one page.
const LONGEST_PAGE: u32 = 200;
/// The most files that are looked for at once: as many as a screen could show.
const MOST_FILES: usize = 500;
/// For how long runs that were taken off the list can be put back. It ends with the app, too.
const UNDO: Duration = Duration::from_secs(10 * 60);

impl Engine {
    /// A page of the list of runs.
    pub async fn runs_page(&self, query: RunQuery) -> Result<RunPage, Problem> {
        let most = query.most.clamp(1, LONGEST_PAGE);
        let words = search::words(&query.text);
        let page = self
            .shared()
            .store
            .runs_page(words, query.phases, query.before, most)
            .await?;
        Ok(RunPage {
            runs: page.runs.into_iter().map(|run| self.view(run)).collect(),
            next: page.next,
        })
    }

    /// Starts an export like that of an earlier run: into the same folder, under a name that is free.
    ///
    /// # Errors
    /// One that [`ProblemKind::is_of_place`] means that only the place has to be another.
    pub async fn run_again(&self, id: &str) -> Result<Run, Problem> {
        let earlier = self.stored_run(id).await?;
        let target = self.free_target(earlier.target, 1).await?;
        self.start_run(earlier.request, target).await
    }

    /// A place like this one where nothing has to be replaced, for a file or for those of so many parts.
    pub async fn free_target(&self, target: Target, parts: usize) -> Result<Target, Problem> {
        let taken = self.shared().store.live_targets().await?;
        let parts = u32::try_from(parts).unwrap_or(u32::MAX);
        tokio::task::spawn_blocking(move || target.free(parts, &taken))
            .await
            .map_err(|error| ProblemKind::Internal.because(error))
    }

    /// Takes ended runs off the list, and gives the ids of those that were on it. Saved files stay where they
    /// are. A download that was kept for another place goes once [`Engine::restore_runs`] can't bring
    /// the run back any more: after ten minutes, or with the app.
    pub async fn remove_runs(&self, ids: Vec<String>) -> Result<Vec<String>, Problem> {
        let shared = self.shared();
        let removed = shared.store.remove_runs(ids, shared.clock.now()).await?;
        if removed.is_empty() {
            return Ok(removed);
        }
        self.emit(EngineEvent::Runs);
        let engine = self.clone();
        shared.tasks.spawn(async move {
            let shared = engine.shared();
            tokio::select! {
                () = shared.stopping.cancelled() => return,
                () = shared.clock.sleep(UNDO) => {}
            }
            // What could not be forgotten now is at the next start.
            if let Err(problem) = engine.forget_removed(UNDO).await {
                tracing::warn!(%problem, "removed runs are not forgotten yet");
            }
        });
        Ok(removed)
    }

    /// Puts runs that were taken off the list back on it, and gives the ids of those that could be.
    pub async fn restore_runs(&self, ids: Vec<String>) -> Result<Vec<String>, Problem> {
        let restored = self.shared().store.restore_runs(ids).await?;
        if !restored.is_empty() {
            self.emit(EngineEvent::Runs);
        }
        Ok(restored)
    }

    /// Forgets the runs that were taken off the list this long ago, and their downloads first, so that none is
    /// left behind without its run.
    pub(crate) async fn forget_removed(&self, ago: Duration) -> Result<(), Problem> {
        let shared = self.shared();
        let now = shared.clock.now();
        let ago = i64::try_from(ago.as_millis()).unwrap_or(i64::MAX);
        let store = &shared.store;
        for part in store.settle_removed(now.saturating_sub(ago), now).await? {
            file::remove(&part).await;
        }
        store.forget_settled().await
    }

    /// Whether the files of saved runs are where they were saved; runs without a file are left out.
    pub async fn file_states(&self, mut ids: Vec<String>) -> Result<Vec<RunFile>, Problem> {
        ids.truncate(MOST_FILES);
        let places = self.shared().store.saved_places(ids).await?;
        let looked = tokio::task::spawn_blocking(move || {
            let look = |(run_id, path): (String, PathBuf)| RunFile {
                run_id,
                state: if path.is_file() {
                    FileState::Present
                } else {
                    FileState::Moved
                },
            };
            places.into_iter().map(look).collect()
        });
        looked
            .await
            .map_err(|error| ProblemKind::Internal.because(error))
    }
}
