//! The tables of the notices, oldest step first.

use preau_db::Migration;

/// The life of the tables.
///
/// A device that may be woken goes with the browser that sign-in remembers: whoever ends it is woken there no more.
pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    owner: "notices",
    version: 1,
    name: "what was said, who was told, and by which ways",
    sql: "
CREATE TABLE notice_told (
  id {uuid} PRIMARY KEY,
  kind TEXT NOT NULL,
  about {uuid} NOT NULL,
  space {uuid},
  link TEXT NOT NULL,
  args {json} NOT NULL,
  from_person {uuid},
  urgency TEXT NOT NULL,
  at {ts} NOT NULL
);
CREATE INDEX notice_told_about ON notice_told (about, kind);

CREATE TABLE notice (
  person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  told {uuid} NOT NULL REFERENCES notice_told (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  about {uuid} NOT NULL,
  due {ts} NOT NULL,
  delivered_at {ts},
  read_at {ts},
  mailed_at {ts},
  paper_at {ts},
  paper_by {uuid},
  PRIMARY KEY (person, told)
);
CREATE UNIQUE INDEX notice_once ON notice (person, about, kind);
CREATE INDEX notice_of_told ON notice (told);
CREATE INDEX notice_due ON notice (due) WHERE delivered_at IS NULL;
CREATE INDEX notice_unread ON notice (person, due) WHERE read_at IS NULL;

CREATE TABLE notice_wish (
  person {uuid} PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  mail {bool},
  mail_at TEXT NOT NULL,
  quiet_from TEXT,
  quiet_until TEXT,
  bounced_at {ts},
  bounced TEXT,
  updated_at {ts} NOT NULL
);

CREATE TABLE notice_mute (
  person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  topic TEXT NOT NULL,
  way TEXT NOT NULL,
  PRIMARY KEY (person, topic, way)
);

CREATE TABLE notice_device (
  id {uuid} PRIMARY KEY,
  person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  device {uuid} NOT NULL REFERENCES signin_device (id) ON DELETE CASCADE,
  endpoint TEXT NOT NULL UNIQUE,
  p256dh {bytes} NOT NULL,
  auth {bytes} NOT NULL,
  lang TEXT NOT NULL,
  at {ts} NOT NULL,
  push_at {ts},
  urgent {bool} NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  pushed_at {ts},
  failure TEXT
);
CREATE INDEX notice_device_person ON notice_device (person);
CREATE INDEX notice_device_device ON notice_device (device);
CREATE INDEX notice_device_push ON notice_device (push_at) WHERE push_at IS NOT NULL;

CREATE TABLE notice_mail (
  id {uuid} PRIMARY KEY,
  person {uuid} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  slot TEXT NOT NULL,
  state TEXT NOT NULL,
  urgent {bool} NOT NULL,
  at {ts} NOT NULL,
  not_before {ts} NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  answer TEXT,
  UNIQUE (person, slot)
);
CREATE INDEX notice_mail_open ON notice_mail (not_before) WHERE state IN ('queued', 'sending');
CREATE INDEX notice_mail_at ON notice_mail (at);

CREATE TABLE notice_key (
  name TEXT PRIMARY KEY,
  secret {bytes} NOT NULL
);
",
}];
