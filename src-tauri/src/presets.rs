//! Presets and the desktop: where their files go, and presets that come and go as files.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use export_engine::{
    ChosenFolder, Engine, Preset, PresetFileFault, PresetStart, Problem, ProblemKind, Run, Target,
};

use crate::shell::{Shell, on_desktop};

/// More than a file of presets can have, so that no more of another is read.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

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

    /// Asks for a file of presets and adds them. Nothing when the person leaves the dialog.
    pub(crate) async fn import_presets(&self) -> Result<Option<Vec<Preset>>, Problem> {
        let engine = self.engine()?;
        let desktop = Arc::clone(&self.desktop);
        let read = on_desktop(move || {
            let chosen = desktop.ask_for_preset_file();
            chosen.map(|path| read(&path)).transpose()
        });
        match read.await? {
            Some(file) => engine.import_presets(&file).await.map(Some),
            None => Ok(None),
        }
    }
}

/// Where the file goes. Not every dialog adds the ending; a file that the dialog did not ask about stays.
fn place(chosen: &Path) -> Target {
    if is_preset_file(chosen) {
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

/// Whether a file's name is that of presets.
fn is_preset_file(path: &Path) -> bool {
    let name = name_of(path).to_lowercase();
    name.ends_with(".careexport") || name.ends_with(".careexport.json")
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let unopened = |error: std::io::Error| {
        ProblemKind::PresetFile {
            fault: PresetFileFault::Unopened,
        }
        .because(error)
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(unopened)?;
    file.take(MOST_BYTES)
        .read_to_end(&mut bytes)
        .map_err(unopened)?;
    Ok(bytes)
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

    #[test]
    fn a_file_that_is_not_there_or_no_file_is_told_as_such() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in [folder.path().join("gone"), folder.path().to_owned()] {
            let problem = read(&path).expect_err("unopened");
            assert_eq!(
                problem.kind,
                ProblemKind::PresetFile {
                    fault: PresetFileFault::Unopened
                }
            );
        }
    }
}
