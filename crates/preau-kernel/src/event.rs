//! What happened, as told to the other services.

use serde::{Deserialize, Serialize};

use crate::{EventId, SpaceId, Timestamp};

/// Something that happened, written to the outbox in the same transaction as the change itself.
///
/// Whoever handles it must be ready to see the same id twice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The event's own id.
    pub id: EventId,
    /// What happened: `people.space-opened`, `people.person-left`, …; the first part names the crate that tells.
    pub name: String,
    /// The space it happened in, if any: those who look at it are woken.
    pub space: Option<SpaceId>,
    /// When.
    pub at: Timestamp,
    /// The particulars; ids, never personal data.
    pub payload: serde_json::Value,
}
