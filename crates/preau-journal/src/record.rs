//! Writing an act down, in the act's own transaction.

use preau_db::{Tx, args, sql};
use preau_kernel::Entropy;

use crate::{Entry, EntryId, Result};

/// Writes `entry` down in the transaction of the act itself: neither is ever without the other.
///
/// One row is inserted and no counter is raised, so acts do not wait for each other;
/// [`sequence`](crate::sequence) gives the entry its place in the tree within a minute.
pub async fn record(tx: &mut Tx, entry: &Entry, entropy: &dyn Entropy) -> Result<EntryId> {
    let sealed = entry.seal(entropy)?;
    let body = &sealed.body;
    let insert = sql!(
        "INSERT INTO journal_entry (id, at, actor, verb, subject, space, detail, salt, leaf)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let values = args![
        body.id,
        body.at,
        body.actor,
        body.verb,
        body.subject,
        body.space,
        body.detail,
        sealed.salt.0,
        sealed.leaf.0
    ];
    tx.run(insert, values).await?;
    Ok(body.id)
}
