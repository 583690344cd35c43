//! A loopback server that says exactly what it is told, and remembers exactly what it heard.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one request.
pub(crate) enum Reply {
    /// Sends these bytes at once and closes.
    Whole(Vec<u8>),
    /// Sends these bytes one by one and closes.
    ByteByByte(Vec<u8>),
    /// Sends these bytes one by one, each a good while after the other.
    Drops(Vec<u8>),
    /// Sends these bytes and then nothing, with the connection open.
    Stall(Vec<u8>),
    /// Sends these bytes and then breaks the connection (RST).
    Reset(Vec<u8>),
}

/// One request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The path and query.
    pub(crate) fn target(&self) -> &str {
        self.line.split(' ').nth(1).expect("a request line")
    }

    pub(crate) fn path(&self) -> &str {
        self.target().split('?').next().expect("a path")
    }

    pub(crate) fn query(&self) -> &str {
        self.target().split_once('?').map_or("", |(_, query)| query)
    }
}

pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Server {
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Server {
        Server::start_with(|_| replies.into_iter().collect()).await
    }

    /// The replies may name the server's own base address, which they are given. One for each
    /// request, in order; a request beyond them is recorded and cut off.
    pub(crate) async fn start_with(replies: impl FnOnce(&str) -> Vec<Reply>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        let mut replies = replies(&format!("http://{address}/api/public")).into_iter();
        // It ends with the test's runtime.
        tokio::spawn(async move {
            let mut stalled = Vec::new();
            while let Ok((mut stream, _)) = listener.accept().await {
                let Some(request) = hear(&mut stream).await else {
                    continue;
                };
                heard.lock().expect("no panic while held").push(request);
                if let Some(reply) = replies.next() {
                    stalled.extend(say(stream, reply).await);
                }
            }
        });
        Server { address, requests }
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn base(&self) -> String {
        format!("{}/api/public", self.origin())
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no panic while held").clone()
    }

    /// The only request there was.
    pub(crate) fn request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests[0].clone()
    }
}

async fn hear(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8(bytes[..head].to_vec()).expect("an ASCII head");
    let mut lines = text.split("\r\n");
    let line = lines.next().expect("a request line").to_owned();
    let headers: Vec<(String, String)> = lines
        .map(|line| line.split_once(": ").expect("a header"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, length)| length.parse().expect("a length"));
    while bytes.len() < head + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let body = String::from_utf8(bytes[head + 4..].to_vec()).expect("a UTF-8 body");
    Some(Request {
        line,
        headers,
        body,
    })
}

/// Gives the stream back when it must stay open. A client that went away is no failure here.
async fn say(mut stream: TcpStream, reply: Reply) -> Option<TcpStream> {
    stream.set_nodelay(true).expect("a TCP stream");
    match reply {
        Reply::Whole(bytes) => {
            let _ = stream.write_all(&bytes).await;
            let _ = stream.shutdown().await;
            None
        }
        Reply::ByteByByte(bytes) => {
            for byte in bytes {
                let _ = stream.write_all(&[byte]).await;
                tokio::task::yield_now().await;
            }
            let _ = stream.shutdown().await;
            None
        }
        Reply::Drops(bytes) => {
            for byte in bytes {
                if stream.write_all(&[byte]).await.is_err() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            None
        }
        Reply::Stall(bytes) => {
            let _ = stream.write_all(&bytes).await;
            Some(stream)
        }
        Reply::Reset(bytes) => {
            let _ = stream.write_all(&bytes).await;
            // The bytes must be on their way before the break discards them.
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
            stream.set_zero_linger().expect("a TCP stream");
            None
        }
    }
}

/// A whole answer. `head` is the status, then headers: `"200 OK\r\nETag: x"`.
pub(crate) fn http(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub(crate) fn answer(head: &str, body: &str) -> Reply {
    Reply::Whole(http(head, body.as_bytes()))
}

/// An answer as the service gives it: JSON, called text.
pub(crate) fn json(body: &str) -> Reply {
    answer("200 OK\r\nContent-Type: text/plain;charset=UTF-8", body)
}

/// An accepted answer with this `result`.
pub(crate) fn pass(result: &str) -> Reply {
    json(&format!(
        r#"{{"status":"PASS","request":null,"message":null,"result":{result}}}"#
    ))
}

pub(crate) fn redirect(status: &str, location: &str) -> Reply {
    answer(&format!("{status}\r\nLocation: {location}"), "")
}
