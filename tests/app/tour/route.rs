//! The way through the window, as someone takes it who sees everything once.

use anyhow::Result;
use practice_server::{Action, Endpoint, Occurrence, Script};
use serde_json::json;

use super::audit;
use super::visitor::Visitor;
use crate::harness::{ENTER, Role, Stage, Window, until};

/// The stops on the way, in order; the pictures are called so.
pub(super) const STOPS: [&str; 46] = [
    "first-start",
    "connection-new",
    "connection-faults",
    "connection-refused",
    "export-empty",
    "export-periods",
    "export-calendar",
    "export-zones",
    "export-teams",
    "export-columns",
    "export-file",
    "export",
    "presets-empty",
    "activity-empty",
    "run-saved",
    "look-rows",
    "look-columns",
    "look-times",
    "preset-name",
    "run-failed",
    "run-doubtful",
    "run-doubtful-look",
    "run-waiting",
    "close",
    "presets",
    "preset-menu",
    "preset",
    "preset-end",
    "activity",
    "activity-failed",
    "activity-saved",
    "connections",
    "connection-edit",
    "connection-remove",
    "settings",
    "settings-end",
    "settings-remove",
    "licences",
    "guide",
    "shortcuts",
    "about",
    "small-export",
    "small-presets",
    "small-activity",
    "small-connections",
    "small-settings",
];

/// Walks it all.
pub(super) async fn walk(stage: &Stage) -> Result<()> {
    let mut visitor = Visitor::begin()?;
    let window = stage.open().await?;
    audit::begin(&window).await?;
    first_start(stage, &window, &mut visitor).await?;
    choices(&window, &mut visitor).await?;
    runs(stage, &window, &mut visitor).await?;
    presets(&window, &mut visitor).await?;
    activity(&window, &mut visitor).await?;
    connections(&window, &mut visitor).await?;
    settings(&window, &mut visitor).await?;
    small(&window, &mut visitor).await?;
    any_size(&window, &mut visitor).await?;
    window.close().await?;
    visitor.end()
}

/// Until there is a connection.
async fn first_start(stage: &Stage, window: &Window<'_>, visitor: &mut Visitor) -> Result<()> {
    // The last thing to come.
    window.find(Role::Button, "Language: English").await?;
    visitor.stop(window, "first-start").await?;
    window.press("Connect your account").await?;
    window.find(Role::Textbox, "Name").await?;
    visitor.stop(window, "connection-new").await?;
    window.press("Save").await?;
    window.says("Enter a name.").await?;
    visitor.stop(window, "connection-faults").await?;
    window.press("Back").await?;

    window
        .enter_account(&stage.service, "not the password")
        .await?;
    window.press("Test connection").await?;
    window.says("The service did not accept").await?;
    visitor.stop(window, "connection-refused").await?;
    window.fill("Password", stage.service.password()).await?;
    window.save_account().await
}

/// The export page, from the first look at it to an export that is all picked.
async fn choices(window: &Window<'_>, visitor: &mut Visitor) -> Result<()> {
    window.find(Role::Option, "Agent name").await?;
    visitor.stop(window, "export-empty").await?;

    window.find(Role::Textbox, "Period").await?.click().await?;
    window.press_keys(&["Down"]).await?;
    window.find(Role::Option, "Yesterday").await?;
    visitor.stop(window, "export-periods").await?;
    window.press_keys(&["Escape"]).await?;

    click_found(window, "return document.querySelector('.date-open')", "").await?;
    until("the calendar", async || {
        let days = "return document.querySelectorAll('.calendar-day').length";
        Ok(window.run(days, vec![]).await?.as_u64() > Some(0))
    })
    .await?;
    visitor.stop(window, "export-calendar").await?;
    window.press_keys(&["Escape"]).await?;

    window.fill("Time zone", "+3").await?;
    visitor.stop(window, "export-zones").await?;
    window.press_keys(&["Escape"]).await?;
    let zone = window.fill("Time zone", "istanbul").await?;
    zone.send_keys(ENTER).await?;
    window.says("Istanbul time").await?;

    scroll_to(window, "People").await?;
    window.click(Role::Radio, "Teams").await?;
    for row in [1, 3] {
        let team =
            format!("return document.querySelectorAll('[data-field=teams] [role=option]')[{row}]");
        click_found(window, &team, "").await?;
    }
    scroll_to(window, "People").await?;
    visitor.stop(window, "export-teams").await?;

    window
        .add_columns(&["agent_name", "agent_email", "TOTAL_GREEN_STATE_TIME_MILLIS"])
        .await?;
    scroll_to(window, "Columns").await?;
    visitor.stop(window, "export-columns").await?;
    scroll_to_end(window).await?;
    visitor.stop(window, "export-file").await?;
    scroll_to(window, "User export").await?;
    visitor.stop(window, "export").await?;
    visitor.moves_buttons(window, "export").await?;

    go_to(window, "presets").await?;
    window.says("No presets yet").await?;
    visitor.stop(window, "presets-empty").await?;
    go_to(window, "activity").await?;
    window.says("New export").await?;
    visitor.stop(window, "activity-empty").await?;
    go_to(window, "export").await
}

/// What becomes of exports.
async fn runs(stage: &Stage, window: &Window<'_>, visitor: &mut Visitor) -> Result<()> {
    export(stage, window, "October.xlsx", "saved").await?;
    visitor.stop(window, "run-saved").await?;
    window.press("Look inside").await?;
    until("the rows of the file", async || {
        let cells = "return document.querySelectorAll('[role=dialog] [role=gridcell]').length";
        Ok(window.run(cells, vec![]).await?.as_u64() > Some(0))
    })
    .await?;
    visitor.stop(window, "look-rows").await?;
    for (part, stop) in [("columns", "look-columns"), ("times", "look-times")] {
        let tab = format!("return document.querySelector('.look-tab[data-key={part}]')");
        click_found(window, &tab, "").await?;
        visitor.stop(window, stop).await?;
    }
    window.press("Close").await?;

    window.press("New export").await?;
    for name in ["Month end", "Green time for payroll"] {
        window.press("Save as preset").await?;
        window.fill("Name of the preset", name).await?;
        if name == "Month end" {
            visitor.stop(window, "preset-name").await?;
        }
        window.press("Save").await?;
        window
            .says(&format!("{name} is saved. Run it from the Presets page."))
            .await?;
    }

    let reason = Some("Unable to hydrate filter for export info".into());
    created(stage, Action::FailJob { reason });
    export(stage, window, "September.xlsx", "failed").await?;
    visitor.stop(window, "run-failed").await?;
    window.press("New export").await?;

    created(stage, Action::DropAnswer);
    export(stage, window, "August.xlsx", "interrupted").await?;
    visitor.stop(window, "run-doubtful").await?;
    window.press("Look whether it is there").await?;
    window.find(Role::Button, "Close").await?;
    visitor.stop(window, "run-doubtful-look").await?;
    window.press("Close").await?;
    window.press("New export").await?;

    created(stage, Action::NeverEnds);
    export(stage, window, "November so far.xlsx", "waiting").await?;
    // Further it never comes.
    window.says("30 of 31").await?;
    visitor.stop(window, "run-waiting").await?;
    stage.machine.press_keys(&["alt+F4"]).await?;
    window.find(Role::Button, "Stay").await?;
    visitor.stop(window, "close").await?;
    window.press("Stay").await
}

async fn presets(window: &Window<'_>, visitor: &mut Visitor) -> Result<()> {
    go_to(window, "presets").await?;
    window.find(Role::Row, "Month end").await?;
    visitor.stop(window, "presets").await?;
    window.press("More for Month end").await?;
    visitor.stop(window, "preset-menu").await?;
    window.press_keys(&["Home", "Return"]).await?;
    window.find(Role::Textbox, "Name of the preset").await?;
    visitor.stop(window, "preset").await?;
    scroll_to_end(window).await?;
    visitor.stop(window, "preset-end").await
}

async fn activity(window: &Window<'_>, visitor: &mut Visitor) -> Result<()> {
    go_to(window, "activity").await?;
    window.says("November so far.xlsx").await?;
    visitor.stop(window, "activity").await?;
    for (file, stop) in [
        ("September.xlsx", "activity-failed"),
        ("October.xlsx", "activity-saved"),
    ] {
        let row = "return [...document.querySelectorAll('.run-row')]
            .find((row) => row.textContent.includes(arguments[0]))";
        click_found(window, row, file).await?;
        let picked =
            "return document.querySelector('.run-row[aria-selected=true]')?.textContent ?? ''";
        until(&format!("{file} to be picked"), async || {
            let text = window.run(picked, vec![]).await?;
            Ok(text.as_str().is_some_and(|text| text.contains(file)))
        })
        .await?;
        visitor.stop(window, stop).await?;
    }
    Ok(())
}

async fn connections(window: &Window<'_>, visitor: &mut Visitor) -> Result<()> {
    go_to(window, "connections").await?;
    window.says("Add connection").await?;
    visitor.stop(window, "connections").await?;
    window.press("Edit Çağrı merkezi").await?;
    window.find(Role::Textbox, "Name").await?;
    visitor.stop(window, "connection-edit").await?;
    window.press("Remove").await?;
    window.find(Role::Button, "Keep it").await?;
    visitor.stop(window, "connection-remove").await?;
    window.press("Keep it").await
}

async fn settings(window: &Window<'_>, visitor: &mut Visitor) -> Result<()> {
    go_to(window, "settings").await?;
    window.says("Light or dark").await?;
    visitor.stop(window, "settings").await?;
    scroll_to_end(window).await?;
    visitor.stop(window, "settings-end").await?;
    window.press("Remove the learned columns").await?;
    window.find(Role::Button, "Keep").await?;
    visitor.stop(window, "settings-remove").await?;
    window.press("Keep").await?;
    window.press("Licences").await?;
    window.says("is made with the work of many others").await?;
    visitor.stop(window, "licences").await?;

    window.machine().press_keys(&["F1"]).await?;
    window.says("Your first file").await?;
    visitor.stop(window, "guide").await?;
    for (steps_up, stop) in [(4, "shortcuts"), (1, "about")] {
        window.machine().press_keys(&["alt+h"]).await?;
        for _ in 0..steps_up {
            window.machine().press_keys(&["Up"]).await?;
        }
        window.machine().press_keys(&["Return"]).await?;
        window.find(Role::Button, "Close").await?;
        visitor.stop(window, stop).await?;
        window.press("Close").await?;
    }
    Ok(())
}

/// The pages with the keys that lead there, something that is there at last, and the stop in the smallest window.
const PAGES: [(&str, &str, &str); 5] = [
    ("ctrl+1", "Time zone", "small-export"),
    ("ctrl+2", "Month end", "small-presets"),
    ("ctrl+3", "In preparation", "small-activity"),
    ("ctrl+4", "Add connection", "small-connections"),
    ("ctrl+5", "Light or dark", "small-settings"),
];

/// The pages in the smallest window, in letters twice as large.
async fn small(window: &Window<'_>, visitor: &mut Visitor) -> Result<()> {
    size(window, 720, &["ctrl+plus"; 5], 360).await?;
    for (keys, words, stop) in PAGES {
        window.machine().press_keys(&[keys]).await?;
        window.says(words).await?;
        visitor.stop(window, stop).await?;
    }
    Ok(())
}

/// The pages in letters four times as large, in windows that lay them out in one way or another, and on a very wide screen.
async fn any_size(window: &Window<'_>, visitor: &mut Visitor) -> Result<()> {
    for (pixels, zoom, width) in [
        (1280, &["ctrl+plus"; 3][..], 320),
        (720, &["ctrl+0"], 720),
        (840, &[], 840),
        (960, &[], 960),
        (1280, &[], 1280),
        (1280, &["ctrl+minus"; 4], 2560),
    ] {
        size(window, pixels, zoom, width).await?;
        for (keys, words, _) in PAGES {
            window.machine().press_keys(&[keys]).await?;
            window.says(words).await?;
            let page = words.to_lowercase();
            visitor
                .measure(window, &format!("{page} at {width}"))
                .await?;
        }
    }
    Ok(())
}

/// Makes the window so many pixels wide, presses the keys for its zoom, and waits until the page is as wide as that comes to.
async fn size(window: &Window<'_>, pixels: i32, zoom: &[&str], width: i32) -> Result<()> {
    window.place([0, 0, pixels, 560]).await?;
    for keys in zoom {
        window.machine().press_keys(&[keys]).await?;
    }
    until(&format!("a page of {width}"), async || {
        let now = window.run("return innerWidth", vec![]).await?;
        Ok(now.as_i64() == Some(width.into()))
    })
    .await
}

/// What becomes of exports that are asked for from now on.
fn created(stage: &Stage, fate: Action) {
    let script = Script::default().on(Endpoint::Create, Occurrence::Every, fate);
    stage.service.set_script(script);
}

async fn export(stage: &Stage, window: &Window<'_>, file: &str, end: &str) -> Result<()> {
    window.export_to(&stage.document(file)).await?;
    window.reaches(end).await
}

/// Opens a page by the navigation.
async fn go_to(window: &Window<'_>, page: &str) -> Result<()> {
    let link = "return document.querySelector(`nav a[href='#${arguments[0]}']`)";
    click_found(window, link, page).await
}

/// Clicks what a script finds, by the mouse. The script may use an argument.
async fn click_found(window: &Window<'_>, script: &str, argument: &str) -> Result<()> {
    window
        .found(script, vec![json!(argument)])
        .await?
        .click()
        .await
        .map_err(Into::into)
}

/// Scrolls until the part of the page with this heading is at the top.
async fn scroll_to(window: &Window<'_>, heading: &str) -> Result<()> {
    let part = "const heading = [...document.querySelectorAll('main h1, main h2')]
            .find((heading) => heading.textContent === arguments[0]);
        const [part, block] = [heading.closest('section') ?? heading.closest('main').firstElementChild, 'start'];";
    scroll(window, part, heading).await
}

/// Scrolls to the end of the page.
async fn scroll_to_end(window: &Window<'_>) -> Result<()> {
    let part = "const [part, block] = [document.querySelector('main').firstElementChild, 'end'];";
    scroll(window, part, "").await
}

/// Scrolls to a part of the page, now and whenever `inSight` is called.
async fn scroll(window: &Window<'_>, part: &str, argument: &str) -> Result<()> {
    let scroll = "window.inSight = () => {
            if (!part.isConnected) return;
            part.scrollIntoView({ block, behavior: 'instant' });
            // By whole pixels, or edges would be drawn otherwise each time.
            const page = document.querySelector('main');
            page.scrollTop = Math.round(page.scrollTop);
        };
        inSight()";
    let script = format!("{part} {scroll}");
    window.run(&script, vec![json!(argument)]).await.map(drop)
}
