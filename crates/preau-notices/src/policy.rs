//! Who may do what with notices.
//!
//! A notice is its person's own: every statement that reads or changes one names the person, so there is nothing to
//! decide. What is decided is who may pass over the pause.

use preau_kernel::{Actor, Can, Decision, Result, Role, word};
use preau_web::VerbRoles;

word! {
    /// What can be done with notices.
    pub enum NoticeVerb {
        /// Reach people outside the hours.
        Emergency = "notice.emergency",
    }
}

/// The verbs and the roles that have them, in the institution's own space.
pub const VERBS: &[VerbRoles] = &[("notice.emergency", &[Role::Owner])];

/// Whether an actor may reach people outside the hours: the head alone.
pub fn may_send_emergency(actor: &Actor) -> Decision {
    match actor.office() {
        Some(Role::Owner) => Decision::Allow,
        _ => Decision::Deny("emergency-not-the-head"),
    }
}

/// Proof that an actor may reach people outside the hours: for the box in a service's form, and its act.
pub fn emergency(actor: &Actor) -> Result<Can<NoticeVerb, ()>> {
    may_send_emergency(actor).prove(NoticeVerb::Emergency, ())
}
