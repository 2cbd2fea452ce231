//! Making uploads, and keeping what arrives.

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use preau_blob::{BlobError, Stored, rows};
use preau_kernel::{Kind, PersonId, Problem, Result};

use super::{
    KEPT, OPEN, OPEN_BYTES, PIECE, Purpose,
    metadata::Metadata,
    over,
    store::{self, Piece, Upload},
};
use crate::Ctx;

/// Makes an upload of `size` bytes, or finds the one that the same person made with the same key.
///
/// Two creations at the very same moment may both pass a limit that has room for one: a limit here holds off floods,
/// it is no promise of space.
pub(super) async fn create(
    ctx: &Ctx,
    person: PersonId,
    size: i64,
    header: &str,
    purpose: Option<&Purpose>,
) -> Result<Upload> {
    let limit = purpose.map_or(OPEN_BYTES, Purpose::bytes);
    if size > limit {
        return Err(over("upload-too-large", limit));
    }
    let (now, said) = (ctx.clock.now(), Metadata::parse(header)?);
    let new = Upload {
        id: ctx.id(),
        person,
        key: said.key,
        purpose: said.purpose,
        metadata: header.to_owned(),
        size,
        received: 0,
        blob: None,
        created_at: now,
        expires_at: now + KEPT,
    };
    let mut tx = ctx.db.begin().await?;
    if let Some(known) = known(&mut tx, &new).await? {
        if known.expires_at > now {
            return same(known, &new);
        }
        store::end(&mut tx, known.id, now).await?;
    }
    room(&mut tx, person, size, now).await?;
    if !store::insert(&mut tx, &new).await? {
        // The same was made between the look and here, by the other half of a race.
        let known = known(&mut tx, &new).await?.ok_or_else(|| Problem::new(Kind::Conflict, "upload-changed"))?;
        return same(known, &new);
    }
    tx.commit().await?;
    Ok(new)
}

async fn known(tx: &mut preau_db::Tx, new: &Upload) -> Result<Option<Upload>> {
    let Some(key) = &new.key else { return Ok(None) };
    Ok(store::by_key(tx, new.person, key).await?)
}

/// A key means one file: asked for with another size or purpose, it is refused.
fn same(known: Upload, asked: &Upload) -> Result<Upload> {
    if (known.size, &known.purpose) == (asked.size, &asked.purpose) {
        Ok(known)
    } else {
        Err(Problem::new(Kind::Conflict, "upload-key"))
    }
}

/// Refuses what a person has no room for.
pub(super) async fn room(
    tx: &mut preau_db::Tx,
    person: PersonId,
    size: i64,
    now: preau_kernel::Timestamp,
) -> Result<()> {
    let (count, bytes) = store::open(tx, person, now).await?;
    if count >= OPEN {
        return Err(over("upload-too-many", OPEN));
    }
    if bytes.saturating_add(size) > OPEN_BYTES {
        return Err(over("upload-no-room", OPEN_BYTES));
    }
    Ok(())
}

/// Keeps what a body adds to an upload, piece by piece, and makes the whole of it when the last one is there. Whatever
/// arrived before the line was cut is kept too. How much is there now.
pub(super) async fn write(ctx: &Ctx, upload: &Upload, body: Body) -> Result<i64> {
    let (mut body, mut waiting, mut cut) = (body.into_data_stream(), BytesMut::new(), None);
    let mut at = upload.received;
    while cut.is_none()
        && let Some(part) = body.next().await
    {
        match part {
            Ok(part) => waiting.extend_from_slice(&part),
            Err(error) => cut = Some(error),
        }
        while waiting.len() >= PIECE {
            at += keep(ctx, upload, at, waiting.split_to(PIECE).freeze()).await?;
        }
    }
    if !waiting.is_empty() {
        at += keep(ctx, upload, at, waiting.freeze()).await?;
    }
    if let Some(cut) = cut {
        return Err(Problem::new(Kind::Invalid, "upload-cut").caused_by(cut));
    }
    if at == upload.size {
        join(ctx, upload).await?;
    }
    Ok(at)
}

/// Keeps one piece: the blob first, then, if the upload still ends where it begins, its place in the upload.
async fn keep(ctx: &Ctx, upload: &Upload, start: i64, bytes: Bytes) -> Result<i64> {
    let size = count(bytes.len());
    if start.saturating_add(size) > upload.size {
        return Err(Problem::new(Kind::Invalid, "upload-too-long"));
    }
    let now = ctx.clock.now();
    let body = stream::iter([Ok::<_, BlobError>(bytes)]);
    let blob = rows::put(&ctx.db, &ctx.blobs, body, u64::MAX, now).await?.id;
    let mut tx = ctx.db.begin().await?;
    if !store::add(&mut tx, upload.id, Piece { start, size, blob }, now).await? {
        return Err(Problem::new(Kind::Conflict, "upload-offset"));
    }
    rows::keep(&mut tx, blob, store::owner(upload.id), now).await?;
    tx.commit().await?;
    Ok(size)
}

/// Makes one blob of all that has arrived. Done before, or by another node meanwhile, it changes nothing.
pub(super) async fn join(ctx: &Ctx, upload: &Upload) -> Result<()> {
    let now = ctx.clock.now();
    let first = store::pieces(&ctx.db, upload.id, 0).await?;
    let whole = match first.as_slice() {
        // Most photos are one piece: it is the whole already.
        [only] if only.size == upload.size => Stored { id: only.blob, size: only.size.unsigned_abs() },
        _ => rows::put(&ctx.db, &ctx.blobs, arrived(ctx.clone(), upload.clone()), u64::MAX, now).await?,
    };
    let mut tx = ctx.db.begin().await?;
    if store::whole(&mut tx, upload.id, whole).await? {
        let owner = store::owner(upload.id);
        rows::release(&mut tx, owner, now).await?;
        rows::keep(&mut tx, whole.id, owner, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// All that has arrived of an upload, in order.
pub(super) fn arrived(ctx: Ctx, upload: Upload) -> impl Stream<Item = Result<Bytes, BlobError>> + Send {
    let batches = stream::try_unfold(0, {
        let ctx = ctx.clone();
        move |start| {
            let (ctx, id) = (ctx.clone(), upload.id);
            async move {
                let pieces = store::pieces(&ctx.db, id, start).await?;
                let Some(last) = pieces.last() else { return Ok(None) };
                let next = last.start + last.size;
                let blobs: Vec<_> = pieces.iter().map(|piece| Ok::<_, BlobError>(piece.blob)).collect();
                Ok::<_, BlobError>(Some((stream::iter(blobs), next)))
            }
        }
    });
    let blobs = stream::iter(upload.blob.map(Ok)).chain(batches.try_flatten());
    blobs
        .and_then(move |id| {
            let ctx = ctx.clone();
            async move { ctx.blobs.get(id, None).await }
        })
        .try_flatten()
}

pub(super) fn count(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
