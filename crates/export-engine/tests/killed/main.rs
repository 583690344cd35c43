//! Runs whose process is killed, with SIGKILL, at any instant: nothing is lost, nothing is made
//! twice, and nothing is left lying about.
//!
//! The service is in the test's process. The engine is in a process of its own, the victim: this
//! very program, started once more. Both live by a clock that runs faster than the real one, so that
//! polls and limits take milliseconds.
#![cfg(unix)]

mod clock;
#[cfg(target_os = "linux")]
mod disk;
#[cfg(target_os = "linux")]
mod hostile;
mod instants;
mod owners;
#[cfg(target_os = "linux")]
#[path = "../raw/mod.rs"]
mod raw;
mod scene;
#[cfg(target_os = "linux")]
#[path = "../secrets/mod.rs"]
mod secrets;
#[cfg(target_os = "linux")]
mod share;
mod steps;
mod victim;
