//! What a screen reader says is what the picture shows.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::harness::{Machine, Role, ScreenReader, Window, play_on, quick_practice, until};

/// What can be seen in the page and worked, by the roles that AT-SPI has for it. Names without spaces: how many stand
/// between two parts of a name is nobody's business.
const SEEN: &str = "
    const kinds = {
        heading: 'h1, h2, h3',
        'push button': 'button',
        link: 'a[href]',
        'radio button': 'input[type=radio]',
        'check box': 'input[type=checkbox]',
    };
    const seen = {};
    for (const [role, selector] of Object.entries(kinds)) {
        seen[role] = [...document.querySelectorAll(selector)]
            .filter((element) => shown(element).checkVisibility() && !element.closest('[inert], [aria-hidden=true]'))
            .map((element) => nameOf(element).replace(/\\s+/g, ''))
            .sort();
    }
    return seen";

/// Compares the two, once they agree or patience ends.
async fn tells_what_it_shows(reader: &ScreenReader, window: &Window<'_>) -> Result<()> {
    until("the screen reader to be told what is shown", async || {
        let seen = window.run_in_page(SEEN).await?;
        let spoken = reader.told().await?;
        let mut told: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for thing in &spoken {
            let name = thing.name.split_whitespace().collect();
            // A button that opens a menu is one of another kind.
            let role = match thing.role.as_str() {
                "toggle button" | "push button menu" | "popup menu" | "combo box" => "push button",
                role => role,
            };
            told.entry(role).or_default().push(name);
        }
        for (role, names) in seen.as_object().into_iter().flatten() {
            let names: Vec<&str> = names
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let mut heard = told.remove(role.as_str()).unwrap_or_default();
            heard.sort();
            let missing: Vec<&&str> = names
                .iter()
                .filter(|name| !heard.iter().any(|heard| heard == *name))
                .collect();
            if names.is_empty() && role == "push button" || !missing.is_empty() {
                bail!("of the {role}s, {missing:?} are not told; told are {heard:?}");
            }
        }
        Ok(true)
    })
    .await
}

#[tokio::test]
async fn a_screen_reader_is_told_what_the_picture_shows() -> Result<()> {
    let machine = Machine::start().await?.heard().await?;
    play_on(machine, quick_practice(), async |stage| {
        let window = stage.open().await?;
        let reader = ScreenReader::start(&stage.machine)?;
        window.find(Role::Button, "Connect your account").await?;
        tells_what_it_shows(&reader, &window).await?;

        window.connect(&stage.service).await?;
        tells_what_it_shows(&reader, &window).await?;
        for page in ["Presets", "Activity", "Connections", "Settings"] {
            window.click(Role::Link, page).await?;
            window.says(page).await?;
            tells_what_it_shows(&reader, &window).await?;
        }

        // What is picked, switched off and in focus is told as well.
        window.click(Role::Link, "Export").await?;
        window.click(Role::Radio, "CSV").await?;
        until("the picked kind of file to be told", async || {
            let spoken = reader.told().await?;
            let csv = spoken
                .iter()
                .find(|thing| thing.role == "radio button" && thing.name.starts_with("CSV"));
            Ok(csv.is_some_and(|csv| csv.checked && csv.sensitive && csv.showing))
        })
        .await?;
        window.walk_to(Role::Button, "Export").await?;
        reader
            .is(Role::Button, "Export", |button| button.focused)
            .await?;
        window.close().await
    })
    .await
}
