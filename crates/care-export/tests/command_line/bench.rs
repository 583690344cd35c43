//! A practice service, folders of its own for each test, and the program run between them.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use chrono::{Days, NaiveDate, Utc};
use practice_server::{Limits, PracticeConfig, PracticeServer, Script};
use serde_json::Value;
use tempfile::TempDir;

pub(crate) type Outcome = Result<(), Box<dyn Error>>;

/// No part of it occurs anywhere else.
pub(crate) const PASSWORD: &str = "geheim:çok-gizli-5071";

pub(crate) struct Bench {
    pub(crate) server: PracticeServer,
    folder: TempDir,
}

impl Bench {
    pub(crate) async fn new() -> Result<Self, Box<dyn Error>> {
        Self::with(Script::default()).await
    }

    pub(crate) async fn with(script: Script) -> Result<Self, Box<dyn Error>> {
        let server = PracticeServer::start(PracticeConfig {
            password: PASSWORD.into(),
            run_time: Duration::ZERO..=Duration::ZERO,
            limits: Limits::none(),
            script,
            ..PracticeConfig::default()
        })
        .await?;
        let folder = tempfile::tempdir()?;
        std::fs::create_dir(folder.path().join("out"))?;
        Ok(Bench { server, folder })
    }

    /// The folder for files.
    pub(crate) fn out(&self, name: &str) -> PathBuf {
        self.folder.path().join("out").join(name)
    }

    /// What lies in the folder for files.
    pub(crate) fn files(&self) -> std::io::Result<Vec<String>> {
        std::fs::read_dir(self.folder.path().join("out"))?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    }

    pub(crate) fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The program with nothing of this computer in its environment but a home and the password.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program(self.folder.path());
        command
            .current_dir(self.folder.path())
            .env("CARE_EXPORT_PASSWORD", PASSWORD)
            .arg("--data-dir")
            .arg(self.data_dir())
            .args(arguments);
        command
    }

    /// A run on the practice account, of a period that is always within the history.
    pub(crate) fn run(&self, output: &Path, more: &[&str]) -> Command {
        let (from, to) = days();
        let (from, to) = (from.to_string(), to.to_string());
        self.run_in(&from, &to, output, more)
    }

    pub(crate) fn run_in(&self, from: &str, to: &str, output: &Path, more: &[&str]) -> Command {
        let address = self.server.address();
        let mut command = self.command(&[
            "run",
            "--from",
            from,
            "--to",
            to,
            "--time-zone",
            "Europe/Istanbul",
            "--url",
            &address,
            "--company-key",
            self.server.company_key(),
            "--user",
            self.server.user(),
            "--output",
        ]);
        command.arg(output).args(more);
        command
    }

    /// The bytes that the service holds for its only export.
    pub(crate) fn only_file(&self) -> Vec<u8> {
        let jobs = self.server.jobs();
        assert_eq!(jobs.len(), 1, "one export was made");
        self.server
            .file(&jobs[0].workflow_id, &jobs[0].run_id)
            .expect("the export has completed")
    }

    /// The values of a parameter of the service's only export, in order.
    pub(crate) fn sent(&self, name: &str) -> Vec<String> {
        let jobs = self.server.jobs();
        assert_eq!(jobs.len(), 1, "one export was made");
        let values = jobs[0].parameters.iter().filter(|(given, _)| given == name);
        values.map(|(_, value)| value.clone()).collect()
    }

    /// Fails when the password is in a file of the data folder or in what the program said.
    pub(crate) fn assert_no_password(&self, output: &Output) -> std::io::Result<()> {
        for said in [&output.stdout, &output.stderr] {
            assert!(
                !holds(said, PASSWORD.as_bytes()),
                "the password was printed"
            );
        }
        let mut files = 0;
        for file in files_below(&self.data_dir())? {
            files += 1;
            let bytes = std::fs::read(&file)?;
            assert!(
                !holds(&bytes, PASSWORD.as_bytes()),
                "the password is in {}",
                file.display()
            );
            // As it travels in the header: a stored header would be as good as the password.
            let tail = &PASSWORD.as_bytes()[PASSWORD.len() - 9..];
            assert!(
                !holds(&bytes, tail),
                "a part of the password is in {}",
                file.display()
            );
        }
        assert!(files > 0, "there is a database to look into");
        Ok(())
    }
}

/// The program in an empty environment without a keychain.
pub(crate) fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_care-export"));
    command
        .env_clear()
        .env("HOME", home)
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A program that does not outlive its test.
pub(crate) struct Running(pub(crate) Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A period of whole days, some weeks ago.
pub(crate) fn days() -> (NaiveDate, NaiveDate) {
    let today = Utc::now().date_naive();
    (today - Days::new(40), today - Days::new(10))
}

pub(crate) fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("standard output is UTF-8")
}

pub(crate) fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("standard error is UTF-8")
}

/// Every line of standard error as JSON.
pub(crate) fn progress(output: &Output) -> Vec<Value> {
    let lines = stderr(output).lines();
    lines
        .map(|line| serde_json::from_str(line).expect("each line is one JSON object"))
        .collect()
}

/// Fails unless the program ended so, printed no path, and said all of `words` on standard error.
#[track_caller]
pub(crate) fn assert_failed(output: &Output, code: i32, words: &[&str]) {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(stdout(output), "");
    for words in words {
        assert!(said.contains(words), "{words:?} is not in {said:?}");
    }
}

fn holds(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

fn files_below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}
