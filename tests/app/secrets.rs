//! The password is in the keychain, and nowhere else; the service's tokens are nowhere at all.

use std::fs::{self, File};
use std::time::Duration;

use anyhow::{Context, Result};
use practice_server::{Action, AnswerBody, Endpoint, Occurrence, PracticeServer, Script};

use crate::harness::{Machine, Program, Window, marked_processes, play, quick_practice, until};
use crate::search::Search;

#[tokio::test]
async fn the_password_is_in_the_keychain_and_nowhere_else() -> Result<()> {
    play(quick_practice(), async |stage| {
        let bus = record_bus(&stage.machine).await?;
        let window = stage.open().await?;
        window
            .enter_account(&stage.service, stage.service.password())
            .await?;
        window.press("Test connection").await?;
        window.says("12 teams").await?;
        window.save_account().await?;
        keep_as_preset(&window).await?;
        window.export_to(&stage.document("agents.xlsx")).await?;
        window.reaches("saved").await?;

        let kept = stage
            .machine
            .keychain_secrets("service", "care-exporter")
            .await?;
        assert_eq!(kept, [stage.service.password()]);

        // One that fails with all that the service heard, and one that is cut off in the middle of its file.
        let echo = Action::Answer {
            status: 400,
            body: AnswerBody::Text(format!(
                r#"{{"message":"{} at /p?analyticsAccessToken=abc"}}"#,
                stage.service.password().replace('"', "\\\"")
            )),
        };
        let script = Script::default().on(Endpoint::Create, Occurrence::First(1), echo);
        let stall = Action::StallAfter { bytes: 4_000 };
        let script = script.on(Endpoint::File, Occurrence::Every, stall);
        stage.service.set_script(script);
        window.press("New export").await?;
        window.export_to(&stage.document("refused.csv")).await?;
        window.reaches("failed").await?;
        window.press("New export").await?;
        window.export_to(&stage.document("stalled.json")).await?;
        window.reaches("downloading").await?;
        until("a part of the file", async || {
            let mut names = stage.documents()?.into_iter();
            Ok(names.any(|name| name.ends_with(".part")))
        })
        .await?;

        let search = search_for(&secrets_of(&stage.service));
        let root = stage.machine.root();
        let look = || search.look_through(root).map_err(anyhow::Error::msg);
        // Running, and again after its end, when everything is written out.
        look()?;
        look_at_processes(&search, &stage.machine)?;
        window.close().await?;
        look()?;

        // The search sees what is there: the e-mail is no secret, and is stored.
        let known = Search::new([("the e-mail", stage.service.user().as_bytes())]);
        let data = stage.machine.data_home().join("care-exporter");
        assert!(known.look_through(&data).is_err());
        // What is said on the bus is seen too.
        plant_on_bus(&stage.machine, stage.service.password()).await?;
        until("the bus to be recorded", async || {
            Ok(search.look_through(root).is_err())
        })
        .await?;
        drop(bus);
        Ok(())
    })
    .await
}

async fn keep_as_preset(window: &Window<'_>) -> Result<()> {
    window.press("Save as preset").await?;
    window.fill("Name of the preset", "Month end").await?;
    window.press("Save").await?;
    window
        .says("Month end is saved. Run it from the Presets page.")
        .await
}

/// Writes down every byte that is said on the machine's bus, among its logs.
async fn record_bus(machine: &Machine) -> Result<Program> {
    let record = machine.log("bus");
    let mut command = machine.program("dbus-monitor");
    command
        .args(["--session", "--binary"])
        .stdout(File::create(&record).context("a record")?);
    let monitor = Program::start(command, &machine.log("bus-monitor"))?;
    until("the record of the bus to begin", async || {
        Ok(fs::metadata(&record)?.len() > 0)
    })
    .await?;
    Ok(monitor)
}

/// Says something aloud on the bus.
async fn plant_on_bus(machine: &Machine, secret: &str) -> Result<()> {
    let said = format!("string:{secret}");
    let signal = [
        "--session",
        "--type=signal",
        "/planted",
        "org.example.Planted.Secret",
        &said,
    ];
    machine
        .ask("dbus-send", &signal)
        .await?
        .context("the bus does not take it")?;
    tokio::time::sleep(Duration::from_millis(50)).await;
    Ok(())
}

/// What every program of the machine was started with, and whether the app's would leave its memory behind.
fn look_at_processes(search: &Search, machine: &Machine) -> Result<()> {
    let processes = marked_processes(&machine.mark());
    let is_app = |words: &str| words.contains("care-exporter ") || words.ends_with("care-exporter");
    let mut seen = false;
    for process in processes {
        let words = process.words();
        for (what, bytes) in [
            ("arguments", &process.command_line),
            ("environment", &process.environment),
        ] {
            if let Some(secret) = search.find(bytes) {
                anyhow::bail!("{secret} is in the {what} of {words}");
            }
        }
        if is_app(words.trim()) {
            let limits = fs::read_to_string(format!("/proc/{}/limits", process.id))?;
            let core = limits
                .lines()
                .find(|line| line.starts_with("Max core file size"));
            let core = core.context("a limit for core dumps")?;
            assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
            seen = true;
        }
    }
    assert!(seen, "the app runs");
    Ok(())
}

/// The account's secrets, and the tokens that the service gave out.
fn secrets_of(service: &PracticeServer) -> Vec<(&'static str, Vec<u8>)> {
    let password = service.password();
    let basic = format!("{}:{password}", service.user());
    let mut secrets = vec![
        ("the password", password.into()),
        ("the Basic credentials", basic.into()),
    ];
    for request in service.requests() {
        let pairs = request
            .query
            .split('&')
            .filter_map(|pair| pair.split_once('='));
        for (name, value) in pairs {
            match name {
                "analyticsAccessToken" => secrets.push(("a token of the service", value.into())),
                "Signature" => secrets.push(("the signature of a file's address", value.into())),
                _ => {}
            }
        }
    }
    for name in [
        "a token of the service",
        "the signature of a file's address",
    ] {
        assert!(
            secrets.iter().any(|(known, _)| *known == name),
            "the service gives out {name}"
        );
    }
    secrets
}

fn search_for(secrets: &[(&'static str, Vec<u8>)]) -> Search {
    Search::new(
        secrets
            .iter()
            .map(|(name, bytes)| (*name, bytes.as_slice())),
    )
}
