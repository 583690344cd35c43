//! Pictures of the display.

use std::path::Path;

use anyhow::{Result, bail};

use super::machine::Machine;

impl Machine {
    /// Writes a picture of the whole display as a PNG file.
    pub(crate) async fn screenshot(&self, file: &Path) -> Result<()> {
        let path = file.display().to_string();
        if self
            .ask("import", &["-window", "root", &path])
            .await?
            .is_none()
        {
            bail!("no picture of the display could be taken");
        }
        Ok(())
    }
}
