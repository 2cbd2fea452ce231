//! All SQL of class life.

pub mod absences;
pub mod homework;

/// Lines of a list given at once, at most.
pub const LIST_LIMIT: i64 = 500;
