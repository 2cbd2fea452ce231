//! What stands on a wall, and the rules that need no database.

mod answers;
mod files;
mod rights;
mod text;

use preau_db::{row, word_column};
use preau_kernel::{Audience, Id, PersonId, SpaceId, Timestamp, word};
use serde::{Deserialize, Serialize};
use time::Duration;

pub use answers::{REPLIES, REPLIES_AN_HOUR, REPLY_LIMIT, Reply, ReplyId, Signature, Signer, Thanks};
pub use files::{ALT_LIMIT, FILE_BYTES, FILES, File, FileId, PICTURES_OF_A_BOOK, SHOWN};
pub use rights::{Consent, Extent, LONG, LONGEST, PURPOSE_LIMIT, Pictured, Proof, SHORT, Terms, Who, YesNo};
pub use text::{Paragraph, Piece, excerpt, paragraphs};

/// Markers for the ids of this crate.
pub mod kinds {
    /// Something written on a wall.
    pub enum Post {}
    /// Something attached to a post.
    pub enum File {}
    /// Something replied to a post.
    pub enum Reply {}
    /// The proof of an answer about pictures.
    pub enum Proof {}
}

/// Id of a post.
pub type PostId = Id<kinds::Post>;

/// Posts on one page of a wall.
pub const PAGE: usize = 50;
/// Characters of a post.
pub const TEXT_LIMIT: usize = 10_000;
/// Pinned posts of a wall.
pub const PINS: i64 = 3;
/// Posts that one person writes within an hour.
pub const POSTS_AN_HOUR: i64 = 30;
/// How long a withdrawal can be undone.
pub const UNDO: Duration = Duration::HOUR;
/// How long it is known from which session a post came, and who would have left which mark on it.
pub const TRACES: Duration = Duration::days(30);

word! {
    /// Where a post is in its life.
    pub enum PostState {
        /// Only its author sees it.
        Draft = "draft",
        /// It is published by itself when its time has come.
        Waiting = "waiting",
        /// On the wall.
        Published = "published",
        /// Taken back: its words are gone for all but those who answer for the space.
        Withdrawn = "withdrawn",
    }
}

word_column!(PostState);

row! {
    /// Something written on the wall of a space.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Post {
        /// Its id.
        pub id: PostId,
        /// On whose wall.
        pub space: SpaceId,
        /// Its place on the wall, from the space's counter; none before it is published.
        pub seq: Option<i64>,
        /// Who wrote it; none after that person was forgotten.
        pub author: Option<PersonId>,
        /// For whom it is.
        pub audience: Audience,
        /// The words, as written.
        pub text: String,
        /// Where it is in its life.
        pub state: PostState,
        /// Whether people may reply.
        pub replies: bool,
        /// Whether people may thank.
        pub reactions: bool,
        /// Whether people are asked to sign that they have read it.
        pub sign: bool,
        /// Sent by the head in spite of the hours.
        pub emergency: bool,
        /// When it is to be published.
        pub publish_at: Option<Timestamp>,
        /// When it was.
        pub published_at: Option<Timestamp>,
        /// Since when it stands on top.
        pub pinned_at: Option<Timestamp>,
        /// When its words were changed last, after it was published.
        pub corrected_at: Option<Timestamp>,
        /// When it was taken back.
        pub withdrawn_at: Option<Timestamp>,
        /// Who took it back.
        pub withdrawn_by: Option<PersonId>,
        /// When it was begun.
        pub created_at: Timestamp,
        /// The author's name.
        #[serde(skip)]
        pub author_name: Option<String>,
        /// What the author is in the space: `SVT`.
        #[serde(skip)]
        pub author_label: Option<String>,
        /// With this, and not without, a reader's mark can be made; forgotten after [`TRACES`].
        #[serde(skip)]
        pub seen_key: Option<Vec<u8>>,
    }
}

impl Post {
    /// Whether people may answer to it in any way.
    pub fn asks(&self) -> bool {
        self.replies || self.reactions || self.sign
    }
}

row! {
    /// What a post said before it was corrected.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Version {
        /// Which post.
        pub post: PostId,
        /// From 1 on.
        pub number: i64,
        /// The words.
        pub text: String,
        /// Until when they stood there.
        pub until: Timestamp,
        /// Who changed them.
        pub by_person: Option<PersonId>,
    }
}

row! {
    /// A wall on which nobody can write for now.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Frozen {
        /// Of which space.
        pub space: SpaceId,
        /// Since when.
        pub at: Timestamp,
        /// Who froze it.
        pub by_person: Option<PersonId>,
    }
}

/// What somebody may see of a space's wall, by what they are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a role for each")]
pub struct Sight {
    /// Sees everything but others' drafts, and what was withdrawn.
    pub leads: bool,
    /// Sees what is for members.
    pub members: bool,
    /// Sees what is for families.
    pub families: bool,
    /// Sees what is for everyone.
    pub everyone: bool,
}

impl Sight {
    /// Whether something published for an audience is seen.
    pub fn of(self, audience: Audience) -> bool {
        self.leads
            || match audience {
                Audience::Members => self.members,
                Audience::Families => self.families,
                Audience::Everyone => self.everyone,
            }
    }
}
