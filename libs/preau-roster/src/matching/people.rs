//! Pairing the people of the files with known people.

use std::collections::HashMap;

use time::Date;

use super::{
    Answer, Answers, Doubt, End, Evidence, Fate, Field, Id, Known, Leaving, PersonFate, changes,
    index::{KnownIndex, full_names},
};
use crate::{Kind, Part, Person, Roster, SpaceKey, System, name_key};

/// Similarity (Jaro-Winkler) from which two folded names may be one name with a slip.
const NEAR: f64 = 0.88;

/// What is decided about one person of the files so far.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Verdict {
    Open,
    Paired(usize, Evidence),
    New,
    Skipped,
    Doubtful(Doubt, Vec<usize>),
}

pub(super) struct Pairing<'a, P, S> {
    roster: &'a Roster,
    known: Known<'a, P, S>,
    index: &'a KnownIndex<'a, P>,
    spaces_of: &'a [Vec<(&'a SpaceKey, Part)>],
    verdicts: Vec<Verdict>,
    /// Known people that someone of the files is paired with.
    taken: Vec<bool>,
}

/// Whom one rule takes someone for.
enum Finding {
    Nobody,
    One(usize),
    Ask(Doubt, Vec<usize>),
}

impl<'a, P: Id, S: Id> Pairing<'a, P, S> {
    pub(super) fn new(
        roster: &'a Roster,
        known: Known<'a, P, S>,
        index: &'a KnownIndex<'a, P>,
        spaces_of: &'a [Vec<(&'a SpaceKey, Part)>],
    ) -> Self {
        let verdicts = vec![Verdict::Open; roster.people.len()];
        Self { roster, known, index, spaces_of, verdicts, taken: vec![false; known.people.len()] }
    }

    /// Answers come first: nothing may take away whom somebody chose. An id that is unknown, of another kind or chosen
    /// twice leaves the question open.
    pub(super) fn take_answers(&mut self, answers: &Answers<P>) {
        for (incoming, person) in self.roster.people.iter().enumerate() {
            let verdict = match answers.get(&person.key) {
                None => continue,
                Some(Answer::New) => Verdict::New,
                Some(Answer::Skip) => Verdict::Skipped,
                Some(Answer::Is(id)) => match self.index.by_id.get(id) {
                    Some(&position) if self.is_free(person.kind, position) => {
                        self.take(position);
                        Verdict::Paired(position, Evidence::Answer)
                    }
                    _ => continue,
                },
            };
            self.set(incoming, verdict);
        }
    }

    /// Pairs everyone of one kind, from the surest rule to the least sure. `children` gives, for each person of the
    /// files, the known children that they answer for; it may be shorter.
    pub(super) fn pair(&mut self, kind: Kind, children: &[Vec<usize>]) {
        let none: &[usize] = &[];
        let children_of = |incoming: usize| children.get(incoming).map_or(none, Vec::as_slice);
        self.apply(kind, Evidence::Identifier, |pairing, _, person| pairing.by_identifier(person));
        self.apply(kind, Evidence::NameAndBirth, |pairing, _, person| pairing.by_name_and_birth(person));
        self.apply(kind, Evidence::NameAndSign, |pairing, incoming, person| {
            pairing.by_name_and_sign(incoming, person, children_of(incoming))
        });
        self.apply(kind, Evidence::NameAndSign, |pairing, incoming, person| {
            pairing.nearly(person, children_of(incoming))
        });
    }

    /// Applies one rule to all who are still open. Nobody wins by being first in the file: people who claim the same
    /// known person are all asked about.
    fn apply(&mut self, kind: Kind, by: Evidence, rule: impl Fn(&Self, usize, &'a Person) -> Finding) {
        let mut claims = Vec::new();
        let mut rivals: HashMap<usize, u32> = HashMap::new();
        let mut doubts = Vec::new();
        for (incoming, person) in self.roster.people.iter().enumerate() {
            if person.kind != kind || self.verdicts.get(incoming) != Some(&Verdict::Open) {
                continue;
            }
            match rule(self, incoming, person) {
                Finding::Nobody => {}
                Finding::One(position) => {
                    *rivals.entry(position).or_default() += 1;
                    claims.push((incoming, position));
                }
                Finding::Ask(doubt, candidates) => doubts.push((incoming, doubt, candidates)),
            }
        }
        for (incoming, position) in claims {
            if rivals.get(&position) == Some(&1) {
                self.take(position);
                self.set(incoming, Verdict::Paired(position, by));
            } else {
                self.set(incoming, Verdict::Doubtful(Doubt::Rivals, vec![position]));
            }
        }
        for (incoming, doubt, candidates) in doubts {
            self.set(incoming, Verdict::Doubtful(doubt, candidates));
        }
    }

    fn by_identifier(&self, person: &'a Person) -> Finding {
        let find = |systems: fn(System) -> bool| {
            let identifiers = person.identifiers.iter().filter(move |identifier| systems(identifier.system));
            let found = identifiers.flat_map(|one| self.index.by_identifier(person.kind, one.system, &one.value));
            self.free(person.kind, found.copied())
        };
        let strong = find(|system| system != System::Row);
        match strong.as_slice() {
            [] => match find(|system| system == System::Row).as_slice() {
                [one] if self.same_name(person, *one) => Finding::One(*one),
                _ => Finding::Nobody,
            },
            [one] if self.is_other_person(person, *one) => Finding::Ask(Doubt::IdentifierOfAnother, strong),
            [one] => Finding::One(*one),
            _ => Finding::Ask(Doubt::IdentifiersDisagree, strong),
        }
    }

    fn by_name_and_birth(&self, person: &Person) -> Finding {
        let Some(birth) = person.birth else { return Finding::Nobody };
        let names = full_names(&person.names);
        let found = names.iter().flat_map(|name| self.index.by_name_and_birth(person.kind, name, birth));
        let found = self.free(person.kind, found.copied());
        match found.as_slice() {
            [] => Finding::Nobody,
            [one] if self.identifier_differs(person, *one) => Finding::Ask(Doubt::IdentifierDiffers, found),
            [one] => Finding::One(*one),
            _ => Finding::Ask(Doubt::SeveralCandidates, found),
        }
    }

    fn by_name_and_sign(&self, incoming: usize, person: &Person, children: &[usize]) -> Finding {
        let names = full_names(&person.names);
        let found = names.iter().flat_map(|name| self.index.by_name(person.kind, name));
        let found = self.free(person.kind, found.copied());
        let (dated, undated): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|&one| person.birth.is_some() && self.birth(one).is_some());
        let signed: Vec<_> = undated
            .iter()
            .copied()
            .filter(|&one| self.shares_a_sign(incoming, person, children, one) && !self.identifier_differs(person, one))
            .collect();
        match (signed.as_slice(), undated.as_slice()) {
            ([one], _) => Finding::One(*one),
            ([], []) => {
                let slips: Vec<_> = dated.into_iter().filter(|&one| is_slip(person.birth, self.birth(one))).collect();
                if slips.is_empty() { Finding::Nobody } else { Finding::Ask(Doubt::BirthSlip, slips) }
            }
            ([], [_]) => Finding::Ask(Doubt::NameOnly, undated),
            ([], _) => Finding::Ask(Doubt::SeveralCandidates, undated),
            _ => Finding::Ask(Doubt::SeveralCandidates, signed),
        }
    }

    /// Never pairs: only finds whom to ask about.
    fn nearly(&self, person: &Person, children: &[usize]) -> Finding {
        let born = person.birth.map_or(&[][..], |birth| self.index.by_birth(person.kind, birth));
        let guardians = children.iter().filter_map(|child| self.index.guardians.get(child)).flatten();
        let mut near: Vec<_> = self
            .free(person.kind, born.iter().chain(guardians).copied())
            .into_iter()
            .filter_map(|one| Some((self.likeness(person, one)?, one)))
            .collect();
        near.sort_by(|(a, x), (b, y)| b.total_cmp(a).then(x.cmp(y)));
        if !near.is_empty() {
            return Finding::Ask(Doubt::NearName, near.into_iter().map(|(_, one)| one).collect());
        }
        // Parents share addresses; colleagues don't.
        let email = person.email.as_deref().filter(|_| person.kind == Kind::Staff);
        let same = email.map_or(&[][..], |email| self.index.by_email(person.kind, email));
        let same = self.free(person.kind, same.iter().copied());
        if same.is_empty() { Finding::Nobody } else { Finding::Ask(Doubt::SameEmail, same) }
    }

    /// How like the names are; `None` below [`NEAR`]. Same given name and another family name (a marriage) is near.
    fn likeness(&self, person: &Person, position: usize) -> Option<f64> {
        let other = &self.known.people.get(position)?.person;
        let family = |person: &Person| name_key(person.names.used.as_deref().unwrap_or(&person.names.family));
        let given = |person: &Person| name_key(&person.names.given);
        let (families, givens) = ((family(person), family(other)), (given(person), given(other)));
        let family_like = strsim::jaro_winkler(&families.0, &families.1)
            .max(strsim::jaro_winkler(&name_key(&person.names.family), &name_key(&other.names.family)));
        let given_like = strsim::jaro_winkler(&givens.0, &givens.1);
        let whole = f64::midpoint(family_like, given_like);
        let married = person.kind == Kind::Guardian && givens.0 == givens.1 && !givens.0.is_empty();
        (whole >= NEAR || married).then_some(whole)
    }

    fn shares_a_sign(&self, incoming: usize, person: &Person, children: &[usize], position: usize) -> bool {
        let Some(other) = self.known.people.get(position) else { return false };
        let same_email = person.email.is_some() && person.email == other.person.email;
        let same_phone = person.phones.iter().any(|a| other.person.phones.iter().any(|b| a.number == b.number));
        let theirs = self.index.children.get(&position);
        let same_child = theirs.is_some_and(|theirs| children.iter().any(|child| theirs.contains(child)));
        let mine = self.spaces_of.get(incoming).map_or(&[][..], Vec::as_slice);
        let same_space = mine.iter().any(|(key, part)| other.spaces.iter().any(|(k, p)| k == *key && p == part));
        same_email || same_phone || same_child || same_space
    }

    fn same_name(&self, person: &Person, position: usize) -> bool {
        let Some(other) = self.known.people.get(position) else { return false };
        let theirs = full_names(&other.person.names);
        full_names(&person.names).iter().any(|name| theirs.contains(name))
    }

    /// Neither the family name, nor the given name, nor the date of birth agree.
    fn is_other_person(&self, person: &Person, position: usize) -> bool {
        let Some(other) = self.known.people.get(position).map(|known| &known.person) else { return false };
        let shares = |a: [&str; 2], b: [&str; 2]| {
            a.iter()
                .any(|a| b.iter().any(|b| !a.is_empty() && strsim::jaro_winkler(&name_key(a), &name_key(b)) >= NEAR))
        };
        let theirs: [&str; 2] = [&other.names.family, other.names.used.as_deref().unwrap_or_default()];
        let mine: [&str; 2] = [&person.names.family, person.names.used.as_deref().unwrap_or_default()];
        let same_family = shares(mine, theirs);
        let same_given = shares([&person.names.given, ""], [&other.names.given, ""]);
        let same_birth = person.birth.is_none() || other.birth.is_none() || person.birth == other.birth;
        !same_given && (!same_family || !same_birth)
    }

    fn identifier_differs(&self, person: &Person, position: usize) -> bool {
        let Some(other) = self.known.people.get(position) else { return false };
        person
            .identifiers
            .iter()
            .filter(|one| one.system != System::Row)
            .any(|one| other.person.identifier(one.system).is_some_and(|value| value != one.value))
    }

    fn birth(&self, position: usize) -> Option<Date> {
        self.known.people.get(position).and_then(|one| one.person.birth)
    }

    /// Without repeats, in the order of the register, without those who are taken.
    fn free(&self, kind: Kind, found: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut all: Vec<_> = found.filter(|&position| self.is_free(kind, position)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn is_free(&self, kind: Kind, position: usize) -> bool {
        let same_kind = self.known.people.get(position).is_some_and(|one| one.person.kind == kind);
        same_kind && self.taken.get(position) == Some(&false)
    }

    fn take(&mut self, position: usize) {
        if let Some(taken) = self.taken.get_mut(position) {
            *taken = true;
        }
    }

    fn set(&mut self, incoming: usize, verdict: Verdict) {
        if let Some(slot) = self.verdicts.get_mut(incoming) {
            *slot = verdict;
        }
    }

    /// The known person that someone of the files is.
    pub(super) fn paired(&self, incoming: usize) -> Option<usize> {
        match self.verdicts.get(incoming) {
            Some(Verdict::Paired(position, _)) => Some(*position),
            _ => None,
        }
    }

    /// Where a guardianship ends; `None` if the person is doubtful, left aside or gone.
    pub(super) fn end(&self, incoming: usize) -> Option<End<P>> {
        match self.verdicts.get(incoming)? {
            Verdict::Paired(position, _) => self.known.people.get(*position).map(|one| End::Known(one.id)),
            Verdict::New | Verdict::Open => {
                self.roster.people.get(incoming).filter(|one| one.left.is_none()).map(|_| End::Incoming(incoming))
            }
            Verdict::Skipped | Verdict::Doubtful(..) => None,
        }
    }

    /// Known people who are paired, or whom a doubt is about.
    pub(super) fn spoken_for(&self) -> Vec<bool> {
        let mut all = self.taken.clone();
        for verdict in &self.verdicts {
            let Verdict::Doubtful(_, candidates) = verdict else { continue };
            for &position in candidates {
                if let Some(one) = all.get_mut(position) {
                    *one = true;
                }
            }
        }
        all
    }

    pub(super) fn fate(&self, incoming: usize, fields: &[Field]) -> PersonFate<P> {
        let person = self.roster.people.get(incoming);
        let fate = person.map_or(Fate::Skipped, |person| self.fate_of(incoming, person, fields));
        PersonFate { incoming: Some(incoming), kind: person.map_or(Kind::Learner, |person| person.kind), fate }
    }

    fn fate_of(&self, incoming: usize, person: &Person, fields: &[Field]) -> Fate<P> {
        match self.verdicts.get(incoming) {
            Some(Verdict::Paired(position, by)) => match self.known.people.get(*position) {
                Some(known) => {
                    let id = known.id;
                    match &person.left {
                        Some(_) if known.left => return Fate::Unchanged { id, by: *by },
                        Some(left) => return Fate::Leaving { id, why: Leaving::Said(left.clone()) },
                        None => {}
                    }
                    let spaces = self.spaces_of.get(incoming).map_or(&[][..], Vec::as_slice);
                    let changes = changes::between(known, person, spaces, fields);
                    if changes.is_empty() {
                        Fate::Unchanged { id, by: *by }
                    } else {
                        Fate::Changed { id, by: *by, changes }
                    }
                }
                None => Fate::Skipped,
            },
            Some(Verdict::Doubtful(..)) if person.left.is_some() => Fate::Skipped,
            Some(Verdict::Doubtful(why, candidates)) => {
                let candidates = candidates.iter().filter_map(|&one| self.known.people.get(one)).map(|one| one.id);
                Fate::Doubtful { why: *why, candidates: candidates.collect() }
            }
            Some(Verdict::New | Verdict::Open) if person.left.is_none() => Fate::New,
            _ => Fate::Skipped,
        }
    }
}

/// Day and month swapped, or exactly one of day, month and year different.
fn is_slip(a: Option<Date>, b: Option<Date>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    let parts = |date: Date| (date.year(), u8::from(date.month()), date.day());
    let ((ay, am, ad), (by, bm, bd)) = (parts(a), parts(b));
    let swapped = ay == by && am == bd && ad == bm;
    swapped || u8::from(ay != by) + u8::from(am != bm) + u8::from(ad != bd) == 1
}
