//! `cargo xtask run`: from a checkout to the open window.

use std::env::consts::EXE_SUFFIX;
use std::process::Command;

use anyhow::Result;

use crate::packages::{self, Purpose};
use crate::shell::{cargo, execute, say, step};
use crate::{checkout, demo, frontend};

/// Installs, builds, and opens the app with the practice company; or plays the demo when there is
/// no display to open it on.
pub(crate) fn run() -> Result<()> {
    let display = has_display();
    let purpose = if display {
        Purpose::Build
    } else {
        Purpose::BuildAndDrive
    };
    step("Look for the system's packages", || {
        packages::ensure(purpose)
    })?;
    step("Look for Node", frontend::check_node)?;
    step("Install the user interface's packages", frontend::install)?;
    step("Build the user interface", || frontend::script("build"))?;
    if !display {
        return demo::play();
    }
    step("Build the app", || {
        // Of the whole workspace, so that the tests find each dependency built with the features
        // that they need as well.
        execute(cargo(
            "build --locked --workspace --features custom-protocol --bin care-exporter".split(' '),
        ))
    })?;
    say("\nOpening Care Exporter with the practice company. Close its window to end.");
    // It lies beside us, wherever cargo was told to build.
    let app = std::env::current_exe()?.with_file_name(format!("care-exporter{EXE_SUFFIX}"));
    let mut app = Command::new(app);
    app.arg("--practice").current_dir(checkout::root());
    execute(app)
}

/// Whether a window can be opened for a person to see.
fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    std::env::consts::OS != "linux" || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
