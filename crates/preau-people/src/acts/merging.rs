//! Two rows turn out to be one person, or that was a mistake.

use preau_journal::verbs::{PERSON_MERGE, PERSON_PART};
use preau_kernel::{Can, PersonId, Problem, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Act,
    undoing::{Undo, offer},
};
use crate::{
    PeopleError,
    model::{Merge, Person, UndoId},
    policy::{PersonVerb, demand},
    store::{
        merging::{self, Ties},
        persons,
    },
};

/// What a merge did, so that it can be undone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The row that is no longer used, as it was.
    gone: Person,
    /// The row that goes on, as it was.
    kept: Person,
    /// What pointed at the first.
    ties: Ties,
}

impl Joined {
    /// The person whose row goes on.
    pub fn kept(&self) -> PersonId {
        self.kept.id
    }
}

/// Joins `gone` into `kept`: what points to the first points to the second, and what is empty there is filled from
/// here. The empty row stays under its id, so that old traces of it still lead to the person.
pub async fn merge(
    act: &mut Act<'_>,
    gone: &Can<PersonVerb, PersonId>,
    kept: &Can<PersonVerb, PersonId>,
) -> Result<UndoId> {
    demand(gone, PersonVerb::Change)?;
    demand(kept, PersonVerb::Change)?;
    let (gone, kept, now) = (*gone.resource(), *kept.resource(), act.now());
    let old = persons::person_in(act.tx, gone).await?.ok_or_else(Problem::not_found)?;
    let new = persons::person_in(act.tx, kept).await?.ok_or_else(Problem::not_found)?;
    if gone == kept || old.kind != new.kind || old.left_at.is_some() || new.left_at.is_some() {
        return Err(PeopleError::NotTheSame.into());
    }
    let joined = Joined { ties: merging::ties(act.tx, gone, kept).await?, gone: old.clone(), kept: new.clone() };
    let mut filled = new;
    fill(&mut filled, &old);
    filled.updated_at = now;
    let old = Person { left_at: Some(now), updated_at: now, email: None, phone: None, address: None, ..old };
    persons::move_rows(act.tx, gone, kept).await?;
    persons::update(act.tx, &filled).await?;
    persons::update(act.tx, &old).await?;
    persons::insert_merge(act.tx, &Merge { gone, kept, at: now }).await?;
    act.tell("people.persons-merged", None, json!({ "gone": gone, "kept": kept })).await?;
    let entry = act.entry(PERSON_MERGE).about(kept).with(json!({ "gone": gone }));
    act.record(entry).await?;
    offer(act, &Undo::Merge { joined: Box::new(joined) }).await
}

/// Fills what is empty.
fn fill(to: &mut Person, from: &Person) {
    to.birth_date = to.birth_date.or(from.birth_date);
    to.sex = to.sex.or(from.sex);
    for (to, from) in [(&mut to.email, &from.email), (&mut to.phone, &from.phone), (&mut to.level, &from.level)] {
        *to = to.take().or_else(|| from.clone());
    }
    to.address = to.address.take().or_else(|| from.address.clone());
}

/// Takes out again what was filled in, unless somebody changed it since.
fn empty(now: &mut Person, before: &Person, filled: &Person) {
    macro_rules! restore {
        ($($field:ident),*) => {
            $(if before.$field.is_none() && now.$field == filled.$field {
                now.$field = None;
            })*
        };
    }
    restore!(birth_date, sex, email, phone, level, address);
}

/// Makes two persons of them again. What came to the one that went on since stays with it.
pub(super) async fn part(act: &mut Act<'_>, joined: &Joined) -> Result<()> {
    let Joined { gone: old, kept: before, ties } = joined;
    let (gone, kept, now) = (old.id, before.id, act.now());
    let mut new = persons::person_in(act.tx, kept).await?.ok_or_else(Problem::not_found)?;
    let there = persons::person_in(act.tx, gone).await?.is_some_and(|gone| gone.erased_at.is_none());
    if !there || new.left_at.is_some() || persons::delete_merge(act.tx, gone, kept).await? == 0 {
        return Err(PeopleError::TooLate.into());
    }
    let mut filled = before.clone();
    fill(&mut filled, old);
    empty(&mut new, before, &filled);
    new.updated_at = now;
    persons::update(act.tx, &new).await?;
    persons::update(act.tx, &Person { updated_at: now, ..old.clone() }).await?;
    merging::untie(act.tx, gone, kept, ties).await?;
    act.tell("people.persons-parted", None, json!({ "gone": gone, "kept": kept })).await?;
    for person in [gone, kept] {
        act.record_about(PERSON_PART, person).await?;
    }
    Ok(())
}
