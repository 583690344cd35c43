//! A machine for each test, and hands to work the window with.

mod dialog;
mod driver;
mod keyring;
mod keys;
mod machine;
mod marked;
mod person;
mod program;
mod screen;
mod screen_reader;
mod settled;
mod sources;
mod stage;
mod wait;
mod window;

pub(crate) use dialog::SaveDialog;
pub(crate) use keyring::Prompt;
pub(crate) use machine::Machine;
pub(crate) use marked::marked_processes;
pub(crate) use person::{CONNECTION, ENTER, plain};
pub(crate) use program::Program;
pub(crate) use screen_reader::ScreenReader;
pub(crate) use settled::ahead_of_now;
pub(crate) use sources::checkout;
pub(crate) use stage::{Stage, play, play_on, quick_practice, typed_practice};
pub(crate) use wait::{until, until_some};
pub(crate) use window::{Role, Window};
