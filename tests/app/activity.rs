//! The list of exports: what can be done with one that is over.

use std::fs;

use anyhow::Result;

use crate::harness::{Role, Window, play, quick_practice, until};

/// Waits until so many exports are listed.
async fn lists(window: &Window<'_>, count: u64) -> Result<()> {
    until(&format!("{count} exports on the list"), async || {
        let rows = "return document.querySelectorAll('.run-row').length";
        Ok(window.run(rows, vec![]).await?.as_u64() == Some(count))
    })
    .await
}

#[tokio::test]
async fn a_past_export_runs_again_and_leaves_the_list_and_comes_back() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        // Unlike a workbook, it does not say when it was asked for: two of them are alike.
        window.click(Role::Radio, "JSON").await?;
        window.export_to(&stage.document("agents.json")).await?;
        window.reaches("saved").await?;

        window.click(Role::Link, "Activity").await?;
        lists(&window, 1).await?;
        window.says("agents.json").await?;

        // Beside the first file, unasked.
        window.press("Run again").await?;
        lists(&window, 2).await?;
        until("the second file", async || {
            let documents = stage.documents()?;
            // What is on its way lies beside it, hidden.
            Ok(documents
                .iter()
                .filter(|name| name.ends_with(".json"))
                .count()
                == 2)
        })
        .await?;
        window.reaches("saved").await?;
        let documents = stage.documents()?;
        let [again, first] = documents.as_slice() else {
            anyhow::bail!("there are {documents:?}");
        };
        assert_eq!(first, "agents.json");
        assert_eq!(
            fs::read(stage.document(again))?,
            fs::read(stage.document(first))?
        );

        window.press("Copy details for support").await?;
        window.says("Copied.").await?;

        window.press("Remove from list").await?;
        lists(&window, 1).await?;
        window.says("The export is off the list.").await?;
        assert_eq!(stage.documents()?.len(), 2, "the files stay");
        window.press("Undo").await?;
        lists(&window, 2).await?;
        window.close().await?;

        // What was put back is there the next time, and what was moved is said.
        fs::rename(stage.document("agents.json"), stage.document("moved.json"))?;
        let window = stage.open().await?;
        window.click(Role::Link, "Activity").await?;
        lists(&window, 2).await?;
        window.says("File moved").await?;
        window.close().await
    })
    .await
}
