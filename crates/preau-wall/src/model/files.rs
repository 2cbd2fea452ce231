//! What is attached to a post: pictures, films, recordings, papers.

use preau_blob::BlobId;
use preau_db::{row, word_column};
use preau_kernel::{Id, word};
use serde::{Deserialize, Serialize};

use super::{PostId, Who};

/// Id of something attached to a post.
pub type FileId = Id<super::kinds::File>;

/// Files of one post.
pub const FILES: usize = 60;
/// Bytes of a picture as it is sent.
pub const PICTURE_BYTES: u64 = 30 << 20;
/// Bytes of any other file.
pub const FILE_BYTES: u64 = 300 << 20;
/// Letters of the words that stand for a picture.
pub const ALT_LIMIT: usize = 300;
/// Pictures of a post that a list shows; the post's own page shows all.
pub const SHOWN: usize = 6;

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
    /// Its size as people say it: kilobytes, from a thousand of them on megabytes.
    pub fn weight(&self) -> (&'static str, i64) {
        let kilobytes = (self.size + 999) / 1000;
        if kilobytes < 1000 { ("wall-kilobytes", kilobytes) } else { ("wall-megabytes", (kilobytes + 500) / 1000) }
    }
}
