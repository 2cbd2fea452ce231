//! What the institution knows, as the matching wants it: read in pages, kept compact.
//!
//! Of somebody whom a roster brought, the matching is shown what rosters *said* and not what the row holds now. So a
//! file that says what it said last time changes nothing, whatever was corrected by hand meanwhile; and a field that
//! both the file and somebody changed is found by comparing three things ([`face`](super::face)).

use std::collections::{HashMap, HashSet};

use preau_db::{Db, FromRow, Result, Sql, Tx, Value, args, row, sql};
use preau_kernel::{PersonId, PersonKind, SpaceId, SpaceKind, Timestamp};
use preau_roster::{
    Authority, Family, KnownGuardianship, KnownPerson, KnownSpace, Names, Phone, PhoneKind, SpaceKey, System,
};
use time::Date;
use uuid::Uuid;

use super::tables::{Place, Said, Tie};
use crate::model::{Address, Sex};

/// Where to read: what is committed, or what a transaction sees.
pub(super) enum From<'a> {
    /// What is committed.
    Db(&'a Db),
    /// What the transaction sees.
    Tx(&'a mut Tx),
}

impl From<'_> {
    pub(super) async fn all<T: FromRow>(&mut self, sql: Sql<T>, args: &[Value]) -> Result<Vec<T>> {
        match self {
            Self::Db(db) => db.all(sql, args).await,
            Self::Tx(tx) => tx.all(sql, args).await,
        }
    }
}

/// What the institution knows.
#[derive(Default)]
pub(super) struct Register {
    pub(super) people: Vec<KnownPerson<PersonId>>,
    pub(super) ties: Vec<KnownGuardianship<PersonId>>,
    pub(super) spaces: Vec<KnownSpace<SpaceId>>,
}

impl Register {
    pub(super) fn known(&self) -> preau_roster::Known<'_, PersonId, SpaceId> {
        preau_roster::Known { people: &self.people, guardianships: &self.ties, spaces: &self.spaces }
    }

    /// Reads all of it, two thousand rows at a time.
    pub(super) async fn read(mut from: From<'_>) -> Result<Self> {
        let mut register = Self::default();
        register.read_spaces(&mut from).await?;
        let active: HashSet<SpaceKey> = register.spaces.iter().map(|space| space.key.clone()).collect();
        register.read_people(&mut from, &active).await?;
        register.read_identifiers(&mut from).await?;
        register.read_ties(&mut from).await?;
        Ok(register)
    }

    async fn read_spaces(&mut self, from: &mut From<'_>) -> Result<()> {
        let page = sql!(
            SpaceRow,
            "SELECT s.id, s.kind, s.name, s.code, s.level, r.family, r.said FROM space s
              LEFT JOIN roster_space r ON r.space = s.id
              WHERE s.id > $1 AND s.archived_at IS NULL AND s.kind IN ('class', 'group') ORDER BY s.id LIMIT 2000"
        );
        let mut after = Uuid::nil();
        loop {
            let rows = from.all(page, args![after]).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = last.id.uuid();
            self.spaces.extend(rows.into_iter().map(SpaceRow::known));
        }
    }

    /// A row that goes on as another is left out, and what was said of it counts for the other.
    async fn read_people(&mut self, from: &mut From<'_>, active: &HashSet<SpaceKey>) -> Result<()> {
        let page = sql!(
            PersonRow,
            "SELECT p.id, p.kind, p.family_name, p.used_name, p.given_names, p.preferred_name, p.birth_date, p.sex,
                p.email, p.phone, p.address, p.level, p.left_at, r.family, r.said, m.kept
              FROM person p LEFT JOIN roster_person r ON r.person = p.id LEFT JOIN person_merge m ON m.gone = p.id
              WHERE p.id > $1 AND p.erased_at IS NULL AND p.kind IN ('staff', 'learner', 'guardian')
              ORDER BY p.id LIMIT 2000"
        );
        let mut after = Uuid::nil();
        let mut handed_on = Vec::new();
        loop {
            let rows = from.all(page, args![after]).await?;
            let Some(last) = rows.last() else { break };
            after = last.id.uuid();
            for row in rows {
                match row.kept {
                    Some(kept) => handed_on.extend(row.said.map(|said| (kept, said))),
                    None => self.people.extend(row.known(active)),
                }
            }
        }
        let positions = self.positions();
        for (kept, said) in handed_on {
            if let Some(one) = positions.get(&kept).and_then(|&position| self.people.get_mut(position)) {
                one.person.identifiers.extend(said.person.identifiers);
            }
        }
        Ok(())
    }

    /// Identifiers that were added by hand or by another service count as much as those of rosters.
    async fn read_identifiers(&mut self, from: &mut From<'_>) -> Result<()> {
        let page = sql!(
            (String, String, PersonId),
            "SELECT system, value, person FROM person_identifier WHERE (system, value) > ($1, $2)
              ORDER BY system, value LIMIT 2000"
        );
        let positions = self.positions();
        let mut after = (String::new(), String::new());
        loop {
            let rows = from.all(page, args![after.0, after.1]).await?;
            let Some((system, value, _)) = rows.last() else { return Ok(()) };
            after = (system.clone(), value.clone());
            for (system, value, person) in rows {
                let one = positions.get(&person).and_then(|&position| self.people.get_mut(position));
                let (Some(one), Some(system)) = (one, System::parse(&system)) else { continue };
                let identifier = preau_roster::Identifier { system, value };
                if !one.person.identifiers.contains(&identifier) {
                    one.person.identifiers.push(identifier);
                }
            }
        }
    }

    /// A guardianship that was ended by hand stays as rosters said it: a file that says it again does not revive it.
    async fn read_ties(&mut self, from: &mut From<'_>) -> Result<()> {
        let page = sql!(
            TieRow,
            "SELECT g.guardian, g.child, g.legal_rank, g.ended_at, r.family, r.said FROM guardianship g
              LEFT JOIN roster_tie r ON r.guardian = g.guardian AND r.child = g.child
              WHERE (g.guardian, g.child) > ($1, $2) ORDER BY g.guardian, g.child LIMIT 2000"
        );
        let mut after = (Uuid::nil(), Uuid::nil());
        loop {
            let rows = from.all(page, args![after.0, after.1]).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            after = (last.guardian.uuid(), last.child.uuid());
            self.ties.extend(rows.into_iter().filter_map(TieRow::known));
        }
    }

    /// Positions in [`Register::people`].
    pub(super) fn positions(&self) -> HashMap<PersonId, usize> {
        self.people.iter().enumerate().map(|(position, one)| (one.id, position)).collect()
    }
}

row! {
    struct SpaceRow {
        id: SpaceId, kind: SpaceKind, name: String, code: Option<String>, level: Option<String>,
        family: Option<String>, said: Option<Place>
    }
}

impl SpaceRow {
    fn known(self) -> KnownSpace<SpaceId> {
        let family = self.family.as_deref().and_then(family);
        if let Some(said) = self.said {
            return KnownSpace { id: self.id, key: said.key, name: said.name, level: said.level, family };
        }
        let code = self.code.unwrap_or_else(|| self.name.clone());
        let key = if self.kind == SpaceKind::Class { SpaceKey::class(code) } else { SpaceKey::group(code) };
        KnownSpace { id: self.id, key, name: self.name, level: self.level, family }
    }
}

row! {
    struct PersonRow {
        id: PersonId, kind: PersonKind, family_name: String, used_name: Option<String>, given_names: String,
        preferred_name: Option<String>, birth_date: Option<Date>, sex: Option<Sex>, email: Option<String>,
        phone: Option<String>, address: Option<Address>, level: Option<String>, left_at: Option<Timestamp>,
        family: Option<String>, said: Option<Said>, kept: Option<PersonId>
    }
}

impl PersonRow {
    fn known(mut self, active: &HashSet<SpaceKey>) -> Option<KnownPerson<PersonId>> {
        let id = self.id;
        if let Some(mut said) = self.said.take() {
            // Last year's classes are no place to be moved from.
            said.spaces.retain(|(key, _)| active.contains(key));
            let family = self.family.as_deref().and_then(family);
            return Some(KnownPerson { id, person: said.person, spaces: said.spaces, family, left: said.gone });
        }
        let left = self.left_at.is_some();
        Some(KnownPerson { id, person: self.by_hand()?, spaces: Vec::new(), family: None, left })
    }

    /// Somebody whom no roster brought, in the words of rosters.
    fn by_hand(self) -> Option<preau_roster::Person> {
        let mut person = preau_roster::Person::new(kind(self.kind)?, "");
        let mut given = self.given_names.split([',', ' ']).filter(|name| !name.is_empty()).map(str::to_owned);
        person.names = Names {
            family: self.family_name,
            used: self.used_name,
            given: given.next().unwrap_or_default(),
            other_given: given.collect(),
            preferred: self.preferred_name,
        };
        person.birth = self.birth_date;
        person.sex = self.sex.map(|sex| match sex {
            Sex::Female => preau_roster::Sex::Female,
            Sex::Male => preau_roster::Sex::Male,
            Sex::Other => preau_roster::Sex::Other,
        });
        person.email = self.email;
        let digits = |text: String| text.chars().filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
        person.phones =
            self.phone.map(|text| Phone { kind: PhoneKind::Mobile, number: digits(text) }).into_iter().collect();
        person.address = self.address.filter(|address| !address.is_empty()).map(|address| preau_roster::Address {
            street: address.lines.join("\n"),
            postcode: address.postcode,
            town: address.city,
            country: address.country,
        });
        person.level = self.level.map(|name| preau_roster::Level { name: Some(name), ..Default::default() });
        Some(person)
    }
}

row! {
    struct TieRow {
        guardian: PersonId, child: PersonId, legal_rank: Option<i64>, ended_at: Option<Timestamp>,
        family: Option<String>, said: Option<Tie>
    }
}

impl TieRow {
    fn known(self) -> Option<KnownGuardianship<PersonId>> {
        let (guardian, child) = (self.guardian, self.child);
        if let Some(said) = self.said {
            let family = self.family.as_deref().and_then(family);
            let Tie { authority, kinship, pays, contact, gone } = said;
            return (!gone).then_some(KnownGuardianship { guardian, child, authority, kinship, pays, contact, family });
        }
        let authority = match self.legal_rank {
            Some(1) => Authority::First,
            Some(_) => Authority::Second,
            None => Authority::Contact,
        };
        let known =
            KnownGuardianship { guardian, child, authority, kinship: None, pays: None, contact: None, family: None };
        self.ended_at.is_none().then_some(known)
    }
}

/// The kinds of person that rosters know.
pub(super) fn kind(kind: PersonKind) -> Option<preau_roster::Kind> {
    Some(match kind {
        PersonKind::Learner => preau_roster::Kind::Learner,
        PersonKind::Guardian => preau_roster::Kind::Guardian,
        PersonKind::Staff => preau_roster::Kind::Staff,
        PersonKind::Patient | PersonKind::Guest => return None,
    })
}

/// The word of a family of formats, as it is stored.
pub(super) fn family_word(family: Family) -> &'static str {
    match family {
        Family::Onde => "onde",
        Family::Siecle => "siecle",
        Family::OneRoster => "oneroster",
        Family::Table => "table",
    }
}

fn family(word: &str) -> Option<Family> {
    [Family::Onde, Family::Siecle, Family::OneRoster, Family::Table].into_iter().find(|one| family_word(*one) == word)
}
