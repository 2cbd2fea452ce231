//! Finding persons by name, forgiving accents and slips of typing, among those whom one may find.
//!
//! **Two passes.** The first asks SQL for persons whose names have words that begin as the typed ones do, without
//! accents. Only when it finds few does the second compare the typed words with all names in a compact index in
//! memory, and asks SQL which of the nearest may be seen: the index itself never decides that. A name is some tens of
//! bytes, so the index of 40,000 people takes about 4 MB; it is read once and then follows the changes.

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

/// The index for typing slips. Cloning it is cheap.
#[derive(Clone, Default)]
pub struct Directory(Arc<Mutex<Index>>);

#[derive(Default)]
struct Index {
    entries: Vec<Entry>,
    places: HashMap<PersonId, usize>,
    read_at: Option<Timestamp>,
}

struct Entry {
    id: PersonId,
    /// The folded words; empty for somebody who can't be found any more.
    words: Box<str>,
    letters: u64,
}

/// What was found.
#[derive(Debug, Default, serde::Serialize)]
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
        if self.read_at.is_some_and(|at| now < at + FRESH && now >= at) {
            return Ok(());
        }
        let since = self.read_at.map_or(Timestamp::from_unix_micros(0), |at| at - LATEST);
        persons::changed_since(db, since, |row| {
            let words: Box<str> = if row.there { row.folded.trim().into() } else { "".into() };
            let entry = Entry { id: row.id, letters: letters(&words), words };
            if let Some(known) = self.places.get(&row.id).and_then(|place| self.entries.get_mut(*place)) {
                *known = entry;
            } else {
                self.places.insert(row.id, self.entries.len());
                self.entries.push(entry);
            }
            Ok(())
        })
        .await?;
        self.read_at = Some(now);
        Ok(())
    }

    /// The persons whose names are nearest, best first.
    fn nearest(&self, folded: &str, known: &HashSet<PersonId>) -> Vec<PersonId> {
        let typed: Vec<Typed<'_>> = folded.split_whitespace().take(4).map(Typed::new).collect();
        let mut near: Vec<(usize, PersonId)> = Vec::new();
        for entry in &self.entries {
            if let Some(slips) = slips(&typed, entry).filter(|_| !known.contains(&entry.id)) {
                near.push((slips, entry.id));
            }
        }
        near.sort_unstable();
        near.into_iter().take(CANDIDATES).map(|(_, id)| id).collect()
    }
}

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

/// How many slips lie between what was typed and a name; none if too many.
fn slips(typed: &[Typed<'_>], entry: &Entry) -> Option<usize> {
    typed.iter().map(|typed| nearest_word(typed, entry)).sum()
}

fn nearest_word(typed: &Typed<'_>, entry: &Entry) -> Option<usize> {
    // Each letter that the name has nowhere is one slip at least: most names are out after one instruction.
    if (typed.letters & !entry.letters).count_ones() as usize > typed.allowed {
        return None;
    }
    let words = entry.words.split(' ').filter(|word| !word.is_empty());
    words.filter_map(|word| distance(typed, word)).min()
}

/// The distance to a word, or to its beginning if one typed only that.
fn distance(typed: &Typed<'_>, word: &str) -> Option<usize> {
    let length = word.chars().count();
    // A much shorter word is another name, not a slip: who types `hadad` does not want Ada.
    let alike = length + 1 >= typed.length && length <= typed.length + typed.allowed;
    let whole = alike.then(|| strsim::osa_distance(typed.word, word));
    let begun = || {
        let end = word.char_indices().nth(typed.length).map(|(end, _)| end)?;
        // A beginning counts one more, so that whole words come first.
        word.get(..end).map(|begin| strsim::osa_distance(typed.word, begin) + 1)
    };
    whole.into_iter().chain(begun()).min().filter(|distance| *distance <= typed.allowed)
}

/// The set of letters of a text: 26 letters, 10 digits, the rest shared out.
fn letters(text: &str) -> u64 {
    text.chars().filter(|letter| *letter != ' ').fold(0, |set, letter| {
        set | 1
            << match letter {
                'a'..='z' => u32::from(letter) - u32::from('a'),
                '0'..='9' => 26 + u32::from(letter) - u32::from('0'),
                other => 36 + u32::from(other) % 28,
            }
    })
}
