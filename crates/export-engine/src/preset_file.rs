//! Presets as a file that people pass on: `docs/preset.schema.json` says what it holds.
//!
//! It names the connection and holds nothing by which to sign in, nor any folder of this computer. What
//! can't be read, or comes from a newer version, changes nothing.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;

use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::engine::Engine;
use crate::model::{
    Delivery, DestinationChoice, EngineEvent, ExportRequest, FileOptions, FilterNames,
    ImportedPreset, Locale, Period, Preset, PresetColour, PresetDraft, PresetFileFault, Problem,
    ProblemKind, Report, ReportOptions,
};
use crate::presets::checked;
use crate::run::Target;
use crate::store::StoredPreset;

/// The version of the file's form. A higher one is refused.
const VERSION: u64 = 1;
/// The most bytes of a file. One preset with thousands of ids has some tens of kilobytes.
const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The most presets in a file.
const MOST_PRESETS: usize = 5_000;

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct PresetFile {
    #[serde(rename = "$schema", default, skip_serializing)]
    _schema: Option<String>,
    care_export_presets: u64,
    presets: Entries,
}

/// As much of a file as tells that it is one of presets, and of which version.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mark {
    #[serde(default)]
    care_export_presets: Option<u64>,
}

/// As many presets as a file can have, and whether it has more, which are not looked at.
#[derive(Debug, Serialize)]
#[serde(transparent)]
struct Entries {
    list: Vec<Entry>,
    #[serde(skip)]
    more: bool,
}

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(EntriesVisitor)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Entries;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of presets")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Entries, A::Error> {
        let mut list = Vec::new();
        while list.len() < MOST_PRESETS {
            match entries.next_element()? {
                Some(entry) => list.push(entry),
                None => return Ok(Entries { list, more: false }),
            }
        }
        let mut more = false;
        while entries.next_element::<IgnoredAny>()?.is_some() {
            more = true;
        }
        Ok(Entries { list, more })
    }
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
    #[serde(default)]
    filter_names: FilterNames,
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
            filter_names: preset.filter_names,
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
            filter_names: self.filter_names,
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
        let more = presets.len() > MOST_PRESETS;
        let list = presets.into_iter().map(Entry::from).collect();
        let file = PresetFile {
            _schema: None,
            care_export_presets: VERSION,
            presets: Entries { list, more },
        };
        let mut text = serde_json::to_vec_pretty(&file)
            .map_err(|error| ProblemKind::Internal.because(error))?;
        text.push(b'\n');
        if more || text.len() > MOST_BYTES {
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

/// No more is made of a file than what its form has room for: what was made to be large in memory is not.
fn parse(file: &[u8]) -> Result<Vec<Entry>, Problem> {
    let fault = |fault| ProblemKind::PresetFile { fault };
    let unreadable = |error: serde_json::Error| fault(PresetFileFault::Unreadable).because(error);
    if file.len() > MOST_BYTES {
        return Err(fault(PresetFileFault::TooLarge).into());
    }
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    if !text.trim_ascii_start().starts_with(b"{") {
        let _: IgnoredAny = serde_json::from_slice(text).map_err(unreadable)?;
        return Err(fault(PresetFileFault::NotPresets).into());
    }
    // A newer version's file may have any form.
    let mark: Mark = serde_json::from_slice(text).map_err(unreadable)?;
    match mark.care_export_presets {
        None => return Err(fault(PresetFileFault::NotPresets).into()),
        Some(version) if version > VERSION => return Err(fault(PresetFileFault::Newer).into()),
        Some(1..) => {}
        Some(0) => return Err(fault(PresetFileFault::Unreadable).into()),
    }
    let file: PresetFile = serde_json::from_slice(text).map_err(unreadable)?;
    match file.presets {
        Entries { more: true, .. } => Err(fault(PresetFileFault::TooLarge).into()),
        Entries { list, .. } if list.is_empty() => Err(fault(PresetFileFault::NotPresets).into()),
        Entries { list, .. } => Ok(list),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::FileFormat;

    fn sample() -> Vec<u8> {
        let file = serde_json::to_string(&FileOptions::of(FileFormat::Csv)).expect("JSON");
        format!(
            r#"{{"careExportPresets":1,"presets":[{{"name":"Ay sonu","connection":"c","fileName":"{{preset}}",
            "peopleNames":{{"1":"Ada"}},"export":{{"timeZone":"UTC","teamIds":["1"],"file":{file},
            "period":{{"kind":"rule","rule":{{"name":"last_days","days":7}},"weekStart":"monday"}}}}}}]}}"#
        )
        .into_bytes()
    }

    #[test]
    fn the_sample_is_a_file_of_presets() {
        assert_eq!(parse(&sample()).expect("presets").len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_are_presets_or_no_such_file(
            bytes in prop::collection::vec(any::<u8>(), 0..400),
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
            end in any::<prop::sample::Index>(),
            whole: bool,
        ) {
            let mut changed = sample();
            for (at, byte) in changes {
                let at = at.index(changed.len());
                changed[at] = byte;
            }
            if !whole {
                changed.truncate(end.index(changed.len()));
            }
            for file in [bytes, changed] {
                if let Err(problem) = parse(&file) {
                    let told = matches!(problem.kind, ProblemKind::PresetFile { .. });
                    prop_assert!(told, "{problem:?}");
                }
            }
        }
    }
}
