//! The commands with which a fresh checkout comes to life, is tested and is measured.
//!
//! Only the standard library and `anyhow`: this is the first thing a newcomer compiles, and it
//! compiles before anything of the system is installed.

mod bench;
mod checkout;
mod demo;
mod frontend;
#[cfg(test)]
mod named_tests;
mod packages;
mod run;
mod screenshots;
mod shell;
mod test;

use std::process::ExitCode;

const COMMANDS: &str = "\
Care Exporter: the commands of this checkout

  cargo xtask run     Installs what is missing, builds the app and opens it with the practice
                      company connected. Without a display it makes a practice export through the
                      real window on a virtual display, and says where the file and the
                      screenshots are (target/demo/).

  cargo xtask test    Installs what is missing and runs every check and test: formatting, the user
                      interface, clippy, Rust, and the whole app in its real window.

  cargo xtask bench [PART...] [SIZE...]
                      Measures conversions and downloads beside other programs, which it installs
                      (target/bench/), on made-up exports of these sizes (200MB and 1GB), and prints
                      the tables of docs/performance.md.

  cargo xtask bench-ui
                      Measures how fast the window is, beside an empty one, in the release app on a
                      virtual display, and prints the tables of docs/performance-ui.md.

  cargo xtask screenshots
                      Walks through the real window in all languages, light and dark, takes a picture
                      of every page (target/screenshots/contact-sheet.html), fails with all that keeps
                      someone from using one, and gives the guide its pictures (docs/guide/images/).

All can be called from any folder of the checkout, as often as you like.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["run"] => run::run(),
        ["test"] => test::test(),
        ["screenshots"] => screenshots::screenshots(),
        ["bench", arguments @ ..] => bench::bench(arguments),
        ["bench-ui"] => bench::bench_ui(),
        [] | ["help" | "--help" | "-h"] => {
            shell::say(COMMANDS);
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("There is no command {:?}.\n\n{COMMANDS}", other.join(" "));
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nStopped: {error:#}");
            ExitCode::FAILURE
        }
    }
}
