//! Cancelling a run, wherever it is.

use anyhow::Result;
use practice_server::{Action, Endpoint, Occurrence, PracticeConfig, Script};

use crate::harness::{Role, Stage, play, quick_practice, until};

async fn cancel_in(stage: &Stage, phase: &str) -> Result<()> {
    let window = stage.open().await?;
    window.connect(&stage.service).await?;
    window.export_to(&stage.document("agents.xlsx")).await?;
    window.reaches(phase).await?;
    if phase == "downloading" {
        until("a part of the file to arrive", async || {
            Ok(stage
                .documents()?
                .iter()
                .any(|name| name.ends_with(".part")))
        })
        .await?;
    }

    window.press("Cancel").await?;

    window.reaches("cancelled").await?;
    let left = stage.documents()?;
    assert!(left.is_empty(), "left behind: {left:?}");
    // And the next export can be made at once.
    stage.service.set_script(Script::default());
    window.press("New export").await?;
    window.find_usable(Role::Button, "Export").await?;
    window.close().await
}

#[tokio::test]
async fn while_the_service_makes_the_export() -> Result<()> {
    let practice = PracticeConfig {
        script: Script::default().on(Endpoint::Create, Occurrence::Every, Action::NeverEnds),
        ..quick_practice()
    };
    play(practice, async |stage| cancel_in(stage, "waiting").await).await
}

#[tokio::test]
async fn while_the_file_is_on_its_way() -> Result<()> {
    let stalled = Action::StallAfter { bytes: 4_000 };
    let practice = PracticeConfig {
        script: Script::default().on(Endpoint::File, Occurrence::Every, stalled),
        ..quick_practice()
    };
    play(practice, async |stage| {
        cancel_in(stage, "downloading").await
    })
    .await
}
