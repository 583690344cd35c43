//! Closing the window.

use anyhow::Result;
use practice_server::{Action, Endpoint, Occurrence, PracticeConfig, Script};

use crate::harness::{Role, marked_processes, play, quick_practice, until};

/// How the window manager is told to close the window.
const CLOSE: [&str; 1] = ["alt+F4"];

#[tokio::test]
async fn an_export_under_way_is_asked_about() -> Result<()> {
    let practice = PracticeConfig {
        script: Script::default().on(Endpoint::Create, Occurrence::Every, Action::NeverEnds),
        ..quick_practice()
    };
    play(practice, async |stage| {
        let window = stage.open().await?;
        let machine = window.machine();
        let is_running = || {
            let processes = marked_processes(&machine.mark());
            processes
                .iter()
                .any(|process| process.words().trim_end().ends_with("/care-exporter"))
        };
        window.connect(&stage.service).await?;
        window.export_to(&stage.document("agents.xlsx")).await?;
        window.reaches("waiting").await?;

        machine.press_keys(&CLOSE).await?;
        window.press("Stay").await?;
        window.reaches("waiting").await?;

        machine.press_keys(&CLOSE).await?;
        window
            .find_usable(Role::Button, "Stop, and resume next time")
            .await?;
        assert!(is_running());
        // The window may be gone before the driver has its answer.
        let _ = window.press("Stop, and resume next time").await;
        until("the app to end", async || Ok(!is_running())).await?;
        assert_eq!(stage.service.jobs().len(), 1);
        Ok(())
    })
    .await
}
