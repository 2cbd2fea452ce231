//! Two rows were made one person, which can be undone for a while.

use preau_db::{Result, Tx, args, row, sql};
use preau_kernel::{PersonId, Timestamp};
use serde_json::json;

use crate::model::{AppPasswordId, PasskeyId};

row! {
    struct Moved {
        password_at: Option<Timestamp>, passkeys: serde_json::Value, app_passwords: serde_json::Value
    }
}

/// Whether the people's service still holds the two for one person: the merge may have been undone before anyone here
/// heard of it.
pub(crate) async fn holds(tx: &mut Tx, gone: PersonId, kept: PersonId) -> Result<bool> {
    let find = sql!((PersonId,), "SELECT gone FROM person_merge WHERE gone = $1 AND kept = $2");
    Ok(tx.opt(find, args![gone, kept]).await?.is_some())
}

/// What opened the one opens the other; a password moves if the other has none. What does not move stays where it is,
/// where it opens nothing, until [`over`].
pub(crate) async fn join(tx: &mut Tx, gone: PersonId, kept: PersonId, now: Timestamp) -> Result<()> {
    let keys = sql!((PasskeyId,), "SELECT id FROM signin_passkey WHERE person = $1 ORDER BY id LIMIT 1000");
    let programs =
        sql!((AppPasswordId,), "SELECT id FROM signin_app_password WHERE person = $1 ORDER BY id LIMIT 1000");
    let keys: Vec<_> = tx.all(keys, args![gone]).await?.into_iter().map(|(id,)| id).collect();
    let programs: Vec<_> = tx.all(programs, args![gone]).await?.into_iter().map(|(id,)| id).collect();
    let password = sql!(
        (Timestamp,),
        "UPDATE signin_password SET person = $2 WHERE person = $1
         AND NOT EXISTS (SELECT 1 FROM signin_password other WHERE other.person = $2) RETURNING at"
    );
    let password_at = tx.opt(password, args![gone, kept]).await?.map(|(at,)| at);
    tx.run(sql!("UPDATE signin_passkey SET person = $2 WHERE person = $1"), args![gone, kept]).await?;
    tx.run(sql!("UPDATE signin_app_password SET person = $2 WHERE person = $1"), args![gone, kept]).await?;
    let note = sql!(
        "INSERT INTO signin_merged (gone, kept, password_at, passkeys, app_passwords, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (gone) DO NOTHING"
    );
    tx.run(note, args![gone, kept, password_at, json!(keys), json!(programs), now]).await?;
    Ok(())
}

/// Gives back what moved, but a password that was changed since.
pub(crate) async fn part(tx: &mut Tx, gone: PersonId, kept: PersonId) -> Result<()> {
    let take = sql!(
        Moved,
        "DELETE FROM signin_merged WHERE gone = $1 AND kept = $2 RETURNING password_at, passkeys, app_passwords"
    );
    let Some(moved) = tx.opt(take, args![gone, kept]).await? else { return Ok(()) };
    let password = sql!("UPDATE signin_password SET person = $1 WHERE person = $2 AND at = $3");
    if let Some(at) = moved.password_at {
        tx.run(password, args![gone, kept, at]).await?;
    }
    let key = sql!("UPDATE signin_passkey SET person = $1 WHERE person = $2 AND id = $3");
    for id in ids::<PasskeyId>(moved.passkeys) {
        tx.run(key, args![gone, kept, id]).await?;
    }
    let program = sql!("UPDATE signin_app_password SET person = $1 WHERE person = $2 AND id = $3");
    for id in ids::<AppPasswordId>(moved.app_passwords) {
        tx.run(program, args![gone, kept, id]).await?;
    }
    Ok(())
}

fn ids<I: serde::de::DeserializeOwned>(list: serde_json::Value) -> Vec<I> {
    serde_json::from_value(list).unwrap_or_default()
}

/// The rows that were joined before a moment, whose merge can't be undone any more; each is given once.
pub(crate) async fn over(tx: &mut Tx, before: Timestamp) -> Result<Vec<PersonId>> {
    let take = sql!((PersonId,), "DELETE FROM signin_merged WHERE at < $1 RETURNING gone");
    Ok(tx.all(take, args![before]).await?.into_iter().map(|(gone,)| gone).collect())
}

pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM signin_merged WHERE gone = $1 OR kept = $1"), args![person]).await?;
    Ok(())
}
