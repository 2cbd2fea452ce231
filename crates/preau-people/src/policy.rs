//! Who may do what with persons, spaces and the institution.
//!
//! Each `may_*` function is pure: facts in, [`Decision`] out. The functions that need facts from the database load
//! them in one statement and hand out a proof ([`Can`]) that acts demand.
//!
//! **Separated parents.** Contact details of one guardian are never shown to another guardian, nor to the child, whose
//! screen either may see; and a child's own address, which is one parent's, is not shown to guardians. This holds for
//! all families, so nobody has to know who is separated.

use preau_db::Db;
use preau_kernel::{Actor, Can, Decision, Kind, PersonId, PersonKind, Problem, Result, Role, SpaceId, SpaceKind, word};
use preau_web::VerbRoles;

use crate::{
    model::Reach,
    store::{
        Viewer,
        persons::{self, Link},
        spaces::{self, ChildThere, Met},
    },
};

word! {
    /// What can be done with a person.
    pub enum PersonVerb {
        /// Know that the person is here: name, kind, shared spaces.
        Find = "person.find",
        /// Begin a conversation.
        Write = "person.write",
        /// Read the record: identity, family, consents.
        View = "person.view",
        /// Read telephone, e-mail and postal address.
        Contact = "person.contact",
        /// Read who opened the record.
        Journal = "person.journal",
        /// Answer what a consent asks.
        Answer = "person.answer",
        /// Change the record, note a leaving, merge doubles.
        Change = "person.change",
    }
}

word! {
    /// What can be done in a space.
    pub enum SpaceVerb {
        /// Open its pages.
        See = "space.see",
        /// See all who are in it with their families, not only those one may find.
        SeeAll = "space.see-all",
        /// Invite, add and remove members.
        Invite = "space.invite",
        /// Rename it.
        Change = "space.change",
        /// Put it away.
        Archive = "space.archive",
    }
}

word! {
    /// What can be done with the institution.
    pub enum InstitutionVerb {
        /// Add persons and open spaces, turn the year, edit who may write to whom.
        Run = "institution.run",
        /// Read the settings.
        Read = "institution.read",
        /// Change the settings, and who has an office.
        Administer = "institution.administer",
    }
}

/// The institution, as something that rights are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Institution;

/// The verbs and the roles that have them in a space.
pub const VERBS: &[VerbRoles] = &[
    ("space.see", &[Role::Owner, Role::Manager, Role::Member, Role::Guardian, Role::Guest]),
    ("space.see-all", &[Role::Owner, Role::Manager]),
    ("space.invite", &[Role::Owner, Role::Manager]),
    ("space.change", &[Role::Owner, Role::Manager]),
    ("space.archive", &[Role::Owner]),
    // In the institution's own space:
    ("institution.run", &[Role::Owner, Role::Manager]),
    ("institution.read", &[Role::Owner, Role::Manager, Role::Auditor]),
    ("institution.administer", &[Role::Owner]),
];

fn has(verb: &str, role: Role) -> bool {
    VERBS.iter().any(|(name, roles)| *name == verb && roles.contains(&role))
}

/// What an actor may do with a person whom they stand to as `link` says.
pub fn may_person(actor: &Actor, verb: PersonVerb, other: PersonId, link: &Link) -> Decision {
    if link.erased {
        return Decision::Hide;
    }
    if actor.runs() {
        return Decision::Allow;
    }
    let Some(me) = actor.person() else { return Decision::Hide };
    if me == other {
        return match verb {
            PersonVerb::Change => Decision::Deny("ask-the-desk"),
            // A learner's answers are their guardians' to give.
            PersonVerb::Answer if link.kind == PersonKind::Learner => Decision::Deny("ask-your-guardian"),
            _ => Decision::Allow,
        };
    }
    if link.left || actor.office() == Some(Role::Auditor) {
        return Decision::Hide;
    }
    let reaches = |reach: Option<Reach>| match reach {
        Some(Reach::Everyone) => true,
        Some(Reach::Ours) => link.ours,
        Some(Reach::Nobody) | None => false,
    };
    let finds = link.my_child || link.my_guardian || reaches(link.find);
    // Families are led through their children: a teacher reads the records of the pupils and of their guardians.
    let leads = link.led && is_staff(actor);
    match verb {
        PersonVerb::Find => Decision::allow_if(finds),
        PersonVerb::Write => allow_or(finds, reaches(link.writes), "may-not-write"),
        PersonVerb::View => allow_or(finds || leads, link.my_child || leads, "not-your-record"),
        PersonVerb::Contact => allow_or(finds || leads, leads, "not-your-record"),
        // Staff is not to watch each other's reading: that is for the family, and for whoever answers for the house.
        PersonVerb::Journal | PersonVerb::Answer => allow_or(finds || leads, link.my_child, "not-your-record"),
        PersonVerb::Change => allow_or(finds || leads, false, "ask-the-desk"),
    }
}

fn is_staff(actor: &Actor) -> bool {
    matches!(actor, Actor::Person(me) if me.kind == PersonKind::Staff)
}

fn allow_or(known: bool, allowed: bool, why: &'static str) -> Decision {
    match (allowed, known) {
        (true, _) => Decision::Allow,
        (false, true) => Decision::Deny(why),
        (false, false) => Decision::Hide,
    }
}

/// The role that an actor has in a space, through a child if not otherwise.
pub fn role_in(met: &Met) -> Option<Role> {
    met.role.or(met.through_child.then_some(Role::Guardian))
}

/// What an actor may do in a space.
pub fn may_space(actor: &Actor, verb: SpaceVerb, met: &Met) -> Decision {
    use preau_kernel::Word;
    if met.kind == SpaceKind::Institution {
        // Whoever could add members here could make themselves administrator.
        return Decision::allow_if(actor.administers());
    }
    if actor.runs() {
        return Decision::Allow;
    }
    let Some(role) = role_in(met).filter(|_| actor.person().is_some()) else { return Decision::Hide };
    if !has(SpaceVerb::See.as_str(), role) {
        return Decision::Hide;
    }
    if met.archived_at.is_some() && verb != SpaceVerb::See && verb != SpaceVerb::SeeAll {
        return Decision::Deny("space-archived");
    }
    allow_or(true, has(verb.as_str(), role), "not-your-space")
}

/// What an actor may do with the institution.
pub fn may_institution(actor: &Actor, verb: InstitutionVerb) -> Decision {
    use preau_kernel::Word;
    let allowed = match actor {
        Actor::System => true,
        Actor::Nobody => false,
        Actor::Person(me) => me.office.is_some_and(|office| has(verb.as_str(), office)),
    };
    let known = actor.office().is_some_and(|office| has(InstitutionVerb::Read.as_str(), office));
    allow_or(known, allowed, "ask-an-administrator")
}

/// Proof that an actor may do something with the institution.
pub fn institution(actor: &Actor, verb: InstitutionVerb) -> Result<Can<InstitutionVerb, Institution>> {
    may_institution(actor, verb).prove(verb, Institution)
}

/// Proof that an actor may do something with a person.
pub async fn person(
    db: &Db,
    actor: &Actor,
    viewer: &Viewer,
    verb: PersonVerb,
    id: PersonId,
) -> Result<Can<PersonVerb, PersonId>> {
    let link = persons::link(db, viewer, id).await?.ok_or_else(Problem::not_found)?;
    may_person(actor, verb, id, &link).prove(verb, id)
}

/// Proof that an actor may do something in a space, and the space as they meet it.
pub async fn space(
    db: &Db,
    actor: &Actor,
    viewer: &Viewer,
    verb: SpaceVerb,
    id: SpaceId,
) -> Result<(Can<SpaceVerb, SpaceId>, Met)> {
    let met = spaces::meet(db, viewer, id).await?.ok_or_else(Problem::not_found)?;
    Ok((may_space(actor, verb, &met).prove(verb, id)?, met))
}

/// How an actor stands to a space, for the policies of the services that are in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The space, as they meet it.
    pub space: Met,
    /// Their role in it.
    pub role: Option<Role>,
    /// Their children in it.
    pub children: Vec<ChildThere>,
}

impl Standing {
    /// How whoever looks stands to a space; a problem if there is none.
    pub async fn load(db: &Db, viewer: &Viewer, id: SpaceId) -> Result<Self> {
        let space = spaces::meet(db, viewer, id).await?.ok_or_else(Problem::not_found)?;
        let children = if space.through_child { spaces::children_there(db, viewer).await? } else { Vec::new() };
        Ok(Self::of(space, children))
    }

    /// The same from what was read: the space, and where the children are of whoever looks.
    pub(crate) fn of(space: Met, mut children: Vec<ChildThere>) -> Self {
        children.retain(|child| child.space == space.id);
        Self { role: role_in(&space), space, children }
    }

    /// Whether they may do what some roles may: by their own role, for a child if guardians may, or because they run the
    /// institution and leaders may. Nothing `changes` in a space that was put away.
    pub fn allows(&self, actor: &Actor, roles: &[Role], changes: bool) -> Decision {
        if self.space.kind == SpaceKind::Institution {
            return Decision::Hide;
        }
        let as_guardian = !self.children.is_empty() && roles.contains(&Role::Guardian);
        let own = self.role.is_some_and(|role| roles.contains(&role));
        let allowed = own || as_guardian || (actor.runs() && roles.contains(&Role::Manager));
        let known = actor.runs() || self.role.is_some_and(|role| role != Role::Auditor);
        if allowed && changes && self.space.archived_at.is_some() {
            return Decision::Deny("space-archived");
        }
        allow_or(known, allowed, "not-your-space")
    }

    /// Whether somebody is a child of theirs in the space.
    pub fn is_my_child(&self, person: PersonId) -> bool {
        self.children.iter().any(|child| child.id == person)
    }
}

/// Whether the verbs of a proof are the ones that an act asks for: a proof to read is no proof to change.
pub(crate) fn demand<V: Copy + PartialEq, R>(proof: &Can<V, R>, verb: V) -> Result<()> {
    if proof.verb() == verb { Ok(()) } else { Err(Problem::new(Kind::Forbidden, "wrong-proof")) }
}
