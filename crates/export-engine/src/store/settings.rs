use std::path::PathBuf;

use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Store, to_json};
use crate::model::{Problem, Settings};

/// What the person wants of the app.
const SETTINGS: &str = "settings";
/// The folder that save dialogs begin in.
const FOLDER: &str = "folder";

impl Store {
    /// What the person wants; the usual when they never said, or it can't be read.
    pub(crate) async fn settings(&self) -> Result<Settings, Problem> {
        let stored: Option<Settings> = self.setting(SETTINGS).await?;
        Ok(stored.unwrap_or_default().within_bounds())
    }

    /// Stores what the person wants.
    pub(crate) async fn put_settings(&self, settings: Settings) -> Result<(), Problem> {
        self.put_setting(SETTINGS, settings.within_bounds()).await
    }

    /// The folder that save dialogs begin in, when the person chose one.
    pub(crate) async fn usual_folder(&self) -> Result<Option<PathBuf>, Problem> {
        Ok(self.setting(FOLDER).await?.flatten())
    }

    /// Stores the folder that save dialogs begin in; none for the system's.
    pub(crate) async fn put_usual_folder(&self, folder: Option<PathBuf>) -> Result<(), Problem> {
        self.put_setting(FOLDER, folder).await
    }

    /// One row; nothing when it was never written, or can't be read.
    pub(crate) async fn setting<T: DeserializeOwned + Send + 'static>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, Problem> {
        self.call(move |db| {
            let stored: Option<String> = db
                .prepare_cached("SELECT value FROM settings WHERE name = ?")?
                .query_row([name], |row| row.get(0))
                .optional()?;
            Ok(stored.and_then(|text| serde_json::from_str(&text).ok()))
        })
        .await
    }

    pub(crate) async fn put_setting(
        &self,
        name: &'static str,
        value: impl Serialize + Send + 'static,
    ) -> Result<(), Problem> {
        self.call(move |db| {
            db.execute(
                "INSERT INTO settings (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = ?2",
                params![name, to_json(&value)?],
            )?;
            Ok(())
        })
        .await
    }
}
