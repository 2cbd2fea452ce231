//! The tamper-evident record of sensitive acts.
mod canonical;
mod digest;
mod entry;
mod error;
mod record;
mod store;
pub mod verbs;

pub use digest::Digest;
pub use entry::{Body, DETAIL_LIMIT, Entry, EntryId, JournalEntry};
pub use error::{JournalError, Result};
pub use record::record;
pub use store::MIGRATIONS;
pub use verbs::{VERBS, Verb, verb_key};

/// The sentences: language tag and Fluent source.
pub const TEXTS: &[(&str, &str)] =
    &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];
