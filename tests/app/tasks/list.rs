//! The tasks, in terms of what a person wants.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use calamine::{Data, Reader, Xlsx};

use super::hands::{
    Deed, Hands, IN_FILE, PRESET_NAME, PRESETS, Page, SEARCH_COLUMNS, SEARCH_TEAMS,
};
use crate::harness::{ENTER, Stage, until};

/// The account that is connected.
const ACCOUNT: &str = "Contact centre";

/// The preset that is kept.
const PRESET: &str = "Month end";

/// Its copy.
const COPY: &str = "Copy of Month end";

/// The copy's own name.
const RENAMED: &str = "Board";

pub(super) async fn first_file<'m>(hands: &impl Hands<'m>, stage: &Stage) -> Result<()> {
    hands.press("Try it with the practice company").await?;
    hands.is_told("Columns that start with practice_").await?;
    hands.export().await?;
    hands.save_there().await?;
    hands.is_told("Your file is ready").await?;
    put_away(stage)
}

/// Takes the one file out of the person's documents, so that the next may have its name.
fn put_away(stage: &Stage) -> Result<()> {
    Ok(fs::remove_file(stage.document(&new_file(stage, &[])?))?)
}

pub(super) async fn connect<'m>(hands: &impl Hands<'m>, stage: &Stage) -> Result<()> {
    let service = &stage.service;
    hands.go_to(Page::Connections).await?;
    hands.press("Add connection").await?;
    for (field, text) in [
        ("Name", ACCOUNT),
        ("API address", &service.address()),
        ("Company key", service.company_key()),
        ("E-mail", service.user()),
        ("Password", service.password()),
    ] {
        hands.write(field, text).await?;
    }
    hands.press("Test connection").await?;
    hands.is_told("12 teams").await?;
    hands.press("Save").await?;
    hands.is_told(&format!("{ACCOUNT} is saved.")).await
}

/// The export page of the account, as it is for whoever has no other.
pub(super) async fn show_empty_page<'m>(hands: &impl Hands<'m>) -> Result<()> {
    hands.begin_export().await?;
    let window = &hands.counted().window;
    window
        .fill("Export from", ACCOUNT)
        .await?
        .send_keys(ENTER)
        .await?;
    hands.go_to(Page::Connections).await?;
    hands.begin_export().await
}

pub(super) async fn last_month<'m>(hands: &impl Hands<'m>) -> Result<()> {
    hands.pick("Time zone", "ist", "Istanbul (UTC+3)").await?;
    hands.choose("Teams").await?;
    hands.tick(SEARCH_TEAMS, "north", "North West").await?;
    hands
        .tick(SEARCH_TEAMS, "atencion", "Atención al cliente")
        .await?;
    hands
        .is_told("Agents’ time for 2 teams, last month")
        .await?;
    hands.is_told("as an Excel file").await?;
    hands.keep_as(PRESET).await?;
    hands
        .is_told(&format!("{PRESET} is saved. Run it from the Presets page."))
        .await
}

/// The file itself takes two actions more: the export, and the answer to the dialog.
pub(super) async fn have_its_file<'m>(hands: &impl Hands<'m>, stage: &Stage) -> Result<()> {
    let before = hands.counted().actions();
    let jobs = stage.service.jobs().len();
    hands.export().await?;
    hands.save_there().await?;
    hands.is_told("Your file is ready").await?;
    ensure!(hands.counted().actions() - before == 2);
    let asked = stage.service.jobs().split_off(jobs);
    ensure!(asked.len() == 1, "{} exports", asked.len());
    let of = |name: &str| -> Vec<&str> {
        let parameters = asked[0].parameters.iter();
        let named = parameters.filter(|(parameter, _)| parameter == name);
        named.map(|(_, value)| value.as_str()).collect()
    };
    ensure!(of("teamId").len() == 2, "{asked:?}");
    // Istanbul is three hours ahead of UTC all year.
    let begin: i64 = of("startTime").concat().parse()?;
    ensure!((begin + 3 * 3_600_000) % 86_400_000 == 0, "{asked:?}");
    put_away(stage)
}

pub(super) async fn give_it_a_folder<'m>(hands: &impl Hands<'m>) -> Result<()> {
    hands.go_to(Page::Presets).await?;
    hands.with_preset(PRESET, Deed::Edit).await?;
    hands.is_told(&format!("Edit {PRESET}")).await?;
    // From here on nothing on the page moves any more.
    hands.is_told("2 of 12 teams picked").await?;
    hands.choose_folder().await?;
    hands.press("Save").await?;
    hands.is_told("Into ").await
}

pub(super) async fn run_preset<'m>(hands: &impl Hands<'m>, stage: &Stage) -> Result<()> {
    let before = stage.documents()?;
    hands.with_preset(PRESET, Deed::Run).await?;
    hands.is_told(hands.saved_today()).await?;
    let file = new_file(stage, &before)?;
    ensure!(
        file.ends_with(".xlsx") && file.starts_with(PRESET),
        "{file}"
    );
    ensure!(
        first_row(&stage.document(&file))?.len() > 1,
        "the file has no columns"
    );
    Ok(())
}

pub(super) async fn three_columns<'m>(hands: &impl Hands<'m>, stage: &Stage) -> Result<()> {
    let before = stage.documents()?;
    hands.begin_export().await?;
    hands.tick(SEARCH_COLUMNS, "e-mail", "Agent e-mail").await?;
    hands
        .tick(SEARCH_COLUMNS, "agent name", "Agent name")
        .await?;
    hands.tick(SEARCH_COLUMNS, "agent id", "Agent ID").await?;
    hands
        .move_up_to(IN_FILE, "Agent ID", "Agent e-mail")
        .await?;
    hands.choose("Plain names").await?;
    hands.export().await?;
    hands.save_there().await?;
    hands.is_told("Your file is ready").await?;
    let header = first_row(&stage.document(&new_file(stage, &before)?))?;
    ensure!(
        header == ["Agent ID", "Agent e-mail", "Agent name"],
        "{header:?}"
    );
    Ok(())
}

pub(super) async fn conversations<'m>(hands: &impl Hands<'m>, stage: &Stage) -> Result<()> {
    let before = stage.documents()?;
    hands.begin_export().await?;
    hands
        .pick("What to export", "raw conv", "Raw Conversation export")
        .await?;
    hands.pick("Period", "yest", "Yesterday").await?;
    hands.is_told("Raw Conversation export, yesterday").await?;
    hands.export().await?;
    hands.save_there().await?;
    hands.is_told("Your file is ready").await?;
    let file = stage.document(&new_file(stage, &before)?);
    let header = first_row(&file)?;
    ensure!(header.len() > 3, "{header:?}");
    let asked = stage.service.jobs().pop().context("an export")?;
    ensure!(asked.report == "conversation", "{asked:?}");
    Ok(())
}

pub(super) async fn look_after_presets<'m>(hands: &impl Hands<'m>) -> Result<()> {
    hands.with_preset(PRESET, Deed::Duplicate).await?;
    hands.is_told(&format!("{COPY} is on the list.")).await?;
    hands.with_preset(COPY, Deed::Rename).await?;
    hands.write(PRESET_NAME, RENAMED).await?;
    hands.confirm("Save").await?;
    until("the new name", async || {
        Ok(hands.presets().await? == [PRESET, RENAMED])
    })
    .await?;
    hands.move_up_to(PRESETS, RENAMED, PRESET).await?;
    hands.with_preset(RENAMED, Deed::Delete).await?;
    hands.is_told(&format!("{RENAMED} is deleted.")).await?;
    until("the list without it", async || {
        Ok(hands.presets().await? == [PRESET])
    })
    .await?;
    hands.undo().await?;
    until("the preset to be back in its place", async || {
        Ok(hands.presets().await? == [RENAMED, PRESET])
    })
    .await
}

pub(super) async fn run_all<'m>(hands: &impl Hands<'m>, stage: &Stage) -> Result<()> {
    let before = stage.documents()?;
    hands.run_all(&[RENAMED, PRESET]).await?;
    hands.is_told("2 presets are running.").await?;
    until("both files", async || {
        let whole = |name: &String| !name.starts_with('.');
        let files = stage.documents()?.into_iter().filter(whole).count();
        Ok(files == before.len() + 2)
    })
    .await
}

pub(super) async fn look_inside<'m>(hands: &impl Hands<'m>) -> Result<()> {
    hands.go_to(Page::Activity).await?;
    hands.search_runs(RENAMED).await?;
    hands.press("Look inside").await?;
    hands.is_told("rows, ").await?;
    hands.is_told(&format!("{RENAMED} 20")).await?;
    hands.leave().await?;
    hands.is_told("What was asked for").await
}

/// The only file that came to the person's documents.
fn new_file(stage: &Stage, before: &[String]) -> Result<String> {
    let mut files = stage.documents()?;
    files.retain(|file| !before.contains(file));
    ensure!(files.len() == 1, "new are {files:?}");
    files.pop().context("a file")
}

/// The cells of a workbook's first row.
fn first_row(file: &Path) -> Result<Vec<String>> {
    let mut workbook: Xlsx<_> = calamine::open_workbook(file)?;
    let sheet = workbook.worksheet_range_at(0).context("no sheet")??;
    let row = sheet.rows().next().context("no rows")?;
    Ok(row.iter().map(Data::to_string).collect())
}
