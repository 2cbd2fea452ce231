//! What differs between a known person and what a file says of them.

use serde::Serialize;

use super::KnownPerson;
use crate::{Address, Identifier, Level, Part, Person, Phone, Sex, SpaceKey, SpaceKind, System};

/// A field that a file may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// They had left, and are here again.
    Returned,
    /// The class, for a learner who moves; the classes, for staff.
    Classes,
    /// The groups.
    Groups,
    /// Family name.
    FamilyName,
    /// Used name.
    UsedName,
    /// First given name.
    GivenName,
    /// Further given names.
    OtherGivenNames,
    /// Preferred given name.
    PreferredName,
    /// Date of birth.
    Birth,
    /// Sex.
    Sex,
    /// Civilité.
    Title,
    /// E-mail address.
    Email,
    /// Telephone numbers.
    Phones,
    /// Postal address.
    Address,
    /// Level.
    Level,
    /// General photo authorisation.
    Photo,
    /// Parents' associations authorisation.
    Associations,
    /// Head of the school.
    Head,
    /// Identifiers in other systems.
    Identifiers,
}

impl Field {
    /// Every field, in the order in which changes are told.
    pub const ALL: &[Self] = &[
        Self::Returned,
        Self::Classes,
        Self::Groups,
        Self::FamilyName,
        Self::UsedName,
        Self::GivenName,
        Self::OtherGivenNames,
        Self::PreferredName,
        Self::Birth,
        Self::Sex,
        Self::Title,
        Self::Email,
        Self::Phones,
        Self::Address,
        Self::Level,
        Self::Photo,
        Self::Associations,
        Self::Head,
        Self::Identifiers,
    ];
}

/// One change, as text to show: what is known, and what the file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The field.
    pub field: Field,
    /// What is known; empty if nothing.
    pub from: String,
    /// What the file says.
    pub to: String,
}

/// Changes of `fields`, in the order of [`Field::ALL`]. What the file is silent about does not change.
pub(super) fn between<P>(
    known: &KnownPerson<P>,
    said: &Person,
    spaces: &[(&SpaceKey, Part)],
    fields: &[Field],
) -> Vec<FieldChange> {
    let of = |field: Field| {
        let (from, to) = values(field, known, said, spaces)?;
        (from != to).then_some(FieldChange { field, from, to })
    };
    Field::ALL.iter().copied().filter(|field| fields.contains(field)).filter_map(of).collect()
}

fn values<P>(
    field: Field,
    known: &KnownPerson<P>,
    said: &Person,
    spaces: &[(&SpaceKey, Part)],
) -> Option<(String, String)> {
    let was = &known.person;
    let (old, new) = (&was.names, &said.names);
    Some(match field {
        Field::Returned => (if known.left { "left" } else { "" }.to_owned(), String::new()),
        Field::Classes => codes(known, spaces, SpaceKind::Class)?,
        Field::Groups => codes(known, spaces, SpaceKind::Group)?,
        Field::FamilyName => (old.family.clone(), filled(&new.family)?),
        Field::UsedName => (old.used.clone().unwrap_or_default(), new.used.clone()?),
        Field::GivenName => (old.given.clone(), filled(&new.given)?),
        Field::OtherGivenNames => (old.other_given.join(" "), filled(&new.other_given.join(" "))?),
        Field::PreferredName => (old.preferred.clone().unwrap_or_default(), new.preferred.clone()?),
        Field::Birth => (was.birth.map(|date| date.to_string()).unwrap_or_default(), said.birth?.to_string()),
        Field::Sex => (was.sex.map(sex).unwrap_or_default(), sex(said.sex?)),
        Field::Title => (was.title.clone().unwrap_or_default(), said.title.clone()?),
        Field::Email => (was.email.clone().unwrap_or_default(), said.email.clone()?),
        Field::Phones => (phones(&was.phones), filled(&phones(&said.phones))?),
        Field::Address => (was.address.as_ref().map(address).unwrap_or_default(), address(said.address.as_ref()?)),
        Field::Level => (was.level.as_ref().map(level).unwrap_or_default(), level(said.level.as_ref()?)),
        Field::Photo => (flag(was.photo), flag(Some(said.photo?))),
        Field::Associations => (flag(was.associations), flag(Some(said.associations?))),
        // A file that has no such column says nothing: only staff files of ONDE say who is the head.
        Field::Head => (flag(Some(was.head)), flag(Some(said.head || was.head))),
        Field::Identifiers => identifiers(was, said),
    })
}

/// Codes of the classes or groups on both sides. A file that puts the person nowhere says nothing about it.
fn codes<P>(known: &KnownPerson<P>, said: &[(&SpaceKey, Part)], kind: SpaceKind) -> Option<(String, String)> {
    let join = |mut codes: Vec<&str>| {
        codes.sort_unstable();
        codes.dedup();
        codes.join(", ")
    };
    if said.is_empty() {
        return None;
    }
    let old = known.spaces.iter().map(|(key, _)| key).filter(|key| key.kind == kind);
    let new = said.iter().map(|(key, _)| *key).filter(|key| key.kind == kind);
    Some((join(old.map(|key| key.code.as_str()).collect()), join(new.map(|key| key.code.as_str()).collect())))
}

/// Identifiers that the file says, beside what is known in the same systems. Fingerprints of rows are not told.
fn identifiers(was: &Person, said: &Person) -> (String, String) {
    let told: Vec<&Identifier> = said.identifiers.iter().filter(|one| one.system != System::Row).collect();
    let mut pairs: Vec<(String, String)> = told
        .iter()
        .filter(|one| !was.identifiers.contains(one))
        .map(|one| {
            let old = was.identifier(one.system).map(|value| format!("{} {value}", one.system.as_str()));
            (old.unwrap_or_default(), format!("{} {}", one.system.as_str(), one.value))
        })
        .collect();
    pairs.sort();
    let (old, new): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    (old.join(", ").trim_matches([',', ' ']).to_owned(), new.join(", "))
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn sex(sex: Sex) -> String {
    match sex {
        Sex::Female => "F",
        Sex::Male => "M",
        Sex::Other => "X",
    }
    .to_owned()
}

fn flag(value: Option<bool>) -> String {
    match value {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
    .to_owned()
}

fn phones(phones: &[Phone]) -> String {
    let mut numbers: Vec<_> = phones.iter().map(|phone| phone.number.as_str()).collect();
    numbers.sort_unstable();
    numbers.join(", ")
}

fn address(address: &Address) -> String {
    let street = address.street.replace('\n', ", ");
    let town = format!("{} {}", address.postcode, address.town);
    let parts = [street.as_str(), town.trim(), address.country.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn level(level: &Level) -> String {
    let parts = [&level.name, &level.cycle, &level.code];
    parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
}
