//! Keychains that are not there, locked, or asking: the window answers meanwhile, says which, and offers the session.

use std::fs;

use anyhow::Result;

use crate::harness::{
    CONNECTION, Machine, Prompt, Role, Window, play, play_on, quick_practice, until,
};

const ASKS: &str = "This computer’s keychain keeps Care Exporter waiting.";
const LOCKED: &str = "This computer’s keychain is locked.";
const SESSION: &str = "Keep it for this session only";

#[tokio::test]
async fn without_a_secret_service_the_session_is_offered_and_works() -> Result<()> {
    let machine = Machine::without_keychain().await?;
    play_on(machine, quick_practice(), async |stage| {
        let window = stage.open().await?;
        window
            .enter_account(&stage.service, stage.service.password())
            .await?;
        window.press("Save").await?;
        window
            .says("This computer has no keychain that the app can use.")
            .await?;

        window.press(SESSION).await?;
        window.find(Role::Region, "This export").await?;
        window.export_to(&stage.document("agents.xlsx")).await?;
        window.reaches("saved").await?;
        window.close().await
    })
    .await
}

#[tokio::test]
async fn a_keychain_that_asks_leaves_the_window_free_and_the_export_goes_on_once_it_is_open()
-> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        window.close().await?;
        stage.machine.lock_keychain().await?;

        let window = stage.open().await?;
        window.click(Role::Radio, "JSON").await?;
        let path = stage.document("agents.json");
        // The page asks for its lists already: this is what the keychain asks for.
        let prompt = Prompt::opened(&stage.machine).await?;
        window.says(ASKS).await?;
        for page in ["Activity", "Connections", "Settings", "Export"] {
            window.click(Role::Link, page).await?;
            window.says(page_words(page)).await?;
        }

        prompt.unlock().await?;
        until("the window to be told", async || {
            Ok(!window.text().await?.contains(ASKS))
        })
        .await?;
        window.export_to(&path).await?;
        window.reaches("saved").await?;
        assert_eq!(fs::read(&path)?, stage.only_file()?);
        window.close().await
    })
    .await
}

#[tokio::test]
async fn a_keychain_that_stays_locked_is_told_as_such_and_the_session_works() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        window.close().await?;
        stage.machine.lock_keychain().await?;

        let window = stage.open().await?;
        Prompt::opened(&stage.machine).await?.dismiss().await?;
        // Each list of the page asked.
        stage.machine.dismiss_prompts().await?;
        window.says(LOCKED).await?;
        window.click(Role::Link, "Connections").await?;
        window.press(&format!("Edit {CONNECTION}")).await?;
        window.fill("Password", stage.service.password()).await?;
        window.press("Save").await?;
        let prompt = Prompt::opened(&stage.machine).await?;
        // Nobody has to wait for what they do not want to answer.
        window.press(SESSION).await?;
        window.says("is saved").await?;
        window.says("Password kept until you close the app").await?;
        prompt.dismiss().await?;
        // The entry of the earlier choice is to go, for which it asks again.
        stage.machine.dismiss_prompts().await?;

        window.click(Role::Link, "Export").await?;
        window.click(Role::Radio, "JSON").await?;
        window.export_to(&stage.document("agents.json")).await?;
        window.reaches("saved").await?;
        window.close().await
    })
    .await
}

#[tokio::test]
async fn the_practice_company_asks_no_keychain() -> Result<()> {
    play(quick_practice(), async |stage| {
        stage.machine.lock_keychain().await?;
        let window = Window::open(&stage.machine, &["--practice"]).await?;
        // Where one can go is there at once, and what one wants as well.
        window.find(Role::Link, "Activity").await?;
        window.find(Role::Option, "Agent name").await?;
        window.export_to(&stage.document("agents.xlsx")).await?;
        window.reaches("saved").await?;
        window.close().await
    })
    .await
}

/// What a page says that no other does.
fn page_words(page: &str) -> &str {
    match page {
        "Activity" => "Activity",
        "Connections" => "Add connection",
        "Settings" => "Light or dark",
        _ => "User export",
    }
}
