//! Section 6: the lists that pickers are filled from.

use care_api::{
    Client, ClientOptions, ErrorKind, InstanceClient, Locale, Misuse, ServiceAddress, SmartView,
    Team, TimeZone, Unexpected, WorkQueue,
};

use crate::server::{Server, answer, json, pass, redirect};
use crate::{BASIC, client, credentials, refused};

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test]
async fn time_zones_are_named_in_the_asked_language() {
    let server = Server::start([pass(
        r#"[{"id":"Etc/GMT+12","name":"GMT-12:00","shortName":"GMT-12:00","offsetString":"-12:00","offsetMillis":-43200000},
            {"id":"Pacific/Apia","name":"Samoa Daylight Time","shortName":"SDT","offsetString":"+14:00","offsetMillis":50400000},
            {"id":"Odd/Zone","name":null,"shortName":"","offsetMillis":"3600000"}]"#,
    )])
    .await;
    let zones = client(&server).time_zones(Locale::De).await.expect("zones");
    assert_eq!(
        server.request().line,
        "GET /api/public/config/timezones?companyKey=Company-Key+1&locale=de HTTP/1.1"
    );
    let zone = |id: &str, name: &str, short: Option<&str>, offset: Option<&str>, millis| TimeZone {
        id: id.to_owned(),
        name: name.to_owned(),
        short_name: short.map(str::to_owned),
        offset: offset.map(str::to_owned),
        offset_millis: Some(millis),
    };
    assert_eq!(
        zones,
        [
            zone(
                "Etc/GMT+12",
                "GMT-12:00",
                Some("GMT-12:00"),
                Some("-12:00"),
                -43_200_000
            ),
            zone(
                "Pacific/Apia",
                "Samoa Daylight Time",
                Some("SDT"),
                Some("+14:00"),
                50_400_000
            ),
            zone("Odd/Zone", "Odd/Zone", None, None, 3_600_000),
        ]
    );
}

#[tokio::test]
async fn teams_have_the_id_that_an_export_asks_for() {
    let server = Server::start([pass(
        r#"[{"uuid":"u-1","teamId":6222,"name":"North West","description":null,"numberOfMembers":3},
            {"teamId":"7","name":"","description":"Nachtschicht"}]"#,
    )])
    .await;
    let teams = client(&server).teams().await.expect("teams");
    assert_eq!(server.request().path(), "/api/public/teams");
    assert_eq!(
        teams,
        [
            Team {
                id: "6222".to_owned(),
                uuid: some("u-1"),
                name: "North West".to_owned(),
                description: None,
                members: Some(3),
            },
            Team {
                id: "7".to_owned(),
                uuid: None,
                name: "7".to_owned(),
                description: some("Nachtschicht"),
                members: None,
            },
        ]
    );
}

#[tokio::test]
async fn a_list_that_is_none_is_an_error() {
    for result in [
        "{}",
        "null",
        "7",
        "[7]",
        "[{}]",
        r#"[{"teamId":null}]"#,
        "\"\"",
    ] {
        let server = Server::start([pass(result)]).await;
        let (kind, _) = refused(client(&server).teams().await);
        assert_eq!(
            kind,
            ErrorKind::UnexpectedAnswer {
                what: Unexpected::Shape
            },
            "{result}"
        );
    }
    let server = Server::start([pass("[]")]).await;
    assert_eq!(client(&server).teams().await.expect("teams"), []);
}

#[tokio::test]
async fn a_redirect_in_place_of_a_list_is_not_followed() {
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Temporary",
        "308 Permanent",
    ] {
        let other = Server::start([pass("[]")]).await;
        let server = Server::start([redirect(status, &other.base())]).await;
        let (kind, _) = refused(client(&server).teams().await);
        let host = some("127.0.0.1");
        assert_eq!(
            kind,
            ErrorKind::UnexpectedAnswer {
                what: Unexpected::Redirect { host }
            }
        );
        assert!(other.requests().is_empty());
    }
}

fn instance(server: &Server) -> InstanceClient {
    let address = ServiceAddress::parse(&server.origin()).expect("an address");
    InstanceClient::at(address, credentials(), ClientOptions::default()).expect("a client")
}

#[tokio::test]
async fn work_queues_come_from_the_instance_with_the_same_account() {
    let server = Server::start([json(
        r#"{"data":[{"id":5016,"name":"Späti","description":null,"archived":false,"uuid":"u"},
            {"id":"8","name":null,"description":"x","archived":true}]}"#,
    )])
    .await;
    let queues = instance(&server).work_queues().await.expect("queues");
    let request = server.request();
    assert_eq!(request.line, "GET /api/v2/workqueues/active HTTP/1.1");
    assert_eq!(
        request.header("authorization"),
        Some(format!("Basic {BASIC}").as_str())
    );
    assert_eq!(
        queues,
        [
            WorkQueue {
                id: "5016".to_owned(),
                uuid: some("u"),
                name: "Späti".to_owned(),
                description: None,
                archived: false,
            },
            WorkQueue {
                id: "8".to_owned(),
                uuid: None,
                name: "8".to_owned(),
                description: some("x"),
                archived: true,
            },
        ]
    );
}

#[tokio::test]
async fn smart_views_come_from_the_instance_too() {
    let server = Server::start([json(
        r#"{"status":"success","data":[{"id":1,"name":"VIP","description":"d"}]}"#,
    )])
    .await;
    let views = instance(&server).smart_views().await.expect("views");
    let request = server.request();
    assert_eq!(
        (request.path(), request.query()),
        ("/api/v2/smartviews", "")
    );
    let view = SmartView {
        id: "1".to_owned(),
        name: "VIP".to_owned(),
        description: some("d"),
    };
    assert_eq!(views, [view]);
}

#[tokio::test]
async fn an_instance_can_refuse_as_well() {
    for (reply, kind) in [
        (
            json(r#"{"status":"error","message":"No access","data":null}"#),
            ErrorKind::Refused {
                message: "No access".to_owned(),
            },
        ),
        (
            json("{}"),
            ErrorKind::UnexpectedAnswer {
                what: Unexpected::Shape,
            },
        ),
        (
            json(r#"{"data":{}}"#),
            ErrorKind::UnexpectedAnswer {
                what: Unexpected::Shape,
            },
        ),
        (
            answer("401 Unauthorized", "<html>"),
            ErrorKind::SignInRefused,
        ),
    ] {
        let server = Server::start([reply]).await;
        assert_eq!(refused(instance(&server).smart_views().await).0, kind);
    }
}

#[test]
fn an_instance_is_one_part_of_a_hosts_name() {
    let new = |name: &str| InstanceClient::new(name, credentials(), ClientOptions::default());
    let client = new(" Acme-2 ").expect("a client");
    assert_eq!(
        client.address().as_str(),
        "https://acme-2.response.lithium.com"
    );
    let long = "a".repeat(64);
    for name in [
        "",
        "a.b",
        "a/b",
        "evil.com#",
        "me@x",
        "-a",
        "a-",
        "ü",
        "a b",
        &long,
    ] {
        let (kind, _) = refused(new(name));
        assert_eq!(kind, ErrorKind::Misuse(Misuse::InstanceName), "{name}");
    }
    let address = ServiceAddress::parse(ServiceAddress::US).expect("an address");
    let client = Client::new(address.clone(), credentials(), ClientOptions::default());
    assert_eq!(client.expect("a client").address(), &address);
}
