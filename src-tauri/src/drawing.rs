//! How WebKitGTK draws the page.

use std::fs;

use gtk::glib;

/// With this WebKit draws the page at once, without layers that a graphics card would lay together. "0" asks for the
/// contrary.
const WITHOUT_LAYERS: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Has the page drawn without layers where there is no graphics card, as on a remote desktop. WebKit would otherwise draw
/// on a card that the processor imitates, which takes it much longer. Who set the variable is heeded.
///
/// To be called before anything else runs: it changes the environment of the process.
pub(crate) fn spare_missing_card() {
    if !has_card()
        && let Err(error) = glib::setenv(WITHOUT_LAYERS, "1", false)
    {
        eprintln!("The page is drawn on an imitated graphics card: {error}");
    }
}

/// Whether there is a card that programs can draw on: each has such a file.
fn has_card() -> bool {
    fs::read_dir("/dev/dri").is_ok_and(|files| {
        files
            .flatten()
            .any(|file| file.file_name().as_encoded_bytes().starts_with(b"renderD"))
    })
}
