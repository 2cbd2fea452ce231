//! The binary `preau`: configuration, wiring, commands and operations. No business rule lives here.
//!
//! [`wiring::open`] is the one function that puts an institution together; every command starts from it. A command is
//! one file in `commands/`: it reads its flags, calls services, and speaks through [`voice::Voice`]. `serve/` listens;
//! `backup/` keeps copies for a bad day and moves an institution between engines; `operations/` is the service behind
//! `/transparence` and the operators' pages.
//!
//! **How to add a command**: a variant in `commands/mod.rs`, a file beside it, sentences in `locales/`.
//! **How to add a service**: its line in [`wiring::services`].

mod backup;
mod commands;
pub mod config;
pub mod demo;
mod error;
mod operations;
mod serve;
mod upgrade;
mod voice;
pub mod wiring;

pub use commands::run;
pub use error::ServerError;
pub use serve::FolderLock;

/// The sentences of the server.
pub const TEXTS: &[(&str, &str)] =
    &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];
