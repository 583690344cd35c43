//! `cargo xtask bench`: our files and downloads beside other people's programs, in one run on one machine.
//!
//! Everything is made and installed under `target/bench`. What it prints is Markdown for docs/performance.md, and is left
//! in `target/bench/report.md`.

mod download;
mod measure;
mod report;
mod ui;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::checkout;
use crate::packages::{self, Purpose};
use crate::shell::{answer, cargo, command, execute, say, step};
use download::Server;
use measure::{Taken, measure, measure_peer, median, settle};
use report::{Report, Row};
pub(crate) use ui::bench_ui;

const MEBIBYTE: f64 = 1024.0 * 1024.0;

/// What is converted: the generator's shapes.
const SHAPES: [&str; 2] = ["agents", "conversations"];

/// Larger sources are for those alone who are named in the targets: DuckDB, `cp` and us.
const ALL: u64 = 1_000_000_000;

/// The largest source for Python's libraries, which at some MB a second would take the rest of the day for more.
const PATIENCE: u64 = 200_000_000;

/// What the contenders make; none of it is read by another.
const MADE: [&str; 10] = [
    "out.csv",
    "duckdb.csv",
    "guessed.csv",
    "copy.json",
    "out.xlsx",
    "duckdb.xlsx",
    "openpyxl.xlsx",
    "xlsxwriter.xlsx",
    "curl.json",
    "requests.json",
];

/// What is downloaded, beside the shapes that are converted.
const DOWNLOADS: &str = "downloads";

/// Measures with sources of these sizes, such as `200MB` and `1GB`; with `agents`, `conversations` or `downloads` only
/// those.
pub(crate) fn bench(arguments: &[&str]) -> Result<()> {
    let is_part = |word: &&str| SHAPES.contains(word) || *word == DOWNLOADS;
    let (mut parts, mut sizes): (Vec<&str>, Vec<&str>) =
        arguments.iter().partition(|word| is_part(word));
    if parts.is_empty() {
        parts.extend(SHAPES);
        parts.push(DOWNLOADS);
    }
    if sizes.is_empty() {
        sizes = vec!["200MB", "1GB"];
    }
    let bytes = sizes.iter().map(|size| bytes(size));
    let bytes = bytes.collect::<Result<Vec<u64>>>()?;
    step("Look for the system's packages", || {
        packages::ensure(Purpose::Bench)
    })?;
    let bench = Bench::new()?;
    let mut report = Report::default();
    for (size, bytes) in sizes.iter().zip(bytes) {
        for shape in SHAPES.into_iter().filter(|shape| parts.contains(shape)) {
            step(&format!("{shape}, {size}"), || {
                bench.files(&mut report, shape, size, bytes)
            })?;
        }
        if bytes <= ALL && parts.contains(&DOWNLOADS) {
            step(&format!("Downloads, {size}"), || {
                bench.downloads(&mut report, size, bytes)
            })?;
        }
    }
    let markdown = report.markdown(&bench.machine(arguments));
    say(&markdown);
    let path = bench.folder.join("report.md");
    fs::write(&path, markdown).with_context(|| format!("{} can't be written", path.display()))
}

fn bytes(size: &str) -> Result<u64> {
    let unit = match size.get(size.len().saturating_sub(2)..) {
        Some("MB") => 1_000_000,
        Some("GB") => 1_000_000_000,
        _ => bail!("{size:?} is no size: write 200MB or 1GB"),
    };
    let number: u64 = size[..size.len() - 2]
        .parse()
        .with_context(|| format!("{size:?} is no size"))?;
    Ok(number * unit)
}

struct Bench {
    folder: PathBuf,
    python: PathBuf,
    care_export: String,
    generator: PathBuf,
    /// KiB that our program takes when it does nothing.
    idle: u64,
}

/// One who does a job.
struct Contender<'a> {
    name: &'static str,
    job: Job<'a>,
    /// The most rounds: slow ones are not asked again.
    rounds: usize,
}

/// How it is done.
enum Job<'a> {
    Program(Vec<String>),
    /// By `peers.py`.
    Python(Vec<String>),
    /// An export of ours, of which the download alone is measured, that one way.
    Run(&'a Server, &'static str),
}

impl Job<'_> {
    /// Whether it is told of a file.
    fn names(&self, file: &str) -> bool {
        match self {
            Job::Program(line) | Job::Python(line) => line.iter().any(|word| word.contains(file)),
            // It removes its own.
            Job::Run(..) => false,
        }
    }
}

impl Bench {
    fn new() -> Result<Self> {
        let folder = checkout::root().join("target").join("bench");
        fs::create_dir_all(&folder)?;
        step("Build our programs", || {
            execute(cargo("build --release --locked -p care-export".split(' ')))?;
            execute(cargo(
                "build --release --locked -p export-formats --example generate".split(' '),
            ))
        })?;
        let python = folder.join("venv/bin/python");
        step("Install the peers", || {
            if !python.exists() {
                let venv = folder.join("venv");
                execute(command(
                    "python3",
                    ["-m".as_ref(), "venv".as_ref(), venv.as_os_str()],
                ))?;
            }
            let pip = "-m pip install --quiet --disable-pip-version-check duckdb openpyxl xlsxwriter requests";
            execute(command(&python.to_string_lossy(), pip.split(' ')))
        })?;
        let release = checkout::root().join("target").join("release");
        let mut bench = Bench {
            python,
            care_export: release.join("care-export").to_string_lossy().into_owned(),
            generator: release.join("examples").join("generate"),
            folder,
            idle: 0,
        };
        let line = bench.ours(&["--version"]);
        bench.idle = measure(&bench.folder, &line)?.memory;
        Ok(bench)
    }

    fn ours(&self, arguments: &[&str]) -> Vec<String> {
        let program = [self.care_export.as_str()];
        words(program.iter().chain(arguments))
    }

    fn source(&self, shape: &str, size: &str) -> Result<String> {
        let name = format!("{shape}-{size}.json");
        if !self.folder.join(&name).exists() {
            let mut command = std::process::Command::new(&self.generator);
            command.args([shape, size, &name]).current_dir(&self.folder);
            execute(command)?;
        }
        Ok(name)
    }

    /// Everything that is done with a file.
    fn files(&self, report: &mut Report, shape: &str, size: &str, bytes: u64) -> Result<()> {
        let source = self.source(shape, size)?;
        // It is in the memory of the system before anybody reads it.
        fs::copy(self.folder.join(&source), "/dev/null")?;
        let picks = self.picks(&source)?;
        let picks: Vec<&str> = picks.iter().map(String::as_str).collect();
        self.to_csv(report, shape, size, bytes, &source, &picks)?;
        self.to_excel(report, shape, size, bytes, &source, &picks)?;
        self.rows(report, shape, size, bytes, &source)?;
        self.clear(MADE);
        if bytes > ALL {
            // Nobody wants to keep gigabytes for the next time.
            fs::remove_file(self.folder.join(source))?;
        }
        Ok(())
    }

    fn to_csv(
        &self,
        report: &mut Report,
        shape: &str,
        size: &str,
        bytes: u64,
        source: &str,
        picks: &[&str],
    ) -> Result<()> {
        let convert = ["convert", source, "out.csv", "--overwrite"];
        let rounds = rounds(bytes);
        let mut contenders = vec![
            program(
                "care-export, columns picked",
                self.ours(&[&convert, picks].concat()),
                rounds,
            ),
            peer(
                "DuckDB, columns as text",
                ["duckdb-csv", source, "duckdb.csv"],
                rounds,
            ),
            program("cp", words(["cp", source, "copy.json"]), rounds),
            program(
                "cp and sync, as ours does",
                shell(&format!("cp {source} copy.json && sync copy.json")),
                rounds,
            ),
        ];
        if bytes <= ALL {
            contenders.extend([
                program(
                    "care-export, all columns (two readings)",
                    self.ours(&convert),
                    rounds,
                ),
                peer(
                    "DuckDB, guessing types",
                    ["duckdb-csv-guessing", source, "guessed.csv"],
                    rounds,
                ),
            ]);
        }
        let taken = self.race(
            report,
            &format!("JSON to CSV: {shape}"),
            size,
            bytes,
            &contenders,
        )?;
        let [Some(picked), text, Some(copy), _, ref others @ ..] = taken[..] else {
            bail!("a contender did not arrive");
        };
        let guessing = others.last().copied().flatten();
        let duckdb = faster(text, guessing).context("DuckDB did not arrive")?;
        let job = format!("CSV, {shape}, {size}");
        report.at_least(
            &job,
            "of DuckDB's speed",
            2.5,
            duckdb.seconds / picked.seconds,
        );
        report.at_least(
            &job,
            "of DuckDB's speed by processor time",
            2.5,
            duckdb.processor / picked.processor,
        );
        report.at_most(
            &job,
            "of the time of cp",
            2.0,
            picked.seconds / copy.seconds,
        );
        report.at_most(&job, "MiB above idle", 16.0, self.above_idle(picked));
        Ok(())
    }

    fn to_excel(
        &self,
        report: &mut Report,
        shape: &str,
        size: &str,
        bytes: u64,
        source: &str,
        picks: &[&str],
    ) -> Result<()> {
        let convert = ["convert", source, "out.xlsx", "--overwrite"];
        let ours = self.ours(&[&convert, picks].concat());
        let mut contenders = vec![program(
            "care-export, columns picked",
            ours,
            rounds(bytes).min(3),
        )];
        if bytes <= PATIENCE {
            contenders.extend([
                peer(
                    "DuckDB, excel extension",
                    ["duckdb-excel", source, "duckdb.xlsx"],
                    3,
                ),
                peer(
                    "XlsxWriter, constant memory",
                    ["xlsxwriter", source, "xlsxwriter.xlsx"],
                    1,
                ),
                peer(
                    "openpyxl, write-only",
                    ["openpyxl", source, "openpyxl.xlsx"],
                    1,
                ),
            ]);
        }
        let taken = self.race(
            report,
            &format!("JSON to Excel: {shape}"),
            size,
            bytes,
            &contenders,
        )?;
        let job = format!("Excel, {shape}, {size}");
        let ours = taken[0].context("we did not arrive")?;
        report.at_most(&job, "MiB above idle", 32.0, self.above_idle(ours));
        if let [_, duckdb, xlsxwriter, openpyxl] = taken[..] {
            let peer = faster(duckdb, faster(xlsxwriter, openpyxl)).context("no peer arrived")?;
            report.at_least(
                &job,
                "of the fastest peer's speed",
                1.8,
                peer.seconds / ours.seconds,
            );
            let length =
                |name: &str| fs::metadata(self.folder.join(name)).map(|file| file.len() as f64);
            let peers = ["duckdb.xlsx", "xlsxwriter.xlsx", "openpyxl.xlsx"];
            let smallest = peers
                .iter()
                .filter_map(|name| length(name).ok())
                .reduce(f64::min);
            let smallest = smallest.context("no peer left a file")?;
            report.at_most(
                &job,
                "of the smallest peer's file",
                1.1,
                length("out.xlsx")? / smallest,
            );
        }
        Ok(())
    }

    fn rows(
        &self,
        report: &mut Report,
        shape: &str,
        size: &str,
        bytes: u64,
        source: &str,
    ) -> Result<()> {
        let jq = "limit(100; fromstream(1 | truncate_stream(inputs)))";
        let contenders = [
            program("care-export look", self.ours(&["look", source]), 9),
            program(
                "jq --stream",
                words(["jq", "-cn", "--stream", jq, source]),
                9,
            ),
        ];
        let taken = self.race(
            report,
            &format!("First 100 rows: {shape}"),
            size,
            bytes,
            &contenders,
        )?;
        let job = format!("First 100 rows, {shape}, {size}");
        let [Some(ours), Some(_)] = taken[..] else {
            bail!("a contender did not arrive");
        };
        report.at_most(&job, "ms", 50.0, ours.seconds * 1000.0);

        let rounds = rounds(bytes);
        let contenders = [
            program(
                "care-export look --count",
                self.ours(&["look", source, "--count"]),
                rounds,
            ),
            peer("DuckDB", ["duckdb-count", source, "-"], rounds),
        ];
        let taken = self.race(
            report,
            &format!("Count rows: {shape}"),
            size,
            bytes,
            &contenders,
        )?;
        let job = format!("Count rows, {shape}, {size}");
        let [Some(ours), Some(duckdb)] = taken[..] else {
            bail!("a contender did not arrive");
        };
        report.at_most(&job, "of DuckDB's time", 0.5, ours.seconds / duckdb.seconds);
        Ok(())
    }

    fn downloads(&self, report: &mut Report, size: &str, bytes: u64) -> Result<()> {
        let source = self.source("agents", size)?;
        let server = Server::start(&self.folder, &source)?;
        for way in ["http", "https", "gzip"] {
            let rounds = rounds(bytes);
            let address = server.file(way);
            let curl = |to: &str| format!("curl -sS --fail --compressed -o {to} {address}");
            let contenders = [
                Contender {
                    name: "care-export run, checked and synced",
                    job: Job::Run(&server, way),
                    rounds,
                },
                program(
                    "curl, synced",
                    shell(&format!("{} && sync curl.json", curl("curl.json"))),
                    rounds,
                ),
                peer(
                    "Python requests, synced",
                    ["requests-synced", &address, "requests.json"],
                    rounds,
                ),
                peer(
                    "Python requests, synced and checked by DuckDB",
                    ["requests-checked", &address, "requests.json"],
                    rounds,
                ),
                program("curl", words(curl("curl.json").split(' ')), rounds),
                peer(
                    "Python requests",
                    ["requests", &address, "requests.json"],
                    rounds,
                ),
                program(
                    "curl, kept nowhere",
                    words(curl("/dev/null").split(' ')),
                    rounds,
                ),
            ];
            let job = format!("Download, {way}");
            let taken = self.race(report, &job, size, bytes, &contenders)?;
            let job = format!("Download, {way}, {size}");
            let [
                Some(ours),
                curl_synced,
                requests_synced,
                checked,
                curl,
                requests,
                _,
            ] = taken[..]
            else {
                bail!("a contender did not arrive");
            };
            for (of, one, other) in [
                ("of the peer's speed to the disk and checked", checked, None),
                (
                    "of the faster peer's speed to the disk",
                    curl_synced,
                    requests_synced,
                ),
                (
                    "of the faster peer's speed to the system's memory",
                    curl,
                    requests,
                ),
            ] {
                let peer = faster(one, other).context("no peer arrived")?;
                report.at_least(&job, of, 1.2, peer.seconds / ours.seconds);
            }
            report.at_most(&job, "MiB above idle", 16.0, self.above_idle(ours));
        }
        self.clear(MADE);
        Ok(())
    }

    /// Everybody does the job in turn, as often as asked. Who can't is told of in the report.
    fn race(
        &self,
        report: &mut Report,
        job: &str,
        size: &str,
        bytes: u64,
        contenders: &[Contender<'_>],
    ) -> Result<Vec<Option<Taken>>> {
        let mut runs: Vec<Result<Vec<Taken>>> = contenders.iter().map(|_| Ok(Vec::new())).collect();
        let rounds = contenders.iter().map(|contender| contender.rounds).max();
        for round in 0..rounds.unwrap_or(0) {
            for (contender, runs) in contenders.iter().zip(&mut runs) {
                let Ok(taken) = runs else { continue };
                if round < contender.rounds {
                    // Nobody is timed taking an earlier file away, nor given its memory.
                    self.clear(MADE.into_iter().filter(|made| contender.job.names(made)));
                    settle()?;
                    match self.measure(&contender.job) {
                        Ok(measured) => taken.push(measured),
                        Err(error) => *runs = Err(error),
                    }
                }
            }
        }
        let mut rows = Vec::new();
        let mut medians = Vec::new();
        for (contender, runs) in contenders.iter().zip(runs) {
            let taken = match runs {
                Ok(runs) => median(runs),
                Err(error) => {
                    report.remark(format!(
                        "{job}, {size}: {} could not be measured: {error:#}",
                        contender.name
                    ));
                    None
                }
            };
            rows.extend(taken.map(|taken| Row::of(contender.name, bytes, taken)));
            medians.push(taken);
        }
        report.table(job, size, rows);
        Ok(medians)
    }

    fn clear(&self, made: impl IntoIterator<Item = &'static str>) {
        for made in made {
            let _ = fs::remove_file(self.folder.join(made));
        }
    }

    fn measure(&self, job: &Job<'_>) -> Result<Taken> {
        match job {
            Job::Program(line) => measure(&self.folder, line),
            Job::Python(line) => measure_peer(&self.folder, &self.python, line),
            Job::Run(server, way) => server.run(&self.care_export, way),
        }
    }

    /// The source's columns as arguments: it is known of an export which were asked for.
    fn picks(&self, source: &str) -> Result<Vec<String>> {
        let columns = self.ours(&["look", source, "--rows", "1"]);
        let output = std::process::Command::new(&columns[0])
            .args(&columns[1..])
            .current_dir(&self.folder)
            .output()?;
        // Of flat objects of texts, every other string is a key.
        let row = String::from_utf8(output.stdout)?;
        let mut keys = Vec::new();
        for part in row.split("\",\"") {
            let key = part.trim_start_matches("{\"").split("\":\"").next();
            if let Some(key) =
                key.filter(|key| part.contains("\":\"") && !key.contains(['\\', ' ']))
            {
                keys.extend(["--column".to_owned(), key.to_owned()]);
            }
        }
        Ok(keys)
    }

    fn above_idle(&self, taken: Taken) -> f64 {
        (taken.memory as f64 - self.idle as f64) * 1024.0 / MEBIBYTE
    }

    fn machine(&self, arguments: &[&str]) -> String {
        let mut text = machine(&format!("cargo xtask bench {}", arguments.join(" ")));
        let versions = "import duckdb, xlsxwriter, openpyxl, requests; print('DuckDB', duckdb.__version__ + ',', 'XlsxWriter', xlsxwriter.__version__ + ',', 'openpyxl', openpyxl.__version__ + ',', 'requests', requests.__version__)";
        let python = self.python.to_string_lossy();
        let _ = writeln!(
            text,
            "- Peers: {}, {}",
            asked(&python, &["-c", versions]),
            asked("jq", &["--version"])
        );
        let _ = writeln!(
            text,
            "- Our program idle: {:.1} MiB",
            self.idle as f64 * 1024.0 / MEBIBYTE
        );
        text
    }
}

/// Where and when a command measured.
fn machine(command: &str) -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    format!(
        "- Command: `{command}`\n- Date: {}\n- Machine: {}, {} processors, {}\n",
        asked("date", &["+%Y-%m-%d %H:%M %Z"]),
        cpu.map_or("unknown", |(_, name)| name),
        asked("nproc", &[]),
        asked("uname", &["-sr"]),
    )
}

/// What a program says; nothing when it is not there.
fn asked(program: &str, arguments: &[&str]) -> String {
    answer(command(program, arguments)).unwrap_or_default()
}

fn program(name: &'static str, line: Vec<String>, rounds: usize) -> Contender<'static> {
    let job = Job::Program(line);
    Contender { name, job, rounds }
}

fn peer(name: &'static str, line: [&str; 3], rounds: usize) -> Contender<'static> {
    let job = Job::Python(words(line));
    Contender { name, job, rounds }
}

fn shell(line: &str) -> Vec<String> {
    words(["sh", "-c", line])
}

fn words<W: AsRef<str>>(line: impl IntoIterator<Item = W>) -> Vec<String> {
    line.into_iter()
        .map(|word| word.as_ref().to_owned())
        .collect()
}

fn rounds(bytes: u64) -> usize {
    match bytes {
        0..=300_000_000 => 5,
        300_000_001..=2_000_000_000 => 3,
        _ => 1,
    }
}

fn faster(one: Option<Taken>, other: Option<Taken>) -> Option<Taken> {
    let both = [one, other].into_iter().flatten();
    both.min_by(|one, other| one.seconds.total_cmp(&other.seconds))
}

/// The folder's path for programs that want it whole.
fn absolute(folder: &Path, name: &str) -> String {
    folder.join(name).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_numbers_with_a_unit() {
        assert_eq!(bytes("200MB").ok(), Some(200_000_000));
        assert_eq!(bytes("4GB").ok(), Some(4_000_000_000));
        for wrong in ["", "GB", "4", "4TB", "4.5GB", "ä"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }
}
