//! Presets as a file that people pass on: `docs/preset.schema.json` says what it holds.
//!
//! It names the connection and holds nothing by which to sign in, nor any folder of this computer. What
//! can't be read, or comes from a newer version, changes nothing.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::engine::Engine;
use crate::model::{
    Delivery, DestinationChoice, EngineEvent, ExportRequest, FileOptions, ImportedPreset, Locale,
    Period, Preset, PresetColour, PresetDraft, PresetFileFault, Problem, ProblemKind, Report,
    ReportOptions,
};
use crate::presets::checked;
use crate::run::Target;
use crate::store::StoredPreset;

/// The version of the file's form. A higher one is refused.
const VERSION: u64 = 1;
/// The property that tells such a file, and its version.
const MARK: &str = "careExportPresets";
/// The most bytes of a file. One preset with thousands of ids has some tens of kilobytes.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// The most presets in a file.
const MOST_PRESETS: usize = 5_000;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PresetFile {
    #[serde(rename = "$schema", default, skip_serializing)]
    _schema: Option<String>,
    care_export_presets: u64,
    presets: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    name: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    tag: Option<String>,
    #[serde(default)]
    colour: Option<PresetColour>,
    /// The connection's name.
    connection: String,
    export: Choices,
    #[serde(default)]
    people_names: BTreeMap<String, String>,
    file_name: String,
}

/// An [`ExportRequest`] without its connection.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Choices {
    #[serde(default)]
    report: Report,
    period: Period,
    time_zone: String,
    #[serde(default)]
    locale: Option<Locale>,
    #[serde(default)]
    team_ids: Vec<String>,
    #[serde(default)]
    agent_ids: Vec<String>,
    #[serde(default)]
    include_disabled: bool,
    #[serde(default)]
    options: ReportOptions,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    delivery: Delivery,
    file: FileOptions,
}

impl From<StoredPreset> for Entry {
    fn from(preset: StoredPreset) -> Self {
        let export = preset.export;
        Entry {
            name: preset.name,
            description: preset.description,
            tag: preset.tag,
            colour: preset.colour,
            connection: preset.connection_name,
            export: Choices {
                report: export.report,
                period: export.period,
                time_zone: export.time_zone,
                locale: export.locale,
                team_ids: export.team_ids,
                agent_ids: export.agent_ids,
                include_disabled: export.include_disabled,
                options: export.options,
                columns: export.columns,
                delivery: export.delivery,
                file: export.file,
            },
            people_names: preset.people_names,
            file_name: preset.file_name,
        }
    }
}

impl Entry {
    /// The preset, for a connection of this id.
    fn checked(self, connection_id: String) -> Result<StoredPreset, Problem> {
        let export = self.export;
        let draft = PresetDraft {
            id: None,
            name: self.name,
            description: self.description,
            tag: self.tag,
            colour: self.colour,
            export: ExportRequest {
                connection_id,
                report: export.report,
                period: export.period,
                time_zone: export.time_zone,
                locale: export.locale,
                team_ids: export.team_ids,
                agent_ids: export.agent_ids,
                include_disabled: export.include_disabled,
                options: export.options,
                columns: export.columns,
                delivery: export.delivery,
                file: export.file,
            },
            people_names: self.people_names,
            file_name: self.file_name,
            destination: DestinationChoice::Ask,
        };
        Ok(StoredPreset {
            connection_name: self.connection,
            ..checked(draft)?
        })
    }
}

impl Engine {
    /// A name for the file of these presets: of the preset, when it is one.
    pub async fn preset_file_name(&self, ids: &[String]) -> Result<String, Problem> {
        let presets = self.to_export(ids).await?;
        Ok(match presets.as_slice() {
            [one] => format!(
                "{}.{}",
                crate::file_name::fitting(&one.name),
                Self::preset_extension()
            ),
            _ => format!("Presets.{}", Self::preset_extension()),
        })
    }

    /// What names of such files end in. Windows and macOS know the program for a file by what follows the
    /// last dot alone.
    pub fn preset_extension() -> &'static str {
        if cfg!(target_os = "linux") {
            "careexport.json"
        } else {
            "careexport"
        }
    }

    /// Whether a file's name is that of a file of presets.
    pub fn is_preset_file_name(name: &str) -> bool {
        let name = name.to_lowercase();
        name.ends_with(".careexport") || name.ends_with(".careexport.json")
    }

    /// What is in a file of presets, or as much of another as tells that it is too large. Blocks.
    ///
    /// # Errors
    /// [`PresetFileFault::Unopened`].
    pub fn read_preset_file(path: &Path) -> Result<Vec<u8>, Problem> {
        let unopened = |error: std::io::Error| {
            let fault = PresetFileFault::Unopened;
            ProblemKind::PresetFile { fault }.because(error)
        };
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(unopened)?;
        file.take(MOST_BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(unopened)?;
        Ok(bytes)
    }

    /// What a file of these presets holds.
    ///
    /// # Errors
    /// [`PresetFileFault::TooLarge`] for more than could be taken over again.
    pub async fn preset_file(&self, ids: &[String]) -> Result<Vec<u8>, Problem> {
        let presets = self.to_export(ids).await?;
        let too_large = presets.len() > MOST_PRESETS;
        let file = PresetFile {
            _schema: None,
            care_export_presets: VERSION,
            presets: presets.into_iter().map(Entry::from).collect(),
        };
        let mut text = serde_json::to_vec_pretty(&file)
            .map_err(|error| ProblemKind::Internal.because(error))?;
        text.push(b'\n');
        if too_large || text.len() > MOST_BYTES {
            let fault = PresetFileFault::TooLarge;
            return Err(ProblemKind::PresetFile { fault }.into());
        }
        Ok(text)
    }

    /// Writes presets to a file, which appears whole or not at all.
    pub async fn export_presets(&self, ids: &[String], target: Target) -> Result<(), Problem> {
        let text = self.preset_file(ids).await?;
        let written = tokio::task::spawn_blocking(move || {
            let trouble = |error: std::io::Error| Problem::of_file(&error);
            let mut builder = tempfile::Builder::new();
            builder.prefix(".care-export-").suffix(".part");
            // As any other new file; a temporary one would be for its owner alone.
            #[cfg(unix)]
            builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
            let mut file = builder.tempfile_in(target.folder()?).map_err(trouble)?;
            file.write_all(&text).map_err(trouble)?;
            file.as_file().sync_all().map_err(trouble)?;
            target.put(file.into_temp_path())
        });
        written
            .await
            .map_err(|error| ProblemKind::Internal.because(error))?
    }

    /// Adds the presets of a file at the end of the list: all of them, under names that are free, or none.
    ///
    /// # Errors
    /// [`ProblemKind::PresetFile`] for what is no such file; otherwise what one of its presets can't mean.
    pub async fn import_presets(&self, file: &[u8]) -> Result<Vec<ImportedPreset>, Problem> {
        let presets = self.read(file).await?;
        let mut names: HashMap<String, String> = presets
            .iter()
            .map(|preset| (preset.id.clone(), preset.name.clone()))
            .collect();
        self.shared().store.add_presets(presets).await?;
        self.emit(EngineEvent::Presets);
        let mut imported = self.presets().await?;
        imported.retain(|preset| names.contains_key(&preset.id));
        Ok(imported
            .into_iter()
            .map(|preset| ImportedPreset {
                name_in_file: names.remove(&preset.id).unwrap_or_default(),
                preset,
            })
            .collect())
    }

    /// The presets of a file, which are not kept.
    pub async fn presets_in(&self, file: &[u8]) -> Result<Vec<Preset>, Problem> {
        let presets = self.read(file).await?;
        Ok(presets.into_iter().map(Preset::from).collect())
    }

    async fn to_export(&self, ids: &[String]) -> Result<Vec<StoredPreset>, Problem> {
        let mut presets = self.shared().store.presets().await?;
        presets.retain(|preset| ids.contains(&preset.id));
        if presets.len() < ids.len() || presets.is_empty() {
            return Err(ProblemKind::PresetMissing.into());
        }
        Ok(presets)
    }

    async fn read(&self, file: &[u8]) -> Result<Vec<StoredPreset>, Problem> {
        let entries = parse(file)?;
        let connections = self.connections().await?;
        entries
            .into_iter()
            .map(|entry| {
                let found = connections.iter().find(|one| one.name == entry.connection);
                // One that is connected later under that name is found then.
                entry.checked(found.map(|one| one.id.clone()).unwrap_or_default())
            })
            .collect()
    }
}

fn parse(file: &[u8]) -> Result<Vec<Entry>, Problem> {
    let fault = |fault| ProblemKind::PresetFile { fault };
    if file.len() > MOST_BYTES {
        return Err(fault(PresetFileFault::TooLarge).into());
    }
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let value: Value = serde_json::from_slice(text)
        .map_err(|error| fault(PresetFileFault::Unreadable).because(error))?;
    match value.get(MARK).map(Value::as_u64) {
        None => return Err(fault(PresetFileFault::NotPresets).into()),
        Some(Some(version)) if version > VERSION => {
            return Err(fault(PresetFileFault::Newer).into());
        }
        Some(Some(1..)) => {}
        Some(_) => return Err(fault(PresetFileFault::Unreadable).into()),
    }
    let file: PresetFile = serde_json::from_value(value)
        .map_err(|error| fault(PresetFileFault::Unreadable).because(error))?;
    match file.presets.len() {
        0 => Err(fault(PresetFileFault::NotPresets).into()),
        1..=MOST_PRESETS => Ok(file.presets),
        _ => Err(fault(PresetFileFault::TooLarge).into()),
    }
}
