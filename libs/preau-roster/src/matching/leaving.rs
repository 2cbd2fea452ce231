//! Who and what is absent from a complete list.

use std::collections::{HashMap, HashSet};

use super::{Fate, Id, Known, KnownPerson, Leaving, PersonFate, SpaceFate, index::KnownIndex, people::Pairing};
use crate::{Coverage, Family, Format, Kind, Roster, SpaceKey, SpaceKind, name_key};

/// Known people whom a complete list of their family of formats no longer has.
pub(super) fn absent<P: Id, S: Id>(
    roster: &Roster,
    known: Known<'_, P, S>,
    index: &KnownIndex<'_, P>,
    pairing: &Pairing<'_, P, S>,
) -> Vec<PersonFate<P>> {
    let covered = Covered::by(roster);
    let spoken_for = pairing.spoken_for();
    let gone = |(position, one): &(usize, &KnownPerson<P>)| {
        !one.left && spoken_for.get(*position) == Some(&false) && covered.holds(known, index, *position)
    };
    let fate = |(_, one): (usize, &KnownPerson<P>)| PersonFate {
        incoming: None,
        kind: one.person.kind,
        fate: Fate::Leaving { id: one.id, why: Leaving::Absent },
    };
    known.people.iter().enumerate().filter(gone).map(fate).collect()
}

/// Of whom the files together are a complete list.
pub(super) struct Covered {
    everyone: HashSet<(Family, Kind)>,
    classes: HashSet<(Family, Kind, String)>,
}

impl Covered {
    pub(super) fn by(roster: &Roster) -> Self {
        let mut covered = Self { everyone: HashSet::new(), classes: HashSet::new() };
        for source in &roster.sources {
            let family = source.format.family();
            match &source.coverage {
                Coverage::Nobody => {}
                Coverage::Everyone(kinds) => covered.everyone.extend(kinds.iter().map(|kind| (family, *kind))),
                Coverage::Classes(kind, names) => {
                    covered.classes.extend(names.iter().map(|name| (family, *kind, name_key(name))));
                }
            }
        }
        covered
    }

    pub(super) fn holds<P: Id, S: Id>(
        &self,
        known: Known<'_, P, S>,
        index: &KnownIndex<'_, P>,
        position: usize,
    ) -> bool {
        let Some(one) = known.people.get(position) else { return false };
        let (Some(family), kind) = (one.family, one.person.kind) else { return false };
        if self.everyone.contains(&(family, kind)) {
            return true;
        }
        // A guardian is in a class by their children: all of them must be covered.
        let members: Vec<usize> = match kind {
            Kind::Guardian => index.children.get(&position).cloned().unwrap_or_default(),
            Kind::Learner | Kind::Staff => vec![position],
        };
        !members.is_empty() && members.iter().all(|&member| self.holds_classes(known, member, family, kind))
    }

    /// Whether everything that the person is in is covered, for files about `kind`.
    pub(super) fn holds_classes<P: Id, S: Id>(
        &self,
        known: Known<'_, P, S>,
        position: usize,
        family: Family,
        kind: Kind,
    ) -> bool {
        let Some(one) = known.people.get(position) else { return false };
        let mut classes = one.spaces.iter().filter(|(key, _)| key.kind == SpaceKind::Class).peekable();
        classes.peek().is_some() && classes.all(|(key, _)| self.classes.contains(&(family, kind, name_key(&key.code))))
    }

    pub(super) fn has_everyone(&self, family: Family, kind: Kind) -> bool {
        self.everyone.contains(&(family, kind))
    }
}

/// What becomes of classes and groups: those of the files in their order, then those that are gone.
pub(super) fn spaces<P: Id, S: Id>(roster: &Roster, known: Known<'_, P, S>) -> Vec<SpaceFate<S>> {
    let by_key: HashMap<&SpaceKey, _> = known.spaces.iter().map(|space| (&space.key, space)).collect();
    let mut fates = Vec::with_capacity(roster.spaces.len());
    let mut present = HashSet::new();
    for (incoming, space) in roster.spaces.iter().enumerate() {
        present.insert(&space.key);
        fates.push(match by_key.get(&space.key) {
            None => SpaceFate::New { incoming },
            Some(held) => {
                // A file that only knows the code does not take a name away.
                let renamed = space.name != held.name && space.name != space.key.code;
                let moved = space.level.is_some() && space.level != held.level;
                let id = held.id;
                if renamed || moved {
                    SpaceFate::Changed { incoming, id }
                } else {
                    SpaceFate::Unchanged { incoming, id }
                }
            }
        });
    }
    let complete = |family: Option<Family>| {
        roster.sources.iter().any(|source| {
            let lists_spaces =
                matches!(source.format, Format::SiecleLearners | Format::SiecleStructures | Format::OneRoster);
            let whole = source.format == Format::SiecleStructures || source.coverage != Coverage::Nobody;
            lists_spaces && whole && Some(source.format.family()) == family
        })
    };
    let gone = known.spaces.iter().filter(|space| !present.contains(&space.key) && complete(space.family));
    fates.extend(gone.map(|space| SpaceFate::Leaving { id: space.id }));
    fates
}
