//! Letters.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, Timestamp};

use crate::model::LetterId;

row! {
    /// A letter that was found by its code.
    #[derive(Debug, Clone)]
    pub(crate) struct Letter { pub(crate) id: LetterId, pub(crate) person: PersonId, pub(crate) expires_at: Timestamp }
}

/// Makes the letter of a person; the one before it is worth nothing any more.
pub(crate) async fn put(
    tx: &mut Tx,
    (id, person): (LetterId, PersonId),
    code: [u8; 32],
    made_by: Option<PersonId>,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    let put = sql!(
        "INSERT INTO signin_letter (id, person, code, made_by, at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (person) DO UPDATE SET id = $1, code = $3, made_by = $4, at = $5, expires_at = $6"
    );
    tx.run(put, args![id, person, code, made_by, now, expires_at]).await?;
    Ok(())
}

pub(crate) async fn by_code(db: &Db, code: [u8; 32]) -> Result<Option<Letter>> {
    db.opt(sql!(Letter, "SELECT id, person, expires_at FROM signin_letter WHERE code = $1"), args![code]).await
}

/// Uses a letter up. Whether it was still good: of two who try at once, one succeeds.
pub(crate) async fn consume(tx: &mut Tx, id: LetterId, now: Timestamp) -> Result<bool> {
    let consume = sql!("DELETE FROM signin_letter WHERE id = $1 AND expires_at > $2");
    Ok(tx.run(consume, args![id, now]).await? == 1)
}

pub(crate) async fn forget_expired(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.run(sql!("DELETE FROM signin_letter WHERE expires_at <= $1"), args![now]).await
}

pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM signin_letter WHERE person = $1"), args![person]).await?;
    Ok(())
}

/// Notes that somebody else gave a person a new way in, to tell them when they come.
pub(crate) async fn note_reset(tx: &mut Tx, person: PersonId, made_by: Option<PersonId>, now: Timestamp) -> Result<()> {
    let note = sql!(
        "INSERT INTO signin_reset (person, made_by, at) VALUES ($1, $2, $3)
         ON CONFLICT (person) DO UPDATE SET made_by = $2, at = $3"
    );
    tx.run(note, args![person, made_by, now]).await?;
    Ok(())
}

/// What to tell a person who comes in: who gave them a new way in, and when. Told once.
pub(crate) async fn take_reset(tx: &mut Tx, person: PersonId) -> Result<Option<(Option<PersonId>, Timestamp)>> {
    let take = sql!((Option<PersonId>, Timestamp), "DELETE FROM signin_reset WHERE person = $1 RETURNING made_by, at");
    tx.opt(take, args![person]).await
}

pub(crate) async fn forget_reset(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM signin_reset WHERE person = $1"), args![person]).await?;
    Ok(())
}
