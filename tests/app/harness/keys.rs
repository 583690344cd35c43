//! A person's hands on the keyboard and the mouse, through the X server: the app can't tell them from real ones.

use anyhow::{Context, Result};

use super::machine::Machine;
use super::wait::until;

/// Pixels from the left and from the top of a window without its frame.
pub(crate) type Place = (i64, i64);

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

    /// Clicks a place in a window.
    pub(crate) async fn click_at(&self, window: &str, place: Place) -> Result<()> {
        self.point_at(window, place).await?;
        self.xdotool(&["click", "1"]).await
    }

    /// Takes hold of what is at a place in a window, to drag it.
    pub(crate) async fn grab(&self, window: &str, place: Place) -> Result<()> {
        self.point_at(window, place).await?;
        self.xdotool(&["mousedown", "1"]).await
    }

    /// Moves what is dragged to a place in a window.
    pub(crate) async fn drag_over(&self, window: &str, (x, y): Place) -> Result<()> {
        self.point_at(window, (x - 4, y - 2)).await?;
        self.point_at(window, (x, y)).await
    }

    /// Moves the mouse to a place in a window.
    pub(crate) async fn point_at(&self, window: &str, (x, y): Place) -> Result<()> {
        let place = [x.to_string(), y.to_string()];
        let [x, y] = &place;
        self.xdotool(&["mousemove", "--window", window, x, y]).await
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

    /// The width and height of a window without its frame, in pixels.
    pub(crate) async fn size_of(&self, window: &str) -> Result<(i64, i64)> {
        let told = self
            .ask("xdotool", &["getwindowgeometry", "--shell", window])
            .await?
            .context("the window is gone")?;
        let side = |name: &str| -> Result<i64> {
            let told = told.lines().find_map(|line| line.strip_prefix(name));
            Ok(told.context("its size is not told")?.parse()?)
        };
        Ok((side("WIDTH=")?, side("HEIGHT=")?))
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
