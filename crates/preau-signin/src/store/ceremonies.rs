//! Steps between two requests: a passkey's challenge, a password that waits for its second factor, a letter in use.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, Timestamp, word};

word! {
    /// What a step is part of; a token of one kind is worth nothing for another.
    pub enum Ceremony {
        /// Signing in with a passkey.
        PasskeySignIn = "passkey-sign-in",
        /// Making a passkey for somebody who is signed in, or who holds a letter.
        PasskeyRegister = "passkey-register",
        /// The password was right; the second factor is asked.
        Second = "second",
        /// The code of a letter was right; a way in is chosen.
        Letter = "letter",
        /// A seed of one-time codes was shown; a code proves that it was read.
        Totp = "totp",
        /// The first administrator makes a passkey.
        FirstPasskey = "first-passkey",
        /// An invited guest makes a passkey.
        GuestPasskey = "guest-passkey",
    }
}
preau_db::word_column!(Ceremony);

row! {
    /// A step that was begun.
    #[derive(Debug, Clone)]
    pub(crate) struct Begun { pub(crate) person: Option<PersonId>, pub(crate) state: serde_json::Value }
}

/// Steps that may be open at once; whoever asks for one more is asked to come back.
const MOST: i64 = 50_000;

/// Whether so many steps are open that somebody must be asking for them in a loop.
pub(crate) async fn crowded(db: &Db) -> Result<bool> {
    let count = sql!((i64,), "SELECT count(*) FROM (SELECT 1 FROM signin_ceremony LIMIT $1) AS opened");
    Ok(db.one(count, args![MOST]).await?.0 >= MOST)
}

pub(crate) async fn put(
    tx: &mut Tx,
    token: [u8; 32],
    kind: Ceremony,
    person: Option<PersonId>,
    state: &serde_json::Value,
    expires_at: Timestamp,
) -> Result<()> {
    let put = sql!("INSERT INTO signin_ceremony (token, kind, person, state, expires_at) VALUES ($1, $2, $3, $4, $5)");
    tx.run(put, args![token, kind, person, state, expires_at]).await?;
    Ok(())
}

/// Looks at a step without ending it.
pub(crate) async fn peek(db: &Db, token: [u8; 32], kind: Ceremony, now: Timestamp) -> Result<Option<Begun>> {
    let find =
        sql!(Begun, "SELECT person, state FROM signin_ceremony WHERE token = $1 AND kind = $2 AND expires_at > $3");
    db.opt(find, args![token, kind, now]).await
}

/// Ends a step and gives what it was: whoever gets it is the only one.
pub(crate) async fn take(tx: &mut Tx, token: [u8; 32], kind: Ceremony, now: Timestamp) -> Result<Option<Begun>> {
    let take = sql!(
        Begun,
        "DELETE FROM signin_ceremony WHERE token = $1 AND kind = $2 AND expires_at > $3 RETURNING person, state"
    );
    tx.opt(take, args![token, kind, now]).await
}

pub(crate) async fn forget_expired(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.run(sql!("DELETE FROM signin_ceremony WHERE expires_at <= $1"), args![now]).await
}

pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM signin_ceremony WHERE person = $1"), args![person]).await?;
    Ok(())
}
