//! Slips of paper and the batches in which they come back.

use preau_db::{Db, Result, Tx, args, sql};
use preau_kernel::{PersonId, Timestamp};

use crate::model::{Batch, BatchId, FormId, SlipRow};

/// The slips of a form that were printed.
pub async fn of_form(db: &Db, form: FormId) -> Result<Vec<SlipRow>> {
    let find = sql!(
        SlipRow,
        "SELECT code, form, child, person, at FROM form_slip WHERE form = $1 ORDER BY child, person LIMIT 3000"
    );
    db.all(find, args![form]).await
}

/// Keeps what a slip stands for. False if that child's slip was printed before, or the code is another's.
pub async fn insert(tx: &mut Tx, it: &SlipRow) -> Result<bool> {
    let insert = sql!(
        "INSERT INTO form_slip (code, form, child, person, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
    );
    Ok(tx.run(insert, args![it.code, it.form, it.child, it.person, it.at]).await? == 1)
}

/// Whether a child's slip was printed before, as the transaction sees it.
pub async fn of_form_in(tx: &mut Tx, form: FormId, child: PersonId, person: PersonId) -> Result<bool> {
    let count = sql!((i64,), "SELECT count(*) FROM form_slip WHERE form = $1 AND child = $2 AND person = $3");
    Ok(tx.one(count, args![form, child, person]).await?.0 > 0)
}

/// Keeps what was read of a batch, or what somebody judged since.
pub async fn set_batch(tx: &mut Tx, it: &Batch) -> Result<u64> {
    let set = sql!(
        "INSERT INTO form_batch (id, form, by_person, read, at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET read = excluded.read"
    );
    tx.run(set, args![it.id, it.form, it.by_person, it.read, it.at]).await
}

/// A batch.
pub async fn batch(db: &Db, id: BatchId) -> Result<Option<Batch>> {
    let find = sql!(Batch, "SELECT id, form, by_person, read, at FROM form_batch WHERE id = $1");
    db.opt(find, args![id]).await
}

/// The batches of a form that wait, the newest first.
pub async fn waiting(db: &Db, form: FormId) -> Result<Vec<(BatchId, Timestamp)>> {
    let find =
        sql!((BatchId, Timestamp), "SELECT id, at FROM form_batch WHERE form = $1 ORDER BY at DESC, id DESC LIMIT 20");
    db.all(find, args![form]).await
}

/// Ends a batch. False if somebody else did.
pub async fn end(tx: &mut Tx, id: BatchId) -> Result<bool> {
    Ok(tx.run(sql!("DELETE FROM form_batch WHERE id = $1"), args![id]).await? == 1)
}

/// Batches from before a moment, which nobody looks at any more.
pub async fn old(tx: &mut Tx, before: Timestamp) -> Result<Vec<BatchId>> {
    let find = sql!((BatchId,), "SELECT id FROM form_batch WHERE at < $1 ORDER BY id LIMIT 100");
    Ok(tx.all(find, args![before]).await?.into_iter().map(|(id,)| id).collect())
}

/// Batches that a person made, or that may show a slip of theirs.
pub async fn about(tx: &mut Tx, person: PersonId) -> Result<Vec<BatchId>> {
    let find = sql!(
        (BatchId,),
        "SELECT b.id FROM form_batch b WHERE b.by_person = $1 OR EXISTS (
           SELECT 1 FROM form_slip s WHERE s.form = b.form AND (s.child = $1 OR s.person = $1)) ORDER BY b.id LIMIT 1000"
    );
    Ok(tx.all(find, args![person]).await?.into_iter().map(|(id,)| id).collect())
}

/// All slips, for the way out.
pub async fn all(db: &Db) -> Result<Vec<SlipRow>> {
    db.all(sql!(SlipRow, "SELECT code, form, child, person, at FROM form_slip ORDER BY code"), &[]).await
}
