//! The tables of rosters.

use preau_db::Migration;

/// The life of the tables. They point at persons and spaces, so they come after those.
pub(crate) const MIGRATION: Migration = Migration {
    owner: "people-roster",
    version: 1,
    name: "rosters, what they said, what they changed",
    sql: "
CREATE TABLE roster (
  id {uuid} PRIMARY KEY,
  state TEXT NOT NULL,
  by_person {uuid},
  made_at {ts} NOT NULL,
  changed_at {ts} NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  stamp TEXT NOT NULL,
  summary {json} NOT NULL,
  choices {json} NOT NULL
);
CREATE INDEX roster_made ON roster (made_at);

CREATE TABLE roster_file (
  roster {uuid} NOT NULL REFERENCES roster (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL,
  name TEXT NOT NULL,
  size BIGINT NOT NULL,
  blob {bytes} NOT NULL,
  mapping {json},
  PRIMARY KEY (roster, seq)
);

CREATE TABLE roster_line (
  roster {uuid} NOT NULL REFERENCES roster (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL,
  part TEXT NOT NULL,
  place TEXT NOT NULL,
  line {json} NOT NULL,
  PRIMARY KEY (roster, seq)
);
CREATE INDEX roster_line_part ON roster_line (roster, part, seq);

CREATE TABLE roster_change (
  roster {uuid} NOT NULL REFERENCES roster (id) ON DELETE CASCADE,
  seq BIGINT NOT NULL,
  thing TEXT NOT NULL,
  before {json} NOT NULL,
  after {json} NOT NULL,
  PRIMARY KEY (roster, seq)
);

CREATE TABLE roster_heading (
  heading TEXT PRIMARY KEY,
  mapping {json} NOT NULL,
  made_at {ts} NOT NULL
);

CREATE TABLE roster_person (
  person {uuid} PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  family TEXT NOT NULL,
  said {json} NOT NULL
);

CREATE TABLE roster_tie (
  guardian {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  child {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  family TEXT NOT NULL,
  said {json} NOT NULL,
  PRIMARY KEY (guardian, child)
);
CREATE INDEX roster_tie_child ON roster_tie (child);

CREATE TABLE roster_space (
  space {uuid} PRIMARY KEY REFERENCES space (id) ON DELETE CASCADE,
  family TEXT NOT NULL,
  said {json} NOT NULL
);
",
};
