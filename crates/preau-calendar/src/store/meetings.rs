//! Appointments.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, SpaceId, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::LIST_LIMIT;
use crate::model::{Round, RoundId, Slot, SlotId};

macro_rules! round_columns {
    () => {
        "r.id, r.space, r.host, r.title, r.place, r.body, r.created_at, r.withdrawn_at"
    };
}

/// A round.
pub async fn round(db: &Db, id: RoundId) -> Result<Option<Round>> {
    db.opt(sql!(Round, concat!("SELECT ", round_columns!(), " FROM calendar_round r WHERE r.id = $1")), args![id]).await
}

/// Writes a new round.
pub async fn insert_round(tx: &mut Tx, it: &Round) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO calendar_round (id, space, host, title, place, body, created_at, withdrawn_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let Round { id, space, host, title, place, body, created_at, withdrawn_at } = it;
    tx.run(insert, args![id, space, host, title, place, body, created_at, withdrawn_at]).await
}

/// Withdraws a round, or opens it once more.
pub async fn set_withdrawn(tx: &mut Tx, id: RoundId, at: Option<Timestamp>) -> Result<u64> {
    tx.run(sql!("UPDATE calendar_round SET withdrawn_at = $2 WHERE id = $1"), args![id, at]).await
}

row! {
    /// A round in a list.
    #[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
    pub struct ListedRound {
        /// Its id.
        pub id: RoundId,
        /// With the families of which space.
        pub space: SpaceId,
        /// What it is about.
        pub title: String,
        /// The teacher's name.
        pub host: String,
        /// The first appointment begins.
        pub starts: Timestamp,
        /// How many appointments there are.
        pub slots: i64,
        /// How many are free.
        pub free: i64,
    }
}

/// The rounds of a space that are not over.
pub async fn of_space(db: &Db, space: SpaceId, now: Timestamp) -> Result<Vec<ListedRound>> {
    let find = sql!(
        ListedRound,
        "SELECT r.id, r.space, r.title, p.name AS host, min(s.start_at) AS starts, count(*) AS slots,
            count(*) - count(s.taken_at) AS free
         FROM calendar_round r JOIN calendar_slot s ON s.round = r.id JOIN person p ON p.id = r.host
         WHERE r.space = $1 AND r.withdrawn_at IS NULL GROUP BY r.id, r.space, r.title, p.name
         HAVING max(s.end_at) >= $2 ORDER BY 5, 1 LIMIT 100"
    );
    db.all(find, args![space, now]).await
}

/// Writes a slot.
pub async fn insert_slot(tx: &mut Tx, it: &Slot) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO calendar_slot (id, round, start_at, end_at, child, guardian, taken_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
    );
    tx.run(insert, args![it.id, it.round, it.start_at, it.end_at, it.child, it.guardian, it.taken_at]).await
}

row! {
    /// A slot with the names of who comes, about whom.
    #[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
    pub struct NamedSlot {
        /// Its id.
        pub id: SlotId,
        /// It begins.
        pub start_at: Timestamp,
        /// It ends.
        pub end_at: Timestamp,
        /// About which child.
        pub child: Option<PersonId>,
        /// The child's name.
        pub child_name: Option<String>,
        /// Who comes.
        pub guardian: Option<PersonId>,
        /// The name.
        pub guardian_name: Option<String>,
    }
}

/// The slots of a round.
pub async fn slots(db: &Db, round: RoundId) -> Result<Vec<NamedSlot>> {
    let find = sql!(
        NamedSlot,
        "SELECT s.id, s.start_at, s.end_at, s.child, c.name AS child_name, s.guardian, g.name AS guardian_name
         FROM calendar_slot s LEFT JOIN person c ON c.id = s.child LEFT JOIN person g ON g.id = s.guardian
         WHERE s.round = $1 ORDER BY s.start_at LIMIT $2"
    );
    db.all(find, args![round, LIST_LIMIT]).await
}

/// A slot, as the transaction sees it.
pub async fn slot_in(tx: &mut Tx, round: RoundId, id: SlotId) -> Result<Option<Slot>> {
    let find = sql!(
        Slot,
        "SELECT id, round, start_at, end_at, child, guardian, taken_at FROM calendar_slot WHERE round = $1 AND id = $2"
    );
    tx.opt(find, args![round, id]).await
}

/// The names of the child and the host, as the transaction sees them: whoever holds one connection must not wait for a
/// second, where fifty do so at once.
pub async fn names_in(tx: &mut Tx, child: PersonId, host: PersonId) -> Result<Vec<(PersonId, String)>> {
    tx.all(sql!((PersonId, String), "SELECT id, name FROM person WHERE id = $1 OR id = $2"), args![child, host]).await
}

/// Takes a slot, if it is free: one row or none. Of many at once, one gets it.
pub async fn take(tx: &mut Tx, id: SlotId, child: PersonId, guardian: PersonId, now: Timestamp) -> Result<u64> {
    let take =
        sql!("UPDATE calendar_slot SET child = $2, guardian = $3, taken_at = $4 WHERE id = $1 AND taken_at IS NULL");
    tx.run(take, args![id, child, guardian, now]).await
}

/// Gives back what a guardian took for a child: the slot, if there was one.
pub async fn give_back(tx: &mut Tx, round: RoundId, child: PersonId, guardian: PersonId) -> Result<Option<SlotId>> {
    let free = sql!(
        (SlotId,),
        "UPDATE calendar_slot SET child = NULL, guardian = NULL, taken_at = NULL
         WHERE round = $1 AND child = $2 AND guardian = $3 RETURNING id"
    );
    Ok(tx.opt(free, args![round, child, guardian]).await?.map(|(id,)| id))
}

/// The slots of a round that are taken, as the transaction sees them.
pub async fn taken_in(tx: &mut Tx, round: RoundId) -> Result<Vec<Slot>> {
    let find = sql!(
        Slot,
        "SELECT id, round, start_at, end_at, child, guardian, taken_at FROM calendar_slot
         WHERE round = $1 AND taken_at IS NOT NULL ORDER BY start_at LIMIT $2"
    );
    tx.all(find, args![round, LIST_LIMIT]).await
}

/// All rounds, or those of a space, for the way out.
pub async fn all_rounds(db: &Db, space: Option<SpaceId>) -> Result<Vec<Round>> {
    let all = sql!(
        Round,
        concat!("SELECT ", round_columns!(), " FROM calendar_round r WHERE $1 OR r.space = $2 ORDER BY r.id")
    );
    db.all(all, args![space.is_none(), space]).await
}

/// All slots, or those that a person took, for the way out.
pub async fn all_slots(db: &Db, guardian: Option<PersonId>) -> Result<Vec<Slot>> {
    let all = sql!(
        Slot,
        "SELECT id, round, start_at, end_at, child, guardian, taken_at FROM calendar_slot
         WHERE $1 OR guardian = $2 ORDER BY id"
    );
    db.all(all, args![guardian.is_none(), guardian]).await
}

/// Frees what a person took, or what was taken about them.
pub async fn forget(tx: &mut Tx, person: PersonId) -> Result<u64> {
    let free = sql!(
        "UPDATE calendar_slot SET child = NULL, guardian = NULL, taken_at = NULL WHERE child = $1 OR guardian = $1"
    );
    tx.run(free, args![person]).await
}
