//! Daily log files in the data folder, those of the last fourteen days on which the app was open. Nothing secret can be printed, because
//! the types that hold secrets can't be.

use std::path::{Path, PathBuf};

use tracing_appender::rolling::{Builder, RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

/// One for each day on which the app was open.
const KEPT_FILES: usize = 14;

/// What the name of a log file begins and ends with; its day is in between.
const PREFIX: &str = "care-exporter";
const SUFFIX: &str = "log";

/// Where the log files of a data folder are.
pub(crate) fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("logs")
}

/// Whether a file of that name is one of them.
pub(crate) fn is_log(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    matches!(parts[..], [PREFIX, _, SUFFIX])
}

/// Starts writing. Without a log the app works all the same.
pub(crate) fn start(folder: &Path) {
    let Some(files) = files(folder) else {
        return;
    };
    let ours = "warn,care_exporter=info,export_engine=info,care_api=info";
    let _ = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(ours))
        .with_ansi(false)
        .with_writer(std::sync::Mutex::new(files))
        .try_init();
}

/// A file for each day, of which the last are kept.
fn files(folder: &Path) -> Option<RollingFileAppender> {
    std::fs::create_dir_all(folder).ok()?;
    let files = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix(PREFIX)
        .filename_suffix(SUFFIX)
        .max_log_files(KEPT_FILES)
        .build(folder);
    files.ok()
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write;

    use super::*;

    #[test]
    fn the_logs_of_fourteen_days_are_kept_and_nothing_else_goes() {
        let data = tempfile::tempdir().expect("a folder");
        let folder = folder(data.path());
        fs::create_dir(&folder).expect("a folder");
        fs::write(folder.join("mine.txt"), "mine").expect("written");
        for day in 1..=28 {
            let name = format!("care-exporter.2026-01-{day:02}.log");
            fs::write(folder.join(name), "of that day").expect("written");
        }
        let mut files = files(&folder).expect("a log");
        files.write_all(b"of today").expect("written");
        drop(files);
        let kept = fs::read_dir(&folder).expect("readable");
        let kept: Vec<String> = kept
            .map(|file| fs::read_to_string(file.expect("a file").path()).expect("text"))
            .collect();
        let count = |text: &str| kept.iter().filter(|kept| *kept == text).count();
        assert_eq!(count("of today"), 1);
        assert_eq!(count("of that day"), KEPT_FILES - 1);
        assert_eq!(count("mine"), 1);
    }
}
