//! Class windows, pictures and badges.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, SpaceId, Timestamp};

use crate::model::WindowId;

row! {
    /// An open class.
    #[derive(Debug, Clone)]
    pub(crate) struct Window {
        pub(crate) id: WindowId, pub(crate) space: SpaceId, pub(crate) opened_by: PersonId, pub(crate) ends_at: Timestamp
    }
}

row! {
    /// A child's pictures: those shown, by name with commas; the three as a keyed hash.
    #[derive(Debug, Clone)]
    pub(crate) struct Kept { pub(crate) shown: String, pub(crate) chosen: [u8; 32], pub(crate) tries: i64 }
}

/// Opens the window of a space; the one before it is closed.
pub(crate) async fn open(
    tx: &mut Tx,
    (id, space): (WindowId, SpaceId),
    code: [u8; 32],
    by: PersonId,
    now: Timestamp,
    ends_at: Timestamp,
) -> Result<()> {
    let open = sql!(
        "INSERT INTO signin_window (id, space, code, opened_by, at, ends_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (space) DO UPDATE SET id = $1, code = $3, opened_by = $4, at = $5, ends_at = $6"
    );
    tx.run(open, args![id, space, code, by, now, ends_at]).await?;
    Ok(())
}

pub(crate) async fn of_space(db: &Db, space: SpaceId, now: Timestamp) -> Result<Option<Window>> {
    let find =
        sql!(Window, "SELECT id, space, opened_by, ends_at FROM signin_window WHERE space = $1 AND ends_at > $2");
    db.opt(find, args![space, now]).await
}

pub(crate) async fn by_code(db: &Db, code: [u8; 32], now: Timestamp) -> Result<Option<Window>> {
    let find = sql!(Window, "SELECT id, space, opened_by, ends_at FROM signin_window WHERE code = $1 AND ends_at > $2");
    db.opt(find, args![code, now]).await
}

/// Closes the window of a space; which one it was.
pub(crate) async fn close(tx: &mut Tx, space: SpaceId) -> Result<Option<WindowId>> {
    let close = sql!((WindowId,), "DELETE FROM signin_window WHERE space = $1 RETURNING id");
    Ok(tx.opt(close, args![space]).await?.map(|(id,)| id))
}

pub(crate) async fn forget_over(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.run(sql!("DELETE FROM signin_window WHERE ends_at <= $1"), args![now]).await
}

pub(crate) async fn pictures(db: &Db, person: PersonId) -> Result<Option<Kept>> {
    db.opt(sql!(Kept, "SELECT shown, chosen, tries FROM signin_pictures WHERE person = $1"), args![person]).await
}

pub(crate) async fn set_pictures(
    tx: &mut Tx,
    person: PersonId,
    shown: &str,
    chosen: [u8; 32],
    now: Timestamp,
) -> Result<()> {
    let set = sql!(
        "INSERT INTO signin_pictures (person, shown, chosen, tries, at) VALUES ($1, $2, $3, 0, $4)
         ON CONFLICT (person) DO UPDATE SET shown = $2, chosen = $3, tries = 0, at = $4"
    );
    tx.run(set, args![person, shown, chosen, now]).await?;
    Ok(())
}

/// Counts a try before it is looked at; whether one was left.
pub(crate) async fn try_pictures(tx: &mut Tx, person: PersonId, tries: i64) -> Result<bool> {
    let count = sql!("UPDATE signin_pictures SET tries = tries + 1 WHERE person = $1 AND tries < $2");
    Ok(tx.run(count, args![person, tries]).await? == 1)
}

pub(crate) async fn pictures_were_right(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("UPDATE signin_pictures SET tries = 0 WHERE person = $1"), args![person]).await?;
    Ok(())
}

/// Prints a badge; the one before it opens nothing any more.
pub(crate) async fn set_badge(tx: &mut Tx, person: PersonId, token: [u8; 32], now: Timestamp) -> Result<()> {
    let set = sql!(
        "INSERT INTO signin_badge (person, token, at) VALUES ($1, $2, $3)
         ON CONFLICT (person) DO UPDATE SET token = $2, at = $3"
    );
    tx.run(set, args![person, token, now]).await?;
    Ok(())
}

pub(crate) async fn badge(db: &Db, token: [u8; 32]) -> Result<Option<PersonId>> {
    let find = sql!((PersonId,), "SELECT person FROM signin_badge WHERE token = $1");
    Ok(db.opt(find, args![token]).await?.map(|(person,)| person))
}

pub(crate) async fn drop_badge(tx: &mut Tx, person: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM signin_badge WHERE person = $1"), args![person]).await
}

pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM signin_pictures WHERE person = $1"), args![person]).await?;
    drop_badge(tx, person).await?;
    Ok(())
}
