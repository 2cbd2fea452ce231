//! All SQL of the people, by group of tables.
//!
//! **Shared pieces of text.** `member_now!`, `guards_now!` and `presence!` say when a membership holds, when a
//! guardianship lets its guardian see the child, and where somebody is: in the spaces they are a member of, and in
//! those of the children they answer for. They stand in every statement that asks such a thing, with the same
//! placeholders everywhere: `$1` whoever asks, `$2` the moment, `$3` the day.

pub mod families;
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

/// Whether `$1`, who is of the kind `$4` and runs the institution or not (`$5`), may find the person `p`.
///
/// Held equal to [`policy::can`](crate::policy::person) by a property test, on both engines.
macro_rules! visible_person {
    () => {
        concat!(
            "(p.erased_at IS NULL AND ($5 OR p.id = $1 OR (p.left_at IS NULL AND $4 <> 'nobody' AND (",
            "EXISTS (SELECT 1 FROM guardianship vg WHERE vg.guardian = $1 AND vg.child = p.id AND ",
            $crate::store::guards_now!("vg"),
            ")",
            " OR EXISTS (SELECT 1 FROM guardianship vh WHERE vh.child = $1 AND vh.guardian = p.id",
            " AND vh.ended_at IS NULL)",
            " OR EXISTS (SELECT 1 FROM contact_rule vr WHERE vr.asks = $4 AND vr.found = p.kind",
            " AND (vr.find = 'everyone' OR (vr.find = 'ours' AND EXISTS (",
            "SELECT 1 FROM ",
            $crate::store::presence!("$1"),
            " mine JOIN ",
            $crate::store::presence!("p.id"),
            " theirs ON theirs.space = mine.space))))))))"
        )
    };
}

pub(crate) use {guards_now, member_now, presence, visible_person};

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
