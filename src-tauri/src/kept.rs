//! What the app keeps beside the engine's data: its log files, and how everything is removed.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use export_engine::{KeptData, Problem, ProblemKind, default_data_dir};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::logging;
use crate::shell::{Shell, on_desktop};

/// What is kept of a person's work, and of the app's.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Kept {
    /// The engine's data.
    pub(crate) data: KeptData,
    /// The bytes of the log files.
    #[ts(type = "number")]
    pub(crate) log_bytes: u64,
}

/// What can be removed for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum KeptPart {
    /// Columns that were learned.
    Columns,
    /// Agents that were learned.
    Agents,
    /// The log files.
    Logs,
    /// All of it, settings, presets, connections and their passwords too.
    Everything,
}

impl Shell {
    pub(crate) async fn kept(&self) -> Result<Kept, Problem> {
        let data = self.engine()?.kept_data().await?;
        let log_bytes = with_logs(|logs| size_of(&logs)).await?;
        Ok(Kept { data, log_bytes })
    }

    pub(crate) async fn remove_kept(&self, part: KeptPart) -> Result<(), Problem> {
        let engine = self.engine()?;
        match part {
            KeptPart::Columns => engine.forget_columns().await,
            KeptPart::Agents => engine.forget_agents().await,
            KeptPart::Logs => with_logs(|logs| empty(&logs)).await,
            KeptPart::Everything => {
                engine.forget_everything().await?;
                with_logs(|logs| empty(&logs)).await?;
                self.apply_settings().await
            }
        }
    }
}

async fn with_logs<T: Send + 'static>(
    work: impl FnOnce(PathBuf) -> io::Result<T> + Send + 'static,
) -> Result<T, Problem> {
    let folder = default_data_dir().ok_or(ProblemKind::DataFolder)?;
    on_desktop(move || {
        work(logging::folder(&folder)).map_err(|error| ProblemKind::DataFolder.because(error))
    })
    .await
}

/// The log files, the one that was written last at the end: by its day it need not be the last, for clocks are set back.
fn files(folder: &Path) -> io::Result<Vec<(PathBuf, Metadata)>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        let about = entry.metadata()?;
        if about.is_file() && entry.file_name().to_str().is_some_and(logging::is_log) {
            files.push((entry.path(), about));
        }
    }
    files.sort_by_key(|(path, about)| (about.modified().ok(), path.clone()));
    Ok(files)
}

fn size_of(folder: &Path) -> io::Result<u64> {
    Ok(files(folder)?.iter().map(|(_, about)| about.len()).sum())
}

/// Removes all log files but the one that is being written, which becomes empty.
fn empty(folder: &Path) -> io::Result<()> {
    let mut files = files(folder)?;
    if let Some((latest, _)) = files.pop() {
        File::options().write(true).open(latest)?.set_len(0)?;
    }
    files
        .into_iter()
        .try_for_each(|(path, _)| fs::remove_file(path))
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn removed_log_files_are_gone_and_the_one_in_use_goes_on() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let mine = "mine.txt";
        // The clock was ahead by a day until now.
        let [before, ahead, today] = ["2026-11-23", "2026-11-26", "2026-11-25"]
            .map(|day| format!("care-exporter.{day}.log"));
        let hour_ago = SystemTime::now() - Duration::from_secs(3_600);
        for name in [before.as_str(), &ahead, mine] {
            let mut file = File::create(path(name)).expect("a file");
            file.write_all(b"what happened").expect("written");
            file.set_modified(hour_ago).expect("an earlier file");
        }
        let mut log = File::options()
            .append(true)
            .create(true)
            .open(path(&today))
            .expect("a log");
        log.write_all(b"what happened").expect("written");
        assert_eq!(size_of(folder.path()).expect("counted"), 39);

        empty(folder.path()).expect("emptied");

        assert_eq!(size_of(folder.path()).expect("counted"), 0);
        log.write_all(b"more").expect("written");
        let left = files(folder.path()).expect("listed");
        let left: Vec<&PathBuf> = left.iter().map(|(path, _)| path).collect();
        assert_eq!(left, [&path(&today)]);
        assert_eq!(fs::read(path(&today)).expect("read"), b"more");
        assert_eq!(fs::read(path(mine)).expect("still there"), b"what happened");
    }

    #[test]
    fn where_there_are_no_logs_nothing_is_to_be_done() {
        let folder = tempfile::tempdir().expect("a folder");
        let none = folder.path().join("logs");
        assert_eq!(size_of(&none).expect("counted"), 0);
        empty(&none).expect("nothing to do");
    }
}
