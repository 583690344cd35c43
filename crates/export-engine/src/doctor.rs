//! What is well and what is not with the data folder, the keychain, the network, the clock and the
//! disk. It changes nothing: a database that can't be read stays where it is.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use care_api::{ClientOptions, Password, ServiceAddress, probe};
use rusqlite::{Connection, OpenFlags};

use crate::clock::Clock;
use crate::keychain::{Keychain, KeychainError};
use crate::model::{NetworkFault, Problem, ProblemKind, PutAsideReason};
use crate::owner::Owner;
use crate::service::{self, Asked};
use crate::store::{self, Unopened};

/// How long a keychain may take. One that takes longer waits for the person, or for nobody.
const KEYCHAIN: Duration = Duration::from_secs(10);
/// How long a service may take.
const SERVICE: Duration = Duration::from_secs(30);

/// What was found, one thing after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The data folder.
    Folder {
        /// Where it is.
        path: PathBuf,
        /// What is wrong with it.
        state: FolderState,
    },
    /// The database in it.
    Database(DatabaseState),
    /// Databases that earlier starts could not read, by name.
    PutAside(Vec<String>),
    /// Whether another process works on the data folder now.
    InUse(bool),
    /// Bytes that this user may still write to the disk of the data folder.
    FreeDisk(Result<u64, String>),
    /// The keychain.
    Keychain {
        /// How it is.
        state: KeychainState,
        /// Whether a connection's password is kept there.
        needed: bool,
    },
    /// The service of a connection.
    Service {
        /// The connection's name.
        connection: String,
        /// The host that was asked.
        host: String,
        /// What came of it.
        state: ServiceState,
    },
}

/// How the data folder is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FolderState {
    /// It can be written to, and nobody else may look into it.
    Good,
    /// It is not there yet: the first start makes it.
    Absent,
    /// It can be written to, but others may look into it.
    Open,
    /// It can't be used.
    Unusable(Problem),
}

/// How the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseState {
    /// It is not there yet: the first start makes it.
    Absent,
    /// It can be read.
    Good {
        /// Listed connections.
        connections: u32,
        /// Runs of all times.
        runs: u32,
    },
    /// This version will not read it; the next start puts it aside.
    Unreadable(PutAsideReason),
    /// It can't be opened now.
    Trouble(String),
}

/// How the keychain is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeychainState {
    /// What was written could be read and was removed again.
    Works,
    /// There is none, or it refuses.
    Missing(String),
    /// It is there but locked.
    Locked(String),
    /// It did not answer: it may be asking the person to unlock it.
    Silent,
    /// It gave back something else than what was written.
    Forgets,
}

/// How a service is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServiceState {
    /// It answered, over a connection that can be trusted.
    Answers {
        /// The HTTP status; without an account 401 is usual.
        status: u16,
        /// Milliseconds by which this computer's clock is ahead of the service's, give or take a
        /// second; absent when the service did not tell the time.
        clock_ahead: Option<i64>,
    },
    /// It could not be reached.
    Fails(Problem),
}

/// Looks at everything. Blocks on nothing but its time limits: ten seconds for the keychain, thirty
/// for each service.
pub async fn examine(
    data_dir: &Path,
    keychain: Arc<dyn Keychain>,
    clock: Arc<dyn Clock>,
) -> Vec<Finding> {
    let folder = data_dir.to_owned();
    let on_disk = tokio::task::spawn_blocking(move || look_at_disk(&folder)).await;
    let (mut findings, accounts) = on_disk.unwrap_or_default();
    findings.push(Finding::Keychain {
        state: try_keychain(keychain).await,
        needed: accounts.iter().any(|account| account.in_keychain),
    });
    for account in accounts.into_iter().filter(|account| !account.practice) {
        findings.push(look_at_service(account, clock.as_ref()).await);
    }
    findings
}

/// What is to be known of a connection.
struct Account {
    name: String,
    address: String,
    in_keychain: bool,
    practice: bool,
}

fn look_at_disk(folder: &Path) -> (Vec<Finding>, Vec<Account>) {
    let state = folder_state(folder);
    let usable = matches!(state, FolderState::Good | FolderState::Open);
    let mut findings = vec![Finding::Folder {
        path: folder.to_owned(),
        state,
    }];
    let mut accounts = Vec::new();
    if usable {
        let (database, found) = database_state(&folder.join("care-exporter.db"));
        accounts = found;
        findings.push(Finding::Database(database));
        let aside = put_aside(folder);
        if !aside.is_empty() {
            findings.push(Finding::PutAside(aside));
        }
        findings.push(Finding::InUse(Owner::any(folder).unwrap_or(false)));
    }
    // A folder that is not there yet will be on the disk of the nearest one that is.
    let there = folder.ancestors().find(|folder| folder.is_dir());
    let free = fs4::available_space(there.unwrap_or(folder));
    findings.push(Finding::FreeDisk(free.map_err(|error| error.to_string())));
    (findings, accounts)
}

fn folder_state(folder: &Path) -> FolderState {
    match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return FolderState::Absent,
        Err(error) => return FolderState::Unusable(ProblemKind::DataFolder.because(error)),
        Ok(metadata) if !metadata.is_dir() => {
            return FolderState::Unusable(ProblemKind::DataFolder.because("it is not a folder"));
        }
        Ok(_) => {}
    }
    if let Err(error) = tempfile::tempfile_in(folder) {
        return FolderState::Unusable(ProblemKind::DataFolder.because(error));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder).map(|metadata| metadata.permissions().mode());
        if mode.is_ok_and(|mode| mode & 0o077 != 0) {
            return FolderState::Open;
        }
    }
    FolderState::Good
}

fn database_state(path: &Path) -> (DatabaseState, Vec<Account>) {
    if !path.exists() {
        return (DatabaseState::Absent, Vec::new());
    }
    match read_database(path) {
        Ok((state, accounts)) => (state, accounts),
        Err(Unopened::Unreadable { reason, .. }) => (DatabaseState::Unreadable(reason), Vec::new()),
        Err(Unopened::Trouble(problem)) => {
            let why = problem.technical.unwrap_or_default();
            (DatabaseState::Trouble(why), Vec::new())
        }
    }
}

fn read_database(path: &Path) -> Result<(DatabaseState, Vec<Account>), Unopened> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(path, flags)?;
    database.busy_timeout(Duration::from_secs(2))?;
    store::check_version(&database)?;
    store::check_pages(&database)?;
    let count = |sql| database.query_row(sql, [], |row| row.get::<_, u32>(0));
    let state = DatabaseState::Good {
        connections: count("SELECT count(*) FROM connections WHERE kind <> 'unlisted'")?,
        runs: count("SELECT count(*) FROM runs")?,
    };
    let accounts = database
        .prepare(
            "SELECT name, address, password_keeping = 'keychain', kind = 'practice'
             FROM connections ORDER BY name COLLATE NOCASE",
        )?
        .query_map([], |row| {
            Ok(Account {
                name: row.get(0)?,
                address: row.get(1)?,
                in_keychain: row.get(2)?,
                practice: row.get(3)?,
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok((state, accounts))
}

fn put_aside(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| store::is_put_aside(name))
        .collect();
    names.sort();
    names
}

async fn try_keychain(keychain: Arc<dyn Keychain>) -> KeychainState {
    let asked = tokio::task::spawn_blocking(move || probe_keychain(keychain.as_ref()));
    match tokio::time::timeout(KEYCHAIN, asked).await {
        Ok(Ok(state)) => state,
        Ok(Err(error)) => KeychainState::Missing(error.to_string()),
        Err(_) => KeychainState::Silent,
    }
}

/// Writes an entry, reads it and removes it.
fn probe_keychain(keychain: &dyn Keychain) -> KeychainState {
    let id = format!("doctor-{}", uuid::Uuid::new_v4());
    let written = format!("probe {}", uuid::Uuid::new_v4());
    let tried = keychain
        .set(&id, &Password::from(written.clone()))
        .and_then(|()| keychain.get(&id));
    // Whatever came of it, nothing stays behind.
    let removed = keychain.remove(&id);
    match tried.and_then(|read| removed.map(|()| read)) {
        Ok(Some(read)) if read.expose() == written => KeychainState::Works,
        Ok(_) => KeychainState::Forgets,
        Err(KeychainError::Unavailable(why)) => KeychainState::Missing(why),
        Err(KeychainError::Locked(why)) => KeychainState::Locked(why),
    }
}

async fn look_at_service(account: Account, clock: &dyn Clock) -> Finding {
    let (host, state) = match ServiceAddress::parse(&account.address) {
        Ok(address) => {
            let host = host_of(address.as_str());
            let options = ClientOptions::default();
            let asked = probe(&address, &options);
            let state = match tokio::time::timeout(SERVICE, asked).await {
                Ok(Ok(answer)) => ServiceState::Answers {
                    status: answer.status,
                    clock_ahead: answer.date.and_then(|date| {
                        let theirs = date.duration_since(UNIX_EPOCH).ok()?.as_millis();
                        Some(clock.now() - i64::try_from(theirs).ok()?)
                    }),
                },
                Ok(Err(error)) => ServiceState::Fails(service::problem(&error, Asked::Service)),
                Err(_) => ServiceState::Fails(
                    ProblemKind::Network {
                        fault: NetworkFault::Timeout,
                    }
                    .into(),
                ),
            };
            (host, state)
        }
        Err(error) => (
            String::new(),
            ServiceState::Fails(ProblemKind::AddressWrong.because(error)),
        ),
    };
    Finding::Service {
        connection: account.name,
        host,
        state,
    }
}

/// The host and port of an address, without its scheme and path.
fn host_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split('/').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Mutex;

    use super::*;

    /// A keychain in memory that can be made to fail.
    #[derive(Default)]
    struct Memory {
        entries: Mutex<HashMap<String, String>>,
        forgets: bool,
        locked: bool,
    }

    impl Keychain for Memory {
        fn set(&self, id: &str, password: &Password) -> Result<(), KeychainError> {
            if self.locked {
                return Err(KeychainError::Locked("dismissed".into()));
            }
            let mut entries = self.entries.lock().expect("whole");
            entries.insert(id.to_owned(), password.expose().to_owned());
            Ok(())
        }

        fn get(&self, id: &str) -> Result<Option<Password>, KeychainError> {
            let entries = self.entries.lock().expect("whole");
            let kept = entries.get(id).filter(|_| !self.forgets).cloned();
            Ok(kept.map(Password::from))
        }

        fn remove(&self, id: &str) -> Result<(), KeychainError> {
            self.entries.lock().expect("whole").remove(id);
            Ok(())
        }
    }

    #[test]
    fn a_probe_of_the_keychain_leaves_nothing_behind() {
        let keychain = Memory::default();
        assert_eq!(probe_keychain(&keychain), KeychainState::Works);
        assert!(keychain.entries.lock().expect("whole").is_empty());
        let forgetful = Memory {
            forgets: true,
            ..Memory::default()
        };
        assert_eq!(probe_keychain(&forgetful), KeychainState::Forgets);
        assert!(forgetful.entries.lock().expect("whole").is_empty());
        let locked = Memory {
            locked: true,
            ..Memory::default()
        };
        assert_eq!(
            probe_keychain(&locked),
            KeychainState::Locked("dismissed".into())
        );
    }

    /// Asks the person, who is not there.
    struct Asking(Mutex<std::sync::mpsc::Receiver<()>>);

    impl Keychain for Asking {
        fn set(&self, _: &str, _: &Password) -> Result<(), KeychainError> {
            let _ = self.0.lock().expect("whole").recv();
            Ok(())
        }

        fn get(&self, _: &str) -> Result<Option<Password>, KeychainError> {
            Ok(None)
        }

        fn remove(&self, _: &str) -> Result<(), KeychainError> {
            Ok(())
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_keychain_that_waits_for_the_person_is_not_waited_for() {
        let (answer, asked) = std::sync::mpsc::channel();
        let tried = tokio::spawn(try_keychain(Arc::new(Asking(Mutex::new(asked)))));
        tokio::task::yield_now().await;
        tokio::time::advance(KEYCHAIN * 2).await;
        assert_eq!(tried.await.expect("no panic"), KeychainState::Silent);
        drop(answer);
    }

    #[test]
    fn only_the_host_of_an_address_is_told() {
        assert_eq!(
            host_of("https://eu.example:8443/api/public"),
            "eu.example:8443"
        );
        assert_eq!(host_of("https://us.example"), "us.example");
    }
}
