//! What this service reads of others' tables: a login's person, names for the journal, the journal's key.

use preau_db::{Db, args, row, sql};
use preau_kernel::{PersonId, Result};

row! {
    /// What somebody is called.
    pub(crate) struct Called { pub(crate) id: PersonId, pub(crate) name: String }
}

/// The person with this login.
pub(crate) async fn person_by_login(db: &Db, login: &str) -> Result<Option<PersonId>> {
    let find = sql!((PersonId,), "SELECT id FROM person WHERE login = $1 AND erased_at IS NULL");
    Ok(db.opt(find, args![login.trim().to_lowercase()]).await?.map(|(id,)| id))
}

/// What a person is called, if still known.
pub(crate) async fn called(db: &Db, id: PersonId) -> Result<Option<Called>> {
    Ok(db.opt(sql!(Called, "SELECT id, name FROM person WHERE id = $1"), args![id]).await?)
}

/// Whether anybody is there.
pub(crate) async fn is_set_up(db: &Db) -> Result<bool> {
    Ok(db.opt(sql!((PersonId,), "SELECT id FROM person LIMIT 1"), &[]).await?.is_some())
}

/// The journal's secret key, in the form of signed-note.
pub(crate) async fn signer(db: &Db) -> Result<Option<String>> {
    Ok(db.opt(sql!((String,), "SELECT signer FROM journal_log"), &[]).await?.map(|(signer,)| signer))
}
