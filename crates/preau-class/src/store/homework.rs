//! Homework, work, words.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, SpaceId, Timestamp};
use time::Date;

use super::LIST_LIMIT;
use crate::model::{Homework, HomeworkId, Past, Word, Work, WorkState};

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

macro_rules! homework_columns {
    () => {
        "h.id, h.space, h.subject, h.title, h.body, h.due_day, h.due_at, h.minutes, h.hand_in, h.version, \
         h.by_person, h.created_at, h.updated_at, h.withdrawn_at"
    };
}

macro_rules! work_columns {
    () => {
        "w.homework, w.pupil, w.state, w.text, w.handed_at, w.words, w.by_person, w.returned_at, w.updated_at"
    };
}

/// Homework.
pub async fn homework(db: &Db, id: HomeworkId) -> Result<Option<Homework>> {
    db.opt(sql!(Homework, concat!("SELECT ", homework_columns!(), " FROM homework h WHERE h.id = $1")), args![id]).await
}

/// Writes new homework.
pub async fn insert(tx: &mut Tx, it: &Homework) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO homework (id, space, subject, title, body, due_day, due_at, minutes, hand_in, version, by_person,
            created_at, updated_at, withdrawn_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let Homework { id, space, subject, title, body, due_day, due_at, minutes, hand_in, version, by_person, .. } = it;
    let (created, updated, withdrawn) = (it.created_at, it.updated_at, it.withdrawn_at);
    let values = args![
        id, space, subject, title, body, due_day, due_at, minutes, hand_in, version, by_person, created, updated,
        withdrawn
    ];
    tx.run(insert, values).await
}

/// Writes homework's changed fields, if nobody changed it since it was read: one row or none.
pub async fn update(tx: &mut Tx, it: &Homework, before: i64) -> Result<u64> {
    let update = sql!(
        "UPDATE homework SET subject = $3, title = $4, body = $5, due_day = $6, due_at = $7, minutes = $8,
            hand_in = $9, version = $10, updated_at = $11, withdrawn_at = $12
         WHERE id = $1 AND version = $2"
    );
    let Homework { id, subject, title, body, due_day, due_at, minutes, hand_in, version, updated_at, .. } = it;
    let values = args![
        id,
        before,
        subject,
        title,
        body,
        due_day,
        due_at,
        minutes,
        hand_in,
        version,
        updated_at,
        it.withdrawn_at
    ];
    tx.run(update, values).await
}

row! {
    /// A line of a list of homework.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
    #[schema(as = ListedHomework)]
    pub struct Listed {
        /// Which.
        pub id: HomeworkId,
        /// Where.
        pub space: SpaceId,
        /// What that space is called.
        pub space_name: String,
        /// Of which subject.
        pub subject: String,
        /// What it is.
        pub title: String,
        /// For which day.
        #[serde(with = "day")]
        #[schema(value_type = String)]
        pub due_day: Date,
        /// The moment, if there is one.
        pub due_at: Option<Timestamp>,
        /// How long it takes.
        pub minutes: Option<i64>,
        /// Whether something is to be handed in.
        pub hand_in: bool,
        /// How far the pupil is for whom the list is.
        pub state: Option<WorkState>,
        /// How many pupils handed in, or were given back what they did.
        pub handed: i64,
        /// How many of these wait to be given back.
        pub waiting: i64,
    }
}

/// A list of homework; `$1` is the pupil whose state stands in it, `$2` and `$3` are the first and the last day.
macro_rules! listed {
    ($where:literal) => {
        concat!(
            "SELECT h.id, h.space, s.name AS space_name, h.subject, h.title, h.due_day, h.due_at, h.minutes, h.hand_in,",
            " w.state, (SELECT count(*) FROM homework_work a WHERE a.homework = h.id",
            " AND a.state IN ('handed-in', 'returned')) AS handed,",
            " (SELECT count(*) FROM homework_work b WHERE b.homework = h.id AND b.state = 'handed-in') AS waiting",
            " FROM homework h JOIN space s ON s.id = h.space",
            " LEFT JOIN homework_work w ON w.homework = h.id AND w.pupil = $1",
            " WHERE h.withdrawn_at IS NULL AND h.due_day >= $2 AND h.due_day <= $3 AND ",
            $where,
            " ORDER BY h.due_day, h.subject, h.created_at, h.id LIMIT $5"
        )
    };
}

/// The days of a list.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

/// The homework of a space, with the state of `pupil`.
pub async fn of_space(db: &Db, space: SpaceId, pupil: PersonId, span: Span) -> Result<Vec<Listed>> {
    db.all(sql!(Listed, listed!("h.space = $4")), args![pupil, span.first, span.last, space, LIST_LIMIT]).await
}

/// The homework of all open spaces where a person is a pupil.
pub async fn of_pupil(db: &Db, pupil: PersonId, span: Span, now: Timestamp) -> Result<Vec<Listed>> {
    let find = sql!(
        Listed,
        listed!(
            "s.archived_at IS NULL AND h.space IN (SELECT m.space FROM member m WHERE m.person = $1 \
             AND m.role = 'member' AND (m.until IS NULL OR m.until > $4))"
        )
    );
    db.all(find, args![pupil, span.first, span.last, now, LIST_LIMIT]).await
}

/// The homework of all open spaces that a person leads.
pub async fn of_leader(db: &Db, leader: PersonId, span: Span, now: Timestamp) -> Result<Vec<Listed>> {
    let find = sql!(
        Listed,
        listed!(
            "s.archived_at IS NULL AND h.space IN (SELECT m.space FROM member m WHERE m.person = $1 \
             AND m.role IN ('owner', 'manager') AND (m.until IS NULL OR m.until > $4))"
        )
    );
    db.all(find, args![leader, span.first, span.last, now, LIST_LIMIT]).await
}

/// The subject of what a teacher gave last in a space.
pub async fn last_subject(db: &Db, space: SpaceId, by: PersonId) -> Result<Option<String>> {
    let find = sql!(
        (String,),
        "SELECT subject FROM homework WHERE space = $1 AND by_person = $2 AND subject <> ''
         ORDER BY created_at DESC, id DESC LIMIT 1"
    );
    Ok(db.opt(find, args![space, by]).await?.map(|(subject,)| subject))
}

row! {
    /// How much the pupils of a space have to do for one day, of all their spaces together.
    #[derive(Debug, Clone, PartialEq, serde::Serialize)]
    pub struct Load {
        /// For which day.
        #[serde(with = "day")]
        pub due_day: Date,
        /// Minutes of the pupil who has most.
        pub minutes: i64,
        /// How many pieces of homework that pupil has, at most.
        pub pieces: i64,
    }
}

/// What the pupils of a space already have to do, by day.
pub async fn load(db: &Db, space: SpaceId, span: Span, now: Timestamp) -> Result<Vec<Load>> {
    let find = sql!(
        Load,
        "SELECT t.due_day, CAST(max(t.minutes) AS BIGINT) AS minutes, max(t.pieces) AS pieces FROM (
           SELECT h.due_day, b.person, sum(coalesce(h.minutes, 0)) AS minutes, count(*) AS pieces
           FROM member a JOIN member b ON b.person = a.person AND b.role = 'member' AND (b.until IS NULL OR b.until > $4)
             JOIN homework h ON h.space = b.space AND h.withdrawn_at IS NULL AND h.due_day >= $2 AND h.due_day <= $3
           WHERE a.space = $1 AND a.role = 'member' AND (a.until IS NULL OR a.until > $4)
           GROUP BY h.due_day, b.person) t
         GROUP BY t.due_day ORDER BY t.due_day LIMIT 100"
    );
    db.all(find, args![space, span.first, span.last, now]).await
}

row! {
    /// A pupil of the space to which homework was given, with what they made of it.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
    pub struct PupilWork {
        /// Who.
        pub pupil: PersonId,
        /// The name.
        pub name: String,
        /// How far.
        pub state: Option<WorkState>,
        /// What the pupil wrote.
        pub text: Option<String>,
        /// When it was handed in.
        pub handed_at: Option<Timestamp>,
        /// What the teacher said to it.
        pub words: Option<String>,
    }
}

/// What the pupils of its space made of homework, by name.
pub async fn works(db: &Db, homework: HomeworkId, now: Timestamp) -> Result<Vec<PupilWork>> {
    let find = sql!(
        PupilWork,
        "SELECT p.id AS pupil, p.name, w.state, w.text, w.handed_at, w.words FROM homework h
           JOIN member m ON m.space = h.space AND m.role = 'member' AND (m.until IS NULL OR m.until > $2)
           JOIN person p ON p.id = m.person AND p.left_at IS NULL
           LEFT JOIN homework_work w ON w.homework = h.id AND w.pupil = p.id
         WHERE h.id = $1 ORDER BY p.folded, p.id LIMIT $3"
    );
    db.all(find, args![homework, now, LIST_LIMIT]).await
}

/// What one pupil made of homework.
pub async fn work(db: &Db, homework: HomeworkId, pupil: PersonId) -> Result<Option<Work>> {
    let find =
        sql!(Work, concat!("SELECT ", work_columns!(), " FROM homework_work w WHERE w.homework = $1 AND w.pupil = $2"));
    db.opt(find, args![homework, pupil]).await
}

/// The same as the transaction sees it.
pub async fn work_in(tx: &mut Tx, homework: HomeworkId, pupil: PersonId) -> Result<Option<Work>> {
    let find =
        sql!(Work, concat!("SELECT ", work_columns!(), " FROM homework_work w WHERE w.homework = $1 AND w.pupil = $2"));
    tx.opt(find, args![homework, pupil]).await
}

/// Writes what a pupil made of homework, new or changed.
pub async fn set_work(tx: &mut Tx, it: &Work) -> Result<u64> {
    let set = sql!(
        "INSERT INTO homework_work (homework, pupil, state, text, handed_at, words, by_person, returned_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (homework, pupil) DO UPDATE SET state = excluded.state, text = excluded.text,
            handed_at = excluded.handed_at, words = excluded.words, by_person = excluded.by_person,
            returned_at = excluded.returned_at, updated_at = excluded.updated_at"
    );
    let Work { homework, pupil, state, text, handed_at, words, by_person, returned_at, updated_at } = it;
    let values = args![homework, pupil, state, text, handed_at, words, by_person, returned_at, updated_at];
    tx.run(set, values).await
}

/// Adds a guardian's word.
pub async fn insert_word(tx: &mut Tx, it: &Word) -> Result<u64> {
    let insert =
        sql!("INSERT INTO homework_word (id, homework, pupil, guardian, text, at) VALUES ($1, $2, $3, $4, $5, $6)");
    tx.run(insert, args![it.id, it.homework, it.pupil, it.guardian, it.text, it.at]).await
}

/// How many words of a guardian there are about homework.
pub async fn count_words(tx: &mut Tx, homework: HomeworkId, guardian: PersonId) -> Result<i64> {
    let count = sql!((i64,), "SELECT count(*) FROM homework_word WHERE homework = $1 AND guardian = $2");
    Ok(tx.one(count, args![homework, guardian]).await?.0)
}

row! {
    /// A guardian's word, with the name of whoever wrote it.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
    pub struct SaidWord {
        /// Of which child.
        pub pupil: PersonId,
        /// Who wrote it.
        pub guardian: PersonId,
        /// The guardian's name.
        pub name: String,
        /// The word.
        pub text: String,
        /// When.
        pub at: Timestamp,
    }
}

/// The words about homework: all of them, or those of one guardian.
pub async fn words(db: &Db, homework: HomeworkId, of: Option<PersonId>) -> Result<Vec<SaidWord>> {
    let find = sql!(
        SaidWord,
        "SELECT w.pupil, w.guardian, p.name, w.text, w.at FROM homework_word w JOIN person p ON p.id = w.guardian
         WHERE w.homework = $1 AND ($2 OR w.guardian = $3) ORDER BY w.at, w.id LIMIT $4"
    );
    let one = of.unwrap_or(PersonId::from_uuid(uuid::Uuid::nil()));
    db.all(find, args![homework, of.is_none(), one, LIST_LIMIT]).await
}

/// Keeps homework as it was.
pub async fn keep(tx: &mut Tx, it: &Past) -> Result<u64> {
    let keep = sql!("INSERT INTO homework_past (homework, version, was, by_person, at) VALUES ($1, $2, $3, $4, $5)");
    tx.run(keep, args![it.homework, it.version, it.was, it.by_person, it.at]).await
}

/// What homework was before, newest first.
pub async fn past(db: &Db, homework: HomeworkId) -> Result<Vec<Past>> {
    let find = sql!(
        Past,
        "SELECT homework, version, was, by_person, at FROM homework_past WHERE homework = $1
         ORDER BY version DESC LIMIT 50"
    );
    db.all(find, args![homework]).await
}

/// All homework, or that of one space, for the way out.
pub async fn all(db: &Db, space: Option<SpaceId>) -> Result<Vec<Homework>> {
    let all = sql!(
        Homework,
        concat!("SELECT ", homework_columns!(), " FROM homework h WHERE $1 OR h.space = $2 ORDER BY h.id")
    );
    let one = space.unwrap_or(SpaceId::from_uuid(uuid::Uuid::nil()));
    db.all(all, args![space.is_none(), one]).await
}

/// All work, or that of one pupil, for the way out.
pub async fn all_work(db: &Db, pupil: Option<PersonId>) -> Result<Vec<Work>> {
    let all = sql!(
        Work,
        concat!(
            "SELECT ",
            work_columns!(),
            " FROM homework_work w WHERE $1 OR w.pupil = $2 ORDER BY w.homework, w.pupil"
        )
    );
    let one = pupil.unwrap_or(PersonId::from_uuid(uuid::Uuid::nil()));
    db.all(all, args![pupil.is_none(), one]).await
}

/// All words, or those of one guardian, for the way out.
pub async fn all_words(db: &Db, guardian: Option<PersonId>) -> Result<Vec<Word>> {
    let all = sql!(
        Word,
        "SELECT id, homework, pupil, guardian, text, at FROM homework_word WHERE $1 OR guardian = $2 ORDER BY id"
    );
    let one = guardian.unwrap_or(PersonId::from_uuid(uuid::Uuid::nil()));
    db.all(all, args![guardian.is_none(), one]).await
}

/// All that was before, for the way out.
pub async fn all_past(db: &Db) -> Result<Vec<Past>> {
    let all = sql!(Past, "SELECT homework, version, was, by_person, at FROM homework_past ORDER BY homework, version");
    db.all(all, &[]).await
}

/// Forgets what a pupil did.
pub async fn forget_work(tx: &mut Tx, pupil: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM homework_work WHERE pupil = $1"), args![pupil]).await
}

/// Forgets the words of a guardian, and those about a pupil.
pub async fn forget_words(tx: &mut Tx, person: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM homework_word WHERE guardian = $1 OR pupil = $1"), args![person]).await
}
