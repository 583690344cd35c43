//! What stands between the window's commands and the engine: the desktop and the practice company.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use export_engine::{
    Connection, Engine, ExportRequest, FileFormat, Locale, Problem, ProblemKind, Settings, Target,
    default_data_dir,
};

use crate::closing::Closing;
use crate::desktop::{Desktop, Suggestion};
use crate::logging;
use crate::menu::MenuWords;
use crate::opened::OpenedFiles;
use crate::place::{self, Place};
use crate::practice::{self, Practice};
use crate::words::{DesktopWords, Told};

/// The name under which the words of the menus are remembered.
const MENU_WORDS: &str = "menu";

/// The state of the app.
pub(crate) struct Shell {
    engine: Result<Engine, Problem>,
    pub(crate) desktop: Arc<dyn Desktop>,
    practice: Practice,
    pub(crate) closing: Closing,
    pub(crate) words: Told,
    pub(crate) opened: OpenedFiles,
}

impl Shell {
    pub(crate) fn new(
        engine: Result<Engine, Problem>,
        desktop: Arc<dyn Desktop>,
        opened: OpenedFiles,
    ) -> Self {
        Shell {
            engine,
            desktop,
            practice: Practice::default(),
            closing: Closing::default(),
            words: Told::default(),
            opened,
        }
    }

    /// The engine, or why there is none.
    pub(crate) fn engine(&self) -> Result<&Engine, Problem> {
        self.engine.as_ref().map_err(Clone::clone)
    }

    /// Brings back what an earlier start left: the practice company's address, then the runs.
    pub(crate) async fn resume_work(&self, practise: bool) -> Result<(), Problem> {
        let engine = self.engine()?;
        let practice = if practise {
            self.connect_practice(practice::NAME.into()).await.map(drop)
        } else {
            self.practice.refresh(engine).await
        };
        // Runs go on whatever becomes of the practice company.
        engine.adopt_runs().await.and(practice)
    }

    /// What the app says beside its page, from now on.
    pub(crate) fn word_desktop(&self, words: DesktopWords) {
        self.desktop.word_dialogs(&words);
        self.words.set(words);
    }

    /// Starts the practice company and connects to it, under that name.
    pub(crate) async fn connect_practice(&self, name: String) -> Result<Connection, Problem> {
        let account = self.practice.account(name).await?;
        self.engine()?.connect_practice(account).await
    }

    /// Where the window was the last time.
    pub(crate) async fn last_place(&self) -> Place {
        let Ok(engine) = self.engine() else {
            return Place::default();
        };
        let remembered = engine.front_end_setting(place::REMEMBERED).await;
        remembered.ok().flatten().unwrap_or_default()
    }

    /// Remembers where the window is.
    pub(crate) async fn remember_place(&self) {
        if let Ok(engine) = self.engine()
            && let Err(problem) = engine
                .save_front_end_setting(place::REMEMBERED, self.desktop.place())
                .await
        {
            tracing::warn!(%problem, "the window's place is not remembered");
        }
    }

    /// Shows the menus in the words of the last time, so that nothing moves when the page tells them anew.
    pub(crate) async fn show_last_menu(&self) {
        if let Ok(engine) = self.engine()
            && let Ok(Some(words)) = engine.front_end_setting::<MenuWords>(MENU_WORDS).await
        {
            self.desktop.word_menu(&words);
        }
    }

    /// Shows the menus in these words.
    pub(crate) async fn word_menu(&self, words: MenuWords) -> Result<(), Problem> {
        let engine = self.engine()?;
        let before = engine.front_end_setting::<MenuWords>(MENU_WORDS).await?;
        if before.as_ref() == Some(&words) {
            return Ok(());
        }
        self.desktop.word_menu(&words);
        engine.save_front_end_setting(MENU_WORDS, words).await
    }

    /// Stores what the person wants of the app, and does it.
    pub(crate) async fn save_settings(&self, settings: Settings) -> Result<(), Problem> {
        self.engine()?.save_settings(settings).await?;
        self.desktop.set_appearance(settings.appearance);
        Ok(())
    }

    /// Makes the window as the stored settings want it.
    pub(crate) async fn apply_settings(&self) -> Result<(), Problem> {
        let settings = self.engine()?.settings().await?;
        self.desktop.set_appearance(settings.appearance);
        Ok(())
    }

    /// Asks for the folder that save dialogs are to begin in. Nothing when the person leaves the dialog.
    pub(crate) async fn choose_usual_folder(&self) -> Result<Option<String>, Problem> {
        let engine = self.engine()?;
        let from = engine.usual_folder().await?;
        let desktop = Arc::clone(&self.desktop);
        let chosen = on_desktop(move || Ok(desktop.ask_for_folder(from.as_deref()))).await?;
        let Some(folder) = chosen else {
            return Ok(None);
        };
        let shown = folder.display().to_string();
        engine.save_usual_folder(Some(folder)).await?;
        Ok(Some(shown))
    }

    /// Asks the person where to save an export. Nothing when they leave the dialog.
    pub(crate) async fn ask_for_place(
        &self,
        request: &ExportRequest,
    ) -> Result<Option<Target>, Problem> {
        let language = self.words.map(|words| words.language);
        let name = self
            .engine()?
            .suggested_file_name(request, language.unwrap_or(Locale::En))?;
        self.ask_for_named_place(name, request.file.format).await
    }

    /// Asks the person where to save a file of that name. Nothing when they leave the dialog.
    pub(crate) async fn ask_for_named_place(
        &self,
        name: String,
        format: FileFormat,
    ) -> Result<Option<Target>, Problem> {
        let desktop = Arc::clone(&self.desktop);
        let folder = self.engine()?.usual_folder().await?;
        on_desktop(move || {
            // A disk that is not there today may be tomorrow.
            let folder = folder.filter(|folder| folder.is_dir());
            Ok(ask(desktop.as_ref(), folder, name, format))
        })
        .await
    }

    pub(crate) async fn open(&self, path: PathBuf) -> Result<(), Problem> {
        let desktop = Arc::clone(&self.desktop);
        on_desktop(move || desktop.open(&path)).await
    }

    /// Opens a page whose address the engine made in the person's browser.
    pub(crate) async fn open_page(&self, address: String) -> Result<(), Problem> {
        let desktop = Arc::clone(&self.desktop);
        on_desktop(move || desktop.open_page(&address)).await
    }

    /// Shows the folder of the log files.
    pub(crate) async fn open_log_folder(&self) -> Result<(), Problem> {
        let folder = default_data_dir().ok_or(ProblemKind::DataFolder)?;
        self.open(logging::folder(&folder)).await
    }

    pub(crate) async fn show_in_folder(&self, path: PathBuf) -> Result<(), Problem> {
        let desktop = Arc::clone(&self.desktop);
        on_desktop(move || desktop.show_in_folder(&path)).await
    }
}

/// Dialogs block, and so may a desktop's programs.
pub(crate) async fn on_desktop<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(ProblemKind::Internal.because(error)))
}

/// Not every dialog adds the extension. When adding it leads to a file that is there, the dialog
/// is shown again with the whole name, because its own question was about another.
fn ask(
    desktop: &dyn Desktop,
    folder: Option<PathBuf>,
    name: String,
    format: FileFormat,
) -> Option<Target> {
    let mut suggestion = Suggestion {
        folder,
        name,
        format,
    };
    loop {
        let chosen = desktop.ask_where_to_save(&suggestion)?;
        let path = with_extension(&chosen, format);
        let there = path.symlink_metadata().is_ok();
        if there && path != chosen {
            suggestion.folder = path.parent().map(Path::to_owned);
            suggestion.name = path.file_name()?.to_string_lossy().into_owned();
            continue;
        }
        return Some(Target {
            path,
            overwrite: there,
        });
    }
}

fn with_extension(path: &Path, format: FileFormat) -> PathBuf {
    let wanted = format.extension();
    let has = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case(wanted));
    if has {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(wanted);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use export_engine::Appearance;
    use tokio::sync::oneshot;

    use super::*;
    use crate::place::ZoomStep;

    /// Answers save dialogs from a list and remembers what they suggested.
    #[derive(Default)]
    struct Answers {
        paths: Mutex<Vec<Option<PathBuf>>>,
        asked: Mutex<Vec<Suggestion>>,
    }

    impl Answers {
        fn of(paths: &[Option<PathBuf>]) -> Self {
            Answers {
                paths: Mutex::new(paths.iter().rev().cloned().collect()),
                ..Answers::default()
            }
        }
    }

    impl Desktop for Answers {
        fn ask_where_to_save(&self, suggestion: &Suggestion) -> Option<PathBuf> {
            self.asked.lock().expect("whole").push(suggestion.clone());
            self.paths.lock().expect("whole").pop().flatten()
        }

        fn ask_where_to_keep_presets(&self, _: &str) -> Option<PathBuf> {
            self.paths.lock().expect("whole").pop().flatten()
        }

        fn ask_for_preset_file(&self) -> Option<PathBuf> {
            self.paths.lock().expect("whole").pop().flatten()
        }

        fn ask_for_folder(&self, _: Option<&Path>) -> Option<PathBuf> {
            self.paths.lock().expect("whole").pop().flatten()
        }

        fn open(&self, _: &Path) -> Result<(), Problem> {
            Err(ProblemKind::Internal.into())
        }

        fn open_page(&self, _: &str) -> Result<(), Problem> {
            Err(ProblemKind::Internal.into())
        }

        fn show_in_folder(&self, _: &Path) -> Result<(), Problem> {
            Err(ProblemKind::Internal.into())
        }

        fn close_window(&self) {}

        fn hide_window(&self) {}

        fn show_window(&self) {}

        fn set_appearance(&self, _: Appearance) {}

        fn word_menu(&self, _: &MenuWords) {}

        fn zoom(&self, _: ZoomStep) {}

        fn place(&self) -> Place {
            Place::default()
        }

        fn is_in_front(&self) -> bool {
            true
        }

        fn notify(&self, _: String) -> oneshot::Receiver<()> {
            oneshot::channel().1
        }
    }

    fn asked_for_csv(desktop: &Answers) -> Option<Target> {
        ask(desktop, None, "User export.csv".into(), FileFormat::Csv)
    }

    #[test]
    fn the_dialog_begins_in_the_folder_that_the_person_chose() {
        let folder = tempfile::tempdir().expect("a folder");
        let desktop = Answers::of(&[None]);
        let usual = Some(folder.path().to_owned());
        ask(&desktop, usual.clone(), "a.csv".into(), FileFormat::Csv);
        let asked = desktop.asked.lock().expect("whole");
        assert_eq!(asked[0].folder, usual);
    }

    #[test]
    fn a_dialog_that_is_left_gives_no_place() {
        assert_eq!(asked_for_csv(&Answers::of(&[None])), None);
    }

    #[test]
    fn the_extension_is_added_when_the_dialog_did_not() {
        let folder = tempfile::tempdir().expect("a folder");
        for (chosen, path) in [
            ("report", "report.csv"),
            ("report.v1", "report.v1.csv"),
            ("report.CSV", "report.CSV"),
            ("report.csv", "report.csv"),
        ] {
            let desktop = Answers::of(&[Some(folder.path().join(chosen))]);
            let target = asked_for_csv(&desktop).expect("a place");
            assert_eq!(target.path, folder.path().join(path));
            assert!(!target.overwrite);
        }
    }

    #[test]
    fn a_file_that_the_dialog_asked_about_may_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let there = folder.path().join("there.csv");
        std::fs::write(&there, "old").expect("written");
        let target = asked_for_csv(&Answers::of(&[Some(there.clone())])).expect("a place");
        assert_eq!(
            target,
            Target {
                path: there,
                overwrite: true
            }
        );
    }

    #[test]
    fn a_file_that_the_dialog_did_not_ask_about_is_asked_about() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("there.csv"), "old").expect("written");
        let desktop = Answers::of(&[Some(folder.path().join("there")), None]);
        assert_eq!(asked_for_csv(&desktop), None);
        let asked = desktop.asked.lock().expect("whole");
        assert_eq!(asked.len(), 2);
        assert_eq!(asked[1].name, "there.csv");
        assert_eq!(asked[1].folder.as_deref(), Some(folder.path()));
    }
}
