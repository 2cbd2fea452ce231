//! Browsers that may be woken.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{DeviceId, PersonId, SessionId, Timestamp};

use crate::model::{
    ToldId, Urgency,
    wish::{Device, PushDeviceId},
};

/// Browsers of one person at most; the one allowed longest ago goes.
const DEVICES: i64 = 10;
/// Browsers woken in one round.
pub(crate) const ROUND: i64 = 100;

/// Remembers a browser: anew if it was known, whoever used it before.
pub(crate) async fn insert(tx: &mut Tx, it: &Device, now: Timestamp) -> Result<()> {
    tx.run(sql!("DELETE FROM notice_device WHERE endpoint = $1"), args![it.endpoint]).await?;
    let insert = sql!(
        "INSERT INTO notice_device (id, person, device, endpoint, p256dh, auth, lang, at, urgent)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, FALSE)"
    );
    let Device { id, person, device, endpoint, p256dh, auth, lang, .. } = it;
    tx.run(insert, args![id, person, device, endpoint, p256dh, auth, lang, now]).await?;
    let forget = sql!(
        "DELETE FROM notice_device WHERE person = $1 AND id NOT IN
           (SELECT d.id FROM notice_device d WHERE d.person = $1 ORDER BY d.at DESC, d.id DESC LIMIT $2)"
    );
    tx.run(forget, args![person, DEVICES]).await?;
    Ok(())
}

row! {
    /// A browser, as its person's list shows it.
    #[derive(Debug, Clone)]
    pub(crate) struct Listed {
        pub(crate) id: PushDeviceId,
        pub(crate) here: bool,
        pub(crate) browser: String,
        pub(crate) system: String,
        pub(crate) endpoint: String,
        pub(crate) at: Timestamp,
        pub(crate) failure: Option<String>,
    }
}

/// Somebody's browsers that may be woken, the newest first; which of them is the one of a session.
pub(crate) async fn of_person(db: &Db, person: PersonId, session: Option<SessionId>) -> Result<Vec<Listed>> {
    let list = sql!(
        Listed,
        "SELECT d.id, EXISTS (SELECT 1 FROM signin_session s WHERE s.id = $2 AND s.device = d.device) AS here,
           b.browser, b.system, d.endpoint, d.at, d.failure
         FROM notice_device d JOIN signin_device b ON b.id = d.device WHERE d.person = $1
         ORDER BY d.at DESC, d.id LIMIT 20"
    );
    db.all(list, args![person, session]).await
}

/// The remembered browser of a session; none on a shared one.
pub(crate) async fn of_session(db: &Db, session: SessionId) -> Result<Option<DeviceId>> {
    let find = sql!((Option<DeviceId>,), "SELECT device FROM signin_session WHERE id = $1");
    Ok(db.opt(find, args![session]).await?.and_then(|(device,)| device))
}

/// Forgets the browser that somebody signed out of.
pub(crate) async fn signed_out(tx: &mut Tx, device: DeviceId) -> Result<()> {
    tx.run(sql!("DELETE FROM notice_device WHERE device = $1"), args![device]).await?;
    Ok(())
}

/// Forgets one of somebody's browsers.
pub(crate) async fn delete(tx: &mut Tx, person: PersonId, id: PushDeviceId) -> Result<u64> {
    tx.run(sql!("DELETE FROM notice_device WHERE person = $1 AND id = $2"), args![person, id]).await
}

/// Forgets a browser that its push service does not know any more.
pub(crate) async fn gone(tx: &mut Tx, id: PushDeviceId) -> Result<()> {
    tx.run(sql!("DELETE FROM notice_device WHERE id = $1"), args![id]).await?;
    Ok(())
}

row! {
    /// Somebody who has a browser to be woken for what was just delivered to them.
    pub(crate) struct ToWake {
        pub(crate) person: PersonId,
        pub(crate) quiet_from: Option<String>,
        pub(crate) quiet_until: Option<String>,
    }
}

/// Who of those told of something has a browser, and did not say that it should not be woken for that.
pub(crate) async fn to_wake(tx: &mut Tx, told: ToldId, delivered: Timestamp) -> Result<Vec<ToWake>> {
    let find = sql!(
        ToWake,
        "SELECT DISTINCT n.person, w.quiet_from, w.quiet_until FROM notice n
           JOIN notice_told t ON t.id = n.told JOIN notice_device d ON d.person = n.person
           LEFT JOIN notice_wish w ON w.person = n.person
         WHERE n.told = $1 AND n.delivered_at = $2 AND n.read_at IS NULL AND (t.urgency = 'emergency' OR NOT EXISTS
           (SELECT 1 FROM notice_mute u WHERE u.person = n.person AND u.way = 'push' AND n.kind LIKE u.topic || '.%'))
         LIMIT 100000"
    );
    tx.all(find, args![told, delivered]).await
}

/// Wants somebody's browsers woken at a moment, or earlier if they are to be woken earlier already.
pub(crate) async fn want(tx: &mut Tx, person: PersonId, at: Timestamp, urgency: Urgency) -> Result<()> {
    let want = sql!(
        "UPDATE notice_device SET attempts = 0, push_at = CASE WHEN push_at < $2 THEN push_at ELSE $2 END,
           urgent = (urgent OR $3) WHERE person = $1"
    );
    tx.run(want, args![person, at, urgency == Urgency::Emergency]).await?;
    Ok(())
}

/// Takes browsers that are to be woken now, until `lease`: then another round takes them again.
pub(crate) async fn take(tx: &mut Tx, now: Timestamp, lease: Timestamp) -> Result<Vec<Device>> {
    // SQLite has one writer, which is lock enough; PostgreSQL's other nodes pass over the rows.
    let take = sql!(Device,
        sqlite: "UPDATE notice_device SET push_at = $2 WHERE id IN
              (SELECT d.id FROM notice_device d WHERE d.push_at <= $1 ORDER BY d.push_at LIMIT $3)
            RETURNING id, person, device, endpoint, p256dh, auth, lang, urgent, attempts",
        pg: "UPDATE notice_device SET push_at = $2 WHERE id IN
              (SELECT d.id FROM notice_device d WHERE d.push_at <= $1 ORDER BY d.push_at LIMIT $3
               FOR UPDATE SKIP LOCKED)
            RETURNING id, person, device, endpoint, p256dh, auth, lang, urgent, attempts");
    tx.all(take, args![now, lease, ROUND]).await
}

/// Notes that a browser was woken. What was wanted meanwhile stays wanted.
pub(crate) async fn woken(tx: &mut Tx, id: PushDeviceId, lease: Timestamp, now: Timestamp) -> Result<()> {
    let woken = sql!(
        "UPDATE notice_device SET attempts = 0, pushed_at = $3, failure = NULL,
           urgent = CASE WHEN push_at = $2 THEN FALSE ELSE urgent END,
           push_at = CASE WHEN push_at = $2 THEN NULL ELSE push_at END WHERE id = $1"
    );
    tx.run(woken, args![id, lease, now]).await?;
    Ok(())
}

/// Notes that nothing is left to wake a browser for.
pub(crate) async fn nothing(tx: &mut Tx, id: PushDeviceId, lease: Timestamp) -> Result<()> {
    let nothing = sql!("UPDATE notice_device SET push_at = NULL, urgent = FALSE WHERE id = $1 AND push_at = $2");
    tx.run(nothing, args![id, lease]).await?;
    Ok(())
}

/// Puts waking a browser off that failed, or gives it up for this time.
pub(crate) async fn failed(
    tx: &mut Tx,
    id: PushDeviceId,
    lease: Timestamp,
    again: Option<Timestamp>,
    why: &str,
) -> Result<()> {
    let failed = sql!(
        "UPDATE notice_device SET attempts = attempts + 1, failure = $4,
           push_at = CASE WHEN push_at = $2 THEN $3 ELSE push_at END WHERE id = $1"
    );
    tx.run(failed, args![id, lease, again, why]).await?;
    Ok(())
}

/// Whether somebody still has something that they did not read, and want to be woken for.
pub(crate) async fn wanted(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<bool> {
    let find = sql!(
        (i64,),
        "SELECT count(*) FROM (SELECT 1 FROM notice n JOIN notice_told t ON t.id = n.told
           WHERE n.person = $1 AND n.read_at IS NULL AND n.due <= $2 AND (t.urgency = 'emergency' OR NOT EXISTS
             (SELECT 1 FROM notice_mute u WHERE u.person = n.person AND u.way = 'push' AND n.kind LIKE u.topic || '.%'))
           LIMIT 1) wanted"
    );
    Ok(tx.one(find, args![person, now]).await?.0 > 0)
}

/// How many browsers there are, how many of them failed when they were woken last.
pub(crate) async fn health(db: &Db) -> Result<(i64, i64)> {
    db.one(sql!((i64, i64), "SELECT count(*), count(failure) FROM notice_device"), &[]).await
}

/// Forgets somebody's browsers.
pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM notice_device WHERE person = $1"), args![person]).await?;
    Ok(())
}
