//! What the wire does: every fault is told apart, and "never arrived" is said only when certain.

use std::process::Command;
use std::time::Duration;

use care_api::{Client, ClientOptions, ErrorKind, NetworkFault, ServiceAddress, Unexpected};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use crate::server::{Reply, Server, answer, pass};
use crate::{BASIC, client, client_with, credentials, export, impatient, refused};

fn at(address: &str) -> Client {
    let address = ServiceAddress::parse(address).expect("an address");
    Client::new(address, credentials(), ClientOptions::default()).expect("a client")
}

/// The fault of a creation at `address`, and whether it certainly never arrived.
async fn fault(client: &Client) -> (ErrorKind, bool) {
    let (kind, error) = refused(client.create(&export()).await);
    (kind, error.never_arrived())
}

#[tokio::test]
async fn a_refused_connection_never_arrived() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its address");
    drop(listener);
    let (kind, never_arrived) = fault(&at(&format!("http://{address}/api"))).await;
    assert_eq!(kind, ErrorKind::Network(NetworkFault::Connect));
    assert!(never_arrived);
}

#[tokio::test]
async fn a_connection_broken_after_the_request_may_have_arrived() {
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec();
    for reply in [
        Reply::Reset(Vec::new()),
        Reply::Whole(Vec::new()),
        Reply::Whole(b"HTTP/1.1 200 OK\r\nConte".to_vec()),
        Reply::Whole(half.clone()),
        Reply::Reset(half),
    ] {
        let server = Server::start([reply]).await;
        let (kind, never_arrived) = fault(&client(&server)).await;
        assert_eq!(kind, ErrorKind::Network(NetworkFault::Reset));
        assert!(!never_arrived);
        assert_eq!(server.requests().len(), 1, "nothing is sent twice");
    }
}

#[tokio::test]
async fn silence_times_out_and_may_have_arrived() {
    for said in [
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
    ] {
        let server = Server::start([Reply::Stall(said.into())]).await;
        let (kind, never_arrived) = fault(&client_with(&server, impatient())).await;
        assert_eq!(kind, ErrorKind::Network(NetworkFault::Timeout), "{said:?}");
        assert!(!never_arrived);
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_handshake_that_never_ends_times_out_and_never_arrived() {
    // The system accepts the connection; nobody ever answers on it.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("its address");
    let address = ServiceAddress::parse(&format!("https://{address}")).expect("an address");
    let options = ClientOptions {
        connect_timeout: Duration::from_millis(60),
        ..ClientOptions::default()
    };
    let client = Client::new(address, credentials(), options).expect("a client");
    let (kind, never_arrived) = fault(&client).await;
    assert_eq!(kind, ErrorKind::Network(NetworkFault::Timeout));
    assert!(never_arrived);
}

#[tokio::test]
async fn https_to_a_port_that_speaks_something_else_is_a_tls_fault() {
    for greeting in ["HTTP/1.1 400 Bad Request\r\n\r\n", ""] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            // The hello must be taken off the socket, or closing it would break the connection.
            let mut hello = vec![0; 64 * 1024];
            stream.readable().await.expect("a hello");
            stream.try_read(&mut hello).expect("a hello");
            stream
                .write_all(greeting.as_bytes())
                .await
                .expect("a greeting");
            stream.shutdown().await.expect("an end");
        });
        let (kind, never_arrived) = fault(&at(&format!("https://{address}/api"))).await;
        assert_eq!(kind, ErrorKind::Network(NetworkFault::Tls), "{greeting:?}");
        assert!(never_arrived);
        server.await.expect("no panic");
    }
}

#[tokio::test]
async fn what_does_not_speak_http_is_unexpected() {
    for said in [
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 abc\r\n\r\n",
        "\u{1}\u{2}\u{3}\r\n\r\n",
    ] {
        let server = Server::start([Reply::Whole(said.into())]).await;
        let (kind, never_arrived) = fault(&client(&server)).await;
        assert_eq!(
            kind,
            ErrorKind::UnexpectedAnswer {
                what: Unexpected::NotHttp
            },
            "{said:?}"
        );
        assert!(!never_arrived);
    }
}

#[tokio::test]
async fn a_connection_is_used_once() {
    let keep = || {
        answer(
            "200 OK\r\nConnection: keep-alive",
            r#"{"status":"PASS","result":[]}"#,
        )
    };
    let server = Server::start([keep(), keep()]).await;
    let client = client(&server);
    for _ in 0..2 {
        client.teams().await.expect("teams");
    }
    assert_eq!(server.requests().len(), 2);
}

// The system's proxy settings are read from the environment, which a test must not change under
// the others: these tests run themselves once more, as a child with an environment of its own.

const ADDRESS: &str = "CARE_API_TEST_ADDRESS";

/// Runs the test of this name again, with `ADDRESS` and perhaps a proxy.
async fn again(test: &'static str, address: String, proxy: Option<String>) {
    let child = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        command.args(["--exact", test]).env(ADDRESS, address);
        for name in [
            "http_proxy",
            "https_proxy",
            "all_proxy",
            "no_proxy",
            "request_method",
        ] {
            for name in [name.to_owned(), name.to_uppercase()] {
                command.env_remove(&name);
                if let Some(proxy) = proxy.as_ref().filter(|_| name.ends_with("proxy"))
                    && !name.to_lowercase().starts_with("no")
                {
                    command.env(name, proxy);
                }
            }
        }
        command.output().expect("a child")
    });
    let output = child.await.expect("no panic");
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}");
    assert!(printed.contains("1 passed"), "{printed}");
}

fn child_address() -> Option<String> {
    std::env::var(ADDRESS).ok()
}

#[tokio::test]
async fn an_unknown_host_is_a_dns_fault_and_never_arrived() {
    let Some(address) = child_address() else {
        let test = "network::an_unknown_host_is_a_dns_fault_and_never_arrived";
        return again(test, "https://care.invalid/api".to_owned(), None).await;
    };
    let (kind, never_arrived) = fault(&at(&address)).await;
    assert_eq!(kind, ErrorKind::Network(NetworkFault::Dns));
    assert!(never_arrived);
}

#[tokio::test]
async fn no_proxy_is_ever_asked_for_this_machine() {
    let Some(address) = child_address() else {
        let files = Server::start([answer("200 OK", "[]")]).await;
        let location = format!("{}/file", files.origin());
        let redirect = crate::server::redirect("307 Temporary Redirect", &location);
        let server = Server::start([pass("[]"), redirect]).await;
        let proxy = Server::start([pass("[]"), pass("[]")]).await;
        let test = "network::no_proxy_is_ever_asked_for_this_machine";
        again(test, server.base(), Some(proxy.origin())).await;
        assert_eq!(server.requests().len(), 2);
        assert_eq!(files.requests().len(), 1);
        assert!(proxy.requests().is_empty());
        return;
    };
    let client = at(&address);
    client.teams().await.expect("teams");
    client.download(&crate::job()).await.expect("a file");
}

#[tokio::test]
async fn the_systems_proxy_is_asked_for_a_tunnel_and_sees_no_account() {
    let Some(address) = child_address() else {
        for refusal in ["407 Proxy Authentication Required", "502 Bad Gateway"] {
            let proxy = Server::start([answer(refusal, "<html>No</html>")]).await;
            let test = "network::the_systems_proxy_is_asked_for_a_tunnel_and_sees_no_account";
            let address = "https://care.invalid/api".to_owned();
            again(test, address, Some(proxy.origin())).await;
            let asked = proxy.request();
            assert_eq!(asked.line, "CONNECT care.invalid:443 HTTP/1.1");
            assert!(!format!("{asked:?}").contains(BASIC));
        }
        return;
    };
    let (kind, never_arrived) = fault(&at(&address)).await;
    assert_eq!(kind, ErrorKind::Network(NetworkFault::Proxy));
    assert!(never_arrived);
}
