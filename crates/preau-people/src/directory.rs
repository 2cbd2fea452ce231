//! Finding persons by name, forgiving accents and slips of typing, among those whom one may find.
//!
//! **Two passes.** The first asks SQL for persons whose names have words that begin as the typed ones do, without
//! accents. Only when it finds few does the second compare the typed words with all names in a compact index in
//! memory, and asks SQL which of the nearest may be seen: the index itself never decides that.
//!
//! **The index** knows each word once, and who has it: 40,000 people have some thousand different words, so a slip is
//! looked for in those and not in 40,000 names. It takes about 150 bytes a person and at most [`MOST`] people; it is
//! read once and then follows the changes, on every node by itself.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use preau_db::Db;
use preau_kernel::{PersonId, Result, Timestamp};
use time::Duration;
use tokio::sync::Mutex;

use crate::{
    model::fold,
    store::{
        Viewer,
        persons::{self, Found, Page},
    },
};

/// Persons on one page of answers.
pub const PAGE: i64 = 30;
/// With fewer exact answers than this, near ones are looked for.
const FEW: usize = 5;
/// Near answers at most.
const NEAR: usize = 10;
/// The nearest names that SQL is asked about, and how many at once.
const CANDIDATES: usize = 96;
const AT_ONCE: usize = 32;
/// A change becomes visible to the index at most so long after it was dated: the longest transaction (a roster).
const LATEST: Duration = Duration::minutes(5);
/// How long the index is taken as it is.
const FRESH: Duration = Duration::seconds(2);
/// The same while many changes lie within [`LATEST`] and would be read again each time: after a large roster.
const FRESH_AFTER_MANY: Duration = Duration::seconds(30);
const MANY: usize = 2000;
/// People in the index at most, 40 MB of them. Others are found by how their names begin, without slips.
const MOST: usize = 250_000;

/// The index for typing slips. Cloning it is cheap.
#[derive(Clone, Default)]
pub struct Directory(Arc<Mutex<Index>>);

#[derive(Default)]
struct Index {
    people: Vec<Indexed>,
    /// Where in `people` somebody is.
    places: HashMap<PersonId, u32>,
    words: Vec<Word>,
    /// Where in `words` a word is.
    known: HashMap<Box<str>, u32>,
    read_at: Option<Timestamp>,
    /// How many rows the last reading gave.
    read: usize,
}

struct Indexed {
    id: PersonId,
    /// The words of the name, by their place; none for somebody who can't be found any more.
    words: Box<[u32]>,
}

struct Word {
    text: Box<str>,
    length: usize,
    letters: u64,
    /// Whose word it is, by their place.
    people: Vec<u32>,
}

/// What was found.
#[derive(Debug, Default, serde::Serialize, utoipa::ToSchema)]
#[schema(as = Persons)]
pub struct Answers {
    /// Whose names have the words.
    pub exact: Vec<Found>,
    /// Whose names are near.
    pub near: Vec<Found>,
    /// Whether there are more on another page.
    pub more: bool,
}

impl Directory {
    /// Finds persons for a viewer; `from` is how many exact ones were shown before.
    pub async fn find(&self, db: &Db, viewer: &Viewer, typed: &str, from: i64) -> Result<Answers> {
        let folded = fold(&typed.chars().take(100).collect::<String>());
        let page = Page { left: false, limit: PAGE + 1, offset: from.max(0) };
        let mut exact = persons::search(db, viewer, &folded, None, page).await?;
        let page_length = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = exact.len() > page_length;
        exact.truncate(page_length);
        let few = exact.len() < FEW && from == 0 && !folded.is_empty();
        let near = if few { self.near(db, viewer, &folded, &exact).await? } else { Vec::new() };
        Ok(Answers { exact, near, more })
    }

    async fn near(&self, db: &Db, viewer: &Viewer, folded: &str, exact: &[Found]) -> Result<Vec<Found>> {
        let known: HashSet<PersonId> = exact.iter().map(|found| found.id).collect();
        let candidates = {
            let mut index = self.0.lock().await;
            index.refresh(db, viewer.now).await?;
            index.nearest(folded, &known)
        };
        let mut near = Vec::new();
        for ids in candidates.chunks(AT_ONCE) {
            let mut visible = persons::visible_among(db, viewer, ids).await?;
            visible.sort_by_key(|found| ids.iter().position(|id| *id == found.id));
            near.extend(visible);
            if near.len() >= NEAR {
                break;
            }
        }
        near.truncate(NEAR);
        Ok(near)
    }
}

impl Index {
    async fn refresh(&mut self, db: &Db, now: Timestamp) -> Result<()> {
        let fresh = if self.read > MANY { FRESH_AFTER_MANY } else { FRESH };
        if self.read_at.is_some_and(|at| now < at + fresh && now >= at) {
            return Ok(());
        }
        let since = self.read_at.map_or(Timestamp::from_unix_micros(0), |at| at - LATEST);
        let first = self.read_at.is_none();
        let mut read = 0;
        persons::changed_since(db, since, |row| {
            read += 1;
            self.put(row.id, if row.there { &row.folded } else { "" });
            Ok(())
        })
        .await?;
        self.read = if first { 0 } else { read };
        self.read_at = Some(now);
        Ok(())
    }

    /// Notes the words of somebody's name, which may be others than before.
    fn put(&mut self, id: PersonId, folded: &str) {
        let words: Box<[u32]> = folded.split_whitespace().map(|word| self.word(word)).collect();
        let place = match self.places.get(&id) {
            Some(place) => *place,
            None if self.people.len() >= MOST => return,
            None => {
                let Ok(place) = u32::try_from(self.people.len()) else { return };
                self.people.push(Indexed { id, words: Box::default() });
                self.places.insert(id, place);
                place
            }
        };
        let Some(person) = self.people.get_mut(place as usize) else { return };
        if person.words == words {
            return;
        }
        let before = std::mem::replace(&mut person.words, words.clone());
        for word in before {
            if let Some(word) = self.words.get_mut(word as usize) {
                word.people.retain(|other| *other != place);
            }
        }
        for word in words {
            if let Some(word) = self.words.get_mut(word as usize) {
                word.people.push(place);
            }
        }
    }

    fn word(&mut self, text: &str) -> u32 {
        if let Some(place) = self.known.get(text) {
            return *place;
        }
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let (length, letters) = (text.chars().count(), letters(text));
        self.words.push(Word { text: text.into(), length, letters, people: Vec::new() });
        self.known.insert(text.into(), place);
        place
    }

    /// The persons whose names are nearest, best first.
    fn nearest(&self, folded: &str, known: &HashSet<PersonId>) -> Vec<PersonId> {
        let mut slips: Option<Vec<u8>> = None;
        for typed in folded.split_whitespace().take(4) {
            let found = self.slips(&Typed::new(typed));
            slips = Some(match slips {
                None => found,
                Some(before) => before.iter().zip(&found).map(|(a, b)| a.saturating_add(*b)).collect(),
            });
        }
        let near = self.people.iter().zip(slips.unwrap_or_default());
        let near = near.filter(|(person, slips)| *slips < FAR && !known.contains(&person.id));
        let mut near: Vec<_> = near.map(|(person, slips)| (slips, person.id)).collect();
        near.sort_unstable();
        near.into_iter().take(CANDIDATES).map(|(_, id)| id).collect()
    }

    /// How many slips lie between a typed word and the nearest word of each person's name; [`FAR`] if too many.
    fn slips(&self, typed: &Typed<'_>) -> Vec<u8> {
        let mut slips = vec![FAR; self.people.len()];
        for word in self.words.iter().filter(|word| !word.people.is_empty()) {
            let Some(distance) = distance(typed, word) else { continue };
            for place in &word.people {
                if let Some(nearest) = slips.get_mut(*place as usize) {
                    *nearest = distance.min(*nearest);
                }
            }
        }
        slips
    }
}

/// No slip leads from the one to the other.
const FAR: u8 = u8::MAX;

struct Typed<'a> {
    word: &'a str,
    length: usize,
    letters: u64,
    allowed: usize,
}

impl<'a> Typed<'a> {
    fn new(word: &'a str) -> Self {
        let length = word.chars().count();
        let allowed = match length {
            0..3 => 0,
            3..5 => 1,
            5..9 => 2,
            _ => 3,
        };
        Self { word, length, letters: letters(word), allowed }
    }
}

/// The distance to a word, or to its beginning if one typed only that; none if it is too far.
fn distance(typed: &Typed<'_>, word: &Word) -> Option<u8> {
    // Each letter that the word has nowhere is one slip at least: most words are out after one instruction.
    if (typed.letters & !word.letters).count_ones() as usize > typed.allowed {
        return None;
    }
    // A much shorter word is another name, not a slip: who types `hadad` does not want Ada.
    let alike = word.length + 1 >= typed.length && word.length <= typed.length + typed.allowed;
    let whole = alike.then(|| strsim::osa_distance(typed.word, &word.text));
    let begun = || {
        let end = word.text.char_indices().nth(typed.length).map(|(end, _)| end)?;
        // A beginning counts one more, so that whole words come first.
        word.text.get(..end).map(|begin| strsim::osa_distance(typed.word, begin) + 1)
    };
    let nearest = whole.into_iter().chain(begun()).min().filter(|distance| *distance <= typed.allowed)?;
    u8::try_from(nearest).ok()
}

/// The set of letters of a word: 26 letters, 10 digits, the rest shared out.
fn letters(text: &str) -> u64 {
    text.chars().fold(0, |set, letter| {
        set | 1
            << match letter {
                'a'..='z' => u32::from(letter) - u32::from('a'),
                '0'..='9' => 26 + u32::from(letter) - u32::from('0'),
                other => 36 + u32::from(other) % 28,
            }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use preau_kernel::PersonId;
    use uuid::Uuid;

    use super::{Index, Typed, Word, distance, letters};

    const SYLLABLES: [&str; 6] = ["ba", "le", "mo", "ri", "cha", "nin"];
    const FIRST: [&str; 5] = ["lea", "sami", "ines", "chloe", "noe"];

    fn id(number: usize) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number as u128))
    }

    fn name(number: usize) -> String {
        let family: String = [number % 6, number / 6 % 6, number / 36 % 6].map(|it| SYLLABLES[it]).concat();
        format!(" {} {family}", FIRST[number % 5])
    }

    /// Who is near by looking at each name for itself.
    fn one_by_one(names: &[String], typed: &str) -> Vec<PersonId> {
        let slips = |name: &String| {
            let nearest = |typed: &str| {
                let word = |text: &str| Word {
                    text: text.into(),
                    length: text.len(),
                    letters: letters(text),
                    people: Vec::new(),
                };
                name.split_whitespace().filter_map(|text| distance(&Typed::new(typed), &word(text))).min()
            };
            typed.split_whitespace().map(nearest).sum::<Option<u8>>()
        };
        let mut near: Vec<_> = (0..).zip(names).filter_map(|(at, name)| Some((slips(name)?, id(at)))).collect();
        near.sort_unstable();
        near.into_iter().take(super::CANDIDATES).map(|(_, id)| id).collect()
    }

    #[test]
    fn the_index_finds_whom_looking_at_each_name_finds_also_after_changes() {
        let mut names: Vec<String> = (0..400).map(name).collect();
        let mut index = Index::default();
        for (number, name) in names.iter().enumerate() {
            index.put(id(number), name);
        }
        for (number, name) in names.iter_mut().enumerate().step_by(7) {
            *name = if number % 2 == 0 { String::new() } else { format!(" zoe{name}") };
            index.put(id(number), name);
        }
        for typed in ["lae balemo", "chole", "monini", "zoe nin", "sami", "x", "balemo lea", "qqqqq"] {
            assert_eq!(index.nearest(typed, &HashSet::new()), one_by_one(&names, typed), "{typed}");
        }
        let known = HashSet::from([index.nearest("monini", &HashSet::new())[0]]);
        assert!(!index.nearest("monini", &known).contains(known.iter().next().unwrap()));
    }
}
