//! What is told.

pub mod hours;
pub mod week;
pub mod wish;

use preau_db::{row, word_column};
use preau_kernel::{Id, PersonId, SpaceId, Timestamp, word};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// Markers for the ids of this crate.
pub mod kinds {
    /// What was said at once to one or many.
    pub enum Told {}
}

/// Id of what was said at once to one or many.
pub type ToldId = Id<kinds::Told>;

/// Persons told at once, at most.
pub const RECIPIENTS: usize = 20_000;

word! {
    /// Whether a notice waits for the hours at which people may be reached.
    pub enum Urgency {
        /// It waits.
        Ordinary = "ordinary",
        /// It goes at once, by every way, and is marked. The head's alone.
        Emergency = "emergency",
    }
}

word_column!(Urgency);

/// What people are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What happened, beginning with the service's name: `wall.posted`. Names the sentence `notice-wall-posted` in the
    /// service's `locales/`.
    pub kind: &'static str,
    /// The thing that it is about. The same person is told once of one kind about one thing.
    pub about: Uuid,
    /// The space in which it happened, if any: its name and colour stand beside the sentence.
    pub space: Option<SpaceId>,
    /// The path that opens the thing: `/s/…/wall/…`.
    pub link: String,
    /// Arguments of the sentence.
    pub args: Vec<(&'static str, String)>,
    /// Who did it; none is Préau itself. Nobody is told of their own doing.
    pub from: Option<PersonId>,
    /// Whether it waits.
    pub urgency: Urgency,
}

row! {
    /// What was said, as it is kept.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Told {
        /// Its id.
        pub id: ToldId,
        /// See [`Notice::kind`].
        pub kind: String,
        /// See [`Notice::about`].
        pub about: Uuid,
        /// See [`Notice::space`].
        pub space: Option<SpaceId>,
        /// See [`Notice::link`].
        pub link: String,
        /// Arguments of the sentence, an object of texts.
        pub args: Value,
        /// See [`Notice::from`].
        pub from_person: Option<PersonId>,
        /// Whether it waited.
        pub urgency: Urgency,
        /// When it was said.
        pub at: Timestamp,
    }
}

row! {
    /// That one person was told, as it is kept.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Receipt {
        /// Of what.
        pub told: ToldId,
        /// Who.
        pub person: PersonId,
        /// See [`Notice::kind`].
        pub kind: String,
        /// See [`Notice::about`].
        pub about: Uuid,
        /// From when on the person sees it.
        pub due: Timestamp,
        /// When open pages and phones were woken for it.
        pub delivered_at: Option<Timestamp>,
        /// When the person opened it, or marked it read.
        pub read_at: Option<Timestamp>,
        /// When a mail told of it.
        pub mailed_at: Option<Timestamp>,
        /// When it was handed over on paper.
        pub paper_at: Option<Timestamp>,
        /// By whom.
        pub paper_by: Option<PersonId>,
    }
}

row! {
    /// A line of somebody's notices.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Line {
        /// Of what.
        pub id: ToldId,
        /// See [`Notice::kind`].
        pub kind: String,
        /// Arguments of the sentence.
        pub args: Value,
        /// The path that opens the thing.
        pub link: String,
        /// Whether it waited.
        pub urgency: Urgency,
        /// From when on the person sees it.
        pub due: Timestamp,
        /// When the person read it.
        pub read_at: Option<Timestamp>,
        /// In which space.
        pub space: Option<SpaceId>,
        /// The space's name.
        pub space_name: Option<String>,
        /// The space's colour.
        pub hue: Option<i64>,
    }
}

/// The key of the sentence of a kind.
pub fn sentence(kind: &str) -> String {
    format!("notice-{}", kind.replace('.', "-"))
}

/// The arguments of a sentence, out of their object.
pub fn arguments(args: &Value) -> Vec<(String, String)> {
    let pairs = args.as_object().into_iter().flatten();
    pairs.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}

/// The service that a kind belongs to: what stands before its first point.
pub fn group(kind: &str) -> &str {
    kind.split('.').next().unwrap_or_default()
}
