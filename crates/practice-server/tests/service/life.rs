use std::time::Duration;

use practice_server::{
    Action, DEFAULT_COMPANY_KEY, DEFAULT_PASSWORD, DEFAULT_USER, Endpoint, Occurrence, Origin,
    PracticeConfig, PracticeServer, Script, StartError,
};

use crate::world::{OCTOBER, World, encoded};

#[tokio::test]
async fn starts_with_the_documented_account() {
    let server = PracticeServer::start(PracticeConfig::default())
        .await
        .expect("it starts");
    assert_eq!(server.user(), DEFAULT_USER);
    assert_eq!(server.password(), DEFAULT_PASSWORD);
    assert_eq!(server.company_key(), DEFAULT_COMPANY_KEY);
    assert!(server.password().contains(':') && !server.password().is_ascii());
    let port = server.instance_address();
    assert_eq!(server.address(), format!("{port}/api/public"));
    assert!(port.starts_with("http://127.0.0.1:"));
    assert!(!format!("{server:?}").contains(DEFAULT_PASSWORD));
}

#[tokio::test]
async fn a_taken_port_is_named() {
    let first = World::unlimited().await;
    let port = first
        .server
        .instance_address()
        .rsplit(':')
        .next()
        .expect("a port")
        .parse()
        .expect("a number");
    let config = PracticeConfig {
        port,
        ..PracticeConfig::default()
    };
    let error = PracticeServer::start(config)
        .await
        .expect_err("the port is taken");
    assert!(
        matches!(&error, StartError::Port { port: named, .. } if *named == port),
        "{error}"
    );
    assert!(error.to_string().contains(&port.to_string()));
}

#[tokio::test]
async fn a_configuration_that_contradicts_itself_is_refused() {
    let second = Duration::from_secs(1);
    let bad_script = Script::default().on(Endpoint::Teams, Occurrence::Every, Action::NeverEnds);
    let configs = [
        PracticeConfig {
            user: "a:b".into(),
            ..PracticeConfig::default()
        },
        PracticeConfig {
            company_key: String::new(),
            ..PracticeConfig::default()
        },
        PracticeConfig {
            run_time: 2 * second..=second,
            ..PracticeConfig::default()
        },
        PracticeConfig {
            script: bad_script,
            ..PracticeConfig::default()
        },
    ];
    for config in configs {
        let error = PracticeServer::start(config).await.expect_err("refused");
        assert!(
            error
                .to_string()
                .starts_with("the practice service cannot start: "),
            "{error}"
        );
    }
}

#[tokio::test]
async fn stopping_frees_the_ports_and_closes_connections_that_hang() {
    let script = Script::default().on(Endpoint::Teams, Occurrence::Every, Action::Stall);
    let world = World::start(|config| config.script = script).await;
    let url = world.url("/teams", &[]);
    let port = world
        .server
        .instance_address()
        .rsplit(':')
        .next()
        .expect("a port")
        .parse()
        .expect("a number");
    let hanging = tokio::spawn(world.request(reqwest::Method::GET, &url).send());
    while world.server.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    world.server.stop().await;
    assert!(hanging.await.expect("no panic").is_err());
    let config = PracticeConfig {
        port,
        ..PracticeConfig::default()
    };
    let again = PracticeServer::start(config)
        .await
        .expect("the port is free again");
    drop(again);
}

#[tokio::test]
async fn requests_are_remembered_as_they_came() {
    let world = World::unlimited().await;
    let job = world.create(&[]).await;
    let url = world.file_url(&job).await;
    world.fetch(&url).await;
    let [create, download, file] = world.server.requests().try_into().expect("three requests");
    assert_eq!(
        (create.origin, create.method.as_str(), create.answered),
        (Origin::Api, "POST", Some(200))
    );
    assert_eq!(create.path, "/api/public/reports/report/user");
    assert_eq!(create.query, "companyKey=practice%2Dcompany");
    assert_eq!(create.body, encoded(&OCTOBER).into_bytes());
    assert_eq!(create.header("authorization"), Some(world.auth().as_str()));
    assert_eq!(
        (download.answered, download.at),
        (Some(307), world.clock.now())
    );
    assert_eq!(
        (file.origin, file.header("authorization")),
        (Origin::Storage, None)
    );
    assert!(url.ends_with(&format!("{}?{}", file.path, file.query)));
}
