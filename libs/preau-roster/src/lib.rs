//! Reads school rosters (ONDE, SIECLE, `OneRoster`, any CSV, ODS or XLSX) and says what they would change.
//!
//! Pure: bytes come from the caller, the day is an argument, nothing is opened or sent. Files are told apart by content
//! and read by events within [`Limits`]; what is wrong becomes a [`Problem`] with a code, a line and a column.
//!
//! ```
//! use preau_roster::{Answers, Field, Known, Options, Report, Roster, compare, read};
//!
//! let mut roster = Roster::new();
//! let options = Options::new(today);
//! for (name, mut file) in files {
//!     read(&name, &mut file, &options, &mut roster)?; // an error refuses the file: drop the roster
//! }
//! let known = Known { people: &people, guardianships: &ties, spaces: &spaces };
//! let difference = compare::<u128, u128>(&roster, known, &Answers::new(), Field::ALL);
//! let report = Report::new(&difference, &roster.problems, |problem| translated(problem));
//! ```
//!
//! The model is in [`Person`] and its neighbours; the rules of matching in [`matching`]; sentences for problems in
//! [`LOCALES`]; invented schools for tests and demonstrations in [`fixtures`].

pub mod fixtures;
mod fold;
mod formats;
mod limits;
pub mod matching;
mod model;
mod problem;
mod read;
mod roster;

pub use fold::{fold, name_key};
pub use formats::{Column, Mapping, Proposal, propose_mapping};
pub use limits::Limits;
pub use matching::{
    Answer, Answers, Counts, Difference, Doubt, End, Evidence, Fate, Field, FieldChange, Known, KnownGuardianship,
    KnownPerson, KnownSpace, Leaving, PersonFate, Report, ReportProblem, SpaceFate, TieFate, compare,
};
pub use model::*;
pub use problem::{Code, Problem, Severity};
pub use read::{Options, Preview, cells::csv_safe, preview, read};
pub use roster::{Roster, Sink};

/// Fluent texts by language: `roster-problem-<code>` for each [`Code`], with the arguments named there.
pub const LOCALES: &[(&str, &str)] =
    &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];
