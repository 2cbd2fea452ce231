//! All SQL of class life.

pub mod absences;
pub mod files;
pub mod forms;
pub mod homework;
pub mod slips;

/// Lines of a list given at once, at most.
pub const LIST_LIMIT: i64 = 500;
