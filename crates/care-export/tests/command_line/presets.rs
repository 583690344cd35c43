//! Presets in the terminal: run, listed, shown, passed on as files and removed.

use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::Duration;

use export_engine::{
    Delivery, Destination, DestinationChoice, Engine, EngineConfig, ExportRequest, FileFormat,
    FileOptions, FilterNames, Locale, Password, Period, PeriodRule, PracticeAccount, Preset,
    PresetDraft, Report, ReportOptions, Weekday,
};
use practice_server::{Limits, PracticeConfig, PracticeServer};

use crate::bench::{Bench, Outcome, assert_failed, stderr, stdout};

/// The name of the practice account among the connections.
const WORK: &str = "Work, Ünal";

async fn engine(bench: &Bench) -> Result<Engine, Box<dyn std::error::Error>> {
    Engine::open(EngineConfig::system(bench.data_dir()))
        .await
        .map_err(|problem| problem.to_string().into())
}

fn connect(bench: &Bench) -> Result<Output, Box<dyn std::error::Error>> {
    let address = bench.server.address();
    let output = bench
        .command(&[
            "connections",
            "add",
            WORK,
            "--url",
            &address,
            "--company-key",
            bench.server.company_key(),
            "--user",
            bench.server.user(),
            "--no-keychain",
        ])
        .output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    Ok(output)
}

/// Keeps a preset as the app does, and gives the engine back so that it can go on beside the command line.
async fn keep(
    engine: &Engine,
    name: &str,
    folder: Option<&Path>,
) -> Result<Preset, Box<dyn std::error::Error>> {
    let connections = engine.connections().await.map_err(|p| p.to_string())?;
    let draft = PresetDraft {
        id: None,
        name: name.into(),
        description: "For the board".into(),
        tag: Some("Monthly".into()),
        colour: None,
        export: ExportRequest {
            period: Period::Rule {
                rule: PeriodRule::PreviousMonth,
                week_start: Weekday::Monday,
            },
            locale: Some(Locale::De),
            columns: vec!["agent_name".into(), "agent_id".into()],
            ..request(&connections[0].id)
        },
        people_names: Default::default(),
        filter_names: Default::default(),
        file_name: "{preset} {connection} {from}".into(),
        destination: match folder {
            None => DestinationChoice::Ask,
            Some(folder) => DestinationChoice::Chosen {
                folder_id: engine.choose_folder(folder.to_owned()).folder_id,
            },
        },
    };
    let saved = engine.save_preset(draft).await;
    Ok(saved.map_err(|problem| problem.to_string())?)
}

fn request(connection_id: &str) -> ExportRequest {
    ExportRequest {
        connection_id: connection_id.into(),
        report: Report::User,
        period: Period::Rule {
            rule: PeriodRule::Yesterday,
            week_start: Weekday::Monday,
        },
        time_zone: "Europe/Istanbul".into(),
        locale: None,
        team_ids: vec![],
        agent_ids: vec![],
        include_disabled: false,
        options: ReportOptions::default(),
        columns: vec![],
        delivery: Delivery::Parts,
        file: FileOptions::of(FileFormat::Csv),
    }
}

/// The first day of last month in Istanbul, which is that of UTC but for three hours.
fn last_month() -> String {
    use chrono::{Datelike, Duration, Months, Utc};
    let today = (Utc::now() + Duration::hours(3)).date_naive();
    let first = today.with_day(1).expect("the first") - Months::new(1);
    first.to_string()
}

fn only(files: &[String], folder: &Path) -> PathBuf {
    assert_eq!(files.len(), 1, "{files:?}");
    folder.join(&files[0])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preset_is_run_by_its_name_into_its_folder_beside_the_app() -> Outcome {
    let bench = Bench::new().await?;
    connect(&bench)?;
    // The app stays open all the while.
    let app = engine(&bench).await?;
    let folder = bench.out("");
    let preset = keep(&app, "Ay sonu", Some(&folder)).await?;

    let name = format!("Ay sonu {WORK} {}", last_month());
    for expected in [format!("{name}.csv"), format!("{name} (2).csv")] {
        let output = bench.command(&["run", "--preset", "AY SONU"]).output()?;
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let path = folder.join(expected);
        assert_eq!(stdout(&output), format!("{}\n", path.display()));
        let text = std::fs::read_to_string(&path)?;
        assert!(text.starts_with("agent_name,agent_id\r\n"), "{text}");
    }
    let output = bench
        .command(&["run", "--preset", "Ay sonu", "--overwrite"])
        .output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(bench.files()?.len(), 2);

    // The app sees that it ran.
    let presets = app.presets().await.map_err(|p| p.to_string())?;
    let last = presets[0].last_run.as_ref().expect("it ran");
    assert_eq!(last.phase, Some(export_engine::Phase::Saved));
    assert_eq!(presets[0].id, preset.id);
    app.close().await;
    bench.assert_no_password(&output)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preset_of_the_practice_company_needs_no_password() -> Outcome {
    let bench = Bench::new().await?;
    // As the app hosts it.
    let company = PracticeServer::start(PracticeConfig {
        run_time: Duration::ZERO..=Duration::ZERO,
        limits: Limits::none(),
        ..PracticeConfig::default()
    })
    .await?;
    let app = engine(&bench).await?;
    let account = PracticeAccount {
        name: "Practice company".into(),
        address: company.address(),
        instance: company.instance_address(),
        company_key: company.company_key().into(),
        email: company.user().into(),
        password: Password::from(company.password().to_owned()),
    };
    let connected = app.connect_practice(account).await;
    connected.map_err(|problem| problem.to_string())?;
    keep(&app, "Practised", Some(&bench.out(""))).await?;

    let output = bench
        .command(&["run", "--preset", "Practised"])
        .env_remove("CARE_EXPORT_PASSWORD")
        .output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(bench.files()?.len(), 1);
    app.close().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preset_goes_where_it_is_told() -> Outcome {
    let bench = Bench::new().await?;
    connect(&bench)?;
    let app = engine(&bench).await?;
    keep(&app, "Month end", None).await?;
    app.close().await;

    let output = bench.command(&["run", "--preset", "Month end"]).output()?;
    assert_failed(&output, 2, &["no folder", "--output"]);
    let run = |to: &Path| {
        let mut command = bench.command(&["run", "--preset", "month END", "--output"]);
        command.arg(to).output()
    };
    let output = run(&bench.out("a.xlsx"))?;
    assert_failed(&output, 2, &["another kind of file", ".csv"]);
    assert_eq!(bench.files()?.len(), 0);
    let target = bench.out("a.csv");
    let output = run(&target)?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), format!("{}\n", target.display()));
    let output = run(&target)?;
    assert_failed(&output, 6, &["already there"]);
    std::fs::remove_file(target)?;
    let output = run(&bench.out(""))?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let path = only(&bench.files()?, &bench.out(""));
    assert_eq!(stdout(&output), format!("{}\n", path.display()));
    let output = bench.command(&["run", "--preset", "Nobody"]).output()?;
    assert_failed(&output, 2, &["no preset of that name", "presets list"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_presets_is_run_on_an_account_of_ones_own() -> Outcome {
    let bench = Bench::new().await?;
    connect(&bench)?;
    let app = engine(&bench).await?;
    keep(&app, "One", None).await?;
    keep(&app, "Two", None).await?;
    app.close().await;
    let file = bench.data_dir().with_file_name("both.careexport.json");
    let output = bench
        .command(&["presets", "export", "--all", "--output"])
        .arg(&file)
        .output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");

    // Elsewhere, where nobody has that connection.
    let other = Bench::new().await?;
    let target = other.out("two.csv");
    let run = |more: &[&str]| {
        let mut command = other.command(&["run", "--preset"]);
        command.arg(&file).arg("--output").arg(&target).args(more);
        command.output()
    };
    let output = run(&[])?;
    assert_failed(
        &output,
        2,
        &["several presets", "--preset-name", "One, Two"],
    );
    let output = run(&["--preset-name", "Three"])?;
    assert_failed(&output, 2, &["no such preset", "One, Two"]);
    let output = run(&["--preset-name", "two"])?;
    assert_failed(&output, 2, &[WORK, "--connection", "--url"]);
    assert!(other.server.jobs().is_empty());
    let address = other.server.address();
    let output = run(&[
        "--preset-name",
        "two",
        "--url",
        &address,
        "--company-key",
        other.server.company_key(),
        "--user",
        other.server.user(),
    ])?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(other.sent("locale"), ["de"]);
    assert_eq!(other.sent("reportMetrics"), ["agent_name", "agent_id"]);
    assert_eq!(
        std::fs::read_to_string(&target)?.lines().next(),
        Some("agent_name,agent_id")
    );
    // It was not kept.
    let output = other.command(&["presets", "list"]).output()?;
    assert_eq!(stdout(&output), "");
    assert!(
        stderr(&output).contains("no presets"),
        "{}",
        stderr(&output)
    );

    let output = other
        .command(&["run", "--preset", "nowhere.careexport"])
        .output()?;
    assert_failed(&output, 2, &["can't be opened"]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn presets_are_listed_shown_passed_on_and_removed() -> Outcome {
    let bench = Bench::new().await?;
    connect(&bench)?;
    let app = engine(&bench).await?;
    keep(&app, "Month end", Some(&bench.out(""))).await?;
    keep(&app, "Weekly", None).await?;
    app.close().await;

    let output = bench.command(&["presets", "list"]).output()?;
    let line = format!("Monthly  {WORK}  last-month  not run yet");
    assert_eq!(
        stdout(&output),
        format!("Month end  {line}\nWeekly     {line}\n")
    );
    let output = bench.command(&["presets", "show", "month end"]).output()?;
    let said = stdout(&output);
    for words in [
        "For         For the board\n",
        "Report      user\n",
        "Time zone   Europe/Istanbul\n",
        "Language    de\n",
        "People      everyone\n",
        "Columns     agent_name, agent_id\n",
        &format!("now Month end {WORK} {}.csv\n", last_month()),
        &format!("Goes to     {}", bench.out("").display()),
    ] {
        assert!(said.contains(words), "{words:?} is not in {said:?}");
    }

    let output = bench.command(&["presets", "export", "Weekly"]).output()?;
    let text = stdout(&output);
    assert!(text.contains("\"careExportPresets\": 1"), "{text}");
    assert!(!text.contains("Month end") && !text.contains(bench.server.company_key()));
    let file = bench.out("weekly.careexport");
    std::fs::write(&file, text)?;
    let again = bench
        .command(&["presets", "export", "Weekly", "--output"])
        .arg(&file)
        .output()?;
    assert_failed(&again, 6, &["already there"]);

    let import = || bench.command(&["presets", "import"]).arg(&file).output();
    let output = import()?;
    assert_eq!(stdout(&output), "Weekly (2)\n");
    assert!(stderr(&output).contains("Weekly is called Weekly (2) here"));
    let output = bench
        .command(&["presets", "remove", "Weekly", "Nobody"])
        .output()?;
    assert_failed(&output, 2, &["no preset of that name"]);
    let output = bench
        .command(&["presets", "remove", "weekly", "Weekly (2)"])
        .output()?;
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("Removed 2 presets."));

    std::fs::write(&file, "{\"careExportPresets\": 2}")?;
    let output = import()?;
    assert_failed(&output, 2, &["newer version", "Nothing was changed"]);
    let output = bench.command(&["presets", "list"]).output()?;
    assert_eq!(stdout(&output).lines().count(), 1);
    let app = engine(&bench).await?;
    let presets = app.presets().await.map_err(|problem| problem.to_string())?;
    assert!(matches!(presets[0].destination, Destination::Folder { .. }));
    app.close().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_export_is_narrowed_to_is_shown_by_its_names() -> Outcome {
    let bench = Bench::new().await?;
    connect(&bench)?;
    let app = engine(&bench).await?;
    let weekly = keep(&app, "Weekly", None).await?;
    let draft = PresetDraft {
        id: Some(weekly.id),
        name: weekly.name,
        description: String::new(),
        tag: None,
        colour: None,
        export: ExportRequest {
            report: Report::Conversation,
            options: ReportOptions {
                work_queue_ids: vec!["5016".into(), "7".into()],
                smart_view_id: Some("93".into()),
                ..ReportOptions::default()
            },
            ..request(&weekly.export.connection_id)
        },
        people_names: Default::default(),
        filter_names: FilterNames {
            work_queues: [("5016".into(), "Billing".into())].into(),
            smart_view: Some("VIP".into()),
        },
        file_name: weekly.file_name,
        destination: DestinationChoice::Ask,
    };
    let saved = app.save_preset(draft).await;
    saved.map_err(|problem| problem.to_string())?;
    app.close().await;

    let output = bench.command(&["presets", "show", "Weekly"]).output()?;
    let said = stdout(&output);
    for words in [
        "Work queues  Billing (5016), 7\n",
        "Smart view   VIP (93)\n",
    ] {
        assert!(said.contains(words), "{words:?} is not in {said:?}");
    }
    Ok(())
}
