//! What the shell asks of the desktop around it, so that tests can answer instead.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use export_engine::{Appearance, FileFormat, Problem, ProblemKind};
use tauri::AppHandle;
use tauri::Manager;
use tauri::Theme;
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};
use tauri_plugin_opener::OpenerExt;
use tokio::sync::oneshot;

use crate::menu::{self, MenuWords, Ticks};
use crate::notifications;
use crate::place::{Place, ZoomStep};
use crate::shell::Shell;
use crate::words::{DesktopWords, Told};

/// What a save dialog starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Suggestion {
    /// The folder to show; the person's own choice of place when there is none.
    pub(crate) folder: Option<PathBuf>,
    /// The file's name.
    pub(crate) name: String,
    /// The format, for the dialog's filter.
    pub(crate) format: FileFormat,
}

/// The desktop: native dialogs, and programs for files.
pub(crate) trait Desktop: Send + Sync {
    /// Asks where to save. The dialog itself asks before a file is replaced. Blocks until the
    /// person answers; nothing when they leave it.
    fn ask_where_to_save(&self, suggestion: &Suggestion) -> Option<PathBuf>;
    /// Asks where to keep presets as a file of that name. The dialog itself asks before a file is
    /// replaced. Blocks until the person answers; nothing when they leave it.
    fn ask_where_to_keep_presets(&self, name: &str) -> Option<PathBuf>;
    /// Asks for a file of presets. Blocks until the person answers; nothing when they leave the dialog.
    fn ask_for_preset_file(&self) -> Option<PathBuf>;
    /// Asks for a folder, beginning in this one. Blocks until the person answers; nothing when they leave the dialog.
    fn ask_for_folder(&self, from: Option<&Path>) -> Option<PathBuf>;
    /// What the dialogs are called from now on; where they are nobody's to see, that is nothing.
    fn word_dialogs(&self, _words: &DesktopWords) {}
    /// Opens a file with its program.
    fn open(&self, path: &Path) -> Result<(), Problem>;
    /// Opens a page in the browser.
    fn open_page(&self, address: &str) -> Result<(), Problem>;
    /// Shows a file in its folder.
    fn show_in_folder(&self, path: &Path) -> Result<(), Problem>;
    /// Closes the window, and with it the app.
    fn close_window(&self);
    /// Takes the window from the screen; the app goes on.
    fn hide_window(&self);
    /// Brings the window to the front, wherever it was.
    fn show_window(&self);
    /// Makes the window, its menus and its dialogs light or dark.
    fn set_appearance(&self, appearance: Appearance);
    /// Shows the menus in these words.
    fn word_menu(&self, words: &MenuWords);
    /// Zooms the page by a step.
    fn zoom(&self, step: ZoomStep);
    /// Where the window is.
    fn place(&self) -> Place;
    /// Whether the person has the window before their eyes.
    fn is_in_front(&self) -> bool;
    /// Tells the person something beside the window; a click on it brings the window to the front.
    /// The receiver ends when it is gone from the screen, or could not be shown.
    fn notify(&self, sentence: String) -> oneshot::Receiver<()>;
}

/// The real one.
pub(crate) struct TauriDesktop {
    app: AppHandle,
    words: Told,
    place: Mutex<Place>,
    appearance: Mutex<Appearance>,
    ticks: Mutex<Option<Ticks>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl TauriDesktop {
    pub(crate) fn new(app: AppHandle) -> Self {
        TauriDesktop {
            app,
            words: Told::default(),
            place: Mutex::default(),
            appearance: Mutex::default(),
            ticks: Mutex::default(),
        }
    }

    /// Brings the window to where it was the last time, and shows it.
    pub(crate) fn open_window(&self, place: Place) {
        *lock(&self.place) = place;
        self.with_window("brought to its place", |window| place.take(window));
        self.with_window("shown", tauri::WebviewWindow::show);
    }

    /// The window was moved or sized.
    pub(crate) fn window_moved(&self) {
        self.with_window("followed", |window| lock(&self.place).follow(window));
    }

    fn with_window(
        &self,
        what: &str,
        work: impl FnOnce(&tauri::WebviewWindow) -> tauri::Result<()>,
    ) {
        if let Some(window) = self.app.get_webview_window("main")
            && let Err(error) = work(&window)
        {
            tracing::error!(%error, "the window can't be {what}");
        }
    }

    /// A dialog of the window, in the folder where people look for files.
    fn dialog(&self, title: impl FnOnce(&DesktopWords) -> &str) -> FileDialogBuilder<tauri::Wry> {
        let mut dialog = self.app.dialog().file();
        // The system has a title of its own until the window has told one.
        if let Some(title) = self.words.map(|words| title(words).to_owned()) {
            dialog = dialog.set_title(title);
        }
        if let Some(folder) = self.usual_folder() {
            dialog = dialog.set_directory(folder);
        }
        match self.app.get_webview_window("main") {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }

    /// Where people look for files that arrived.
    fn usual_folder(&self) -> Option<PathBuf> {
        let paths = self.app.path();
        [paths.download_dir(), paths.document_dir(), paths.home_dir()]
            .into_iter()
            .flatten()
            .find(|folder| folder.is_dir())
    }
}

/// Shows files of presets, by both of their endings.
fn preset_files(dialog: FileDialogBuilder<tauri::Wry>) -> FileDialogBuilder<tauri::Wry> {
    dialog.add_filter("Care Exporter", &["careexport", "json"])
}

/// What a kind of file is called, in every language.
fn kind_of(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Excel => "Excel",
        FileFormat::Csv => "CSV",
        FileFormat::Json => "JSON",
        FileFormat::JsonLines => "JSON Lines",
    }
}

impl Desktop for TauriDesktop {
    fn word_dialogs(&self, words: &DesktopWords) {
        self.words.set(words.clone());
    }

    fn ask_where_to_save(&self, suggestion: &Suggestion) -> Option<PathBuf> {
        let mut dialog = self
            .dialog(|words| &words.save_file)
            .set_file_name(&suggestion.name)
            .add_filter(kind_of(suggestion.format), &[suggestion.format.extension()]);
        if let Some(folder) = &suggestion.folder {
            dialog = dialog.set_directory(folder);
        }
        dialog.blocking_save_file()?.into_path().ok()
    }

    fn ask_where_to_keep_presets(&self, name: &str) -> Option<PathBuf> {
        let dialog = self.dialog(|words| &words.save_file).set_file_name(name);
        preset_files(dialog).blocking_save_file()?.into_path().ok()
    }

    fn ask_for_preset_file(&self) -> Option<PathBuf> {
        let dialog = preset_files(self.dialog(|words| &words.open_presets));
        dialog.blocking_pick_file()?.into_path().ok()
    }

    fn ask_for_folder(&self, from: Option<&Path>) -> Option<PathBuf> {
        let mut dialog = self.dialog(|words| &words.choose_folder);
        if let Some(folder) = from {
            dialog = dialog.set_directory(folder);
        }
        dialog.blocking_pick_folder()?.into_path().ok()
    }

    fn open(&self, path: &Path) -> Result<(), Problem> {
        self.app
            .opener()
            .open_path(path.to_string_lossy(), None::<&str>)
            .map_err(|error| ProblemKind::NoProgram.because(error))
    }

    fn open_page(&self, address: &str) -> Result<(), Problem> {
        self.app
            .opener()
            .open_url(address, None::<&str>)
            .map_err(|error| ProblemKind::NoProgram.because(error))
    }

    fn show_in_folder(&self, path: &Path) -> Result<(), Problem> {
        self.app
            .opener()
            .reveal_item_in_dir(path)
            .map_err(|error| ProblemKind::NoProgram.because(error))
    }

    fn close_window(&self) {
        self.with_window("closed", tauri::WebviewWindow::destroy);
    }

    fn hide_window(&self) {
        self.with_window("hidden", tauri::WebviewWindow::hide);
    }

    fn show_window(&self) {
        self.with_window("shown", |window| {
            window.show()?;
            window.unminimize()?;
            window.set_focus()
        });
    }

    fn set_appearance(&self, appearance: Appearance) {
        *lock(&self.appearance) = appearance;
        self.app.set_theme(match appearance {
            Appearance::System => None,
            Appearance::Light => Some(Theme::Light),
            Appearance::Dark => Some(Theme::Dark),
        });
        if let Some(ticks) = &*lock(&self.ticks) {
            ticks.set(appearance);
        }
    }

    fn word_menu(&self, words: &MenuWords) {
        match menu::show(&self.app, words) {
            Ok(ticks) => {
                ticks.set(*lock(&self.appearance));
                *lock(&self.ticks) = Some(ticks);
            }
            Err(error) => tracing::error!(%error, "the menus can't be shown"),
        }
    }

    fn zoom(&self, step: ZoomStep) {
        self.with_window("zoomed", |window| lock(&self.place).zoom(step, window));
    }

    fn place(&self) -> Place {
        *lock(&self.place)
    }

    fn is_in_front(&self) -> bool {
        self.app
            .get_webview_window("main")
            .is_some_and(|window| window.is_focused().unwrap_or(false))
    }

    fn notify(&self, sentence: String) -> oneshot::Receiver<()> {
        let app = self.app.clone();
        notifications::show(sentence, move || {
            app.state::<Shell>().show_window();
        })
    }
}
