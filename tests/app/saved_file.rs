//! What can be done with a saved file.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use anyhow::Result;

use crate::harness::{play, quick_practice, until_some};

#[tokio::test]
async fn a_saved_file_opens_with_the_desktops_program() -> Result<()> {
    play(quick_practice(), async |stage| {
        let asked = stage.machine.root().join("opened");
        let opener = stage.machine.programs().join("xdg-open");
        fs::write(
            &opener,
            format!("#!/bin/sh\nprintf %s \"$*\" > '{}'\n", asked.display()),
        )?;
        fs::set_permissions(&opener, fs::Permissions::from_mode(0o755))?;
        let path = stage.document("agents, \"all\" & more.xlsx");
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        window.export_to(&path).await?;
        window.reaches("saved").await?;

        window.press("Open").await?;

        let opened = until_some("the file to be opened", async || {
            let asked = fs::read_to_string(&asked)?;
            Ok(Some(asked).filter(|asked| !asked.is_empty()))
        })
        .await?;
        assert_eq!(opened, path.display().to_string());

        // Moved away, it is not there to open: that is said, and nothing is started.
        fs::rename(&path, stage.document("moved.xlsx"))?;
        fs::remove_file(&asked)?;
        window.press("Open").await?;
        window.says("The file is not where it was saved.").await?;
        assert!(!asked.exists());
        window.close().await
    })
    .await
}
