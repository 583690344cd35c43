//! `care-export doctor`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use export_engine::doctor::{
    DatabaseState, Finding, FolderState, KeychainState, ServiceState, examine,
};
use export_engine::{OsKeychain, ProblemKind, PutAsideReason, SystemClock, default_data_dir};
use serde_json::json;

use crate::arguments::Doctor;
use crate::exit::Exit;
use crate::failure::{Failure, one_line};
use crate::words::words;

/// Less room than this is worth a word: an export and its conversion side by side.
const LITTLE_ROOM: u64 = 500 * 1024 * 1024;
/// With less the program can't do its work.
const NO_ROOM: u64 = 10 * 1024 * 1024;
/// A clock that is off by more, in milliseconds, is worth a word.
const OFF: i64 = 60 * 1000;
/// And by more than this, certificates and periods are wrong.
const FAR_OFF: i64 = 10 * 60 * 1000;

/// How a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Good,
    /// Nothing is broken, but it is worth knowing.
    Note,
    Wrong(Exit),
}

/// A finding in words.
#[derive(Debug, PartialEq)]
struct Line {
    /// For programs; it never changes.
    subject: &'static str,
    verdict: Verdict,
    what: String,
    advice: Option<String>,
}

/// Looks at everything and says what it found.
pub(crate) async fn run(command: Doctor, data_dir: Option<PathBuf>) -> Result<(), Failure> {
    let data_dir = data_dir
        .or_else(default_data_dir)
        .ok_or_else(|| ProblemKind::DataFolder.because("there is no home folder"))?;
    let findings = examine(&data_dir, Arc::new(OsKeychain), Arc::new(SystemClock)).await;
    let home = std::env::home_dir();
    let lines: Vec<Line> = findings
        .iter()
        .map(|finding| line(finding, home.as_deref()))
        .collect();
    let wrong = lines.iter().find_map(|line| match line.verdict {
        Verdict::Wrong(exit) => Some(exit),
        _ => None,
    });
    let text = if command.json {
        format!("{}\n", as_json(&lines))
    } else {
        prose(&lines)
    };
    // Nobody may be reading any more.
    let _ = io::stdout().write_all(text.as_bytes());
    match wrong {
        None => Ok(()),
        Some(exit) => Err(Failure::Unwell(exit)),
    }
}

fn prose(lines: &[Line]) -> String {
    let mut text = String::new();
    for line in lines {
        let mark = match line.verdict {
            Verdict::Good => "good ",
            Verdict::Note => "note ",
            Verdict::Wrong(_) => "WRONG",
        };
        text += &format!("{mark}  {}\n", one_line(&line.what));
        if let Some(advice) = &line.advice {
            text += &format!("       {}\n", one_line(advice));
        }
    }
    text
}

fn as_json(lines: &[Line]) -> serde_json::Value {
    let findings: Vec<_> = lines
        .iter()
        .map(|line| {
            json!({
                "subject": line.subject,
                "state": match line.verdict {
                    Verdict::Good => "good",
                    Verdict::Note => "note",
                    Verdict::Wrong(_) => "wrong",
                },
                "message": line.what,
                "advice": line.advice,
            })
        })
        .collect();
    let ok = !lines
        .iter()
        .any(|line| matches!(line.verdict, Verdict::Wrong(_)));
    json!({ "version": env!("CARGO_PKG_VERSION"), "ok": ok, "findings": findings })
}

fn say(subject: &'static str, verdict: Verdict, what: impl Into<String>, advice: &str) -> Line {
    Line {
        subject,
        verdict,
        what: what.into(),
        advice: (!advice.is_empty()).then(|| advice.to_owned()),
    }
}

fn line(finding: &Finding, home: Option<&Path>) -> Line {
    match finding {
        Finding::Folder { path, state } => folder(&shown(path, home), state),
        Finding::Database(state) => database(state),
        Finding::PutAside(names) => say(
            "put_aside",
            Verdict::Note,
            format!(
                "Data that could not be read was kept: {}.",
                names.join(", ")
            ),
            "Once you don't need it any more, you may remove it.",
        ),
        Finding::InUse(true) => say(
            "in_use",
            Verdict::Note,
            "Another copy of Care Exporter is working with this data.",
            "",
        ),
        Finding::InUse(false) => say(
            "in_use",
            Verdict::Good,
            "No other copy of Care Exporter is working with this data.",
            "",
        ),
        Finding::FreeDisk(free) => disk(free),
        Finding::Keychain { state, needed } => keychain(state, *needed),
        Finding::Service {
            connection,
            host,
            state,
        } => service(connection, host, state),
    }
}

/// A path without the person's name, which is often that of their home folder.
fn shown(path: &Path, home: Option<&Path>) -> String {
    match home.and_then(|home| path.strip_prefix(home).ok()) {
        Some(rest) => Path::new("~").join(rest).display().to_string(),
        None => path.display().to_string(),
    }
}

fn folder(path: &str, state: &FolderState) -> Line {
    const SUBJECT: &str = "data_folder";
    match state {
        FolderState::Good => say(
            SUBJECT,
            Verdict::Good,
            format!("The data folder {path} can be used."),
            "",
        ),
        FolderState::Absent => say(
            SUBJECT,
            Verdict::Good,
            format!("The data folder {path} is not there yet; the first start makes it."),
            "",
        ),
        FolderState::Open => say(
            SUBJECT,
            Verdict::Note,
            format!("Other users of this computer may look into the data folder {path}."),
            "No password is in there, but the list of your exports is. Take their rights away.",
        ),
        FolderState::Unusable(problem) => say(
            SUBJECT,
            Verdict::Wrong(Exit::File),
            format!(
                "The data folder {path} can't be used: {}.",
                problem
                    .technical
                    .as_deref()
                    .unwrap_or("no reason was given")
            ),
            "Check your rights to it, and the disk it is on.",
        ),
    }
}

fn database(state: &DatabaseState) -> Line {
    const SUBJECT: &str = "database";
    match state {
        DatabaseState::Absent => say(SUBJECT, Verdict::Good, "There is no data yet.", ""),
        DatabaseState::Good { connections, runs } => say(
            SUBJECT,
            Verdict::Good,
            format!(
                "The data can be read. Connections: {connections}. Exports, past ones included: {runs}."
            ),
            "",
        ),
        DatabaseState::Unreadable(PutAsideReason::Newer) => say(
            SUBJECT,
            Verdict::Wrong(Exit::File),
            "The data was written by a newer version, and this one can't read it.",
            "Install the newer version. The next start of this one keeps the data under another name and begins anew.",
        ),
        DatabaseState::Unreadable(PutAsideReason::Damaged) => say(
            SUBJECT,
            Verdict::Wrong(Exit::File),
            "The data is damaged.",
            "Check the disk. The next start keeps the data under another name and begins anew.",
        ),
        DatabaseState::Trouble(why) => say(
            SUBJECT,
            Verdict::Wrong(Exit::File),
            format!("The data can't be opened now: {why}."),
            "Another program may hold it. Close other copies of Care Exporter and try again.",
        ),
    }
}

fn disk(free: &Result<u64, String>) -> Line {
    const SUBJECT: &str = "disk";
    let room = |bytes: u64| {
        format!(
            "The disk of the data folder has {} left.",
            indicatif::HumanBytes(bytes)
        )
    };
    match free {
        Ok(bytes) if *bytes < NO_ROOM => say(
            SUBJECT,
            Verdict::Wrong(Exit::File),
            room(*bytes),
            "Make room.",
        ),
        Ok(bytes) if *bytes < LITTLE_ROOM => say(
            SUBJECT,
            Verdict::Note,
            room(*bytes),
            "Large exports need more on the disk they are saved to.",
        ),
        Ok(bytes) => say(SUBJECT, Verdict::Good, room(*bytes), ""),
        Err(why) => say(
            SUBJECT,
            Verdict::Note,
            format!("How much room the disk has left is not known: {why}."),
            "",
        ),
    }
}

fn keychain(state: &KeychainState, needed: bool) -> Line {
    const SUBJECT: &str = "keychain";
    // Without a password in it, nothing depends on it.
    let broken = if needed {
        Verdict::Wrong(Exit::SignIn)
    } else {
        Verdict::Note
    };
    match state {
        KeychainState::Works => say(
            SUBJECT,
            Verdict::Good,
            "The keychain works: what was written could be read and removed.",
            "",
        ),
        KeychainState::Missing(why) => say(
            SUBJECT,
            broken,
            format!("This computer has no keychain that can be used: {why}."),
            "Passwords can be kept for one session only, or given in the variable CARE_EXPORT_PASSWORD.",
        ),
        KeychainState::Locked(why) => say(
            SUBJECT,
            broken,
            format!("The keychain is locked: {why}."),
            "Unlock it, or give the password in the variable CARE_EXPORT_PASSWORD.",
        ),
        KeychainState::Silent => say(
            SUBJECT,
            broken,
            "The keychain did not answer in time.",
            "It may be waiting for you to unlock it: look for its window.",
        ),
        KeychainState::Forgets => say(
            SUBJECT,
            broken,
            "The keychain did not give back what was written to it.",
            "Have passwords kept for one session only, or give them in the variable CARE_EXPORT_PASSWORD.",
        ),
    }
}

fn service(connection: &str, host: &str, state: &ServiceState) -> Line {
    const SUBJECT: &str = "service";
    let wrong = Verdict::Wrong(Exit::Network);
    match state {
        ServiceState::Answers { clock_ahead, .. } => {
            let ahead = clock_ahead.unwrap_or(0);
            let what =
                format!("{connection}: {host} answers, over a connection that can be trusted.");
            if ahead.abs() <= OFF {
                return say(SUBJECT, Verdict::Good, what, "");
            }
            let off =
                indicatif::HumanDuration(std::time::Duration::from_millis(ahead.unsigned_abs()));
            let side = if ahead > 0 { "ahead of" } else { "behind" };
            let verdict = if ahead.abs() > FAR_OFF {
                wrong
            } else {
                Verdict::Note
            };
            say(
                "clock",
                verdict,
                format!("{what} This computer's clock is {off} {side} the service's."),
                "Set the clock, or have it set by the network.",
            )
        }
        ServiceState::Fails(problem) => {
            let words = words(&problem.kind);
            say(
                SUBJECT,
                wrong,
                format!("{connection}: {host} can't be used. {}", words.what),
                &words.advice,
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use export_engine::NetworkFault;

    use super::*;

    fn service_line(state: ServiceState) -> Line {
        line(
            &Finding::Service {
                connection: "Work".into(),
                host: "x.example".into(),
                state,
            },
            None,
        )
    }

    fn answers(clock_ahead: Option<i64>) -> Line {
        service_line(ServiceState::Answers {
            status: 401,
            clock_ahead,
        })
    }

    #[test]
    fn a_clock_that_is_off_is_said_by_how_much_and_to_which_side() {
        assert_eq!(answers(None).verdict, Verdict::Good);
        assert_eq!(answers(Some(-3_000)).verdict, Verdict::Good);
        let ahead = answers(Some(120_000));
        assert_eq!((ahead.subject, ahead.verdict), ("clock", Verdict::Note));
        assert!(ahead.what.contains("2 minutes ahead of"), "{}", ahead.what);
        let behind = answers(Some(-7_200_000));
        assert_eq!(behind.verdict, Verdict::Wrong(Exit::Network));
        assert!(behind.what.contains("2 hours behind"), "{}", behind.what);
    }

    #[test]
    fn what_fails_on_the_way_is_told_as_runs_tell_it() {
        for (fault, word) in [
            (NetworkFault::Dns, "not known"),
            (NetworkFault::Tls, "trusted"),
            (NetworkFault::Connect, "No connection"),
        ] {
            let failed = service_line(ServiceState::Fails(ProblemKind::Network { fault }.into()));
            assert_eq!(failed.verdict, Verdict::Wrong(Exit::Network));
            assert!(failed.what.contains(word), "{}", failed.what);
        }
    }

    #[test]
    fn a_keychain_is_wrong_only_where_a_password_is_in_it() {
        let states = [
            KeychainState::Missing("none".into()),
            KeychainState::Locked("dismissed".into()),
            KeychainState::Silent,
            KeychainState::Forgets,
        ];
        for state in states {
            assert_eq!(keychain(&state, true).verdict, Verdict::Wrong(Exit::SignIn));
            assert_eq!(keychain(&state, false).verdict, Verdict::Note);
        }
        assert_eq!(keychain(&KeychainState::Works, true).verdict, Verdict::Good);
    }

    #[test]
    fn a_disk_is_judged_by_the_room_on_it() {
        assert_eq!(disk(&Ok(1 << 40)).verdict, Verdict::Good);
        assert_eq!(disk(&Ok(100 << 20)).verdict, Verdict::Note);
        assert_eq!(disk(&Ok(1 << 20)).verdict, Verdict::Wrong(Exit::File));
    }

    #[test]
    fn the_name_of_the_home_folder_is_not_told() {
        let home = Path::new("/home/ayse");
        assert_eq!(
            shown(Path::new("/home/ayse/.data/x"), Some(home)),
            "~/.data/x"
        );
        assert_eq!(shown(Path::new("/srv/x"), Some(home)), "/srv/x");
    }
}
