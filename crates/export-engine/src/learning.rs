//! What a connection's own exports tell: its agents, and its columns.
//!
//! The service has no list of either, so the smallest possible export is made for it, through the same
//! steps, limits and records as any other. It is not listed, its file goes to a folder of the app's own, and
//! what a process that died left of it is cleared away at the next start.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value};

use crate::engine::Engine;
use crate::model::{
    Agent, Agents, Choice, Column, Delivery, ExportRequest, FileFormat, FileOptions, Interval,
    Period, Phase, Problem, ProblemKind, Report, ReportOptions, SavedFile,
};
use crate::run::{Target, file};
use crate::store::{Purpose, RunRecord};

/// How often it is looked whether the export is done. It takes seconds at best.
const LOOK_EVERY: Duration = Duration::from_millis(500);
const HOUR: i64 = 3_600_000;
/// How far back it is looked for rows, one after another.
const REACHES: [i64; 3] = [HOUR, 24 * HOUR, 7 * 24 * HOUR];

/// The columns that say who an agent is.
const ID: &str = "agent_id";
const NAME: &str = "agent_name";
const EMAIL: &str = "agent_email";

impl Engine {
    /// The company's agents. Asks the service for them only to `refresh`; otherwise gives what it
    /// told last, which is nothing before the first time.
    ///
    /// # Errors
    /// Those of an export. Stopped by [`Engine::stop_learning`], it gives what is known.
    pub async fn agents(&self, connection_id: &str, refresh: bool) -> Result<Agents, Problem> {
        self.connection(connection_id).await?;
        if refresh {
            let request = ExportRequest {
                columns: [ID, NAME, EMAIL].map(str::to_owned).to_vec(),
                // Those who left are in older periods.
                include_disabled: true,
                ..self.smallest(connection_id)
            };
            if let Some(lesson) = self.learn(request).await? {
                let agents = lesson.read().await?;
                let now = self.shared().clock.now();
                self.shared()
                    .store
                    .put_agents(connection_id, agents, now)
                    .await?;
            }
        }
        let known = self.shared().store.agents(connection_id).await?;
        let (agents, learned_at) = known.unzip();
        Ok(Agents {
            agents: agents.unwrap_or_default(),
            learned_at,
        })
    }

    /// Makes the smallest possible export for the columns that come in it, and gives the columns
    /// that are known then.
    ///
    /// # Errors
    /// Those of an export. Stopped by [`Engine::stop_learning`], it gives what is known.
    pub async fn learn_columns(
        &self,
        connection_id: &str,
        report: Report,
    ) -> Result<Vec<Column>, Problem> {
        match report {
            Report::User => self.learn_from_an_agent(connection_id).await?,
            _ => self.learn_from_the_latest(connection_id, report).await?,
        }
        self.columns(connection_id, report).await
    }

    /// One agent is enough for the columns of a User export, whatever the period.
    async fn learn_from_an_agent(&self, connection_id: &str) -> Result<(), Problem> {
        let known = self.shared().store.agents(connection_id).await?;
        let someone = known.and_then(|(agents, _)| agents.into_iter().next());
        let everyone = self.smallest(connection_id);
        let request = ExportRequest {
            agent_ids: someone.iter().map(|agent| agent.id.clone()).collect(),
            ..everyone.clone()
        };
        // A run remembers the columns of its file by itself.
        let lesson = self.learn(request).await?;
        let nobody = lesson.is_some_and(|lesson| lesson.saved.rows == 0);
        if nobody && someone.is_some() {
            self.learn(everyone).await?;
        }
        Ok(())
    }

    /// A file without rows tells no columns: periods grow until something happened in one.
    async fn learn_from_the_latest(
        &self,
        connection_id: &str,
        report: Report,
    ) -> Result<(), Problem> {
        for reach in REACHES {
            let end = self.shared().clock.now().div_euclid(HOUR) * HOUR;
            let interval = report.has(Choice::Interval).then_some(Interval::Day);
            let request = ExportRequest {
                report,
                period: Period::Instants {
                    start: end - reach,
                    end,
                },
                options: ReportOptions {
                    interval,
                    ..ReportOptions::default()
                },
                ..self.smallest(connection_id)
            };
            match self.learn(request).await? {
                Some(lesson) if lesson.saved.rows == 0 => {}
                _ => break,
            }
        }
        Ok(())
    }

    /// Stops asking for the agents and columns of a connection.
    pub async fn stop_learning(&self, connection_id: &str) -> Result<(), Problem> {
        for run in self.lessons().await? {
            if run.request.connection_id == connection_id {
                self.stop_run(&run.id);
            }
        }
        Ok(())
    }

    /// Clears away what a process that died was about to learn: nobody waits for it any more.
    pub(crate) async fn forget_lessons(&self) -> Result<(), Problem> {
        for run in self.lessons().await? {
            self.stop_run(&run.id);
        }
        let folder = self.learning_folder();
        let cleared = tokio::task::spawn_blocking(move || clear(&folder));
        // They are cleared at the next start, then.
        let _ = cleared.await;
        Ok(())
    }

    async fn lessons(&self) -> Result<Vec<RunRecord>, Problem> {
        let shared = self.shared();
        shared.store.lessons(shared.owner.id()).await
    }

    fn learning_folder(&self) -> PathBuf {
        self.shared().data_dir.join("learning")
    }

    /// An export of the hour that ended last, of everyone. The period matters only to total times.
    fn smallest(&self, connection_id: &str) -> ExportRequest {
        let end = self.shared().clock.now().div_euclid(HOUR) * HOUR;
        ExportRequest {
            connection_id: connection_id.to_owned(),
            report: Report::User,
            period: Period::Instants {
                start: end - HOUR,
                end,
            },
            time_zone: "UTC".to_owned(),
            locale: None,
            team_ids: Vec::new(),
            agent_ids: Vec::new(),
            include_disabled: false,
            options: ReportOptions::default(),
            columns: Vec::new(),
            delivery: Delivery::Parts,
            file: FileOptions::of(FileFormat::Json),
        }
    }

    /// Makes an export that nobody sees. Nothing when it was stopped.
    async fn learn(&self, request: ExportRequest) -> Result<Option<Lesson>, Problem> {
        let shared = self.shared();
        let folder = self.learning_folder();
        crate::engine::create_private_folder(&folder)
            .map_err(|error| ProblemKind::DataFolder.because(error))?;
        let path = folder.join(format!("{}.json", uuid::Uuid::new_v4()));
        let target = Target {
            path: path.clone(),
            overwrite: false,
        };
        let id = self.begin(request, target, Purpose::Learning).await?.id;
        let run = loop {
            let found = shared.store.lesson(&id).await?;
            let run = found.ok_or(ProblemKind::RunMissing)?;
            if run.phase.ended() {
                break run;
            }
            tokio::select! {
                () = shared.stopping.cancelled() => return Ok(None),
                () = shared.clock.sleep(LOOK_EVERY) => {}
            }
        };
        if let Some(part) = &run.part {
            file::remove(&part.path).await;
        }
        shared.store.forget_lesson(&id).await?;
        match (run.phase, run.saved) {
            (Phase::Saved, Some(saved)) => Ok(Some(Lesson { path, saved })),
            (Phase::Cancelled, _) => Ok(None),
            _ => Err(run.problem.unwrap_or_else(|| ProblemKind::Internal.into())),
        }
    }
}

/// An export that was made to learn from. Its file goes with it.
struct Lesson {
    path: PathBuf,
    saved: SavedFile,
}

impl Drop for Lesson {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

impl Lesson {
    /// The agents in the file.
    async fn read(self) -> Result<Vec<Agent>, Problem> {
        let read = tokio::task::spawn_blocking(move || {
            let file = File::open(&self.path).map_err(|error| Problem::of_file(&error))?;
            let rows: Vec<Map<String, Value>> = serde_json::from_reader(BufReader::new(file))
                .map_err(|error| ProblemKind::Internal.because(error))?;
            Ok(agents(rows))
        });
        read.await
            .map_err(|error| ProblemKind::Internal.because(error))?
    }
}

/// The agents of an export's rows, each once, by name. A row without an id is nobody's.
fn agents(rows: Vec<Map<String, Value>>) -> Vec<Agent> {
    let mut agents: Vec<Agent> = rows
        .into_iter()
        .map(|mut row| {
            let mut take = |name| match row.remove(name) {
                Some(Value::String(text)) => text,
                _ => String::new(),
            };
            Agent {
                id: take(ID),
                name: take(NAME),
                email: take(EMAIL),
            }
        })
        .filter(|agent| !agent.id.is_empty())
        .collect();
    agents.sort_by_cached_key(|agent| (agent.name.to_lowercase(), agent.id.clone()));
    let mut seen = std::collections::HashSet::new();
    agents.retain(|agent| seen.insert(agent.id.clone()));
    agents
}

/// Removes what finished exports left in the folder.
fn clear(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn agents_are_listed_once_and_by_name() {
        let rows = json!([
            {"agent_id": "2", "agent_name": "Zoë", "agent_email": "z@example.com"},
            {"agent_id": "1", "agent_name": "ali", "agent_email": null},
            {"agent_id": "2", "agent_name": "Zoë", "agent_email": "z@example.com"},
            {"agent_name": "nobody"},
            {"agent_id": "", "agent_name": "nobody either"},
            {"agent_id": "3"},
        ]);
        let listed = agents(serde_json::from_value(rows).expect("rows"));
        let ids: Vec<&str> = listed.iter().map(|agent| agent.id.as_str()).collect();
        assert_eq!(ids, ["3", "1", "2"]);
        assert_eq!(listed[1].email, "");
        assert_eq!(listed[2].name, "Zoë");
    }
}
