//! What a person at a terminal sees. util-linux's `script` gives the program a terminal.

use std::error::Error;
use std::io::{Read, Write};
use std::process::{ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::bench::{Bench, Outcome, PASSWORD, Running, program, stderr};

/// The command as it would be, but on a terminal, all of whose output comes out of the pipe. Afterwards the terminal's
/// settings are printed, when its name was asked for with the variable TTY_NAME.
fn on_terminal(inner: &Command) -> Command {
    let quoted = |text: &std::ffi::OsStr| format!("'{}'", text.to_string_lossy());
    let words: Vec<String> = std::iter::once(inner.get_program())
        .chain(inner.get_args())
        .map(quoted)
        .collect();
    let line = format!(
        "test -z \"$TTY_NAME\" || tty >\"$TTY_NAME\"; {}; code=$?; test -z \"$TTY_NAME\" || stty -a; exit $code",
        words.join(" ")
    );
    let mut command = Command::new("script");
    command.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
    command
        .env_clear()
        .env("TERM", "xterm")
        .env("PATH", "/usr/bin:/bin");
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
        .current_dir(inner.get_current_dir().unwrap_or(std::path::Path::new("/")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bar_is_drawn_and_gone_at_the_end() -> Outcome {
    let bench = Bench::new().await?;
    let target = bench.out("a.json");
    let output = on_terminal(&bench.run(&target, &[])).output()?;
    let seen = String::from_utf8(output.stdout)?;
    assert_eq!(output.status.code(), Some(0), "{seen}");
    assert!(
        seen.contains("The service is making the export"),
        "{seen:?}"
    );
    let last = seen
        .trim_end()
        .rsplit(['\r', '\n'])
        .next()
        .unwrap_or_default();
    // Clearing the bar's line comes first.
    assert!(
        last.ends_with(target.to_str().ok_or("Unicode")?),
        "{last:?}"
    );
    assert_eq!(std::fs::read(&target)?, bench.only_file());
    Ok(())
}

#[test]
fn a_conversion_draws_the_bytes_it_has_read_of_all() -> Outcome {
    let folder = tempfile::tempdir()?;
    let row = r#"{"id":"1","note":"some words that take a little room"}"#;
    let rows = format!("[{}]", vec![row; 100_000].join(","));
    std::fs::write(folder.path().join("in.json"), &rows)?;
    let mut inner = program(folder.path());
    inner.current_dir(folder.path());
    // Picked columns: the file is read once.
    inner.args(["convert", "in.json", "out.xlsx", "--column", "note"]);
    let output = on_terminal(&inner).output()?;
    let seen = String::from_utf8(output.stdout)?;
    assert_eq!(output.status.code(), Some(0), "{seen}");
    let total = format!(" of {:.2} MiB", rows.len() as f64 / 1_048_576.0);
    assert!(seen.contains("Converting ["), "{seen:?}");
    assert!(seen.contains(&total), "{total}: {seen:?}");
    assert!(seen.trim_end().ends_with("out.xlsx"), "{seen:?}");
    Ok(())
}

/// A program at its password prompt, on a terminal that shows nothing of what is typed.
struct Prompt {
    program: Running,
    output: ChildStdout,
    seen: Vec<u8>,
}

impl Prompt {
    fn of(bench: &Bench) -> Result<Self, Box<dyn Error>> {
        let address = bench.server.address();
        let account = [
            "--company-key",
            bench.server.company_key(),
            "--user",
            bench.server.user(),
        ];
        let mut inner = bench.command(&[
            "connections",
            "add",
            "Work",
            "--url",
            &address,
            "--no-keychain",
        ]);
        inner.args(account).env_remove("CARE_EXPORT_PASSWORD");
        let name = bench.data_dir().with_extension("tty");
        let mut outer = on_terminal(&inner);
        outer.env("TTY_NAME", &name);
        let mut program = Running(outer.spawn()?);
        let mut output = program.0.stdout.take().ok_or("its standard output")?;
        let mut seen = Vec::new();
        while !seen.ends_with(b"Password: ") {
            let mut byte = [0];
            output.read_exact(&mut byte)?;
            seen.push(byte[0]);
        }
        // The prompt is written a moment before the terminal stops showing what is typed.
        let terminal = std::fs::read_to_string(name)?;
        while settings(terminal.trim())?.contains(" echo ") {
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(Prompt {
            program,
            output,
            seen,
        })
    }

    /// Types something, waits for the end, and gives the exit code and all that was seen.
    fn answer(mut self, typed: &[u8]) -> Result<(Option<i32>, String), Box<dyn Error>> {
        let mut input = self.program.0.stdin.take().ok_or("its standard input")?;
        input.write_all(typed)?;
        input.flush()?;
        self.output.read_to_end(&mut self.seen)?;
        let code = self.program.0.wait()?.code();
        Ok((code, String::from_utf8(self.seen)?))
    }
}

fn settings(terminal: &str) -> std::io::Result<String> {
    let output = Command::new("stty").args(["-F", terminal, "-a"]).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_is_asked_for_and_not_shown() -> Outcome {
    let bench = Bench::new().await?;
    let (code, seen) = Prompt::of(&bench)?.answer(format!("{PASSWORD}\r").as_bytes())?;
    assert_eq!(code, Some(0), "{seen}");
    assert!(seen.contains("Added Work"), "{seen:?}");
    assert!(!seen.contains(&PASSWORD[..7]), "the password was shown");
    let listed = bench.command(&["connections", "list"]).output()?;
    bench.assert_no_password(&listed)?;
    assert_eq!(stderr(&listed), "");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_at_the_prompt_leaves_the_terminal_as_it_was() -> Outcome {
    let bench = Bench::new().await?;
    let (code, seen) = Prompt::of(&bench)?.answer(b"half a pass\x03")?;
    assert_eq!(code, Some(130), "{seen}");
    assert!(seen.contains("Cancelled."), "{seen:?}");
    assert!(!seen.contains("half"), "{seen:?}");
    assert!(seen.contains(" echo "), "{seen:?}");
    assert!(bench.server.requests().is_empty(), "nothing was sent");
    Ok(())
}
