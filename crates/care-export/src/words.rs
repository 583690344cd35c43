//! Problems in English: what happened, what to do, and the exit code.

use std::borrow::Cow;
use std::io;

use chrono::DateTime;
use export_engine::{
    DamageKind, Field, FieldFault, FileNamePiece, NetworkFault, NoticeKind, PresetFileFault,
    ProblemKind, PutAsideReason, UnexpectedKind,
};
use export_formats::{Fault, FaultKind};

use crate::exit::Exit;

/// A problem as it is told.
#[derive(Debug, PartialEq)]
pub(crate) struct Words {
    /// What happened, in a sentence.
    pub(crate) what: Cow<'static, str>,
    /// What to do, in a sentence or two.
    pub(crate) advice: Cow<'static, str>,
    /// How the program ends.
    pub(crate) exit: Exit,
}

fn say(
    exit: Exit,
    what: impl Into<Cow<'static, str>>,
    advice: impl Into<Cow<'static, str>>,
) -> Words {
    Words {
        what: what.into(),
        advice: advice.into(),
        exit,
    }
}

const AGAIN: &str = "Try again in a few minutes.";
const SUPPORT: &str =
    "Try again. If it happens each time, run it with --verbose and pass on the detail.";
const VARIABLE: &str = "Set the variable CARE_EXPORT_PASSWORD to the account's password.";

/// The words of a problem.
pub(crate) fn words(problem: &ProblemKind) -> Words {
    match problem {
        ProblemKind::InvalidField { field, fault } => invalid(*field, *fault),
        ProblemKind::PeriodTooLong => say(
            Exit::Usage,
            "The period is longer than three months, the most the service exports at once.",
            "Add --split to get a file for each part of it, or --join to get one file of an export whose rows are of one moment.",
        ),
        ProblemKind::PeriodTooOld { earliest } => say(
            Exit::Usage,
            "The period starts before the service's 18 months of history.",
            match DateTime::from_timestamp_millis(*earliest) {
                Some(earliest) => format!("Start after {}.", earliest.format("%Y-%m-%d %H:%M UTC")),
                None => "Start later.".into(),
            },
        ),
        ProblemKind::InstanceMissing => say(
            Exit::Usage,
            "The connection does not say where the company's work queues and smart views are.",
            "Give their ids.",
        ),
        ProblemKind::NothingYet => say(
            Exit::Usage,
            "Nothing of the period is over yet: it ends with yesterday, and it begins today.",
            "Run it tomorrow, or choose another period.",
        ),
        ProblemKind::SignInRefused => say(
            Exit::SignIn,
            "The service does not accept the e-mail or the password.",
            "Check both, and that the user may use the API.",
        ),
        ProblemKind::AccessRefused => say(
            Exit::Service,
            "The service knows the account but does not let it in here.",
            "Check the company key, capital letters included, and the user's rights.",
        ),
        ProblemKind::AddressWrong => say(
            Exit::Network,
            "The service does not answer at the API address.",
            "Check the address in the account's admin settings; it differs from region to region.",
        ),
        ProblemKind::RequestRefused { message } => say(
            Exit::Service,
            quoting("The service refused the export", message.as_deref()),
            "Check the period, columns, teams and agents.",
        ),
        ProblemKind::ExportFailed { reason } => say(
            Exit::Service,
            quoting(
                "The service accepted the export but failed to make it",
                reason.as_deref(),
            ),
            "Try again, or with a shorter period.",
        ),
        ProblemKind::TooManyExports => say(
            Exit::Service,
            "More exports are running on the account than the service allows.",
            "Wait until others are done, those in the service's own pages included, and try again.",
        ),
        ProblemKind::ExportGone => say(
            Exit::Service,
            "The service does not know this export any more.",
            "Run it again.",
        ),
        ProblemKind::ServiceBusy => say(
            Exit::Service,
            "The service is getting too many requests.",
            AGAIN,
        ),
        ProblemKind::ServiceUnavailable { status } => say(
            Exit::Service,
            format!("The service is out of order (status {status})."),
            AGAIN,
        ),
        ProblemKind::UnexpectedAnswer { what } => say(
            Exit::Service,
            match what {
                UnexpectedKind::Html => "A web page came instead of the service's answer.",
                UnexpectedKind::Malformed => "The service's answer can't be read.",
                UnexpectedKind::State => {
                    "The service reports a state of the export that is not known."
                }
                UnexpectedKind::Status => "The service answered in a way that is not known.",
                UnexpectedKind::TooLarge => "The service's answer is too large to be one.",
            },
            "Check the API address, and whether the network asks you to sign in first. Then try again.",
        ),
        ProblemKind::ForeignAddress { host } => say(
            Exit::Service,
            format!("The service's answer points to another place, {host}, where nothing is sent."),
            "Check the API address. If it is right, ask the service's support about that host.",
        ),
        ProblemKind::CreationUnknown => say(
            Exit::Network,
            "The connection broke while the export was being asked for: the service may be making it, or not.",
            "Wait some minutes, so that two don't run at once, and try again.",
        ),
        ProblemKind::TooSlow => say(
            Exit::Service,
            "The service did not finish the export in the time allowed.",
            "Try again later, or with a shorter period.",
        ),
        ProblemKind::Network { fault } => network(*fault),
        ProblemKind::KeychainUnavailable => say(
            Exit::SignIn,
            "This computer has no keychain, or it does not answer.",
            "Give the password in the variable CARE_EXPORT_PASSWORD with each run. To add a connection without a stored \
             password, use --no-keychain.",
        ),
        ProblemKind::KeychainLocked => say(
            Exit::SignIn,
            "The keychain is locked.",
            "Unlock it, or give the password in the variable CARE_EXPORT_PASSWORD.",
        ),
        ProblemKind::PasswordMissing => say(
            Exit::SignIn,
            "There is no password to sign in with.",
            VARIABLE,
        ),
        ProblemKind::ConnectionMissing => say(
            Exit::Usage,
            "There is no connection of that name.",
            "See the names with: care-export connections list",
        ),
        ProblemKind::ConnectionBusy => say(
            Exit::Usage,
            "Exports of this connection are not at their end.",
            "Wait for them, or cancel them first.",
        ),
        ProblemKind::PresetMissing => say(
            Exit::Usage,
            "There is no preset of that name.",
            "See the names with: care-export presets list",
        ),
        ProblemKind::PresetFile { fault } => preset_file(*fault),
        ProblemKind::FileNamePieceUnknown { piece } => say(
            Exit::Usage,
            format!("A file's name can't hold {{{piece}}}: there is no such piece."),
            format!("Use some of these: {}.", file_name_pieces()),
        ),
        ProblemKind::RunMissing => say(
            Exit::Fault,
            "The run is not there any more.",
            "Run the export again.",
        ),
        ProblemKind::FileExists => say(
            Exit::File,
            "The file is already there.",
            "Choose another name, or replace it with --overwrite.",
        ),
        ProblemKind::FolderMissing => say(
            Exit::File,
            "The folder for the file is not there.",
            "Create it, or choose another.",
        ),
        ProblemKind::FileNotWritable => say(
            Exit::File,
            "The file can't be written there.",
            "Choose another folder, or get the right to write to this one.",
        ),
        ProblemKind::DiskFull => say(
            Exit::File,
            "There is no room left on the disk.",
            "Make room, or choose another disk.",
        ),
        ProblemKind::FileNameInvalid => say(
            Exit::File,
            "The file can't have that name.",
            "Choose another name.",
        ),
        ProblemKind::FileMoved => say(
            Exit::File,
            "The saved file is not there any more.",
            "Look whether something moved it, or run the export again.",
        ),
        ProblemKind::FileChanged => say(
            Exit::File,
            "The saved file is not as it was saved.",
            "Open it with its own program, or run the export again.",
        ),
        ProblemKind::NoProgram => say(
            Exit::File,
            "No program of this computer opened the file.",
            "Open it from its folder.",
        ),
        ProblemKind::FileTrouble => say(
            Exit::File,
            "The file could not be saved.",
            "Check the disk and the folder. With --verbose there is more to read.",
        ),
        ProblemKind::FileDamaged { what } => say(
            Exit::Service,
            match what {
                DamageKind::Truncated => "The file arrived incomplete and was not saved.",
                DamageKind::Html => "A web page arrived instead of the file; nothing was saved.",
                DamageKind::Malformed => "What arrived is not well-formed and was not saved.",
                DamageKind::NotUtf8 => "What arrived is not UTF-8 text and was not saved.",
            },
            "Run the export again.",
        ),
        ProblemKind::DataFolder => say(
            Exit::File,
            "The program's own data can't be read or written.",
            "Check the folder given with --data-dir, or your home folder, and the room on its disk.",
        ),
        ProblemKind::DataInUse => say(
            Exit::File,
            "The program's own data can't be read, and another copy of Care Exporter is using it.",
            "Close the other copy, or use its version of this program.",
        ),
        ProblemKind::Internal => say(
            Exit::Fault,
            "Something went wrong in this program.",
            SUPPORT,
        ),
    }
}

/// What a person should know beside the run: what happened, and what to do.
pub(crate) fn notice(what: &NoticeKind) -> [String; 2] {
    let NoticeKind::DataPutAside { reason, file } = what;
    let why = match reason {
        PutAsideReason::Newer => {
            "The data of Care Exporter was written by a newer version and can't be read by this one."
        }
        PutAsideReason::Damaged => "The data of Care Exporter is damaged and can't be read.",
    };
    let advice = match reason {
        PutAsideReason::Newer => "To have it back, install the newer version.",
        PutAsideReason::Damaged => "Add your connections again.",
    };
    [
        format!("{why} A new beginning was made."),
        format!("The earlier data is kept as {file}. {advice}"),
    ]
}

/// That the service was told an offset for a zone whose clocks are moved within the period.
pub(crate) fn zone_as_offset(zone: &str, minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    format!(
        "The service does not know the time zone {zone} by its name and was told UTC{sign}{hours:02}:{rest:02} for the \
         whole period: times in the file are wrong from the night on in which clocks are moved."
    )
}

fn preset_file(fault: PresetFileFault) -> Words {
    let (what, advice) = match fault {
        PresetFileFault::Unopened => (
            "The file of presets can't be opened. Nothing was changed.",
            "Check its name, its folder, and whether you may read it.",
        ),
        PresetFileFault::Unreadable => (
            "The file of presets is damaged. Nothing was changed.",
            "Get it again from whoever exported it. With --verbose there is more to read.",
        ),
        PresetFileFault::NotPresets => (
            "The file holds no presets. Nothing was changed.",
            "Choose a file that was made by exporting presets.",
        ),
        PresetFileFault::Newer => (
            "A newer version wrote the file of presets. Nothing was changed.",
            "Update this program, or have the presets exported from this version.",
        ),
        PresetFileFault::TooLarge => (
            "The file is too large to be one of presets. Nothing was changed.",
            "Choose a file that was made by exporting presets.",
        ),
    };
    say(Exit::Usage, what, advice)
}

/// The pieces of file names, as they are written.
fn file_name_pieces() -> String {
    let pieces = FileNamePiece::ALL.map(|piece| format!("{{{}}}", piece.as_str()));
    pieces.join(" ")
}

fn invalid(field: Field, fault: FieldFault) -> Words {
    let name = match field {
        Field::Name => "The connection's name",
        Field::Address => "The API address",
        Field::CompanyKey => "The company key",
        Field::Email => "The e-mail",
        Field::Password => "The password",
        Field::Period => "The period",
        Field::TimeZone => "The time zone",
        Field::Columns => "A column's name",
        Field::Teams => "A team's id",
        Field::Agents => "An agent's id",
        Field::IncludeDisabled => "Agents that were switched off",
        Field::BusinessHours => "The hours that count",
        Field::Priorities => "A priority",
        Field::SmartView => "The smart view's id",
        Field::WorkQueues => "A work queue's id",
        Field::RaiseLimit => "The raised limit",
        Field::Conversations => "Which conversations",
        Field::Interval => "The interval",
        Field::Delivery => "One joined file",
        Field::Instance => "The instance's name",
        Field::PresetName => "The preset's name",
        Field::Description => "The preset's description",
        Field::Tag => "The preset's tag",
        Field::FileName => "The pattern for the file's name",
    };
    let what = match fault {
        FieldFault::Missing => "is missing.",
        FieldFault::Malformed => "can't be right.",
        FieldFault::NotHttps => "must begin with https://, because the password goes there.",
        FieldFault::Taken => match field {
            Field::Columns
            | Field::Teams
            | Field::Agents
            | Field::Priorities
            | Field::WorkQueues => "is given twice.",
            _ => "is already taken.",
        },
        FieldFault::Reversed => "ends before it starts.",
        FieldFault::NotTogether => "can't go with a team's.",
        FieldFault::Skipped => "lies in a time that clocks skip.",
        FieldFault::TooLong => "is too long.",
        FieldFault::NotInReport => "is no choice of this export.",
        FieldFault::NotForPeriod => "does not suit the period.",
    };
    let advice = match (field, fault) {
        (Field::Delivery, _) => {
            "Use --split: rows of this export are of a whole period, and would come again in each part."
        }
        (_, FieldFault::NotInReport) => {
            "Leave it out, or choose another --report: `care-export reports` lists what each has."
        }
        (Field::Interval, FieldFault::Missing) => {
            "Give one with --interval, such as 1d: a team_performance_interval export needs it."
        }
        (Field::Interval, _) => {
            "For about a month give --interval 1d or 1w, for a week 8h, 12h or 1d."
        }
        (Field::Priorities, _) => "Give each --priority once, as a number from 0 to 5.",
        (Field::WorkQueues, _) => "Give each --work-queue as the service's number.",
        (Field::SmartView, _) => "Give --smart-view as the service's id.",
        (
            Field::IncludeDisabled
            | Field::BusinessHours
            | Field::RaiseLimit
            | Field::Conversations,
            _,
        ) => "See `care-export help run`.",
        (Field::Instance, _) => "Give the acme of https://acme.response.lithium.com.",
        (Field::Name, FieldFault::Taken) => "Choose another, or remove the other connection first.",
        (Field::Name, _) => "Choose another name.",
        (Field::Address, _) => {
            "Copy it from the account's admin settings, such as https://analytics-api.app.lithium.com/api/public"
        }
        (Field::CompanyKey, _) => "Copy it from General Settings > Analytics API.",
        (Field::Email, _) => "Give the API user's e-mail, which holds no colon.",
        (Field::Password, FieldFault::Missing) => VARIABLE,
        (Field::Password, _) => "Give the password as UTF-8 text.",
        (Field::Period, _) => "Check --from and --to, or --period.",
        (Field::TimeZone, _) => "Give a name such as Europe/Istanbul or UTC with --time-zone.",
        (Field::Columns, _) => "Give each --column exactly as the service writes it.",
        (Field::Teams, _) => "Give each --team as the service's number.",
        (Field::Agents, FieldFault::NotTogether) => {
            "Give teams or agents: what the service does with both is not known."
        }
        (Field::PresetName, _) => "Choose another name.",
        (Field::Description | Field::Tag, _) => "Make it shorter.",
        (Field::FileName, _) => {
            "Write a name without / \\ : * ? \" < > | and with pieces such as {preset} {from}."
        }
        (Field::Agents, _) => "Give each --agent as the service's id.",
    };
    say(Exit::Usage, format!("{name} {what}"), advice)
}

/// The code and the words of a file that can't be read.
pub(crate) fn source(fault: &Fault, reading: &Reading) -> (&'static str, Words) {
    let place = match (fault.row(), fault.offset()) {
        (Some(row), Some(byte)) => format!(" (row {row}, byte {byte})"),
        (None, Some(byte)) => format!(" (byte {byte})"),
        _ => String::new(),
    };
    let damaged = |what: &str| {
        let what = format!("{} {what}{place}.{}", reading.file, reading.outcome);
        ("source_damaged", say(Exit::File, what, reading.advice))
    };
    match fault.kind() {
        FaultKind::Truncated => damaged("is incomplete: it ends too early"),
        FaultKind::Html => damaged("is a web page, not an export"),
        FaultKind::Malformed => damaged(reading.malformed),
        FaultKind::NotUtf8 => damaged("is not UTF-8 text"),
        FaultKind::Io(error) => ("source_unreadable", unreadable(error, reading.file)),
    }
}

/// What a file is read for, as far as the words about it differ.
pub(crate) struct Reading {
    file: &'static str,
    /// Of a damaged one.
    outcome: &'static str,
    malformed: &'static str,
    advice: &'static str,
}

pub(crate) const CONVERT: Reading = Reading {
    file: "The file to convert",
    outcome: " No file was made.",
    malformed: "is not an export, or is damaged",
    advice: "Save the export again, as JSON.",
};

pub(crate) const LOOK: Reading = Reading {
    file: "The file",
    outcome: "",
    malformed: "is not as it is saved here, or is damaged",
    advice: "If it was saved anew by another program, open it there.",
};

fn unreadable(error: &io::Error, file: &str) -> Words {
    let (what, advice) = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            ("is not there", "Check its name and its folder.")
        }
        io::ErrorKind::PermissionDenied => (
            "may not be read",
            "Get the right to read it, or copy it to a folder of yours.",
        ),
        io::ErrorKind::IsADirectory => ("is a folder", "Give the name of a file in it."),
        _ => (
            "can't be read",
            "Check the disk it is on. With --verbose there is more to read.",
        ),
    };
    say(Exit::File, format!("{file} {what}."), advice)
}

fn network(fault: NetworkFault) -> Words {
    let (what, advice) = match fault {
        NetworkFault::Dns => (
            "The API address's host is not known.",
            "Check the address and the connection to the internet.",
        ),
        NetworkFault::Connect => (
            "No connection to the service could be made.",
            "Check the connection to the internet, the address, and whether a firewall is in the way.",
        ),
        NetworkFault::Tls => (
            "The connection to the service can't be trusted.",
            "Check the computer's clock. A company that inspects connections must have its certificate installed here.",
        ),
        NetworkFault::Timeout => ("The service did not answer in time.", AGAIN),
        NetworkFault::Reset => ("The connection to the service broke.", AGAIN),
        NetworkFault::Proxy => (
            "The proxy refused the connection.",
            "Check the proxy settings of this computer.",
        ),
        NetworkFault::Other => (
            "The service could not be reached.",
            "Check the connection to the internet and try again.",
        ),
    };
    say(Exit::Network, what, advice)
}

/// A sentence with the service's own words, if there are any.
fn quoting(sentence: &str, words: Option<&str>) -> String {
    match words.map(str::trim) {
        Some(words) if !words.is_empty() => format!("{sentence}: \u{201c}{words}\u{201d}"),
        _ => format!("{sentence}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [Field; 24] = [
        Field::Name,
        Field::Address,
        Field::CompanyKey,
        Field::Email,
        Field::Password,
        Field::Period,
        Field::TimeZone,
        Field::Columns,
        Field::Teams,
        Field::Agents,
        Field::IncludeDisabled,
        Field::BusinessHours,
        Field::Priorities,
        Field::SmartView,
        Field::WorkQueues,
        Field::RaiseLimit,
        Field::Conversations,
        Field::Interval,
        Field::Delivery,
        Field::Instance,
        Field::PresetName,
        Field::Description,
        Field::Tag,
        Field::FileName,
    ];
    const FAULTS: [FieldFault; 10] = [
        FieldFault::Missing,
        FieldFault::Malformed,
        FieldFault::NotHttps,
        FieldFault::Taken,
        FieldFault::Reversed,
        FieldFault::Skipped,
        FieldFault::NotTogether,
        FieldFault::TooLong,
        FieldFault::NotInReport,
        FieldFault::NotForPeriod,
    ];

    #[test]
    fn an_offset_is_written_as_everywhere() {
        assert!(zone_as_offset("A/B", -210).contains("A/B by its name and was told UTC-03:30 for"));
        assert!(zone_as_offset("A/B", 0).contains("told UTC+00:00 for"));
    }

    #[test]
    fn whatever_is_entered_wrongly_is_a_usage_error_in_one_line_each() {
        for field in FIELDS {
            for fault in FAULTS {
                let words = words(&ProblemKind::InvalidField { field, fault });
                assert_eq!(words.exit, Exit::Usage);
                assert!(words.what.ends_with('.') && !words.what.contains('\n'));
                assert!(words.advice.len() > 10 && !words.advice.contains('\n'));
            }
        }
    }

    #[test]
    fn exit_codes_are_what_schedulers_rely_on() {
        let codes = [
            (ProblemKind::PeriodTooLong, 2),
            (ProblemKind::PeriodTooOld { earliest: 0 }, 2),
            (ProblemKind::NothingYet, 2),
            (ProblemKind::SignInRefused, 3),
            (ProblemKind::PasswordMissing, 3),
            (ProblemKind::KeychainUnavailable, 3),
            (ProblemKind::KeychainLocked, 3),
            (ProblemKind::AccessRefused, 4),
            (ProblemKind::RequestRefused { message: None }, 4),
            (ProblemKind::ExportFailed { reason: None }, 4),
            (ProblemKind::TooManyExports, 4),
            (ProblemKind::ServiceUnavailable { status: 503 }, 4),
            (
                ProblemKind::FileDamaged {
                    what: DamageKind::Truncated,
                },
                4,
            ),
            (ProblemKind::AddressWrong, 5),
            (ProblemKind::CreationUnknown, 5),
            (
                ProblemKind::Network {
                    fault: NetworkFault::Tls,
                },
                5,
            ),
            (ProblemKind::FileExists, 6),
            (ProblemKind::DiskFull, 6),
            (ProblemKind::DataFolder, 6),
            (ProblemKind::DataInUse, 6),
            (ProblemKind::Internal, 1),
        ];
        for (problem, code) in codes {
            assert_eq!(words(&problem).exit.code(), code, "{problem:?}");
        }
    }

    #[test]
    fn the_services_own_words_are_quoted() {
        let message = Some(" Too many buckets ".to_owned());
        assert_eq!(
            words(&ProblemKind::RequestRefused { message }).what,
            "The service refused the export: \u{201c}Too many buckets\u{201d}"
        );
        let reason = Some(String::new());
        assert_eq!(
            words(&ProblemKind::ExportFailed { reason }).what,
            "The service accepted the export but failed to make it."
        );
    }

    #[test]
    fn the_first_moment_of_the_history_is_named() {
        let words = words(&ProblemKind::PeriodTooOld {
            earliest: 1_750_000_000_000,
        });
        assert_eq!(words.advice, "Start after 2025-06-15 15:06 UTC.");
    }
}
