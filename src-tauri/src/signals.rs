//! The signals that end a program: a logout, a shutdown, Ctrl-C in a terminal.

use tauri::AppHandle;

/// Ends the app in order at the first signal, so that what is under way can go on later, and at
/// once at the second.
pub(crate) async fn leave_on_signal(app: AppHandle) {
    let Ok(mut signals) = Signals::new() else {
        // The system's own way then applies: it ends the process, and runs go on all the same.
        return;
    };
    signals.next().await;
    tracing::info!("asked to end by a signal");
    app.exit(0);
    signals.next().await;
    std::process::exit(1);
}

#[cfg(unix)]
struct Signals([tokio::signal::unix::Signal; 3]);

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals([
            signal(SignalKind::terminate())?,
            signal(SignalKind::interrupt())?,
            signal(SignalKind::hangup())?,
        ]))
    }

    async fn next(&mut self) {
        let [terminate, interrupt, hangup] = &mut self.0;
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Signals)
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}
