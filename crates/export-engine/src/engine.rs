//! The engine as front ends see it, and what its parts share.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use care_api::Password;
use tokio::sync::{Notify, broadcast};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::budget::RequestBudget;
use crate::clock::{Clock, SystemClock};
use crate::keychain::{Keychain, KeychainError, OsKeychain};
use crate::looks::Experience;
use crate::model::{
    EngineEvent, Notice, NoticeKind, Period, Problem, ProblemKind, ResolvedPeriod, Settings,
};
use crate::owner::Owner;
use crate::period;
use crate::preview;
use crate::run::Workers;
use crate::store::{Store, Unopened, Watch, put_aside};

/// How long the keychain may ask the person to unlock it.
const KEYCHAIN: Duration = Duration::from_secs(60);
/// After how long without an answer of the keychain the person is told that it is waited for.
const KEYCHAIN_IS_SLOW: Duration = Duration::from_secs(2);

/// What an engine is built from.
pub struct EngineConfig {
    /// Folder of the database; made when it is not there.
    pub data_dir: PathBuf,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where passwords are kept.
    pub keychain: Arc<dyn Keychain>,
    /// Seed of the jitter between polls; none for one of the system's.
    pub seed: Option<u64>,
}

impl EngineConfig {
    /// The computer's own clock and keychain.
    pub fn system(data_dir: PathBuf) -> Self {
        EngineConfig {
            data_dir,
            clock: Arc::new(SystemClock),
            keychain: Arc::new(OsKeychain),
            seed: None,
        }
    }
}

/// The folder that the window and the command line share, in the person's own data folder.
pub fn default_data_dir() -> Option<PathBuf> {
    dirs::data_dir().map(|folder| folder.join("care-exporter"))
}

/// The product without a window. Cheap to clone; all clones are one engine.
#[derive(Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

/// What the engine's parts share.
pub(crate) struct Shared {
    pub(crate) data_dir: PathBuf,
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) budget: RequestBudget,
    pub(crate) experience: Experience,
    pub(crate) owner: Owner,
    /// Wakes runs that wait for a job's place.
    pub(crate) job_ended: Notify,
    /// Ends all work at the next point from which it can go on later.
    pub(crate) stopping: CancellationToken,
    /// Held while a person's wish to go on with a run is carried out: they come one at a time.
    pub(crate) going_on: tokio::sync::Mutex<()>,
    /// Work that must come to its end before the process does.
    pub(crate) tasks: TaskTracker,
    keychain: Arc<dyn Keychain>,
    /// How many questions the keychain has left unanswered for a while.
    keychain_waits: Arc<AtomicUsize>,
    random: Mutex<fastrand::Rng>,
    events: broadcast::Sender<EngineEvent>,
    session_passwords: Mutex<HashMap<String, Password>>,
    zones: Mutex<HashMap<String, HashMap<String, String>>>,
    asking_zones: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    workers: Mutex<Workers>,
    looked_at: Mutex<HashSet<String>>,
    /// Held while a file is read to know what is in it.
    pub(crate) surveying: tokio::sync::Mutex<()>,
    recent_preview: Mutex<preview::Recent>,
    folders: Mutex<Vec<(String, PathBuf)>>,
    /// How many hours the runs of this process wait for an export, when the settings don't count.
    own_patience: Mutex<Option<u32>>,
    /// Data that could not be read at this start and was put aside.
    put_aside: Option<Notice>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while holding one of these; if it did, the maps would still be whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn session_passwords(&self) -> MutexGuard<'_, HashMap<String, Password>> {
        lock(&self.session_passwords)
    }

    /// The service's zones and their names, by account.
    pub(crate) fn zones(&self) -> MutexGuard<'_, HashMap<String, HashMap<String, String>>> {
        lock(&self.zones)
    }

    /// Held by whoever asks an account's service for its zones: the others wait for the answer.
    pub(crate) fn asking_zones(&self, account: &str) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(
            lock(&self.asking_zones)
                .entry(account.to_owned())
                .or_default(),
        )
    }

    /// The runs that the person is looking at.
    pub(crate) fn looked_at(&self) -> HashSet<String> {
        lock(&self.looked_at).clone()
    }

    pub(crate) fn workers(&self) -> MutexGuard<'_, Workers> {
        lock(&self.workers)
    }

    /// What is known of the file that was looked into last.
    pub(crate) fn recent_preview(&self) -> MutexGuard<'_, preview::Recent> {
        lock(&self.recent_preview)
    }

    /// Folders that a person chose for presets, by a name that only this process knows.
    pub(crate) fn folders(&self) -> MutexGuard<'_, Vec<(String, PathBuf)>> {
        lock(&self.folders)
    }

    /// For how many milliseconds an export may be under way on the service's side before its run asks the person.
    pub(crate) async fn job_patience(&self) -> Result<i64, Problem> {
        let own = *lock(&self.own_patience);
        let hours = match own {
            Some(hours) => hours,
            None => self.store.settings().await?.job_patience_hours,
        };
        Ok(i64::from(hours) * 60 * 60 * 1000)
    }

    /// A number in `0.0..1.0`.
    pub(crate) fn random(&self) -> f64 {
        lock(&self.random).f64()
    }

    pub(crate) fn emit(&self, event: EngineEvent) {
        // Nobody watching is fine.
        let _ = self.events.send(event);
    }

    /// Asks the keychain on a blocking thread: it may wait for the person, which is not for ever.
    pub(crate) async fn keychain<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&dyn Keychain) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, Problem> {
        let keychain = Arc::clone(&self.keychain);
        let mut answer = tokio::task::spawn_blocking(move || ask(keychain.as_ref()));
        let _told;
        tokio::select! {
            answer = &mut answer => return answered(answer),
            () = self.clock.sleep(KEYCHAIN_IS_SLOW) => _told = KeychainWait::begin(self),
        }
        tokio::select! {
            answer = &mut answer => answered(answer),
            () = self.clock.sleep(KEYCHAIN - KEYCHAIN_IS_SLOW) => {
                Err(ProblemKind::KeychainLocked.because("it did not answer within a minute"))
            }
        }
    }
}

fn answered<T>(
    answer: Result<Result<T, KeychainError>, tokio::task::JoinError>,
) -> Result<T, Problem> {
    answer
        .map_err(|error| ProblemKind::Internal.because(error))?
        .map_err(Problem::from)
}

/// A question that the keychain leaves unanswered. Whoever watches is told of the first, and when there is none
/// any more.
struct KeychainWait {
    waits: Arc<AtomicUsize>,
    events: broadcast::Sender<EngineEvent>,
}

impl KeychainWait {
    fn begin(shared: &Shared) -> Self {
        let wait = KeychainWait {
            waits: Arc::clone(&shared.keychain_waits),
            events: shared.events.clone(),
        };
        if wait.waits.fetch_add(1, Ordering::SeqCst) == 0 {
            let _ = wait.events.send(EngineEvent::Keychain { waiting: true });
        }
        wait
    }
}

impl Drop for KeychainWait {
    fn drop(&mut self) {
        if self.waits.fetch_sub(1, Ordering::SeqCst) == 1 {
            let _ = self.events.send(EngineEvent::Keychain { waiting: false });
        }
    }
}

impl Engine {
    /// Opens the data folder. Runs that an earlier process left behind wait for
    /// [`Engine::adopt_runs`]. A database that this version can't read is put aside, and a new one
    /// begun: see [`Engine::put_aside`].
    ///
    /// # Errors
    /// [`ProblemKind::DataFolder`] when the folder or its database can't be used;
    /// [`ProblemKind::DataInUse`] when the database can't be read and another process uses it.
    pub async fn open(config: EngineConfig) -> Result<Engine, Problem> {
        Engine::opened(config, None).await
    }

    /// The same, with every write of its database told right before it is there and right after: tests end
    /// the process at each of them.
    ///
    /// # Errors
    /// Those of [`Engine::open`].
    pub async fn open_watched(config: EngineConfig, watch: Watch) -> Result<Engine, Problem> {
        Engine::opened(config, Some(watch)).await
    }

    async fn opened(config: EngineConfig, watch: Option<Watch>) -> Result<Engine, Problem> {
        let EngineConfig {
            data_dir,
            clock,
            keychain,
            seed,
        } = config;
        let folder = data_dir.clone();
        let now = clock.now();
        let opened = tokio::task::spawn_blocking(move || open_folder(&folder, now)).await;
        let Opened {
            store,
            owner,
            unreadable,
        } = opened.map_err(|error| ProblemKind::Internal.because(error))??;
        let store = match watch {
            Some(watch) => store.watched(watch).await?,
            None => store,
        };
        let put_aside = match unreadable {
            Some(what) => Some(store.add_notice(what, now).await?),
            None => None,
        };
        Ok(Engine {
            shared: Arc::new(Shared {
                data_dir,
                budget: RequestBudget::new(store.clone(), Arc::clone(&clock)),
                experience: Experience::default(),
                store,
                clock,
                owner,
                job_ended: Notify::new(),
                stopping: CancellationToken::new(),
                going_on: tokio::sync::Mutex::default(),
                tasks: TaskTracker::new(),
                keychain,
                keychain_waits: Arc::default(),
                random: Mutex::new(seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed)),
                events: broadcast::Sender::new(1024),
                session_passwords: Mutex::default(),
                zones: Mutex::default(),
                asking_zones: Mutex::default(),
                workers: Mutex::default(),
                looked_at: Mutex::default(),
                surveying: tokio::sync::Mutex::default(),
                recent_preview: Mutex::default(),
                folders: Mutex::default(),
                own_patience: Mutex::default(),
                put_aside,
            }),
        })
    }

    /// Lets the runs that the person is looking at get ahead of others that wait for their turn; those of an
    /// earlier call do not any more.
    pub fn look_at(&self, ids: Vec<String>) {
        *lock(&self.shared.looked_at) = ids.into_iter().collect();
        self.shared.job_ended.notify_waiters();
    }

    /// What happens from now on. A watcher that falls behind is told how much it missed.
    pub fn events(&self) -> broadcast::Receiver<EngineEvent> {
        self.shared.events.subscribe()
    }

    /// Data that could not be read at this start: it was put aside, and the app began anew.
    pub fn put_aside(&self) -> Option<&Notice> {
        self.shared.put_aside.as_ref()
    }

    /// What the person has not read yet, oldest first.
    pub async fn notices(&self) -> Result<Vec<Notice>, Problem> {
        self.shared.store.notices().await
    }

    /// What the person wants of the app.
    pub async fn settings(&self) -> Result<Settings, Problem> {
        self.shared.store.settings().await
    }

    /// Stores what the person wants of the app.
    pub async fn save_settings(&self, settings: Settings) -> Result<(), Problem> {
        self.shared.store.put_settings(settings).await
    }

    /// The folder that save dialogs begin in, when the person chose one.
    pub async fn usual_folder(&self) -> Result<Option<PathBuf>, Problem> {
        self.shared.store.usual_folder().await
    }

    /// Stores the folder that save dialogs begin in; none for the system's own choice.
    ///
    /// # Errors
    /// [`ProblemKind::FileNameInvalid`] when its name can't be written down.
    pub async fn save_usual_folder(&self, folder: Option<PathBuf>) -> Result<(), Problem> {
        if folder
            .as_ref()
            .is_some_and(|folder| folder.to_str().is_none())
        {
            return Err(ProblemKind::FileNameInvalid.into());
        }
        self.shared.store.put_usual_folder(folder).await
    }

    /// What a front end remembers of itself under a name; nothing when it never did, or it can't be read.
    pub async fn front_end_setting<T>(&self, name: &'static str) -> Result<Option<T>, Problem>
    where
        T: serde::de::DeserializeOwned + Send + 'static,
    {
        self.shared.store.setting(name).await
    }

    /// Remembers something of a front end under a name of its own.
    pub async fn save_front_end_setting<T>(
        &self,
        name: &'static str,
        value: T,
    ) -> Result<(), Problem>
    where
        T: serde::Serialize + Send + 'static,
    {
        self.shared.store.put_setting(name, value).await
    }

    /// Whether the keychain keeps the app waiting: it may be asking the person to unlock it.
    pub fn keychain_is_waited_for(&self) -> bool {
        self.shared.keychain_waits.load(Ordering::SeqCst) > 0
    }

    /// Has the runs of this process wait so many hours for an export, whatever the settings say.
    pub fn be_patient(&self, hours: u32) {
        *lock(&self.shared.own_patience) = Some(hours);
    }

    /// The person has read a notice.
    pub async fn dismiss_notice(&self, id: u32) -> Result<(), Problem> {
        self.shared.store.delete_notice(id).await
    }

    /// The instants of a period in a zone; of a rule, those that it means now.
    pub fn resolve_period(
        &self,
        period: Period,
        time_zone: &str,
    ) -> Result<ResolvedPeriod, Problem> {
        period::resolve(period, period::zone(time_zone)?, self.shared.clock.now())
    }

    /// Stops all work, and leaves the data in order. Runs that are not at their end go on at the next start.
    ///
    /// A creation that is being sent is waited for, for up to five seconds, because its answer
    /// holds the only way to the export.
    pub async fn close(&self) {
        self.shared.stopping.cancel();
        self.shared.tasks.close();
        let patience = self.shared.clock.sleep(Duration::from_secs(5));
        tokio::select! {
            () = self.shared.tasks.wait() => {}
            () = patience => {}
        }
        if let Err(problem) = self.shared.store.leave().await {
            tracing::warn!(%problem, "the database is left as it is");
        }
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(crate) fn emit(&self, event: EngineEvent) {
        self.shared.emit(event);
    }
}

/// A data folder that is ready to be used.
struct Opened {
    store: Store,
    owner: Owner,
    /// What became of a database that could not be read.
    unreadable: Option<NoticeKind>,
}

fn open_folder(data_dir: &Path, now: i64) -> Result<Opened, Problem> {
    let unusable = |error: std::io::Error| ProblemKind::DataFolder.because(error);
    create_private_folder(data_dir).map_err(unusable)?;
    // One process at a time: several may start at once on a new folder, or after an update.
    let opening = File::create(data_dir.join("opening.lock")).map_err(unusable)?;
    opening.lock().map_err(unusable)?;
    let database = data_dir.join("care-exporter.db");
    let (store, unreadable) = match Store::open(&database) {
        Ok(store) => (store, None),
        Err(Unopened::Trouble(problem)) => return Err(problem),
        Err(Unopened::Unreadable { reason, technical }) => {
            if Owner::any(data_dir).map_err(unusable)? {
                // Never from under the feet of a copy that can read it.
                return Err(ProblemKind::DataInUse.because(technical));
            }
            let file = put_aside(&database, reason, now).map_err(unusable)?;
            tracing::error!(file = %file.display(), %technical, "the data can't be read and was put aside");
            let file = file.display().to_string();
            let store = Store::open(&database).map_err(|unopened| match unopened {
                Unopened::Trouble(problem) => problem,
                Unopened::Unreadable { technical, .. } => {
                    ProblemKind::DataFolder.because(technical)
                }
            })?;
            (store, Some(NoticeKind::DataPutAside { reason, file }))
        }
    };
    let owner = Owner::register(data_dir).map_err(unusable)?;
    drop(opening);
    Ok(Opened {
        store,
        owner,
        unreadable,
    })
}

/// Other users of the computer have no business in there.
pub(crate) fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
