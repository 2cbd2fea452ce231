//! What is attached to posts.

use preau_blob::BlobId;
use preau_db::{Db, Result, Tx, args, sql};
use preau_kernel::{PersonId, SpaceId};

use super::{Span, in_span};
use crate::model::{File, FileId, PostId};

macro_rules! files {
    ($rest:expr) => {
        concat!(
            "SELECT f.id, f.post, f.place, f.kind, f.name, f.media, f.size, f.plays, f.alt, f.width, f.height,",
            " f.small_width, f.small_height, f.who, f.blob, f.small FROM wall_file f JOIN wall_post p ON p.id = f.post ",
            $rest
        )
    };
}

/// The files of a span of posts, each post's in their order.
pub async fn of_span(db: &Db, span: &Span) -> Result<Vec<File>> {
    let list = sql!(File, files!(concat!("WHERE ", in_span!(), " ORDER BY f.post, f.place LIMIT 4000")));
    let Span { space, one, low, high, pinned } = *span;
    db.all(list, args![space, one, low, high, pinned]).await
}

/// The files of a post, in their order.
pub async fn of_post(db: &Db, post: PostId) -> Result<Vec<File>> {
    db.all(of(), args![post]).await
}

/// The same as the transaction sees it.
pub(crate) async fn of_post_in(tx: &mut Tx, post: PostId) -> Result<Vec<File>> {
    tx.all(of(), args![post]).await
}

fn of() -> preau_db::Sql<File> {
    sql!(File, files!("WHERE f.post = $1 ORDER BY f.place LIMIT 100"))
}

/// One file of a post.
pub async fn file(db: &Db, post: PostId, id: FileId) -> Result<Option<File>> {
    db.opt(sql!(File, files!("WHERE f.post = $1 AND f.id = $2")), args![post, id]).await
}

/// Attaches a file.
pub(crate) async fn insert(tx: &mut Tx, it: &File) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO wall_file (id, post, place, kind, name, media, size, plays, alt, width, height, small_width,
            small_height, who, blob, small)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    );
    let File { id, post, place, kind, name, media, size, plays, alt, width, height, .. } = it;
    let File { small_width, small_height, who, blob, small, .. } = it;
    let values = args![
        id,
        post,
        place,
        kind,
        name,
        media,
        size,
        plays,
        alt,
        width,
        height,
        small_width,
        small_height,
        who,
        blob,
        small
    ];
    tx.run(insert, values).await
}

/// Changes the words for those who don't see a picture.
pub(crate) async fn set_alt(tx: &mut Tx, id: FileId, alt: &str) -> Result<u64> {
    tx.run(sql!("UPDATE wall_file SET alt = $2 WHERE id = $1"), args![id, alt]).await
}

/// Puts a picture that was drawn anew in the place of what was `before`; not if that is no longer there.
pub(crate) async fn redraw(tx: &mut Tx, it: &File, before: BlobId) -> Result<u64> {
    let update = sql!("UPDATE wall_file SET size = $3, blob = $4, small = $5 WHERE id = $1 AND blob = $2");
    tx.run(update, args![it.id, before, it.size, it.blob, it.small]).await
}

/// Takes a file off its post.
pub(crate) async fn delete(tx: &mut Tx, id: FileId) -> Result<u64> {
    tx.run(sql!("DELETE FROM wall_file WHERE id = $1"), args![id]).await
}

/// The files of somebody's posts that go with them: those that nobody but their author ever saw.
pub(crate) async fn of_drafts(tx: &mut Tx, author: PersonId) -> Result<Vec<File>> {
    let list = sql!(File, files!("WHERE p.author = $1 AND p.state IN ('draft', 'waiting') ORDER BY f.id LIMIT 20000"));
    tx.all(list, args![author]).await
}

/// The files of a person's posts, of a space's, or all, in the order in which they were made. With drafts only where
/// their posts go out too.
pub(crate) async fn out(db: &Db, person: Option<PersonId>, space: Option<SpaceId>) -> Result<Vec<File>> {
    let list = sql!(
        File,
        files!(
            "WHERE (p.author = $1 OR $1 IS NULL) AND ((p.space = $2 AND p.state <> 'draft') OR $2 IS NULL) ORDER BY f.id"
        )
    );
    let mut all = Vec::new();
    db.each(list, args![person, space], |file| {
        all.push(file);
        Ok(())
    })
    .await?;
    Ok(all)
}

/// The blobs of files from after `after`, some at a time.
pub(crate) async fn blobs(db: &Db, after: FileId) -> Result<Vec<(FileId, BlobId, Option<BlobId>)>> {
    let list = sql!(
        (FileId, BlobId, Option<BlobId>),
        "SELECT id, blob, small FROM wall_file WHERE id > $1 ORDER BY id LIMIT 1000"
    );
    db.all(list, args![after]).await
}
