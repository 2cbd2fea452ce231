//! Giving entries their place in the tree, and signing it.

use preau_db::{Db, Tx, args, row, sql};
use preau_kernel::{Entropy, Timestamp};
use time::Duration;
use tlog_tiles::Hash;

use crate::{
    EntryId, JournalError, Result, checkpoint,
    tree::{Place, Tile, Tree, hashes},
};

/// Entries placed in one transaction: short enough that acts hardly wait on SQLite's one writer.
const BATCH: i64 = 4096;
/// Batches of one call at most; what is left waits for the next.
const BATCHES: u32 = 1000;

/// An entry that waits longer than this for its place shows that the sequencer does not run.
pub const LATE: Duration = Duration::minutes(2);

row! {
    pub(crate) struct Log { pub(crate) size: i64, pub(crate) signer: String, pub(crate) verifier: String }
}

/// Gives the journal its name and key, once; later calls change nothing.
///
/// `origin` names the journal in every checkpoint (tlog-checkpoint: a schema-less URL without spaces), for example
/// `louise-michel.localhost/journal`. It stays when the institution is renamed.
pub async fn establish(tx: &mut Tx, origin: &str, entropy: &dyn Entropy, now: Timestamp) -> Result<()> {
    let (signer, verifier) = checkpoint::key_pair(origin, entropy)?;
    let insert = sql!(
        "INSERT INTO journal_log (id, size, signer, verifier, at) VALUES (1, 0, $1, $2, $3) ON CONFLICT (id) DO NOTHING"
    );
    tx.run(insert, args![signer, verifier, now]).await?;
    Ok(())
}

/// The journal's public key, `name+id+key` (C2SP signed-note), to be published and kept by those who verify.
pub async fn verifier(db: &Db) -> Result<String> {
    let found = db.opt(sql!((String,), "SELECT verifier FROM journal_log"), &[]).await?;
    found.map(|(verifier,)| verifier).ok_or(JournalError::NotEstablished)
}

/// Places all entries that wait and signs a checkpoint; how many it placed. To be called each minute, and whenever
/// somebody asks for a proof.
///
/// Any node may call it at any time: a row lock lets one work, and the others find nothing left to do. What is not
/// committed leaves no trace.
pub async fn sequence(db: &Db, now: Timestamp) -> Result<u64> {
    let mut placed = 0;
    for _ in 0..BATCHES {
        // Looked at outside a transaction, so that a quiet minute does not take SQLite's writer.
        if db.opt(sql!((EntryId,), "SELECT id FROM journal_entry WHERE idx IS NULL LIMIT 1"), &[]).await?.is_none() {
            break;
        }
        placed += batch(db, now).await?;
    }
    Ok(placed)
}

async fn batch(db: &Db, now: Timestamp) -> Result<u64> {
    let mut tx = db.begin().await?;
    // The row is the lock: on PostgreSQL it makes other nodes wait here; SQLite has one writer.
    let lock = sql!(Log, "UPDATE journal_log SET size = size WHERE id = 1 RETURNING size, signer, verifier");
    let log = tx.opt(lock, &[]).await?.ok_or(JournalError::NotEstablished)?;
    let number = sql!(
        "UPDATE journal_entry SET idx = numbered.idx FROM (
           SELECT id, $1 + row_number() OVER (ORDER BY id) - 1 AS idx FROM (
             SELECT id FROM journal_entry WHERE idx IS NULL ORDER BY id LIMIT $2) AS waiting) AS numbered
         WHERE journal_entry.id = numbered.id"
    );
    if tx.run(number, args![log.size, BATCH]).await? == 0 {
        tx.rollback().await?;
        return Ok(0);
    }
    let before = count(log.size)?;
    let mut tree = edge(&mut tx, before).await?;
    let mut tiles = Vec::new();
    let placed = sql!((i64, [u8; 32]), "SELECT idx, leaf FROM journal_entry WHERE idx >= $1 ORDER BY idx LIMIT 10000");
    for (index, leaf) in tx.all(placed, args![log.size]).await? {
        if count(index)? != tree.size() {
            return Err(JournalError::Damaged("an entry has a place that the tree does not have"));
        }
        tree.push(Hash(leaf), &mut tiles);
    }
    tiles.extend(tree.edge());
    for tile in &tiles {
        put(&mut tx, tile).await?;
    }
    let size = whole(tree.size());
    let note = checkpoint::sign(&log.signer, tree.size(), tree.root())?;
    tx.run(sql!("UPDATE journal_log SET size = $1 WHERE id = 1"), args![size]).await?;
    let insert = sql!("INSERT INTO journal_checkpoint (size, note, at) VALUES ($1, $2, $3)");
    tx.run(insert, args![size, note, now]).await?;
    tx.commit().await?;
    Ok(tree.size() - before)
}

/// The tree's right edge.
async fn edge(tx: &mut Tx, size: u64) -> Result<Tree> {
    let mut tiles = Vec::new();
    for place in Tree::partial(size) {
        let find = sql!((Vec<u8>,), "SELECT hashes FROM journal_tile WHERE level = $1 AND idx = $2");
        let (bytes,) = tx.one(find, args![place.level, whole(place.index)]).await?;
        tiles.push(Tile { place, hashes: hashes(&bytes)? });
    }
    Tree::restore(size, tiles)
}

pub(crate) async fn put(tx: &mut Tx, tile: &Tile) -> Result<()> {
    let Place { level, index, .. } = tile.place;
    let put = sql!(
        "INSERT INTO journal_tile (level, idx, hashes) VALUES ($1, $2, $3)
          ON CONFLICT (level, idx) DO UPDATE SET hashes = excluded.hashes"
    );
    tx.run(put, args![level, whole(index), tile.bytes()]).await?;
    Ok(())
}

/// The entries that wait for their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// How many.
    pub waiting: i64,
    /// When the first of them was written.
    pub oldest: Option<Timestamp>,
}

impl Backlog {
    /// Whether one has waited for longer than [`LATE`]: the check `journal-late`.
    pub fn is_late(&self, now: Timestamp) -> bool {
        self.oldest.is_some_and(|oldest| now.since(oldest) > LATE)
    }
}

/// What waits for its place, for `preau doctor` and the readiness page.
pub async fn backlog(db: &Db) -> Result<Backlog> {
    let look = sql!((i64, Option<Timestamp>), "SELECT count(*), min(at) FROM journal_entry WHERE idx IS NULL");
    let (waiting, oldest) = db.one(look, &[]).await?;
    Ok(Backlog { waiting, oldest })
}

/// The newest signed checkpoint with its cosignatures, as a C2SP signed note; `None` before the first entry.
pub async fn newest(db: &Db) -> Result<Option<String>> {
    let find = sql!((i64, String), "SELECT size, note FROM journal_checkpoint ORDER BY size DESC LIMIT 1");
    match db.opt(find, &[]).await? {
        Some((size, note)) => Ok(Some(cosigned(db, size, note).await?)),
        None => Ok(None),
    }
}

/// The checkpoint of one size, with its cosignatures.
pub async fn checkpoint_of(db: &Db, size: u64) -> Result<Option<String>> {
    let size = whole(size);
    match db.opt(sql!((String,), "SELECT note FROM journal_checkpoint WHERE size = $1"), args![size]).await? {
        Some((note,)) => Ok(Some(cosigned(db, size, note).await?)),
        None => Ok(None),
    }
}

/// Cosignatures of one checkpoint at most; C2SP readers may refuse notes with more than a hundred lines.
const COSIGNATURES: i64 = 32;

async fn cosigned(db: &Db, size: i64, note: String) -> Result<String> {
    let lines = sql!((String,), "SELECT line FROM journal_cosignature WHERE size = $1 ORDER BY witness LIMIT 32");
    let lines = db.all(lines, args![size]).await?;
    Ok(lines.into_iter().fold(note, |note, (line,)| note + &line + "\n"))
}

/// Keeps a neighbour's cosignature of a checkpoint (C2SP tlog-cosignature), if it is good; when the neighbour saw it.
/// A newer one of the same witness takes the place of the older.
///
/// `line` is the whole signature line, from its em dash on; `key` the witness's public key.
pub async fn keep_cosignature(tx: &mut Tx, size: u64, key: &str, line: &str, now: Timestamp) -> Result<Timestamp> {
    let witness = checkpoint::Witness::new(key)?;
    let size = whole(size);
    let find = sql!((String,), "SELECT note FROM journal_checkpoint WHERE size = $1");
    let (note,) = tx.opt(find, args![size]).await?.ok_or(JournalError::Proof("there is no checkpoint of this size"))?;
    let line = line.trim_end_matches('\n');
    let seen = witness.check(&note, line)?;
    let others = sql!((i64,), "SELECT count(*) FROM journal_cosignature WHERE size = $1 AND witness <> $2");
    if tx.one(others, args![size, key]).await?.0 >= COSIGNATURES {
        return Err(JournalError::Proof("the checkpoint has as many cosignatures as it may have"));
    }
    let put = sql!(
        "INSERT INTO journal_cosignature (size, witness, line, at) VALUES ($1, $2, $3, $4)
          ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line, at = excluded.at"
    );
    tx.run(put, args![size, key, line, now]).await?;
    Ok(seen)
}

/// A count as SQL keeps it.
pub(crate) fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count as it was kept in SQL.
pub(crate) fn count(stored: i64) -> Result<u64> {
    u64::try_from(stored).map_err(|_| JournalError::Damaged("a number below zero"))
}
