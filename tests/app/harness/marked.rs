//! Finding every process of a test: each has inherited the test's mark in its environment, however it was started.

use std::fs;

/// The name of the variable that holds the mark.
pub(crate) const MARK: &str = "CARE_EXPORTER_TEST";

/// A process with the mark of a test.
#[derive(Debug, Clone)]
pub(crate) struct MarkedProcess {
    /// Its number.
    pub(crate) id: i32,
    /// Its command line and its environment as the kernel shows them: strings with NUL after each.
    pub(crate) command_line: Vec<u8>,
    /// See [`MarkedProcess::command_line`].
    pub(crate) environment: Vec<u8>,
}

impl MarkedProcess {
    /// The command line for a message.
    pub(crate) fn words(&self) -> String {
        String::from_utf8_lossy(&self.command_line).replace('\0', " ")
    }
}

/// The processes that bear a mark, now.
pub(crate) fn marked_processes(mark: &str) -> Vec<MarkedProcess> {
    let wanted = format!("{MARK}={mark}");
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|entry| {
            let id = entry.file_name().to_str()?.parse().ok()?;
            // A process may end while we look: then it is none of ours any more.
            let environment = fs::read(entry.path().join("environ")).ok()?;
            let command_line = fs::read(entry.path().join("cmdline")).ok()?;
            environment
                .split(|byte| *byte == 0)
                .any(|variable| variable == wanted.as_bytes())
                .then_some(MarkedProcess {
                    id,
                    command_line,
                    environment,
                })
        })
        .collect()
}
