//! Rights on one resource, for a person or for the members of a space.

use preau_journal::verbs::GRANT_CHANGE;
use preau_kernel::{PersonId, Result, SpaceId, Timestamp};
use serde_json::json;

use super::Act;
use crate::{
    model::{Grant, GrantId},
    store::spaces,
};

/// Who gets the verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// One person.
    Person(PersonId),
    /// Whoever is a member of a space.
    Space(SpaceId),
}

/// Gives verbs on a resource. Whether the actor may is for the policy of the service that owns the resource: only it
/// calls this, with its own proof in hand.
pub async fn grant<P>(
    act: &mut Act<'_>,
    _proof: &P,
    resource: &str,
    verbs: &[&str],
    to: Subject,
    until: Option<Timestamp>,
) -> Result<GrantId> {
    let (person, space) = match to {
        Subject::Person(person) => (Some(person), None),
        Subject::Space(space) => (None, Some(space)),
    };
    let grant = Grant {
        id: act.ctx.id(),
        resource: resource.to_owned(),
        verbs: verbs.join(" "),
        person,
        space,
        until,
        created_by: act.actor.person(),
        created_at: act.now(),
    };
    spaces::insert_grant(act.tx, &grant).await?;
    act.tell("people.grant-changed", space, json!({ "resource": resource })).await?;
    let entry = act.entry(GRANT_CHANGE).with(json!({ "resource": resource, "verbs": verbs }));
    let entry = person.map_or(entry.clone(), |person| entry.about(person));
    act.record(entry).await?;
    Ok(grant.id)
}

/// Takes a grant back.
pub async fn revoke<P>(act: &mut Act<'_>, _proof: &P, resource: &str, id: GrantId) -> Result<()> {
    spaces::delete_grant(act.tx, resource, id).await?;
    act.tell("people.grant-changed", None, json!({ "resource": resource })).await?;
    let entry = act.entry(GRANT_CHANGE).with(json!({ "resource": resource, "verbs": [] }));
    act.record(entry).await
}
