//! The save dialog, and files that are there already.

use std::fs;

use anyhow::Result;
use practice_server::Origin;

use crate::harness::{Role, Stage, play, quick_practice};

/// What the service was asked to make.
fn creations(stage: &Stage) -> usize {
    let requests = stage.service.requests();
    requests
        .iter()
        .filter(|request| request.origin == Origin::Api && request.method == "POST")
        .count()
}

#[tokio::test]
async fn escape_in_the_save_dialog_changes_nothing() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        window.add_columns(&["agent_name"]).await?;
        let before = window.text().await?;

        window.ask_where_to_save().await?.escape().await?;

        // The page is ready for the next try, and as it was.
        window.find_usable(Role::Button, "Export").await?;
        assert_eq!(window.phase().await?, "idle");
        assert_eq!(window.text().await?, before);
        assert_eq!(creations(stage), 0, "nothing was sent");
        assert!(stage.documents()?.is_empty());
        window.close().await
    })
    .await
}

#[tokio::test]
async fn a_file_is_replaced_only_after_a_yes() -> Result<()> {
    play(quick_practice(), async |stage| {
        let path = stage.document("agents.json");
        fs::write(&path, "last year's")?;
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        window.click(Role::Radio, "JSON").await?;

        let dialog = window.ask_where_to_save().await?;
        dialog.enter(&path).await?;
        dialog.confirm_and_be_asked().await?.refuse().await?;
        dialog.has_keyboard().await?;
        dialog.escape().await?;
        window.find_usable(Role::Button, "Export").await?;
        assert_eq!(window.phase().await?, "idle");
        assert_eq!(creations(stage), 0, "nothing was sent");
        assert_eq!(fs::read(&path)?, b"last year's");

        let dialog = window.ask_where_to_save().await?;
        dialog.enter(&path).await?;
        dialog.confirm_and_be_asked().await?.accept().await?;
        dialog.gone().await?;
        window.reaches("saved").await?;
        assert_eq!(fs::read(&path)?, stage.only_file()?);
        assert_eq!(stage.documents()?, ["agents.json"]);
        window.close().await
    })
    .await
}
