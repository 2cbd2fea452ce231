//! What can be done: one file a use case.

pub(crate) mod deliver;
pub(crate) mod read;
pub(crate) mod tell;
pub(crate) mod tidy;
