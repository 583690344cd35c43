//! Presets and the desktop: where their files go, and presets that come and go as files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use export_engine::{ChosenFolder, Engine, PresetStart, Problem, Run, Target};

use crate::opened::OpenedFile;
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
            let target = engine.free_target(target, plan.files).await?;
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
        if plan.files > 1 {
            // The dialog asked about the name that none of the files is going to have.
            target = engine.free_target(target, plan.files).await?;
        }
        engine.run_preset(plan, target).await
    }

    /// Asks for the folder of a preset. Nothing when the person leaves the dialog.
    pub(crate) async fn choose_preset_folder(&self) -> Result<Option<ChosenFolder>, Problem> {
        let engine = self.engine()?;
        let desktop = Arc::clone(&self.desktop);
        let from = engine.usual_folder().await?;
        let chosen = on_desktop(move || Ok(desktop.ask_for_folder(from.as_deref()))).await?;
        Ok(chosen.map(|folder| engine.choose_folder(folder)))
    }

    /// Asks where to keep presets as a file, and writes it. Gives its name; nothing when the person leaves
    /// the dialog.
    pub(crate) async fn export_presets(&self, ids: &[String]) -> Result<Option<String>, Problem> {
        let engine = self.engine()?;
        let name = engine.preset_file_name(ids).await?;
        let desktop = Arc::clone(&self.desktop);
        let asked = on_desktop(move || {
            let chosen = desktop.ask_where_to_keep_presets(&name);
            Ok(chosen.map(|chosen| place(&chosen)))
        });
        let Some(target) = asked.await? else {
            return Ok(None);
        };
        let name = name_of(&target.path);
        engine.export_presets(ids, target).await?;
        Ok(Some(name))
    }

    /// Asks for a file of presets and opens it. Nothing when the person leaves the dialog.
    pub(crate) async fn import_presets(&self) -> Result<Option<OpenedFile>, Problem> {
        self.engine()?;
        let desktop = Arc::clone(&self.desktop);
        match on_desktop(move || Ok(desktop.ask_for_preset_file())).await? {
            Some(path) => self.open_preset_file(path).await.map(Some),
            None => Ok(None),
        }
    }
}

/// Where the file goes. Not every dialog adds the ending; a file that the dialog did not ask about stays.
fn place(chosen: &Path) -> Target {
    if Engine::is_preset_file_name(&name_of(chosen)) {
        return Target {
            path: chosen.to_owned(),
            overwrite: chosen.symlink_metadata().is_ok(),
        };
    }
    let mut name = chosen.as_os_str().to_owned();
    name.push(".");
    name.push(Engine::preset_extension());
    Target {
        path: PathBuf::from(name),
        overwrite: false,
    }
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_presets_has_its_ending_and_replaces_only_what_the_dialog_asked_about() {
        let folder = tempfile::tempdir().expect("a folder");
        let there = folder.path().join("there.careexport");
        std::fs::write(&there, "old").expect("written");
        assert!(place(&there).overwrite);
        let added = place(&folder.path().join("there"));
        assert_eq!(
            added.path,
            folder
                .path()
                .join(format!("there.{}", Engine::preset_extension()))
        );
        assert!(!added.overwrite);
        for kept in ["a.careexport", "A.CareExport.JSON", "b.c.careexport.json"] {
            let path = folder.path().join(kept);
            assert_eq!(place(&path).path, path);
        }
    }
}
