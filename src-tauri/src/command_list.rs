// The one list of what the window may ask for. From it come the handlers, the build's
// manifest of commands and the TypeScript bindings: a command missing anywhere does not compile
// or fails a test.
macro_rules! with_commands {
    ($callback:ident) => {
        $callback! {
            /// Version, known API addresses.
            app_info() -> AppInfo;
            /// What the person should be told until they have read it, oldest first.
            list_notices() -> Vec<Notice>;
            /// The person has read a notice.
            dismiss_notice(notice_id: u32) -> ();
            /// The connections, by name.
            list_connections() -> Vec<Connection>;
            /// Asks the service whether an entered connection works. Stores nothing.
            test_connection(draft: ConnectionDraft) -> ConnectionCheck;
            /// Stores a connection and its password.
            save_connection(draft: ConnectionDraft) -> Connection;
            /// Removes a connection and its password.
            remove_connection(connection_id: String) -> ();
            /// Starts the practice company, when it is not running, and connects to it.
            connect_practice(name: String) -> Connection;
            /// The zones to pick from.
            list_time_zones(connection_id: String) -> TimeZones;
            /// The company's teams.
            list_teams(connection_id: String) -> Vec<Team>;
            /// The company's work queues in use, by name.
            list_work_queues(connection_id: String) -> Vec<NamedId>;
            /// The company's smart views, by name.
            list_smart_views(connection_id: String) -> Vec<NamedId>;
            /// The columns known for an export of the connection: documented ones, then learned ones.
            list_columns(connection_id: String, report: Report) -> Vec<Column>;
            /// Makes the smallest export of a kind for its columns, and gives the columns known then.
            learn_columns(connection_id: String, report: Report) -> Vec<Column>;
            /// The company's agents as last learned; with refresh, as a small export tells them now.
            list_agents(connection_id: String, refresh: bool) -> Agents;
            /// Stops learning a connection's agents or columns.
            stop_learning(connection_id: String) -> ();
            /// The presets, in their order.
            list_presets() -> Vec<Preset>;
            /// Stores a new preset or the changes to one.
            save_preset(draft: PresetDraft) -> Preset;
            /// Copies a preset, under this name or one like it that is free.
            duplicate_preset(preset_id: String, name: String) -> Preset;
            /// Puts the presets in this order; those that are not named follow.
            arrange_presets(preset_ids: Vec<String>) -> ();
            /// Removes presets, and gives those that were there.
            remove_presets(preset_ids: Vec<String>) -> Vec<String>;
            /// Puts removed presets back, and gives those that could be.
            restore_presets(preset_ids: Vec<String>) -> Vec<String>;
            /// Runs presets, asking for a place where one is needed.
            run_presets(preset_ids: Vec<String>) -> Vec<PresetStart>;
            /// Asks for the folder of a preset. Null when the person leaves the dialog.
            choose_preset_folder() -> Option<ChosenFolder>;
            /// Asks where to keep presets as a file, and writes it. Its name; null when the person leaves the dialog.
            export_presets(preset_ids: Vec<String>) -> Option<String>;
            /// Asks for a file of presets and adds them. Null when the person leaves the dialog.
            import_presets() -> Option<OpenedFile>;
            /// Adds the presets of a file that was dropped on the window, from what is in it.
            import_dropped_presets(contents: String) -> Vec<ImportedPreset>;
            /// Adds the presets of files that the person opened with the app, and says what came of each.
            take_opened_files() -> Vec<OpenedFile>;
            /// Has presets export from another connection, and gives those that were there.
            connect_presets(preset_ids: Vec<String>, connection_id: String) -> Vec<String>;
            /// What a file-name pattern can hold in braces.
            file_name_pieces() -> Vec<FileNamePiece>;
            /// The name that an export would be saved under now, if it were this preset's.
            preview_file_name(pattern: String, request: ExportRequest, preset: String) -> String;
            /// The instants of a period in a zone; of a rule, those that it means now.
            resolve_period(period: Period, time_zone: String) -> ResolvedPeriod;
            /// How a period is asked for, whatever is exported.
            plan_period(period: Period, time_zone: String) -> PeriodPlan;
            /// Checks an export, asks where to save it and starts it, in parts when its period is longer than the
            /// service takes. Gives the first; null when the person leaves the dialog.
            start_export(request: ExportRequest) -> Option<Run>;
            /// Stops a run.
            cancel_run(run_id: String) -> ();
            /// Goes on with a run that failed or was cut off.
            resume_run(run_id: String) -> Run;
            /// Asks for another place for a run's file and goes on. Null when the person leaves the dialog.
            save_run_elsewhere(run_id: String) -> Option<Run>;
            /// Lets the runs that the person is looking at get ahead of others that wait for their turn.
            look_at(run_ids: Vec<String>) -> ();
            /// A page of the list of runs, newest first.
            runs_page(query: RunQuery) -> RunPage;
            /// Starts an export like that of an earlier run, beside its file. Null when another place is needed and
            /// the person leaves the dialog.
            run_again(run_id: String) -> Option<Run>;
            /// Takes ended runs off the list; their files stay. Gives the ids of those that were on it.
            remove_runs(run_ids: Vec<String>) -> Vec<String>;
            /// Puts runs back on the list, for ten minutes and while the app is open. Gives the ids of those that
            /// could be.
            restore_runs(run_ids: Vec<String>) -> Vec<String>;
            /// Whether the files of these runs are where they were saved; runs without a file are left out.
            file_states(run_ids: Vec<String>) -> Vec<RunFile>;
            /// A run in the words of support, without what is the person's own.
            run_details(run_id: String) -> String;
            /// What a saved file holds, in figures.
            preview_summary(run_id: String) -> PreviewSummary;
            /// Rows of a saved file, long values cut.
            preview_rows(run_id: String, part: PreviewPart) -> PreviewRows;
            /// One value of a saved file, by its row and its column.
            preview_value(run_id: String, row: u32, column: u32) -> PreviewValue;
            /// The person's answer to whether the window may be closed while runs are under way.
            answer_close(answer: CloseAnswer) -> ();
            /// What the person wants of the app.
            settings() -> Settings;
            /// Stores what the person wants of the app.
            save_settings(settings: Settings) -> ();
            /// The folder that save dialogs begin in, when the person chose one.
            usual_folder() -> Option<String>;
            /// Asks for the folder that save dialogs are to begin in. Null when the person leaves the dialog.
            choose_usual_folder() -> Option<String>;
            /// Lets save dialogs begin where the system thinks best.
            forget_usual_folder() -> ();
            /// What the app keeps, counted.
            kept() -> Kept;
            /// Takes all ended runs off the list, as remove_runs does. Gives their ids.
            remove_ended_runs() -> Vec<String>;
            /// Removes a part of what the app keeps, or everything. It can't be undone.
            remove_kept(part: KeptPart) -> ();
            /// Whether the computer's keychain keeps the app waiting.
            keychain_is_waited_for() -> bool;
            /// What the menus say. The first time there are none until the window has told.
            word_menu(words: MenuWords) -> ();
            /// Zooms the page.
            zoom(step: ZoomStep) -> ();
            /// What notifications and native dialogs say. Until the window has told, there are no notifications.
            word_desktop(words: DesktopWords) -> ();
            /// Opens the page on which the person works with Care in their browser.
            open_care(connection_id: String) -> ();
            /// Shows the folder of the log files.
            open_log_folder() -> ();
            /// Opens a saved file with the computer's own program for it.
            open_file(run_id: String) -> ();
            /// Shows a saved file in its folder.
            show_in_folder(run_id: String) -> ();
        }
    };
}
