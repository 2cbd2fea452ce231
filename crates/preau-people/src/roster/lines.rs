//! A difference in plain language: lines by part and class, for the page and for a spreadsheet.

use std::collections::HashMap;

use preau_kernel::{PersonId, RosterId};
use preau_roster::{
    Child, Counts, Doubt, End, Fate, Field, FieldChange, Kind, Leaving, Names, PersonFate, Report, SpaceFate,
    SpaceKind, TieFate,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::Date;

use super::{decide::Decision, look::Look, tables::Line};
use crate::model::display;

/// One line, as it is kept until the page is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Told {
    /// Who or what.
    pub(super) name: String,
    /// Day of birth, if that helps to tell people apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) birth: Option<Date>,
    /// How many guardians a new learner has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) guardians: Option<usize>,
    /// The children of a guardian.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) children: Vec<String>,
    /// What changes: the field's word, and both values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) changes: Vec<(String, String, String)>,
    /// A doubtful person's key in the roster.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) key: String,
    /// Why they are doubtful.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) why: String,
    /// Whom they might be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) candidates: Vec<Candidate>,
    /// The person whose changes by hand are kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) person: Option<PersonId>,
    /// Where it stands in the files.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) file: String,
    /// Its line there.
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) at: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// Somebody known whom a doubtful person might be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Candidate {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) birth: Option<Date>,
    pub(super) place: String,
}

/// The parts, in the order in which they are read: first what needs an answer.
pub(super) const PARTS: [&str; 20] = [
    "doubtful-learner",
    "doubtful-guardian",
    "doubtful-staff",
    "kept",
    "new-learner",
    "moved-learner",
    "leaving-learner",
    "changed-learner",
    "new-guardian",
    "changed-guardian",
    "leaving-guardian",
    "new-staff",
    "changed-staff",
    "leaving-staff",
    "new-tie",
    "changed-tie",
    "leaving-tie",
    "new-space",
    "changed-space",
    "leaving-space",
];
/// Children named on one line.
const NAMED: usize = 4;

/// Counts of a look, as `preau_roster` counts.
pub(super) fn counts(look: &Look) -> [Counts; 4] {
    let report = Report::new(&look.difference, [], |_| String::new());
    [report.learners, report.guardians, report.staff, report.spaces]
}

/// The lines of a look, in order.
pub(super) fn lines(look: &Look, kept: &[Decision], roster: RosterId) -> Vec<Line> {
    let telling = Telling::new(look);
    let people = look.difference.people.iter().filter_map(|one| telling.person(one));
    let spaces = look.difference.spaces.iter().filter_map(|one| telling.space(one));
    let ties = look.difference.guardianships.iter().filter_map(|one| telling.tie(one));
    let mut all: Vec<(&'static str, String, Told)> = people.chain(spaces).chain(ties).collect();
    all.extend(kept.iter().map(|decision| ("kept", String::new(), kept_by_hand(decision))));
    let rank = |part: &str| PARTS.iter().position(|one| *one == part);
    all.sort_by(|a, b| (rank(a.0), &a.1, &a.2.name).cmp(&(rank(b.0), &b.1, &b.2.name)));
    let line = |(seq, (part, place, told)): (i64, (&str, String, Told))| Line {
        roster,
        seq,
        part: part.to_owned(),
        place,
        line: serde_json::to_value(told).unwrap_or(Value::Null),
    };
    (0..).zip(all).map(line).collect()
}

struct Telling<'a> {
    look: &'a Look,
    positions: HashMap<PersonId, usize>,
    /// Children of each guardian of the files, by position; how many guardians each learner has.
    children: HashMap<usize, Vec<String>>,
    guardians: HashMap<usize, usize>,
    names: HashMap<&'a preau_roster::SpaceKey, &'a str>,
}

impl<'a> Telling<'a> {
    fn new(look: &'a Look) -> Self {
        let mut children: HashMap<usize, Vec<String>> = HashMap::new();
        let mut guardians: HashMap<usize, usize> = HashMap::new();
        for tie in &look.difference.guardianships {
            let TieFate::New { incoming, guardian, child } = tie else { continue };
            if let End::Incoming(child) = child {
                *guardians.entry(*child).or_default() += 1;
            }
            let (End::Incoming(guardian), Some(file)) = (guardian, look.roster.guardianships.get(*incoming)) else {
                continue;
            };
            let name = match &file.child {
                Child::Key(key) => look.roster.person(key).map(|child| shown(&child.names)),
                Child::Named { names, .. } => Some(shown(names)),
            };
            let all = children.entry(*guardian).or_default();
            all.extend(name.filter(|_| all.len() < NAMED));
        }
        let names = look.roster.spaces.iter().map(|space| (&space.key, space.name.as_str())).collect();
        Self { look, positions: look.register.positions(), children, guardians, names }
    }

    fn person(&self, one: &PersonFate<PersonId>) -> Option<(&'static str, String, Told)> {
        let mut told = one.incoming.and_then(|incoming| self.incoming(incoming)).unwrap_or_default();
        let mut place = one.incoming.map(|incoming| self.place(incoming)).unwrap_or_default();
        let part = match &one.fate {
            Fate::New => {
                let incoming = one.incoming.unwrap_or(usize::MAX);
                told.children = self.children.get(&incoming).cloned().unwrap_or_default();
                if one.kind == Kind::Learner {
                    told.guardians = Some(self.guardians.get(&incoming).copied().unwrap_or(0));
                }
                of_kind(one.kind, ["new-learner", "new-guardian", "new-staff"])
            }
            Fate::Changed { changes, .. } => {
                told.changes = changes.iter().map(change).collect();
                let moved = one.kind == Kind::Learner && changes.iter().any(|change| change.field == Field::Classes);
                if moved {
                    "moved-learner"
                } else {
                    of_kind(one.kind, ["changed-learner", "changed-guardian", "changed-staff"])
                }
            }
            Fate::Leaving { id, why } => {
                let known = self.candidate(*id)?;
                (told.name, told.birth, place) = (known.name, known.birth, known.place);
                why_leaving(why).clone_into(&mut told.why);
                of_kind(one.kind, ["leaving-learner", "leaving-guardian", "leaving-staff"])
            }
            Fate::Doubtful { why, candidates } => {
                told.key = one.incoming.and_then(|at| self.look.roster.people.get(at)).map(|one| one.key.clone())?;
                why_doubtful(*why).clone_into(&mut told.why);
                told.candidates = candidates.iter().take(5).filter_map(|id| self.candidate(*id)).collect();
                of_kind(one.kind, ["doubtful-learner", "doubtful-guardian", "doubtful-staff"])
            }
            Fate::Unchanged { .. } | Fate::Skipped => return None,
        };
        Some((part, place, told))
    }

    fn incoming(&self, incoming: usize) -> Option<Told> {
        let person = self.look.roster.people.get(incoming)?;
        Some(Told {
            name: shown(&person.names),
            birth: person.birth,
            file: person.place.file.clone(),
            at: person.place.line,
            ..Told::default()
        })
    }

    /// The name of somebody's class, or of their classes.
    fn place(&self, incoming: usize) -> String {
        let spaces = self.look.spaces_of.get(incoming).into_iter().flatten();
        let classes = spaces.filter(|(key, _)| key.kind == SpaceKind::Class);
        let names = classes.map(|(key, _)| self.names.get(key).copied().unwrap_or(key.code.as_str()));
        names.collect::<Vec<_>>().join(", ")
    }

    fn candidate(&self, id: PersonId) -> Option<Candidate> {
        let known = self.positions.get(&id).and_then(|position| self.look.register.people.get(*position))?;
        let classes = known.spaces.iter().filter(|(key, _)| key.kind == SpaceKind::Class);
        let place = classes.map(|(key, _)| key.code.as_str()).collect::<Vec<_>>().join(", ");
        Some(Candidate { id, name: shown(&known.person.names), birth: known.person.birth, place })
    }

    /// Guardianships of new people are told with them.
    fn tie(&self, fate: &TieFate<PersonId>) -> Option<(&'static str, String, Told)> {
        let (part, guardian, child) = match fate {
            TieFate::New { guardian: End::Known(guardian), child: End::Known(child), .. } => {
                ("new-tie", guardian, child)
            }
            TieFate::New { .. } => return None,
            TieFate::Changed { guardian, child, .. } => ("changed-tie", guardian, child),
            TieFate::Leaving { guardian, child } => ("leaving-tie", guardian, child),
        };
        let (guardian, child) = (self.candidate(*guardian)?, self.candidate(*child)?);
        Some((part, child.place, Told { name: guardian.name, children: vec![child.name], ..Told::default() }))
    }

    fn space(&self, fate: &SpaceFate<preau_kernel::SpaceId>) -> Option<(&'static str, String, Told)> {
        let (part, name) = match fate {
            SpaceFate::New { incoming } => ("new-space", self.look.roster.spaces.get(*incoming)?.name.clone()),
            SpaceFate::Changed { incoming, .. } => {
                ("changed-space", self.look.roster.spaces.get(*incoming)?.name.clone())
            }
            SpaceFate::Leaving { id } => {
                ("leaving-space", self.look.register.spaces.iter().find(|space| space.id == *id)?.name.clone())
            }
            SpaceFate::Unchanged { .. } => return None,
        };
        Some((part, String::new(), Told { name, ..Told::default() }))
    }
}

fn change(change: &FieldChange) -> (String, String, String) {
    (field_word(change.field).to_owned(), change.from.clone(), change.to.clone())
}

fn kept_by_hand(decision: &Decision) -> Told {
    let changes =
        decision.kept.iter().map(|kept| (kept.column.replace('_', "-"), kept.held.clone(), kept.said.clone()));
    Told { name: decision.name.clone(), person: decision.id, changes: changes.collect(), ..Told::default() }
}

/// A name as it will be shown once it is in.
fn shown(names: &Names) -> String {
    display(&names.given, names.preferred.as_deref(), &names.family, names.used.as_deref())
}

fn of_kind(kind: Kind, [learner, guardian, staff]: [&'static str; 3]) -> &'static str {
    match kind {
        Kind::Learner => learner,
        Kind::Guardian => guardian,
        Kind::Staff => staff,
    }
}

fn why_leaving(why: &Leaving) -> &'static str {
    match why {
        Leaving::Absent => "absent",
        Leaving::Said(_) => "said",
    }
}

fn why_doubtful(why: Doubt) -> &'static str {
    match why {
        Doubt::IdentifiersDisagree => "identifiers-disagree",
        Doubt::IdentifierOfAnother => "identifier-of-another",
        Doubt::IdentifierDiffers => "identifier-differs",
        Doubt::SeveralCandidates => "several-candidates",
        Doubt::Rivals => "rivals",
        Doubt::NameOnly => "name-only",
        Doubt::BirthSlip => "birth-slip",
        Doubt::NearName => "near-name",
        Doubt::SameEmail => "same-email",
    }
}

/// The word of a field, for its sentence `roster-field-…`.
fn field_word(field: Field) -> &'static str {
    match field {
        Field::Returned => "returned",
        Field::Classes => "class",
        Field::Groups => "groups",
        Field::FamilyName => "family-name",
        Field::UsedName => "used-name",
        Field::GivenName | Field::OtherGivenNames => "given-names",
        Field::PreferredName => "preferred-name",
        Field::Birth => "birth-date",
        Field::Sex => "sex",
        Field::Title => "title",
        Field::Email => "email",
        Field::Phones => "phone",
        Field::Address => "address",
        Field::Level => "level",
        Field::Photo => "photo",
        Field::Associations => "association",
        Field::Head => "head",
        Field::Identifiers => "identifiers",
    }
}
