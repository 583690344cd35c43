//! Faults of answers that are too much, or not what they say they are.

use std::io::Read as _;

use practice_server::{Action, Endpoint, Occurrence, Script, Swelling};
use reqwest::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::world::{Created, Told, World, told};

async fn with(on: Endpoint, action: Action) -> World {
    let world = World::unlimited().await;
    world
        .server
        .set_script(Script::default().on(on, Occurrence::Every, action));
    world
}

async fn completed(world: &World) -> (Created, String) {
    let job = world.create(&[]).await;
    let url = world.file_url(&job).await;
    (job, url)
}

/// Asks for a file of the storage without a client that believes in lengths, and reads on until `enough`.
async fn raw(url: &str, enough: usize) -> Vec<u8> {
    let (host, path) = url
        .trim_start_matches("http://")
        .split_once('/')
        .expect("a path");
    let mut stream = TcpStream::connect(host).await.expect("a connection");
    let request = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut got = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    while got.len() < enough {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => break,
            Ok(read) => got.extend_from_slice(&buffer[..read]),
        }
    }
    got
}

#[tokio::test]
async fn more_comes_than_was_announced() {
    let swell = Action::Swell {
        bytes: 4_000_000_000,
        how: Swelling::PastTheLength,
    };
    let world = with(Endpoint::File, swell).await;
    let (job, url) = completed(&world).await;
    let file = world.file(&job);
    let got = raw(&url, 8_000_000).await;
    let text = String::from_utf8_lossy(&got);
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    assert!(
        head.contains(&format!("content-length: {}", file.len())),
        "{head}"
    );
    let body = body.as_bytes();
    assert_eq!(&body[..file.len()], file);
    assert!(body.len() > file.len() + 1_000_000);
    assert!(body[file.len()..].iter().all(|byte| *byte == b' '));
    // A client that believes in lengths gets the file, and the next request is no worse for it.
    assert_eq!(world.fetch(&url).await.body, file);
    assert_eq!(world.fetch(&url).await.body, file);
}

#[tokio::test]
async fn an_announced_excess_ends_where_it_says() {
    let swell = Action::Swell {
        bytes: 300_000,
        how: Swelling::PastTheLength,
    };
    let world = with(Endpoint::File, swell).await;
    let (job, url) = completed(&world).await;
    let got = raw(&url, usize::MAX).await;
    let spaces = got.iter().rev().take_while(|byte| **byte == b' ').count();
    assert_eq!(spaces, 300_000);
    assert!(got.len() > 300_000 + world.file(&job).len());
}

#[tokio::test]
async fn an_answer_without_a_length_goes_on_and_on() {
    let swell = Action::Swell {
        bytes: 20_000_000,
        how: Swelling::Unannounced,
    };
    let world = with(Endpoint::File, swell).await;
    let (job, url) = completed(&world).await;
    let file = world.file(&job);
    let heard = world.fetch(&url).await;
    assert_eq!(heard.header("content-length"), "");
    assert_eq!(heard.body.len(), file.len() + 20_000_000);
    assert_eq!(&heard.body[..file.len()], file);
    assert!(heard.json().is_array(), "it is still JSON");
}

#[tokio::test]
async fn a_few_bytes_expand_a_thousandfold() {
    let swell = Action::Swell {
        bytes: 1_000_000_000,
        how: Swelling::Gzip,
    };
    let world = with(Endpoint::File, swell).await;
    let (job, url) = completed(&world).await;
    let file = world.file(&job);
    let heard = world.fetch(&url).await;
    assert_eq!(heard.header("content-encoding"), "gzip");
    assert!(heard.body.len() < file.len() + 1_000_000);
    let mut reader = flate2::read::GzDecoder::new(heard.body.as_slice());
    let mut start = vec![0; file.len()];
    reader.read_exact(&mut start).expect("the file");
    assert_eq!(start, file);
    let mut spaces = vec![1; 30_000_000];
    reader.read_exact(&mut spaces).expect("and more");
    assert!(spaces.iter().all(|byte| *byte == b' '));
}

#[tokio::test]
async fn one_value_is_ten_megabytes() {
    let world = with(Endpoint::File, Action::LongValue { bytes: 10_000_000 }).await;
    let (_, url) = completed(&world).await;
    let heard = world.fetch(&url).await;
    let rows = heard.json();
    let value = rows[0]["agent_id"].as_str().expect("a string");
    assert_eq!(value.len(), 10_000_000 + "20417".len());
    assert_eq!(rows[1]["agent_id"], "20424");
}

#[tokio::test]
async fn a_byte_is_not_utf_8() {
    let world = with(Endpoint::File, Action::InvalidUtf8 { at: 3 }).await;
    let (job, url) = completed(&world).await;
    let (mut expected, heard) = (world.file(&job), world.fetch(&url).await);
    assert!(std::str::from_utf8(&heard.body).is_err());
    expected[3] = 0xFF;
    assert_eq!(heard.body, expected);
    world.server.set_script(Script::default().on(
        Endpoint::File,
        Occurrence::Every,
        Action::InvalidUtf8 { at: u64::MAX },
    ));
    assert_eq!(world.fetch(&url).await.body.last(), Some(&0xFF));
}

#[tokio::test]
async fn a_connection_is_reset() {
    for bytes in [0, 70_000, u64::MAX] {
        let world = with(Endpoint::File, Action::ResetAfter { bytes }).await;
        let (job, url) = completed(&world).await;
        let file = world.file(&job);
        let mut response = world.http.get(&url).send().await.expect("a head");
        let mut got = Vec::new();
        let error = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => got.extend_from_slice(&chunk),
                Ok(None) => panic!("it ended well"),
                Err(error) => break error,
            }
        };
        assert!(got.len() as u64 <= bytes && got[..] == file[..got.len()]);
        assert!(is_reset(&error), "{error:?}");
    }
}

fn is_reset(error: &(dyn std::error::Error + 'static)) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|io| io.kind() == std::io::ErrorKind::ConnectionReset)
        || error.source().is_some_and(is_reset)
}

#[tokio::test]
async fn redirects_lead_elsewhere_or_nowhere() {
    let elsewhere = Action::Redirect {
        to: "https://qa.example/x?y=%2e".into(),
    };
    let world = with(Endpoint::Status, elsewhere).await;
    let job = world.create(&[]).await;
    let heard = world.get(&job.status_url).await;
    assert_eq!(heard.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(heard.header("location"), "https://qa.example/x?y=%2e");

    let world = with(Endpoint::Any, Action::RedirectForever).await;
    let storage = format!("{}/practice-exports/x", world.server.storage_origin());
    for start in [world.url("/teams", &[]), storage] {
        let (mut url, mut seen) = (start.clone(), std::collections::HashSet::new());
        for hop in 1..=50 {
            let heard = world.fetch(&url).await;
            assert_eq!(heard.status, StatusCode::TEMPORARY_REDIRECT);
            url = heard.header("location").to_owned();
            assert!(url.starts_with(&start) && url.ends_with(&format!("hop={hop}")));
            assert!(seen.insert(url.clone()), "{url} came twice");
        }
        let kept = url.rsplit_once("hop=").expect("a hop").0;
        assert_eq!(kept.trim_end_matches(['&', '?']), start);
    }
}

#[tokio::test]
async fn ids_play_tricks_and_no_url_helps() {
    let ids = Action::OtherIds {
        workflow: Some("%2e%2e".into()),
        run: Some("../../teams?x=".into()),
    };
    let world = with(Endpoint::Create, ids.clone()).await;
    let job = world.create(&[]).await;
    assert_eq!(
        (job.workflow_id.as_str(), job.run_id.as_str()),
        ("%2e%2e", "../../teams?x=")
    );
    assert_eq!(
        (job.status_url.as_str(), job.download_url.as_str()),
        ("", "")
    );
    let real = world.server.jobs()[0].clone();
    world
        .server
        .set_script(Script::default().on(Endpoint::Status, Occurrence::Every, ids));
    let real = Created {
        workflow_id: real.workflow_id,
        run_id: real.run_id,
        ..job
    };
    let url = world.download_url(&real).replace("/download?", "/status?");
    let answer = world.get(&url).await;
    assert!(
        answer.text().contains("../../teams?x=") && answer.text().contains("\"statusUrl\":\"\"")
    );
    let Told { state, .. } = told(&answer.json());
    assert_eq!(state, "RUNNING");
}
