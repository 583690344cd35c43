//! Connections and runs: the product without a window.
//!
//! An [`Engine`] owns a data folder. Front ends (the window, the command line) call it, watch its
//! events and hold no state of their own. Nothing here knows Tauri, a display or a dialog.

mod activity;
mod budget;
mod clock;
mod columns;
mod connections;
mod direct;
pub mod doctor;
mod engine;
mod file_name;
mod kept;
mod keychain;
mod learning;
mod lists;
mod looks;
mod memory;
mod model;
mod owner;
mod pace;
mod period;
mod preset_file;
mod presets;
mod preview;
mod reports;
mod run;
mod search;
mod service;
mod store;
mod support;
mod zones;

pub use care_api::Password;
pub use clock::{Clock, SystemClock};
pub use columns::plain_headers;
pub use connections::PracticeAccount;
pub use engine::{Engine, EngineConfig, default_data_dir};
pub use keychain::{Keychain, KeychainError, OsKeychain};
pub use memory::forbid_core_dumps;
pub use model::*;
pub use pace::{Pace, Paced};
pub use presets::PresetPlan;
pub use run::Target;
pub use store::Watch;
pub use zones::{system_time_zone, time_zone_named};
