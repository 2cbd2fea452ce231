//! The tamper-evident record of sensitive acts: who opened, changed, exported or erased whose data.
//!
//! **The idea.** Each entry is a leaf of a Merkle tree that only grows. Every minute the tree's size and root are
//! signed: a *checkpoint*. Whoever keeps one checkpoint, a single line of hash, can later be shown that nothing before
//! it was changed, removed or put in between; and whoever changes a row of the database can't make the numbers fit.
//!
//! ```text
//!  act ──┬─ its change                          one transaction: record(&mut tx, &entry, entropy)
//!        └─ entry: body, salt, leaf
//!                               leaf = SHA-256(0x00 ‖ SHA-256(salt ‖ canonical body))
//!  each minute ─ sequence(db): waiting entries get an index, the tree grows, its root is signed
//!        └─ louise-michel.localhost/journal     ← origin
//!           100042                              ← entries
//!           nND/nri/U0xuHUrYSy0HtMeal2vzD9V4k…  ← root
//!
//!           — louise-michel.localhost/journal x08go/ZJ…     ← the institution's signature
//!           — lycee-voisin.fr/witness bWz1kD0q…             ← a neighbour's, if there is one
//! ```
//!
//! **Why two steps.** An index from one counter would make every act wait for every other. So an act only inserts its
//! row; one sequencer at a time, held by a row lock, gives out indexes in the order of ids. Until then, for a minute,
//! an entry can still vanish without a trace in the tree; [`backlog`] says when the sequencer is late.
//!
//! **Why salts.** The tree must keep its leaves for ever, people must not stay in it for ever (GDPR article 17). A leaf
//! says nothing without its salt, and salt and body stand beside the tree, not in it: [`erase`] and [`forget`] blank
//! them, the leaf stays, every proof still holds. A blanked row names the entry `journal.erase` or `journal.forget`
//! that tells how many went, so erasing can't be used to hide something in silence.
//!
//! **What it proves, and what it does not.** [`verify`] finds any change to entries, leaves, tiles or checkpoints, by
//! anyone without the signing key. The key lies in the same database, since any node must be able to sign and a
//! restored backup must go on: someone who holds it can sign another history, but not one that fits the checkpoints
//! and [`Receipt`]s that others hold. That is what `/transparence`, receipts and neighbours' cosignatures
//! ([`keep_cosignature`]) are for; give what they kept to [`verify`].
//!
//! **Where it is written down.** [tlog-tiles](https://c2sp.org/tlog-tiles) (the tree and its tiles, after RFC 6962
//! §2.1), [tlog-checkpoint](https://c2sp.org/tlog-checkpoint), [signed-note](https://c2sp.org/signed-note),
//! [tlog-cosignature](https://c2sp.org/tlog-cosignature); the canonical body is RFC 8785.
//!
//! **How to extend it.** A new act: a line in [`verbs`] and its sentence in both `locales/`. A new particular: put it
//! into the entry's `detail`. The body's fields and their canonical form never change: old leaves are made of them.

mod audit;
mod canonical;
mod checkpoint;
mod digest;
mod entry;
mod error;
mod export;
mod import;
mod line;
mod proof;
mod query;
mod record;
mod sequence;
mod service;
mod store;
mod tree;
pub mod verbs;
mod verify;

pub use audit::{Fault, Misfit, Report};
pub use checkpoint::{Checkpoint, Witness};
pub use digest::Digest;
pub use entry::{Body, DETAIL_LIMIT, Entry, EntryId, JournalEntry};
pub use error::{JournalError, Result};
pub use export::{export, verify_export};
pub use proof::{Consistency, Inclusion, Receipt, consistency, receipt};
pub use query::{Filter, PAGE, Page, all, by_actor, of_space, opened_by};
pub use record::{AT_ONCE, Eraser, erase, forget, record};
pub use sequence::{Backlog, LATE, backlog, checkpoint_of, establish, keep_cosignature, newest, sequence, verifier};
pub use service::Journal;
pub use store::MIGRATIONS;
pub use verbs::{VERBS, Verb, verb_key};
pub use verify::verify;

/// The sentences: language tag and Fluent source.
pub const TEXTS: &[(&str, &str)] =
    &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];

#[cfg(test)]
mod tests;
