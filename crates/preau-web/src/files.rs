//! Files that people send to be looked at by others: what they are, a picture drawn anew, a film freed of its place, and
//! which part of one is asked for. No service's tables: each keeps what it needs of a [`Served`].
//!
//! ```ignore
//! let sent = PHOTO.look(ctx, me, upload).await?;        // before the transaction
//! let served = files::ready(ctx, &sent).await?;         // stored as it will be served
//! let mut tx = ctx.db.begin().await?;
//! PHOTO.take(&mut tx, me, upload, id, now).await?;
//! rows::release(&mut tx, owner, now).await?;            // what was sent itself is not kept …
//! for blob in served.blobs() {
//!     rows::keep(&mut tx, blob, owner, now).await?;     // … unless it is what is served
//! }
//! ```

mod film;
mod kind;
mod picture;
mod range;

use std::{fmt::Write as _, iter};

use axum::{body::Body, response::IntoResponse};
use bytes::Bytes;
use futures_util::{TryStreamExt, stream};
use http::{HeaderName, StatusCode, header};
use preau_blob::{
    BlobError, BlobId, Stored,
    rows::{self, Owner},
};
use preau_db::{Tx, word_column};
use preau_kernel::{Kind, Problem, Result, word};
use tokio_util::io::ReaderStream;
use uuid::Uuid;

use self::{
    kind::Found,
    picture::{Drawn, Jpeg},
    range::{Part, asked},
};
use crate::{Answer, Archive, ArchiveReader, Ctx, Visit, uploads::Taken};

pub use picture::{Boxes, open_picture};

/// Bytes of a picture as it is sent.
pub const PICTURE_BYTES: u64 = 30 << 20;

word! {
    /// What a file is to its reader.
    pub enum FileKind {
        /// Drawn anew by this server: a JPEG of at most 2048 points a side, with nothing in it but the picture.
        Picture = "picture",
        /// Moves.
        Film = "film",
        /// Is heard.
        Sound = "sound",
        /// Is taken home.
        Other = "other",
    }
}
word_column!(FileKind);

/// A file that was looked at, stored as it will be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// What it is.
    pub kind: FileKind,
    /// What its sender called it.
    pub name: String,
    /// Its media type, as it was found to be.
    pub media: String,
    /// Its size in bytes.
    pub size: i64,
    /// Whether every browser of today plays it; said of films and recordings.
    pub plays: bool,
    /// Points from side to side and from top to bottom, of a picture.
    pub sides: Option<(i64, i64)>,
    /// The same of the small one.
    pub small_sides: Option<(i64, i64)>,
    /// Its bytes.
    pub blob: BlobId,
    /// Those of the small picture.
    pub small: Option<BlobId>,
}

impl Served {
    /// The blobs that it needs.
    pub fn blobs(&self) -> impl Iterator<Item = BlobId> {
        [Some(self.blob), self.small].into_iter().flatten()
    }

    fn other(sent: &Taken) -> Self {
        Self {
            kind: FileKind::Other,
            name: if sent.name.is_empty() { "-".to_owned() } else { sent.name.clone() },
            media: String::new(),
            size: i64::try_from(sent.size).unwrap_or(i64::MAX),
            plays: false,
            sides: None,
            small_sides: None,
            blob: sent.blob,
            small: None,
        }
    }
}

/// Looks at what somebody sent, and stores it as it will be served.
///
/// `picture-locked` for a picture whose place can't be taken out of it (HEIC), `picture-bytes`, `picture-points` and
/// `picture-unreadable` for one that can't be drawn, `film-unreadable` for a film whose boxes can't all be looked at.
pub async fn ready(ctx: &Ctx, sent: &Taken) -> Result<Served> {
    let head = ctx.blobs.get(sent.blob, Some(0..kind::HEAD)).await?.bytes(kind::HEAD).await?;
    let file = Served::other(sent);
    match kind::look(&head, &sent.name) {
        Found::Picture => drawn(ctx, file, sent.size).await,
        Found::Locked => Err(Problem::new(Kind::Invalid, "picture-locked").with("name", file.name)),
        Found::Boxes => freed(ctx, file, sent.size).await,
        Found::Plays(kind, media) => Ok(Served { kind, plays: true, media: media.to_owned(), ..file }),
        Found::Other(media) => Ok(Served { media: media.to_owned(), ..file }),
    }
}

/// A picture, drawn anew in its two sizes.
async fn drawn(ctx: &Ctx, file: Served, size: u64) -> Result<Served> {
    if size > PICTURE_BYTES {
        let megabytes = PICTURE_BYTES >> 20;
        return Err(Problem::new(Kind::TooLarge, "picture-bytes").with("name", file.name).with("megabytes", megabytes));
    }
    let bytes = ctx.blobs.get(file.blob, None).await?.bytes(PICTURE_BYTES).await?;
    let drawn = picture::draw(bytes, &file.name).await?;
    show(ctx, file, drawn).await
}

/// Draws a picture that is served anew with these boxes filled: what was under them is in none of its bytes.
pub async fn cover(ctx: &Ctx, file: Served, boxes: Boxes) -> Result<Served> {
    let bytes = ctx.blobs.get(file.blob, None).await?.bytes(PICTURE_BYTES).await?;
    let drawn = picture::cover(bytes, &file.name, boxes).await?;
    show(ctx, file, drawn).await
}

/// Stores a drawn picture.
async fn show(ctx: &Ctx, file: Served, Drawn { view, small }: Drawn) -> Result<Served> {
    let (blob, small_blob) = (put(ctx, &view).await?, put(ctx, &small).await?);
    Ok(Served {
        kind: FileKind::Picture,
        media: "image/jpeg".to_owned(),
        size: i64::try_from(blob.size).unwrap_or(i64::MAX),
        sides: Some((view.width.into(), view.height.into())),
        small_sides: Some((small.width.into(), small.height.into())),
        blob: blob.id,
        small: Some(small_blob.id),
        ..file
    })
}

async fn put(ctx: &Ctx, jpeg: &Jpeg) -> Result<Stored> {
    let body = stream::iter([Ok::<_, BlobError>(Bytes::copy_from_slice(&jpeg.bytes))]);
    Ok(rows::put(&ctx.db, &ctx.blobs, body, u64::MAX, ctx.clock.now()).await?)
}

/// A film or recording, without the place at which it was taken.
async fn freed(ctx: &Ctx, file: Served, size: u64) -> Result<Served> {
    let unreadable = || Problem::new(Kind::Invalid, "film-unreadable").with("name", &file.name);
    let found = film::look(&ctx.blobs, file.blob, size).await?.ok_or_else(unreadable)?;
    let (kind, plays) = (found.kind, found.plays);
    let media = match (kind, plays) {
        (FileKind::Sound, _) => "audio/mp4",
        // A QuickTime film of these codecs is one that they play under this name.
        (_, true) => "video/mp4",
        (_, false) => "video/quicktime",
    };
    let mut blob = file.blob;
    if !found.as_it_is() {
        let body = found.blanked(ctx.blobs.get(file.blob, None).await?);
        blob = rows::put(&ctx.db, &ctx.blobs, body, u64::MAX, ctx.clock.now()).await?.id;
    }
    Ok(Served { kind, plays, media: media.to_owned(), blob, ..file })
}

/// A size in bytes as people say it: kilobytes, from a thousand of them on megabytes. A sentence's key and its `count`.
pub fn weight(bytes: i64) -> (&'static str, i64) {
    let kilobytes = (bytes + 999) / 1000;
    if kilobytes < 1000 { ("file-kilobytes", kilobytes) } else { ("file-megabytes", (kilobytes + 500) / 1000) }
}

/// Where the bytes of a file stand in an archive's folder: what is looked at first, then the small one.
fn places(folder: &str, id: Uuid, file: &Served) -> impl Iterator<Item = (String, BlobId)> + use<> {
    let ending = if file.kind == FileKind::Picture { ".jpg".to_owned() } else { ending(&file.name) };
    let whole = (format!("{folder}/{id}{ending}"), file.blob);
    let small = file.small.map(|small| (format!("{folder}/{id}-small.jpg"), small));
    iter::once(whole).chain(small)
}

/// The ending of a file's name, if it is one that a folder of any system takes.
fn ending(name: &str) -> String {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| {
        (1..=8).contains(&ending.len()) && ending.bytes().all(|letter| letter.is_ascii_alphanumeric())
    });
    ending.map_or_else(String::new, |ending| format!(".{}", ending.to_ascii_lowercase()))
}

/// Writes the bytes of a file into an archive's folder.
pub async fn put_out(ctx: &Ctx, archive: &mut Archive, folder: &str, id: Uuid, file: &Served) -> Result<()> {
    for (path, blob) in places(folder, id, file) {
        let body = ctx.blobs.get(blob, None).await?;
        archive.stream(&path, body.map_err(Problem::from)).await?;
    }
    Ok(())
}

/// Stores the bytes of a file of an archive's folder as its owner's; `archive-damaged` if they are others.
pub async fn take_in(
    ctx: &Ctx,
    tx: &mut Tx,
    archive: &ArchiveReader,
    folder: &str,
    owner: Owner,
    file: &Served,
) -> Result<()> {
    let now = ctx.clock.now();
    for (path, blob) in places(folder, owner.id, file) {
        let body = ReaderStream::new(tokio::fs::File::from_std(archive.file(&path)?));
        let stored = rows::put_in(tx, &ctx.blobs, body, u64::MAX, now).await?;
        if stored.id != blob {
            return Err(Problem::new(Kind::Invalid, "archive-damaged").with("file", path));
        }
        rows::keep(tx, blob, owner, now).await?;
    }
    Ok(())
}

/// How a browser is told to show a file of this name, or to take it home.
pub fn disposition(name: &str, shown: bool) -> String {
    let way = if shown { "inline" } else { "attachment" };
    format!("{way}; filename*=UTF-8''{}", encoded(name))
}

/// RFC 8187 §3.2.1: what is no `attr-char` is written as its bytes.
fn encoded(name: &str) -> String {
    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// Answers with a blob, or with the part that is asked for. A browser may keep it, for its reader alone, and asks each
/// time whether that reader may still see it.
pub async fn give(visit: &Visit, blob: BlobId, media: &str, disposition: Option<String>) -> Answer {
    let tag = format!("\"{blob}\"");
    let said = |name: HeaderName| visit.headers.get(name).and_then(|value| value.to_str().ok());
    let keep = [
        (header::ETAG, tag.clone()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
    ];
    let known = said(header::IF_NONE_MATCH).unwrap_or_default();
    if known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag) {
        return Ok((StatusCode::NOT_MODIFIED, keep).into_response());
    }
    let size = visit.ctx.blobs.size(blob).await?.ok_or_else(Problem::not_found)?;
    let part = asked(said(header::RANGE), said(header::IF_RANGE), &tag, size);
    let (status, range) = match part {
        Part::Whole => (StatusCode::OK, 0..size),
        Part::Some(range) => (StatusCode::PARTIAL_CONTENT, range),
        Part::Beyond => {
            let all = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, all).into_response());
        }
    };
    let mut headers =
        vec![(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_LENGTH, (range.end - range.start).to_string())];
    if status == StatusCode::PARTIAL_CONTENT {
        headers.push((header::CONTENT_RANGE, format!("bytes {}-{}/{size}", range.start, range.end - 1)));
    }
    headers.extend(disposition.map(|way| (header::CONTENT_DISPOSITION, way)));
    let body = visit.ctx.blobs.get(blob, Some(range)).await?;
    let mut response = (status, keep, Body::from_stream(body)).into_response();
    for (name, value) in headers {
        response.headers_mut().insert(name, value.parse().map_err(Problem::internal)?);
    }
    Ok(response)
}
