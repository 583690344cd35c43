//! What each report takes, where it takes it, and what it refuses.

use practice_server::reports;
use reqwest::{Method, StatusCode};

use crate::reports::small;
use crate::world::{FORMS, Heard, OCTOBER, World, encoded};

/// A good value for every parameter that some report has of its own, and the reports that have it.
const OWN: &[(&str, &str, &[&str])] = &[
    ("agentId", "20417", &["user"]),
    ("teamId", "6222", &["user"]),
    (
        "teamIds",
        "6222,6225",
        &[
            "raw_agent_states",
            "response_approval",
            "team_performance",
            "team_performance_interval",
        ],
    ),
    (
        "includeDisabled",
        "true",
        &[
            "user",
            "response_approval",
            "team_performance",
            "team_performance_interval",
        ],
    ),
    ("conversationReportType", "CLOSED", &["conversation"]),
    ("raiselimit", "true", &["conversation_history_action"]),
    ("timeInterval", "604800000", &["team_performance_interval"]),
];

const FILTERS: &[(&str, &str)] = &[
    ("enableBusinessHour", "true"),
    ("businessHourType", "false"),
    ("priorities", "0,5"),
    ("smartViewId", "303"),
    ("workqueueIds", "5016,5017"),
];

fn with_interval<'a>(kind: &str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let needed = kind == "team_performance_interval"
        && !more.iter().any(|(name, _)| *name == "timeInterval");
    let interval = needed.then_some(("timeInterval", "86400000"));
    [&OCTOBER, more, interval.as_slice()].concat()
}

fn is_unreadable(heard: &Heard) -> bool {
    heard.status == StatusCode::BAD_REQUEST && heard.text() == "{}"
}

#[tokio::test]
async fn every_report_takes_its_own_parameters_and_no_others() {
    let world = small().await;
    for report in reports() {
        let filters = FILTERS
            .iter()
            .map(|(name, value)| (*name, *value, report.kind != "user"));
        let own = OWN
            .iter()
            .map(|(name, value, kinds)| (*name, *value, kinds.contains(&report.kind)));
        for (name, value, takes) in filters.chain(own) {
            let parameters = with_interval(report.kind, &[(name, value)]);
            let heard = world.ask(report.kind, &parameters).await;
            if takes {
                let text = heard.text();
                assert_eq!(
                    heard.json()["status"],
                    "PASS",
                    "{} {name}: {text}",
                    report.kind
                );
            } else {
                assert!(is_unreadable(&heard), "{} {name}", report.kind);
                assert!(heard.header("x-practice-why").contains(name));
            }
        }
    }
}

#[tokio::test]
async fn names_and_values_are_case_sensitive_and_strict() {
    let world = small().await;
    let jobs = world.server.jobs().len();
    for (kind, name, value) in [
        ("combined", "enableBusinessHour", "True"),
        ("combined", "enablebusinesshour", "true"),
        ("combined", "businessHourType", "within"),
        ("combined", "priorities", ""),
        ("combined", "priorities", "6"),
        ("combined", "priorities", "0, 1"),
        ("combined", "priorities", "0,,1"),
        ("combined", "priorities", "-1"),
        ("combined", "workqueueIds", "Billing"),
        ("combined", "workQueueIds", "5016"),
        ("combined", "smartViewId", "301,302"),
        ("combined", "smartViewIds", "301"),
        ("combined", "reportFormat", "CSV"),
        ("combined", "locale", "EN"),
        ("combined", "timezone", "Europe/Kyiv"),
        ("conversation", "conversationReportType", "open_at_end"),
        ("conversation", "conversationReportType", ""),
        ("raw_agent_states", "teamIds", "North West"),
        ("raw_agent_states", "teamIds", "6222;6225"),
        ("response_approval", "includeDisabled", "1"),
        ("conversation_history_action", "raiselimit", "True"),
        ("conversation_history_action", "raiseLimit", "true"),
        ("team_performance_interval", "timeInterval", "1d"),
        ("team_performance_interval", "timeInterval", ""),
        ("team_performance_interval", "timeinterval", "86400000"),
    ] {
        let heard = world
            .ask(kind, &with_interval(kind, &[(name, value)]))
            .await;
        assert!(is_unreadable(&heard), "{kind} {name}={value}");
        assert!(heard.header("x-practice-why").contains(name));
    }
    for name in [
        "priorities",
        "smartViewId",
        "workqueueIds",
        "businessHourType",
    ] {
        let twice = [(name, "1"), (name, "1")];
        let heard = world.ask("author", &[&OCTOBER[..], &twice].concat()).await;
        assert!(is_unreadable(&heard), "{name} twice");
    }
    assert_eq!(world.server.jobs().len(), jobs);
}

#[tokio::test]
async fn a_smart_view_that_is_not_there_is_refused_in_words() {
    let world = small().await;
    let heard = world
        .ask("author", &with_interval("author", &[("smartViewId", "9")]))
        .await;
    let answer = heard.json();
    assert_eq!(answer["status"], "FAIL");
    let words = answer["result"].as_str().expect("a string");
    assert!(
        words.starts_with("Unable to hydrate filter for export info: ")
            && words.contains("reportType=author")
            && words.contains("HydrationException: "),
        "{words}"
    );
    assert!(world.server.jobs().is_empty());
}

async fn posted(world: &World, kind: &str, query: &[(&str, &str)], form: Option<&str>) -> Heard {
    let url = world.url(&format!("/reports/report/{kind}"), query);
    let mut request = world.request(Method::POST, &url);
    if let Some(form) = form {
        request = request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form.to_owned());
    }
    Heard::of(request.send().await.expect("an answer")).await
}

#[tokio::test]
async fn parameters_are_in_the_form_or_in_the_query_as_is_documented() {
    let world = small().await;
    for report in reports() {
        let kind = report.kind;
        let parameters = with_interval(kind, &[]);
        let form = encoded(&parameters);
        let in_form = posted(&world, kind, &[], Some(&form)).await;
        let in_query = posted(&world, kind, &parameters, None).await;
        let (right, wrong) = if FORMS.contains(&kind) {
            (in_form, in_query)
        } else {
            (in_query, in_form)
        };
        assert_eq!(right.json()["status"], "PASS", "{kind}");
        assert!(is_unreadable(&wrong), "{kind}");
        let half = posted(
            &world,
            kind,
            &OCTOBER[..1],
            Some(&encoded(&parameters[1..])),
        )
        .await;
        assert!(is_unreadable(&half), "{kind}: half here, half there");
    }
}

#[tokio::test]
async fn raiselimit_is_in_the_query_beside_the_form() {
    let world = small().await;
    let (kind, raised) = ("conversation_history_action", ("raiselimit", "true"));
    let form = encoded(&OCTOBER);
    let right = posted(&world, kind, &[raised], Some(&form)).await;
    assert_eq!(right.json()["status"], "PASS");
    let parameters = &world.server.jobs()[0].parameters;
    assert_eq!(parameters[2], ("raiselimit".to_owned(), "true".to_owned()));
    let in_form = encoded(&[&OCTOBER[..], &[raised]].concat());
    assert!(is_unreadable(
        &posted(&world, kind, &[], Some(&in_form)).await
    ));
    let elsewhere = posted(&world, "conversation_actions", &[raised], Some(&form)).await;
    assert!(is_unreadable(&elsewhere));
}

#[tokio::test]
async fn the_limits_of_the_period_are_the_same_for_every_report() {
    let limited = World::start(|config| {
        config.limits.requests_per_minute = None;
        (config.agents, config.conversations) = (5, 2);
    })
    .await;
    let now = limited.clock.now();
    for report in reports() {
        let (start, end) = ((now - 100 * 86_400_000).to_string(), now.to_string());
        let period = [
            ("startTime", &*start),
            ("endTime", &*end),
            ("timeInterval", "86400000"),
        ];
        let known = if report.kind == "team_performance_interval" {
            3
        } else {
            2
        };
        let answer = limited.ask(report.kind, &period[..known]).await.json();
        let words = answer["result"].as_str().expect("a string");
        assert!(words.contains("longer than 3 months"), "{words}");
        assert!(words.contains(&format!("reportType={})", report.kind)));
    }
}
