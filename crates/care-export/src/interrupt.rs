use std::io;

use export_engine::{Problem, ProblemKind};
use tokio::sync::watch;

use crate::exit::Exit;

/// Ctrl-C and the termination signal. The first asks to stop in order, a second one stops at once.
pub(crate) struct Interrupt(watch::Receiver<bool>);

impl Interrupt {
    /// Takes over both signals for the rest of the program's life.
    pub(crate) fn listen() -> Result<Self, Problem> {
        let mut signals = Signals::new().map_err(|error| ProblemKind::Internal.because(error))?;
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            signals.next().await;
            // Whoever waits holds a receiver; when none is left the program is ending anyway.
            let _ = sender.send(true);
            signals.next().await;
            std::process::exit(Exit::Cancelled.code().into());
        });
        Ok(Interrupt(receiver))
    }

    /// Waits for the first signal; returns at once when it came already.
    pub(crate) async fn wait(&mut self) {
        if self.0.wait_for(|asked| *asked).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Signals {
    interrupt: tokio::signal::windows::CtrlC,
    close: tokio::signal::windows::CtrlClose,
}

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Signals {
            interrupt: tokio::signal::windows::ctrl_c()?,
            close: tokio::signal::windows::ctrl_close()?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.close.recv() => {}
        }
    }
}
