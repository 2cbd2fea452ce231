//! Reading an exported journal back, into an institution that has none worth keeping.

use std::{
    fs::File,
    io::{BufRead, Seek},
};

use preau_db::{Db, Tx, args, row, sql};
use preau_kernel::Timestamp;
use serde::{Deserialize, Serialize};
use tlog_tiles::Hash;

use crate::{
    Checkpoint, JournalError, Result,
    export::{self, Notes},
    line::{Kept, Line},
    sequence::{put, whole},
    tree::Tree,
};

row! {
    /// The journal's key pair, in the text form of signed-note. Leaves the institution only with all of it.
    #[derive(Debug, Clone, Serialize, Deserialize)]
    pub(crate) struct Keys { pub(crate) signer: String, pub(crate) verifier: String }
}

pub(crate) async fn keys(db: &Db) -> Result<Keys> {
    db.opt(sql!(Keys, "SELECT signer, verifier FROM journal_log"), &[]).await?.ok_or(JournalError::NotEstablished)
}

/// A file without a name, gone when it is closed.
pub(crate) fn temporary() -> Result<File> {
    Ok(tempfile::tempfile()?)
}

/// A file that was just written, to be read from its beginning.
pub(crate) fn rewound(mut file: File) -> Result<File> {
    file.rewind()?;
    Ok(file)
}

/// Puts the exported journal in the place of what is there. The tree is grown again from the leaves; whether it is the
/// one that was signed, [`verify`](crate::verify) says.
pub(crate) async fn import(
    tx: &mut Tx,
    mut entries: impl BufRead + Send,
    checkpoints: impl BufRead + Send,
    keys: &Keys,
    now: Timestamp,
) -> Result<()> {
    clear(tx).await?;
    let (mut tree, mut tiles) = (Tree::default(), Vec::new());
    while let Some(text) = export::read_line(&mut entries)? {
        let line = export::parse(&text).ok_or(JournalError::Proof("a line of the journal can't be read"))?;
        if line.index.is_some_and(|index| index != tree.size()) {
            return Err(JournalError::Proof("the entries of the journal are not in order"));
        }
        if line.index.is_some() {
            tree.push(Hash(line.leaf.0), &mut tiles);
        }
        insert(tx, line).await?;
        for tile in tiles.drain(..) {
            put(tx, &tile).await?;
        }
    }
    for tile in tree.edge() {
        put(tx, &tile).await?;
    }
    let log = sql!("UPDATE journal_log SET size = $1, signer = $2, verifier = $3, at = $4 WHERE id = 1");
    tx.run(log, args![whole(tree.size()), keys.signer, keys.verifier, now]).await?;
    let mut notes = Notes::new(checkpoints);
    while let Some(note) = notes.note()? {
        let size = Checkpoint::open(&note, &keys.verifier)?.size;
        let insert = sql!("INSERT INTO journal_checkpoint (size, note, at) VALUES ($1, $2, $3)");
        tx.run(insert, args![whole(size), note, now]).await?;
    }
    Ok(())
}

async fn clear(tx: &mut Tx) -> Result<()> {
    tx.run(sql!("DELETE FROM journal_cosignature"), &[]).await?;
    tx.run(sql!("DELETE FROM journal_checkpoint"), &[]).await?;
    tx.run(sql!("DELETE FROM journal_tile"), &[]).await?;
    tx.run(sql!("DELETE FROM journal_entry"), &[]).await?;
    Ok(())
}

async fn insert(tx: &mut Tx, line: Line) -> Result<()> {
    let index = line.index.map(whole);
    match line.kept {
        Kept::Whole { salt, body } => {
            let insert = sql!(
                "INSERT INTO journal_entry (id, at, actor, verb, subject, space, detail, salt, leaf, idx)
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
            );
            let values = args![
                body.id,
                body.at,
                body.actor,
                body.verb,
                body.subject,
                body.space,
                body.detail,
                salt.0,
                line.leaf.0,
                index
            ];
            tx.run(insert, values).await?;
        }
        Kept::Tombstone { erased_by } => {
            // When it happened went with the body; its id still sorts it.
            let at = Timestamp::from_unix_micros(moment_of(line.id) * 1000);
            let insert = sql!("INSERT INTO journal_entry (id, at, leaf, idx, erased_by) VALUES ($1, $2, $3, $4, $5)");
            tx.run(insert, args![line.id, at, line.leaf.0, index, erased_by]).await?;
        }
    }
    Ok(())
}

/// The millisecond in a UUID version 7 (RFC 9562 §5.7).
fn moment_of(id: crate::EntryId) -> i64 {
    let millis = id.uuid().as_u128() >> 80;
    i64::try_from(millis).unwrap_or_default()
}
