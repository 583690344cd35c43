//! The ten commonest tasks, each done by keyboard alone, by mouse, and through what a screen reader is told.
#![allow(
    clippy::print_stdout,
    reason = "how many actions and how long each took, with --nocapture"
)]

mod hands;
mod keyboard;
mod list;
mod mouse;
mod reader;

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use self::hands::{Hands, Page};
use self::keyboard::Keyboard;
use self::mouse::Mouse;
use self::reader::Reader;
use crate::harness::{Machine, Stage, checkout, play_on, typed_practice};

/// A task, and in how many actions it is done.
struct Task {
    what: &'static str,
    keyboard: usize,
    mouse: usize,
    reader: usize,
}

const fn task(what: &'static str, [keyboard, mouse, reader]: [usize; 3]) -> Task {
    Task {
        what,
        keyboard,
        mouse,
        reader,
    }
}

/// An action is one thing that a person does: a key or a chord of keys pressed once (each Tab counts), a text typed, a
/// click, a drag, a thing of the tree acted on. `docs/tasks.md` shows this table.
const TASKS: [Task; 10] = [
    task(
        "From the first start to a first file, with the practice company",
        [5, 3, 3],
    ),
    task("Connect an account with its key, and test it", [20, 14, 14]),
    task(
        "Last month for two teams in Istanbul time, as Excel, saved for next month, from an empty page",
        [15, 9, 10],
    ),
    task(
        "Have the files of a preset always go into one folder",
        [9, 6, 6],
    ),
    task("Start the app and run a preset", [2, 1, 1]),
    task(
        "Pick three columns, put one first, with plain names over them, and export",
        [20, 9, 10],
    ),
    task("Export conversations of yesterday", [11, 7, 11]),
    task(
        "Copy a preset, name the copy, put it first, delete it and undo that",
        [9, 11, 12],
    ),
    task("Run all presets at once", [2, 3, 3]),
    task("Find an earlier file and look inside", [8, 5, 5]),
];

/// What was done of the table.
struct Sheet {
    hands: &'static str,
    stated: fn(&Task) -> usize,
    done: usize,
    /// What took another number of actions than the table says.
    other: Vec<String>,
}

impl Sheet {
    /// Takes down one task: the next of the table.
    async fn take_down<'m, H: Hands<'m>>(
        &mut self,
        hands: &H,
        task: impl Future<Output = Result<()>>,
    ) -> Result<()> {
        let next = &TASKS[self.done];
        let (stated, what) = ((self.stated)(next), next.what);
        let (before, began) = (hands.counted().actions(), Instant::now());
        let outcome = task.await;
        if outcome.is_err() {
            // The window is gone by the time the stage is taken down.
            let picture = format!("{}.png", self.hands);
            let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join(picture);
            let machine = hands.counted().window.machine();
            machine.screenshot(&picture).await?;
        }
        outcome.with_context(|| format!("by {}: {what}", self.hands))?;
        self.done += 1;
        let actions = hands.counted().actions() - before;
        println!(
            "{:>13} {:>2}. {actions:>2} actions, {:.1} s: {what}",
            self.hands,
            self.done,
            began.elapsed().as_secs_f64()
        );
        if actions != stated {
            self.other
                .push(format!("{what}: {actions} actions, not {stated}"));
        }
        Ok(())
    }
}

/// Does all of the table on a machine, beginning at the first start.
async fn perform<'m, H: Hands<'m>>(stage: &'m Stage, stated: fn(&Task) -> usize) -> Result<()> {
    let mut sheet = Sheet {
        hands: H::NAME,
        stated,
        done: 0,
        other: Vec::new(),
    };
    let hands = H::take(stage.open().await?)?;
    sheet
        .take_down(&hands, list::first_file(&hands, stage))
        .await?;
    sheet
        .take_down(&hands, list::connect(&hands, stage))
        .await?;
    list::show_empty_page(&hands).await?;
    sheet.take_down(&hands, list::last_month(&hands)).await?;
    list::have_its_file(&hands, stage).await?;
    sheet
        .take_down(&hands, list::give_it_a_folder(&hands))
        .await?;
    hands.let_go().close().await?;

    let hands = H::take(stage.open().await?)?;
    sheet
        .take_down(&hands, list::run_preset(&hands, stage))
        .await?;
    sheet
        .take_down(&hands, list::three_columns(&hands, stage))
        .await?;
    sheet
        .take_down(&hands, list::conversations(&hands, stage))
        .await?;
    hands.go_to(Page::Presets).await?;
    sheet
        .take_down(&hands, list::look_after_presets(&hands))
        .await?;
    sheet
        .take_down(&hands, list::run_all(&hands, stage))
        .await?;
    sheet.take_down(&hands, list::look_inside(&hands)).await?;
    hands.let_go().close().await?;
    ensure!(sheet.done == TASKS.len());
    ensure!(sheet.other.is_empty(), "by {}: {:#?}", H::NAME, sheet.other);
    Ok(())
}

#[tokio::test]
async fn the_ten_commonest_tasks_by_keyboard() -> Result<()> {
    play_on(Machine::start().await?, typed_practice(), async |stage| {
        perform::<Keyboard>(stage, |task| task.keyboard).await
    })
    .await
}

#[tokio::test]
async fn the_ten_commonest_tasks_by_mouse() -> Result<()> {
    play_on(Machine::start().await?, typed_practice(), async |stage| {
        perform::<Mouse>(stage, |task| task.mouse).await
    })
    .await
}

#[tokio::test]
async fn the_ten_commonest_tasks_by_screen_reader() -> Result<()> {
    let machine = Machine::start().await?.heard().await?;
    play_on(machine, typed_practice(), async |stage| {
        perform::<Reader>(stage, |task| task.reader).await
    })
    .await
}

#[test]
fn the_documentation_shows_the_tasks_and_their_actions() -> Result<()> {
    let text = fs::read_to_string(checkout()?.join("docs/tasks.md"))?;
    for (place, task) in TASKS.iter().enumerate() {
        let Task {
            what,
            keyboard,
            mouse,
            reader,
        } = task;
        let line = format!(
            "| {} | {what} | {keyboard} | {mouse} | {reader} |\n",
            place + 1
        );
        ensure!(text.contains(&line), "docs/tasks.md has no line\n{line}");
    }
    Ok(())
}
