//! What everything in Préau agrees on: ids, time, chance, who acts, what they may do, what went wrong and what happened.
//!
//! The kernel knows nothing asynchronous and nothing of SQL or HTTP. A type belongs here when two services, or a
//! service and the frame, must mean the same thing by it; everything else lives with its owner.
//!
//! **Invariants.** Time is read from a [`Clock`] and chance from an [`Entropy`], both handed in, so that a test can
//! replay any hour and any draw. An [`Id`] says what it identifies. A [`Problem`] carries a stable code that a program
//! can rely on and that a translated sentence is found by. What a program may be answered
//! also says its form (`ToSchema`), for `/openapi.json`.

mod actor;
mod calendar;
mod clock;
mod decision;
mod entropy;
mod event;
mod id;
mod problem;
mod words;

pub use actor::{Actor, SignedIn};
pub use calendar::{CalendarEntry, When};
pub use clock::{Clock, ParseTimestampError, SystemClock, Timestamp};
pub use decision::{Can, Decision};
pub use entropy::{Entropy, SystemEntropy};
pub use event::Event;
pub use id::{DeviceId, EventId, Id, InvitationId, JobId, PersonId, RosterId, SessionId, SpaceId, kinds};
pub use problem::{FieldProblem, Kind, Problem, Result};
#[doc(hidden)]
pub use utoipa;
#[doc(hidden)]
pub use words::words_schema;
pub use words::{Audience, Lang, PersonKind, Role, SpaceKind, UnknownWord, Word};
