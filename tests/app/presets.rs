//! Exports that are kept under a name, to be run again.

use anyhow::Result;

use crate::harness::{Role, SaveDialog, play, quick_practice, until};

#[tokio::test]
async fn a_preset_is_one_click_away_from_the_start() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        window.press("Save as preset").await?;
        window.fill("Name of the preset", "Month end").await?;
        window.press("Save").await?;
        window
            .says("Month end is saved. Run it from the Presets page.")
            .await?;
        window.close().await?;

        // Whoever has presets begins with them.
        let window = stage.open().await?;
        window.find(Role::Row, "Month end").await?;
        window.press("Run Month end").await?;
        let path = stage.document("month end.xlsx");
        SaveDialog::opened(&stage.machine)
            .await?
            .save_as(&path)
            .await?;
        until("the file", async || {
            Ok(stage.documents()? == ["month end.xlsx"])
        })
        .await?;
        window.says("Saved · Today").await?;

        // Deleted and put back, it is as it was.
        window.click(Role::Button, "More for Month end").await?;
        window.press_keys(&["End", "Return"]).await?;
        window.says("No presets yet").await?;
        window.press("Undo").await?;
        window.find(Role::Row, "Month end").await?;
        window.says("Saved · Today").await?;
        window.close().await
    })
    .await
}
