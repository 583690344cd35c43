//! From the first start to a saved file, by mouse.

use std::fs;

use anyhow::Result;
use serde_json::Value;

use crate::harness::{Role, play, quick_practice};

#[tokio::test]
async fn a_json_export_is_saved_byte_for_byte() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window
            .enter_account(&stage.service, stage.service.password())
            .await?;
        window.press("Test connection").await?;
        window.says("12 teams").await?;
        window.save_account().await?;
        window.find(Role::Option, "Agent name").await?;
        let beyond = window
            .run(
                "return document.documentElement.scrollHeight - window.innerHeight",
                vec![],
            )
            .await?;
        assert_eq!(beyond, 0, "only the page scrolls, never the whole document");

        // One from the list, one by its name alone, and one that only JSON files have.
        window.pick_column("agent_name").await?;
        window
            .add_columns(&["practice_employee_number", "TOTAL_GREEN_STATE_TIME_MILLIS"])
            .await?;
        window.click(Role::Radio, "JSON").await?;
        let path = stage.document("agents of last month.json");
        window.export_to(&path).await?;
        window.reaches("saved").await?;

        let saved = fs::read(&path)?;
        assert_eq!(
            saved,
            stage.only_file()?,
            "the file is the service's, byte for byte"
        );
        let rows: Vec<serde_json::Map<String, Value>> = serde_json::from_slice(&saved)?;
        let mut columns: Vec<&str> = rows[0].keys().map(String::as_str).collect();
        columns.sort_unstable();
        assert_eq!(
            columns,
            [
                "TOTAL_GREEN_STATE_TIME_MILLIS",
                "agent_name",
                "practice_employee_number"
            ]
        );
        assert_eq!(
            stage.documents()?,
            ["agents of last month.json"],
            "nothing else was left beside it"
        );
        window.close().await
    })
    .await
}
