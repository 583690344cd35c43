use std::process::ExitCode;

/// How the program ends when it does not succeed. Schedulers act on these numbers: they never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// A fault of this program.
    Fault = 1,
    /// What was asked for can't be right. Nothing was sent.
    Usage = 2,
    /// The e-mail or the password are not accepted, or there is no password.
    SignIn = 3,
    /// The service refused the export or failed at it.
    Service = 4,
    /// The service could not be reached.
    Network = 5,
    /// The file could not be written, or is already there. Of a conversion, the source as well: unreadable or damaged.
    File = 6,
    /// Stopped by Ctrl-C or a termination signal.
    Cancelled = 130,
}

impl Exit {
    pub(crate) fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// The table for `--help`.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0    the file is saved
  1    a fault of this program
  2    what was asked for can't be right; nothing was sent
  3    the e-mail or password are not accepted, or there is no password
  4    the service refused the export or failed at it
  5    the service could not be reached
  6    the file could not be written, or is already there
  130  stopped by Ctrl-C or a termination signal";

/// The same for the command that asks no service.
pub(crate) const CONVERT_EXIT_CODES: &str = "\
Exit codes:
  0    the file is saved
  1    a fault of this program
  2    what was asked for can't be right; no file was made
  6    a file could not be read or written, is damaged, or is already there
  130  stopped by Ctrl-C or a termination signal";

/// The same for the command that makes no file.
pub(crate) const LOOK_EXIT_CODES: &str = "\
Exit codes:
  0    it is said
  1    a fault of this program
  2    what was asked for can't be right
  6    the file could not be read, or is damaged";

/// And for the command that only looks.
pub(crate) const DOCTOR_EXIT_CODES: &str = "\
Exit codes:
  0    nothing is wrong
  3    the keychain is needed and does not work
  5    a service can't be reached, or the clock is wrong
  6    the data folder, its database or the disk is not as it should be";
