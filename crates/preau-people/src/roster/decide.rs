//! What becomes of the rows of one person: what the file changes, and what a hand had changed and is kept.

use std::collections::{BTreeMap, HashMap, HashSet};

use preau_kernel::{Clock, Entropy, PersonId, Problem, Result, Role, SpaceId, Timestamp};
use preau_roster::{Part, SpaceKey, SpaceKind, System};
use serde_json::{Value, json};

use super::{
    face::{Kept, fill, said_from_now_on},
    known::{From, family_word},
    look::{Choices, Look},
    store,
    tables::{Said, SaidPerson, Table},
};
use crate::model::{Consent, ConsentAnswer, Identifier, Member, Person, Purpose};

/// The word by which rows say that a roster brought them.
pub(super) const SOURCE: &str = "roster";

/// A row before and after; nothing before for a new one.
pub(super) struct Change<T> {
    pub(super) before: Option<T>,
    pub(super) after: T,
}

impl<T> Change<T> {
    pub(super) fn new(after: T) -> Self {
        Self { before: None, after }
    }
}

/// When, with what ids, and where the classes and groups are.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub(super) now: Timestamp,
    pub(super) clock: &'a dyn Clock,
    pub(super) entropy: &'a dyn Entropy,
    pub(super) spaces: &'a Spaces,
    /// The staff room.
    pub(super) room: Option<SpaceId>,
}

/// The classes and groups of a roster and of the institution, also those that are still to be opened.
#[derive(Default)]
pub(super) struct Spaces {
    by_key: HashMap<SpaceKey, SpaceId>,
    by_id: HashMap<SpaceId, SpaceKey>,
}

impl Spaces {
    pub(super) fn of(look: &Look, clock: &dyn Clock, entropy: &dyn Entropy) -> Self {
        let mut spaces = Self::default();
        for space in &look.register.spaces {
            spaces.add(space.key.clone(), space.id);
        }
        for space in &look.roster.spaces {
            if !spaces.by_key.contains_key(&space.key) {
                spaces.add(space.key.clone(), preau_kernel::Id::new(clock, entropy));
            }
        }
        spaces
    }

    fn add(&mut self, key: SpaceKey, id: SpaceId) {
        self.by_id.insert(id, key.clone());
        self.by_key.insert(key, id);
    }

    pub(super) fn get(&self, key: &SpaceKey) -> Option<&SpaceId> {
        self.by_key.get(key)
    }

    fn is_class(&self, id: SpaceId) -> bool {
        self.by_id.get(&id).is_some_and(|key| key.kind == SpaceKind::Class)
    }

    fn codes(&self, ids: &HashSet<SpaceId>) -> String {
        let mut codes: Vec<&str> =
            ids.iter().filter_map(|id| self.by_id.get(id)).map(|key| key.code.as_str()).collect();
        codes.sort_unstable();
        codes.join(", ")
    }
}

/// What becomes of the rows of one person.
#[derive(Default)]
pub(super) struct Decision {
    pub(super) name: String,
    pub(super) id: Option<PersonId>,
    pub(super) person: Option<Change<Person>>,
    pub(super) identifiers: Vec<Change<Identifier>>,
    pub(super) members: Vec<Change<Member>>,
    pub(super) consents: Vec<Change<Consent>>,
    pub(super) said: Option<Change<SaidPerson>>,
    /// What a hand had changed and stays.
    pub(super) kept: Vec<Kept>,
    pub(super) returned: bool,
}

/// The rows of some persons, as they are.
#[derive(Default)]
pub(super) struct Held {
    pub(super) people: HashMap<PersonId, Person>,
    pub(super) members: HashMap<PersonId, Vec<Member>>,
    identifiers: HashSet<(String, String)>,
    consents: HashMap<(PersonId, &'static str), Consent>,
    pub(super) said: HashMap<PersonId, SaidPerson>,
}

impl Held {
    /// Reads the rows of up to [`BATCH`](super::tables::BATCH) persons.
    pub(super) async fn read(from: &mut From<'_>, ids: impl Iterator<Item = PersonId> + Clone) -> Result<Self> {
        let list = Value::Array(ids.clone().map(|id| Value::String(id.to_string())).collect());
        let people = Value::Array(ids.clone().map(|id| json!({ "id": id })).collect());
        let said = Value::Array(ids.map(|id| json!({ "person": id })).collect());
        let mut held = Self::default();
        for person in from.all(Person::find(), preau_db::args![people]).await? {
            held.people.insert(person.id, person);
        }
        for one in from.all(SaidPerson::find(), preau_db::args![said]).await? {
            held.said.insert(one.person, one);
        }
        for member in store::members_of(from, &list).await? {
            held.members.entry(member.person).or_default().push(member);
        }
        for identifier in store::identifiers_of(from, &list).await? {
            held.identifiers.insert((identifier.system, identifier.value));
        }
        // The newest comes first, and counts.
        for consent in store::consents_of(from, &list).await? {
            let key = (consent.person, preau_kernel::Word::as_str(consent.purpose));
            held.consents.entry(key).or_insert(consent);
        }
        Ok(held)
    }
}

/// A membership that holds.
pub(super) fn holds(member: &Member, now: Timestamp) -> bool {
    member.until.is_none_or(|until| until > now)
}

/// The spaces that a file puts somebody in, with the role there; who teaches also leads.
pub(super) fn places(look: &Look, incoming: usize, at: &At<'_>) -> BTreeMap<SpaceId, Role> {
    let mut places = BTreeMap::new();
    for (key, part) in look.spaces_of.get(incoming).into_iter().flatten() {
        let Some(space) = at.spaces.get(key) else { continue };
        let role = if *part == Part::Teacher { Role::Manager } else { Role::Member };
        let held = places.entry(*space).or_insert(role);
        if role == Role::Manager {
            *held = role;
        }
    }
    places
}

fn member(space: SpaceId, person: PersonId, role: Role, now: Timestamp) -> Member {
    Member { space, person, role, label: None, since: now, until: None, source: SOURCE.to_owned() }
}

/// The rows of somebody new, but their login, which depends on the others'.
pub(super) fn new(look: &Look, incoming: usize, person: Person, at: &At<'_>) -> Result<Decision> {
    let mut decision = Decision::default();
    let Some(file) = look.roster.people.get(incoming) else { return Ok(decision) };
    let (id, now) = (person.id, at.now);
    let said = said_from_now_on(None, file);
    let (filled, _) = fill(&person, None, &said, true, now).map_err(Problem::internal)?;
    let person = filled.unwrap_or(person);
    let mut places = places(look, incoming, at);
    if let Some(room) = at.room.filter(|_| file.kind == preau_roster::Kind::Staff) {
        places.insert(room, Role::Member);
    }
    decision.members = places.into_iter().map(|(space, role)| Change::new(member(space, id, role, now))).collect();
    decision.identifiers = identifiers(file, id, &HashSet::new());
    decision.consents = consents(None, &said, id, &HashMap::new(), at, false).0;
    decision.said = Some(Change::new(SaidPerson {
        person: id,
        family: family_word(look.family(&file.place.file)).to_owned(),
        said: Said { person: said, spaces: look.spaces_of.get(incoming).cloned().unwrap_or_default(), gone: false },
    }));
    decision.name.clone_from(&person.name);
    decision.id = Some(id);
    decision.person = Some(Change::new(person));
    Ok(decision)
}

/// The rows of somebody known, of whom the file says something new; nothing if their row is gone.
pub(super) fn changed(
    look: &Look,
    held: &Held,
    incoming: usize,
    id: PersonId,
    choices: &Choices,
    at: &At<'_>,
) -> Result<Option<Decision>> {
    let (Some(row), Some(file)) = (held.people.get(&id), look.roster.people.get(incoming)) else { return Ok(None) };
    let take = choices.take.contains(&id);
    let before = held.said.get(&id);
    let said_before = before.map(|before| &before.said.person);
    let said = said_from_now_on(said_before, file);
    let (filled, kept) = fill(row, said_before, &said, take, at.now).map_err(Problem::internal)?;
    let mut decision = Decision { name: row.name.clone(), id: Some(id), kept, ..Decision::default() };
    let mut after = filled;
    let was_gone = before.is_some_and(|before| before.said.gone);
    if row.left_at.is_some() {
        if was_gone || take {
            let mut back = after.unwrap_or_else(|| row.clone());
            (back.left_at, back.updated_at) = (None, at.now);
            after = Some(back);
            decision.returned = true;
        } else {
            decision.kept.push(Kept { column: "left", held: String::new(), said: String::new() });
        }
    }
    let is_here = row.left_at.is_none() || decision.returned;
    if is_here {
        move_between(&mut decision, look, held, incoming, id, take, at);
    }
    decision.identifiers = identifiers(file, id, &held.identifiers);
    let (consents, refused) = consents(said_before, &said, id, &held.consents, at, take);
    decision.consents = consents;
    decision.kept.extend(refused);
    decision.person = after.map(|after| Change { before: Some(row.clone()), after });
    let spaces = look.spaces_of.get(incoming).cloned().unwrap_or_default();
    let spaces =
        if spaces.is_empty() { before.map(|before| before.said.spaces.clone()).unwrap_or_default() } else { spaces };
    let family = family_word(look.family(&file.place.file)).to_owned();
    decision.said = Some(Change {
        before: before.cloned(),
        after: SaidPerson { person: id, family, said: Said { person: said, spaces, gone: false } },
    });
    Ok(Some(decision))
}

/// Ends and begins memberships. A file that puts somebody nowhere says nothing about it; a class that a hand chose
/// stays, and is asked about.
fn move_between(
    decision: &mut Decision,
    look: &Look,
    held: &Held,
    incoming: usize,
    id: PersonId,
    take: bool,
    at: &At<'_>,
) {
    let mut next = places(look, incoming, at);
    if let Some(room) =
        at.room.filter(|_| look.roster.people.get(incoming).is_some_and(|one| one.kind == preau_roster::Kind::Staff))
    {
        next.insert(room, Role::Member);
    }
    if next.is_empty() {
        return;
    }
    let none = Vec::new();
    let rows = held.members.get(&id).unwrap_or(&none);
    let said: HashSet<SpaceId> = held.said.get(&id).map(|before| ids(&before.said.spaces, at)).unwrap_or_default();
    let is_class = |space: &SpaceId| at.spaces.is_class(*space);
    let classes = |all: &mut dyn Iterator<Item = SpaceId>| all.filter(is_class).collect::<HashSet<_>>();
    let there = classes(&mut rows.iter().filter(|row| holds(row, at.now)).map(|row| row.space));
    let (was, will) = (classes(&mut said.iter().copied()), classes(&mut next.keys().copied()));
    if there != was && was != will && there != will && !there.is_empty() && !take {
        let (held, said) = (at.spaces.codes(&there), at.spaces.codes(&will));
        decision.kept.push(Kept { column: "class", held, said });
        return;
    }
    for row in rows.iter().filter(|row| holds(row, at.now)) {
        let given_up = said.contains(&row.space) || (take && is_class(&row.space));
        match next.remove(&row.space) {
            None if given_up && (row.source == SOURCE || take) => {
                let after = Member { until: Some(at.now), ..row.clone() };
                decision.members.push(Change { before: Some(row.clone()), after });
            }
            Some(role) if row.source == SOURCE && row.role != role && Some(row.space) != at.room => {
                let after = Member { role, ..row.clone() };
                decision.members.push(Change { before: Some(row.clone()), after });
            }
            _ => {}
        }
    }
    for (space, role) in next {
        // What rosters said before and is not there any more was ended by hand.
        if said.contains(&space) && !take && !decision.returned {
            continue;
        }
        let before = rows.iter().find(|row| row.space == space).cloned();
        decision.members.push(Change { before, after: member(space, id, role, at.now) });
    }
}

fn ids(spaces: &[(SpaceKey, Part)], at: &At<'_>) -> HashSet<SpaceId> {
    spaces.iter().filter_map(|(key, _)| at.spaces.get(key)).copied().collect()
}

/// Identifiers to write down. Fingerprints of rows stay in what was said.
fn identifiers(
    file: &preau_roster::Person,
    person: PersonId,
    known: &HashSet<(String, String)>,
) -> Vec<Change<Identifier>> {
    let told = file.identifiers.iter().filter(|one| one.system != System::Row);
    let rows = told.map(|one| Identifier { system: one.system.as_str().to_owned(), value: one.value.clone(), person });
    rows.filter(|row| !known.contains(&(row.system.clone(), row.value.clone()))).map(Change::new).collect()
}

/// What a roster says about photos and associations is kept with its date. A yes to photos is no consent, only a
/// reason to ask; a no is a no. What a family answered itself is never overwritten.
fn consents(
    before: Option<&preau_roster::Person>,
    said: &preau_roster::Person,
    person: PersonId,
    held: &HashMap<(PersonId, &'static str), Consent>,
    at: &At<'_>,
    take: bool,
) -> (Vec<Change<Consent>>, Vec<Kept>) {
    let asked = [
        (Purpose::Photo, "photo", before.and_then(|before| before.photo), said.photo, ConsentAnswer::ToAsk),
        (
            Purpose::Association,
            "association",
            before.and_then(|before| before.associations),
            said.associations,
            ConsentAnswer::Given,
        ),
    ];
    let (mut consents, mut kept) = (Vec::new(), Vec::new());
    for (purpose, column, was, is, yes) in asked {
        let Some(is) = is.filter(|is| was != Some(*is)) else { continue };
        let answer = if is { yes } else { ConsentAnswer::Refused };
        let newest = held.get(&(person, preau_kernel::Word::as_str(purpose)));
        if newest.is_some_and(|newest| newest.medium != SOURCE) && !take {
            kept.push(Kept { column, held: String::new(), said: String::new() });
            continue;
        }
        let (id, since) = (preau_kernel::Id::new(at.clock, at.entropy), at.now);
        let (medium, source) = (SOURCE.to_owned(), if is { "yes" } else { "no" }.to_owned());
        consents.push(Change::new(Consent {
            id,
            person,
            purpose,
            answer,
            medium,
            by_person: None,
            since,
            until: None,
            source,
        }));
    }
    (consents, kept)
}

/// The rows of somebody who leaves: they are marked, and their memberships end.
pub(super) fn leaving(
    look: &Look,
    held: &Held,
    id: PersonId,
    incoming: Option<usize>,
    at: &At<'_>,
) -> Option<Decision> {
    let row = held.people.get(&id)?;
    let mut decision = Decision { name: row.name.clone(), id: Some(id), ..Decision::default() };
    if row.left_at.is_none() {
        let after = Person { left_at: Some(at.now), updated_at: at.now, ..row.clone() };
        decision.person = Some(Change { before: Some(row.clone()), after });
    }
    for member in held.members.get(&id).into_iter().flatten().filter(|member| holds(member, at.now)) {
        let after = Member { until: Some(at.now), ..member.clone() };
        decision.members.push(Change { before: Some(member.clone()), after });
    }
    let before = held.said.get(&id).cloned();
    let file = incoming.and_then(|incoming| look.roster.people.get(incoming));
    let after = match (&before, file) {
        (Some(before), _) => {
            let mut after = before.clone();
            after.said.gone = true;
            Some(after)
        }
        (None, Some(file)) => Some(SaidPerson {
            person: id,
            family: family_word(look.family(&file.place.file)).to_owned(),
            said: Said { person: said_from_now_on(None, file), spaces: Vec::new(), gone: true },
        }),
        (None, None) => None,
    };
    decision.said = after.map(|after| Change { before, after });
    Some(decision)
}
