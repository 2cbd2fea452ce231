//! Who acts.

use crate::{PersonId, PersonKind, Role, SessionId};

/// Who asks for something to be done or shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Not signed in.
    Nobody,
    /// A person, signed in.
    Person(SignedIn),
    /// Préau itself: a job, a command typed by the operator.
    System,
}

/// A person and how they are signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Who it is.
    pub person: PersonId,
    /// The session that this act belongs to.
    pub session: SessionId,
    /// What the person is to the institution.
    pub kind: PersonKind,
    /// The person's role in the institution's own space: owner (administrator), manager (head, secretary), auditor.
    pub office: Option<Role>,
    /// Whether a second factor or a passkey was used.
    pub strong: bool,
    /// What the person is called, for the page's corner.
    pub name: String,
}

impl Actor {
    /// The person who acts, if it is one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(signed_in) => Some(signed_in.person),
            Self::Nobody | Self::System => None,
        }
    }

    /// The person's role in the institution's own space.
    pub fn office(&self) -> Option<Role> {
        match self {
            Self::Person(signed_in) => signed_in.office,
            Self::Nobody | Self::System => None,
        }
    }

    /// May change the institution's settings: its owner, or Préau itself.
    pub fn administers(&self) -> bool {
        matches!(self, Self::System) || self.office() == Some(Role::Owner)
    }

    /// Runs the institution day by day: administrator, head, secretary, or Préau itself.
    pub fn runs(&self) -> bool {
        self.administers() || self.office() == Some(Role::Manager)
    }
}
