//! All SQL of signing in, by what it is about.

use preau_db::Migration;

pub(crate) mod attempts;
pub(crate) mod ceremonies;
pub(crate) mod class;
pub(crate) mod everything;
pub(crate) mod letters;
pub(crate) mod merged;
pub(crate) mod people;
pub(crate) mod sessions;
pub(crate) mod setup;
pub(crate) mod ways;

/// The life of the tables.
///
/// No secret is kept: of what has 128 bits or more of chance its BLAKE3 hash, of what has less a hash keyed by the
/// institution's key file, of passwords and PINs argon2id; the seed of a one-time code is sealed by that key.
pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
    owner: "signin",
    version: 1,
    name: "ways in, sessions, letters, classes",
    sql: "
CREATE TABLE signin_device (
  id {uuid} PRIMARY KEY,
  token {bytes} NOT NULL,
  person {uuid} NOT NULL,
  browser TEXT NOT NULL,
  system TEXT NOT NULL,
  at {ts} NOT NULL,
  seen_at {ts} NOT NULL,
  pin TEXT,
  paired_by {uuid},
  UNIQUE (token, person)
);
CREATE INDEX signin_device_person ON signin_device (person);
CREATE TABLE signin_session (
  id {uuid} PRIMARY KEY,
  token {bytes} NOT NULL UNIQUE,
  person {uuid} NOT NULL,
  device {uuid} REFERENCES signin_device (id) ON DELETE CASCADE,
  class_window {uuid},
  way TEXT NOT NULL,
  strong {bool} NOT NULL,
  held {bool} NOT NULL,
  browser TEXT NOT NULL,
  system TEXT NOT NULL,
  at {ts} NOT NULL,
  seen_at {ts} NOT NULL,
  expires_at {ts} NOT NULL,
  idle_seconds BIGINT NOT NULL,
  ends_at {ts}
);
CREATE INDEX signin_session_person ON signin_session (person);
CREATE INDEX signin_session_expiry ON signin_session (expires_at);
CREATE TABLE signin_password (person {uuid} PRIMARY KEY, hash TEXT NOT NULL, at {ts} NOT NULL);
CREATE TABLE signin_passkey (
  id {uuid} PRIMARY KEY,
  person {uuid} NOT NULL,
  credential {bytes} NOT NULL UNIQUE,
  passkey {json} NOT NULL,
  browser TEXT NOT NULL,
  system TEXT NOT NULL,
  at {ts} NOT NULL,
  used_at {ts}
);
CREATE INDEX signin_passkey_person ON signin_passkey (person);
CREATE TABLE signin_totp (person {uuid} PRIMARY KEY, sealed {bytes} NOT NULL, at {ts} NOT NULL, last_step BIGINT NOT NULL);
CREATE TABLE signin_recovery (person {uuid} NOT NULL, code {bytes} NOT NULL, PRIMARY KEY (person, code));
CREATE TABLE signin_app_password (
  id {uuid} PRIMARY KEY,
  person {uuid} NOT NULL,
  hash {bytes} NOT NULL UNIQUE,
  name TEXT NOT NULL,
  at {ts} NOT NULL,
  used_on TEXT
);
CREATE INDEX signin_app_password_person ON signin_app_password (person);
CREATE TABLE signin_letter (
  id {uuid} PRIMARY KEY,
  person {uuid} NOT NULL UNIQUE,
  code {bytes} NOT NULL UNIQUE,
  made_by {uuid},
  at {ts} NOT NULL,
  expires_at {ts} NOT NULL
);
CREATE TABLE signin_attempt (subject {bytes} PRIMARY KEY, failures BIGINT NOT NULL, last_at {ts} NOT NULL);
CREATE INDEX signin_attempt_last ON signin_attempt (last_at);
CREATE TABLE signin_ceremony (
  token {bytes} PRIMARY KEY,
  kind TEXT NOT NULL,
  person {uuid},
  state {json} NOT NULL,
  expires_at {ts} NOT NULL
);
CREATE INDEX signin_ceremony_expiry ON signin_ceremony (expires_at);
CREATE TABLE signin_window (
  id {uuid} PRIMARY KEY,
  space {uuid} NOT NULL UNIQUE,
  code {bytes} NOT NULL UNIQUE,
  opened_by {uuid} NOT NULL,
  at {ts} NOT NULL,
  ends_at {ts} NOT NULL
);
CREATE TABLE signin_pictures (
  person {uuid} PRIMARY KEY,
  shown TEXT NOT NULL,
  chosen {bytes} NOT NULL,
  tries BIGINT NOT NULL,
  at {ts} NOT NULL
);
CREATE TABLE signin_badge (person {uuid} PRIMARY KEY, token {bytes} NOT NULL UNIQUE, at {ts} NOT NULL);
CREATE TABLE signin_reset (person {uuid} PRIMARY KEY, made_by {uuid}, at {ts} NOT NULL);
CREATE TABLE signin_setup (
  slot BIGINT PRIMARY KEY,
  token {bytes} NOT NULL,
  browser {bytes},
  draft {json} NOT NULL,
  expires_at {ts} NOT NULL
);
",
    },
    Migration {
        owner: "signin",
        version: 2,
        name: "what moved when two rows were made one person",
        sql: "
CREATE TABLE signin_merged (
  gone {uuid} PRIMARY KEY,
  kept {uuid} NOT NULL,
  password_at {ts},
  passkeys {json} NOT NULL,
  app_passwords {json} NOT NULL,
  at {ts} NOT NULL
);
",
    },
];
