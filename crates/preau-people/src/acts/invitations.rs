//! A way into a space for somebody who is not in it: a code, read out or sent as a link.

use preau_journal::verbs::{INVITATION_ACCEPT, INVITATION_END, INVITATION_MAKE};
use preau_kernel::{Can, InvitationId, PersonId, Problem, Result, Role, SpaceId, Timestamp};
use serde_json::json;
use time::Duration;

use super::Act;
use crate::{
    PeopleError,
    model::{Invitation, Member, draw, read},
    policy::{SpaceVerb, demand},
    store::spaces,
};

/// Longest life of an invitation.
const LONGEST: Duration = Duration::days(60);
/// Most people by one invitation.
const MOST_USES: i64 = 500;

/// What is kept of a code: enough to know it again, too little to use it.
pub(crate) fn secret(code: &str) -> Vec<u8> {
    blake3::derive_key("preau 2026-11-24 invitation", code.as_bytes()).to_vec()
}

/// Makes an invitation; gives the code, which is shown once and not kept.
pub async fn invite(
    act: &mut Act<'_>,
    proof: &Can<SpaceVerb, SpaceId>,
    role: Role,
    uses: i64,
    ends_at: Timestamp,
) -> Result<String> {
    demand(proof, SpaceVerb::Invite)?;
    let (space, now) = (*proof.resource(), act.now());
    if !matches!(role, Role::Member | Role::Guest) {
        // A code can be passed on: it opens no leading role.
        return Err(Problem::field("role", "role-by-code"));
    }
    if !(1..=MOST_USES).contains(&uses) {
        return Err(Problem::field("uses", "uses"));
    }
    if ends_at <= now || ends_at > now + LONGEST {
        return Err(Problem::field("days", "until-past"));
    }
    let code = draw(&*act.ctx.entropy);
    let secret = secret(&read(&code).unwrap_or_default());
    let created_by = act.actor.person();
    let id = act.ctx.id();
    let invitation = Invitation { id, space, role, secret, uses_left: uses, ends_at, created_by, created_at: now };
    spaces::insert_invitation(act.tx, &invitation).await?;
    let entry = act.entry(INVITATION_MAKE).within(space).with(json!({ "role": role, "uses": uses }));
    act.record(entry).await?;
    Ok(code)
}

/// Comes in by a code. Whoever is in already stays as they are.
pub async fn accept(act: &mut Act<'_>, person: PersonId, invitation: &Invitation) -> Result<SpaceId> {
    let now = act.now();
    let space = spaces::space_in(act.tx, invitation.space).await?;
    let open = space.is_some_and(|space| space.archived_at.is_none());
    let before = spaces::member_in(act.tx, invitation.space, person).await?;
    if before.is_some_and(|it| it.until.is_none_or(|until| until > now)) {
        return Ok(invitation.space);
    }
    if !open || !spaces::use_invitation(act.tx, invitation.id, now).await? {
        return Err(PeopleError::InvitationOver.into());
    }
    let Invitation { space, role, .. } = *invitation;
    let member = Member { space, person, role, label: None, since: now, until: None, source: "hand".to_owned() };
    spaces::set_member(act.tx, &member).await?;
    act.tell("people.member-joined", Some(space), json!({ "space": space, "person": person, "role": role })).await?;
    let entry = act.entry(INVITATION_ACCEPT).about(person).within(space);
    act.record(entry).await?;
    Ok(space)
}

/// Ends an invitation.
pub async fn end_invitation(act: &mut Act<'_>, proof: &Can<SpaceVerb, SpaceId>, id: InvitationId) -> Result<()> {
    demand(proof, SpaceVerb::Invite)?;
    let space = *proof.resource();
    if spaces::end_invitation(act.tx, space, id).await? == 0 {
        return Err(Problem::not_found());
    }
    let entry = act.entry(INVITATION_END).within(space);
    act.record(entry).await
}
