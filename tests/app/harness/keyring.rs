//! The real keychain of a Linux desktop, unlocked as it is after a person signed in.

use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::machine::Machine;
use super::program::Program;
use super::wait::{until, until_some};

/// The password that the person signs in with, which opens the keychain as well.
const SIGN_IN: &str = "sign-in of the person";

/// Lets the keychain ask for its password in a window of its own, as desktops do.
const PROMPTER: &str =
    "[D-BUS Service]\nName=org.gnome.keyring.SystemPrompter\nExec=/usr/libexec/gcr-prompter\n";

/// Starts gnome-keyring on the machine's bus and waits until it answers.
pub(crate) async fn start(machine: &Machine) -> Result<Program> {
    let mut command = machine.program("gnome-keyring-daemon");
    command
        .args(["--foreground", "--unlock", "--components=secrets"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    let mut daemon = Program::start(command, &machine.log("keyring"))?;
    // The person's sign-in, and the end of the input.
    daemon.stdin()?.write_all(SIGN_IN.as_bytes())?;
    until("the keychain to be unlocked", async || {
        machine.keychain_is_unlocked().await
    })
    .await?;
    Ok(daemon)
}

/// The window in which the keychain asks for its password.
pub(crate) struct Prompt<'m> {
    machine: &'m Machine,
    window: String,
}

impl<'m> Prompt<'m> {
    /// Waits until it asks.
    pub(crate) async fn opened(machine: &'m Machine) -> Result<Self> {
        let window = until_some("the keychain to ask", async || machine.open_prompt().await);
        Prompt::ready(machine, window.await?).await
    }

    /// It takes the keyboard a little later than it comes, and shows nothing of it outside.
    async fn ready(machine: &'m Machine, window: String) -> Result<Self> {
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(Prompt { machine, window })
    }

    /// Enters the password.
    pub(crate) async fn unlock(self) -> Result<()> {
        self.machine.type_text(SIGN_IN).await?;
        self.machine.press_keys(&["Return"]).await?;
        self.gone().await
    }

    /// Leaves it.
    pub(crate) async fn dismiss(self) -> Result<()> {
        self.machine.press_keys(&["Escape"]).await?;
        self.gone().await
    }

    /// Waits until this one is gone: the next may be there in the same moment.
    async fn gone(self) -> Result<()> {
        until("the keychain to ask no more", async || {
            Ok(self.machine.open_prompt().await?.as_ref() != Some(&self.window))
        })
        .await
    }
}

impl Machine {
    /// Locks the keychain. From now on it asks the person in a window of its own.
    pub(crate) async fn lock_keychain(&self) -> Result<()> {
        fs::write(
            self.services()
                .join("org.gnome.keyring.SystemPrompter.service"),
            PROMPTER,
        )?;
        self.ask(
            "dbus-send",
            &[
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus.ReloadConfig",
            ],
        )
        .await?;
        self.ask(
            "dbus-send",
            &[
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.secrets",
                "/org/freedesktop/secrets",
                "org.freedesktop.Secret.Service.Lock",
                "array:objpath:/org/freedesktop/secrets/collection/login",
            ],
        )
        .await?;
        until("the keychain to be locked", async || {
            Ok(!self.keychain_is_unlocked().await?)
        })
        .await
    }

    /// Leaves every prompt that is open or still to come, until none came for a while.
    pub(crate) async fn dismiss_prompts(&self) -> Result<()> {
        let mut quiet = Instant::now();
        while quiet.elapsed() < Duration::from_secs(2) {
            if let Some(window) = self.open_prompt().await? {
                Prompt::ready(self, window).await?.dismiss().await?;
                quiet = Instant::now();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    }

    /// The window in which the keychain asks now. It asks one thing after the other.
    pub(super) async fn open_prompt(&self) -> Result<Option<String>> {
        let found = self
            .ask(
                "xdotool",
                &["search", "--onlyvisible", "--class", "gcr-prompter"],
            )
            .await?
            .unwrap_or_default();
        Ok(found.split_whitespace().last().map(str::to_owned))
    }

    async fn keychain_is_unlocked(&self) -> Result<bool> {
        let collection = "/org/freedesktop/secrets/aliases/default";
        let answer = self
            .ask(
                "dbus-send",
                &[
                    "--session",
                    "--print-reply",
                    "--dest=org.freedesktop.secrets",
                    collection,
                    "org.freedesktop.DBus.Properties.Get",
                    "string:org.freedesktop.Secret.Collection",
                    "string:Locked",
                ],
            )
            .await?;
        Ok(answer.is_some_and(|reply| reply.contains("boolean false")))
    }

    /// The secrets in the keychain that bear an attribute of this value.
    ///
    /// secret-tool is the desktop's own way to look, and knows nothing of the app.
    pub(crate) async fn keychain_secrets(
        &self,
        attribute: &str,
        value: &str,
    ) -> Result<Vec<String>> {
        let listing = self
            .ask("secret-tool", &["search", "--all", attribute, value])
            .await?
            .unwrap_or_default();
        Ok(listing
            .lines()
            .filter_map(|line| line.strip_prefix("secret = "))
            .map(str::to_owned)
            .collect())
    }
}
