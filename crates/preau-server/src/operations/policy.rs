//! Who may do what here.

use preau_kernel::{Actor, Can, Decision, Result, Role};
use preau_web::VerbRoles;

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    /// See health and backups.
    Watch,
    /// Make a backup, try a restore.
    Keep,
    /// Read the journal.
    Audit,
    /// Throw the demo school away.
    Clear,
}

/// The verbs and who has them by default, in the institution's own space.
pub(crate) const VERBS: &[VerbRoles] = &[
    ("operations.watch", &[Role::Owner, Role::Manager, Role::Auditor]),
    ("operations.keep", &[Role::Owner]),
    ("operations.audit", &[Role::Owner, Role::Auditor]),
    ("operations.clear", &[Role::Owner]),
];

/// Whether `actor` may do `verb`. The pages are hidden from whoever has no part in running the institution.
pub(crate) fn can(actor: &Actor, verb: Verb) -> Decision {
    if matches!(actor, Actor::System) {
        return Decision::Allow;
    }
    let roles = match verb {
        Verb::Watch => VERBS[0].1,
        Verb::Keep => VERBS[1].1,
        Verb::Audit => VERBS[2].1,
        Verb::Clear => VERBS[3].1,
    };
    Decision::allow_if(actor.office().is_some_and(|office| roles.contains(&office)))
}

/// The proof that `actor` may, or the problem to show.
pub(crate) fn prove(actor: &Actor, verb: Verb) -> Result<Can<Verb, ()>> {
    if matches!(actor, Actor::Nobody) {
        return Err(preau_kernel::Problem::new(preau_kernel::Kind::Unauthenticated, "sign-in-first"));
    }
    can(actor, verb).prove(verb, ())
}
