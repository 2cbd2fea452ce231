//! Writing an act down, in the act's own transaction; and blanking entries whose time is over.

use preau_db::{Tx, args, sql};
use preau_kernel::{Entropy, PersonId, Timestamp};
use serde_json::json;

use crate::{Entry, EntryId, Result, verbs};

/// Entries that one call of [`erase`] or [`forget`] blanks at most.
pub const AT_ONCE: u64 = 10_000;

/// Writes `entry` down in the transaction of the act itself: neither is ever without the other.
///
/// One row is inserted and no counter is raised, so acts do not wait for each other;
/// [`sequence`](crate::sequence) gives the entry its place in the tree within a minute.
pub async fn record(tx: &mut Tx, entry: &Entry, entropy: &dyn Entropy) -> Result<EntryId> {
    let id = entry.new_id(entropy);
    insert(tx, entry, id, entropy).await?;
    Ok(id)
}

async fn insert(tx: &mut Tx, entry: &Entry, id: EntryId, entropy: &dyn Entropy) -> Result<()> {
    let sealed = entry.seal(id, entropy)?;
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
    Ok(())
}

/// Who blanks entries, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Eraser {
    /// Who; `None` is a job.
    pub actor: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

/// Blanks the entries about `person` from before `before`: body and salt go, the leaf stays, and with it every proof.
///
/// How many were blanked, [`AT_ONCE`] at most: call again, in a new transaction, until it says 0. The erasure itself
/// is written down without the person's id, so that nobody can erase in silence.
pub async fn erase(
    tx: &mut Tx,
    person: PersonId,
    before: Timestamp,
    eraser: Eraser,
    entropy: &dyn Entropy,
) -> Result<u64> {
    let act = Entry::new(verbs::JOURNAL_ERASE, eraser.actor, eraser.at);
    let id = act.new_id(entropy);
    let blank = sql!(
        "UPDATE journal_entry SET actor = NULL, verb = NULL, subject = NULL, space = NULL, detail = NULL, salt = NULL,
            erased_by = $1
          WHERE id IN (SELECT id FROM journal_entry WHERE subject = $2 AND at < $3 ORDER BY id LIMIT 10000)"
    );
    let count = tx.run(blank, args![id, person, before]).await?;
    if count > 0 {
        insert(tx, &act.with(json!({ "entries": count })), id, entropy).await?;
    }
    Ok(count)
}

/// Blanks all entries from before `before`, as [`erase`] does; entries that tell of erasures stay.
pub async fn forget(tx: &mut Tx, before: Timestamp, eraser: Eraser, entropy: &dyn Entropy) -> Result<u64> {
    let act = Entry::new(verbs::JOURNAL_FORGET, eraser.actor, eraser.at);
    let id = act.new_id(entropy);
    let blank = sql!(
        "UPDATE journal_entry SET actor = NULL, verb = NULL, subject = NULL, space = NULL, detail = NULL, salt = NULL,
            erased_by = $1
          WHERE id IN (SELECT id FROM journal_entry
            WHERE at < $2 AND erased_by IS NULL AND verb NOT IN ('journal.erase', 'journal.forget')
            ORDER BY at LIMIT 10000)"
    );
    let count = tx.run(blank, args![id, before]).await?;
    if count > 0 {
        insert(tx, &act.with(json!({ "entries": count, "before": before })), id, entropy).await?;
    }
    Ok(count)
}
