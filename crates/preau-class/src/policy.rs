//! Who may do what with the things of class life.
//!
//! [`may`] is pure: how an actor stands to a space in, [`Decision`] out. [`space`] loads that and hands out the proof that
//! acts demand; [`pupil`] narrows it to one pupil of the space. A guardian acts for the children whom they answer for, and
//! sees of them and of nobody else.

use preau_db::Db;
use preau_kernel::{Actor, Can, Decision, Kind, PersonId, Problem, Result, Role, SpaceId, Word, word};
pub use preau_people::policy::Standing;
use preau_people::store::Viewer;
use preau_web::VerbRoles;

word! {
    /// What can be done.
    pub enum ClassVerb {
        /// See what homework was given.
        HomeworkSee = "homework.see",
        /// Give homework, correct and withdraw it, see and give back what was handed in.
        HomeworkGive = "homework.give",
        /// Hand in, as a pupil.
        HomeworkDo = "homework.do",
        /// Add a word about a child's homework.
        HomeworkWord = "homework.word",
    }
}

const LEADERS: &[Role] = &[Role::Owner, Role::Manager];

/// The verbs and the roles that have them in a space.
pub const VERBS: &[VerbRoles] = &[
    ("homework.see", &[Role::Owner, Role::Manager, Role::Member, Role::Guardian]),
    ("homework.give", LEADERS),
    ("homework.do", &[Role::Member]),
    ("homework.word", &[Role::Guardian]),
];

/// A pupil in a space, as something that rights are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pupil {
    /// Where.
    pub space: SpaceId,
    /// Who.
    pub person: PersonId,
}

/// What an actor may do in a space to which they stand so.
pub fn may(actor: &Actor, verb: ClassVerb, standing: &Standing) -> Decision {
    let roles = VERBS.iter().find(|(name, _)| *name == verb.as_str()).map_or(&[][..], |(_, roles)| roles);
    standing.allows(actor, roles, verb != ClassVerb::HomeworkSee)
}

/// Whether an actor may do something in a space to which they stand so.
pub fn allows(actor: &Actor, verb: ClassVerb, standing: &Standing) -> bool {
    may(actor, verb, standing) == Decision::Allow
}

/// Proof that an actor may do something in a space, and how they stand to it.
pub async fn space(
    db: &Db,
    actor: &Actor,
    viewer: &Viewer,
    verb: ClassVerb,
    id: SpaceId,
) -> Result<(Can<ClassVerb, SpaceId>, Standing)> {
    let standing = Standing::load(db, viewer, id).await?;
    let proof = may(actor, verb, &standing).prove(verb, id)?;
    Ok((proof, standing))
}

/// Proof that an actor may do something as or about a pupil of a space: themselves, or a child of theirs.
pub fn pupil(actor: &Actor, verb: ClassVerb, standing: &Standing, person: PersonId) -> Result<Can<ClassVerb, Pupil>> {
    let own = match verb {
        ClassVerb::HomeworkDo => actor.person() == Some(person),
        _ => standing.is_my_child(person),
    };
    let decision = if own { may(actor, verb, standing) } else { Decision::Hide };
    decision.prove(verb, Pupil { space: standing.space.id, person })
}

/// Whether a proof is of the verb that an act asks for.
pub(crate) fn demand<R>(proof: &Can<ClassVerb, R>, verb: ClassVerb) -> Result<()> {
    if proof.verb() == verb { Ok(()) } else { Err(Problem::new(Kind::Forbidden, "wrong-proof")) }
}
