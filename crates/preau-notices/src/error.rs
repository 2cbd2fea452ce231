//! What can go wrong with notices.

use preau_kernel::{Kind, Problem};

/// What can go wrong with notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// Only the head sends an emergency.
    #[error("an emergency is the head's alone")]
    NotTheHead,
    /// A notice opens a page of this site.
    #[error("the link of a notice is a path of this site")]
    Link,
    /// More were to be told than one act tells.
    #[error("too many are to be told at once")]
    TooMany,
}

impl From<NoticeError> for Problem {
    fn from(error: NoticeError) -> Self {
        match error {
            NoticeError::NotTheHead => Self::new(Kind::Forbidden, "emergency-not-the-head").caused_by(error),
            // A service's mistake, never a visitor's.
            NoticeError::Link => Self::internal(error),
            NoticeError::TooMany => Self::new(Kind::TooLarge, "notices-too-many").caused_by(error),
        }
    }
}
