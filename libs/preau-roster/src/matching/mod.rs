//! What a roster would change in an institution, before anything is written.
//!
//! [`compare`] takes what the files say and what the institution knows, and gives a [`Difference`]. It believes, in
//! this order: identifiers; then exact folded names with the same date of birth; then, where a side has no date of
//! birth, exact names with a second sign (a shared class, child, e-mail address or telephone). What is only likely (the
//! name alone, two candidates, a near name on the same birthday, a birthday that differs by one slip) is *doubtful*: it
//! is asked, never guessed, and the [`Answer`] comes back in the next comparison.
//!
//! **Who is leaving.** Someone who is absent from the files leaves only if a file of the family of formats that brought
//! them is a complete list of people like them ([`crate::Coverage`]): a SIECLE pupils' file covers the learners that
//! SIECLE brought; an ONDE file covers the classes that appear in it, since schools export one class or several; a
//! spreadsheet covers nobody unless its mapping says that it is complete. People made by hand never leave by a file.
//! Someone who is a candidate of a doubt does not leave before the doubt is settled.
//!
//! **Invariants.** The same input gives the same output in the same order. Applying a difference and comparing again
//! gives nothing to do. The cost grows with the number of people, not with its square: every search goes through an
//! index, and a list of homonyms is read up to a limit.

mod changes;
mod children;
mod index;
mod leaving;
mod people;
mod report;
#[cfg(test)]
mod tests;
mod ties;

use std::{collections::HashMap, hash::Hash};

use serde::Serialize;

pub use changes::{Field, FieldChange};
pub use report::{Counts, Report, ReportProblem};

use crate::{Authority, Family, Kind, Part, Person, Problem, Roster, SpaceKey};

/// Someone whom the institution knows.
#[derive(Clone, Debug)]
pub struct KnownPerson<P> {
    /// Their id in the institution.
    pub id: P,
    /// What is known. [`Person::key`] and [`Person::place`] are not looked at.
    pub person: Person,
    /// Classes and groups that a roster put them in. Leave out what was done by hand.
    pub spaces: Vec<(SpaceKey, Part)>,
    /// The family of formats that brought them; `None` for people made by hand.
    pub family: Option<Family>,
    /// Whether they have already left.
    pub left: bool,
}

/// A guardianship that the institution knows.
#[derive(Clone, Debug)]
pub struct KnownGuardianship<P> {
    /// The guardian.
    pub guardian: P,
    /// The child.
    pub child: P,
    /// Legal authority.
    pub authority: Authority,
    /// Kinship code.
    pub kinship: Option<String>,
    /// Whether they pay the fees.
    pub pays: Option<bool>,
    /// Whether they are to be called.
    pub contact: Option<bool>,
    /// The family of formats that brought it; `None` for what was made by hand.
    pub family: Option<Family>,
}

/// A class or group that the institution knows.
#[derive(Clone, Debug)]
pub struct KnownSpace<S> {
    /// Its id in the institution.
    pub id: S,
    /// Kind and code.
    pub key: SpaceKey,
    /// Name.
    pub name: String,
    /// Level.
    pub level: Option<String>,
    /// The family of formats that brought it; `None` for what was made by hand.
    pub family: Option<Family>,
}

/// What the institution knows, archived people included.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a, P, S> {
    /// People.
    pub people: &'a [KnownPerson<P>],
    /// Guardianships.
    pub guardianships: &'a [KnownGuardianship<P>],
    /// Classes and groups that rosters brought.
    pub spaces: &'a [KnownSpace<S>],
}

/// What somebody decided about a doubtful person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer<P> {
    /// They are this known person.
    Is(P),
    /// They are someone new.
    New,
    /// Leave them aside this time.
    Skip,
}

/// Answers to doubts, by [`Person::key`].
pub type Answers<P> = HashMap<String, Answer<P>>;

/// What an id must be able to do.
pub trait Id: Copy + Eq + Hash + Ord {}
impl<T: Copy + Eq + Hash + Ord> Id for T {}

/// How a match was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Somebody said so.
    Answer,
    /// The same identifier in the same system.
    Identifier,
    /// Exact names and date of birth.
    NameAndBirth,
    /// Exact names and a shared class, child, e-mail address or telephone.
    NameAndSign,
}

/// Why a person is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Their identifiers belong to different known people.
    IdentifiersDisagree,
    /// Same identifier, but neither name nor date of birth agree.
    IdentifierOfAnother,
    /// Same names and date of birth, but another identifier in the same system.
    IdentifierDiffers,
    /// Several known people have these names.
    SeveralCandidates,
    /// Several people of the files would be the same known person.
    Rivals,
    /// Same names, no date of birth to compare, no other sign.
    NameOnly,
    /// Same names; the dates of birth differ by one slip (day and month swapped, or one of the three wrong).
    BirthSlip,
    /// Same date of birth or same child, and nearly the same names: a slip, a marriage, or a twin.
    NearName,
    /// Same e-mail address, other names.
    SameEmail,
}

/// Why a known person is leaving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Leaving {
    /// A complete list no longer has them.
    Absent,
    /// The file says so.
    Said(crate::Left),
}

/// What becomes of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fate")]
pub enum Fate<P> {
    /// Unknown so far.
    New,
    /// Known, and nothing differs. Identifiers of [`crate::System::Row`] may still be new: add them silently.
    Unchanged {
        /// The known person.
        id: P,
        /// How they were recognised.
        by: Evidence,
    },
    /// Known, and something differs.
    Changed {
        /// The known person.
        id: P,
        /// How they were recognised.
        by: Evidence,
        /// What differs, in the order of [`Field`].
        changes: Vec<FieldChange>,
    },
    /// Known, and going.
    Leaving {
        /// The known person.
        id: P,
        /// Why.
        why: Leaving,
    },
    /// To be asked.
    Doubtful {
        /// Why.
        why: Doubt,
        /// Whom they might be, most likely first.
        candidates: Vec<P>,
    },
    /// Left aside: somebody said so, or they had left before the institution knew them.
    Skipped,
}

/// What becomes of one person, and where they stand in the files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonFate<P> {
    /// Position in [`Roster::people`]; `None` for someone absent from the files.
    pub incoming: Option<usize>,
    /// Learner, guardian or staff.
    pub kind: Kind,
    /// What becomes of them.
    #[serde(flatten)]
    pub fate: Fate<P>,
}

/// One end of a guardianship of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum End<P> {
    /// A known person.
    Known(P),
    /// A new person: position in [`Roster::people`].
    Incoming(usize),
}

/// What becomes of one guardianship.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fate")]
pub enum TieFate<P> {
    /// Unknown so far.
    New {
        /// Position in [`Roster::guardianships`].
        incoming: usize,
        /// The guardian.
        guardian: End<P>,
        /// The child.
        child: End<P>,
    },
    /// Known, and something that the file says differs.
    Changed {
        /// Position in [`Roster::guardianships`].
        incoming: usize,
        /// The guardian.
        guardian: P,
        /// The child.
        child: P,
    },
    /// No longer in a complete list. Limits that a court set stay with the person who keeps them.
    Leaving {
        /// The guardian.
        guardian: P,
        /// The child.
        child: P,
    },
}

/// What becomes of one class or group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fate")]
pub enum SpaceFate<S> {
    /// Unknown so far.
    New {
        /// Position in [`Roster::spaces`].
        incoming: usize,
    },
    /// Known by another name or level.
    Changed {
        /// Position in [`Roster::spaces`].
        incoming: usize,
        /// The known space.
        id: S,
    },
    /// Known, and nothing differs.
    Unchanged {
        /// Position in [`Roster::spaces`].
        incoming: usize,
        /// The known space.
        id: S,
    },
    /// No longer in a complete list.
    Leaving {
        /// The known space.
        id: S,
    },
}

/// What the files would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference<P, S> {
    /// One for each person of the files, in their order, then one for each who is absent and leaving.
    pub people: Vec<PersonFate<P>>,
    /// Guardianships that are new, changed or leaving. Those of doubtful people wait.
    pub guardianships: Vec<TieFate<P>>,
    /// Classes and groups.
    pub spaces: Vec<SpaceFate<S>>,
    /// Guardianships whose child could not be told, for instance.
    pub problems: Vec<Problem>,
}

impl<P, S> Difference<P, S> {
    /// Whether applying it would change nothing.
    pub fn is_empty(&self) -> bool {
        self.guardianships.is_empty()
            && self.spaces.iter().all(|space| matches!(space, SpaceFate::Unchanged { .. }))
            && self.people.iter().all(|one| matches!(one.fate, Fate::Unchanged { .. } | Fate::Skipped))
    }
}

/// Compares what files say with what the institution knows. `fields` are those that the institution keeps and the file
/// may change: [`Field::ALL`], or fewer.
pub fn compare<P: Id, S: Id>(
    roster: &Roster,
    known: Known<'_, P, S>,
    answers: &Answers<P>,
    fields: &[Field],
) -> Difference<P, S> {
    let index = index::KnownIndex::new(known);
    let spaces_of = index::spaces_of(roster);
    let mut pairing = people::Pairing::new(roster, known, &index, &spaces_of);
    pairing.take_answers(answers);
    pairing.pair(Kind::Learner, &[]);
    let (children, problems) = children::resolve(roster, known, &index, &spaces_of);
    let children_of = children::by_guardian(roster, &children, &pairing);
    pairing.pair(Kind::Guardian, &children_of);
    pairing.pair(Kind::Staff, &[]);

    let mut people: Vec<_> = (0..roster.people.len()).map(|incoming| pairing.fate(incoming, fields)).collect();
    let absent = leaving::absent(roster, known, &index, &pairing);
    people.extend(absent);
    Difference {
        people,
        guardianships: ties::compare(roster, known, &children, &pairing),
        spaces: leaving::spaces(roster, known),
        problems,
    }
}
