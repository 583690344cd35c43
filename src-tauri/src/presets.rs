//! Presets and the desktop: where their files go.

use std::sync::Arc;

use export_engine::{ChosenFolder, PresetStart, Problem, Run};

use crate::shell::{Shell, on_desktop};

impl Shell {
    /// Runs presets, one after the other where the person has to be asked. What keeps one from being run
    /// keeps no other.
    pub(crate) async fn run_presets(&self, ids: Vec<String>) -> Result<Vec<PresetStart>, Problem> {
        self.engine()?;
        let mut starts = Vec::with_capacity(ids.len());
        for preset_id in ids {
            let (runs, problem) = match self.run_preset(&preset_id).await {
                Ok(runs) => (runs, None),
                Err(problem) => (Vec::new(), Some(problem)),
            };
            starts.push(PresetStart {
                preset_id,
                runs,
                problem,
            });
        }
        Ok(starts)
    }

    /// Runs a preset into its folder; where it has none, or none that will do, the person is asked.
    async fn run_preset(&self, id: &str) -> Result<Vec<Run>, Problem> {
        let engine = self.engine()?;
        let plan = engine.plan_preset(id).await?;
        if let Some(target) = plan.target() {
            let target = engine.free_target(target, plan.parts).await?;
            match engine.run_preset(plan.clone(), target).await {
                Err(problem) if problem.kind.is_of_place() => {}
                started => return started,
            }
        }
        let format = plan.request.file.format;
        let asked = self.ask_for_named_place(plan.file_name.clone(), format);
        let Some(mut target) = asked.await? else {
            return Ok(Vec::new());
        };
        if plan.parts > 1 {
            // The dialog asked about the name that none of the files is going to have.
            target = engine.free_target(target, plan.parts).await?;
        }
        engine.run_preset(plan, target).await
    }

    /// Asks for the folder of a preset. Nothing when the person leaves the dialog.
    pub(crate) async fn choose_preset_folder(&self) -> Result<Option<ChosenFolder>, Problem> {
        let engine = self.engine()?;
        let desktop = Arc::clone(&self.desktop);
        let chosen = on_desktop(move || Ok(desktop.ask_for_folder())).await?;
        Ok(chosen.map(|folder| engine.choose_folder(folder)))
    }
}
