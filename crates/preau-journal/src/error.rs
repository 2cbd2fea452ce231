//! What can go wrong in the journal.

use preau_db::DbError;
use preau_kernel::Problem;

/// A result of this crate.
pub type Result<T, E = JournalError> = std::result::Result<T, E>;

/// What can go wrong in the journal. What verification *finds* is no error: see [`Fault`](crate::Fault).
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// The verb is not in [`VERBS`](crate::VERBS), so no reader would find a sentence for it.
    #[error("the verb {0:?} is not in the journal's list")]
    UnknownVerb(String),
    /// The detail of an entry breaks the rules of [`Entry`](crate::Entry).
    #[error("the detail of a {verb:?} entry {why}")]
    Detail {
        /// The entry's verb.
        verb: String,
        /// Which rule it breaks.
        why: &'static str,
    },
    /// [`establish`](crate::establish) was never called on this database.
    #[error("the journal has no key yet")]
    NotEstablished,
    /// A key, a checkpoint or a proof can't be read, or does not say what it should.
    #[error("{0}")]
    Proof(&'static str),
    /// The tree in the database has not the form that its size asks for; `preau journal verify` says where.
    #[error("the journal's tree is damaged: {0}")]
    Damaged(&'static str),
    /// Writing or reading an export failed.
    #[error("the journal's export: {0}")]
    Io(#[from] std::io::Error),
}

impl From<JournalError> for Problem {
    fn from(error: JournalError) -> Self {
        match error {
            JournalError::Db(error) => error.into(),
            JournalError::Proof(_) => Self::new(preau_kernel::Kind::Invalid, "journal-proof").caused_by(error),
            other => Self::internal(other),
        }
    }
}
