use std::time::Duration;

use practice_server::JobState;
use reqwest::StatusCode;

use crate::world::{NOW, RUN_TIME, World};

const REASON: &str = "User is attempting to run too many exports.";

#[tokio::test]
async fn the_twenty_first_request_in_a_minute_is_told_to_wait() {
    let world = World::start(|_| ()).await;
    let url = world.url("/teams", &[]);
    for _ in 0..20 {
        assert_eq!(world.get(&url).await.status, StatusCode::OK);
    }
    world.clock.advance(Duration::from_millis(9_500));
    let seconds = world.get(&url).await;
    assert_eq!(seconds.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(seconds.header("retry-after"), "51");
    let date = world.get(&url).await;
    assert_eq!(date.header("retry-after"), "Sun, 15 Nov 2026 12:01:00 GMT");
    world.clock.advance(Duration::from_millis(50_499));
    assert_eq!(world.get(&url).await.status, StatusCode::TOO_MANY_REQUESTS);
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(world.clock.now(), NOW + 60_000);
    assert_eq!(world.get(&url).await.status, StatusCode::OK);
}

#[tokio::test]
async fn requests_turned_away_at_the_door_do_not_count() {
    let world = World::start(|_| ()).await;
    let url = world.url("/teams", &[]);
    for _ in 0..30 {
        assert_eq!(world.fetch(&url).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(world.get(&url).await.status, StatusCode::OK);
}

#[tokio::test]
async fn limits_can_be_switched_off() {
    let world = World::unlimited().await;
    for _ in 0..30 {
        world.create(&[]).await;
    }
    assert!(
        world
            .server
            .jobs()
            .iter()
            .all(|job| job.state == JobState::Running)
    );
}

#[tokio::test]
async fn two_run_five_wait_and_one_more_is_closed_with_the_reason() {
    let world = World::start(|_| ()).await;
    let mut jobs = Vec::new();
    for _ in 0..8 {
        jobs.push(world.create(&[]).await);
    }
    let running = world.status(&jobs[1]).await;
    assert!(running.total > 0);
    let waiting = world.status(&jobs[2]).await;
    assert_eq!(
        (waiting.state.as_str(), waiting.current, waiting.total),
        ("RUNNING", 0, 0)
    );
    let refused = world.status(&jobs[7]).await;
    assert_eq!(
        (refused.state.as_str(), refused.reason.as_str()),
        ("CLOSED", Some(REASON))
    );
    assert_ne!(refused.detail, "COMPLETED");
    world.clock.advance(RUN_TIME * 4);
    for job in &jobs[..7] {
        assert_eq!(world.status(job).await.detail, "COMPLETED");
    }
}
