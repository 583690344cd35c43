//! A look into a saved file, in the real window.

use anyhow::{Result, bail};

use crate::harness::{Role, play, quick_practice, until};

/// What the dialog says.
const SAYS: &str = "return document.querySelector('[role=dialog]')?.innerText ?? ''";

#[tokio::test]
async fn the_rows_of_a_workbook_are_walked_through_to_the_last() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        window
            .add_columns(&["agent_name", "TOTAL_GREEN_STATE_TIME_MILLIS", "agent_id"])
            .await?;
        window.export_to(&stage.document("agents.xlsx")).await?;
        window.reaches("saved").await?;
        let dialog_says = async |words: &str| {
            until(&format!("the dialog to say {words:?}"), async || {
                let text = window.run(SAYS, vec![]).await?;
                if text.as_str().is_some_and(|text| text.contains(words)) {
                    return Ok(true);
                }
                bail!("it says {text}")
            })
            .await
        };

        window.press("Look inside").await?;
        let rows: Vec<serde_json::Value> = serde_json::from_slice(&stage.only_file()?)?;
        let name = |row: &serde_json::Value| row["agent_name"].as_str().map(str::to_owned);
        let first = rows.first().and_then(name).unwrap_or_default();
        let last = rows.last().and_then(name).unwrap_or_default();
        dialog_says(&first).await?;
        dialog_says(&format!("{} rows, 3 columns", rows.len())).await?;

        // Only what is in sight is drawn, and it is drawn where it belongs.
        let drawn = "return document.querySelectorAll('[role=dialog] [role=grid] [role=row]').length";
        let drawn = window.run(drawn, vec![]).await?.as_u64();
        assert!(drawn.is_some_and(|rows| rows < 60), "{drawn:?} rows are drawn");
        let on = "return document.activeElement.getAttribute('role')";
        while window.run(on, vec![]).await? != "grid" {
            window.press_keys(&["Tab"]).await?;
        }
        window.press_keys(&["Down", "ctrl+End"]).await?;
        dialog_says(&last).await?;
        let hidden = "const grid = document.querySelector('[role=dialog] [role=grid]').getBoundingClientRect();
            const cell = document.querySelector('[role=dialog] [role=gridcell][aria-selected=true]').getBoundingClientRect();
            return [cell.top - grid.top, grid.bottom - cell.bottom, grid.right - cell.right]";
        until("the active cell to be in sight", async || {
            let room = window.run(hidden, vec![]).await?;
            if room.as_array().into_iter().flatten().all(|room| room.as_f64() >= Some(-1.0)) {
                return Ok(true);
            }
            bail!("there is room of {room}")
        })
        .await?;
        window.press_keys(&["Escape"]).await?;
        window.find_usable(Role::Button, "Look inside").await?;
        window.close().await
    })
    .await
}
