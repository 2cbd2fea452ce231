//! Forms, replies and their proofs.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, SpaceId, Timestamp};
use time::Date;
use uuid::Uuid;

use super::LIST_LIMIT;
use crate::model::{Form, FormId, Reply};

macro_rules! form_columns {
    () => {
        "f.id, f.space, f.asked_of, f.signed_by, f.title, f.body, f.questions, f.due_day, f.shown, f.by_person, \
         f.created_at, f.updated_at, f.reminded_at, f.closed_at, f.withdrawn_at"
    };
}

/// A form.
pub async fn form(db: &Db, id: FormId) -> Result<Option<Form>> {
    db.opt(sql!(Form, concat!("SELECT ", form_columns!(), " FROM form f WHERE f.id = $1")), args![id]).await
}

/// The same as the transaction sees it, held until it ends: of two changes at once, one comes after the other.
pub async fn form_in(tx: &mut Tx, id: FormId) -> Result<Option<Form>> {
    tx.run(sql!("UPDATE form SET updated_at = updated_at WHERE id = $1"), args![id]).await?;
    tx.opt(sql!(Form, concat!("SELECT ", form_columns!(), " FROM form f WHERE f.id = $1")), args![id]).await
}

/// Writes a form, new or changed.
pub async fn set(tx: &mut Tx, it: &Form) -> Result<u64> {
    let set = sql!(
        "INSERT INTO form (id, space, asked_of, signed_by, title, body, questions, due_day, shown, by_person, created_at,
            updated_at, reminded_at, closed_at, withdrawn_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (id) DO UPDATE SET asked_of = excluded.asked_of, signed_by = excluded.signed_by,
            title = excluded.title, body = excluded.body, questions = excluded.questions, due_day = excluded.due_day,
            shown = excluded.shown, updated_at = excluded.updated_at, reminded_at = excluded.reminded_at,
            closed_at = excluded.closed_at, withdrawn_at = excluded.withdrawn_at"
    );
    let Form { id, space, asked_of, signed_by, title, body, questions, due_day, shown, by_person, .. } = it;
    let Form { created_at, updated_at, reminded_at, closed_at, withdrawn_at, .. } = it;
    let values = args![
        id,
        space,
        asked_of,
        signed_by,
        title,
        body,
        questions,
        due_day,
        shown,
        by_person,
        created_at,
        updated_at,
        reminded_at,
        closed_at,
        withdrawn_at
    ];
    tx.run(set, values).await
}

/// The forms of a space, those due last first; with those that were withdrawn for `all`.
pub async fn of_space(db: &Db, space: SpaceId, all: bool) -> Result<Vec<Form>> {
    let find = sql!(
        Form,
        concat!(
            "SELECT ",
            form_columns!(),
            " FROM form f WHERE f.space = $1 AND (f.withdrawn_at IS NULL OR $2) ORDER BY f.due_day DESC, f.id DESC LIMIT $3"
        )
    );
    db.all(find, args![space, all, LIST_LIMIT]).await
}

row! {
    /// A form that waits for an answer of somebody.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Waiting {
        /// Which.
        pub id: FormId,
        /// Where.
        pub space: SpaceId,
        /// What it is about.
        pub title: String,
        /// Until when.
        pub due_day: Date,
        /// For whom it is to be answered.
        pub child: PersonId,
        /// The name.
        pub child_name: String,
    }
}

/// The open forms that a person has not answered, for a child of theirs or for themselves, the most urgent first. Whoever
/// was born by `grown` is of age and signs for themselves. What a slip brought for the family counts as answered where one
/// signature is enough.
pub async fn waiting(db: &Db, person: PersonId, now: Timestamp, today: Date, grown: Date) -> Result<Vec<Waiting>> {
    let find = sql!(
        Waiting,
        "SELECT f.id, f.space, f.title, f.due_day, c.id AS child, c.name AS child_name
           FROM form f JOIN space s ON s.id = f.space AND s.archived_at IS NULL
           JOIN member m ON m.space = f.space AND m.role = 'member' AND (m.until IS NULL OR m.until > $2)
           JOIN person c ON c.id = m.person AND c.left_at IS NULL
         WHERE f.closed_at IS NULL AND f.withdrawn_at IS NULL AND f.due_day >= $3
           AND ((m.person = $1 AND (f.asked_of = 'members' OR c.birth_date <= $4)) OR (f.asked_of = 'families' AND EXISTS (
             SELECT 1 FROM guardianship g WHERE g.guardian = $1 AND g.child = m.person AND g.ended_at IS NULL
               AND (f.signed_by = 'nobody'
                 OR (g.legal_rank IS NOT NULL AND (c.birth_date IS NULL OR c.birth_date > $4)))
               AND NOT ((g.no_record OR g.no_contact) AND (g.limited_from IS NULL OR g.limited_from <= $3)
                 AND (g.limited_until IS NULL OR g.limited_until >= $3)))))
           AND NOT EXISTS (SELECT 1 FROM form_reply r WHERE r.form = f.id AND r.child = m.person
             AND (r.person = $1 OR f.signed_by <> 'both'))
         ORDER BY f.due_day, f.id, c.folded LIMIT 20"
    );
    db.all(find, args![person, now, today, grown]).await
}

macro_rules! replies {
    ($rest:literal) => {
        concat!("SELECT r.form, r.child, r.person, r.answers, r.words, r.paper_by, r.at FROM form_reply r ", $rest)
    };
}

/// The replies to a form, the oldest first.
pub async fn replies(db: &Db, form: FormId) -> Result<Vec<Reply>> {
    db.all(sql!(Reply, replies!("WHERE r.form = $1 ORDER BY r.at, r.child, r.person LIMIT 6000")), args![form]).await
}

/// Whether anybody answered a form, as the transaction sees it.
pub async fn is_answered(tx: &mut Tx, form: FormId) -> Result<bool> {
    let count = sql!((i64,), "SELECT count(*) FROM form_reply r WHERE r.form = $1");
    Ok(tx.one(count, args![form]).await?.0 > 0)
}

/// How many members each form of a space has an answer for.
pub async fn answered(db: &Db, space: SpaceId) -> Result<Vec<(FormId, i64)>> {
    let count = sql!(
        (FormId, i64),
        "SELECT r.form, count(DISTINCT r.child) FROM form_reply r JOIN form f ON f.id = r.form WHERE f.space = $1
         GROUP BY r.form ORDER BY r.form LIMIT 1000"
    );
    db.all(count, args![space]).await
}

/// What one person answered in a space.
pub async fn mine(db: &Db, space: SpaceId, person: PersonId) -> Result<Vec<Reply>> {
    let find = sql!(
        Reply,
        replies!(
            "JOIN form f ON f.id = r.form WHERE f.space = $1 AND r.person = $2 ORDER BY r.at, r.form, r.child LIMIT 1000"
        )
    );
    db.all(find, args![space, person]).await
}

/// Writes a reply: the last word of whoever it is from.
pub async fn set_reply(tx: &mut Tx, it: &Reply) -> Result<u64> {
    let set = sql!(
        "INSERT INTO form_reply (form, child, person, answers, words, paper_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (form, child, person) DO UPDATE SET answers = excluded.answers, words = excluded.words,
            paper_by = excluded.paper_by, at = excluded.at"
    );
    tx.run(set, args![it.form, it.child, it.person, it.answers, it.words, it.paper_by, it.at]).await
}

/// Takes back what was entered from paper.
pub async fn delete_paper(tx: &mut Tx, form: FormId, child: PersonId, person: PersonId) -> Result<u64> {
    let delete = sql!("DELETE FROM form_reply WHERE form = $1 AND child = $2 AND person = $3 AND paper_by IS NOT NULL");
    tx.run(delete, args![form, child, person]).await
}

/// Keeps a reply as it was given; never changed.
pub async fn insert_proof(tx: &mut Tx, id: Uuid, it: &Reply) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO form_proof (id, form, child, person, answers, words, paper_by, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    tx.run(insert, args![id, it.form, it.child, it.person, it.answers, it.words, it.paper_by, it.at]).await
}

/// All forms, or those of one space, for the way out.
pub async fn all(db: &Db, space: Option<SpaceId>) -> Result<Vec<Form>> {
    let all =
        sql!(Form, concat!("SELECT ", form_columns!(), " FROM form f WHERE f.space = $1 OR $1 IS NULL ORDER BY f.id"));
    db.all(all, args![space]).await
}

/// All replies, or those that a person gave, for the way out.
pub async fn all_replies(db: &Db, person: Option<PersonId>) -> Result<Vec<Reply>> {
    let all = sql!(Reply, replies!("WHERE r.person = $1 OR $1 IS NULL ORDER BY r.form, r.child, r.person"));
    db.all(all, args![person]).await
}

/// All proofs, or those of what a person gave, for the way out.
pub async fn all_proofs(db: &Db, person: Option<PersonId>) -> Result<Vec<Reply>> {
    let all = sql!(
        Reply,
        "SELECT form, child, person, answers, words, paper_by, at FROM form_proof
         WHERE person = $1 OR $1 IS NULL ORDER BY form, child, person, at, id"
    );
    db.all(all, args![person]).await
}

/// Forgets a person: replies and proofs for them and by them, and their slips. What they asked stays, by nobody who has
/// a name.
pub async fn forget(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM form_reply WHERE child = $1 OR person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM form_proof WHERE child = $1 OR person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM form_slip WHERE child = $1 OR person = $1"), args![person]).await?;
    Ok(())
}
