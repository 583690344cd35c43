//! Care exports from a terminal or a scheduler: the engine of Care Exporter without its window.
//!
//! Standard output holds the result and nothing else; everything that is said to a person goes to standard error. The
//! password comes from a variable, the keychain or a prompt, never from an argument, because other users of a computer
//! can see arguments.

mod arguments;
mod connections;
mod convert;
mod doctor;
mod exit;
mod failure;
mod file;
mod interrupt;
mod look;
mod password;
mod period;
mod place;
mod practice;
mod presets;
mod progress;
mod reports;
mod run;
mod saved;
mod table;
mod words;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use exit::Exit;

fn main() -> ExitCode {
    export_engine::forbid_core_dumps();
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("The program can't start: {error}");
            return Exit::Fault.into();
        }
    };
    let code = runtime.block_on(carry_out(arguments));
    // A keychain that waits for the person must not keep the program from ending.
    runtime.shutdown_background();
    code
}

async fn carry_out(arguments: Arguments) -> ExitCode {
    let verbose = arguments.verbose;
    let result = match arguments.command {
        Command::Run(command) => run::run(*command, arguments.data_dir, verbose).await,
        Command::Reports => {
            reports::run();
            Ok(())
        }
        Command::Connections { command } => connections::run(command, arguments.data_dir)
            .await
            .map_err(|failure| failure.tell(verbose)),
        Command::Presets { command } => presets::run(command, arguments.data_dir)
            .await
            .map_err(|failure| failure.tell(verbose)),
        Command::Convert(command) => convert::run(*command, verbose).await,
        Command::Look(command) => look::run(*command)
            .await
            .map_err(|failure| failure.tell(verbose)),
        Command::Doctor(command) => doctor::run(command, arguments.data_dir)
            .await
            .map_err(|failure| failure.tell(verbose)),
        Command::Practice(command) => practice::run(command)
            .await
            .map_err(|failure| failure.tell(verbose)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(exit) => exit.into(),
    }
}
