//! What a person wants of the window, whichever way they work it.

use std::cell::Cell;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use crate::harness::{Window, until};

/// What looks at the page, beside `page.js`.
const WAY: &str = include_str!("way.js");

/// A way to work the window.
pub(super) trait Hands<'m>: Sized {
    /// How the table calls it.
    const NAME: &'static str;

    /// Takes a window in hand.
    fn take(window: Window<'m>) -> Result<Self>;

    /// What is worked.
    fn counted(&self) -> &Counted<'m>;

    /// Lets the window go.
    fn let_go(self) -> Window<'m>;

    /// Goes to a page.
    async fn go_to(&self, page: Page) -> Result<()>;

    /// Begins another export, on the export page.
    async fn begin_export(&self) -> Result<()>;

    /// Presses a button.
    async fn press(&self, button: &str) -> Result<()>;

    /// Enters a text into a field, in place of what is there.
    async fn write(&self, field: &str, text: &str) -> Result<()>;

    /// Picks one of many: `words` find it, and `option` then stands in the field.
    async fn pick(&self, field: &str, words: &str, option: &str) -> Result<()>;

    /// Chooses one of few.
    async fn choose(&self, radio: &str) -> Result<()>;

    /// Picks one of a list that several are picked from: `words` in the search above it find it.
    async fn tick(&self, search: &str, words: &str, item: &str) -> Result<()>;

    /// Puts a row of a list in the place of another that stands above it.
    async fn move_up_to(&self, list: &str, row: &str, place: &str) -> Result<()>;

    /// Starts the export of the page.
    async fn export(&self) -> Result<()>;

    /// Keeps the export of the page under a name.
    async fn keep_as(&self, name: &str) -> Result<()>;

    /// Does something with a preset of the list.
    async fn with_preset(&self, name: &str, deed: Deed) -> Result<()>;

    /// Runs all presets of the list at once.
    async fn run_all(&self, names: &[&str]) -> Result<()>;

    /// Searches the list of past exports, whose first is then shown.
    async fn search_runs(&self, words: &str) -> Result<()>;

    /// Answers the system's dialog for a file with what it proposes.
    async fn save_there(&self) -> Result<()>;

    /// Has the files of the preset in its form go into the folder that the system's dialog shows.
    async fn choose_folder(&self) -> Result<()>;

    /// Ends a form of one field.
    async fn confirm(&self, button: &str) -> Result<()>;

    /// Takes back what was just done.
    async fn undo(&self) -> Result<()>;

    /// Leaves a dialog of the window.
    async fn leave(&self) -> Result<()>;

    /// Waits until something is said.
    async fn is_told(&self, words: &str) -> Result<()>;

    /// How the list of presets tells that a file of one was saved today.
    fn saved_today(&self) -> &'static str {
        "Saved · Today"
    }

    /// The presets of the list, in their order.
    async fn presets(&self) -> Result<Vec<String>>;
}

/// A window, and how many actions there were on it.
pub(super) struct Counted<'m> {
    pub(super) window: Window<'m>,
    actions: Cell<usize>,
}

impl<'m> Counted<'m> {
    pub(super) fn new(window: Window<'m>) -> Self {
        Counted {
            window,
            actions: Cell::new(0),
        }
    }

    /// Counts what is about to be done.
    pub(super) fn count(&self, actions: usize) {
        self.actions.set(self.actions.get() + actions);
    }

    /// How many actions there were so far.
    pub(super) fn actions(&self) -> usize {
        self.actions.get()
    }

    /// Types a text where the keyboard is.
    pub(super) async fn types(&self, text: &str) -> Result<()> {
        self.count(1);
        self.window.type_text(text).await
    }

    /// The value of an expression in the page.
    pub(super) async fn ask(&self, expression: &str) -> Result<Value> {
        self.window
            .run_in_page(&format!("{WAY}; return {expression}"))
            .await
    }

    /// Waits until an expression in the page is true.
    pub(super) async fn until(&self, what: &str, expression: &str) -> Result<()> {
        until(what, async || match self.ask(expression).await? {
            Value::Bool(true) => Ok(true),
            other => bail!("{expression} is {other}"),
        })
        .await
    }

    /// Waits until a radio is the chosen one.
    pub(super) async fn is_chosen(&self, radio: &str) -> Result<()> {
        let chosen = format!("radioOf({})?.checked", json!(radio));
        self.until(&format!("{radio:?} to be chosen"), &chosen)
            .await
    }

    /// Waits until an option of a list is picked.
    pub(super) async fn is_ticked(&self, item: &str) -> Result<()> {
        let ticked = format!("find('option', {})?.ariaSelected === 'true'", json!(item));
        self.until(&format!("{item:?} to be picked"), &ticked).await
    }

    /// Waits until a field holds what was picked.
    pub(super) async fn is_picked(&self, field: &str, option: &str) -> Result<()> {
        let (field, text) = (json!(field), json!(option));
        let picked = format!("find('textbox', {field})?.value === {text}");
        self.until(&format!("{option:?} to be picked"), &picked)
            .await
    }

    /// Waits until the list of past exports shows only those that have the words, and the first of them beside it.
    pub(super) async fn is_narrowed_to(&self, words: &str) -> Result<()> {
        let narrowed = format!(
            "isNarrowed({}, {}, {})",
            json!(RUNS),
            json!(DETAILS),
            json!(words)
        );
        self.until("the list to be narrowed", &narrowed).await
    }

    /// The names of the rows of a list, in their order.
    pub(super) async fn rows(&self, list: &str) -> Result<Vec<String>> {
        let names = self
            .ask(&format!("rowsOf({}).map(nameOf)", json!(list)))
            .await?;
        Ok(serde_json::from_value(names)?)
    }
}

/// A page of the window.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub(super) enum Page {
    Presets,
    Activity,
    Connections,
}

impl Page {
    pub(super) fn name(self) -> &'static str {
        match self {
            Page::Presets => "Presets",
            Page::Activity => "Activity",
            Page::Connections => "Connections",
        }
    }
}

/// What is done with a preset.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub(super) enum Deed {
    Run,
    Edit,
    Rename,
    Duplicate,
    Delete,
}

impl Deed {
    /// What the menu of a preset calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Deed::Run => "Run",
            Deed::Edit => "Edit",
            Deed::Rename => "Rename",
            Deed::Duplicate => "Duplicate",
            Deed::Delete => "Delete",
        }
    }
}

/// The searches above lists that several are picked from.
pub(super) const SEARCH_TEAMS: &str = "Search teams";
pub(super) const SEARCH_COLUMNS: &str = "Search columns";

/// The lists that have an order.
pub(super) const IN_FILE: &str = "Columns in the file";
pub(super) const PRESETS: &str = "Presets, in your order";

/// The list of past exports, what stands beside it, and the search above it.
const RUNS: &str = "Exports, newest first";
const DETAILS: &str = "Details";
pub(super) const SEARCH_RUNS: &str = "Search by file, account or column";

/// The field for the name of a preset.
pub(super) const PRESET_NAME: &str = "Name of the preset";

/// The choice by which a preset's files always go into one folder.
pub(super) const FOLDER: &str = "Always into one folder";
