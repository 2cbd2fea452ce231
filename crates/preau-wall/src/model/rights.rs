//! Who can be recognised in a picture, and who agreed that it is shown. Films and recordings are meant too.

use preau_db::{row, word_column};
use preau_kernel::{PersonId, Timestamp, word};
use preau_web::files::FileKind;
use serde::{Deserialize, Serialize};
use time::Duration;

use super::{File, FileId, PostId};

/// Letters of what pictures are for.
pub const PURPOSE_LIMIT: usize = 200;
/// How long families may be asked to agree at most.
pub const LONGEST: Duration = Duration::days(3 * 366);
/// Boxes along the longer side of a picture, of those by which somebody is covered.
pub const LONG: u32 = 8;
/// And along the shorter one.
pub const SHORT: u32 = 6;

word! {
    /// Whether it is known who can be recognised in a file.
    pub enum Who {
        /// Not said yet: nobody but those who lead the space sees it.
        Unsaid = "unsaid",
        /// Nobody can be recognised.
        Nobody = "nobody",
        /// Some can, and are named.
        Named = "named",
        /// Nobody is asked: there are no children in the space, or there is nothing to see or hear in the file.
        Free = "free",
    }
}

word! {
    /// How far a picture may go.
    pub enum Extent {
        /// Those who see the post.
        Wall = "wall",
        /// And the class's year book, on paper and as files.
        Book = "book",
        /// And outside the institution: its web site, a newspaper.
        Outside = "outside",
    }
}

word! {
    /// What somebody answered.
    pub enum YesNo {
        /// It may be shown.
        Yes = "yes",
        /// It may not.
        No = "no",
    }
}

word_column!(Who, Extent, YesNo);

impl File {
    /// Whether somebody could be seen or heard in it.
    pub fn shows_people(&self) -> bool {
        self.kind != FileKind::Other
    }
}

row! {
    /// Somebody who can be recognised in a file.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Pictured {
        /// In which.
        pub file: FileId,
        /// Who.
        pub child: PersonId,
        /// Whether they were covered since: then nobody recognises them any more.
        pub covered: bool,
    }
}

row! {
    /// What the families of those in a post's pictures are asked.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Terms {
        /// Of which post.
        pub post: PostId,
        /// Raised when any of it changes: whoever agreed to other terms has not agreed to these.
        pub number: i64,
        /// How far the pictures may go.
        pub extent: Extent,
        /// What for.
        pub purpose: String,
        /// Until when; then they go by themselves.
        pub until: Timestamp,
        /// Who asks.
        pub by_person: Option<PersonId>,
        /// Since when.
        pub at: Timestamp,
        /// How many files have gone since, because the time was over.
        pub gone: i64,
    }
}

row! {
    /// What somebody answers for a child now.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Consent {
        /// About the pictures of which post.
        pub post: PostId,
        /// For whom.
        pub child: PersonId,
        /// Who answers: a legal guardian, or the person pictured, of age.
        pub person: PersonId,
        /// To which terms.
        pub number: i64,
        /// What.
        pub answer: YesNo,
        /// How far, if it is yes.
        pub extent: Extent,
        /// When.
        pub at: Timestamp,
    }
}

row! {
    /// The proof of an answer: never changed, and kept when the answer is changed.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct Proof {
        /// About the pictures of which post.
        pub post: PostId,
        /// For whom.
        pub child: PersonId,
        /// Who answered.
        pub person: PersonId,
        /// What.
        pub answer: YesNo,
        /// The words that stood on the page, with what they agreed to.
        pub words: String,
        /// Until when it holds.
        pub until: Timestamp,
        /// When it was said.
        pub at: Timestamp,
    }
}
