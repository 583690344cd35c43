//! A look inside saved files: their rows by number and what their columns hold, in pieces small enough
//! for a window.
//!
//! What is known of a file is gathered while it is made and kept in the database; it takes tens of
//! kilobytes, whatever the file's length. What is not known is gathered by one reading: of a download
//! that is the file itself only the places of its rows are known before somebody looks.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;

use export_formats::{
    FileKind, GroupBy, Look, LookError, Part, RowIndex, Separator, Statistics, StatisticsOptions,
    survey,
};
use serde::{Deserialize, Serialize};

use crate::columns;
use crate::engine::Engine;
use crate::model::{
    CsvReader, FileFormat, FileOptions, PreviewColumn, PreviewGroup, PreviewPart, PreviewRows,
    PreviewSummary, PreviewTimes, PreviewValue, Problem, ProblemKind, Separator as Between,
};
use crate::store::RunRecord;

/// The most rows in one answer.
const MOST_ROWS: u32 = 200;
/// The most columns in one answer.
const MOST_COLUMNS: u32 = 100;
/// The most bytes of a value in an answer with many.
const LONGEST_CELL: usize = 300;
/// The most bytes of a value that was asked for by itself.
const LONGEST_VALUE: usize = 1024 * 1024;
/// The most agents, or teams, whose times are told apart.
const MOST_GROUPS: usize = 500;
/// The most columns by which times are told.
const MOST_GROUPINGS: usize = 4;
/// Rows up to here are read from the start of a file of which nothing is known yet.
const FIRST_ROWS: u64 = 10_000;

/// What is known of a saved file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Known {
    index: RowIndex,
    statistics: Option<Statistics>,
}

impl Known {
    /// What was found out about a file, when it can be looked into.
    pub(crate) fn of(index: Option<RowIndex>, statistics: Option<Statistics>) -> Option<Known> {
        let index = index?;
        Some(Known { index, statistics })
    }
}

/// What is kept of the file that was looked into last.
pub(crate) type Recent = Option<(String, Arc<Known>)>;

/// What is to be found out about a file, of which these columns are known.
pub(crate) fn statistics(columns: &[String]) -> StatisticsOptions {
    let group = |key: &str, label: Option<&str>| GroupBy {
        key: key.to_owned(),
        label: label.map(str::to_owned),
        most: MOST_GROUPS,
    };
    let has = |name: &str| columns.iter().any(|column| column == name);
    let agent = if has("agent_name") && !has("agent_id") {
        group("agent_name", None)
    } else {
        group("agent_id", Some("agent_name"))
    };
    // Companies name the column of the team themselves.
    let teams = columns
        .iter()
        .filter(|name| name.to_lowercase().contains("team"))
        .map(|name| group(name, None));
    StatisticsOptions {
        groups: std::iter::once(agent)
            .chain(teams)
            .take(MOST_GROUPINGS)
            .collect(),
    }
}

/// How a file's rows are read.
fn kind(file: &FileOptions) -> FileKind {
    match file.format {
        FileFormat::Excel => FileKind::Excel,
        FileFormat::Json => FileKind::Json,
        FileFormat::JsonLines => FileKind::JsonLines,
        FileFormat::Csv => FileKind::Csv(match (file.csv.reader, file.csv.separator) {
            (CsvReader::Excel, Between::Semicolon) => Separator::Semicolon,
            _ => Separator::Comma,
        }),
    }
}

impl Engine {
    /// What a run's file holds, in figures. A file that nothing is known of is read once for it.
    ///
    /// # Errors
    /// [`ProblemKind::FileMoved`], [`ProblemKind::FileChanged`], and those of reading.
    pub async fn preview_summary(&self, run_id: &str) -> Result<PreviewSummary, Problem> {
        let (record, path) = self.saved_run(run_id).await?;
        if record.saved.as_ref().is_some_and(|saved| saved.rows == 0) {
            return Ok(summary_without_rows(&record));
        }
        let known = self.known(&record, &path, true).await?;
        let statistics = known.statistics.as_ref().ok_or(ProblemKind::Internal)?;
        Ok(summary(&record, &known.index, statistics))
    }

    /// Rows of a run's file, their long values cut. Fewer than asked for come at its end.
    ///
    /// # Errors
    /// Those of [`Engine::preview_summary`].
    pub async fn preview_rows(
        &self,
        run_id: &str,
        part: PreviewPart,
    ) -> Result<PreviewRows, Problem> {
        let first = part.first_column as usize;
        let wanted = Part {
            from: part.from,
            most: part.most.min(MOST_ROWS) as usize,
            columns: first..first + part.columns.min(MOST_COLUMNS) as usize,
            longest: LONGEST_CELL,
        };
        let cells = self.look(run_id, wanted).await?;
        let mut rows = PreviewRows {
            rows: Vec::with_capacity(cells.len()),
            cut: Vec::new(),
        };
        for (number, cells) in (0u32..).zip(cells) {
            let mut row = Vec::with_capacity(cells.len());
            for (column, cell) in (0u32..).zip(cells) {
                if cell.as_ref().is_some_and(export_formats::Cell::is_cut) {
                    rows.cut.push((number, column));
                }
                row.push(cell.map(|cell| cell.text));
            }
            rows.rows.push(row);
        }
        Ok(rows)
    }

    /// One value of a run's file, up to a mebibyte of it.
    ///
    /// # Errors
    /// Those of [`Engine::preview_summary`].
    pub async fn preview_value(
        &self,
        run_id: &str,
        row: u64,
        column: u32,
    ) -> Result<PreviewValue, Problem> {
        let column = column as usize;
        let wanted = Part {
            from: row,
            most: 1,
            columns: column..column + 1,
            longest: LONGEST_VALUE,
        };
        let mut rows = self.look(run_id, wanted).await?;
        let cell = rows.pop().and_then(|mut cells| cells.pop()).flatten();
        Ok(PreviewValue {
            cut: cell.as_ref().is_some_and(export_formats::Cell::is_cut),
            text: cell.map(|cell| cell.text),
        })
    }

    async fn look(&self, run_id: &str, part: Part) -> Result<Vec<export_formats::Cells>, Problem> {
        let (record, path) = self.saved_run(run_id).await?;
        if record.saved.as_ref().is_some_and(|saved| saved.rows == 0) {
            return Ok(Vec::new());
        }
        let near = part.from.saturating_add(part.most as u64) <= FIRST_ROWS;
        // The first rows need not wait until all of the file was read.
        let known = match self.remembered(&record.id).await? {
            None if !near => Some(self.known(&record, &path, false).await?),
            known => known,
        };
        let kind = kind(&record.request.file);
        let (wanted, file) = (part.clone(), path.clone());
        let read = blocking(move || rows(known.as_deref(), kind, &file, &wanted)).await;
        match read {
            Err(LookError::Changed) => {
                self.forget_known(&record.id).await?;
                let known = self.known(&record, &path, false).await?;
                blocking(move || rows(Some(&known), kind, &path, &part)).await
            }
            read => read,
        }
        .map_err(|error| problem(&error))
    }

    /// A saved run and the path of its file, which is there.
    async fn saved_run(&self, run_id: &str) -> Result<(RunRecord, PathBuf), Problem> {
        let path = self.saved_path(run_id).await?;
        Ok((self.stored_run(run_id).await?, path))
    }

    /// What is known of a run's file as it is now, if asked with what its columns hold.
    async fn known(
        &self,
        record: &RunRecord,
        path: &PathBuf,
        in_figures: bool,
    ) -> Result<Arc<Known>, Problem> {
        // Two who ask for the same are answered by one reading.
        let _one_at_a_time = self.shared().surveying.lock().await;
        let length = tokio::fs::metadata(path).await;
        let length = length.map_err(|error| problem(&error.into()))?.len();
        if let Some(known) = self.remembered(&record.id).await?
            && known.index.bytes() == length
            && (known.statistics.is_some() || !in_figures)
        {
            return Ok(known);
        }
        let kind = kind(&record.request.file);
        let columns = record.saved.as_ref().map(|saved| saved.columns.clone());
        let options = statistics(&columns.unwrap_or_default());
        let file = path.clone();
        let surveyed = blocking(move || survey(kind, File::open(file)?, Some(&options))).await;
        let surveyed = surveyed.map_err(|fault| problem(&LookError::Fault(fault)))?;
        let known = Known::of(Some(surveyed.index), surveyed.statistics);
        let known = known.ok_or(ProblemKind::Internal)?;
        self.remember(&record.id, known.clone()).await;
        Ok(Arc::new(known))
    }

    /// What is remembered of a run's file.
    async fn remembered(&self, run_id: &str) -> Result<Option<Arc<Known>>, Problem> {
        if let Some((id, known)) = &*self.shared().recent_preview()
            && id == run_id
        {
            return Ok(Some(Arc::clone(known)));
        }
        let known = self.shared().store.preview(run_id).await?.map(Arc::new);
        if let Some(known) = &known {
            let recent = (run_id.to_owned(), Arc::clone(known));
            *self.shared().recent_preview() = Some(recent);
        }
        Ok(known)
    }

    /// Remembers what is known of a run's file. What can't be remembered is found out again.
    pub(crate) async fn remember(&self, run_id: &str, known: Known) {
        let stored = self.shared().store.put_preview(run_id, known).await;
        if let Err(problem) = stored {
            tracing::warn!(run = %run_id, %problem, "what is in the file is not remembered");
        }
        *self.shared().recent_preview() = None;
    }

    async fn forget_known(&self, run_id: &str) -> Result<(), Problem> {
        *self.shared().recent_preview() = None;
        self.shared().store.remove_preview(run_id).await
    }
}

fn rows(
    known: Option<&Known>,
    kind: FileKind,
    path: &PathBuf,
    part: &Part,
) -> Result<Vec<export_formats::Cells>, LookError> {
    let file = File::open(path)?;
    let mut look = match known {
        Some(known) => Look::new(file, known.index.clone())?,
        None => Look::without_index(file, kind),
    };
    look.rows(part)
}

async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    T: Send + 'static,
    E: From<std::io::Error> + Send + 'static,
{
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|error| Err(std::io::Error::other(error).into()))
}

/// A file of ours that can't be read as one was changed by somebody.
fn problem(error: &LookError) -> Problem {
    let LookError::Fault(fault) = error else {
        return ProblemKind::FileChanged.because(error);
    };
    match fault.kind() {
        export_formats::FaultKind::Io(io) => match io.kind() {
            std::io::ErrorKind::NotFound => ProblemKind::FileMoved.into(),
            _ => ProblemKind::FileTrouble.because(fault),
        },
        _ => ProblemKind::FileChanged.because(fault),
    }
}

fn summary_without_rows(record: &RunRecord) -> PreviewSummary {
    let columns = record.saved.iter().flat_map(|saved| saved.columns.iter());
    PreviewSummary {
        rows: 0,
        columns: columns
            .map(|name| PreviewColumn {
                name: name.clone(),
                header: header(name, &record.request.file),
                empty: 0,
                different: Some(0),
                exact: true,
                total_millis: None,
                average_millis: None,
            })
            .collect(),
        times: Vec::new(),
    }
}

fn header(name: &str, file: &FileOptions) -> String {
    let plain = file.format.is_table().then(|| columns::header(name, file));
    plain.flatten().unwrap_or_else(|| name.to_owned())
}

fn summary(record: &RunRecord, index: &RowIndex, statistics: &Statistics) -> PreviewSummary {
    // A survey knows the names over the columns only; the run knows those of the service.
    let names = record.saved.as_ref().map(|saved| &saved.columns);
    let names = names.filter(|names| names.len() == index.columns().len());
    let names = names.map_or(index.columns(), Vec::as_slice);
    let columns = statistics
        .columns
        .iter()
        .zip(names)
        .zip(index.columns())
        .map(|((column, name), header)| PreviewColumn {
            name: name.clone(),
            header: header.clone(),
            empty: column.empty,
            different: column.distinct.map(|distinct| distinct.count),
            exact: column.distinct.is_none_or(|distinct| distinct.exact),
            total_millis: column.total.map(|total| total.millis),
            average_millis: column.total.and_then(|total| total.average()),
        });
    let times = statistics.groups.iter().map(|grouped| PreviewTimes {
        by: grouped.key.clone(),
        columns: grouped.columns.clone(),
        groups: grouped
            .groups
            .iter()
            .map(|group| PreviewGroup {
                label: if group.label.is_empty() {
                    group.key.clone()
                } else {
                    group.label.clone()
                },
                rows: group.rows,
                millis: group.totals.iter().map(|total| total.millis).collect(),
            })
            .collect(),
        other_rows: grouped.rest.as_ref().map_or(0, |rest| rest.rows),
    });
    PreviewSummary {
        rows: index.rows(),
        columns: columns.collect(),
        times: times.filter(|times| !times.columns.is_empty()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(columns: &[&str]) -> Vec<String> {
        let columns: Vec<String> = columns.iter().map(|name| (*name).to_owned()).collect();
        let groups = statistics(&columns).groups;
        groups.into_iter().map(|group| group.key).collect()
    }

    #[test]
    fn times_are_told_by_agent_and_by_what_looks_like_a_team() {
        assert_eq!(keys(&[]), ["agent_id"]);
        assert_eq!(keys(&["agent_name"]), ["agent_name"]);
        assert_eq!(
            keys(&["agent_name", "agent_id", "Team_Lead", "x", "subteam"]),
            ["agent_id", "Team_Lead", "subteam"]
        );
        assert_eq!(keys(&["team1", "team2", "team3", "team4"]).len(), 4);
    }
}
