//! Subjects and patterns: words between dots, as in NATS.

use std::{fmt, str::FromStr, sync::Arc};

use preau_kernel::{PersonId, SpaceId};

use crate::BusError;

/// Words of a subject at most.
const MAX_WORDS: usize = 8;
/// Letters of a word at most; a UUID has 36.
const MAX_WORD: usize = 64;

/// What something is about: `preau.space.<uuid>.<kind>` or `preau.person.<uuid>.<kind>`.
///
/// Two to eight words of lower-case letters, digits, `-` and `_`, the first of which is `preau`, so that one NATS
/// server can serve other programs too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subject(Arc<str>);

/// Which subjects someone watches: a subject in which `*` stands for any one word, and `>`, at the end, for one or more.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pattern(Arc<str>);

impl Subject {
    /// Something about a space. `kind` is one to five words, such as `wall` or `people.space-opened`.
    pub fn space(space: SpaceId, kind: &str) -> Result<Self, BusError> {
        format!("preau.space.{space}.{kind}").parse()
    }

    /// Something for one person alone. `kind` is one to five words, such as `notices`.
    pub fn person(person: PersonId, kind: &str) -> Result<Self, BusError> {
        format!("preau.person.{person}.{kind}").parse()
    }

    /// The subject as NATS writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its words, from the left.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split('.')
    }
}

impl Pattern {
    /// Everything about a space.
    pub fn space(space: SpaceId) -> Self {
        Self(format!("preau.space.{space}.>").into())
    }

    /// Everything for one person.
    pub fn person(person: PersonId) -> Self {
        Self(format!("preau.person.{person}.>").into())
    }

    /// The pattern as NATS writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its words, from the left.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split('.')
    }

    /// Whether it covers `subject`.
    pub fn matches(&self, subject: &Subject) -> bool {
        let mut subject = subject.words();
        for word in self.words() {
            match (word, subject.next()) {
                (">", Some(_)) => return true,
                (_, None) => return false,
                (word, Some(theirs)) if word != "*" && word != theirs => return false,
                _ => {}
            }
        }
        subject.next().is_none()
    }
}

impl From<&Subject> for Pattern {
    fn from(subject: &Subject) -> Self {
        Self(subject.0.clone())
    }
}

impl FromStr for Subject {
    type Err = BusError;
    fn from_str(text: &str) -> Result<Self, BusError> {
        check(text, |_, _| false)?;
        Ok(Self(text.into()))
    }
}

impl FromStr for Pattern {
    type Err = BusError;
    fn from_str(text: &str) -> Result<Self, BusError> {
        check(text, |word, last| word == "*" || (word == ">" && last))?;
        Ok(Self(text.into()))
    }
}

fn check(text: &str, wildcard: impl Fn(&str, bool) -> bool) -> Result<(), BusError> {
    let wrong = |why| Err(BusError::Malformed { text: text.chars().take(200).collect(), why });
    let count = text.split('.').count();
    if !(2..=MAX_WORDS).contains(&count) {
        return wrong("it has two to eight words");
    }
    for (place, word) in text.split('.').enumerate() {
        if place == 0 && word != "preau" {
            return wrong("its first word is preau");
        }
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_';
        let word_is_plain = !word.is_empty() && word.len() <= MAX_WORD && word.bytes().all(plain);
        if !word_is_plain && !wildcard(word, place + 1 == count) {
            return wrong("a word is 1 to 64 of a-z, 0-9, - and _");
        }
    }
    Ok(())
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
