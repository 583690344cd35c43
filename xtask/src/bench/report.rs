//! What was measured, as Markdown.

use std::fmt::Write as _;

use super::MEBIBYTE;
use super::measure::Taken;

/// Tables, and whether the targets were met.
#[derive(Default)]
pub(super) struct Report {
    tables: String,
    targets: Vec<Target>,
    remarks: Vec<String>,
}

/// One line of a table.
pub(super) struct Row {
    name: &'static str,
    bytes: u64,
    taken: Taken,
}

struct Target {
    job: String,
    needed: String,
    measured: String,
    met: bool,
}

impl Row {
    pub(super) fn of(name: &'static str, bytes: u64, taken: Taken) -> Self {
        Row { name, bytes, taken }
    }
}

impl Report {
    pub(super) fn table(&mut self, title: &str, rows: Vec<Row>) {
        // A string takes everything.
        let _ = writeln!(
            self.tables,
            "\n### {title}\n\n| | seconds | MB/s | processor seconds | peak MiB |\n|---|--:|--:|--:|--:|"
        );
        for Row { name, bytes, taken } in rows {
            let _ = writeln!(
                self.tables,
                "| {name} | {:.3} | {:.0} | {:.3} | {:.1} |",
                taken.seconds,
                bytes as f64 / 1e6 / taken.seconds,
                taken.processor,
                taken.memory as f64 * 1024.0 / MEBIBYTE,
            );
        }
    }

    pub(super) fn at_least(&mut self, job: &str, of: &str, needed: f64, measured: f64) {
        self.target(job, of, "at least", needed, measured, measured >= needed);
    }

    pub(super) fn at_most(&mut self, job: &str, of: &str, needed: f64, measured: f64) {
        self.target(job, of, "at most", needed, measured, measured <= needed);
    }

    fn target(&mut self, job: &str, of: &str, bound: &str, needed: f64, measured: f64, met: bool) {
        let times = if of.starts_with("of ") { " times" } else { "" };
        let of = of.strip_prefix("of ").unwrap_or(of);
        self.targets.push(Target {
            job: job.to_owned(),
            needed: format!("{bound} {needed}{times} {of}"),
            measured: format!("{measured:.2}"),
            met,
        });
    }

    pub(super) fn remark(&mut self, remark: String) {
        self.remarks.push(remark);
    }

    pub(super) fn markdown(&self, machine: &str) -> String {
        let mut text = format!("{machine}\n| job | needed | measured | |\n|---|---|--:|---|\n");
        for target in &self.targets {
            let mark = if target.met { "met" } else { "**missed**" };
            let Target {
                job,
                needed,
                measured,
                ..
            } = target;
            let _ = writeln!(text, "| {job} | {needed} | {measured} | {mark} |");
        }
        for remark in &self.remarks {
            let _ = write!(text, "\n{remark}\n");
        }
        text + &self.tables
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_met_or_missed() {
        let mut report = Report::default();
        report.at_least("CSV", "of DuckDB's speed", 2.5, 3.0);
        report.at_most("Rows", "ms", 50.0, 60.0);
        let taken = Taken {
            seconds: 0.5,
            processor: 0.4,
            memory: 2048,
        };
        report.table("CSV", vec![Row::of("ours", 100_000_000, taken)]);
        let text = report.markdown("- a machine\n");
        assert!(
            text.contains("| CSV | at least 2.5 times DuckDB's speed | 3.00 | met |"),
            "{text}"
        );
        assert!(
            text.contains("| Rows | at most 50 ms | 60.00 | **missed** |"),
            "{text}"
        );
        assert!(
            text.contains("| ours | 0.500 | 200 | 0.400 | 2.0 |"),
            "{text}"
        );
    }
}
