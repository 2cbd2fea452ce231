//! Who needs which blob, in SQL, and the end of those that nobody needs.
//!
//! A blob has a row in `blob`, and in `blob_ref` one for each owner (a file's version, a photo of a post). The row's
//! `touched_at` says when somebody last took an interest: stored, kept or released it.
//!
//! **The order.** [`put`] writes the body where nobody sees it, then commits the row with a fresh `touched_at`, then
//! makes the file appear. [`keep`] adds an owner, in the owner's own transaction. [`collect`] ends blobs that have no
//! owner and were not touched for [`GRACE`]: it deletes the row, then the file, then commits.
//!
//! **The races, and why none loses a blob.** All three change the row of the blob, so they happen one after the other
//! (row lock on PostgreSQL, the one writer on SQLite).
//! - *Stored while it is collected.* If the row is touched first, collecting finds it fresh and leaves it. If it is
//!   deleted first, `put` waits for that commit, makes a new row, and only then makes the file appear: after the old
//!   one was deleted. This is why the row comes before the file.
//! - *Kept while it is collected.* `keep` touches the row; where it is gone or stale, it answers
//!   [`BlobError::Expired`], and the caller stores the body again. Stale is half of `GRACE`, so that the clocks of two
//!   nodes may differ by the other half.
//! - *Two nodes collect.* The second waits for the first one's commit, and finds no row.
//! - *A crash or a failed commit after the file was deleted.* The row is back, without owners and stale: `keep` refuses
//!   it, `put` makes the file appear again, and the next collection ends it.
//! - *A crash between row and file in `put`.* The same row, never acknowledged to anyone.
//! - *A backup is running.* It takes its snapshot of the database first and the files after. A blob that has an owner
//!   in the snapshot was released later than that at the earliest, so its file stays for `GRACE`: a backup has 24 hours
//!   to copy the files. `preau backup` checks each that it copies.
//!
//! A file without a row can therefore only come from outside; [`strays`] lists them for `preau doctor`.

use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use preau_db::{Db, Migration, Tx, args, row, sql};
use preau_kernel::Timestamp;
use time::Duration;
use uuid::Uuid;

use crate::{BlobError, BlobId, Blobs, Stored};

/// How long a blob without an owner is kept.
pub const GRACE: Duration = Duration::hours(24);
/// Blobs that one run of [`collect`] ends at most.
pub const BATCH: u32 = 500;

/// The tables of this crate.
pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "blob",
    version: 1,
    name: "blobs and their owners",
    sql: "
CREATE TABLE blob (
  id {bytes} PRIMARY KEY,
  size BIGINT NOT NULL,
  created_at {ts} NOT NULL,
  touched_at {ts} NOT NULL
);
CREATE INDEX blob_touched ON blob (touched_at);
CREATE TABLE blob_ref (
  service TEXT NOT NULL,
  owner {uuid} NOT NULL,
  blob {bytes} NOT NULL REFERENCES blob (id),
  PRIMARY KEY (service, owner, blob)
);
CREATE INDEX blob_ref_blob ON blob_ref (blob);
",
}];

/// What needs a blob: a thing of a service, which may need several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// The service and its kind of thing: `people.portrait`, `drive.version`.
    pub service: &'static str,
    /// The thing.
    pub id: Uuid,
}

row! {
    /// A blob as the database knows it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Known {
        /// Its id.
        pub id: BlobId,
        /// Its size in bytes.
        pub size: i64
    }
}

/// Stores a body of at most `limit` bytes. An owner must [`keep`] it within half of [`GRACE`].
pub async fn put<B, E>(db: &Db, blobs: &Blobs, body: B, limit: u64, now: Timestamp) -> Result<Stored, BlobError>
where
    B: Stream<Item = Result<Bytes, E>> + Send,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    // Boxed: the state of a transfer would make every future that stores something large.
    let staged = Box::pin(blobs.stage(body, limit)).await?;
    let mut tx = db.begin().await?;
    touch(&mut tx, staged.stored(), now).await?;
    tx.commit().await?;
    staged.publish().await
}

/// The same inside a transaction that is open already, for an archive that is read back as one: the file appears before
/// the commit, and if there is none it stays as a stray.
pub async fn put_in<B, E>(tx: &mut Tx, blobs: &Blobs, body: B, limit: u64, now: Timestamp) -> Result<Stored, BlobError>
where
    B: Stream<Item = Result<Bytes, E>> + Send,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let staged = Box::pin(blobs.stage(body, limit)).await?;
    touch(tx, staged.stored(), now).await?;
    staged.publish().await
}

async fn touch(tx: &mut Tx, Stored { id, size }: Stored, now: Timestamp) -> Result<(), BlobError> {
    let size = i64::try_from(size).map_err(|_| BlobError::TooLarge { limit: size })?;
    let touch = sql!(
        "INSERT INTO blob (id, size, created_at, touched_at) VALUES ($1, $2, $3, $3)
         ON CONFLICT (id) DO UPDATE SET touched_at = excluded.touched_at"
    );
    tx.run(touch, args![id, size, now]).await?;
    Ok(())
}

/// Makes `owner` need a blob that was stored lately, or that another owner needs. Twice is once.
///
/// [`BlobError::Expired`] if it may be about to be collected: store it again.
pub async fn keep(tx: &mut Tx, blob: BlobId, owner: Owner, now: Timestamp) -> Result<(), BlobError> {
    let touch = sql!(
        "UPDATE blob SET touched_at = $2 WHERE id = $1
           AND (touched_at > $3 OR EXISTS (SELECT 1 FROM blob_ref WHERE blob_ref.blob = blob.id))"
    );
    if tx.run(touch, args![blob, now, now - GRACE / 2]).await? == 0 {
        return Err(BlobError::Expired(blob));
    }
    let insert = sql!("INSERT INTO blob_ref (service, owner, blob) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
    tx.run(insert, args![owner.service, owner.id, blob]).await?;
    Ok(())
}

/// Makes `owner` need nothing any more.
pub async fn release(tx: &mut Tx, owner: Owner, now: Timestamp) -> Result<(), BlobError> {
    let touch = sql!(
        "UPDATE blob SET touched_at = $3 WHERE id IN (SELECT blob FROM blob_ref WHERE service = $1 AND owner = $2)"
    );
    tx.run(touch, args![owner.service, owner.id, now]).await?;
    tx.run(sql!("DELETE FROM blob_ref WHERE service = $1 AND owner = $2"), args![owner.service, owner.id]).await?;
    Ok(())
}

/// Ends blobs that nobody needed for [`GRACE`], [`BATCH`] at most; how many. To be run by a job, every hour.
pub async fn collect(db: &Db, blobs: &Blobs, now: Timestamp) -> Result<u32, BlobError> {
    let stale = sql!(
        (BlobId,),
        "SELECT id FROM blob WHERE touched_at < $1
           AND NOT EXISTS (SELECT 1 FROM blob_ref WHERE blob_ref.blob = blob.id) ORDER BY touched_at LIMIT $2"
    );
    let mut ended = 0;
    for (id,) in db.all(stale, args![now - GRACE, BATCH]).await? {
        // One transaction each: the writer is free in between, and a failure ends one blob's turn only.
        let mut tx = db.begin().await?;
        let delete = sql!(
            "DELETE FROM blob WHERE id = $1 AND touched_at < $2
               AND NOT EXISTS (SELECT 1 FROM blob_ref WHERE blob_ref.blob = blob.id)"
        );
        if tx.run(delete, args![id, now - GRACE]).await? == 1 {
            blobs.delete(id).await?;
            ended += 1;
        }
        tx.commit().await?;
    }
    Ok(ended)
}

/// The blobs that somebody needs, in the order of their ids, from after `after`: for backup, export and checks.
pub async fn needed(db: &Db, after: Option<BlobId>, limit: u32) -> Result<Vec<Known>, BlobError> {
    let list = sql!(
        Known,
        "SELECT id, size FROM blob WHERE id > $1
           AND EXISTS (SELECT 1 FROM blob_ref WHERE blob_ref.blob = blob.id) ORDER BY id LIMIT $2"
    );
    // The empty text of bytes sorts before every hash.
    let after = after.map(|id| id.as_bytes().to_vec()).unwrap_or_default();
    Ok(db.all(list, args![after, limit]).await?)
}

/// Files without a row, `limit` at most.
pub async fn strays(db: &Db, blobs: &Blobs, limit: usize) -> Result<Vec<BlobId>, BlobError> {
    let mut strays = Vec::new();
    let mut there = blobs.list();
    while let Some(id) = there.try_next().await? {
        let row = db.opt(sql!((i64,), "SELECT size FROM blob WHERE id = $1"), args![id]).await?;
        if row.is_none() {
            strays.push(id);
            if strays.len() >= limit {
                break;
            }
        }
    }
    Ok(strays)
}
