//! Section 3, errors: what the service and the machines before it answer when they say no.

use std::time::{Duration, SystemTime};

use care_api::{ErrorKind, RetryAfter, Unexpected};

use crate::server::{Reply, Server, answer, http, json};
use crate::{BASIC, PASSWORD, TOKEN, client, export, refused};

async fn kind_of(reply: Reply) -> ErrorKind {
    let server = Server::start([reply]).await;
    let (kind, error) = refused(client(&server).create(&export()).await);
    assert!(!error.never_arrived(), "{error:?}");
    kind
}

fn unexpected(what: Unexpected) -> ErrorKind {
    ErrorKind::UnexpectedAnswer { what }
}

fn said(message: &str) -> ErrorKind {
    ErrorKind::Refused {
        message: message.to_owned(),
    }
}

const BUCKETS: &str = "Unable to hydrate filter for export info: x HydrationException: \
    Too many buckets (745) requested. Select a larger interval?";

#[tokio::test]
async fn a_result_in_words_is_a_refusal() {
    for status in ["PASS", "FAIL"] {
        let body = format!(
            r#"{{"status":"{status}","request":null,"message":null,"result":"{BUCKETS}"}}"#
        );
        assert_eq!(kind_of(json(&body)).await, said(BUCKETS));
    }
}

#[tokio::test]
async fn any_status_but_pass_is_a_failure() {
    for (body, words) in [
        (
            r#"{"status":"FAIL","message":"Bad key","result":null}"#,
            "Bad key",
        ),
        (
            r#"{"status":"FAIL","message":"Bad key","result":""}"#,
            "Bad key",
        ),
        (
            r#"{"status":"ERROR","message":null,"result":{"workflowId":"w","runId":"r"}}"#,
            "ERROR",
        ),
        (
            r#"{"status":"pass","result":{"workflowId":"w","runId":"r"}}"#,
            "pass",
        ),
    ] {
        assert_eq!(kind_of(json(body)).await, said(words), "{body}");
    }
}

#[tokio::test]
async fn an_envelope_that_says_nothing_is_unexpected() {
    for body in [
        "{}",
        r#"{"status":null,"result":{"workflowId":"w","runId":"r"}}"#,
        r#"{"status":"PASS"}"#,
        r#"{"status":"PASS","result":null}"#,
        r#"{"status":"PASS","result":true}"#,
        "[]",
        "null",
        "\"words\"",
    ] {
        assert_eq!(
            kind_of(json(body)).await,
            unexpected(Unexpected::Shape),
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_400_has_words_or_an_empty_object_or_a_page() {
    for (body, message) in [
        ("{}", None),
        ("", None),
        ("<html><title>400</title></html>", None),
        (
            r#"{"status":"FAIL","message":"No startTime","result":null}"#,
            Some("No startTime"),
        ),
        (
            r#"{"message":"","result":"Bad metric"}"#,
            Some("Bad metric"),
        ),
        (r#"{"message":{"a":1}}"#, None),
    ] {
        let message = message.map(str::to_owned);
        assert_eq!(
            kind_of(answer("400 Bad Request", body)).await,
            ErrorKind::BadRequest { message }
        );
    }
}

#[tokio::test]
async fn each_http_status_has_its_kind_whatever_page_comes_with_it() {
    for (head, kind) in [
        ("401 Unauthorized", ErrorKind::SignInRefused),
        ("403 Forbidden", ErrorKind::AccessRefused),
        ("404 Not Found", ErrorKind::NotFound),
        (
            "429 Too Many Requests",
            ErrorKind::RateLimited { retry_after: None },
        ),
        ("500 Oops", ErrorKind::Unavailable { status: 500 }),
        ("502 Bad Gateway", ErrorKind::Unavailable { status: 502 }),
        ("503 Unavailable", ErrorKind::Unavailable { status: 503 }),
        ("504 Timeout", ErrorKind::Unavailable { status: 504 }),
        ("599 Odd", ErrorKind::Unavailable { status: 599 }),
        (
            "304 Not Modified",
            unexpected(Unexpected::HttpStatus { status: 304 }),
        ),
        (
            "405 Not Allowed",
            unexpected(Unexpected::HttpStatus { status: 405 }),
        ),
        (
            "418 Teapot",
            unexpected(Unexpected::HttpStatus { status: 418 }),
        ),
        (
            "600 Beyond",
            unexpected(Unexpected::HttpStatus { status: 600 }),
        ),
        ("302 Found", unexpected(Unexpected::Redirect { host: None })),
        (
            "302 Found\r\nLocation: https://login.example.com/in?analyticsAccessToken=x",
            unexpected(Unexpected::Redirect {
                host: Some("login.example.com".to_owned()),
            }),
        ),
    ] {
        for body in ["", "<html><h1>No</h1></html>", "{}", "plain words"] {
            assert_eq!(kind_of(answer(head, body)).await, kind, "{head} {body}");
        }
    }
}

#[tokio::test]
async fn retry_after_is_seconds_or_a_date() {
    let date = SystemTime::UNIX_EPOCH + Duration::from_secs(1_792_497_600);
    for (header, expected) in [
        (
            "\r\nRetry-After: 30",
            Some(RetryAfter::Delay(Duration::from_secs(30))),
        ),
        (
            "\r\nretry-after:  0 ",
            Some(RetryAfter::Delay(Duration::ZERO)),
        ),
        (
            "\r\nRetry-After: Tue, 20 Oct 2026 12:00:00 GMT",
            Some(RetryAfter::At(date)),
        ),
        ("\r\nRetry-After: soon", None),
        ("\r\nRetry-After: -1", None),
        ("\r\nRetry-After: 99999999999999999999999", None),
        ("", None),
    ] {
        let limited = kind_of(answer(&format!("429 Slow{header}"), "")).await;
        assert_eq!(
            limited,
            ErrorKind::RateLimited {
                retry_after: expected
            },
            "{header}"
        );
        let server = Server::start([answer(&format!("503 Slow{header}"), "")]).await;
        let (_, error) = refused(client(&server).teams().await);
        assert_eq!(error.retry_after(), expected);
    }
    let minute = Duration::from_secs(60);
    assert_eq!(RetryAfter::At(date).wait_from(date - minute), minute);
    assert_eq!(
        RetryAfter::At(date).wait_from(date + minute),
        Duration::ZERO
    );
    assert_eq!(RetryAfter::Delay(minute).wait_from(date), minute);
}

#[tokio::test]
async fn html_and_other_text_with_200_are_told_apart() {
    for (head, body, what) in [
        ("200 OK", "\n <!DOCTYPE html><p>Sign in", Unexpected::Html),
        (
            "200 OK\r\nContent-Type: text/html",
            "Sign in",
            Unexpected::Html,
        ),
        (
            "200 OK\r\nContent-Type: application/json",
            "<html>",
            Unexpected::Html,
        ),
        ("200 OK", "Sign in", Unexpected::NotJson),
        ("200 OK", "", Unexpected::NotJson),
        ("204 No Content", "", Unexpected::NotJson),
        (
            "200 OK",
            r#"{"status":"PASS","result":{"workflowId""#,
            Unexpected::NotJson,
        ),
        ("200 OK", r#"{"status":"PASS"} {"#, Unexpected::NotJson),
    ] {
        assert_eq!(
            kind_of(answer(head, body)).await,
            unexpected(what),
            "{head} {body}"
        );
    }
    let latin = Reply::Whole(http("200 OK", b"{\"status\":\"PASS\",\"x\":\"\xE9\"}"));
    assert_eq!(kind_of(latin).await, unexpected(Unexpected::NotJson));
    let deep = "[".repeat(60_000);
    assert_eq!(
        kind_of(answer("200 OK", &deep)).await,
        unexpected(Unexpected::NotJson)
    );
}

#[tokio::test]
async fn the_technical_detail_is_one_short_redacted_line() {
    let page = "<html><style>p{}</style>\n<h1>Bad   gateway</h1>\n<p>upstream</p></html>";
    let server = Server::start([answer("502 Bad Gateway", page)]).await;
    let (_, error) = refused(client(&server).create(&export()).await);
    assert_eq!(
        error.technical(),
        "POST /reports/report/{type}: HTTP 502, Bad gateway upstream"
    );

    let server = Server::start([answer("500 Oops", "")]).await;
    let (_, error) = refused(client(&server).status(&crate::job()).await);
    assert_eq!(
        error.technical(),
        "GET /reports/report/{workflowId}/{runId}/status: HTTP 500, empty"
    );
    assert_eq!(
        error.to_string(),
        "the service is out of order (HTTP 500) (GET /reports/report/{workflowId}/{runId}/status: HTTP 500, empty)"
    );
}

/// A machine that echoes what it was sent must not make an error repeat it.
#[tokio::test]
async fn an_answer_that_echoes_the_request_is_not_repeated() {
    let encoded = "p%C3%A4%3Assw%C3%B6rd%3A%20%F0%9F%94%91%20with%3Acolons";
    for body in [
        format!("Authorization: Basic {BASIC}"),
        format!("<p>{PASSWORD}</p>"),
        format!("password={encoded}"),
        format!("https://h/p?companyKey=K&analyticsAccessToken={TOKEN}"),
        format!("<a href='/p?analyticsAccessToken={TOKEN}'>x</a>"),
        format!(
            r#"{{"status":"FAIL","result":"{PASSWORD} {BASIC} analyticsAccessToken={TOKEN}"}}"#
        ),
        format!(
            r#"{{"message":"{PASSWORD} https://h/p?companyKey=K&analyticsAccessToken={TOKEN}"}}"#
        ),
        format!(
            r#"{{"status":"PASS","result":{{"workflowId":"x","statusUrl":"/s?analyticsAccessToken={TOKEN}"}}}}"#
        ),
    ] {
        for head in [
            "200 OK", "400 Bad", "401 No", "403 No", "404 No", "418 No", "429 No", "500 No",
        ] {
            kind_of(answer(head, &body)).await;
        }
    }
}

/// The token of an address is hidden wherever it comes back, even without its name.
#[tokio::test]
async fn the_token_in_use_is_not_repeated() {
    let server = Server::start_with(|base| {
        let created = format!(
            r#"{{"workflowId":"w","runId":"r","statusUrl":"{base}/s?analyticsAccessToken={TOKEN}"}}"#
        );
        vec![crate::server::pass(&created), answer("500 Oops", &format!("no such thing: {TOKEN}!"))]
    })
    .await;
    let client = client(&server);
    let job = client.create(&export()).await.expect("a job");
    let (_, error) = refused(client.status(&job).await);
    assert!(
        error.technical().ends_with("no such thing: (hidden)!"),
        "{error:?}"
    );
}
