use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn time_zones_are_listed_with_their_offsets_of_now() {
    let world = World::unlimited().await;
    let heard = world
        .get(&world.url("/config/timezones", &[("locale", "en")]))
        .await;
    assert_eq!(heard.status, StatusCode::OK);
    let answer = heard.json();
    let zones = answer["result"].as_array().expect("a list").clone();
    let find = |zones: &[Value], id: &str| zones.iter().find(|zone| zone["id"] == id).cloned();
    assert_eq!(
        find(&zones, "Etc/GMT+12").expect("listed"),
        json!({"id": "Etc/GMT+12", "name": "GMT-12:00", "shortName": "GMT-12:00", "offsetString": "-12:00", "offsetMillis": -43_200_000})
    );
    assert_eq!(
        find(&zones, "Europe/Berlin").expect("listed")["offsetMillis"],
        3_600_000
    );
    assert_eq!(find(&zones, "Europe/Kyiv"), None);
    world.clock.advance(Duration::from_secs(180 * 86_400));
    let summer = world.get(&world.url("/config/timezones", &[])).await.json();
    let zones = summer["result"].as_array().expect("a list");
    assert_eq!(
        find(zones, "Europe/Berlin").expect("listed")["offsetMillis"],
        7_200_000
    );
    let unknown = world
        .get(&world.url("/config/timezones", &[("locale", "it")]))
        .await;
    assert_eq!(
        (unknown.status, unknown.text().as_str()),
        (StatusCode::BAD_REQUEST, "{}")
    );
}

#[tokio::test]
async fn teams_are_listed() {
    let world = World::unlimited().await;
    let answer = world.get(&world.url("/teams", &[])).await.json();
    let teams = answer["result"].as_array().expect("a list");
    assert_eq!(teams.len(), 12);
    assert_eq!(
        (&teams[0]["teamId"], &teams[0]["name"]),
        (&json!(6222), &json!("North West"))
    );
    assert!(teams.iter().any(|team| team["description"].is_null()));
    assert!(teams.iter().any(|team| team["description"].is_string()));
    assert!(
        teams
            .iter()
            .all(|team| team["numberOfMembers"].as_u64() > Some(0))
    );
    assert!(
        teams
            .iter()
            .all(|team| team["uuid"].as_str().map(str::len) == Some(36))
    );
}

#[tokio::test]
async fn work_queues_and_smart_views_are_the_instances() {
    let world = World::unlimited().await;
    let at = |path: &str| format!("{}/api/v2/{path}", world.server.instance_address());
    let queues = world.get(&at("workqueues/active")).await.json();
    assert_eq!(queues["data"][0]["id"], 5016);
    assert_eq!(queues["data"][0]["archived"], false);
    let views = world.get(&at("smartviews")).await.json();
    assert_eq!(views["status"], "success");
    assert!(views["data"][0]["name"].is_string());
    assert_eq!(
        world.fetch(&at("smartviews")).await.status,
        StatusCode::UNAUTHORIZED
    );
}
