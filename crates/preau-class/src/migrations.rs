//! The tables of class life, oldest step first.

use preau_db::Migration;

/// The life of the tables.
pub(crate) const MIGRATIONS: &[Migration] = &[HOMEWORK, ABSENCES];

const HOMEWORK: Migration = Migration {
    owner: "class",
    version: 1,
    name: "homework, what pupils made of it, words of guardians",
    sql: "
CREATE TABLE homework (
  id {uuid} PRIMARY KEY,
  space {uuid} NOT NULL,
  subject TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  due_day TEXT NOT NULL,
  due_at {ts},
  minutes BIGINT,
  hand_in {bool} NOT NULL,
  version BIGINT NOT NULL,
  by_person {uuid},
  created_at {ts} NOT NULL,
  updated_at {ts} NOT NULL,
  withdrawn_at {ts}
);
CREATE INDEX homework_space ON homework (space, due_day);

CREATE TABLE homework_past (
  homework {uuid} NOT NULL REFERENCES homework (id) ON DELETE CASCADE,
  version BIGINT NOT NULL,
  was {json} NOT NULL,
  by_person {uuid},
  at {ts} NOT NULL,
  PRIMARY KEY (homework, version)
);

CREATE TABLE homework_work (
  homework {uuid} NOT NULL REFERENCES homework (id) ON DELETE CASCADE,
  pupil {uuid} NOT NULL,
  state TEXT NOT NULL,
  text TEXT NOT NULL,
  handed_at {ts},
  words TEXT NOT NULL,
  by_person {uuid},
  returned_at {ts},
  updated_at {ts} NOT NULL,
  PRIMARY KEY (homework, pupil)
);
CREATE INDEX homework_work_pupil ON homework_work (pupil);

CREATE TABLE homework_word (
  id {uuid} PRIMARY KEY,
  homework {uuid} NOT NULL REFERENCES homework (id) ON DELETE CASCADE,
  pupil {uuid} NOT NULL,
  guardian {uuid} NOT NULL,
  text TEXT NOT NULL,
  at {ts} NOT NULL
);
CREATE INDEX homework_word_homework ON homework_word (homework);
CREATE INDEX homework_word_guardian ON homework_word (guardian);
",
};

const ABSENCES: Migration = Migration {
    owner: "class",
    version: 2,
    name: "absences, announced by families or noted in class",
    sql: "
CREATE TABLE absence (
  id {uuid} PRIMARY KEY,
  child {uuid} NOT NULL,
  kind TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  space {uuid},
  reason TEXT,
  by_person {uuid},
  words TEXT NOT NULL,
  paper {bool} NOT NULL,
  state TEXT NOT NULL,
  answer TEXT NOT NULL,
  answered_by {uuid},
  created_at {ts} NOT NULL,
  updated_at {ts} NOT NULL,
  withdrawn_at {ts}
);
CREATE INDEX absence_child ON absence (child, first_day);
CREATE INDEX absence_day ON absence (last_day, first_day);
CREATE INDEX absence_by ON absence (by_person);
",
};
