//! Programs that run beside a test and end with it, whatever happens to it.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

/// How long a program may take to end when it is asked to.
const COURTESY: Duration = Duration::from_secs(3);

/// A program with everything it starts. Dropping it ends them all.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    group: Pid,
}

impl Program {
    /// A command line whose process ends even when the test's process is killed: the kernel sees to it at the wish of setpriv.
    pub(crate) fn command(name: &str) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM", "--", name]);
        command
    }

    /// Starts what [`Program::command`] began, with its messages in a log.
    pub(crate) fn start(mut command: Command, log: &Path) -> Result<Self> {
        let messages = std::fs::File::create(log).context("a log can't be created")?;
        let child = command
            .stderr(messages)
            .process_group(0)
            .spawn()
            .with_context(|| format!("{command:?} does not start"))?;
        let group = Pid::from_child(&child);
        Ok(Program { child, group })
    }

    /// As [`Program::start`], for a program that says on its standard output when it is ready.
    pub(crate) fn start_listening(mut command: Command, log: &Path) -> Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        Program::start(command, log)
    }

    /// The process's number.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// The first line it prints; for programs that say so when they are ready.
    pub(crate) fn first_line(&mut self) -> Result<String> {
        let output = self
            .child
            .stdout
            .take()
            .context("standard output is not ours")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        if line.trim().is_empty() {
            bail!("the program ended before it was ready");
        }
        Ok(line.trim().to_owned())
    }

    /// Its standard input, once.
    pub(crate) fn stdin(&mut self) -> Result<std::process::ChildStdin> {
        self.child
            .stdin
            .take()
            .context("standard input is not ours")
    }

    fn ended_within(&mut self, time: Duration) -> bool {
        let deadline = Instant::now() + time;
        while !self.has_ended() {
            if Instant::now() > deadline {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        true
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // A group that is gone already is what we want; there is nobody to tell about anything else.
        let _ = kill_process_group(self.group, Signal::TERM);
        self.ended_within(COURTESY);
        let _ = kill_process_group(self.group, Signal::KILL);
        let _ = self.child.wait();
    }
}
