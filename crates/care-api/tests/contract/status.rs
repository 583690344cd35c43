//! Section 3.3: how far a job is, and at which address to ask.

use care_api::{ErrorKind, Status, Unexpected};

use crate::server::{Server, answer, pass};
use crate::{BASIC, RUN, TOKEN, WORKFLOW, assert_hidden, client, export, job, refused};

const INFO: &str = r#""jobInfo":{"workflowId":"user-export/42","runId":"22a/b+c==","downloadUrl":null,"statusUrl":""}"#;

async fn status_of(result: &str) -> Status {
    let server = Server::start([pass(result)]).await;
    client(&server).status(&job()).await.expect("a status")
}

async fn unexpected(result: &str) -> Unexpected {
    let server = Server::start([pass(result)]).await;
    match refused(client(&server).status(&job()).await).0 {
        ErrorKind::UnexpectedAnswer { what } => what,
        other => panic!("{other:?} for {result}"),
    }
}

fn failed(reason: Option<&str>, detail: Option<&str>) -> Status {
    Status::Failed {
        reason: reason.map(str::to_owned),
        detail: detail.map(str::to_owned),
    }
}

#[tokio::test]
async fn running_as_object_or_array_of_one_with_counts_of_any_kind() {
    for (counts, current, total) in [
        (r#""currentCount":3,"totalCount":10"#, Some(3), Some(10)),
        (r#""currentCount":"3","totalCount":"10""#, Some(3), Some(10)),
        (r#""currentCount":0,"totalCount":null"#, Some(0), None),
        (r#""currentCount":"","totalCount":-1"#, None, None),
        (r#""currentCount":{},"totalCount":"many""#, None, None),
        (r#""lastAcknowledgeTime":1790000000000"#, None, None),
    ] {
        let object = format!(
            r#"{{{INFO},"result":{{"runnerState":"RUNNING","reason":null,"detail":"",{counts}}}}}"#
        );
        for result in [object.clone(), format!("[{object}]")] {
            assert_eq!(
                status_of(&result).await,
                Status::Running { current, total },
                "{result}"
            );
        }
    }
}

#[tokio::test]
async fn ready_only_when_closed_and_completed() {
    for detail in [
        r#""detail":"COMPLETED""#,
        r#""details":"COMPLETED""#,
        r#""detail":null,"details":"COMPLETED""#,
        r#""detail":"","details":"COMPLETED""#,
    ] {
        let result = format!(r#"[{{{INFO},"result":{{"runnerState":"CLOSED",{detail}}}}}]"#);
        match status_of(&result).await {
            Status::Ready(job) => assert_eq!((job.workflow_id(), job.run_id()), (WORKFLOW, RUN)),
            other => panic!("{other:?} for {result}"),
        }
    }
}

#[tokio::test]
async fn closed_with_anything_else_is_failed() {
    for (fields, expected) in [
        (
            r#""detail":"FAILED","reason":"no data""#,
            failed(Some("no data"), Some("FAILED")),
        ),
        (
            r#""details":"FAILED","reason":"""#,
            failed(None, Some("FAILED")),
        ),
        (
            r#""detail":"completed","reason":null"#,
            failed(None, Some("completed")),
        ),
        (
            r#""detail":"FAILED","details":"COMPLETED""#,
            failed(None, Some("FAILED")),
        ),
        (r#""detail":null"#, failed(None, None)),
        (r#""reason":"x""#, failed(Some("x"), None)),
    ] {
        let result = format!(r#"{{{INFO},"result":{{"runnerState":"CLOSED",{fields}}}}}"#);
        let status = status_of(&result).await;
        assert_eq!(status, expected, "{result}");
        assert!(!status.too_many_exports());
    }
}

#[tokio::test]
async fn over_the_limit_is_told_apart() {
    let result = format!(
        r#"{{{INFO},"result":{{"runnerState":"CLOSED","detail":"FAILED","reason":"User is attempting to run too many exports."}}}}"#
    );
    assert!(status_of(&result).await.too_many_exports());
    assert!(
        !Status::Running {
            current: None,
            total: None
        }
        .too_many_exports()
    );
}

#[tokio::test]
async fn a_failed_job_does_not_repeat_a_token_in_its_reason() {
    let result = format!(
        r#"{{{INFO},"result":{{"runnerState":"CLOSED","reason":"at https://h/p?analyticsAccessToken={TOKEN}"}}}}"#
    );
    let status = status_of(&result).await;
    assert_hidden(&format!("{status:?}"));
    assert!(
        matches!(status, Status::Failed { reason: Some(reason), .. } if reason.starts_with("at https://h/p?"))
    );
}

#[tokio::test]
async fn an_unknown_state_says_which() {
    for (state, expected) in [
        (r#""QUEUED""#, Some("QUEUED")),
        (r#""running""#, Some("running")),
        (r#""COMPLETED""#, Some("COMPLETED")),
        ("7", Some("7")),
        ("null", None),
        (r#""""#, None),
    ] {
        let result =
            format!(r#"{{{INFO},"result":{{"runnerState":{state},"detail":"COMPLETED"}}}}"#);
        let state = expected.map(str::to_owned);
        assert_eq!(unexpected(&result).await, Unexpected::RunnerState { state });
    }
}

#[tokio::test]
async fn another_shape_is_an_error() {
    let one = format!(r#"{{{INFO},"result":{{"runnerState":"RUNNING"}}}}"#);
    for result in [
        "{}",
        "[]",
        "null",
        "7",
        r#""""#,
        "[7]",
        r#"{"result":null}"#,
        r#"{"result":"RUNNING"}"#,
        &format!("[{one},{one}]"),
        &format!("[[{one}]]"),
    ] {
        assert_eq!(unexpected(result).await, Unexpected::Shape, "{result}");
    }
}

#[tokio::test]
async fn the_status_of_another_job_is_not_taken_for_this_one() {
    let running = r#""result":{"runnerState":"RUNNING"}"#;
    for info in [
        r#"{"workflowId":"other","runId":"22a/b+c=="}"#,
        r#"{"workflowId":"user-export/42","runId":"22a/b+c="}"#,
    ] {
        let result = format!(r#"{{"jobInfo":{info},{running}}}"#);
        assert_eq!(unexpected(&result).await, Unexpected::OtherJob);
    }
    for info in [
        "null",
        "{}",
        r#"{"workflowId":"user-export%2F42","runId":"22a%2Fb%2Bc%3D%3D"}"#,
    ] {
        let result = format!(r#"{{"jobInfo":{info},{running}}}"#);
        assert_eq!(
            status_of(&result).await,
            Status::Running {
                current: None,
                total: None
            }
        );
    }
}

/// What a client asks when a creation came with this `statusUrl` (`{base}` stands for the
/// configured address).
async fn asked_for(status_url: &str) -> (String, Option<String>) {
    let created = |base: &str| {
        let account = base.replace("http://", "http://me:pw@");
        let url = status_url
            .replace("{base}", base)
            .replace("{origin}", base.trim_end_matches("/api/public"))
            .replace("{account}", &account);
        pass(&format!(
            r#"{{"workflowId":"{WORKFLOW}","runId":"{RUN}","statusUrl":"{url}"}}"#
        ))
    };
    let running = format!(r#"{{{INFO},"result":{{"runnerState":"RUNNING"}}}}"#);
    let server = Server::start_with(|base| vec![created(base), pass(&running)]).await;
    let client = client(&server);
    let job = client.create(&export()).await.expect("a job");
    client.status(&job).await.expect("a status");
    let request = server.requests()[1].clone();
    let basic = request.header("authorization").map(str::to_owned);
    (request.target().to_owned(), basic)
}

const REBUILT: &str =
    "/api/public/reports/report/user-export%2F42/22a%2Fb%2Bc%3D%3D/status?companyKey=Company-Key+1";

#[tokio::test]
async fn the_services_own_address_is_used_verbatim_at_the_configured_origin() {
    for (given, asked) in [
        // With a token the company key is not needed.
        (
            format!(
                "{{base}}/reports/report/w%2Fx/r+y==/status?analyticsAccessToken={TOKEN}&x=%20"
            ),
            format!(
                "/api/public/reports/report/w%2Fx/r+y==/status?analyticsAccessToken={TOKEN}&x=%20"
            ),
        ),
        (
            "{base}/s?companyKey=Own%20Key".to_owned(),
            "/api/public/s?companyKey=Own%20Key".to_owned(),
        ),
        (
            "{base}/s".to_owned(),
            "/api/public/s?companyKey=Company-Key+1".to_owned(),
        ),
        (
            "{base}/s?a=b".to_owned(),
            "/api/public/s?a=b&companyKey=Company-Key+1".to_owned(),
        ),
        (
            "{base}/s?analyticsAccessToken=".to_owned(),
            "/api/public/s?analyticsAccessToken=&companyKey=Company-Key+1".to_owned(),
        ),
        (
            "{base}/s?analyticsaccesstoken=x".to_owned(),
            "/api/public/s?analyticsaccesstoken=x&companyKey=Company-Key+1".to_owned(),
        ),
    ] {
        let (target, basic) = asked_for(&given).await;
        assert_eq!(target, asked);
        assert_eq!(basic, Some(format!("Basic {BASIC}")));
    }
}

#[tokio::test]
async fn an_address_elsewhere_is_rebuilt_on_the_configured_one() {
    for given in [
        "",
        "https://analytics-api.qa.example.com/api/public/s?analyticsAccessToken=t",
        "http://127.0.0.1:1/api/public/s",
        "http://localhost/api/public/s",
        "{origin}@evil.example.com/s",
        "//evil.example.com/s",
        "/api/public/s",
        "not an address",
        "javascript:alert(1)",
    ] {
        let (target, basic) = asked_for(given).await;
        assert_eq!(target, REBUILT, "{given}");
        assert_eq!(basic, Some(format!("Basic {BASIC}")));
    }
}

#[tokio::test]
async fn an_account_in_the_services_address_is_never_used() {
    let (target, basic) = asked_for("{account}/s").await;
    assert_eq!(target, REBUILT);
    assert_eq!(basic, Some(format!("Basic {BASIC}")));
}

#[tokio::test]
async fn a_ready_job_downloads_from_the_address_of_that_answer() {
    let server = Server::start_with(|base| {
        let info = format!(
            r#""jobInfo":{{"downloadUrl":"{base}/d?analyticsAccessToken={TOKEN}","statusUrl":"{base}/s2?analyticsAccessToken={TOKEN}"}}"#
        );
        let ready = format!(r#"[{{{info},"result":{{"runnerState":"CLOSED","detail":"COMPLETED"}}}}]"#);
        vec![pass(&ready), answer("200 OK", "[]"), pass(&ready)]
    })
    .await;
    let client = client(&server);
    let Status::Ready(ready) = client.status(&job()).await.expect("a status") else {
        panic!("not ready");
    };
    assert_hidden(&format!("{ready:?}"));
    client.download(&ready).await.expect("a file");
    client.status(&ready).await.expect("a status");
    let targets: Vec<String> = server
        .requests()
        .iter()
        .map(|r| r.target().to_owned())
        .collect();
    assert_eq!(
        targets,
        [
            REBUILT.to_owned(),
            format!("/api/public/d?analyticsAccessToken={TOKEN}"),
            format!("/api/public/s2?analyticsAccessToken={TOKEN}"),
        ]
    );
}

#[tokio::test]
async fn a_job_of_one_service_does_not_carry_its_token_to_another() {
    let created = |base: &str| {
        pass(&format!(
            r#"{{"workflowId":"w","runId":"r","statusUrl":"{base}/s?analyticsAccessToken={TOKEN}"}}"#
        ))
    };
    let first = Server::start_with(|base| vec![created(base)]).await;
    let job = client(&first).create(&export()).await.expect("a job");
    let running = pass(r#"{"result":{"runnerState":"RUNNING"}}"#);
    let second = Server::start([running]).await;
    client(&second).status(&job).await.expect("a status");
    assert!(!format!("{:?}", second.request()).contains(TOKEN));
    assert_eq!(first.requests().len(), 1);
}
