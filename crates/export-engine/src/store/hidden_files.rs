use std::path::PathBuf;

use rusqlite::TransactionBehavior;

use super::Store;
use super::runs::path_text;
use crate::model::Problem;

impl Store {
    /// Remembers a hidden file that is about to be made.
    pub(crate) async fn note_file(&self, path: PathBuf, owner: &str) -> Result<(), Problem> {
        let owner = owner.to_owned();
        self.call(move |db| {
            db.execute(
                "INSERT OR REPLACE INTO hidden_files (path, owner) VALUES (?, ?)",
                [path_text(&path), owner],
            )?;
            Ok(())
        })
        .await
    }

    /// Owners of hidden files, but for `me`.
    pub(crate) async fn other_file_owners(&self, me: &str) -> Result<Vec<String>, Problem> {
        let me = me.to_owned();
        self.call(move |db| {
            db.prepare("SELECT DISTINCT owner FROM hidden_files WHERE owner <> ?")?
                .query_map([me], |row| row.get(0))?
                .collect()
        })
        .await
    }

    /// Takes over the hidden files of an owner that is gone, and gives those that no run knows.
    pub(crate) async fn adopt_files(&self, from: &str, me: &str) -> Result<Vec<PathBuf>, Problem> {
        let (from, me) = (from.to_owned(), me.to_owned());
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let strays = transaction
                .prepare(
                    "SELECT path FROM hidden_files WHERE owner = ?
                        AND NOT EXISTS (SELECT 1 FROM runs WHERE part = hidden_files.path)
                        AND NOT EXISTS (SELECT 1 FROM runs, json_each(runs.joined, '$.gathered') AS download
                            WHERE runs.joined IS NOT NULL AND download.value ->> 'path' = hidden_files.path)",
                )?
                .query_map([&from], |row| row.get::<_, String>(0).map(PathBuf::from))?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            transaction.execute(
                "UPDATE hidden_files SET owner = ?2 WHERE owner = ?1",
                [&from, &me],
            )?;
            transaction.commit()?;
            Ok(strays)
        })
        .await
    }

    /// Forgets a hidden file that is not there any more.
    pub(crate) async fn forget_file(&self, path: PathBuf) -> Result<(), Problem> {
        self.call(move |db| {
            db.execute(
                "DELETE FROM hidden_files WHERE path = ?",
                [path_text(&path)],
            )?;
            Ok(())
        })
        .await
    }
}
