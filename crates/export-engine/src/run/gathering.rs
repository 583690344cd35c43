//! Puts the downloads of a longer period's parts by, until all are there for the one file that they become.

use super::file;
use super::worker::Worker;
use crate::model::{Phase, Problem, ProblemKind};
use crate::store::{Gathered, Part};

impl Worker {
    /// Whether the part under way is whole and others come after it.
    pub(super) fn ready_to_gather(&self) -> bool {
        let is_whole = |part: &Part| part.whole.is_some();
        self.record.phase == Phase::Converting
            && self.record.part.as_ref().is_some_and(is_whole)
            && self
                .record
                .joined
                .as_ref()
                .is_some_and(|joined| !joined.is_last())
    }

    /// Puts the whole download of a part by, and goes on to the next part.
    pub(super) async fn gather(&mut self) -> Result<(), Problem> {
        let next = self.engine.path_for_download(&self.record.target).await?;
        let next = file::reserve(next).await?;
        let part = self
            .record
            .part
            .replace(next)
            .ok_or(ProblemKind::Internal)?;
        let whole = part.whole.ok_or(ProblemKind::Internal)?;
        let joined = self.record.joined.as_mut().ok_or(ProblemKind::Internal)?;
        joined.gathered.push(Gathered {
            path: part.path,
            bytes: whole.bytes,
            mtime: whole.mtime,
            rows: whole.contents.rows,
            columns: whole.contents.columns,
        });
        self.close_job();
        self.record.job = None;
        self.job = None;
        self.export = None;
        self.damaged = 0;
        self.forget_progress();
        self.enter(Phase::Queued).await
    }

    /// The earlier parts of a joined file are needed no more.
    pub(super) async fn remove_gathered(&mut self) {
        if let Some(joined) = &mut self.record.joined {
            for part in std::mem::take(&mut joined.gathered) {
                file::remove(&part.path).await;
            }
        }
    }
}
