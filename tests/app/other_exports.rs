//! Exports beside User, and periods that are longer than the service takes.

use anyhow::{Context, Result};
use calamine::Reader;
use serde_json::{Map, Value};

use crate::harness::{ENTER, Role, play, quick_practice};

#[tokio::test]
async fn conversations_of_five_months_become_one_workbook() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window
            .enter_account(&stage.service, stage.service.password())
            .await?;
        window
            .fill("Instance (optional)", &stage.service.instance_address())
            .await?;
        window.save_account().await?;
        window
            .fill("What to export", "Raw Conversation")
            .await?
            .send_keys(ENTER)
            .await?;
        window.click(Role::Radio, "Created in the period").await?;
        // Work queues come by name, from the instance.
        window.says("Search work queues").await?;
        window
            .fill("Period", "The last 30 days")
            .await?
            .send_keys(ENTER)
            .await?;
        window.fill("Days", "150").await?.send_keys(ENTER).await?;
        window.says("This becomes 2 files").await?;
        window.click(Role::Radio, "One file").await?;
        window.says("The parts become one file").await?;

        let path = stage.document("conversations.xlsx");
        window.export_to(&path).await?;
        window.reaches("saved").await?;
        assert_eq!(stage.documents()?, ["conversations.xlsx"]);

        let jobs = stage.service.jobs();
        assert_eq!(jobs.len(), 2, "one job for each part");
        let mut ids = Vec::new();
        for job in &jobs {
            let file = stage.service.file(&job.workflow_id, &job.run_id);
            let rows: Vec<Map<String, Value>> =
                serde_json::from_slice(&file.context("the part is ready")?)?;
            let id = |row: &Map<String, Value>| row["CONVERSATION_ID"].as_str().map(str::to_owned);
            ids.extend(rows.iter().filter_map(id));
        }
        assert!(ids.len() > 20, "{} conversations prove little", ids.len());
        let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(&path)?;
        let sheet = workbook.worksheet_range("Export")?;
        let place = sheet
            .rows()
            .next()
            .and_then(|header| header.iter().position(|cell| *cell == "CONVERSATION_ID"))
            .context("the column")?;
        let saved: Vec<String> = sheet
            .rows()
            .skip(1)
            .map(|row| row[place].to_string())
            .collect();
        assert_eq!(saved, ids, "the rows of the parts, one after another");
        window.close().await
    })
    .await
}
