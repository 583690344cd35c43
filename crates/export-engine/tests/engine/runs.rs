//! A run from request to file.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use export_engine::{
    Clock, ColumnOrigin, EngineEvent, ExportRequest, Field, FieldFault, FileFormat, FileOptions,
    Interval, Period, Phase, ProblemKind, Report, ReportOptions,
};
use practice_server::PracticeConfig;

use crate::support::{Stage, days};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_json_export_arrives_byte_for_byte() {
    let stage = Stage::new().await;
    let request = ExportRequest {
        columns: names(&[
            "agent_id",
            "TOTAL_GREEN_STATE_TIME_MILLIS",
            "no_such_column",
        ]),
        ..stage.request()
    };
    let started = stage.start_with("october.json", request).await;
    assert_eq!(started.phase, Phase::Queued);
    assert_eq!(stage.engine.live_runs().await, Ok(1));
    let run = stage.finish(&started).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    assert_eq!(stage.engine.live_runs().await, Ok(0));

    let bytes = std::fs::read(stage.path("october.json")).expect("the file");
    assert_eq!(bytes, stage.served(0));
    let saved = run.saved.expect("a file");
    assert_eq!(saved.bytes, bytes.len() as u64);
    assert_eq!(
        saved.folder,
        stage.path("").display().to_string().trim_end_matches('/')
    );
    assert!(saved.rows > 200);
    assert_eq!(saved.missing_columns, names(&["no_such_column"]));
    assert_eq!(stage.files(), ["october.json"]);
    assert_eq!(stage.server.jobs().len(), 1);
    assert_eq!(
        stage.engine.saved_path(&run.id).await.expect("a path"),
        stage.path("october.json")
    );
    let phases: Vec<Phase> = run.steps.iter().map(|(phase, _)| *phase).collect();
    assert_eq!(
        phases,
        [
            Phase::Queued,
            Phase::Creating,
            Phase::Waiting,
            Phase::Downloading,
            Phase::Converting,
            Phase::Saved
        ]
    );
    assert!(run.steps.is_sorted_by_key(|(_, at)| *at));
}

#[tokio::test(start_paused = true)]
async fn the_service_is_asked_for_exactly_what_was_picked() {
    let stage = Stage::new().await;
    let teams = stage
        .engine
        .teams(&stage.connection.id)
        .await
        .expect("teams");
    let request = ExportRequest {
        locale: Some(export_engine::Locale::Tr),
        team_ids: vec![teams[0].id.clone(), teams[1].id.clone()],
        include_disabled: true,
        columns: names(&["agent_name", "Agent_Name"]),
        file: FileOptions::of(FileFormat::Csv),
        ..stage.request()
    };
    let run = stage.start_with("october.csv", request).await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);

    let mut sent = stage.server.jobs().remove(0).parameters;
    sent.retain(|(name, _)| name != "companyKey");
    sent.sort();
    let expected = [
        // 30 September 21:00 to the last millisecond before 31 October 21:00, UTC.
        ("endTime", "1793480399999"),
        ("includeDisabled", "true"),
        ("locale", "tr"),
        ("reportFormat", "json"),
        ("reportMetrics", "Agent_Name"),
        ("reportMetrics", "agent_name"),
        ("startTime", "1790802000000"),
        ("teamId", &teams[0].id),
        ("teamId", &teams[1].id),
        ("timezone", "Europe/Istanbul"),
    ];
    let mut expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
    expected.sort();
    assert_eq!(sent, expected);
}

#[tokio::test(start_paused = true)]
async fn a_zone_that_the_service_lacks_goes_as_its_offset_at_the_start() {
    let stage = Stage::new().await;
    let zones = stage
        .engine
        .time_zones(&stage.connection.id)
        .await
        .expect("zones");
    let lacking = zones
        .zones
        .iter()
        .find(|zone| zone.service_name.is_none() && zone.offset_minutes != 0)
        .expect("a zone that only chrono-tz knows");
    let request = ExportRequest {
        time_zone: lacking.id.clone(),
        ..stage.request()
    };
    let resolved = stage.engine.check_export(&request).await.expect("fine");
    let run = stage.start_with("october.json", request).await;
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    let sent = stage.server.jobs().remove(0).parameters;
    let value = |name| {
        let found = sent.iter().find(|(sent, _)| sent == name);
        found.map(|(_, value)| value.clone())
    };
    assert_eq!(value("timezone"), None);
    let offset = i64::from(resolved.period.start_offset_minutes) * 60_000;
    assert_eq!(value("timezoneOffset"), Some(offset.to_string()));
}

#[tokio::test(start_paused = true)]
async fn an_offset_over_a_change_of_clocks_is_known_as_such() {
    let stage = Stage::new().await;
    // Clocks go back on 25 October in Europe, and on 1 November in America.
    let autumn = Period::Days {
        from: "2026-10-20".parse().expect("a day"),
        to: "2026-11-10".parse().expect("a day"),
    };
    for (zone, expected) in [
        ("America/Ciudad_Juarez", Some(-360)),
        // Known, known by an older name, and without a change.
        ("Europe/Berlin", None),
        ("Europe/Kyiv", None),
        ("Asia/Qostanay", None),
    ] {
        let request = ExportRequest {
            period: autumn,
            time_zone: zone.into(),
            ..stage.request()
        };
        let offset = stage.engine.time_zone_as_offset(&request).await;
        assert_eq!(offset, Ok(expected), "{zone}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_zone_goes_by_the_name_that_the_service_knows() {
    let stage = Stage::new().await;
    let request = ExportRequest {
        time_zone: "Europe/Kyiv".into(),
        ..stage.request()
    };
    let run = stage.start_with("october.json", request).await;
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    let sent = stage.server.jobs().remove(0).parameters;
    assert!(
        sent.contains(&("timezone".into(), "Europe/Kiev".into())),
        "{sent:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn columns_are_learned_from_what_arrives() {
    let stage = Stage::new().await;
    let known = |columns: Vec<export_engine::Column>| {
        let learned = |column: &export_engine::Column| column.origin == ColumnOrigin::Learned;
        columns.into_iter().filter(learned).count()
    };
    let id = &stage.connection.id;
    assert_eq!(
        known(
            stage
                .engine
                .columns(id, Report::User)
                .await
                .expect("columns")
        ),
        0
    );
    let run = stage.start("october.json").await;
    let run = stage.finish(&run).await;
    let columns = run.saved.expect("a file").columns;
    assert!(columns.iter().any(|column| column.starts_with("practice_")));
    let documented = ["agent_name", "agent_email", "agent_id"];
    let new = columns
        .iter()
        .filter(|name| !documented.contains(&name.as_str()) && !name.ends_with("_MILLIS"))
        .count();
    assert_eq!(
        known(
            stage
                .engine
                .columns(id, Report::User)
                .await
                .expect("columns")
        ),
        new
    );
}

/// An export of a report with nothing chosen but these.
fn of_report(stage: &Stage, report: Report, options: ReportOptions) -> ExportRequest {
    ExportRequest {
        report,
        options,
        ..stage.request()
    }
}

#[tokio::test(start_paused = true)]
async fn what_an_export_does_not_have_is_refused_before_anything_is_sent() {
    let stage = Stage::new().await;
    let options = ReportOptions::default;
    let interval = |interval| ReportOptions {
        interval: Some(interval),
        ..options()
    };
    let of = |report, options| of_report(&stage, report, options);
    let teams = |report| ExportRequest {
        team_ids: names(&["6222"]),
        ..of(report, options())
    };
    let cases = [
        (
            of(
                Report::User,
                ReportOptions {
                    priorities: vec![1],
                    ..options()
                },
            ),
            (Field::Priorities, FieldFault::NotInReport),
        ),
        (
            teams(Report::Response),
            (Field::Teams, FieldFault::NotInReport),
        ),
        (
            ExportRequest {
                agent_ids: names(&["1"]),
                ..of(Report::Conversation, options())
            },
            (Field::Agents, FieldFault::NotInReport),
        ),
        (
            ExportRequest {
                include_disabled: true,
                ..of(Report::RawAgentStates, options())
            },
            (Field::IncludeDisabled, FieldFault::NotInReport),
        ),
        (
            of(Report::TeamPerformanceInterval, options()),
            (Field::Interval, FieldFault::Missing),
        ),
        (
            of(Report::TeamPerformanceInterval, interval(Interval::Hour)),
            (Field::Interval, FieldFault::NotForPeriod),
        ),
        (
            of(Report::TeamPerformance, interval(Interval::Day)),
            (Field::Interval, FieldFault::NotInReport),
        ),
        (
            of(
                Report::Author,
                ReportOptions {
                    priorities: vec![6],
                    ..options()
                },
            ),
            (Field::Priorities, FieldFault::Malformed),
        ),
        (
            of(
                Report::Author,
                ReportOptions {
                    priorities: vec![1, 1],
                    ..options()
                },
            ),
            (Field::Priorities, FieldFault::Taken),
        ),
        (
            of(
                Report::Author,
                ReportOptions {
                    work_queue_ids: names(&["1,2"]),
                    ..options()
                },
            ),
            (Field::WorkQueues, FieldFault::Malformed),
        ),
        (
            of(
                Report::Author,
                ReportOptions {
                    smart_view_id: Some(" ".into()),
                    ..options()
                },
            ),
            (Field::SmartView, FieldFault::Missing),
        ),
    ];
    for (request, (field, fault)) in cases {
        let refused = stage.engine.check_export(&request).await;
        let kind = refused.expect_err("refused").kind;
        assert_eq!(kind, ProblemKind::InvalidField { field, fault });
    }
    for good in [
        teams(Report::RawAgentStates),
        of(Report::TeamPerformanceInterval, interval(Interval::Week)),
        of(
            Report::ConversationHistoryAction,
            ReportOptions {
                raise_limit: true,
                ..options()
            },
        ),
    ] {
        stage
            .engine
            .check_export(&good)
            .await
            .expect("can be asked for");
    }
    assert!(stage.server.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_meant_is_refused_before_anything_is_sent() {
    let stage = Stage::new().await;
    let good = stage.request();
    let bad = [
        ExportRequest {
            period: days("2026-10-31", "2026-10-01"),
            ..good.clone()
        },
        ExportRequest {
            period: days("2026-07-01", "2026-10-31"),
            ..good.clone()
        },
        ExportRequest {
            period: days("2025-01-01", "2025-01-31"),
            ..good.clone()
        },
        ExportRequest {
            period: Period::Instants { start: 1, end: 1 },
            ..good.clone()
        },
        ExportRequest {
            time_zone: "Europe/Atlantis".into(),
            ..good.clone()
        },
        ExportRequest {
            columns: names(&["agent_id", " "]),
            ..good.clone()
        },
        ExportRequest {
            columns: names(&["agent_id", "agent_id"]),
            ..good.clone()
        },
        ExportRequest {
            agent_ids: vec!["x".repeat(501)],
            ..good.clone()
        },
        ExportRequest {
            connection_id: "nobody".into(),
            ..good
        },
    ];
    for request in bad {
        let target = stage.target("never.json");
        let refused = stage.engine.start_run(request.clone(), target).await;
        assert!(refused.is_err(), "{request:?}");
    }
    assert!(stage.server.requests().is_empty());
    assert!(stage.files().is_empty());
}

#[tokio::test(start_paused = true)]
async fn whole_runs_are_told_once_a_phase_and_progress_is_small_and_rare() {
    let stage = Stage::against(PracticeConfig {
        run_time: Duration::from_secs(600)..=Duration::from_secs(600),
        ..PracticeConfig::default()
    })
    .await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (mut events, clock, log) = (stage.engine.events(), stage.clock, Arc::clone(&seen));
    let watching = tokio::spawn(async move {
        loop {
            let event = events.recv().await.expect("an event");
            let ended = matches!(&event, EngineEvent::Run { run } if run.phase.ended());
            log.lock().expect("whole").push((clock.now(), event));
            if ended {
                return;
            }
        }
    });
    let request = ExportRequest {
        agent_ids: (0..5_000).map(|n| format!("agent-{n:030}")).collect(),
        ..stage.request()
    };
    let run = stage.start_with("october.json", request).await;
    stage.finish(&run).await;
    watching.await.expect("watched");
    let seen = seen.lock().expect("whole");
    let mut phases = Vec::new();
    let mut told = Vec::new();
    for (at, event) in seen.iter() {
        match event {
            EngineEvent::Run { run } => phases.push(run.phase),
            EngineEvent::Progress { run_id, .. } => {
                assert_eq!(*run_id, run.id);
                let weight = serde_json::to_string(event).expect("JSON").len();
                assert!(weight < 300, "{weight}");
                told.push(*at);
            }
            _ => {}
        }
    }
    assert_eq!(
        phases,
        [
            Phase::Queued,
            Phase::Creating,
            Phase::Waiting,
            Phase::Downloading,
            Phase::Converting,
            Phase::Saved
        ]
    );
    assert!(told.len() > 10, "{seen:?}");
    assert!(
        told.windows(2).all(|two| two[1] - two[0] >= 100),
        "{told:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_not_there_is_said_to_be_missing() {
    let stage = Stage::new().await;
    let missing = Some(ProblemKind::RunMissing);
    let kind = |problem: Option<export_engine::Problem>| problem.map(|problem| problem.kind);
    let engine = &stage.engine;
    assert_eq!(kind(engine.cancel_run("none").await.err()), missing);
    assert_eq!(kind(engine.resume_run("none").await.err()), missing);
    assert_eq!(kind(engine.saved_path("none").await.err()), missing);
    let run = stage.start("october.json").await;
    stage.finish(&run).await;
    assert_eq!(kind(engine.cancel_run(&run.id).await.err()), missing);
    assert_eq!(kind(engine.resume_run(&run.id).await.err()), missing);
    std::fs::remove_file(stage.path("october.json")).expect("removed");
    let moved = engine.saved_path(&run.id).await.err();
    assert_eq!(kind(moved), Some(ProblemKind::FileMoved));
}

#[tokio::test(start_paused = true)]
async fn whoever_hears_of_a_step_and_asks_finds_it() {
    let stage = Stage::new().await;
    for n in 0..20 {
        let mut events = stage.engine.events();
        stage.start(&format!("{n}.json")).await;
        loop {
            let Ok(EngineEvent::Run { run: told }) = events.recv().await else {
                continue;
            };
            let stored = stage.engine.run(&told.id).await.expect("the run");
            assert!(stored.steps.starts_with(&told.steps), "{told:?} {stored:?}");
            if told.phase.ended() {
                break;
            }
        }
    }
}
