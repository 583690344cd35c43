//! The desktop's own dialogs for a file and for a folder.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

use super::machine::Machine;
use super::wait::{until, until_some};

/// The titles under which each opens.
const SAVE: &str = "^Save File$";
const FOLDER: &str = "^Choose a folder$";

/// One of them, on the screen. The driver is deaf until it is answered.
#[derive(Debug)]
pub(crate) struct SaveDialog<'m> {
    machine: &'m Machine,
    title: &'static str,
    window: String,
}

impl<'m> SaveDialog<'m> {
    /// Waits until the one for a file opens and has the keyboard.
    pub(crate) async fn opened(machine: &'m Machine) -> Result<Self> {
        SaveDialog::titled(machine, SAVE).await
    }

    /// As [`SaveDialog::opened`], for the one for a folder.
    pub(crate) async fn for_folder(machine: &'m Machine) -> Result<Self> {
        SaveDialog::titled(machine, FOLDER).await
    }

    async fn titled(machine: &'m Machine, title: &'static str) -> Result<Self> {
        let window = until_some(&format!("the dialog {title}"), async || {
            Ok(machine.windows_titled(title).await?.pop())
        })
        .await?;
        machine.has_keyboard(&window).await?;
        // GTK fills its list and takes the focus to the name a little later, and shows neither outside.
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(SaveDialog {
            machine,
            title,
            window,
        })
    }

    /// Enters a path over the suggested name.
    pub(crate) async fn enter(&self, path: &Path) -> Result<()> {
        let path = path.to_str().context("the path is not UTF-8")?;
        self.machine.press_keys(&["ctrl+a"]).await?;
        self.machine.type_text(path).await
    }

    /// Enters a path and saves there.
    pub(crate) async fn save_as(self, path: &Path) -> Result<()> {
        self.enter(path).await?;
        self.confirm().await
    }

    /// Presses Return, and waits until the dialog is gone.
    pub(crate) async fn confirm(self) -> Result<()> {
        self.machine.press_keys(&["Return"]).await?;
        self.gone().await
    }

    /// Presses Return, and waits until the dialog asks whether a file may be replaced.
    pub(crate) async fn confirm_and_be_asked(&self) -> Result<Question<'m>> {
        self.machine.press_keys(&["Return"]).await?;
        let window = until_some("the dialog's question", async || {
            let active = self.machine.window_with_keyboard().await?;
            Ok(active.filter(|window| *window != self.window))
        })
        .await?;
        Ok(Question {
            machine: self.machine,
            window,
        })
    }

    /// Waits until the dialog has the keyboard again, after a question.
    pub(crate) async fn has_keyboard(&self) -> Result<()> {
        self.machine.has_keyboard(&self.window).await
    }

    /// Presses Escape, and waits until the dialog is gone.
    pub(crate) async fn escape(self) -> Result<()> {
        self.machine.press_keys(&["Escape"]).await?;
        self.gone().await
    }

    /// Waits until the dialog is gone.
    pub(crate) async fn gone(self) -> Result<()> {
        until("the save dialog to close", async || {
            let open = self.machine.windows_titled(self.title).await?;
            Ok(!open.contains(&self.window))
        })
        .await
    }
}

/// The dialog's own question before a file is replaced.
#[derive(Debug)]
pub(crate) struct Question<'m> {
    machine: &'m Machine,
    window: String,
}

impl Question<'_> {
    /// Says that the file may be replaced.
    pub(crate) async fn accept(self) -> Result<()> {
        self.answer("alt+r").await
    }

    /// Says that it may not.
    pub(crate) async fn refuse(self) -> Result<()> {
        self.answer("Escape").await
    }

    async fn answer(self, key: &str) -> Result<()> {
        self.machine.press_keys(&[key]).await?;
        until("the question to close", async || {
            Ok(self.machine.window_with_keyboard().await?.as_ref() != Some(&self.window))
        })
        .await
    }
}
