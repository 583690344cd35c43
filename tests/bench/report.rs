//! What was measured, as Markdown.

use std::fmt::Write as _;

use crate::resources::Idle;
use crate::stopwatch::Answer;

/// Times the empty window's first paint.
const FIRST_PAINT: f64 = 1.25;
/// Milliseconds in which each page change and keystroke is answered.
const ANSWERED: f64 = 50.0;
/// Percent of a processor.
const IDLE: f64 = 1.0;

/// Milliseconds from the start of windows to their first paints.
#[derive(Default)]
pub(crate) struct Paints {
    pub(crate) ours: Vec<f64>,
    /// When the first page of ours could be read.
    pub(crate) readable: Vec<f64>,
    pub(crate) empty: Vec<f64>,
    /// The empty window's when it draws as ours does.
    pub(crate) empty_without_layers: Vec<f64>,
}

/// Targets with what was measured, and tables.
#[derive(Default)]
pub(crate) struct Report {
    targets: String,
    answers: String,
    facts: Vec<String>,
    worst: f64,
}

impl Report {
    /// What is in place while it is measured.
    pub(crate) fn fact(&mut self, fact: String) {
        self.facts.push(fact);
    }

    pub(crate) fn first_paint(&mut self, paints: &Paints) {
        let ours = Spread::of(&paints.ours).median;
        let empty = Spread::of(&paints.empty).median;
        let times = ours / empty;
        self.target(
            "First paint",
            &format!("at most {FIRST_PAINT} times the empty window's"),
            &format!("{times:.2} ({ours:.0} ms; the empty window {empty:.0} ms)"),
            times <= FIRST_PAINT,
        );
        let alike = Spread::of(&paints.empty_without_layers).median;
        let facts = [
            format!(
                "First paint of the empty window when it is drawn without layers, as ours is without a graphics card: {alike:.0} ms, of which ours is {:.2} times",
                ours / alike
            ),
            format!(
                "The first page, which is the list of presets, can be read after {:.0} ms",
                Spread::of(&paints.readable).median
            ),
        ];
        for fact in facts {
            eprintln!("  {fact}");
            self.fact(fact);
        }
    }

    pub(crate) fn resources(&mut self, ours: &Idle, empty: &Idle) {
        self.target(
            "Idle",
            &format!("under {IDLE} % of a processor"),
            &format!(
                "{:.2} % (the empty window {:.2} %)",
                ours.processor, empty.processor
            ),
            ours.processor < IDLE,
        );
        self.fact(format!(
            "Memory of all processes of the window, 40 seconds after its start: {:.0} MiB; of the empty window {:.0} MiB",
            ours.memory, empty.memory
        ));
    }

    /// The answers to one kind of key or press.
    pub(crate) fn answers(&mut self, what: &str, answers: &[Answer]) {
        if answers.is_empty() {
            return;
        }
        let first: Vec<f64> = answers.iter().map(|answer| answer.first).collect();
        let last: Vec<f64> = answers.iter().map(|answer| answer.last).collect();
        let (first, last) = (Spread::of(&first), Spread::of(&last));
        self.worst = self.worst.max(first.worst);
        let mark = if first.worst <= ANSWERED {
            "met"
        } else {
            "**missed**"
        };
        // A string takes everything.
        let _ = writeln!(
            self.answers,
            "| {what} | {} | {:.0} | {:.0} | {mark} | {:.0} | {:.0} |",
            answers.len(),
            first.median,
            first.worst,
            last.median,
            last.worst,
        );
        eprintln!(
            "  {what}: {:.0} / {:.0} ms; all of it {:.0} / {:.0} ms",
            first.median, first.worst, last.median, last.worst
        );
    }

    fn target(&mut self, what: &str, needed: &str, measured: &str, met: bool) {
        let mark = if met { "met" } else { "**missed**" };
        eprintln!("  {what}: {measured}");
        let _ = writeln!(self.targets, "| {what} | {needed} | {measured} | {mark} |");
    }

    pub(crate) fn markdown(mut self) -> String {
        let worst = self.worst;
        self.target(
            "Page changes and keystrokes",
            &format!("each answered within {ANSWERED} ms"),
            &format!("{worst:.0} ms at worst"),
            worst <= ANSWERED,
        );
        let facts: String = self
            .facts
            .iter()
            .map(|fact| format!("- {fact}\n"))
            .collect();
        format!(
            "{facts}\n| | needed | measured | |\n|---|---|---|---|\n{}\n\
             Milliseconds from a key or a press to a change of the display: the first, which shows something of the answer, and\n\
             the last.\n\n\
             | | answers | answered, median | worst | | all of it, median | worst |\n|---|--:|--:|--:|---|--:|--:|\n{}",
            self.targets, self.answers
        )
    }
}

/// How figures are spread.
struct Spread {
    median: f64,
    worst: f64,
}

impl Spread {
    fn of(figures: &[f64]) -> Spread {
        let mut sorted = figures.to_vec();
        sorted.sort_by(f64::total_cmp);
        let at = |percent: usize| {
            let place = (sorted.len() * percent).div_ceil(100).max(1) - 1;
            sorted.get(place).copied().unwrap_or(f64::NAN)
        };
        Spread {
            median: at(50),
            worst: at(100),
        }
    }
}
