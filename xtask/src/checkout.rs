//! Where things lie in the checkout.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The root folder of the checkout.
pub(crate) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        // As cargo says it when it runs us: with one target folder for several checkouts, we may have
        // been compiled in another.
        let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        xtask
            .parent()
            .expect("xtask lies in a folder of the checkout")
            .to_owned()
    })
}

/// The folder of the user interface.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// Where the pictures of the window go.
pub(crate) fn screenshots() -> PathBuf {
    root().join("target").join("screenshots")
}

/// The guide for newcomers, and its pictures.
pub(crate) fn guide() -> PathBuf {
    root().join("docs").join("guide")
}

/// Where the demo leaves its file and its screenshots.
pub(crate) fn demo() -> PathBuf {
    root().join("target").join("demo")
}
