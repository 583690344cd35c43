//! Stopping a run from outside.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Output};
use std::time::Duration;

use practice_server::{Action, Endpoint, Occurrence, Script};

use crate::bench::{Bench, Outcome, Running, assert_failed};

/// Sends a signal by its name.
pub(crate) fn signal(program: &Running, name: &str) -> Outcome {
    let command = format!("kill -{name} {}", program.0.id());
    let sent = Command::new("sh").args(["-c", &command]).status()?;
    assert!(sent.success());
    Ok(())
}

/// What the program wrote, and how it ended.
fn rest(mut program: Running, mut stderr: Vec<u8>) -> std::io::Result<Output> {
    let mut stdout = Vec::new();
    if let Some(pipe) = &mut program.0.stderr {
        pipe.read_to_end(&mut stderr)?;
    }
    if let Some(pipe) = &mut program.0.stdout {
        pipe.read_to_end(&mut stdout)?;
    }
    let status = program.0.wait()?;
    Ok(Output {
        status,
        stdout,
        stderr,
    })
}

/// Starts a run, waits until its progress holds `sign` and its hidden download `bytes`, sends it a signal and waits for its
/// end.
fn stopped(
    bench: &Bench,
    sign: &str,
    bytes: u64,
    name: &str,
) -> Result<Output, Box<dyn std::error::Error>> {
    let mut command = bench.run(&bench.out("a.csv"), &["--progress", "json"]);
    let mut program = Running(command.spawn()?);
    let mut lines = BufReader::new(program.0.stderr.take().ok_or("its standard error")?);
    let mut said = Vec::new();
    loop {
        let before = said.len();
        assert!(
            lines.read_until(b'\n', &mut said)? > 0,
            "it ended without {sign}"
        );
        if std::str::from_utf8(&said[before..])?.contains(sign) {
            break;
        }
    }
    let files = bench.files()?;
    assert_eq!(files.len(), 1, "its download is there");
    assert!(files[0].starts_with('.'), "it is hidden: {files:?}");
    while bench.out(&files[0]).metadata()?.len() < bytes {
        std::thread::sleep(Duration::from_millis(2));
    }
    signal(&program, name)?;
    lines.read_to_end(&mut said)?;
    Ok(rest(program, said)?)
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_cancels_while_the_service_works() -> Outcome {
    let script = Script::default().on(Endpoint::Create, Occurrence::Every, Action::NeverEnds);
    let bench = Bench::with(script).await?;
    let output = stopped(&bench, "\"waiting\"", 0, "INT")?;
    assert_failed(&output, 130, &["\"cancelled\""]);
    assert_eq!(bench.files()?, Vec::<String>::new());
    bench.assert_no_password(&output)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_termination_signal_cancels_while_the_file_comes() -> Outcome {
    let stall = Action::StallAfter { bytes: 1000 };
    let script = Script::default().on(Endpoint::File, Occurrence::Every, stall);
    let bench = Bench::with(script).await?;
    let output = stopped(&bench, "\"downloading\"", 1000, "TERM")?;
    assert_failed(&output, 130, &["\"cancelled\""]);
    assert_eq!(bench.files()?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_run_says_so_to_people() -> Outcome {
    let script = Script::default().on(Endpoint::Create, Occurrence::Every, Action::NeverEnds);
    let bench = Bench::with(script).await?;
    let mut program = Running(bench.run(&bench.out("a.csv"), &[]).spawn()?);
    while bench.server.jobs().is_empty() {
        assert!(program.0.try_wait()?.is_none(), "it ended by itself");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    signal(&program, "INT")?;
    let output = rest(program, Vec::new())?;
    assert_failed(&output, 130, &["Cancelled. Nothing was saved."]);
    assert_eq!(bench.files()?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_termination_signal_does_not_wait_for_the_service() -> Outcome {
    let script = Script::default().on(Endpoint::Create, Occurrence::Every, Action::Stall);
    let bench = Bench::with(script).await?;
    let mut program = Running(bench.run(&bench.out("a.csv"), &[]).spawn()?);
    let asked = || {
        let requests = bench.server.requests();
        requests.iter().any(|request| request.method == "POST")
    };
    while !asked() {
        assert!(program.0.try_wait()?.is_none(), "it ended by itself");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    signal(&program, "TERM")?;
    // The answer to the creation would be waited for; the person has no time for that.
    while !bench.files()?.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let asked_again = std::time::Instant::now();
    signal(&program, "TERM")?;
    let output = rest(program, Vec::new())?;
    assert!(asked_again.elapsed() < Duration::from_secs(4), "it waited");
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    assert_eq!(bench.files()?, Vec::<String>::new());
    Ok(())
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_leaves_no_memory_behind() -> Outcome {
    let script = Script::default().on(Endpoint::Create, Occurrence::Every, Action::NeverEnds);
    let bench = Bench::with(script).await?;
    let mut program = Running(bench.run(&bench.out("a.csv"), &[]).spawn()?);
    while bench.server.jobs().is_empty() {
        assert!(program.0.try_wait()?.is_none(), "it ended by itself");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", program.0.id()))?;
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let soft = core.and_then(|line| line.split_whitespace().nth(4));
    assert_eq!(soft, Some("0"), "{limits}");
    Ok(())
}
