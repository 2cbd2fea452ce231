//! The tables of the calendar, oldest step first.

use preau_db::Migration;

/// The life of the tables.
pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    owner: "calendar",
    version: 1,
    name: "events, answers, who brings what, secret addresses, appointments",
    sql: "
CREATE TABLE calendar_event (
  id {uuid} PRIMARY KEY,
  source TEXT,
  thing {uuid},
  space {uuid},
  audience TEXT NOT NULL,
  owner {uuid},
  title TEXT NOT NULL,
  place TEXT NOT NULL,
  body TEXT NOT NULL,
  link TEXT,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  start_at {ts},
  end_at {ts},
  repeat TEXT,
  skips TEXT NOT NULL,
  until_day TEXT,
  uid TEXT NOT NULL,
  asks {bool} NOT NULL,
  version BIGINT NOT NULL,
  by_person {uuid},
  created_at {ts} NOT NULL,
  updated_at {ts} NOT NULL,
  withdrawn_at {ts}
);
CREATE UNIQUE INDEX calendar_event_thing ON calendar_event (source, thing);
CREATE INDEX calendar_event_space ON calendar_event (space, first_day);
CREATE INDEX calendar_event_owner ON calendar_event (owner, first_day);

CREATE TABLE calendar_person (
  event {uuid} NOT NULL REFERENCES calendar_event (id) ON DELETE CASCADE,
  person {uuid} NOT NULL,
  PRIMARY KEY (event, person)
);
CREATE INDEX calendar_person_person ON calendar_person (person);

CREATE TABLE calendar_answer (
  event {uuid} NOT NULL REFERENCES calendar_event (id) ON DELETE CASCADE,
  day TEXT NOT NULL,
  about {uuid} NOT NULL,
  by_person {uuid} NOT NULL,
  answer TEXT NOT NULL,
  at {ts} NOT NULL,
  PRIMARY KEY (event, day, about, by_person)
);

CREATE TABLE calendar_need (
  id {uuid} PRIMARY KEY,
  event {uuid} NOT NULL REFERENCES calendar_event (id) ON DELETE CASCADE,
  label TEXT NOT NULL,
  wanted BIGINT NOT NULL,
  taken BIGINT NOT NULL,
  place BIGINT NOT NULL
);
CREATE INDEX calendar_need_event ON calendar_need (event);

CREATE TABLE calendar_bring (
  need {uuid} NOT NULL REFERENCES calendar_need (id) ON DELETE CASCADE,
  person {uuid} NOT NULL,
  amount BIGINT NOT NULL,
  at {ts} NOT NULL,
  PRIMARY KEY (need, person)
);

CREATE TABLE calendar_feed (
  id {uuid} PRIMARY KEY,
  secret {bytes} NOT NULL UNIQUE,
  person {uuid} NOT NULL,
  space {uuid},
  created_at {ts} NOT NULL
);
CREATE INDEX calendar_feed_person ON calendar_feed (person);

CREATE TABLE calendar_round (
  id {uuid} PRIMARY KEY,
  space {uuid} NOT NULL,
  host {uuid} NOT NULL,
  title TEXT NOT NULL,
  place TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at {ts} NOT NULL,
  withdrawn_at {ts}
);
CREATE INDEX calendar_round_space ON calendar_round (space);

CREATE TABLE calendar_slot (
  id {uuid} PRIMARY KEY,
  round {uuid} NOT NULL REFERENCES calendar_round (id) ON DELETE CASCADE,
  start_at {ts} NOT NULL,
  end_at {ts} NOT NULL,
  child {uuid},
  guardian {uuid},
  taken_at {ts},
  UNIQUE (round, start_at),
  UNIQUE (round, child, guardian)
);
",
}];
