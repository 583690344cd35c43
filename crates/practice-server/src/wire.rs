//! Connections: one loop for each origin, able to hang up in the middle of an answer.

use std::convert::Infallible;
use std::future::poll_fn;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use axum::{Extension, Router};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// Marks, among an answer's extensions, that the connection is to be closed instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HangUp;

/// Lets an answer ask that its connection end with a reset (RST) rather than an orderly close.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reset(Arc<AtomicBool>);

impl Reset {
    pub(crate) fn ask(&self) {
        self.0.store(true, Ordering::SeqCst);
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
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// Answers one connection's requests. A client's rudeness ends its own connection and nothing else.
async fn converse(stream: TcpStream, router: Router) {
    let reset = Reset::default();
    let router = router.layer(Extension(reset.clone()));
    let answers = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = answers.call(request);
        // Boxed because a connection that is not shut down by hyper must be free to move.
        Box::pin(async move {
            let answered: Result<Response<Body>, Infallible> = answer.await;
            match answered {
                Ok(response) if response.extensions().get::<HangUp>().is_some() => Err(HungUp),
                Ok(response) => Ok(response),
                Err(never) => match never {},
            }
        })
    });
    // A client that sends its first bytes late must not meet a half-configured socket: small answers leave at once.
    let _ = stream.set_nodelay(true);
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    let ended = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let stream = connection.into_parts().io.into_inner();
    let _ = end(stream, ended.is_err() && reset.0.load(Ordering::SeqCst)).await;
}

async fn end(mut stream: TcpStream, reset: bool) -> io::Result<()> {
    if reset {
        stream.set_zero_linger()
    } else {
        stream.shutdown().await
    }
}
