//! What a window takes while nobody does anything.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::harness::{Machine, marked_processes};
use crate::paint;

/// What a window still does after it is painted is not idleness: it may load the other pages.
const SETTLING: Duration = Duration::from_secs(10);
/// How long it is watched.
const WATCHED: Duration = Duration::from_secs(30);
/// Clock ticks of a second, in which Linux counts the time of processors.
const TICKS: f64 = 100.0;

/// What a window takes, its web processes included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Idle {
    /// Percent of one processor.
    pub(crate) processor: f64,
    /// MiB of memory; what processes share is divided between them.
    pub(crate) memory: f64,
}

/// Opens a window and watches it.
pub(crate) async fn idle(
    machine: &Machine,
    program: &Path,
    shows: fn(&HashSet<u32>) -> bool,
) -> Result<Idle> {
    let command = machine.program(name_of(program)?);
    let (_program, _) = paint::open(machine, command, [shows])?;
    tokio::time::sleep(SETTLING).await;
    let before = ticks(machine, program)?;
    tokio::time::sleep(WATCHED).await;
    let after = ticks(machine, program)?;
    let seconds = (after - before) as f64 / TICKS;
    Ok(Idle {
        processor: 100.0 * seconds / WATCHED.as_secs_f64(),
        memory: memory(machine, program)?,
    })
}

/// A path as the harness takes the names of programs.
pub(crate) fn name_of(program: &Path) -> Result<&str> {
    program.to_str().context("the path is UTF-8")
}

/// The ids of a window's processes.
fn processes(machine: &Machine, program: &Path) -> Result<Vec<i32>> {
    let name = name_of(program)?;
    let found: Vec<i32> = marked_processes(&machine.mark())
        .into_iter()
        .filter(|process| {
            let words = process.words();
            words.starts_with(name) || words.contains("/WebKit")
        })
        .map(|process| process.id)
        .collect();
    ensure!(found.len() >= 3, "the window has {} processes", found.len());
    Ok(found)
}

fn ticks(machine: &Machine, program: &Path) -> Result<u64> {
    let mut sum = 0;
    for id in processes(machine, program)? {
        let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
        // The name before it may hold spaces.
        let (_, fields) = stat.rsplit_once(')').context("a process's figures")?;
        let fields: Vec<&str> = fields.split_whitespace().collect();
        for place in [11, 12] {
            sum += fields.get(place).context("its time")?.parse::<u64>()?;
        }
    }
    Ok(sum)
}

fn memory(machine: &Machine, program: &Path) -> Result<f64> {
    let mut kib = 0;
    for id in processes(machine, program)? {
        let shares = fs::read_to_string(format!("/proc/{id}/smaps_rollup"))?;
        let share = shares.lines().find_map(|line| line.strip_prefix("Pss:"));
        let share = share.and_then(|text| text.trim().strip_suffix(" kB"));
        kib += share.context("its memory")?.parse::<u32>()?;
    }
    Ok(f64::from(kib) / 1024.0)
}
