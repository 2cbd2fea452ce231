//! The tables of the walls, oldest step first.

use preau_db::Migration;

/// The life of the tables.
pub(crate) const MIGRATIONS: &[Migration] = &[POSTS, FILES, RIGHTS, ANSWERS];

const ANSWERS: Migration = Migration {
    owner: "wall",
    version: 4,
    name: "signatures, reminders, thanks, replies",
    sql: "
CREATE TABLE wall_signature (
  post {uuid} NOT NULL REFERENCES wall_post (id) ON DELETE CASCADE,
  person {uuid} NOT NULL,
  at {ts} NOT NULL,
  PRIMARY KEY (post, person)
);
CREATE INDEX wall_signature_person ON wall_signature (person);

CREATE TABLE wall_reminder (
  post {uuid} PRIMARY KEY REFERENCES wall_post (id) ON DELETE CASCADE,
  at {ts} NOT NULL
);

CREATE TABLE wall_thanks (
  post {uuid} NOT NULL REFERENCES wall_post (id) ON DELETE CASCADE,
  person {uuid} NOT NULL,
  at {ts} NOT NULL,
  PRIMARY KEY (post, person)
);
CREATE INDEX wall_thanks_person ON wall_thanks (person);

CREATE TABLE wall_reply (
  id {uuid} PRIMARY KEY,
  post {uuid} NOT NULL REFERENCES wall_post (id) ON DELETE CASCADE,
  author {uuid},
  whom {uuid},
  text TEXT NOT NULL,
  at {ts} NOT NULL,
  withdrawn_at {ts},
  withdrawn_by {uuid},
  session {uuid}
);
CREATE INDEX wall_reply_post ON wall_reply (post, id);
CREATE INDEX wall_reply_author ON wall_reply (author, at);
",
};

const RIGHTS: Migration = Migration {
    owner: "wall",
    version: 3,
    name: "who is in which picture, what was asked and answered",
    sql: "
ALTER TABLE wall_file ADD COLUMN who TEXT NOT NULL DEFAULT 'unsaid';
CREATE TABLE wall_pictured (
  file {uuid} NOT NULL REFERENCES wall_file (id) ON DELETE CASCADE,
  child {uuid} NOT NULL,
  covered {bool} NOT NULL,
  PRIMARY KEY (file, child)
);
CREATE INDEX wall_pictured_child ON wall_pictured (child);

CREATE TABLE wall_terms (
  post {uuid} PRIMARY KEY REFERENCES wall_post (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  extent TEXT NOT NULL,
  purpose TEXT NOT NULL,
  until {ts} NOT NULL,
  by_person {uuid},
  at {ts} NOT NULL,
  gone BIGINT NOT NULL
);
CREATE INDEX wall_terms_until ON wall_terms (until);

CREATE TABLE wall_consent (
  post {uuid} NOT NULL REFERENCES wall_post (id) ON DELETE CASCADE,
  child {uuid} NOT NULL,
  person {uuid} NOT NULL,
  number BIGINT NOT NULL,
  answer TEXT NOT NULL,
  extent TEXT NOT NULL,
  at {ts} NOT NULL,
  PRIMARY KEY (post, child, person)
);
CREATE INDEX wall_consent_person ON wall_consent (person);

CREATE TABLE wall_proof (
  id {uuid} PRIMARY KEY,
  post {uuid} NOT NULL REFERENCES wall_post (id) ON DELETE CASCADE,
  child {uuid} NOT NULL,
  person {uuid} NOT NULL,
  answer TEXT NOT NULL,
  words TEXT NOT NULL,
  until {ts} NOT NULL,
  at {ts} NOT NULL
);
CREATE INDEX wall_proof_person ON wall_proof (person);
",
};

const FILES: Migration = Migration {
    owner: "wall",
    version: 2,
    name: "files of posts",
    sql: "
CREATE TABLE wall_file (
  id {uuid} PRIMARY KEY,
  post {uuid} NOT NULL REFERENCES wall_post (id) ON DELETE CASCADE,
  place BIGINT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  media TEXT NOT NULL,
  size BIGINT NOT NULL,
  plays {bool} NOT NULL,
  alt TEXT NOT NULL,
  width BIGINT,
  height BIGINT,
  small_width BIGINT,
  small_height BIGINT,
  blob {bytes} NOT NULL,
  small {bytes}
);
CREATE INDEX wall_file_post ON wall_file (post, place);
",
};

const POSTS: Migration = Migration {
    owner: "wall",
    version: 1,
    name: "posts, what they said before, marks of readers, frozen walls",
    sql: "
CREATE TABLE wall_post (
  id {uuid} PRIMARY KEY,
  space {uuid} NOT NULL REFERENCES space (id) ON DELETE CASCADE,
  seq BIGINT,
  author {uuid} REFERENCES person (id) ON DELETE SET NULL,
  audience TEXT NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  replies {bool} NOT NULL,
  reactions {bool} NOT NULL,
  sign {bool} NOT NULL,
  emergency {bool} NOT NULL,
  publish_at {ts},
  published_at {ts},
  pinned_at {ts},
  corrected_at {ts},
  withdrawn_at {ts},
  withdrawn_by {uuid},
  created_at {ts} NOT NULL,
  session {uuid},
  seen_key {bytes}
);
CREATE INDEX wall_post_seq ON wall_post (space, seq);
CREATE INDEX wall_post_pinned ON wall_post (space) WHERE pinned_at IS NOT NULL;
CREATE INDEX wall_post_waiting ON wall_post (publish_at) WHERE state = 'waiting';
CREATE INDEX wall_post_author ON wall_post (author, created_at);

CREATE TABLE wall_version (
  post {uuid} NOT NULL REFERENCES wall_post (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  text TEXT NOT NULL,
  until {ts} NOT NULL,
  by_person {uuid},
  PRIMARY KEY (post, number)
);

CREATE TABLE wall_seen (
  post {uuid} NOT NULL REFERENCES wall_post (id) ON DELETE CASCADE,
  mark {bytes} NOT NULL,
  family {bool} NOT NULL,
  PRIMARY KEY (post, mark)
);

CREATE TABLE wall_frozen (
  space {uuid} PRIMARY KEY REFERENCES space (id) ON DELETE CASCADE,
  at {ts} NOT NULL,
  by_person {uuid}
);
",
};
