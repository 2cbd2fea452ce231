//! Reads school rosters and says what they would change.

mod fold;
mod limits;
pub mod matching;
mod model;
mod problem;
mod roster;

pub use fold::{fold, name_key};
pub use limits::Limits;
pub use matching::{
    Answer, Answers, Counts, Difference, Doubt, End, Evidence, Fate, Field, FieldChange, Known, KnownGuardianship,
    KnownPerson, KnownSpace, Leaving, PersonFate, Report, ReportProblem, SpaceFate, TieFate, compare,
};
pub use model::*;
pub use problem::{Code, Problem, Severity};
pub use roster::{Roster, Sink};
