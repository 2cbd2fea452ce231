//! Answers to events, and who brings what.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::PersonId;
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::LIST_LIMIT;
use crate::model::{Answer, AnswerWord, Bring, EventId, Need, NeedId};

/// Writes an answer, new or changed.
pub async fn set(tx: &mut Tx, it: &Answer) -> Result<u64> {
    let set = sql!(
        "INSERT INTO calendar_answer (event, day, about, by_person, answer, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (event, day, about, by_person) DO UPDATE SET answer = excluded.answer, at = excluded.at"
    );
    tx.run(set, args![it.event, it.day, it.about, it.by_person, it.answer, it.at]).await
}

row! {
    /// An answer with the names of those whom it concerns.
    #[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
    pub struct Answered {
        /// Whom it concerns.
        pub about: PersonId,
        /// Their name.
        pub about_name: String,
        /// Who answered.
        pub by_person: PersonId,
        /// The name.
        pub by_name: String,
        /// What.
        pub answer: AnswerWord,
    }
}

/// The answers to one time of an event: all of them, or those that one person gave.
pub async fn of(db: &Db, event: EventId, day: Date, by: Option<PersonId>) -> Result<Vec<Answered>> {
    let find = sql!(
        Answered,
        "SELECT a.about, p.name AS about_name, a.by_person, q.name AS by_name, a.answer FROM calendar_answer a
           JOIN person p ON p.id = a.about JOIN person q ON q.id = a.by_person
         WHERE a.event = $1 AND a.day = $2 AND ($3 OR a.by_person = $4) ORDER BY p.folded, q.folded, a.about, a.by_person LIMIT $5"
    );
    let one = by.unwrap_or(PersonId::from_uuid(uuid::Uuid::nil()));
    db.all(find, args![event, day, by.is_none(), one, LIST_LIMIT]).await
}

/// Adds something that is to be brought, or writes it back.
pub async fn insert_need(tx: &mut Tx, it: &Need) -> Result<u64> {
    let insert =
        sql!("INSERT INTO calendar_need (id, event, label, wanted, taken, place) VALUES ($1, $2, $3, $4, $5, $6)");
    tx.run(insert, args![it.id, it.event, it.label, it.wanted, it.taken, it.place]).await
}

/// What is to be brought to an event.
pub async fn needs(db: &Db, event: EventId) -> Result<Vec<Need>> {
    let find = sql!(
        Need,
        "SELECT id, event, label, wanted, taken, place FROM calendar_need WHERE event = $1 ORDER BY place, id LIMIT 100"
    );
    db.all(find, args![event]).await
}

/// The same as the transaction sees it.
pub async fn needs_in(tx: &mut Tx, event: EventId) -> Result<Vec<Need>> {
    let find = sql!(
        Need,
        "SELECT id, event, label, wanted, taken, place FROM calendar_need WHERE event = $1 ORDER BY place, id LIMIT 100"
    );
    tx.all(find, args![event]).await
}

/// Changes how many are wanted, and the place in the list.
pub async fn change_need(tx: &mut Tx, id: NeedId, wanted: i64, place: i64) -> Result<u64> {
    tx.run(sql!("UPDATE calendar_need SET wanted = $2, place = $3 WHERE id = $1"), args![id, wanted, place]).await
}

/// Takes away what nobody brings.
pub async fn drop_need(tx: &mut Tx, id: NeedId) -> Result<u64> {
    tx.run(sql!("DELETE FROM calendar_need WHERE id = $1 AND taken = 0"), args![id]).await
}

/// Counts `more` pieces as taken, if so many are still free: one row or none. Of several at once, each waits for the
/// one before, so never more are taken than are wanted.
pub async fn count_taken(tx: &mut Tx, event: EventId, id: NeedId, more: i64) -> Result<u64> {
    let count = sql!(
        "UPDATE calendar_need SET taken = taken + $3 WHERE id = $2 AND event = $1 AND taken + $3 <= wanted
           AND taken + $3 >= 0"
    );
    tx.run(count, args![event, id, more]).await
}

/// How many a person brings, as the transaction sees it.
pub async fn brings_in(tx: &mut Tx, need: NeedId, person: PersonId) -> Result<Option<i64>> {
    let find = sql!((i64,), "SELECT amount FROM calendar_bring WHERE need = $1 AND person = $2");
    Ok(tx.opt(find, args![need, person]).await?.map(|(amount,)| amount))
}

/// Writes how many a person brings.
pub async fn set_bring(tx: &mut Tx, it: &Bring) -> Result<u64> {
    let set = sql!(
        "INSERT INTO calendar_bring (need, person, amount, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (need, person) DO UPDATE SET amount = excluded.amount, at = excluded.at"
    );
    tx.run(set, args![it.need, it.person, it.amount, it.at]).await
}

/// Somebody brings nothing any more.
pub async fn drop_bring(tx: &mut Tx, need: NeedId, person: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM calendar_bring WHERE need = $1 AND person = $2"), args![need, person]).await
}

row! {
    /// Somebody brings something, with the name.
    #[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
    pub struct Brings {
        /// What.
        pub need: NeedId,
        /// Who.
        pub person: PersonId,
        /// The name.
        pub name: String,
        /// How many.
        pub amount: i64,
    }
}

/// Who brings what to an event: everybody, or one person.
pub async fn brings(db: &Db, event: EventId, of: Option<PersonId>) -> Result<Vec<Brings>> {
    let find = sql!(
        Brings,
        "SELECT b.need, b.person, p.name, b.amount FROM calendar_bring b JOIN calendar_need n ON n.id = b.need
           JOIN person p ON p.id = b.person
         WHERE n.event = $1 AND ($2 OR b.person = $3) ORDER BY p.folded, b.person LIMIT $4"
    );
    let one = of.unwrap_or(PersonId::from_uuid(uuid::Uuid::nil()));
    db.all(find, args![event, of.is_none(), one, LIST_LIMIT]).await
}

/// All answers, or those that a person gave, for the way out.
pub async fn all(db: &Db, by: Option<PersonId>) -> Result<Vec<Answer>> {
    let all = sql!(
        Answer,
        "SELECT event, day, about, by_person, answer, at FROM calendar_answer WHERE $1 OR by_person = $2
         ORDER BY event, day, about, by_person"
    );
    let one = by.unwrap_or(PersonId::from_uuid(uuid::Uuid::nil()));
    db.all(all, args![by.is_none(), one]).await
}

/// All that is to be brought, for the way out.
pub async fn all_needs(db: &Db) -> Result<Vec<Need>> {
    db.all(sql!(Need, "SELECT id, event, label, wanted, taken, place FROM calendar_need ORDER BY id"), &[]).await
}

/// All that is brought, or what a person brings, for the way out.
pub async fn all_brings(db: &Db, of: Option<PersonId>) -> Result<Vec<Bring>> {
    let all = sql!(
        Bring,
        "SELECT need, person, amount, at FROM calendar_bring WHERE $1 OR person = $2 ORDER BY need, person"
    );
    let one = of.unwrap_or(PersonId::from_uuid(uuid::Uuid::nil()));
    db.all(all, args![of.is_none(), one]).await
}

/// Forgets what a person answered, and what was answered about them.
pub async fn forget(tx: &mut Tx, person: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM calendar_answer WHERE by_person = $1 OR about = $1"), args![person]).await
}

/// Forgets what a person brings: somebody else may bring it.
pub async fn forget_brings(tx: &mut Tx, person: PersonId) -> Result<u64> {
    let give_back = sql!(
        "UPDATE calendar_need SET taken = taken - (SELECT b.amount FROM calendar_bring b WHERE b.need = calendar_need.id
           AND b.person = $1) WHERE id IN (SELECT b.need FROM calendar_bring b WHERE b.person = $1)"
    );
    tx.run(give_back, args![person]).await?;
    tx.run(sql!("DELETE FROM calendar_bring WHERE person = $1"), args![person]).await
}
