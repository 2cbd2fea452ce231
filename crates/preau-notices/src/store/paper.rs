//! Families that no other way reaches, and what they were told.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, SpaceId, Timestamp};
use preau_people::model::Address;
use serde_json::Value;

/// Which ways are open at this institution, and since when somebody who signed in counts as reached.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reached {
    /// Whether mails are sent.
    pub(crate) mail: bool,
    /// Whether browsers are woken.
    pub(crate) push: bool,
    /// Who was here since then reads the page.
    pub(crate) since: Timestamp,
}

row! {
    /// A guardian of a learner of a space, whom nothing but paper reaches.
    #[derive(Debug, Clone)]
    pub(crate) struct Unreached {
        pub(crate) guardian: PersonId,
        pub(crate) guardian_name: String,
        pub(crate) child_name: String,
        pub(crate) address: Option<Address>,
    }
}

/// The guardians of a space's learners who were not here lately, are not woken and have no mail.
pub(crate) async fn unreached(db: &Db, space: SpaceId, now: Timestamp, reached: Reached) -> Result<Vec<Unreached>> {
    let list = sql!(
        Unreached,
        "SELECT g.guardian, p.name AS guardian_name, c.name AS child_name, p.address
         FROM member m JOIN person c ON c.id = m.person JOIN guardianship g ON g.child = m.person
           JOIN person p ON p.id = g.guardian LEFT JOIN notice_wish w ON w.person = p.id
         WHERE m.space = $1 AND m.role = 'member' AND (m.until IS NULL OR m.until > $2) AND g.ended_at IS NULL
           AND NOT ((g.no_record OR g.no_contact) AND (g.limited_from IS NULL OR g.limited_from <= $3)
             AND (g.limited_until IS NULL OR g.limited_until >= $3))
           AND p.left_at IS NULL AND p.erased_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM signin_session s WHERE s.person = p.id AND s.seen_at > $4)
           AND NOT ($5 AND EXISTS (SELECT 1 FROM notice_device d WHERE d.person = p.id))
           AND NOT ($6 AND p.email IS NOT NULL AND w.bounced_at IS NULL AND coalesce(w.mail, p.kind = 'staff'))
         ORDER BY c.folded, coalesce(g.legal_rank, 9), p.folded LIMIT 500"
    );
    db.all(list, args![space, now, now.date(), reached.since, reached.push, reached.mail]).await
}

row! {
    /// Something that a person was told in a space and did not read.
    #[derive(Debug, Clone)]
    pub(crate) struct Heard {
        pub(crate) person: PersonId,
        pub(crate) kind: String,
        pub(crate) args: Value,
        pub(crate) due: Timestamp,
        pub(crate) paper_at: Option<Timestamp>,
    }
}

/// What people were told in a space in a week, and did not read.
pub(crate) async fn heard(
    db: &Db,
    space: SpaceId,
    (from, until): (Timestamp, Timestamp),
    now: Timestamp,
) -> Result<Vec<Heard>> {
    let list = sql!(
        Heard,
        "SELECT n.person, t.kind, t.args, n.due, n.paper_at FROM notice_told t JOIN notice n ON n.told = t.id
         WHERE t.space = $1 AND n.due >= $2 AND n.due < $3 AND n.due <= $4 AND n.read_at IS NULL
         ORDER BY n.person, n.due, t.id LIMIT 20000"
    );
    db.all(list, args![space, from, until, now]).await
}

/// Notes that somebody was given on paper what they were told in a space in a week.
pub(crate) async fn handed(
    tx: &mut Tx,
    space: SpaceId,
    person: PersonId,
    (from, until): (Timestamp, Timestamp),
    by: Option<PersonId>,
    now: Timestamp,
) -> Result<u64> {
    let handed = sql!(
        "UPDATE notice SET paper_at = $6, paper_by = $5 WHERE person = $2 AND due >= $3 AND due < $4 AND due <= $6
           AND paper_at IS NULL AND read_at IS NULL AND told IN (SELECT t.id FROM notice_told t WHERE t.space = $1)"
    );
    tx.run(handed, args![space, person, from, until, by, now]).await
}
