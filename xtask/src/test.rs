//! `cargo xtask test`: every check and every test, the quick ones first.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::frontend;
use crate::packages::{self, Purpose};
use crate::shell::{answer, cargo, command, execute, has, minutes, say, step};

/// Installs what is missing and runs everything, up to the first failure.
pub(crate) fn test() -> Result<()> {
    let start = Instant::now();
    let mut steps: Vec<(&str, Duration)> = Vec::new();
    let mut step = |name: &'static str, work: fn() -> Result<()>| -> Result<()> {
        steps.push((name, step(name, work)?));
        Ok(())
    };

    step("Look for the system's packages", || {
        packages::ensure(Purpose::Test)
    })?;
    step("Look for Rust's tools", ensure_rust_tools)?;
    step("Look for Node", frontend::check_node)?;
    step("Rust: formatting", || {
        execute(cargo(["fmt", "--all", "--", "--check"]))
    })?;
    step("User interface: packages", frontend::install)?;
    step("User interface: lint", || frontend::script("lint"))?;
    step("User interface: tests", || frontend::script("test"))?;
    // Before Rust: the app has the built user interface inside.
    step("User interface: types and build", || {
        frontend::script("build")
    })?;
    step("Rust: clippy", || {
        execute(cargo(
            "clippy --workspace --all-targets --features custom-protocol --locked -- -D warnings"
                .split(' '),
        ))
    })?;
    step("Rust: build of the tests", || {
        execute(cargo(
            "test --workspace --features custom-protocol --locked --no-run".split(' '),
        ))
    })?;
    step("Rust: tests, and the whole app in its window", || {
        execute(cargo(
            "test --quiet --workspace --features custom-protocol --locked".split(' '),
        ))
    })?;

    say("");
    for (name, took) in &steps {
        say(format_args!("{:>14}  {name}", minutes(*took)));
    }
    say(format_args!(
        "\nEvery test passed, in {}.",
        minutes(start.elapsed())
    ));
    Ok(())
}

/// Rust can be installed without its formatter and linter.
fn ensure_rust_tools() -> Result<()> {
    let is_missing = |tool: &str| answer(cargo([tool, "--version"])).is_none();
    let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(tool, _)| is_missing(tool))
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !has("rustup") {
        bail!(
            "Rust's own {} missing: install it beside cargo",
            missing.join(" and ")
        );
    }
    execute(command(
        "rustup",
        ["component", "add"].iter().chain(&missing),
    ))
}
