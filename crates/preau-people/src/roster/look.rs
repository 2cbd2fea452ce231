//! A look at what files would change: the roster, the register, and the difference between them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use preau_kernel::{PersonId, Problem, Result, SpaceId};
use preau_roster::{Answer, Answers, Difference, Family, Fate, Field, Part, Roster, SpaceKey, compare};
use serde::{Deserialize, Serialize};

use super::{
    decide::{self, At, Decision, Held},
    known::{From, Register},
    tables::BATCH,
};

/// The fields that Préau keeps and a file may change. The civility and who is the head stay in what was said: a
/// file makes nobody powerful.
const FIELDS: &[Field] = &[
    Field::Returned,
    Field::Classes,
    Field::Groups,
    Field::FamilyName,
    Field::UsedName,
    Field::GivenName,
    Field::OtherGivenNames,
    Field::PreferredName,
    Field::Birth,
    Field::Sex,
    Field::Email,
    Field::Phones,
    Field::Address,
    Field::Level,
    Field::Photo,
    Field::Associations,
    Field::Identifiers,
];

/// What was answered about one doubtful person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Choice {
    /// They are this person.
    Is(PersonId),
    /// They are someone new.
    New,
    /// Leave them aside.
    Skip,
}

/// What was answered so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Choices {
    /// About doubtful people, by their key in the roster.
    pub(super) people: HashMap<String, Choice>,
    /// Persons of whom the file's values are taken where a hand had changed them.
    pub(super) take: HashSet<PersonId>,
}

impl Choices {
    fn answers(&self) -> Answers<PersonId> {
        let answer = |choice: &Choice| match choice {
            Choice::Is(person) => Answer::Is(*person),
            Choice::New => Answer::New,
            Choice::Skip => Answer::Skip,
        };
        self.people.iter().map(|(key, choice)| (key.clone(), answer(choice))).collect()
    }
}

/// What files would change.
pub(super) struct Look {
    pub(super) roster: Roster,
    pub(super) register: Register,
    pub(super) difference: Difference<PersonId, SpaceId>,
    /// What the difference would be if nothing were answered, as a hash: two looks at the same files that have the
    /// same stamp would change the same.
    pub(super) stamp: String,
    /// Classes and groups of each person of the roster, by position.
    pub(super) spaces_of: Vec<Vec<(SpaceKey, Part)>>,
    families: HashMap<String, Family>,
}

impl Look {
    /// Compares, off the threads that answer requests.
    pub(super) async fn at(from: From<'_>, roster: Roster, choices: &Choices) -> Result<Self> {
        let register = Register::read(from).await?;
        let answers = Arc::new(choices.answers());
        let work = move || Self::compare(roster, register, &answers);
        tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?
    }

    fn compare(roster: Roster, register: Register, answers: &Answers<PersonId>) -> Result<Self> {
        let unanswered = compare(&roster, register.known(), &Answers::new(), FIELDS);
        let mut hasher = blake3::Hasher::new();
        serde_json::to_writer(&mut hasher, &unanswered).map_err(Problem::internal)?;
        let stamp = hasher.finalize().to_hex().to_string();
        let difference =
            if answers.is_empty() { unanswered } else { compare(&roster, register.known(), answers, FIELDS) };
        let mut spaces_of: Vec<Vec<(SpaceKey, Part)>> = vec![Vec::new(); roster.people.len()];
        for membership in &roster.memberships {
            let spaces = roster.position(&membership.person).and_then(|position| spaces_of.get_mut(position));
            let one = (membership.space.clone(), membership.part);
            spaces.into_iter().filter(|spaces| !spaces.contains(&one)).for_each(|spaces| spaces.push(one.clone()));
        }
        let families = roster.sources.iter().map(|source| (source.file.clone(), source.format.family())).collect();
        Ok(Self { roster, register, difference, stamp, spaces_of, families })
    }

    /// The family of the file that brought somebody or something.
    pub(super) fn family(&self, file: &str) -> Family {
        let first = || self.roster.sources.first().map_or(Family::Table, |source| source.format.family());
        self.families.get(file).copied().unwrap_or_else(first)
    }

    /// Known people who change, with their position in the roster.
    pub(super) fn changed(&self) -> Vec<(usize, PersonId)> {
        let one = |fate: &preau_roster::PersonFate<PersonId>| match (&fate.fate, fate.incoming) {
            (Fate::Changed { id, .. }, Some(incoming)) => Some((incoming, *id)),
            _ => None,
        };
        self.difference.people.iter().filter_map(one).collect()
    }

    /// What would be kept of hands' changes: person, and each column with both values.
    pub(super) async fn kept(&self, mut from: From<'_>, choices: &Choices, at: &At<'_>) -> Result<Vec<Decision>> {
        let mut all = Vec::new();
        for batch in self.changed().chunks(BATCH) {
            let held = Held::read(&mut from, batch.iter().map(|(_, id)| *id)).await?;
            for (incoming, id) in batch {
                let decision = decide::changed(self, &held, *incoming, *id, choices, at)?;
                all.extend(decision.filter(|decision| !decision.kept.is_empty()));
            }
        }
        Ok(all)
    }
}
