//! Agents and columns, learned from the smallest export.

use std::time::Duration;

use export_engine::{
    Agents, ColumnOrigin, ExportRequest, Field, FieldFault, Phase, ProblemKind, Report, RunQuery,
};
use practice_server::{
    Action, AnswerBody, Endpoint, JobRecord, Occurrence, PracticeConfig, Script,
};

use crate::support::{Stage, within};

const HOUR: i64 = 3_600_000;

fn sent(job: &JobRecord, name: &str) -> Vec<String> {
    let named = job.parameters.iter().filter(|(sent, _)| sent == name);
    named.map(|(_, value)| value.clone()).collect()
}

async fn agents(stage: &Stage, refresh: bool) -> Agents {
    let asked = stage.engine.agents(&stage.connection.id, refresh);
    within(asked).await.expect("agents")
}

/// Nothing of what was made to learn from is listed or left.
async fn assert_nothing_left(stage: &Stage) {
    let query = RunQuery {
        most: 10,
        ..RunQuery::default()
    };
    let page = stage.engine.runs_page(query).await.expect("a page");
    assert_eq!(page.runs, vec![]);
    assert_eq!(stage.engine.live_runs().await, Ok(0));
    assert_eq!(stage.files(), Vec::<String>::new());
    let folder = stage.folder.path().join("data/learning");
    let left: Vec<_> = std::fs::read_dir(folder).expect("readable").collect();
    assert_eq!(left.len(), 0, "{left:?}");
}

#[tokio::test(start_paused = true)]
async fn agents_are_asked_for_when_a_person_wants_it_and_kept() {
    let mut stage = Stage::new().await;
    let none = Agents {
        agents: vec![],
        learned_at: None,
    };
    assert_eq!(agents(&stage, false).await, none);
    assert!(stage.server.jobs().is_empty());

    let learned = agents(&stage, true).await;
    assert!(learned.agents.len() > 200, "{}", learned.agents.len());
    assert!(learned.learned_at.is_some());
    assert!(
        learned
            .agents
            .iter()
            .all(|agent| agent.email.contains('@') && !agent.name.is_empty())
    );
    let names = learned.agents.iter().map(|agent| agent.name.to_lowercase());
    assert!(names.is_sorted());
    let jobs = stage.server.jobs();
    assert_eq!(jobs.len(), 1);
    assert_eq!(
        sent(&jobs[0], "reportMetrics"),
        ["agent_id", "agent_name", "agent_email"]
    );
    assert_eq!(sent(&jobs[0], "includeDisabled"), ["true"]);
    let millis = |name| sent(&jobs[0], name)[0].parse::<i64>().expect("a number");
    assert_eq!(millis("endTime") + 1 - millis("startTime"), HOUR);
    assert_nothing_left(&stage).await;

    assert_eq!(agents(&stage, false).await, learned);
    stage.restart().await;
    assert_eq!(agents(&stage, false).await, learned);
    assert_eq!(stage.server.jobs().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn columns_are_learned_from_one_agent_when_one_is_known() {
    let stage = Stage::new().await;
    let learned = || async {
        let learning = stage
            .engine
            .learn_columns(&stage.connection.id, Report::User);
        let columns = within(learning).await.expect("columns");
        let own = columns
            .iter()
            .filter(|column| column.origin == ColumnOrigin::Learned);
        own.count()
    };
    assert!(learned().await > 3);
    assert_nothing_left(&stage).await;
    let someone = agents(&stage, true).await.agents[0].id.clone();
    assert!(learned().await > 3);
    let jobs = stage.server.jobs();
    assert_eq!(sent(&jobs[0], "reportMetrics"), Vec::<String>::new());
    assert_eq!(sent(&jobs[0], "agentId"), Vec::<String>::new());
    assert_eq!(sent(&jobs[2], "agentId"), [someone]);
    assert_nothing_left(&stage).await;
}

#[tokio::test(start_paused = true)]
async fn learning_can_be_stopped_and_keeps_its_place_until_the_job_ends() {
    let ten_minutes = Duration::from_secs(600);
    let stage = Stage::against(PracticeConfig {
        run_time: ten_minutes..=ten_minutes,
        ..PracticeConfig::default()
    })
    .await;
    let id = stage.connection.id.clone();
    let (learned, ()) = tokio::join!(agents(&stage, true), async {
        while stage.server.jobs().is_empty() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        stage
            .engine
            .stop_learning("another")
            .await
            .expect("nothing");
        tokio::time::sleep(Duration::from_secs(60)).await;
        stage.engine.stop_learning(&id).await.expect("stopped");
    });
    assert_eq!(learned.learned_at, None);
    assert_nothing_left(&stage).await;
    // Two more: the second waits for the place of the job that nobody needs any more.
    let runs = [stage.start("1.json").await, stage.start("2.json").await];
    for run in &runs {
        assert_eq!(stage.finish(run).await.phase, Phase::Saved);
    }
    let jobs = stage.server.jobs();
    assert!(jobs[2].created_at >= jobs[0].ended_at.expect("an end"));
}

#[tokio::test(start_paused = true)]
async fn what_was_being_learned_ends_with_the_process() {
    let mut stage = Stage::new().await;
    let (engine, id) = (stage.engine.clone(), stage.connection.id.clone());
    let learning = tokio::spawn(async move { engine.agents(&id, true).await });
    while stage.server.jobs().is_empty() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    stage.engine.close().await;
    let learned = learning.await.expect("an end").expect("what is known");
    assert_eq!(learned.learned_at, None);
    stage.restart().await;
    // Its job is watched until it ends.
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_nothing_left(&stage).await;
    assert!(agents(&stage, true).await.learned_at.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_told_and_what_was_known_stays() {
    let script = Script::default().on(
        Endpoint::Create,
        Occurrence::Nth(2),
        Action::Answer {
            status: 200,
            body: AnswerBody::Failure("No".into()),
        },
    );
    let stage = Stage::with(script).await;
    let learned = agents(&stage, true).await;
    let problem = stage
        .engine
        .learn_columns(&stage.connection.id, Report::User)
        .await;
    assert!(matches!(
        problem.expect_err("refused").kind,
        ProblemKind::RequestRefused { .. }
    ));
    assert_eq!(agents(&stage, false).await, learned);
    assert_nothing_left(&stage).await;
}

#[tokio::test(start_paused = true)]
async fn teams_are_numbers_and_do_not_go_with_agents() {
    let stage = Stage::new().await;
    let refused = |teams: &[&str], agents: &[&str]| {
        let request = ExportRequest {
            team_ids: teams.iter().map(|id| (*id).to_owned()).collect(),
            agent_ids: agents.iter().map(|id| (*id).to_owned()).collect(),
            ..stage.request()
        };
        let engine = stage.engine.clone();
        async move {
            engine
                .check_export(&request)
                .await
                .err()
                .map(|problem| problem.kind)
        }
    };
    let invalid = |field, fault| Some(ProblemKind::InvalidField { field, fault });
    assert_eq!(refused(&["6222", "7"], &[]).await, None);
    assert_eq!(
        refused(&["6222", "North"], &[]).await,
        invalid(Field::Teams, FieldFault::Malformed)
    );
    assert_eq!(
        refused(&["6222"], &["0007"]).await,
        invalid(Field::Agents, FieldFault::NotTogether)
    );
}
