//! What can be done: one file a use case.

pub(crate) mod deliver;
pub(crate) mod mail;
pub(crate) mod paper;
pub(crate) mod push;
pub(crate) mod read;
pub(crate) mod tell;
pub(crate) mod tidy;
pub(crate) mod wishes;
