//! The demonstration of `cargo xtask run` where there is no display: a newcomer's first export, with a picture of each step.
#![allow(
    clippy::print_stdout,
    reason = "`cargo xtask run` shows it; tests keep it to themselves"
)]

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use calamine::{DataType, Reader, Xlsx};

use crate::harness::{Machine, Role, SaveDialog, Window, plain, until};

/// The public columns, picked from the list.
const KNOWN: [&str; 3] = ["agent_id", "agent_name", "agent_email"];

/// One of the practice company's own, typed.
const TYPED: &str = "practice_employee_number";

/// Where the demonstration leaves its file and its pictures; without this variable, nowhere.
const FOLDER: &str = "CARE_EXPORTER_DEMO";

#[tokio::test]
async fn a_practice_export() -> Result<()> {
    let passing = tempfile::tempdir()?;
    let folder = std::env::var_os(FOLDER).map_or_else(|| passing.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let file = folder.join("practice-export.xlsx");
    if file.exists() {
        // Of an earlier time: the dialog would ask about it.
        std::fs::remove_file(&file)?;
    }
    let machine = Machine::start().await?;
    let mut camera = Camera {
        machine: &machine,
        folder: &folder,
        taken: 0,
    };

    let window = Window::open(&machine, &[]).await?;
    camera.take(&window, "first start").await?;

    window.press("Try it with the practice company").await?;
    window.find(Role::Region, "This export").await?;
    window.find(Role::Option, plain(KNOWN[0])).await?;
    camera.take(&window, "connected").await?;

    for column in KNOWN {
        window.pick_column(column).await?;
    }
    window.add_columns(&[TYPED]).await?;
    camera.take(&window, "columns picked").await?;

    window.press("Export").await?;
    let dialog = SaveDialog::opened(&machine).await?;
    dialog.enter(&file).await?;
    camera.take_display("save dialog").await?;
    dialog.confirm().await?;

    window.reaches("waiting").await?;
    camera.take(&window, "on its way").await?;
    window.reaches("saved").await?;
    camera.take(&window, "saved").await?;
    window.press("Look inside").await?;
    until("the rows of the file", async || {
        let cells = "return document.querySelectorAll('[role=dialog] [role=gridcell]').length";
        Ok(window.run(cells, vec![]).await?.as_u64() > Some(0))
    })
    .await?;
    camera.take(&window, "look inside").await?;
    window.close().await?;

    check(&file)
}

/// Takes numbered pictures.
struct Camera<'m> {
    machine: &'m Machine,
    folder: &'m Path,
    taken: usize,
}

impl Camera<'_> {
    /// Takes one of the window.
    async fn take(&mut self, window: &Window<'_>, of: &str) -> Result<()> {
        // Scripts that are drawn for the first time have their fonts to be found: the page is late with them.
        window.painted().await?;
        self.take_display(of).await
    }

    /// Takes one while a dialog keeps the window from answering.
    async fn take_display(&mut self, of: &str) -> Result<()> {
        self.taken += 1;
        let name = format!("{}-{}.png", self.taken, of.replace(' ', "-"));
        println!("{}. {of}", self.taken);
        self.machine.screenshot(&self.folder.join(name)).await
    }
}

/// The file is a table with the picked columns, and a row for each of the company's agents that are not disabled.
fn check(file: &Path) -> Result<()> {
    let mut workbook: Xlsx<_> = calamine::open_workbook(file).context("no file was saved")?;
    let sheet = workbook.worksheet_range_at(0).context("no sheet")??;
    let columns: Vec<&str> = KNOWN.into_iter().chain([TYPED]).collect();
    let mut lines = sheet.rows();
    let header = lines.next().context("no header")?;
    ensure!(
        header.iter().eq(&columns),
        "the file has other columns: {header:?}"
    );
    let mut rows = 0;
    for row in lines {
        ensure!(
            !row[0].is_empty() && !row[1].is_empty(),
            "row {rows} names no agent: {row:?}"
        );
        rows += 1;
    }
    ensure!(
        rows > 200,
        "the file has {rows} rows; the practice company is larger"
    );
    println!(
        "The file holds {rows} agents, {} columns each.",
        columns.len()
    );
    Ok(())
}
