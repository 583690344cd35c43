//! What the wire does: every fault is told apart, and "never arrived" is said only when certain.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use care_api::{Client, ClientOptions, ErrorKind, NetworkFault, ServiceAddress, Unexpected};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::server::{Reply, Server, answer, http, pass};
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
    again_trusting(test, address, proxy, None).await;
}

/// The same, where only the certificates of this file are trusted (as on Linux they can be).
async fn again_trusting(
    test: &'static str,
    address: String,
    proxy: Option<String>,
    trusted: Option<PathBuf>,
) {
    let child = tokio::task::spawn_blocking(move || {
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        command.args(["--exact", test]).env(ADDRESS, address);
        if let Some(trusted) = trusted {
            command
                .env("SSL_CERT_FILE", trusted)
                .env_remove("SSL_CERT_DIR");
        }
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

/// A service over real TLS, for `localhost`, with a certificate that nobody issued. Gives its
/// address and the certificate as PEM; every request is answered with an empty list.
async fn over_tls() -> (String, String) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).expect("a key");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS 1.2 and 1.3")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a certificate and its key");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("its address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that trusts nothing goes away in the handshake.
            let Ok(mut stream) = acceptor.accept(stream).await else {
                continue;
            };
            let mut request = vec![0; 4096];
            if stream.read(&mut request).await.is_ok() {
                let empty = http("200 OK", br#"{"status":"PASS","result":[]}"#);
                let _ = stream.write_all(&empty).await;
                let _ = stream.shutdown().await;
            }
        }
    });
    (format!("https://localhost:{port}/api/public"), cert.pem())
}

#[tokio::test]
async fn a_certificate_nobody_issued_is_a_tls_fault_and_never_arrived() {
    let (address, _) = over_tls().await;
    let (kind, never_arrived) = fault(&at(&address)).await;
    assert_eq!(kind, ErrorKind::Network(NetworkFault::Tls));
    assert!(never_arrived);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_certificate_this_machine_trusts_is_trusted_for_its_own_name() {
    let Some(address) = child_address() else {
        let (address, pem) = over_tls().await;
        let trusted = Path::new(env!("CARGO_TARGET_TMPDIR")).join("care-api-trusted.pem");
        std::fs::write(&trusted, pem).expect("a writable target");
        let test = "network::a_certificate_this_machine_trusts_is_trusted_for_its_own_name";
        return again_trusting(test, address, None, Some(trusted)).await;
    };
    assert_eq!(at(&address).teams().await.expect("teams"), []);
    let other = address.replace("localhost", "127.0.0.1");
    let (kind, never_arrived) = fault(&at(&other)).await;
    assert_eq!(kind, ErrorKind::Network(NetworkFault::Tls));
    assert!(never_arrived);
}
