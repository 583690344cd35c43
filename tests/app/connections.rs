//! Connections: wrong passwords, and how one ends.

use anyhow::Result;
use practice_server::{Action, AnswerBody, Endpoint, Occurrence, Script};

use crate::harness::{CONNECTION, Role, play, quick_practice, until};

/// The words for an e-mail or a password that the service does not take.
const REFUSED: &str = "The service did not accept the e-mail and password.";

#[tokio::test]
async fn a_wrong_password_is_told_at_the_test() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window
            .enter_account(&stage.service, "not the password")
            .await?;
        window.press("Test connection").await?;
        window.says(REFUSED).await?;
        // Nothing was kept of it.
        assert!(
            stage
                .machine
                .keychain_secrets("service", "care-exporter")
                .await?
                .is_empty()
        );

        window.fill("Password", stage.service.password()).await?;
        window.press("Test connection").await?;
        window.says("12 teams").await?;
        window.close().await
    })
    .await
}

#[tokio::test]
async fn a_password_that_stops_working_is_told_at_the_export() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        let refused = Action::Answer {
            status: 401,
            body: AnswerBody::Html,
        };
        stage
            .service
            .set_script(Script::default().on(Endpoint::Any, Occurrence::Every, refused));

        window.export_to(&stage.document("agents.xlsx")).await?;

        window.reaches("failed").await?;
        window.says(REFUSED).await?;
        let left = stage.documents()?;
        assert!(left.is_empty(), "left behind: {left:?}");
        window.close().await
    })
    .await
}

#[tokio::test]
async fn a_connection_outlives_the_app_and_takes_its_password_along_when_removed() -> Result<()> {
    play(quick_practice(), async |stage| {
        let kept = async || {
            stage
                .machine
                .keychain_secrets("service", "care-exporter")
                .await
        };
        let window = stage.open().await?;
        window.connect(&stage.service).await?;
        assert_eq!(kept().await?, [stage.service.password()]);
        window.close().await?;

        let window = stage.open().await?;
        window.click(Role::Link, "Connections").await?;
        window.press(&format!("Edit {CONNECTION}")).await?;
        window.press("Remove").await?;
        window.press("Remove connection").await?;

        until("the password to leave the keychain", async || {
            Ok(kept().await?.is_empty())
        })
        .await?;
        window.find(Role::Button, "Connect your account").await?;
        window.close().await
    })
    .await
}
