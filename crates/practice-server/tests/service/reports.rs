//! Every report: its rows are those of the period, and parts of a period have together what all of it has.

use std::collections::{BTreeSet, HashMap};

use practice_server::{Limits, ReportListing, reports};
use reqwest::Method;

use crate::world::{OCTOBER, RUN_TIME, Row, World};

const DAY: i64 = 86_400_000;
/// 1 August, 1 October and 1 November 2026, 00:00 in Berlin.
const AUGUST: i64 = 1_785_535_200_000;
const OCTOBER_1: i64 = 1_790_805_600_000;
const NOVEMBER: i64 = 1_793_487_600_000;

pub(crate) async fn small() -> World {
    of_size(23, 12).await
}

pub(crate) async fn of_size(agents: usize, conversations: u64) -> World {
    World::start(|config| {
        config.limits = Limits::none();
        (config.agents, config.conversations) = (agents, conversations);
    })
    .await
}

/// The reports whose rows belong to an instant, with what they need to be so.
fn raw() -> impl Iterator<Item = (ReportListing, Vec<(&'static str, &'static str)>)> {
    reports().into_iter().flat_map(|report| match report.kind {
        "user" | "team_performance_interval" => vec![],
        "conversation" => vec![
            (report.clone(), vec![("conversationReportType", "CLOSED")]),
            (report, vec![("conversationReportType", "CREATED")]),
        ],
        "conversation_history_action" => vec![
            (report.clone(), vec![]),
            (report, vec![("raiselimit", "true")]),
        ],
        _ => vec![(report, vec![])],
    })
}

async fn between(
    world: &World,
    kind: &str,
    more: &[(&str, &str)],
    start: i64,
    end: i64,
) -> Vec<Row> {
    let (start, end) = (start.to_string(), end.to_string());
    let period = [("startTime", start.as_str()), ("endTime", end.as_str())];
    world.rows(kind, &[more, &period].concat()).await
}

#[test]
fn there_are_thirteen() {
    let kinds: BTreeSet<_> = reports().iter().map(|report| report.kind).collect();
    let expected = [
        "author",
        "combined",
        "conversation",
        "conversation_actions",
        "conversation_history_action",
        "incoming_post",
        "raw_agent_states",
        "raw_expert_help",
        "response",
        "response_approval",
        "team_performance",
        "team_performance_interval",
        "user",
    ];
    assert_eq!(kinds, BTreeSet::from(expected));
}

#[tokio::test]
async fn every_report_is_a_job_like_any_other() {
    let world = small().await;
    for report in reports() {
        let rows = world.rows(report.kind, &[]).await;
        assert!(!rows.is_empty(), "{}", report.kind);
        let record = world.server.jobs().pop().expect("a job");
        assert_eq!(record.report, report.kind);
        let path = format!(
            "/reports/report/{}/{}",
            record.workflow_id,
            crate::world::escaped(&record.run_id)
        );
        let status = world.get(&world.url(&format!("{path}/status"), &[])).await;
        let told = crate::world::told(&status.json());
        assert_eq!(
            (told.detail.as_str(), told.total, told.current),
            (Some("COMPLETED"), rows.len() as u64, rows.len() as u64)
        );
        let moved = world
            .get(&world.url(&format!("{path}/download"), &[]))
            .await;
        let file_url = moved.header("location");
        assert!(file_url.contains(&format!("/{}.json?", report.kind)));
        assert_eq!(
            world.fetch(file_url).await.body,
            world
                .server
                .file(&record.workflow_id, &record.run_id)
                .expect("a file")
        );
    }
}

#[tokio::test]
async fn every_report_has_its_columns_in_their_order_and_the_switched_off_ones_when_asked_for() {
    let world = small().await;
    for report in reports() {
        let mut on = Vec::new();
        let mut off = Vec::new();
        for column in report.columns.iter().filter(|column| !column.json_only) {
            let names = if column.switched_on {
                &mut on
            } else {
                &mut off
            };
            names.push(column.name);
        }
        assert_eq!(
            header(&world, report.kind, &[]).await,
            on,
            "{}",
            report.kind
        );
        let last = *off.last().expect("one that is switched off");
        let asked = [
            ("reportMetrics", last),
            ("reportMetrics", "practice_unheard_of"),
            ("reportMetrics", on[0]),
        ];
        assert_eq!(header(&world, report.kind, &asked).await, [on[0], last]);
    }
}

async fn header(world: &World, kind: &str, asked: &[(&str, &str)]) -> Vec<String> {
    let csv = [asked, &[("reportFormat", "csv")]].concat();
    let file = world.made(kind, &csv).await;
    let mut reader = csv_of(&file);
    let names = reader.headers().expect("a header");
    names.iter().map(str::to_owned).collect()
}

fn csv_of(file: &[u8]) -> csv::Reader<&[u8]> {
    csv::Reader::from_reader(file)
}

#[tokio::test]
async fn csv_is_the_same_as_json() {
    let world = small().await;
    for report in reports() {
        let csv = world.made(report.kind, &[("reportFormat", "csv")]).await;
        let read: Vec<Row> = csv_of(&csv)
            .deserialize()
            .collect::<Result<_, _>>()
            .expect("well-formed");
        let mut rows = world.rows(report.kind, &[]).await;
        for row in &mut rows {
            row.retain(|name, _| !name.ends_with("_MILLIS"));
        }
        assert_eq!(read, rows, "{}", report.kind);
    }
}

#[tokio::test]
async fn rows_are_those_of_the_period_in_order_and_no_two_are_alike() {
    let world = small().await;
    let (start, end) = (OCTOBER_1 + 5 * DAY / 2, OCTOBER_1 + 9 * DAY);
    for (report, more) in raw() {
        let columns = report.columns.iter();
        let all: Vec<_> = columns
            .map(|column| ("reportMetrics", column.name))
            .collect();
        let rows = between(&world, report.kind, &[more, all].concat(), start, end).await;
        let at = |row: &Row| row["practice_at_ms"].parse::<i64>().expect("a number");
        assert!(rows.len() > 3, "{}: {}", report.kind, rows.len());
        assert!(rows.iter().all(|row| (start..end).contains(&at(row))));
        assert!(rows.is_sorted_by_key(at), "{}", report.kind);
        let distinct: BTreeSet<_> = rows.iter().collect();
        assert_eq!(distinct.len(), rows.len(), "{}", report.kind);
    }
}

#[tokio::test]
async fn parts_that_meet_have_together_what_the_whole_has() {
    let world = small().await;
    let days = (0..=10).map(|day| OCTOBER_1 + day * DAY).collect();
    let cuts = [
        vec![AUGUST, AUGUST + 31 * DAY, OCTOBER_1, NOVEMBER],
        vec![AUGUST, OCTOBER_1 + 1000, OCTOBER_1 + 2000, NOVEMBER],
        days,
    ];
    for (report, more) in raw() {
        for cuts in &cuts {
            let (start, end) = (cuts[0], cuts[cuts.len() - 1]);
            let whole = between(&world, report.kind, &more, start, end).await;
            // Whether the end is the border itself or the last millisecond before it makes no difference.
            for last in [0, 1] {
                let mut joined = Vec::new();
                for two in cuts.windows(2) {
                    let (start, end) = (two[0], two[1] - last);
                    joined.extend(between(&world, report.kind, &more, start, end).await);
                }
                assert!(joined == whole, "{} {more:?} {cuts:?}", report.kind);
            }
        }
    }
}

#[tokio::test]
async fn nothing_that_lies_ahead_is_told() {
    let world = small().await;
    let now = world.clock.now();
    for (report, more) in raw() {
        let at = [more, vec![("reportMetrics", "practice_at_ms")]].concat();
        let now = now.max(world.clock.now());
        let rows = between(&world, report.kind, &at, now - 3 * DAY, now + 9 * DAY).await;
        let last = rows.last().expect("a row")["practice_at_ms"].parse::<i64>();
        assert!(last.expect("a number") < now, "{}", report.kind);
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_bytes_in_every_report() {
    let (one, two) = (small().await, small().await);
    let other = World::start(|config| {
        config.limits = Limits::none();
        (config.seed, config.agents, config.conversations) = (7, 23, 12);
    })
    .await;
    for report in reports() {
        let file = one.made(report.kind, &[]).await;
        assert_eq!(file, two.made(report.kind, &[]).await, "{}", report.kind);
        assert_ne!(file, other.made(report.kind, &[]).await, "{}", report.kind);
    }
}

#[tokio::test]
async fn language_and_zone_change_how_times_look() {
    let world = small().await;
    for report in reports() {
        let plain = world.made(report.kind, &[]).await;
        for more in [("locale", "tr"), ("timezone", "Asia/Tokyo")] {
            let other = world.made(report.kind, &[more]).await;
            assert_ne!(plain, other, "{} {more:?}", report.kind);
        }
        let zone = world.made(report.kind, &[("timezone", "Asia/Tokyo")]).await;
        let offset = [("timezoneOffset", "32400000")];
        assert_eq!(zone, world.made(report.kind, &offset).await);
    }
}

#[tokio::test]
async fn a_company_where_nothing_happens_has_files_all_the_same() {
    let world = World::start(|config| {
        config.limits = Limits::none();
        (config.agents, config.teams, config.conversations) = (0, 0, 0);
    })
    .await;
    for report in reports() {
        assert_eq!(world.made(report.kind, &[]).await, b"[]", "{}", report.kind);
        let csv = world.made(report.kind, &[("reportFormat", "csv")]).await;
        assert_eq!(csv_of(&csv).into_records().count(), 0);
        assert!(csv.ends_with(b"\r\n"));
    }
    let lonely = World::start(|config| config.agents = 0).await;
    assert!(!lonely.rows("incoming_post", &[]).await.is_empty());
    assert!(lonely.rows("response", &[]).await.is_empty());
}

#[tokio::test]
async fn a_large_company_has_large_files() {
    let world = World::start(|config| config.conversations = 6_000).await;
    let (start, end) = (OCTOBER_1.to_string(), (OCTOBER_1 + DAY).to_string());
    let day = [("startTime", &*start), ("endTime", &*end)];
    let rows = world.rows("incoming_post", &day).await;
    assert!((10_000..20_000).contains(&rows.len()), "{}", rows.len());
    let texts = || rows.iter().map(|row| row["practice_text"].as_str());
    for awkward in ["\n", "\r\n", "\"", "👨‍👩‍👧‍👦", "الطلب"] {
        assert!(texts().any(|text| text.contains(awkward)), "{awkward:?}");
    }
    assert!(texts().any(|text| text.chars().count() > 32_767));
}

#[tokio::test]
async fn a_conversation_is_open_at_the_end_or_closed_or_created_in_the_period() {
    let world = small().await;
    let columns = [
        ("reportMetrics", "CONVERSATION_ID"),
        ("reportMetrics", "STATUS"),
        ("reportMetrics", "ASSIGNED_AGENT_DISPLAY_ID"),
        ("reportMetrics", "practice_at_ms"),
    ];
    let mut of = HashMap::new();
    for kind in ["OPEN_AT_END", "CLOSED", "CREATED"] {
        let more = [&columns[..], &[("conversationReportType", kind)]].concat();
        let rows = world.rows("conversation", &more).await;
        assert!(rows.len() > 10, "{kind}");
        of.insert(kind, rows);
    }
    assert_eq!(
        of["OPEN_AT_END"],
        world.rows("conversation", &columns).await
    );
    assert!(of["CLOSED"].iter().all(|row| row["STATUS"] == "CLOSED"));
    assert!(
        of["OPEN_AT_END"]
            .iter()
            .all(|row| row["STATUS"] != "CLOSED")
    );
    for status in ["CLOSED", "ASSIGNED", "NEW"] {
        assert!(of["CREATED"].iter().any(|row| row["STATUS"] == status));
    }
    let ids = |kind: &str| -> BTreeSet<String> {
        of[kind]
            .iter()
            .map(|row| row["CONVERSATION_ID"].clone())
            .collect()
    };
    assert!(ids("OPEN_AT_END").is_disjoint(&ids("CLOSED")));
    // What was created in October is closed by its end or open then.
    let known: BTreeSet<_> = ids("OPEN_AT_END").union(&ids("CLOSED")).cloned().collect();
    assert!(ids("CREATED").is_subset(&known));
    // What is open at the end closes later.
    let (start, end) = (OCTOBER[1].1, world.clock.now().to_string());
    let later = [
        ("startTime", start),
        ("endTime", &end),
        ("conversationReportType", "CLOSED"),
    ];
    let later = world
        .rows("conversation", &[&columns[..], &later].concat())
        .await;
    let later: BTreeSet<_> = later
        .iter()
        .map(|row| row["CONVERSATION_ID"].clone())
        .collect();
    assert!(ids("OPEN_AT_END").is_subset(&later));
    for row in &of["CREATED"] {
        let unassigned = row["ASSIGNED_AGENT_DISPLAY_ID"].is_empty();
        assert!(row["STATUS"] != "NEW" || unassigned);
        assert!(row["STATUS"] != "ASSIGNED" || !unassigned);
    }
}

#[tokio::test]
async fn a_history_has_five_hundred_actions_and_two_thousand_when_the_limit_is_raised() {
    let world = small().await;
    let (start, end) = (AUGUST.to_string(), NOVEMBER.to_string());
    let period = [("startTime", &*start), ("endTime", &*end)];
    let mut longest = Vec::new();
    for raised in [None, Some("false"), Some("true")] {
        let more = raised.map(|value| ("raiselimit", value));
        let parameters: Vec<_> = period.into_iter().chain(more).collect();
        let rows = world.rows("conversation_history_action", &parameters).await;
        let mut counts: HashMap<String, usize> = HashMap::new();
        for row in rows {
            *counts
                .entry(row["practice_conversation_id"].clone())
                .or_default() += 1;
        }
        longest.push(counts.into_values().max());
    }
    assert_eq!(longest, [Some(500), Some(500), Some(2000)]);
}

#[tokio::test]
async fn agents_do_what_agents_do_and_their_spells_are_their_total_time() {
    let world = small().await;
    let actions = world.rows("conversation_actions", &[]).await;
    assert!(actions.iter().all(|row| !row["agent_id"].is_empty()));
    let history = world.rows("conversation_history_action", &[]).await;
    assert!(history.iter().any(|row| row["agent_id"].is_empty()));
    let spells = [
        ("reportMetrics", "agent_id"),
        ("reportMetrics", "practice_state"),
        ("reportMetrics", "practice_took_ms"),
    ];
    let mut green: HashMap<String, i64> = HashMap::new();
    for row in world.rows("raw_agent_states", &spells).await {
        let took: i64 = row["practice_took_ms"].parse().expect("a number");
        assert!(took > 0);
        if row["practice_state"] == "green" {
            *green.entry(row["agent_id"].clone()).or_default() += took;
        }
    }
    for agent in world.rows("user", &[]).await {
        let total: i64 = agent["TOTAL_GREEN_STATE_TIME_MILLIS"]
            .parse()
            .expect("a number");
        let spells = green.get(&agent["agent_id"]).copied().unwrap_or(0);
        // Each spell may be moved by a millisecond at either end.
        assert!((total - spells).abs() < 31 * 3 * 2, "{total} {spells}");
    }
}

#[tokio::test]
async fn get_makes_the_same_report_as_post() {
    let world = small().await;
    for report in reports() {
        let posted = world.made(report.kind, &[]).await;
        let mut query = OCTOBER.to_vec();
        if report.kind == "team_performance_interval" {
            query.push(("timeInterval", "86400000"));
        }
        let path = format!("/reports/report/{}", report.kind);
        let request = world.request(Method::GET, &world.url(&path, &query));
        let answer = crate::world::Heard::of(request.send().await.expect("an answer")).await;
        assert_eq!(answer.json()["status"], "PASS", "{}", answer.text());
        world.clock.advance(RUN_TIME);
        let job = world.server.jobs().pop().expect("a job");
        let got = world.server.file(&job.workflow_id, &job.run_id);
        assert_eq!(got, Some(posted), "{}", report.kind);
    }
}
