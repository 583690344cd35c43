use std::io;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Choice;

/// What went wrong, for a person: the window words it by its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{kind:?}{}", .technical.as_deref().map(|t| format!(": {t}")).unwrap_or_default())]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The code and what belongs to it.
    #[serde(flatten)]
    pub kind: ProblemKind,
    /// Detail for support, without any secret; absent when the code says it all.
    pub technical: Option<String>,
}

impl From<ProblemKind> for Problem {
    fn from(kind: ProblemKind) -> Self {
        Problem {
            kind,
            technical: None,
        }
    }
}

impl Problem {
    /// What the operating system's error means for the person's file.
    pub fn of_file(error: &io::Error) -> Problem {
        use io::ErrorKind;
        let kind = match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => ProblemKind::FolderMissing,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                ProblemKind::FileNotWritable
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                ProblemKind::DiskFull
            }
            ErrorKind::InvalidFilename | ErrorKind::InvalidInput | ErrorKind::IsADirectory => {
                ProblemKind::FileNameInvalid
            }
            ErrorKind::AlreadyExists => ProblemKind::FileExists,
            _ => ProblemKind::FileTrouble,
        };
        kind.because(error)
    }
}

/// The longest technical detail, in bytes: what others wrote may be quoted in it.
const LONGEST_DETAIL: usize = 2_000;

impl ProblemKind {
    /// The problem with a technical detail, of which the first two thousand bytes are kept. It must hold no secret.
    pub fn because(self, detail: impl std::fmt::Display) -> Problem {
        let mut technical = detail.to_string();
        technical.truncate(technical.floor_char_boundary(LONGEST_DETAIL));
        technical.shrink_to_fit();
        Problem {
            kind: self,
            technical: Some(technical),
        }
    }

    /// Whether another place for the file would do.
    pub fn is_of_place(&self) -> bool {
        matches!(
            self,
            ProblemKind::FileExists
                | ProblemKind::FolderMissing
                | ProblemKind::FileNotWritable
                | ProblemKind::DiskFull
                | ProblemKind::FileNameInvalid
                | ProblemKind::FileTrouble
        )
    }
}

/// The closed set of problems: each is here because someone acts on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "code",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum ProblemKind {
    /// Something entered can't be right.
    InvalidField {
        /// Which.
        field: Field,
        /// In which way.
        fault: FieldFault,
    },
    /// More than the three months of one export, and nobody agreed to parts; or more than there can be parts.
    PeriodTooLong,
    /// Before the 18 months of the service's history.
    PeriodTooOld {
        /// First millisecond that can be asked for, UTC.
        #[ts(type = "number")]
        earliest: i64,
    },
    /// A period that ends with yesterday, such as this month's, on its first day: nothing of it is
    /// over yet.
    NothingYet,
    /// E-mail or password are not accepted.
    SignInRefused,
    /// The account is known but not allowed: most often the company key.
    AccessRefused,
    /// Nothing of the service answers at the address.
    AddressWrong,
    /// The service said no to the request.
    RequestRefused {
        /// The service's own words, if any.
        message: Option<String>,
    },
    /// The service made no file of an accepted export.
    ExportFailed {
        /// The service's own words, if any.
        reason: Option<String>,
    },
    /// More exports are running on the account than the service allows.
    TooManyExports,
    /// The service does not know this export any more.
    ExportGone,
    /// Too many requests; the service asks to wait.
    ServiceBusy,
    /// The service is out of order.
    ServiceUnavailable {
        /// HTTP status.
        status: u16,
    },
    /// An answer that is not the service's, or that nobody documented.
    UnexpectedAnswer {
        /// What came.
        what: UnexpectedKind,
    },
    /// An answer names another host, where nothing is sent.
    ForeignAddress {
        /// The host.
        host: String,
    },
    /// The request to make the export was cut off: the service may have accepted it, or not.
    CreationUnknown,
    /// The service did not get to the end in the time set.
    TooSlow,
    /// No way to the service.
    Network {
        /// What failed.
        fault: NetworkFault,
    },
    /// There is no keychain on this computer, or it does not answer.
    KeychainUnavailable,
    /// The keychain is there but locked.
    KeychainLocked,
    /// No password is stored for the connection.
    PasswordMissing,
    /// The connection is not there any more.
    ConnectionMissing,
    /// The connection has no instance, where the company's lists would be.
    InstanceMissing,
    /// Runs of the connection are not at their end.
    ConnectionBusy,
    /// The preset is not there any more.
    PresetMissing,
    /// A file of presets can't be taken over. Nothing was changed.
    PresetFile {
        /// Why.
        fault: PresetFileFault,
    },
    /// A file-name pattern names a piece that there is none of.
    FileNamePieceUnknown {
        /// What stands between its braces.
        piece: String,
    },
    /// The run is not there any more, or not in a state for this.
    RunMissing,
    /// A file of this name is already there, and nobody said it may go.
    FileExists,
    /// The folder is not there.
    FolderMissing,
    /// The folder or the file can't be written to.
    FileNotWritable,
    /// No room left.
    DiskFull,
    /// The name can't be a file's.
    FileNameInvalid,
    /// The saved file is not there any more.
    FileMoved,
    /// The saved file is not as it was saved, so its rows can't be found.
    FileChanged,
    /// No program of the computer opened the file or its folder.
    NoProgram,
    /// Another trouble with the file.
    FileTrouble,
    /// What arrived is not a whole export.
    FileDamaged {
        /// In which way.
        what: DamageKind,
    },
    /// The app's own data can't be read or written.
    DataFolder,
    /// The app's own data can't be read by this version while another copy of the app uses it.
    DataInUse,
    /// A fault of ours.
    Internal,
}

impl From<Choice> for Field {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Agents => Field::Agents,
            Choice::Teams => Field::Teams,
            Choice::IncludeDisabled => Field::IncludeDisabled,
            Choice::BusinessHours => Field::BusinessHours,
            Choice::Priorities => Field::Priorities,
            Choice::SmartView => Field::SmartView,
            Choice::WorkQueues => Field::WorkQueues,
            Choice::RaiseLimit => Field::RaiseLimit,
            Choice::Conversations => Field::Conversations,
            Choice::Interval => Field::Interval,
        }
    }
}

/// A thing that is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// A connection's name.
    Name,
    /// A connection's API address.
    Address,
    /// A connection's company key.
    CompanyKey,
    /// A connection's e-mail.
    Email,
    /// A connection's password.
    Password,
    /// An export's period.
    Period,
    /// An export's time zone.
    TimeZone,
    /// A column's name.
    Columns,
    /// A team's id.
    Teams,
    /// An agent's id.
    Agents,
    /// Whether agents that were switched off come along.
    IncludeDisabled,
    /// Which hours count.
    BusinessHours,
    /// A priority.
    Priorities,
    /// A smart view's id.
    SmartView,
    /// A work queue's id.
    WorkQueues,
    /// Whether more actions of a conversation come.
    RaiseLimit,
    /// Which conversations come.
    Conversations,
    /// The length of time that a row stands for.
    Interval,
    /// What becomes of a period that is longer than the service takes.
    Delivery,
    /// A connection's instance.
    Instance,
    /// A preset's name.
    PresetName,
    /// A preset's description.
    Description,
    /// A preset's tag.
    Tag,
    /// A pattern for names of files.
    FileName,
}

/// What is wrong with a thing that was entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FieldFault {
    /// Nothing there.
    Missing,
    /// Not of the right form.
    Malformed,
    /// Must be https, because a password goes along.
    NotHttps,
    /// Already used by another.
    Taken,
    /// The end is before the start.
    Reversed,
    /// Clocks never show it: they are moved past it.
    Skipped,
    /// Agents were picked as well as teams: what the service would do is not known.
    NotTogether,
    /// Longer than can be right.
    TooLong,
    /// The export that was picked does not have it.
    NotInReport,
    /// The service does not take it for a period of this length.
    NotForPeriod,
}

/// What failed on the way to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NetworkFault {
    /// The host's name is not known.
    Dns,
    /// No connection could be made.
    Connect,
    /// The connection can't be trusted.
    Tls,
    /// Nothing came for too long.
    Timeout,
    /// The connection broke.
    Reset,
    /// The proxy refused.
    Proxy,
    /// Anything else.
    Other,
}

/// What came instead of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UnexpectedKind {
    /// A web page.
    Html,
    /// Not JSON, or not of the documented form.
    Malformed,
    /// A state of the export that nobody documented.
    State,
    /// A status or redirect that nobody documented.
    Status,
    /// More than an answer can be.
    TooLarge,
}

/// Why a downloaded file is not an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DamageKind {
    /// It ends before its end.
    Truncated,
    /// It is a web page.
    Html,
    /// It is not well-formed.
    Malformed,
    /// It is not UTF-8.
    NotUtf8,
}

/// Why a file of presets can't be taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PresetFileFault {
    /// It can't be opened.
    Unopened,
    /// It is damaged, or was changed by hand to what it can't be.
    Unreadable,
    /// It holds no presets.
    NotPresets,
    /// A newer version of the app wrote it.
    Newer,
    /// It is larger than presets can be.
    TooLarge,
}
