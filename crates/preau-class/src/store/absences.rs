//! Absences.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, SpaceId, Timestamp};
use time::Date;

use super::LIST_LIMIT;
use crate::model::{Absence, AbsenceId, AbsenceKind, AbsenceState, Reason};

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

macro_rules! columns {
    () => {
        "a.id, a.child, a.kind, a.first_day, a.last_day, a.space, a.reason, a.by_person, a.words, a.paper, a.state, \
         a.answer, a.answered_by, a.created_at, a.updated_at, a.withdrawn_at"
    };
}

/// An absence.
pub async fn absence(db: &Db, id: AbsenceId) -> Result<Option<Absence>> {
    db.opt(sql!(Absence, concat!("SELECT ", columns!(), " FROM absence a WHERE a.id = $1")), args![id]).await
}

/// Writes an absence, new or changed.
pub async fn set(tx: &mut Tx, it: &Absence) -> Result<u64> {
    let set = sql!(
        "INSERT INTO absence (id, child, kind, first_day, last_day, space, reason, by_person, words, paper, state,
            answer, answered_by, created_at, updated_at, withdrawn_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
         ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, by_person = excluded.by_person,
            words = excluded.words, paper = excluded.paper, state = excluded.state, answer = excluded.answer,
            answered_by = excluded.answered_by, updated_at = excluded.updated_at, withdrawn_at = excluded.withdrawn_at"
    );
    let Absence { id, child, kind, first_day, last_day, space, reason, by_person, words, paper, state, .. } = it;
    let Absence { answer, answered_by, created_at, updated_at, withdrawn_at, .. } = it;
    let values = args![
        id,
        child,
        kind,
        first_day,
        last_day,
        space,
        reason,
        by_person,
        words,
        paper,
        state,
        answer,
        answered_by,
        created_at,
        updated_at,
        withdrawn_at
    ];
    tx.run(set, values).await
}

/// What is told of a child between two days.
pub async fn of_child(db: &Db, child: PersonId, first: Date, last: Date) -> Result<Vec<Absence>> {
    let find = sql!(
        Absence,
        concat!(
            "SELECT ",
            columns!(),
            " FROM absence a WHERE a.child = $1 AND a.last_day >= $2 AND a.first_day <= $3 AND a.withdrawn_at IS NULL",
            " ORDER BY a.first_day DESC, a.id DESC LIMIT $4"
        )
    );
    db.all(find, args![child, first, last, LIST_LIMIT]).await
}

/// Whether a person leads an open class in which a child is.
pub async fn leads_class_of(db: &Db, leader: PersonId, child: PersonId, now: Timestamp) -> Result<bool> {
    let find = sql!(
        (i64,),
        "SELECT count(*) FROM member l JOIN space s ON s.id = l.space JOIN member c ON c.space = s.id
         WHERE l.person = $1 AND l.role IN ('owner', 'manager') AND (l.until IS NULL OR l.until > $3)
           AND c.person = $2 AND c.role = 'member' AND (c.until IS NULL OR c.until > $3)
           AND s.kind = 'class' AND s.archived_at IS NULL"
    );
    Ok(db.one(find, args![leader, child, now]).await?.0 > 0)
}

/// Whether something is told of a child for a day, as the transaction sees it.
pub async fn told_in(tx: &mut Tx, child: PersonId, day: Date) -> Result<Option<AbsenceId>> {
    let find = sql!(
        (AbsenceId,),
        "SELECT id FROM absence WHERE child = $1 AND first_day <= $2 AND last_day >= $2 AND withdrawn_at IS NULL
         ORDER BY id LIMIT 1"
    );
    Ok(tx.opt(find, args![child, day]).await?.map(|(id,)| id))
}

row! {
    /// A line of the desk's list.
    #[derive(Debug, Clone, PartialEq, serde::Serialize, utoipa::ToSchema)]
    pub struct Line {
        /// Which absence.
        pub id: AbsenceId,
        /// Who is not there.
        pub child: PersonId,
        /// The name.
        pub name: String,
        /// The first class of the child, by name.
        pub class: Option<String>,
        /// What it is.
        pub kind: AbsenceKind,
        /// The first day.
        #[serde(with = "day")]
        #[schema(value_type = String)]
        pub first_day: Date,
        /// The last day.
        #[serde(with = "day")]
        #[schema(value_type = String)]
        pub last_day: Date,
        /// The class in which it was noted; none if a guardian announced it.
        pub space: Option<SpaceId>,
        /// Why.
        pub reason: Option<Reason>,
        /// Who told it.
        pub by_name: Option<String>,
        /// Their words.
        pub words: String,
        /// Whether a paper is to come.
        pub paper: bool,
        /// What the desk says.
        pub state: AbsenceState,
        /// The desk's words.
        pub answer: String,
        /// When it was told.
        pub created_at: Timestamp,
    }
}

impl Line {
    /// Whether nobody answered yet.
    pub fn waits(&self) -> bool {
        matches!(self.state, AbsenceState::Open | AbsenceState::Unexplained)
    }
}

/// Who is not there on a day: of one class, or of all.
pub async fn on(db: &Db, day: Date, space: Option<SpaceId>, now: Timestamp) -> Result<Vec<Line>> {
    let find = sql!(
        Line,
        "SELECT a.id, a.child, p.name, (SELECT min(s.name) FROM member m JOIN space s ON s.id = m.space
             WHERE m.person = a.child AND m.role = 'member' AND s.kind = 'class' AND s.archived_at IS NULL
               AND (m.until IS NULL OR m.until > $4)) AS class,
            a.kind, a.first_day, a.last_day, a.space, a.reason, q.name AS by_name, a.words, a.paper, a.state, a.answer,
            a.created_at
         FROM absence a JOIN person p ON p.id = a.child LEFT JOIN person q ON q.id = a.by_person
         WHERE a.withdrawn_at IS NULL AND a.first_day <= $1 AND a.last_day >= $1
           AND ($2 OR a.child IN (SELECT c.person FROM member c WHERE c.space = $3 AND c.role = 'member'
             AND (c.until IS NULL OR c.until > $4)))
         ORDER BY class, p.folded, a.id LIMIT $5"
    );
    db.all(find, args![day, space.is_none(), space, now, LIST_LIMIT]).await
}

/// All absences, or those of a child, or those that a person told, for the way out.
pub async fn all(db: &Db, of: Option<PersonId>) -> Result<Vec<Absence>> {
    let all = sql!(
        Absence,
        concat!("SELECT ", columns!(), " FROM absence a WHERE $1 OR a.child = $2 OR a.by_person = $2 ORDER BY a.id")
    );
    db.all(all, args![of.is_none(), of]).await
}

/// Forgets the absences of a child, and the words of whoever told of others.
pub async fn forget(tx: &mut Tx, person: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM absence WHERE child = $1"), args![person]).await?;
    tx.run(sql!("UPDATE absence SET words = '', answer = '' WHERE by_person = $1"), args![person]).await
}
