//! A service that says, byte for byte, what a test wants it to say: for what no honest server could send.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A token as the service puts it into its addresses.
pub(crate) const TOKEN: &str = "raw-t0ken.SECRET-0123456789";
/// The signature of the file's own address.
pub(crate) const SIGNATURE: &str = "raw-s1gnature-9876543210";

/// What a request is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Endpoint {
    TimeZones,
    Create,
    Status,
    Download,
    File,
    Other,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) endpoint: Endpoint,
    /// Which of its kind it is, counted from 0.
    pub(crate) nth: usize,
    /// Path and query.
    pub(crate) target: String,
    pub(crate) head: String,
    /// Scheme, host and port of this service.
    pub(crate) origin: String,
}

impl Request {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(header, _)| header.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value)
    }
}

/// A part of an answer.
#[derive(Debug, Clone)]
pub(crate) enum Part {
    /// These bytes.
    Say(Vec<u8>),
    /// These bytes, again and again, until the client has enough.
    Endlessly(Vec<u8>),
    /// Nothing for so long.
    Pause(Duration),
    /// Nothing any more, with the connection open.
    Silence,
    /// The connection breaks.
    Reset,
}

/// Says what is answered to a request. What it has nothing to say to is answered honestly.
type Answers = dyn Fn(&Request) -> Option<Vec<Part>> + Send + Sync;

/// A service on loopback. It ends with the runtime that it was started in.
pub(crate) struct RawService {
    inner: Arc<Inner>,
    task: JoinHandle<()>,
}

struct Inner {
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    file: Vec<u8>,
    answers: Box<Answers>,
    requests: Mutex<Vec<Request>>,
    sent: Mutex<u64>,
}

impl RawService {
    /// A service whose honest file is this one.
    pub(crate) async fn start(
        file: Vec<u8>,
        answers: impl Fn(&Request) -> Option<Vec<Part>> + Send + Sync + 'static,
    ) -> RawService {
        RawService::over(None, file, Box::new(answers)).await
    }

    /// The same over TLS, with a certificate that nobody issued.
    pub(crate) async fn start_tls(
        file: Vec<u8>,
        answers: impl Fn(&Request) -> Option<Vec<Part>> + Send + Sync + 'static,
    ) -> RawService {
        RawService::over(Some(acceptor()), file, Box::new(answers)).await
    }

    async fn over(tls: Option<TlsAcceptor>, file: Vec<u8>, answers: Box<Answers>) -> RawService {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let inner = Arc::new(Inner {
            address: listener.local_addr().expect("its address"),
            tls,
            file,
            answers,
            requests: Mutex::default(),
            sent: Mutex::default(),
        });
        let task = tokio::spawn(Arc::clone(&inner).serve(listener));
        RawService { inner, task }
    }

    /// Nobody listens any more.
    pub(crate) async fn stop(&mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }

    /// Somebody listens again, at the same address.
    pub(crate) async fn start_again(&mut self) {
        let listener = TcpListener::bind(self.inner.address).await;
        let serving = Arc::clone(&self.inner).serve(listener.expect("the same port"));
        self.task = tokio::spawn(serving);
    }

    pub(crate) fn origin(&self) -> String {
        self.inner.origin()
    }

    /// The address of the API.
    pub(crate) fn base(&self) -> String {
        format!("{}/api/public", self.origin())
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.inner.requests.lock().expect("whole").clone()
    }

    /// How many requests of a kind there were.
    pub(crate) fn count(&self, endpoint: Endpoint) -> usize {
        let requests = self.requests();
        let of_kind = requests
            .iter()
            .filter(|request| request.endpoint == endpoint);
        of_kind.count()
    }

    /// How many bytes it sent.
    pub(crate) fn sent(&self) -> u64 {
        *self.inner.sent.lock().expect("whole")
    }
}

impl Inner {
    fn origin(&self) -> String {
        match self.tls {
            None => format!("http://{}", self.address),
            Some(_) => format!("https://localhost:{}", self.address.port()),
        }
    }

    async fn serve(self: Arc<Self>, listener: TcpListener) {
        while let Ok((stream, _)) = listener.accept().await {
            let service = Arc::clone(&self);
            tokio::spawn(async move {
                // A client that goes away is what some answers are for.
                let _ = match &service.tls {
                    None => service.converse(Wire::Plain(stream)).await,
                    Some(tls) => match tls.accept(stream).await {
                        Ok(stream) => service.converse(Wire::Tls(Box::new(stream))).await,
                        Err(error) => Err(error),
                    },
                };
            });
        }
    }

    async fn converse(&self, mut wire: Wire) -> io::Result<()> {
        let Some(head) = hear(&mut wire).await else {
            return Ok(());
        };
        let request = self.note(head);
        let parts = (self.answers)(&request).unwrap_or_else(|| honest(&request, &self.file));
        self.say(wire, parts).await
    }

    fn note(&self, head: String) -> Request {
        let line = head.lines().next().unwrap_or_default().to_owned();
        let mut words = line.split(' ');
        let (method, target) = (words.next(), words.next().unwrap_or_default());
        let path = target.split('?').next().unwrap_or_default();
        let endpoint = match (method, path) {
            (_, path) if path.ends_with("/config/timezones") => Endpoint::TimeZones,
            (Some("POST"), _) => Endpoint::Create,
            (_, path) if path.ends_with("/status") => Endpoint::Status,
            (_, path) if path.ends_with("/download") => Endpoint::Download,
            (_, path) if path.starts_with("/file") => Endpoint::File,
            _ => Endpoint::Other,
        };
        let mut requests = self.requests.lock().expect("whole");
        let of_kind = requests
            .iter()
            .filter(|request| request.endpoint == endpoint);
        let request = Request {
            endpoint,
            nth: of_kind.count(),
            target: target.to_owned(),
            head,
            origin: self.origin(),
        };
        requests.push(request.clone());
        request
    }

    async fn say(&self, mut wire: Wire, parts: Vec<Part>) -> io::Result<()> {
        for part in parts {
            match part {
                Part::Say(bytes) => self.send(&mut wire, &bytes).await?,
                Part::Endlessly(bytes) => loop {
                    self.send(&mut wire, &bytes).await?;
                },
                Part::Pause(time) => tokio::time::sleep(time).await,
                // The client's going away is the end of it.
                Part::Silence => while wire.read(&mut [0; 64]).await? > 0 {},
                Part::Reset => {
                    // What was said must have left before the break discards it.
                    for _ in 0..50 {
                        tokio::task::yield_now().await;
                    }
                    return wire.reset();
                }
            }
        }
        wire.shutdown().await
    }

    async fn send(&self, wire: &mut Wire, bytes: &[u8]) -> io::Result<()> {
        wire.write_all(bytes).await?;
        *self.sent.lock().expect("whole") += bytes.len() as u64;
        Ok(())
    }
}

/// A connection, with TLS or without.
enum Wire {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Wire {
    async fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Wire::Plain(stream) => stream.read(buffer).await,
            Wire::Tls(stream) => stream.read(buffer).await,
        }
    }

    async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Wire::Plain(stream) => stream.write_all(bytes).await,
            Wire::Tls(stream) => stream.write_all(bytes).await,
        }
    }

    async fn shutdown(&mut self) -> io::Result<()> {
        match self {
            Wire::Plain(stream) => stream.shutdown().await,
            Wire::Tls(stream) => stream.shutdown().await,
        }
    }

    fn reset(self) -> io::Result<()> {
        match self {
            Wire::Plain(stream) => stream.set_zero_linger(),
            Wire::Tls(stream) => stream.get_ref().0.set_zero_linger(),
        }
    }
}

/// For `localhost`, with a certificate of its own making.
fn acceptor() -> TlsAcceptor {
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
    TlsAcceptor::from(Arc::new(config))
}

/// The head of a request, once its body has come as well.
async fn hear(wire: &mut Wire) -> Option<String> {
    let mut buffer = [0; 4096];
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        match wire.read(&mut buffer).await.ok()? {
            0 => return None,
            read => bytes.extend_from_slice(&buffer[..read]),
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.parse().ok())?
    });
    let whole = head + 4 + length.unwrap_or(0);
    while bytes.len() < whole {
        match wire.read(&mut buffer).await.ok()? {
            0 => return None,
            read => bytes.extend_from_slice(&buffer[..read]),
        }
    }
    Some(text)
}

/// A whole answer. `head` is the status, then headers: `"200 OK\r\nETag: x"`.
pub(crate) fn http(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub(crate) fn answer(head: &str, body: impl AsRef<[u8]>) -> Vec<Part> {
    vec![Part::Say(http(head, body.as_ref()))]
}

/// An accepted answer with this `result`.
pub(crate) fn pass(result: &str) -> Vec<Part> {
    let body = format!(r#"{{"status":"PASS","request":null,"message":null,"result":{result}}}"#);
    answer("200 OK\r\nContent-Type: text/plain", body)
}

/// What a service in order would say.
pub(crate) fn honest(request: &Request, file: &[u8]) -> Vec<Part> {
    let origin = &request.origin;
    let job = format!("{origin}/api/public/reports/report/w1/r%2F1%3D%3D");
    match request.endpoint {
        Endpoint::TimeZones => {
            pass(r#"[{"id":"Europe/Istanbul","name":"Istanbul","offsetMillis":10800000}]"#)
        }
        Endpoint::Create => pass(&format!(
            r#"{{"workflowId":"w1","runId":"r/1==","downloadUrl":"","statusUrl":"{job}/status?analyticsAccessToken={TOKEN}"}}"#
        )),
        Endpoint::Status => pass(&format!(
            r#"[{{"jobInfo":{{"workflowId":"w1","runId":"r/1==","downloadUrl":"{job}/download?analyticsAccessToken={TOKEN}"}},"result":{{"runnerState":"CLOSED","detail":"COMPLETED"}}}}]"#
        )),
        Endpoint::Download => {
            let place = format!("{origin}/file?Signature={SIGNATURE}");
            answer(&format!("307 Temporary Redirect\r\nLocation: {place}"), "")
        }
        Endpoint::File => ranged(request, file, "\"v1\""),
        Endpoint::Other => answer("404 Not Found", ""),
    }
}

/// A file, or what is missing of it to whoever has the beginning of this version.
pub(crate) fn ranged(request: &Request, file: &[u8], etag: &str) -> Vec<Part> {
    let from = request
        .header("range")
        .and_then(|range| {
            range
                .strip_prefix("bytes=")?
                .strip_suffix('-')?
                .parse()
                .ok()
        })
        .filter(|from: &usize| *from < file.len() && request.header("if-range") == Some(etag));
    match from {
        None => answer(&format!("200 OK\r\nETag: {etag}"), file),
        Some(from) => {
            let range = format!("bytes {from}-{}/{}", file.len() - 1, file.len());
            let head = format!("206 Partial Content\r\nETag: {etag}\r\nContent-Range: {range}");
            answer(&head, &file[from..])
        }
    }
}

/// The beginning of an answer that was said at once.
pub(crate) fn cut(parts: &[Part], bytes: usize) -> Vec<u8> {
    match parts {
        [Part::Say(whole)] => whole[..bytes.min(whole.len())].to_vec(),
        other => panic!("{other:?} is not said at once"),
    }
}

/// How long an answer is that is said at once.
pub(crate) fn length(parts: &[Part]) -> usize {
    cut(parts, usize::MAX).len()
}
