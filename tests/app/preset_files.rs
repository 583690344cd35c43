//! Presets as files: written from the window, and opened with the app as a desktop opens files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::harness::{
    Machine, Program, Role, SaveDialog, Window, play, quick_practice, until, until_some,
};

/// Starts the app again with arguments, as a double-click on files does, and waits until it has handed them over.
async fn open_with_app(machine: &Machine, files: &[&str]) -> Result<()> {
    let second = machine
        .tool(env!("CARGO_BIN_EXE_care-exporter"))
        .args(files)
        .output()
        .await?;
    anyhow::ensure!(second.status.success(), "{second:?}");
    Ok(())
}

/// Keeps the export page as a preset.
async fn save_preset(window: &Window<'_>, name: &str) -> Result<()> {
    window.press("Save as preset").await?;
    window.fill("Name of the preset", name).await?;
    window.press("Save").await?;
    window
        .says(&format!("{name} is saved. Run it from the Presets page."))
        .await
}

fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).context("the file of presets")
}

#[tokio::test]
async fn a_file_of_presets_goes_out_and_comes_back_by_double_clicks() -> Result<()> {
    play(quick_practice(), async |stage| {
        let written = stage.document("month end.careexport.json");
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        save_preset(&window, "Month end").await?;
        window.click(Role::Link, "Presets").await?;
        window.press("Export all").await?;
        SaveDialog::opened(&stage.machine)
            .await?
            .save_as(&written)
            .await?;
        window
            .says("The preset is in month end.careexport.json")
            .await?;
        assert!(text(&written)?.contains("\"name\": \"Month end\""));
        assert!(!text(&written)?.contains(stage.service.company_key()));
        // As it may be called by whoever passes it on.
        let file = stage.document("Ay sonu ç.careexport.json");
        fs::rename(&written, &file)?;
        window.click(Role::Button, "More for Month end").await?;
        window.press_keys(&["End", "Return"]).await?;
        window.says("No presets yet").await?;
        window.close().await?;

        // The first start, with the file as an argument.
        let argument = file.display().to_string();
        let window = Window::open(&stage.machine, &[&argument]).await?;
        window
            .says("1 preset added from Ay sonu ç.careexport.json")
            .await?;
        window.find(Role::Row, "Month end").await?;

        // The second start, while the first one runs, by a path from where the person is.
        open_with_app(&stage.machine, &["Documents/Ay sonu ç.careexport.json"]).await?;
        window
            .says("Month end is called Month end (2) here, because another preset has its name.")
            .await?;
        window.find(Role::Row, "Month end (2)").await?;

        // What is no such file says so, and changes nothing.
        let newer = text(&file)?.replace("\"careExportPresets\": 1", "\"careExportPresets\": 2");
        fs::write(stage.document("newer.careexport"), newer)?;
        open_with_app(
            &stage.machine,
            &["Documents/newer.careexport", "gone.careexport"],
        )
        .await?;
        window
            .says("A newer version of Care Exporter made this file.")
            .await?;
        window.says("This file can’t be opened.").await?;
        let rows = "return document.querySelectorAll('[role=row]').length";
        assert_eq!(window.run(rows, vec![]).await?.as_u64(), Some(2));
        window.close().await
    })
    .await
}

/// A program that shows a file to be dragged, as file managers do: a GTK source of `text/uri-list`.
const FILE_TO_DRAG: &str = r#"
import sys, pathlib
import gi
gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk

window = Gtk.Window(title="Files")
window.set_default_size(160, 60)
window.move(0, 0)
icon = Gtk.EventBox()
icon.add(Gtk.Label(label="a file"))
window.add(icon)
icon.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
icon.drag_source_add_uri_targets()
uri = pathlib.Path(sys.argv[1]).as_uri()
icon.connect("drag-data-get", lambda _, __, data, ___, ____: data.set_uris([uri]))
window.show_all()
Gtk.main()
"#;

#[tokio::test]
async fn a_file_of_presets_is_dropped_on_the_window() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        let machine = &stage.machine;
        window.connect(&stage.service).await?;
        save_preset(&window, "Month end").await?;
        window.click(Role::Link, "Presets").await?;
        let file = stage.document("team.careexport.json");
        window.press("Export all").await?;
        SaveDialog::opened(machine).await?.save_as(&file).await?;
        window.says("The preset is in team.careexport.json").await?;

        let mut files = machine.program("/usr/bin/python3");
        files.arg("-c").arg(FILE_TO_DRAG).arg(&file);
        let _files = Program::start(files, &machine.log("files"))?;
        let source = until_titled(machine, "^Files$").await?;
        let target = until_titled(machine, "^Care Exporter").await?;
        machine.grab(&source, (60, 25)).await?;
        until("the window to see what is dragged", async || {
            machine.drag_over(&target, (520, 410)).await?;
            let veil = "return document.querySelector('.drop-veil') !== null";
            Ok(window.run(veil, vec![]).await?.as_bool() == Some(true))
        })
        .await?;
        machine.let_go().await?;

        window
            .says("1 preset added from team.careexport.json")
            .await?;
        window.find(Role::Row, "Month end (2)").await?;
        window.close().await
    })
    .await
}

async fn until_titled(machine: &Machine, title: &str) -> Result<String> {
    until_some(title, async || {
        Ok(machine.windows_titled(title).await?.pop())
    })
    .await
}
