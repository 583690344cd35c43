use rusqlite::{OptionalExtension, Row, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::{Store, readable, to_word, word};
use crate::model::{Connection, PasswordKeeping, Problem};
use crate::search;

/// A connection as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredConnection {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) company_key: String,
    pub(crate) email: String,
    /// A name, or an address on loopback.
    pub(crate) instance: Option<String>,
    pub(crate) password_keeping: PasswordKeeping,
    pub(crate) kind: ConnectionKind,
}

/// What a connection is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConnectionKind {
    /// An account of the service.
    Account,
    /// The practice company.
    Practice,
    /// An account that a command line named by hand; not listed.
    Unlisted,
}

impl StoredConnection {
    /// Whose limits its requests count against: the service counts by user.
    pub(crate) fn account(&self) -> String {
        account(&self.address, &self.email)
    }
}

/// See [`StoredConnection::account`].
pub(crate) fn account(address: &str, email: &str) -> String {
    format!("{email} {address}")
}

impl From<StoredConnection> for Connection {
    fn from(stored: StoredConnection) -> Self {
        Connection {
            id: stored.id,
            name: stored.name,
            address: stored.address,
            company_key: stored.company_key,
            email: stored.email,
            instance: stored.instance,
            password_keeping: stored.password_keeping,
            practice: stored.kind == ConnectionKind::Practice,
        }
    }
}

fn read(row: &Row) -> rusqlite::Result<StoredConnection> {
    Ok(StoredConnection {
        id: row.get("id")?,
        name: row.get("name")?,
        address: row.get("address")?,
        company_key: row.get("company_key")?,
        email: row.get("email")?,
        instance: row.get("instance")?,
        password_keeping: word(row, "password_keeping")?,
        kind: word(row, "kind")?,
    })
}

impl Store {
    /// The listed connections, by name.
    pub(crate) async fn connections(&self) -> Result<Vec<StoredConnection>, Problem> {
        self.call(|db| {
            let mut listed = db.prepare_cached(
                "SELECT * FROM connections WHERE kind <> 'unlisted' ORDER BY name COLLATE NOCASE",
            )?;
            readable(listed.query_map([], read)?, "a connection")
        })
        .await
    }

    /// The connection of an id.
    pub(crate) async fn connection(&self, id: &str) -> Result<Option<StoredConnection>, Problem> {
        let id = id.to_owned();
        self.call(move |db| {
            db.prepare_cached("SELECT * FROM connections WHERE id = ?")?
                .query_row([id], read)
                .optional()
        })
        .await
    }

    /// The connection of a kind to an account.
    pub(crate) async fn connection_to(
        &self,
        kind: ConnectionKind,
        address: &str,
        company_key: &str,
        email: &str,
    ) -> Result<Option<StoredConnection>, Problem> {
        let values = (
            to_word(&kind),
            address.to_owned(),
            company_key.to_owned(),
            email.to_owned(),
        );
        self.call(move |db| {
            let (kind, address, key, email) = values;
            db.prepare_cached(
                "SELECT * FROM connections
                 WHERE kind = ? AND address = ? AND company_key = ? AND email = ?",
            )?
            .query_row(params![kind?, address, key, email], read)
            .optional()
        })
        .await
    }

    /// The practice connection, if there is one.
    pub(crate) async fn practice_connection(&self) -> Result<Option<StoredConnection>, Problem> {
        self.call(|db| {
            db.prepare_cached("SELECT * FROM connections WHERE kind = 'practice'")?
                .query_row([], read)
                .optional()
        })
        .await
    }

    /// Stores a connection, replacing the one of the same id. Its runs are listed under its new name.
    pub(crate) async fn put_connection(&self, connection: StoredConnection) -> Result<(), Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.prepare_cached(
                "INSERT INTO connections (id, name, address, company_key, email, password_keeping, kind, instance)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (id) DO UPDATE SET name = ?2, address = ?3, company_key = ?4,
                    email = ?5, password_keeping = ?6, kind = ?7, instance = ?8",
            )?
            .execute(params![
                connection.id,
                connection.name,
                connection.address,
                connection.company_key,
                connection.email,
                to_word(&connection.password_keeping)?,
                to_word(&connection.kind)?,
                connection.instance,
            ])?;
            transaction.execute(
                "UPDATE runs SET connection_name = ?2 WHERE connection_name <> ?2 AND sequence IN
                    (SELECT sequence FROM run_search WHERE connection_id = ?1)",
                [&connection.id, &connection.name],
            )?;
            transaction.execute(
                "UPDATE run_search SET connection = ?2 WHERE connection_id = ?1 AND connection <> ?2",
                [&connection.id, &search::fold(&connection.name)],
            )?;
            transaction.commit()
        })
        .await
    }

    /// Removes a connection and what was learned from it. Its runs stay in the history.
    pub(crate) async fn delete_connection(&self, id: &str) -> Result<(), Problem> {
        let id = id.to_owned();
        self.call(move |db| {
            db.execute("DELETE FROM connections WHERE id = ?", [id])?;
            Ok(())
        })
        .await
    }
}
