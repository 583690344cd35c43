//! `care-export reports`.

use std::io::{self, Write};

use export_engine::{Choice, Engine, ReportInfo};

/// Lists what can be exported.
pub(crate) fn run() {
    let blocks: Vec<String> = Engine::reports().iter().map(block).collect();
    // Whoever started it may have closed the pipe already.
    let _ = writeln!(io::stdout(), "{}", blocks.join("\n"));
}

fn block(info: &ReportInfo) -> String {
    let options: Vec<&str> = info.choices.iter().map(|choice| option(*choice)).collect();
    format!(
        "{}\n    {}. {}\n    {}\n",
        info.report,
        info.titles.en,
        info.hints.en,
        options.join(" ")
    )
}

/// The option by which something is chosen.
fn option(choice: Choice) -> &'static str {
    match choice {
        Choice::Agents => "--agent",
        Choice::Teams => "--team",
        Choice::IncludeDisabled => "--include-disabled",
        Choice::BusinessHours => "--business-hours",
        Choice::Priorities => "--priority",
        Choice::SmartView => "--smart-view",
        Choice::WorkQueues => "--work-queue",
        Choice::RaiseLimit => "--raise-limit",
        Choice::Conversations => "--conversations",
        Choice::Interval => "--interval",
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::arguments::Arguments;

    #[test]
    fn the_options_that_are_listed_are_there() {
        let command = Arguments::command();
        let run = command.find_subcommand("run").expect("the command");
        for info in Engine::reports() {
            for choice in info.choices {
                let name = option(choice).trim_start_matches("--");
                let mut known = run.get_arguments();
                assert!(known.any(|known| known.get_long() == Some(name)), "{name}");
            }
        }
    }
}
