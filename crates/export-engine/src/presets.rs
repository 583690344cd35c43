//! Presets: exports that a person keeps under a name. They hold rules, not moments: what "last month" means
//! is found out each time one is run.

use std::path::PathBuf;

use crate::engine::Engine;
use crate::file_name::{self, Pieces};
use crate::model::{
    ChosenFolder, Destination, DestinationChoice, EngineEvent, ExportRequest, Field, FieldFault,
    FileNamePiece, Preset, PresetDraft, Problem, ProblemKind, Run,
};
use crate::period;
use crate::reports;
use crate::run::{self, Target};
use crate::store::{PresetStored, StoredPreset};
use crate::zones;

/// The most characters of a preset's texts.
const LONGEST_NAME: usize = 100;
const LONGEST_DESCRIPTION: usize = 2_000;
const LONGEST_TAG: usize = 50;
/// The most folders that wait for their preset to be saved.
const MOST_FOLDERS: usize = 100;

/// A preset that is about to be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetPlan {
    preset_id: String,
    /// What will be asked for; its period is fixed.
    pub request: ExportRequest,
    /// The file's name.
    pub file_name: String,
    /// The folder that the person once chose for it; none to ask.
    pub folder: Option<PathBuf>,
    /// How many files it becomes.
    pub files: usize,
}

impl PresetPlan {
    /// Its place in the folder that was chosen for it; none to ask.
    pub fn target(&self) -> Option<Target> {
        let path = self.folder.as_ref()?.join(&self.file_name);
        Some(Target {
            path,
            overwrite: false,
        })
    }
}

impl Engine {
    /// The presets, in their order.
    pub async fn presets(&self) -> Result<Vec<Preset>, Problem> {
        let stored = self.shared().store.presets().await?;
        Ok(stored.into_iter().map(Preset::from).collect())
    }

    /// Stores a new preset or the changes to one.
    ///
    /// # Errors
    /// [`ProblemKind::InvalidField`] for what can't be meant; [`ProblemKind::PresetMissing`] when it was
    /// removed meanwhile.
    pub async fn save_preset(&self, draft: PresetDraft) -> Result<Preset, Problem> {
        let store = &self.shared().store;
        let before = match &draft.id {
            Some(id) => Some(self.stored_preset(id).await?),
            None => None,
        };
        let folder = match &draft.destination {
            DestinationChoice::Ask => None,
            DestinationChoice::Keep => before.as_ref().and_then(|before| before.folder.clone()),
            DestinationChoice::Chosen { folder_id } => Some(self.chosen_folder(folder_id)?),
        };
        let connection = self.connection(&draft.export.connection_id).await?;
        let preset = StoredPreset {
            connection_name: connection.name,
            folder,
            last_run: before.as_ref().and_then(|before| before.last_run.clone()),
            ..checked(draft)?
        };
        let id = preset.id.clone();
        match store.put_preset(preset, before.is_none()).await? {
            PresetStored::Done => {}
            PresetStored::NameTaken => return Err(field(Field::PresetName, FieldFault::Taken)),
            PresetStored::Missing => return Err(ProblemKind::PresetMissing.into()),
        }
        self.emit(EngineEvent::Presets);
        Ok(self.stored_preset(&id).await?.into())
    }

    /// Stores a copy right after its original, under this name or one like it that is free.
    pub async fn duplicate_preset(&self, id: &str, name: &str) -> Result<Preset, Problem> {
        let name = named(name)?;
        let copy = uuid::Uuid::new_v4().to_string();
        let store = &self.shared().store;
        if !store.copy_preset(id, copy.clone(), name).await? {
            return Err(ProblemKind::PresetMissing.into());
        }
        self.emit(EngineEvent::Presets);
        Ok(self.stored_preset(&copy).await?.into())
    }

    /// Has presets export from another connection, and gives the ids of those that were there. Picked people
    /// stay: a connection that came under another name is most often the same company's.
    pub async fn connect_presets(
        &self,
        ids: Vec<String>,
        connection_id: &str,
    ) -> Result<Vec<String>, Problem> {
        let connection = self.connection(connection_id).await?;
        let connected = self
            .shared()
            .store
            .connect_presets(ids, connection.id, connection.name)
            .await?;
        self.emit(EngineEvent::Presets);
        Ok(connected)
    }

    /// Puts the presets in this order; those that are not named follow.
    pub async fn arrange_presets(&self, ids: Vec<String>) -> Result<(), Problem> {
        self.shared().store.arrange_presets(ids).await?;
        self.emit(EngineEvent::Presets);
        Ok(())
    }

    /// Removes presets, and gives the ids of those that were there. Files and runs stay.
    pub async fn remove_presets(&self, ids: Vec<String>) -> Result<Vec<String>, Problem> {
        let shared = self.shared();
        let removed = shared.store.remove_presets(ids, shared.clock.now()).await?;
        if !removed.is_empty() {
            self.emit(EngineEvent::Presets);
        }
        Ok(removed)
    }

    /// Puts removed presets back, and gives the ids of those that could be: they are kept for a day.
    pub async fn restore_presets(&self, ids: Vec<String>) -> Result<Vec<String>, Problem> {
        let restored = self.shared().store.restore_presets(ids).await?;
        if !restored.is_empty() {
            self.emit(EngineEvent::Presets);
        }
        Ok(restored)
    }

    /// Remembers a folder that a person chose in the system's own dialog, until a preset is saved with it.
    pub fn choose_folder(&self, folder: PathBuf) -> ChosenFolder {
        let id = uuid::Uuid::new_v4().to_string();
        let shown = folder.display().to_string();
        let mut folders = self.shared().folders();
        if folders.len() == MOST_FOLDERS {
            folders.remove(0);
        }
        folders.push((id.clone(), folder));
        ChosenFolder {
            folder_id: id,
            folder: shown,
        }
    }

    fn chosen_folder(&self, id: &str) -> Result<PathBuf, Problem> {
        let folders = self.shared().folders();
        let found = folders.iter().find(|(known, _)| known == id);
        let (_, folder) = found.ok_or(ProblemKind::FolderMissing)?;
        // What can't be stored can't be found again.
        match folder.to_str() {
            Some(_) => Ok(folder.clone()),
            None => Err(ProblemKind::FileNameInvalid.because("the path is not Unicode")),
        }
    }

    /// What a file-name pattern can hold in braces.
    pub fn file_name_pieces() -> Vec<FileNamePiece> {
        FileNamePiece::ALL.to_vec()
    }

    /// The name of the file that an export under this preset's name would be saved as now.
    ///
    /// # Errors
    /// What is wrong with the pattern, or the period.
    pub async fn preview_file_name(
        &self,
        pattern: &str,
        request: &ExportRequest,
        preset: &str,
    ) -> Result<String, Problem> {
        let connection = self
            .shared()
            .store
            .connection(&request.connection_id)
            .await?;
        let connection = connection.map(|connection| connection.name);
        self.file_name(
            pattern,
            request,
            preset,
            connection.as_deref().unwrap_or_default(),
        )
    }

    fn file_name(
        &self,
        pattern: &str,
        request: &ExportRequest,
        preset: &str,
        connection: &str,
    ) -> Result<String, Problem> {
        let zone = period::zone(&request.time_zone)?;
        let now = self.shared().clock.now();
        let local = period::local(now, zone)?;
        let resolved = period::resolve(request.period, zone, now);
        let days = match resolved {
            Ok(resolved) => period::days(&resolved, zone)?,
            // An example all the same: tomorrow its first day will be over.
            Err(problem) if problem.kind == ProblemKind::NothingYet => {
                let today = local.date();
                (today, today)
            }
            Err(problem) => return Err(problem),
        };
        let pieces = Pieces {
            preset,
            report: reports::title(request.report).of(request.file.language),
            connection,
            time_zone: &request.time_zone,
            days,
            now: local,
            extension: request.file.format.extension(),
        };
        file_name::name(pattern, &pieces)
    }

    /// What running a preset now comes to. Sends nothing.
    ///
    /// # Errors
    /// What would keep the export from being made.
    pub async fn plan_preset(&self, id: &str) -> Result<PresetPlan, Problem> {
        self.plan(self.stored_preset(id).await?.into()).await
    }

    /// The same for a preset that may not be stored, such as one of a file.
    pub async fn plan(&self, preset: Preset) -> Result<PresetPlan, Problem> {
        let mut request = preset.export;
        let files = self.check_export(&request).await?.files();
        let zone = period::zone(&request.time_zone)?;
        request.period = period::fixed(request.period, zone, self.shared().clock.now())?;
        Ok(PresetPlan {
            file_name: self.file_name(
                &preset.file_name,
                &request,
                &preset.name,
                &preset.connection_name,
            )?,
            preset_id: preset.id,
            folder: match preset.destination {
                Destination::Ask => None,
                // Only folders that text can name are kept.
                Destination::Folder { folder } => Some(folder.into()),
            },
            files,
            request,
        })
    }

    /// Runs a preset as planned.
    pub async fn run_preset(&self, plan: PresetPlan, target: Target) -> Result<Vec<Run>, Problem> {
        let runs = self.start_runs(plan.request, target).await?;
        if let Some(run) = runs.first() {
            let marked = self
                .shared()
                .store
                .mark_preset(&plan.preset_id, &run.id, run.created_at)
                .await;
            // The run is on its way, whether or not the preset knows of it.
            if let Err(problem) = marked {
                tracing::warn!(%problem, "a preset's last run is not remembered");
            }
            self.emit(EngineEvent::Presets);
        }
        Ok(runs)
    }

    async fn stored_preset(&self, id: &str) -> Result<StoredPreset, Problem> {
        let found = self.shared().store.preset(id).await?;
        found.ok_or_else(|| ProblemKind::PresetMissing.into())
    }
}

impl From<StoredPreset> for Preset {
    fn from(stored: StoredPreset) -> Self {
        Preset {
            id: stored.id,
            name: stored.name,
            description: stored.description,
            tag: stored.tag,
            colour: stored.colour,
            export: stored.export,
            connection_name: stored.connection_name,
            people_names: stored.people_names,
            filter_names: stored.filter_names,
            file_name: stored.file_name,
            destination: match stored.folder {
                Some(folder) => Destination::Folder {
                    folder: folder.display().to_string(),
                },
                None => Destination::Ask,
            },
            last_run: stored.last_run,
        }
    }
}

/// A preset from what was entered, without what surrounds it by accident. Its connection and folder are
/// not filled in.
pub(crate) fn checked(draft: PresetDraft) -> Result<StoredPreset, Problem> {
    let mut export = draft.export;
    if let Some(listed) = zones::canonical(&export.time_zone) {
        export.time_zone = listed.to_owned();
    }
    check_period(&export)?;
    run::check_choices(&export)?;
    file_name::check(&draft.file_name)?;
    let mut people_names = draft.people_names;
    people_names.retain(|id, name| {
        let picked = export.team_ids.contains(id) || export.agent_ids.contains(id);
        picked && name.len() <= run::LONGEST_VALUE
    });
    let mut filter_names = draft.filter_names;
    filter_names.work_queues.retain(|id, name| {
        let picked = export.options.work_queue_ids.contains(id);
        picked && name.len() <= run::LONGEST_VALUE
    });
    filter_names.smart_view = filter_names.smart_view.filter(|name| {
        let picked = export.options.smart_view_id.is_some();
        picked && name.len() <= run::LONGEST_VALUE
    });
    let tag = draft.tag.map(|tag| tag.trim().to_owned());
    let tag = tag.filter(|tag| !tag.is_empty());
    let description = draft.description.trim().to_owned();
    check_length(&description, LONGEST_DESCRIPTION, Field::Description)?;
    if let Some(tag) = &tag {
        check_length(tag, LONGEST_TAG, Field::Tag)?;
    }
    Ok(StoredPreset {
        id: draft.id.unwrap_or_else(|| uuid::Uuid::new_v4().to_string()),
        name: named(&draft.name)?,
        description,
        tag,
        colour: draft.colour,
        export,
        connection_name: String::new(),
        people_names,
        filter_names,
        file_name: draft.file_name.trim().to_owned(),
        folder: None,
        last_run: None,
    })
}

/// A period that can be meant. Days that are too long ago are no fault of the preset's.
fn check_period(export: &ExportRequest) -> Result<(), Problem> {
    let zone = period::zone(&export.time_zone)?;
    // Rules are tried on a day on which each of them means something: 24 November 2026.
    const SOME_DAY: i64 = 1_795_521_600_000;
    period::resolve(export.period, zone, SOME_DAY).map(drop)
}

fn named(name: &str) -> Result<String, Problem> {
    let name = name.trim();
    if name.is_empty() {
        return Err(field(Field::PresetName, FieldFault::Missing));
    }
    if name.chars().any(char::is_control) {
        return Err(field(Field::PresetName, FieldFault::Malformed));
    }
    check_length(name, LONGEST_NAME, Field::PresetName)?;
    Ok(name.to_owned())
}

fn check_length(text: &str, most: usize, which: Field) -> Result<(), Problem> {
    if text.chars().count() > most {
        return Err(field(which, FieldFault::TooLong));
    }
    Ok(())
}

fn field(field: Field, fault: FieldFault) -> Problem {
    ProblemKind::InvalidField { field, fault }.into()
}
