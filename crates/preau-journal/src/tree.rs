//! The Merkle tree of RFC 6962 §2.1, growing at its right edge, in the tiles of C2SP tlog-tiles.
//!
//! A tile of level L holds up to 256 hashes, each of a complete subtree of 256ᴸ leaves. Only the last tile of a level
//! can be partial, so the right edge, at most 255 hashes a level, is all that growing needs.

use tlog_tiles::{EMPTY_HASH, Hash, node_hash};

use crate::{JournalError, Result};

/// Hashes in a full tile (tlog-tiles, "Merkle Tree").
pub(crate) const WIDTH: u64 = 256;
/// Levels of a tree with fewer than 2⁶³ leaves.
const LEVELS: u32 = 8;

/// Where a tile stands, and how many hashes it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) level: u32,
    pub(crate) index: u64,
    pub(crate) width: u64,
}

impl Place {
    /// The leaf at which the subtree of the tile's hash number `position` begins.
    pub(crate) fn first_leaf(self, position: u64) -> u64 {
        self.index.saturating_mul(WIDTH).saturating_add(position).saturating_mul(WIDTH.saturating_pow(self.level))
    }
}

/// A tile.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tile {
    pub(crate) place: Place,
    pub(crate) hashes: Vec<Hash>,
}

impl Tile {
    /// As it is stored: the hashes, one after the other.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.hashes.iter().flat_map(|hash| hash.0).collect()
    }
}

/// Reads a stored tile.
pub(crate) fn hashes(bytes: &[u8]) -> Result<Vec<Hash>> {
    let (whole, rest) = bytes.as_chunks::<32>();
    if rest.is_empty() { Ok(whole.iter().copied().map(Hash).collect()) } else { Err(JournalError::Damaged("a tile")) }
}

/// A tree of which only the right edge is held.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    size: u64,
    /// The partial tile of each level, from the leaves up; never full.
    edge: Vec<Vec<Hash>>,
}

impl Tree {
    /// The partial tiles of a tree of `size` leaves.
    pub(crate) fn partial(size: u64) -> Vec<Place> {
        let place = |level| {
            let known = size >> (8 * level);
            Place { level, index: known / WIDTH, width: known % WIDTH }
        };
        (0..LEVELS).map(place).filter(|place| place.width > 0).collect()
    }

    /// How many tiles a tree of `size` leaves has.
    pub(crate) fn tiles(size: u64) -> u64 {
        (0..LEVELS).map(|level| (size >> (8 * level)).div_ceil(WIDTH)).sum()
    }

    /// Goes on from the tiles named by [`partial`](Self::partial).
    pub(crate) fn restore(size: u64, tiles: Vec<Tile>) -> Result<Self> {
        let mut edge = Vec::new();
        for tile in tiles {
            let Place { level, width, .. } = tile.place;
            if u64::try_from(tile.hashes.len()) != Ok(width) {
                return Err(JournalError::Damaged("a tile at its edge is missing or has another width"));
            }
            edge.resize(usize::try_from(level).unwrap_or_default(), Vec::new());
            edge.push(tile.hashes);
        }
        Ok(Self { size, edge })
    }

    /// How many leaves.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf; tiles that it fills are added to `full`, lowest level first.
    pub(crate) fn push(&mut self, leaf: Hash, full: &mut Vec<Tile>) {
        self.size += 1;
        let mut carry = leaf;
        for level in 0..LEVELS {
            let position = usize::try_from(level).unwrap_or_default();
            if self.edge.len() == position {
                self.edge.push(Vec::new());
            }
            let Some(tile) = self.edge.get_mut(position) else { return };
            tile.push(carry);
            if u64::try_from(tile.len()) != Ok(WIDTH) {
                return;
            }
            carry = subtree(tile);
            let index = (self.size >> (8 * (level + 1))) - 1;
            full.push(Tile { place: Place { level, index, width: WIDTH }, hashes: std::mem::take(tile) });
        }
    }

    /// The partial tiles as they stand.
    pub(crate) fn edge(&self) -> Vec<Tile> {
        let hashes = |place: Place| {
            let level = usize::try_from(place.level).ok()?;
            Some(Tile { place, hashes: self.edge.get(level)?.clone() })
        };
        Self::partial(self.size).into_iter().filter_map(hashes).collect()
    }

    /// The root. What lower levels leave over is the last, incomplete node of the level above; since that level's
    /// nodes are complete subtrees of one size, RFC 6962 splits their list as it splits the leaves.
    pub(crate) fn root(&self) -> Hash {
        let mut rest = None;
        for level in &self.edge {
            let nodes: Vec<Hash> = level.iter().copied().chain(rest).collect();
            rest = (!nodes.is_empty()).then(|| subtree(&nodes));
        }
        rest.unwrap_or(EMPTY_HASH)
    }
}

/// The hash over a list of nodes, split at the largest power of two below its length (RFC 6962 §2.1).
pub(crate) fn subtree(nodes: &[Hash]) -> Hash {
    match nodes {
        [] => EMPTY_HASH,
        [node] => *node,
        _ => {
            let (left, right) = nodes.split_at(nodes.len().next_power_of_two() / 2);
            node_hash(subtree(left), subtree(right))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tlog_tiles::{Error, HashReader, record_hash, stored_hashes, tree_hash};

    use super::*;

    struct Stored(Vec<Hash>);

    impl HashReader for Stored {
        fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
            Ok(indexes.iter().map(|&index| self.0[usize::try_from(index).unwrap()]).collect())
        }
    }

    #[test]
    fn every_size_has_the_root_that_the_go_team_s_algorithm_gives() {
        let mut stored = Stored(Vec::new());
        let (mut tree, mut full) = (Tree::default(), Vec::new());
        assert_eq!(tree.root(), EMPTY_HASH);
        for n in 0..1500_u64 {
            let data = n.to_be_bytes();
            let new = stored_hashes(n, &data, &stored).unwrap();
            stored.0.extend(new);
            tree.push(record_hash(&data), &mut full);
            assert_eq!(tree.root(), tree_hash(n + 1, &stored).unwrap(), "size {}", n + 1);
        }
        assert_eq!(full.len(), 5);
        assert_eq!(Tree::tiles(1500), 7);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn a_tree_that_was_put_away_goes_on_as_if_it_had_not_been(before in 0_u64..70_000, after in 0_u64..600) {
            let (mut tree, mut full) = (Tree::default(), Vec::new());
            for n in 0..before {
                tree.push(record_hash(&n.to_be_bytes()), &mut full);
            }
            let mut restored = Tree::restore(before, tree.edge()).unwrap();
            for n in before..before + after {
                tree.push(record_hash(&n.to_be_bytes()), &mut full);
                restored.push(record_hash(&n.to_be_bytes()), &mut full);
            }
            prop_assert_eq!(tree.root(), restored.root());
            prop_assert_eq!(tree.edge(), restored.edge());
        }
    }
}
