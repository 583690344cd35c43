//! How fast the window is: the figures of docs/performance-ui.md, measured in the release app on a virtual display, beside
//! an empty Tauri window. `cargo xtask bench-ui` runs this and adds what belongs to the machine.
//!
//! Linux only, as the whole-app tests are, whose harness works the window here as well.
#![cfg(target_os = "linux")]

mod answers;
mod display;
mod fixture;
#[path = "../app/harness/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the tests use the rest of it")]
mod harness;
mod paint;
mod report;
mod resources;
mod stopwatch;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use practice_server::PracticeServer;

use harness::{Machine, Window};
use report::{Paints, Report};
use resources::name_of;

/// How often each of the two windows is opened, in turn.
const OPENINGS: usize = 9;
/// With this WebKit draws a page as it does in our window where there is no graphics card.
const WITHOUT_LAYERS: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";
/// The parts that are measured; all of them, unless some are named.
const PARTS: [&str; 3] = ["paint", "idle", "answers"];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    // Cargo asks benchmarks for a list of tests, among others.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return Ok(());
    }
    let app = PathBuf::from(env!("CARGO_BIN_EXE_care-exporter"));
    let empty = empty_window(&app)?;
    let mut report = Report::default();
    let named: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| PARTS.contains(&word.as_str()))
        .collect();
    let wanted = |part: &str| named.is_empty() || named.iter().any(|name| name == part);

    let service = PracticeServer::start(fixture::practice()).await?;
    let machine = Machine::start().await?;
    say("Fill the database");
    fixture::fill(&machine, &service).await?;

    if wanted("paint") {
        say("First paint");
        let mut paints = Paints::default();
        let window = |path: &Path| Ok::<_, anyhow::Error>(machine.program(name_of(path)?));
        for opening in 0..=OPENINGS {
            let [their] = paint::first(&machine, window(&empty)?, [paint::is_green])?;
            let mut alike = window(&empty)?;
            alike.env(WITHOUT_LAYERS, "1");
            let [alike] = paint::first(&machine, alike, [paint::is_green])?;
            let [our, text] = paint::first(
                &machine,
                window(&app)?,
                [paint::has_navigation, paint::has_text],
            )?;
            // The first of each brings everything into the system's memory.
            if opening > 0 {
                paints.empty.push(their);
                paints.empty_without_layers.push(alike);
                paints.ours.push(our);
                paints.readable.push(text);
            }
        }
        report.first_paint(&paints);
    }
    if wanted("idle") {
        say("Idle");
        let theirs = resources::idle(&machine, &empty, paint::is_green).await?;
        let ours = resources::idle(&machine, &app, paint::has_text).await?;
        report.resources(&ours, &theirs);
    }
    if wanted("answers") {
        say("Page changes and keystrokes");
        let window = Window::open(&machine, &[]).await?;
        answers::measure(&window, &mut report).await?;
        window.close().await?;
    }

    // The report is what was asked for; everything else goes to standard error.
    #[expect(clippy::print_stdout)]
    {
        print!("{}", report.markdown());
    }
    Ok(())
}

/// The empty window, built beside the app.
fn empty_window(app: &Path) -> Result<PathBuf> {
    let folder = app.parent().context("the app is in a folder")?;
    let path = folder.join("examples/empty-window");
    ensure!(
        path.is_file(),
        "{} is not built: `cargo xtask bench-ui` does it",
        path.display()
    );
    Ok(path)
}

fn say(words: &str) {
    eprintln!("{words}");
}
