//! What can be undone for a while.

use preau_db::{Result, Tx, args, row, sql};
use preau_kernel::{PersonId, Timestamp};

use crate::model::UndoId;

row! {
    /// Something that can be undone.
    pub struct Undoable {
        /// Who did it.
        pub by_person: Option<PersonId>,
        /// What it was.
        pub act: serde_json::Value,
        /// When.
        pub at: Timestamp,
    }
}

/// Keeps what was done.
pub async fn insert(
    tx: &mut Tx,
    id: UndoId,
    by: Option<PersonId>,
    act: &serde_json::Value,
    at: Timestamp,
) -> Result<u64> {
    tx.run(sql!("INSERT INTO undo (id, by_person, act, at) VALUES ($1, $2, $3, $4)"), args![id, by, act, at]).await
}

/// Looks up what was done.
pub async fn find(tx: &mut Tx, id: UndoId) -> Result<Option<Undoable>> {
    tx.opt(sql!(Undoable, "SELECT by_person, act, at FROM undo WHERE id = $1"), args![id]).await
}

/// Takes it away, so that it is undone once.
pub async fn delete(tx: &mut Tx, id: UndoId) -> Result<u64> {
    tx.run(sql!("DELETE FROM undo WHERE id = $1"), args![id]).await
}

/// Forgets what is too old to be undone.
pub async fn forget(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.run(sql!("DELETE FROM undo WHERE at < $1"), args![before]).await
}
