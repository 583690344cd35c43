//! Presets: kept, changed, arranged, removed and brought back, and run.

use std::collections::BTreeMap;

use export_engine::{
    CsvReader, CsvStyle, Destination, DestinationChoice, EngineEvent, ExcelTimes, ExportRequest,
    Field, FieldFault, FileFormat, FileOptions, FilterNames, Headers, LineEnd, Locale, Period,
    PeriodRule, Phase, Preset, PresetColour, PresetDraft, ProblemKind, Report, ReportOptions,
    Separator, Weekday,
};

use crate::support::{Stage, open};

fn rule(rule: PeriodRule) -> Period {
    Period::Rule {
        rule,
        week_start: Weekday::Monday,
    }
}

fn draft(stage: &Stage, name: &str) -> PresetDraft {
    PresetDraft {
        id: None,
        name: name.into(),
        description: String::new(),
        tag: None,
        colour: None,
        export: ExportRequest {
            period: rule(PeriodRule::PreviousMonth),
            ..stage.request()
        },
        people_names: BTreeMap::new(),
        filter_names: FilterNames::default(),
        file_name: "{preset} {from} to {to}".into(),
        destination: DestinationChoice::Ask,
    }
}

async fn saved(stage: &Stage, name: &str) -> Preset {
    let draft = draft(stage, name);
    stage.engine.save_preset(draft).await.expect("saved")
}

async fn names(stage: &Stage) -> Vec<String> {
    let presets = stage.engine.presets().await.expect("presets");
    presets.into_iter().map(|preset| preset.name).collect()
}

#[tokio::test(start_paused = true)]
async fn a_preset_is_kept_as_it_was_entered_and_survives_a_restart() {
    let mut stage = Stage::new().await;
    let mut events = stage.engine.events();
    let folder = stage.path("");
    let chosen = stage.engine.choose_folder(folder.clone());
    let names = BTreeMap::from([
        ("6222".to_owned(), "North West".to_owned()),
        ("1".to_owned(), "Nobody picked".to_owned()),
    ]);
    let queues = [("6222", "Billing"), ("1", "Not picked")];
    let filters = FilterNames {
        work_queues: queues.map(|(id, name)| (id.into(), name.into())).into(),
        smart_view: Some("VIP".into()),
    };
    let draft = PresetDraft {
        description: " For the board. ".into(),
        tag: Some(" Monthly ".into()),
        colour: Some(PresetColour::Green),
        export: ExportRequest {
            report: Report::TeamPerformance,
            team_ids: vec!["6222".into()],
            options: ReportOptions {
                work_queue_ids: vec!["6222".into(), "5".into()],
                smart_view_id: Some("6222".into()),
                ..ReportOptions::default()
            },
            columns: vec!["agent_name".into(), "Own".into()],
            time_zone: "Asia/Calcutta".into(),
            ..draft(&stage, "").export
        },
        people_names: names,
        filter_names: filters,
        destination: DestinationChoice::Chosen {
            folder_id: chosen.folder_id,
        },
        ..draft(&stage, "  Agents’ time, Ağustos ")
    };
    let preset = stage.engine.save_preset(draft).await.expect("saved");
    assert_eq!(events.recv().await, Ok(EngineEvent::Presets));
    assert_eq!(preset.name, "Agents’ time, Ağustos");
    assert_eq!(preset.description, "For the board.");
    assert_eq!(preset.tag.as_deref(), Some("Monthly"));
    assert_eq!(preset.colour, Some(PresetColour::Green));
    assert_eq!(preset.export.time_zone, "Asia/Kolkata");
    assert_eq!(preset.export.period, rule(PeriodRule::PreviousMonth));
    assert_eq!(preset.connection_name, stage.connection.name);
    assert_eq!(preset.people_names.len(), 1);
    let queues = BTreeMap::from([("6222".to_owned(), "Billing".to_owned())]);
    assert_eq!(preset.filter_names.work_queues, queues);
    assert_eq!(preset.filter_names.smart_view.as_deref(), Some("VIP"));
    assert_eq!(
        preset.destination,
        Destination::Folder {
            folder: folder.display().to_string()
        }
    );
    assert_eq!(preset.last_run, None);
    stage.restart().await;
    assert_eq!(stage.engine.presets().await, Ok(vec![preset]));
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_meant_is_refused_and_changes_nothing() {
    let stage = Stage::new().await;
    saved(&stage, "Monthly").await;
    let plain = |name: &str| draft(&stage, name);
    let invalid = |field, fault| ProblemKind::InvalidField { field, fault };
    let with = |change: &dyn Fn(&mut PresetDraft)| {
        let mut changed = plain("New");
        change(&mut changed);
        changed
    };
    let cases = [
        (plain("  "), invalid(Field::PresetName, FieldFault::Missing)),
        (
            plain("MONTHLY"),
            invalid(Field::PresetName, FieldFault::Taken),
        ),
        (
            plain("a\nb"),
            invalid(Field::PresetName, FieldFault::Malformed),
        ),
        (
            plain(&"x".repeat(101)),
            invalid(Field::PresetName, FieldFault::TooLong),
        ),
        (
            with(&|draft| draft.description = "x".repeat(2_001)),
            invalid(Field::Description, FieldFault::TooLong),
        ),
        (
            with(&|draft| draft.tag = Some("x".repeat(51))),
            invalid(Field::Tag, FieldFault::TooLong),
        ),
        (
            with(&|draft| draft.file_name = "a/b".into()),
            invalid(Field::FileName, FieldFault::Malformed),
        ),
        (
            with(&|draft| draft.file_name = "{day}".into()),
            ProblemKind::FileNamePieceUnknown {
                piece: "day".into(),
            },
        ),
        (
            with(&|draft| draft.export.time_zone = "Mars/Olympus".into()),
            invalid(Field::TimeZone, FieldFault::Malformed),
        ),
        (
            with(&|draft| draft.export.period = rule(PeriodRule::LastDays { days: 0 })),
            invalid(Field::Period, FieldFault::Missing),
        ),
        (
            with(&|draft| draft.export.team_ids = vec!["North".into()]),
            invalid(Field::Teams, FieldFault::Malformed),
        ),
        (
            with(&|draft| draft.export.connection_id = "gone".into()),
            ProblemKind::ConnectionMissing,
        ),
        (
            with(&|draft| draft.id = Some("gone".into())),
            ProblemKind::PresetMissing,
        ),
        (
            with(&|draft| {
                draft.destination = DestinationChoice::Chosen {
                    folder_id: "/etc".into(),
                }
            }),
            ProblemKind::FolderMissing,
        ),
    ];
    for (draft, kind) in cases {
        let problem = stage.engine.save_preset(draft).await.expect_err("refused");
        assert_eq!(problem.kind, kind);
    }
    assert_eq!(names(&stage).await, ["Monthly"]);
}

#[tokio::test(start_paused = true)]
async fn a_preset_is_changed_and_keeps_its_folder_unless_told_otherwise() {
    let stage = Stage::new().await;
    let chosen = stage.engine.choose_folder(stage.path(""));
    let first = PresetDraft {
        destination: DestinationChoice::Chosen {
            folder_id: chosen.folder_id,
        },
        ..draft(&stage, "Monthly")
    };
    let preset = stage.engine.save_preset(first).await.expect("saved");
    let change = |name: &str, destination| PresetDraft {
        id: Some(preset.id.clone()),
        destination,
        ..draft(&stage, name)
    };
    let renamed = change("monthly", DestinationChoice::Keep);
    let renamed = stage.engine.save_preset(renamed).await.expect("saved");
    assert_eq!(renamed.name, "monthly");
    assert_eq!(renamed.destination, preset.destination);
    let asks = change("monthly", DestinationChoice::Ask);
    let asks = stage.engine.save_preset(asks).await.expect("saved");
    assert_eq!(asks.destination, Destination::Ask);
    assert_eq!(names(&stage).await, ["monthly"]);
}

#[tokio::test(start_paused = true)]
async fn presets_are_copied_arranged_removed_and_brought_back() {
    let stage = Stage::new().await;
    let engine = &stage.engine;
    let [a, b, c] = [
        saved(&stage, "A").await.id,
        saved(&stage, "B").await.id,
        saved(&stage, "C").await.id,
    ];
    let copy = engine
        .duplicate_preset(&a, "A (copy)")
        .await
        .expect("copied");
    assert_eq!(copy.last_run, None);
    engine
        .duplicate_preset(&a, "a (COPY)")
        .await
        .expect("copied");
    assert_eq!(
        names(&stage).await,
        ["A", "a (COPY) (2)", "A (copy)", "B", "C"]
    );
    let gone = engine.duplicate_preset("gone", "x").await;
    assert_eq!(gone.expect_err("gone").kind, ProblemKind::PresetMissing);

    engine
        .arrange_presets(vec![c.clone(), "gone".into(), a.clone()])
        .await
        .expect("arranged");
    assert_eq!(
        names(&stage).await,
        ["C", "A", "a (COPY) (2)", "A (copy)", "B"]
    );

    let both = vec![a.clone(), b.clone()];
    assert_eq!(engine.remove_presets(both.clone()).await, Ok(both.clone()));
    assert_eq!(engine.remove_presets(both.clone()).await, Ok(vec![]));
    assert_eq!(names(&stage).await, ["C", "a (COPY) (2)", "A (copy)"]);
    // Its name is free for another meanwhile.
    saved(&stage, "b").await;
    assert_eq!(engine.restore_presets(both.clone()).await, Ok(both.clone()));
    assert_eq!(
        names(&stage).await,
        ["C", "A", "a (COPY) (2)", "A (copy)", "B (2)", "b"]
    );
    assert_eq!(engine.restore_presets(both).await, Ok(vec![]));
}

#[tokio::test(start_paused = true)]
async fn a_removed_preset_is_forgotten_after_a_day() {
    let stage = Stage::new().await;
    let id = saved(&stage, "A").await.id;
    let engine = &stage.engine;
    engine
        .remove_presets(vec![id.clone()])
        .await
        .expect("removed");
    tokio::time::sleep(std::time::Duration::from_secs(25 * 3600)).await;
    let other = saved(&stage, "B").await.id;
    engine.remove_presets(vec![other]).await.expect("removed");
    assert_eq!(engine.restore_presets(vec![id]).await, Ok(vec![]));
}

#[tokio::test(start_paused = true)]
async fn two_processes_change_presets_at_once_and_lose_none() {
    let stage = Stage::new().await;
    let other = open(stage.folder.path(), &stage.clock, &stage.keychain).await;
    let mut tasks = Vec::new();
    for n in 0..20 {
        let engine = if n % 2 == 0 { &stage.engine } else { &other };
        // Each name is wanted twice.
        let (engine, draft) = (engine.clone(), draft(&stage, &format!("Preset {}", n / 2)));
        tasks.push(tokio::spawn(async move { engine.save_preset(draft).await }));
    }
    let mut refused = 0;
    for task in tasks {
        if let Err(problem) = task.await.expect("an end") {
            assert_eq!(
                problem.kind,
                ProblemKind::InvalidField {
                    field: Field::PresetName,
                    fault: FieldFault::Taken
                }
            );
            refused += 1;
        }
    }
    assert_eq!(refused, 10);
    assert_eq!(names(&stage).await.len(), 10);
    assert_eq!(other.presets().await, stage.engine.presets().await);
}

fn database(stage: &Stage) -> rusqlite::Connection {
    rusqlite::Connection::open(stage.folder.path().join("data/care-exporter.db"))
        .expect("the database")
}

#[tokio::test(start_paused = true)]
async fn a_change_that_breaks_in_the_middle_changes_nothing() {
    let stage = Stage::new().await;
    let engine = &stage.engine;
    let mut ids = Vec::new();
    for name in ["A", "B", "C"] {
        ids.push(saved(&stage, name).await.id);
    }
    let file = engine.preset_file(&ids).await.expect("a file");
    // Of each change the others are written first.
    database(&stage)
        .execute_batch(
            "CREATE TRIGGER no_new BEFORE INSERT ON presets WHEN NEW.name LIKE 'C%'
                BEGIN SELECT RAISE(ABORT, 'broken'); END;
             CREATE TRIGGER no_change BEFORE UPDATE ON presets WHEN OLD.name = 'C'
                BEGIN SELECT RAISE(ABORT, 'broken'); END;",
        )
        .expect("broken");
    let before = engine.presets().await.expect("presets");
    let order = vec![ids[1].clone(), ids[0].clone(), ids[2].clone()];
    let connection = &stage.connection.id;
    engine.import_presets(&file).await.expect_err("import");
    engine.arrange_presets(order).await.expect_err("arrange");
    let copied = engine.duplicate_preset(&ids[0], "D").await;
    copied.expect_err("C moves down for it");
    let connected = engine.connect_presets(ids.clone(), connection).await;
    connected.expect_err("connect");
    engine.remove_presets(ids).await.expect_err("remove");
    assert_eq!(engine.presets().await, Ok(before));
}

#[tokio::test(start_paused = true)]
async fn a_preset_of_an_earlier_version_is_read_as_it_was_meant() {
    let stage = Stage::new().await;
    let export = r#"{"connectionId": "CONNECTION", "period": {"kind": "rule", "rule": {"name": "last_days", "days": 30},
        "weekStart": "monday"}, "timeZone": "Europe/Istanbul", "locale": "tr", "teamIds": ["6222"], "agentIds": [],
        "includeDisabled": true, "columns": ["agent_name"], "file": {"format": "excel", "headers": "plain",
        "language": "tr", "csv": {"reader": "excel", "separator": "semicolon", "lineEnd": "crlf",
        "neutralise": false}, "excelTimes": "durations"}}"#;
    database(&stage)
        .execute(
            "INSERT INTO presets (id, position, name, name_key, description, export, connection_name,
                people_names, file_name)
             VALUES ('old', 1, 'Old', 'old', '', ?, '', '{}', '{preset}')",
            [export.replace("CONNECTION", &stage.connection.id)],
        )
        .expect("written");
    let presets = stage.engine.presets().await.expect("presets");
    let expected = ExportRequest {
        period: rule(PeriodRule::LastDays { days: 30 }),
        locale: Some(Locale::Tr),
        team_ids: vec!["6222".into()],
        include_disabled: true,
        columns: vec!["agent_name".into()],
        file: FileOptions {
            headers: Headers::Plain,
            language: Locale::Tr,
            csv: CsvStyle {
                reader: CsvReader::Excel,
                separator: Separator::Semicolon,
                line_end: LineEnd::Crlf,
                neutralise: false,
            },
            excel_times: ExcelTimes::Durations,
            ..FileOptions::of(FileFormat::Excel)
        },
        ..stage.request()
    };
    assert_eq!(presets[0].export, expected);
    let plan = stage.engine.plan_preset("old").await.expect("a plan");
    assert_eq!(plan.file_name, "Old.xlsx");
}

#[tokio::test(start_paused = true)]
async fn a_preset_runs_into_its_folder_and_never_over_a_file() {
    let stage = Stage::new().await;
    let chosen = stage.engine.choose_folder(stage.path(""));
    let preset = PresetDraft {
        destination: DestinationChoice::Chosen {
            folder_id: chosen.folder_id,
        },
        ..draft(&stage, "Agents: all")
    };
    let preset = stage.engine.save_preset(preset).await.expect("saved");
    let run = || async {
        let plan = stage.engine.plan_preset(&preset.id).await.expect("a plan");
        assert_eq!(plan.file_name, "Agents- all 2026-10-01 to 2026-10-31.json");
        let target = plan.target().expect("a folder");
        let target = stage.engine.free_target(target, 1).await;
        let target = target.expect("a place");
        let runs = stage.engine.run_preset(plan, target).await;
        runs.expect("started").remove(0)
    };
    // The second is asked for while the first is on its way to that name.
    let (first, second) = (run().await, run().await);
    assert_eq!(
        first.request.period,
        Period::Days {
            from: "2026-10-01".parse().expect("a date"),
            to: "2026-10-31".parse().expect("a date"),
        }
    );
    let listed = stage.engine.presets().await.expect("presets");
    let last = listed[0].last_run.clone().expect("a run");
    assert_eq!(
        (last.run_id, last.at),
        (second.id.clone(), second.created_at)
    );
    for run in [&first, &second] {
        assert_eq!(stage.finish(run).await.phase, Phase::Saved);
    }
    let third = run().await;
    assert_eq!(stage.finish(&third).await.phase, Phase::Saved);
    assert_eq!(
        stage.files(),
        [
            "Agents- all 2026-10-01 to 2026-10-31 (2).json",
            "Agents- all 2026-10-01 to 2026-10-31 (3).json",
            "Agents- all 2026-10-01 to 2026-10-31.json",
        ]
    );
    let listed = stage.engine.presets().await.expect("presets");
    let last = listed[0].last_run.clone().expect("a run");
    assert_eq!(last.phase, Some(Phase::Saved));
    let taken_off = stage.engine.remove_runs(vec![third.id]).await;
    assert!(taken_off.is_ok());
    let listed = stage.engine.presets().await.expect("presets");
    let last = listed[0].last_run.clone().expect("still known");
    assert_eq!(last.phase, None);
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_is_gone_is_a_matter_of_the_place_alone() {
    let stage = Stage::new().await;
    let folder = stage.folder.path().join("gone");
    let chosen = stage.engine.choose_folder(folder.clone());
    let preset = PresetDraft {
        destination: DestinationChoice::Chosen {
            folder_id: chosen.folder_id,
        },
        ..draft(&stage, "A")
    };
    let preset = stage.engine.save_preset(preset).await.expect("saved");
    let plan = stage.engine.plan_preset(&preset.id).await.expect("a plan");
    let target = plan.target().expect("a folder");
    let problem = stage
        .engine
        .run_preset(plan, target)
        .await
        .expect_err("gone");
    assert!(problem.kind.is_of_place(), "{problem}");
    assert!(stage.server.jobs().is_empty());
    assert_eq!(
        stage.engine.presets().await.expect("presets")[0].last_run,
        None
    );
}

#[tokio::test(start_paused = true)]
async fn a_preset_outlives_its_connection_and_finds_one_of_the_same_name() {
    let stage = Stage::new().await;
    let preset = saved(&stage, "A").await;
    let id = stage.connection.id.clone();
    stage.engine.remove_connection(&id).await.expect("removed");
    let orphan = stage.engine.presets().await.expect("presets").remove(0);
    assert_eq!(orphan.connection_name, stage.connection.name);
    let problem = stage
        .engine
        .plan_preset(&preset.id)
        .await
        .expect_err("none");
    assert_eq!(problem.kind, ProblemKind::ConnectionMissing);
    let again = crate::support::draft(&stage.server);
    let again = stage.engine.save_connection(again).await.expect("saved");
    let plan = stage.engine.plan_preset(&preset.id).await.expect("a plan");
    assert_eq!(plan.request.connection_id, again.id);
}

#[tokio::test(start_paused = true)]
async fn a_file_name_has_its_example_even_when_nothing_is_over_yet() {
    let stage = Stage::new().await;
    let name = |pattern: &'static str, period| {
        let request = ExportRequest {
            period,
            ..stage.request()
        };
        let engine = stage.engine.clone();
        async move { engine.preview_file_name(pattern, &request, "P").await }
    };
    let weekly = rule(PeriodRule::PreviousWeek);
    assert_eq!(
        name("{preset} {week}, {connection}", weekly)
            .await
            .as_deref(),
        Ok("P 2026-W47, Test company.json")
    );
    // It is Monday.
    let week_so_far = rule(PeriodRule::WeekSoFar);
    assert_eq!(
        name("{from}", week_so_far).await.as_deref(),
        Ok("2026-11-23.json")
    );
    assert!(name("{nothing}", weekly).await.is_err());
}
