//! The same way by keyboard alone.

use std::fs;

use anyhow::Result;

use crate::harness::{Role, SaveDialog, play, typed_practice};

#[tokio::test]
async fn a_csv_export_needs_no_mouse() -> Result<()> {
    play(typed_practice(), async |stage| {
        let window = stage.open().await?;
        window.walk_to(Role::Button, "Connect your account").await?;
        window.press_keys(&["Return"]).await?;
        let entries = [
            ("Name", "Contact centre"),
            ("API address", &stage.service.address()),
            ("Company key", stage.service.company_key()),
            ("E-mail", stage.service.user()),
            ("Password", stage.service.password()),
        ];
        for (field, text) in entries {
            window.walk_to(Role::Textbox, field).await?;
            window.type_text(text).await?;
        }
        window.walk_to(Role::Button, "Test connection").await?;
        window.press_keys(&["space"]).await?;
        window.says("12 teams").await?;
        window.walk_to(Role::Button, "Save").await?;
        window.press_keys(&["Return"]).await?;

        for column in ["agent_email", "agent_id"] {
            window.walk_to(Role::Textbox, "Add a column").await?;
            window.type_text(column).await?;
            window.press_keys(&["Return"]).await?;
        }
        window.walk_to(Role::Radio, "Excel").await?;
        window.press_keys(&["Down"]).await?;
        window.walk_to(Role::Button, "Export").await?;
        stage.machine.press_keys(&["Return"]).await?;
        let path = stage.document("agents.csv");
        SaveDialog::opened(&stage.machine)
            .await?
            .save_as(&path)
            .await?;
        window.reaches("saved").await?;

        // Made for Excel, with the columns in the order in which they were picked.
        let saved = fs::read_to_string(&path)?;
        assert_eq!(
            saved.lines().next(),
            Some("\u{feff}agent_email,agent_id"),
            "{}",
            path.display()
        );
        assert!(saved.lines().count() > 200);
        window.close().await
    })
    .await
}
