//! Who is in a space, as what, and who holds an office.

use preau_journal::verbs::MEMBER_CHANGE;
use preau_kernel::{Can, PersonId, Problem, Result, Role, SpaceId, Timestamp};
use serde_json::json;

use super::{
    Act,
    undoing::{Undo, offer},
};
use crate::{
    PeopleError,
    model::{Member, NAME_LIMIT, UndoId},
    policy::{Institution, InstitutionVerb, SpaceVerb, demand},
    store::{persons, spaces},
};

/// Somebody to be put into a space, or what changes for a member.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMember {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: Role,
    /// Subject or function.
    pub label: Option<String>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// `roster` or `hand`.
    pub source: &'static str,
}

/// Puts somebody into a space, or changes their role there. Whoever acts by hand found the person before: the policy
/// of the page says whom.
pub async fn set_member(act: &mut Act<'_>, proof: &Can<SpaceVerb, SpaceId>, new: NewMember) -> Result<()> {
    demand(proof, SpaceVerb::Invite)?;
    // Guardians are there through their child, so that nobody has to take them out when the child goes.
    if matches!(new.role, Role::Guardian | Role::Auditor) {
        return Err(Problem::field("role", "role-elsewhere"));
    }
    write(act, *proof.resource(), new).await
}

async fn write(act: &mut Act<'_>, space: SpaceId, new: NewMember) -> Result<()> {
    let now = act.now();
    if new.until.is_some_and(|until| until <= now) {
        return Err(Problem::field("until", "until-past"));
    }
    let label = new.label.map(|label| label.trim().to_owned()).filter(|label| !label.is_empty());
    if label.as_ref().is_some_and(|label| label.chars().count() > NAME_LIMIT) {
        return Err(Problem::field("label", "text-limit"));
    }
    let person = persons::person_in(act.tx, new.person).await?.ok_or_else(Problem::not_found)?;
    if person.left_at.is_some() || person.erased_at.is_some() {
        return Err(PeopleError::HasLeft.into());
    }
    let before = spaces::member_in(act.tx, space, new.person).await?;
    let before = before.filter(|it| it.until.is_none_or(|until| until > now));
    let member = Member {
        space,
        person: new.person,
        role: new.role,
        label,
        since: before.as_ref().map_or(now, |it| it.since),
        until: new.until,
        source: new.source.to_owned(),
    };
    spaces::set_member(act.tx, &member).await?;
    let name = if before.is_some() { "people.member-changed" } else { "people.member-joined" };
    act.tell(name, Some(space), json!({ "space": space, "person": new.person, "role": new.role })).await?;
    let entry = act.entry(MEMBER_CHANGE).about(new.person).within(space).with(json!({ "role": new.role }));
    act.record(entry).await
}

/// Takes somebody out of a space.
pub async fn remove_member(act: &mut Act<'_>, proof: &Can<SpaceVerb, SpaceId>, person: PersonId) -> Result<UndoId> {
    demand(proof, SpaceVerb::Invite)?;
    let member = end(act, *proof.resource(), person).await?;
    offer(act, &Undo::Remove { member: Box::new(member) }).await
}

async fn end(act: &mut Act<'_>, space: SpaceId, person: PersonId) -> Result<Member> {
    let now = act.now();
    let found = spaces::member_in(act.tx, space, person).await?;
    let member = found.filter(|it| it.until.is_none_or(|until| until > now)).ok_or_else(Problem::not_found)?;
    spaces::set_member(act.tx, &Member { until: Some(now), ..member.clone() }).await?;
    act.tell("people.member-left", Some(space), json!({ "space": space, "person": person })).await?;
    let entry = act.entry(MEMBER_CHANGE).about(person).within(space).with(json!({ "role": null }));
    act.record(entry).await?;
    Ok(member)
}

/// Gives somebody an office (administrator, head or secretary, auditor), or takes it.
pub async fn set_office(
    act: &mut Act<'_>,
    proof: &Can<InstitutionVerb, Institution>,
    person: PersonId,
    office: Option<Role>,
) -> Result<()> {
    demand(proof, InstitutionVerb::Administer)?;
    let now = act.now();
    let house = spaces::institution_in(act.tx).await?.ok_or(PeopleError::NotFounded)?;
    let before = spaces::member_in(act.tx, house, person).await?;
    let before = before.filter(|it| it.until.is_none_or(|until| until > now)).map(|it| it.role);
    if before == office {
        return Ok(());
    }
    if before == Some(Role::Owner) && spaces::owners_in(act.tx, house, now).await? <= 1 {
        return Err(PeopleError::LastAdministrator.into());
    }
    match office {
        Some(role @ (Role::Owner | Role::Manager | Role::Auditor)) => {
            write(act, house, NewMember { person, role, label: None, until: None, source: "hand" }).await
        }
        Some(_) => Err(Problem::field("office", "office")),
        None => end(act, house, person).await.map(drop),
    }
}
