//! Slips of paper that were printed for a form, and what was read of their photographs.

use preau_blob::BlobId;
use preau_db::row;
use preau_kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};

use super::{FormId, kinds};

/// Id of a batch.
pub type BatchId = preau_kernel::Id<kinds::Batch>;

row! {
    /// A slip that was printed: whose answer it will bring.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct SlipRow {
        /// What is printed on it: [`preau_slip::Code`], drawn at random.
        pub code: i64,
        /// Of which form.
        pub form: FormId,
        /// For which child.
        pub child: PersonId,
        /// Who signs it; the child, where any one of the family does.
        pub person: PersonId,
        /// When it was first printed.
        pub at: Timestamp,
    }
}

row! {
    /// A batch of photographed slips that waits for somebody to look at the doubtful ones.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Batch {
        /// Its id.
        pub id: BatchId,
        /// Of which form.
        pub form: FormId,
        /// Who photographed.
        pub by_person: PersonId,
        /// What was read, as JSON: a [`Reading`].
        pub read: serde_json::Value,
        /// When.
        pub at: Timestamp,
    }
}

/// What was read of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The slips of this form, by the names of the children.
    pub slips: Vec<Seen>,
    /// Places that look like a slip and can't be read: cut out, for somebody to type the letters.
    pub unread: Vec<Unread>,
    /// Slips of other forms, or of none: they belong elsewhere.
    pub foreign: usize,
    /// Names of files that are no pictures, or too large.
    pub unreadable: Vec<String>,
    /// What somebody has to look at: slips cut out of the photographs, which themselves are not kept.
    pub pictures: Vec<BlobId>,
}

/// A slip as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its code.
    pub code: i64,
    /// For which child.
    pub child: PersonId,
    /// Who signs it; the child, where any one of the family does.
    pub person: PersonId,
    /// For each question, each box: ticked, empty, or not to be told.
    pub boxes: Vec<Vec<Option<bool>>>,
    /// Whether somebody signed; `None` if that can't be told. A slip without an area to sign counts as signed.
    pub signed: Option<bool>,
    /// How it looks, for somebody to judge: a picture's number. Only of those that somebody has to look at.
    pub picture: Option<usize>,
}

impl Seen {
    /// The answers, if all is told and they are answers: `one` says for each question whether exactly one is chosen.
    pub fn answers(&self, one: &[bool]) -> Option<super::Answers> {
        let question = |(boxes, one): (&Vec<Option<bool>>, &bool)| {
            let told: Option<Vec<bool>> = boxes.iter().copied().collect();
            let chosen: Vec<usize> =
                told?.into_iter().enumerate().filter_map(|(place, ticked)| ticked.then_some(place)).collect();
            (!one || chosen.len() == 1).then_some(chosen)
        };
        self.boxes.iter().zip(one).map(question).collect()
    }
}

/// A slip whose code can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    /// How it looks: a picture's number.
    pub picture: usize,
}
