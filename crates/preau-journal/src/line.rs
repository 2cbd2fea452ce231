//! One entry as it is kept: in a row, or in a line of the export.

use preau_db::{Db, args, row, sql};
use preau_kernel::{PersonId, SpaceId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Body, Digest, EntryId, JournalError, Result,
    sequence::{count, whole},
};

/// An entry with its leaf, and with its body as long as that exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// Its place in the tree; none while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) index: Option<u64>,
    pub(crate) id: EntryId,
    pub(crate) leaf: Digest,
    #[serde(flatten)]
    pub(crate) kept: Kept,
}

/// What is kept of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Kept {
    /// All of it.
    Whole { salt: Digest, body: Body },
    /// Nothing but the act that erased it.
    Tombstone { erased_by: EntryId },
}

row! {
    /// A row of `journal_entry`.
    pub(crate) struct Stored {
        pub(crate) idx: Option<i64>,
        pub(crate) id: EntryId,
        pub(crate) leaf: [u8; 32],
        pub(crate) salt: Option<[u8; 32]>,
        pub(crate) actor: Option<PersonId>,
        pub(crate) verb: Option<String>,
        pub(crate) subject: Option<PersonId>,
        pub(crate) space: Option<SpaceId>,
        pub(crate) detail: Option<Value>,
        pub(crate) at: Timestamp,
        pub(crate) erased_by: Option<EntryId>
    }
}

impl Stored {
    pub(crate) fn line(self) -> Result<Line> {
        let Self { idx, id, leaf, salt, actor, verb, subject, space, detail, at, erased_by } = self;
        let kept = match (salt, verb, detail, erased_by) {
            (Some(salt), Some(verb), Some(detail), None) => {
                Kept::Whole { salt: Digest(salt), body: Body { id, actor, verb, subject, space, detail, at } }
            }
            (None, None, None, Some(erased_by)) => Kept::Tombstone { erased_by },
            _ => return Err(JournalError::Damaged("an entry is neither whole nor erased")),
        };
        Ok(Line { index: idx.map(count).transpose()?, id, leaf: Digest(leaf), kept })
    }
}

/// The rows placed from `first` on and before `end`, 4096 at most.
pub(crate) async fn placed(db: &Db, first: u64, end: u64) -> Result<Vec<Stored>> {
    let rows = sql!(
        Stored,
        "SELECT idx, id, leaf, salt, actor, verb, subject, space, detail, at, erased_by FROM journal_entry
          WHERE idx >= $1 AND idx < $2 ORDER BY idx LIMIT 4096"
    );
    Ok(db.all(rows, args![whole(first), whole(end)]).await?)
}

/// The rows with ids above `after` that had no place when the tree had `size` entries, 4096 at most.
///
/// Whoever read the placed ones first and goes on with these misses none, also if more found their place meanwhile.
pub(crate) async fn waiting(db: &Db, size: u64, after: EntryId) -> Result<Vec<Stored>> {
    let rows = sql!(
        Stored,
        "SELECT idx, id, leaf, salt, actor, verb, subject, space, detail, at, erased_by FROM journal_entry
          WHERE (idx IS NULL OR idx >= $1) AND id > $2 ORDER BY id LIMIT 4096"
    );
    Ok(db.all(rows, args![whole(size), after]).await?)
}
