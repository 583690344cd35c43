//! Running programs and talking to the person at the terminal.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::checkout;

/// Prints a line. A closed pipe is no reason to stop the work.
pub(crate) fn say(words: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{words}").and_then(|()| out.flush());
}

/// Does a named step, announcing it before and telling its duration after. An error names the step.
pub(crate) fn step(name: &str, work: impl FnOnce() -> Result<()>) -> Result<Duration> {
    say(format_args!("\n==> {name}"));
    let start = Instant::now();
    work().with_context(|| format!("this step failed: {name}"))?;
    let took = start.elapsed();
    say(format_args!("    {name}: {}", minutes(took)));
    Ok(took)
}

/// A duration as people read it: `4.2 s`, or `3 min 07 s`.
pub(crate) fn minutes(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// A command in the checkout's root.
pub(crate) fn command<S: AsRef<OsStr>>(
    program: &str,
    arguments: impl IntoIterator<Item = S>,
) -> Command {
    command_in(checkout::root(), program, arguments)
}

/// A command in a folder.
pub(crate) fn command_in<S: AsRef<OsStr>>(
    folder: &Path,
    program: &str,
    arguments: impl IntoIterator<Item = S>,
) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    command
}

/// The cargo that runs us, in the checkout's root.
pub(crate) fn cargo<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    command(&cargo, arguments)
}

/// Runs a command with our own terminal; anything but success is an error.
pub(crate) fn execute(mut command: Command) -> Result<()> {
    let line = written(&command);
    let status = command
        .status()
        .with_context(|| format!("`{line}` could not be started"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Runs a command with our own terminal but for what it prints, which is given; anything but success is an error.
pub(crate) fn output(mut command: Command) -> Result<String> {
    let line = written(&command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("`{line}` could not be started"))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("`{line}` ended with {}:\n{printed}", output.status);
    }
    Ok(printed)
}

/// What a command prints when it succeeds; `None` when it can't be started or fails.
pub(crate) fn answer(mut command: Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program is on the search path.
pub(crate) fn has(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| {
            folder
                .join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
                .is_file()
        })
    })
}

fn written(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|part| part.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_like_a_clock() {
        assert_eq!(minutes(Duration::from_millis(4_240)), "4.2 s");
        assert_eq!(minutes(Duration::from_secs(187)), "3 min 07 s");
    }

    #[test]
    fn a_failed_step_is_named() {
        let error = step("Paint the wall", || bail!("no paint")).expect_err("the step fails");
        assert_eq!(
            format!("{error:#}"),
            "this step failed: Paint the wall: no paint"
        );
    }

    #[test]
    fn a_program_that_does_not_exist_is_not_found() {
        assert!(!has("no-program-has-this-name"));
        assert_eq!(answer(Command::new("no-program-has-this-name")), None);
    }
}
