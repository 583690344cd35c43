use std::collections::BTreeSet;
use std::time::Duration;

use practice_server::JobState;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::world::{Heard, NOW, OCTOBER, RUN_TIME, World, encoded, escaped};

#[tokio::test]
async fn an_export_is_created_runs_and_ends_with_the_file() {
    let world = World::unlimited().await;
    let heard = world.post(&OCTOBER).await;
    assert_eq!(heard.status, StatusCode::OK);
    assert_eq!(heard.header("content-type"), "text/plain;charset=UTF-8");
    let answer = heard.json();
    assert_eq!(
        (&answer["request"], &answer["message"]),
        (&Value::Null, &Value::Null)
    );

    let job = world.create(&[("reportFormat", "json")]).await;
    let first = world.status(&job).await;
    assert_eq!((first.state.as_str(), first.current), ("RUNNING", 0));
    world.clock.advance(RUN_TIME / 2);
    let second = world.status(&job).await;
    assert_eq!(
        (second.state.as_str(), second.current),
        ("RUNNING", second.total / 2)
    );
    assert_eq!(world.server.file(&job.workflow_id, &job.run_id), None);
    world.clock.advance(RUN_TIME / 2);
    let last = world.status(&job).await;
    assert_eq!(
        (last.state.as_str(), &last.detail),
        ("CLOSED", &json!("COMPLETED"))
    );
    assert_eq!(last.current, last.total);

    let file = world.fetch(&world.file_url(&job).await).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.body, world.file(&job));
    let rows: Vec<std::collections::BTreeMap<String, String>> =
        serde_json::from_slice(&file.body).expect("flat objects of strings");
    assert_eq!(rows.len() as u64, last.total);

    let record = &world.server.jobs()[1];
    assert_eq!(record.state, JobState::Completed);
    assert_eq!(record.created_at, NOW);
    assert_eq!(record.ended_at, Some(NOW + RUN_TIME.as_millis() as i64));
    assert_eq!(
        record.parameters[2],
        ("reportFormat".to_owned(), "json".to_owned())
    );
}

#[tokio::test]
async fn a_post_has_its_parameters_in_the_form_and_a_get_in_the_query() {
    let world = World::unlimited().await;
    let url = world.url("/reports/report/user", &OCTOBER);
    let posted = world
        .request(Method::POST, &url)
        .header("content-type", "application/x-www-form-urlencoded");
    let posted = Heard::of(posted.send().await.expect("an answer")).await;
    assert_eq!(
        (posted.status, posted.text().as_str()),
        (StatusCode::BAD_REQUEST, "{}")
    );
    for content_type in ["application/json", "text/plain"] {
        let request = world.posting(&OCTOBER).header("content-type", content_type);
        // The first of two headers is the right one, so this one is sent alone.
        let mut request = request.build().expect("a request");
        request
            .headers_mut()
            .insert("content-type", content_type.parse().expect("a value"));
        let heard = Heard::of(world.http.execute(request).await.expect("an answer")).await;
        assert_eq!(
            (heard.status, heard.text().as_str()),
            (StatusCode::BAD_REQUEST, "{}")
        );
    }
    assert!(world.server.jobs().is_empty());

    let got = world.get(&url).await;
    assert_eq!(
        (got.status, &got.json()["status"]),
        (StatusCode::OK, &json!("PASS"))
    );
    world.create(&[]).await;
    world.clock.advance(RUN_TIME);
    let jobs = world.server.jobs();
    let file = |at: usize| world.server.file(&jobs[at].workflow_id, &jobs[at].run_id);
    assert!(file(0).is_some());
    assert_eq!(file(0), file(1));
}

#[tokio::test]
async fn a_name_in_the_wrong_case_is_not_read() {
    let world = World::unlimited().await;
    for (name, value) in [
        ("reportformat", "csv"),
        ("reportFormat", "CSV"),
        ("Locale", "tr"),
        ("unheard", "of"),
    ] {
        let heard = world.post(&[&OCTOBER[..], &[(name, value)]].concat()).await;
        assert_eq!(
            (heard.status, heard.text().as_str()),
            (StatusCode::BAD_REQUEST, "{}"),
            "{name}"
        );
        assert!(heard.header("x-practice-why").contains(name));
    }
    assert_eq!(
        world.post(&OCTOBER[..1]).await.status,
        StatusCode::BAD_REQUEST
    );
    let job = world.create(&[]).await;
    let stranger = format!("{}&verbose=true", job.status_url);
    assert_eq!(world.get(&stranger).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(world.server.jobs().len(), 1);
}

#[tokio::test]
async fn a_period_that_cannot_be_is_refused_in_words() {
    let world = World::unlimited().await;
    let limited = World::start(|_| ()).await;
    let period = |start: i64, end: i64| [start.to_string(), end.to_string()];
    let day = 86_400_000;
    for (world, [start, end], words) in [
        (&world, period(NOW, NOW - 1), "endTime is before startTime"),
        (
            &limited,
            period(NOW - 100 * day, NOW),
            "longer than 3 months",
        ),
        (
            &limited,
            period(NOW - 400 * day, NOW),
            "HydrationException: Too many buckets (401) requested. Select a larger interval?",
        ),
        (
            &limited,
            period(NOW - 600 * day, NOW - 590 * day),
            "18 months ago",
        ),
    ] {
        let heard = world
            .post(&[("startTime", &start), ("endTime", &end)])
            .await;
        let answer = heard.json();
        assert_eq!(answer["status"], "FAIL");
        let result = answer["result"].as_str().expect("a string");
        assert!(
            result.starts_with("Unable to hydrate filter for export info: "),
            "{result}"
        );
        assert!(result.contains(words), "{result}");
        assert!(world.server.jobs().is_empty());
    }
    let [start, end] = period(NOW - 600 * day, NOW);
    assert_eq!(
        world
            .post(&[("startTime", &start), ("endTime", &end)])
            .await
            .json()["status"],
        "PASS"
    );
}

#[tokio::test]
async fn answers_have_every_shape_that_is_known_and_a_job_keeps_to_its_own() {
    let world = World::unlimited().await;
    let mut shapes = BTreeSet::new();
    let mut early_urls = BTreeSet::new();
    for _ in 0..12 {
        let job = world.create(&[]).await;
        early_urls.insert(job.download_url.is_empty());
        let shape = |answer: &Value| {
            let array = answer["result"].is_array();
            let inner = if array {
                &answer["result"][0]["result"]
            } else {
                &answer["result"]["result"]
            };
            let old = inner.get("details").is_some();
            (array, old, inner["reason"].is_null())
        };
        let running = world.get(&job.status_url).await.json();
        world.clock.advance(RUN_TIME);
        let closed = world.get(&job.status_url).await.json();
        assert_eq!(shape(&running), shape(&closed));
        shapes.insert(shape(&running));
        let info = if closed["result"].is_array() {
            &closed["result"][0]
        } else {
            &closed["result"]
        };
        assert_eq!(info["jobInfo"]["workflowId"], job.workflow_id);
        assert_eq!(info["jobInfo"]["statusUrl"], job.status_url);
        assert!(
            info["jobInfo"]["downloadUrl"]
                .as_str()
                .is_some_and(|url| url.contains("/download?"))
        );
    }
    assert_eq!(
        shapes.len(),
        8,
        "object or array, detail or details, null or empty: {shapes:?}"
    );
    assert_eq!(
        early_urls.len(),
        2,
        "downloadUrl is filled in early for some, and for some not"
    );
}

#[tokio::test]
async fn run_ids_are_escaped_in_urls() {
    let world = World::unlimited().await;
    let job = world.create(&[]).await;
    assert!(
        ['/', '+', '=']
            .iter()
            .all(|sign| job.run_id.contains(*sign)),
        "{}",
        job.run_id
    );
    let path = job.status_url.split('?').next().expect("a path");
    let segment = path
        .trim_end_matches("/status")
        .rsplit('/')
        .next()
        .expect("a segment");
    assert!(
        !segment.contains(['+', '=']) && segment.contains("%2F"),
        "{segment}"
    );
    let unescaped = path.replace(segment, &job.run_id);
    assert_eq!(
        world
            .get(&format!("{unescaped}?companyKey=practice-company"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_file_is_refused_until_it_is_there() {
    let world = World::unlimited().await;
    let job = world.create(&[]).await;
    world.clock.advance(RUN_TIME - Duration::from_millis(1));
    let heard = world.get(&world.download_url(&job)).await;
    assert_eq!(heard.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        heard.json()["result"],
        "The report is not available for download"
    );
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(
        world.get(&world.download_url(&job)).await.status,
        StatusCode::TEMPORARY_REDIRECT
    );
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let world = World::unlimited().await;
    let job = world.create(&[]).await;
    let path = format!(
        "/reports/report/{}/{}/status",
        escaped(&job.workflow_id),
        escaped("no/such+run=")
    );
    let heard = world.get(&world.url(&path, &[])).await;
    assert_eq!(heard.status, StatusCode::NOT_FOUND);
    assert!(heard.json()["result"].is_string());
    for kind in ["conversations", "Conversation", "raw-author"] {
        let heard = world
            .get(&world.url(&format!("/reports/report/{kind}"), &OCTOBER))
            .await;
        assert_eq!(heard.status, StatusCode::NOT_FOUND, "{kind}");
        assert!(heard.is_html());
    }
}

#[tokio::test]
async fn repeated_parameters_and_any_text_arrive_as_they_were_sent() {
    let world = World::unlimited().await;
    let columns = [
        ("reportMetrics", "agent_name"),
        ("reportMetrics", "Ünbekannt & Söhne +"),
        ("reportMetrics", "agent_id"),
        ("reportMetrics", "practice_team_id"),
    ];
    let job = world.create(&columns).await;
    assert!(encoded(&columns).contains("%2B"));
    world.clock.advance(RUN_TIME);
    let sent: Vec<_> = world.server.jobs()[0].parameters.clone();
    assert_eq!(
        sent[3],
        ("reportMetrics".to_owned(), "Ünbekannt & Söhne +".to_owned())
    );
    let file = String::from_utf8(world.file(&job)).expect("UTF-8");
    assert!(
        file.starts_with(
            "[{\"agent_id\":\"20417\",\"agent_name\":\"İlkay Işık\",\"practice_team_id\":\""
        ),
        "{}",
        &file[..120]
    );
}

#[tokio::test]
async fn the_same_seed_serves_the_same_bytes() {
    let (one, two) = (World::unlimited().await, World::unlimited().await);
    let other = World::start(|config| config.seed = 7).await;
    let more = [
        ("reportFormat", "csv"),
        ("locale", "fr"),
        ("timezone", "Europe/Paris"),
    ];
    let mut files = Vec::new();
    for world in [&one, &two, &other] {
        let job = world.create(&more).await;
        world.clock.advance(RUN_TIME);
        files.push(world.file(&job));
    }
    assert_eq!(files[0], files[1]);
    assert_ne!(files[0], files[2]);
}
