//! What verification does with each entry and each checkpoint, wherever they come from.

use std::{collections::HashMap, fmt};

use serde::Serialize;
use tlog_tiles::Hash;
use utoipa::ToSchema;

use crate::{
    Checkpoint, Digest, EntryId, Result,
    line::{Kept, Line},
    tree::{Tile, Tree},
    verbs,
};

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = JournalReport)]
pub struct Report {
    /// Entries that have their place in the tree.
    pub size: u64,
    /// The root over them.
    #[schema(value_type = String)]
    pub root: Digest,
    /// Entries that wait for their place.
    pub waiting: u64,
    /// Entries of which only the leaf is left.
    pub erased: u64,
    /// Checkpoints that were compared.
    pub checkpoints: u64,
    /// The first thing that does not fit; `None` if all does.
    pub fault: Option<Fault>,
}

impl Report {
    /// Whether all fits.
    pub fn is_sound(&self) -> bool {
        self.fault.is_none()
    }
}

/// Something that does not fit: somebody changed the journal, or the disk did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = JournalFault)]
pub struct Fault {
    /// The first place in the tree that does not fit. For [`Misfit::Root`], the first of those that the checkpoint
    /// covers and the one before it does not. `None` for what has no place.
    pub index: Option<u64>,
    /// What does not fit.
    pub what: Misfit,
}

/// What can be found not to fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = JournalMisfit)]
pub enum Misfit {
    /// An entry is missing, or stands twice.
    Missing,
    /// An entry says something else than when it was written.
    Body,
    /// The leaf beside the entry is not the leaf in the tree.
    Leaf,
    /// A stored tile is missing, too many, or not what its leaves give.
    Tile,
    /// The entries up to a checkpoint do not give the root that was signed.
    Root,
    /// A checkpoint is not signed by the journal's key.
    Signature,
    /// The last entries are not covered by any checkpoint.
    Unsigned,
    /// A checkpoint covers more entries than there are: the end was cut off.
    CutOff,
    /// Checkpoints are not in order.
    Order,
    /// An entry was blanked, and no act of the journal says so.
    Erasure,
    /// A witness's cosignature is not good.
    Cosignature,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.what {
            Misfit::Missing => "an entry is missing",
            Misfit::Body => "the entry was changed after it was written",
            Misfit::Leaf => "the entry's leaf is not the one in the tree",
            Misfit::Tile => "the stored tree is not what its leaves give",
            Misfit::Root => "the entries up to the next checkpoint do not give the root that was signed",
            Misfit::Signature => "a checkpoint is not signed by the journal's key",
            Misfit::Unsigned => "no checkpoint covers the last entries",
            Misfit::CutOff => "a checkpoint covers more entries than there are",
            Misfit::Order => "the checkpoints are not in order",
            Misfit::Erasure => "entries were blanked without an act that says so",
            Misfit::Cosignature => "a witness's signature is not good",
        };
        match self.index {
            Some(index) => write!(f, "index {index}: {what}"),
            None => f.write_str(what),
        }
    }
}

/// Builds a [`Fault`] as an error, for `?`.
pub(crate) fn fault<T>(index: Option<u64>, what: Misfit) -> Result<T, Fault> {
    Err(Fault { index, what })
}

/// Entries and checkpoints in order, and what they add up to.
#[derive(Debug, Default)]
pub(crate) struct Audit {
    tree: Tree,
    /// Size of the last checkpoint that fitted.
    fitted: u64,
    checkpoints: u64,
    waiting: u64,
    erased: u64,
    /// Blanked entries by the act that they name.
    blanked: HashMap<EntryId, u64>,
    /// What the acts of erasure say.
    acts: HashMap<EntryId, u64>,
}

impl Audit {
    /// How many leaves were seen.
    pub(crate) fn size(&self) -> u64 {
        self.tree.size()
    }

    /// The tiles at the right edge as they stand.
    pub(crate) fn edge(&self) -> Vec<Tile> {
        self.tree.edge()
    }

    /// Takes the next entry of the tree; tiles that it fills are added to `full`.
    pub(crate) fn placed(&mut self, line: &Line, full: &mut Vec<Tile>) -> Result<(), Fault> {
        let index = Some(self.tree.size());
        if line.index != index {
            return fault(index, Misfit::Missing);
        }
        self.body(line)?;
        self.tree.push(line.leaf.into(), full);
        Ok(())
    }

    /// Takes an entry that has no place yet.
    pub(crate) fn waits(&mut self, line: &Line) -> Result<(), Fault> {
        self.waiting += 1;
        self.body(line)
    }

    fn body(&mut self, line: &Line) -> Result<(), Fault> {
        match &line.kept {
            Kept::Whole { salt, body } => {
                if body.id != line.id || body.leaf(salt) != Ok(Hash::from(line.leaf)) {
                    return fault(line.index, Misfit::Body);
                }
                if [verbs::JOURNAL_ERASE, verbs::JOURNAL_FORGET].contains(&body.verb.as_str()) {
                    let entries = body.detail.get("entries").and_then(serde_json::Value::as_u64);
                    self.acts.insert(body.id, entries.unwrap_or_default());
                }
            }
            Kept::Tombstone { erased_by } => {
                self.erased += 1;
                *self.blanked.entry(*erased_by).or_default() += 1;
            }
        }
        Ok(())
    }

    /// Takes a checkpoint of exactly the entries seen so far.
    pub(crate) fn meets(&mut self, checkpoint: &Checkpoint) -> Result<(), Fault> {
        if Hash::from(checkpoint.root) != self.tree.root() {
            return fault(Some(self.fitted), Misfit::Root);
        }
        self.fitted = self.tree.size();
        self.checkpoints += 1;
        Ok(())
    }

    /// After the last entry: everything is signed, and every blank has its act, which blanked at least as many.
    pub(crate) fn ends(&self) -> Result<(), Fault> {
        if self.fitted != self.tree.size() {
            return fault(Some(self.fitted), Misfit::Unsigned);
        }
        if self.blanked.iter().any(|(act, blanked)| self.acts.get(act).is_none_or(|said| said < blanked)) {
            return fault(None, Misfit::Erasure);
        }
        Ok(())
    }

    /// What was found.
    pub(crate) fn report(self, fault: Option<Fault>) -> Report {
        Report {
            size: self.tree.size(),
            root: self.tree.root().into(),
            waiting: self.waiting,
            erased: self.erased,
            checkpoints: self.checkpoints,
            fault,
        }
    }
}
