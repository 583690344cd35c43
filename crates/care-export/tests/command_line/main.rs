//! The real program, mostly against a practice service in this process.

mod accounts;
mod bench;
mod convert;
mod doctor;
mod failures;
mod look;
mod practice;
mod presets;
mod saving;
#[cfg(unix)]
mod signals;
#[cfg(target_os = "linux")]
mod terminal;
