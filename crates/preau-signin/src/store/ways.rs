//! Passwords, passkeys, one-time codes, recovery codes, app passwords.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use time::Date;

use crate::model::{AppPasswordId, PasskeyId};

row! {
    /// A passkey.
    #[derive(Debug, Clone, Serialize, Deserialize)]
    pub(crate) struct PasskeyRow {
        pub(crate) id: PasskeyId,
        pub(crate) person: PersonId,
        pub(crate) credential: Vec<u8>,
        pub(crate) passkey: serde_json::Value,
        pub(crate) browser: String,
        pub(crate) system: String,
        pub(crate) at: Timestamp,
        pub(crate) used_at: Option<Timestamp>
    }
}

row! {
    /// A password for one program, without its secret.
    #[derive(Debug, Clone, Serialize, Deserialize)]
    pub(crate) struct AppPasswordRow {
        pub(crate) id: AppPasswordId,
        pub(crate) person: PersonId,
        pub(crate) hash: Vec<u8>,
        pub(crate) name: String,
        pub(crate) at: Timestamp,
        pub(crate) used_on: Option<Date>
    }
}

row! {
    /// The seed of a person's one-time codes, sealed.
    #[derive(Debug, Clone)]
    pub(crate) struct TotpRow { pub(crate) sealed: Vec<u8>, pub(crate) last_step: i64, pub(crate) at: Timestamp }
}

row! {
    /// Which ways in a person has.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub(crate) struct Ways {
        pub(crate) passwords: i64,
        pub(crate) passkeys: i64,
        pub(crate) pins: i64,
        pub(crate) pictures: i64,
        pub(crate) badges: i64,
        pub(crate) totps: i64,
        pub(crate) letters: i64
    }
}

impl Ways {
    /// Whether there is a way in that stays, beside a letter.
    pub(crate) fn any(&self) -> bool {
        self.passwords + self.passkeys + self.pins + self.pictures + self.badges > 0
    }

    /// Whether there is a second factor, or a passkey, which is two at once.
    pub(crate) fn strong(&self) -> bool {
        self.passkeys + self.totps > 0
    }
}

pub(crate) async fn ways(db: &Db, person: PersonId, now: Timestamp) -> Result<Ways> {
    let count = sql!(
        Ways,
        "SELECT
          (SELECT count(*) FROM signin_password WHERE person = $1) AS passwords,
          (SELECT count(*) FROM signin_passkey WHERE person = $1) AS passkeys,
          (SELECT count(*) FROM signin_device WHERE person = $1 AND pin IS NOT NULL) AS pins,
          (SELECT count(*) FROM signin_pictures WHERE person = $1) AS pictures,
          (SELECT count(*) FROM signin_badge WHERE person = $1) AS badges,
          (SELECT count(*) FROM signin_totp WHERE person = $1) AS totps,
          (SELECT count(*) FROM signin_letter WHERE person = $1 AND expires_at > $2) AS letters"
    );
    db.one(count, args![person, now]).await
}

/// The hash of a person's password, and when it was chosen.
pub(crate) async fn password(db: &Db, person: PersonId) -> Result<Option<(String, Timestamp)>> {
    db.opt(sql!((String, Timestamp), "SELECT hash, at FROM signin_password WHERE person = $1"), args![person]).await
}

pub(crate) async fn set_password(tx: &mut Tx, person: PersonId, hash: &str, now: Timestamp) -> Result<()> {
    let set = sql!(
        "INSERT INTO signin_password (person, hash, at) VALUES ($1, $2, $3)
         ON CONFLICT (person) DO UPDATE SET hash = $2, at = $3"
    );
    tx.run(set, args![person, hash, now]).await?;
    Ok(())
}

/// Replaces the hash of the same password by one made with today's parameters.
pub(crate) async fn rehash(tx: &mut Tx, person: PersonId, old: &str, new: &str) -> Result<()> {
    let rehash = sql!("UPDATE signin_password SET hash = $3 WHERE person = $1 AND hash = $2");
    tx.run(rehash, args![person, old, new]).await?;
    Ok(())
}

pub(crate) async fn passkeys(db: &Db, person: PersonId) -> Result<Vec<PasskeyRow>> {
    let list = sql!(
        PasskeyRow,
        "SELECT id, person, credential, passkey, browser, system, at, used_at FROM signin_passkey
         WHERE person = $1 ORDER BY at, id LIMIT 100"
    );
    db.all(list, args![person]).await
}

pub(crate) async fn passkey(db: &Db, credential: &[u8]) -> Result<Option<PasskeyRow>> {
    let find = sql!(
        PasskeyRow,
        "SELECT id, person, credential, passkey, browser, system, at, used_at FROM signin_passkey WHERE credential = $1"
    );
    db.opt(find, args![credential]).await
}

pub(crate) async fn add_passkey(tx: &mut Tx, row: &PasskeyRow) -> Result<()> {
    let add = sql!(
        "INSERT INTO signin_passkey (id, person, credential, passkey, browser, system, at, used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    );
    let PasskeyRow { id, person, credential, passkey, browser, system, at, used_at } = row;
    tx.run(add, args![id, person, credential, passkey, browser, system, at, used_at]).await?;
    Ok(())
}

pub(crate) async fn used_passkey(
    tx: &mut Tx,
    id: PasskeyId,
    passkey: &serde_json::Value,
    now: Timestamp,
) -> Result<()> {
    let used = sql!("UPDATE signin_passkey SET passkey = $2, used_at = $3 WHERE id = $1");
    tx.run(used, args![id, passkey, now]).await?;
    Ok(())
}

pub(crate) async fn drop_passkey(tx: &mut Tx, person: PersonId, id: PasskeyId) -> Result<bool> {
    Ok(tx.run(sql!("DELETE FROM signin_passkey WHERE person = $1 AND id = $2"), args![person, id]).await? == 1)
}

pub(crate) async fn totp(db: &Db, person: PersonId) -> Result<Option<TotpRow>> {
    db.opt(sql!(TotpRow, "SELECT sealed, last_step, at FROM signin_totp WHERE person = $1"), args![person]).await
}

pub(crate) async fn set_totp(tx: &mut Tx, person: PersonId, sealed: &[u8], step: i64, now: Timestamp) -> Result<()> {
    let set = sql!(
        "INSERT INTO signin_totp (person, sealed, last_step, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (person) DO UPDATE SET sealed = $2, last_step = $3, at = $4"
    );
    tx.run(set, args![person, sealed, step, now]).await?;
    Ok(())
}

/// Uses up the code of a step; whether nobody used it, or a later one, before (RFC 6238 §5.2).
pub(crate) async fn use_step(tx: &mut Tx, person: PersonId, step: i64) -> Result<bool> {
    let advance = sql!("UPDATE signin_totp SET last_step = $2 WHERE person = $1 AND last_step < $2");
    Ok(tx.run(advance, args![person, step]).await? == 1)
}

pub(crate) async fn drop_totp(tx: &mut Tx, person: PersonId) -> Result<bool> {
    Ok(tx.run(sql!("DELETE FROM signin_totp WHERE person = $1"), args![person]).await? == 1)
}

pub(crate) async fn set_recovery(tx: &mut Tx, person: PersonId, codes: &[[u8; 32]]) -> Result<()> {
    tx.run(sql!("DELETE FROM signin_recovery WHERE person = $1"), args![person]).await?;
    for code in codes {
        tx.run(sql!("INSERT INTO signin_recovery (person, code) VALUES ($1, $2)"), args![person, code]).await?;
    }
    Ok(())
}

pub(crate) async fn recovery_left(db: &Db, person: PersonId) -> Result<i64> {
    Ok(db.one(sql!((i64,), "SELECT count(*) FROM signin_recovery WHERE person = $1"), args![person]).await?.0)
}

/// Uses up a recovery code; whether it was one.
pub(crate) async fn use_recovery(tx: &mut Tx, person: PersonId, code: [u8; 32]) -> Result<bool> {
    Ok(tx.run(sql!("DELETE FROM signin_recovery WHERE person = $1 AND code = $2"), args![person, code]).await? == 1)
}

pub(crate) async fn app_passwords(db: &Db, person: PersonId) -> Result<Vec<AppPasswordRow>> {
    let list = sql!(
        AppPasswordRow,
        "SELECT id, person, hash, name, at, used_on FROM signin_app_password WHERE person = $1 ORDER BY at, id LIMIT 100"
    );
    db.all(list, args![person]).await
}

pub(crate) async fn app_password(db: &Db, hash: [u8; 32]) -> Result<Option<AppPasswordRow>> {
    let find =
        sql!(AppPasswordRow, "SELECT id, person, hash, name, at, used_on FROM signin_app_password WHERE hash = $1");
    db.opt(find, args![hash]).await
}

pub(crate) async fn add_app_password(tx: &mut Tx, row: &AppPasswordRow) -> Result<()> {
    let add =
        sql!("INSERT INTO signin_app_password (id, person, hash, name, at, used_on) VALUES ($1, $2, $3, $4, $5, $6)");
    let AppPasswordRow { id, person, hash, name, at, used_on } = row;
    tx.run(add, args![id, person, hash, name, at, used_on]).await?;
    Ok(())
}

pub(crate) async fn used_app_password(tx: &mut Tx, id: AppPasswordId, day: Date) -> Result<()> {
    tx.run(sql!("UPDATE signin_app_password SET used_on = $2 WHERE id = $1"), args![id, day]).await?;
    Ok(())
}

pub(crate) async fn drop_app_password(tx: &mut Tx, person: PersonId, id: AppPasswordId) -> Result<bool> {
    Ok(tx.run(sql!("DELETE FROM signin_app_password WHERE person = $1 AND id = $2"), args![person, id]).await? == 1)
}

/// Takes away every way in that a person has.
pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM signin_password WHERE person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM signin_passkey WHERE person = $1"), args![person]).await?;
    drop_totp(tx, person).await?;
    tx.run(sql!("DELETE FROM signin_recovery WHERE person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM signin_app_password WHERE person = $1"), args![person]).await?;
    Ok(())
}
