//! The arguments, as they are typed.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum};
use export_engine::{Engine, FileFormat, Interval, Locale, PeriodRule, Report, Settings, Weekday};

use crate::exit::{CONVERT_EXIT_CODES, DOCTOR_EXIT_CODES, EXIT_CODES, LOOK_EXIT_CODES};
use crate::period::{Moment, WEEKDAYS, rule};

/// Heading of what the User export does not have.
const OTHERS: &str = "Other exports than user";

#[derive(Debug, Parser)]
#[command(
    name = "care-export",
    version,
    about = "Get data out of Khoros Care from a terminal or a scheduler",
    after_help = EXIT_CODES,
)]
pub(crate) struct Arguments {
    /// Folder for connections and the record of runs [default: the same as the Care Exporter app's]
    #[arg(long, global = true, value_name = "DIR", help_heading = "Everywhere")]
    pub(crate) data_dir: Option<PathBuf>,

    /// Show the technical detail of an error
    #[arg(long, short, global = true, help_heading = "Everywhere")]
    pub(crate) verbose: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make an export and save its file
    #[command(after_help = EXIT_CODES)]
    Run(Box<Run>),
    /// List what can be exported, and what can be chosen in each
    Reports,
    /// List, add or remove the accounts to export from
    Connections {
        #[command(subcommand)]
        command: Connections,
    },
    /// List, show or remove presets, and pass them on as files
    Presets {
        #[command(subcommand)]
        command: Presets,
    },
    /// Make a CSV, Excel or JSON Lines file of an export that was saved as JSON
    ///
    /// Values stay as they are. Keys that were not asked for, rows that lack a column and the like are named at the end.
    #[command(after_help = CONVERT_EXIT_CODES)]
    Convert(Box<Convert>),
    /// Show what is in a saved file: its first rows, how many there are, or what its columns hold
    ///
    /// Rows come as JSON, one a line.
    #[command(after_help = LOOK_EXIT_CODES)]
    Look(Box<Look>),
    /// Say what is well and what is not: data folder, disk, keychain, services, clock
    ///
    /// Changes nothing. What it prints holds no e-mail, company key or password, and can be passed on to support.
    #[command(after_help = DOCTOR_EXIT_CODES)]
    Doctor(Doctor),
    /// Serve a practice company on this computer, to try exports with
    Practice(Practice),
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Print the findings as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a preset says itself.
const IN_PRESET: [&str; 27] = [
    "report",
    "from",
    "to",
    "period",
    "week_start",
    "time_zone",
    "locale",
    "columns",
    "teams",
    "agents",
    "include_disabled",
    "business_hours",
    "priorities",
    "work_queues",
    "smart_view",
    "conversations",
    "raise_limit",
    "interval",
    "format",
    "split",
    "join",
    "headers",
    "header_language",
    "durations",
    "csv_for",
    "line_end",
    "neutralise_formulas",
];

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("account").required(true).multiple(true).args(["connection", "url", "preset"]))]
pub(crate) struct Run {
    /// A preset that says all of it: its name, or a file of presets, which ends in .careexport or .json. A period of more
    /// than three months is split as by --split
    #[arg(long, value_name = "NAME|FILE", conflicts_with_all = IN_PRESET)]
    pub(crate) preset: Option<String>,

    /// Which preset of the file, when it holds several
    #[arg(long, value_name = "NAME", requires = "preset", conflicts_with_all = IN_PRESET)]
    pub(crate) preset_name: Option<String>,

    /// What to export: see `care-export reports`
    #[arg(long, value_name = "REPORT", default_value = "user", value_parser = report(), hide_possible_values = true)]
    pub(crate) report: Report,

    /// First day (2026-10-01), or the first moment: on the zone's clocks (2026-10-01T08:00) or with its offset
    /// (2026-10-01T08:00:00+03:00)
    #[arg(
        long,
        value_name = "DATE",
        requires = "to",
        required_unless_present_any = ["period", "preset"]
    )]
    pub(crate) from: Option<Moment>,

    /// Last day, itself included, or the moment at which the period is over
    #[arg(
        long,
        value_name = "DATE",
        requires = "from",
        required_unless_present_any = ["period", "preset"]
    )]
    pub(crate) to: Option<Moment>,

    /// A period by the calendar, instead of --from and --to: today, yesterday, this-week, last-week, this-month,
    /// last-month, this-quarter, last-quarter, last-30-days. Those of this week, month or quarter end with yesterday
    #[arg(long, value_name = "RULE", value_parser = rule, conflicts_with_all = ["from", "to"])]
    pub(crate) period: Option<PeriodRule>,

    /// The day on which this-week and last-week begin
    #[arg(long, value_name = "DAY", requires = "period", default_value = "monday", value_parser = week_start())]
    pub(crate) week_start: Weekday,

    /// Time zone of the days and of the times in the file, such as Europe/Istanbul [default: the computer's]
    #[arg(long, value_name = "ZONE")]
    pub(crate) time_zone: Option<String>,

    /// Language in which times are written [default: the company's setting]
    #[arg(long, value_parser = locale())]
    pub(crate) locale: Option<Locale>,

    /// A column, exactly as the service writes it; once for each [default: the company's columns]
    #[arg(long = "column", value_name = "NAME")]
    pub(crate) columns: Vec<String>,

    /// Id of a team; once for each [default: everyone]
    #[arg(long = "team", value_name = "ID")]
    pub(crate) teams: Vec<String>,

    /// Id of an agent; once for each [default: everyone]
    #[arg(long = "agent", value_name = "ID")]
    pub(crate) agents: Vec<String>,

    /// Include agents that were switched off
    #[arg(long)]
    pub(crate) include_disabled: bool,

    /// Which hours count; a smart view's own business hours win over this
    #[arg(long, value_name = "HOURS", help_heading = OTHERS)]
    pub(crate) business_hours: Option<BusinessHours>,

    /// A priority, 0 to 5; once for each [default: all]
    #[arg(long = "priority", value_name = "NUMBER", help_heading = OTHERS, value_parser = clap::value_parser!(u8).range(0..=5))]
    pub(crate) priorities: Vec<u8>,

    /// Id of a work queue; once for each [default: all]
    #[arg(long = "work-queue", value_name = "ID", help_heading = OTHERS)]
    pub(crate) work_queues: Vec<String>,

    /// Id of a smart view [default: everything]
    #[arg(long, value_name = "ID", help_heading = OTHERS)]
    pub(crate) smart_view: Option<String>,

    /// conversation: which conversations [default: open-at-end]
    #[arg(long, value_name = "WHICH", help_heading = OTHERS)]
    pub(crate) conversations: Option<Conversations>,

    /// conversation_history_action: up to 2,000 actions of each conversation instead of 500
    #[arg(long, help_heading = OTHERS)]
    pub(crate) raise_limit: bool,

    /// team_performance_interval: the length of time that a row stands for
    #[arg(long, value_name = "LENGTH", help_heading = OTHERS, value_parser = interval())]
    pub(crate) interval: Option<Interval>,

    /// Format of the file [default: what its name ends in, else csv]
    #[arg(long)]
    pub(crate) format: Option<Format>,

    /// The file to save; of a preset, also a folder that is there, for a file of the preset's name [default: the preset's
    /// folder]
    #[arg(long, value_name = "FILE", required_unless_present = "preset")]
    pub(crate) output: Option<PathBuf>,

    /// Replace the file if it is already there
    #[arg(long)]
    pub(crate) overwrite: bool,

    /// Export a period of more than three months in parts that begin with months, one after another, each into a file of
    /// its own: `year.csv` becomes `year (1 of 4).csv` and so on. Totals are each part's own
    #[arg(long)]
    pub(crate) split: bool,

    /// Export a period of more than three months in such parts and make one file of their rows, the first part's first. For
    /// exports whose rows are of one moment: not user, author or the team performances, nor conversations open at the end
    #[arg(long, conflicts_with = "split")]
    pub(crate) join: bool,

    /// How many hours the service may take for an export before the run gives up waiting for it [default: what the
    /// app is set to, else 6]
    #[arg(long, value_name = "HOURS", value_parser = hours())]
    pub(crate) job_patience: Option<u32>,

    /// What stands over the columns [default: technical]
    #[arg(long, value_name = "NAMES", help_heading = "Excel and CSV")]
    pub(crate) headers: Option<Headers>,

    /// Language of plain headers, and of an Excel file's sheet about itself [default: that of --locale, else en]
    #[arg(long, value_name = "LANGUAGE", value_parser = locale(), help_heading = "Excel and CSV")]
    pub(crate) header_language: Option<Locale>,

    /// What the *_MILLIS columns become [default: milliseconds]
    #[arg(long, value_name = "UNIT", help_heading = "Excel")]
    pub(crate) durations: Option<Durations>,

    /// What opens the file [default: programs]
    #[arg(long, value_name = "READER", help_heading = "CSV")]
    pub(crate) csv_for: Option<CsvFor>,

    /// What ends a line [default: crlf]
    #[arg(long, value_name = "END", help_heading = "CSV")]
    pub(crate) line_end: Option<LineEnd>,

    /// Put an apostrophe before cells that look like formulas, such as =1+1; this changes them
    #[arg(long, help_heading = "CSV")]
    pub(crate) neutralise_formulas: bool,

    /// Name of a connection, as listed by `care-export connections list` [default: the preset's]
    #[arg(long, value_name = "NAME", conflicts_with_all = ["url", "company_key", "user"])]
    pub(crate) connection: Option<String>,

    /// API address of an account that is not a connection
    #[arg(long, requires_all = ["company_key", "user"])]
    pub(crate) url: Option<String>,

    /// The account's company key
    #[arg(long, value_name = "KEY", requires = "url")]
    pub(crate) company_key: Option<String>,

    /// The account's e-mail. Its password comes from the variable CARE_EXPORT_PASSWORD, else from the keychain
    #[arg(long, value_name = "EMAIL", requires = "url")]
    pub(crate) user: Option<String>,

    /// How to show progress on standard error [default: bar on a terminal, else none]
    #[arg(long)]
    pub(crate) progress: Option<ProgressStyle>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum BusinessHours {
    /// All of them
    All,
    /// Those within the company's business hours
    Within,
    /// Those outside the company's business hours
    Outside,
}

impl From<BusinessHours> for export_engine::BusinessHours {
    fn from(hours: BusinessHours) -> Self {
        match hours {
            BusinessHours::All => Self::All,
            BusinessHours::Within => Self::Within,
            BusinessHours::Outside => Self::Outside,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Conversations {
    /// Those that are open at the end of the period
    OpenAtEnd,
    /// Those that were closed in the period
    Closed,
    /// Those that were created in the period
    Created,
}

impl From<Conversations> for export_engine::Conversations {
    fn from(which: Conversations) -> Self {
        match which {
            Conversations::OpenAtEnd => Self::OpenAtEnd,
            Conversations::Closed => Self::Closed,
            Conversations::Created => Self::Created,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// An Excel workbook
    #[value(alias = "xlsx")]
    Excel,
    /// Separated values
    Csv,
    /// A list of objects, byte for byte as the service sends it
    Json,
    /// JSON Lines: one object a line
    Jsonl,
}

impl From<Format> for FileFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Excel => FileFormat::Excel,
            Format::Csv => FileFormat::Csv,
            Format::Json => FileFormat::Json,
            Format::Jsonl => FileFormat::JsonLines,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Headers {
    /// The names as the service writes them
    Technical,
    /// Names for people, for the columns that have one
    Plain,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum CsvFor {
    /// Other programs: commas, no byte order mark
    Programs,
    /// Excel where the decimal mark is a point: commas, and the mark by which it knows UTF-8
    Excel,
    /// Excel where the decimal mark is a comma: semicolons, and the mark by which it knows UTF-8
    ExcelSemicolon,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressStyle {
    /// A line that is drawn again and again
    Bar,
    /// One JSON object a line, errors included
    Json,
    /// Nothing
    None,
}

#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// The export, as the service's JSON
    #[arg(value_name = "IN.json")]
    pub(crate) source: PathBuf,

    /// The file to save
    #[arg(value_name = "OUT")]
    pub(crate) output: PathBuf,

    /// Format of the file [default: what its name ends in]
    #[arg(long)]
    pub(crate) format: Option<ConvertFormat>,

    /// A column, exactly as the service writes it; once for each, in their order [default: all]
    #[arg(long = "column", value_name = "NAME")]
    pub(crate) columns: Vec<String>,

    /// What becomes of columns that --column does not name
    #[arg(
        long,
        value_name = "WHAT",
        requires = "columns",
        default_value = "leave-out"
    )]
    pub(crate) other_columns: OtherColumns,

    /// A header for a column; once for each [default: what --headers says]
    #[arg(long = "header", value_name = "NAME=HEADER", value_parser = header)]
    pub(crate) header: Vec<(String, String)>,

    /// Replace the file if it is already there
    #[arg(long)]
    pub(crate) overwrite: bool,

    /// How to show progress on standard error [default: bar on a terminal, else none]
    #[arg(long)]
    pub(crate) progress: Option<ProgressStyle>,

    /// What stands over the columns [default: technical]
    #[arg(long, value_name = "NAMES", help_heading = "Excel and CSV")]
    pub(crate) headers: Option<Headers>,

    /// Language of plain headers [default: en]
    #[arg(long, value_name = "LANGUAGE", value_parser = locale(), help_heading = "Excel and CSV")]
    pub(crate) header_language: Option<Locale>,

    /// What opens the file [default: programs]
    #[arg(long, value_name = "READER", help_heading = "CSV")]
    pub(crate) csv_for: Option<CsvFor>,

    /// What stands between two values [default: what --csv-for says]
    #[arg(long, help_heading = "CSV")]
    pub(crate) separator: Option<Separator>,

    /// What ends a line [default: crlf]
    #[arg(long, value_name = "END", help_heading = "CSV")]
    pub(crate) line_end: Option<LineEnd>,

    /// Put an apostrophe before cells that look like formulas, such as =1+1; this changes them
    #[arg(long, help_heading = "CSV")]
    pub(crate) neutralise_formulas: bool,

    /// What the *_MILLIS columns become [default: milliseconds]
    #[arg(long, value_name = "UNIT", help_heading = "Excel")]
    pub(crate) durations: Option<Durations>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConvertFormat {
    /// Separated values
    Csv,
    /// An Excel workbook
    Xlsx,
    /// JSON Lines: one object a line
    Jsonl,
    /// The same JSON, byte for byte, once it is found to be whole
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Look {
    /// A file that was saved here, or an export as the service's JSON
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// What the file is [default: what its name ends in]
    #[arg(long)]
    pub(crate) format: Option<LookFormat>,

    /// The first row to show
    #[arg(long, value_name = "ROW", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) from: u64,

    /// The most rows to show
    #[arg(long, value_name = "ROWS", default_value_t = 100)]
    pub(crate) rows: u64,

    /// The most bytes of a value to show; what is longer ends in an ellipsis
    #[arg(long, value_name = "BYTES", default_value_t = 1000)]
    pub(crate) longest: usize,

    /// Only say how many rows there are, once the file is found to be whole
    #[arg(long, conflicts_with_all = ["from", "rows", "longest"])]
    pub(crate) count: bool,

    /// Only say of each column how many values are empty and how many different ones there are
    #[arg(long, conflicts_with_all = ["from", "rows", "longest", "count"])]
    pub(crate) columns: bool,

    /// What stands between two values [default: comma]
    #[arg(long, help_heading = "CSV")]
    pub(crate) separator: Option<Separator>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LookFormat {
    /// A list of objects
    Json,
    /// JSON Lines: one object a line
    Jsonl,
    /// Separated values
    Csv,
    /// An Excel workbook that was made here
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OtherColumns {
    /// They are left out, and named at the end
    LeaveOut,
    /// They follow, in the order in which they appear
    Append,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Separator {
    /// What other programs expect
    Comma,
    /// What Excel expects where the decimal mark is a comma
    Semicolon,
    /// A tab
    Tab,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum LineEnd {
    /// As on Windows, and in the standard
    Crlf,
    /// As on other systems
    Lf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Durations {
    /// Numbers of milliseconds
    Milliseconds,
    /// Numbers of hours
    Hours,
    /// Excel's own durations
    Excel,
}

/// A column and its header.
fn header(argument: &str) -> Result<(String, String), &'static str> {
    match argument.split_once('=') {
        Some((name, header)) => Ok((name.to_owned(), header.to_owned())),
        None => Err("write the column's name, = and the header"),
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Connections {
    /// List the connections
    List,
    /// Try an account and keep it as a connection
    ///
    /// The password comes from the variable CARE_EXPORT_PASSWORD, else a prompt on a terminal, else a line on standard
    /// input. It is kept in the keychain.
    #[command(after_help = EXIT_CODES)]
    Add(AddConnection),
    /// Remove a connection, and its password from the keychain
    Remove {
        /// The connection's name
        name: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AddConnection {
    /// A name for it
    pub(crate) name: String,

    /// API address, from the account's admin settings
    #[arg(long)]
    pub(crate) url: String,

    /// Company key, from General Settings > Analytics API
    #[arg(long, value_name = "KEY")]
    pub(crate) company_key: String,

    /// E-mail of the API user
    #[arg(long, value_name = "EMAIL")]
    pub(crate) user: String,

    /// Use the password for the trial only; runs then need it in CARE_EXPORT_PASSWORD
    #[arg(long)]
    pub(crate) no_keychain: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Presets {
    /// List the presets: name, tag, connection, period, last run
    List,
    /// Say what a preset does, and what its file would be called now
    Show {
        /// The preset's name
        name: String,
    },
    /// Write presets to a file that can be passed on, or to standard output
    ///
    /// The file names the connection and holds nothing by which to sign in.
    Export(ExportPresets),
    /// Add the presets of a file, all of them or none
    ///
    /// Prints the names they have here: one that is taken gets a number.
    Import {
        /// The file
        file: PathBuf,
    },
    /// Remove presets, all of them or none
    ///
    /// Saved files stay.
    Remove {
        /// The presets' names
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
    },
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["names", "all"]))]
pub(crate) struct ExportPresets {
    /// The presets' names
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,

    /// All presets
    #[arg(long)]
    pub(crate) all: bool,

    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Replace the file if it is already there
    #[arg(long, requires = "output")]
    pub(crate) overwrite: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Practice {
    /// Port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,

    /// A JSON file of faults to commit
    #[arg(long, value_name = "FILE")]
    pub(crate) script: Option<PathBuf>,

    /// Say where it listens as one line of JSON
    #[arg(long)]
    pub(crate) json: bool,
}

fn report() -> impl TypedValueParser<Value = Report> {
    let known = Engine::reports();
    let values = known
        .iter()
        .map(|known| PossibleValue::new(known.report.as_str()).help(known.hints.en));
    PossibleValuesParser::new(values.collect::<Vec<_>>()).try_map(|name| name.parse::<Report>())
}

fn interval() -> impl TypedValueParser<Value = Interval> {
    PossibleValuesParser::new(Interval::ALL.map(Interval::as_str)).map(|name| {
        let mut all = Interval::ALL.into_iter();
        all.find(|interval| interval.as_str() == name)
            .unwrap_or(Interval::Day)
    })
}

fn locale() -> impl TypedValueParser<Value = Locale> {
    PossibleValuesParser::new(Locale::ALL.map(Locale::as_str))
        .try_map(|name| name.parse::<Locale>())
}

fn hours() -> impl TypedValueParser<Value = u32> {
    let hours = Settings::JOB_PATIENCE_HOURS;
    clap::value_parser!(u32).range(i64::from(*hours.start())..=i64::from(*hours.end()))
}

fn week_start() -> impl TypedValueParser<Value = Weekday> {
    PossibleValuesParser::new(WEEKDAYS.map(|(name, _)| name)).map(|name| {
        WEEKDAYS
            .into_iter()
            .find(|(known, _)| *known == name)
            .map_or(Weekday::Monday, |(_, day)| day)
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use clap::error::ErrorKind;

    use super::*;

    const RUN: &[&str] = &[
        "care-export",
        "run",
        "--report",
        "user",
        "--from",
        "2026-10-01",
        "--to",
        "2026-10-31",
        "--output",
        "a.csv",
    ];

    fn parse(more: &[&str]) -> Result<Run, ErrorKind> {
        match Arguments::try_parse_from([RUN, more].concat()) {
            Ok(Arguments {
                command: Command::Run(run),
                ..
            }) => Ok(*run),
            Ok(other) => panic!("not a run: {other:?}"),
            Err(error) => Err(error.kind()),
        }
    }

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn an_account_is_a_connection_or_an_address_with_all_that_belongs_to_it() {
        let account = [
            "--url",
            "https://x.example",
            "--company-key",
            "k",
            "--user",
            "a@b.example",
        ];
        assert!(parse(&["--connection", "Work"]).is_ok());
        assert!(parse(&account).is_ok());
        let missing = Some(ErrorKind::MissingRequiredArgument);
        assert_eq!(parse(&[]).err(), missing);
        assert_eq!(parse(&account[..2]).err(), missing);
        assert_eq!(parse(&account[..4]).err(), missing);
        assert_eq!(parse(&account[2..]).err(), missing);
        assert_eq!(
            parse(&["--connection", "Work", "--user", "a@b.example"]).err(),
            Some(ErrorKind::ArgumentConflict)
        );
        assert_eq!(
            parse(&[&account[..], &["--connection", "Work"]].concat()).err(),
            Some(ErrorKind::ArgumentConflict)
        );
    }

    #[test]
    fn lists_keep_their_order_and_their_case() {
        let run = parse(&[
            "--connection",
            "Work",
            "--column",
            "agent_NAME",
            "--column",
            "a,b",
            "--team",
            "2",
            "--team",
            "1",
            "--agent",
            "007",
            "--locale",
            "tr",
            "--format",
            "json",
        ])
        .expect("valid");
        assert_eq!(run.columns, ["agent_NAME", "a,b"]);
        assert_eq!(run.teams, ["2", "1"]);
        assert_eq!(run.agents, ["007"]);
        assert_eq!(run.locale, Some(Locale::Tr));
    }

    #[test]
    fn a_period_is_two_ends_or_a_rule() {
        let parse = |more: &[&str]| {
            let start = [
                "care-export",
                "run",
                "--report",
                "user",
                "--output",
                "a.csv",
            ];
            let account = ["--connection", "Work"];
            match Arguments::try_parse_from([&start, &account[..], more].concat()) {
                Ok(Arguments {
                    command: Command::Run(run),
                    ..
                }) => Ok((run.period, run.week_start)),
                Ok(other) => panic!("not a run: {other:?}"),
                Err(error) => Err(error.kind()),
            }
        };
        assert_eq!(
            parse(&["--period", "last-week", "--week-start", "sunday"]),
            Ok((Some(PeriodRule::PreviousWeek), Weekday::Sunday))
        );
        assert_eq!(
            parse(&["--from", "2026-10-01", "--to", "2026-10-02"]),
            Ok((None, Weekday::Monday))
        );
        let missing = Err(ErrorKind::MissingRequiredArgument);
        assert_eq!(parse(&[]), missing);
        assert_eq!(parse(&["--from", "2026-10-01"]), missing);
        assert_eq!(parse(&["--to", "2026-10-01"]), missing);
        assert_eq!(
            parse(&[
                "--period",
                "today",
                "--from",
                "2026-10-01",
                "--to",
                "2026-10-02"
            ]),
            Err(ErrorKind::ArgumentConflict)
        );
        assert_eq!(
            parse(&["--period", "whenever"]),
            Err(ErrorKind::ValueValidation)
        );
    }

    fn preset(more: &[&str]) -> Result<Run, ErrorKind> {
        match Arguments::try_parse_from([&["care-export", "run", "--preset", "A"], more].concat()) {
            Ok(Arguments {
                command: Command::Run(run),
                ..
            }) => Ok(*run),
            Ok(other) => panic!("not a run: {other:?}"),
            Err(error) => Err(error.kind()),
        }
    }

    #[test]
    fn a_preset_says_all_but_whose_account_and_where_to() {
        assert!(preset(&[]).is_ok());
        let whole = ["--output", "a.csv", "--overwrite", "--connection", "Work"];
        assert!(preset(&whole).is_ok());
        assert_eq!(
            preset(&["--connection", "Work", "--user", "a@b.example"]).err(),
            Some(ErrorKind::ArgumentConflict)
        );
        assert_eq!(
            parse(&["--connection", "Work", "--preset-name", "A"]).err(),
            Some(ErrorKind::ArgumentConflict)
        );
        let beside = [
            "preset",
            "preset_name",
            "output",
            "overwrite",
            "connection",
            "url",
            "company_key",
            "user",
            "progress",
            "job_patience",
            // Everywhere.
            "data_dir",
            "verbose",
            "help",
            "version",
        ];
        let mut command = Arguments::command();
        command.build();
        let run = command.find_subcommand("run").expect("run");
        let preset = run.get_arguments().find(|one| one.get_id() == "preset");
        let refused = run.get_arg_conflicts_with(preset.expect("the argument"));
        for argument in run.get_arguments() {
            assert_ne!(
                refused.iter().any(|one| one.get_id() == argument.get_id()),
                beside.contains(&argument.get_id().as_str()),
                "{}",
                argument.get_id()
            );
        }
    }

    #[test]
    fn passwords_are_no_argument() {
        assert_eq!(
            parse(&["--connection", "Work", "--password", "x"]).err(),
            Some(ErrorKind::UnknownArgument)
        );
    }

    #[test]
    fn what_is_not_offered_is_refused() {
        let invalid = Some(ErrorKind::InvalidValue);
        assert_eq!(
            parse(&["--connection", "W", "--locale", "TR"]).err(),
            invalid
        );
        assert_eq!(
            parse(&["--connection", "W", "--format", "parquet"]).err(),
            invalid
        );
        assert_eq!(
            parse(&["--connection", "W", "--progress", "loud"]).err(),
            invalid
        );
    }
}
