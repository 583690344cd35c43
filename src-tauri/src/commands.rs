//! The window's commands: one question to the engine each. The list of them is
//! [`crate::command_list`]; from it the functions that Tauri calls are made here, so that names,
//! arguments and results stand in one place.

use export_engine::{
    Agents, ChosenFolder, Column, Connection, ConnectionCheck, ConnectionDraft, Engine,
    ExportRequest, FileNamePiece, ImportedPreset, NamedId, Notice, Period, PeriodPlan, Preset,
    PresetDraft, PresetStart, PreviewPart, PreviewRows, PreviewSummary, PreviewValue, Problem,
    Report, ResolvedPeriod, Run, RunFile, RunPage, RunQuery, Settings, Team, TimeZones,
};

use crate::app_info::AppInfo;
use crate::closing::CloseAnswer;
use crate::kept::{Kept, KeptPart};
use crate::menu::MenuWords;
use crate::opened::OpenedFile;
use crate::place::ZoomStep;
use crate::shell::Shell;
use crate::words::DesktopWords;

macro_rules! tauri_commands {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) -> $result:ty;)*) => {
        mod tauri_commands {
            use super::*;

            $(
                #[tauri::command]
                pub(super) async fn $name(
                    shell: tauri::State<'_, Shell>,
                    $($arg: $type),*
                ) -> Result<$result, Problem> {
                    super::$name(&shell, $($arg),*).await
                }
            )*
        }

        /// Calls a command by its name.
        pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$(tauri_commands::$name),*]
        }
    };
}

with_commands!(tauri_commands);

async fn app_info(_: &Shell) -> Result<AppInfo, Problem> {
    Ok(AppInfo {
        version: env!("CARGO_PKG_VERSION").into(),
        regions: Engine::regions(),
    })
}

async fn list_notices(shell: &Shell) -> Result<Vec<Notice>, Problem> {
    shell.engine()?.notices().await
}

async fn dismiss_notice(shell: &Shell, notice_id: u32) -> Result<(), Problem> {
    shell.engine()?.dismiss_notice(notice_id).await
}

async fn list_connections(shell: &Shell) -> Result<Vec<Connection>, Problem> {
    shell.engine()?.connections().await
}

async fn test_connection(
    shell: &Shell,
    draft: ConnectionDraft,
) -> Result<ConnectionCheck, Problem> {
    shell.engine()?.test_connection(draft).await
}

async fn save_connection(shell: &Shell, draft: ConnectionDraft) -> Result<Connection, Problem> {
    shell.engine()?.save_connection(draft).await
}

async fn remove_connection(shell: &Shell, connection_id: String) -> Result<(), Problem> {
    shell.engine()?.remove_connection(&connection_id).await
}

async fn connect_practice(shell: &Shell, name: String) -> Result<Connection, Problem> {
    shell.connect_practice(name).await
}

async fn list_time_zones(shell: &Shell, connection_id: String) -> Result<TimeZones, Problem> {
    shell.engine()?.time_zones(&connection_id).await
}

async fn list_teams(shell: &Shell, connection_id: String) -> Result<Vec<Team>, Problem> {
    shell.engine()?.teams(&connection_id).await
}

async fn list_work_queues(shell: &Shell, connection_id: String) -> Result<Vec<NamedId>, Problem> {
    shell.engine()?.work_queues(&connection_id).await
}

async fn list_smart_views(shell: &Shell, connection_id: String) -> Result<Vec<NamedId>, Problem> {
    shell.engine()?.smart_views(&connection_id).await
}

async fn list_columns(
    shell: &Shell,
    connection_id: String,
    report: Report,
) -> Result<Vec<Column>, Problem> {
    shell.engine()?.columns(&connection_id, report).await
}

async fn learn_columns(
    shell: &Shell,
    connection_id: String,
    report: Report,
) -> Result<Vec<Column>, Problem> {
    let engine = shell.engine()?;
    engine.learn_columns(&connection_id, report).await
}

async fn list_agents(
    shell: &Shell,
    connection_id: String,
    refresh: bool,
) -> Result<Agents, Problem> {
    shell.engine()?.agents(&connection_id, refresh).await
}

async fn stop_learning(shell: &Shell, connection_id: String) -> Result<(), Problem> {
    shell.engine()?.stop_learning(&connection_id).await
}

async fn list_presets(shell: &Shell) -> Result<Vec<Preset>, Problem> {
    shell.engine()?.presets().await
}

async fn save_preset(shell: &Shell, draft: PresetDraft) -> Result<Preset, Problem> {
    shell.engine()?.save_preset(draft).await
}

async fn duplicate_preset(
    shell: &Shell,
    preset_id: String,
    name: String,
) -> Result<Preset, Problem> {
    shell.engine()?.duplicate_preset(&preset_id, &name).await
}

async fn arrange_presets(shell: &Shell, preset_ids: Vec<String>) -> Result<(), Problem> {
    shell.engine()?.arrange_presets(preset_ids).await
}

async fn remove_presets(shell: &Shell, preset_ids: Vec<String>) -> Result<Vec<String>, Problem> {
    shell.engine()?.remove_presets(preset_ids).await
}

async fn restore_presets(shell: &Shell, preset_ids: Vec<String>) -> Result<Vec<String>, Problem> {
    shell.engine()?.restore_presets(preset_ids).await
}

async fn run_presets(shell: &Shell, preset_ids: Vec<String>) -> Result<Vec<PresetStart>, Problem> {
    shell.run_presets(preset_ids).await
}

async fn choose_preset_folder(shell: &Shell) -> Result<Option<ChosenFolder>, Problem> {
    shell.choose_preset_folder().await
}

async fn export_presets(shell: &Shell, preset_ids: Vec<String>) -> Result<Option<String>, Problem> {
    shell.export_presets(&preset_ids).await
}

async fn import_presets(shell: &Shell) -> Result<Option<OpenedFile>, Problem> {
    shell.import_presets().await
}

async fn import_dropped_presets(
    shell: &Shell,
    contents: String,
) -> Result<Vec<ImportedPreset>, Problem> {
    shell.engine()?.import_presets(contents.as_bytes()).await
}

async fn take_opened_files(shell: &Shell) -> Result<Vec<OpenedFile>, Problem> {
    shell.take_opened_files().await
}

async fn connect_presets(
    shell: &Shell,
    preset_ids: Vec<String>,
    connection_id: String,
) -> Result<Vec<String>, Problem> {
    let engine = shell.engine()?;
    engine.connect_presets(preset_ids, &connection_id).await
}

async fn file_name_pieces(_: &Shell) -> Result<Vec<FileNamePiece>, Problem> {
    Ok(Engine::file_name_pieces())
}

async fn preview_file_name(
    shell: &Shell,
    pattern: String,
    request: ExportRequest,
    preset: String,
) -> Result<String, Problem> {
    let engine = shell.engine()?;
    engine.preview_file_name(&pattern, &request, &preset).await
}

async fn resolve_period(
    shell: &Shell,
    period: Period,
    time_zone: String,
) -> Result<ResolvedPeriod, Problem> {
    shell.engine()?.resolve_period(period, &time_zone)
}

async fn plan_period(
    shell: &Shell,
    period: Period,
    time_zone: String,
) -> Result<PeriodPlan, Problem> {
    shell.engine()?.plan_period(period, &time_zone)
}

async fn start_export(shell: &Shell, request: ExportRequest) -> Result<Option<Run>, Problem> {
    let engine = shell.engine()?;
    let files = engine.check_export(&request).await?.files();
    let Some(mut target) = shell.ask_for_place(&request).await? else {
        return Ok(None);
    };
    if files > 1 {
        // The dialog asked about the name that none of the files is going to have.
        target = engine.free_target(target, files).await?;
    }
    let runs = engine.start_runs(request, target).await?;
    Ok(runs.into_iter().next())
}

async fn cancel_run(shell: &Shell, run_id: String) -> Result<(), Problem> {
    shell.engine()?.cancel_run(&run_id).await
}

async fn resume_run(shell: &Shell, run_id: String) -> Result<Run, Problem> {
    shell.engine()?.resume_run(&run_id).await
}

async fn save_run_elsewhere(shell: &Shell, run_id: String) -> Result<Option<Run>, Problem> {
    let engine = shell.engine()?;
    let run = engine.run(&run_id).await?;
    match shell.ask_for_place(&run.request).await? {
        Some(target) => engine.move_run(&run_id, target).await.map(Some),
        None => Ok(None),
    }
}

async fn look_at(shell: &Shell, run_ids: Vec<String>) -> Result<(), Problem> {
    shell.engine()?.look_at(run_ids);
    Ok(())
}

async fn runs_page(shell: &Shell, query: RunQuery) -> Result<RunPage, Problem> {
    shell.engine()?.runs_page(query).await
}

async fn run_again(shell: &Shell, run_id: String) -> Result<Option<Run>, Problem> {
    let engine = shell.engine()?;
    match engine.run_again(&run_id).await {
        Err(problem) if problem.kind.is_of_place() => {
            let request = engine.run(&run_id).await?.request;
            match shell.ask_for_place(&request).await? {
                Some(target) => engine.start_run(request, target).await.map(Some),
                None => Ok(None),
            }
        }
        started => started.map(Some),
    }
}

async fn remove_runs(shell: &Shell, run_ids: Vec<String>) -> Result<Vec<String>, Problem> {
    shell.engine()?.remove_runs(run_ids).await
}

async fn restore_runs(shell: &Shell, run_ids: Vec<String>) -> Result<Vec<String>, Problem> {
    shell.engine()?.restore_runs(run_ids).await
}

async fn file_states(shell: &Shell, run_ids: Vec<String>) -> Result<Vec<RunFile>, Problem> {
    shell.engine()?.file_states(run_ids).await
}

async fn run_details(shell: &Shell, run_id: String) -> Result<String, Problem> {
    shell.engine()?.run_details(&run_id).await
}

async fn preview_summary(shell: &Shell, run_id: String) -> Result<PreviewSummary, Problem> {
    shell.engine()?.preview_summary(&run_id).await
}

async fn preview_rows(
    shell: &Shell,
    run_id: String,
    part: PreviewPart,
) -> Result<PreviewRows, Problem> {
    shell.engine()?.preview_rows(&run_id, part).await
}

async fn preview_value(
    shell: &Shell,
    run_id: String,
    row: u32,
    column: u32,
) -> Result<PreviewValue, Problem> {
    let engine = shell.engine()?;
    engine.preview_value(&run_id, row.into(), column).await
}

async fn answer_close(shell: &Shell, answer: CloseAnswer) -> Result<(), Problem> {
    shell.answer_close(answer).await;
    Ok(())
}

async fn settings(shell: &Shell) -> Result<Settings, Problem> {
    shell.engine()?.settings().await
}

async fn save_settings(shell: &Shell, settings: Settings) -> Result<(), Problem> {
    shell.save_settings(settings).await
}

async fn usual_folder(shell: &Shell) -> Result<Option<String>, Problem> {
    let folder = shell.engine()?.usual_folder().await?;
    Ok(folder.map(|folder| folder.display().to_string()))
}

async fn choose_usual_folder(shell: &Shell) -> Result<Option<String>, Problem> {
    shell.choose_usual_folder().await
}

async fn forget_usual_folder(shell: &Shell) -> Result<(), Problem> {
    shell.engine()?.save_usual_folder(None).await
}

async fn kept(shell: &Shell) -> Result<Kept, Problem> {
    shell.kept().await
}

async fn remove_ended_runs(shell: &Shell) -> Result<Vec<String>, Problem> {
    shell.engine()?.remove_ended_runs().await
}

async fn remove_kept(shell: &Shell, part: KeptPart) -> Result<(), Problem> {
    shell.remove_kept(part).await
}

async fn keychain_is_waited_for(shell: &Shell) -> Result<bool, Problem> {
    Ok(shell.engine()?.keychain_is_waited_for())
}

async fn word_menu(shell: &Shell, words: MenuWords) -> Result<(), Problem> {
    shell.word_menu(words).await
}

async fn zoom(shell: &Shell, step: ZoomStep) -> Result<(), Problem> {
    shell.desktop.zoom(step);
    Ok(())
}

async fn word_desktop(shell: &Shell, words: DesktopWords) -> Result<(), Problem> {
    shell.word_desktop(words);
    Ok(())
}

async fn open_care(shell: &Shell, connection_id: String) -> Result<(), Problem> {
    let page = shell.engine()?.care_page(&connection_id).await?;
    shell.open_page(page).await
}

async fn open_log_folder(shell: &Shell) -> Result<(), Problem> {
    shell.open_log_folder().await
}

async fn open_file(shell: &Shell, run_id: String) -> Result<(), Problem> {
    let path = shell.engine()?.saved_path(&run_id).await?;
    shell.open(path).await
}

async fn show_in_folder(shell: &Shell, run_id: String) -> Result<(), Problem> {
    let path = shell.engine()?.saved_path(&run_id).await?;
    shell.show_in_folder(path).await
}
