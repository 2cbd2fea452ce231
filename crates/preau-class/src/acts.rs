//! What can be done: one file a use case. Each act takes the proof that the policy allows it, and changes, records and
//! tells in the caller's transaction.

pub mod absences;
pub mod files;
pub mod forms;
pub mod homework;
pub mod slips;
