use rusqlite::{OptionalExtension, params};

use super::{Store, is_of_one_row, json, to_json};
use crate::model::{Agent, Problem};

impl Store {
    /// The agents learned from a connection, and when.
    pub(crate) async fn agents(
        &self,
        connection_id: &str,
    ) -> Result<Option<(Vec<Agent>, i64)>, Problem> {
        let id = connection_id.to_owned();
        self.call(move |db| {
            let found = db
                .prepare_cached("SELECT agents, learned_at FROM agents WHERE connection_id = ?")?
                .query_row([id], |row| {
                    Ok((json(row, "agents")?, row.get("learned_at")?))
                })
                .optional();
            match found {
                // They can be learned again.
                Err(error) if is_of_one_row(&error) => Ok(None),
                found => found,
            }
        })
        .await
    }

    /// Remembers the agents of a connection, unless it was removed meanwhile.
    pub(crate) async fn put_agents(
        &self,
        connection_id: &str,
        agents: Vec<Agent>,
        now: i64,
    ) -> Result<(), Problem> {
        let id = connection_id.to_owned();
        self.call(move |db| {
            db.prepare_cached(
                "INSERT OR REPLACE INTO agents (connection_id, learned_at, agents)
                 SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM connections WHERE id = ?1)",
            )?
            .execute(params![id, now, to_json(&agents)?])?;
            Ok(())
        })
        .await
    }
}
