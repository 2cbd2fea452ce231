//! All SQL of uploads.

use preau_blob::{BlobId, Stored, rows};
use preau_db::{Db, Migration, Result, Sql, Tx, args, row, sql};
use preau_kernel::{PersonId, Timestamp};

use super::{KEPT, Purpose, UploadId};

/// The life of the tables.
pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    owner: "uploads",
    version: 1,
    name: "files on their way in",
    sql: "
CREATE TABLE upload (
  id {uuid} PRIMARY KEY,
  person {uuid} NOT NULL,
  key TEXT,
  purpose TEXT,
  metadata TEXT NOT NULL,
  size BIGINT NOT NULL,
  received BIGINT NOT NULL,
  blob {bytes},
  created_at {ts} NOT NULL,
  expires_at {ts} NOT NULL,
  UNIQUE (person, key)
);
CREATE INDEX upload_expires ON upload (expires_at);
CREATE TABLE upload_piece (
  upload {uuid} NOT NULL,
  start BIGINT NOT NULL,
  size BIGINT NOT NULL,
  blob {bytes} NOT NULL,
  PRIMARY KEY (upload, start)
);
",
}];

/// Rows of one look.
const BATCH: u32 = 100;

row! {
    /// An upload.
    #[derive(Debug, Clone)]
    pub(super) struct Upload {
        pub(super) id: UploadId,
        pub(super) person: PersonId,
        pub(super) key: Option<String>,
        pub(super) purpose: Option<String>,
        /// The tus header as the client sent it.
        pub(super) metadata: String,
        pub(super) size: i64,
        pub(super) received: i64,
        /// All of it, once it has arrived.
        pub(super) blob: Option<BlobId>,
        pub(super) created_at: Timestamp,
        pub(super) expires_at: Timestamp
    }
}

row! {
    /// A finished upload, on its way to its owner.
    pub(super) struct Found { pub(super) blob: BlobId, pub(super) size: i64, pub(super) metadata: String }
}

row! {
    /// A part of an upload that has arrived.
    #[derive(Debug, Clone, Copy)]
    pub(super) struct Piece { pub(super) start: i64, pub(super) size: i64, pub(super) blob: BlobId }
}

macro_rules! columns {
    ($rest:literal) => {
        concat!("SELECT id, person, key, purpose, metadata, size, received, blob, created_at, expires_at ", $rest)
    };
}

/// Who needs an upload's blobs until somebody takes it.
pub(super) fn owner(id: UploadId) -> rows::Owner {
    rows::Owner { service: "uploads", id: id.uuid() }
}

/// A person's upload, as long as it is kept.
pub(super) async fn find(db: &Db, person: PersonId, id: UploadId, now: Timestamp) -> Result<Option<Upload>> {
    db.opt(one(), args![id, person, now]).await
}

/// The same, as a transaction sees it.
pub(super) async fn there(tx: &mut Tx, person: PersonId, id: UploadId, now: Timestamp) -> Result<Option<Upload>> {
    tx.opt(one(), args![id, person, now]).await
}

fn one() -> Sql<Upload> {
    sql!(Upload, columns!("FROM upload WHERE id = $1 AND person = $2 AND expires_at > $3"))
}

/// The upload that a person made with this key.
pub(super) async fn by_key(tx: &mut Tx, person: PersonId, key: &str) -> Result<Option<Upload>> {
    tx.opt(sql!(Upload, columns!("FROM upload WHERE person = $1 AND key = $2")), args![person, key]).await
}

/// How many uploads a person has open, and what they announce together.
pub(super) async fn open(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<(i64, i64)> {
    let count = sql!(
        (i64, i64),
        "SELECT count(*), CAST(coalesce(sum(size), 0) AS BIGINT) FROM upload WHERE person = $1 AND expires_at > $2"
    );
    tx.one(count, args![person, now]).await
}

/// Makes an upload; not if the person has one with that key.
pub(super) async fn insert(tx: &mut Tx, new: &Upload) -> Result<bool> {
    let insert = sql!(
        "INSERT INTO upload (id, person, key, purpose, metadata, size, received, blob, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (person, key) DO NOTHING"
    );
    let Upload { id, person, key, purpose, metadata, size, received, blob, created_at, expires_at } = new;
    let args = args![id, person, key, purpose, metadata, size, received, blob, created_at, expires_at];
    Ok(tx.run(insert, args).await? == 1)
}

/// Adds a piece at the end of what has arrived; not if that is no longer at `start`, or the upload is over.
pub(super) async fn add(tx: &mut Tx, id: UploadId, piece: Piece, now: Timestamp) -> Result<bool> {
    let grow = sql!(
        "UPDATE upload SET received = received + $3, expires_at = $4
          WHERE id = $1 AND received = $2 AND received + $3 <= size AND blob IS NULL AND expires_at > $5"
    );
    let Piece { start, size, blob } = piece;
    if tx.run(grow, args![id, start, size, now + KEPT, now]).await? == 0 {
        return Ok(false);
    }
    let insert = sql!("INSERT INTO upload_piece (upload, start, size, blob) VALUES ($1, $2, $3, $4)");
    tx.run(insert, args![id, start, size, blob]).await?;
    Ok(true)
}

/// The pieces from `start` on, some at a time.
pub(super) async fn pieces(db: &Db, id: UploadId, start: i64) -> Result<Vec<Piece>> {
    let list = sql!(
        Piece,
        "SELECT start, size, blob FROM upload_piece WHERE upload = $1 AND start >= $2 ORDER BY start LIMIT $3"
    );
    db.all(list, args![id, start, BATCH]).await
}

/// Puts one blob in the place of the pieces; not if that was done, or the upload is over.
pub(super) async fn whole(tx: &mut Tx, id: UploadId, whole: Stored) -> Result<bool> {
    let size = i64::try_from(whole.size).unwrap_or(i64::MAX);
    let finish = sql!("UPDATE upload SET blob = $2 WHERE id = $1 AND size = $3 AND received = size AND blob IS NULL");
    if tx.run(finish, args![id, whole.id, size]).await? == 0 {
        return Ok(false);
    }
    forget_pieces(tx, id).await?;
    Ok(true)
}

async fn forget_pieces(tx: &mut Tx, id: UploadId) -> Result<()> {
    tx.run(sql!("DELETE FROM upload_piece WHERE upload = $1"), args![id]).await?;
    Ok(())
}

/// Takes a finished upload away.
pub(super) async fn take(
    tx: &mut Tx,
    person: PersonId,
    id: UploadId,
    purpose: &Purpose,
    now: Timestamp,
) -> Result<Option<Found>> {
    let take = sql!(
        Found,
        "DELETE FROM upload WHERE id = $1 AND person = $2 AND (purpose IS NULL OR purpose = $3) AND size <= $4
            AND expires_at > $5 AND blob IS NOT NULL
          RETURNING blob, size, metadata"
    );
    tx.opt(take, args![id, person, purpose.owner, purpose.bytes(), now]).await
}

/// Ends an upload; whether it was there.
pub(super) async fn end(tx: &mut Tx, id: UploadId, now: Timestamp) -> Result<bool, preau_blob::BlobError> {
    if tx.run(sql!("DELETE FROM upload WHERE id = $1"), args![id]).await? == 0 {
        return Ok(false);
    }
    forget_pieces(tx, id).await?;
    rows::release(tx, owner(id), now).await?;
    Ok(true)
}

/// Uploads whose time is over, some at a time.
pub(super) async fn expired(tx: &mut Tx, now: Timestamp) -> Result<Vec<UploadId>> {
    let list = sql!((UploadId,), "SELECT id FROM upload WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2");
    Ok(tx.all(list, args![now, BATCH]).await?.into_iter().map(|(id,)| id).collect())
}

/// Uploads of a person, some at a time.
pub(super) async fn ids_of(tx: &mut Tx, person: PersonId) -> Result<Vec<UploadId>> {
    let list = sql!((UploadId,), "SELECT id FROM upload WHERE person = $1 LIMIT $2");
    Ok(tx.all(list, args![person, BATCH]).await?.into_iter().map(|(id,)| id).collect())
}

/// The uploads of a person from after `after`, some at a time.
pub(super) async fn of(db: &Db, person: PersonId, after: Option<UploadId>) -> Result<Vec<Upload>> {
    let list = sql!(Upload, columns!("FROM upload WHERE person = $1 AND id > $2 ORDER BY id LIMIT $3"));
    let after = after.unwrap_or(UploadId::from_uuid(uuid::Uuid::nil()));
    db.all(list, args![person, after, BATCH]).await
}
