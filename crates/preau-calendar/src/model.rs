//! What a calendar is made of, and the rules that need nothing but it.

mod event;
mod meeting;
mod repeat;

pub(crate) use event::day;
pub use event::{Answer, AnswerWord, Bring, Event, EventId, Need, NeedId, NewEvent, Occurrence, occurrences};
pub use meeting::{NewRound, Round, RoundId, Slot, SlotId, slots};
pub use repeat::{Every, Repeat, RepeatError};

/// Markers for the ids of this crate.
pub mod kinds {
    /// Something with a date.
    pub enum Event {}
    /// Something that is to be brought.
    pub enum Need {}
    /// A secret address of a calendar.
    pub enum Feed {}
    /// A round of appointments.
    pub enum Round {}
    /// One appointment.
    pub enum Slot {}
}

/// Id of a secret address.
pub type FeedId = preau_kernel::Id<kinds::Feed>;

/// Days between two of which anything is asked for, at most: a school year and its holidays.
pub const SPAN: i64 = 800;
