//! Who may open whose door.
//!
//! | Verb | Who |
//! |---|---|
//! | open a class, print badges, change pictures | owner and manager of that class or group; the desk |
//! | reset | the teachers of a learner; the desk for anyone, but only an administrator for an administrator |
//! | print letters | the desk |
//! | change one's own ways in | oneself, within a quarter of an hour of coming in |
//!
//! The desk is who runs the institution: its administrator, head, secretary.

use preau_kernel::{Actor, Can, Decision, PersonId, PersonKind, Result, Role, SpaceId, SpaceKind, Timestamp};

use crate::{model::FRESH, store::people::Place, who::Who};

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    OpenClass,
    Reset,
    PrintLetters,
    ChangeOwn,
}

/// The verbs that follow from a role in a space.
pub(crate) const VERBS: &[(&str, &[Role])] = &[
    ("signin.class", &[Role::Owner, Role::Manager]),
    ("signin.reset", &[Role::Owner, Role::Manager]),
    ("signin.letters", &[Role::Owner, Role::Manager]),
];

/// May the actor, who has this role there, let the children of a space in with pictures and badges?
pub(crate) fn can_open_class(actor: &Actor, role: Option<Role>, kind: SpaceKind) -> Decision {
    let leads = matches!(role, Some(Role::Owner | Role::Manager)) || actor.runs();
    let for_children = matches!(kind, SpaceKind::Class | SpaceKind::Group | SpaceKind::Club);
    Decision::allow_if(leads && for_children)
}

/// May the actor give `target` a new way in? `teaches` says whether the actor leads a class that the target learns in.
pub(crate) fn can_reset(actor: &Actor, target: &Who, teaches: bool) -> Decision {
    if actor.administers() {
        return Decision::Allow;
    }
    if actor.runs() {
        return match target.office {
            Some(Role::Owner) => Decision::Deny("signin-reset-administrator"),
            _ => Decision::Allow,
        };
    }
    // A colleague who learns something here keeps the desk between him and his teacher.
    Decision::allow_if(teaches && target.kind == PersonKind::Learner)
}

/// May the actor print letters? A letter opens an account, so those of administrators are for administrators.
pub(crate) fn can_print(actor: &Actor, targets: &[&Who]) -> Decision {
    match (actor.administers(), actor.runs()) {
        (true, _) => Decision::Allow,
        (_, true) if targets.iter().any(|who| who.office == Some(Role::Owner)) => {
            Decision::Deny("signin-reset-administrator")
        }
        (_, runs) => Decision::allow_if(runs),
    }
}

/// May somebody who came in at `came` change their own ways in now?
pub(crate) fn can_change_own(came: Timestamp, now: Timestamp) -> Decision {
    if now.since(came) <= FRESH { Decision::Allow } else { Decision::Deny("signin-again") }
}

pub(crate) fn change_own(came: Timestamp, now: Timestamp) -> Result<Can<Verb, ()>> {
    can_change_own(came, now).prove(Verb::ChangeOwn, ())
}

pub(crate) fn open_class(actor: &Actor, role: Option<Role>, place: &Place) -> Result<Can<Verb, SpaceId>> {
    can_open_class(actor, role, place.kind).prove(Verb::OpenClass, place.id)
}

pub(crate) fn reset(actor: &Actor, target: &Who, teaches: bool) -> Result<Can<Verb, PersonId>> {
    can_reset(actor, target, teaches).prove(Verb::Reset, target.id)
}

pub(crate) fn print(actor: &Actor, targets: &[&Who]) -> Result<Can<Verb, Vec<PersonId>>> {
    can_print(actor, targets).prove(Verb::PrintLetters, targets.iter().map(|who| who.id).collect())
}

#[cfg(test)]
mod tests {
    use preau_kernel::{Id, SignedIn, SystemClock, SystemEntropy};

    use super::*;

    fn actor(kind: PersonKind, office: Option<Role>) -> Actor {
        let id = Id::new(&SystemClock, &SystemEntropy);
        let session = Id::new(&SystemClock, &SystemEntropy);
        Actor::Person(SignedIn { person: id, session, kind, office, strong: true, name: "Camille".to_owned() })
    }

    fn target(kind: PersonKind, office: Option<Role>) -> Who {
        let text = || "x".to_owned();
        let id = Id::new(&SystemClock, &SystemEntropy);
        Who { id, kind, login: text(), given: text(), family: text(), called: text(), gone: false, office }
    }

    #[test]
    fn a_teacher_helps_the_own_pupils_and_nobody_else() {
        let teacher = actor(PersonKind::Staff, None);
        let pupil = target(PersonKind::Learner, None);
        assert_eq!(can_reset(&teacher, &pupil, true), Decision::Allow);
        assert_eq!(can_reset(&teacher, &pupil, false), Decision::Hide);
        assert_eq!(can_reset(&teacher, &target(PersonKind::Staff, None), true), Decision::Hide);
        assert_eq!(can_print(&teacher, &[&pupil]), Decision::Hide);
    }

    #[test]
    fn a_secretary_can_t_become_administrator_by_a_letter() {
        let secretary = actor(PersonKind::Staff, Some(Role::Manager));
        let head = target(PersonKind::Staff, Some(Role::Owner));
        assert_eq!(can_reset(&secretary, &head, false), Decision::Deny("signin-reset-administrator"));
        assert_eq!(can_print(&secretary, &[&head]), Decision::Deny("signin-reset-administrator"));
        assert_eq!(can_reset(&secretary, &target(PersonKind::Guardian, None), false), Decision::Allow);
        assert_eq!(can_reset(&actor(PersonKind::Staff, Some(Role::Owner)), &head, false), Decision::Allow);
        assert_eq!(can_print(&actor(PersonKind::Staff, Some(Role::Auditor)), &[]), Decision::Hide);
    }

    #[test]
    fn only_who_leads_a_class_opens_it() {
        let teacher = actor(PersonKind::Staff, None);
        assert_eq!(can_open_class(&teacher, Some(Role::Manager), SpaceKind::Class), Decision::Allow);
        assert_eq!(can_open_class(&teacher, Some(Role::Member), SpaceKind::Class), Decision::Hide);
        assert_eq!(can_open_class(&teacher, Some(Role::Manager), SpaceKind::Ward), Decision::Hide);
        assert_eq!(
            can_open_class(&actor(PersonKind::Staff, Some(Role::Manager)), None, SpaceKind::Class),
            Decision::Allow
        );
    }
}
