//! The window goes, and the work goes on; a second start; the signals of a logout.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use practice_server::{Action, Endpoint, Occurrence, PracticeConfig, Script};
use rustix::process::{Pid, Signal, kill_process};

use crate::harness::{Machine, Role, Window, marked_processes, play, quick_practice, until};

/// How the window manager is told to close the window.
const CLOSE: [&str; 1] = ["alt+F4"];
/// The title of the app's window.
const TITLE: &str = "^Care Exporter";

/// The app's process, when it runs.
fn app(machine: &Machine) -> Option<i32> {
    marked_processes(&machine.mark())
        .into_iter()
        .find(|process| process.words().trim_end().ends_with("/care-exporter"))
        .map(|process| process.id)
}

/// Starts an export and waits until the service works on it.
async fn export(window: &Window<'_>, path: &std::path::Path) -> Result<()> {
    window.click(Role::Radio, "JSON").await?;
    window.export_to(path).await?;
    window.reaches("waiting").await
}

async fn go_to_the_background(window: &Window<'_>) -> Result<()> {
    let machine = window.machine();
    machine.press_keys(&CLOSE).await?;
    window
        .walk_to(Role::Button, "Keep working in the background")
        .await?;
    // By the keyboard: the driver waits for a page that is not drawn any more.
    machine.press_keys(&["Return"]).await?;
    until("the window to go", async || {
        Ok(machine.windows_titled(TITLE).await?.is_empty())
    })
    .await
}

#[tokio::test]
async fn a_second_start_brings_the_window_back_from_the_background() -> Result<()> {
    let practice = PracticeConfig {
        script: Script::default().on(Endpoint::Create, Occurrence::Every, Action::NeverEnds),
        ..quick_practice()
    };
    play(practice, async |stage| {
        let window = stage.open().await?;
        let machine = window.machine();
        window.connect(&stage.service).await?;
        export(&window, &stage.document("agents.json")).await?;
        go_to_the_background(&window).await?;
        let first = app(machine).context("the app went with its window")?;

        let second = machine
            .tool(env!("CARGO_BIN_EXE_care-exporter"))
            .output()
            .await?;

        assert!(second.status.success(), "{second:?}");
        until("the window to come back", async || {
            Ok(!machine.windows_titled(TITLE).await?.is_empty())
        })
        .await?;
        assert_eq!(app(machine), Some(first), "there is one app");
        window.reaches("waiting").await?;
        assert_eq!(stage.service.jobs().len(), 1);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_app_ends_with_its_last_export_in_the_background() -> Result<()> {
    let practice = PracticeConfig {
        run_time: Duration::from_secs(6)..=Duration::from_secs(6),
        ..quick_practice()
    };
    play(practice, async |stage| {
        let path = stage.document("agents.json");
        let window = stage.open().await?;
        let machine = window.machine();
        window.connect(&stage.service).await?;
        export(&window, &path).await?;
        go_to_the_background(&window).await?;
        assert!(!path.exists(), "there is something left to do");

        until("the app to end", async || Ok(app(machine).is_none())).await?;

        assert_eq!(fs::read(&path)?, stage.only_file()?);
        assert_eq!(stage.documents()?, ["agents.json"]);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_logout_ends_the_app_in_order_and_the_export_goes_on_next_time() -> Result<()> {
    let practice = PracticeConfig {
        run_time: Duration::from_secs(4)..=Duration::from_secs(4),
        ..quick_practice()
    };
    play(practice, async |stage| {
        let path = stage.document("agents.json");
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        export(&window, &path).await?;

        let id = app(window.machine()).and_then(Pid::from_raw);
        kill_process(id.context("the app is not there")?, Signal::TERM)?;
        until("the app to end", async || Ok(app(&stage.machine).is_none())).await?;
        drop(window);
        assert!(!path.exists());

        let _window = stage.open().await?;
        until("the file", async || Ok(path.exists())).await?;
        assert_eq!(
            fs::read(&path)?,
            stage.only_file()?,
            "of the one export that was asked for"
        );
        assert_eq!(stage.documents()?, ["agents.json"]);
        Ok(())
    })
    .await
}
