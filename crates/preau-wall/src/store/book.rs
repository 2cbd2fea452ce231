//! What may stand in a year book.

use preau_db::{Db, Result, args, sql};
use preau_kernel::{SpaceId, Timestamp};

use super::{posts, rights::On};
use crate::model::{File, Post};

/// The posts of a wall for everybody that were published between two moments, the oldest first.
pub async fn posts_between(db: &Db, space: SpaceId, from: Timestamp, until: Timestamp) -> Result<Vec<Post>> {
    let list = sql!(
        Post,
        posts!(
            "WHERE p.space = $1 AND p.state = 'published' AND p.audience = 'everyone' AND p.published_at >= $2
               AND p.published_at < $3 ORDER BY p.published_at, p.seq LIMIT 400"
        )
    );
    db.all(list, args![space, from, until]).await
}

/// The pictures of these posts that may stand in a book: nobody can be recognised in them, or everybody who was asked
/// agreed to a book, or to more. What is not shown on the wall is in no book either.
pub async fn pictures(db: &Db, space: SpaceId, from: Timestamp, until: Timestamp, on: On) -> Result<Vec<File>> {
    let held = super::rights::held_between(db, space, from, until, on).await?;
    let list = sql!(
        File,
        "SELECT f.id, f.post, f.place, f.kind, f.name, f.media, f.size, f.plays, f.alt, f.width, f.height,
            f.small_width, f.small_height, f.who, f.blob, f.small FROM wall_file f JOIN wall_post p ON p.id = f.post
         WHERE p.space = $1 AND p.state = 'published' AND p.audience = 'everyone' AND p.published_at >= $2
           AND p.published_at < $3 AND f.kind = 'picture'
           AND NOT EXISTS (SELECT 1 FROM wall_pictured c JOIN wall_consent n ON n.post = f.post AND n.child = c.child
             WHERE c.file = f.id AND NOT c.covered AND n.answer = 'yes' AND n.extent = 'wall')
         ORDER BY p.published_at, p.seq, f.place LIMIT 4000"
    );
    let mut files = db.all(list, args![space, from, until]).await?;
    files.retain(|file| !held.contains(&file.id));
    Ok(files)
}
