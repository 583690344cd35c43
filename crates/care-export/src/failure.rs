use export_engine::{Problem, ProblemKind};
use export_formats::Fault;

use crate::exit::Exit;
use crate::words::{Reading, Words, source, words};

/// Why a command did not do what it was asked.
#[derive(Debug, PartialEq)]
pub(crate) enum Failure {
    /// The arguments contradict each other.
    Usage(String),
    /// The engine's problem.
    Problem(Problem),
    /// A file to convert or to look into can't be read, or is not whole.
    Source {
        /// For programs; it never changes.
        code: &'static str,
        words: Words,
        technical: String,
    },
    /// The practice service did not start.
    Practice(String, Exit),
    /// Something was found to be wrong, and is said already.
    Unwell(Exit),
    /// The person stopped it.
    Cancelled,
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Failure::Problem(problem)
    }
}

impl From<ProblemKind> for Failure {
    fn from(kind: ProblemKind) -> Self {
        Failure::Problem(kind.into())
    }
}

impl Failure {
    /// What is wrong with a file that was to be read.
    pub(crate) fn source(fault: &Fault, reading: &Reading) -> Self {
        let (code, words) = source(fault, reading);
        Failure::Source {
            code,
            words,
            technical: fault.to_string(),
        }
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            Failure::Usage(_) => Exit::Usage,
            Failure::Problem(problem) => words(&problem.kind).exit,
            Failure::Source { words, .. } => words.exit,
            Failure::Practice(_, exit) | Failure::Unwell(exit) => *exit,
            Failure::Cancelled => Exit::Cancelled,
        }
    }

    /// Says on standard error what happened and what to do.
    pub(crate) fn tell(self, verbose: bool) -> Exit {
        if !matches!(self, Failure::Unwell(_)) {
            eprintln!("{}", self.prose(verbose));
        }
        self.exit()
    }

    /// What happened in one line, what to do in the next, and the technical detail in a third if asked.
    pub(crate) fn prose(&self, verbose: bool) -> String {
        match self {
            Failure::Usage(what) => {
                format!("{what}.\nFor more about the arguments, try --help.")
            }
            Failure::Problem(problem) => told(
                &words(&problem.kind),
                problem.technical.as_deref().filter(|_| verbose),
            ),
            Failure::Source {
                words, technical, ..
            } => told(words, Some(technical.as_str()).filter(|_| verbose)),
            Failure::Practice(what, _) => what.clone(),
            Failure::Unwell(_) => "Something is wrong.".to_owned(),
            Failure::Cancelled => "Cancelled. Nothing was saved.".to_owned(),
        }
    }
}

fn told(words: &Words, detail: Option<&str>) -> String {
    let mut prose = format!("{}\n{}", one_line(&words.what), one_line(&words.advice));
    if let Some(detail) = detail {
        prose += &format!("\nDetail: {}", one_line(detail));
    }
    prose
}

/// Words of the service may hold line breaks, and control characters that a terminal would obey.
pub(crate) fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_technical_detail_is_told_when_asked_only() {
        let failure = Failure::from(ProblemKind::DiskFull.because("os error 28"));
        assert_eq!(failure.prose(false).lines().count(), 2);
        let verbose = failure.prose(true);
        assert_eq!(verbose.lines().nth(2), Some("Detail: os error 28"));
    }

    #[test]
    fn words_of_the_service_stay_on_their_line() {
        let message = Some("first\nsecond\u{1b}[2J".to_owned());
        let failure = Failure::from(ProblemKind::RequestRefused { message });
        let prose = failure.prose(false);
        assert_eq!(prose.lines().count(), 2);
        assert!(!prose.contains('\u{1b}'));
    }
}
