//! iCalendar (RFC 5545), out and in.
//!
//! Written and read here, and not by a crate: those looked at read nested components by recursion, so that a small file
//! of nothing but `BEGIN:X` ends the server; none says in which line a file is wrong; and each brings a second calendar
//! and a second table of time zones. What is written is read back in the tests by the crate `icalendar`.

mod lines;
mod read;
mod write;

pub use lines::ReadError;
pub use read::{LIMIT, Read, ReadEvent, read};
pub use write::{About, write};
