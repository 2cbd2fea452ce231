//! What people answer to a post: that they have read it, thanks, words.

use preau_db::row;
use preau_kernel::{Id, PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::PostId;

/// Id of a reply.
pub type ReplyId = Id<super::kinds::Reply>;

/// Replies to one post.
pub const REPLIES: i64 = 500;
/// Letters of a reply.
pub const REPLY_LIMIT: usize = 2_000;
/// Replies that one person writes within an hour.
pub const REPLIES_AN_HOUR: i64 = 20;

row! {
    /// Somebody has read a post and says so. Each of two parents signs for themselves.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Signature {
        /// Which post.
        pub post: PostId,
        /// Who.
        pub person: PersonId,
        /// When.
        pub at: Timestamp,
    }
}

row! {
    /// Somebody says thank you for a post.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Thanks {
        /// For which post.
        pub post: PostId,
        /// Who.
        pub person: PersonId,
        /// When.
        pub at: Timestamp,
    }
}

/// Somebody who is asked to sign, for those who lead the space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Signer {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// The names of the children for whom a guardian is there.
    pub children: Vec<String>,
    /// When they signed.
    pub signed_at: Option<Timestamp>,
}

row! {
    /// Words under a post.
    ///
    /// What a family writes is between that family and those who lead the space: one family's words are not for the
    /// others. So are the words by which a leader answers them.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Reply {
        /// Its id.
        pub id: ReplyId,
        /// Under which post.
        pub post: PostId,
        /// Who wrote it; none after that person was forgotten.
        pub author: Option<PersonId>,
        /// With whom alone those who lead the space talk here; none if everybody who sees the post reads it.
        pub whom: Option<PersonId>,
        /// The words.
        pub text: String,
        /// When.
        pub at: Timestamp,
        /// When it was taken back.
        pub withdrawn_at: Option<Timestamp>,
        /// Who took it back.
        pub withdrawn_by: Option<PersonId>,
        /// The author's name.
        #[serde(skip)]
        pub author_name: Option<String>,
        /// The name of whom it is with.
        #[serde(skip)]
        pub whom_name: Option<String>,
    }
}
