//! The app's window, worked as a person works it: by what things are and what they are called.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use fantoccini::Client;
use fantoccini::elements::{Element, ElementRef};
use serde_json::{Value, json};

use super::driver;
use super::keys::Place;
use super::machine::Machine;
use super::program::Program;
use super::wait::{until, until_some};

/// The functions with which scripts look at the page.
const PAGE: &str = include_str!("page.js");

/// The key under which WebDriver sends an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// WebDriver's code for holding Control.
const CONTROL: char = '\u{e009}';

/// How many stops of the Tab key a page may have.
const FURTHEST_WALK: usize = 60;

/// The title of the app's window.
const TITLE: &str = "^Care Exporter";

/// Where the middle of an element is in the page, and how high the page is; null while something lies over it. Out of sight, it
/// is brought into it. What a row is dragged by lets the pointer through to the row.
const MIDDLE: &str = "
    const [element] = arguments;
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    const there = document.elementFromPoint(x, y);
    if (element.contains(there) || (there?.closest('[role=row]') && there.contains(element))) return [x, y, innerHeight];
    element.scrollIntoView({ block: 'center' });
    return null";

/// What a thing in the window is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the ARIA roles say it")]
pub(crate) enum Role {
    Button,
    Textbox,
    Link,
    Radio,
    Option,
    Region,
    Row,
    MenuItem,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Role::Button => "button",
            Role::Textbox => "textbox",
            Role::Link => "link",
            Role::Radio => "radio",
            Role::Option => "option",
            Role::Region => "region",
            Role::Row => "row",
            Role::MenuItem => "menuitem",
        }
    }
}

/// The running app. Dropping it ends the app.
#[derive(Debug)]
pub(crate) struct Window<'m> {
    machine: &'m Machine,
    client: Client,
    _driver: Program,
}

impl<'m> Window<'m> {
    /// Starts the app with arguments and waits until its window shows the first page.
    pub(crate) async fn open(machine: &'m Machine, arguments: &[&str]) -> Result<Self> {
        let app = env!("CARGO_BIN_EXE_care-exporter");
        let (driver, address): (Program, SocketAddr) = driver::start(machine).await?;
        let client = driver::open_app(address, app, arguments).await?;
        let window = Window {
            machine,
            client,
            _driver: driver,
        };
        until("the first page", async || {
            let headings = "return document.querySelectorAll('h1').length";
            Ok(window.run(headings, vec![]).await?.as_u64() > Some(0))
        })
        .await?;
        let on_display = until_some("the app's window on the display", async || {
            window.on_display().await.map(Some)
        })
        .await?;
        until("the window to have the keyboard", async || {
            // A keychain that asks at once has it before the window does.
            let active = machine.window_with_keyboard().await?;
            Ok(active.as_deref() == Some(&on_display) || machine.open_prompt().await?.is_some())
        })
        .await?;
        machine.painted(&on_display).await?;
        Ok(window)
    }

    /// Ends the app the way a person does it, and waits until it is gone.
    pub(crate) async fn close(self) -> Result<()> {
        Ok(self.client.close().await?)
    }

    /// Waits for a thing in the window.
    pub(crate) async fn find(&self, role: Role, name: &str) -> Result<Element> {
        let what = format!("the {} {name:?}", role.name());
        until_some(&what, async || self.look(role, name).await).await
    }

    /// Looks for a thing in the window, without waiting.
    pub(crate) async fn look(&self, role: Role, name: &str) -> Result<Option<Element>> {
        let found = self.perceive("find", role, name).await?;
        Ok(self.element(&found))
    }

    /// The element that a script found; `None` when it found nothing.
    fn element(&self, found: &Value) -> Option<Element> {
        let id = found.get(ELEMENT)?.as_str()?;
        let id = ElementRef::from(id.to_owned());
        Some(Element::from_element_id(self.client.clone(), id))
    }

    /// Waits for a thing that can be used.
    pub(crate) async fn find_usable(&self, role: Role, name: &str) -> Result<Element> {
        let what = format!("the {} {name:?} to be usable", role.name());
        until_some(&what, async || {
            let Some(element) = self.look(role, name).await? else {
                bail!("it is not there");
            };
            let usable = format!("{PAGE}; return usable(arguments[0])");
            let argument = serde_json::to_value(&element)?;
            if self.run(&usable, vec![argument]).await? != Value::Bool(true) {
                bail!("it is disabled");
            }
            Ok(Some(element))
        })
        .await
    }

    /// Clicks a thing with the mouse, once it can be used.
    pub(crate) async fn click(&self, role: Role, name: &str) -> Result<()> {
        let element = self.find_usable(role, name).await?;
        // Once only: a second click could do the thing twice.
        element
            .click()
            .await
            .with_context(|| format!("clicking the {} {name:?}", role.name()))
    }

    /// As [`Window::click`], through the display instead of the driver: what lies over a thing is in the way.
    pub(crate) async fn click_on_display(&self, role: Role, name: &str) -> Result<()> {
        self.not_busy().await?;
        let element = self.find_usable(role, name).await?;
        let place = self
            .place_of(&element)
            .await
            .with_context(|| format!("clicking the {} {name:?}", role.name()))?;
        self.machine
            .click_at(&self.on_display().await?, place)
            .await
    }

    /// Waits until the page's lists answer what was typed: until then what is in them moves.
    async fn not_busy(&self) -> Result<()> {
        let busy = "return document.querySelector('[aria-busy=true]')?.outerHTML";
        until("the page to be done", async || {
            match self.run(busy, vec![]).await? {
                Value::Null => Ok(true),
                busy => bail!("busy is {busy}"),
            }
        })
        .await
    }

    /// Where the middle of an element is in the window on the display, once it is still and nothing lies over it.
    pub(crate) async fn place_of(&self, element: &Element) -> Result<Place> {
        let element = serde_json::to_value(element)?;
        let mut before = None;
        let [x, y, page]: [f64; 3] = until_some("a thing to be still and in sight", async || {
            let middle = self.run(MIDDLE, vec![element.clone()]).await?;
            let now = serde_json::from_value(middle)?;
            let still = now == before;
            before = now;
            Ok(now.filter(|_| still))
        })
        .await?;
        let (_, height) = self.machine.size_of(&self.on_display().await?).await?;
        Ok((x as i64, y as i64 + height - page as i64))
    }

    /// The window, as the display knows it.
    pub(crate) async fn on_display(&self) -> Result<String> {
        let found = self.machine.windows_titled(TITLE).await?.pop();
        found.context("the window is not on the display")
    }

    /// Clicks a button.
    pub(crate) async fn press(&self, button: &str) -> Result<()> {
        self.click(Role::Button, button).await
    }

    /// Enters a text into a field, in place of what is there.
    pub(crate) async fn fill(&self, field: &str, text: &str) -> Result<Element> {
        let element = self.find(Role::Textbox, field).await?;
        element.click().await?;
        element
            .send_keys(&format!("{CONTROL}a{CONTROL}{text}"))
            .await?;
        until(&format!("{field:?} to hold what was entered"), async || {
            let value = element.prop("value").await?;
            if value.as_deref() != Some(text) {
                bail!("it holds {value:?}");
            }
            Ok(true)
        })
        .await?;
        Ok(element)
    }

    /// Walks with the Tab key to a thing, as those do who use no mouse.
    pub(crate) async fn walk_to(&self, role: Role, name: &str) -> Result<()> {
        self.find(role, name).await?;
        for _ in 0..FURTHEST_WALK {
            if self.is_at(role, name).await? {
                return Ok(());
            }
            self.press_keys(&["Tab"]).await?;
        }
        bail!("the Tab key does not lead to the {} {name:?}", role.name());
    }

    /// Presses keys, and waits until the page has seen the last of them.
    pub(crate) async fn press_keys(&self, keys: &[&str]) -> Result<()> {
        let count = "window.keysSeen ??= (addEventListener('keyup', () => window.keysSeen++, true), 0); return window.keysSeen";
        let before = self.run(count, vec![]).await?.as_u64().unwrap_or_default();
        self.machine.press_keys(keys).await?;
        // A chord is as many keys as it has names.
        let all: usize = keys.iter().map(|key| key.split('+').count()).sum();
        until("the page to see the keys", async || {
            Ok(self.run(count, vec![]).await?.as_u64() >= Some(before + all as u64))
        })
        .await
    }

    /// Types a text where the keyboard is, and waits until it is all there.
    pub(crate) async fn type_text(&self, text: &str) -> Result<()> {
        self.machine.type_text(text).await?;
        until("the typed text to arrive", async || {
            let value = self
                .run("return document.activeElement.value", vec![])
                .await?;
            if value.as_str() != Some(text) {
                bail!("the field holds {value}");
            }
            Ok(true)
        })
        .await
    }

    /// What the page says, as a person reads it: without what is only said to screen readers in passing.
    pub(crate) async fn text(&self) -> Result<String> {
        let text = self
            .run("return document.querySelector('main').innerText", vec![])
            .await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the page says something.
    pub(crate) async fn says(&self, words: &str) -> Result<()> {
        let heard = until(&format!("the page to say {words:?}"), async || {
            Ok(self.text().await?.contains(words))
        })
        .await;
        match heard {
            Ok(()) => Ok(()),
            Err(error) => Err(error.context(format!("the page says:\n{}", self.text().await?))),
        }
    }

    /// The phase of the run on the page.
    pub(crate) async fn phase(&self) -> Result<String> {
        let phase = "return document.querySelector('[data-phase]')?.dataset.phase ?? null";
        let phase = self.run(phase, vec![]).await?;
        Ok(phase.as_str().context("the page shows no run")?.to_owned())
    }

    /// Waits until the run on the page reaches a phase.
    pub(crate) async fn reaches(&self, phase: &str) -> Result<()> {
        let mut now = String::new();
        let reached = until(&format!("the phase {phase:?}"), async || {
            now = self.phase().await?;
            // From an end it will not become anything else: no need to wait for patience to end.
            let ended = ["saved", "failed", "cancelled"].contains(&now.as_str());
            Ok(ended || now == phase)
        })
        .await;
        if reached.is_err() || now != phase {
            bail!(
                "the run is {now:?}, not {phase:?}; the page says:\n{}",
                self.text().await?
            );
        }
        Ok(())
    }

    /// Puts the window on another part of the display: x, y, width and height.
    pub(crate) async fn place(&self, [x, y, width, height]: [i32; 4]) -> Result<()> {
        let window = self.machine.windows_titled(TITLE).await?.pop();
        let window = window.context("no window")?;
        let [x, y, width, height] = [x, y, width, height].map(|number| number.to_string());
        for (order, one, other) in [("windowsize", width, height), ("windowmove", x, y)] {
            let words = [order, "--sync", &window, &one, &other];
            self.machine.ask("xdotool", &words).await?;
        }
        Ok(())
    }

    /// The machine on which the app runs.
    pub(crate) fn machine(&self) -> &'m Machine {
        self.machine
    }

    /// Whether the keyboard is at a thing.
    pub(crate) async fn is_at(&self, role: Role, name: &str) -> Result<bool> {
        Ok(self.perceive("hasKeyboard", role, name).await? == Value::Bool(true))
    }

    /// Waits until it is.
    pub(crate) async fn has_keyboard(&self, role: Role, name: &str) -> Result<()> {
        let what = format!("the {} {name:?} to have the keyboard", role.name());
        until(&what, async || self.is_at(role, name).await).await
    }

    /// Waits until the window says something, be it on the page or in a dialog.
    pub(crate) async fn says_anywhere(&self, words: &str) -> Result<()> {
        let mut text = String::new();
        let heard = until(&format!("the window to say {words:?}"), async || {
            let all = self.run("return document.body.innerText", vec![]).await?;
            text = all.as_str().unwrap_or_default().to_owned();
            Ok(text.contains(words))
        })
        .await;
        heard.with_context(|| format!("the window says:\n{text}"))
    }

    async fn perceive(&self, what: &str, role: Role, name: &str) -> Result<Value> {
        let script = format!("{PAGE}; return {what}(...arguments)");
        self.run(&script, vec![json!(role.name()), json!(name)])
            .await
    }

    /// Runs a script that uses the functions of `page.js`.
    pub(crate) async fn run_in_page(&self, script: &str) -> Result<Value> {
        self.run(&format!("{PAGE}; {script}"), vec![]).await
    }

    /// Runs a script in the page.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Runs a script that calls its last argument with what it found.
    pub(crate) async fn run_async(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        Ok(self.client.execute_async(script, arguments).await?)
    }

    /// Has nothing move on the page: what has just opened is all there, what turns for ever stands where it began, and no
    /// caret blinks.
    pub(crate) async fn still(&self) -> Result<()> {
        self.run_in_page("hold()").await?;
        self.painted().await
    }

    /// A picture of the page on the display as a PNG file, once it is the same twice. The driver's own pictures wait for a
    /// change of the page before they are taken.
    pub(crate) async fn picture(&self) -> Result<Vec<u8>> {
        let window = self.on_display().await?;
        let (width, height) = self.machine.size_of(&window).await?;
        // The page may be enlarged: its pixels are not those of the display.
        let sides = self.run("return [innerWidth, innerHeight]", vec![]).await?;
        let [page_width, page_height]: [f64; 2] = serde_json::from_value(sides)?;
        let page = page_height * width as f64 / page_width;
        let top = height - page.round() as i64;
        let mut before = Vec::new();
        until("the page to be still", async || {
            let now = self.machine.picture_below(&window, top).await?;
            let still = now == before;
            before = now;
            Ok(still)
        })
        .await?;
        Ok(before)
    }

    /// Waits for the element that a script returns.
    pub(crate) async fn found(&self, script: &str, arguments: Vec<Value>) -> Result<Element> {
        until_some("what a script looks for", async || {
            let found = self.run(script, arguments.clone()).await?;
            Ok(self.element(&found))
        })
        .await
        .with_context(|| script.to_owned())
    }

    /// Waits until the page has painted what it knows by now.
    pub(crate) async fn painted(&self) -> Result<()> {
        // The second frame begins when the first is done.
        let two_frames = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        self.client.execute_async(two_frames, vec![]).await?;
        Ok(())
    }
}
