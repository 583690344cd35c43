//! What the service and the network do wrong, and what becomes of the run.

use std::io::Cursor;

use export_engine::{
    DamageKind, ExportRequest, FileFormat, FileOptions, NetworkFault, Phase, Problem, ProblemKind,
    Run, Settings, UnexpectedKind,
};
use export_formats::{Conversion, CsvOptions, Others, Output, Picks};
use practice_server::{Action, AnswerBody, Endpoint, Occurrence, RetryAfter, Script};

use crate::support::Stage;

fn fault(on: Endpoint, when: Occurrence, action: Action) -> Script {
    Script::default().on(on, when, action)
}

fn kind(run: &Run) -> Option<&ProblemKind> {
    run.problem.as_ref().map(|problem: &Problem| &problem.kind)
}

/// Runs an export against a script and gives its end.
async fn run_against(script: Script) -> (Stage, Run) {
    let stage = Stage::with(script).await;
    let run = stage.start("october.json").await;
    let run = stage.finish(&run).await;
    (stage, run)
}

async fn saved_against(script: Script) -> Stage {
    let (stage, run) = run_against(script).await;
    assert_eq!(run.phase, Phase::Saved, "{:?}", run.problem);
    let bytes = std::fs::read(stage.path("october.json")).expect("the file");
    assert_eq!(bytes, stage.served(stage.server.jobs().len() - 1));
    assert_eq!(stage.files(), ["october.json"]);
    stage
}

#[tokio::test(start_paused = true)]
async fn questions_are_asked_again_after_any_passing_fault() {
    let faults = [
        Action::unavailable(),
        Action::DropRequest,
        Action::DropAnswer,
        Action::CloseAfter { bytes: 10 },
        Action::HtmlPage,
        Action::TooManyRequests {
            retry_after: RetryAfter::None,
        },
        Action::TooManyRequests {
            retry_after: RetryAfter::Seconds(90),
        },
        Action::TooManyRequests {
            retry_after: RetryAfter::DateIn(90),
        },
    ];
    for on in [Endpoint::Timezones, Endpoint::Status, Endpoint::Download] {
        for action in &faults {
            let script = fault(on, Occurrence::First(2), action.clone());
            let stage = saved_against(script).await;
            assert_eq!(stage.server.jobs().len(), 1, "{on:?} {action:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_download_that_breaks_starts_again_and_is_never_a_mixture() {
    for action in [
        Action::CloseAfter { bytes: 5_000 },
        Action::CloseAfter { bytes: 0 },
        Action::ContentLength { bytes: 1_000_000 },
        Action::Answer {
            status: 403,
            body: AnswerBody::Html,
        },
        Action::Truncate { bytes: 5_000 },
        Action::HtmlPage,
    ] {
        let script = fault(Endpoint::File, Occurrence::First(1), action);
        let stage = saved_against(script).await;
        assert_eq!(stage.server.jobs().len(), 1);
    }
}

/// The bytes that the file host sent, by its own count of answers.
fn ranges(stage: &Stage) -> Vec<Option<String>> {
    let requests = stage.server.requests();
    let files = requests
        .iter()
        .filter(|request| request.origin == practice_server::Origin::Storage);
    files
        .map(|request| request.header("range").map(str::to_owned))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_download_that_always_breaks_arrives_piece_by_piece() {
    // A plain download would fail each time; each of these brings three thousand bytes more.
    let stage = saved_against(fault(
        Endpoint::File,
        Occurrence::Every,
        Action::CloseAfter { bytes: 3_000 },
    ))
    .await;
    assert_eq!(stage.server.jobs().len(), 1);
    let ranges = ranges(&stage);
    assert!(ranges.len() > 20, "{ranges:?}");
    assert_eq!(ranges[0], None);
    for (n, range) in ranges.iter().enumerate().skip(1) {
        assert_eq!(range.as_deref(), Some(&*format!("bytes={}-", n * 3_000)));
    }
}

/// Columns that every file of the practice company has.
const PICKED: [&str; 2] = ["agent_name", "agent_id"];

fn picked(stage: &Stage, format: FileFormat) -> ExportRequest {
    ExportRequest {
        file: FileOptions::of(format),
        columns: PICKED.map(str::to_owned).into(),
        ..stage.request()
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_made_while_a_download_comes_is_made_of_all_of_it_however_it_breaks() {
    let (first, every) = (Occurrence::First(1), Occurrence::Every);
    for (when, action) in [
        (first, Action::CloseAfter { bytes: 5_000 }),
        (every, Action::CloseAfter { bytes: 9_000 }),
        (first, Action::ContentLength { bytes: 1_000_000 }),
        (first, Action::Truncate { bytes: 5_000 }),
        (first, Action::HtmlPage),
    ] {
        for (format, name) in [
            (FileFormat::Csv, "october.csv"),
            (FileFormat::JsonLines, "october.jsonl"),
        ] {
            let stage = Stage::with(fault(Endpoint::File, when, action.clone())).await;
            let run = stage.start_with(name, picked(&stage, format)).await;
            let run = stage.finish(&run).await;
            assert_eq!(run.phase, Phase::Saved, "{action:?}: {:?}", run.problem);
            let picks = Picks::these(PICKED, Others::LeaveOut);
            let output = match format {
                FileFormat::Csv => Output::Csv {
                    picks,
                    options: CsvOptions::default(),
                },
                _ => Output::JsonLines { picks },
            };
            let mut expected = Cursor::new(Vec::new());
            Conversion::new(output)
                .run(Cursor::new(stage.served(0)), &mut expected)
                .expect("a whole export");
            let made = std::fs::read(stage.path(name)).expect("the file");
            assert!(made == expected.into_inner(), "{action:?} {format:?}");
            assert_eq!(stage.files(), [name]);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_is_made_while_its_download_comes_and_goes_with_it() {
    let stall = Action::StallAfter { bytes: 4_000 };
    let stage = Stage::with(fault(Endpoint::File, Occurrence::Every, stall)).await;
    let request = picked(&stage, FileFormat::Csv);
    let run = stage.start_with("october.csv", request).await;
    stage.reach(&run, |phase| phase == Phase::Downloading).await;
    // Busy as it is, no time passes that would have the download fail.
    while stage.files().len() < 2 {
        tokio::task::yield_now().await;
    }
    let made = |name: &String| name.ends_with(".file.part");
    assert!(stage.files().iter().any(made), "{:?}", stage.files());
    stage.engine.cancel_run(&run.id).await.expect("cancelled");
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Cancelled);
    assert!(stage.files().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_file_that_stays_damaged_never_gets_its_name() {
    for (action, what) in [
        (Action::Truncate { bytes: 5_000 }, DamageKind::Truncated),
        (Action::HtmlPage, DamageKind::Html),
    ] {
        let script = fault(Endpoint::File, Occurrence::Every, action);
        let (stage, run) = run_against(script).await;
        assert_eq!(run.phase, Phase::Failed);
        assert_eq!(kind(&run), Some(&ProblemKind::FileDamaged { what }));
        assert!(stage.files().is_empty());
        assert!(run.resumable);
        stage.server.set_script(Script::default());
        let run = stage.engine.resume_run(&run.id).await.expect("resumed");
        assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
        assert_eq!(stage.server.jobs().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_web_page_is_no_csv() {
    let stage = Stage::with(fault(Endpoint::File, Occurrence::Every, Action::HtmlPage)).await;
    let request = ExportRequest {
        file: FileOptions::of(FileFormat::Csv),
        ..stage.request()
    };
    let run = stage.start_with("october.csv", request).await;
    let run = stage.finish(&run).await;
    let html = ProblemKind::FileDamaged {
        what: DamageKind::Html,
    };
    assert_eq!(kind(&run), Some(&html));
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_never_arrived_is_sent_again() {
    for action in [
        Action::TooManyRequests {
            retry_after: RetryAfter::None,
        },
        Action::TooManyRequests {
            retry_after: RetryAfter::Seconds(30),
        },
    ] {
        let script = fault(Endpoint::Create, Occurrence::First(3), action);
        let stage = saved_against(script).await;
        assert_eq!(stage.server.jobs().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_may_have_arrived_is_not_sent_again() {
    for (action, jobs) in [
        (Action::DropAnswer, 1),
        (Action::DropRequest, 0),
        (Action::CloseAfter { bytes: 20 }, 1),
        (Action::unavailable(), 0),
    ] {
        let script = fault(Endpoint::Create, Occurrence::First(1), action);
        let (stage, run) = run_against(script).await;
        assert_eq!(run.phase, Phase::Interrupted);
        assert_eq!(kind(&run), Some(&ProblemKind::CreationUnknown));
        assert!(!run.resumable);
        assert_eq!(stage.server.jobs().len(), jobs);
        assert!(stage.files().is_empty());
        // The person decides to start it again.
        let run = stage.engine.resume_run(&run.id).await.expect("resumed");
        assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
        assert_eq!(stage.server.jobs().len(), jobs + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn the_services_refusal_is_told_in_its_own_words() {
    let message = "Unable to hydrate filter for export info: HydrationException: Too many buckets \
                   (745) requested. Select a larger interval?";
    let script = fault(
        Endpoint::Create,
        Occurrence::Every,
        Action::Answer {
            status: 200,
            body: AnswerBody::Failure(message.into()),
        },
    );
    let (_, run) = run_against(script).await;
    assert_eq!(run.phase, Phase::Failed);
    let refused = ProblemKind::RequestRefused {
        message: Some(message.into()),
    };
    assert_eq!(kind(&run), Some(&refused));
}

#[tokio::test(start_paused = true)]
async fn an_export_that_the_service_failed_to_make_is_said_to_have_failed() {
    let script = fault(
        Endpoint::Create,
        Occurrence::First(1),
        Action::FailJob {
            reason: Some("Out of memory".into()),
        },
    );
    let (stage, run) = run_against(script).await;
    assert_eq!(run.phase, Phase::Failed);
    let failed = ProblemKind::ExportFailed {
        reason: Some("Out of memory".into()),
    };
    assert_eq!(kind(&run), Some(&failed));
    assert!(!run.resumable);
    let run = stage.engine.resume_run(&run.id).await.expect("resumed");
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    assert_eq!(stage.server.jobs().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_state_that_nobody_documented_is_an_error_that_says_so() {
    let script = fault(
        Endpoint::Status,
        Occurrence::Nth(2),
        Action::RunnerState {
            state: "PONDERING".into(),
            detail: None,
            reason: None,
        },
    );
    let (_, run) = run_against(script).await;
    assert_eq!(run.phase, Phase::Failed);
    let odd = ProblemKind::UnexpectedAnswer {
        what: UnexpectedKind::State,
    };
    assert_eq!(kind(&run), Some(&odd));
}

#[tokio::test(start_paused = true)]
async fn too_many_exports_on_the_account_wait_for_their_turn() {
    let script = fault(
        Endpoint::Create,
        Occurrence::First(3),
        Action::TooManyExports,
    );
    let stage = saved_against(script).await;
    assert_eq!(stage.server.jobs().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn other_hosts_in_answers_are_never_asked() {
    let foreign = Action::ForeignUrls {
        status: Some("https://qa.example".into()),
        download: Some("https://mistyped.example".into()),
    };
    let script = fault(Endpoint::Create, Occurrence::Every, foreign.clone()).on(
        Endpoint::Status,
        Occurrence::Every,
        foreign,
    );
    saved_against(script).await;
}

#[tokio::test(start_paused = true)]
async fn a_service_that_stays_silent_leaves_a_run_that_can_go_on() {
    let timeout = ProblemKind::Network {
        fault: NetworkFault::Timeout,
    };
    for (action, silent) in [
        (
            Action::unavailable(),
            ProblemKind::ServiceUnavailable { status: 503 },
        ),
        (Action::Stall, timeout),
    ] {
        let script = fault(Endpoint::Status, Occurrence::Every, action);
        let (stage, run) = run_against(script).await;
        assert_eq!(run.phase, Phase::Interrupted);
        assert_eq!(kind(&run), Some(&silent));
        assert!(run.resumable);
        let waited = run.steps.last().expect("a step").1 - run.created_at;
        let minutes = 15 * 60_000..20 * 60_000;
        assert!(minutes.contains(&waited), "{silent:?}: {waited}");
        stage.server.set_script(Script::default());
        let run = stage.engine.resume_run(&run.id).await.expect("resumed");
        assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
        assert_eq!(stage.server.jobs().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_export_that_never_ends_asks_the_person_after_six_hours() {
    let script = fault(Endpoint::Create, Occurrence::Every, Action::NeverEnds);
    let (stage, run) = run_against(script).await;
    assert_eq!(run.phase, Phase::Interrupted);
    assert_eq!(kind(&run), Some(&ProblemKind::TooSlow));
    assert!(run.resumable);
    let waited = run.steps.last().expect("a step").1 - run.created_at;
    assert!((6 * 3_600_000..7 * 3_600_000).contains(&waited), "{waited}");
    assert_eq!(stage.server.jobs().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_person_says_how_long_an_export_may_take_and_its_run_can_be_resumed() {
    let script = fault(Endpoint::Create, Occurrence::Every, Action::NeverEnds);
    let stage = Stage::with(script).await;
    let two_hours = Settings {
        job_patience_hours: 2,
        ..Settings::default()
    };
    stage.engine.save_settings(two_hours).await.expect("stored");
    for hours in [2, 1] {
        if hours == 1 {
            // As the command line asks for its own runs.
            stage.engine.be_patient(hours);
        }
        let run = stage.start(&format!("{hours}.json")).await;
        let run = stage.finish(&run).await;
        assert_eq!(kind(&run), Some(&ProblemKind::TooSlow));
        let hours = i64::from(hours) * 3_600_000;
        let waited = run.steps.last().expect("a step").1 - run.created_at;
        assert!((hours..hours + 600_000).contains(&waited), "{waited}");
    }
    // The same again for whoever resumes it, and the service is asked for nothing new.
    let runs = stage.list("2.json").await;
    let run = stage.engine.resume_run(&runs[0].id).await.expect("resumed");
    let again = stage.finish(&run).await;
    assert_eq!(kind(&again), Some(&ProblemKind::TooSlow));
    assert_eq!(stage.server.jobs().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn no_service_at_all_is_a_trouble_of_the_network() {
    let stage = Stage::new().await;
    let Stage {
        server,
        engine,
        connection,
        ..
    } = &stage;
    let mut draft = crate::support::draft(server);
    draft.id = Some(connection.id.clone());
    draft.address = "http://127.0.0.1:1/api/public".into();
    engine.save_connection(draft).await.expect("changed");
    let run = stage.start("october.json").await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Failed);
    let refused = ProblemKind::Network {
        fault: NetworkFault::Connect,
    };
    assert_eq!(kind(&run), Some(&refused));
    assert!(stage.files().is_empty());
    let waited = run.steps.last().expect("a step").1 - run.created_at;
    assert!((120_000..240_000).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn an_export_that_the_service_forgot_is_said_to_be_gone() {
    let script = fault(
        Endpoint::Status,
        Occurrence::Every,
        Action::Answer {
            status: 404,
            body: AnswerBody::Html,
        },
    );
    let (stage, run) = run_against(script).await;
    assert_eq!(kind(&run), Some(&ProblemKind::ExportGone));
    assert!(!run.resumable);
    stage.server.set_script(Script::default());
    let run = stage.engine.resume_run(&run.id).await.expect("resumed");
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
}

#[tokio::test(start_paused = true)]
async fn an_odd_answer_after_an_outage_does_not_lose_the_export() {
    let missing = Action::Answer {
        status: 404,
        body: AnswerBody::Html,
    };
    let script = fault(
        Endpoint::Status,
        Occurrence::First(3),
        Action::unavailable(),
    )
    .on(Endpoint::Status, Occurrence::Nth(1), missing.clone())
    .on(Endpoint::Status, Occurrence::Nth(2), missing);
    let stage = saved_against(script).await;
    assert_eq!(stage.server.jobs().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_address_is_told_soon() {
    let stage = Stage::new().await;
    let mut draft = crate::support::draft(&stage.server);
    draft.id = Some(stage.connection.id.clone());
    draft.address.push_str("/elsewhere");
    stage.engine.save_connection(draft).await.expect("changed");
    let run = stage.start("october.json").await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Failed);
    assert_eq!(kind(&run), Some(&ProblemKind::AddressWrong));
    let waited = run.steps.last().expect("a step").1 - run.created_at;
    assert!(waited < 10_000, "{waited}");
}
