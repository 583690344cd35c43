//! Pictures of the display.

use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use super::machine::Machine;
use super::wait::until;

impl Machine {
    /// Writes a picture of the whole display as a PNG file, once nothing moves on it.
    pub(crate) async fn screenshot(&self, file: &Path) -> Result<()> {
        let mut before = Vec::new();
        until("the display to be still", async || {
            let now = self.picture_below("root", 0).await?;
            let still = now == before;
            before = now;
            Ok(still)
        })
        .await?;
        Ok(fs::write(file, before)?)
    }

    /// Waits until a window shows something: it opens before the page in it is painted.
    pub(crate) async fn painted(&self, window: &str) -> Result<()> {
        until("the window to be painted", async || {
            let count_colours = [
                "-window",
                window,
                "-crop",
                "80%x80%+0+0",
                "-format",
                "%k",
                "info:-",
            ];
            let colours = self
                .ask("import", &count_colours)
                .await?
                .unwrap_or_default();
            Ok(colours.trim().parse::<u32>()? > 8)
        })
        .await
    }

    /// A picture of what is in a window below so many pixels, as a PNG file.
    pub(crate) async fn picture_below(&self, window: &str, top: i64) -> Result<Vec<u8>> {
        let part = format!("+0+{top}");
        // Without the time, which would make each picture another.
        let arguments = [
            "-window",
            window,
            "-crop",
            &part,
            "+repage",
            "-define",
            "png:exclude-chunks=date,time",
            "png:-",
        ];
        let output = self.tool("import").args(arguments).output().await?;
        if !output.status.success() {
            bail!("no picture of the display could be taken");
        }
        Ok(output.stdout)
    }
}
