//! Files on their way in, over lines that get cut: tus 1.0.0 at `/uploads`, and ordinary forms without scripts.
//!
//! A client creates an upload, sends its bytes in as many requests as the line needs, to any node, and then sends a
//! form that names it. What has arrived lives in the database and in the blobs, as [`PIECE`]s; the last one makes a
//! single blob of them. Nothing of it is in a local file, so the next request may reach another node.
//!
//! **How a service gets files.** It declares a [`Purpose`] in `Service::uploads`, reads the form with
//! [`Purpose::form`], and takes the uploads inside the transaction that makes what they are for:
//!
//! ```ignore
//! pub const PHOTO: Purpose = Purpose { owner: "wall.photo", limit: 30 << 20 };
//!
//! let form = PHOTO.form(&visit, multipart).await?;
//! let mut tx = ctx.db.begin().await?;
//! for upload in &form.uploads {
//!     let photo = ctx.id();
//!     let taken = PHOTO.take(&mut tx, me, *upload, photo.uuid(), now).await?; // the photo is its blob's owner now
//! }
//! tx.commit().await?;
//! ```
//!
//! A client that lost an answer creates the upload again with the same key and finds it as far as it came. A form that
//! is sent again names uploads that are gone, and is refused: nothing is there twice.
//!
//! **The order of changes.** Every act first changes or deletes the upload's own row, if it is still as it was
//! expected, and only then pieces and owners: so acts on one upload come one after the other on both engines, and of
//! two requests that write at the same place one wins.

mod form;
mod metadata;
mod receive;
mod service;
mod store;
mod tus;
mod write;

use preau_blob::{BlobId, rows};
use preau_db::Tx;
use preau_kernel::{Id, Kind, PersonId, Problem, Result, Timestamp};
use time::Duration;
use uuid::Uuid;

use crate::Ctx;

pub use form::UploadForm;
pub(crate) use service::Uploads;
pub(crate) use store::MIGRATIONS;

/// Bytes that are kept at once: what a cut line loses at most, and what one sending holds in memory.
pub const PIECE: usize = 1 << 20;
/// Uploads that a person may have open: not yet taken.
pub const OPEN: i64 = 200;
/// Bytes that all open uploads of a person may announce, and so one of them.
pub const OPEN_BYTES: i64 = 4 << 30;
/// How long after its last byte an upload is kept.
pub const KEPT: Duration = Duration::hours(24);

/// Marker of an upload's id.
pub enum UploadKind {}
/// Id of an upload.
pub type UploadId = Id<UploadKind>;

/// What files may be sent for: the kind of thing that will own them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purpose {
    /// The service and its kind of thing, as in [`rows::Owner`]; clients name it too (`wall.photo`).
    pub owner: &'static str,
    /// Largest size of one, in bytes.
    pub limit: u64,
}

/// An upload that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// What was sent.
    pub blob: BlobId,
    /// Its size in bytes.
    pub size: u64,
    /// What the sender called it: one plain file name, maybe empty.
    pub name: String,
    /// What the sender says it is; nobody looked.
    pub claimed: String,
}

/// What a creation was refused.
fn over(code: &'static str, limit: i64) -> Problem {
    let kind = if code == "upload-too-large" { Kind::TooLarge } else { Kind::Quota };
    Problem::new(kind, code).with("megabytes", limit >> 20).with("limit", limit)
}

impl Purpose {
    /// The limit as the database counts.
    fn bytes(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX).min(OPEN_BYTES)
    }

    /// A person's finished upload as [`take`](Self::take) will find it, with the same refusals; nothing is changed. For
    /// whoever has to read what was sent before the transaction that takes it.
    pub async fn look(&self, ctx: &Ctx, person: PersonId, id: UploadId) -> Result<Taken> {
        let found = store::find(&ctx.db, person, id, ctx.clock.now()).await?;
        let for_this = |upload: &store::Upload| upload.purpose.as_ref().is_none_or(|purpose| purpose == self.owner);
        let upload = found.filter(for_this).ok_or_else(|| Problem::new(Kind::Gone, "upload-gone"))?;
        let blob = upload.blob.ok_or_else(|| Problem::new(Kind::Conflict, "upload-unfinished"))?;
        if upload.size > self.bytes() {
            return Err(over("upload-too-large", self.bytes()));
        }
        taken(blob, upload.size, &upload.metadata)
    }

    /// Makes a person's finished upload the blob of `thing`, in the thing's own transaction: the upload is gone.
    ///
    /// `upload-unfinished` (409) if bytes are missing; `upload-gone` (410) if it was taken before, ended, is somebody
    /// else's or for something else; `upload-too-large` (413) if it was made without this purpose.
    pub async fn take(
        &self,
        tx: &mut Tx,
        person: PersonId,
        id: UploadId,
        thing: Uuid,
        now: Timestamp,
    ) -> Result<Taken> {
        let Some(found) = store::take(tx, person, id, self, now).await? else {
            return Err(match store::there(tx, person, id, now).await? {
                Some(there) if there.blob.is_none() => Problem::new(Kind::Conflict, "upload-unfinished"),
                Some(there) if there.size > self.bytes() => over("upload-too-large", self.bytes()),
                _ => Problem::new(Kind::Gone, "upload-gone"),
            });
        };
        rows::keep(tx, found.blob, rows::Owner { service: self.owner, id: thing }, now).await?;
        rows::release(tx, store::owner(id), now).await?;
        taken(found.blob, found.size, &found.metadata)
    }
}

fn taken(blob: BlobId, size: i64, metadata: &str) -> Result<Taken> {
    let said = metadata::Metadata::parse(metadata)?;
    Ok(Taken { blob, size: u64::try_from(size).unwrap_or_default(), name: said.name, claimed: said.claimed })
}
