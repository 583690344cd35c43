//! How soon the window answers: each page by a press, each field and list by keys.

use anyhow::{Context, Result};
use serde_json::json;

use crate::fixture;
use crate::harness::{Role, Window, until};
use crate::report::Report;
use crate::stopwatch::{Answer, Watched};

/// How often the pages are gone round.
const ROUNDS: usize = 3;
/// How often a key is pressed that walks through a list.
const STEPS: usize = 15;

const PAGES: [&str; 5] = ["Export", "Presets", "Activity", "Connections", "Settings"];

/// Measures all of it.
pub(crate) async fn measure(window: &Window<'_>, report: &mut Report) -> Result<()> {
    let window = &Watched::begin(window).await?;
    pages(window, report).await?;
    export(window, report).await?;
    presets(window, report).await?;
    activity(window, report).await?;
    settings(window, report).await?;
    report.fact(format!(
        "In place: {} agents, {} teams, every time zone under its some 600 names, {} columns beside the documented ones, {} presets, {} past exports",
        fixture::AGENTS,
        fixture::TEAMS,
        fixture::COLUMNS,
        fixture::PRESETS,
        fixture::RUNS,
    ));
    Ok(())
}

async fn pages(window: &Watched<'_>, report: &mut Report) -> Result<()> {
    let mut answers: Vec<Vec<Answer>> = PAGES.iter().map(|_| Vec::new()).collect();
    for _ in 0..ROUNDS {
        // Backwards: the window begins on the presets.
        for (place, link) in PAGES.iter().enumerate().rev() {
            answers[place].push(press(window, Role::Link, link).await?);
        }
    }
    for (link, answers) in PAGES.iter().zip(&answers) {
        report.answers(&format!("To {link}"), answers);
    }
    window.click(Role::Link, "Presets").await?;
    let mut forms = Vec::new();
    for _ in 0..ROUNDS {
        forms.push(press(window, Role::Button, "New preset").await?);
        press(window, Role::Link, "Presets").await?;
    }
    report.answers("To the form of a preset", &forms);
    Ok(())
}

async fn export(window: &Watched<'_>, report: &mut Report) -> Result<()> {
    window.click(Role::Link, "Export").await?;
    type_in(
        window,
        report,
        "Time zone",
        "istanbul",
        "Time zones: a letter",
    )
    .await?;
    let mut found = Vec::new();
    for text in ["+3", "new york", "est"] {
        window.press_keys(&["Escape", "ctrl+a"]).await?;
        window.settle().await?;
        found.extend(keys(window, &letters(text)).await?);
    }
    report.answers("Time zones: other searches", &found);
    window.press_keys(&["Escape"]).await?;
    window.settle().await?;
    report.answers(
        "Time zones: the whole list",
        &keys(window, &["Down"]).await?,
    );
    window.press_keys(&["Escape", "Tab"]).await?;
    window.settle().await?;
    search(
        window,
        report,
        "Exports",
        "What to export",
        &["state", "response", "user"],
    )
    .await?;
    search(
        window,
        report,
        "Periods",
        "Period",
        &["quarter", "today", "last month"],
    )
    .await?;
    search(
        window,
        report,
        "Languages of the export",
        "Language of the export",
        &["turk", "company"],
    )
    .await?;
    focus(window, "[data-field=period] [role=spinbutton]").await?;
    report.answers(
        "Dates: a digit",
        &keys(window, &["0", "3", "1", "1"]).await?,
    );
    let mut boxes = Vec::new();
    for name in ["Pick times of day as well", "Include disabled agents"] {
        // Ticked, and the tick taken away.
        for _ in 0..2 {
            boxes.extend(choose(window, "checkbox", name).await?);
        }
    }
    report.answers("Check boxes", &boxes);
    let mut kinds = Vec::new();
    for name in ["CSV", "JSON", "Excel"] {
        kinds.extend(choose(window, "radio", name).await?);
    }
    report.answers("Kinds of file", &kinds);

    report.answers("To the teams", &choose(window, "radio", "Teams").await?);
    type_in(window, report, "Search teams", "support", "Teams: a letter").await?;
    walk(window, report, "Teams: a step").await?;
    report.answers("To the agents", &choose(window, "radio", "Agents").await?);
    type_in(
        window,
        report,
        "Search agents",
        "yilmaz 01",
        "Agents: a letter",
    )
    .await?;
    walk(window, report, "Agents: a step").await?;
    let picked = keys(window, &["Return", "Down", "Return", "Down", "Return"]).await?;
    report.answers("Agents: a pick", &picked);
    erase(window, report, "Agents: a letter taken back", 9).await?;
    type_in(
        window,
        report,
        "Add agents by ID",
        "100007",
        "Agents by their ids: a letter",
    )
    .await?;

    type_in(
        window,
        report,
        "Search columns",
        "metric 0",
        "Columns: a letter",
    )
    .await?;
    walk(window, report, "Columns: a step").await?;
    let picked = keys(window, &["Return", "Down", "Return", "Down", "Return"]).await?;
    report.answers("Columns: a pick", &picked);
    erase(window, report, "Columns: a letter taken back", 8).await?;
    type_in(
        window,
        report,
        "Add a column",
        "custom",
        "A column by its name: a letter",
    )
    .await?;
    window.press_keys(&["ctrl+a", "BackSpace"]).await?;
    Ok(())
}

async fn presets(window: &Watched<'_>, report: &mut Report) -> Result<()> {
    window.click(Role::Link, "Presets").await?;
    type_in(
        window,
        report,
        "Search presets",
        "yilmaz 1",
        "Presets: a letter",
    )
    .await?;
    erase(window, report, "Presets: a letter taken back", 8).await?;
    focus(window, "[role=grid] [role=row]").await?;
    walk(window, report, "Presets: a step").await?;
    let scrolled = keys(
        window,
        &["Page_Down", "Page_Down", "End", "Page_Up", "Home"],
    )
    .await?;
    report.answers("Presets: a page, the end, the beginning", &scrolled);
    window.click(Role::Button, "New preset").await?;
    type_in(
        window,
        report,
        "Name of the preset",
        "month end",
        "A preset's name: a letter",
    )
    .await?;
    type_in(
        window,
        report,
        "File name",
        "report",
        "A preset's file name: a letter",
    )
    .await?;
    Ok(())
}

async fn activity(window: &Watched<'_>, report: &mut Report) -> Result<()> {
    window.click(Role::Link, "Activity").await?;
    type_in(
        window,
        report,
        "Search by file, account or column",
        "agents 1234",
        "Past exports: a letter",
    )
    .await?;
    erase(window, report, "Past exports: a letter taken back", 11).await?;
    focus(window, "[role=listbox] [role=option]").await?;
    walk(window, report, "Past exports: a step, with its details").await?;
    let scrolled = keys(
        window,
        &[
            "Page_Down",
            "Page_Down",
            "Page_Down",
            "End",
            "End",
            "End",
            "Page_Up",
            "Home",
        ],
    )
    .await?;
    report.answers("Past exports: a page, the end, the beginning", &scrolled);
    let mut kinds = Vec::new();
    for kind in ["Saved", "Without a file", "All"] {
        kinds.push(press(window, Role::Radio, kind).await?);
    }
    report.answers("Past exports: of one kind", &kinds);
    Ok(())
}

async fn settings(window: &Watched<'_>, report: &mut Report) -> Result<()> {
    window.click(Role::Link, "Settings").await?;
    let mut appearances = Vec::new();
    for name in ["Dark", "Light", "As this computer"] {
        appearances.extend(choose(window, "radio", name).await?);
    }
    report.answers("The appearance", &appearances);
    let mut languages = Vec::new();
    for name in ["Deutsch", "Türkçe", "English"] {
        languages.extend(choose(window, "radio", name).await?);
    }
    report.answers("The language of the window", &languages);
    Ok(())
}

/// Types a text into a field, which is emptied first.
async fn type_in(
    window: &Watched<'_>,
    report: &mut Report,
    field: &str,
    text: &str,
    what: &str,
) -> Result<()> {
    begin(window, field).await?;
    let answers = keys(window, &letters(text)).await?;
    report.answers(what, &answers);
    Ok(())
}

/// Searches in a combo box, and takes the best of what is found.
async fn search(
    window: &Watched<'_>,
    report: &mut Report,
    what: &str,
    field: &str,
    texts: &[&str],
) -> Result<()> {
    let mut found = Vec::new();
    let mut picked = Vec::new();
    for text in texts {
        begin(window, field).await?;
        found.extend(keys(window, &letters(text)).await?);
        picked.extend(keys(window, &["Return"]).await?);
    }
    report.answers(&format!("{what}: a letter"), &found);
    report.answers(&format!("{what}: a pick"), &picked);
    Ok(())
}

/// Takes the keyboard to a field, where the next letter stands for all that is in it.
async fn begin(window: &Watched<'_>, field: &str) -> Result<()> {
    let field = serde_json::to_value(window.find(Role::Textbox, field).await?)?;
    window.run("arguments[0].focus()", vec![field]).await?;
    window.press_keys(&["ctrl+a"]).await?;
    window.settle().await
}

async fn erase(
    window: &Watched<'_>,
    report: &mut Report,
    what: &str,
    letters: usize,
) -> Result<()> {
    window.press_keys(&["End"]).await?;
    window.settle().await?;
    let answers = keys(window, &vec!["BackSpace"; letters]).await?;
    report.answers(what, &answers);
    Ok(())
}

/// Goes down a list with the arrow.
async fn walk(window: &Watched<'_>, report: &mut Report, what: &str) -> Result<()> {
    let answers = keys(window, &["Down"; STEPS]).await?;
    report.answers(what, &answers);
    Ok(())
}

/// Presses keys one after the other, and waits for the answer to each.
async fn keys(window: &Watched<'_>, keys: &[&str]) -> Result<Vec<Answer>> {
    let mut answers = Vec::new();
    for key in keys {
        window.machine().press_keys(&[key]).await?;
        let answered = window.answer().await;
        answers.extend(answered.with_context(|| format!("the key {key}"))?);
    }
    Ok(answers)
}

/// Presses what the mouse points at already: that it is pointed at shows as well.
async fn press(window: &Watched<'_>, role: Role, name: &str) -> Result<Answer> {
    let element = window.find_usable(role, name).await?;
    let place = window.place_of(&element).await?;
    let on_display = window.on_display().await?;
    window.machine().point_at(&on_display, place).await?;
    window.settle().await?;
    window.machine().click_at(&on_display, place).await?;
    window
        .answer()
        .await?
        .with_context(|| format!("the press on {name:?} changes nothing"))
}

/// Picks one of several radios, or ticks a checkbox, by the space bar.
async fn choose(window: &Watched<'_>, role: &str, name: &str) -> Result<Vec<Answer>> {
    let (role, name) = (json!(role), json!(name));
    let begin = format!(
        "const input = find({role}, {name})?.querySelector('input'); input?.focus(); return Boolean(input)"
    );
    until(&format!("the {role} {name}"), async || {
        Ok(window.run_in_page(&begin).await? == true)
    })
    .await?;
    window.settle().await?;
    keys(window, &["space"]).await
}

/// Takes the keyboard to a place that is not worth measuring.
async fn focus(window: &Watched<'_>, selector: &str) -> Result<()> {
    let script = "document.querySelector(arguments[0]).focus()";
    window.run(script, vec![selector.into()]).await?;
    window.settle().await
}

/// The keys that write a text, by xdotool's names.
fn letters(text: &str) -> Vec<&str> {
    let key = |place: usize| match &text[place..=place] {
        " " => "space",
        "+" => "plus",
        letter => letter,
    };
    (0..text.len()).map(key).collect()
}
