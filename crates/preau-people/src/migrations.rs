//! The tables of the people, oldest step first.

use preau_db::Migration;

/// The life of the tables.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        owner: "people",
        version: 1,
        name: "persons, families, spaces, grants, invitations, rules, settings",
        sql: "
CREATE TABLE person (
  id {uuid} PRIMARY KEY,
  kind TEXT NOT NULL,
  login TEXT NOT NULL UNIQUE,
  family_name TEXT NOT NULL,
  used_name TEXT,
  given_names TEXT NOT NULL,
  preferred_name TEXT,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  birth_date TEXT,
  sex TEXT,
  email TEXT,
  phone TEXT,
  address {json},
  lang TEXT,
  level TEXT,
  left_at {ts},
  erased_at {ts},
  created_at {ts} NOT NULL,
  updated_at {ts} NOT NULL
);
CREATE INDEX person_family ON person (kind, family_name);
CREATE INDEX person_updated ON person (updated_at);

CREATE TABLE person_identifier (
  system TEXT NOT NULL,
  value TEXT NOT NULL,
  person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  PRIMARY KEY (system, value)
);
CREATE INDEX person_identifier_person ON person_identifier (person);

CREATE TABLE person_merge (
  gone {uuid} PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  kept {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  at {ts} NOT NULL
);

CREATE TABLE guardianship (
  guardian {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  child {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  legal_rank BIGINT,
  contact {bool} NOT NULL,
  pick_up {bool} NOT NULL,
  kinship TEXT NOT NULL,
  no_record {bool} NOT NULL,
  no_contact {bool} NOT NULL,
  no_pick_up {bool} NOT NULL,
  limited_from TEXT,
  limited_until TEXT,
  limit_reason TEXT,
  source TEXT NOT NULL,
  since {ts} NOT NULL,
  ended_at {ts},
  PRIMARY KEY (guardian, child)
);
CREATE INDEX guardianship_child ON guardianship (child);

CREATE TABLE consent (
  id {uuid} PRIMARY KEY,
  person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL,
  answer TEXT NOT NULL,
  medium TEXT NOT NULL,
  by_person {uuid},
  since {ts} NOT NULL,
  until {ts},
  source TEXT NOT NULL
);
CREATE INDEX consent_person ON consent (person, purpose);

CREATE TABLE space (
  id {uuid} PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  code TEXT,
  level TEXT,
  hue BIGINT NOT NULL,
  year TEXT,
  seq BIGINT NOT NULL DEFAULT 0,
  source TEXT NOT NULL,
  created_by {uuid},
  created_at {ts} NOT NULL,
  archived_at {ts}
);
CREATE UNIQUE INDEX space_institution ON space (kind) WHERE kind = 'institution';
CREATE INDEX space_code ON space (year, kind, code);

CREATE TABLE member (
  space {uuid} NOT NULL REFERENCES space (id) ON DELETE CASCADE,
  person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  label TEXT,
  since {ts} NOT NULL,
  until {ts},
  source TEXT NOT NULL,
  PRIMARY KEY (space, person)
);
CREATE INDEX member_person ON member (person, space);

CREATE TABLE grant_ (
  id {uuid} PRIMARY KEY,
  resource TEXT NOT NULL,
  verbs TEXT NOT NULL,
  person {uuid} REFERENCES person (id) ON DELETE CASCADE,
  space {uuid} REFERENCES space (id) ON DELETE CASCADE,
  until {ts},
  created_by {uuid},
  created_at {ts} NOT NULL
);
CREATE INDEX grant_resource ON grant_ (resource);
CREATE INDEX grant_person ON grant_ (person);
CREATE INDEX grant_space ON grant_ (space);

CREATE TABLE invitation (
  id {uuid} PRIMARY KEY,
  space {uuid} NOT NULL REFERENCES space (id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  secret {bytes} NOT NULL UNIQUE,
  uses_left BIGINT NOT NULL,
  ends_at {ts} NOT NULL,
  created_by {uuid},
  created_at {ts} NOT NULL
);
CREATE INDEX invitation_space ON invitation (space);

CREATE TABLE contact_rule (
  asks TEXT NOT NULL,
  found TEXT NOT NULL,
  find TEXT NOT NULL,
  writes TEXT NOT NULL,
  PRIMARY KEY (asks, found)
);
INSERT INTO contact_rule (asks, found, find, writes) VALUES
  ('staff', 'staff', 'everyone', 'everyone'), ('staff', 'learner', 'everyone', 'everyone'),
  ('staff', 'guardian', 'everyone', 'everyone'), ('staff', 'patient', 'ours', 'ours'),
  ('staff', 'guest', 'everyone', 'everyone'),
  ('learner', 'staff', 'everyone', 'ours'), ('learner', 'learner', 'ours', 'nobody'),
  ('learner', 'guardian', 'nobody', 'nobody'), ('learner', 'patient', 'nobody', 'nobody'),
  ('learner', 'guest', 'nobody', 'nobody'),
  ('guardian', 'staff', 'everyone', 'everyone'), ('guardian', 'learner', 'nobody', 'nobody'),
  ('guardian', 'guardian', 'nobody', 'nobody'), ('guardian', 'patient', 'nobody', 'nobody'),
  ('guardian', 'guest', 'nobody', 'nobody'),
  ('patient', 'staff', 'ours', 'ours'), ('patient', 'learner', 'nobody', 'nobody'),
  ('patient', 'guardian', 'nobody', 'nobody'), ('patient', 'patient', 'nobody', 'nobody'),
  ('patient', 'guest', 'nobody', 'nobody'),
  ('guest', 'staff', 'ours', 'ours'), ('guest', 'learner', 'nobody', 'nobody'),
  ('guest', 'guardian', 'nobody', 'nobody'), ('guest', 'patient', 'nobody', 'nobody'),
  ('guest', 'guest', 'nobody', 'nobody');

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value {json} NOT NULL
);

CREATE TABLE undo (
  id {uuid} PRIMARY KEY,
  by_person {uuid},
  act {json} NOT NULL,
  at {ts} NOT NULL
);
CREATE INDEX undo_at ON undo (at);
",
    },
    crate::roster::MIGRATION,
    Migration {
        owner: "people",
        version: 2,
        name: "who came by an invitation, and until when they stay",
        sql: "
ALTER TABLE invitation ADD COLUMN stays_until {ts};

CREATE TABLE invited (
  space {uuid} NOT NULL REFERENCES space (id) ON DELETE CASCADE,
  person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  by_person {uuid},
  at {ts} NOT NULL,
  PRIMARY KEY (space, person)
);
CREATE INDEX invited_person ON invited (person);
",
    },
];
