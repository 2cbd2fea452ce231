//! What a roster fills in of a person's row, and what happens where a hand did too.
//!
//! Three things are compared, column by column: what rosters said before, what the row holds, and what the file says
//! now. A file that says the same as before changes nothing. A file that says something new changes a column that
//! nobody touched. A column that somebody touched and the file changed is *kept* as it is and shown: whoever applies
//! the roster may then choose the file's value.

use preau_kernel::Timestamp;
use preau_roster::{Identifier, System};
use serde_json::{Map, Value};

use crate::model::{Address, Person, display, fold};

/// Fingerprints of rows that are kept of one person.
const FINGERPRINTS: usize = 4;
/// Columns that are texts and must not be empty.
const NEVER_EMPTY: [&str; 2] = ["family_name", "given_names"];

/// A column that a hand and a file changed differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    /// Its name.
    pub(super) column: &'static str,
    /// What Préau holds.
    pub(super) held: String,
    /// What the file says.
    pub(super) said: String,
}

/// The columns that a roster fills, in the order in which they are told.
const COLUMNS: [&str; 10] = [
    "family_name",
    "used_name",
    "given_names",
    "preferred_name",
    "birth_date",
    "sex",
    "email",
    "phone",
    "address",
    "level",
];

/// What a file says of a person, as the columns of their row.
pub(super) fn face(said: &preau_roster::Person) -> Map<String, Value> {
    let given: Vec<&str> =
        std::iter::once(said.names.given.as_str()).chain(said.names.other_given.iter().map(String::as_str)).collect();
    let sex = said.sex.map(|sex| match sex {
        preau_roster::Sex::Female => "female",
        preau_roster::Sex::Male => "male",
        preau_roster::Sex::Other => "other",
    });
    let birth = said.birth.map(|day| format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day()));
    let values = [
        Value::from(said.names.family.as_str()),
        Value::from(said.names.used.clone()),
        Value::from(given.join(", ")),
        Value::from(said.names.preferred.clone()),
        Value::from(birth),
        Value::from(sex),
        Value::from(said.email.clone()),
        Value::from(phone(said)),
        address(said),
        Value::from(level(said)),
    ];
    COLUMNS.iter().map(|column| (*column).to_owned()).zip(values).collect()
}

/// All numbers, the one in the pocket first.
fn phone(said: &preau_roster::Person) -> Option<String> {
    use preau_roster::PhoneKind::{Home, Mobile, Work};
    let of = |kind| said.phones.iter().filter(move |phone| phone.kind == kind).map(|phone| phone.number.as_str());
    let numbers: Vec<&str> = [Mobile, Home, Work].into_iter().flat_map(of).collect();
    (!numbers.is_empty()).then(|| numbers.join(", "))
}

fn address(said: &preau_roster::Person) -> Value {
    let Some(address) = said.address.as_ref().filter(|address| !address.is_empty()) else { return Value::Null };
    let address = Address {
        lines: address.street.lines().map(str::to_owned).take(4).collect(),
        postcode: address.postcode.clone(),
        city: address.town.clone(),
        country: address.country.clone(),
    };
    serde_json::to_value(address).unwrap_or_default()
}

fn level(said: &preau_roster::Person) -> Option<String> {
    let level = said.level.as_ref()?;
    level.name.clone().or_else(|| level.code.clone()).or_else(|| level.cycle.clone())
}

/// Fills in a row. `before` is what rosters said until now, `after` what they say from now on; `take` lets the file win
/// where a hand was there too. What was kept is returned.
pub(super) fn fill(
    row: &Person,
    before: Option<&preau_roster::Person>,
    after: &preau_roster::Person,
    take: bool,
    now: Timestamp,
) -> serde_json::Result<(Option<Person>, Vec<Kept>)> {
    let (before, after) = (before.map(face), face(after));
    let mut json = serde_json::to_value(row)?;
    let Value::Object(held) = &mut json else { return Ok((None, Vec::new())) };
    let mut kept = Vec::new();
    let mut filled = false;
    for column in COLUMNS {
        let next = after.get(column).unwrap_or(&Value::Null);
        let was = before.as_ref().map(|before| before.get(column).unwrap_or(&Value::Null));
        let holds = held.get(column).unwrap_or(&Value::Null);
        let silent = next.is_null() || (NEVER_EMPTY.contains(&column) && next == "");
        if was == Some(next) || holds == next || silent || (was.is_none() && same_words(holds, next)) {
            continue;
        }
        let touched = was.map_or(!holds.is_null(), |was| was != holds);
        if touched && !take {
            kept.push(Kept { column, held: text(holds), said: text(next) });
            continue;
        }
        held.insert(column.to_owned(), next.clone());
        filled = true;
    }
    if !filled {
        return Ok((None, kept));
    }
    let mut person: Person = serde_json::from_value(json)?;
    person.name = display(
        &person.given_names,
        person.preferred_name.as_deref(),
        &person.family_name,
        person.used_name.as_deref(),
    );
    person.updated_at = now;
    Ok((Some(person), kept))
}

/// Capitals and accents are no news about somebody who was typed in with care.
fn same_words(a: &Value, b: &Value) -> bool {
    a.as_str().zip(b.as_str()).is_some_and(|(a, b)| fold(a) == fold(b))
}

/// A value as text to show.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(_) => serde_json::from_value::<Address>(value.clone())
            .map(|address| address.envelope().join(", "))
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// What rosters say of a person from now on: what the file is silent about stays as it was said before.
pub(super) fn said_from_now_on(
    before: Option<&preau_roster::Person>,
    file: &preau_roster::Person,
) -> preau_roster::Person {
    let mut next = file.clone();
    next.key = String::new();
    next.place = preau_roster::Place::default();
    let Some(before) = before else { return next };
    next.names.used = next.names.used.or_else(|| before.names.used.clone());
    next.names.preferred = next.names.preferred.or_else(|| before.names.preferred.clone());
    if next.names.other_given.is_empty() {
        next.names.other_given.clone_from(&before.names.other_given);
    }
    next.birth = next.birth.or(before.birth);
    next.sex = next.sex.or(before.sex);
    next.title = next.title.or_else(|| before.title.clone());
    next.email = next.email.or_else(|| before.email.clone());
    if next.phones.is_empty() {
        next.phones.clone_from(&before.phones);
    }
    next.address = next.address.or_else(|| before.address.clone());
    next.level = next.level.or_else(|| before.level.clone());
    next.photo = next.photo.or(before.photo);
    next.associations = next.associations.or(before.associations);
    next.head |= before.head;
    next.identifiers = identifiers(&before.identifiers, &next.identifiers);
    next
}

/// One identifier a system, the newest; of fingerprints, the last few.
fn identifiers(before: &[Identifier], file: &[Identifier]) -> Vec<Identifier> {
    let mut all: Vec<Identifier> = Vec::new();
    for one in file.iter().chain(before) {
        let there = all.iter().filter(|other| other.system == one.system).count();
        let room = if one.system == System::Row { FINGERPRINTS } else { 1 };
        if there < room && !all.contains(one) {
            all.push(one.clone());
        }
    }
    all
}
