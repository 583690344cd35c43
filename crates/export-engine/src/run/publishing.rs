//! Checks the download and puts it in its place.

use super::file;
use super::worker::Worker;
use crate::model::{EngineEvent, ExportRequest, Phase, Problem, ProblemKind, SavedFile};
use crate::store::Part;

impl Worker {
    /// Reads the download to its last byte. One that is no export is fetched once more.
    pub(super) async fn check(&mut self) -> Result<(), Problem> {
        let path = self.part()?.path.clone();
        match file::check(&path, self.record.request.format).await {
            Ok(whole) => {
                self.record.part = Some(Part {
                    whole: Some(whole),
                    ..Part::empty(path)
                });
                self.store().await
            }
            Err(problem) => {
                let damaged = matches!(problem.kind, ProblemKind::FileDamaged { .. });
                let gone = matches!(problem.kind, ProblemKind::FolderMissing);
                if (damaged || gone) && self.damaged == 0 && self.record.job.is_some() {
                    self.damaged += 1;
                    self.start_over()?;
                    return self.enter(Phase::Downloading).await;
                }
                Err(problem)
            }
        }
    }

    pub(super) fn ready_to_publish(&self) -> bool {
        let part = self.record.part.as_ref();
        self.record.phase == Phase::Converting && part.is_some_and(|part| part.whole.is_some())
    }

    /// Puts the checked download in its place.
    pub(super) async fn publish(&mut self) -> Result<(), Problem> {
        let part = self.part()?.clone();
        let Some(whole) = part.whole.clone() else {
            return Err(ProblemKind::Internal.into());
        };
        let placed = file::publish(part, self.record.target.clone()).await;
        if let Err(problem) = placed {
            if problem.kind == ProblemKind::FileTrouble {
                self.record.part = Some(file::verified(self.part()?.clone()).await?);
            }
            return Err(problem);
        }
        let folder = self.record.target.path.parent();
        let columns = whole.contents.columns;
        let missing = missing(&self.record.request, &columns, whole.contents.rows);
        self.record.saved = Some(SavedFile {
            folder: folder.map_or_else(String::new, |folder| folder.display().to_string()),
            bytes: whole.bytes,
            rows: whole.contents.rows,
            missing_columns: missing,
            columns: columns.clone(),
        });
        self.record.part = None;
        self.learn(columns).await;
        // The file is in its place, whatever becomes of the note of it: the next start finds it there.
        let _ = self.enter(Phase::Saved).await;
        Ok(())
    }

    async fn learn(&self, columns: Vec<String>) {
        let shared = self.shared();
        let connection_id = self.record.request.connection_id.clone();
        let new = shared
            .store
            .learn_columns(&connection_id, columns, shared.clock.now())
            .await;
        // The file is saved; what could not be learned from it will be from the next.
        if let Ok(true) = new {
            shared.emit(EngineEvent::Columns { connection_id });
        }
    }
}

/// Picked columns that did not come. A file without rows shows no JSON keys, so says nothing.
fn missing(request: &ExportRequest, columns: &[String], rows: u64) -> Vec<String> {
    if rows == 0 && columns.is_empty() {
        return Vec::new();
    }
    let came = |name: &&String| !columns.contains(name);
    request.columns.iter().filter(came).cloned().collect()
}
