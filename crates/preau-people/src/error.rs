//! What can go wrong with people and spaces.

use preau_kernel::{Kind, Problem};

/// What can go wrong with people and spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PeopleError {
    /// The institution would have no administrator.
    #[error("the last administrator stays")]
    LastAdministrator,
    /// The institution has no space of its own yet.
    #[error("the institution was not set up yet")]
    NotFounded,
    /// The person left.
    #[error("the person has left")]
    HasLeft,
    /// Nobody answers for themselves, or for someone who is not a learner or patient.
    #[error("this person can't answer for that one")]
    NoGuardian,
    /// Two rows of one kind only can be one person.
    #[error("these two can't be one person")]
    NotTheSame,
    /// The code is unknown, used up or too old.
    #[error("the invitation is over")]
    InvitationOver,
    /// The invitation is for those who have an account.
    #[error("the invitation is for those who have an account")]
    NotForGuests,
    /// The year has no spaces, or was turned already.
    #[error("there is nothing to turn")]
    NothingToTurn,
    /// Too late to be undone.
    #[error("too late to undo")]
    TooLate,
    /// The space has as many members as it can hold.
    #[error("the space is full")]
    SpaceFull,
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        let (kind, code) = match error {
            PeopleError::LastAdministrator => (Kind::Conflict, "last-administrator"),
            PeopleError::NotFounded => (Kind::Conflict, "not-founded"),
            PeopleError::HasLeft => (Kind::Conflict, "has-left"),
            PeopleError::NoGuardian => (Kind::Invalid, "no-guardian"),
            PeopleError::NotTheSame => (Kind::Invalid, "not-the-same"),
            PeopleError::InvitationOver => (Kind::Gone, "invitation-over"),
            PeopleError::NotForGuests => (Kind::Conflict, "not-for-guests"),
            PeopleError::NothingToTurn => (Kind::Conflict, "nothing-to-turn"),
            PeopleError::TooLate => (Kind::Gone, "too-late"),
            PeopleError::SpaceFull => (Kind::Quota, "space-full"),
        };
        Self::new(kind, code).caused_by(error)
    }
}
