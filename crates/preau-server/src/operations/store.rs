//! What this service reads by itself: the journal's secret key, to sign what the institution declares.

use preau_db::{Db, sql};
use preau_kernel::Result;

/// The journal's secret key, in the form of signed-note; `None` before the journal has one.
pub(crate) async fn signer(db: &Db) -> Result<Option<String>> {
    Ok(db.opt(sql!((String,), "SELECT signer FROM journal_log"), &[]).await?.map(|(signer,)| signer))
}
