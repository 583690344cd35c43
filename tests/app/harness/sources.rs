//! Where the tests' own files are.

use std::path::PathBuf;

use anyhow::{Context, Result};

/// The folder of the sources, wherever the tests were built.
pub(crate) fn checkout() -> Result<PathBuf> {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR").context("run by cargo")?;
    Ok(PathBuf::from(folder))
}
