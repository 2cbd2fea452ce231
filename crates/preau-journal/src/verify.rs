//! Proof that nobody rewrote the journal, from the database.

use preau_db::{Db, args, row, sql};

use crate::{
    Checkpoint, EntryId, Result,
    audit::{Audit, Fault, Misfit, Report, fault},
    checkpoint::Witness,
    line,
    sequence::{Log, count, whole},
    tree::{Tile, Tree, WIDTH},
};

/// Leaves looked at in one go: sixteen tiles.
const STRIDE: u64 = 16 * WIDTH;

row! {
    struct Signed { size: i64, note: String }
}

/// What a step of verification gives: the outer error is the database's, the inner one is the finding.
type Step<T = ()> = Result<Result<T, Fault>>;

/// Goes on with the value of a [`Step`], or leaves with its finding.
macro_rules! found {
    ($step:expr) => {
        match $step {
            Ok(value) => value,
            Err(fault) => return Ok(Err(fault)),
        }
    };
}

/// Recomputes every leaf from the bodies that still exist and the tree from the leaves, and compares it with every
/// tile and every signed checkpoint; and sees that every blanked entry has its act.
///
/// `known` are signed checkpoints that were kept elsewhere: on paper, by a neighbour, in somebody's receipt. Without
/// them, one who holds the database and its key could rewrite everything; with one of them, not even he can.
///
/// Reads while the server goes on writing, in strides of 4096 entries; what is written meanwhile is left for next time.
pub async fn verify(db: &Db, known: &[String]) -> Result<Report> {
    let mut audit = Audit::default();
    let fault = walk(db, known, &mut audit).await?.err();
    Ok(audit.report(fault))
}

async fn walk(db: &Db, known: &[String], audit: &mut Audit) -> Step {
    let log = db.opt(sql!(Log, "SELECT size, signer, verifier FROM journal_log"), &[]).await?;
    let log = log.ok_or(crate::JournalError::NotEstablished)?;
    let size = count(log.size)?;
    let mut known: Vec<Checkpoint> = match known.iter().map(|note| Checkpoint::open(note, &log.verifier)).collect() {
        Ok(known) => known,
        Err(_) => return Ok(fault(None, Misfit::Signature)),
    };
    known.sort_by_key(|checkpoint| checkpoint.size);
    if known.iter().any(|checkpoint| checkpoint.size > size) {
        return Ok(fault(Some(size), Misfit::CutOff));
    }
    while audit.size() < size {
        found!(stride(db, &log.verifier, &known, size, audit).await?);
    }
    found!(edge(db, size, audit).await?);
    found!(waiting(db, size, audit).await?);
    found!(audit.ends());
    found!(nothing_more(db).await?);
    erasures(db).await
}

/// Looks at the next leaves with their bodies, checkpoints and tiles.
async fn stride(db: &Db, verifier: &str, known: &[Checkpoint], size: u64, audit: &mut Audit) -> Step {
    let first = audit.size();
    let end = size.min(first + STRIDE);
    let mut rows = line::placed(db, first, end).await?.into_iter();
    let mut leaves = leaves(db, first, end).await?.into_iter();
    let mut stops = found!(signed(db, verifier, first, end).await?);
    stops.extend(known.iter().filter(|known| known.size > first && known.size <= end).cloned());
    stops.sort_by_key(|stop| stop.size);
    let mut stops = stops.into_iter().peekable();
    let mut full = Vec::new();
    while audit.size() < end {
        let index = Some(audit.size());
        let Some(row) = rows.next().filter(|row| row.idx.and_then(|idx| u64::try_from(idx).ok()) == index) else {
            return Ok(fault(index, Misfit::Missing));
        };
        if leaves.next() != Some(row.leaf) {
            return Ok(fault(index, Misfit::Leaf));
        }
        // A row that breaks its table's own check was not written by Préau.
        let Ok(line) = row.line() else { return Ok(fault(index, Misfit::Body)) };
        found!(audit.placed(&line, &mut full));
        while let Some(stop) = stops.next_if(|stop| stop.size == audit.size()) {
            found!(audit.meets(&stop));
        }
    }
    for tile in full {
        found!(compare(db, &tile, true).await?);
    }
    Ok(Ok(()))
}

/// The leaves from `first` (where a tile begins) on, as the tiles have them; what is missing is left out.
async fn leaves(db: &Db, first: u64, end: u64) -> Result<Vec<[u8; 32]>> {
    let tiles = sql!(
        (i64, Vec<u8>),
        "SELECT idx, hashes FROM journal_tile WHERE level = 0 AND idx >= $1 AND idx < $2 ORDER BY idx LIMIT 16"
    );
    let tiles = db.all(tiles, args![whole(first / WIDTH), whole(end.div_ceil(WIDTH))]).await?;
    Ok(tiles.iter().flat_map(|(_, hashes)| hashes.as_chunks().0).copied().collect())
}

/// The checkpoints above `first` and up to `end`, their signatures checked.
async fn signed(db: &Db, verifier: &str, first: u64, end: u64) -> Step<Vec<Checkpoint>> {
    let notes = sql!(
        Signed,
        "SELECT size, note FROM journal_checkpoint WHERE size > $1 AND size <= $2 ORDER BY size LIMIT 4096"
    );
    let mut checkpoints = Vec::new();
    for Signed { size, note } in db.all(notes, args![whole(first), whole(end)]).await? {
        let size = count(size)?;
        match Checkpoint::open(&note, verifier) {
            Ok(checkpoint) if checkpoint.size == size => checkpoints.push(checkpoint),
            _ => return Ok(fault(Some(size.saturating_sub(1)), Misfit::Signature)),
        }
    }
    let kept = sql!(
        (i64, String, String, String),
        "SELECT checkpoint.size, note, witness, line
           FROM journal_cosignature JOIN journal_checkpoint AS checkpoint ON checkpoint.size = journal_cosignature.size
          WHERE checkpoint.size > $1 AND checkpoint.size <= $2 ORDER BY checkpoint.size LIMIT 131072"
    );
    for (size, note, witness, line) in db.all(kept, args![whole(first), whole(end)]).await? {
        if Witness::new(&witness).and_then(|witness| witness.check(&note, &line)).is_err() {
            return Ok(fault(Some(count(size)?.saturating_sub(1)), Misfit::Cosignature));
        }
    }
    Ok(Ok(checkpoints))
}

/// Compares a tile with what is stored; one that may have grown meanwhile, by its beginning.
async fn compare(db: &Db, tile: &Tile, exactly: bool) -> Step {
    let find = sql!((Vec<u8>,), "SELECT hashes FROM journal_tile WHERE level = $1 AND idx = $2");
    let stored = db.opt(find, args![tile.place.level, whole(tile.place.index)]).await?.unwrap_or_default().0;
    let expected = tile.bytes();
    if stored == expected || (!exactly && stored.starts_with(&expected)) {
        return Ok(Ok(()));
    }
    let same = stored.chunks(32).zip(expected.chunks(32)).take_while(|(stored, expected)| stored == expected).count();
    let position = u64::try_from(same).unwrap_or(WIDTH).min(tile.place.width.saturating_sub(1));
    Ok(fault(Some(tile.place.first_leaf(position)), Misfit::Tile))
}

async fn edge(db: &Db, size: u64, audit: &Audit) -> Step {
    for tile in audit.edge() {
        found!(compare(db, &tile, false).await?);
        let exact = compare(db, &tile, true).await?;
        // Read after the tile: if the tile grew because the tree did, the new size is there to be seen.
        let now = db.one(sql!((i64,), "SELECT size FROM journal_log"), &[]).await?.0;
        if count(now)? == size {
            found!(exact);
        }
    }
    Ok(Ok(()))
}

async fn waiting(db: &Db, size: u64, audit: &mut Audit) -> Step {
    let mut after = EntryId::from_uuid(uuid::Uuid::nil());
    loop {
        let rows = line::waiting(db, size, after).await?;
        let Some(last) = rows.last() else { return Ok(Ok(())) };
        after = last.id;
        for row in rows {
            let Ok(line) = row.line() else { return Ok(fault(None, Misfit::Body)) };
            found!(audit.waits(&line));
        }
    }
}

/// Sees that no entry, checkpoint or tile stands beyond the tree. One statement each: it sees one moment.
async fn nothing_more(db: &Db) -> Step {
    let beyond = sql!(
        (Option<i64>, Option<i64>, i64, i64),
        "SELECT (SELECT min(idx) FROM journal_entry WHERE idx >= log.size OR idx < 0),
                (SELECT max(size) FROM journal_checkpoint WHERE size > log.size OR size < 1),
                (SELECT count(*) FROM journal_tile), log.size
           FROM journal_log AS log"
    );
    let (entry, checkpoint, tiles, size) = db.one(beyond, &[]).await?;
    if let Some(index) = entry {
        return Ok(fault(u64::try_from(index).ok(), Misfit::Missing));
    }
    if checkpoint.is_some() {
        return Ok(fault(Some(count(size)?), Misfit::CutOff));
    }
    if count(tiles)? != Tree::tiles(count(size)?) {
        return Ok(fault(None, Misfit::Tile));
    }
    Ok(Ok(()))
}

/// Sees that every act of erasure blanked as many entries as it says, and that no entry names another act.
async fn erasures(db: &Db) -> Step {
    let unexplained = sql!(
        (Option<i64>,),
        "SELECT idx FROM journal_entry AS blank WHERE erased_by IS NOT NULL AND NOT EXISTS (
           SELECT 1 FROM journal_entry AS act
            WHERE act.id = blank.erased_by AND act.verb IN ('journal.erase', 'journal.forget'))
          ORDER BY idx LIMIT 1"
    );
    if let Some((index,)) = db.opt(unexplained, &[]).await? {
        return Ok(fault(index.and_then(|index| u64::try_from(index).ok()), Misfit::Erasure));
    }
    let acts = sql!(
        (Option<i64>, Option<serde_json::Value>, i64),
        "SELECT act.idx, act.detail, (SELECT count(*) FROM journal_entry AS blank WHERE blank.erased_by = act.id)
           FROM journal_entry AS act WHERE act.verb IN ('journal.erase', 'journal.forget')"
    );
    for (index, detail, blanked) in db.all(acts, &[]).await? {
        let said = detail.as_ref().and_then(|detail| detail.get("entries")).and_then(serde_json::Value::as_i64);
        if said != Some(blanked) {
            return Ok(fault(index.and_then(|index| u64::try_from(index).ok()), Misfit::Erasure));
        }
    }
    Ok(Ok(()))
}
