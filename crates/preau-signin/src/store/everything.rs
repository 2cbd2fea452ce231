//! All rows of a table, for an archive of everything.

use preau_db::{Db, Result, sql};
use preau_kernel::{PersonId, Timestamp};

use super::ways::{AppPasswordRow, PasskeyRow};

pub(crate) async fn passwords(db: &Db) -> Result<Vec<(PersonId, String, Timestamp)>> {
    let list = sql!(
        (PersonId, String, Timestamp),
        "SELECT person, hash, at FROM signin_password ORDER BY person LIMIT 2000000"
    );
    db.all(list, &[]).await
}

pub(crate) async fn passkeys(db: &Db) -> Result<Vec<PasskeyRow>> {
    let list = sql!(
        PasskeyRow,
        "SELECT id, person, credential, passkey, browser, system, at, used_at FROM signin_passkey ORDER BY id LIMIT 2000000"
    );
    db.all(list, &[]).await
}

pub(crate) async fn app_passwords(db: &Db) -> Result<Vec<AppPasswordRow>> {
    let list = sql!(
        AppPasswordRow,
        "SELECT id, person, hash, name, at, used_on FROM signin_app_password ORDER BY id LIMIT 2000000"
    );
    db.all(list, &[]).await
}

pub(crate) async fn badges(db: &Db) -> Result<Vec<(PersonId, Vec<u8>, Timestamp)>> {
    let list = sql!(
        (PersonId, Vec<u8>, Timestamp),
        "SELECT person, token, at FROM signin_badge ORDER BY person LIMIT 2000000"
    );
    db.all(list, &[]).await
}
