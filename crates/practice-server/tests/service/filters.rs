//! Every filter filters, in every report that has it.

use practice_server::reports;

use crate::reports::of_size;
use crate::world::{Row, World};

/// The reports with business hours, priorities, a smart view and work queues.
fn filtered() -> Vec<&'static str> {
    let kinds = reports().into_iter().map(|report| report.kind);
    kinds.filter(|kind| *kind != "user").collect()
}

/// What a file has: its rows, or what its intervals count.
async fn count(world: &World, kind: &str, more: &[(&str, &str)]) -> u64 {
    // Every conversation of the period, whatever became of it.
    let created = ("conversationReportType", "CREATED");
    let more = match kind {
        "conversation" => &[more, &[created]].concat(),
        _ => more,
    };
    let rows = world.rows(kind, more).await;
    if kind != "team_performance_interval" {
        return rows.len() as u64;
    }
    let finished = |row: &Row| row["practice_finished"].parse::<u64>().expect("a number");
    rows.iter().map(finished).sum()
}

async fn values(world: &World, kind: &str, column: &str, filter: (&str, &str)) -> Vec<String> {
    let rows = world.rows(kind, &[("reportMetrics", column), filter]).await;
    rows.into_iter()
        .map(|mut row| row.remove(column).expect("there"))
        .collect()
}

#[tokio::test]
async fn priorities() {
    let world = of_size(60, 30).await;
    for kind in filtered() {
        let all = count(&world, kind, &[]).await;
        let some = count(&world, kind, &[("priorities", "0,3")]).await;
        let others = count(&world, kind, &[("priorities", "1,2,4,5")]).await;
        assert!(some > 0 && others > 0, "{kind}");
        assert_eq!(some + others, all, "{kind}");
        if kind != "team_performance_interval" {
            let seen = values(&world, kind, "practice_priority", ("priorities", "2")).await;
            assert!(seen.iter().all(|priority| priority == "2"), "{kind}");
        }
    }
}

#[tokio::test]
async fn work_queues() {
    let world = of_size(60, 30).await;
    for kind in filtered() {
        let all = count(&world, kind, &[]).await;
        let some = count(&world, kind, &[("workqueueIds", "5016,5018,99")]).await;
        let others = [("workqueueIds", "5017,5019,5020,5021")];
        let others = count(&world, kind, &others).await;
        assert!(some > 0 && others > 0, "{kind}");
        assert!(some + others < all, "{kind}: some are in no queue");
        assert_eq!(count(&world, kind, &[("workqueueIds", "99")]).await, 0);
        if kind != "team_performance_interval" {
            let queue = ("workqueueIds", "5017");
            let seen = values(&world, kind, "practice_work_queue", queue).await;
            assert!(
                seen.iter().all(|name| name == "Returns & refunds"),
                "{kind}"
            );
        }
    }
}

#[tokio::test]
async fn business_hours() {
    let world = of_size(60, 30).await;
    let (on, off) = (
        ("enableBusinessHour", "true"),
        ("enableBusinessHour", "false"),
    );
    let (within, outside) = (("businessHourType", "true"), ("businessHourType", "false"));
    for kind in filtered() {
        let all = count(&world, kind, &[]).await;
        let inner = count(&world, kind, &[on, within]).await;
        let outer = count(&world, kind, &[on, outside]).await;
        assert!(inner > 0 && outer > 0, "{kind}");
        assert_eq!(inner + outer, all, "{kind}");
        for no_filter in [&[on][..], &[off, within], &[outside]] {
            assert_eq!(count(&world, kind, no_filter).await, all, "{kind}");
        }
    }
}

#[tokio::test]
async fn smart_views_and_their_own_business_hours() {
    // Few are famous, need help, and ask for it in those hours.
    let world = of_size(60, 60).await;
    let view = |id: &'static str| ("smartViewId", id);
    let outside = [
        ("enableBusinessHour", "true"),
        ("businessHourType", "false"),
    ];
    for kind in filtered() {
        let all = count(&world, kind, &[]).await;
        assert_eq!(count(&world, kind, &[view("301")]).await, all);
        // Those who have gold status: without hours of its own, the company's count.
        let gold = count(&world, kind, &[view("303")]).await;
        let gold_outside = count(&world, kind, &[view("303"), outside[0], outside[1]]).await;
        assert!(0 < gold && gold < all, "{kind}");
        assert!(gold_outside < gold, "{kind}");
        // The others have hours of their own, which the company's can't change.
        for own in ["302", "304"] {
            let shown = count(&world, kind, &[view(own)]).await;
            assert!(0 < shown && shown < all, "{kind} {own}");
            let asked = [view(own), outside[0], outside[1]];
            assert_eq!(count(&world, kind, &asked).await, shown, "{kind} {own}");
        }
    }
}

#[tokio::test]
async fn teams_and_the_disabled() {
    let world = of_size(60, 30).await;
    let teams = world.get(&world.url("/teams", &[])).await.json();
    let mut teams = teams["result"].as_array().expect("a list").clone();
    teams.sort_by_key(|team| team["numberOfMembers"].as_u64());
    let ids: Vec<String> = teams
        .iter()
        .map(|team| team["teamId"].to_string())
        .collect();
    let (largest, rest) = ids.split_last().expect("teams");
    let rest = rest.join(",");
    for kind in [
        "raw_agent_states",
        "response_approval",
        "team_performance",
        "team_performance_interval",
    ] {
        let all = count(&world, kind, &[]).await;
        let one = count(&world, kind, &[("teamIds", largest)]).await;
        let others = count(&world, kind, &[("teamIds", &rest)]).await;
        assert!(one > 0 && others > one, "{kind}");
        assert!(
            one + others <= all,
            "{kind}: agents in no team are left out"
        );
        assert_eq!(count(&world, kind, &[("teamIds", "1")]).await, 0);
        if kind != "raw_agent_states" {
            let without = count(&world, kind, &[("includeDisabled", "false")]).await;
            let with = count(&world, kind, &[("includeDisabled", "true")]).await;
            assert_eq!(without, all, "{kind}");
            assert!(with > all, "{kind}");
        }
    }
}

#[tokio::test]
async fn filters_go_together() {
    let world = of_size(60, 30).await;
    let both = [("priorities", "0,1,2"), ("workqueueIds", "5016,5017,5018")];
    let rows = world.rows("incoming_post", &both).await;
    let all = world.rows("incoming_post", &[]).await;
    let wanted = |row: &&Row| {
        ["0", "1", "2"].contains(&&*row["practice_priority"])
            && ["Billing", "Returns & refunds", "Teknik destek"]
                .contains(&&*row["practice_work_queue"])
    };
    assert!(!rows.is_empty());
    assert_eq!(rows, all.iter().filter(wanted).cloned().collect::<Vec<_>>());
}
