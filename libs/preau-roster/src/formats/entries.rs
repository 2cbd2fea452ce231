//! People as they come out of the rows of a table: each once, with a key, and told when a row repeats someone.

use std::collections::{HashMap, HashSet};

use crate::{
    Code, Identifier, Kind, Membership, Part, Person, Problem, Space, SpaceKey, System, name_key,
    read::{Context, cells::fingerprint},
};

/// Who and what a table has given so far.
#[derive(Default)]
pub(crate) struct Entries {
    keys: HashMap<String, u64>,
    identifiers: HashMap<Identifier, (String, u64)>,
    spaces: HashSet<SpaceKey>,
    /// Names of classes, in the order of the file.
    pub(crate) classes: Vec<String>,
}

impl Entries {
    /// Gives a person to the sink and returns their key, or tells why they are left out.
    ///
    /// The key is the strongest identifier, or names and date of birth, or a fingerprint of the row. Someone whom no
    /// other system identifies gets the fingerprint as an identifier, so that the same file finds them again.
    pub(crate) fn person(&mut self, mut person: Person, ctx: &mut Context<'_>) -> Option<String> {
        let line = person.place.line;
        if person.names.family.is_empty() || (person.names.given.is_empty() && person.kind == Kind::Learner) {
            ctx.problem(Problem::new(Code::MissingName).at(line, 0));
            return None;
        }
        if person.identifiers.is_empty() {
            person.identifiers.push(Identifier::new(System::Row, fingerprint(&person)));
        }
        person.key = key_of(&person);
        if let Some(first) = self.keys.get(&person.key) {
            // A teacher of several classes has a row for each.
            if person.kind == Kind::Staff {
                return Some(person.key);
            }
            let value = person.names.display();
            ctx.problem(Problem::new(Code::Duplicate).at(line, 0).with("line", first).with("value", value));
            return Some(person.key);
        }
        for identifier in &person.identifiers {
            match self.identifiers.get(identifier) {
                Some((other, first)) if *other != person.key => {
                    let problem = Problem::new(Code::SharedIdentifier).at(line, 0).with("line", first);
                    ctx.problem(problem.with("value", &identifier.value));
                    return None;
                }
                _ => {
                    self.identifiers.insert(identifier.clone(), (person.key.clone(), line));
                }
            }
        }
        self.keys.insert(person.key.clone(), line);
        let key = person.key.clone();
        ctx.person(person);
        Some(key)
    }

    /// Puts someone in a class or group that the table knows by name only.
    pub(crate) fn member(&mut self, person: &str, space: SpaceKey, part: Part, line: u64, ctx: &mut Context<'_>) {
        if space.code.is_empty() {
            return;
        }
        if self.spaces.insert(space.clone()) {
            if space.kind == crate::SpaceKind::Class {
                self.classes.push(space.code.clone());
            }
            let name = space.code.clone();
            ctx.space(Space { key: space.clone(), name, level: None, place: ctx.place(line) });
        }
        ctx.membership(Membership { person: person.to_owned(), space, part });
    }
}

fn key_of(person: &Person) -> String {
    let names = || format!("{}/{}", name_key(&person.names.family), name_key(&person.names.given));
    match (person.identifiers.first(), person.birth) {
        (Some(one), Some(birth)) if one.system == System::Row => format!("name:{}/{birth}", names()),
        // Someone else with the same identifier is a mistake of the file to be told, not the same person.
        (Some(one), _) => format!("{}:{}:{}", one.system.as_str(), one.value, names()),
        (None, _) => format!("name:{}", names()),
    }
}
