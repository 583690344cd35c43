//! `care-export presets`, and the preset of `care-export run --preset`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use export_engine::{
    Connection, Destination, Engine, FileFormat, ImportedPreset, Phase, Preset, PresetPlan,
    Problem, ProblemKind, Target,
};

use crate::arguments::{ExportPresets, Presets};
use crate::failure::{Failure, one_line};
use crate::run::open_and_say;
use crate::table::table;
use crate::{file, period};

/// Lists, shows, exports, imports or removes presets.
pub(crate) async fn run(command: Presets, data_dir: Option<PathBuf>) -> Result<(), Failure> {
    let engine = open_and_say(data_dir).await?;
    let done = match command {
        Presets::List => list(&engine).await,
        Presets::Show { name } => show(&engine, &name).await,
        Presets::Export(which) => export(&engine, which).await,
        Presets::Import { file } => import(&engine, file).await,
        Presets::Remove { names } => remove(&engine, &names).await,
    };
    engine.close().await;
    done
}

/// Prints the result. Nobody may be reading any more.
fn print(text: &[u8]) {
    let mut output = io::stdout().lock();
    let _ = output.write_all(text).and_then(|()| output.flush());
}

async fn list(engine: &Engine) -> Result<(), Failure> {
    let presets = engine.presets().await?;
    if presets.is_empty() {
        eprintln!(
            "There are no presets. Make them in the app, or add a file of them with: care-export presets import"
        );
    }
    let rows: Vec<[String; 5]> = presets
        .iter()
        .map(|preset| {
            [
                preset.name.clone(),
                preset.tag.clone().unwrap_or_default(),
                preset.connection_name.clone(),
                period::in_words(preset.export.period),
                last_run(preset),
            ]
        })
        .collect();
    print(table(&rows).as_bytes());
    Ok(())
}

fn last_run(preset: &Preset) -> String {
    match &preset.last_run {
        None => "not run yet".to_owned(),
        Some(run) => {
            let at = period::instant(run.at);
            match run.phase {
                Some(phase) => format!("{at} {}", phase_word(phase)),
                None => at,
            }
        }
    }
}

/// The phase as in the lines of --progress json.
fn phase_word(phase: Phase) -> String {
    serde_json::to_value(phase)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

async fn show(engine: &Engine, name: &str) -> Result<(), Failure> {
    let preset = stored(engine, name).await?;
    let export = &preset.export;
    let example = engine
        .preview_file_name(&preset.file_name, export, &preset.name)
        .await?;
    let named = |id: &String, name: Option<&String>| match name {
        Some(name) => format!("{name} ({id})"),
        None => id.clone(),
    };
    let list = |ids: &[String], names: &BTreeMap<String, String>| {
        let named = ids.iter().map(|id| named(id, names.get(id)));
        named.collect::<Vec<_>>().join(", ")
    };
    let people = |kind: &str, ids: &[String]| format!("{kind} {}", list(ids, &preset.people_names));
    let options = &export.options;
    let filters = &preset.filter_names;
    let mut facts = vec![
        ("Name", preset.name.clone()),
        ("For", preset.description.clone()),
        ("Tag", preset.tag.clone().unwrap_or_default()),
        ("Connection", preset.connection_name.clone()),
        ("Report", export.report.to_string()),
        ("Period", period::in_words(export.period)),
        ("Time zone", export.time_zone.clone()),
        (
            "Language",
            export
                .locale
                .map_or("the company's setting", |locale| locale.as_str())
                .to_owned(),
        ),
        (
            "People",
            match (export.team_ids.as_slice(), export.agent_ids.as_slice()) {
                ([], []) => "everyone".to_owned(),
                ([], agents) => people("agents", agents),
                (teams, _) => people("teams", teams),
            },
        ),
    ];
    if export.include_disabled {
        facts.push(("", "agents that were switched off included".to_owned()));
    }
    facts.extend([
        (
            "Work queues",
            list(&options.work_queue_ids, &filters.work_queues),
        ),
        (
            "Smart view",
            options
                .smart_view_id
                .as_ref()
                .map(|id| named(id, filters.smart_view.as_ref()))
                .unwrap_or_default(),
        ),
        (
            "Columns",
            if export.columns.is_empty() {
                "the company's own".to_owned()
            } else {
                export.columns.join(", ")
            },
        ),
        ("Format", format_word(export.file.format).to_owned()),
        ("File name", format!("{}, now {example}", preset.file_name)),
        (
            "Goes to",
            match &preset.destination {
                Destination::Ask => "the app asks; here give --output".to_owned(),
                Destination::Folder { folder } => folder.clone(),
            },
        ),
        ("Last run", last_run(&preset)),
    ]);
    let rows: Vec<[String; 2]> = facts
        .into_iter()
        .filter(|(_, fact)| !fact.is_empty())
        .map(|(what, fact)| [what.to_owned(), fact])
        .collect();
    print(table(&rows).as_bytes());
    Ok(())
}

fn format_word(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Excel => "Excel",
        FileFormat::Csv => "CSV",
        FileFormat::Json => "JSON",
        FileFormat::JsonLines => "JSON Lines",
    }
}

async fn export(engine: &Engine, which: ExportPresets) -> Result<(), Failure> {
    let mut ids = Vec::new();
    if which.all {
        ids.extend(engine.presets().await?.into_iter().map(|preset| preset.id));
    }
    for name in &which.names {
        let id = stored(engine, name).await?.id;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    match which.output {
        Some(output) => {
            let target = Target {
                path: absolute(&output)?,
                overwrite: which.overwrite,
            };
            engine.export_presets(&ids, target).await?;
        }
        None => print(&engine.preset_file(&ids).await?),
    }
    Ok(())
}

async fn import(engine: &Engine, file: PathBuf) -> Result<(), Failure> {
    let imported = engine.import_presets(&read(file).await?).await?;
    let connections = engine.connections().await?;
    for ImportedPreset {
        preset,
        name_in_file,
    } in &imported
    {
        if preset.name != *name_in_file {
            eprintln!(
                "{} is called {} here, because another preset has its name.",
                one_line(name_in_file),
                one_line(&preset.name)
            );
        }
        let id = &preset.export.connection_id;
        if !connections.iter().any(|connection| connection.id == *id) {
            eprintln!(
                "{} needs the connection {}, which is not here.",
                one_line(&preset.name),
                one_line(&preset.connection_name)
            );
        }
    }
    let names = imported.iter().map(|one| one_line(&one.preset.name) + "\n");
    print(names.collect::<String>().as_bytes());
    Ok(())
}

async fn remove(engine: &Engine, names: &[String]) -> Result<(), Failure> {
    let mut ids = Vec::with_capacity(names.len());
    for name in names {
        ids.push(stored(engine, name).await?.id);
    }
    let removed = engine.remove_presets(ids).await?;
    eprintln!(
        "Removed {}.",
        match removed.len() {
            1 => "1 preset".to_owned(),
            count => format!("{count} presets"),
        }
    );
    Ok(())
}

/// The preset of a name, whatever its capitals.
async fn stored(engine: &Engine, name: &str) -> Result<Preset, Failure> {
    let presets = engine.presets().await?;
    named(presets, name).ok_or_else(|| ProblemKind::PresetMissing.into())
}

fn named(presets: Vec<Preset>, name: &str) -> Option<Preset> {
    let key = name.to_lowercase();
    let mut presets = presets.into_iter();
    presets.find(|preset| preset.name.to_lowercase() == key)
}

/// The preset that `--preset` names: one that is kept, or one of a file.
pub(crate) async fn find(
    engine: &Engine,
    which: &str,
    of_file: Option<&str>,
) -> Result<Preset, Failure> {
    if !is_file(which) {
        return match of_file {
            Some(_) => Err(Failure::Usage(
                "--preset-name is for a file of presets, which ends in .careexport or .json".into(),
            )),
            None => stored(engine, which).await,
        };
    }
    let presets = engine.presets_in(&read(which.into()).await?).await?;
    let names: Vec<String> = presets
        .iter()
        .map(|preset| one_line(&preset.name))
        .collect();
    let names = names.join(", ");
    match of_file {
        Some(name) => named(presets, name)
            .ok_or_else(|| Failure::Usage(format!("The file holds no such preset, only: {names}"))),
        None => match <[Preset; 1]>::try_from(presets) {
            Ok([only]) => Ok(only),
            Err(_) => Err(Failure::Usage(format!(
                "The file holds several presets: say which with --preset-name: {names}"
            ))),
        },
    }
}

/// Told by its name alone, so that a file that comes or goes never changes what is run.
fn is_file(which: &str) -> bool {
    Engine::is_preset_file_name(which) || which.to_lowercase().ends_with(".json")
}

async fn read(path: PathBuf) -> Result<Vec<u8>, Problem> {
    tokio::task::spawn_blocking(move || Engine::read_preset_file(&path))
        .await
        .unwrap_or_else(|error| Err(ProblemKind::Internal.because(error)))
}

/// The connection that a preset is for.
pub(crate) async fn connection_of(engine: &Engine, preset: &Preset) -> Result<Connection, Failure> {
    let mut connections = engine.connections().await?.into_iter();
    let found = connections.find(|connection| connection.id == preset.export.connection_id);
    found.ok_or_else(|| {
        Failure::Usage(format!(
            "The preset is for the connection {}, which is not here: give another with --connection, or an account with \
             --url",
            one_line(&preset.connection_name)
        ))
    })
}

/// Where the file of a preset goes.
pub(crate) async fn target(
    engine: &Engine,
    plan: &PresetPlan,
    output: Option<&Path>,
    overwrite: bool,
) -> Result<Target, Failure> {
    let folder = match output {
        None => plan.folder.clone().ok_or_else(|| {
            Failure::Usage("The preset has no folder: give a file or a folder with --output".into())
        })?,
        Some(output) => {
            let path = absolute(output)?;
            if !path.is_dir() {
                agrees(&path, plan.request.file.format)?;
                return Ok(Target { path, overwrite });
            }
            path
        }
    };
    let target = Target {
        path: folder.join(&plan.file_name),
        overwrite,
    };
    if overwrite {
        return Ok(target);
    }
    // As in the app: a name that is free, because a preset is run again and again.
    Ok(engine.free_target(target, plan.files).await?)
}

/// A name that says another format would have the file opened by the wrong program.
fn agrees(path: &Path, format: FileFormat) -> Result<(), Failure> {
    match file::named(path) {
        Some(named) if named != format => Err(Failure::Usage(format!(
            "The preset makes another kind of file: name it .{}",
            format.extension()
        ))),
        _ => Ok(()),
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Problem> {
    std::path::absolute(path).map_err(|error| ProblemKind::FileNameInvalid.because(error))
}
