//! Section 5: the other exports, and what each of them takes.

use care_api::{
    BusinessHours, Choice, Conversations, ErrorKind, Export, Interval, Misuse, Report,
    ReportOptions, Zone,
};

use crate::server::{Server, pass};
use crate::{LOCALE, client, export, refused};

const CREATED: &str = r#"{"workflowId":"w","runId":"r"}"#;
const DAY: i64 = 86_400_000;

/// Exports whose parameters are documented as a form in the body.
const FORMS: [&str; 3] = [
    "user",
    "conversation_actions",
    "conversation_history_action",
];

/// An export of a report with nothing chosen but what it requires.
fn plain(report: Report) -> Export {
    Export {
        report,
        options: ReportOptions {
            interval: report.has(Choice::Interval).then_some(Interval::Day),
            ..ReportOptions::default()
        },
        ..export()
    }
}

/// The same export with this chosen.
fn with(choice: Choice, mut export: Export) -> Export {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    let options = &mut export.options;
    match choice {
        Choice::Agents => export.agent_ids = ids(&["1", "2"]),
        Choice::Teams => export.team_ids = ids(&["6222", "7"]),
        Choice::IncludeDisabled => export.include_disabled = true,
        Choice::BusinessHours => options.business_hours = BusinessHours::Outside,
        Choice::Priorities => options.priorities = vec![0, 3, 5],
        Choice::SmartView => options.smart_view_id = Some("92".to_owned()),
        Choice::WorkQueues => options.work_queue_ids = ids(&["5016", "5017"]),
        Choice::RaiseLimit => options.raise_limit = true,
        Choice::Conversations => options.conversations = Conversations::Closed,
        Choice::Interval => options.interval = Some(Interval::Week),
    }
    export
}

/// How each choice is documented to look on the wire.
const ON_THE_WIRE: [(Choice, &str); 10] = [
    (Choice::Agents, "agentId=1&agentId=2"),
    (Choice::Teams, "teamIds=6222%2C7"),
    (Choice::IncludeDisabled, "includeDisabled=true"),
    (
        Choice::BusinessHours,
        "enableBusinessHour=true&businessHourType=false",
    ),
    (Choice::Priorities, "priorities=0%2C3%2C5"),
    (Choice::SmartView, "smartViewId=92"),
    (Choice::WorkQueues, "workqueueIds=5016%2C5017"),
    (Choice::RaiseLimit, "raiselimit=true"),
    (Choice::Conversations, "conversationReportType=CLOSED"),
    (Choice::Interval, "timeInterval=604800000"),
];

fn on_the_wire(choice: Choice, report: Report) -> &'static str {
    if (choice, report) == (Choice::Teams, Report::User) {
        return "teamId=6222&teamId=7";
    }
    let found = ON_THE_WIRE.iter().find(|(known, _)| *known == choice);
    found.expect("every choice").1
}

/// The query after the company key, and the body.
async fn sent(export: &Export) -> (String, String) {
    let server = Server::start([pass(CREATED)]).await;
    client(&server).create(export).await.expect("a job");
    let request = server.request();
    let start = format!(
        "POST /api/public/reports/report/{}?companyKey=Company-Key+1",
        export.report
    );
    let rest = request.line.strip_prefix(&start).expect("the address");
    let query = rest.strip_suffix(" HTTP/1.1").expect("the version");
    let query = query.strip_prefix('&').unwrap_or(query).to_owned();
    if FORMS.contains(&export.report.as_str()) {
        let form = Some("application/x-www-form-urlencoded");
        assert_eq!(request.header("content-type"), form);
    } else {
        assert_eq!(request.header("content-length"), Some("0"));
    }
    (query, request.body)
}

async fn refusal(export: &Export) -> Misuse {
    let server = Server::start([]).await;
    let (kind, error) = refused(client(&server).create(export).await);
    assert!(error.never_arrived());
    assert!(server.requests().is_empty());
    match kind {
        ErrorKind::Misuse(misuse) => misuse,
        other => panic!("{other:?}"),
    }
}

#[test]
fn each_export_has_the_choices_of_its_reference_page() {
    use Choice::*;
    let table: [(&str, &[Choice]); 13] = [
        ("user", &[Teams, Agents, IncludeDisabled]),
        (
            "raw_agent_states",
            &[BusinessHours, Priorities, SmartView, WorkQueues, Teams],
        ),
        (
            "combined",
            &[BusinessHours, Priorities, SmartView, WorkQueues],
        ),
        (
            "conversation_actions",
            &[BusinessHours, Priorities, SmartView, WorkQueues],
        ),
        (
            "conversation_history_action",
            &[BusinessHours, Priorities, SmartView, WorkQueues, RaiseLimit],
        ),
        (
            "author",
            &[BusinessHours, Priorities, SmartView, WorkQueues],
        ),
        (
            "conversation",
            &[
                BusinessHours,
                Priorities,
                SmartView,
                WorkQueues,
                Conversations,
            ],
        ),
        (
            "raw_expert_help",
            &[BusinessHours, Priorities, SmartView, WorkQueues],
        ),
        (
            "incoming_post",
            &[BusinessHours, Priorities, SmartView, WorkQueues],
        ),
        (
            "response",
            &[BusinessHours, Priorities, SmartView, WorkQueues],
        ),
        (
            "response_approval",
            &[
                BusinessHours,
                Priorities,
                SmartView,
                WorkQueues,
                IncludeDisabled,
                Teams,
            ],
        ),
        (
            "team_performance",
            &[
                BusinessHours,
                Priorities,
                SmartView,
                WorkQueues,
                IncludeDisabled,
                Teams,
            ],
        ),
        (
            "team_performance_interval",
            &[
                BusinessHours,
                Priorities,
                SmartView,
                WorkQueues,
                IncludeDisabled,
                Teams,
                Interval,
            ],
        ),
    ];
    for (report, (name, choices)) in Report::ALL.into_iter().zip(table) {
        assert_eq!(report.as_str(), name);
        assert_eq!(report.choices().len(), choices.len(), "{name}");
        for choice in choices {
            assert!(report.has(*choice), "{name} has no {choice:?}");
        }
    }
}

#[tokio::test]
async fn what_every_export_has_goes_where_its_parameters_are_documented() {
    for report in Report::ALL {
        let export = Export {
            columns: vec!["CONVERSATION_ID".to_owned(), "a b".to_owned()],
            locale: Some(LOCALE),
            zone: Zone::Named("Europe/Istanbul".to_owned()),
            ..plain(report)
        };
        let mut expected = "startTime=1790000000000&endTime=1792591999999&reportFormat=json\
            &reportMetrics=CONVERSATION_ID&reportMetrics=a+b&locale=tr&timezone=Europe%2FIstanbul"
            .to_owned();
        if report.has(Choice::Interval) {
            expected.push_str("&timeInterval=86400000");
        }
        let (query, body) = sent(&export).await;
        let (filled, empty) = if FORMS.contains(&report.as_str()) {
            (body, query)
        } else {
            (query, body)
        };
        assert_eq!((filled, empty), (expected, String::new()), "{report}");
    }
}

#[tokio::test]
async fn each_choice_is_sent_as_documented_by_the_exports_that_have_it() {
    for report in Report::ALL {
        for (choice, _) in ON_THE_WIRE.iter().filter(|(choice, _)| report.has(*choice)) {
            let (query, body) = sent(&with(*choice, plain(report))).await;
            let expected = on_the_wire(*choice, report);
            // `raiselimit` is documented in the query although the rest is a form.
            let in_body = FORMS.contains(&report.as_str()) && *choice != Choice::RaiseLimit;
            let (holds, lacks) = if in_body {
                (body, query)
            } else {
                (query, body)
            };
            let found = format!("&{holds}&").contains(&format!("&{expected}&"));
            assert!(found, "{report}: {expected} in {holds}");
            assert!(!lacks.contains(expected), "{report}: {expected} in {lacks}");
        }
    }
}

#[tokio::test]
async fn all_choices_go_together() {
    for report in Report::ALL {
        let all = report
            .choices()
            .into_iter()
            .fold(plain(report), |export, choice| with(choice, export));
        let (query, body) = sent(&all).await;
        for choice in report.choices() {
            let expected = on_the_wire(choice, report);
            let found = format!("&{query}&{body}&").contains(&format!("&{expected}&"));
            assert!(found, "{report}: {expected} in {query} and {body}");
        }
    }
}

#[tokio::test]
async fn a_choice_that_an_export_does_not_have_is_refused_before_anything_is_sent() {
    for report in Report::ALL {
        for (choice, _) in ON_THE_WIRE
            .iter()
            .filter(|(choice, _)| !report.has(*choice))
        {
            let refused = refusal(&with(*choice, plain(report))).await;
            assert_eq!(refused, Misuse::NotInReport(*choice), "{report}");
        }
    }
}

#[tokio::test]
async fn business_hours_and_conversations_are_spelt_as_documented() {
    let (within, _) = sent(&Export {
        options: ReportOptions {
            business_hours: BusinessHours::Within,
            ..ReportOptions::default()
        },
        ..plain(Report::Author)
    })
    .await;
    assert!(
        within.ends_with("&enableBusinessHour=true&businessHourType=true"),
        "{within}"
    );
    let (all, _) = sent(&plain(Report::Author)).await;
    assert!(!all.contains("usinessHour"), "{all}");
    for (conversations, expected) in [
        (Conversations::OpenAtEnd, "&reportFormat=json"),
        (Conversations::Closed, "&conversationReportType=CLOSED"),
        (Conversations::Created, "&conversationReportType=CREATED"),
    ] {
        let (query, _) = sent(&Export {
            options: ReportOptions {
                conversations,
                ..ReportOptions::default()
            },
            ..plain(Report::Conversation)
        })
        .await;
        assert!(query.ends_with(expected), "{query}");
    }
    assert_eq!(Conversations::OpenAtEnd.as_str(), "OPEN_AT_END");
}

#[tokio::test]
async fn an_id_with_a_comma_would_be_two_and_is_refused() {
    let with_comma = || vec!["1".to_owned(), "2,3".to_owned()];
    let teams = Export {
        team_ids: with_comma(),
        ..plain(Report::RawAgentStates)
    };
    assert_eq!(refusal(&teams).await, Misuse::Comma);
    let queues = Export {
        options: ReportOptions {
            work_queue_ids: with_comma(),
            ..ReportOptions::default()
        },
        ..plain(Report::Response)
    };
    assert_eq!(refusal(&queues).await, Misuse::Comma);
}

#[tokio::test]
async fn empty_ids_and_priorities_that_there_are_none_of_are_refused() {
    let options = ReportOptions::default;
    for (options, misuse) in [
        (
            ReportOptions {
                work_queue_ids: vec![String::new()],
                ..options()
            },
            Misuse::EmptyValue,
        ),
        (
            ReportOptions {
                smart_view_id: Some(String::new()),
                ..options()
            },
            Misuse::EmptyValue,
        ),
        (
            ReportOptions {
                priorities: vec![0, 6],
                ..options()
            },
            Misuse::Priority,
        ),
    ] {
        let export = Export {
            options,
            ..plain(Report::Combined)
        };
        assert_eq!(refusal(&export).await, misuse);
    }
}

#[tokio::test]
async fn an_interval_must_be_given_and_suit_the_period() {
    let over = |days: i64, interval| Export {
        end: export().start + days * DAY - 1,
        options: ReportOptions {
            interval,
            ..ReportOptions::default()
        },
        ..plain(Report::TeamPerformanceInterval)
    };
    for (days, interval) in [
        (30, None),
        (30, Some(Interval::HalfDay)),
        (30, Some(Interval::Month)),
        (7, Some(Interval::FourHours)),
        (7, Some(Interval::Week)),
        (92, Some(Interval::HalfDay)),
    ] {
        assert_eq!(
            refusal(&over(days, interval)).await,
            Misuse::Interval,
            "{days} {interval:?}"
        );
    }
    for (days, interval, millis) in [
        (30, Interval::Day, "86400000"),
        (7, Interval::EightHours, "28800000"),
        (1, Interval::FiveMinutes, "300000"),
    ] {
        let (query, _) = sent(&over(days, Some(interval))).await;
        assert!(
            query.ends_with(&format!("&timeInterval={millis}")),
            "{query}"
        );
    }
    // Any value above a week means months.
    let (query, _) = sent(&over(92, Some(Interval::Month))).await;
    let (_, millis) = query.split_once("&timeInterval=").expect("an interval");
    assert!(
        millis.parse::<i64>().expect("a number") > 7 * DAY,
        "{query}"
    );
}
