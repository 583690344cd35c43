//! `cargo xtask run`: from a checkout to the open window.

use anyhow::Result;

use crate::packages::{self, Purpose};
use crate::shell::{cargo, execute, say, step};
use crate::{demo, frontend};

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
        execute(cargo([
            "build",
            "--locked",
            "--features",
            "custom-protocol",
        ]))
    })?;
    say("\nOpening Care Exporter with the practice company. Close its window to end.");
    execute(cargo([
        "run",
        "--quiet",
        "--locked",
        "--features",
        "custom-protocol",
        "--",
        "--practice",
    ]))
}

/// Whether a window can be opened for a person to see.
fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    std::env::consts::OS != "linux" || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
