//! Daily log files in the data folder, two weeks of them. Nothing secret can be printed, because
//! the types that hold secrets can't be.

use std::path::{Path, PathBuf};

use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::EnvFilter;

const KEPT_FILES: usize = 14;

/// Where the log files of a data folder are.
pub(crate) fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("logs")
}

/// Starts writing. Without a log the app works all the same.
pub(crate) fn start(folder: &Path) {
    if std::fs::create_dir_all(folder).is_err() {
        return;
    }
    let files = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("care-exporter")
        .filename_suffix("log")
        .max_log_files(KEPT_FILES)
        .build(folder);
    let Ok(files) = files else {
        return;
    };
    let ours = "warn,care_exporter=info,export_engine=info,care_api=info";
    let _ = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(ours))
        .with_ansi(false)
        .with_writer(std::sync::Mutex::new(files))
        .try_init();
}
