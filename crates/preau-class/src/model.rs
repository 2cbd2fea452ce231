//! What class life is made of, and the rules that need nothing but it.

mod absence;
mod homework;

pub use absence::{Absence, AbsenceId, AbsenceKind, AbsenceState, NewAbsence, Reason, answer_words};
pub use homework::{BODY, Homework, HomeworkId, NewHomework, Past, Word, WordId, Work, WorkState, deadline};

/// Markers for the ids of this crate.
pub mod kinds {
    /// An absence of a child.
    pub enum Absence {}
    /// Homework that was given.
    pub enum Homework {}
    /// A guardian's word about homework.
    pub enum Word {}
}
