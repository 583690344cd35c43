//! The system's menus, in the words of the window. What they do is done here when it is the system's business;
//! the rest is told to the window.

use export_engine::Appearance;
use serde::{Deserialize, Serialize};
use tauri::menu::{CheckMenuItem, Menu, MenuEvent, MenuItem, PredefinedMenuItem, Submenu};
use tauri::{AppHandle, Emitter, Manager, Wry};
use ts_rs::TS;

use crate::place::ZoomStep;
use crate::shell::Shell;

/// The event under which what was picked in a menu reaches the window.
const MENU_EVENT: &str = "menu-command";

/// What the menus say, in the language of the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MenuWords {
    file: String,
    new_export: String,
    save_preset: String,
    import_presets: String,
    close_window: String,
    quit: String,
    edit: String,
    undo: String,
    redo: String,
    cut: String,
    copy: String,
    paste: String,
    select_all: String,
    view: String,
    export: String,
    presets: String,
    activity: String,
    connections: String,
    settings: String,
    zoom_in: String,
    zoom_out: String,
    zoom_reset: String,
    appearance: String,
    system: String,
    light: String,
    dark: String,
    help: String,
    guide: String,
    shortcuts: String,
    logs: String,
    licences: String,
    about: String,
}

/// What was picked in a menu and is the window's to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MenuCommand {
    NewExport,
    SavePreset,
    ImportPresets,
    Export,
    Presets,
    Activity,
    Connections,
    Settings,
    System,
    Light,
    Dark,
    Guide,
    Shortcuts,
    Licences,
    About,
}

/// What a menu item does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    Tell(MenuCommand),
    Close,
    Logs,
    Zoom(ZoomStep),
    Edit(Edit),
}

/// What is done to a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    SelectAll,
}

const DEEDS: [(&str, Deed); 27] = {
    use MenuCommand as M;
    [
        ("new-export", Deed::Tell(M::NewExport)),
        ("save-preset", Deed::Tell(M::SavePreset)),
        ("import-presets", Deed::Tell(M::ImportPresets)),
        ("close", Deed::Close),
        ("quit", Deed::Close),
        ("undo", Deed::Edit(Edit::Undo)),
        ("redo", Deed::Edit(Edit::Redo)),
        ("cut", Deed::Edit(Edit::Cut)),
        ("copy", Deed::Edit(Edit::Copy)),
        ("paste", Deed::Edit(Edit::Paste)),
        ("select-all", Deed::Edit(Edit::SelectAll)),
        ("export", Deed::Tell(M::Export)),
        ("presets", Deed::Tell(M::Presets)),
        ("activity", Deed::Tell(M::Activity)),
        ("connections", Deed::Tell(M::Connections)),
        ("settings", Deed::Tell(M::Settings)),
        ("zoom-in", Deed::Zoom(ZoomStep::In)),
        ("zoom-out", Deed::Zoom(ZoomStep::Out)),
        ("zoom-reset", Deed::Zoom(ZoomStep::Reset)),
        (SYSTEM, Deed::Tell(M::System)),
        (LIGHT, Deed::Tell(M::Light)),
        (DARK, Deed::Tell(M::Dark)),
        ("guide", Deed::Tell(M::Guide)),
        ("shortcuts", Deed::Tell(M::Shortcuts)),
        ("logs", Deed::Logs),
        ("licences", Deed::Tell(M::Licences)),
        ("about", Deed::Tell(M::About)),
    ]
};

const SYSTEM: &str = "system";
const LIGHT: &str = "light";
const DARK: &str = "dark";

/// The items that tell which appearance is chosen.
pub(crate) struct Ticks([(Appearance, CheckMenuItem<Wry>); 3]);

impl Ticks {
    pub(crate) fn set(&self, appearance: Appearance) {
        for (which, item) in &self.0 {
            // An item ticks itself when it is picked, so each is told.
            let _ = item.set_checked(*which == appearance);
        }
    }
}

/// Shows the menus in these words.
pub(crate) fn show(app: &AppHandle, words: &MenuWords) -> tauri::Result<Ticks> {
    let item = |id: &str, text: &str, keys: &str| {
        MenuItem::with_id(
            app,
            id,
            text,
            true,
            Some(keys).filter(|keys| !keys.is_empty()),
        )
    };
    let check =
        |id: &str, text: &str| CheckMenuItem::with_id(app, id, text, true, false, None::<&str>);
    let line = || PredefinedMenuItem::separator(app);
    let (system, light, dark) = (
        check(SYSTEM, &words.system)?,
        check(LIGHT, &words.light)?,
        check(DARK, &words.dark)?,
    );
    let file = Submenu::with_items(
        app,
        &words.file,
        true,
        &[
            &item("new-export", &words.new_export, "CmdOrCtrl+N")?,
            &line()?,
            &item("save-preset", &words.save_preset, "CmdOrCtrl+S")?,
            &item("import-presets", &words.import_presets, "CmdOrCtrl+O")?,
            &line()?,
            &item("close", &words.close_window, "CmdOrCtrl+W")?,
            #[cfg(not(target_os = "macos"))]
            &item("quit", &words.quit, "CmdOrCtrl+Q")?,
        ],
    )?;
    let edit = native::edit_menu(app, words)?;
    let appearance = Submenu::with_items(app, &words.appearance, true, &[&system, &light, &dark])?;
    let view = Submenu::with_items(
        app,
        &words.view,
        true,
        &[
            &item("export", &words.export, "CmdOrCtrl+1")?,
            &item("presets", &words.presets, "CmdOrCtrl+2")?,
            &item("activity", &words.activity, "CmdOrCtrl+3")?,
            &item("connections", &words.connections, "CmdOrCtrl+4")?,
            &item("settings", &words.settings, "CmdOrCtrl+5")?,
            &line()?,
            &item("zoom-in", &words.zoom_in, ZOOM_IN)?,
            &item("zoom-out", &words.zoom_out, "CmdOrCtrl+-")?,
            &item("zoom-reset", &words.zoom_reset, "CmdOrCtrl+0")?,
            &line()?,
            &appearance,
        ],
    )?;
    let help = Submenu::with_items(
        app,
        &words.help,
        true,
        &[
            &item("guide", &words.guide, "F1")?,
            &item("shortcuts", &words.shortcuts, "")?,
            &item("logs", &words.logs, "")?,
            &line()?,
            &item("licences", &words.licences, "")?,
            &item("about", &words.about, "")?,
        ],
    )?;
    #[cfg(target_os = "macos")]
    let own = Submenu::with_items(
        app,
        "Care Exporter",
        true,
        &[
            &PredefinedMenuItem::hide(app, None)?,
            &PredefinedMenuItem::hide_others(app, None)?,
            &line()?,
            &item("quit", &words.quit, "CmdOrCtrl+Q")?,
        ],
    )?;
    let menu = Menu::with_items(
        app,
        &[
            #[cfg(target_os = "macos")]
            &own,
            &file,
            &edit,
            &view,
            &help,
        ],
    )?;
    app.set_menu(menu)?;
    native::label_edit_menu(app)?;
    Ok(Ticks([
        (Appearance::System, system),
        (Appearance::Light, light),
        (Appearance::Dark, dark),
    ]))
}

/// The plus key, where the keyboard has one without Shift; the window hears of the other ways to press it.
const ZOOM_IN: &str = "CmdOrCtrl+=";

/// Does what was picked.
pub(crate) fn picked(app: &AppHandle, event: &MenuEvent) {
    let Some((_, deed)) = DEEDS.iter().find(|(id, _)| event.id() == id) else {
        return;
    };
    match *deed {
        Deed::Tell(command) => {
            if let Err(error) = app.emit(MENU_EVENT, command) {
                tracing::error!(%error, "the window can't be told");
            }
        }
        Deed::Close => {
            tauri::async_runtime::spawn(crate::close_or_ask(app.clone()));
        }
        Deed::Logs => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move {
                if let Err(problem) = app.state::<Shell>().open_log_folder().await {
                    tracing::warn!(%problem, "the log folder can't be shown");
                }
            });
        }
        Deed::Zoom(step) => {
            app.state::<Shell>().desktop.zoom(step);
        }
        Deed::Edit(edit) => native::edit(app, edit),
    }
}

/// GTK has no menu items of its own for a text in a web page.
#[cfg(target_os = "linux")]
mod native {
    use gtk::gdk::ModifierType;
    use gtk::prelude::*;
    use tauri::menu::{MenuItem, PredefinedMenuItem, Submenu};
    use tauri::{AppHandle, Manager, Wry};
    use webkit2gtk::WebViewExt;

    use super::{Edit, MenuWords};

    /// The key of each item of the menu, with Control; none for a line between them.
    const KEYS: [Option<(char, bool)>; 8] = [
        Some(('z', false)),
        Some(('z', true)),
        None,
        Some(('x', false)),
        Some(('c', false)),
        Some(('v', false)),
        None,
        Some(('a', false)),
    ];

    pub(super) fn edit_menu(app: &AppHandle, words: &MenuWords) -> tauri::Result<Submenu<Wry>> {
        let item = |id: &str, text: &str| MenuItem::with_id(app, id, text, true, None::<&str>);
        let line = || PredefinedMenuItem::separator(app);
        Submenu::with_items(
            app,
            &words.edit,
            true,
            &[
                &item("undo", &words.undo)?,
                &item("redo", &words.redo)?,
                &line()?,
                &item("cut", &words.cut)?,
                &item("copy", &words.copy)?,
                &item("paste", &words.paste)?,
                &line()?,
                &item("select-all", &words.select_all)?,
            ],
        )
    }

    /// Shows the keys beside the items without taking them from the page, where they mean more: in a list,
    /// Control and A picks all of it.
    pub(super) fn label_edit_menu(app: &AppHandle) -> tauri::Result<()> {
        let Some(window) = app.get_webview_window("main") else {
            return Ok(());
        };
        app.run_on_main_thread(move || {
            let Ok(content) = window.default_vbox() else {
                return;
            };
            let bars = content.children();
            let bar = bars
                .iter()
                .find_map(|child| child.downcast_ref::<gtk::MenuBar>());
            let menus = bar.map(|bar| bar.children()).unwrap_or_default();
            let edit = menus
                .get(1)
                .and_then(|menu| menu.downcast_ref::<gtk::MenuItem>());
            let items = edit
                .and_then(|edit| edit.submenu())
                .and_then(|menu| menu.downcast::<gtk::Menu>().ok())
                .map(|menu| menu.children())
                .unwrap_or_default();
            for (item, key) in items.iter().zip(KEYS) {
                let label = item
                    .downcast_ref::<gtk::MenuItem>()
                    .and_then(|item| item.child());
                if let Some((key, shift)) = key
                    && let Some(label) =
                        label.and_then(|label| label.downcast::<gtk::AccelLabel>().ok())
                {
                    let mut modifiers = ModifierType::CONTROL_MASK;
                    modifiers.set(ModifierType::SHIFT_MASK, shift);
                    label.set_accel(key.into(), modifiers);
                }
            }
        })
    }

    pub(super) fn edit(app: &AppHandle, edit: Edit) {
        let command = match edit {
            Edit::Undo => "Undo",
            Edit::Redo => "Redo",
            Edit::Cut => "Cut",
            Edit::Copy => "Copy",
            Edit::Paste => "Paste",
            Edit::SelectAll => "SelectAll",
        };
        let done = app.get_webview_window("main").map(|window| {
            window.with_webview(move |webview| webview.inner().execute_editing_command(command))
        });
        if let Some(Err(error)) = done {
            tracing::error!(%error, "the page can't be edited");
        }
    }
}

/// The system's own items know what to do with a text.
#[cfg(not(target_os = "linux"))]
mod native {
    use tauri::menu::{PredefinedMenuItem, Submenu};
    use tauri::{AppHandle, Wry};

    use super::{Edit, MenuWords};

    pub(super) fn edit_menu(app: &AppHandle, words: &MenuWords) -> tauri::Result<Submenu<Wry>> {
        let line = || PredefinedMenuItem::separator(app);
        Submenu::with_items(
            app,
            &words.edit,
            true,
            &[
                &PredefinedMenuItem::undo(app, Some(&words.undo))?,
                &PredefinedMenuItem::redo(app, Some(&words.redo))?,
                &line()?,
                &PredefinedMenuItem::cut(app, Some(&words.cut))?,
                &PredefinedMenuItem::copy(app, Some(&words.copy))?,
                &PredefinedMenuItem::paste(app, Some(&words.paste))?,
                &line()?,
                &PredefinedMenuItem::select_all(app, Some(&words.select_all))?,
            ],
        )
    }

    pub(super) fn label_edit_menu(_: &AppHandle) -> tauri::Result<()> {
        Ok(())
    }

    pub(super) fn edit(_: &AppHandle, _: Edit) {}
}
