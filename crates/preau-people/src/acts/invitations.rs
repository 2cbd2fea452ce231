//! A way into a space for somebody who is not in it: a code, read out or sent as a link.
//!
//! An invitation as guest is also for people from outside, who have no account: they are given one of the kind `guest`
//! as they come ([`come_from_outside`]), and lose it once no space keeps them ([`let_guests_go`]). An invitation as
//! member is for those who have an account: nobody from outside takes part in a class by a code that was passed on.

use preau_db::Db;
use preau_journal::verbs::{INVITATION_ACCEPT, INVITATION_END, INVITATION_MAKE};
use preau_kernel::{Actor, Can, InvitationId, PersonId, PersonKind, Problem, Result, Role, SpaceId, Timestamp};
use preau_web::Ctx;
use serde_json::json;
use time::Duration;

use super::{Act, NewPerson, add_person, leaving, undoing::WHILE};
use crate::{
    PeopleError,
    model::{Invitation, Invited, Member, Person, Space, draw, read},
    policy::{self, InstitutionVerb, SpaceVerb, demand},
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

/// What an invitation is to allow.
#[derive(Debug, Clone, PartialEq)]
pub struct NewInvitation {
    /// As what people come: member, or guest, which is also for those who have no account.
    pub role: Role,
    /// How many may come, 1 to 500.
    pub uses: i64,
    /// Until when they may come, 60 days at most.
    pub ends_at: Timestamp,
    /// Until when they stay; none for as long as nobody ends it.
    pub stays_until: Option<Timestamp>,
}

/// Makes an invitation; gives the code, which is shown once and not kept.
pub async fn invite(act: &mut Act<'_>, proof: &Can<SpaceVerb, SpaceId>, new: NewInvitation) -> Result<String> {
    demand(proof, SpaceVerb::Invite)?;
    let (space, now) = (*proof.resource(), act.now());
    let NewInvitation { role, uses, ends_at, stays_until } = new;
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
    if stays_until.is_some_and(|until| until <= now) {
        return Err(Problem::field("until", "until-past"));
    }
    let code = draw(&*act.ctx.entropy);
    let secret = secret(&read(&code).unwrap_or_default());
    let (id, created_by) = (act.ctx.id(), act.actor.person());
    let invitation =
        Invitation { id, space, role, secret, uses_left: uses, ends_at, stays_until, created_by, created_at: now };
    spaces::insert_invitation(act.tx, &invitation).await?;
    let entry = act.entry(INVITATION_MAKE).within(space).with(json!({ "role": role, "uses": uses }));
    act.record(entry).await?;
    Ok(code)
}

/// The invitation that a code opens, and into which space. A code that never was, one that was taken back, used up or
/// is too old, and one into a space that was put away all give the same answer.
pub async fn find(db: &Db, code: &str, now: Timestamp) -> Result<(Invitation, Space)> {
    let code = read(code).ok_or(PeopleError::InvitationOver)?;
    let found = spaces::invitation_by_secret(db, &secret(&code)).await?;
    let found = found.filter(|it| it.uses_left > 0 && it.ends_at > now && it.stays_until.is_none_or(|end| end > now));
    let found = found.ok_or(PeopleError::InvitationOver)?;
    let space = spaces::space(db, found.space).await?.filter(|space| space.archived_at.is_none());
    Ok((found, space.ok_or(PeopleError::InvitationOver)?))
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
    let Invitation { space, role, stays_until: until, created_by: by_person, .. } = *invitation;
    let member = Member { space, person, role, label: None, since: now, until, source: "hand".to_owned() };
    spaces::set_member(act.tx, &member).await?;
    spaces::set_invited(act.tx, &Invited { space, person, by_person, at: now }).await?;
    act.tell("people.member-joined", Some(space), json!({ "space": space, "person": person, "role": role })).await?;
    let entry = act.entry(INVITATION_ACCEPT).about(person).within(space);
    act.record(entry).await?;
    Ok(space)
}

/// Gives somebody from outside an account as guest, and lets them in by the invitation, which must be one for guests.
/// `act` is Préau's own, since nobody is signed in; whoever calls gives the person a way in, in the same transaction.
pub async fn come_from_outside(
    act: &mut Act<'_>,
    invitation: &Invitation,
    given_names: &str,
    family_name: &str,
) -> Result<Person> {
    if invitation.role != Role::Guest {
        return Err(PeopleError::NotForGuests.into());
    }
    // Whoever invited vouches for who comes.
    let proof = policy::institution(&Actor::System, InstitutionVerb::Run)?;
    let new = NewPerson::named(PersonKind::Guest, given_names, family_name);
    let person = add_person(act, &proof, new, &[]).await?;
    accept(act, person.id, invitation).await?;
    Ok(person)
}

/// Lets the guests go who came by an invitation and whom no space keeps any more. Those who may yet be brought back by
/// "undo" wait until it is too late for that.
pub async fn let_guests_go(ctx: &Ctx) -> Result<usize> {
    let mut tx = ctx.db.begin().await?;
    let guests = spaces::guests_without_a_space(&mut tx, ctx.clock.now() - WHILE).await?;
    for guest in &guests {
        leaving::note_leaving(&mut Act::new(ctx, &mut tx, &Actor::System), *guest).await?;
    }
    tx.commit().await?;
    Ok(guests.len())
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
