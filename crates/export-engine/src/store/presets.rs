//! Presets. Each change is one transaction, so that two windows or a command line beside the window can't
//! leave half of one.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior, params};

use super::{Store, is_of_one_row, json, to_json, to_word, word};
use crate::model::{ExportRequest, FilterNames, Phase, PresetColour, PresetRun, Problem};

/// For how long a removed preset can be put back, in milliseconds.
const KEPT: i64 = 24 * 3_600_000;

/// A preset as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredPreset {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) tag: Option<String>,
    pub(crate) colour: Option<PresetColour>,
    pub(crate) export: ExportRequest,
    pub(crate) connection_name: String,
    pub(crate) people_names: BTreeMap<String, String>,
    pub(crate) filter_names: FilterNames,
    pub(crate) file_name: String,
    pub(crate) folder: Option<PathBuf>,
    pub(crate) last_run: Option<PresetRun>,
}

/// What came of storing a preset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PresetStored {
    /// It is stored.
    Done,
    /// Another one has its name.
    NameTaken,
    /// It is not there any more.
    Missing,
}

/// The form in which names are compared.
pub(crate) fn name_key(name: &str) -> String {
    name.to_lowercase()
}

/// The connection of the preset's id; when that is gone, one of the same name.
const SELECT: &str = "
    SELECT presets.*, runs.phase AS last_phase, connections.id AS found_id, connections.name AS found_name
    FROM presets
    LEFT JOIN runs ON runs.id = last_run_id AND runs.removed_at IS NULL
    LEFT JOIN connections ON connections.id = coalesce(
        (SELECT id FROM connections WHERE id = presets.export ->> 'connectionId'),
        (SELECT id FROM connections WHERE name = presets.connection_name AND kind <> 'unlisted'))";

fn read(row: &Row) -> rusqlite::Result<StoredPreset> {
    let mut export: ExportRequest = json(row, "export")?;
    let mut connection_name = row.get("connection_name")?;
    if let Some((id, name)) = row
        .get::<_, Option<String>>("found_id")?
        .zip(row.get("found_name")?)
    {
        export.connection_id = id;
        connection_name = name;
    }
    let has = |name| {
        row.get::<_, Option<String>>(name)
            .map(|found| found.is_some())
    };
    let phase: Option<Phase> = if has("last_phase")? {
        Some(word(row, "last_phase")?)
    } else {
        None
    };
    let last: Option<(String, i64)> = row
        .get::<_, Option<String>>("last_run_id")?
        .zip(row.get("last_run_at")?);
    Ok(StoredPreset {
        id: row.get("id")?,
        name: row.get("name")?,
        description: row.get("description")?,
        tag: row.get("tag")?,
        colour: if has("colour")? {
            // One that a newer version knows is none here.
            word(row, "colour").ok()
        } else {
            None
        },
        export,
        connection_name,
        people_names: json(row, "people_names")?,
        filter_names: json(row, "filter_names")?,
        file_name: row.get("file_name")?,
        folder: row.get::<_, Option<String>>("folder")?.map(PathBuf::from),
        last_run: last.map(|(run_id, at)| PresetRun { run_id, phase, at }),
    })
}

fn is_taken(db: &Connection, name: &str, but_for: &str) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM presets
            WHERE name_key = ? AND id <> ? AND removed_at IS NULL)",
    )?
    .query_row([&name_key(name), but_for], |row| row.get(0))
}

/// This name, or one like it that no other preset has.
fn free_name(db: &Connection, name: &str, but_for: &str) -> rusqlite::Result<String> {
    let mut free = name.to_owned();
    let mut number = 2;
    while is_taken(db, &free, but_for)? {
        free = format!("{name} ({number})");
        number += 1;
    }
    Ok(free)
}

/// Stores a preset: a new one at the end of the list, one that is there in its place.
fn put(db: &Connection, preset: &StoredPreset) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT INTO presets (id, position, name, name_key, description, tag, colour, export,
            connection_name, people_names, filter_names, file_name, folder)
         VALUES (?1, (SELECT coalesce(max(position), 0) + 1 FROM presets),
            ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key,
            description = excluded.description, tag = excluded.tag, colour = excluded.colour,
            export = excluded.export, connection_name = excluded.connection_name,
            people_names = excluded.people_names, filter_names = excluded.filter_names,
            file_name = excluded.file_name, folder = excluded.folder",
    )?
    .execute(params![
        preset.id,
        preset.name,
        name_key(&preset.name),
        preset.description,
        preset.tag,
        preset.colour.as_ref().map(to_word).transpose()?,
        to_json(&preset.export)?,
        preset.connection_name,
        to_json(&preset.people_names)?,
        to_json(&preset.filter_names)?,
        preset.file_name,
        preset
            .folder
            .as_ref()
            .map(|folder| folder.to_string_lossy()),
    ])?;
    Ok(())
}

fn is_there(db: &Connection, id: &str) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT EXISTS (SELECT 1 FROM presets WHERE id = ? AND removed_at IS NULL)")?
        .query_row([id], |row| row.get(0))
}

impl Store {
    /// The presets, in their order.
    pub(crate) async fn presets(&self) -> Result<Vec<StoredPreset>, Problem> {
        self.call(|db| {
            let select = format!(
                "{SELECT} WHERE presets.removed_at IS NULL ORDER BY position, presets.sequence"
            );
            let mut statement = db.prepare_cached(&select)?;
            let mut rows = statement.query([])?;
            let mut presets = Vec::new();
            while let Some(row) = rows.next()? {
                match read(row) {
                    Err(error) if is_of_one_row(&error) => {
                        tracing::warn!(%error, "a preset can't be read and is left out");
                    }
                    preset => presets.push(preset?),
                }
            }
            Ok(presets)
        })
        .await
    }

    /// The preset of an id.
    pub(crate) async fn preset(&self, id: &str) -> Result<Option<StoredPreset>, Problem> {
        let id = id.to_owned();
        self.call(move |db| {
            let select = format!("{SELECT} WHERE presets.id = ? AND presets.removed_at IS NULL");
            db.prepare_cached(&select)?.query_row([id], read).optional()
        })
        .await
    }

    /// Stores a new preset at the end of the list, or the changes to one.
    pub(crate) async fn put_preset(
        &self,
        preset: StoredPreset,
        new: bool,
    ) -> Result<PresetStored, Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if is_taken(&transaction, &preset.name, &preset.id)? {
                return Ok(PresetStored::NameTaken);
            }
            if !new && !is_there(&transaction, &preset.id)? {
                return Ok(PresetStored::Missing);
            }
            put(&transaction, &preset)?;
            transaction.commit()?;
            Ok(PresetStored::Done)
        })
        .await
    }

    /// Stores new presets at the end of the list, all or none, under names that are free.
    pub(crate) async fn add_presets(&self, presets: Vec<StoredPreset>) -> Result<(), Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for mut preset in presets {
                preset.name = free_name(&transaction, &preset.name, &preset.id)?;
                put(&transaction, &preset)?;
            }
            transaction.commit()
        })
        .await
    }

    /// Gives presets another connection. Gives the ids of those that are there.
    pub(crate) async fn connect_presets(
        &self,
        ids: Vec<String>,
        connection_id: String,
        connection_name: String,
    ) -> Result<Vec<String>, Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut connected = Vec::with_capacity(ids.len());
            for id in ids {
                let changed = transaction
                    .prepare_cached(
                        "UPDATE presets SET export = json_set(export, '$.connectionId', ?2),
                            connection_name = ?3
                         WHERE id = ?1 AND removed_at IS NULL",
                    )?
                    .execute(params![id, connection_id, connection_name])?;
                if changed == 1 {
                    connected.push(id);
                }
            }
            transaction.commit()?;
            Ok(connected)
        })
        .await
    }

    /// Stores a copy right after its original, under a name like this that is free. False when the
    /// original is not there any more.
    pub(crate) async fn copy_preset(
        &self,
        of: &str,
        id: String,
        name: String,
    ) -> Result<bool, Problem> {
        let of = of.to_owned();
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let position: Option<i64> = transaction
                .query_row(
                    "SELECT position FROM presets WHERE id = ? AND removed_at IS NULL",
                    [&of],
                    |row| row.get(0),
                )
                .optional()?;
            let Some(position) = position else {
                return Ok(false);
            };
            transaction.execute(
                "UPDATE presets SET position = position + 1 WHERE position > ?",
                [position],
            )?;
            let name = free_name(&transaction, &name, &id)?;
            transaction.execute(
                "INSERT INTO presets (id, position, name, name_key, description, tag, colour, export,
                    connection_name, people_names, filter_names, file_name, folder)
                 SELECT ?2, ?3, ?4, ?5, description, tag, colour, export, connection_name,
                    people_names, filter_names, file_name, folder FROM presets WHERE id = ?1",
                params![of, id, position + 1, name, name_key(&name)],
            )?;
            transaction.commit()?;
            Ok(true)
        })
        .await
    }

    /// Puts the presets in this order. Those that are not named follow, as they were.
    pub(crate) async fn arrange_presets(&self, ids: Vec<String>) -> Result<(), Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let all: Vec<String> = transaction
                .prepare_cached("SELECT id FROM presets ORDER BY position, sequence")?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let named: HashSet<&String> = ids.iter().collect();
            let others = all.iter().filter(|id| !named.contains(id));
            {
                let mut place =
                    transaction.prepare_cached("UPDATE presets SET position = ? WHERE id = ?")?;
                for (position, id) in (1_i64..).zip(ids.iter().chain(others)) {
                    place.execute(params![position, id])?;
                }
            }
            transaction.commit()
        })
        .await
    }

    /// Takes presets off the list, and gives those that were on it. Those that were taken off long ago
    /// are forgotten.
    pub(crate) async fn remove_presets(
        &self,
        ids: Vec<String>,
        now: i64,
    ) -> Result<Vec<String>, Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // A moment in the future is from a clock that was set back since.
            transaction.execute(
                "DELETE FROM presets WHERE removed_at <= ?1 OR removed_at > ?2",
                [now.saturating_sub(KEPT), now],
            )?;
            let mut removed = Vec::new();
            for id in ids {
                let changed = transaction
                    .prepare_cached(
                        "UPDATE presets SET removed_at = ?2 WHERE id = ?1 AND removed_at IS NULL",
                    )?
                    .execute(params![id, now])?;
                if changed == 1 {
                    removed.push(id);
                }
            }
            transaction.commit()?;
            Ok(removed)
        })
        .await
    }

    /// Puts presets back where they were, under another name when theirs was taken meanwhile. Gives
    /// those that could be.
    pub(crate) async fn restore_presets(&self, ids: Vec<String>) -> Result<Vec<String>, Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut restored = Vec::new();
            for id in ids {
                let name: Option<String> = transaction
                    .query_row(
                        "SELECT name FROM presets WHERE id = ? AND removed_at IS NOT NULL",
                        [&id],
                        |row| row.get(0),
                    )
                    .optional()?;
                let Some(name) = name else { continue };
                let name = free_name(&transaction, &name, &id)?;
                transaction.execute(
                    "UPDATE presets SET removed_at = NULL, name = ?2, name_key = ?3 WHERE id = ?1",
                    params![id, name, name_key(&name)],
                )?;
                restored.push(id);
            }
            transaction.commit()?;
            Ok(restored)
        })
        .await
    }

    /// Remembers the last run of a preset.
    pub(crate) async fn mark_preset(&self, id: &str, run_id: &str, at: i64) -> Result<(), Problem> {
        let (id, run_id) = (id.to_owned(), run_id.to_owned());
        self.call(move |db| {
            db.prepare_cached(
                "UPDATE presets SET last_run_id = ?2, last_run_at = ?3 WHERE id = ?1",
            )?
            .execute(params![id, run_id, at])?;
            Ok(())
        })
        .await
    }
}
