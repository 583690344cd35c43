//! An export that the end of the app cut off.

use std::fs;

use anyhow::Result;
use practice_server::{Action, Endpoint, Occurrence, PracticeConfig, Script};

use crate::harness::{Role, play, quick_practice, until};

#[tokio::test]
async fn an_export_goes_on_when_the_app_is_started_again() -> Result<()> {
    let stalled = Action::StallAfter { bytes: 4_000 };
    let practice = PracticeConfig {
        script: Script::default().on(Endpoint::File, Occurrence::Every, stalled),
        ..quick_practice()
    };
    play(practice, async |stage| {
        let path = stage.document("agents.json");
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        window.click(Role::Radio, "JSON").await?;
        window.export_to(&path).await?;
        window.reaches("downloading").await?;
        // No goodbye: this is what a power cut looks like.
        drop(window);
        assert!(!path.exists(), "there is no half file");

        stage.service.set_script(Script::default());
        let window = stage.open().await?;

        // Perhaps before the window could show it.
        until("the file", async || Ok(path.exists())).await?;
        assert_eq!(
            fs::read(&path)?,
            stage.only_file()?,
            "of the one export that was asked for"
        );
        assert_eq!(stage.documents()?, ["agents.json"]);
        window.close().await
    })
    .await
}
