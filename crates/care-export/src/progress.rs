//! How far an export is, on standard error.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use export_engine::{Notice, Phase, Progress, Run, SavedFile};
use indicatif::{ProgressBar, ProgressStyle as Template};
use serde_json::{Value, json};

use crate::arguments::ProgressStyle;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::saved;
use crate::words::{self, words};

/// Shows a run's way, and says how it ended.
pub(crate) enum Reporter {
    Bar(ProgressBar),
    Json {
        /// How far the run was when it last moved.
        progress: Progress,
    },
    Silent,
}

impl Reporter {
    /// The style asked for, else a bar where a person can see it.
    pub(crate) fn new(style: Option<ProgressStyle>) -> Self {
        let terminal = io::stderr().is_terminal();
        match style {
            Some(ProgressStyle::Json) => Reporter::Json {
                progress: Progress::default(),
            },
            Some(ProgressStyle::Bar) => Reporter::Bar(bar()),
            None if terminal => Reporter::Bar(bar()),
            Some(ProgressStyle::None) | None => Reporter::Silent,
        }
    }

    /// Shows a run that is under way. Ends are told by [`Reporter::saved`] and [`Reporter::failed`].
    pub(crate) fn show(&mut self, run: &Run) {
        if run.phase.ended() {
            return;
        }
        match self {
            Reporter::Bar(bar) => draw(bar, run.phase, &run.progress),
            Reporter::Json { progress } => {
                *progress = run.progress;
                print_line(&step(run.phase, progress));
            }
            Reporter::Silent => {}
        }
    }

    /// Says what a person should know beside the run.
    pub(crate) fn notice(&self, notice: &Notice) {
        let [what, advice] = words::notice(&notice.what);
        match self {
            Reporter::Json { .. } => {
                let mut told = json!(notice.what);
                told["message"] = what.into();
                told["advice"] = advice.into();
                print_line(&json!({ "notice": told }));
            }
            Reporter::Bar(bar) => bar.suspend(|| tell(&[what, advice])),
            Reporter::Silent => tell(&[what, advice]),
        }
    }

    /// Says that the service knew the zone of an export by its offset alone, over a change of clocks.
    pub(crate) fn zone_as_offset(&self, zone: &str, minutes: i32) {
        let said = words::zone_as_offset(zone, minutes);
        match self {
            Reporter::Json { .. } => print_line(&json!({ "notice": {
                "kind": "time_zone_as_offset",
                "timeZone": zone,
                "offsetMinutes": minutes,
                "message": said,
            } })),
            Reporter::Bar(bar) => bar.suspend(|| tell(&[said])),
            Reporter::Silent => tell(&[said]),
        }
    }

    /// Shows how far a conversion is.
    pub(crate) fn converting(&mut self, now: export_formats::Progress) {
        let now = Progress {
            bytes: now.read,
            total_bytes: Some(now.total),
            ..Progress::default()
        };
        match self {
            Reporter::Bar(bar) => {
                bar.set_length(now.total_bytes.unwrap_or(0));
                draw_bytes(bar, "Converting", now.bytes);
            }
            Reporter::Json { progress } => {
                // A line for each percent is enough.
                let percent = |progress: &Progress| {
                    progress.bytes * 100 / progress.total_bytes.unwrap_or(0).max(1)
                };
                if progress.total_bytes.is_none() || percent(&now) > percent(progress) {
                    *progress = now;
                    print_line(&step(Phase::Converting, progress));
                }
            }
            Reporter::Silent => {}
        }
    }

    /// Says that a conversion is saved, and all that is to be known of it.
    pub(crate) fn converted(self, line: &Value, sentences: &[String]) {
        match self {
            Reporter::Json { .. } => print_line(line),
            Reporter::Bar(bar) => {
                bar.finish_and_clear();
                tell(sentences);
            }
            Reporter::Silent => tell(sentences),
        }
    }

    /// Says that the file is saved, and what is not as one might think.
    pub(crate) fn saved(&self, file: &SavedFile, path: &Path) {
        match self {
            Reporter::Json { .. } => print_line(&saved::line(file, path)),
            Reporter::Bar(bar) => {
                bar.finish_and_clear();
                tell(&saved::sentences(file));
            }
            Reporter::Silent => tell(&saved::sentences(file)),
        }
    }

    /// Says what went wrong and what to do, and how the program ends.
    pub(crate) fn failed(self, failure: Failure, verbose: bool) -> Exit {
        match self {
            Reporter::Json { progress } => {
                print_line(&failed(&failure, &progress));
                failure.exit()
            }
            Reporter::Bar(bar) => {
                bar.finish_and_clear();
                failure.tell(verbose)
            }
            Reporter::Silent => failure.tell(verbose),
        }
    }
}

fn step(phase: Phase, progress: &Progress) -> Value {
    json!({
        "phase": phase,
        "bytes": progress.bytes,
        "total": progress.total_bytes,
        "processed": progress.current,
        "toProcess": progress.total,
    })
}

fn failed(failure: &Failure, progress: &Progress) -> Value {
    if *failure == Failure::Cancelled {
        return step(Phase::Cancelled, progress);
    }
    let mut line = step(Phase::Failed, progress);
    line["error"] = match failure {
        Failure::Problem(problem) => {
            let words = words(&problem.kind);
            let mut error = json!(problem);
            error["message"] = words.what.into();
            error["advice"] = words.advice.into();
            error
        }
        Failure::Source {
            code,
            words,
            technical,
        } => json!({
            "code": code,
            "message": words.what,
            "advice": words.advice,
            "technical": technical,
        }),
        other => json!({ "code": "usage", "message": other.prose(false) }),
    };
    line
}

/// Writes a line at once, so that lines of two programs don't mix. Nobody may be reading any more.
fn print_line(line: &Value) {
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

fn tell(sentences: &[String]) {
    for sentence in sentences {
        eprintln!("{sentence}");
    }
}

/// A bar that draws itself on a terminal, and nowhere else.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    if !bar.is_hidden() {
        bar.enable_steady_tick(Duration::from_millis(120));
    }
    bar
}

fn draw(bar: &ProgressBar, phase: Phase, progress: &Progress) {
    let template = match (phase, progress.total_bytes) {
        (Phase::Downloading | Phase::Converting, Some(total)) => {
            bar.set_length(total);
            BYTES_OF_TOTAL
        }
        (Phase::Downloading, None) => "{spinner} {msg} {bytes} ({elapsed})",
        _ => "{spinner} {msg} ({elapsed})",
    };
    if let Ok(template) = Template::with_template(template) {
        bar.set_style(template);
    }
    bar.set_message(message(phase, progress));
    bar.set_position(progress.bytes);
}

/// A part of bytes whose total is known.
fn draw_bytes(bar: &ProgressBar, message: &'static str, bytes: u64) {
    if let Ok(template) = Template::with_template(BYTES_OF_TOTAL) {
        bar.set_style(template);
    }
    bar.set_message(message);
    bar.set_position(bytes);
}

const BYTES_OF_TOTAL: &str = "{spinner} {msg} [{bar:30}] {bytes} of {total_bytes} ({elapsed})";

fn message(phase: Phase, progress: &Progress) -> String {
    let text = match phase {
        Phase::Queued => "Waiting for its turn",
        Phase::Creating => "Asking for the export",
        Phase::Waiting => match (progress.current, progress.total) {
            (Some(current), Some(total)) if total > 0 => {
                return format!("The service is making the export: {current} of {total}");
            }
            _ => "The service is making the export",
        },
        Phase::Downloading => "Downloading",
        Phase::Converting => "Making the file",
        Phase::Saved => "Saved",
        Phase::Failed => "Failed",
        Phase::Cancelled => "Cancelled",
        Phase::Interrupted => "Interrupted",
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use export_engine::ProblemKind;

    use super::*;

    const HALF: Progress = Progress {
        bytes: 512,
        total_bytes: Some(1024),
        current: None,
        total: None,
    };

    #[test]
    fn a_step_has_its_phase_and_its_bytes() {
        assert_eq!(
            step(Phase::Downloading, &HALF),
            json!({"phase": "downloading", "bytes": 512, "total": 1024, "processed": null, "toProcess": null})
        );
    }

    #[test]
    fn a_failure_has_a_code_its_details_and_words() {
        let kind = ProblemKind::ServiceUnavailable { status: 503 };
        let line = failed(&kind.because("detail").into(), &HALF);
        assert_eq!(line["phase"], "failed");
        assert_eq!(line["bytes"], 512);
        assert_eq!(line["error"]["code"], "service_unavailable");
        assert_eq!(line["error"]["status"], 503);
        assert_eq!(line["error"]["technical"], "detail");
        assert_eq!(
            line["error"]["message"],
            "The service is out of order (status 503)."
        );
    }

    #[test]
    fn usage_and_cancelling_have_lines_of_their_own() {
        let usage = failed(&Failure::Usage("Contradiction".into()), &HALF);
        assert_eq!(usage["error"]["code"], "usage");
        let cancelled = failed(&Failure::Cancelled, &HALF);
        assert_eq!(cancelled["phase"], "cancelled");
        assert!(cancelled.get("error").is_none());
    }

    #[test]
    fn a_bar_tells_what_is_going_on() {
        let bar = ProgressBar::hidden();
        draw(&bar, Phase::Downloading, &HALF);
        assert_eq!((bar.position(), bar.length()), (512, Some(1024)));
        assert_eq!(bar.message(), "Downloading");
        let progress = Progress {
            current: Some(3),
            total: Some(250),
            ..Progress::default()
        };
        draw(&bar, Phase::Waiting, &progress);
        assert_eq!(bar.message(), "The service is making the export: 3 of 250");
    }
}
