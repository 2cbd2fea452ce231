//! Secret addresses of calendars.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, PersonKind, SpaceId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::model::FeedId;

row! {
    /// A secret address at which a program reads a person's calendar, or that of one space as the person sees it.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Feed {
        /// Its id.
        pub id: FeedId,
        /// BLAKE3 of the secret; the secret itself is shown once.
        pub secret: [u8; 32],
        /// Whose.
        pub person: PersonId,
        /// Of one space only.
        pub space: Option<SpaceId>,
        /// Since when.
        pub created_at: Timestamp,
    }
}

/// Writes a new address.
pub async fn insert(tx: &mut Tx, it: &Feed) -> Result<u64> {
    let insert = sql!("INSERT INTO calendar_feed (id, secret, person, space, created_at) VALUES ($1, $2, $3, $4, $5)");
    tx.run(insert, args![it.id, it.secret, it.person, it.space, it.created_at]).await
}

/// The addresses of a person.
pub async fn of_person(db: &Db, person: PersonId) -> Result<Vec<Feed>> {
    let find = sql!(
        Feed,
        "SELECT id, secret, person, space, created_at FROM calendar_feed WHERE person = $1 ORDER BY id LIMIT 50"
    );
    db.all(find, args![person]).await
}

row! {
    /// Whose calendar is read at an address, if they are still here.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Reader {
        /// Who.
        pub person: PersonId,
        /// What the person is.
        pub kind: PersonKind,
        /// Of one space only.
        pub space: Option<SpaceId>,
    }
}

/// Who reads at an address.
pub async fn reader(db: &Db, secret: &[u8; 32]) -> Result<Option<Reader>> {
    let find = sql!(
        Reader,
        "SELECT f.person, p.kind, f.space FROM calendar_feed f JOIN person p ON p.id = f.person
         WHERE f.secret = $1 AND p.left_at IS NULL AND p.erased_at IS NULL"
    );
    db.opt(find, args![*secret]).await
}

/// Ends an address of a person; how many that were.
pub async fn delete(tx: &mut Tx, person: PersonId, id: FeedId) -> Result<u64> {
    tx.run(sql!("DELETE FROM calendar_feed WHERE id = $1 AND person = $2"), args![id, person]).await
}

/// Ends all addresses of a person.
pub async fn forget(tx: &mut Tx, person: PersonId) -> Result<u64> {
    tx.run(sql!("DELETE FROM calendar_feed WHERE person = $1"), args![person]).await
}

/// All addresses, for the way out: they go on working, since only their hashes are kept.
pub async fn all(db: &Db) -> Result<Vec<Feed>> {
    db.all(sql!(Feed, "SELECT id, secret, person, space, created_at FROM calendar_feed ORDER BY id"), &[]).await
}
