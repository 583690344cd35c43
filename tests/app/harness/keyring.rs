//! The real keychain of a Linux desktop, unlocked as it is after a person signed in.

use std::io::Write;
use std::process::Stdio;

use anyhow::Result;

use super::machine::Machine;
use super::program::Program;
use super::wait::until;

/// Starts gnome-keyring on the machine's bus and waits until it answers.
pub(crate) async fn start(machine: &Machine) -> Result<Program> {
    let mut command = machine.program("gnome-keyring-daemon");
    command
        .args(["--foreground", "--unlock", "--components=secrets"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null());
    let mut daemon = Program::start(command, &machine.log("keyring"))?;
    // The person's sign-in, and the end of the input.
    daemon.stdin()?.write_all(b"sign-in of the person")?;
    until("the keychain to be unlocked", async || {
        machine.keychain_is_unlocked().await
    })
    .await?;
    Ok(daemon)
}

impl Machine {
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
