//! One file a family of formats: how its columns or elements become records.

mod entries;
pub(crate) mod mapped;
pub(crate) mod mapping;
pub(crate) mod onde;
pub(crate) mod oneroster;
pub(crate) mod siecle;

pub use mapping::{Column, Mapping, Proposal, propose_mapping};
