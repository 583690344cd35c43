//! Connections: one loop for each origin, able to hang up in the middle of an answer.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use axum::{Extension, Router};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// How long to leave a system alone that has no connection to give.
const ACCEPT_AGAIN: Duration = Duration::from_millis(20);

/// What is sent when there is nothing to say.
pub(crate) const SPACES: &[u8] = &[b' '; 64 * 1024];

/// Marks, among an answer's extensions, that the connection is to be closed instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HangUp;

/// The answer that closes the connection.
pub(crate) fn hang_up() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(HangUp);
    response
}

/// What faults may ask of the connection that their answer leaves by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wire(Arc<Asked>);

#[derive(Debug, Default)]
struct Asked {
    flushed: Notify,
    /// Bytes to send after the last answer, whatever its length said.
    more: AtomicU64,
    reset: AtomicBool,
}

impl Wire {
    /// Waits for the next time that nothing is held back: only then can a fault close the connection after so many bytes
    /// exactly.
    pub(crate) async fn flushed(self) {
        self.0.flushed.notified().await;
    }

    /// Sends so many spaces when the connection would close.
    pub(crate) fn send_more(&self, bytes: u64) {
        self.0.more.store(bytes, Ordering::Relaxed);
    }

    /// Ends the connection with a reset.
    pub(crate) fn reset(&self) {
        self.0.reset.store(true, Ordering::Relaxed);
    }
}

/// A connection that does what was asked of it.
struct Watched {
    stream: TcpStream,
    wire: Wire,
}

impl Drop for Watched {
    fn drop(&mut self) {
        if self.wire.0.reset.load(Ordering::Relaxed) {
            // Closing without lingering is a reset; a socket that can't do that is closed in order.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        if flushed.is_ready() {
            self.wire.0.flushed.notify_waiters();
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            let more = self.wire.0.more.load(Ordering::Relaxed);
            if more == 0 {
                break;
            }
            let most = usize::try_from(more).unwrap_or(usize::MAX);
            let spaces = &SPACES[..most.min(SPACES.len())];
            let sent = ready!(Pin::new(&mut self.stream).poll_write(context, spaces))?;
            self.wire
                .0
                .more
                .store(more - sent as u64, Ordering::Relaxed);
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[derive(Debug)]
struct HungUp;

impl std::fmt::Display for HungUp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("hung up as the script says")
    }
}

impl std::error::Error for HungUp {}

/// Serves connections until the task is aborted, which closes all of them.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, router.clone()));
                }
                // Out of file descriptors, or the client has gone again: neither ends the service.
                Err(_) => tokio::time::sleep(ACCEPT_AGAIN).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Answers one connection's requests. A client's rudeness ends its own connection and nothing else.
async fn converse(stream: TcpStream, router: Router) {
    let wire = Wire::default();
    let answers = TowerToHyperService::new(router.layer(Extension(wire.clone())));
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = answers.call(request);
        async move {
            let answered: Result<Response<Body>, Infallible> = answer.await;
            match answered {
                Ok(response) if response.extensions().get::<HangUp>().is_some() => Err(HungUp),
                Ok(response) => Ok(response),
                Err(never) => match never {},
            }
        }
    });
    // Small answers leave at once; a socket that cannot do that serves all the same.
    let _ = stream.set_nodelay(true);
    // Hanging up is an error to hyper, and is what was wanted.
    let io = TokioIo::new(Watched { stream, wire });
    let _ = http1::Builder::new().serve_connection(io, service).await;
}
