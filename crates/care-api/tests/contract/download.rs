//! Section 3.4: from `/download` to the file, without the account.

use std::io::Write as _;

use care_api::{
    Client, ClientOptions, Download, Error, ErrorKind, Kept, NetworkFault, ServiceAddress,
    Unexpected,
};

use tokio::net::TcpListener;

use crate::server::{Reply, Server, answer, http, redirect};
use crate::{
    BASIC, PASSWORD, TOKEN, assert_hidden, client, client_with, credentials, impatient, job,
    refused,
};

const FILE: &str = r#"[{"agent_name":"Ada, \"Countess\"","agent_id":"007"}]"#;
/// What makes a file's address pre-signed.
const SIGNED: &str = "file.json?X-Amz-Signature=0123456789abcdef&X-Amz-Expires=60";

async fn bytes(mut download: Download) -> Result<String, Error> {
    let mut all = Vec::new();
    while let Some(chunk) = download.chunk().await? {
        all.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8(all).expect("UTF-8"))
}

/// What the client makes of this answer to `/download`.
async fn straight(reply: Reply) -> Result<Download, Error> {
    let server = Server::start([reply]).await;
    client(&server).download(&job()).await
}

/// What the client makes of this answer of the file host.
async fn at_the_host(reply: Reply) -> Result<Download, Error> {
    let files = Server::start([reply]).await;
    let target = format!("{}/{SIGNED}", files.origin());
    straight(redirect("307 Temporary Redirect", &target)).await
}

fn unexpected(what: Unexpected) -> ErrorKind {
    ErrorKind::UnexpectedAnswer { what }
}

#[tokio::test]
async fn the_redirect_to_the_file_loses_the_account() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let file = answer(
            "200 OK\r\nContent-Type: application/json\r\nETag: \"v1\"",
            FILE,
        );
        let files = Server::start([file]).await;
        let target = format!("{}/{SIGNED}", files.origin());
        let server = Server::start([redirect(status, &target)]).await;
        let download = client(&server).download(&job()).await.expect("a file");

        assert_eq!(download.content_length(), Some(FILE.len() as u64));
        assert_eq!(download.content_type(), Some("application/json"));
        assert_eq!(download.etag(), Some("\"v1\""));
        assert_hidden(&format!("{download:?}"));
        assert_eq!(bytes(download).await.expect("the file"), FILE);

        let asked = server.request();
        assert_eq!(
            asked.target(),
            "/api/public/reports/report/user-export%2F42/22a%2Fb%2Bc%3D%3D/download?companyKey=Company-Key+1"
        );
        assert_eq!(
            asked.header("authorization"),
            Some(format!("Basic {BASIC}").as_str())
        );
        let fetched = files.request();
        assert_eq!(fetched.line, format!("GET /{SIGNED} HTTP/1.1"));
        let names: Vec<&str> = fetched
            .headers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(
            names,
            ["accept", "accept-encoding", "user-agent", "host"],
            "{fetched:?}"
        );
        assert_eq!(fetched.header("accept-encoding"), Some("identity"));
        assert!(!format!("{fetched:?}").contains("Company-Key"));
    }
}

#[tokio::test]
async fn a_file_straight_from_the_service_is_a_file_too() {
    for body in [
        FILE,
        "[]",
        "",
        "agent_name,agent_id\r\n\"Ada, C\",007\r\n",
        "  \n\n[]",
        "{column},b\r\n1,2",
    ] {
        for reply in [
            answer("200 OK\r\nContent-Type: text/plain", body),
            Reply::ByteByByte(http("200 OK", body.as_bytes())),
        ] {
            let download = straight(reply).await.expect("a file");
            assert_eq!(download.content_length(), Some(body.len() as u64));
            assert_eq!(bytes(download).await.expect("the file"), body);
        }
    }
    let odd = format!("{{{}", "x".repeat(300_000));
    let download = straight(answer("200 OK", &odd)).await.expect("a file");
    assert_eq!(bytes(download).await.expect("the file"), odd);
}

#[tokio::test]
async fn an_envelope_in_place_of_a_file_says_no() {
    for (body, kind) in [
        (
            r#"{"status":"FAIL","message":"no such run","result":null}"#,
            ErrorKind::Refused {
                message: "no such run".to_owned(),
            },
        ),
        (
            r#" {"status":"PASS","result":"Unable to hydrate filter"}"#,
            ErrorKind::Refused {
                message: "Unable to hydrate filter".to_owned(),
            },
        ),
        (
            r#"{"status":"PASS","result":{"downloadUrl":""}}"#,
            unexpected(Unexpected::Shape),
        ),
    ] {
        for reply in [
            answer("200 OK", body),
            Reply::ByteByByte(http("200 OK", body.as_bytes())),
        ] {
            assert_eq!(refused(straight(reply).await).0, kind, "{body}");
        }
    }
    // Only the service speaks in envelopes: at the file host the same bytes are the file.
    let body = r#"{"status":"FAIL","result":null}"#;
    let download = at_the_host(answer("200 OK", body)).await.expect("a file");
    assert_eq!(bytes(download).await.expect("the file"), body);
}

#[tokio::test]
async fn a_web_page_is_no_file() {
    for head in [
        "200 OK\r\nContent-Type: text/html",
        "200 OK\r\nContent-Type: Text/HTML; charset=utf-8",
    ] {
        let page = || answer(head, "<html>Sign in</html>");
        assert_eq!(
            refused(straight(page()).await).0,
            unexpected(Unexpected::Html)
        );
        assert_eq!(
            refused(at_the_host(page()).await).0,
            unexpected(Unexpected::Html)
        );
    }
    // Whatever it is called.
    for page in ["<html>Sign in</html>", "\u{feff}\r\n <!DOCTYPE html>"] {
        for typed in ["", "\r\nContent-Type: application/json"] {
            let whole = http(&format!("200 OK{typed}"), page.as_bytes());
            let reply = || Reply::Whole(whole.clone());
            let html = unexpected(Unexpected::Html);
            assert_eq!(refused(straight(reply()).await).0, html);
            assert_eq!(refused(at_the_host(reply()).await).0, html);
        }
    }
}

#[tokio::test]
async fn part_of_a_file_nobody_asked_for_is_no_file() {
    let part = || answer("206 Partial Content\r\nContent-Range: bytes 0-1/9", "[{");
    let kind = unexpected(Unexpected::HttpStatus { status: 206 });
    assert_eq!(refused(straight(part()).await).0, kind);
    assert_eq!(refused(at_the_host(part()).await).0, kind);
    let empty = || answer("204 No Content", "");
    let kind = unexpected(Unexpected::HttpStatus { status: 204 });
    assert_eq!(refused(straight(empty()).await).0, kind);
}

/// What the client makes of this answer of the file host, having kept ten bytes of `"v1"`.
async fn continued(reply: Reply) -> (Result<Download, Error>, Vec<(String, String)>) {
    let files = Server::start([reply]).await;
    let target = format!("{}/{SIGNED}", files.origin());
    let server = Server::start([redirect("307 Temporary Redirect", &target)]).await;
    let kept = Kept::new("\"v1\"", 10).expect("enough to go on from");
    let download = client(&server).download_rest(&job(), &kept).await;
    (download, files.request().headers)
}

#[tokio::test]
async fn the_rest_of_a_file_continues_what_was_kept() {
    let head = format!(
        "206 Partial Content\r\nETag: \"v1\"\r\nContent-Range: bytes 10-{}/{}",
        FILE.len() - 1,
        FILE.len()
    );
    let (download, asked) = continued(answer(&head, &FILE[10..])).await;
    let download = download.expect("the rest");
    assert_eq!(download.start(), 10);
    assert_eq!(download.content_length(), Some(FILE.len() as u64));
    assert_eq!(bytes(download).await.expect("the rest"), FILE[10..]);
    let header = |wanted: &str| {
        let found = asked
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.as_str())
    };
    assert_eq!(header("range"), Some("bytes=10-"));
    assert_eq!(header("if-range"), Some("\"v1\""));
    assert_eq!(header("authorization"), None);
}

#[tokio::test]
async fn a_file_that_changed_comes_from_its_beginning() {
    let (download, _) = continued(answer("200 OK\r\nETag: \"v2\"", FILE)).await;
    let download = download.expect("the file");
    assert_eq!(download.start(), 0);
    assert_eq!(download.etag(), Some("\"v2\""));
    assert_eq!(bytes(download).await.expect("the file"), FILE);
}

#[tokio::test]
async fn another_part_than_the_missing_one_is_no_rest() {
    let last = FILE.len() - 1;
    let all = FILE.len();
    for head in [
        format!("ETag: \"v2\"\r\nContent-Range: bytes 10-{last}/{all}"),
        format!("Content-Range: bytes 10-{last}/{all}"),
        format!("ETag: \"v1\"\r\nContent-Range: bytes 9-{last}/{all}"),
        format!("ETag: \"v1\"\r\nContent-Range: bytes 10-{}/{all}", last - 1),
        format!("ETag: \"v1\"\r\nContent-Range: bytes 10-{all}/{all}"),
        format!("ETag: \"v1\"\r\nContent-Range: bytes 10-{last}/*"),
        format!(
            "ETag: \"v1\"\r\nContent-Range: bytes 10-{}/{}",
            last + 5,
            all + 5
        ),
        "ETag: \"v1\"".to_owned(),
    ] {
        let head = format!("206 Partial Content\r\n{head}");
        let (download, _) = continued(answer(&head, &FILE[10..])).await;
        let (kind, _) = refused(download);
        assert!(
            matches!(kind, ErrorKind::UnexpectedAnswer { .. }),
            "{head}: {kind:?}"
        );
    }
    let (download, _) = continued(answer("416 Range Not Satisfiable", "")).await;
    assert_eq!(refused(download).0, ErrorKind::FileRefused { status: 416 });
}

#[test]
fn only_a_strong_etag_lets_a_file_be_continued() {
    for (etag, bytes) in [("W/\"v1\"", 10), ("v1", 10), ("\"\"", 10), ("\"v1\"", 0)] {
        assert_eq!(Kept::new(etag, bytes), None, "{etag} {bytes}");
    }
}

#[tokio::test]
async fn a_file_kept_compressed_is_unpacked_and_has_no_known_length() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(FILE.as_bytes()).expect("memory");
    let packed = packed.finish().expect("memory");
    let head = "200 OK\r\nContent-Encoding: gzip";
    let download = at_the_host(Reply::Whole(http(head, &packed)))
        .await
        .expect("a file");
    assert_eq!(download.content_length(), None);
    assert_eq!(bytes(download).await.expect("the file"), FILE);

    let torn = Reply::Whole(http(head, &packed[..packed.len() - 9]));
    let (kind, _) = refused(match at_the_host(torn).await {
        Ok(download) => bytes(download).await,
        Err(error) => Err(error),
    });
    assert_eq!(kind, unexpected(Unexpected::Encoding));

    let other = answer("200 OK\r\nContent-Encoding: br", "x");
    assert_eq!(
        refused(at_the_host(other).await).0,
        unexpected(Unexpected::Encoding)
    );
    let plain = answer("200 OK\r\nContent-Encoding: identity", FILE);
    at_the_host(plain).await.expect("a file");
}

#[tokio::test]
async fn a_file_cut_short_is_an_error_and_stays_one() {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", FILE.len());
    let cut = [head.as_bytes(), &FILE.as_bytes()[..20]].concat();
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[\"a\",\r\n".to_vec();
    for reply in [
        Reply::Whole(cut.clone()),
        Reply::Whole(chunked),
        Reply::Reset(cut.clone()),
    ] {
        let mut download = at_the_host(reply).await.expect("a file");
        let error = loop {
            match download.chunk().await {
                Ok(chunk) => assert!(chunk.is_some(), "an end in the middle"),
                Err(error) => break error,
            }
        };
        assert_eq!(*error.kind(), ErrorKind::Network(NetworkFault::Reset));
        assert!(!error.never_arrived());
        let (kind, _) = refused(download.chunk().await);
        assert_eq!(kind, ErrorKind::Network(NetworkFault::Reset));
    }
}

#[tokio::test]
async fn a_file_that_stops_coming_times_out() {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n[", FILE.len());
    let files = Server::start([Reply::Stall(head.into_bytes())]).await;
    let server = Server::start([redirect("307 Temporary Redirect", &files.origin())]).await;
    let mut download = client_with(&server, impatient())
        .download(&job())
        .await
        .expect("a file");
    assert_eq!(
        download.chunk().await.expect("a byte").as_deref(),
        Some(&b"["[..])
    );
    let (kind, _) = refused(download.chunk().await);
    assert_eq!(kind, ErrorKind::Network(NetworkFault::Timeout));
}

#[tokio::test]
async fn a_redirect_may_be_relative() {
    for (location, target) in [
        ("/files/a?b=c", "/files/a?b=c"),
        (
            "file",
            "/api/public/reports/report/user-export%2F42/22a%2Fb%2Bc%3D%3D/file",
        ),
        ("../x", "/api/public/reports/report/user-export%2F42/x"),
    ] {
        let server = Server::start([
            redirect("307 Temporary Redirect", location),
            answer("200 OK", FILE),
        ])
        .await;
        let download = client(&server).download(&job()).await.expect("a file");
        assert_eq!(bytes(download).await.expect("the file"), FILE);
        let second = &server.requests()[1];
        assert_eq!(second.target(), target);
        // Even at the same origin: where a redirect leads the account does not go.
        assert_eq!(second.header("authorization"), None);
    }
}

#[tokio::test]
async fn five_redirects_are_followed_and_no_sixth() {
    let hop = || redirect("302 Found", "/again");
    let hops = |count: usize| std::iter::repeat_with(hop).take(count);
    let server = Server::start(hops(5).chain([answer("200 OK", FILE)])).await;
    let download = client(&server).download(&job()).await.expect("a file");
    assert_eq!(bytes(download).await.expect("the file"), FILE);
    assert_eq!(server.requests().len(), 6);

    let server = Server::start(hops(9)).await;
    let (kind, _) = refused(client(&server).download(&job()).await);
    assert_eq!(kind, unexpected(Unexpected::TooManyRedirects));
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn a_redirect_to_where_nobody_may_go_is_refused() {
    for (location, host) in [
        (
            "http://files.example.com/f?X-Amz-Signature=1",
            "files.example.com",
        ),
        ("ftp://files.example.com/f", "files.example.com"),
        ("https://me:pw@files.example.com/f", "files.example.com"),
        ("http://me@localhost/f", "localhost"),
        ("//files.example.com/f", "files.example.com"),
    ] {
        let (kind, error) = refused(straight(redirect("307 Temporary Redirect", location)).await);
        assert_eq!(
            kind,
            ErrorKind::ForeignAddress {
                host: host.to_owned()
            }
        );
        assert!(!error.technical().contains("/f"), "{error:?}");
    }
    for location in ["data:,x", "https://", "http://[", "mailto:a@b.example"] {
        let (kind, _) = refused(straight(redirect("307 Temporary Redirect", location)).await);
        assert_eq!(
            kind,
            unexpected(Unexpected::Redirect { host: None }),
            "{location}"
        );
    }
    let (kind, _) = refused(straight(answer("307 Temporary Redirect", "")).await);
    assert_eq!(kind, unexpected(Unexpected::Redirect { host: None }));
}

#[tokio::test]
async fn the_file_host_refusing_is_not_the_account_refused() {
    let body =
        "<Error><Code>AccessDenied</Code><StringToSign>X-Amz-Signature</StringToSign></Error>";
    for status in [400, 401, 403, 404, 410] {
        let (kind, error) = refused(at_the_host(answer(&format!("{status} No"), body)).await);
        assert_eq!(kind, ErrorKind::FileRefused { status });
        assert!(
            error.technical().ends_with(&format!("HTTP {status}")),
            "{error:?}"
        );
    }
    let (kind, error) = refused(at_the_host(answer("503 Slow Down\r\nRetry-After: 7", body)).await);
    assert_eq!(kind, ErrorKind::Unavailable { status: 503 });
    assert!(error.retry_after().is_some());
    let (kind, _) = refused(at_the_host(answer("429 Slow Down", body)).await);
    assert_eq!(kind, ErrorKind::RateLimited { retry_after: None });
}

#[tokio::test]
async fn an_error_of_download_itself_is_the_services() {
    for (head, kind) in [
        ("401 Unauthorized", ErrorKind::SignInRefused),
        ("403 Forbidden", ErrorKind::AccessRefused),
        ("404 Not Found", ErrorKind::NotFound),
        ("500 Oops", ErrorKind::Unavailable { status: 500 }),
        (
            "304 Not Modified",
            unexpected(Unexpected::HttpStatus { status: 304 }),
        ),
    ] {
        assert_eq!(refused(straight(answer(head, "")).await).0, kind);
    }
}

#[tokio::test]
async fn a_dead_file_host_is_the_networks_fault() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let target = format!(
        "http://{}/{SIGNED}",
        listener.local_addr().expect("its address")
    );
    drop(listener);
    let (kind, error) = refused(straight(redirect("307 Temporary Redirect", &target)).await);
    assert_eq!(kind, ErrorKind::Network(NetworkFault::Connect));
    assert!(!error.never_arrived(), "the service was reached");
}

#[tokio::test]
async fn nothing_of_the_account_or_the_token_reaches_the_file_host() {
    let files = Server::start([answer("200 OK", FILE)]).await;
    let target = format!("{}/{SIGNED}", files.origin());
    let server = Server::start_with(|base| {
        let info =
            format!(r#""jobInfo":{{"downloadUrl":"{base}/d?analyticsAccessToken={TOKEN}"}}"#);
        let ready =
            format!(r#"{{{info},"result":{{"runnerState":"CLOSED","detail":"COMPLETED"}}}}"#);
        vec![
            crate::server::pass(&ready),
            redirect("307 Temporary Redirect", &target),
        ]
    })
    .await;
    let client = client(&server);
    let care_api::Status::Ready(ready) = client.status(&job()).await.expect("a status") else {
        panic!("not ready");
    };
    client.download(&ready).await.expect("a file");
    let fetched = format!("{:?}", files.request());
    for secret in [PASSWORD, BASIC, TOKEN, "referer", "cookie"] {
        assert!(!fetched.contains(secret), "{fetched}");
    }
}

#[tokio::test]
async fn a_service_on_this_machine_may_keep_its_files_on_it() {
    let files = Server::start([answer("200 OK", FILE)]).await;
    let target = format!("http://localhost:{}/f", files.port());
    let server = Server::start([redirect("307 Temporary Redirect", &target)]).await;
    let address = ServiceAddress::parse(&server.base()).expect("an address");
    let client = Client::new(address, credentials(), ClientOptions::default()).expect("a client");
    let download = client.download(&job()).await.expect("a file");
    assert_eq!(bytes(download).await.expect("the file"), FILE);
}
