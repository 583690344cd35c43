//! Answers that were made to do harm: too much, packed too well, or without end.

use std::io::Write as _;
use std::time::Duration;

use care_api::{ClientOptions, Error, ErrorKind, NetworkFault, Unexpected};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use crate::server::{Reply, Server, answer, http, pass};
use crate::{client, client_with, export, job, refused};

fn unexpected(what: Unexpected) -> ErrorKind {
    ErrorKind::UnexpectedAnswer { what }
}

fn packed(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).expect("memory");
    encoder.finish().expect("memory")
}

/// So many megabytes of a byte, packed to a thousandth.
fn bomb(byte: u8, megabytes: usize) -> Vec<u8> {
    let megabyte = vec![byte; 1024 * 1024];
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    for _ in 0..megabytes {
        encoder.write_all(&megabyte).expect("memory");
    }
    encoder.finish().expect("memory")
}

fn gzip(body: &[u8]) -> Reply {
    Reply::Whole(http("200 OK\r\nContent-Encoding: gzip", body))
}

async fn status(reply: Reply) -> (ErrorKind, Error) {
    let server = Server::start([reply]).await;
    refused(client(&server).status(&job()).await)
}

/// All bytes of a file, or why they did not come, and how many came before.
async fn file(reply: Reply, options: ClientOptions) -> (u64, Result<(), Error>) {
    let server = Server::start([reply]).await;
    let mut bytes = 0;
    let mut download = match client_with(&server, options).download(&job()).await {
        Ok(download) => download,
        Err(error) => return (0, Err(error)),
    };
    loop {
        match download.chunk().await {
            Ok(Some(chunk)) => bytes += chunk.len() as u64,
            Ok(None) => return (bytes, Ok(())),
            Err(error) => return (bytes, Err(error)),
        }
    }
}

#[tokio::test]
async fn an_endless_answer_is_cut_off() {
    let long = "x".repeat(100 * 1024);
    let (kind, _) = status(answer("200 OK", &long)).await;
    assert_eq!(kind, unexpected(Unexpected::TooLarge));
    // What is wrong matters more than how long the page about it is.
    let (kind, _) = status(answer("500 Oops", &long)).await;
    assert_eq!(kind, ErrorKind::Unavailable { status: 500 });
    let (kind, _) = status(answer("401 No", &long)).await;
    assert_eq!(kind, ErrorKind::SignInRefused);
    let page = format!("<!DOCTYPE html><p>{long}");
    let (kind, _) = status(answer("200 OK", &page)).await;
    assert_eq!(kind, unexpected(Unexpected::Html));

    let list = format!("[{}]", " ".repeat(9 * 1024 * 1024));
    let server = Server::start([pass(&list)]).await;
    let (kind, _) = refused(client(&server).teams().await);
    assert_eq!(kind, unexpected(Unexpected::TooLarge));
}

#[tokio::test]
async fn an_answer_that_unpacks_a_thousandfold_is_cut_off() {
    let (kind, _) = status(gzip(&bomb(b' ', 20))).await;
    assert_eq!(kind, unexpected(Unexpected::TooLarge));
    let server = Server::start([gzip(&bomb(b' ', 20))]).await;
    let (kind, _) = refused(client(&server).teams().await);
    assert_eq!(kind, unexpected(Unexpected::TooLarge));
}

#[tokio::test]
async fn a_file_that_unpacks_a_thousandfold_is_cut_off_soon() {
    for byte in [b' ', b'0', 0] {
        let (bytes, end) = file(gzip(&bomb(byte, 100)), ClientOptions::default()).await;
        let (kind, _) = refused(end);
        assert_eq!(kind, unexpected(Unexpected::TooLarge));
        assert!((16_000_000..20_000_000).contains(&bytes), "{bytes}");
    }
    // Small enough to do no harm, however it is packed.
    let (bytes, end) = file(gzip(&bomb(b' ', 10)), ClientOptions::default()).await;
    end.expect("the file");
    assert_eq!(bytes, 10 * 1024 * 1024);
}

#[tokio::test]
async fn a_large_file_that_is_packed_as_exports_are_comes_whole() {
    let mut rows = Vec::new();
    for n in 0..200_000 {
        let row = format!(
            r#"{{"agent_id":"{n}","TOTAL_GREEN_STATE_TIME_MILLIS":"0","TOTAL_RED_STATE_TIME_MILLIS":"0"}},"#
        );
        rows.extend_from_slice(row.as_bytes());
    }
    let (bytes, end) = file(gzip(&packed(&rows)), ClientOptions::default()).await;
    end.expect("the file");
    assert_eq!(bytes, rows.len() as u64);
}

#[tokio::test]
async fn a_file_of_unknown_length_ends_at_a_limit() {
    let options = || ClientOptions {
        largest_unannounced: 100_000,
        ..ClientOptions::default()
    };
    let endless = |bytes| {
        let head = b"HTTP/1.1 200 OK\r\n\r\n[".to_vec();
        Reply::Whole([head, vec![b' '; bytes]].concat())
    };
    let (bytes, end) = file(endless(1_000_000), options()).await;
    let (kind, _) = refused(end);
    assert_eq!(kind, unexpected(Unexpected::TooLarge));
    assert!(bytes <= 100_000, "{bytes}");
    let (bytes, end) = file(endless(99_999), options()).await;
    end.expect("the file");
    assert_eq!(bytes, 100_000);
    // A length that was announced is kept, however large it is.
    let announced = Reply::Whole(http("200 OK", &vec![b' '; 1_000_000]));
    let (bytes, end) = file(announced, options()).await;
    end.expect("the file");
    assert_eq!(bytes, 1_000_000);
}

#[tokio::test]
async fn more_than_was_announced_is_not_read() {
    let server = Server::start([Reply::Whole(
        [http("200 OK", b"[]"), vec![b'x'; 1_000_000]].concat(),
    )])
    .await;
    let mut download = client(&server).download(&job()).await.expect("a file");
    let mut bytes = Vec::new();
    while let Some(chunk) = download.chunk().await.expect("a chunk") {
        bytes.extend_from_slice(&chunk);
    }
    assert_eq!(bytes, b"[]");
}

#[tokio::test]
async fn a_broken_compression_is_said() {
    let whole = packed(br#"{"status":"PASS","result":[]}"#);
    for broken in [
        &whole[..whole.len() - 3],
        &whole[..12],
        b"\x1f\x8b",
        b"no gzip",
        b"",
        &[whole.as_slice(), b"more"].concat(),
    ] {
        let (kind, _) = status(gzip(broken)).await;
        assert_eq!(kind, unexpected(Unexpected::Encoding), "{broken:?}");
    }
    let (kind, _) = status(answer("500 Oops\r\nContent-Encoding: br", "x")).await;
    assert_eq!(kind, ErrorKind::Unavailable { status: 500 });
    let (kind, _) = status(answer("200 OK\r\nContent-Encoding: br", "x")).await;
    assert_eq!(kind, unexpected(Unexpected::Encoding));
}

#[tokio::test]
async fn an_answer_that_comes_by_drops_times_out() {
    let server = Server::start([Reply::Drops(http("200 OK", &[b' '; 1000]))]).await;
    let options = ClientOptions {
        idle_timeout: Duration::from_secs(5),
        answer_timeout: Duration::from_millis(200),
        ..ClientOptions::default()
    };
    let (kind, error) = refused(client_with(&server, options).create(&export()).await);
    assert_eq!(kind, ErrorKind::Network(NetworkFault::Timeout));
    assert!(!error.never_arrived());
}

#[tokio::test]
async fn a_redirect_to_an_endless_address_leads_nowhere() {
    let long = format!("/f?{}", "x".repeat(70_000));
    let server = Server::start([crate::server::redirect("307 Temporary Redirect", &long)]).await;
    let (kind, _) = refused(client(&server).download(&job()).await);
    assert_eq!(kind, unexpected(Unexpected::Redirect { host: None }));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn heads_without_end_are_cut_off() {
    let lines = |count: usize| "X-Long: y\r\n".repeat(count);
    for head in [
        format!("HTTP/1.1 200 OK\r\n{}", lines(100_000)),
        format!("HTTP/1.1 200 OK\r\nX: {}", "x".repeat(1_000_000)),
        format!("HTTP/1.1 200 {}", "x".repeat(1_000_000)),
    ] {
        let (kind, _) = status(Reply::Whole(head.into_bytes())).await;
        assert_eq!(kind, unexpected(Unexpected::NotHttp));
    }
}

#[tokio::test]
async fn an_id_or_address_too_long_to_be_asked_is_refused() {
    let long = "x".repeat(5_000);
    let created = format!(r#"{{"workflowId":"{long}","runId":"r"}}"#);
    let server = Server::start([pass(&created)]).await;
    let (kind, _) = refused(client(&server).create(&export()).await);
    assert_eq!(kind, unexpected(Unexpected::MissingIds));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However an honest file is packed and cut into pieces on the wire, it comes as it was.
    #[test]
    fn what_was_packed_comes_as_it_was(
        text in prop::collection::vec(any::<u8>(), 0..5_000), repeated in 1usize..20,
        members in 1usize..4, level in 0u32..10,
    ) {
        // What begins like a page or like an answer of the service's is no export.
        let text = [b"[".to_vec(), text.repeat(repeated)].concat();
        let mut wire = Vec::new();
        for part in text.chunks(text.len().div_ceil(members).max(1)) {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
            encoder.write_all(part).expect("memory");
            wire.extend(encoder.finish().expect("memory"));
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let (bytes, end) = runtime.block_on(file(gzip(&wire), ClientOptions::default()));
        end.expect("the file");
        prop_assert_eq!(bytes, text.len() as u64);
    }
}
