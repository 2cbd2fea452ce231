//! Who may do what with the things of class life.
//!
//! [`may`] is pure: how an actor stands to a space in, [`Decision`] out. [`space`] loads that and hands out the proof that
//! acts demand; [`pupil`] narrows it to one pupil of the space. A guardian acts for the children whom they answer for, and
//! sees of them and of nobody else.
//!
//! **Absences** say something about a child's health or family, so they are seen by fewer: the guardians of the child,
//! those who run the institution, and the staff that leads a class in which the child is. Not by whoever leads a club.

use preau_db::Db;
use preau_kernel::{
    Actor, Can, Decision, Kind, PersonId, PersonKind, Problem, Result, Role, SpaceId, SpaceKind, Word, word,
};
pub use preau_people::policy::Standing;
use preau_people::store::{Viewer, spaces};
use preau_web::VerbRoles;

use crate::store::absences;

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
        /// See the forms of a space.
        FormSee = "form.see",
        /// Ask: write forms, follow who answered, enter what came on paper.
        FormAsk = "form.ask",
        /// Answer a form that is asked of members.
        FormDo = "form.do",
        /// Answer a form that is asked of families.
        FormAnswer = "form.answer",
        /// Announce and explain absences of one's child.
        AbsenceTell = "absence.tell",
        /// See who of a class is absent, and note it.
        AbsenceNote = "absence.note",
        /// Answer what was told of a child's absence.
        AbsenceAnswer = "absence.answer",
    }
}

const LEADERS: &[Role] = &[Role::Owner, Role::Manager];

/// The verbs and the roles that have them in a space.
pub const VERBS: &[VerbRoles] = &[
    ("homework.see", &[Role::Owner, Role::Manager, Role::Member, Role::Guardian]),
    ("homework.give", LEADERS),
    ("homework.do", &[Role::Member]),
    ("homework.word", &[Role::Guardian]),
    ("form.see", &[Role::Owner, Role::Manager, Role::Member, Role::Guardian]),
    ("form.ask", LEADERS),
    ("form.do", &[Role::Member]),
    ("form.answer", &[Role::Member, Role::Guardian]),
    ("absence.tell", &[Role::Guardian]),
    ("absence.note", LEADERS),
    ("absence.answer", LEADERS),
];

/// A pupil in a space, as something that rights are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pupil {
    /// Where.
    pub space: SpaceId,
    /// Who.
    pub person: PersonId,
}

/// A child and one of those who answer for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parent {
    /// Who answers for the child.
    pub guardian: PersonId,
    /// The child.
    pub child: PersonId,
}

/// A child, as whoever answers to the family sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Desk {
    /// The child.
    pub child: PersonId,
}

/// What an actor may do in a space to which they stand so.
pub fn may(actor: &Actor, verb: ClassVerb, standing: &Standing) -> Decision {
    let roles = VERBS.iter().find(|(name, _)| *name == verb.as_str()).map_or(&[][..], |(_, roles)| roles);
    if verb == ClassVerb::AbsenceNote && !keeps_the_roll(actor, standing) {
        // Who may know of the space is told that it is not for them; who may not, nothing.
        return standing.allows(actor, &[], true);
    }
    standing.allows(actor, roles, !matches!(verb, ClassVerb::HomeworkSee | ClassVerb::FormSee))
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
        ClassVerb::HomeworkDo | ClassVerb::FormDo => actor.person() == Some(person),
        // Whoever is of age answers for themselves what families are asked; the act looks at the age.
        ClassVerb::FormAnswer => standing.is_my_child(person) || actor.person() == Some(person),
        _ => standing.is_my_child(person),
    };
    let decision = if own { may(actor, verb, standing) } else { Decision::Hide };
    decision.prove(verb, Pupil { space: standing.space.id, person })
}

fn keeps_the_roll(actor: &Actor, standing: &Standing) -> bool {
    standing.space.kind == SpaceKind::Class && (actor.runs() || is_staff(actor))
}

fn is_staff(actor: &Actor) -> bool {
    matches!(actor, Actor::Person(me) if me.kind == PersonKind::Staff)
}

/// Proof that an actor may note whether a pupil of a class is there. That the person is a pupil of it is for the caller
/// to know.
pub fn roll(actor: &Actor, standing: &Standing, person: PersonId) -> Result<Can<ClassVerb, Pupil>> {
    let verb = ClassVerb::AbsenceNote;
    may(actor, verb, standing).prove(verb, Pupil { space: standing.space.id, person })
}

/// Proof that an actor answers for a child and may say why the child is absent.
pub async fn parent(db: &Db, actor: &Actor, viewer: &Viewer, child: PersonId) -> Result<Can<ClassVerb, Parent>> {
    let guardian = actor.person().ok_or_else(Problem::not_found)?;
    let mine = spaces::children_there(db, viewer).await?.iter().any(|there| there.id == child);
    let decision = if mine { Decision::Allow } else { Decision::Hide };
    decision.prove(ClassVerb::AbsenceTell, Parent { guardian, child })
}

/// Proof that an actor may answer what was told of a child's absence: runs the institution, or leads a class in which
/// the child is.
pub async fn desk(db: &Db, actor: &Actor, viewer: &Viewer, child: PersonId) -> Result<Can<ClassVerb, Desk>> {
    let leads = is_staff(actor) && absences::leads_class_of(db, viewer.me, child, viewer.now).await?;
    let decision = if actor.runs() || leads { Decision::Allow } else { Decision::Hide };
    decision.prove(ClassVerb::AbsenceAnswer, Desk { child })
}

/// Whether an actor sees the absences of the whole institution.
pub fn whole_desk(actor: &Actor) -> Result<()> {
    if actor.runs() { Ok(()) } else { Err(Problem::not_found()) }
}

/// Whether a proof is of the verb that an act asks for.
pub(crate) fn demand<R>(proof: &Can<ClassVerb, R>, verb: ClassVerb) -> Result<()> {
    if proof.verb() == verb { Ok(()) } else { Err(Problem::new(Kind::Forbidden, "wrong-proof")) }
}
