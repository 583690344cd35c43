use std::collections::HashSet;
use std::path::PathBuf;

use export_formats::Contents;
use rusqlite::{OptionalExtension, Row, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::{Store, is_of_one_row, json, readable, to_json, to_word, word};
use crate::model::{ExportRequest, Period, Phase, Problem, ProblemKind, RunPart, SavedFile};
use crate::run::Target;
use crate::search;

/// A run as stored: the snapshot from which it can go on after any end of the process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RunRecord {
    /// The order in which runs were asked for; 0 until it is stored.
    pub(crate) sequence: i64,
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) owner: String,
    pub(crate) request: ExportRequest,
    /// The connection's name, which outlives the connection.
    pub(crate) connection_name: String,
    /// Which part of a longer period it is.
    pub(crate) part_of: Option<RunPart>,
    pub(crate) phase: Phase,
    pub(crate) steps: Vec<(Phase, i64)>,
    pub(crate) created_at: i64,
    /// The remote job's ids: workflow and run.
    pub(crate) job: Option<(String, String)>,
    pub(crate) remote: Remote,
    pub(crate) target: Target,
    /// The download, when a file for it was made.
    pub(crate) part: Option<Part>,
    /// The parts of a longer period that become one file; the download above is of the one under way.
    pub(crate) joined: Option<Joined>,
    /// The file that was made of the download, when it is another and not in its place yet.
    pub(crate) made: Option<MadeFile>,
    pub(crate) saved: Option<SavedFile>,
    pub(crate) problem: Option<Problem>,
}

/// Whether the service may be working on the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Remote {
    /// It was never asked.
    None,
    /// It may be: the job counts as running.
    Open,
    /// It is done with it.
    Closed,
}

/// What a run is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// A file for the person, who finds the run in the list.
    File,
    /// To learn something: the run is never listed, and forgotten once it is done.
    Learning,
}

/// A download on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) path: PathBuf,
    /// The version of the service's file that it is the beginning of, when it can be continued.
    pub(crate) etag: Option<String>,
    /// Set once it is whole and checked.
    pub(crate) whole: Option<WholePart>,
}

impl Part {
    /// A download that has not begun.
    pub(crate) fn empty(path: PathBuf) -> Part {
        Part {
            path,
            etag: None,
            whole: None,
        }
    }
}

/// What is known of a whole download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WholePart {
    pub(crate) bytes: u64,
    /// Nanoseconds since 1970. With the length it identifies the file after its rename.
    pub(crate) mtime: i64,
    pub(crate) contents: Contents,
}

/// A whole file that was made of the download and lies beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MadeFile {
    /// Nanoseconds since 1970. With the length it identifies the file after its rename.
    pub(crate) mtime: i64,
    /// What it will be to the person, its length included.
    pub(crate) saved: SavedFile,
}

/// The parts of a longer period that become one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Joined {
    /// In their order. Written down, so that a version that cuts periods in another way can go on.
    pub(crate) periods: Vec<Period>,
    /// The whole downloads of the first of them. The one after them is under way.
    pub(crate) gathered: Vec<Gathered>,
}

/// A whole download of a part that waits for the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Gathered {
    pub(crate) path: PathBuf,
    /// As in [`WholePart`].
    pub(crate) bytes: u64,
    /// As in [`WholePart`].
    pub(crate) mtime: i64,
    pub(crate) rows: u64,
    pub(crate) columns: Vec<String>,
}

impl Joined {
    /// The part under way.
    pub(crate) fn period(&self) -> Option<Period> {
        self.periods.get(self.gathered.len()).copied()
    }

    /// Whether no part comes after the one under way.
    pub(crate) fn is_last(&self) -> bool {
        self.gathered.len() + 1 >= self.periods.len()
    }
}

impl RunRecord {
    /// The downloads of a joined file's parts before the one under way.
    pub(crate) fn gathered(&self) -> &[Gathered] {
        self.joined.as_ref().map_or(&[], |joined| &joined.gathered)
    }

    /// What all that was downloaded holds, once the part under way is whole: columns in the order in which they
    /// came first.
    pub(crate) fn contents(&self) -> Option<Contents> {
        let last = &self.part.as_ref()?.whole.as_ref()?.contents;
        let mut contents = Contents {
            rows: 0,
            columns: Vec::new(),
        };
        let earlier = self
            .gathered()
            .iter()
            .map(|part| (part.rows, &part.columns));
        for (rows, columns) in earlier.chain([(last.rows, &last.columns)]) {
            contents.rows += rows;
            for column in columns {
                if !contents.columns.contains(column) {
                    contents.columns.push(column.clone());
                }
            }
        }
        Some(contents)
    }
}

/// A path for a TEXT column. Front ends refuse paths that are not Unicode.
pub(super) fn path_text(path: &std::path::Path) -> String {
    path.to_string_lossy().into_owned()
}

pub(super) fn read(row: &Row) -> rusqlite::Result<RunRecord> {
    let workflow_id: Option<String> = row.get("workflow_id")?;
    let job_id: Option<String> = row.get("job_id")?;
    let target: String = row.get("target")?;
    let part: Option<String> = row.get("part")?;
    let etag = row.get("part_etag")?;
    let bytes: Option<i64> = row.get("part_bytes")?;
    let mtime: Option<i64> = row.get("part_mtime")?;
    let has = |name| row.get::<_, Option<String>>(name).map(|v| v.is_some());
    let whole = match (bytes, mtime) {
        (Some(bytes), Some(mtime)) if has("contents")? => Some(WholePart {
            bytes: bytes.cast_unsigned(),
            mtime,
            contents: {
                let (rows, columns) = json(row, "contents")?;
                Contents { rows, columns }
            },
        }),
        _ => None,
    };
    Ok(RunRecord {
        sequence: row.get("sequence")?,
        id: row.get("id")?,
        account: row.get("account")?,
        owner: row.get("owner")?,
        request: json(row, "request")?,
        connection_name: row.get("connection_name")?,
        part_of: if has("part_of")? {
            Some(json(row, "part_of")?)
        } else {
            None
        },
        phase: word(row, "phase")?,
        steps: json(row, "steps")?,
        created_at: row.get("created_at")?,
        job: workflow_id.zip(job_id),
        remote: word(row, "remote")?,
        target: Target {
            path: PathBuf::from(target),
            overwrite: row.get("overwrite")?,
        },
        part: part.map(|path| Part {
            path: PathBuf::from(path),
            etag,
            whole,
        }),
        joined: if has("joined")? {
            Some(json(row, "joined")?)
        } else {
            None
        },
        made: if has("made")? {
            Some(json(row, "made")?)
        } else {
            None
        },
        saved: if has("saved")? {
            Some(json(row, "saved")?)
        } else {
            None
        },
        problem: if has("problem")? {
            // One of a newer version's problems must not hide the run.
            Some(json(row, "problem").unwrap_or_else(|_| ProblemKind::Internal.into()))
        } else {
            None
        },
    })
}

/// The phases in which nothing more happens by itself, in SQL.
pub(super) const ENDED: &str = "('saved', 'failed', 'cancelled', 'interrupted')";

/// What came of storing a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stored {
    /// It is stored.
    Listed,
    /// It is stored, and the person took it off the list.
    Removed,
    /// It belongs to another owner or is not there any more: nothing is stored.
    NotOurs,
}

/// What came of a run's wish for a job's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Claim {
    /// It has one.
    Taken,
    /// It is the first in line, and no place is free.
    Full,
    /// Another run is before it.
    Behind,
}

const WRITE: &str = "
    UPDATE runs SET account = ?2, phase = ?4, steps = ?5, workflow_id = ?6, job_id = ?7,
        remote = ?8, target = ?9, overwrite = ?10, part = ?11, part_bytes = ?12, part_mtime = ?13,
        contents = ?14, saved = ?15, problem = ?16, part_etag = ?17, made = ?18,
        joined = ?19
    WHERE id = ?1 AND owner = ?3
    RETURNING removed_at IS NOT NULL";

fn write(db: &rusqlite::Connection, run: &RunRecord) -> rusqlite::Result<Stored> {
    let (workflow_id, job_id) = run.job.clone().unzip();
    let whole = run.part.as_ref().and_then(|part| part.whole.as_ref());
    let removed: Option<bool> = db
        .prepare_cached(WRITE)?
        .query_row(
            params![
                run.id,
                run.account,
                run.owner,
                to_word(&run.phase)?,
                to_json(&run.steps)?,
                workflow_id,
                job_id,
                to_word(&run.remote)?,
                path_text(&run.target.path),
                run.target.overwrite,
                run.part.as_ref().map(|part| path_text(&part.path)),
                whole.map(|whole| whole.bytes.cast_signed()),
                whole.map(|whole| whole.mtime),
                whole
                    .map(|whole| to_json(&(whole.contents.rows, &whole.contents.columns)))
                    .transpose()?,
                run.saved.as_ref().map(to_json).transpose()?,
                run.problem.as_ref().map(to_json).transpose()?,
                run.part.as_ref().and_then(|part| part.etag.as_deref()),
                run.made.as_ref().map(to_json).transpose()?,
                run.joined.as_ref().map(to_json).transpose()?,
            ],
            |row| row.get(0),
        )
        .optional()?;
    Ok(match removed {
        Some(false) => Stored::Listed,
        Some(true) => Stored::Removed,
        None => Stored::NotOurs,
    })
}

fn insert(db: &rusqlite::Connection, run: &RunRecord, purpose: Purpose) -> rusqlite::Result<()> {
    // Only ended runs are taken off the list by a person.
    let removed_at = match purpose {
        Purpose::File => None,
        Purpose::Learning => Some(run.created_at.max(1)),
    };
    db.prepare_cached(
        "INSERT INTO runs (id, account, owner, request, connection_name, part_of, phase, steps,
            created_at, remote, target, overwrite, part, joined, removed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        run.id,
        run.account,
        run.owner,
        to_json(&run.request)?,
        run.connection_name,
        run.part_of.as_ref().map(to_json).transpose()?,
        to_word(&run.phase)?,
        to_json(&run.steps)?,
        run.created_at,
        to_word(&run.remote)?,
        path_text(&run.target.path),
        run.target.overwrite,
        run.part.as_ref().map(|part| path_text(&part.path)),
        run.joined.as_ref().map(to_json).transpose()?,
        removed_at,
    ])?;
    Ok(())
}

/// What a run is found by.
fn write_search(db: &rusqlite::Connection, run: &RunRecord) -> rusqlite::Result<()> {
    db.prepare_cached(
        "INSERT OR REPLACE INTO run_search (sequence, connection_id, connection, words)
         SELECT sequence, ?2, ?3, ?4 FROM runs WHERE id = ?1",
    )?
    .execute(params![
        run.id,
        run.request.connection_id,
        search::fold(&run.connection_name),
        search::words_of(&run.request, &run.target.path),
    ])?;
    Ok(())
}

impl Store {
    /// Stores runs that are new, with nothing downloaded yet: all of them or none. Gives the place of each in the
    /// order of runs.
    pub(crate) async fn insert_runs(
        &self,
        runs: Vec<RunRecord>,
        purpose: Purpose,
    ) -> Result<Vec<i64>, Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut sequences = Vec::with_capacity(runs.len());
            for run in &runs {
                insert(&transaction, run, purpose)?;
                sequences.push(transaction.last_insert_rowid());
                write_search(&transaction, run)?;
            }
            transaction.commit()?;
            Ok(sequences)
        })
        .await
    }

    /// Stores a run as it is now.
    pub(crate) async fn put_run(&self, run: RunRecord) -> Result<Stored, Problem> {
        self.call(move |db| write(db, &run)).await
    }

    /// Stores a run that takes a job's place, when fewer than `most` jobs of its account may be running and it is
    /// the first in line of its owner and account: those of the `first` ids, then the earliest. A part of a longer
    /// period waits for the parts before it, and holds nobody else up meanwhile.
    pub(crate) async fn claim_job(
        &self,
        run: RunRecord,
        most: u32,
        first: HashSet<String>,
    ) -> Result<Claim, Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let line: Vec<String> = transaction
                .prepare_cached(&format!(
                    "SELECT id FROM runs AS run
                     WHERE account = ? AND owner = ? AND phase = 'queued' AND remote <> 'open'
                        AND NOT EXISTS (SELECT 1 FROM runs AS earlier
                            WHERE earlier.part_of ->> 'group' = run.part_of ->> 'group'
                                AND earlier.sequence < run.sequence AND earlier.phase NOT IN {ENDED})
                     ORDER BY sequence"
                ))?
                .query_map([&run.account, &run.owner], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let next = line.iter().find(|id| first.contains(*id)).or(line.first());
            if next != Some(&run.id) {
                return Ok(Claim::Behind);
            }
            let open: u32 = transaction.query_row(
                "SELECT count(*) FROM runs WHERE account = ? AND remote = 'open'",
                [&run.account],
                |row| row.get(0),
            )?;
            if open >= most || write(&transaction, &run)? == Stored::NotOurs {
                return Ok(Claim::Full);
            }
            transaction.commit()?;
            Ok(Claim::Taken)
        })
        .await
    }

    /// The runs of a group that are not at their end.
    pub(crate) async fn live_parts(&self, group: &str) -> Result<Vec<String>, Problem> {
        let group = group.to_owned();
        self.call(move |db| {
            db.prepare_cached(&format!(
                "SELECT id FROM runs WHERE part_of IS NOT NULL AND part_of ->> 'group' = ?
                    AND phase NOT IN {ENDED} ORDER BY sequence"
            ))?
            .query_map([group], |row| row.get(0))?
            .collect()
        })
        .await
    }

    /// The run of an id, unless it was taken off the list.
    pub(crate) async fn run(&self, id: &str) -> Result<Option<RunRecord>, Problem> {
        let id = id.to_owned();
        self.call(move |db| {
            db.prepare_cached("SELECT * FROM runs WHERE id = ? AND removed_at IS NULL")?
                .query_row([id], read)
                .optional()
        })
        .await
    }

    /// Runs of a connection that are not at their end.
    pub(crate) async fn has_live_runs(&self, connection_id: &str) -> Result<bool, Problem> {
        let id = connection_id.to_owned();
        self.call(move |db| {
            db.query_row(
                "SELECT EXISTS (SELECT 1 FROM runs WHERE json_valid(request)
                    AND request ->> 'connectionId' = ?
                    AND phase NOT IN ('saved', 'failed', 'cancelled', 'interrupted'))",
                [id],
                |row| row.get(0),
            )
        })
        .await
    }

    /// How many listed runs of an owner are not at their end.
    pub(crate) async fn live_runs(&self, owner: &str) -> Result<u32, Problem> {
        let owner = owner.to_owned();
        self.call(move |db| {
            db.query_row(
                "SELECT count(*) FROM runs WHERE owner = ? AND removed_at IS NULL
                    AND phase NOT IN ('saved', 'failed', 'cancelled', 'interrupted')",
                [owner],
                |row| row.get(0),
            )
        })
        .await
    }

    /// Owners of runs that still need minding, but for `me`.
    pub(crate) async fn other_owners(&self, me: &str) -> Result<Vec<String>, Problem> {
        let me = me.to_owned();
        self.call(move |db| {
            db.prepare(
                "SELECT DISTINCT owner FROM runs WHERE owner <> ? AND (remote = 'open'
                    OR phase NOT IN ('saved', 'failed', 'cancelled', 'interrupted'))",
            )?
            .query_map([me], |row| row.get(0))?
            .collect()
        })
        .await
    }

    /// Takes over the runs of an owner that is gone, those that need minding; oldest first.
    pub(crate) async fn adopt_runs(&self, from: &str, me: &str) -> Result<Vec<RunRecord>, Problem> {
        let (from, me) = (from.to_owned(), me.to_owned());
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let ids: Vec<String> = transaction
                .prepare(
                    "UPDATE runs SET owner = ?2 WHERE owner = ?1 AND (remote = 'open'
                        OR phase NOT IN ('saved', 'failed', 'cancelled', 'interrupted'))
                     RETURNING id",
                )?
                .query_map([&from, &me], |row| row.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            let mut runs = Vec::with_capacity(ids.len());
            for id in ids {
                match transaction.query_row("SELECT * FROM runs WHERE id = ?", [&id], read) {
                    Ok(run) => runs.push(run),
                    Err(error) if is_of_one_row(&error) => {
                        // Nobody can go on with it, so it must hold up nothing: no place, no end.
                        tracing::warn!(run = %id, %error, "a run can't be read and is set aside");
                        transaction.execute(
                            "UPDATE runs SET phase = 'interrupted', remote = 'closed' WHERE id = ?",
                            [&id],
                        )?;
                    }
                    Err(error) => return Err(error),
                }
            }
            transaction.commit()?;
            runs.sort_by_key(|run: &RunRecord| run.created_at);
            Ok(runs)
        })
        .await
    }

    /// Stores an ended run as it goes on here, when it is still as it was `before`. False when
    /// somebody else went on with it meanwhile: nothing is stored.
    pub(crate) async fn revive_run(
        &self,
        before: RunRecord,
        now: RunRecord,
    ) -> Result<bool, Problem> {
        self.call(move |db| {
            let transaction = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let stored = transaction
                .query_row(
                    "SELECT * FROM runs WHERE id = ? AND removed_at IS NULL",
                    [&before.id],
                    read,
                )
                .optional()?;
            let unchanged =
                stored.is_some_and(|now| now.phase == before.phase && now.steps == before.steps);
            if unchanged {
                transaction.execute(
                    "UPDATE runs SET owner = ?2 WHERE id = ?1",
                    [&now.id, &now.owner],
                )?;
                write(&transaction, &now)?;
                write_search(&transaction, &now)?;
            }
            transaction.commit()?;
            Ok(unchanged)
        })
        .await
    }

    /// The runs of an account whose jobs may be running, but for those that `me` minds.
    pub(crate) async fn others_open(
        &self,
        account: &str,
        me: &str,
    ) -> Result<Vec<RunRecord>, Problem> {
        let (account, me) = (account.to_owned(), me.to_owned());
        self.call(move |db| {
            let mut open = db.prepare_cached(
                "SELECT * FROM runs WHERE account = ? AND remote = 'open' AND owner <> ?",
            )?;
            readable(open.query_map([account, me], read)?, "a run")
        })
        .await
    }

    /// Gives back the place of a job that is done, whoever minds its run.
    pub(crate) async fn free_place(&self, id: &str) -> Result<(), Problem> {
        let id = id.to_owned();
        self.call(move |db| {
            db.execute(
                "UPDATE runs SET remote = 'closed' WHERE id = ? AND remote = 'open'",
                [id],
            )?;
            Ok(())
        })
        .await
    }
}
