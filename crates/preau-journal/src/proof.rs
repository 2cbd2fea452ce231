//! Proofs that a person or a neighbour can keep and check alone.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use preau_db::{Db, args, sql};
use serde::{Deserialize, Serialize};
use tlog_tiles::{Hash, HashReader, split_stored_hash_index};

use crate::{
    Body, Checkpoint, Digest, EntryId, JournalError, Result, checkpoint_of,
    line::{Kept, Stored},
    newest,
    sequence::whole,
    tree::{WIDTH, hashes, subtree},
    verifier,
};

/// An entry with all that is needed to hold the institution to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// The entry.
    pub body: Body,
    /// Its salt: whoever has it can show what the leaf stands for.
    pub salt: Digest,
    /// Its leaf.
    pub leaf: Digest,
    /// Where it stands; `None` while it waits, which is for two minutes at most.
    pub inclusion: Option<Inclusion>,
}

/// Proof that a leaf stands in the tree of a checkpoint (RFC 6962 §2.1.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inclusion {
    /// The leaf's place.
    pub index: u64,
    /// The hashes beside the way from the leaf to the root.
    pub proof: Vec<Digest>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

/// Proof that one checkpoint's tree begins with another's: nothing was changed between them (RFC 6962 §2.1.2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consistency {
    /// The earlier signed checkpoint.
    pub from: String,
    /// The later signed checkpoint.
    pub to: String,
    /// The hashes that lead from one root to the other.
    pub proof: Vec<Digest>,
}

impl Receipt {
    /// Checks the receipt with the journal's public key; the checkpoint that it leads to, or `None` if the entry had
    /// no place yet when the receipt was given.
    pub fn check(&self, verifier: &str) -> Result<Option<Checkpoint>> {
        if self.body.leaf(&self.salt) != Ok(self.leaf.into()) {
            return Err(JournalError::Proof("the leaf does not stand for this entry"));
        }
        let Some(Inclusion { index, proof, checkpoint }) = &self.inclusion else { return Ok(None) };
        let checkpoint = Checkpoint::open(checkpoint, verifier)?;
        tlog_tiles::check_record(&nodes(proof), checkpoint.size, checkpoint.root.into(), *index, self.leaf.into())
            .map_err(|_| JournalError::Proof("the entry does not stand in the checkpoint's tree"))?;
        Ok(Some(checkpoint))
    }
}

impl Consistency {
    /// Checks the proof with the journal's public key; both checkpoints.
    pub fn check(&self, verifier: &str) -> Result<(Checkpoint, Checkpoint)> {
        let from = Checkpoint::open(&self.from, verifier)?;
        let to = Checkpoint::open(&self.to, verifier)?;
        tlog_tiles::check_tree(&nodes(&self.proof), to.size, to.root.into(), from.size, from.root.into())
            .map_err(|_| JournalError::Proof("the later tree does not begin with the earlier"))?;
        Ok((from, to))
    }
}

/// The receipt of an entry under the newest checkpoint; `None` if there is no such entry, or only its leaf is left.
pub async fn receipt(db: &Db, id: EntryId) -> Result<Option<Receipt>> {
    let find = sql!(
        Stored,
        "SELECT idx, id, leaf, salt, actor, verb, subject, space, detail, at, erased_by FROM journal_entry WHERE id = $1"
    );
    let Some(row) = db.opt(find, args![id]).await? else { return Ok(None) };
    let line = row.line()?;
    let Kept::Whole { salt, body } = line.kept else { return Ok(None) };
    let inclusion = match line.index {
        Some(index) => Some(inclusion(db, index).await?),
        None => None,
    };
    Ok(Some(Receipt { body, salt, leaf: line.leaf, inclusion }))
}

async fn inclusion(db: &Db, index: u64) -> Result<Inclusion> {
    let checkpoint = newest(db).await?.ok_or(JournalError::Damaged("there is no checkpoint"))?;
    let size = Checkpoint::open(&checkpoint, &verifier(db).await?)?.size;
    let proof = read(db, |nodes| tlog_tiles::prove_record(size, index, nodes)).await?;
    Ok(Inclusion { index, proof, checkpoint })
}

/// Proof that the checkpoint of size `to` begins with that of size `from`; `None` unless there are both, in this order.
pub async fn consistency(db: &Db, from: u64, to: u64) -> Result<Option<Consistency>> {
    if from > to {
        return Ok(None);
    }
    let (Some(earlier), Some(later)) = (checkpoint_of(db, from).await?, checkpoint_of(db, to).await?) else {
        return Ok(None);
    };
    let proof = read(db, |nodes| tlog_tiles::prove_tree(to, from, nodes)).await?;
    Ok(Some(Consistency { from: earlier, to: later, proof }))
}

/// Nodes of the tree for `tlog_tiles`, whose reader can't wait for a database: a first run notes what is asked.
enum Nodes {
    Asked(RefCell<Vec<u64>>),
    Known(HashMap<u64, Hash>),
}

impl HashReader for Nodes {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        match self {
            Self::Asked(asked) => {
                asked.borrow_mut().extend(indexes);
                Ok(vec![Hash::default(); indexes.len()])
            }
            Self::Known(known) => {
                let find = |index| known.get(index).copied().ok_or(tlog_tiles::Error::IndexesNotInTree);
                indexes.iter().map(find).collect()
            }
        }
    }
}

async fn read(db: &Db, prove: impl Fn(&Nodes) -> Result<Vec<Hash>, tlog_tiles::Error>) -> Result<Vec<Digest>> {
    let unproven = |_| JournalError::Damaged("a proof can't be made");
    let asked = {
        let nodes = Nodes::Asked(RefCell::default());
        prove(&nodes).map_err(unproven)?;
        let Nodes::Asked(asked) = nodes else { return Ok(Vec::new()) };
        asked.into_inner()
    };
    let wanted: HashSet<_> = asked.iter().map(|&index| tile_of(index).0).collect();
    let mut tiles = HashMap::new();
    for (level, index) in wanted {
        let find = sql!((Vec<u8>,), "SELECT hashes FROM journal_tile WHERE level = $1 AND idx = $2");
        let (bytes,) = db.one(find, args![level, whole(index)]).await?;
        tiles.insert((level, index), hashes(&bytes)?);
    }
    let node = |index: u64| {
        let (tile, start, width) = tile_of(index);
        let hashes = tiles.get(&tile).and_then(|hashes| hashes.get(start..start + width));
        hashes.map(|hashes| (index, subtree(hashes))).ok_or(JournalError::Damaged("a tile is too short"))
    };
    let known = asked.into_iter().map(node).collect::<Result<_>>()?;
    Ok(prove(&Nodes::Known(known)).map_err(unproven)?.into_iter().map(Digest::from).collect())
}

/// The tile (level, index) that holds what the node is made of, and which of its hashes: the first, and how many.
fn tile_of(stored: u64) -> ((u32, u64), usize, usize) {
    let (level, n) = split_stored_hash_index(stored);
    let (tile_level, height) = (u32::from(level / 8), level % 8);
    let first = n << height;
    let start = usize::try_from(first % WIDTH).unwrap_or_default();
    ((tile_level, first / WIDTH), start, 1 << height)
}

fn nodes(proof: &[Digest]) -> Vec<Hash> {
    proof.iter().copied().map(Hash::from).collect()
}
