//! Notifications of the desktop. A desktop without any is no reason to say anything.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::oneshot;

/// How many notifications are listened to at once: some desktops keep them for days.
const MOST_LISTENED_TO: usize = 8;

static LISTENED_TO: AtomicUsize = AtomicUsize::new(0);

/// Shows a notification. `clicked` is called when the person clicks it; the receiver ends when it
/// is gone, or could not be shown.
pub(crate) fn show(
    sentence: String,
    clicked: impl FnOnce() + Send + 'static,
) -> oneshot::Receiver<()> {
    let (gone, receiver) = oneshot::channel();
    // A thread of its own: the desktop may take its time, or never answer.
    std::thread::spawn(move || {
        let shown = notify_rust::Notification::new()
            .appname("Care Exporter")
            // The title, because a body may be read as markup, and holds the name of a file.
            .summary(&sentence)
            .icon("care-exporter")
            .action("default", "default")
            .show();
        match shown {
            Ok(handle) => {
                if LISTENED_TO.fetch_add(1, Ordering::SeqCst) < MOST_LISTENED_TO {
                    listen(handle, clicked);
                }
                LISTENED_TO.fetch_sub(1, Ordering::SeqCst);
            }
            Err(error) => tracing::info!(%error, "no notification could be shown"),
        }
        drop(gone);
    });
    receiver
}

#[cfg(not(target_os = "macos"))]
fn listen(handle: notify_rust::NotificationHandle, clicked: impl FnOnce()) {
    let mut was_clicked = false;
    let heard = handle.wait_for_response(|response: &notify_rust::NotificationResponse| {
        was_clicked = response.is_default_action();
    });
    if heard.is_ok() && was_clicked {
        clicked();
    }
}

/// A click there opens the app by itself, which shows the window.
#[cfg(target_os = "macos")]
fn listen(_: notify_rust::NotificationHandle, _: impl FnOnce()) {}
