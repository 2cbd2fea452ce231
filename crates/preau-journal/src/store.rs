//! The journal's tables.

use preau_db::Migration;

/// The life of the journal's tables.
pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "journal",
    version: 1,
    name: "entries, tree and checkpoints",
    sql: "
CREATE TABLE journal_entry (
  id {uuid} PRIMARY KEY,
  at {ts} NOT NULL,
  actor {uuid},
  verb TEXT,
  subject {uuid},
  space {uuid},
  detail {json},
  salt {bytes},
  leaf {bytes} NOT NULL,
  idx BIGINT UNIQUE,
  erased_by {uuid},
  CHECK ((verb IS NULL AND detail IS NULL AND salt IS NULL AND actor IS NULL AND subject IS NULL AND space IS NULL)
    = (erased_by IS NOT NULL))
);
CREATE INDEX journal_entry_waiting ON journal_entry (id) WHERE idx IS NULL;
CREATE INDEX journal_entry_subject ON journal_entry (subject, id) WHERE subject IS NOT NULL;
CREATE INDEX journal_entry_actor ON journal_entry (actor, id) WHERE actor IS NOT NULL;
CREATE INDEX journal_entry_space ON journal_entry (space, id) WHERE space IS NOT NULL;
CREATE INDEX journal_entry_kept ON journal_entry (at) WHERE erased_by IS NULL;
CREATE INDEX journal_entry_erased ON journal_entry (erased_by) WHERE erased_by IS NOT NULL;
CREATE TABLE journal_tile (
  level BIGINT NOT NULL,
  idx BIGINT NOT NULL,
  hashes {bytes} NOT NULL,
  PRIMARY KEY (level, idx)
);
CREATE TABLE journal_checkpoint (
  size BIGINT PRIMARY KEY,
  note TEXT NOT NULL,
  at {ts} NOT NULL
);
CREATE TABLE journal_cosignature (
  size BIGINT NOT NULL REFERENCES journal_checkpoint (size),
  witness TEXT NOT NULL,
  line TEXT NOT NULL,
  at {ts} NOT NULL,
  PRIMARY KEY (size, witness)
);
CREATE TABLE journal_log (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  size BIGINT NOT NULL,
  signer TEXT NOT NULL,
  verifier TEXT NOT NULL,
  at {ts} NOT NULL
);
",
}];
