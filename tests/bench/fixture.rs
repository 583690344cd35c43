//! What an eager company has after some years: made of what the app itself writes for one export, many times over.

use std::fs::File;

use anyhow::{Context, Result};
use practice_server::{PracticeConfig, PracticeServer};
use rusqlite::{Connection, Transaction, params};

use crate::harness::{Machine, Window, quick_practice};

pub(crate) const AGENTS: usize = 5_000;
pub(crate) const TEAMS: usize = 400;
pub(crate) const COLUMNS: usize = 500;
pub(crate) const PRESETS: usize = 2_000;
pub(crate) const RUNS: usize = 20_000;

const MILLIS_OF_DAY: i64 = 86_400_000;
/// So many exports on a day.
const RUNS_OF_DAY: i64 = 30;

const FIRST: [&str; 10] = [
    "Ayşe", "İbrahim", "Zoë", "Łukasz", "Maria", "José", "Chloé", "Jürgen", "Olivia", "Mehmet",
];
const LAST: [&str; 10] = [
    "Yılmaz",
    "Müller",
    "García",
    "Nowak",
    "O’Brien",
    "Dubois",
    "Şahin",
    "Smith",
    "Rossi",
    "Kaya",
];
const RULES: [&str; 5] = [
    r#"{"name":"previous_month"}"#,
    r#"{"name":"previous_week"}"#,
    r#"{"name":"yesterday"}"#,
    r#"{"name":"quarter_so_far"}"#,
    r#"{"name":"last_days","days":30}"#,
];
const COLOURS: [Option<&str>; 4] = [None, Some("red"), Some("green"), Some("blue")];

/// The practice service with a company of that size.
pub(crate) fn practice() -> PracticeConfig {
    PracticeConfig {
        agents: AGENTS,
        teams: TEAMS,
        ..quick_practice()
    }
}

/// Connects an account and makes one export in the window, and multiplies in the database what that wrote.
pub(crate) async fn fill(machine: &Machine, service: &PracticeServer) -> Result<()> {
    let window = Window::open(machine, &[]).await?;
    window.connect(service).await?;
    let first = machine.documents().join("export.xlsx");
    window.export_to(&first).await?;
    window.reaches("saved").await?;
    window.press("New export").await?;
    window.close().await?;

    let mut database =
        Connection::open(machine.data_home().join("care-exporter/care-exporter.db"))?;
    let transaction = database.transaction()?;
    runs(&transaction, machine)?;
    presets(&transaction)?;
    agents(&transaction)?;
    columns(&transaction)?;
    transaction.commit()?;
    Ok(())
}

/// Past exports like the first, each with a file that is there; every fiftieth did not succeed.
fn runs(transaction: &Transaction<'_>, machine: &Machine) -> Result<()> {
    let mut run = transaction.prepare(
        "INSERT INTO runs (id, account, owner, request, connection_name, phase, steps, created_at, remote, target,
            overwrite, contents, saved)
         SELECT ?1, account, owner,
            json_set(request, '$.columns', json(?5), '$.period', json(?6)), connection_name, ?2, steps,
            created_at - ?3, remote, ?4, overwrite, contents, iif(?2 = 'saved', json_set(saved, '$.path', ?4), NULL)
         FROM runs ORDER BY sequence LIMIT 1",
    )?;
    let mut words = transaction.prepare(
        "INSERT INTO run_search (sequence, connection_id, connection, words)
         SELECT last_insert_rowid(), connection_id, connection, ?1 || char(10) || words
         FROM run_search ORDER BY sequence LIMIT 1",
    )?;
    for number in 1..RUNS {
        let name = format!("agents {number:05}.xlsx");
        let path = machine.documents().join(&name);
        File::create(&path)?;
        let phase = match number % 50 {
            7 => "failed",
            33 => "cancelled",
            _ => "saved",
        };
        let back = (RUNS - number) as i64 * MILLIS_OF_DAY / RUNS_OF_DAY;
        let columns: Vec<String> = (0..number % 12).map(column).collect();
        let month = 1 + number % 12;
        let period =
            format!(r#"{{"kind":"days","from":"2026-{month:02}-01","to":"2026-{month:02}-28"}}"#);
        run.execute(params![
            format!("{number:08x}-0000-4000-8000-000000000000"),
            phase,
            back,
            path.to_str().context("the path is UTF-8")?,
            serde_json::to_string(&columns)?,
            period,
        ])?;
        words.execute([format!("{name}\n{}", columns.join("\n"))])?;
    }
    Ok(())
}

fn presets(transaction: &Transaction<'_>) -> Result<()> {
    let mut preset = transaction.prepare(
        "INSERT INTO presets (id, position, name, name_key, description, tag, colour, export, connection_name,
            people_names, file_name, last_run_id, last_run_at)
         SELECT ?1, ?2, ?3, lower(?3), ?4, ?5, ?6,
            json_set(request, '$.period', json_object('kind', 'rule', 'rule', json(?7), 'weekStart', 'monday')),
            connection_name, '{}', '{preset} {from} to {to}', ?8, created_at
         FROM runs ORDER BY sequence LIMIT 1",
    )?;
    for number in 0..PRESETS {
        // Not in the order of the alphabet.
        let shuffled = number * 733 % PRESETS;
        let place = LAST[number % 10];
        preset.execute(params![
            format!("{number:08x}-0000-4000-9000-000000000000"),
            number as i64 + 1,
            format!("{place} report {shuffled:04}"),
            format!("For the people of {place}, who look at it on Mondays"),
            (number % 3 > 0).then(|| format!("Region {:02}", number % 20)),
            COLOURS[number % 4],
            RULES[number % 5],
            (number % 4 > 0).then(|| format!("{:08x}-0000-4000-8000-000000000000", 1 + number)),
        ])?;
    }
    Ok(())
}

fn agents(transaction: &Transaction<'_>) -> Result<()> {
    let agents: Vec<serde_json::Value> = (0..AGENTS)
        .map(|number| {
            let (first, last) = (FIRST[number % 10], LAST[number / 10 % 10]);
            serde_json::json!({
                "id": format!("{}", 100_000 + number * 7),
                "name": format!("{first} {last} {number:04}"),
                "email": format!("agent.{number:04}@contact-centre.example"),
            })
        })
        .collect();
    transaction.execute(
        "INSERT OR REPLACE INTO agents (connection_id, learned_at, agents)
         SELECT id, (SELECT max(created_at) FROM runs), ?1 FROM connections",
        [serde_json::to_string(&agents)?],
    )?;
    Ok(())
}

/// Columns that came in files. The documented ones are beside them.
fn columns(transaction: &Transaction<'_>) -> Result<()> {
    let mut learned = transaction.prepare(
        "INSERT OR IGNORE INTO learned_columns (connection_id, report, name, learned_at)
         SELECT id, 'user', ?1, (SELECT max(created_at) FROM runs) FROM connections",
    )?;
    for number in 0..COLUMNS {
        learned.execute([column(number)])?;
    }
    Ok(())
}

fn column(number: usize) -> String {
    let of = ["queue", "skill", "tag", "survey", "channel"][number % 5];
    format!("custom_{of}_metric_{number:03}")
}
