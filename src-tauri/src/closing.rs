//! Closing the window while exports are under way, going on without it, and coming back.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use export_engine::{Run, WhenClosed};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::shell::Shell;

/// How long the app stays for a click on the notification of its last export.
const CLICK: Duration = Duration::from_secs(30);

/// The person's answer to whether the window may be closed while exports are under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CloseAnswer {
    /// The window stays.
    Stay,
    /// The window goes, the exports go on, and the app ends with the last of them.
    Background,
    /// The app ends; exports go on at the next start.
    Stop,
}

/// Where the window stands.
#[derive(Default)]
pub(crate) struct Closing {
    /// The person is being asked whether the window may be closed.
    asking: AtomicBool,
    /// The window is hidden, and the work goes on without it.
    background: AtomicBool,
    /// The app is about to end.
    leaving: AtomicBool,
    /// Runs seen under way, whose end is still to be told.
    live: Mutex<HashSet<String>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shell {
    /// Closes the window when no run is under way, or does with it what the person settled once for all. True
    /// when they must be asked first; a second wish to close while being asked is an answer too, so that
    /// nobody is locked in.
    pub(crate) async fn close_or_ask(&self) -> bool {
        if !self.is_busy().await {
            self.leave();
            return false;
        }
        match self.when_closed().await {
            WhenClosed::Ask => {
                if !self.closing.asking.swap(true, Ordering::SeqCst) {
                    return true;
                }
                self.leave();
            }
            WhenClosed::Background => self.answer_close(CloseAnswer::Background).await,
            WhenClosed::Stop => self.leave(),
        }
        false
    }

    async fn when_closed(&self) -> WhenClosed {
        match self.engine() {
            Ok(engine) => engine.settings().await.unwrap_or_default().when_closed,
            Err(_) => WhenClosed::default(),
        }
    }

    /// The person's answer.
    pub(crate) async fn answer_close(&self, answer: CloseAnswer) {
        self.closing.asking.store(false, Ordering::SeqCst);
        match answer {
            CloseAnswer::Stay => {}
            CloseAnswer::Stop => self.leave(),
            CloseAnswer::Background => {
                self.closing.background.store(true, Ordering::SeqCst);
                self.desktop.hide_window();
                self.leave_when_done().await;
            }
        }
    }

    /// Brings the window to the front. False when the app is about to end.
    pub(crate) fn show_window(&self) -> bool {
        if self.is_leaving() {
            return false;
        }
        self.closing.background.store(false, Ordering::SeqCst);
        self.desktop.show_window();
        true
    }

    /// Whether the end of the app was decided on.
    pub(crate) fn is_leaving(&self) -> bool {
        self.closing.leaving.load(Ordering::SeqCst)
    }

    /// Hears of a run, in the order of things. True when it came to its end just now.
    pub(crate) fn ends(&self, run: &Run) -> bool {
        let mut live = lock(&self.closing.live);
        if run.phase.ended() {
            return live.remove(&run.id);
        }
        live.insert(run.id.clone());
        false
    }

    /// A run came to its end: the person is told, unless the window is before their eyes.
    pub(crate) async fn run_ended(&self, run: &Run) {
        let told = self.words_for(run).await;
        if let Some(sentence) = told.filter(|_| !self.desktop.is_in_front()) {
            let gone = self.desktop.notify(sentence);
            if self.closing.background.load(Ordering::SeqCst) {
                // A click on it brings the window back.
                let _ = tokio::time::timeout(CLICK, gone).await;
            }
        }
        self.leave_when_done().await;
    }

    /// Ends the app when it works without its window and nothing is left to do.
    pub(crate) async fn leave_when_done(&self) {
        let hidden = || self.closing.background.load(Ordering::SeqCst);
        if hidden() && !self.is_busy().await && hidden() {
            self.leave();
        }
    }

    async fn is_busy(&self) -> bool {
        match self.engine() {
            Ok(engine) => engine.live_runs().await.is_ok_and(|runs| runs > 0),
            Err(_) => false,
        }
    }

    fn leave(&self) {
        self.closing.leaving.store(true, Ordering::SeqCst);
        self.desktop.close_window();
    }

    /// What to tell of a run's end, unless the person wants to be told nothing.
    async fn words_for(&self, run: &Run) -> Option<String> {
        let settings = self.engine().ok()?.settings().await.unwrap_or_default();
        if !settings.notify {
            return None;
        }
        self.words.map(|words| words.of_end(run))?
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::pin::Pin;
    use std::sync::Arc;

    use export_engine::{
        Appearance, Clock, ConnectionDraft, Delivery, Engine, EngineConfig, EngineEvent,
        ExportRequest, FileFormat, FileOptions, Locale, Password, PasswordKeeping, Period, Problem,
        ProblemKind, Report, ReportOptions, Settings, Target,
    };
    use practice_server::{Action, Endpoint, Occurrence, PracticeConfig, PracticeServer, Script};
    use tokio::sync::oneshot;

    use super::*;
    use crate::desktop::{Desktop, Suggestion};
    use crate::menu::MenuWords;
    use crate::opened::OpenedFiles;
    use crate::place::{Place, ZoomStep};
    use crate::words::DesktopWords;

    /// Remembers what became of the window, and what was told beside it.
    #[derive(Default)]
    struct Screen {
        closed: AtomicBool,
        hidden: AtomicBool,
        in_front: AtomicBool,
        told: Mutex<Vec<String>>,
        /// Notifications stay until the test takes them away.
        standing: Mutex<Vec<oneshot::Sender<()>>>,
    }

    impl Screen {
        fn is_closed(&self) -> bool {
            self.closed.load(Ordering::SeqCst)
        }

        fn is_hidden(&self) -> bool {
            self.hidden.load(Ordering::SeqCst)
        }

        fn told(&self) -> Vec<String> {
            lock(&self.told).clone()
        }
    }

    struct OnScreen(Arc<Screen>);

    impl Desktop for OnScreen {
        fn ask_where_to_save(&self, _: &Suggestion) -> Option<PathBuf> {
            None
        }

        fn ask_where_to_keep_presets(&self, _: &str) -> Option<PathBuf> {
            None
        }

        fn ask_for_preset_file(&self) -> Option<PathBuf> {
            None
        }

        fn ask_for_folder(&self, _: Option<&Path>) -> Option<PathBuf> {
            None
        }

        fn open(&self, _: &Path) -> Result<(), Problem> {
            Err(ProblemKind::NoProgram.into())
        }

        fn open_page(&self, _: &str) -> Result<(), Problem> {
            Err(ProblemKind::NoProgram.into())
        }

        fn show_in_folder(&self, _: &Path) -> Result<(), Problem> {
            Err(ProblemKind::NoProgram.into())
        }

        fn close_window(&self) {
            self.0.closed.store(true, Ordering::SeqCst);
        }

        fn hide_window(&self) {
            self.0.hidden.store(true, Ordering::SeqCst);
        }

        fn show_window(&self) {
            self.0.hidden.store(false, Ordering::SeqCst);
        }

        fn set_appearance(&self, _: Appearance) {}

        fn word_menu(&self, _: &MenuWords) {}

        fn zoom(&self, _: ZoomStep) {}

        fn place(&self) -> Place {
            Place::default()
        }

        fn is_in_front(&self) -> bool {
            self.0.in_front.load(Ordering::SeqCst)
        }

        fn notify(&self, sentence: String) -> oneshot::Receiver<()> {
            let (gone, receiver) = oneshot::channel();
            lock(&self.0.told).push(sentence);
            lock(&self.0.standing).push(gone);
            receiver
        }
    }

    struct Scene {
        shell: Shell,
        screen: Arc<Screen>,
        engine: Engine,
        connection_id: String,
        folder: tempfile::TempDir,
        _server: PracticeServer,
    }

    /// Tokio's paused time, for the service and the engine: what they wait for is there at once.
    #[derive(Clone, Copy)]
    struct Paused(tokio::time::Instant);

    impl Clock for Paused {
        fn now(&self) -> i64 {
            let passed = self.0.elapsed().as_millis();
            // 23 November 2026, 08:00 UTC.
            1_795_420_800_000 + i64::try_from(passed).expect("less than an age")
        }

        fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
            Box::pin(tokio::time::sleep(duration))
        }
    }

    impl Scene {
        async fn with(script: Script) -> Scene {
            let clock = Paused(tokio::time::Instant::now());
            let config = PracticeConfig {
                script,
                clock: Arc::new(move || clock.now()),
                ..PracticeConfig::default()
            };
            let server = PracticeServer::start(config).await.expect("a service");
            let folder = tempfile::tempdir().expect("a folder");
            let engine = Engine::open(EngineConfig {
                clock: Arc::new(clock),
                ..EngineConfig::system(folder.path().join("data"))
            })
            .await
            .expect("an engine");
            let draft = ConnectionDraft {
                id: None,
                name: "Test company".into(),
                address: server.address(),
                company_key: server.company_key().into(),
                email: server.user().into(),
                instance: None,
                password: Some(Password::from(server.password().to_owned())),
                password_keeping: PasswordKeeping::Session,
            };
            let connection = engine.save_connection(draft).await.expect("a connection");
            let screen = Arc::new(Screen::default());
            let shell = Shell::new(
                Ok(engine.clone()),
                Arc::new(OnScreen(Arc::clone(&screen))),
                OpenedFiles::default(),
            );
            shell.word_desktop(DesktopWords {
                language: Locale::En,
                saved: "{file} is saved".into(),
                waiting: "{file} waits".into(),
                failed: "{file} failed".into(),
                save_file: "Save file".into(),
                open_presets: "Open file".into(),
                choose_folder: "Choose folder".into(),
            });
            Scene {
                shell,
                screen,
                engine,
                connection_id: connection.id,
                folder,
                _server: server,
            }
        }

        async fn start(&self, name: &str) -> Run {
            let request = ExportRequest {
                connection_id: self.connection_id.clone(),
                report: Report::User,
                period: Period::Days {
                    from: "2026-10-01".parse().expect("a date"),
                    to: "2026-10-02".parse().expect("a date"),
                },
                time_zone: "UTC".into(),
                locale: None,
                team_ids: vec![],
                agent_ids: vec![],
                include_disabled: false,
                options: ReportOptions::default(),
                columns: vec![],
                delivery: Delivery::Parts,
                file: FileOptions::of(FileFormat::Json),
            };
            let target = Target {
                path: self.folder.path().join(name),
                overwrite: false,
            };
            self.engine
                .start_run(request, target)
                .await
                .expect("started")
        }

        /// Passes the engine's events on, as the app does, until a run has ended.
        async fn until_end(&self, run: &Run) {
            let mut events = self.engine.events();
            assert!(!self.shell.ends(run));
            loop {
                if let Ok(EngineEvent::Run { run: now }) = events.recv().await
                    && self.shell.ends(&now)
                {
                    assert!(!self.shell.ends(&now), "told once");
                    return self.shell.run_ended(&now).await;
                }
            }
        }
    }

    fn never_ends() -> Script {
        Script::default().on(Endpoint::Create, Occurrence::Every, Action::NeverEnds)
    }

    #[tokio::test(start_paused = true)]
    async fn a_window_without_work_closes_unasked() {
        let scene = Scene::with(Script::default()).await;
        assert!(!scene.shell.close_or_ask().await);
        assert!(scene.screen.is_closed());
        assert!(!scene.shell.show_window(), "too late to come back");
    }

    #[tokio::test(start_paused = true)]
    async fn work_under_way_is_asked_about_and_stopping_closes() {
        let scene = Scene::with(never_ends()).await;
        scene.start("a.json").await;
        assert!(scene.shell.close_or_ask().await);
        scene.shell.answer_close(CloseAnswer::Stay).await;
        assert!(scene.shell.close_or_ask().await, "asked again");
        assert!(!scene.screen.is_closed());
        scene.shell.answer_close(CloseAnswer::Stop).await;
        assert!(scene.screen.is_closed());
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_wish_to_close_while_asked_is_an_answer() {
        let scene = Scene::with(never_ends()).await;
        scene.start("a.json").await;
        assert!(scene.shell.close_or_ask().await);
        assert!(!scene.shell.close_or_ask().await);
        assert!(scene.screen.is_closed());
    }

    #[tokio::test(start_paused = true)]
    async fn what_the_person_settled_is_done_unasked() {
        for when_closed in [WhenClosed::Background, WhenClosed::Stop] {
            let scene = Scene::with(never_ends()).await;
            let settings = Settings {
                when_closed,
                ..Settings::default()
            };
            scene.engine.save_settings(settings).await.expect("stored");
            scene.start("a.json").await;
            assert!(!scene.shell.close_or_ask().await, "{when_closed:?}");
            let stays = when_closed == WhenClosed::Background;
            assert_eq!(scene.screen.is_hidden(), stays);
            assert_eq!(scene.screen.is_closed(), !stays);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn in_the_background_the_app_ends_with_its_last_export_and_not_before() {
        let scene = Scene::with(Script::default()).await;
        let first = scene.start("a.json").await;
        assert!(scene.shell.close_or_ask().await);
        scene.shell.answer_close(CloseAnswer::Background).await;
        assert!(scene.screen.is_hidden() && !scene.screen.is_closed());
        let before = tokio::time::Instant::now();
        scene.until_end(&first).await;
        assert_eq!(scene.screen.told(), ["a.json is saved"]);
        assert!(scene.screen.is_closed());
        assert!(
            before.elapsed() >= CLICK,
            "a click would have brought it back"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_window_that_came_back_stays() {
        let scene = Scene::with(Script::default()).await;
        let run = scene.start("a.json").await;
        scene.shell.answer_close(CloseAnswer::Background).await;
        assert!(scene.shell.show_window());
        assert!(!scene.screen.is_hidden());
        scene.until_end(&run).await;
        assert!(!scene.screen.is_closed());
    }

    #[tokio::test(start_paused = true)]
    async fn going_to_the_background_with_nothing_left_to_do_is_closing() {
        let scene = Scene::with(Script::default()).await;
        let run = scene.start("a.json").await;
        assert!(scene.shell.close_or_ask().await);
        scene.until_end(&run).await;
        assert!(!scene.screen.is_closed());
        scene.shell.answer_close(CloseAnswer::Background).await;
        assert!(scene.screen.is_closed());
    }

    #[tokio::test(start_paused = true)]
    async fn an_end_is_told_when_the_window_is_not_in_front_and_the_person_wants_it() {
        let scene = Scene::with(Script::default()).await;
        let run = scene.start("a.json").await;
        scene.screen.in_front.store(true, Ordering::SeqCst);
        scene.until_end(&run).await;
        assert_eq!(scene.screen.told(), Vec::<String>::new());
        scene.screen.in_front.store(false, Ordering::SeqCst);
        let run = scene.start("b.json").await;
        scene.until_end(&run).await;
        assert_eq!(scene.screen.told(), ["b.json is saved"]);
        let quiet = Settings {
            notify: false,
            ..Settings::default()
        };
        scene.engine.save_settings(quiet).await.expect("stored");
        let run = scene.start("c.json").await;
        scene.until_end(&run).await;
        assert_eq!(scene.screen.told().len(), 1);
    }
}
