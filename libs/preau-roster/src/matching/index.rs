//! Indexes over the people whom the institution knows.

use std::collections::HashMap;

use time::Date;

use super::{Id, Known};
use crate::{Kind, Names, Part, Person, Roster, SpaceKey, System, name_key};

/// How many homonyms, or people born on one day, are looked at. Beyond, matching would cost the square of the file.
pub(super) const HOMONYMS: usize = 64;
pub(super) const BORN_SAME_DAY: usize = 200;

/// Positions in [`Known::people`].
pub(super) struct KnownIndex<'a, P> {
    identifiers: HashMap<(Kind, System), HashMap<&'a str, Vec<usize>>>,
    names: HashMap<(Kind, String), Vec<usize>>,
    names_and_births: HashMap<(Kind, String, Date), Vec<usize>>,
    births: HashMap<(Kind, Date), Vec<usize>>,
    emails: HashMap<(Kind, String), Vec<usize>>,
    pub(super) by_id: HashMap<P, usize>,
    /// Guardians of a child.
    pub(super) guardians: HashMap<usize, Vec<usize>>,
    /// Children of a guardian.
    pub(super) children: HashMap<usize, Vec<usize>>,
}

impl<'a, P: Id> KnownIndex<'a, P> {
    pub(super) fn new<S: Id>(known: Known<'a, P, S>) -> Self {
        let mut index = Self {
            identifiers: HashMap::new(),
            names: HashMap::new(),
            names_and_births: HashMap::new(),
            births: HashMap::new(),
            emails: HashMap::new(),
            by_id: HashMap::new(),
            guardians: HashMap::new(),
            children: HashMap::new(),
        };
        for (position, one) in known.people.iter().enumerate() {
            index.add(position, &one.person);
            index.by_id.insert(one.id, position);
        }
        for tie in known.guardianships {
            let (Some(&guardian), Some(&child)) = (index.by_id.get(&tie.guardian), index.by_id.get(&tie.child)) else {
                continue;
            };
            index.guardians.entry(child).or_default().push(guardian);
            index.children.entry(guardian).or_default().push(child);
        }
        index
    }

    fn add(&mut self, position: usize, person: &'a Person) {
        let kind = person.kind;
        for identifier in &person.identifiers {
            let values = self.identifiers.entry((kind, identifier.system)).or_default();
            values.entry(identifier.value.as_str()).or_default().push(position);
        }
        for name in full_names(&person.names) {
            if let Some(birth) = person.birth {
                self.names_and_births.entry((kind, name.clone(), birth)).or_default().push(position);
            }
            self.names.entry((kind, name)).or_default().push(position);
        }
        if let Some(birth) = person.birth {
            self.births.entry((kind, birth)).or_default().push(position);
        }
        if let Some(email) = &person.email {
            self.emails.entry((kind, email.to_lowercase())).or_default().push(position);
        }
    }

    pub(super) fn by_identifier(&self, kind: Kind, system: System, value: &str) -> &[usize] {
        self.identifiers.get(&(kind, system)).and_then(|values| values.get(value)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn by_name(&self, kind: Kind, name: &str) -> &[usize] {
        self.names.get(&(kind, name.to_owned())).map_or(&[], first_homonyms)
    }

    pub(super) fn by_name_and_birth(&self, kind: Kind, name: &str, birth: Date) -> &[usize] {
        self.names_and_births.get(&(kind, name.to_owned(), birth)).map_or(&[], first_homonyms)
    }

    /// People born that day; nobody if they are too many to compare names with.
    pub(super) fn by_birth(&self, kind: Kind, birth: Date) -> &[usize] {
        self.births.get(&(kind, birth)).map_or(&[], |all| if all.len() > BORN_SAME_DAY { &[] } else { all })
    }

    pub(super) fn by_email(&self, kind: Kind, email: &str) -> &[usize] {
        self.emails.get(&(kind, email.to_lowercase())).map_or(&[], first_homonyms)
    }
}

#[expect(clippy::ptr_arg, reason = "passed where a function of the map's value is wanted")]
fn first_homonyms(all: &Vec<usize>) -> &[usize] {
    all.get(..HOMONYMS).unwrap_or(all)
}

/// Every way in which a file may write someone's full name, folded: with the family or the used name, with the first
/// given name or the preferred one.
pub(crate) fn full_names(names: &Names) -> Vec<String> {
    let mut all = Vec::with_capacity(1);
    for family in [Some(&names.family), names.used.as_ref()].into_iter().flatten().filter(|name| !name.is_empty()) {
        for given in [Some(&names.given), names.preferred.as_ref()].into_iter().flatten() {
            let full = format!("{} {}", name_key(family), name_key(given));
            if !all.contains(&full) {
                all.push(full);
            }
        }
    }
    all
}

/// Classes and groups of each person of the roster, by position.
pub(super) fn spaces_of(roster: &Roster) -> Vec<Vec<(&SpaceKey, Part)>> {
    let mut all = vec![Vec::new(); roster.people.len()];
    for membership in &roster.memberships {
        let spaces = roster.position(&membership.person).and_then(|position| all.get_mut(position));
        if let Some(spaces) = spaces {
            let one = (&membership.space, membership.part);
            if !spaces.contains(&one) {
                spaces.push(one);
            }
        }
    }
    all
}
