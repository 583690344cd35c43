//! The practice service as a program of its own.

use std::io::{BufRead, BufReader};

use serde_json::Value;

use crate::bench::{Outcome, Running, assert_failed, days, program, stderr, stdout};

fn first_line(program: &mut Running) -> Result<String, Box<dyn std::error::Error>> {
    let output = program.0.stdout.as_mut().ok_or("its standard output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    Ok(line)
}

#[test]
fn one_program_serves_the_run_of_another() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut server = Running(
        program(folder.path())
            .args(["practice", "--json"])
            .spawn()?,
    );
    let account: Value = serde_json::from_str(&first_line(&mut server)?)?;
    let of = |name: &str| account[name].as_str().unwrap_or_default().to_owned();
    let (from, to) = days();
    let target = folder.path().join("a.json");
    let output = program(folder.path())
        .env("CARE_EXPORT_PASSWORD", of("password"))
        .args([
            "run",
            "--report",
            "user",
            "--from",
            &from.to_string(),
            "--to",
            &to.to_string(),
        ])
        .args([
            "--time-zone",
            "UTC",
            "--column",
            "agent_name",
            "--url",
            &of("url"),
        ])
        .args(["--company-key", &of("companyKey"), "--user", &of("user")])
        .arg("--output")
        .arg(&target)
        .output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), format!("{}\n", target.display()));
    let rows: Vec<Value> = serde_json::from_slice(&std::fs::read(&target)?)?;
    assert!(rows.len() > 100, "{} agents", rows.len());
    #[cfg(unix)]
    {
        crate::signals::signal(&server, "TERM")?;
        assert_eq!(server.0.wait()?.code(), Some(0));
    }
    Ok(())
}

#[test]
fn people_are_told_where_it_is() -> Outcome {
    let folder = tempfile::tempdir()?;
    let mut server = Running(program(folder.path()).arg("practice").spawn()?);
    let line = first_line(&mut server)?;
    assert!(line.contains("practice company is open"), "{line}");
    Ok(())
}

#[test]
fn a_script_that_is_none_is_told() -> Outcome {
    let folder = tempfile::tempdir()?;
    let script = folder.path().join("script.json");
    let run = || {
        program(folder.path())
            .arg("practice")
            .arg("--script")
            .arg(&script)
            .output()
    };
    assert_failed(&run()?, 2, &["cannot be read", "script.json"]);
    std::fs::write(&script, r#"{"rulez": []}"#)?;
    assert_failed(&run()?, 2, &["not valid", "rulez"]);
    Ok(())
}

#[test]
fn a_taken_port_is_told() -> Outcome {
    let folder = tempfile::tempdir()?;
    let taken = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = taken.local_addr()?.port().to_string();
    let output = program(folder.path())
        .args(["practice", "--port", &port])
        .output()?;
    assert_failed(&output, 5, &[&port]);
    Ok(())
}
