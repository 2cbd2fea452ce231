//! What is attached to a post: pictures, films, recordings, papers.

use preau_blob::BlobId;
use preau_db::row;
use preau_kernel::Id;
use preau_web::files::{FileKind, Served};
use serde::{Deserialize, Serialize};

use super::{PostId, Who};

/// Id of something attached to a post.
pub type FileId = Id<super::kinds::File>;

/// Files of one post.
pub const FILES: usize = 60;
/// Bytes of any other file.
pub const FILE_BYTES: u64 = 300 << 20;
/// Letters of the words that stand for a picture.
pub const ALT_LIMIT: usize = 300;
/// Pictures of one year book.
pub const PICTURES_OF_A_BOOK: usize = 1_000;
/// Pictures of a post that a list shows; the post's own page shows all.
pub const SHOWN: usize = 6;

row! {
    /// Something attached to a post.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct File {
        /// Its id, and the owner of its blobs.
        pub id: FileId,
        /// To which post.
        pub post: PostId,
        /// Its place among the post's files, from 0.
        pub place: i64,
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
        /// The words for those who don't see a picture; empty if nobody wrote any.
        pub alt: String,
        /// Points from side to side, of a picture.
        pub width: Option<i64>,
        /// Points from top to bottom.
        pub height: Option<i64>,
        /// The same of the small one.
        pub small_width: Option<i64>,
        /// The same of the small one.
        pub small_height: Option<i64>,
        /// Whether it is known who can be recognised in it.
        pub who: Who,
        /// Its bytes.
        pub blob: BlobId,
        /// Those of the small picture.
        pub small: Option<BlobId>,
    }
}

impl File {
    /// The same, showing this.
    pub(crate) fn showing(self, served: Served) -> Self {
        let Served { kind, name, media, size, plays, sides, small_sides, blob, small } = served;
        let (width, height) = sides.unzip();
        let (small_width, small_height) = small_sides.unzip();
        Self { kind, name, media, size, plays, width, height, small_width, small_height, blob, small, ..self }
    }

    /// What it shows.
    pub(crate) fn served(&self) -> Served {
        Served {
            kind: self.kind,
            name: self.name.clone(),
            media: self.media.clone(),
            size: self.size,
            plays: self.plays,
            sides: self.width.zip(self.height),
            small_sides: self.small_width.zip(self.small_height),
            blob: self.blob,
            small: self.small,
        }
    }
}
