//! A person leaves the institution, or comes back.

use preau_journal::verbs::{PERSON_LEAVE, PERSON_RETURN};
use preau_kernel::{Can, PersonId, Problem, Result, Role};

use super::{
    Act, person_payload,
    undoing::{Undo, offer},
};
use crate::{
    PeopleError,
    model::UndoId,
    policy::{PersonVerb, demand},
    store::{persons, spaces},
};

/// Notes that a person leaves. Memberships stay as they are: whoever left is seen nowhere, and finds everything again
/// when they come back.
pub async fn leave(act: &mut Act<'_>, proof: &Can<PersonVerb, PersonId>) -> Result<UndoId> {
    demand(proof, PersonVerb::Change)?;
    let id = *proof.resource();
    note_leaving(act, id).await?;
    offer(act, &Undo::Leave { person: id }).await
}

/// Notes that a person leaves, within another act.
pub(super) async fn note_leaving(act: &mut Act<'_>, id: PersonId) -> Result<()> {
    let now = act.now();
    let mut person = persons::person_in(act.tx, id).await?.ok_or_else(Problem::not_found)?;
    if person.left_at.is_some() {
        return Err(PeopleError::HasLeft.into());
    }
    if let Some(house) = spaces::institution_in(act.tx).await? {
        let holds = spaces::member_in(act.tx, house, id).await?;
        let owner = holds.is_some_and(|it| it.role == Role::Owner && it.until.is_none_or(|until| until > now));
        if owner && spaces::owners_in(act.tx, house, now).await? <= 1 {
            return Err(PeopleError::LastAdministrator.into());
        }
    }
    (person.left_at, person.updated_at) = (Some(now), now);
    persons::update(act.tx, &person).await?;
    act.tell("people.person-left", None, person_payload(id)).await?;
    act.record_about(PERSON_LEAVE, id).await
}

/// Takes a person back in.
pub async fn rejoin(act: &mut Act<'_>, proof: &Can<PersonVerb, PersonId>) -> Result<()> {
    demand(proof, PersonVerb::Change)?;
    let (id, now) = (*proof.resource(), act.now());
    let mut person = persons::person_in(act.tx, id).await?.ok_or_else(Problem::not_found)?;
    (person.left_at, person.updated_at) = (None, now);
    persons::update(act.tx, &person).await?;
    act.tell("people.person-returned", None, person_payload(id)).await?;
    act.record_about(PERSON_RETURN, id).await
}
