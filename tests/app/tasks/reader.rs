//! Through the tree that a screen reader knows, and nothing else: things are found by role and name and acted on, and what
//! came of it is told.
//!
//! WebKit's fields say that they can be edited and offer nothing to edit them with, so a text is typed where the tree's
//! own means put the keyboard.

use anyhow::{Context, Result};

use super::hands::{Counted, Deed, FOLDER, Hands, PRESET_NAME, PRESETS, Page, SEARCH_RUNS};
use crate::harness::{Role, ScreenReader, Window, until};

pub(super) struct Reader<'m> {
    counted: Counted<'m>,
    tree: ScreenReader,
}

impl Reader<'_> {
    async fn act(&self, role: Role, name: &str) -> Result<()> {
        self.counted.count(1);
        self.tree.act(role, name).await
    }

    async fn is_there(&self, role: Role, name: &str) -> Result<bool> {
        Ok(self.tree.find(role, name).await?.is_some())
    }

    /// Writes into the field that has the keyboard, in place of what is there.
    async fn write_here(&self, field: &str, text: &str) -> Result<()> {
        let machine = self.counted.window.machine();
        let held = self.tree.find(Role::Textbox, field).await?;
        if !held.context("the field is not told")?.text.is_empty() {
            self.counted.count(1);
            machine.press_keys(&["ctrl+a"]).await?;
        }
        self.counted.count(1);
        machine.type_text(text).await?;
        // A password is told as so many dots.
        let length = text.chars().count();
        self.tree
            .is(Role::Textbox, field, |told| {
                told.text == text
                    || told.role == "password text" && told.text.chars().count() == length
            })
            .await
    }

    /// Waits until a field has the keyboard, be it that an option of its list is told to have it.
    async fn is_at(&self, field: &str) -> Result<()> {
        until(&format!("{field:?} to have the keyboard"), async || {
            let told = self.tree.find(Role::Textbox, field).await?;
            let options = self.tree.told_of(Role::Option).await?;
            Ok(told.into_iter().chain(options).any(|thing| thing.focused))
        })
        .await
    }
}

impl<'m> Hands<'m> for Reader<'m> {
    const NAME: &'static str = "screen reader";

    fn take(window: Window<'m>) -> Result<Self> {
        let tree = ScreenReader::start(window.machine())?;
        let counted = Counted::new(window);
        Ok(Reader { counted, tree })
    }

    fn counted(&self) -> &Counted<'m> {
        &self.counted
    }

    fn let_go(self) -> Window<'m> {
        self.counted.window
    }

    async fn go_to(&self, page: Page) -> Result<()> {
        self.act(Role::Link, page.name()).await?;
        until("the page's title to be told", async || {
            let told = self.tree.told().await?;
            let mut titles = told.iter().filter(|thing| thing.role == "heading");
            Ok(titles.any(|title| title.focused && title.name == page.name()))
        })
        .await
    }

    async fn begin_export(&self) -> Result<()> {
        let is_open = async || -> Result<bool> {
            Ok(self.is_there(Role::Button, "Export").await?
                || self.is_there(Role::Button, "New export").await?)
        };
        if !is_open().await? {
            self.act(Role::Link, "Export").await?;
            until("the export page", is_open).await?;
        }
        if self.is_there(Role::Button, "New export").await? {
            self.press("New export").await?;
        }
        self.tree
            .is(Role::Button, "Export", |button| button.sensitive)
            .await
    }

    async fn press(&self, button: &str) -> Result<()> {
        self.act(Role::Button, button).await
    }

    async fn write(&self, field: &str, text: &str) -> Result<()> {
        let told = self.tree.find(Role::Textbox, field).await?;
        if !told.is_some_and(|field| field.focused) {
            self.counted.count(1);
            self.tree.focus(Role::Textbox, field).await?;
            self.is_at(field).await?;
        }
        self.write_here(field, text).await
    }

    async fn pick(&self, field: &str, words: &str, option: &str) -> Result<()> {
        self.write(field, words).await?;
        self.act(Role::Option, option).await?;
        self.tree
            .is(Role::Textbox, field, |told| told.text == option)
            .await
    }

    async fn choose(&self, radio: &str) -> Result<()> {
        self.act(Role::Radio, radio).await?;
        self.tree
            .is(Role::Radio, radio, |radio| radio.checked)
            .await
    }

    async fn tick(&self, search: &str, words: &str, item: &str) -> Result<()> {
        self.tree
            .is(Role::Textbox, search, |field| field.sensitive)
            .await?;
        self.counted.window.painted().await?;
        if !self.is_there(Role::Option, item).await? {
            self.write(search, words).await?;
        }
        self.act(Role::Option, item).await?;
        self.tree.is(Role::Option, item, |item| item.selected).await
    }

    async fn move_up_to(&self, list: &str, row: &str, place: &str) -> Result<()> {
        let rows = self.tree.told_of(Role::Row).await?;
        let at = |name: &str| rows.iter().position(|row| row.name == name);
        let (from, to) = (at(row).context("the row")?, at(place).context("its place")?);
        for now in (to + 1..=from).rev() {
            if list == PRESETS {
                self.press(&format!("More for {row}")).await?;
                self.act(Role::MenuItem, "Move up").await?;
            } else {
                self.press(&format!("Move {row} up")).await?;
            }
            self.is_told(&format!("{row} is now {now} of {}.", rows.len()))
                .await?;
        }
        Ok(())
    }

    async fn export(&self) -> Result<()> {
        self.press("Export").await
    }

    async fn keep_as(&self, name: &str) -> Result<()> {
        self.press("Save as preset").await?;
        self.is_at(PRESET_NAME).await?;
        self.write_here(PRESET_NAME, name).await?;
        self.press("Save").await
    }

    async fn with_preset(&self, name: &str, deed: Deed) -> Result<()> {
        if let Deed::Run = deed {
            return self.press(&format!("Run {name}")).await;
        }
        self.press(&format!("More for {name}")).await?;
        self.act(Role::MenuItem, deed.name()).await?;
        if let Deed::Rename = deed {
            self.is_at(PRESET_NAME).await?;
        }
        Ok(())
    }

    async fn run_all(&self, names: &[&str]) -> Result<()> {
        for name in names {
            self.act(Role::Row, name).await?;
            self.tree.is(Role::Row, name, |row| row.selected).await?;
        }
        self.press(&format!("Run all {}", names.len())).await
    }

    async fn search_runs(&self, words: &str) -> Result<()> {
        self.write(SEARCH_RUNS, words).await?;
        until("the one that is found to be shown", async || {
            let told = self.tree.told_of(Role::Option).await?;
            Ok(told
                .iter()
                .any(|run| run.selected && run.name.contains(words)))
        })
        .await?;
        self.counted.is_narrowed_to(words).await
    }

    async fn save_there(&self) -> Result<()> {
        self.counted.count(1);
        self.tree.answer_dialog("Save").await
    }

    async fn choose_folder(&self) -> Result<()> {
        self.act(Role::Radio, FOLDER).await?;
        self.counted.count(1);
        self.tree.answer_dialog("Open").await
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
        self.tree.hears(words).await
    }

    fn saved_today(&self) -> &'static str {
        "last run: Saved, Today"
    }

    async fn presets(&self) -> Result<Vec<String>> {
        let rows = self.tree.told_of(Role::Row).await?;
        Ok(rows.into_iter().map(|row| row.name).collect())
    }
}
