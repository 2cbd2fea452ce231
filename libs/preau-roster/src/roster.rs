//! Where records go: the [`Sink`] that a reading writes into, and [`Roster`], the sink that keeps everything.

use std::collections::HashMap;

use serde::Serialize;

use crate::{Guardianship, Membership, Person, Problem, Source, Space};

/// Receives records as they are read. References between records go by key and may point forwards.
///
/// If [`crate::read`] fails, everything that this file gave before must be dropped by whoever owns the sink.
pub trait Sink {
    /// A person.
    fn person(&mut self, person: Person);
    /// One guardian, one child.
    fn guardianship(&mut self, guardianship: Guardianship);
    /// A class or group; the same one may come several times.
    fn space(&mut self, space: Space);
    /// Someone's part in a class or group.
    fn membership(&mut self, membership: Membership);
    /// A row that was not understood, or something to know.
    fn problem(&mut self, problem: Problem);
    /// What the file was; comes after its last record.
    fn source(&mut self, source: Source);
}

/// Everything that one or several files say, ready for [`crate::compare`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Roster {
    /// People, in the order of the files.
    pub people: Vec<Person>,
    /// Guardianships.
    pub guardianships: Vec<Guardianship>,
    /// Classes and groups, each once.
    pub spaces: Vec<Space>,
    /// Who is in which class or group.
    pub memberships: Vec<Membership>,
    /// What was wrong.
    pub problems: Vec<Problem>,
    /// The files.
    pub sources: Vec<Source>,
    #[serde(skip)]
    index: Index,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Index {
    people: HashMap<String, usize>,
    spaces: HashMap<crate::SpaceKey, usize>,
}

impl Roster {
    /// An empty roster.
    pub fn new() -> Self {
        Self::default()
    }

    /// The position in [`Roster::people`] of the person with that key.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.index.people.get(key).copied()
    }

    /// The person with that key.
    pub fn person(&self, key: &str) -> Option<&Person> {
        self.position(key).and_then(|position| self.people.get(position))
    }
}

impl Sink for Roster {
    /// A person whose key is known is the same person in a second file (the pupils' file given twice, one ONDE file a
    /// class): the first is kept and what it lacks is taken from the second.
    fn person(&mut self, person: Person) {
        if let Some(known) = self.index.people.get(&person.key).and_then(|position| self.people.get_mut(*position)) {
            complete(known, person);
        } else {
            self.index.people.insert(person.key.clone(), self.people.len());
            self.people.push(person);
        }
    }

    fn guardianship(&mut self, guardianship: Guardianship) {
        self.guardianships.push(guardianship);
    }

    /// A space that comes again may know its name (`Structures.xml`) where the first only knew its code.
    fn space(&mut self, space: Space) {
        if let Some(known) = self.index.spaces.get(&space.key).and_then(|position| self.spaces.get_mut(*position)) {
            if known.name == known.key.code {
                known.name = space.name;
            }
            known.level = known.level.take().or(space.level);
        } else {
            self.index.spaces.insert(space.key.clone(), self.spaces.len());
            self.spaces.push(space);
        }
    }

    fn membership(&mut self, membership: Membership) {
        self.memberships.push(membership);
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn source(&mut self, source: Source) {
        self.sources.push(source);
    }
}

fn complete(known: &mut Person, other: Person) {
    for identifier in other.identifiers {
        if known.identifier(identifier.system).is_none() {
            known.identifiers.push(identifier);
        }
    }
    known.names.used = known.names.used.take().or(other.names.used);
    known.names.preferred = known.names.preferred.take().or(other.names.preferred);
    known.birth = known.birth.or(other.birth);
    known.sex = known.sex.or(other.sex);
    known.title = known.title.take().or(other.title);
    known.email = known.email.take().or(other.email);
    if known.phones.is_empty() {
        known.phones = other.phones;
    }
    known.address = known.address.take().or(other.address);
    known.level = known.level.take().or(other.level);
    known.photo = known.photo.or(other.photo);
    known.associations = known.associations.or(other.associations);
    known.head |= other.head;
}
