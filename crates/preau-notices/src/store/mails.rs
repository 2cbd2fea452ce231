//! The day's mails, and those of an emergency.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{PersonId, Timestamp};

use crate::model::{
    ToldId,
    wish::{MAIL_AT, MailId, MailState},
};

/// Persons looked at in one go.
pub(crate) const ROUND: i64 = 500;

/// Whether the person `p` with the wish `w` has mail: an address that was not refused, and staff who did not say no or
/// somebody else who said yes.
macro_rules! has_mail {
    () => {
        "p.email IS NOT NULL AND p.left_at IS NULL AND p.erased_at IS NULL AND w.bounced_at IS NULL \
         AND coalesce(w.mail, p.kind = 'staff')"
    };
}

/// A notice `n` that its person did not read, that no mail told and that they want by mail.
macro_rules! untold {
    () => {
        "n.read_at IS NULL AND n.mailed_at IS NULL AND n.due <= $1 AND NOT EXISTS (SELECT 1 FROM notice_mute u \
         WHERE u.person = n.person AND u.way = 'mail' AND n.kind LIKE u.topic || '.%')"
    };
}

row! {
    /// Somebody for whom the day's mail could be written.
    pub(crate) struct Candidate {
        pub(crate) person: PersonId,
        pub(crate) quiet_from: Option<String>,
        pub(crate) quiet_until: Option<String>,
    }
}

/// The present hour and those of the institution, as texts that sort as hours do.
#[derive(Debug)]
pub(crate) struct Wall {
    /// What the clock on the wall shows.
    pub(crate) hour: String,
    /// From when people may be reached.
    pub(crate) from: String,
    /// Until when.
    pub(crate) until: String,
}

/// Who has something to be told, has mail, chose an hour that has come, and has no mail of this day yet. An hour at
/// which nobody may be reached is moved to the first at which one may.
pub(crate) async fn candidates(
    db: &Db,
    now: Timestamp,
    wall: &Wall,
    slot: &str,
    after: PersonId,
) -> Result<Vec<Candidate>> {
    let list = sql!(
        Candidate,
        concat!(
            "SELECT p.id AS person, w.quiet_from, w.quiet_until FROM person p",
            " LEFT JOIN notice_wish w ON w.person = p.id WHERE p.id > $4 AND ",
            has_mail!(),
            " AND CASE WHEN coalesce(w.mail_at, $5) < $7 OR coalesce(w.mail_at, $5) >= $8 THEN $7",
            " ELSE coalesce(w.mail_at, $5) END <= $2 AND NOT EXISTS",
            " (SELECT 1 FROM notice_mail m WHERE m.person = p.id AND m.slot = $3)",
            " AND p.id IN (SELECT n.person FROM notice n WHERE ",
            untold!(),
            ") ORDER BY p.id LIMIT $6"
        )
    );
    let Wall { hour, from, until } = wall;
    db.all(list, args![now, hour, slot, after, MAIL_AT, ROUND, from, until]).await
}

/// Who was told of an emergency, and has mail.
pub(crate) async fn of_emergency(tx: &mut Tx, told: ToldId, delivered: Timestamp) -> Result<Vec<PersonId>> {
    let list = sql!(
        (PersonId,),
        concat!(
            "SELECT p.id FROM notice n JOIN person p ON p.id = n.person LEFT JOIN notice_wish w ON w.person = p.id",
            " WHERE n.told = $1 AND n.delivered_at = $2 AND n.read_at IS NULL AND ",
            has_mail!(),
            " LIMIT 100000"
        )
    );
    Ok(tx.all(list, args![told, delivered]).await?.into_iter().map(|(person,)| person).collect())
}

/// Puts a mail down, unless there is one of that slot.
pub(crate) async fn insert(
    tx: &mut Tx,
    id: MailId,
    person: PersonId,
    slot: &str,
    urgent: bool,
    now: Timestamp,
) -> Result<()> {
    let insert = sql!(
        "INSERT INTO notice_mail (id, person, slot, state, urgent, at, not_before)
         VALUES ($1, $2, $3, 'queued', $4, $5, $5) ON CONFLICT (person, slot) DO NOTHING"
    );
    tx.run(insert, args![id, person, slot, urgent, now]).await?;
    Ok(())
}

row! {
    /// A mail that is to be given to the mail server.
    #[derive(Debug, Clone)]
    pub(crate) struct Open {
        pub(crate) id: MailId,
        pub(crate) person: PersonId,
        pub(crate) urgent: bool,
        pub(crate) at: Timestamp,
        pub(crate) attempts: i64,
    }
}

/// Takes the next mail. It is marked before anything is sent: see [`MailState::Unsure`].
pub(crate) async fn take(tx: &mut Tx, now: Timestamp, lease: Timestamp) -> Result<Option<Open>> {
    // SQLite has one writer, which is lock enough; PostgreSQL's other nodes pass over the row.
    let take = sql!(Open,
        sqlite: "UPDATE notice_mail SET state = 'sending', not_before = $2, attempts = attempts + 1 WHERE id =
              (SELECT m.id FROM notice_mail m WHERE m.state = 'queued' AND m.not_before <= $1
               ORDER BY m.urgent DESC, m.not_before, m.id LIMIT 1)
            RETURNING id, person, urgent, at, attempts",
        pg: "UPDATE notice_mail SET state = 'sending', not_before = $2, attempts = attempts + 1 WHERE id =
              (SELECT m.id FROM notice_mail m WHERE m.state = 'queued' AND m.not_before <= $1
               ORDER BY m.urgent DESC, m.not_before, m.id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, person, urgent, at, attempts");
    tx.opt(take, args![now, lease]).await
}

/// Notes how far a mail came, and when it is tried again if it waits.
pub(crate) async fn mark(
    tx: &mut Tx,
    id: MailId,
    state: MailState,
    next: Timestamp,
    answer: Option<&str>,
) -> Result<()> {
    let mark = sql!("UPDATE notice_mail SET state = $2, not_before = $3, answer = $4 WHERE id = $1");
    tx.run(mark, args![id, state, next, answer]).await?;
    Ok(())
}

/// Marks as unsure what a machine was sending when it died.
pub(crate) async fn lost(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    let lost = sql!("UPDATE notice_mail SET state = 'unsure' WHERE state = 'sending' AND not_before < $1");
    tx.run(lost, args![now]).await
}

/// How much of each kind a mail tells somebody.
pub(crate) async fn content(db: &Db, person: PersonId, now: Timestamp) -> Result<Vec<(String, i64)>> {
    let list = sql!(
        (String, i64),
        concat!(
            "SELECT n.kind, count(*) FROM notice n WHERE n.person = $2 AND ",
            untold!(),
            " GROUP BY n.kind ORDER BY n.kind LIMIT 200"
        )
    );
    db.all(list, args![now, person]).await
}

/// Notes that a mail told somebody what they had not read at a moment.
pub(crate) async fn told(tx: &mut Tx, person: PersonId, until: Timestamp, now: Timestamp) -> Result<()> {
    let told = sql!(
        "UPDATE notice SET mailed_at = $3 WHERE person = $1 AND read_at IS NULL AND mailed_at IS NULL AND due <= $2"
    );
    tx.run(told, args![person, until, now]).await?;
    Ok(())
}

/// Since when the oldest mail waits that was tried and failed, and what was answered.
pub(crate) async fn stuck(db: &Db) -> Result<Option<(Timestamp, Option<String>)>> {
    let find = sql!(
        (Timestamp, Option<String>),
        "SELECT at, answer FROM notice_mail WHERE state = 'queued' AND attempts > 0 ORDER BY at LIMIT 1"
    );
    db.opt(find, &[]).await
}

/// How many mails of each state there are since a moment.
pub(crate) async fn count(db: &Db, since: Timestamp) -> Result<Vec<(MailState, i64)>> {
    let count = sql!(
        (MailState, i64),
        "SELECT state, count(*) FROM notice_mail WHERE at >= $1 GROUP BY state ORDER BY state LIMIT 10"
    );
    db.all(count, args![since]).await
}

/// How many addresses were refused and not changed since.
pub(crate) async fn refused(db: &Db) -> Result<i64> {
    Ok(db.one(sql!((i64,), "SELECT count(*) FROM notice_wish WHERE bounced_at IS NOT NULL"), &[]).await?.0)
}

/// Forgets mails of before a moment.
pub(crate) async fn forget(tx: &mut Tx, before: Timestamp) -> Result<()> {
    tx.run(sql!("DELETE FROM notice_mail WHERE at < $1"), args![before]).await?;
    Ok(())
}

/// Forgets somebody's mails.
pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM notice_mail WHERE person = $1"), args![person]).await?;
    Ok(())
}
