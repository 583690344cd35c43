//! Presets as files: the published form, what comes back from it, and what is refused.

use std::collections::BTreeMap;
use std::path::Path;

use export_engine::{
    BusinessHours, Choice, Conversations, CsvReader, CsvStyle, Destination, DestinationChoice,
    Engine, ExcelTimes, ExportRequest, Field, FieldFault, FileFormat, FileNamePiece, FileOptions,
    FilterNames, Headers, ImportedPreset, Interval, LineEnd, Locale, Period, PeriodRule, Preset,
    PresetColour, PresetDraft, PresetFileFault, ProblemKind, Report, ReportOptions, Separator,
    Target, Weekday,
};
use serde_json::{Value, json};

use crate::support::Stage;

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/preset.schema.json");
    let text = std::fs::read_to_string(path).expect("the schema");
    serde_json::from_str(&text).expect("JSON")
}

fn assert_valid(file: &Value) {
    let schema = schema();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(file)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "{file:#}");
}

pub(crate) fn draft(stage: &Stage, name: &str) -> PresetDraft {
    PresetDraft {
        id: None,
        name: name.into(),
        description: "For the board".into(),
        tag: Some("Monthly".into()),
        colour: Some(PresetColour::Purple),
        export: ExportRequest {
            period: Period::Rule {
                rule: PeriodRule::PreviousWeek,
                week_start: Weekday::Sunday,
            },
            locale: Some(Locale::Tr),
            team_ids: vec!["6222".into()],
            include_disabled: true,
            columns: vec!["agent_name".into(), "Öwn \"column\"".into()],
            file: FileOptions {
                format: FileFormat::Csv,
                headers: Headers::Plain,
                language: Locale::De,
                csv: CsvStyle {
                    reader: CsvReader::Excel,
                    separator: Separator::Semicolon,
                    line_end: LineEnd::Lf,
                    neutralise: true,
                },
                excel_times: ExcelTimes::Durations,
            },
            ..stage.request()
        },
        people_names: BTreeMap::from([("6222".to_owned(), "Kuzey batı".to_owned())]),
        filter_names: FilterNames::default(),
        file_name: "{preset} {week}".into(),
        destination: DestinationChoice::Ask,
    }
}

/// The id of a draft that is kept.
async fn saved(stage: &Stage, draft: PresetDraft) -> String {
    stage.engine.save_preset(draft).await.expect("saved").id
}

async fn imported(stage: &Stage, file: &[u8]) -> Vec<ImportedPreset> {
    stage.engine.import_presets(file).await.expect("imported")
}

async fn exported(stage: &Stage, ids: &[String]) -> Value {
    let target = stage.target("presets.careexport.json");
    let _ = std::fs::remove_file(&target.path);
    stage
        .engine
        .export_presets(ids, target.clone())
        .await
        .expect("exported");
    let text = std::fs::read_to_string(&target.path).expect("the file");
    assert!(text.ends_with("}\n"));
    serde_json::from_str(&text).expect("JSON")
}

fn without_identity(preset: &Preset) -> Preset {
    Preset {
        id: String::new(),
        name: String::new(),
        ..preset.clone()
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_exported_keeps_to_the_published_form_and_comes_back_whole() {
    let stage = Stage::new().await;
    let chosen = stage.engine.choose_folder(stage.path(""));
    let first = PresetDraft {
        destination: DestinationChoice::Chosen {
            folder_id: chosen.folder_id,
        },
        ..draft(&stage, "Weekly, çok güzel")
    };
    let first = saved(&stage, first).await;
    let days = Period::Days {
        from: "2026-10-01".parse().expect("a date"),
        to: "2026-10-31".parse().expect("a date"),
    };
    let times = Period::Times {
        from: "2026-10-01T08:00:00".parse().expect("a time"),
        to: "2026-10-01T17:30:00".parse().expect("a time"),
    };
    let rules = [
        PeriodRule::Today,
        PeriodRule::Yesterday,
        PeriodRule::WeekSoFar,
        PeriodRule::PreviousWeek,
        PeriodRule::MonthSoFar,
        PeriodRule::PreviousMonth,
        PeriodRule::QuarterSoFar,
        PeriodRule::PreviousQuarter,
        PeriodRule::LastDays { days: 30 },
    ]
    .map(|rule| Period::Rule {
        rule,
        week_start: Weekday::Saturday,
    });
    let instants = Period::Instants { start: 0, end: 1 };
    let mut ids = vec![first];
    for (n, period) in [days, times, instants].into_iter().chain(rules).enumerate() {
        let mut plain = draft(&stage, &format!("Plain {n}"));
        plain.export = ExportRequest {
            period,
            ..stage.request()
        };
        plain.export.file = FileOptions::of(if n % 2 == 0 {
            FileFormat::Excel
        } else {
            FileFormat::JsonLines
        });
        plain.description = String::new();
        plain.tag = None;
        plain.colour = None;
        ids.push(saved(&stage, plain).await);
    }
    let file = exported(&stage, &ids).await;
    assert_valid(&file);
    let text = file.to_string();
    for secret in [
        stage.server.password(),
        stage.server.user(),
        stage.server.company_key(),
        &stage.server.address(),
        &stage.connection.id,
        &stage.path("").display().to_string(),
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains(&stage.connection.name));

    let before = stage.engine.presets().await.expect("presets");
    let bytes = std::fs::read(stage.path("presets.careexport.json")).expect("the file");
    let imported = imported(&stage, &bytes).await;
    assert_eq!(imported.len(), ids.len());
    for (before, imported) in before.iter().zip(&imported) {
        let after = &imported.preset;
        assert_eq!(imported.name_in_file, before.name);
        assert_eq!(after.name, format!("{} (2)", before.name));
        assert_eq!(after.destination, Destination::Ask);
        let before = Preset {
            destination: Destination::Ask,
            ..before.clone()
        };
        assert_eq!(without_identity(&before), without_identity(after));
    }
    assert_eq!(stage.files(), ["presets.careexport.json"]);
}

#[tokio::test(start_paused = true)]
async fn every_export_with_all_its_choices_comes_back_whole() {
    let stage = Stage::new().await;
    let names = FilterNames {
        work_queues: BTreeMap::from([("5016".to_owned(), "Fatura".to_owned())]),
        smart_view: Some("VIP \"gold\"".to_owned()),
    };
    let mut ids = Vec::new();
    for (n, report) in Report::ALL.into_iter().enumerate() {
        let mut other = draft(&stage, report.as_str());
        let has = |choice, ids: &[&str]| -> Vec<String> {
            let ids = ids.iter().filter(|_| report.has(choice));
            ids.map(|id| (*id).to_owned()).collect()
        };
        other.export = ExportRequest {
            report,
            team_ids: has(Choice::Teams, &["6222"]),
            agent_ids: vec![],
            include_disabled: report.has(Choice::IncludeDisabled),
            options: match report {
                Report::User => ReportOptions::default(),
                _ => ReportOptions {
                    business_hours: if n % 2 == 0 {
                        BusinessHours::Within
                    } else {
                        BusinessHours::Outside
                    },
                    priorities: vec![0, 5],
                    smart_view_id: Some("92".to_owned()),
                    work_queue_ids: has(Choice::WorkQueues, &["5016", "5017"]),
                    raise_limit: report.has(Choice::RaiseLimit),
                    conversations: if report.has(Choice::Conversations) {
                        Conversations::Created
                    } else {
                        Conversations::default()
                    },
                    interval: report.has(Choice::Interval).then_some(Interval::Week),
                },
            },
            ..stage.request()
        };
        other.filter_names = names.clone();
        ids.push(saved(&stage, other).await);
    }
    let file = exported(&stage, &ids).await;
    assert_valid(&file);
    let chosen = |preset: Preset| (preset.export, preset.filter_names);
    let presets = stage.engine.presets().await.expect("presets");
    let before: Vec<_> = presets.into_iter().map(chosen).collect();
    assert!(before.iter().any(|(_, kept)| *kept == names));
    let imported = imported(&stage, file.to_string().as_bytes()).await;
    let after: Vec<_> = imported
        .into_iter()
        .map(|preset| chosen(preset.preset))
        .collect();
    assert_eq!(after, before);
}

#[tokio::test(start_paused = true)]
async fn the_form_names_all_pieces_of_file_names() {
    let pattern = schema()["$defs"]["preset"]["properties"]["fileName"]["pattern"].to_string();
    for piece in FileNamePiece::ALL {
        assert!(pattern.contains(piece.as_str()), "{}", piece.as_str());
    }
    assert_eq!(pattern.matches('|').count(), FileNamePiece::ALL.len() + 1);
}

#[tokio::test(start_paused = true)]
async fn a_preset_of_a_connection_that_is_not_here_waits_for_it() {
    let stage = Stage::new().await;
    let id = saved(&stage, draft(&stage, "A")).await;
    let mut file = exported(&stage, &[id]).await;
    file["presets"][0]["connection"] = "Elsewhere".into();
    let imported = imported(&stage, file.to_string().as_bytes()).await;
    let preset = &imported[0].preset;
    assert_eq!(preset.connection_name, "Elsewhere");
    let plan = stage.engine.plan_preset(&preset.id).await;
    assert_eq!(plan.expect_err("none").kind, ProblemKind::ConnectionMissing);

    // Another one is picked for it, and everything else stays.
    let ids = vec![preset.id.clone(), "gone".into()];
    let nowhere = stage.engine.connect_presets(ids.clone(), "nowhere").await;
    assert_eq!(
        nowhere.expect_err("no such").kind,
        ProblemKind::ConnectionMissing
    );
    let connected = stage.engine.connect_presets(ids, &stage.connection.id);
    assert_eq!(connected.await, Ok(vec![preset.id.clone()]));
    let now = stage.engine.presets().await.expect("presets");
    let mut expected = preset.clone();
    expected.export.connection_id = stage.connection.id.clone();
    expected.connection_name = stage.connection.name.clone();
    assert_eq!(now.last(), Some(&expected));
    let plan = stage.engine.plan_preset(&preset.id).await;
    assert_eq!(plan.expect("a plan").request.team_ids, ["6222"]);
}

#[tokio::test(start_paused = true)]
async fn a_preset_of_a_file_is_planned_without_being_kept() {
    let stage = Stage::new().await;
    let id = saved(&stage, draft(&stage, "A")).await;
    let file = stage.engine.preset_file(std::slice::from_ref(&id)).await;
    stage
        .engine
        .remove_presets(vec![id])
        .await
        .expect("removed");
    let mut presets = stage
        .engine
        .presets_in(&file.expect("a file"))
        .await
        .expect("presets");
    let preset = presets.pop().expect("one");
    assert_eq!(preset.export.connection_id, stage.connection.id);
    let plan = stage.engine.plan(preset).await.expect("a plan");
    assert_eq!(plan.target(), None);
    assert!(plan.file_name.starts_with("A 20"), "{}", plan.file_name);
    assert_eq!(stage.engine.presets().await, Ok(vec![]));
}

#[test]
fn a_file_is_read_no_further_than_it_can_be_one_of_presets() {
    let folder = tempfile::tempdir().expect("a folder");
    let unopened = ProblemKind::PresetFile {
        fault: PresetFileFault::Unopened,
    };
    for path in [folder.path().join("gone"), folder.path().to_owned()] {
        let problem = Engine::read_preset_file(&path).expect_err("unopened");
        assert_eq!(problem.kind, unopened);
    }
    let large = folder.path().join("large.careexport");
    let file = std::fs::File::create(&large).expect("a file");
    file.set_len(1 << 33).expect("a hole of 8 GB");
    let read = Engine::read_preset_file(&large).expect("read");
    assert_eq!(read.len(), 4 * 1024 * 1024 + 1);
}

/// A file that can be taken over, before a test changes it.
async fn sample(stage: &Stage) -> Value {
    let id = saved(stage, draft(stage, "Sample")).await;
    exported(stage, &[id]).await
}

async fn refused(engine: &Engine, bytes: &[u8]) -> ProblemKind {
    let before = engine.presets().await.expect("presets");
    let problem = engine.import_presets(bytes).await.expect_err("refused");
    assert_eq!(engine.presets().await.expect("presets"), before);
    problem.kind
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_taken_over_says_so_and_changes_nothing() {
    let stage = Stage::new().await;
    let sample = sample(&stage).await;
    let file = |fault| ProblemKind::PresetFile { fault };
    let text = sample.to_string();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut changed = sample.clone();
        change(&mut changed);
        changed.to_string().into_bytes()
    };
    let entry = |name: &str, value: Value| with(&|file| file["presets"][0][name] = value.clone());
    let unreadable = file(PresetFileFault::Unreadable);
    let cases = [
        (Vec::new(), unreadable.clone()),
        (
            text.as_bytes()[..text.len() / 2].to_vec(),
            unreadable.clone(),
        ),
        (b"\xff\xfe{}".to_vec(), unreadable.clone()),
        (b"[]".to_vec(), file(PresetFileFault::NotPresets)),
        (b"[1, []]".to_vec(), file(PresetFileFault::NotPresets)),
        (b"[1".to_vec(), unreadable.clone()),
        (
            with(&|file| {
                let one = file["presets"][0].clone();
                file["presets"] = vec![one; 5_001].into();
            }),
            file(PresetFileFault::TooLarge),
        ),
        (
            b"{\"rules\": []}".to_vec(),
            file(PresetFileFault::NotPresets),
        ),
        (
            vec![b' '; 4 * 1024 * 1024 + 1],
            file(PresetFileFault::TooLarge),
        ),
        (
            with(&|file| file["careExportPresets"] = 2.into()),
            file(PresetFileFault::Newer),
        ),
        (
            b"{\"careExportPresets\": 99, \"of\": \"tomorrow\"}".to_vec(),
            file(PresetFileFault::Newer),
        ),
        (
            with(&|file| file["careExportPresets"] = 0.into()),
            unreadable.clone(),
        ),
        (
            with(&|file| file["careExportPresets"] = "1".into()),
            unreadable.clone(),
        ),
        (
            with(&|file| file["presets"] = json!([])),
            file(PresetFileFault::NotPresets),
        ),
        (entry("password", "secret".into()), unreadable.clone()),
        (entry("fileName", Value::Null), unreadable.clone()),
        (
            entry("name", "".into()),
            ProblemKind::InvalidField {
                field: Field::PresetName,
                fault: FieldFault::Missing,
            },
        ),
        (
            entry("fileName", "../{preset}".into()),
            ProblemKind::InvalidField {
                field: Field::FileName,
                fault: FieldFault::Malformed,
            },
        ),
        (
            with(&|file| file["presets"][0]["export"]["timeZone"] = "Mars/Olympus".into()),
            ProblemKind::InvalidField {
                field: Field::TimeZone,
                fault: FieldFault::Malformed,
            },
        ),
        // One bad preset keeps out the good one before it.
        (
            with(&|file| {
                let mut bad = file["presets"][0].clone();
                bad["name"] = "\u{7}".into();
                file["presets"].as_array_mut().expect("presets").push(bad);
            }),
            ProblemKind::InvalidField {
                field: Field::PresetName,
                fault: FieldFault::Malformed,
            },
        ),
    ];
    for (bytes, kind) in cases {
        let seen = String::from_utf8_lossy(&bytes)
            .chars()
            .take(80)
            .collect::<String>();
        assert_eq!(refused(&stage.engine, &bytes).await, kind, "{seen}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_changed_by_hand_is_read_when_it_keeps_to_the_form() {
    let stage = Stage::new().await;
    let least = json!({
        "$schema": "preset.schema.json",
        "careExportPresets": 1,
        "presets": [{
            "name": "By hand",
            "connection": stage.connection.name,
            "export": {
                "period": {"kind": "rule", "rule": {"name": "previous_month"}, "weekStart": "monday"},
                "timeZone": "Europe/Kiev",
                "file": FileOptions::of(FileFormat::Excel),
            },
            "fileName": "{preset} {month}",
        }],
    });
    assert_valid(&least);
    let with_mark = [b"\xef\xbb\xbf", least.to_string().as_bytes()].concat();
    let imported = imported(&stage, &with_mark).await;
    let preset = &imported[0].preset;
    assert_eq!(preset.name, "By hand");
    assert_eq!(preset.export.time_zone, "Europe/Kyiv");
    // Files of the time when there were User exports only say nothing of the export.
    assert_eq!(preset.export.report, Report::User);
    assert_eq!(preset.export.options, ReportOptions::default());
    let plan = stage.engine.plan_preset(&preset.id).await.expect("a plan");
    assert_eq!(plan.file_name, "By hand 10.xlsx");
}

#[tokio::test(start_paused = true)]
async fn a_file_is_put_in_its_place_whole_and_with_consent() {
    let stage = Stage::new().await;
    let id = saved(&stage, draft(&stage, "A/B")).await;
    let name = stage
        .engine
        .preset_file_name(std::slice::from_ref(&id))
        .await;
    assert_eq!(name, Ok(format!("A-B.{}", Engine::preset_extension())));
    std::fs::write(stage.path("there.careexport"), "mine").expect("written");
    let problem = stage
        .engine
        .export_presets(std::slice::from_ref(&id), stage.target("there.careexport"))
        .await
        .expect_err("refused");
    assert_eq!(problem.kind, ProblemKind::FileExists);
    let replaced = Target {
        overwrite: true,
        ..stage.target("there.careexport")
    };
    stage
        .engine
        .export_presets(&[id], replaced)
        .await
        .expect("exported");
    assert_eq!(stage.files(), ["there.careexport"]);
    let gone = stage
        .engine
        .export_presets(&["gone".into()], stage.target("x"))
        .await;
    assert_eq!(gone.expect_err("gone").kind, ProblemKind::PresetMissing);
}
