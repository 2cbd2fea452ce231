//! What becomes of guardianships.

use std::collections::{HashMap, HashSet};

use super::{End, Id, Known, KnownGuardianship, TieFate, children::Found, leaving::Covered, people::Pairing};
use crate::{Authority, Guardianship, Kind, Roster};

pub(super) fn compare<P: Id, S: Id>(
    roster: &Roster,
    known: Known<'_, P, S>,
    children: &[Option<Found>],
    pairing: &Pairing<'_, P, S>,
) -> Vec<TieFate<P>> {
    let by_ends: HashMap<(P, P), _> = known.guardianships.iter().map(|tie| ((tie.guardian, tie.child), tie)).collect();
    let mut fates = Vec::new();
    let mut told = HashSet::new();
    let mut told_new = HashSet::new();
    let mut guardians = HashSet::new();
    for (incoming, (tie, child)) in roster.guardianships.iter().zip(children).enumerate() {
        let guardian = roster.position(&tie.guardian).and_then(|position| pairing.end(position));
        if let Some(End::Known(guardian)) = guardian {
            guardians.insert(guardian);
        }
        let child = child.and_then(|child| match child {
            Found::Incoming(position) => pairing.end(position),
            Found::Known(position) => known.people.get(position).map(|one| End::Known(one.id)),
        });
        match (guardian, child) {
            (Some(End::Known(guardian)), Some(End::Known(child))) => {
                if !told.insert((guardian, child)) {
                    continue;
                }
                match by_ends.get(&(guardian, child)) {
                    Some(held) if !differs(held, tie) => {}
                    Some(_) => fates.push(TieFate::Changed { incoming, guardian, child }),
                    None => {
                        fates.push(TieFate::New { incoming, guardian: End::Known(guardian), child: End::Known(child) });
                    }
                }
            }
            (Some(guardian), Some(child)) if told_new.insert((guardian, child)) => {
                fates.push(TieFate::New { incoming, guardian, child });
            }
            // A doubtful person, or a child who can't be told: wait.
            _ => {}
        }
    }
    fates.extend(gone(roster, known, &told, &guardians));
    fates
}

/// Silence of the file about a detail is no change.
fn differs<P>(held: &KnownGuardianship<P>, said: &Guardianship) -> bool {
    (said.authority != Authority::Unknown && said.authority != held.authority)
        || (said.kinship.is_some() && said.kinship != held.kinship)
        || (said.pays.is_some() && said.pays != held.pays)
        || (said.contact.is_some() && said.contact != held.contact)
}

/// Guardianships that a complete list no longer has, of guardians who are still in it. Those of guardians who leave go
/// with them.
fn gone<P: Id, S: Id>(
    roster: &Roster,
    known: Known<'_, P, S>,
    told: &HashSet<(P, P)>,
    guardians: &HashSet<P>,
) -> Vec<TieFate<P>> {
    let covered = Covered::by(roster);
    let positions: HashMap<P, usize> = known.people.iter().enumerate().map(|(at, one)| (one.id, at)).collect();
    let is_gone = |tie: &&KnownGuardianship<P>| {
        let Some(family) = tie.family else { return false };
        let listed = covered.has_everyone(family, Kind::Guardian)
            || positions
                .get(&tie.child)
                .is_some_and(|&child| covered.holds_classes(known, child, family, Kind::Guardian));
        listed && guardians.contains(&tie.guardian) && !told.contains(&(tie.guardian, tie.child))
    };
    let leaving = |tie: &KnownGuardianship<P>| TieFate::Leaving { guardian: tie.guardian, child: tie.child };
    known.guardianships.iter().filter(is_gone).map(leaving).collect()
}
