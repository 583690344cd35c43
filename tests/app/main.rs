//! The whole app: its real window, the real keychain, the real file dialog, and the practice service as the other end.
//!
//! Each test has a virtual display, a session bus, a keychain and a home folder of its own, and takes them down again.
//! Linux only: this is where WebKit's WebDriver, Xvfb and a Secret Service without a desktop exist.
#![cfg(target_os = "linux")]

mod harness;

mod activity;
mod cancel;
mod closing;
mod connections;
mod demo;
mod existing_file;
mod first_export;
mod interrupted;
mod keyboard;
mod keychain;
mod leaving;
mod leftovers;
mod look_inside;
mod other_exports;
mod preset_files;
mod presets;
mod saved_file;
#[path = "../../crates/export-engine/tests/secrets/mod.rs"]
mod search;
mod secrets;
mod spoken;
mod tasks;
mod tour;
mod window;
