//! All SQL of the people, by group of tables.
//!
//! **Shared pieces of text.** `member_now!`, `guards_now!` and `presence!` say when a membership holds, when a
//! guardianship lets its guardian see the child, and where somebody is: in the spaces they are a member of, and in
//! those of the children they answer for. They stand in every statement that asks such a thing, with the same
//! placeholders everywhere: `$1` whoever asks, `$2` the moment, `$3` the day.

pub mod families;
pub(crate) mod merging;
pub mod persons;
pub mod rules;
pub mod settings;
pub mod spaces;
pub mod undo;

use preau_kernel::{Actor, PersonId, Role, Timestamp};
use time::Date;
use uuid::Uuid;

pub use families::{children_of, consents_of, guardians_of, guardianship};
pub use persons::{names, person, person_by_login};
pub use rules::contact_rules;
pub use settings::settings;
pub use spaces::{members_of, office, space, spaces_of};

/// Persons, members or spaces given at once, at most.
pub const LIST_LIMIT: i64 = 5000;

/// A membership `m` that holds at `$2`.
macro_rules! member_now {
    ($m:literal) => {
        concat!("(", $m, ".until IS NULL OR ", $m, ".until > $2)")
    };
}

/// A guardianship `g` that lets its guardian see the child on the day `$3`.
macro_rules! guards_now {
    ($g:literal) => {
        concat!(
            "(",
            $g,
            ".ended_at IS NULL AND NOT (",
            $g,
            ".no_record AND (",
            $g,
            ".limited_from IS NULL OR ",
            $g,
            ".limited_from <= $3) AND (",
            $g,
            ".limited_until IS NULL OR ",
            $g,
            ".limited_until >= $3)))"
        )
    };
}

/// The ids of the spaces where `who` (an expression) is, oneself or through a child; archived ones and the
/// institution's own are no place to meet.
macro_rules! presence {
    ($who:expr) => {
        concat!(
            "(SELECT pm.space FROM member pm JOIN space ps ON ps.id = pm.space WHERE pm.person = ",
            $who,
            " AND (pm.until IS NULL OR pm.until > $2) AND pm.role <> 'auditor' AND ps.archived_at IS NULL",
            " AND ps.kind <> 'institution'",
            " UNION SELECT cm.space FROM guardianship cg JOIN member cm ON cm.person = cg.child",
            " JOIN space cs ON cs.id = cm.space WHERE cg.guardian = ",
            $who,
            " AND ",
            $crate::store::guards_now!("cg"),
            " AND (cm.until IS NULL OR cm.until > $2) AND cm.role = 'member' AND cs.archived_at IS NULL",
            " AND cs.kind <> 'institution')"
        )
    };
}

/// The ids of the persons who share a space with `$1`, either of them oneself or through a child. It depends on no
/// row of the statement around it, so an engine works it out once.
macro_rules! ours {
    () => {
        concat!(
            "(SELECT om.person FROM member om WHERE om.role <> 'auditor' AND (om.until IS NULL OR om.until > $2)",
            " AND om.space IN ",
            $crate::store::presence!("$1"),
            " UNION SELECT og.guardian FROM guardianship og JOIN member oc ON oc.person = og.child",
            " WHERE oc.role = 'member' AND (oc.until IS NULL OR oc.until > $2) AND ",
            $crate::store::guards_now!("og"),
            " AND oc.space IN ",
            $crate::store::presence!("$1"),
            ")"
        )
    };
}

/// Whether `$1`, who is of the kind `$4` and runs the institution or not (`$5`), may find the person `p`.
///
/// Held equal to [`policy::may_person`](crate::policy::may_person) by a property test, on both engines. Each part is a
/// set that is worked out once: asked anew for each row, it took PostgreSQL three seconds for 40,000 people.
macro_rules! visible_person {
    () => {
        concat!(
            "(p.erased_at IS NULL AND ($5 OR p.id = $1 OR (p.left_at IS NULL AND $4 <> 'nobody' AND (",
            "p.kind IN (SELECT vr.found FROM contact_rule vr WHERE vr.asks = $4 AND vr.find = 'everyone')",
            " OR p.id IN (SELECT vg.child FROM guardianship vg WHERE vg.guardian = $1 AND ",
            $crate::store::guards_now!("vg"),
            ") OR p.id IN (SELECT vh.guardian FROM guardianship vh WHERE vh.child = $1 AND vh.ended_at IS NULL)",
            " OR (p.kind IN (SELECT vo.found FROM contact_rule vo WHERE vo.asks = $4 AND vo.find = 'ours')",
            " AND p.id IN ",
            $crate::store::ours!(),
            ")))))"
        )
    };
}

pub(crate) use {guards_now, member_now, ours, presence, visible_person};

/// Who looks, as SQL wants to know it.
#[derive(Debug, Clone, Copy)]
pub struct Viewer {
    /// Who; the nil UUID for nobody and for Préau itself.
    pub me: PersonId,
    /// The kind by which contact rules are found; `nobody` has none.
    pub kind: &'static str,
    /// Runs the institution: finds everyone, also those who left.
    pub runs: bool,
    /// The moment.
    pub now: Timestamp,
    /// The day.
    pub today: Date,
}

impl Viewer {
    /// An actor at a moment.
    pub fn new(actor: &Actor, now: Timestamp) -> Self {
        let kind = match actor {
            // An auditor reads the settings and the journal, and finds nobody.
            Actor::Person(me) if me.office != Some(Role::Auditor) => preau_kernel::Word::as_str(me.kind),
            _ => "nobody",
        };
        let me = actor.person().unwrap_or(PersonId::from_uuid(Uuid::nil()));
        Self { me, kind, runs: actor.runs(), now, today: now.date() }
    }
}
