//! What a user of the library would notice: files in, records and problems out, and what they would change.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "functions shared by tests may fail as tests do, and a measurement is printed"
)]

mod bad_input;
mod formats;
mod matching;
mod measure;
mod sentences;

use std::io::Cursor;

use preau_roster::{
    Answers, Authority, Child, Difference, End, Family, Fate, Field, Known, KnownGuardianship, KnownPerson, KnownSpace,
    Mapping, Options, Problem, Roster, SpaceFate, compare, fixtures::TODAY, read,
};

/// What an institution knows, for tests.
#[derive(Default)]
struct Register {
    people: Vec<KnownPerson<u128>>,
    ties: Vec<KnownGuardianship<u128>>,
    spaces: Vec<KnownSpace<u64>>,
}

impl Register {
    fn known(&self) -> Known<'_, u128, u64> {
        Known { people: &self.people, guardianships: &self.ties, spaces: &self.spaces }
    }

    fn compare(&self, roster: &Roster) -> Difference<u128, u64> {
        compare(roster, self.known(), &Answers::new(), Field::ALL)
    }

    /// What an institution that knew nobody knows after a first import.
    fn of(roster: &Roster) -> Self {
        let mut register = Self::default();
        let difference = register.compare(roster);
        let family = roster.sources.first().map_or(Family::Table, |source| source.format.family());
        let id = |position: usize| position as u128 + 1;
        for one in &difference.people {
            let (Some(at), Fate::New) = (one.incoming, &one.fate) else { continue };
            let person = roster.people[at].clone();
            let theirs = roster.memberships.iter().filter(|membership| membership.person == person.key);
            let spaces = theirs.map(|membership| (membership.space.clone(), membership.part)).collect();
            register.people.push(KnownPerson { id: id(at), person, spaces, family: Some(family), left: false });
        }
        for tie in &difference.guardianships {
            let preau_roster::TieFate::New { incoming, guardian: End::Incoming(g), child: End::Incoming(c) } = tie
            else {
                panic!("everybody is new: {tie:?}")
            };
            let said = &roster.guardianships[*incoming];
            register.ties.push(KnownGuardianship {
                guardian: id(*g),
                child: id(*c),
                authority: said.authority,
                kinship: said.kinship.clone(),
                pays: said.pays,
                contact: said.contact,
                family: Some(family),
            });
        }
        for space in &difference.spaces {
            let SpaceFate::New { incoming } = space else { continue };
            let said = roster.spaces[*incoming].clone();
            let (key, name, level) = (said.key, said.name, said.level);
            register.spaces.push(KnownSpace { id: *incoming as u64, key, name, level, family: Some(family) });
        }
        register
    }
}

fn options() -> Options {
    Options::new(TODAY)
}

fn read_all(files: &[(String, Vec<u8>)], mapping: Option<Mapping>) -> Result<Roster, Problem> {
    let mut roster = Roster::new();
    let options = Options { mapping, ..options() };
    for (name, bytes) in files {
        read(name, &mut Cursor::new(bytes), &options, &mut roster)?;
    }
    Ok(roster)
}

fn read_one(bytes: &[u8]) -> Result<Roster, Problem> {
    read_all(&[("file".to_owned(), bytes.to_vec())], None)
}

/// The child of a guardianship, as a name.
fn child_name(child: &Child) -> String {
    match child {
        Child::Key(key) => key.clone(),
        Child::Named { names, .. } => names.display(),
    }
}

fn is_legal(authority: Authority) -> bool {
    matches!(authority, Authority::First | Authority::Second)
}
