use rusqlite::params;

use super::{Store, json, readable, to_json};
use crate::model::{Notice, NoticeKind, Problem};

impl Store {
    /// Remembers something that a person should be told.
    pub(crate) async fn add_notice(&self, what: NoticeKind, at: i64) -> Result<Notice, Problem> {
        self.call(move |db| {
            db.execute(
                "INSERT INTO notices (at, what) VALUES (?, ?)",
                params![at, to_json(&what)?],
            )?;
            Ok(Notice {
                id: u32::try_from(db.last_insert_rowid()).unwrap_or(u32::MAX),
                at,
                what,
            })
        })
        .await
    }

    /// What nobody has read yet, oldest first.
    pub(crate) async fn notices(&self) -> Result<Vec<Notice>, Problem> {
        self.call(|db| {
            let mut unread = db.prepare_cached("SELECT * FROM notices ORDER BY id")?;
            let notices = unread.query_map([], |row| {
                Ok(Notice {
                    id: row.get("id")?,
                    at: row.get("at")?,
                    what: json(row, "what")?,
                })
            })?;
            readable(notices, "a notice")
        })
        .await
    }

    /// Forgets a notice.
    pub(crate) async fn delete_notice(&self, id: u32) -> Result<(), Problem> {
        self.call(move |db| {
            db.execute("DELETE FROM notices WHERE id = ?", [id])?;
            Ok(())
        })
        .await
    }
}
