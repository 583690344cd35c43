//! Longer periods whose parts become one file.

use std::fs;
use std::time::Duration;

use calamine::Reader;
use care_api::{Client, ClientOptions, Credentials, Export, Format, ServiceAddress, Status, Zone};
use export_engine::{
    Conversations, Delivery, ExportRequest, Field, FieldFault, FileFormat, FileOptions, Interval,
    JoinedParts, Password, Phase, ProblemKind, Report, ReportOptions, Run,
};
use practice_server::{Action, Endpoint, Occurrence, PracticeConfig, Script};
use serde_json::{Map, Value};

use crate::support::{Stage, days};

type Rows = Vec<Map<String, Value>>;

/// Seven months of conversations, by when they were created.
fn conversations(stage: &Stage, format: FileFormat) -> ExportRequest {
    ExportRequest {
        report: Report::Conversation,
        period: days("2026-04-01", "2026-10-31"),
        options: ReportOptions {
            conversations: Conversations::Created,
            ..ReportOptions::default()
        },
        delivery: Delivery::Joined,
        file: FileOptions::of(format),
        ..stage.request()
    }
}

/// What the service made, part after part.
fn served(stage: &Stage, jobs: &[usize]) -> Rows {
    let rows =
        |n: &usize| -> Rows { serde_json::from_slice(&stage.served(*n)).expect("an export") };
    let all: Rows = jobs.iter().flat_map(rows).collect();
    assert!(all.len() > 50, "{} rows prove little", all.len());
    all
}

fn cells(rows: &Rows, columns: &[String]) -> Vec<Vec<String>> {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    rows.iter()
        .map(|row| columns.iter().map(|name| text(row.get(name))).collect())
        .collect()
}

async fn part(stage: &Stage, run: &Run, number: u32, enough: impl Fn(Phase) -> bool) {
    loop {
        let now = stage.engine.run(&run.id).await.expect("the run");
        if now.joined.expect("joined").number == number && enough(now.phase) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(start_paused = true)]
async fn seven_months_are_one_file_in_every_format() {
    for format in [
        FileFormat::Json,
        FileFormat::JsonLines,
        FileFormat::Csv,
        FileFormat::Excel,
    ] {
        let stage = Stage::new().await;
        let request = conversations(&stage, format);
        let check = stage.engine.check_export(&request).await.expect("fine");
        assert_eq!(
            (check.parts.len(), check.joined, check.files()),
            (3, true, 1)
        );
        let name = format!("all.{}", format.extension());
        let runs = stage
            .engine
            .start_runs(request.clone(), stage.target(&name))
            .await
            .expect("started");
        let [run] = runs.as_slice() else {
            panic!("{} runs", runs.len());
        };
        assert_eq!(run.joined, Some(JoinedParts { number: 1, of: 3 }));
        let run = stage.finish(run).await;
        assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
        assert_eq!(run.joined, Some(JoinedParts { number: 3, of: 3 }));
        assert_eq!(stage.files(), [name.as_str()]);

        // One remote job for each part, one after another, whose periods meet.
        let jobs = stage.server.jobs();
        assert_eq!(jobs.len(), 3);
        let asked = |n: usize, name: &str| {
            let sent = jobs[n].parameters.iter().find(|(sent, _)| sent == name);
            sent.expect("sent").1.parse::<i64>().expect("an instant")
        };
        assert_eq!(asked(0, "startTime"), check.period.start);
        assert_eq!(asked(2, "endTime"), check.period.end - 1);
        for n in 0..2 {
            assert!(jobs[n].ended_at.expect("an end") <= jobs[n + 1].created_at);
            assert_eq!(asked(n, "endTime") + 1, asked(n + 1, "startTime"));
        }

        let expected = served(&stage, &[0, 1, 2]);
        let saved = run.saved.expect("a file");
        assert_eq!(saved.rows, expected.len() as u64);
        assert!(saved.columns.contains(&"CONVERSATION_ID".to_owned()));
        let bytes = fs::read(stage.path(&name)).expect("the file");
        assert_eq!(saved.bytes, bytes.len() as u64);
        match format {
            FileFormat::Json => {
                let rows: Rows = serde_json::from_slice(&bytes).expect("JSON");
                assert_eq!(rows, expected);
            }
            FileFormat::JsonLines => {
                let text = String::from_utf8(bytes).expect("text");
                let rows: Rows = text
                    .lines()
                    .map(|line| serde_json::from_str(line).expect("JSON"))
                    .collect();
                assert_eq!(rows, expected);
            }
            FileFormat::Csv => {
                let mut reader = csv::Reader::from_reader(bytes.as_slice());
                let header: Vec<String> = reader
                    .headers()
                    .expect("a header")
                    .iter()
                    .map(str::to_owned)
                    .collect();
                assert_eq!(header, saved.columns);
                let rows: Vec<Vec<String>> = reader
                    .records()
                    .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
                    .collect();
                assert_eq!(rows, cells(&expected, &saved.columns));
            }
            FileFormat::Excel => {
                let mut workbook: calamine::Xlsx<_> =
                    calamine::open_workbook(stage.path(&name)).expect("a workbook");
                let sheet = workbook
                    .worksheet_range_at(0)
                    .expect("a sheet")
                    .expect("cells");
                let mut rows: Vec<Vec<String>> = sheet
                    .rows()
                    .map(|row| row.iter().map(ToString::to_string).collect())
                    .collect();
                assert_eq!(rows.remove(0), saved.columns);
                assert_eq!(rows, cells(&expected, &saved.columns));
            }
        }
    }
}

/// What the service makes of all of the period in one export.
async fn all_at_once(stage: &Stage, request: &ExportRequest) -> Rows {
    let credentials = Credentials {
        email: stage.server.user().to_owned(),
        password: Password::from(stage.server.password().to_owned()),
        company_key: stage.server.company_key().to_owned(),
    };
    let address = ServiceAddress::parse(&stage.server.address()).expect("an address");
    let client = Client::new(address, credentials, ClientOptions::default()).expect("a client");
    let period = stage
        .engine
        .check_export(request)
        .await
        .expect("fine")
        .period;
    let export = Export {
        report: request.report,
        start: period.start,
        end: period.end - 1,
        format: Format::Json,
        columns: vec![],
        locale: None,
        team_ids: vec![],
        agent_ids: vec![],
        include_disabled: false,
        options: request.options.clone(),
        zone: Zone::Named(request.time_zone.clone()),
    };
    let job = client.create(&export).await.expect("a job");
    while !matches!(
        client.status(&job).await.expect("a status"),
        Status::Ready(_)
    ) {
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
    let made = stage.served(stage.server.jobs().len() - 1);
    serde_json::from_slice(&made).expect("an export")
}

/// The service's own limit on a period is lifted, so that it can be asked for all of it at once.
#[tokio::test(start_paused = true)]
async fn a_joined_file_is_what_an_export_of_all_of_it_would_be() {
    let mut config = PracticeConfig::default();
    config.limits.range_months = None;
    // The test asks as well.
    config.limits.requests_per_minute = None;
    let stage = Stage::against(config).await;
    for report in Report::ALL {
        let request = ExportRequest {
            report,
            period: days("2026-08-20", "2026-11-21"),
            ..conversations(&stage, FileFormat::Json)
        };
        let options = if report == Report::Conversation {
            request.options.clone()
        } else {
            ReportOptions::default()
        };
        let request = ExportRequest { options, ..request };
        if stage.engine.check_export(&request).await.is_err() {
            continue;
        }
        let name = format!("{report}.json");
        let run = stage.start_with(&name, request.clone()).await;
        assert_eq!(stage.finish(&run).await.phase, Phase::Saved, "{report}");
        let rows: Rows =
            serde_json::from_slice(&fs::read(stage.path(&name)).expect("read")).expect("JSON");
        let all_of_it = all_at_once(&stage, &request).await;
        assert!(!rows.is_empty(), "{report}");
        assert!(
            rows == all_of_it,
            "{report}: {} rows, not {}",
            rows.len(),
            all_of_it.len()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn rows_of_a_whole_period_are_never_joined() {
    let stage = Stage::new().await;
    let joined = |report, options| ExportRequest {
        report,
        options,
        ..conversations(&stage, FileFormat::Csv)
    };
    let by_day = ReportOptions {
        interval: Some(Interval::Day),
        ..ReportOptions::default()
    };
    for (report, options) in [
        (Report::User, ReportOptions::default()),
        (Report::Author, ReportOptions::default()),
        (Report::TeamPerformance, ReportOptions::default()),
        (Report::TeamPerformanceInterval, by_day),
        // Those that are open at the end of each part.
        (Report::Conversation, ReportOptions::default()),
    ] {
        let request = joined(report, options);
        let kind = ProblemKind::InvalidField {
            field: Field::Delivery,
            fault: FieldFault::NotInReport,
        };
        let refused = stage.engine.check_export(&request).await;
        assert_eq!(refused.expect_err("refused").kind, kind, "{report}");
        let in_parts = ExportRequest {
            delivery: Delivery::Parts,
            ..request
        };
        let check = stage.engine.check_export(&in_parts).await.expect("fine");
        assert_eq!((check.files(), check.joined), (3, false));
    }
    assert!(stage.server.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_period_that_the_service_takes_at_once_is_an_ordinary_run() {
    let stage = Stage::new().await;
    let request = ExportRequest {
        period: days("2026-08-01", "2026-10-31"),
        ..conversations(&stage, FileFormat::Json)
    };
    let run = stage.start_with("short.json", request).await;
    assert_eq!(run.joined, None);
    stage.finish(&run).await;
    let file = fs::read(stage.path("short.json")).expect("the file");
    assert_eq!(file, stage.served(0));
}

#[tokio::test(start_paused = true)]
async fn a_part_that_fails_leaves_the_others_kept_and_is_asked_for_again() {
    let fails = Action::FailJob { reason: None };
    let script = Script::default().on(Endpoint::Create, Occurrence::Nth(2), fails);
    let stage = Stage::with(script).await;
    let request = conversations(&stage, FileFormat::Json);
    let run = stage.start_with("all.json", request).await;
    let failed = stage.finish(&run).await;
    assert_eq!(failed.phase, Phase::Failed);
    assert_eq!(failed.joined, Some(JoinedParts { number: 2, of: 3 }));
    assert!(failed.resumable);
    // The first part's download, hidden.
    assert_eq!(stage.files().len(), 1);
    assert!(stage.files()[0].starts_with(".care-export-"));
    let again = stage.engine.resume_run(&run.id).await.expect("resumed");
    let saved = stage.finish(&again).await;
    assert_eq!(saved.phase, Phase::Saved, "{:?}", saved.problem);
    assert_eq!(stage.files(), ["all.json"]);
    assert_eq!(stage.server.jobs().len(), 4);
    let rows: Rows =
        serde_json::from_slice(&fs::read(stage.path("all.json")).expect("the file")).expect("JSON");
    assert_eq!(rows, served(&stage, &[0, 2, 3]));
}

#[tokio::test(start_paused = true)]
async fn a_restart_goes_on_with_the_part_under_way() {
    let mut stage = Stage::new().await;
    let run = stage
        .start_with("all.json", conversations(&stage, FileFormat::Json))
        .await;
    part(&stage, &run, 2, |phase| phase == Phase::Waiting).await;
    stage.restart().await;
    part(&stage, &run, 3, |phase| phase == Phase::Waiting).await;
    stage.restart().await;
    let saved = stage.finish(&run).await;
    assert_eq!(saved.phase, Phase::Saved, "{:?}", saved.problem);
    assert_eq!(stage.server.jobs().len(), 3);
    assert_eq!(stage.files(), ["all.json"]);
    let rows: Rows =
        serde_json::from_slice(&fs::read(stage.path("all.json")).expect("the file")).expect("JSON");
    assert_eq!(rows, served(&stage, &[0, 1, 2]));
}

#[tokio::test(start_paused = true)]
async fn cancelling_and_removing_leave_nothing_of_the_parts() {
    let fails = Action::FailJob { reason: None };
    let script = Script::default().on(Endpoint::Create, Occurrence::Nth(4), fails);
    let mut stage = Stage::with(script).await;
    let run = stage
        .start_with("all.csv", conversations(&stage, FileFormat::Csv))
        .await;
    part(&stage, &run, 2, |phase| phase == Phase::Waiting).await;
    assert_eq!(stage.files().len(), 2);
    stage.engine.cancel_run(&run.id).await.expect("cancelled");
    stage.finish(&run).await;
    assert!(stage.files().is_empty(), "{:?}", stage.files());

    let run = stage
        .start_with("all.csv", conversations(&stage, FileFormat::Csv))
        .await;
    assert_eq!(stage.finish(&run).await.phase, Phase::Failed);
    assert_eq!(stage.files().len(), 1);
    let removed = stage
        .engine
        .remove_runs(vec![run.id])
        .await
        .expect("removed");
    assert_eq!(removed.len(), 1);
    stage.restart().await;
    assert!(stage.files().is_empty(), "{:?}", stage.files());
}

#[tokio::test(start_paused = true)]
async fn a_part_whose_download_got_lost_is_asked_for_again() {
    let fails = Action::FailJob { reason: None };
    let script = Script::default().on(Endpoint::Create, Occurrence::Nth(3), fails);
    let stage = Stage::with(script).await;
    let run = stage
        .start_with("all.json", conversations(&stage, FileFormat::Json))
        .await;
    assert_eq!(stage.finish(&run).await.phase, Phase::Failed);
    let kept = stage.files();
    assert_eq!(kept.len(), 2);
    // Which of the two it is makes no difference: what came after it goes too.
    fs::remove_file(stage.path(&kept[0])).expect("removed by someone");
    let again = stage.engine.resume_run(&run.id).await.expect("resumed");
    assert!(again.joined.expect("joined").number < 3);
    let saved = stage.finish(&again).await;
    assert_eq!(saved.phase, Phase::Saved, "{:?}", saved.problem);
    assert_eq!(stage.files(), ["all.json"]);
    let jobs = stage.server.jobs().len();
    let rows: Rows =
        serde_json::from_slice(&fs::read(stage.path("all.json")).expect("the file")).expect("JSON");
    let last = if jobs == 5 { [0, 3, 4] } else { [3, 4, 5] };
    assert_eq!(rows, served(&stage, &last));
}

#[tokio::test(start_paused = true)]
async fn a_file_that_comes_in_the_meantime_stays_and_the_parts_find_another_place() {
    let stage = Stage::new().await;
    let run = stage
        .start_with("all.json", conversations(&stage, FileFormat::Json))
        .await;
    part(&stage, &run, 2, |phase| phase == Phase::Waiting).await;
    fs::write(stage.path("all.json"), "mine").expect("written");
    let failed = stage.finish(&run).await;
    assert_eq!(
        failed.problem.expect("a reason").kind,
        ProblemKind::FileExists
    );
    let target = stage.target("other.json");
    let moved = stage.engine.move_run(&run.id, target).await.expect("moved");
    assert_eq!(stage.finish(&moved).await.phase, Phase::Saved);
    assert_eq!(stage.files(), ["all.json", "other.json"]);
    assert_eq!(fs::read(stage.path("all.json")).expect("there"), b"mine");
    assert_eq!(stage.server.jobs().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_earlier_version_of_the_export_runs_again_as_one_file() {
    let stage = Stage::new().await;
    let run = stage
        .start_with("all.json", conversations(&stage, FileFormat::Json))
        .await;
    stage.finish(&run).await;
    let again = stage.engine.run_again(&run.id).await.expect("started");
    assert_eq!(again.joined, Some(JoinedParts { number: 1, of: 3 }));
    assert_eq!(stage.finish(&again).await.phase, Phase::Saved);
    assert_eq!(stage.files(), ["all (2).json", "all.json"]);
}
