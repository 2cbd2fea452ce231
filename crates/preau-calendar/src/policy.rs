//! Who may do what with dates.
//!
//! What is in a space is for those whom its audience means, and is changed by those who lead. What is a person's own is
//! for that person alone: nobody who runs the institution sees it. What another service put here is changed there.

use preau_db::Db;
use preau_kernel::{Actor, Can, Decision, Kind, PersonId, Problem, Result, Role, SpaceId, Word, word};
pub use preau_people::policy::Standing;
use preau_people::store::Viewer;
use preau_web::VerbRoles;

use crate::{model::Event, store::events};

word! {
    /// What can be done.
    pub enum CalendarVerb {
        /// See what is in a calendar.
        See = "calendar.see",
        /// Put something in, change and withdraw it, see who answered.
        Write = "calendar.write",
        /// Open a round of appointments, see who comes.
        Host = "calendar.host",
        /// Take an appointment for a child.
        Meet = "calendar.meet",
    }
}

const LEADERS: &[Role] = &[Role::Owner, Role::Manager];

/// The verbs and the roles that have them in a space.
pub const VERBS: &[VerbRoles] = &[
    ("calendar.see", &[Role::Owner, Role::Manager, Role::Member, Role::Guardian, Role::Guest]),
    ("calendar.write", LEADERS),
    ("calendar.host", LEADERS),
    ("calendar.meet", &[Role::Guardian]),
];

/// Whose calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A space's.
    Space(SpaceId),
    /// A person's own.
    Own(PersonId),
}

/// A child in a space, as something that rights are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Child {
    /// Where.
    pub space: SpaceId,
    /// Who.
    pub person: PersonId,
}

/// What an actor may do in a space to which they stand so.
pub fn may(actor: &Actor, verb: CalendarVerb, standing: &Standing) -> Decision {
    let roles = VERBS.iter().find(|(name, _)| *name == verb.as_str()).map_or(&[][..], |(_, roles)| roles);
    standing.allows(actor, roles, verb != CalendarVerb::See)
}

/// Whether an actor may do something in a space to which they stand so.
pub fn allows(actor: &Actor, verb: CalendarVerb, standing: &Standing) -> bool {
    may(actor, verb, standing) == Decision::Allow
}

/// Whether an event of a space is for somebody with this role in it; leaders and whoever runs the institution see all.
pub fn is_for(event: &Event, role: Option<Role>, runs: bool) -> bool {
    runs || role.is_some_and(|role| event.audience.means(role))
}

/// Proof that an actor may do something in a space, and how they stand to it.
pub async fn space(
    db: &Db,
    actor: &Actor,
    viewer: &Viewer,
    verb: CalendarVerb,
    id: SpaceId,
) -> Result<(Can<CalendarVerb, Place>, Standing)> {
    let standing = Standing::load(db, viewer, id).await?;
    Ok((may(actor, verb, &standing).prove(verb, Place::Space(id))?, standing))
}

/// Proof that somebody does something in their own calendar.
pub fn own(actor: &Actor, verb: CalendarVerb) -> Result<Can<CalendarVerb, Place>> {
    let me = actor.person().ok_or_else(|| Problem::new(Kind::Unauthenticated, "sign-in-first"))?;
    Decision::allow_if(matches!(verb, CalendarVerb::See | CalendarVerb::Write)).prove(verb, Place::Own(me))
}

/// Proof that an actor may do something with an event, and how they stand to its space. What was withdrawn is for those
/// who may write it.
pub async fn event(
    db: &Db,
    actor: &Actor,
    viewer: &Viewer,
    verb: CalendarVerb,
    it: &Event,
) -> Result<(Can<CalendarVerb, Place>, Option<Standing>)> {
    let mine = it.owner.is_some() && it.owner == actor.person();
    if it.source.is_some() && verb == CalendarVerb::Write {
        return Err(Problem::not_found());
    }
    if mine {
        return Ok((own(actor, verb)?, None));
    }
    if let Some(me) = actor.person()
        && verb == CalendarVerb::See
        && it.withdrawn_at.is_none()
        && events::has_person(db, it.id, me).await?
    {
        return Ok((own(actor, verb)?, None));
    }
    let place = it.space.ok_or_else(Problem::not_found)?;
    let standing = Standing::load(db, viewer, place).await?;
    let seen = is_for(it, standing.role, actor.runs())
        && (it.withdrawn_at.is_none() || allows(actor, CalendarVerb::Write, &standing));
    let decision = if seen { may(actor, verb, &standing) } else { Decision::Hide };
    Ok((decision.prove(verb, Place::Space(place))?, Some(standing)))
}

/// Proof that an actor may do something about a child of theirs in a space.
pub fn child(
    actor: &Actor,
    verb: CalendarVerb,
    standing: &Standing,
    person: PersonId,
) -> Result<Can<CalendarVerb, Child>> {
    let decision = if standing.is_my_child(person) { may(actor, verb, standing) } else { Decision::Hide };
    decision.prove(verb, Child { space: standing.space.id, person })
}

/// Whether a proof is of the verb that an act asks for.
pub(crate) fn demand<R>(proof: &Can<CalendarVerb, R>, verb: CalendarVerb) -> Result<()> {
    if proof.verb() == verb { Ok(()) } else { Err(Problem::new(Kind::Forbidden, "wrong-proof")) }
}
