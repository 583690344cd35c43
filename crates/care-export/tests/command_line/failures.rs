//! Runs that end without a file: each exit code, and the words that go with it.

use practice_server::{Action, Endpoint, Occurrence, Script};

use crate::bench::{Bench, Outcome, assert_failed, days, progress, stderr, stdout};

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_right_is_told_before_anything_is_sent() -> Outcome {
    let bench = Bench::new().await?;
    let target = bench.out("a.csv");
    let (from, to) = days();
    let (from, to) = (from.to_string(), to.to_string());
    let noon = format!("{to}T12:00:00Z");

    let output = bench.run_in(&from, &noon, &target, &[]).output()?;
    assert_failed(&output, 2, &["must both be days, or both be moments"]);
    let output = bench.run_in(&to, &from, &target, &[]).output()?;
    assert_failed(&output, 2, &["ends before it starts", "--from and --to"]);
    let output = bench
        .run_in("2001-01-01", "2001-01-31", &target, &[])
        .output()?;
    assert_failed(&output, 2, &["18 months"]);
    let output = bench.run_in("yesterday", &to, &target, &[]).output()?;
    assert_failed(&output, 2, &["--from", "write a day as"]);
    let output = bench.run(&target, &["--format", "excel"]).output()?;
    assert_failed(&output, 2, &["--format don't agree", ".xlsx"]);
    let output = bench.run(&target, &["--durations", "hours"]).output()?;
    assert_failed(&output, 2, &["--durations is for Excel files only"]);
    let output = bench
        .run(&target, &["--column", "a", "--column", "a"])
        .output()?;
    assert_failed(&output, 2, &["A column's name is given twice."]);
    let output = bench.run(&target, &["--password", "x"]).output()?;
    assert_failed(&output, 2, &["--password"]);
    let output = bench
        .command(&[
            "run",
            "--report",
            "user",
            "--from",
            &from,
            "--to",
            &to,
            "--time-zone",
            "Mars/Olympus",
            "--connection",
            "Work",
            "--output",
            "a.csv",
        ])
        .output()?;
    assert_failed(
        &output,
        2,
        &["no connection of that name", "connections list"],
    );

    assert!(bench.server.requests().is_empty(), "nothing was sent");
    assert_eq!(bench.files()?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_would_show_the_password_are_refused() -> Outcome {
    let bench = Bench::new().await?;
    let (from, to) = days();
    let run = |url: &str| {
        bench
            .command(&[
                "run",
                "--report",
                "user",
                "--from",
                &from.to_string(),
                "--to",
                &to.to_string(),
                "--time-zone",
                "UTC",
                "--url",
                url,
                "--company-key",
                "k",
                "--user",
                "a@b.example",
                "--output",
                "out/a.csv",
            ])
            .output()
    };
    assert_failed(
        &run("http://care.example/api")?,
        2,
        &["must begin with https://"],
    );
    assert_failed(&run("care")?, 2, &["The API address can't be right."]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told() -> Outcome {
    let bench = Bench::new().await?;
    let mut command = bench.run(&bench.out("a.csv"), &[]);
    let output = command.env("CARE_EXPORT_PASSWORD", "wrong").output()?;
    assert_failed(&output, 3, &["does not accept the e-mail or the password"]);
    assert_eq!(stderr(&output).lines().count(), 2);
    assert_eq!(bench.files()?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_password_is_told() -> Outcome {
    let bench = Bench::new().await?;
    for empty in [false, true] {
        let mut command = bench.run(&bench.out("a.csv"), &[]);
        command.env_remove("CARE_EXPORT_PASSWORD");
        if empty {
            command.env("CARE_EXPORT_PASSWORD", "");
        }
        let output = command.output()?;
        assert_failed(&output, 3, &["no password", "CARE_EXPORT_PASSWORD"]);
    }
    assert!(bench.server.jobs().is_empty());
    assert_eq!(bench.files()?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_fails_is_told_in_the_services_words() -> Outcome {
    let reason = Some("Too many buckets".to_owned());
    let script = Script::default().on(
        Endpoint::Create,
        Occurrence::Every,
        Action::FailJob { reason },
    );
    let bench = Bench::with(script).await?;
    let output = bench.run(&bench.out("a.csv"), &[]).output()?;
    assert_failed(
        &output,
        4,
        &["failed to make it: \u{201c}Too many buckets\u{201d}"],
    );
    assert_eq!(bench.files()?, Vec::<String>::new());

    let output = bench
        .run(&bench.out("a.csv"), &["--progress", "json"])
        .output()?;
    assert_eq!(output.status.code(), Some(4));
    assert_eq!(stdout(&output), "");
    let lines = progress(&output);
    let last = lines.last().expect("there is a last line");
    assert_eq!(last["phase"], "failed");
    assert_eq!(last["error"]["code"], "export_failed");
    assert_eq!(last["error"]["reason"], "Too many buckets");
    assert!(
        lines[..lines.len() - 1]
            .iter()
            .all(|line| line.get("error").is_none())
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_connection_is_told_with_its_detail_when_asked() -> Outcome {
    let script = Script::default().on(Endpoint::Create, Occurrence::Every, Action::DropAnswer);
    let bench = Bench::with(script).await?;
    let output = bench.run(&bench.out("a.csv"), &[]).output()?;
    assert_failed(&output, 5, &["connection broke"]);
    assert_eq!(stderr(&output).lines().count(), 2);
    let output = bench.run(&bench.out("a.csv"), &["--verbose"]).output()?;
    assert_failed(&output, 5, &["connection broke", "\nDetail: "]);
    assert_eq!(stderr(&output).lines().count(), 3);
    bench.assert_no_password(&output)?;
    assert_eq!(bench.files()?, Vec::<String>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn places_that_cannot_hold_the_file_are_told_before_anything_is_sent() -> Outcome {
    let bench = Bench::new().await?;
    let output = bench.run(&bench.out("nowhere/a.csv"), &[]).output()?;
    assert_failed(&output, 6, &["folder for the file is not there"]);
    let output = bench.run(&bench.out(""), &[]).output()?;
    assert_failed(&output, 6, &["can't have that name"]);
    let output = bench
        .run(&bench.out("nowhere/a.csv"), &["--progress", "json"])
        .output()?;
    assert_eq!(output.status.code(), Some(6));
    let lines = progress(&output);
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0]["error"]["code"], "folder_missing");
    assert!(bench.server.requests().is_empty(), "nothing was sent");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_that_cannot_be_one_is_told() -> Outcome {
    let bench = Bench::new().await?;
    std::fs::write(bench.data_dir(), "a file")?;
    let output = bench.run(&bench.out("a.csv"), &[]).output()?;
    assert_failed(&output, 6, &["own data", "--data-dir"]);
    Ok(())
}
