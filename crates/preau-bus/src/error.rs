//! What can go wrong on the bus.

use std::error::Error;

use preau_kernel::{Kind, Problem};

use crate::MAX_PAYLOAD;

/// What can go wrong on the bus.
#[derive(Debug, thiserror::Error)]
pub enum BusError {
    /// The text is no subject or no pattern.
    #[error("{text:?} is not a subject: {why}")]
    Malformed {
        /// The text.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The payload is larger than [`MAX_PAYLOAD`].
    #[error("a payload of {size} bytes is over the limit of {MAX_PAYLOAD}")]
    TooLarge {
        /// Its size in bytes.
        size: usize,
    },
    /// NATS does not answer.
    #[error("NATS: {0}")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}

impl From<BusError> for Problem {
    fn from(error: BusError) -> Self {
        match error {
            // Subjects and payloads are made by Préau, never by a visitor.
            BusError::Malformed { .. } | BusError::TooLarge { .. } => Self::internal(error),
            BusError::Unavailable(_) => Self::new(Kind::Unavailable, "bus-unavailable").caused_by(error),
        }
    }
}
