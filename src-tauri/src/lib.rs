//! The shell: a window, its commands and the native dialogs around the engine.
//!
//! Thin on purpose. The window never sees a password, never names a path and never speaks to the
//! network; each of its commands is a question to the engine.

#[macro_use]
mod command_list;

mod app_info;
#[cfg(test)]
mod bindings;
mod closing;
mod commands;
mod desktop;
#[cfg(target_os = "linux")]
mod drawing;
mod instance;
mod kept;
#[cfg(test)]
mod licences;
mod logging;
mod menu;
mod notifications;
mod opened;
mod place;
mod practice;
mod presets;
mod shell;
mod signals;
mod words;

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use export_engine::{Engine, EngineConfig, EngineEvent, Problem, ProblemKind, default_data_dir};
#[cfg(target_os = "linux")]
use tauri::DragDropEvent;
use tauri::async_runtime::{JoinHandle, block_on};
use tauri::{AppHandle, Emitter, Manager, RunEvent, WindowEvent};
use tokio::sync::broadcast::error::RecvError;

use closing::CloseAnswer;
use desktop::TauriDesktop;
use instance::Claim;
use opened::{OpenedFiles, files_among};
use shell::Shell;

/// The event under which the engine's events reach the window.
const ENGINE_EVENT: &str = "engine-event";
/// The event with which the window is asked to ask whether it may be closed.
const CLOSE_EVENT: &str = "close-requested";
/// The event that tells the window that files wait for it.
const FILES_EVENT: &str = "files-opened";
/// The event that tells the window whether files are dragged over it, where the page does not see them.
#[cfg(target_os = "linux")]
const DRAG_EVENT: &str = "files-dragged";

/// Opens the window and runs until it is closed. `--practice` connects the practice company
/// first; other arguments are files of presets to open. A second start hands them to the first and
/// shows its window.
pub fn run() -> ExitCode {
    #[cfg(target_os = "linux")]
    drawing::spare_missing_card();
    let practise = std::env::args_os().any(|argument| argument == "--practice");
    let files = files_among(std::env::args_os().skip(1));
    let instance = match default_data_dir().map(|folder| instance::claim(&folder, &files)) {
        Some(Ok(Claim::First(instance))) => Some(instance),
        Some(Ok(Claim::Shown)) => return ExitCode::SUCCESS,
        Some(Err(error)) if error.kind() == ErrorKind::TimedOut => {
            eprintln!("Care Exporter is already open, but does not answer.");
            return ExitCode::FAILURE;
        }
        // A folder that can't be used: the window says so.
        Some(Err(_)) | None => None,
    };
    // Beside the window, which takes longer to come.
    let engine = tauri::async_runtime::spawn(open_engine());
    let opened = OpenedFiles::default();
    opened.add(files);
    let shell_opened = opened.clone();
    #[cfg(target_os = "macos")]
    let mac_opened = opened.clone();
    #[cfg(target_os = "linux")]
    let dropped = opened.clone();
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(commands::handler())
        .on_menu_event(|app, event| menu::picked(app, &event))
        .on_window_event(move |window, event| match event {
            WindowEvent::CloseRequested { api, .. } => {
                api.prevent_close();
                tauri::async_runtime::spawn(close_or_ask(window.app_handle().clone()));
            }
            // Elsewhere the page sees the files itself.
            #[cfg(target_os = "linux")]
            WindowEvent::DragDrop(event) => {
                if let DragDropEvent::Drop { paths, .. } = event {
                    open_files(window.app_handle(), &dropped, paths.clone());
                }
                if !matches!(event, DragDropEvent::Over { .. }) {
                    let over = matches!(event, DragDropEvent::Enter { .. });
                    if let Err(error) = window.emit(DRAG_EVENT, over) {
                        tracing::warn!(%error, "the window does not know of a drag");
                    }
                }
            }
            WindowEvent::Moved(_) | WindowEvent::Resized(_) => {
                if let Some(desktop) = window.try_state::<Arc<TauriDesktop>>() {
                    desktop.window_moved();
                }
            }
            _ => {}
        })
        .setup(move |app| {
            let handle = app.handle().clone();
            let desktop = Arc::new(TauriDesktop::new(handle.clone()));
            let shell = block_on(open_shell(engine, Arc::clone(&desktop), shell_opened));
            if let Ok(engine) = shell.engine() {
                tauri::async_runtime::spawn(forward_events(engine.clone(), handle.clone()));
            }
            let place = block_on(shell.last_place());
            app.manage(shell);
            desktop.open_window(place);
            app.manage(desktop);
            tauri::async_runtime::spawn(resume_work(handle.clone(), practise));
            tauri::async_runtime::spawn(signals::leave_on_signal(handle.clone()));
            if let Some(instance) = instance {
                instance.listen(move |files| {
                    let shown = handle.state::<Shell>().show_window();
                    if shown {
                        open_files(&handle, &opened, files);
                    }
                    shown
                })?;
                // Held until the process ends: the next start waits for it.
                app.manage(instance);
            }
            Ok(())
        })
        .build(tauri::generate_context!());
    let app = match built {
        Ok(app) => app,
        Err(error) => {
            tracing::error!(%error, "the window can't be opened");
            eprintln!("Care Exporter can't open its window: {error}");
            return ExitCode::FAILURE;
        }
    };
    app.run(move |app, event| match event {
        // The system's own way to quit, which closes no window.
        RunEvent::ExitRequested {
            code: None, api, ..
        } if !app.state::<Shell>().is_leaving() => {
            api.prevent_exit();
            tauri::async_runtime::spawn(close_or_ask(app.clone()));
        }
        // A click on the app's icon, or on a notification.
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => {
            app.state::<Shell>().show_window();
        }
        // Files come this way and not as arguments; the first of them before there is a window.
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            let files = urls.iter().filter_map(|url| url.to_file_path().ok());
            open_files(app, &mac_opened, files.collect());
        }
        RunEvent::Exit => {
            tracing::info!("the app ends");
            let shell = app.state::<Shell>();
            block_on(shell.remember_place());
            if let Ok(engine) = shell.engine() {
                block_on(engine.close());
            }
        }
        _ => {}
    });
    ExitCode::SUCCESS
}

/// Keeps files for the window and tells it, if it is there to be told.
fn open_files(app: &AppHandle, opened: &OpenedFiles, files: Vec<PathBuf>) {
    if files.is_empty() {
        return;
    }
    opened.add(files);
    if let Err(error) = app.emit(FILES_EVENT, ()) {
        tracing::warn!(%error, "the window does not know of files to open");
    }
}

/// Closing the window does not end runs unasked.
async fn close_or_ask(app: AppHandle) {
    if app.state::<Shell>().close_or_ask().await
        && let Err(error) = app.emit(CLOSE_EVENT, ())
    {
        tracing::error!(%error, "the window can't be asked");
        app.state::<Shell>().answer_close(CloseAnswer::Stop).await;
    }
}

/// An engine that can't be opened is no reason to show no window: each command then says why.
async fn open_shell(
    engine: JoinHandle<Result<Engine, Problem>>,
    desktop: Arc<TauriDesktop>,
    opened: OpenedFiles,
) -> Shell {
    let engine = engine
        .await
        .unwrap_or_else(|error| Err(ProblemKind::Internal.because(error)));
    let shell = Shell::new(engine, desktop, opened);
    if let Err(problem) = shell.apply_settings().await {
        tracing::warn!(%problem, "the settings are left as they are");
    }
    shell.show_last_menu().await;
    shell
}

/// Goes on with what an earlier start left, while the window is there: the keychain may ask the person first.
async fn resume_work(app: AppHandle, practise: bool) {
    if let Err(problem) = app.state::<Shell>().resume_work(practise).await {
        tracing::warn!(%problem, "earlier work is left as it is");
    }
}

async fn open_engine() -> Result<Engine, Problem> {
    let data_dir = default_data_dir()
        .ok_or_else(|| ProblemKind::DataFolder.because("there is no home folder"))?;
    logging::start(&logging::folder(&data_dir));
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        system = std::env::consts::OS,
        "the app begins"
    );
    Engine::open(EngineConfig::system(data_dir)).await
}

/// Passes the engine's events on. When some were missed, the window is told to ask again.
async fn forward_events(engine: Engine, app: AppHandle) {
    let mut events = engine.events();
    loop {
        let event = match events.recv().await {
            Ok(event) => event,
            Err(RecvError::Lagged(_)) => {
                // An end may be among what was missed.
                app.state::<Shell>().leave_when_done().await;
                EngineEvent::Runs
            }
            Err(RecvError::Closed) => return,
        };
        if let EngineEvent::Run { run } = &event
            && app.state::<Shell>().ends(run)
        {
            let (app, run) = (app.clone(), run.clone());
            // A notification may stand for a while; the next event must not wait for it.
            tauri::async_runtime::spawn(async move {
                app.state::<Shell>().run_ended(&run).await;
            });
        }
        if let Err(error) = app.emit(ENGINE_EVENT, event) {
            tracing::warn!(%error, "an event did not reach the window");
        }
    }
}
