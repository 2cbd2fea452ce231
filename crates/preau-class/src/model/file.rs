//! What is attached to homework, to what a pupil hands in, and to forms.

use preau_blob::BlobId;
use preau_db::row;
use preau_kernel::{Id, PersonId, Timestamp};
use preau_web::files::{FileKind, Served};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::kinds;

/// Id of something attached: that of the upload as which it came, so that a form sent twice attaches it once.
pub type FileId = Id<kinds::File>;

/// Bytes of one.
pub const FILE_BYTES: u64 = 60 << 20;
/// Files of one thing, or of one pupil's work.
pub const FILES: usize = 20;

row! {
    /// Something attached.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct File {
        /// Its id, and the owner of its blobs.
        pub id: FileId,
        /// The homework or the form.
        pub thing: Uuid,
        /// The pupil who handed it in; none for what the teacher gave.
        pub pupil: Option<PersonId>,
        /// What it is.
        pub kind: FileKind,
        /// What its sender called it.
        pub name: String,
        /// Its media type, as it was found to be.
        pub media: String,
        /// Its size in bytes.
        pub size: i64,
        /// Whether every browser of today plays it.
        pub plays: bool,
        /// Points from side to side, of a picture.
        pub width: Option<i64>,
        /// Points from top to bottom.
        pub height: Option<i64>,
        /// The same of the small one.
        pub small_width: Option<i64>,
        /// The same of the small one.
        pub small_height: Option<i64>,
        /// Its bytes.
        pub blob: BlobId,
        /// Those of the small picture.
        pub small: Option<BlobId>,
        /// Since when.
        pub at: Timestamp,
    }
}

impl File {
    /// A file that shows this.
    pub fn of(id: FileId, thing: Uuid, pupil: Option<PersonId>, served: Served, at: Timestamp) -> Self {
        let Served { kind, name, media, size, plays, sides, small_sides, blob, small } = served;
        let (width, height) = sides.unzip();
        let (small_width, small_height) = small_sides.unzip();
        Self {
            id,
            thing,
            pupil,
            kind,
            name,
            media,
            size,
            plays,
            width,
            height,
            small_width,
            small_height,
            blob,
            small,
            at,
        }
    }

    /// What it shows.
    pub fn served(&self) -> Served {
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
