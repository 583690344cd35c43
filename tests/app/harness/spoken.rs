//! What a screen reader is told of the window, by the desktop's own interface for it (AT-SPI).

use anyhow::{Context, Result};
use serde::Deserialize;

use super::machine::Machine;
use super::program::Program;
use super::sources::checkout;
use super::wait::until;

/// Starts the bus on which windows tell screen readers what is in them.
const LAUNCHER: &str = "/usr/libexec/at-spi-bus-launcher";

/// A thing as a screen reader knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Spoken {
    /// What it is, in AT-SPI's words, such as `push button`.
    pub(crate) role: String,
    /// What it is called.
    pub(crate) name: String,
    /// Whether it is on the screen.
    pub(crate) showing: bool,
    /// Whether it has the keyboard.
    pub(crate) focused: bool,
    /// Whether it is picked or switched on.
    pub(crate) checked: bool,
    /// Whether it can be used.
    pub(crate) sensitive: bool,
}

impl Machine {
    /// Has the app tell screen readers what is in its window. Before it starts.
    pub(crate) async fn heard(mut self) -> Result<Self> {
        self.set("NO_AT_BRIDGE", "0");
        let mut command = self.program(LAUNCHER);
        command.arg("--launch-immediately").arg("--a11y=1");
        let launcher = Program::start(command, &self.log("screen-reader-bus"))?;
        until("the bus of screen readers", async || {
            let address = [
                "--session",
                "--print-reply",
                "--dest=org.a11y.Bus",
                "/org/a11y/bus",
                "org.a11y.Bus.GetAddress",
            ];
            Ok(self.ask("dbus-send", &address).await?.is_some())
        })
        .await?;
        self.keep(launcher);
        Ok(self)
    }

    /// All that is told now.
    pub(crate) async fn spoken(&self) -> Result<Vec<Spoken>> {
        let script = checkout()?.join("tests/app/harness/tree.py");
        let script = script.to_str().context("the path is not UTF-8")?;
        // The system's own Python has the system's own bindings.
        let lines = self
            .ask("/usr/bin/python3", &[script])
            .await?
            .context("the tree can't be read")?;
        lines
            .lines()
            .map(|line| Ok(serde_json::from_str(line)?))
            .collect()
    }
}
