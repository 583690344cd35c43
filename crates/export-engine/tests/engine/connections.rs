//! Accounts: entered, tested, stored without their password, removed with it.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use export_engine::{
    Clock, ConnectionDraft, Engine, EngineConfig, EngineEvent, Field, FieldFault, Keychain,
    KeychainError, NetworkFault, Password, PasswordKeeping, Phase, PracticeAccount, Problem,
    ProblemKind, RunQuery,
};

use crate::support::{Stage, draft, within};

async fn tested(stage: &Stage, change: impl FnOnce(&mut ConnectionDraft)) -> Option<ProblemKind> {
    let mut draft = draft(&stage.server);
    change(&mut draft);
    let result = stage.engine.test_connection(draft).await;
    result.err().map(|problem| problem.kind)
}

fn invalid(field: Field, fault: FieldFault) -> Option<ProblemKind> {
    Some(ProblemKind::InvalidField { field, fault })
}

#[tokio::test(start_paused = true)]
async fn a_test_says_what_is_wrong() {
    let stage = Stage::new().await;
    let base = stage.server.address();
    let check = stage.engine.test_connection(draft(&stage.server)).await;
    assert_eq!(check.expect("it works").teams, 12);
    let wrong = |password: &str| Some(Password::from(password.to_owned()));
    assert_eq!(
        tested(&stage, |draft| draft.password = wrong("wrong")).await,
        Some(ProblemKind::SignInRefused)
    );
    assert_eq!(
        tested(&stage, |draft| draft.company_key =
            "PRACTICE-COMPANY".into())
        .await,
        Some(ProblemKind::AccessRefused)
    );
    assert_eq!(
        tested(&stage, |draft| draft.address = format!("{base}/nowhere")).await,
        Some(ProblemKind::AddressWrong)
    );
    assert_eq!(
        tested(&stage, |draft| draft.address = "http://127.0.0.1:1".into()).await,
        Some(ProblemKind::Network {
            fault: NetworkFault::Connect
        })
    );
    assert_eq!(
        tested(&stage, |draft| draft.address = "http://care.example".into()).await,
        invalid(Field::Address, FieldFault::NotHttps)
    );
    assert_eq!(
        tested(&stage, |draft| draft.address = "care".into()).await,
        invalid(Field::Address, FieldFault::Malformed)
    );
    assert_eq!(
        tested(&stage, |draft| draft.email = "a:b@c.example".into()).await,
        invalid(Field::Email, FieldFault::Malformed)
    );
    assert_eq!(
        tested(&stage, |draft| draft.company_key = "  ".into()).await,
        invalid(Field::CompanyKey, FieldFault::Missing)
    );
    assert_eq!(
        tested(&stage, |draft| draft.password = None).await,
        invalid(Field::Password, FieldFault::Missing)
    );
}

fn holds(folder: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("readable").any(|entry| {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            return holds(&path, needle);
        }
        let bytes = std::fs::read(&path).expect("readable");
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

#[tokio::test(start_paused = true)]
async fn the_password_is_in_the_keychain_and_nowhere_else() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
    stage.engine.close().await;
    let password = stage.server.password().to_owned();
    assert_eq!(
        stage.keychain.entries().into_iter().collect::<Vec<_>>(),
        [(stage.connection.id.clone(), password.clone())]
    );
    let data = stage.folder.path().join("data");
    assert!(
        holds(&data, stage.connection.email.as_bytes()),
        "the search works"
    );
    assert!(!holds(&data, password.as_bytes()));
    assert!(!holds(&data, b"analyticsAccessToken"));
}

#[tokio::test(start_paused = true)]
async fn removing_a_connection_removes_its_password() {
    let stage = Stage::new().await;
    let id = &stage.connection.id;
    let run = stage.start("october.json").await;
    let busy = stage.engine.remove_connection(id).await;
    assert_eq!(busy.expect_err("busy").kind, ProblemKind::ConnectionBusy);
    stage.finish(&run).await;
    stage.engine.remove_connection(id).await.expect("removed");
    assert!(stage.keychain.entries().is_empty());
    assert!(stage.engine.connections().await.expect("listed").is_empty());
    let gone = stage.engine.remove_connection(id).await;
    assert_eq!(gone.expect_err("gone").kind, ProblemKind::ConnectionMissing);
    // What it brought stays known.
    let runs = stage.list("").await;
    assert_eq!(runs.len(), 1);
    assert_eq!(runs[0].connection_name, "Test company");
}

#[tokio::test(start_paused = true)]
async fn without_a_keychain_nothing_is_stored_and_a_session_can_be_had() {
    let mut stage = Stage::new().await;
    stage.keychain.gone.store(true, Ordering::SeqCst);
    let mut second = draft(&stage.server);
    second.name = "Second".into();
    let refused = stage.engine.save_connection(second.clone()).await;
    let kind = refused.map_err(|problem: Problem| problem.kind);
    assert_eq!(kind.expect_err("refused"), ProblemKind::KeychainUnavailable);
    assert_eq!(stage.engine.connections().await.expect("listed").len(), 1);

    second.password_keeping = PasswordKeeping::Session;
    let saved = stage.engine.save_connection(second).await.expect("saved");
    assert_eq!(saved.password_keeping, PasswordKeeping::Session);
    assert_eq!(
        stage.engine.teams(&saved.id).await.expect("teams").len(),
        12
    );
    stage.restart().await;
    let forgotten = stage.engine.teams(&saved.id).await;
    assert_eq!(
        forgotten.expect_err("forgotten").kind,
        ProblemKind::PasswordMissing
    );
}

#[tokio::test(start_paused = true)]
async fn a_change_without_a_password_keeps_the_stored_one() {
    let stage = Stage::new().await;
    let mut change = draft(&stage.server);
    change.id = Some(stage.connection.id.clone());
    change.name = "Another name".into();
    change.password = None;
    let check = stage.engine.test_connection(change.clone()).await;
    assert_eq!(check.expect("it works").teams, 12);
    let saved = stage.engine.save_connection(change).await.expect("saved");
    assert_eq!(saved.id, stage.connection.id);
    assert_eq!(saved.name, "Another name");
    assert_eq!(
        stage.engine.teams(&saved.id).await.expect("teams").len(),
        12
    );
    assert_eq!(stage.engine.connections().await.expect("listed").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn two_connections_can_not_share_a_name() {
    let stage = Stage::new().await;
    let taken = stage.engine.save_connection(draft(&stage.server)).await;
    let kind = taken.map_err(|problem| problem.kind).err();
    assert_eq!(kind, invalid(Field::Name, FieldFault::Taken));
    assert_eq!(stage.keychain.entries().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_ends_the_run_and_the_right_one_lets_it_go_on() {
    let stage = Stage::new().await;
    let mut change = draft(&stage.server);
    change.id = Some(stage.connection.id.clone());
    change.password = Some(Password::from("wrong".to_owned()));
    stage
        .engine
        .save_connection(change.clone())
        .await
        .expect("saved");
    let run = stage.start("october.json").await;
    let run = stage.finish(&run).await;
    assert_eq!(run.phase, Phase::Failed);
    assert_eq!(run.problem.expect("why").kind, ProblemKind::SignInRefused);
    assert!(stage.server.jobs().is_empty());

    change.password = Some(Password::from(stage.server.password().to_owned()));
    stage.engine.save_connection(change).await.expect("saved");
    let run = stage.engine.resume_run(&run.id).await.expect("resumed");
    assert_eq!(stage.finish(&run).await.phase, Phase::Saved);
}

#[tokio::test(start_paused = true)]
async fn an_account_named_by_hand_is_not_listed_and_known_again() {
    let stage = Stage::new().await;
    let (address, key, user) = (
        stage.server.address(),
        stage.server.company_key(),
        stage.server.user(),
    );
    let first = stage
        .engine
        .use_account(&address, key, user)
        .await
        .expect("used");
    let again = stage
        .engine
        .use_account(&address, key, user)
        .await
        .expect("used");
    assert_eq!(first, again);
    assert_eq!(stage.engine.connections().await.expect("listed").len(), 1);
    let unknown = stage.engine.teams(&first.id).await;
    assert_eq!(
        unknown.expect_err("no password").kind,
        ProblemKind::PasswordMissing
    );
    stage.engine.use_password(
        &first.id,
        Password::from(stage.server.password().to_owned()),
    );
    assert_eq!(
        stage.engine.teams(&first.id).await.expect("teams").len(),
        12
    );
}

#[tokio::test(start_paused = true)]
async fn a_stored_password_goes_only_to_the_account_it_is_for() {
    let stage = Stage::new().await;
    let other = practice_server::PracticeServer::start(Default::default())
        .await
        .expect("another service");
    let changes: [fn(&mut ConnectionDraft, &str); 2] = [
        |draft, other| draft.address = other.to_owned(),
        |draft, _| draft.email = "someone.else@care-exporter.example".into(),
    ];
    for change in changes {
        let mut changed = draft(&stage.server);
        changed.id = Some(stage.connection.id.clone());
        changed.password = None;
        change(&mut changed, &other.address());
        let tested = stage.engine.test_connection(changed.clone()).await;
        let kind = tested.err().map(|problem| problem.kind);
        assert_eq!(kind, invalid(Field::Password, FieldFault::Missing));
        let saved = stage.engine.save_connection(changed).await;
        let kind = saved.err().map(|problem| problem.kind);
        assert_eq!(kind, invalid(Field::Password, FieldFault::Missing));
    }
    assert!(other.requests().is_empty());
    assert!(stage.server.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_change_that_was_not_stored_is_not_said_to_be() {
    let stage = Stage::new().await;
    let database = rusqlite::Connection::open(stage.folder.path().join("data/care-exporter.db"));
    database
        .expect("the database")
        .execute_batch(
            "CREATE TRIGGER refuse BEFORE UPDATE ON connections
             BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
        )
        .expect("a trigger");
    let mut change = draft(&stage.server);
    change.id = Some(stage.connection.id.clone());
    change.name = "Another name".into();
    let saved = stage.engine.save_connection(change).await;
    assert_eq!(saved.expect_err("refused").kind, ProblemKind::DataFolder);
    let listed = stage.engine.connections().await.expect("listed");
    assert_eq!(listed[0].name, "Test company");
}

/// Asks the person to unlock it, who is not there.
struct Asking(std::sync::Mutex<std::sync::mpsc::Receiver<()>>);

impl Asking {
    fn ask<T>(&self) -> Result<T, KeychainError> {
        let _ = self.0.lock().expect("whole").recv();
        Err(KeychainError::Locked("dismissed".into()))
    }
}

impl Keychain for Asking {
    fn set(&self, _: &str, _: &Password) -> Result<(), KeychainError> {
        self.ask()
    }

    fn get(&self, _: &str) -> Result<Option<Password>, KeychainError> {
        self.ask()
    }

    fn remove(&self, _: &str) -> Result<(), KeychainError> {
        self.ask()
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_start_asks_for_waits_for_no_keychain() {
    let stage = Stage::new().await;
    let run = stage.start("october.json").await;
    stage.finish(&run).await;
    stage.engine.close().await;
    let (answer, asked) = std::sync::mpsc::channel();
    let config = EngineConfig {
        data_dir: stage.folder.path().join("data"),
        clock: std::sync::Arc::new(stage.clock),
        keychain: std::sync::Arc::new(Asking(std::sync::Mutex::new(asked))),
        seed: Some(7),
    };
    let engine = Engine::open(config).await.expect("an engine");
    let listing = tokio::spawn({
        let (engine, id) = (engine.clone(), stage.connection.id.clone());
        async move { engine.teams(&id).await }
    });
    let begun = stage.clock.now();
    engine.adopt_runs().await.expect("earlier work");
    assert_eq!(engine.connections().await.expect("connections").len(), 1);
    assert_eq!(engine.presets().await.expect("presets"), []);
    assert_eq!(engine.notices().await.expect("notices"), []);
    engine.settings().await.expect("settings");
    let query = RunQuery {
        text: String::new(),
        phases: Vec::new(),
        before: None,
        most: 10,
    };
    let page = engine.runs_page(query).await.expect("a page");
    assert_eq!(page.runs.len(), 1);

    // Whose password is no secret is there at once, and signs in.
    let practice = |name: &str| PracticeAccount {
        name: name.into(),
        address: stage.server.address(),
        instance: stage.server.instance_address(),
        company_key: stage.server.company_key().into(),
        email: stage.server.user().into(),
        password: Password::from(stage.server.password().to_owned()),
    };
    let connection = engine.connect_practice(practice("Practice")).await;
    let connection = connection.expect("connected");
    engine.resume_practice(practice("")).await.expect("resumed");
    assert_eq!(engine.teams(&connection.id).await.expect("teams").len(), 12);
    engine
        .remove_connection(&connection.id)
        .await
        .expect("gone");
    assert_eq!(stage.clock.now(), begun, "something waited");
    assert!(!listing.is_finished(), "the keychain was not asked");
    drop(answer);
}

#[tokio::test(start_paused = true)]
async fn a_keychain_that_asks_in_vain_is_said_to_be_locked_and_a_session_can_be_had() {
    let stage = Stage::new().await;
    let (answer, asked) = std::sync::mpsc::channel();
    let config = EngineConfig {
        data_dir: stage.folder.path().join("other"),
        clock: std::sync::Arc::new(stage.clock),
        keychain: std::sync::Arc::new(Asking(std::sync::Mutex::new(asked))),
        seed: Some(7),
    };
    let engine = Engine::open(config).await.expect("an engine");
    let draft = draft(&stage.server);
    let (mut events, clock) = (engine.events(), stage.clock);
    let watching = tokio::spawn(async move {
        let mut told = Vec::new();
        while told.len() < 2 {
            told.push((events.recv().await.expect("told"), clock.now()));
        }
        told
    });
    let begun = stage.clock.now();
    let saving = tokio::spawn({
        let (engine, draft) = (engine.clone(), draft.clone());
        async move { engine.save_connection(draft).await }
    });
    tokio::task::yield_now().await;
    // Whoever asks for something else meanwhile gets an answer.
    assert_eq!(engine.connections().await.expect("an answer"), []);
    // It asks once the connection was looked at, which takes its own time.
    while !saving.is_finished() {
        tokio::time::advance(Duration::from_millis(500)).await;
    }
    let problem = saving.await.expect("no panic").expect_err("not stored");
    assert_eq!(problem.kind, ProblemKind::KeychainLocked);
    let told = watching.await.expect("no panic");
    let waits = |waiting| EngineEvent::Keychain { waiting };
    let [(first, said), (second, given_up)] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!((first, second), (&waits(true), &waits(false)));
    assert!(said - begun >= 2_000, "{}", said - begun);
    // After a minute in all.
    let rest = given_up - said;
    assert!((57_000..=60_000).contains(&rest), "{rest}");
    assert!(!engine.keychain_is_waited_for());
    // Who does not want to wait for it does not have to.
    let draft = ConnectionDraft {
        password_keeping: PasswordKeeping::Session,
        ..draft
    };
    engine
        .save_connection(draft)
        .await
        .expect("for the session");
    drop(answer);
}

/// Locked, with nobody who could unlock it.
pub(crate) struct Locked;

impl Keychain for Locked {
    fn set(&self, _: &str, _: &Password) -> Result<(), KeychainError> {
        Err(KeychainError::Locked("no display".into()))
    }

    fn get(&self, _: &str) -> Result<Option<Password>, KeychainError> {
        Err(KeychainError::Locked("no display".into()))
    }

    fn remove(&self, _: &str) -> Result<(), KeychainError> {
        Err(KeychainError::Locked("no display".into()))
    }
}

#[tokio::test(start_paused = true)]
async fn a_password_that_is_for_the_session_from_now_on_leaves_the_keychain() {
    let stage = Stage::new().await;
    assert_eq!(stage.keychain.entries().len(), 1);
    let change = ConnectionDraft {
        id: Some(stage.connection.id.clone()),
        password_keeping: PasswordKeeping::Session,
        ..draft(&stage.server)
    };
    stage.engine.save_connection(change).await.expect("saved");
    // Who chose this because the keychain does not answer must not wait for it.
    within(async {
        while !stage.keychain.entries().is_empty() {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    })
    .await;
    let teams = stage.engine.teams(&stage.connection.id).await;
    assert_eq!(teams.expect("signed in").len(), 12);
}

#[tokio::test(start_paused = true)]
async fn the_instance_is_a_name_however_it_was_pasted() {
    let stage = Stage::new().await;
    let saved = |instance: &str| {
        let draft = ConnectionDraft {
            id: Some(stage.connection.id.clone()),
            instance: Some(instance.to_owned()),
            ..draft(&stage.server)
        };
        let engine = stage.engine.clone();
        async move { engine.save_connection(draft).await }
    };
    for (entered, kept) in [
        (" acme ", Some("acme")),
        ("Acme.Response.Lithium.com", Some("acme")),
        ("https://acme.response.lithium.com/", Some("acme")),
        ("", None),
    ] {
        let connection = saved(entered).await.expect("saved");
        assert_eq!(connection.instance.as_deref(), kept, "{entered}");
    }
    for entered in [
        "acme corp",
        "https://acme.response.lithium.com/login",
        "acme.example.com",
        "https://evil.example",
        "http://evil.example",
        "-",
    ] {
        let refused = saved(entered).await.err().map(|problem| problem.kind);
        let expected = invalid(Field::Instance, FieldFault::Malformed);
        assert_eq!(refused, expected, "{entered}");
    }
    // The password of an account elsewhere must not come to this computer.
    let here = stage.server.instance_address();
    let elsewhere = tested(&stage, |draft| {
        draft.address = "https://care.example".into();
        draft.instance = Some(here);
    });
    let expected = invalid(Field::Instance, FieldFault::Malformed);
    assert_eq!(elsewhere.await, expected);
}

#[tokio::test(start_paused = true)]
async fn work_queues_and_smart_views_come_from_the_instance_by_name() {
    let stage = Stage::new().await;
    let id = &stage.connection.id;
    for refused in [
        stage.engine.work_queues(id).await,
        stage.engine.smart_views(id).await,
    ] {
        assert_eq!(
            refused.expect_err("refused").kind,
            ProblemKind::InstanceMissing
        );
    }
    assert!(stage.server.requests().is_empty());
    let with_instance = ConnectionDraft {
        id: Some(id.clone()),
        instance: Some(stage.server.instance_address()),
        ..draft(&stage.server)
    };
    stage
        .engine
        .save_connection(with_instance)
        .await
        .expect("saved");
    let queues = stage.engine.work_queues(id).await.expect("queues");
    let views = stage.engine.smart_views(id).await.expect("views");
    for list in [queues, views] {
        assert!(list.len() > 1);
        let names: Vec<String> = list.iter().map(|one| one.name.to_lowercase()).collect();
        assert!(names.is_sorted(), "{names:?}");
        assert!(list.iter().all(|one| !one.id.is_empty()));
    }
}

#[tokio::test(start_paused = true)]
async fn the_page_of_care_is_that_of_the_instance_and_nothing_else() {
    let stage = Stage::new().await;
    for (instance, page) in [
        (None, Err(ProblemKind::InstanceMissing)),
        (Some("acme"), Ok("https://acme.response.lithium.com")),
    ] {
        let change = ConnectionDraft {
            id: Some(stage.connection.id.clone()),
            instance: instance.map(str::to_owned),
            ..draft(&stage.server)
        };
        stage.engine.save_connection(change).await.expect("saved");
        let opened = stage.engine.care_page(&stage.connection.id).await;
        let opened = opened.map_err(|problem| problem.kind);
        assert_eq!(opened, page.map(str::to_owned));
    }
}
