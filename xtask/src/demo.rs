//! The practice export through the real window, where there is no display.
//!
//! It is one of the whole-app tests, so that only they know how to drive a window.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::checkout;
use crate::shell::{cargo, execute, minutes, say, step};

/// Plays the demo and says where its file and its screenshots are.
pub(crate) fn play() -> Result<()> {
    let folder = checkout::demo();
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("{} can't be emptied", folder.display()))?;
    }
    let app = "test --locked --workspace --features custom-protocol --test app".split(' ');
    step("Build the app", || {
        execute(cargo(app.clone().chain(["--no-run"])))
    })?;
    say(
        "\nThis machine has no display: the app opens on a virtual one, and a practice export is made through its window.",
    );
    let took = step("Make a practice export through the window", || {
        let play = ["--", "--exact", "demo::a_practice_export", "--nocapture"];
        let mut command = cargo(app.clone().chain(play));
        command.env("CARE_EXPORTER_DEMO", &folder);
        execute(command)
    })?;

    let (pictures, files): (Vec<PathBuf>, Vec<PathBuf>) = left_in(&folder)?
        .into_iter()
        .partition(|path| path.extension().is_some_and(|extension| extension == "png"));
    if pictures.is_empty() || files.is_empty() {
        bail!(
            "the demo left no file or no screenshots in {}",
            folder.display()
        );
    }
    say(format_args!("\nDone in {}.", minutes(took)));
    say("\nThe exported file:");
    for file in files {
        say(format_args!("  {}", file.display()));
    }
    say("\nThe window at each step:");
    for picture in pictures {
        say(format_args!("  {}", picture.display()));
    }
    Ok(())
}

fn left_in(folder: &std::path::Path) -> Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)
        .with_context(|| format!("the demo left nothing in {}", folder.display()))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}
