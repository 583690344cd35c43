//! Where passwords come from: never from an argument.

use std::io::{self, BufRead, IsTerminal};

use export_engine::{Field, FieldFault, Password, ProblemKind};

use crate::failure::Failure;
use crate::interrupt::Interrupt;

/// The variable that holds the password.
pub(crate) const VARIABLE: &str = "CARE_EXPORT_PASSWORD";

/// The password in the variable; an empty one counts as none.
pub(crate) fn from_variable() -> Result<Option<Password>, Failure> {
    match std::env::var(VARIABLE) {
        Ok(password) if password.is_empty() => Ok(None),
        Ok(password) => Ok(Some(Password::from(password))),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(malformed()),
    }
}

/// The password in the variable, else typed at a hidden prompt, else the first line of standard input.
///
/// Blocks while a person types. The signals are taken over in here, because the order matters: before the prompt, so that
/// Ctrl-C brings back the terminal's settings instead of ending the program without them; after a read from standard input,
/// which a signal could not end otherwise.
pub(crate) fn ask() -> Result<(Password, Interrupt), Failure> {
    if let Some(password) = from_variable()? {
        return Ok((password, Interrupt::listen()?));
    }
    let (typed, interrupt) = if io::stdin().is_terminal() {
        let interrupt = Interrupt::listen()?;
        (rpassword::prompt_password("Password: "), interrupt)
    } else {
        (first_line(io::stdin().lock()), Interrupt::listen()?)
    };
    match typed {
        Ok(password) if password.is_empty() => Err(ProblemKind::PasswordMissing.into()),
        Ok(password) => Ok((Password::from(password), interrupt)),
        Err(error) => Err(match error.kind() {
            io::ErrorKind::Interrupted => Failure::Cancelled,
            io::ErrorKind::InvalidData => malformed(),
            _ => ProblemKind::PasswordMissing.because(error).into(),
        }),
    }
}

fn first_line(mut input: impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    if line.ends_with('\n') {
        line.pop();
        if line.ends_with('\r') {
            line.pop();
        }
    }
    Ok(line)
}

fn malformed() -> Failure {
    let (field, fault) = (Field::Password, FieldFault::Malformed);
    ProblemKind::InvalidField { field, fault }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_loses_its_end_and_nothing_else() {
        let line = |text: &str| first_line(text.as_bytes()).expect("text can be read");
        assert_eq!(line("a b:ç \n"), "a b:ç ");
        assert_eq!(line("\tpw\r\nnext"), "\tpw");
        assert_eq!(line("pw\r"), "pw\r");
        assert_eq!(line("pw"), "pw");
        assert_eq!(line("\n"), "");
        assert_eq!(line(""), "");
    }
}
