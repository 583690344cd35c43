//! One command, measured.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// What a command took.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    /// Seconds by the clock.
    pub(super) seconds: f64,
    /// Seconds of processors, the system's work included.
    pub(super) processor: f64,
    /// Peak of its memory, in KiB.
    pub(super) memory: u64,
}

/// Runs a command to its good end under GNU time.
pub(super) fn measure(folder: &Path, line: &[String]) -> Result<Taken> {
    let report = folder.join("time.txt");
    let mut command = Command::new("/usr/bin/time");
    command
        .args(["-f", "%U %S %M", "-o"])
        .arg(&report)
        .args(line)
        .env("CURL_CA_BUNDLE", folder.join("cert.pem"))
        .current_dir(folder)
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let start = Instant::now();
    let output = command.output().context("GNU time can't be started")?;
    let seconds = start.elapsed().as_secs_f64();
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` ended with {}: {said}", line.join(" "), output.status);
    }
    let report = std::fs::read_to_string(report)?;
    let [user, system, memory] = numbers(&report)?;
    Ok(Taken {
        seconds,
        processor: user + system,
        // KiB of a process fit.
        memory: memory as u64,
    })
}

/// Runs a job of `peers.py`, which measures itself.
pub(super) fn measure_peer(folder: &Path, python: &Path, line: &[String]) -> Result<Taken> {
    let output = Command::new(python)
        .arg(peers())
        .args(line)
        .env("REQUESTS_CA_BUNDLE", folder.join("cert.pem"))
        .current_dir(folder)
        .output()
        .context("Python can't be started")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{}", said.lines().last().unwrap_or("it failed"));
    }
    let [seconds, processor, memory] = numbers(&String::from_utf8_lossy(&output.stdout))?;
    Ok(Taken {
        seconds,
        processor,
        memory: memory as u64,
    })
}

/// Has what earlier commands wrote brought to the disk, so that no one pays for another.
pub(super) fn settle() -> Result<()> {
    let status = Command::new("sync").status();
    status.context("sync can't be started").map(drop)
}

/// The three numbers of the last line.
pub(super) fn numbers(text: &str) -> Result<[f64; 3]> {
    let last = text.lines().last().unwrap_or_default();
    let numbers: Vec<f64> = last
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .collect();
    match numbers[..] {
        [first, second, third] => Ok([first, second, third]),
        _ => bail!("this was to be three numbers: {text}"),
    }
}

fn peers() -> PathBuf {
    crate::checkout::root().join("xtask/bench/peers.py")
}

/// The run in the middle by its time.
pub(super) fn median(mut runs: Vec<Taken>) -> Option<Taken> {
    runs.sort_by(|one, other| one.seconds.total_cmp(&other.seconds));
    runs.get(runs.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_run_in_the_middle() {
        let runs = [3.0, 1.0, 2.0].map(|seconds| Taken {
            seconds,
            processor: 0.0,
            memory: 0,
        });
        assert_eq!(median(runs.to_vec()).map(|run| run.seconds), Some(2.0));
        assert!(median(Vec::new()).is_none());
    }

    #[test]
    fn three_numbers_are_read_from_the_last_line() {
        assert_eq!(
            numbers("noise\n0.5 1 2048\n").ok(),
            Some([0.5, 1.0, 2048.0])
        );
        assert!(numbers("0.5 1").is_err());
    }
}
