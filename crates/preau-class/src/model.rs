//! What class life is made of, and the rules that need nothing but it.

mod absence;
mod file;
mod form;
mod homework;
mod slip;

pub use absence::{Absence, AbsenceId, AbsenceKind, AbsenceState, NewAbsence, Reason, answer_words};
pub use file::{FILE_BYTES, FILES, File, FileId};
pub use form::{
    Answers, AskedOf, Choose, FIELDS, FORM_BODY, Form, FormId, NewForm, Progress, QUESTIONS, Question, Reply, SignedBy,
    progress,
};
pub use homework::{BODY, Homework, HomeworkId, NewHomework, Past, Word, WordId, Work, WorkState, deadline};
pub use slip::{Batch, BatchId, Reading, Seen, SlipRow, Unread};

/// Markers for the ids of this crate.
pub mod kinds {
    /// An absence of a child.
    pub enum Absence {}
    /// A batch of slips that were photographed.
    pub enum Batch {}
    /// Something attached.
    pub enum File {}
    /// A form.
    pub enum Form {}
    /// Homework that was given.
    pub enum Homework {}
    /// The proof of an answer.
    pub enum Proof {}
    /// A guardian's word about homework.
    pub enum Word {}
}
