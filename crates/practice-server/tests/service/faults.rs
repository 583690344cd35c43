use std::time::Duration;

use practice_server::{Action, AnswerBody, Endpoint, JobState, Occurrence, RetryAfter, Script};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::world::{Created, Heard, NOW, OCTOBER, RUN_TIME, World};

async fn with(on: Endpoint, when: Occurrence, action: Action) -> World {
    let world = World::unlimited().await;
    world
        .server
        .set_script(Script::default().on(on, when, action));
    world
}

/// Reads what comes of a body: its bytes, and whether it ended well.
async fn read_on(world: &World, url: &str) -> (Vec<u8>, bool, Option<u64>) {
    let mut response = world.http.get(url).send().await.expect("a head");
    let declared = response.content_length();
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return (bytes, true, declared),
            Err(_) => return (bytes, false, declared),
        }
    }
}

async fn completed(world: &World) -> (Created, String) {
    let job = world.create(&[]).await;
    let url = world.file_url(&job).await;
    (job, url)
}

#[tokio::test]
async fn strikes_when_it_says() {
    let world = World::unlimited().await;
    let url = world.url("/teams", &[]);
    let cases = [
        (Occurrence::Every, [true, true, true, true]),
        (Occurrence::Nth(2), [false, true, false, false]),
        (Occurrence::First(2), [true, true, false, false]),
        (Occurrence::After(3), [false, false, false, true]),
        (Occurrence::Probability(0.0), [false; 4]),
        (Occurrence::Probability(1.0), [true; 4]),
    ];
    for (when, expected) in cases {
        world
            .server
            .set_script(Script::default().on(Endpoint::Teams, when, Action::unavailable()));
        let mut struck = Vec::new();
        for _ in 0..4 {
            struck.push(world.get(&url).await.status == StatusCode::SERVICE_UNAVAILABLE);
            // Other endpoints neither count nor suffer.
            let other = world.get(&world.url("/config/timezones", &[])).await;
            assert_eq!(other.status, StatusCode::OK);
        }
        assert_eq!(struck, expected, "{when:?}");
    }
}

#[tokio::test]
async fn chance_is_drawn_from_the_seed() {
    let world = World::unlimited().await;
    let url = world.url("/teams", &[]);
    let mut runs = Vec::new();
    for seed in [1, 1, 2] {
        let script = Script {
            seed,
            ..Script::default()
        };
        world.server.set_script(script.on(
            Endpoint::Any,
            Occurrence::Probability(0.5),
            Action::unavailable(),
        ));
        let mut run = Vec::new();
        for _ in 0..40 {
            run.push(world.get(&url).await.status.is_success());
        }
        runs.push(run);
    }
    assert_eq!(runs[0], runs[1]);
    assert_ne!(runs[0], runs[2]);
    let good = runs[0].iter().filter(|good| **good).count();
    assert!((8..=32).contains(&good), "{good} of 40");
}

#[tokio::test]
async fn the_first_rule_that_strikes_wins() {
    let world = World::unlimited().await;
    let answer = |status| Action::Answer {
        status,
        body: AnswerBody::Empty,
    };
    world.server.set_script(
        Script::default()
            .on(Endpoint::Teams, Occurrence::Nth(1), answer(500))
            .on(Endpoint::Any, Occurrence::First(2), answer(502)),
    );
    let url = world.url("/teams", &[]);
    let mut heard = Vec::new();
    for _ in 0..3 {
        heard.push(world.get(&url).await.status.as_u16());
    }
    assert_eq!(heard, [500, 502, 200]);
}

#[tokio::test]
async fn answers_what_it_is_told_without_acting() {
    let bodies = [
        (AnswerBody::Empty, String::new()),
        (AnswerBody::EmptyObject, "{}".into()),
        (AnswerBody::Text("[\"odd\"]".into()), "[\"odd\"]".into()),
    ];
    for (body, expected) in bodies {
        let world = with(
            Endpoint::Create,
            Occurrence::Every,
            Action::Answer { status: 400, body },
        )
        .await;
        let heard = world.post(&OCTOBER).await;
        assert_eq!(
            (heard.status, heard.text()),
            (StatusCode::BAD_REQUEST, expected)
        );
        assert!(world.server.jobs().is_empty());
    }
    let world = with(Endpoint::Create, Occurrence::Every, Action::unavailable()).await;
    let heard = world.post(&OCTOBER).await;
    assert_eq!(heard.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(heard.is_html());
    let body = AnswerBody::Failure("HydrationException: no".into());
    let world = with(
        Endpoint::Create,
        Occurrence::Every,
        Action::Answer { status: 200, body },
    )
    .await;
    let answer = world.post(&OCTOBER).await.json();
    assert_eq!(
        (&answer["status"], &answer["result"]),
        (&Value::from("FAIL"), &Value::from("HydrationException: no"))
    );
}

#[tokio::test]
async fn too_many_requests_says_when_in_each_way() {
    for (retry_after, expected) in [
        (RetryAfter::None, ""),
        (RetryAfter::Seconds(7), "7"),
        (RetryAfter::DateIn(90), "Sun, 15 Nov 2026 12:01:30 GMT"),
    ] {
        let world = with(
            Endpoint::Teams,
            Occurrence::Every,
            Action::TooManyRequests { retry_after },
        )
        .await;
        let heard = world.get(&world.url("/teams", &[])).await;
        assert_eq!(heard.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(heard.header("retry-after"), expected);
    }
}

#[tokio::test]
async fn a_dropped_request_never_happened_and_a_dropped_answer_did() {
    for (action, jobs) in [(Action::DropRequest, 0), (Action::DropAnswer, 1)] {
        let world = with(Endpoint::Create, Occurrence::First(1), action).await;
        let error = world.posting(&OCTOBER).send().await.expect_err("no answer");
        assert!(!error.is_connect() && !error.is_timeout(), "{error:?}");
        assert_eq!(world.server.jobs().len(), jobs);
        let [request] = world
            .server
            .requests()
            .try_into()
            .expect("one request, and no repetition");
        assert_eq!(request.answered, None);
        world.create(&[]).await;
    }
}

#[tokio::test]
async fn a_stall_holds_until_the_client_gives_up() {
    let world = with(Endpoint::Create, Occurrence::First(1), Action::Stall).await;
    let waiting = tokio::spawn(world.posting(&OCTOBER).send());
    while world.server.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    // Another request comes and goes meanwhile.
    assert_eq!(
        world.get(&world.url("/teams", &[])).await.status,
        StatusCode::OK
    );
    assert!(!waiting.is_finished());
    waiting.abort();
    assert!(world.server.jobs().is_empty());
    assert_eq!(world.server.requests()[0].answered, None);
}

#[tokio::test]
async fn a_delay_lasts_by_the_services_clock() {
    let world = with(
        Endpoint::Teams,
        Occurrence::Every,
        Action::Delay { ms: 60_000 },
    )
    .await;
    let url = world.url("/teams", &[]);
    let waiting = tokio::spawn(world.request(Method::GET, &url).send());
    while world.server.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    world.clock.advance(Duration::from_millis(59_999));
    // The service looks at its clock every 5 ms.
    tokio::time::sleep(Duration::from_millis(12)).await;
    assert!(!waiting.is_finished());
    world.clock.advance(Duration::from_millis(1));
    let response = waiting.await.expect("no panic").expect("an answer");
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_file_breaks_off_where_it_is_told() {
    for (bytes, expected) in [(0, 0), (1, 1), (70_000, 70_000)] {
        let world = with(
            Endpoint::File,
            Occurrence::First(1),
            Action::CloseAfter { bytes },
        )
        .await;
        let (job, url) = completed(&world).await;
        let file = world.file(&job);
        assert!(file.len() > 70_000);
        let (got, ended, declared) = read_on(&world, &url).await;
        assert_eq!(
            (got.len(), ended, declared),
            (expected, false, Some(file.len() as u64))
        );
        assert_eq!(got, file[..expected]);
        assert_eq!(read_on(&world, &url).await.0, file);
    }
}

#[tokio::test]
async fn a_slow_reader_of_a_large_file_gets_every_byte_before_the_end() {
    let bytes = 2_500_000;
    let script = Script::default().on(
        Endpoint::File,
        Occurrence::Every,
        Action::CloseAfter { bytes },
    );
    let world = World::start(|config| (config.agents, config.script) = (5_000, script)).await;
    let (job, url) = completed(&world).await;
    let mut response = world.http.get(&url).send().await.expect("a head");
    // Long enough for the service to fill every buffer between the two.
    tokio::time::sleep(Duration::from_millis(20)).await;
    let mut got = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        got.extend_from_slice(&chunk);
    }
    assert_eq!(got.len() as u64, bytes);
    assert_eq!(got, world.file(&job)[..got.len()]);
}

#[tokio::test]
async fn a_file_falls_silent_where_it_is_told() {
    let world = with(
        Endpoint::File,
        Occurrence::First(1),
        Action::StallAfter { bytes: 500 },
    )
    .await;
    let (job, url) = completed(&world).await;
    let mut response = world.http.get(&url).send().await.expect("a head");
    let mut got = Vec::new();
    while got.len() < 500 {
        got.extend_from_slice(&response.chunk().await.expect("more").expect("not the end"));
    }
    assert_eq!(got, world.file(&job)[..500]);
    let silence = tokio::time::timeout(Duration::from_millis(10), response.chunk()).await;
    assert!(silence.is_err(), "neither bytes nor an end");
}

#[tokio::test]
async fn a_truncated_file_looks_whole_to_http() {
    let world = with(
        Endpoint::File,
        Occurrence::Every,
        Action::Truncate { bytes: 1000 },
    )
    .await;
    let (job, url) = completed(&world).await;
    let (got, ended, declared) = read_on(&world, &url).await;
    assert_eq!((ended, declared), (true, Some(1000)));
    assert_eq!(got, world.file(&job)[..1000]);
    assert!(serde_json::from_slice::<Value>(&got).is_err());
}

#[tokio::test]
async fn a_wrong_length_is_declared() {
    for bytes in [10, 10_000_000] {
        let world = with(
            Endpoint::File,
            Occurrence::Every,
            Action::ContentLength { bytes },
        )
        .await;
        let (job, url) = completed(&world).await;
        let file = world.file(&job);
        let (got, ended, declared) = read_on(&world, &url).await;
        assert_eq!(declared, Some(bytes));
        if bytes == 10 {
            assert_eq!((got.as_slice(), ended), (&file[..10], true));
        } else {
            assert_eq!((got, ended), (file, false));
        }
    }
}

#[tokio::test]
async fn a_page_comes_as_the_file() {
    let world = with(Endpoint::File, Occurrence::Every, Action::HtmlPage).await;
    let (_, url) = completed(&world).await;
    let heard = world.fetch(&url).await;
    assert_eq!(heard.status, StatusCode::OK);
    assert!(heard.is_html());
}

#[tokio::test]
async fn urls_name_other_hosts() {
    let action = Action::ForeignUrls {
        status: Some("https://qa.example".into()),
        download: Some("https://typo.example/".into()),
    };
    let world = World::unlimited().await;
    let script = Script::default()
        .on(Endpoint::Create, Occurrence::Every, action.clone())
        .on(Endpoint::Status, Occurrence::Every, action);
    world.server.set_script(script);
    let job = world.create(&[]).await;
    assert!(
        job.status_url
            .starts_with("https://qa.example/api/public/reports/report/")
    );
    assert!(
        job.download_url
            .starts_with("https://typo.example/api/public/reports/report/")
    );
    let own = job
        .status_url
        .replace("https://qa.example", &world.server.instance_address());
    let answer = world.get(&own).await.text();
    assert!(
        answer.contains("https://qa.example/api") && answer.contains("https://typo.example/api")
    );
}

#[tokio::test]
async fn a_status_says_what_it_is_told_and_the_job_goes_on() {
    let action = Action::RunnerState {
        state: "SUSPENDED".into(),
        detail: Some("LUNCH".into()),
        reason: Some("Back soon".into()),
    };
    let world = with(Endpoint::Status, Occurrence::First(1), action).await;
    let job = world.create(&[]).await;
    let told = world.status(&job).await;
    assert_eq!(
        (told.state.as_str(), &told.detail),
        ("SUSPENDED", &Value::from("LUNCH"))
    );
    assert_eq!(told.reason, "Back soon");
    world.clock.advance(RUN_TIME);
    assert_eq!(world.status(&job).await.detail, "COMPLETED");
}

#[tokio::test]
async fn jobs_end_badly_at_once_or_never() {
    let world = World::unlimited().await;
    let script = Script::default()
        .on(
            Endpoint::Create,
            Occurrence::Nth(1),
            Action::FailJob {
                reason: Some("Out of ink".into()),
            },
        )
        .on(Endpoint::Create, Occurrence::Nth(2), Action::TooManyExports)
        .on(Endpoint::Create, Occurrence::Nth(3), Action::NeverEnds)
        .on(
            Endpoint::Create,
            Occurrence::Nth(4),
            Action::FailJob { reason: None },
        );
    world.server.set_script(script);
    let mut jobs = Vec::new();
    for _ in 0..4 {
        jobs.push(world.create(&[]).await);
    }
    assert_eq!(world.status(&jobs[0]).await.state, "RUNNING");
    let refused = world.status(&jobs[1]).await;
    assert_eq!(
        refused.reason,
        "User is attempting to run too many exports."
    );
    world.clock.advance(Duration::from_secs(86_400));
    let failed = world.status(&jobs[0]).await;
    assert_eq!(
        (failed.state.as_str(), &failed.detail),
        ("CLOSED", &Value::from("FAILED"))
    );
    assert_eq!(failed.reason, "Out of ink");
    assert_eq!(world.status(&jobs[2]).await.state, "RUNNING");
    let silent = world.status(&jobs[3]).await;
    assert_eq!(silent.detail, "FAILED");
    assert!(silent.reason.is_null() || silent.reason == "");
    assert_eq!(
        world.get(&world.download_url(&jobs[0])).await.status,
        StatusCode::BAD_REQUEST
    );
    assert_eq!(world.server.jobs()[1].ended_at, Some(NOW));
    assert_eq!(
        world.server.jobs()[3].state,
        JobState::Failed { reason: None }
    );
}

#[tokio::test]
async fn answers_of_the_api_can_break_too() {
    let world = with(
        Endpoint::Status,
        Occurrence::First(1),
        Action::Truncate { bytes: 20 },
    )
    .await;
    let job = world.create(&[]).await;
    let heard: Heard = world.get(&job.status_url).await;
    assert_eq!(heard.body.len(), 20);
    assert!(serde_json::from_slice::<Value>(&heard.body).is_err());
    assert_eq!(world.status(&job).await.state, "RUNNING");
}
