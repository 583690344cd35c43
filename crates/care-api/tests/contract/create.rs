//! Sections 3.1, 3.2 and 4: a creation and its answer.

use care_api::{ErrorKind, Export, Format, Job, Locale, Misuse, Unexpected, Zone};

use crate::server::{Reply, Server, answer, http, json, pass};
use crate::{BASIC, LOCALE, RUN, TOKEN, WORKFLOW, assert_hidden, client, export, job, refused};

/// A creation's `result`, as documented.
const CREATED: &str =
    r#"{"workflowId":"user-export/42","runId":"22a/b+c==","downloadUrl":"","statusUrl":null}"#;

async fn body_of(export: &Export) -> String {
    let server = Server::start([pass(CREATED)]).await;
    client(&server).create(export).await.expect("a job");
    server.request().body
}

#[tokio::test]
async fn a_creation_is_a_post_of_a_form_with_the_key_in_the_query() {
    let server = Server::start([pass(CREATED)]).await;
    client(&server).create(&export()).await.expect("a job");
    let request = server.request();
    assert_eq!(
        request.line,
        "POST /api/public/reports/report/user?companyKey=Company-Key+1 HTTP/1.1"
    );
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        request.header("authorization"),
        Some(format!("Basic {BASIC}").as_str())
    );
    assert_eq!(
        request.body,
        "startTime=1790000000000&endTime=1792591999999&reportFormat=json"
    );
}

#[tokio::test]
async fn every_parameter_is_sent_as_it_is_and_lists_are_repeated() {
    let export = Export {
        start: -5,
        end: i64::MAX,
        format: Format::Csv,
        columns: [
            "TOTAL_MOBILE_TIME_MILLIS",
            "agent_name",
            "Agent_Name",
            " ü&=+ ",
        ]
        .map(str::to_owned)
        .to_vec(),
        locale: Some(LOCALE),
        team_ids: vec!["6222".to_owned(), "7,8".to_owned()],
        agent_ids: vec!["1".to_owned(), "2,3".to_owned()],
        include_disabled: true,
        zone: Zone::Named("Etc/GMT+12".to_owned()),
        ..export()
    };
    assert_eq!(
        body_of(&export).await,
        "startTime=-5&endTime=9223372036854775807&reportFormat=csv\
         &reportMetrics=TOTAL_MOBILE_TIME_MILLIS&reportMetrics=agent_name&reportMetrics=Agent_Name\
         &reportMetrics=+%C3%BC%26%3D%2B+&locale=tr&timezone=Etc%2FGMT%2B12\
         &agentId=1&agentId=2%2C3&teamId=6222&teamId=7%2C8&includeDisabled=true"
    );
}

#[tokio::test]
async fn a_time_zone_goes_by_name_or_by_offset_or_not_at_all() {
    let with = |zone| Export { zone, ..export() };
    let named = body_of(&with(Zone::Named("Europe/Istanbul".to_owned()))).await;
    assert!(
        named.ends_with("&reportFormat=json&timezone=Europe%2FIstanbul"),
        "{named}"
    );
    let offset = body_of(&with(Zone::OffsetMillis(-43_200_000))).await;
    assert!(
        offset.ends_with("&reportFormat=json&timezoneOffset=-43200000"),
        "{offset}"
    );
    let utc = body_of(&with(Zone::Utc)).await;
    assert!(!utc.contains("timezone"), "{utc}");
}

#[tokio::test]
async fn the_five_languages_are_spelt_as_documented() {
    for (locale, code) in Locale::ALL.into_iter().zip(["en", "es", "fr", "de", "tr"]) {
        assert_eq!(locale.as_str(), code);
        assert_eq!(code.parse(), Ok(locale));
        assert_eq!(
            serde_json::to_string(&locale).expect("text"),
            format!("\"{code}\"")
        );
        let body = body_of(&Export {
            locale: Some(locale),
            ..export()
        })
        .await;
        assert!(body.ends_with(&format!("&locale={code}")), "{body}");
    }
    for unknown in ["EN", "en-US", "it", ""] {
        assert!(unknown.parse::<Locale>().is_err(), "{unknown}");
    }
}

#[tokio::test]
async fn an_empty_value_is_refused_before_anything_is_sent() {
    let empty = vec!["x".to_owned(), String::new()];
    for export in [
        Export {
            columns: empty.clone(),
            ..export()
        },
        Export {
            agent_ids: empty.clone(),
            ..export()
        },
        Export {
            team_ids: empty.clone(),
            ..export()
        },
        Export {
            zone: Zone::Named(String::new()),
            ..export()
        },
    ] {
        let server = Server::start([]).await;
        let (kind, error) = refused(client(&server).create(&export).await);
        assert_eq!(kind, ErrorKind::Misuse(Misuse::EmptyValue));
        assert!(error.never_arrived());
        assert!(server.requests().is_empty());
    }
}

#[tokio::test]
async fn a_job_comes_with_its_ids_as_they_are() {
    let server = Server::start([pass(CREATED)]).await;
    let job = client(&server).create(&export()).await.expect("a job");
    assert_eq!((job.workflow_id(), job.run_id()), (WORKFLOW, RUN));
}

#[tokio::test]
async fn an_answer_may_be_an_array_of_one_numbers_marked_or_in_bytes() {
    let whole = r#"{"status":"PASS","result":[{"workflowId":7,"runId":"r","statusUrl":""}]}"#;
    for reply in [
        json(whole),
        answer("200 OK\r\nContent-Type: application/json", whole),
        answer("200 OK", whole),
        answer("201 Created\r\nContent-Type: text/html", whole),
        Reply::ByteByByte(http("200 OK\r\nContent-Type: text/plain", whole.as_bytes())),
        Reply::Whole(http(
            "200 OK",
            &[b"\xEF\xBB\xBF \r\n", whole.as_bytes()].concat(),
        )),
        Reply::ByteByByte(
            format!(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{whole}\r\n0\r\n\r\n",
                whole.len()
            )
            .into_bytes(),
        ),
        // No length at all: the end of the connection is the end of the answer.
        Reply::Whole(format!("HTTP/1.0 200 OK\r\n\r\n{whole}").into_bytes()),
    ] {
        let server = Server::start([reply]).await;
        let job = client(&server).create(&export()).await.expect("a job");
        assert_eq!((job.workflow_id(), job.run_id()), ("7", "r"));
    }
}

#[tokio::test]
async fn a_filled_download_address_in_a_creation_means_nothing() {
    let server = Server::start([]).await;
    let created = format!(
        r#"{{"workflowId":"w","runId":"r","downloadUrl":"{}/elsewhere?analyticsAccessToken={TOKEN}","statusUrl":""}}"#,
        server.base()
    );
    let server = Server::start([pass(&created), answer("200 OK", "[]")]).await;
    let client = client(&server);
    let job = client.create(&export()).await.expect("a job");
    client.download(&job).await.expect("a file");
    assert_eq!(
        server.requests()[1].target(),
        "/api/public/reports/report/w/r/download?companyKey=Company-Key+1"
    );
}

#[tokio::test]
async fn a_job_never_prints_the_addresses_it_came_with() {
    let created = format!(
        r#"{{"workflowId":"w","runId":"r","statusUrl":"https://h/s?analyticsAccessToken={TOKEN}"}}"#
    );
    let server = Server::start([pass(&created)]).await;
    let job = client(&server).create(&export()).await.expect("a job");
    let printed = format!("{job:?} {job:#?}");
    assert_hidden(&printed);
    assert!(printed.contains("\"w\""), "{printed}");
}

#[tokio::test]
async fn a_job_without_usable_ids_is_an_error() {
    for result in [
        "{}",
        r#"{"workflowId":"w"}"#,
        r#"{"workflowId":"w","runId":null}"#,
        r#"{"workflowId":"","runId":"r"}"#,
        r#"{"workflowId":"w","runId":".."}"#,
        r#"{"workflowId":".","runId":"r"}"#,
        r#"{"workflowId":["w"],"runId":{}}"#,
    ] {
        let server = Server::start([pass(result)]).await;
        let (kind, error) = refused(client(&server).create(&export()).await);
        assert_eq!(
            kind,
            ErrorKind::UnexpectedAnswer {
                what: Unexpected::MissingIds
            },
            "{result}"
        );
        assert!(!error.never_arrived());
    }
}

#[test]
fn ids_that_would_change_a_path_are_refused() {
    for (workflow, run) in [("", "r"), ("w", ""), (".", "r"), ("w", "..")] {
        let (kind, error) = refused(Job::from_ids(workflow, run));
        assert_eq!(kind, ErrorKind::Misuse(Misuse::JobId));
        assert!(error.never_arrived());
    }
    assert_eq!(job(), job());
}

#[tokio::test]
async fn ids_are_encoded_whatever_they_hold() {
    for (workflow, run, path) in [
        (WORKFLOW, RUN, "user-export%2F42/22a%2Fb%2Bc%3D%3D"),
        ("../..", "%2e%2e", "..%2F../%252e%252e"),
        ("a?b#c", "d\\e;f", "a%3Fb%23c/d%5Ce%3Bf"),
        ("ü x", "\u{0}\r\n", "%C3%BC%20x/%00%0D%0A"),
        ("-._~", "a:b@c", "-._~/a%3Ab%40c"),
    ] {
        let server = Server::start([answer("200 OK", "[]")]).await;
        let job = Job::from_ids(workflow, run).expect("usable ids");
        client(&server).download(&job).await.expect("a file");
        assert_eq!(
            server.request().path(),
            format!("/api/public/reports/report/{path}/download")
        );
    }
}
