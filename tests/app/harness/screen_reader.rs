//! A screen reader: what it is told of the window by the desktop's own interface for it (AT-SPI), and what it can do there.

use std::fs;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::sync::Mutex;

use super::machine::Machine;
use super::program::Program;
use super::sources::checkout;
use super::wait::until;
use super::window::Role;

/// Starts the bus on which windows tell screen readers what is in them.
const LAUNCHER: &str = "/usr/libexec/at-spi-bus-launcher";

/// A thing as a screen reader knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Spoken {
    /// What it is, in AT-SPI's words, such as `push button`.
    pub(crate) role: String,
    /// What it is called.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) text: String,
    /// Whether it is on the screen.
    pub(crate) showing: bool,
    /// Whether it has the keyboard.
    pub(crate) focused: bool,
    /// Whether it is switched on, or chosen.
    pub(crate) checked: bool,
    /// Whether it is picked.
    pub(crate) selected: bool,
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
}

impl Role {
    /// What WebKit tells of it, in AT-SPI's words. A button that opens something is one of another kind.
    fn spoken(self) -> &'static [&'static str] {
        match self {
            Role::Button => &[
                "push button",
                "toggle button",
                "push button menu",
                "combo box",
            ],
            Role::Textbox => &["entry", "password text", "combo box"],
            Role::Link => &["link"],
            Role::Radio => &["radio button"],
            Role::Option => &["list item"],
            Role::Region => &["landmark"],
            Role::Row => &["table row"],
            Role::MenuItem => &["menu item"],
        }
    }
}

/// A screen reader at the app, until it is dropped.
#[derive(Debug)]
pub(crate) struct ScreenReader {
    pipes: Mutex<(ChildStdin, Lines<BufReader<ChildStdout>>)>,
    _process: Child,
}

impl ScreenReader {
    /// Starts one on a machine whose windows tell what is in them.
    pub(crate) fn start(machine: &Machine) -> Result<Self> {
        let script = checkout()?.join("tests/app/harness/screen_reader.py");
        let mut process = machine
            // The system's own Python has the system's own bindings.
            .tool("/usr/bin/python3")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(machine.log("screen-reader"))?)
            .spawn()
            .context("the screen reader does not start")?;
        let input = process.stdin.take().context("its input")?;
        let output = process.stdout.take().context("its output")?;
        Ok(ScreenReader {
            pipes: Mutex::new((input, BufReader::new(output).lines())),
            _process: process,
        })
    }

    /// All that is told of the page now.
    pub(crate) async fn told(&self) -> Result<Vec<Spoken>> {
        self.list("page", &[]).await
    }

    /// What is told of the things of a role.
    pub(crate) async fn told_of(&self, role: Role) -> Result<Vec<Spoken>> {
        self.list("page", role.spoken()).await
    }

    /// What is told of one thing.
    pub(crate) async fn find(&self, role: Role, name: &str) -> Result<Option<Spoken>> {
        let mut things = self.told_of(role).await?.into_iter();
        Ok(things.find(|thing| thing.name == name))
    }

    /// Waits until a thing is told to be in a state.
    pub(crate) async fn is(
        &self,
        role: Role,
        name: &str,
        holds: impl Fn(&Spoken) -> bool,
    ) -> Result<()> {
        until(
            &format!("{name:?} to be told as it should be"),
            async || match self.find(role, name).await? {
                Some(thing) if holds(&thing) => Ok(true),
                other => bail!("told is {other:?}"),
            },
        )
        .await
    }

    /// Waits until words are told, be it by a name or by a text.
    pub(crate) async fn hears(&self, words: &str) -> Result<()> {
        until(&format!("to hear {words:?}"), async || {
            let told = self.told().await?;
            let mut all = told.iter().flat_map(|thing| [&thing.name, &thing.text]);
            if !all.any(|text| text.contains(words)) {
                bail!("told is {told:#?}");
            }
            Ok(true)
        })
        .await
    }

    /// Does what a thing is for, once it is there and can be used.
    pub(crate) async fn act(&self, role: Role, name: &str) -> Result<()> {
        self.do_once("act", "page", role, name).await
    }

    /// Gives the keyboard to a thing, once it is there and can be used.
    pub(crate) async fn focus(&self, role: Role, name: &str) -> Result<()> {
        self.do_once("focus", "page", role, name).await
    }

    /// Presses a button of the system's own dialog, and waits until the dialog is gone.
    pub(crate) async fn answer_dialog(&self, button: &str) -> Result<()> {
        self.do_once("act", "dialog", Role::Button, button).await?;
        until("the dialog to close", async || {
            let left = self.list("dialog", Role::Button.spoken()).await?;
            Ok(left.is_empty())
        })
        .await
    }

    async fn do_once(&self, what: &str, place: &str, role: Role, name: &str) -> Result<()> {
        until(&format!("to {what} on {name:?}"), async || {
            let question = json!({ "do": what, "in": place, "roles": role.spoken(), "name": name });
            Ok(self.ask(question).await? == Value::Bool(true))
        })
        .await
    }

    async fn list(&self, place: &str, roles: &[&str]) -> Result<Vec<Spoken>> {
        let things = self
            .ask(json!({ "do": "list", "in": place, "roles": roles }))
            .await?;
        Ok(serde_json::from_value(things)?)
    }

    async fn ask(&self, question: Value) -> Result<Value> {
        let mut pipes = self.pipes.lock().await;
        let (input, output) = &mut *pipes;
        input.write_all(format!("{question}\n").as_bytes()).await?;
        let line = output.next_line().await?;
        let line = line.context("the screen reader ended; its log says why")?;
        let mut reply: Value = serde_json::from_str(&line)?;
        if let Some(error) = reply.get("error") {
            bail!("it can't: {error}");
        }
        Ok(reply["answer"].take())
    }
}
