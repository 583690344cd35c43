//! Puts the person's file in its place.

use super::file::{self, Identity};
use super::recipe;
use super::worker::Worker;
use crate::model::{EngineEvent, FileFormat, Phase, Problem, ProblemKind};

impl Worker {
    pub(super) fn ready_to_publish(&self) -> bool {
        let whole = || {
            let part = self.record.part.as_ref();
            part.is_some_and(|part| part.whole.is_some())
        };
        let as_it_came =
            self.record.request.file.format == FileFormat::Json && self.record.joined.is_none();
        self.record.phase == Phase::Converting
            && if as_it_came {
                whole()
            } else {
                self.record.made.is_some()
            }
    }

    /// Puts the file in its place: the checked download itself, or what was made of it.
    pub(super) async fn publish(&mut self) -> Result<(), Problem> {
        let part = self.part()?.clone();
        let whole = part.whole.as_ref().ok_or(ProblemKind::Internal)?;
        let (path, known, mut saved) = match &self.record.made {
            Some(made) => {
                let known = Identity {
                    bytes: made.saved.bytes,
                    mtime: made.mtime,
                };
                (file::made_path(&part.path), known, made.saved.clone())
            }
            None => {
                let saved = recipe::saved_as_it_came(&self.record.request, &whole.contents);
                (part.path.clone(), Identity::from(whole), saved)
            }
        };
        let columns = self.record.contents().map(|contents| contents.columns);
        let placed = file::publish(path, known, self.record.target.clone()).await;
        if let Err(problem) = placed {
            if problem.kind == ProblemKind::FileTrouble {
                self.record.part = Some(file::verified(part).await?);
            }
            return Err(problem);
        }
        let folder = self.record.target.path.parent();
        saved.folder = folder.map_or_else(String::new, |folder| folder.display().to_string());
        saved.bytes = known.bytes;
        file::remove(&part.path).await;
        self.remove_gathered().await;
        self.record.saved = Some(saved);
        self.record.part = None;
        self.record.made = None;
        self.learn(columns.unwrap_or_default()).await;
        // The file is in its place, whatever becomes of the note of it: the next start finds it there.
        let _ = self.enter(Phase::Saved).await;
        Ok(())
    }

    async fn learn(&self, columns: Vec<String>) {
        let shared = self.shared();
        let connection_id = self.record.request.connection_id.clone();
        let report = self.record.request.report;
        let new = shared
            .store
            .learn_columns(&connection_id, report, columns, shared.clock.now())
            .await;
        // The file is saved; what could not be learned from it will be from the next.
        if let Ok(true) = new {
            shared.emit(EngineEvent::Columns { connection_id });
        }
    }
}
