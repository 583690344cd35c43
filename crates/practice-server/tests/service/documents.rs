use practice_server::{
    Action, AnswerBody, Endpoint, Occurrence, RetryAfter, Script, ScriptError, Swelling, reports,
};

const SCRIPT: &str = include_str!("../../SCRIPT.md");
const README: &str = include_str!("../../README.md");

fn examples() -> Vec<&'static str> {
    SCRIPT
        .split("```json\n")
        .skip(1)
        .map(|rest| rest.split("```").next().expect("an end"))
        .collect()
}

#[test]
fn every_example_of_the_scripts_page_is_a_script() {
    let examples = examples();
    assert!(examples.len() >= 2);
    for example in examples {
        let script =
            Script::from_json(example).unwrap_or_else(|error| panic!("{error}\n{example}"));
        assert!(!script.rules.is_empty());
        let again = serde_json::to_string(&script).expect("JSON");
        assert_eq!(
            Script::from_json(&again).expect("what was written can be read"),
            script
        );
    }
}

#[test]
fn the_scripts_page_names_everything() {
    let n = 1;
    let none = || None::<String>;
    let actions = [
        Action::Answer {
            status: 500,
            body: AnswerBody::Html,
        },
        Action::TooManyRequests {
            retry_after: RetryAfter::None,
        },
        Action::DropRequest,
        Action::DropAnswer,
        Action::Stall,
        Action::Delay { ms: n },
        Action::CloseAfter { bytes: n },
        Action::StallAfter { bytes: n },
        Action::Truncate { bytes: n },
        Action::ContentLength { bytes: n },
        Action::ResetAfter { bytes: n },
        Action::Swell {
            bytes: n,
            how: Swelling::Gzip,
        },
        Action::LongValue { bytes: n },
        Action::InvalidUtf8 { at: n },
        Action::OtherVersion,
        Action::NoRanges,
        Action::ShiftRange { by: n },
        Action::Redirect { to: String::new() },
        Action::RedirectForever,
        Action::OtherIds {
            workflow: none(),
            run: none(),
        },
        Action::HtmlPage,
        Action::ForeignUrls {
            status: none(),
            download: none(),
        },
        Action::RunnerState {
            state: String::new(),
            detail: none(),
            reason: none(),
        },
        Action::FailJob { reason: none() },
        Action::TooManyExports,
        Action::NeverEnds,
        Action::TakeTime { ms: n },
    ];
    for action in actions {
        // Adding an action without listing it above does not compile.
        match action {
            Action::Answer { .. }
            | Action::TooManyRequests { .. }
            | Action::DropRequest
            | Action::DropAnswer
            | Action::Stall
            | Action::Delay { .. }
            | Action::CloseAfter { .. }
            | Action::StallAfter { .. }
            | Action::Truncate { .. }
            | Action::ContentLength { .. }
            | Action::ResetAfter { .. }
            | Action::Swell { .. }
            | Action::LongValue { .. }
            | Action::InvalidUtf8 { .. }
            | Action::OtherVersion
            | Action::NoRanges
            | Action::ShiftRange { .. }
            | Action::Redirect { .. }
            | Action::RedirectForever
            | Action::OtherIds { .. }
            | Action::HtmlPage
            | Action::ForeignUrls { .. }
            | Action::RunnerState { .. }
            | Action::FailJob { .. }
            | Action::TooManyExports
            | Action::NeverEnds
            | Action::TakeTime { .. } => {}
        }
        assert_named(&serde_json::to_value(action).expect("JSON"));
    }
    let endpoints = [
        Endpoint::Create,
        Endpoint::Status,
        Endpoint::Download,
        Endpoint::File,
        Endpoint::Timezones,
        Endpoint::Teams,
        Endpoint::Workqueues,
        Endpoint::Smartviews,
        Endpoint::Any,
    ];
    for endpoint in endpoints {
        assert_named(&serde_json::to_value(endpoint).expect("JSON"));
    }
    let occurrences = [
        Occurrence::Every,
        Occurrence::Nth(1),
        Occurrence::First(1),
        Occurrence::After(1),
        Occurrence::Probability(0.5),
    ];
    for occurrence in occurrences {
        assert_named(&serde_json::to_value(occurrence).expect("JSON"));
    }
}

#[test]
fn the_scripts_page_names_every_way_to_swell() {
    for how in [
        Swelling::PastTheLength,
        Swelling::Unannounced,
        Swelling::Gzip,
    ] {
        let value = serde_json::to_value(how).expect("JSON");
        assert!(SCRIPT.contains(&format!("`{value}`")), "{value}");
    }
}

fn assert_named(value: &serde_json::Value) {
    let name = match value {
        serde_json::Value::String(name) => name.as_str(),
        other => other
            .as_object()
            .and_then(|object| object.keys().next())
            .expect("a name"),
    };
    assert!(
        SCRIPT.contains(&format!("`{name}`")),
        "SCRIPT.md does not explain {name}"
    );
}

#[test]
fn what_a_script_does_not_know_is_named() {
    for (text, named) in [
        (r#"{"rulez": []}"#, "rulez"),
        (
            r#"{"rules": [{"on": "file", "whenn": "every", "do": "stall"}]}"#,
            "whenn",
        ),
        (r#"{"rules": [{"on": "files", "do": "stall"}]}"#, "files"),
        (
            r#"{"rules": [{"on": "file", "do": {"close_after": {"byte": 1}}}]}"#,
            "byte",
        ),
        (r#"{"rules": [{"on": "file", "do": "explode"}]}"#, "explode"),
        (r#"{"rules": [{"on": "file"}]}"#, "do"),
        (
            r#"{"rules": [{"on": "file", "do": {"too_many_requests": {"retry_after": "later"}}}]}"#,
            "later",
        ),
    ] {
        let error = Script::from_json(text).expect_err(text);
        assert!(matches!(error, ScriptError::Format(_)));
        let message = error.to_string();
        assert!(
            message.contains(&format!("`{named}`")) && message.contains("line 1"),
            "{message}"
        );
    }
}

#[test]
fn a_rule_that_could_never_act_is_named() {
    for (rule, problem) in [
        (r#"{"on": "teams", "do": "never_ends"}"#, "create"),
        (
            r#"{"on": "file", "do": {"take_time": {"ms": 1}}}"#,
            "create",
        ),
        (
            r#"{"on": "create", "do": {"runner_state": {"state": "X"}}}"#,
            "status",
        ),
        (r#"{"on": "file", "do": {"foreign_urls": {}}}"#, "create"),
        (r#"{"on": "download", "do": {"other_ids": {}}}"#, "create"),
        (r#"{"on": "download", "do": "no_ranges"}"#, "file"),
        (
            r#"{"on": "any", "do": {"redirect": {"to": "a\nb"}}}"#,
            "line breaks",
        ),
        (
            r#"{"on": "any", "when": {"nth": 0}, "do": "stall"}"#,
            "from 1",
        ),
        (
            r#"{"on": "any", "when": {"probability": 1.5}, "do": "stall"}"#,
            "between 0 and 1",
        ),
        (
            r#"{"on": "any", "do": {"answer": {"status": 99, "body": "html"}}}"#,
            "between 200 and 599",
        ),
    ] {
        let text = format!(r#"{{"rules": [{{"on": "any", "do": "stall"}}, {rule}]}}"#);
        let message = Script::from_json(&text).expect_err(rule).to_string();
        assert!(
            message.contains("rule 2") && message.contains(problem),
            "{message}"
        );
    }
}

#[test]
fn a_script_that_cannot_be_read_is_named() {
    let error =
        Script::load(std::path::Path::new("no/such/script.json")).expect_err("there is none");
    assert!(error.to_string().contains("no/such/script.json"));
}

fn row_of(name: &str) -> &'static str {
    README
        .lines()
        .find(|line| line.starts_with(&format!("| `{name}` |")))
        .unwrap_or_else(|| panic!("README.md does not list {name}"))
}

#[test]
fn the_readme_lists_the_columns_of_every_report() {
    for report in reports() {
        let row = row_of(report.kind);
        let [_, _, on, off, _] = row.split('|').collect::<Vec<_>>()[..] else {
            panic!("{row}");
        };
        let listed = |switched_on: bool| {
            let columns = report.columns.iter();
            let names = columns.filter(|column| column.switched_on == switched_on);
            let quoted: Vec<_> = names.map(|column| format!("`{}`", column.name)).collect();
            quoted.join(", ")
        };
        assert_eq!((on.trim(), off.trim()), (&*listed(true), &*listed(false)));
        for column in report.columns {
            let row = row_of(column.name);
            assert!(row.contains(column.about), "{row}");
        }
    }
}

#[test]
fn what_is_not_public_says_so_in_its_name() {
    for report in reports() {
        for column in report.columns {
            let public = match column.name {
                "agent_id" | "agent_name" | "agent_email" => true,
                "CONVERSATION_ID" | "STATUS" | "ASSIGNED_AGENT_DISPLAY_ID" => {
                    report.kind == "conversation"
                }
                _ => report.kind == "user" && column.json_only,
            };
            assert_eq!(!public, column.name.starts_with("practice_"), "{column:?}");
            assert_eq!(public, column.about.starts_with("Public"), "{column:?}");
        }
    }
}
