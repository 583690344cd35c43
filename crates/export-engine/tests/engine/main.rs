//! The engine against the practice service, with time, keychain and faults in the test's hands.

mod activity;
mod connections;
mod faults;
mod files;
mod joined;
mod kept;
mod learning;
mod limits;
mod network;
mod parts;
mod places;
mod preset_files;
mod presets;
mod previews;
mod put_aside;
mod races;
#[path = "../raw/mod.rs"]
mod raw;
mod restart;
mod runs;
mod schedules;
#[path = "../secrets/mod.rs"]
mod search;
mod secrets;
mod support;
