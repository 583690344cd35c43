//! `team_performance_interval`: its intervals, and which periods may have which.

use practice_server::Limits;
use serde_json::Value;

use crate::reports::small;
use crate::world::{Row, World};

const KIND: &str = "team_performance_interval";
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;
/// 1 October 2026, 00:00 UTC.
const OCTOBER: i64 = 1_790_812_800_000;

async fn asked(world: &World, length: i64, interval: i64) -> Value {
    let (start, end) = (OCTOBER.to_string(), (OCTOBER + length).to_string());
    let interval = interval.to_string();
    let parameters = [
        ("startTime", &*start),
        ("endTime", &*end),
        ("timeInterval", &*interval),
    ];
    world.ask(KIND, &parameters).await.json()
}

async fn is_taken(world: &World, length: i64, interval: i64) -> bool {
    let answer = asked(world, length, interval).await;
    let taken = answer["status"] == "PASS";
    assert!(taken || answer["result"].is_string());
    taken
}

#[tokio::test]
async fn the_documented_ones_are_taken_and_others_below_a_week_are_not() {
    let world = small().await;
    let documented = [
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        4 * HOUR,
        8 * HOUR,
        12 * HOUR,
        DAY,
        WEEK,
    ];
    for interval in documented {
        assert!(is_taken(&world, DAY, interval).await, "{interval}");
        assert!(!is_taken(&world, DAY, interval - 1).await, "{interval}");
        let above = is_taken(&world, DAY, interval + 1).await;
        assert_eq!(above, interval == WEEK, "above a week is a month");
    }
    for interval in [0, -1, i64::MIN, 20 * MINUTE, 2 * DAY] {
        assert!(!is_taken(&world, DAY, interval).await, "{interval}");
    }
    assert!(is_taken(&world, DAY, i64::MAX).await);
}

#[tokio::test]
async fn a_week_and_a_month_have_theirs_only() {
    let world = small().await;
    let all = [
        5 * MINUTE,
        HOUR,
        4 * HOUR,
        8 * HOUR,
        12 * HOUR,
        DAY,
        WEEK,
        30 * DAY,
    ];
    let for_a_week = [false, false, false, true, true, true, false, false];
    let for_a_month = [false, false, false, false, false, true, true, false];
    let for_three_months = [false, false, false, false, false, true, true, true];
    let for_ten_days = [false, false, false, true, true, true, true, true];
    let for_six_days = [true; 8];
    for (lengths, expected) in [
        (vec![WEEK - HOUR, WEEK - 1, WEEK, WEEK + HOUR], for_a_week),
        (
            vec![28 * DAY - 1, 28 * DAY, 31 * DAY - 1, 31 * DAY + HOUR],
            for_a_month,
        ),
        (vec![61 * DAY, 92 * DAY], for_three_months),
        (vec![10 * DAY, 27 * DAY], for_ten_days),
        (vec![DAY, 6 * DAY], for_six_days),
    ] {
        for length in lengths {
            for (interval, expected) in all.into_iter().zip(expected) {
                let taken = is_taken(&world, length, interval).await;
                assert_eq!(taken, expected, "{length} by {interval}");
            }
        }
    }
}

#[tokio::test]
async fn too_many_are_refused_in_the_documented_words() {
    let world = small().await;
    for (length, count) in [(31 * DAY, 745), (31 * DAY - 1, 744)] {
        let answer = asked(&world, length, HOUR).await;
        assert_eq!(answer["status"], "FAIL");
        let words = answer["result"].as_str().expect("a string");
        let end = format!(
            "HydrationException: Too many buckets ({count}) requested. Select a larger interval?"
        );
        assert!(words.ends_with(&end), "{words}");
        assert!(words.starts_with("Unable to hydrate filter for export info: "));
    }
    assert!(world.server.jobs().is_empty());
}

#[tokio::test]
async fn an_interval_is_required() {
    let world = small().await;
    let (start, end) = (OCTOBER.to_string(), (OCTOBER + DAY).to_string());
    let period = [("startTime", &*start), ("endTime", &*end)];
    let heard = world.ask(KIND, &period).await;
    assert_eq!((heard.status.as_u16(), heard.text().as_str()), (400, "{}"));
    assert_eq!(heard.header("x-practice-why"), "timeInterval is missing");
}

async fn rows(world: &World, start: i64, end: i64, interval: i64, zone: &str) -> Vec<Row> {
    let (start, end) = (start.to_string(), end.to_string());
    let interval = interval.to_string();
    let columns = [
        "practice_team",
        "practice_team_id",
        "practice_from_ms",
        "practice_finished",
        "practice_responses",
        "practice_took_ms",
    ];
    let mut parameters = vec![
        ("startTime", &*start),
        ("endTime", &*end),
        ("timeInterval", &*interval),
        ("timezone", zone),
    ];
    parameters.extend(columns.map(|column| ("reportMetrics", column)));
    world.rows(KIND, &parameters).await
}

fn starts(rows: &[Row]) -> Vec<i64> {
    let mut starts: Vec<i64> = rows
        .iter()
        .map(|row| row["practice_from_ms"].parse().expect("a number"))
        .collect();
    starts.dedup();
    starts
}

#[tokio::test]
async fn there_is_a_row_for_every_team_and_interval() {
    let world = small().await;
    for end in [OCTOBER + DAY, OCTOBER + DAY - 1] {
        let rows = rows(&world, OCTOBER, end, HOUR, "Etc/UTC").await;
        assert_eq!(rows.len(), 24 * 12);
        let expected: Vec<_> = (0..24).map(|hour| OCTOBER + hour * HOUR).collect();
        assert_eq!(starts(&rows), expected);
    }
    let one = world.rows(KIND, &[("teamIds", "6222")]).await;
    assert_eq!(one.len(), 30);
    assert!(one.iter().all(|row| row["practice_team"] == "North West"));
}

#[tokio::test]
async fn days_weeks_and_months_follow_the_calendar_of_the_zone() {
    let world = World::start(|config| config.limits = Limits::none()).await;
    // 1 October to 1 November in Berlin, where 25 October has 25 hours.
    let (start, end) = (OCTOBER - 2 * HOUR, OCTOBER + 31 * DAY - HOUR);
    let days = starts(&rows(&world, start, end, DAY, "Europe/Berlin").await);
    assert_eq!(days.len(), 31);
    assert_eq!(
        (days[24], days[25]),
        (start + 24 * DAY, start + 25 * DAY + HOUR)
    );
    let weeks = starts(&rows(&world, start, end, WEEK, "Europe/Berlin").await);
    assert_eq!(weeks.len(), 5);
    assert_eq!(weeks[4], start + 4 * WEEK + HOUR);
    let august = start - 61 * DAY;
    let months = starts(&rows(&world, august, end, WEEK + 1, "Europe/Berlin").await);
    assert_eq!(months, [august, august + 31 * DAY, start]);
}

#[tokio::test]
async fn intervals_count_the_work_of_the_teams() {
    let world = small().await;
    let counted = world.rows(KIND, &[]).await;
    let work = world.rows("team_performance", &[]).await;
    let number = |row: &Row, name: &str| row[name].parse::<u64>().expect("a number");
    let sum = |rows: &[Row], name: &str| rows.iter().map(|row| number(row, name)).sum::<u64>();
    let in_teams: Vec<Row> = work
        .into_iter()
        .filter(|row| !row["practice_team"].is_empty())
        .collect();
    assert!(!in_teams.is_empty());
    assert_eq!(sum(&counted, "practice_finished"), in_teams.len() as u64);
    assert_eq!(
        sum(&counted, "practice_responses"),
        sum(&in_teams, "practice_responses")
    );
}

#[tokio::test]
async fn parts_that_meet_where_intervals_do_have_together_what_the_whole_has() {
    let world = small().await;
    let zone = "Europe/Berlin";
    let borders = [
        OCTOBER - 61 * DAY - 2 * HOUR,
        OCTOBER - 30 * DAY - 2 * HOUR,
        OCTOBER - 2 * HOUR,
        OCTOBER + 31 * DAY - HOUR,
    ];
    let whole = rows(&world, borders[0], borders[3], DAY, zone).await;
    for last in [0, 1] {
        let mut joined = Vec::new();
        for two in borders.windows(2) {
            joined.extend(rows(&world, two[0], two[1] - last, DAY, zone).await);
        }
        assert_eq!(joined, whole);
    }
}
