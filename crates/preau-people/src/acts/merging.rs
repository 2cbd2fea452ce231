//! Two rows turn out to be one person.

use preau_journal::verbs::PERSON_MERGE;
use preau_kernel::{Can, PersonId, Problem, Result};
use serde_json::json;

use super::Act;
use crate::{
    PeopleError,
    model::Merge,
    policy::{PersonVerb, demand},
    store::persons,
};

/// Joins `gone` into `kept`: what points to the first points to the second, and what is empty there is filled from
/// here. The empty row stays under its id, so that old traces of it still lead to the person.
pub async fn merge(
    act: &mut Act<'_>,
    gone: &Can<PersonVerb, PersonId>,
    kept: &Can<PersonVerb, PersonId>,
) -> Result<()> {
    demand(gone, PersonVerb::Change)?;
    demand(kept, PersonVerb::Change)?;
    let (gone, kept, now) = (*gone.resource(), *kept.resource(), act.now());
    let mut old = persons::person_in(act.tx, gone).await?.ok_or_else(Problem::not_found)?;
    let mut new = persons::person_in(act.tx, kept).await?.ok_or_else(Problem::not_found)?;
    if gone == kept || old.kind != new.kind || old.left_at.is_some() || new.left_at.is_some() {
        return Err(PeopleError::NotTheSame.into());
    }
    new.birth_date = new.birth_date.or(old.birth_date);
    new.sex = new.sex.or(old.sex);
    for (to, from) in [(&mut new.email, &old.email), (&mut new.phone, &old.phone), (&mut new.level, &old.level)] {
        *to = to.take().or_else(|| from.clone());
    }
    new.address = new.address.or(old.address.take());
    new.updated_at = now;
    (old.left_at, old.updated_at) = (Some(now), now);
    (old.email, old.phone) = (None, None);
    persons::move_rows(act.tx, gone, kept).await?;
    persons::update(act.tx, &new).await?;
    persons::update(act.tx, &old).await?;
    persons::insert_merge(act.tx, &Merge { gone, kept, at: now }).await?;
    act.tell("people.persons-merged", None, json!({ "gone": gone, "kept": kept })).await?;
    let entry = act.entry(PERSON_MERGE).about(kept).with(json!({ "gone": gone }));
    act.record(entry).await
}
