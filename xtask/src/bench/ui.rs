//! `cargo xtask bench-ui`: how fast the window is, beside an empty one, in the release app on a virtual display.
//!
//! What it prints is Markdown for docs/performance-ui.md, and is left in `target/bench/ui.md`.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Context, Result};

use super::machine;
use crate::checkout;
use crate::frontend;
use crate::packages::{self, Purpose};
use crate::shell::{cargo, execute, output, say, step};

/// How the app is built that is measured.
const RELEASE: &str = "--locked --workspace --features custom-protocol";

/// Builds both windows and measures.
pub(crate) fn bench_ui() -> Result<()> {
    step("Look for the system's packages", || {
        packages::ensure(Purpose::BuildAndDrive)
    })?;
    step("Look for Node", frontend::check_node)?;
    step("Install the user interface's packages", frontend::install)?;
    let mut built = String::new();
    step("Build the user interface", || {
        built = frontend::script_output("build")?;
        Ok(())
    })?;
    let weight = weight(&built).context("the build does not say what is loaded at the start")?;
    step("Build the app and an empty window", || {
        let windows =
            format!("build --release {RELEASE} --bin care-exporter --example empty-window");
        execute(cargo(windows.split(' ')))
    })?;
    let mut measured = String::new();
    step("Measure", || {
        measured = output(cargo(format!("bench {RELEASE} --bench ui").split(' ')))?;
        Ok(())
    })?;

    let mut report = machine("cargo xtask bench-ui");
    // A string takes everything.
    let _ = write!(
        report,
        "- JavaScript loaded at the start: {weight}\n{measured}"
    );
    say(&report);
    let folder = checkout::root().join("target").join("bench");
    fs::create_dir_all(&folder)?;
    let path = folder.join("ui.md");
    fs::write(&path, report).with_context(|| format!("{} can't be written", path.display()))
}

/// What the build says of the JavaScript at the start: it fails above the budget.
fn weight(built: &str) -> Option<String> {
    let line = built
        .lines()
        .find(|line| line.contains("kB of JavaScript at the start"))?;
    let (weight, most) = line.split_once(" kB of JavaScript at the start, of ")?;
    let weight = weight.rsplit(' ').next()?;
    Some(format!(
        "{weight} kB as gzip packs it, of {most} kB at most"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weight_at_the_start_is_read_from_the_build() {
        let built =
            "✓ 2113 modules\n[plugin budget] 171 kB of JavaScript at the start, of 200\ndone";
        let weight = weight(built).expect("it is said");
        assert_eq!(weight, "171 kB as gzip packs it, of 200 kB at most");
        assert_eq!(super::weight("done"), None);
    }
}
