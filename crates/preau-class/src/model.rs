//! What class life is made of, and the rules that need nothing but it.

mod homework;

pub use homework::{BODY, Homework, HomeworkId, NewHomework, Past, Word, WordId, Work, WorkState, deadline};

/// Markers for the ids of this crate.
pub mod kinds {
    /// Homework that was given.
    pub enum Homework {}
    /// A guardian's word about homework.
    pub enum Word {}
}
