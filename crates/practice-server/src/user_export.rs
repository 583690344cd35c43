//! What was asked of a User export.

/// The parameters of a User export, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UserExport {}
