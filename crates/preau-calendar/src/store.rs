//! All SQL of the calendar.

pub mod answers;
pub mod events;
pub mod feeds;
pub mod meetings;

/// Lines of a list given at once, at most.
pub const LIST_LIMIT: i64 = 1000;
