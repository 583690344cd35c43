use std::time::Duration;

use practice_server::{Action, Endpoint, Occurrence, Script};
use reqwest::StatusCode;

use crate::world::{Heard, RUN_TIME, World};

async fn part(world: &World, url: &str, headers: &[(&str, &str)]) -> Heard {
    let mut request = world.http.get(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    Heard::of(request.send().await.expect("an answer")).await
}

#[tokio::test]
async fn a_download_is_a_redirect_to_another_origin_that_wants_no_credentials() {
    let world = World::unlimited().await;
    let job = world.create(&[("reportFormat", "csv")]).await;
    let url = world.file_url(&job).await;
    assert!(url.starts_with(&format!("{}/", world.server.storage_origin())));
    assert_ne!(
        world.server.storage_origin(),
        world.server.instance_address()
    );

    let file = world.fetch(&url).await;
    let length = world.file(&job).len().to_string();
    assert_eq!(
        (file.status, file.header("content-length")),
        (StatusCode::OK, length.as_str())
    );
    assert_eq!(file.header("content-type"), "text/csv");
    assert_eq!(file.header("accept-ranges"), "bytes");
    assert_eq!(
        file.header("last-modified"),
        "Sun, 15 Nov 2026 12:00:04 GMT"
    );
    assert!(file.header("etag").starts_with('"') && file.header("etag").len() > 16);

    let refused = world.get(&url).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.text().contains("Only one auth mechanism"));
    let anywhere = world.get(&world.server.storage_origin()).await;
    assert_eq!(anywhere.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_url_works_as_it_is_and_for_a_minute() {
    let world = World::unlimited().await;
    let (job, other) = (world.create(&[]).await, world.create(&[]).await);
    let url = world.file_url(&job).await;
    let (path, query) = url.split_once('?').expect("a query");
    let other_url = world.file_url(&other).await;
    let other_path = other_url.split('?').next().expect("a path");
    for tampered in [
        path.to_owned(),
        format!("{path}?{}0", query),
        format!("{path}?{}", query.replace("Expires=1", "Expires=2")),
        format!("{path}?{query}&more=1"),
        format!("{other_path}?{query}"),
        world.server.storage_origin(),
    ] {
        let heard = world.fetch(&tampered).await;
        assert_eq!(heard.status, StatusCode::FORBIDDEN, "{tampered}");
        assert!(heard.text().contains("<Code>AccessDenied</Code>"));
    }
    world
        .clock
        .advance(Duration::from_secs(60) - RUN_TIME - Duration::from_millis(1));
    assert_eq!(world.fetch(&url).await.status, StatusCode::OK);
    world.clock.advance(Duration::from_millis(1));
    let late = world.fetch(&url).await;
    assert_eq!(late.status, StatusCode::FORBIDDEN);
    assert!(late.text().contains("Request has expired"));
    let again = world.file_url(&job).await;
    assert_eq!(world.fetch(&again).await.body, world.file(&job));
}

#[tokio::test]
async fn a_file_comes_in_parts_to_those_who_hold_the_same_one() {
    let world = World::unlimited().await;
    let job = world.create(&[]).await;
    let url = world.file_url(&job).await;
    let whole = world.file(&job);
    let etag = world.fetch(&url).await.header("etag").to_owned();
    let modified = "Sun, 15 Nov 2026 12:00:04 GMT";

    let rest = part(
        &world,
        &url,
        &[("range", "bytes=1000-"), ("if-range", &etag)],
    )
    .await;
    assert_eq!(
        (rest.status, rest.body.as_slice()),
        (StatusCode::PARTIAL_CONTENT, &whole[1000..])
    );
    let end = whole.len() - 1;
    assert_eq!(
        rest.header("content-range"),
        format!("bytes 1000-{end}/{}", whole.len())
    );
    assert_eq!(
        rest.header("content-length"),
        (whole.len() - 1000).to_string()
    );
    let dated = part(
        &world,
        &url,
        &[("range", "bytes=0-9"), ("if-range", modified)],
    )
    .await;
    assert_eq!(
        (dated.status, dated.body.as_slice()),
        (StatusCode::PARTIAL_CONTENT, &whole[..10])
    );

    let changed = part(
        &world,
        &url,
        &[("range", "bytes=1000-"), ("if-range", "\"other\"")],
    )
    .await;
    assert_eq!((changed.status, &changed.body), (StatusCode::OK, &whole));
    let beyond = part(
        &world,
        &url,
        &[("range", &format!("bytes={}-", whole.len()))],
    )
    .await;
    assert_eq!(beyond.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(
        beyond.header("content-range"),
        format!("bytes */{}", whole.len())
    );
}

#[tokio::test]
async fn a_file_may_become_another_or_not_be_had_in_parts() {
    let world = World::unlimited().await;
    let job = world.create(&[]).await;
    let url = world.file_url(&job).await;
    let whole = world.fetch(&url).await;
    let etag = whole.header("etag").to_owned();
    let scripted = |action| {
        let script = Script::default().on(Endpoint::File, Occurrence::Every, action);
        world.server.set_script(script);
    };
    let rest = [("range", "bytes=1000-"), ("if-range", &*etag)];

    scripted(Action::OtherVersion);
    let other = part(&world, &url, &rest).await;
    assert_eq!(
        (other.status, other.body.len()),
        (StatusCode::OK, whole.body.len())
    );
    assert_ne!(other.body, whole.body);
    assert_ne!(other.header("etag"), etag);
    assert_ne!(other.header("last-modified"), whole.header("last-modified"));
    assert!(other.json().is_array());
    let careless = part(&world, &url, &rest[..1]).await;
    assert_eq!(careless.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(careless.body, other.body[1000..]);

    scripted(Action::NoRanges);
    let all = part(&world, &url, &rest).await;
    assert_eq!((all.status, &all.body), (StatusCode::OK, &whole.body));
    for header in ["etag", "last-modified", "accept-ranges", "content-range"] {
        assert_eq!(all.header(header), "");
    }

    scripted(Action::ShiftRange { by: 7 });
    let shifted = part(&world, &url, &rest).await;
    assert_eq!(shifted.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(shifted.body, whole.body[1007..]);
    assert!(shifted.header("content-range").starts_with("bytes 1007-"));
    assert_eq!(part(&world, &url, &[]).await.body, whole.body);
}
