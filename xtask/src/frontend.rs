//! The user interface: Node, its packages, its scripts.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::checkout;
use crate::shell::{answer, command, command_in, execute, output, say};

/// The oldest Node that the build tools run on, as major and minor version.
const OLDEST_NODE: (u32, u32) = (20, 19);

/// Looks for Node and npm, and says in words what is wrong with them.
pub(crate) fn check_node() -> Result<()> {
    let (major, minor) = OLDEST_NODE;
    let advice = format!(
        "Install Node {major}.{minor} or later, which brings npm along: https://nodejs.org/en/download"
    );
    let Some(version) = answer(command("node", ["--version"])) else {
        bail!("Node is missing. {advice}");
    };
    if !is_new_enough(&version) {
        bail!("Node is too old: this machine has {version}. {advice}");
    }
    let Some(npm) = answer(npm(["--version"])) else {
        bail!("Node is there ({version}), but npm is missing. {advice}");
    };
    say(format_args!("Node {version}, npm {npm}"));
    Ok(())
}

/// Installs the packages of the lock file, when it changed since the last time.
pub(crate) fn install() -> Result<()> {
    let wanted = lock()?;
    // npm starts by removing node_modules, so that an installation cut off leaves no mark.
    let mark = checkout::ui()
        .join("node_modules")
        .join(".care-exporter-lock");
    if fs::read(&mark).is_ok_and(|installed| installed == wanted) {
        say("The user interface's packages are all there.");
        return Ok(());
    }
    execute(npm(["ci", "--no-audit", "--no-fund"]))?;
    fs::write(&mark, wanted).with_context(|| format!("{} can't be written", mark.display()))
}

/// Runs a script of package.json.
pub(crate) fn script(name: &str) -> Result<()> {
    execute(npm(["run", "--silent", name]))
}

/// Runs a script of package.json, and gives what it prints.
pub(crate) fn script_output(name: &str) -> Result<String> {
    output(npm(["run", "--silent", name]))
}

/// Both files: npm refuses a lock file that does not fit its package.json.
fn lock() -> Result<Vec<u8>> {
    let mut both = Vec::new();
    for name in ["package.json", "package-lock.json"] {
        let path: PathBuf = checkout::ui().join(name);
        both.extend(fs::read(&path).with_context(|| format!("{} can't be read", path.display()))?);
    }
    Ok(both)
}

fn npm<const N: usize>(arguments: [&str; N]) -> std::process::Command {
    // On Windows npm is a script, which only the command interpreter can start.
    if cfg!(windows) {
        let mut line = vec!["/C", "npm"];
        line.extend(arguments);
        command_in(&checkout::ui(), "cmd", line)
    } else {
        command_in(&checkout::ui(), "npm", arguments)
    }
}

fn is_new_enough(version: &str) -> bool {
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map_while(|number| number.parse::<u32>().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) => (major, minor) >= OLDEST_NODE,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare_as_numbers() {
        for good in ["v20.19.0", "v20.20.2", "v22.1.0", "v100.0.0"] {
            assert!(is_new_enough(good), "{good}");
        }
        for bad in ["v20.9.0", "v18.20.4", "v9.99.0", "", "nightly"] {
            assert!(!is_new_enough(bad), "{bad}");
        }
    }
}
