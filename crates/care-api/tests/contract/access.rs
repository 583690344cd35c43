//! Section 1: the address, the account, the company key.

use care_api::{
    AddressError, Client, ClientOptions, Credentials, ErrorKind, InstanceClient, Misuse, Password,
    ServiceAddress,
};
use proptest::prelude::*;

use crate::server::{Server, pass};
use crate::{BASIC, EMAIL, KEY, PASSWORD, assert_hidden, client, credentials, refused};

fn parse(text: &str) -> Result<String, AddressError> {
    ServiceAddress::parse(text).map(|address| address.to_string())
}

#[test]
fn the_us_address_is_offered_and_any_region_is_taken() {
    assert_eq!(parse(ServiceAddress::US), Ok(ServiceAddress::US.to_owned()));
    for (pasted, kept) in [
        (
            " https://care.example.com/api/public/ \n",
            "https://care.example.com/api/public",
        ),
        (
            "https://care.example.com/api/public//",
            "https://care.example.com/api/public",
        ),
        ("HTTPS://Care.Example.COM:443", "https://care.example.com"),
        (
            "https://care.example.com:8443/",
            "https://care.example.com:8443",
        ),
        (
            "https://bücher.example/a%20b",
            "https://xn--bcher-kva.example/a%20b",
        ),
    ] {
        assert_eq!(parse(pasted), Ok(kept.to_owned()), "{pasted:?}");
    }
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for own in [
        "http://localhost:8080/api",
        "http://127.0.0.1:8080",
        "http://127.9.8.7",
        "http://[::1]:8080/api/public",
    ] {
        assert_eq!(parse(own), Ok(own.to_owned()));
        assert!(
            ServiceAddress::parse(own)
                .expect("an address")
                .is_loopback()
        );
    }
    for foreign in [
        "http://care.example.com",
        "http://localhost.example.com",
        "http://10.0.0.1",
        "http://0.0.0.0",
        "http://128.0.0.1",
        "http://[::2]",
        "http://[::ffff:10.0.0.1]",
        "ftp://localhost/",
        "ws://localhost/",
    ] {
        assert_eq!(parse(foreign), Err(AddressError::NotHttps), "{foreign}");
    }
    let us = ServiceAddress::parse(ServiceAddress::US).expect("an address");
    assert!(!us.is_loopback());
}

#[test]
fn what_is_no_address_says_so() {
    for (text, error) in [
        ("", AddressError::Empty),
        (" \t\n", AddressError::Empty),
        ("care.example.com/api/public", AddressError::Malformed),
        ("localhost:8080/api", AddressError::Malformed),
        ("/api/public", AddressError::Malformed),
        ("https://", AddressError::Malformed),
        ("https://care example.com", AddressError::Malformed),
        ("https://care.exa\nmple.com", AddressError::Malformed),
        ("https://care.example.com:99999", AddressError::Malformed),
        ("https://me@care.example.com", AddressError::HasCredentials),
        (
            "https://me:pw@care.example.com",
            AddressError::HasCredentials,
        ),
        ("https://:pw@care.example.com", AddressError::HasCredentials),
        (
            "https://care.example.com/?companyKey=K",
            AddressError::HasQuery,
        ),
        ("https://care.example.com?", AddressError::HasQuery),
        ("https://care.example.com/#top", AddressError::HasQuery),
        ("mailto:me@example.com", AddressError::Malformed),
    ] {
        assert_eq!(parse(text), Err(error), "{text:?}");
    }
}

proptest! {
    #[test]
    fn an_address_reads_back_as_itself(text in "(https://|http://)?[a-z0-9.:@?#/%\\[\\] -]{0,40}|\\PC*") {
        if let Ok(address) = ServiceAddress::parse(&text) {
            prop_assert_eq!(ServiceAddress::parse(address.as_str()), Ok(address.clone()));
            prop_assert!(!address.as_str().ends_with('/'));
            prop_assert!(address.as_str().starts_with("https://") || address.is_loopback());
            prop_assert!(!address.as_str().contains(['?', '#', '@', ' ']) || !address.as_str().contains("://@"));
        }
    }
}

#[tokio::test]
async fn basic_goes_along_in_utf8_and_the_company_key_in_the_query() {
    let server = Server::start([pass("[]")]).await;
    client(&server).teams().await.expect("teams");
    let request = server.request();
    assert_eq!(
        request.line,
        "GET /api/public/teams?companyKey=Company-Key+1 HTTP/1.1"
    );
    assert_eq!(
        request.header("authorization"),
        Some(format!("Basic {BASIC}").as_str())
    );
    assert_eq!(request.header("accept-encoding"), Some("identity"));
    assert!(
        request
            .header("user-agent")
            .expect("a name")
            .starts_with("care-exporter/")
    );
    assert_eq!(request.body, "");
}

#[test]
fn an_email_has_no_colon() {
    let with_colon = || Credentials {
        email: "a:b@example.com".to_owned(),
        ..credentials()
    };
    let address = ServiceAddress::parse(ServiceAddress::US).expect("an address");
    let made = Client::new(address, with_colon(), ClientOptions::default());
    let (kind, error) = refused(made);
    assert_eq!(kind, ErrorKind::Misuse(Misuse::EmailWithColon));
    assert!(error.never_arrived());
    let made = InstanceClient::new("acme", with_colon(), ClientOptions::default());
    assert_eq!(refused(made).0, ErrorKind::Misuse(Misuse::EmailWithColon));
}

#[test]
fn the_account_cannot_be_printed() {
    let password = Password::from(PASSWORD.to_owned());
    assert_eq!(format!("{password:?}"), "Password(hidden)");
    assert_eq!(password.expose(), PASSWORD);
    assert_eq!(password.clone().expose(), PASSWORD);
    assert!(!password.is_empty());
    assert!(Password::from(String::new()).is_empty());
    let printed = format!("{:#?}", credentials());
    for part in [EMAIL, PASSWORD, KEY] {
        assert!(!printed.contains(part), "{printed}");
    }
    let address = ServiceAddress::parse(ServiceAddress::US).expect("an address");
    let client = Client::new(address, credentials(), ClientOptions::default()).expect("a client");
    let printed = format!("{client:?}");
    assert_hidden(&printed);
    assert!(printed.contains(ServiceAddress::US), "{printed}");
    let instance = InstanceClient::new("acme", credentials(), ClientOptions::default());
    let printed = format!("{:?}", instance.expect("a client"));
    assert_hidden(&printed);
}

#[test]
fn a_password_can_be_read_from_what_the_window_sends() {
    let password: Password = serde_json::from_str(r#""p\u00e4:\" x""#).expect("a password");
    assert_eq!(password.expose(), "pä:\" x");
    assert!(serde_json::from_str::<Password>("null").is_err());
}

#[test]
fn an_address_is_kept_as_text_and_checked_when_read() {
    let address = ServiceAddress::parse(ServiceAddress::US).expect("an address");
    let text = serde_json::to_string(&address).expect("text");
    assert_eq!(text, format!("\"{}\"", ServiceAddress::US));
    assert_eq!(
        serde_json::from_str::<ServiceAddress>(&text).expect("an address"),
        address
    );
    assert!(serde_json::from_str::<ServiceAddress>("\"http://care.example.com\"").is_err());
}
