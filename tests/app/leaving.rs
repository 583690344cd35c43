//! The signals of a logout.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use practice_server::PracticeConfig;
use rustix::process::{Pid, Signal, kill_process};

use crate::harness::{Machine, Role, Window, marked_processes, play, quick_practice, until};

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
