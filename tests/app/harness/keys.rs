//! A person's hands on the keyboard, through the X server: the app can't tell them from real ones.

use anyhow::{Context, Result};

use super::machine::Machine;

impl Machine {
    /// Presses keys one after the other, by xdotool's names (`Tab`, `ctrl+a`).
    pub(crate) async fn press_keys(&self, keys: &[&str]) -> Result<()> {
        self.xdotool(&[&["key", "--clearmodifiers"], keys].concat())
            .await
    }

    /// Types a text.
    pub(crate) async fn type_text(&self, text: &str) -> Result<()> {
        self.xdotool(&["type", "--clearmodifiers", "--delay", "5", "--", text])
            .await
    }

    /// The visible windows whose title matches a regular expression.
    pub(crate) async fn windows_titled(&self, title: &str) -> Result<Vec<String>> {
        let found = self
            .ask("xdotool", &["search", "--onlyvisible", "--name", title])
            .await?;
        Ok(found
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect())
    }

    /// Gives a window the keyboard. There is no window manager to do it.
    pub(crate) async fn focus(&self, window: &str) -> Result<()> {
        self.xdotool(&["windowfocus", "--sync", window]).await
    }

    async fn xdotool(&self, arguments: &[&str]) -> Result<()> {
        self.ask("xdotool", arguments)
            .await?
            .map(drop)
            .with_context(|| format!("xdotool {} failed", arguments.join(" ")))
    }
}
