//! The tables of class life, oldest step first.

use preau_db::Migration;

/// The life of the tables.
pub(crate) const MIGRATIONS: &[Migration] = &[HOMEWORK, ABSENCES, FORMS, FILES];

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

const FORMS: Migration = Migration {
    owner: "class",
    version: 3,
    name: "forms, replies with their proofs, slips of paper",
    sql: "
CREATE TABLE form (
  id {uuid} PRIMARY KEY,
  space {uuid} NOT NULL,
  asked_of TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  questions {json} NOT NULL,
  due_day TEXT NOT NULL,
  shown {bool} NOT NULL,
  by_person {uuid},
  created_at {ts} NOT NULL,
  updated_at {ts} NOT NULL,
  reminded_at {ts},
  closed_at {ts},
  withdrawn_at {ts}
);
CREATE INDEX form_space ON form (space, due_day);

CREATE TABLE form_reply (
  form {uuid} NOT NULL REFERENCES form (id) ON DELETE CASCADE,
  child {uuid} NOT NULL,
  person {uuid} NOT NULL,
  answers {json} NOT NULL,
  words TEXT NOT NULL,
  paper_by {uuid},
  at {ts} NOT NULL,
  PRIMARY KEY (form, child, person)
);
CREATE INDEX form_reply_child ON form_reply (child);
CREATE INDEX form_reply_person ON form_reply (person);

CREATE TABLE form_proof (
  id {uuid} PRIMARY KEY,
  form {uuid} NOT NULL REFERENCES form (id) ON DELETE CASCADE,
  child {uuid} NOT NULL,
  person {uuid} NOT NULL,
  answers {json} NOT NULL,
  words TEXT NOT NULL,
  paper_by {uuid},
  at {ts} NOT NULL
);
CREATE INDEX form_proof_form ON form_proof (form);
CREATE INDEX form_proof_child ON form_proof (child);
CREATE INDEX form_proof_person ON form_proof (person);

CREATE TABLE form_slip (
  code BIGINT PRIMARY KEY,
  form {uuid} NOT NULL REFERENCES form (id) ON DELETE CASCADE,
  child {uuid} NOT NULL,
  person {uuid} NOT NULL,
  at {ts} NOT NULL
);
CREATE UNIQUE INDEX form_slip_whose ON form_slip (form, child, person);

CREATE TABLE form_batch (
  id {uuid} PRIMARY KEY,
  form {uuid} NOT NULL REFERENCES form (id) ON DELETE CASCADE,
  by_person {uuid} NOT NULL,
  read {json} NOT NULL,
  at {ts} NOT NULL
);
CREATE INDEX form_batch_form ON form_batch (form);
CREATE INDEX form_batch_at ON form_batch (at);
",
};

const FILES: Migration = Migration {
    owner: "class",
    version: 4,
    name: "files of homework, of what is handed in, of forms",
    sql: "
CREATE TABLE class_file (
  id {uuid} PRIMARY KEY,
  thing {uuid} NOT NULL,
  pupil {uuid},
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  media TEXT NOT NULL,
  size BIGINT NOT NULL,
  plays {bool} NOT NULL,
  width BIGINT,
  height BIGINT,
  small_width BIGINT,
  small_height BIGINT,
  blob {bytes} NOT NULL,
  small {bytes},
  at {ts} NOT NULL
);
CREATE INDEX class_file_thing ON class_file (thing);
CREATE INDEX class_file_pupil ON class_file (pupil);
",
};
