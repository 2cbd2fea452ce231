//! What a service puts into the calendar that another service keeps.

use time::Date;
use uuid::Uuid;

use crate::{Audience, PersonId, SpaceId, Timestamp};

/// When something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On whole days, the last one included, whatever the zone.
    Days {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
    /// From a moment to another; equal for something that is due at a moment.
    Moment {
        /// It begins.
        start: Timestamp,
        /// It ends.
        end: Timestamp,
    },
}

/// A date of another service: homework that is due, an appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The service and its kind of thing: `class.homework`.
    pub source: &'static str,
    /// The thing. Another entry of the same source and thing replaces this one.
    pub thing: Uuid,
    /// The space in whose calendar it stands, and for whom there.
    pub space: Option<(SpaceId, Audience)>,
    /// Persons in whose own calendars it stands as well, or alone; 500 at most.
    pub persons: Vec<PersonId>,
    /// What it is, in the words of whoever wrote it.
    pub title: String,
    /// Where it is.
    pub place: String,
    /// When it is.
    pub when: When,
    /// The page that shows it.
    pub link: String,
}
