//! Where things lie in the checkout.

use std::path::{Path, PathBuf};

/// The root folder of the checkout.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in a folder of the checkout")
}

/// The folder of the user interface.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// Where the demo leaves its file and its screenshots.
pub(crate) fn demo() -> PathBuf {
    root().join("target").join("demo")
}
