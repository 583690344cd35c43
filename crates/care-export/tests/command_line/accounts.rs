//! Connections: added, listed, used, removed.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::bench::{Bench, Outcome, PASSWORD, assert_failed, days, stderr, stdout};

fn add(bench: &Bench, name: &str, more: &[&str]) -> std::io::Result<Output> {
    adding(bench, name, more).output()
}

fn adding(bench: &Bench, name: &str, more: &[&str]) -> Command {
    let address = bench.server.address();
    let mut command = bench.command(&["connections", "add", name, "--url", &address]);
    command
        .args([
            "--company-key",
            bench.server.company_key(),
            "--user",
            bench.server.user(),
        ])
        .args(more);
    command
}

fn list(bench: &Bench) -> Result<String, Box<dyn std::error::Error>> {
    let output = bench.command(&["connections", "list"]).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    Ok(stdout(&output).to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_added_used_and_removed() -> Outcome {
    let bench = Bench::new().await?;
    assert_eq!(list(&bench)?, "");
    let added = add(&bench, "İş yeri", &["--no-keychain"])?;
    assert_eq!(added.status.code(), Some(0), "{}", stderr(&added));
    assert_eq!(stdout(&added), "");
    assert!(stderr(&added).contains("12 teams"), "{}", stderr(&added));
    bench.assert_no_password(&added)?;
    let listed = list(&bench)?;
    assert!(
        listed.contains("İş yeri") && listed.contains(&bench.server.address()),
        "{listed}"
    );

    let again = add(&bench, "İş yeri", &["--no-keychain"])?;
    assert_failed(&again, 2, &["name is already taken"]);

    let (from, to) = days();
    let (from, to) = (from.to_string(), to.to_string());
    let run = [
        "run",
        "--report",
        "user",
        "--from",
        &from,
        "--to",
        &to,
        "--time-zone",
        "UTC",
        "--connection",
        "İş yeri",
        "--output",
        "out/a.json",
    ];
    let without = bench
        .command(&run)
        .env_remove("CARE_EXPORT_PASSWORD")
        .output()?;
    assert_failed(&without, 3, &["no password"]);
    let saved = bench.command(&run).output()?;
    assert_eq!(saved.status.code(), Some(0), "{}", stderr(&saved));
    assert_eq!(std::fs::read(bench.out("a.json"))?, bench.only_file());

    let removed = bench
        .command(&["connections", "remove", "İş yeri"])
        .output()?;
    assert_eq!(removed.status.code(), Some(0), "{}", stderr(&removed));
    assert_eq!(list(&bench)?, "");
    let again = bench
        .command(&["connections", "remove", "İş yeri"])
        .output()?;
    assert_failed(&again, 2, &["no connection of that name"]);
    bench.assert_no_password(&again)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_may_come_as_a_line() -> Outcome {
    let bench = Bench::new().await?;
    let mut child = adding(&bench, "Work", &["--no-keychain"])
        .env_remove("CARE_EXPORT_PASSWORD")
        .stdin(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().ok_or("its standard input")?;
    input.write_all(format!("{PASSWORD}\n").as_bytes())?;
    drop(input);
    let output = child.wait_with_output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    bench.assert_no_password(&output)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_does_not_work_is_not_kept() -> Outcome {
    let bench = Bench::new().await?;
    let mut command = adding(&bench, "Work", &["--no-keychain"]);
    let output = command.env("CARE_EXPORT_PASSWORD", "wrong").output()?;
    assert_failed(&output, 3, &["does not accept the e-mail or the password"]);
    let mut command = adding(&bench, "Work", &["--no-keychain"]);
    let output = command.env_remove("CARE_EXPORT_PASSWORD").output()?;
    assert_failed(&output, 3, &["no password"]);
    let output = add(&bench, " ", &["--no-keychain"])?;
    assert_failed(&output, 2, &["The connection's name is missing."]);
    assert_eq!(list(&bench)?, "");
    Ok(())
}

// Elsewhere than on Linux every computer has a keychain.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn without_a_keychain_nothing_is_kept_and_the_way_out_is_told() -> Outcome {
    let bench = Bench::new().await?;
    let output = add(&bench, "Work", &[])?;
    assert_failed(
        &output,
        3,
        &["no keychain", "CARE_EXPORT_PASSWORD", "--no-keychain"],
    );
    assert_eq!(list(&bench)?, "");
    bench.assert_no_password(&output)?;
    Ok(())
}
