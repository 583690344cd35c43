//! What is well and what is not.

use std::fs;
use std::process::Output;

use serde_json::Value;

use crate::bench::{Bench, Outcome, PASSWORD};

fn findings(output: &Output) -> Result<Vec<Value>, Box<dyn std::error::Error>> {
    let report: Value = serde_json::from_slice(&output.stdout)?;
    Ok(report["findings"].as_array().ok_or("a list")?.clone())
}

/// The state of what was found about a thing.
fn state<'f>(findings: &'f [Value], subject: &str) -> Option<&'f str> {
    let found = findings.iter().find(|found| found["subject"] == subject)?;
    found["state"].as_str()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_is_said_before_the_first_start_and_nothing_is_made() -> Outcome {
    let bench = Bench::new().await?;
    let output = bench.command(&["doctor"]).output()?;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = String::from_utf8(output.stdout)?;
    assert!(said.contains("the first start makes it"), "{said}");
    assert!(said.contains("keychain"), "{said}");
    assert!(!bench.data_dir().exists());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_answers_is_good_and_nothing_secret_is_said_or_sent() -> Outcome {
    let bench = Bench::new().await?;
    assert!(
        bench
            .run(&bench.out("a.csv"), &[])
            .output()?
            .status
            .success()
    );
    let before = bench.server.requests().len();
    let output = bench.command(&["doctor", "--json"]).output()?;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let found = findings(&output)?;
    for subject in ["data_folder", "database", "disk", "service"] {
        assert_eq!(state(&found, subject), Some("good"), "{subject}: {found:?}");
    }
    // There is none here, and nothing depends on it.
    assert_eq!(state(&found, "keychain"), Some("note"));
    let asked = &bench.server.requests()[before..];
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].header("authorization"), None);
    let said = String::from_utf8(output.stdout.clone())?;
    for secret in [PASSWORD, bench.server.company_key()] {
        assert!(!said.contains(secret), "{said}");
    }
    bench.assert_no_password(&output)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_gone_is_wrong() -> Outcome {
    let bench = Bench::new().await?;
    assert!(
        bench
            .run(&bench.out("a.csv"), &[])
            .output()?
            .status
            .success()
    );
    let mut command = bench.command(&["doctor", "--json"]);
    drop(bench.server);
    let output = command.output()?;
    assert_eq!(output.status.code(), Some(5), "{output:?}");
    assert_eq!(state(&findings(&output)?, "service"), Some("wrong"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn data_that_can_not_be_read_is_said_and_left_alone() -> Outcome {
    let bench = Bench::new().await?;
    assert!(
        bench
            .run(&bench.out("a.csv"), &[])
            .output()?
            .status
            .success()
    );
    let database = bench.data_dir().join("care-exporter.db");
    let rubbish = vec![0x5A; 20_000];
    fs::write(&database, &rubbish)?;
    let output = bench.command(&["doctor", "--json"]).output()?;
    assert_eq!(output.status.code(), Some(6), "{output:?}");
    assert_eq!(state(&findings(&output)?, "database"), Some("wrong"));
    assert_eq!(fs::read(&database)?, rubbish);

    // The next run puts it aside, says so, and the doctor knows of it.
    let output = bench
        .run(&bench.out("b.csv"), &["--progress", "json"])
        .output()?;
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stderr)?;
    let notice: Value = serde_json::from_str(said.lines().next().ok_or("a line")?)?;
    assert_eq!(notice["notice"]["reason"], "damaged", "{said}");
    let kept = notice["notice"]["file"].as_str().ok_or("a file")?;
    assert_eq!(fs::read(kept)?, rubbish);
    let output = bench.command(&["doctor", "--json"]).output()?;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(state(&findings(&output)?, "put_aside"), Some("note"));
    Ok(())
}
