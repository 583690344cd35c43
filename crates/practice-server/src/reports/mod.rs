//! The rows and columns of the reports, one module for each family.

pub(crate) mod actions;
pub(crate) mod conversations;
pub(crate) mod intervals;
pub(crate) mod performance;
pub(crate) mod posts;
mod shared;
pub(crate) mod states;
pub(crate) mod user;
