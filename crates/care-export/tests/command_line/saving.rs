//! Runs that end with a file.

use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use chrono::{Days, Months, NaiveDate, NaiveTime};

use crate::bench::{Bench, Outcome, days, progress, stderr, stdout};

#[tokio::test(flavor = "multi_thread")]
async fn a_json_file_is_the_services_and_its_path_is_all_that_is_printed() -> Outcome {
    let bench = Bench::new().await?;
    let target = bench.out("Agents, Ağustos.json");
    let output = bench.run(&target, &[]).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), format!("{}\n", target.display()));
    assert_eq!(stderr(&output), "");
    assert_eq!(std::fs::read(&target)?, bench.only_file());
    assert_eq!(bench.sent("reportFormat"), ["json"]);
    assert_eq!(bench.files()?, ["Agents, Ağustos.json"]);
    bench.assert_no_password(&output)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_has_the_picked_columns_in_their_order_whatever_its_format() -> Outcome {
    let picked = [
        "--column",
        "TOTAL_GREEN_STATE_TIME_MILLIS",
        "--column",
        "agent_name",
        "--headers",
        "plain",
        "--header-language",
        "tr",
    ];
    let header = ["Yeşil durumda geçen süre (ms)", "Temsilci adı"];

    let bench = Bench::new().await?;
    let target = bench.out("a.csv");
    let more = [&picked[..], &["--csv-for", "excel-semicolon"]].concat();
    let output = bench.run(&target, &more).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    let text = std::fs::read_to_string(&target)?;
    let first = format!("\u{feff}{}\r\n", header.join(";"));
    assert!(text.starts_with(&first), "{}", &text[..200]);
    assert_eq!(bench.sent("reportFormat"), ["json"]);
    assert_eq!(bench.files()?, ["a.csv"]);

    let bench = Bench::new().await?;
    let target = bench.out("a.xlsx");
    let output = bench.run(&target, &picked).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let mut workbook: Xlsx<_> = calamine::open_workbook(&target)?;
    assert_eq!(
        workbook.sheet_names(),
        ["Dışa aktarma", "Bu dışa aktarma hakkında"]
    );
    let sheet = workbook.worksheet_range("Dışa aktarma")?;
    let mut rows = sheet.rows();
    let cells = rows.next().expect("a header");
    assert_eq!(cells, header.map(|text| Data::String(text.into())));
    let first = rows.next().expect("a row");
    assert!(matches!(first[0], Data::Float(_)), "{first:?}");
    assert!(matches!(first[1], Data::String(_)), "{first:?}");
    assert_eq!(bench.files()?, ["a.xlsx"]);

    let bench = Bench::new().await?;
    let target = bench.out("a.jsonl");
    let output = bench.run(&target, &picked[..4]).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = std::fs::read_to_string(&target)?;
    let start = "{\"TOTAL_GREEN_STATE_TIME_MILLIS\":\"";
    assert!(text.lines().all(|line| line.starts_with(start)));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_picked_is_sent_as_it_is() -> Outcome {
    let bench = Bench::new().await?;
    let picked = [
        "--locale",
        "tr",
        "--column",
        "agent_name",
        "--column",
        "TOTAL_GREEN_STATE_TIME_MILLIS",
        "--include-disabled",
        "--team",
        "6222",
    ];
    let output = bench.run(Path::new("out/a.JSON"), &picked).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let target = bench.out("a.JSON");
    assert_eq!(
        stdout(&output),
        format!("{}\n", target.canonicalize()?.display())
    );
    assert_eq!(std::fs::read(&target)?, bench.only_file());
    assert_eq!(bench.sent("reportFormat"), ["json"]);
    assert_eq!(
        bench.sent("reportMetrics"),
        ["agent_name", "TOTAL_GREEN_STATE_TIME_MILLIS"]
    );
    assert_eq!(bench.sent("locale"), ["tr"]);
    assert_eq!(bench.sent("timezone"), ["Europe/Istanbul"]);
    assert_eq!(bench.sent("includeDisabled"), ["true"]);
    assert_eq!(bench.sent("teamId"), ["6222"]);
    // Istanbul is three hours ahead all year; both days are included.
    let midnight =
        |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().timestamp_millis() - 3 * 3_600_000;
    let (from, to) = days();
    assert_eq!(bench.sent("startTime"), [midnight(from).to_string()]);
    assert_eq!(
        bench.sent("endTime"),
        [(midnight(to + Days::new(1)) - 1).to_string()]
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn agents_and_moments_are_sent_as_they_are() -> Outcome {
    let bench = Bench::new().await?;
    let (from, to) = days();
    let (from, to) = (format!("{from}T08:00:00+03:00"), format!("{to}T05:00:00Z"));
    let target = bench.out("a.txt");
    let picked = ["--agent", "0007", "--agent", "12", "--format", "json"];
    let output = bench.run_in(&from, &to, &target, &picked).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(bench.sent("agentId"), ["0007", "12"]);
    assert_eq!(bench.sent("reportFormat"), ["json"]);
    assert_eq!(bench.sent("locale"), Vec::<String>::new());
    let millis =
        |text: &str| chrono::DateTime::parse_from_rfc3339(text).map(|at| at.timestamp_millis());
    assert_eq!(bench.sent("startTime"), [millis(&from)?.to_string()]);
    assert_eq!(bench.sent("endTime"), [(millis(&to)? - 1).to_string()]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_is_what_it_means_today() -> Outcome {
    let bench = Bench::new().await?;
    let address = bench.server.address();
    let account = [
        "run",
        "--report",
        "user",
        "--url",
        &address,
        "--company-key",
        bench.server.company_key(),
        "--user",
        bench.server.user(),
    ];
    let rule = ["--period", "last-3-days", "--time-zone", "pacific/auckland"];
    let target = ["--output", "out/a.csv"];
    let output = bench
        .command(&[&account[..], &rule, &target].concat())
        .output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let sent =
        |name| -> Result<i64, Box<dyn std::error::Error>> { Ok(bench.sent(name)[0].parse()?) };
    let (start, end) = (sent("startTime")?, sent("endTime")? + 1);
    let now = chrono::Utc::now().timestamp_millis();
    assert!(end <= now && now - end < 25 * 3_600_000, "{end} {now}");
    assert_eq!(bench.sent("timezone"), ["Pacific/Auckland"]);
    // Clocks may have moved by an hour.
    let hours = (end - start) / 3_600_000;
    assert!((71..=73).contains(&hours), "{hours}");

    let wrong = ["--period", "someday", "--time-zone", "UTC"];
    let output = bench
        .command(&[&account[..], &wrong, &target].concat())
        .output()?;
    crate::bench::assert_failed(&output, 2, &["last-month", "last-30-days"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn progress_comes_as_one_object_a_line() -> Outcome {
    let bench = Bench::new().await?;
    let target = bench.out("a.csv");
    let output = bench
        .run(
            &target,
            &[
                "--progress",
                "json",
                "--column",
                "agent_name",
                "--column",
                "Nobody knows me",
            ],
        )
        .output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), format!("{}\n", target.display()));
    let lines = progress(&output);
    for line in &lines {
        assert!(
            line["phase"].is_string() && line["bytes"].is_u64(),
            "{line}"
        );
        assert!(line["total"].is_u64() || line["total"].is_null(), "{line}");
        assert!(line.get("error").is_none(), "{line}");
    }
    let mut phases: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["phase"].as_str())
        .collect();
    phases.dedup();
    assert!(
        phases.starts_with(&["queued"]) && phases.contains(&"waiting"),
        "{phases:?}"
    );
    let saved = lines.last().expect("there is a last line");
    assert_eq!(saved["phase"], "saved");
    assert_eq!(saved["bytes"], std::fs::metadata(&target)?.len());
    assert_eq!(
        saved["columns"],
        serde_json::json!(["agent_name", "Nobody knows me"])
    );
    assert_eq!(saved["notes"]["nulls"], 0);
    assert_eq!(
        saved["missingColumns"],
        serde_json::json!(["Nobody knows me"])
    );
    assert_eq!(saved["file"], target.to_str().expect("a Unicode path"));
    bench.assert_no_password(&output)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_that_did_not_come_are_told() -> Outcome {
    let bench = Bench::new().await?;
    let columns = ["--column", "agent_name", "--column", "Nobody knows me"];
    let output = bench.run(&bench.out("a.csv"), &columns).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        stderr(&output),
        "The service did not return these columns: Nobody knows me\n"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_computers_own_zone_is_the_default() -> Outcome {
    let bench = Bench::new().await?;
    let (from, to) = days();
    let address = bench.server.address();
    let output = bench
        .command(&[
            "run",
            "--report",
            "user",
            "--from",
            &from.to_string(),
            "--to",
            &to.to_string(),
            "--url",
            &address,
            "--company-key",
            bench.server.company_key(),
            "--user",
            bench.server.user(),
            "--output",
            "out/a.csv",
        ])
        .output()?;
    match export_engine::system_time_zone() {
        Some(zone) => {
            assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
            let sent = [bench.sent("timezone"), bench.sent("timezoneOffset")].concat();
            let known = zone == "UTC" || zone == "Etc/UTC";
            assert!(sent == [zone] || known && sent.is_empty(), "{sent:?}");
        }
        None => {
            assert_eq!(output.status.code(), Some(2));
            assert!(
                stderr(&output).contains("--time-zone"),
                "{}",
                stderr(&output)
            );
        }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_replaced_with_consent_only() -> Outcome {
    let bench = Bench::new().await?;
    let target = bench.out("a.csv");
    std::fs::write(&target, "mine")?;
    let refused = bench.run(&target, &[]).output()?;
    crate::bench::assert_failed(&refused, 6, &["already there", "--overwrite"]);
    assert_eq!(std::fs::read(&target)?, b"mine");
    assert!(bench.server.requests().is_empty(), "nothing was sent");
    assert_eq!(bench.files()?, ["a.csv"]);

    let replaced = bench.run(&target, &["--overwrite"]).output()?;
    assert_eq!(replaced.status.code(), Some(0), "{}", stderr(&replaced));
    let text = std::fs::read_to_string(&target)?;
    assert!(text.starts_with("agent_id,agent_name,agent_email,"));
    assert_eq!(bench.files()?, ["a.csv"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn another_export_is_asked_for_with_its_own_choices() -> Outcome {
    let bench = Bench::new().await?;
    let target = bench.out("conversations.json");
    let choices = [
        "--report",
        "conversation",
        "--conversations",
        "closed",
        "--business-hours",
        "within",
        "--priority",
        "2",
        "--priority",
        "0",
        "--work-queue",
        "5016",
    ];
    let output = bench.run(&target, &choices).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(std::fs::read(&target)?, bench.only_file());
    for (name, value) in [
        ("conversationReportType", "CLOSED"),
        ("enableBusinessHour", "true"),
        ("businessHourType", "true"),
        ("priorities", "2,0"),
        ("workqueueIds", "5016"),
    ] {
        assert_eq!(bench.sent(name), [value], "{name}");
    }

    // What it does not have is told before anything is asked.
    for (choices, told) in [
        (
            &["--report", "response", "--team", "1"][..],
            "is no choice of this export",
        ),
        (&["--priority", "1"], "is no choice of this export"),
        (&["--report", "team_performance_interval"], "--interval"),
        (&["--report", "author", "--join"], "--split"),
    ] {
        let refused = bench.run(&bench.out("none.json"), choices).output()?;
        assert_eq!(refused.status.code(), Some(2), "{choices:?}");
        assert!(stderr(&refused).contains(told), "{}", stderr(&refused));
    }
    for wrong in [
        &["--report", "conversations"][..],
        &["--priority", "6"],
        &["--interval", "3h"],
    ] {
        let refused = bench.run(&bench.out("none.json"), wrong).output()?;
        assert_eq!(refused.status.code(), Some(2), "{wrong:?}");
    }
    assert_eq!(bench.files()?, ["conversations.json"]);
    assert_eq!(bench.server.jobs().len(), 1);

    let listed = bench.command(&["reports"]).output()?;
    let listed = stdout(&listed);
    assert_eq!(
        listed.matches("Raw Conversation export").count(),
        1,
        "{listed}"
    );
    assert!(listed.starts_with("user\n"), "{listed}");
    assert_eq!(listed.matches("--smart-view").count(), 12, "{listed}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_period_becomes_one_file_of_an_export_that_allows_it() -> Outcome {
    let bench = Bench::new().await?;
    let (_, to) = days();
    let from = (to - Months::new(4)).to_string();
    let (to, target) = (to.to_string(), bench.out("posts.csv"));
    let join = ["--report", "incoming_post", "--join"];
    let output = bench.run_in(&from, &to, &target, &join).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), format!("{}\n", target.display()));
    assert_eq!(bench.files()?, ["posts.csv"]);
    let jobs = bench.server.jobs();
    assert_eq!(jobs.len(), 2);
    let mut rows = 0;
    for job in &jobs {
        let served = bench.server.file(&job.workflow_id, &job.run_id);
        let served: Vec<serde_json::Value> = serde_json::from_slice(&served.expect("a file"))?;
        rows += served.len();
    }
    let mut reader = csv::Reader::from_path(&target)?;
    assert_eq!(reader.records().count(), rows);
    assert!(rows > 100, "{rows}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_period_is_split_only_when_that_is_agreed() -> Outcome {
    let bench = Bench::new().await?;
    let (_, to) = days();
    let from = (to - Months::new(4)).to_string();
    let (to, target) = (to.to_string(), bench.out("months.json"));
    let refused = bench.run_in(&from, &to, &target, &[]).output()?;
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--split"), "{}", stderr(&refused));
    assert!(bench.files()?.is_empty());

    let output = bench.run_in(&from, &to, &target, &["--split"]).output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let names = ["months (1 of 2).json", "months (2 of 2).json"];
    let paths: String = names
        .iter()
        .map(|name| format!("{}\n", bench.out(name).display()))
        .collect();
    assert_eq!(stdout(&output), paths);
    let mut files = bench.files()?;
    files.sort();
    assert_eq!(files, names);
    Ok(())
}
