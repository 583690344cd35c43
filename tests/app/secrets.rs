//! The password is in the keychain, and nowhere else.

use std::fs;
use std::path::Path;

use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use practice_server::{PracticeServer, RecordedRequest};

use crate::harness::{marked_processes, play, quick_practice};

#[tokio::test]
async fn the_password_is_in_the_keychain_and_nowhere_else() -> Result<()> {
    play(quick_practice(), async |stage| {
        let window = stage.open().await?;
        window
            .enter_account(&stage.service, stage.service.password())
            .await?;
        window.press("Test connection").await?;
        window.says("12 teams").await?;
        window.save_account().await?;
        window.export_to(&stage.document("agents.xlsx")).await?;
        window.reaches("saved").await?;

        let kept = stage
            .machine
            .keychain_secrets("service", "care-exporter")
            .await?;
        assert_eq!(kept, [stage.service.password()]);

        let secrets = secrets_of(&stage.service);
        let root = stage.machine.root();
        // Running, and again after its end, when everything is written out.
        look_for(&secrets, root)?;
        let mark = stage.machine.mark();
        let processes = marked_processes(&mark);
        assert!(
            processes
                .iter()
                .any(|process| process.words().contains("care-exporter"))
        );
        for process in processes {
            for (what, bytes) in [
                ("arguments", &process.command_line),
                ("environment", &process.environment),
            ] {
                if let Some(secret) = found_in(bytes, &secrets) {
                    panic!("{secret} is in the {what} of {}", process.words());
                }
            }
        }
        window.close().await?;
        look_for(&secrets, root)?;

        // The search sees what is there: the e-mail is no secret, and is stored.
        let known = [Secret::new(
            "the e-mail",
            stage.service.user().as_bytes().to_vec(),
        )];
        assert!(look_for(&known, &stage.machine.data_home().join("care-exporter")).is_err());
        Ok(())
    })
    .await
}

/// Bytes that must not be found.
struct Secret {
    name: String,
    bytes: Vec<u8>,
}

impl Secret {
    fn new(name: &str, bytes: Vec<u8>) -> Self {
        Secret {
            name: name.to_owned(),
            bytes,
        }
    }
}

/// The password in every dress it could wear, and the tokens that the service gave out.
fn secrets_of(service: &PracticeServer) -> Vec<Secret> {
    let password = service.password();
    let basic = format!("{}:{password}", service.user());
    let json = serde_json::Value::from(password).to_string();
    let utf16 = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut secrets = vec![
        Secret::new("the password", password.into()),
        Secret::new("the password in UTF-16", utf16),
        Secret::new("the password in JSON", json.trim_matches('"').into()),
        Secret::new(
            "the password, percent-encoded",
            utf8_percent_encode(password, NON_ALPHANUMERIC)
                .to_string()
                .into(),
        ),
        Secret::new(
            "the password in base64",
            STANDARD_NO_PAD.encode(password).into(),
        ),
        Secret::new(
            "the password in URL-safe base64",
            URL_SAFE_NO_PAD.encode(password).into(),
        ),
        Secret::new("the Basic credentials", STANDARD.encode(&basic).into()),
        Secret::new("the Basic credentials in the clear", basic.into()),
    ];
    let requests = service.requests();
    let tokens = requests.iter().flat_map(tokens_in);
    secrets.extend(tokens.map(|token| Secret::new("a token of the service", token.into())));
    assert!(
        secrets.iter().any(|secret| secret.name.contains("token")),
        "the service gives out tokens"
    );
    secrets
}

/// The values in a request's query that open an export to whoever has them.
fn tokens_in(request: &RecordedRequest) -> Vec<String> {
    request
        .query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter(|(name, _)| ["analyticsAccessToken", "Signature"].contains(name))
        .map(|(_, value)| value.to_owned())
        .collect()
}

/// Looks into every file below a folder; a secret that is found is an error.
fn look_for(secrets: &[Secret], folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            look_for(secrets, &entry.path())?;
        } else if kind.is_file() {
            // A running program may remove its files while we read.
            let Ok(bytes) = fs::read(entry.path()) else {
                continue;
            };
            if let Some(name) = found_in(&bytes, secrets) {
                anyhow::bail!("{name} is in {}", entry.path().display());
            }
        }
    }
    Ok(())
}

fn found_in<'s>(bytes: &[u8], secrets: &'s [Secret]) -> Option<&'s str> {
    secrets
        .iter()
        .find(|secret| {
            bytes
                .windows(secret.bytes.len())
                .any(|window| window == secret.bytes)
        })
        .map(|secret| secret.name.as_str())
}
