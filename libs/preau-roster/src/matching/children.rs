//! Telling which child a guardianship of the files is about.

use std::collections::HashMap;

use super::{
    Id, Known,
    index::{HOMONYMS, KnownIndex, full_names},
    people::Pairing,
};
use crate::{Child, Code, Guardianship, Kind, Names, Part, Problem, Roster, SpaceKey, System, name_key};

/// A child that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Position in [`Roster::people`].
    Incoming(usize),
    /// Position in [`Known::people`].
    Known(usize),
}

/// The child of each guardianship, by position, and a problem for each that can't be told.
pub(super) fn resolve<P: Id, S: Id>(
    roster: &Roster,
    known: Known<'_, P, S>,
    index: &KnownIndex<'_, P>,
    spaces_of: &[Vec<(&SpaceKey, Part)>],
) -> (Vec<Option<Found>>, Vec<Problem>) {
    let mut learners: HashMap<String, Vec<usize>> = HashMap::new();
    for (position, person) in roster.people.iter().enumerate().filter(|(_, person)| person.kind == Kind::Learner) {
        for name in full_names(&person.names) {
            learners.entry(name).or_default().push(position);
        }
    }
    let mut problems = Vec::new();
    let mut resolve_one = |tie: &Guardianship| match &tie.child {
        Child::Key(key) => by_key(roster, index, key).or_else(|| {
            problems.push(problem(tie, Code::UnknownChild, key));
            None
        }),
        Child::Named { names, classes } => {
            let incoming = narrowed(homonyms(&learners, names), classes, |position, class| {
                spaces_of.get(position).is_some_and(|spaces| in_class(spaces.iter().map(|(key, _)| *key), class))
            });
            let found = if incoming.is_empty() {
                let all =
                    full_names(names).iter().flat_map(|name| index.by_name(Kind::Learner, name)).copied().collect();
                narrowed(all, classes, |position, class| {
                    known.people.get(position).is_some_and(|one| in_class(one.spaces.iter().map(|(key, _)| key), class))
                })
                .into_iter()
                .map(Found::Known)
                .collect()
            } else {
                incoming.into_iter().map(Found::Incoming).collect::<Vec<_>>()
            };
            match found.as_slice() {
                [one] => return Some(*one),
                [] => problems.push(problem(tie, Code::UnknownChild, &names.display())),
                _ => problems.push(problem(tie, Code::AmbiguousChild, &names.display())),
            }
            None
        }
    };
    let found = roster.guardianships.iter().map(&mut resolve_one).collect();
    (found, problems)
}

/// Keys that carry an identifier also find learners of an earlier reading.
fn by_key<P: Id>(roster: &Roster, index: &KnownIndex<'_, P>, key: &str) -> Option<Found> {
    if let Some(position) = roster.position(key) {
        return Some(Found::Incoming(position));
    }
    let (system, value) = if let Some(value) = key.strip_prefix("siecle.eleve:") {
        (System::SiecleLearner, value)
    } else {
        (System::OneRoster, key.strip_prefix("oneroster:")?)
    };
    match index.by_identifier(Kind::Learner, system, value) {
        [one] => Some(Found::Known(*one)),
        _ => None,
    }
}

fn homonyms(learners: &HashMap<String, Vec<usize>>, names: &Names) -> Vec<usize> {
    let mut all: Vec<_> =
        full_names(names).iter().filter_map(|name| learners.get(name)).flatten().copied().take(HOMONYMS).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Homonyms narrowed to those of the named classes. One child alone is believed even in another class, for files are
/// not always exported on the same day.
fn narrowed(mut all: Vec<usize>, classes: &[String], is_in: impl Fn(usize, &str) -> bool) -> Vec<usize> {
    all.sort_unstable();
    all.dedup();
    if all.len() > 1 {
        let there = |&position: &usize| classes.iter().any(|class| is_in(position, class));
        let in_classes: Vec<_> = all.iter().copied().filter(there).collect();
        if !in_classes.is_empty() {
            return in_classes;
        }
    }
    all
}

fn in_class<'a>(mut keys: impl Iterator<Item = &'a SpaceKey>, class: &str) -> bool {
    let class = name_key(class);
    keys.any(|key| name_key(&key.code) == class)
}

fn problem(tie: &Guardianship, code: Code, value: &str) -> Problem {
    Problem::new(code).with("value", value).at(tie.place.line, 0).in_file(&tie.place.file)
}

/// Known children that each guardian of the files answers for, by position of the guardian.
pub(super) fn by_guardian<P: Id, S: Id>(
    roster: &Roster,
    children: &[Option<Found>],
    pairing: &Pairing<'_, P, S>,
) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new(); roster.people.len()];
    for (tie, child) in roster.guardianships.iter().zip(children) {
        let known = match child {
            Some(Found::Known(position)) => Some(*position),
            Some(Found::Incoming(position)) => pairing.paired(*position),
            None => None,
        };
        let guardian = roster.position(&tie.guardian).and_then(|position| all.get_mut(position));
        if let (Some(known), Some(guardian)) = (known, guardian) {
            guardian.push(known);
        }
    }
    all
}
