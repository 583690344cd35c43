//! By keyboard alone: real keys, and after each the focus is looked for.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::hands::{Counted, Deed, FOLDER, Hands, PRESET_NAME, PRESETS, Page, SEARCH_RUNS};
use crate::harness::{Role, SaveDialog, Window, until};

/// Enough for a walk that has to be begun anew, as when a list grew meanwhile.
const ATTEMPTS: usize = 6;

pub(super) struct Keyboard<'m>(Counted<'m>);

impl Keyboard<'_> {
    /// Presses keys that the page sees.
    async fn keys(&self, keys: &[&str]) -> Result<()> {
        self.0.count(keys.len());
        if !keys.is_empty() {
            self.0.window.press_keys(keys).await?;
        }
        self.keeps_focus().await
    }

    /// Presses a key that may be taken by a menu, or open a dialog of the system.
    async fn chord(&self, key: &str) -> Result<()> {
        self.0.count(1);
        self.0.window.machine().press_keys(&[key]).await
    }

    /// Presses a key after which another row has the keyboard.
    async fn to_other_row(&self, key: &str) -> Result<()> {
        let before = self.0.ask("nameOf(document.activeElement)").await?;
        self.chord(key).await?;
        let there = format!(
            "document.activeElement.matches('[role=row]') && nameOf(document.activeElement) !== {before}"
        );
        self.0
            .until("another row to have the focus", &there)
            .await?;
        self.keeps_focus().await
    }

    async fn types(&self, text: &str) -> Result<()> {
        self.0.types(text).await?;
        self.keeps_focus().await
    }

    /// Waits until a person can see where the keyboard is.
    async fn keeps_focus(&self) -> Result<()> {
        until("the focus to be in sight", async || {
            match self.0.ask("lost()").await?.as_str() {
                Some("") => Ok(true),
                wrong => bail!("{}", wrong.unwrap_or("nobody knows")),
            }
        })
        .await
    }

    /// The keys of a way, once there is one: `way` is an expression that gives them.
    async fn way(&self, way: &str) -> Result<Vec<String>> {
        let mut keys = Vec::new();
        until(&format!("a way to {way}"), async || {
            let found = self.0.ask(way).await?;
            if found == Value::Null {
                bail!("there is none");
            }
            keys = serde_json::from_value(found)?;
            Ok(true)
        })
        .await?;
        Ok(keys)
    }

    /// Goes to where a way leads.
    async fn go(&self, way: &str) -> Result<()> {
        for _ in 0..ATTEMPTS {
            let keys = self.way(way).await?;
            if keys.is_empty() {
                return Ok(());
            }
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            self.keys(&keys).await?;
        }
        bail!(
            "{way} is not reached: {}",
            self.0.ask("document.activeElement.outerHTML").await?
        )
    }

    async fn reach(&self, role: &str, name: &str) -> Result<()> {
        self.go(&format!("keysToThing({}, {})", json!(role), json!(name)))
            .await
    }

    async fn reach_row(&self, list: &str, name: &str) -> Result<()> {
        self.go(&format!("keysToRow({}, {})", json!(list), json!(name)))
            .await
    }

    /// Answers a dialog of the system with what it proposes.
    async fn answer(&self, dialog: SaveDialog<'_>) -> Result<()> {
        self.0.count(1);
        dialog.confirm().await?;
        self.keeps_focus().await
    }
}

impl<'m> Hands<'m> for Keyboard<'m> {
    const NAME: &'static str = "keyboard";

    fn take(window: Window<'m>) -> Result<Self> {
        Ok(Keyboard(Counted::new(window)))
    }

    fn counted(&self) -> &Counted<'m> {
        &self.0
    }

    fn let_go(self) -> Window<'m> {
        self.0.window
    }

    async fn go_to(&self, page: Page) -> Result<()> {
        self.chord(match page {
            Page::Presets => "ctrl+2",
            Page::Activity => "ctrl+3",
            Page::Connections => "ctrl+4",
        })
        .await?;
        let title = json!(page.name());
        let at = format!(
            "document.activeElement.matches('h1') && nameOf(document.activeElement) === {title}"
        );
        self.0
            .until("the page's title to have the focus", &at)
            .await
    }

    async fn begin_export(&self) -> Result<()> {
        self.chord("ctrl+n").await?;
        self.0.window.find(Role::Button, "Export").await?;
        self.keeps_focus().await
    }

    async fn press(&self, button: &str) -> Result<()> {
        self.reach("button", button).await?;
        self.chord("Return").await?;
        self.keeps_focus().await
    }

    async fn write(&self, field: &str, text: &str) -> Result<()> {
        self.reach("textbox", field).await?;
        if self.0.ask("keepsText()").await? == Value::Bool(true) {
            self.keys(&["ctrl+a"]).await?;
        }
        self.types(text).await
    }

    async fn pick(&self, field: &str, words: &str, option: &str) -> Result<()> {
        self.reach("textbox", field).await?;
        self.types(words).await?;
        self.keys(&["Return"]).await?;
        self.0.is_picked(field, option).await
    }

    async fn choose(&self, radio: &str) -> Result<()> {
        self.go(&format!("keysToRadio({})", json!(radio))).await?;
        self.0.is_chosen(radio).await
    }

    async fn tick(&self, search: &str, words: &str, item: &str) -> Result<()> {
        self.reach("textbox", search).await?;
        self.types(words).await?;
        self.keys(&["Return"]).await?;
        self.0.is_ticked(item).await
    }

    async fn move_up_to(&self, list: &str, row: &str, place: &str) -> Result<()> {
        self.reach_row(list, row).await?;
        let rows = self.0.rows(list).await?;
        let at = |name: &str| rows.iter().position(|row| row == name);
        let (from, to) = (at(row).context("the row")?, at(place).context("its place")?);
        for _ in to..from {
            self.keys(&["alt+Up"]).await?;
        }
        let at = format!("nameOf(document.activeElement) === {}", json!(row));
        self.0.until("the moved row to have the focus", &at).await
    }

    async fn export(&self) -> Result<()> {
        self.chord("ctrl+Return").await
    }

    async fn keep_as(&self, name: &str) -> Result<()> {
        self.chord("ctrl+s").await?;
        self.0
            .window
            .has_keyboard(Role::Textbox, PRESET_NAME)
            .await?;
        self.types(name).await?;
        self.keys(&["Return"]).await
    }

    async fn with_preset(&self, name: &str, deed: Deed) -> Result<()> {
        self.reach_row(PRESETS, name).await?;
        match deed {
            Deed::Run => self.chord("ctrl+Return").await?,
            Deed::Edit => self.chord("Return").await?,
            Deed::Rename => self.chord("F2").await?,
            Deed::Duplicate => self.to_other_row("ctrl+d").await?,
            Deed::Delete => self.to_other_row("Delete").await?,
        }
        self.keeps_focus().await
    }

    async fn run_all(&self, names: &[&str]) -> Result<()> {
        self.reach_row(PRESETS, names.first().context("a name")?)
            .await?;
        self.keys(&["ctrl+a", "ctrl+Return"]).await
    }

    async fn search_runs(&self, words: &str) -> Result<()> {
        self.chord("ctrl+f").await?;
        self.0
            .window
            .has_keyboard(Role::Textbox, SEARCH_RUNS)
            .await?;
        self.types(words).await?;
        self.0.is_narrowed_to(words).await
    }

    async fn save_there(&self) -> Result<()> {
        self.answer(SaveDialog::opened(self.0.window.machine()).await?)
            .await
    }

    async fn choose_folder(&self) -> Result<()> {
        let keys = self.way(&format!("keysToRadio({})", json!(FOLDER))).await?;
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let (last, way) = keys.split_last().context("it is chosen already")?;
        self.keys(way).await?;
        // The last of them opens the dialog, and the page is deaf from then on.
        self.chord(last).await?;
        self.answer(SaveDialog::for_folder(self.0.window.machine()).await?)
            .await
    }

    async fn confirm(&self, _button: &str) -> Result<()> {
        self.keys(&["Return"]).await
    }

    async fn undo(&self) -> Result<()> {
        self.to_other_row("ctrl+z").await
    }

    async fn leave(&self) -> Result<()> {
        self.keys(&["Escape"]).await
    }

    async fn is_told(&self, words: &str) -> Result<()> {
        self.0.window.says_anywhere(words).await?;
        self.keeps_focus().await
    }

    async fn presets(&self) -> Result<Vec<String>> {
        self.0.rows(PRESETS).await
    }
}
