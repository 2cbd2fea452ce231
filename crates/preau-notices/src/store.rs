//! All SQL of the notices. Whatever reads or changes what one person was told names that person.

pub(crate) mod devices;
pub(crate) mod keys;
pub(crate) mod mails;
pub(crate) mod paper;
pub(crate) mod wishes;

use preau_db::{Db, Result, ToValue, Tx, Value, args, sql};
use preau_kernel::{PersonId, PersonKind, Role, Timestamp};
use preau_web::MANY;
use time::Duration;
use uuid::Uuid;

use crate::model::{Line, Receipt, Told, ToldId, Urgency};

/// Persons told by one statement.
const CHUNK: usize = 64;
/// Rows delivered in one transaction.
pub(crate) const BATCH: i64 = 2000;
/// Lines of a page.
pub(crate) const PAGE: i64 = 50;

/// The pause after so many failures: a minute, two, four, … at most an hour.
pub(crate) fn back_off(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(0, 6)).unwrap_or(6);
    Duration::minutes(1_i64 << doublings).min(Duration::HOUR)
}

/// Writes what is said.
pub(crate) async fn insert_told(tx: &mut Tx, told: &Told) -> Result<()> {
    let insert = sql!(
        "INSERT INTO notice_told (id, kind, about, space, link, args, from_person, urgency, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    );
    let Told { id, kind, about, space, link, args, from_person, urgency, at } = told;
    tx.run(insert, args![id, kind, about, space, link, args, from_person, urgency, at]).await?;
    Ok(())
}

/// Which of the persons one statement is for: all of them, or those to whom the pause applies, or the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Among {
    /// All.
    All,
    /// Staff.
    Staff,
    /// Everybody else.
    Others,
}

/// Tells persons who are still here. How many of them were not told of it before.
pub(crate) async fn tell(tx: &mut Tx, told: &Told, to: &[PersonId], among: Among, due: Timestamp) -> Result<u64> {
    let insert = sql!(
        "INSERT INTO notice (told, person, kind, about, due)
         SELECT t.id, p.id, t.kind, t.about, $2 FROM notice_told t, person p
         WHERE t.id = $1 AND p.left_at IS NULL AND p.erased_at IS NULL
           AND ($3 = 'all' OR (p.kind = 'staff') = ($3 = 'staff')) AND p.id IN
           ($4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25,
            $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46,
            $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60, $61, $62, $63, $64, $65, $66, $67)
         ON CONFLICT (person, about, kind) DO NOTHING"
    );
    let among = match among {
        Among::All => "all",
        Among::Staff => "staff",
        Among::Others => "others",
    };
    let mut count = 0;
    for part in to.chunks(CHUNK) {
        let mut values = args![told.id, due, among].to_vec();
        values.extend(padded(part));
        count += tx.run(insert, &values).await?;
    }
    Ok(count)
}

/// Ids as 64 arguments.
fn padded(ids: &[PersonId]) -> impl Iterator<Item = Value> {
    let given = ids.iter().map(|id| id.uuid()).chain(std::iter::repeat(Uuid::nil()));
    given.take(CHUNK).map(|id| id.to_value())
}

/// Forgets what was said to nobody.
pub(crate) async fn delete_told(tx: &mut Tx, id: ToldId) -> Result<()> {
    tx.run(sql!("DELETE FROM notice_told WHERE id = $1"), args![id]).await?;
    Ok(())
}

/// What somebody is to the institution, and their office.
pub(crate) async fn standing(
    tx: &mut Tx,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<(PersonKind, Option<Role>)>> {
    let find = sql!(
        (PersonKind, Option<Role>),
        "SELECT p.kind, (SELECT m.role FROM member m JOIN space i ON i.id = m.space WHERE i.kind = 'institution'
           AND m.person = p.id AND (m.until IS NULL OR m.until > $2)) AS office
         FROM person p WHERE p.id = $1"
    );
    tx.opt(find, args![person, now]).await
}

/// Who was told of a thing.
pub(crate) async fn told_of(tx: &mut Tx, kind: &str, about: Uuid) -> Result<Vec<PersonId>> {
    let find = sql!(
        (PersonId,),
        "SELECT n.person FROM notice n WHERE n.told IN (SELECT t.id FROM notice_told t WHERE t.about = $1 AND t.kind = $2)
         LIMIT 100000"
    );
    Ok(tx.all(find, args![about, kind]).await?.into_iter().map(|(person,)| person).collect())
}

/// Takes back what was said of a thing.
pub(crate) async fn recall(tx: &mut Tx, kind: &str, about: Uuid) -> Result<u64> {
    tx.run(sql!("DELETE FROM notice_told WHERE about = $1 AND kind = $2"), args![about, kind]).await
}

/// Marks as delivered what is due and was not, as much as one transaction takes. Whose it was.
pub(crate) async fn deliver(tx: &mut Tx, now: Timestamp) -> Result<Vec<(PersonId, ToldId)>> {
    let deliver = sql!(
        (PersonId, ToldId),
        "UPDATE notice SET delivered_at = $1 WHERE delivered_at IS NULL AND (person, told) IN
           (SELECT d.person, d.told FROM notice d WHERE d.delivered_at IS NULL AND d.due <= $1 ORDER BY d.due LIMIT $2)
         RETURNING person, told"
    );
    tx.all(deliver, args![now, BATCH]).await
}

/// Whether something waited for the hours.
pub(crate) async fn urgency(tx: &mut Tx, id: ToldId) -> Result<Option<Urgency>> {
    let find = sql!((Urgency,), "SELECT urgency FROM notice_told WHERE id = $1");
    Ok(tx.opt(find, args![id]).await?.map(|(urgency,)| urgency))
}

/// How much somebody has not read, [`MANY`] at most.
pub(crate) async fn unread(db: &Db, person: PersonId, now: Timestamp) -> Result<u32> {
    let count = sql!(
        (i64,),
        "SELECT count(*) FROM (SELECT 1 FROM notice WHERE person = $1 AND read_at IS NULL AND due <= $2 LIMIT $3) unread"
    );
    let (count,) = db.one(count, args![person, now, i64::from(MANY)]).await?;
    Ok(u32::try_from(count).unwrap_or(MANY))
}

/// Somebody's notices from a moment back, newest first: one more than a page.
pub(crate) async fn lines(db: &Db, person: PersonId, before: Timestamp) -> Result<Vec<Line>> {
    let list = sql!(
        Line,
        "SELECT t.id, t.kind, t.args, t.link, t.urgency, n.due, n.read_at, t.space, s.name AS space_name, s.hue
         FROM notice n JOIN notice_told t ON t.id = n.told LEFT JOIN space s ON s.id = t.space
         WHERE n.person = $1 AND n.due <= $2 ORDER BY n.due DESC, n.told DESC LIMIT $3"
    );
    db.all(list, args![person, before, PAGE + 1]).await
}

/// Where one of somebody's notices leads.
pub(crate) async fn link(tx: &mut Tx, person: PersonId, id: ToldId, now: Timestamp) -> Result<Option<String>> {
    let find = sql!(
        (String,),
        "SELECT t.link FROM notice n JOIN notice_told t ON t.id = n.told WHERE n.person = $1 AND n.told = $2 AND n.due <= $3"
    );
    Ok(tx.opt(find, args![person, id, now]).await?.map(|(link,)| link))
}

/// Marks one of somebody's notices as read.
pub(crate) async fn read(tx: &mut Tx, person: PersonId, id: ToldId, now: Timestamp) -> Result<u64> {
    let read = sql!("UPDATE notice SET read_at = $3 WHERE person = $1 AND told = $2 AND read_at IS NULL AND due <= $3");
    tx.run(read, args![person, id, now]).await
}

/// Marks all of somebody's notices as read that they could see.
pub(crate) async fn read_all(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<u64> {
    let read = sql!("UPDATE notice SET read_at = $2 WHERE person = $1 AND read_at IS NULL AND due <= $2");
    tx.run(read, args![person, now]).await
}

/// Marks as read what somebody was told about a thing, due or not: they saw the thing itself.
pub(crate) async fn read_about(tx: &mut Tx, person: PersonId, about: Uuid, now: Timestamp) -> Result<u64> {
    let read = sql!("UPDATE notice SET read_at = $3 WHERE person = $1 AND about = $2 AND read_at IS NULL");
    tx.run(read, args![person, about, now]).await
}

/// Forgets notices read before one moment, and unread ones due before another, and what nobody was told any more.
pub(crate) async fn forget(tx: &mut Tx, read: Timestamp, unread: Timestamp) -> Result<()> {
    tx.run(sql!("DELETE FROM notice WHERE read_at < $1 OR due < $2"), args![read, unread]).await?;
    let empty = sql!(
        "DELETE FROM notice_told WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.told = notice_told.id)"
    );
    tx.run(empty, args![read]).await?;
    Ok(())
}

/// Moves what one person was told to another who turned out to be the same; where both were told, the kept one's stays.
pub(crate) async fn move_rows(tx: &mut Tx, gone: PersonId, kept: PersonId) -> Result<()> {
    let moved = sql!(
        "UPDATE notice SET person = $2 WHERE person = $1 AND NOT EXISTS
           (SELECT 1 FROM notice o WHERE o.person = $2 AND o.about = notice.about AND o.kind = notice.kind)"
    );
    tx.run(moved, args![gone, kept]).await?;
    tx.run(sql!("DELETE FROM notice WHERE person = $1"), args![gone]).await?;
    tx.run(sql!("UPDATE notice_told SET from_person = $2 WHERE from_person = $1"), args![gone, kept]).await?;
    wishes::forget_person(tx, gone).await?;
    devices::forget_person(tx, gone).await?;
    mails::forget_person(tx, gone).await?;
    Ok(())
}

/// Forgets what somebody was told, and what was said of their doing.
pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM notice WHERE person = $1"), args![person]).await?;
    tx.run(sql!("DELETE FROM notice_told WHERE from_person = $1"), args![person]).await?;
    // Sentences about somebody hold their name as it is shown.
    let named = sql!(
        "DELETE FROM notice_told WHERE EXISTS (SELECT 1 FROM person p WHERE p.id = $1 AND p.name <> ''
           AND CAST(notice_told.args AS TEXT) LIKE '%' || p.name || '%')"
    );
    tx.run(named, args![person]).await?;
    wishes::forget_person(tx, person).await?;
    devices::forget_person(tx, person).await?;
    mails::forget_person(tx, person).await?;
    Ok(())
}

/// What somebody was told, for the way out: what they could see.
pub(crate) async fn receipts_of(db: &Db, person: PersonId, now: Timestamp) -> Result<Vec<(Told, Receipt)>> {
    let said = sql!(
        Told,
        "SELECT t.id, t.kind, t.about, t.space, t.link, t.args, t.from_person, t.urgency, t.at
         FROM notice n JOIN notice_told t ON t.id = n.told WHERE n.person = $1 AND n.due <= $2 ORDER BY n.told LIMIT 100000"
    );
    let heard = sql!(
        Receipt,
        "SELECT told, person, kind, about, due, delivered_at, read_at, mailed_at, paper_at, paper_by FROM notice WHERE person = $1 AND due <= $2
         ORDER BY told LIMIT 100000"
    );
    let values = args![person, now];
    Ok(db.all(said, values).await?.into_iter().zip(db.all(heard, values).await?).collect())
}

/// How many notices, browsers and mails are due and were not carried.
pub(crate) async fn waiting(db: &Db, now: Timestamp) -> Result<(i64, i64, i64)> {
    let count = sql!(
        (i64, i64, i64),
        "SELECT (SELECT count(*) FROM notice WHERE delivered_at IS NULL AND due <= $1) AS notices,
           (SELECT count(*) FROM notice_device WHERE push_at <= $1) AS pushes,
           (SELECT count(*) FROM notice_mail WHERE state IN ('queued', 'sending') AND not_before <= $1) AS mails"
    );
    db.one(count, args![now]).await
}

/// All that was said, for the way out.
pub(crate) async fn all_told(db: &Db, each: impl FnMut(Told) -> Result<()> + Send) -> Result<()> {
    let all =
        sql!(Told, "SELECT id, kind, about, space, link, args, from_person, urgency, at FROM notice_told ORDER BY id");
    db.each(all, &[], each).await
}

/// All who were told, for the way out.
pub(crate) async fn all_receipts(db: &Db, each: impl FnMut(Receipt) -> Result<()> + Send) -> Result<()> {
    let all = sql!(
        Receipt,
        "SELECT told, person, kind, about, due, delivered_at, read_at, mailed_at, paper_at, paper_by FROM notice ORDER BY person, told"
    );
    db.each(all, &[], each).await
}

/// Writes a row of the way out back.
pub(crate) async fn insert_receipt(tx: &mut Tx, it: &Receipt) -> Result<()> {
    let insert = sql!(
        "INSERT INTO notice (told, person, kind, about, due, delivered_at, read_at, mailed_at, paper_at, paper_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let Receipt { told, person, kind, about, due, delivered_at, read_at, mailed_at, paper_at, paper_by } = it;
    let values = args![told, person, kind, about, due, delivered_at, read_at, mailed_at, paper_at, paper_by];
    tx.run(insert, values).await?;
    Ok(())
}
