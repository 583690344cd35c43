//! A person's hands on the keyboard and the mouse, through the X server: the app can't tell them from real ones.

use anyhow::{Context, Result};

use super::machine::Machine;
use super::wait::until;

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

    /// Takes hold of what is in the middle of a window, to drag it.
    pub(crate) async fn grab(&self, window: &str) -> Result<()> {
        let over = ["mousemove", "--window", window, "60", "25"];
        self.xdotool(&[&over[..], &["mousedown", "1"]].concat())
            .await
    }

    /// Moves what is dragged about over a window.
    pub(crate) async fn drag_over(&self, window: &str) -> Result<()> {
        let over = |x, y| ["mousemove", "--sync", "--window", window, x, y];
        self.xdotool(&[over("500", "400"), over("520", "410")].concat())
            .await
    }

    /// Lets go of what is dragged.
    pub(crate) async fn let_go(&self) -> Result<()> {
        self.xdotool(&["mouseup", "1"]).await
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

    /// The window that has the keyboard.
    pub(crate) async fn window_with_keyboard(&self) -> Result<Option<String>> {
        let active = self.ask("xdotool", &["getactivewindow"]).await?;
        Ok(active.map(|window| window.trim().to_owned()))
    }

    /// Waits until a window has the keyboard.
    pub(crate) async fn has_keyboard(&self, window: &str) -> Result<()> {
        until("a window to have the keyboard", async || {
            Ok(self.window_with_keyboard().await?.as_deref() == Some(window))
        })
        .await
    }

    async fn xdotool(&self, arguments: &[&str]) -> Result<()> {
        self.ask("xdotool", arguments)
            .await?
            .map(drop)
            .with_context(|| format!("xdotool {} failed", arguments.join(" ")))
    }
}
