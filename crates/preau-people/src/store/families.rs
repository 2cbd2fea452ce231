//! Guardianships and consents.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, PersonKind, SpaceId, Timestamp};

use super::Viewer;
use crate::model::{Consent, Guardianship};

macro_rules! guardianship_columns {
    () => {
        "g.guardian, g.child, g.legal_rank, g.contact, g.pick_up, g.kinship, g.no_record, g.no_contact, \
         g.no_pick_up, g.limited_from, g.limited_until, g.limit_reason, g.source, g.since, g.ended_at"
    };
}

/// One guardianship, also when it has ended.
pub async fn guardianship(db: &Db, guardian: PersonId, child: PersonId) -> Result<Option<Guardianship>> {
    let find = sql!(
        Guardianship,
        concat!("SELECT ", guardianship_columns!(), " FROM guardianship g WHERE g.guardian = $1 AND g.child = $2")
    );
    db.opt(find, args![guardian, child]).await
}

/// The same as the transaction sees it.
pub async fn guardianship_in(tx: &mut Tx, guardian: PersonId, child: PersonId) -> Result<Option<Guardianship>> {
    let find = sql!(
        Guardianship,
        concat!("SELECT ", guardianship_columns!(), " FROM guardianship g WHERE g.guardian = $1 AND g.child = $2")
    );
    tx.opt(find, args![guardian, child]).await
}

/// All that tie a person, on either side and also when ended, as the transaction sees them.
pub(crate) async fn guardianships_in(tx: &mut Tx, person: PersonId) -> Result<Vec<Guardianship>> {
    let find = sql!(
        Guardianship,
        concat!(
            "SELECT ",
            guardianship_columns!(),
            " FROM guardianship g WHERE g.guardian = $1 OR g.child = $1 ORDER BY g.guardian, g.child LIMIT 5000"
        )
    );
    tx.all(find, args![person]).await
}

/// Writes a guardianship, new or changed.
pub async fn set_guardianship(tx: &mut Tx, it: &Guardianship) -> Result<u64> {
    let set = sql!(
        "INSERT INTO guardianship (guardian, child, legal_rank, contact, pick_up, kinship, no_record, no_contact,
            no_pick_up, limited_from, limited_until, limit_reason, source, since, ended_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (guardian, child) DO UPDATE SET legal_rank = excluded.legal_rank, contact = excluded.contact,
            pick_up = excluded.pick_up, kinship = excluded.kinship, no_record = excluded.no_record,
            no_contact = excluded.no_contact, no_pick_up = excluded.no_pick_up,
            limited_from = excluded.limited_from, limited_until = excluded.limited_until,
            limit_reason = excluded.limit_reason, source = excluded.source, ended_at = excluded.ended_at"
    );
    let Guardianship { guardian, child, legal_rank, contact, pick_up, kinship, no_record, no_contact, .. } = it;
    let Guardianship { no_pick_up, limited_from, limited_until, limit_reason, source, since, ended_at, .. } = it;
    let values = args![
        guardian,
        child,
        legal_rank,
        contact,
        pick_up,
        kinship,
        no_record,
        no_contact,
        no_pick_up,
        limited_from,
        limited_until,
        limit_reason,
        source,
        since,
        ended_at
    ];
    tx.run(set, values).await
}

row! {
    /// Someone of a family, with what ties them to the other.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Kin {
        /// Who.
        pub id: PersonId,
        /// What the person is.
        pub kind: PersonKind,
        /// The name.
        pub name: String,
        /// 1 or 2 for a legal guardian.
        pub legal_rank: Option<i64>,
        /// To be told what happens.
        pub contact: bool,
        /// May come for the child.
        pub pick_up: bool,
        /// Mother, father, ….
        pub kinship: String,
        /// May not see the record, on this day.
        pub no_record: bool,
        /// May not be in touch, on this day.
        pub no_contact: bool,
        /// May not come for the child, on this day.
        pub no_pick_up: bool,
        /// What was decided.
        pub limit_reason: Option<String>,
        /// Until when.
        pub limited_until: Option<time::Date>,
        /// Telephone.
        pub phone: Option<String>,
        /// E-mail.
        pub email: Option<String>,
    }
}

macro_rules! kin_columns {
    () => {
        "p.id, p.kind, p.name, g.legal_rank, g.contact, g.pick_up, g.kinship, \
         (g.no_record AND (g.limited_from IS NULL OR g.limited_from <= $2) \
           AND (g.limited_until IS NULL OR g.limited_until >= $2)) AS no_record, \
         (g.no_contact AND (g.limited_from IS NULL OR g.limited_from <= $2) \
           AND (g.limited_until IS NULL OR g.limited_until >= $2)) AS no_contact, \
         (g.no_pick_up AND (g.limited_from IS NULL OR g.limited_from <= $2) \
           AND (g.limited_until IS NULL OR g.limited_until >= $2)) AS no_pick_up, \
         g.limit_reason, g.limited_until, p.phone, p.email"
    };
}

/// Whoever was born by this day is of age on `today` (Code civil, art. 414). Born on 29 February, one is of age on 1 March:
/// a day later than necessary, never earlier.
pub fn grown(today: time::Date) -> time::Date {
    today.replace_year(today.year() - 18).unwrap_or(today - time::Duration::days(18 * 366))
}

row! {
    /// A member of a space, with one of those who may sign for them.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Signer {
        /// The member.
        pub child: PersonId,
        /// The member's name.
        pub child_name: String,
        /// Who may sign; none for a child whom no legal guardian answers for.
        pub person: Option<PersonId>,
        /// The name.
        pub name: Option<String>,
    }
}

/// The members of a space by name, each with everybody who may sign for them on a day: whoever is of age (`grown`: born by
/// that day) signs for themselves, for all others those sign who have parental authority (Code civil, art. 371-1 and
/// 372-2), unless a court keeps them away.
pub async fn signers(
    db: &Db,
    space: SpaceId,
    now: Timestamp,
    today: time::Date,
    grown: time::Date,
) -> Result<Vec<Signer>> {
    let find = sql!(
        Signer,
        "SELECT c.id AS child, c.name AS child_name, q.id AS person, q.name FROM member m
           JOIN person c ON c.id = m.person AND c.left_at IS NULL
           LEFT JOIN guardianship g ON g.child = c.id AND g.legal_rank IS NOT NULL AND g.ended_at IS NULL
             AND (c.birth_date IS NULL OR c.birth_date > $4)
             AND NOT ((g.no_record OR g.no_contact) AND (g.limited_from IS NULL OR g.limited_from <= $3)
               AND (g.limited_until IS NULL OR g.limited_until >= $3))
           LEFT JOIN person q ON q.left_at IS NULL
             AND q.id = CASE WHEN c.birth_date <= $4 THEN c.id ELSE g.guardian END
         WHERE m.space = $1 AND m.role = 'member' AND (m.until IS NULL OR m.until > $2)
         ORDER BY c.folded, c.id, g.legal_rank, q.folded, q.id LIMIT 3000"
    );
    db.all(find, args![space, now, today, grown]).await
}

/// The guardians of a child, legal ones first. Who may see their contact details is for the policy to say.
pub async fn guardians_of(db: &Db, child: PersonId, today: time::Date) -> Result<Vec<Kin>> {
    let find = sql!(
        Kin,
        concat!(
            "SELECT ",
            kin_columns!(),
            " FROM guardianship g JOIN person p ON p.id = g.guardian WHERE g.child = $1 AND g.ended_at IS NULL",
            " ORDER BY coalesce(g.legal_rank, 9), p.name LIMIT 20"
        )
    );
    db.all(find, args![child, today]).await
}

/// The children that somebody answers for, also those whose record a decision keeps from them: look at `no_record`.
pub async fn children_of(db: &Db, guardian: PersonId, today: time::Date) -> Result<Vec<Kin>> {
    let find = sql!(
        Kin,
        concat!(
            "SELECT ",
            kin_columns!(),
            " FROM guardianship g JOIN person p ON p.id = g.child WHERE g.guardian = $1 AND g.ended_at IS NULL",
            " AND p.left_at IS NULL ORDER BY p.name LIMIT 50"
        )
    );
    db.all(find, args![guardian, today]).await
}

row! {
    /// A guardian of a learner in a space.
    #[derive(Debug, Clone, PartialEq)]
    pub struct SpaceGuardian {
        /// The child.
        pub child: PersonId,
        /// The guardian.
        pub guardian: PersonId,
        /// The guardian's name.
        pub name: String,
    }
}

/// The guardians of a space's learners who are to be told what happens there.
pub async fn families_of(db: &Db, space: SpaceId, viewer: &Viewer) -> Result<Vec<SpaceGuardian>> {
    let find = sql!(
        SpaceGuardian,
        concat!(
            "SELECT g.child, g.guardian, p.name FROM member m JOIN guardianship g ON g.child = m.person",
            " JOIN person p ON p.id = g.guardian WHERE m.space = $1 AND m.role = 'member' AND ",
            super::member_now!("m"),
            " AND ",
            super::guards_now!("g"),
            " AND p.left_at IS NULL ORDER BY coalesce(g.legal_rank, 9), p.name LIMIT $4"
        )
    );
    db.all(find, args![space, viewer.now, viewer.today, super::LIST_LIMIT]).await
}

macro_rules! consent_columns {
    () => {
        "c.id, c.person, c.purpose, c.answer, c.medium, c.by_person, c.since, c.until, c.source"
    };
}

/// The answers about a person, newest first.
pub async fn consents_of(db: &Db, person: PersonId) -> Result<Vec<Consent>> {
    let find = sql!(
        Consent,
        concat!(
            "SELECT ",
            consent_columns!(),
            " FROM consent c WHERE c.person = $1 ORDER BY c.since DESC, c.id DESC LIMIT 100"
        )
    );
    db.all(find, args![person]).await
}

/// Adds an answer.
pub async fn insert_consent(tx: &mut Tx, consent: &Consent) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO consent (id, person, purpose, answer, medium, by_person, since, until, source)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let Consent { id, person, purpose, answer, medium, by_person, since, until, source } = consent;
    tx.run(insert, args![id, person, purpose, answer, medium, by_person, since, until, source]).await
}

/// Whether there is any answer about a person and a purpose.
pub async fn has_consent(tx: &mut Tx, person: PersonId, purpose: crate::model::Purpose) -> Result<bool> {
    let find = sql!((i64,), "SELECT count(*) FROM consent WHERE person = $1 AND purpose = $2");
    Ok(tx.one(find, args![person, purpose]).await?.0 > 0)
}

/// All guardianships, for the way out.
pub async fn all_guardianships(db: &Db, each: impl FnMut(Guardianship) -> Result<()> + Send) -> Result<()> {
    let all = sql!(
        Guardianship,
        concat!("SELECT ", guardianship_columns!(), " FROM guardianship g ORDER BY g.guardian, g.child")
    );
    db.each(all, &[], each).await
}

/// All consents, for the way out.
pub async fn all_consents(db: &Db, each: impl FnMut(Consent) -> Result<()> + Send) -> Result<()> {
    db.each(sql!(Consent, concat!("SELECT ", consent_columns!(), " FROM consent c ORDER BY c.id")), &[], each).await
}

/// How many learners have no guardian to be reached.
pub async fn learners_alone(db: &Db) -> Result<i64> {
    let count = sql!(
        (i64,),
        "SELECT count(*) FROM person p WHERE p.kind = 'learner' AND p.left_at IS NULL AND p.erased_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM guardianship g WHERE g.child = p.id AND g.ended_at IS NULL)"
    );
    Ok(db.one(count, &[]).await?.0)
}
