//! SQL of the rosters themselves; that of the people whom they change is in [`tables`](super::tables).

use preau_blob::BlobId;
use preau_db::{Db, Result, Tx, args, row, sql, word_column};
use preau_kernel::{PersonId, RosterId, SpaceId, Timestamp, word};
use serde_json::Value;

use super::{
    known::From,
    tables::{BATCH, Line, Table},
};
use crate::model::{Consent, Identifier, Member, Space};

word! {
    /// Where a roster stands.
    pub enum State as "RosterState" {
        /// Its files are being read.
        Reading = "reading",
        /// Somebody must say what the columns of a table mean.
        Mapping = "mapping",
        /// Its difference is there to be looked at.
        Asked = "asked",
        /// It is being applied.
        Applying = "applying",
        /// It was applied.
        Applied = "applied",
        /// It was applied, and undone.
        Undone = "undone",
        /// A file can't be used.
        Refused = "refused",
        /// Somebody gave it up.
        Cancelled = "cancelled",
    }
}
word_column!(State);

row! {
    /// One time that files were given.
    #[derive(Debug, Clone)]
    pub struct Entry {
        /// Its id.
        pub id: RosterId,
        /// Where it stands.
        pub state: State,
        /// Who gave the files; none for the command line.
        pub by_person: Option<PersonId>,
        /// When.
        pub made_at: Timestamp,
        /// When its state changed last.
        pub changed_at: Timestamp,
        /// Bytes read.
        pub done: i64,
        /// Bytes to read.
        pub total: i64,
        /// What the difference was, as a hash.
        pub stamp: String,
        /// Counts and problems.
        pub summary: Value,
        /// What was answered.
        pub choices: Value,
    }
}

row! {
    /// A file that was given.
    #[derive(Debug, Clone)]
    pub struct GivenFile {
        /// Its place among the others.
        pub seq: i64,
        /// Its name.
        pub name: String,
        /// Its size in bytes.
        pub size: i64,
        /// Its content.
        pub blob: BlobId,
        /// What its columns mean.
        pub mapping: Option<Value>,
    }
}

row! {
    /// A batch of rows, before and after.
    pub(super) struct Batch { pub(super) thing: String, pub(super) before: Value, pub(super) after: Value }
}

pub(super) async fn entry(db: &Db, id: RosterId) -> Result<Option<Entry>> {
    let find = sql!(
        Entry,
        "SELECT id, state, by_person, made_at, changed_at, done, total, stamp, summary, choices FROM roster WHERE id = $1"
    );
    db.opt(find, args![id]).await
}

/// The latest, 20 at most.
pub(super) async fn latest(db: &Db) -> Result<Vec<Entry>> {
    let list = sql!(
        Entry,
        "SELECT id, state, by_person, made_at, changed_at, done, total, stamp, summary, choices FROM roster
          ORDER BY made_at DESC, id DESC LIMIT 20"
    );
    db.all(list, &[]).await
}

pub(super) async fn insert(tx: &mut Tx, entry: &Entry) -> Result<()> {
    let insert = sql!(
        "INSERT INTO roster (id, state, by_person, made_at, changed_at, done, total, stamp, summary, choices)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let Entry { id, state, by_person, made_at, changed_at, done, total, stamp, summary, choices } = entry;
    let values = args![id, *state, *by_person, *made_at, *changed_at, *done, *total, stamp, summary, choices];
    tx.run(insert, values).await?;
    Ok(())
}

pub(super) async fn insert_file(tx: &mut Tx, roster: RosterId, file: &GivenFile) -> Result<()> {
    let insert =
        sql!("INSERT INTO roster_file (roster, seq, name, size, blob, mapping) VALUES ($1, $2, $3, $4, $5, $6)");
    tx.run(insert, args![roster, file.seq, file.name, file.size, file.blob, file.mapping]).await?;
    Ok(())
}

pub(super) async fn files(db: &Db, roster: RosterId) -> Result<Vec<GivenFile>> {
    let list = sql!(
        GivenFile,
        "SELECT seq, name, size, blob, mapping FROM roster_file WHERE roster = $1 ORDER BY seq LIMIT 100"
    );
    db.all(list, args![roster]).await
}

pub(super) async fn set_mapping(tx: &mut Tx, roster: RosterId, seq: i64, mapping: &Value) -> Result<u64> {
    tx.run(sql!("UPDATE roster_file SET mapping = $3 WHERE roster = $1 AND seq = $2"), args![roster, seq, mapping])
        .await
}

/// Moves a roster on, if it still stands where the caller believes; whether it did.
pub(super) async fn step(tx: &mut Tx, id: RosterId, from: State, to: State, now: Timestamp) -> Result<bool> {
    let update = sql!("UPDATE roster SET state = $3, changed_at = $4 WHERE id = $1 AND state = $2");
    Ok(tx.run(update, args![id, from, to, now]).await? == 1)
}

/// Notes how far the reading is; whether it still goes on.
pub(super) async fn progress(tx: &mut Tx, id: RosterId, done: i64) -> Result<bool> {
    let update = sql!("UPDATE roster SET done = $2 WHERE id = $1 AND state = 'reading'");
    Ok(tx.run(update, args![id, done]).await? == 1)
}

/// Keeps what was found out; whether the reading still goes on.
pub(super) async fn set_summary(tx: &mut Tx, id: RosterId, stamp: &str, summary: &Value) -> Result<bool> {
    let update = sql!("UPDATE roster SET stamp = $2, summary = $3, done = total WHERE id = $1 AND state = 'reading'");
    Ok(tx.run(update, args![id, stamp, summary]).await? == 1)
}

pub(super) async fn set_choices(tx: &mut Tx, id: RosterId, choices: &Value) -> Result<u64> {
    tx.run(sql!("UPDATE roster SET choices = $2 WHERE id = $1 AND state = 'asked'"), args![id, choices]).await
}

/// Takes the lines away, to write them anew or for good.
pub(super) async fn forget_lines(tx: &mut Tx, id: RosterId) -> Result<u64> {
    tx.run(sql!("DELETE FROM roster_line WHERE roster = $1"), args![id]).await
}

/// How many lines each part has.
pub(super) async fn parts(db: &Db, roster: RosterId) -> Result<Vec<(String, i64)>> {
    let count = sql!(
        (String, i64),
        "SELECT part, count(*) FROM roster_line WHERE roster = $1 GROUP BY part ORDER BY min(seq) LIMIT 100"
    );
    db.all(count, args![roster]).await
}

/// Lines of one part.
pub(super) async fn lines(db: &Db, roster: RosterId, part: &str, limit: i64, offset: i64) -> Result<Vec<Line>> {
    let list = sql!(
        Line,
        "SELECT roster, seq, part, place, line FROM roster_line WHERE roster = $1 AND part = $2
          ORDER BY seq LIMIT $3 OFFSET $4"
    );
    db.all(list, args![roster, part, limit, offset]).await
}

/// One line.
pub(super) async fn line(db: &Db, roster: RosterId, seq: i64) -> Result<Option<Line>> {
    let find = sql!(Line, "SELECT roster, seq, part, place, line FROM roster_line WHERE roster = $1 AND seq = $2");
    db.opt(find, args![roster, seq]).await
}

/// How many rosters wait for somebody or something.
pub(super) async fn open(db: &Db) -> Result<i64> {
    let count = sql!((i64,), "SELECT count(*) FROM roster WHERE state IN ('reading', 'mapping', 'asked', 'applying')");
    Ok(db.one(count, &[]).await?.0)
}

/// Gives each line, in order.
pub(super) async fn each_line(db: &Db, roster: RosterId, each: impl FnMut(Line) -> Result<()> + Send) -> Result<()> {
    let list = sql!(
        Line,
        "SELECT roster, seq, part, place, line FROM roster_line WHERE roster = $1 ORDER BY seq LIMIT 500000"
    );
    db.each(list, args![roster], each).await
}

pub(super) async fn insert_change(tx: &mut Tx, roster: RosterId, seq: i64, batch: &Batch) -> Result<()> {
    let insert = sql!("INSERT INTO roster_change (roster, seq, thing, before, after) VALUES ($1, $2, $3, $4, $5)");
    tx.run(insert, args![roster, seq, batch.thing, batch.before, batch.after]).await?;
    Ok(())
}

/// The batch before `seq`, and its own number.
pub(super) async fn change_before(tx: &mut Tx, roster: RosterId, seq: i64) -> Result<Option<(i64, Batch)>> {
    let number = sql!((i64,), "SELECT seq FROM roster_change WHERE roster = $1 AND seq < $2 ORDER BY seq DESC LIMIT 1");
    let Some((seq,)) = tx.opt(number, args![roster, seq]).await? else { return Ok(None) };
    let find = sql!(Batch, "SELECT thing, before, after FROM roster_change WHERE roster = $1 AND seq = $2");
    Ok(tx.opt(find, args![roster, seq]).await?.map(|batch| (seq, batch)))
}

/// Whether the undoing of a roster must wait for that of a later one.
pub(super) async fn applied_after(tx: &mut Tx, roster: RosterId, changed_at: Timestamp) -> Result<bool> {
    let later = sql!(
        (i64,),
        "SELECT count(*) FROM roster WHERE state = 'applied' AND id <> $1 AND changed_at > $2
          AND EXISTS (SELECT 1 FROM roster_change WHERE roster_change.roster = roster.id)"
    );
    Ok(tx.one(later, args![roster, changed_at]).await?.0 > 0)
}

/// Whether it changed anything that can be undone.
pub(super) async fn has_changes(db: &Db, roster: RosterId) -> Result<bool> {
    Ok(db.one(sql!((i64,), "SELECT count(*) FROM roster_change WHERE roster = $1"), args![roster]).await?.0 > 0)
}

/// What is too old, 100 at most.
pub(super) async fn old(tx: &mut Tx, before: Timestamp) -> Result<Vec<(RosterId,)>> {
    tx.all(sql!((RosterId,), "SELECT id FROM roster WHERE made_at < $1 ORDER BY made_at LIMIT 100"), args![before])
        .await
}

/// Forgets a roster with its files, lines and changes.
pub(super) async fn forget(tx: &mut Tx, id: RosterId) -> Result<u64> {
    tx.run(sql!("DELETE FROM roster WHERE id = $1"), args![id]).await
}

/// What the columns of a table with this heading meant last time.
pub(super) async fn remembered(db: &Db, heading: &str) -> Result<Option<Value>> {
    let find = sql!((Value,), "SELECT mapping FROM roster_heading WHERE heading = $1");
    Ok(db.opt(find, args![heading]).await?.map(|(mapping,)| mapping))
}

pub(super) async fn remember(tx: &mut Tx, heading: &str, mapping: &Value, now: Timestamp) -> Result<u64> {
    let put = sql!(
        "INSERT INTO roster_heading (heading, mapping, made_at) VALUES ($1, $2, $3)
          ON CONFLICT (heading) DO UPDATE SET mapping = excluded.mapping, made_at = excluded.made_at"
    );
    tx.run(put, args![heading, mapping, now]).await
}

/// Lets nobody else change people until the transaction ends; whoever reads goes on.
pub(super) async fn lock(tx: &mut Tx) -> Result<u64> {
    // SQLite has one writer, and this transaction is it.
    let lock = sql!(
        sqlite: "UPDATE roster SET done = done WHERE 1 = 0",
        pg: "LOCK TABLE person, space, member, guardianship, person_identifier, consent IN SHARE ROW EXCLUSIVE MODE"
    );
    tx.run(lock, &[]).await
}

/// Every login that is taken.
pub(super) async fn logins(tx: &mut Tx) -> Result<Vec<(String,)>> {
    tx.all(sql!((String,), "SELECT login FROM person LIMIT 5000000"), &[]).await
}

/// The staff room: the oldest that is open.
pub(super) async fn staff_room(tx: &mut Tx) -> Result<Option<Space>> {
    let find = sql!(
        Space,
        "SELECT id, kind, name, code, level, hue, year, seq, source, created_by, created_at, archived_at FROM space
          WHERE kind = 'staff' AND archived_at IS NULL ORDER BY created_at, id LIMIT 1"
    );
    tx.opt(find, &[]).await
}

/// All memberships of these persons, `ids` being an array of UUIDs.
pub(super) async fn members_of(from: &mut From<'_>, ids: &Value) -> Result<Vec<Member>> {
    let list = sql!(
        Member,
        sqlite: "SELECT space, person, role, label, since, until, source FROM member
            WHERE person IN (SELECT unhex(replace(value, '-', '')) FROM json_each($1))",
        pg: "SELECT space, person, role, label, since, until, source FROM member
            WHERE person IN (SELECT value::uuid FROM jsonb_array_elements_text($1))"
    );
    from.all(list, args![ids]).await
}

/// All identifiers of these persons.
pub(super) async fn identifiers_of(from: &mut From<'_>, ids: &Value) -> Result<Vec<Identifier>> {
    let list = sql!(
        Identifier,
        sqlite: "SELECT system, value, person FROM person_identifier
            WHERE person IN (SELECT unhex(replace(json_each.value, '-', '')) FROM json_each($1))",
        pg: "SELECT i.system, i.value, i.person FROM person_identifier i
            WHERE i.person IN (SELECT e.value::uuid FROM jsonb_array_elements_text($1) e)"
    );
    from.all(list, args![ids]).await
}

/// The newest answers of these persons about photos and associations, newest first.
pub(super) async fn consents_of(from: &mut From<'_>, ids: &Value) -> Result<Vec<Consent>> {
    let list = sql!(
        Consent,
        sqlite: "SELECT id, person, purpose, answer, medium, by_person, since, until, source FROM consent
            WHERE purpose IN ('photo', 'association')
              AND person IN (SELECT unhex(replace(value, '-', '')) FROM json_each($1)) ORDER BY since DESC, id DESC",
        pg: "SELECT id, person, purpose, answer, medium, by_person, since, until, source FROM consent
            WHERE purpose IN ('photo', 'association')
              AND person IN (SELECT value::uuid FROM jsonb_array_elements_text($1)) ORDER BY since DESC, id DESC"
    );
    from.all(list, args![ids]).await
}

/// Which of these persons have something that no roster brought: they stay when a roster is undone.
pub(super) async fn used(tx: &mut Tx, ids: &Value) -> Result<Vec<(PersonId,)>> {
    let list = sql!(
        (PersonId,),
        sqlite: "SELECT id FROM person p WHERE id IN (SELECT unhex(replace(value, '-', '')) FROM json_each($1)) AND (
              EXISTS (SELECT 1 FROM member WHERE member.person = p.id AND member.source <> 'roster')
              OR EXISTS (SELECT 1 FROM guardianship WHERE guardianship.source <> 'roster'
                AND (guardianship.guardian = p.id OR guardianship.child = p.id))
              OR EXISTS (SELECT 1 FROM consent WHERE consent.person = p.id AND consent.medium <> 'roster')
              OR EXISTS (SELECT 1 FROM grant_ WHERE grant_.person = p.id))",
        pg: "SELECT id FROM person p WHERE id IN (SELECT value::uuid FROM jsonb_array_elements_text($1)) AND (
              EXISTS (SELECT 1 FROM member WHERE member.person = p.id AND member.source <> 'roster')
              OR EXISTS (SELECT 1 FROM guardianship WHERE guardianship.source <> 'roster'
                AND (guardianship.guardian = p.id OR guardianship.child = p.id))
              OR EXISTS (SELECT 1 FROM consent WHERE consent.person = p.id AND consent.medium <> 'roster')
              OR EXISTS (SELECT 1 FROM grant_ WHERE grant_.person = p.id))"
    );
    tx.all(list, args![ids]).await
}

/// Which of these spaces have somebody whom no roster put there.
pub(super) async fn joined(tx: &mut Tx, ids: &Value) -> Result<Vec<(SpaceId,)>> {
    let list = sql!(
        (SpaceId,),
        sqlite: "SELECT DISTINCT space FROM member WHERE source <> 'roster'
            AND space IN (SELECT unhex(replace(value, '-', '')) FROM json_each($1))",
        pg: "SELECT DISTINCT space FROM member WHERE source <> 'roster'
            AND space IN (SELECT value::uuid FROM jsonb_array_elements_text($1))"
    );
    tx.all(list, args![ids]).await
}

/// Forgets what rosters said of a person, the lines, and how to undo the rosters that changed them.
pub(super) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    let undo = sql!(
        "DELETE FROM roster_change WHERE roster IN (SELECT roster FROM roster_change
          WHERE CAST(after AS TEXT) LIKE $1 OR CAST(before AS TEXT) LIKE $1)"
    );
    tx.run(undo, args![format!("%{person}%")]).await?;
    tx.run(sql!("DELETE FROM roster_line"), &[]).await?;
    tx.run(sql!("DELETE FROM roster_person WHERE person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM roster_tie WHERE guardian = $1 OR child = $1"), args![person]).await?;
    Ok(())
}

/// Writes rows, [`BATCH`] at a time.
pub(super) async fn put<T: Table>(tx: &mut Tx, rows: &[T]) -> preau_kernel::Result<()> {
    for batch in rows.chunks(BATCH) {
        let json: Vec<Value> =
            batch.iter().map(Table::json).collect::<Result<_, _>>().map_err(preau_kernel::Problem::internal)?;
        tx.run(T::put(), args![Value::Array(json)]).await?;
    }
    Ok(())
}

/// Keeps what applying or undoing it did.
pub(super) async fn set_applied(tx: &mut Tx, id: RosterId, summary: &Value) -> Result<u64> {
    tx.run(sql!("UPDATE roster SET summary = $2 WHERE id = $1"), args![id, summary]).await
}
