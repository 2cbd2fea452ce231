//! The web kit, seen from a browser and from a program.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can't be set up has failed")]
#![expect(clippy::disallowed_methods, reason = "to the server under test, on this machine")]

mod archives;
mod install;
mod sentences;
mod uploads;
mod visits;
