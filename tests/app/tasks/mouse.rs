//! By mouse, and by keyboard only where something is to be written. The system's dialogs are answered by a key.

use anyhow::Result;
use serde_json::{Value, json};

use super::hands::{Counted, Deed, FOLDER, Hands, PRESET_NAME, PRESETS, Page, SEARCH_RUNS};
use crate::harness::{Role, SaveDialog, Window, until};

/// Pixels above the middle of a row where a drop means the place before it.
const ABOVE: i64 = 14;

pub(super) struct Mouse<'m>(Counted<'m>);

impl Mouse<'_> {
    async fn click(&self, role: Role, name: &str) -> Result<()> {
        self.0.count(1);
        self.0.window.click_on_display(role, name).await
    }

    /// Writes where the keyboard is, in place of what is there.
    async fn write_here(&self, text: &str) -> Result<()> {
        if self.0.ask("keepsText()").await? == Value::Bool(true) {
            self.0.count(1);
            self.0.window.press_keys(&["ctrl+a"]).await?;
        }
        self.0.types(text).await
    }

    async fn is_there(&self, role: Role, name: &str) -> Result<bool> {
        Ok(self.0.window.look(role, name).await?.is_some())
    }
}

impl<'m> Hands<'m> for Mouse<'m> {
    const NAME: &'static str = "mouse";

    fn take(window: Window<'m>) -> Result<Self> {
        Ok(Mouse(Counted::new(window)))
    }

    fn counted(&self) -> &Counted<'m> {
        &self.0
    }

    fn let_go(self) -> Window<'m> {
        self.0.window
    }

    async fn go_to(&self, page: Page) -> Result<()> {
        self.click(Role::Link, page.name()).await?;
        let title = format!(
            "document.querySelector('h1')?.textContent === {}",
            json!(page.name())
        );
        self.0.until("the page", &title).await
    }

    async fn begin_export(&self) -> Result<()> {
        if !self.is_there(Role::Region, "This export").await? {
            self.click(Role::Link, "Export").await?;
            self.0.window.find(Role::Region, "This export").await?;
        }
        if self.is_there(Role::Button, "New export").await? {
            self.press("New export").await?;
        }
        self.0.window.find(Role::Button, "Export").await.map(drop)
    }

    async fn press(&self, button: &str) -> Result<()> {
        self.click(Role::Button, button).await
    }

    async fn write(&self, field: &str, text: &str) -> Result<()> {
        if !self.0.window.is_at(Role::Textbox, field).await? {
            self.click(Role::Textbox, field).await?;
            self.0.window.has_keyboard(Role::Textbox, field).await?;
        }
        self.write_here(text).await
    }

    async fn pick(&self, field: &str, words: &str, option: &str) -> Result<()> {
        self.press(&format!("Show suggestions {field}")).await?;
        self.0.window.has_keyboard(Role::Textbox, field).await?;
        self.0.window.painted().await?;
        if !self.is_there(Role::Option, option).await? {
            self.write_here(words).await?;
        }
        self.click(Role::Option, option).await?;
        self.0.is_picked(field, option).await
    }

    async fn choose(&self, radio: &str) -> Result<()> {
        self.click(Role::Radio, radio).await?;
        self.0.is_chosen(radio).await
    }

    async fn tick(&self, search: &str, words: &str, item: &str) -> Result<()> {
        self.0.window.find(Role::Textbox, search).await?;
        self.0.window.painted().await?;
        if !self.is_there(Role::Option, item).await? {
            self.write(search, words).await?;
        }
        self.click(Role::Option, item).await?;
        self.0.is_ticked(item).await
    }

    async fn move_up_to(&self, list: &str, row: &str, place: &str) -> Result<()> {
        self.0.count(1);
        let window = &self.0.window;
        let grip = async |row: &str| window.find(Role::Button, &format!("Drag {row}")).await;
        let (from, to) = (grip(row).await?, grip(place).await?);
        // Looking for one may scroll the other.
        window.place_of(&to).await?;
        let from = window.place_of(&from).await?;
        let (x, y) = window.place_of(&to).await?;
        let (machine, frame) = (window.machine(), window.on_display().await?);
        machine.grab(&frame, from).await?;
        until("the list to show where the row would land", async || {
            machine.drag_over(&frame, (x, y - ABOVE)).await?;
            let shown = "document.querySelector('[data-drop-target]') !== null";
            Ok(self.0.ask(shown).await? == Value::Bool(true))
        })
        .await?;
        machine.let_go().await?;
        let over = "document.querySelector('[data-dragging]') === null";
        self.0.until("the drag to be over", over).await?;
        until("the row to be in its place", async || {
            let rows = self.0.rows(list).await?;
            Ok(rows.windows(2).any(|two| two == [row, place]))
        })
        .await
    }

    async fn export(&self) -> Result<()> {
        self.press("Export").await
    }

    async fn keep_as(&self, name: &str) -> Result<()> {
        self.press("Save as preset").await?;
        self.0
            .window
            .has_keyboard(Role::Textbox, PRESET_NAME)
            .await?;
        self.write_here(name).await?;
        self.press("Save").await
    }

    async fn with_preset(&self, name: &str, deed: Deed) -> Result<()> {
        if let Deed::Run = deed {
            return self.press(&format!("Run {name}")).await;
        }
        self.press(&format!("More for {name}")).await?;
        self.click(Role::MenuItem, deed.name()).await?;
        if let Deed::Rename = deed {
            let window = &self.0.window;
            window.has_keyboard(Role::Textbox, PRESET_NAME).await?;
        }
        Ok(())
    }

    async fn run_all(&self, names: &[&str]) -> Result<()> {
        for name in names {
            self.click(Role::Row, name).await?;
        }
        self.press(&format!("Run all {}", names.len())).await
    }

    async fn search_runs(&self, words: &str) -> Result<()> {
        self.write(SEARCH_RUNS, words).await?;
        self.0.is_narrowed_to(words).await
    }

    async fn save_there(&self) -> Result<()> {
        self.0.count(1);
        let dialog = SaveDialog::opened(self.0.window.machine()).await?;
        dialog.confirm().await
    }

    async fn choose_folder(&self) -> Result<()> {
        self.click(Role::Radio, FOLDER).await?;
        self.0.count(1);
        let dialog = SaveDialog::for_folder(self.0.window.machine()).await?;
        dialog.confirm().await
    }

    async fn confirm(&self, button: &str) -> Result<()> {
        self.press(button).await
    }

    async fn undo(&self) -> Result<()> {
        self.press("Undo").await
    }

    async fn leave(&self) -> Result<()> {
        self.press("Close").await
    }

    async fn is_told(&self, words: &str) -> Result<()> {
        self.0.window.says_anywhere(words).await
    }

    async fn presets(&self) -> Result<Vec<String>> {
        self.0.rows(PRESETS).await
    }
}
