//! The tests clean up after themselves, however they end.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::harness::{Machine, Window, marked_processes, play, quick_practice, until};

/// Tells the test below that it is the one to be killed.
const VICTIM: &str = "CARE_EXPORTER_TEST_VICTIM";

/// The processes of a machine that are still there.
fn still_running(mark: &str) -> Vec<String> {
    marked_processes(mark)
        .iter()
        .map(|process| process.words())
        .collect()
}

#[tokio::test]
async fn a_failed_test_leaves_no_process_and_no_file() -> Result<()> {
    let mut mark = String::new();
    let outcome = play(quick_practice(), async |stage| {
        mark = stage.machine.mark();
        let _window = stage.open().await?;
        assert!(
            still_running(&mark).len() >= 6,
            "a display, a desktop, a bus, a keychain, a driver, the app"
        );
        bail!("on purpose")
    })
    .await;

    assert_eq!(outcome.expect_err("it fails").to_string(), "on purpose");
    let left = still_running(&mark);
    assert!(left.is_empty(), "still running: {left:?}");
    assert!(!PathBuf::from(&mark).exists(), "{mark} is still there");
    Ok(())
}

/// Starts this very test once more in another process, and kills that.
#[tokio::test]
async fn a_killed_test_leaves_no_process() -> Result<()> {
    if std::env::var_os(VICTIM).is_some() {
        return be_the_victim().await;
    }
    let mut victim = Command::new(std::env::current_exe()?)
        .args([
            "--exact",
            "leftovers::a_killed_test_leaves_no_process",
            "--nocapture",
        ])
        .env(VICTIM, "1")
        .stdout(Stdio::piped())
        .spawn()?;
    let output = victim.stdout.take().context("the victim has no output")?;
    let mark = BufReader::new(output)
        .lines()
        .map_while(Result::ok)
        .find_map(|line| line.split_once("ready: ").map(|(_, mark)| mark.to_owned()));
    victim.kill()?;
    victim.wait()?;
    let mark = mark.context("the victim was never ready")?;

    until("every process to end", async || {
        let left = still_running(&mark);
        if left.is_empty() {
            return Ok(true);
        }
        bail!("still running: {left:?}")
    })
    .await?;
    // Its files are all that a process killed like this can't take along.
    Ok(std::fs::remove_dir_all(mark)?)
}

async fn be_the_victim() -> Result<()> {
    let machine = Machine::start().await?;
    let _window = Window::open(&machine, &[]).await?;
    writeln!(std::io::stdout(), "ready: {}", machine.mark())?;
    std::future::pending().await
}
