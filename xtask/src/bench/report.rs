//! What was measured, as Markdown.

use std::fmt::Write as _;

use super::MEBIBYTE;
use super::measure::Taken;

/// Tables, and whether the targets were met.
#[derive(Default)]
pub(super) struct Report {
    tables: Vec<Table>,
    targets: Vec<Target>,
    remarks: Vec<String>,
}

/// What everybody took for a job.
struct Table {
    job: String,
    size: String,
    rows: Vec<Row>,
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
    pub(super) fn table(&mut self, job: &str, size: &str, rows: Vec<Row>) {
        self.tables.push(Table {
            job: job.to_owned(),
            size: size.to_owned(),
            rows,
        });
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
        for table in &self.tables {
            table.write(&mut text);
        }
        self.growth(&mut text);
        text
    }

    /// What the jobs took that were done in more than one size.
    fn growth(&self, text: &mut String) {
        let mut sizes: Vec<&str> = Vec::new();
        let mut lines: Vec<(String, Vec<(&str, Taken)>)> = Vec::new();
        for Table { job, size, rows } in &self.tables {
            if !sizes.contains(&size.as_str()) {
                sizes.push(size);
            }
            for row in rows {
                let name = format!("{job}: {}", row.name);
                let place = lines.iter().position(|(known, _)| *known == name);
                let place = place.unwrap_or_else(|| {
                    lines.push((name, Vec::new()));
                    lines.len() - 1
                });
                lines[place].1.push((size, row.taken));
            }
        }
        lines.retain(|(_, taken)| taken.len() > 1);
        if lines.is_empty() {
            return;
        }
        let of = |what: &str| {
            sizes
                .iter()
                .map(|size| format!(" {what}, {size} |"))
                .collect()
        };
        let (seconds, memory): (String, String) = (of("processor seconds"), of("peak MiB"));
        // A string takes everything.
        let _ = writeln!(
            text,
            "\n### How cost grows\n\n| |{seconds}{memory}\n|---|{}",
            "--:|".repeat(2 * sizes.len())
        );
        for (name, taken) in lines {
            let cells = |figure: fn(&Taken) -> String| -> String {
                let figures = sizes.iter().map(|size| {
                    let taken = taken.iter().find(|(of, _)| of == size);
                    taken.map_or_else(String::new, |(_, taken)| figure(taken))
                });
                figures.map(|figure| format!(" {figure} |")).collect()
            };
            let seconds = cells(|taken| format!("{:.2}", taken.processor));
            let memory = cells(|taken| format!("{:.1}", mebibytes(taken)));
            let _ = writeln!(text, "| {name} |{seconds}{memory}");
        }
    }
}

impl Table {
    fn write(&self, text: &mut String) {
        let Table { job, size, rows } = self;
        // A string takes everything.
        let _ = writeln!(
            text,
            "\n### {job}, {size}\n\n| | seconds | MB/s | processor seconds | peak MiB |\n|---|--:|--:|--:|--:|"
        );
        for Row { name, bytes, taken } in rows {
            let _ = writeln!(
                text,
                "| {name} | {:.3} | {:.0} | {:.3} | {:.1} |",
                taken.seconds,
                *bytes as f64 / 1e6 / taken.seconds,
                taken.processor,
                mebibytes(taken),
            );
        }
    }
}

fn mebibytes(taken: &Taken) -> f64 {
    taken.memory as f64 * 1024.0 / MEBIBYTE
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
        report.table("CSV", "100MB", vec![Row::of("ours", 100_000_000, taken)]);
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
        assert!(!text.contains("How cost grows"), "{text}");

        let taken = Taken {
            processor: 0.8,
            ..taken
        };
        report.table("CSV", "200MB", vec![Row::of("ours", 200_000_000, taken)]);
        report.table("Rows", "200MB", vec![Row::of("ours", 200_000_000, taken)]);
        let text = report.markdown("- a machine\n");
        assert!(
            text.ends_with(
                "| | processor seconds, 100MB | processor seconds, 200MB | peak MiB, 100MB | peak MiB, 200MB |\n|---|--:|--:|--:|--:|\n| CSV: ours | 0.40 | 0.80 | 2.0 | 2.0 |\n"
            ),
            "{text}"
        );
    }
}
