use rusqlite::{OptionalExtension, params};

use super::{Store, to_json};
use crate::model::{Problem, Settings};

/// The one row that holds them all.
const NAME: &str = "settings";

impl Store {
    /// What the person wants; the usual when they never said, or it can't be read.
    pub(crate) async fn settings(&self) -> Result<Settings, Problem> {
        self.call(|db| {
            let stored: Option<String> = db
                .prepare_cached("SELECT value FROM settings WHERE name = ?")?
                .query_row([NAME], |row| row.get(0))
                .optional()?;
            Ok(stored
                .and_then(|text| serde_json::from_str(&text).ok())
                .unwrap_or_default())
        })
        .await
    }

    /// Stores what the person wants.
    pub(crate) async fn put_settings(&self, settings: Settings) -> Result<(), Problem> {
        self.call(move |db| {
            db.execute(
                "INSERT INTO settings (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = ?2",
                params![NAME, to_json(&settings)?],
            )?;
            Ok(())
        })
        .await
    }
}
