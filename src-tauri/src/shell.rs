//! What stands between the window's commands and the engine: the desktop and the practice company.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use export_engine::{
    Connection, Engine, ExportRequest, FileFormat, Locale, Problem, ProblemKind, Target,
    default_data_dir,
};

use crate::closing::Closing;
use crate::desktop::{Desktop, Suggestion};
use crate::logging;
use crate::practice::{self, Practice};
use crate::words::{DesktopWords, Told};

/// The state of the app.
pub(crate) struct Shell {
    engine: Result<Engine, Problem>,
    pub(crate) desktop: Arc<dyn Desktop>,
    practice: Practice,
    pub(crate) closing: Closing,
    pub(crate) words: Told,
}

impl Shell {
    pub(crate) fn new(engine: Result<Engine, Problem>, desktop: Box<dyn Desktop>) -> Self {
        Shell {
            engine,
            desktop: desktop.into(),
            practice: Practice::default(),
            closing: Closing::default(),
            words: Told::default(),
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
        on_desktop(move || Ok(ask(desktop.as_ref(), name, format))).await
    }

    pub(crate) async fn open(&self, path: PathBuf) -> Result<(), Problem> {
        let desktop = Arc::clone(&self.desktop);
        on_desktop(move || desktop.open(&path)).await
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
fn ask(desktop: &dyn Desktop, name: String, format: FileFormat) -> Option<Target> {
    let mut suggestion = Suggestion {
        folder: None,
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

    use tokio::sync::oneshot;

    use super::*;

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

        fn ask_for_folder(&self) -> Option<PathBuf> {
            self.paths.lock().expect("whole").pop().flatten()
        }

        fn open(&self, _: &Path) -> Result<(), Problem> {
            Err(ProblemKind::Internal.into())
        }

        fn show_in_folder(&self, _: &Path) -> Result<(), Problem> {
            Err(ProblemKind::Internal.into())
        }

        fn close_window(&self) {}

        fn hide_window(&self) {}

        fn show_window(&self) {}

        fn is_in_front(&self) -> bool {
            true
        }

        fn notify(&self, _: String) -> oneshot::Receiver<()> {
            oneshot::channel().1
        }
    }

    fn asked_for_csv(desktop: &Answers) -> Option<Target> {
        ask(desktop, "User export.csv".into(), FileFormat::Csv)
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
