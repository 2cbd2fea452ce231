//! Sessions and devices.

use preau_db::{Db, Result, Tx, args, row, sql};
use preau_kernel::{DeviceId, PersonId, PersonKind, Role, SessionId, Timestamp};
use time::Duration;

use crate::model::{DEVICES, Way, WindowId};

row! {
    /// A session, as each request needs it.
    #[derive(Debug, Clone)]
    pub(crate) struct Session {
        pub(crate) id: SessionId,
        pub(crate) person: PersonId,
        pub(crate) device: Option<DeviceId>,
        pub(crate) way: Way,
        pub(crate) strong: bool,
        pub(crate) held: bool,
        pub(crate) at: Timestamp,
        pub(crate) seen_at: Timestamp,
        pub(crate) expires_at: Timestamp,
        pub(crate) idle_seconds: i64,
        pub(crate) ends_at: Option<Timestamp>,
        pub(crate) kind: PersonKind,
        pub(crate) name: String,
        pub(crate) office: Option<Role>
    }
}

impl Session {
    /// Whether it can still be used.
    pub(crate) fn lives(&self, now: Timestamp) -> bool {
        self.expires_at > now && self.ends_at.is_none_or(|end| end > now)
    }
}

row! {
    /// A session, as the list of devices shows it.
    #[derive(Debug, Clone)]
    pub(crate) struct Seat {
        pub(crate) id: SessionId,
        pub(crate) browser: String,
        pub(crate) system: String,
        pub(crate) way: Way,
        pub(crate) at: Timestamp,
        pub(crate) seen_at: Timestamp
    }
}

row! {
    /// A browser that a person used.
    #[derive(Debug, Clone)]
    pub(crate) struct Device {
        pub(crate) id: DeviceId,
        pub(crate) person: PersonId,
        pub(crate) pin: Option<String>,
        pub(crate) paired_by: Option<PersonId>
    }
}

/// What a new session is made of.
pub(crate) struct NewSession<'a> {
    pub(crate) id: SessionId,
    pub(crate) token: [u8; 32],
    pub(crate) person: PersonId,
    pub(crate) device: Option<DeviceId>,
    pub(crate) window: Option<WindowId>,
    pub(crate) way: Way,
    pub(crate) strong: bool,
    pub(crate) held: bool,
    pub(crate) browser: &'a str,
    pub(crate) system: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) idle_seconds: i64,
    pub(crate) ends_at: Option<Timestamp>,
}

/// The session of a token's hash, and what the person is now: the one read that every request costs. It reads the
/// people's tables too, so that whoever leaves or loses an office is out with the next request, on every node.
pub(crate) async fn by_token(db: &Db, token: [u8; 32], now: Timestamp) -> Result<Option<Session>> {
    let find = sql!(
        Session,
        "SELECT s.id, s.person, s.device, s.way, s.strong, s.held, s.at, s.seen_at, s.expires_at, s.idle_seconds,
           s.ends_at, p.kind, p.name,
           (SELECT m.role FROM member m JOIN space i ON i.id = m.space
            WHERE i.kind = 'institution' AND m.person = p.id AND (m.until IS NULL OR m.until > $2)) AS office
         FROM signin_session s JOIN person p ON p.id = s.person
         WHERE s.token = $1 AND p.left_at IS NULL AND p.erased_at IS NULL"
    );
    db.opt(find, args![token, now]).await
}

pub(crate) async fn insert(tx: &mut Tx, new: &NewSession<'_>) -> Result<()> {
    let insert = sql!(
        "INSERT INTO signin_session (id, token, person, device, class_window, way, strong, held, browser, system, at,
           seen_at, expires_at, idle_seconds, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14)"
    );
    let NewSession { id, token, person, device, window, way, strong, held, browser, system, .. } = new;
    let NewSession { at, expires_at, idle_seconds, ends_at, .. } = new;
    let args = args![
        id,
        token,
        person,
        device,
        window,
        way,
        strong,
        held,
        browser,
        system,
        at,
        expires_at,
        idle_seconds,
        ends_at
    ];
    tx.run(insert, args).await?;
    Ok(())
}

/// Notes that a session was used, and lets it live on.
pub(crate) async fn seen(tx: &mut Tx, session: &Session, now: Timestamp) -> Result<()> {
    let expires_at = now + Duration::seconds(session.idle_seconds);
    let seen = sql!("UPDATE signin_session SET seen_at = $2, expires_at = $3 WHERE id = $1");
    tx.run(seen, args![session.id, now, expires_at]).await?;
    if let Some(device) = session.device {
        tx.run(sql!("UPDATE signin_device SET seen_at = $2 WHERE id = $1"), args![device, now]).await?;
    }
    Ok(())
}

/// A second factor was set up in this session: it is held no longer.
pub(crate) async fn strengthen(tx: &mut Tx, session: SessionId) -> Result<()> {
    let free = sql!("UPDATE signin_session SET strong = TRUE, held = FALSE WHERE id = $1");
    tx.run(free, args![session]).await?;
    Ok(())
}

/// The sessions of a person that still live, the last used first.
pub(crate) async fn of_person(db: &Db, person: PersonId, now: Timestamp) -> Result<Vec<Seat>> {
    let list = sql!(
        Seat,
        "SELECT id, browser, system, way, at, seen_at FROM signin_session
         WHERE person = $1 AND expires_at > $2 AND (ends_at IS NULL OR ends_at > $2) ORDER BY seen_at DESC, id LIMIT 100"
    );
    db.all(list, args![person, now]).await
}

/// Ends the session of a token.
pub(crate) async fn end_by_token(tx: &mut Tx, token: [u8; 32]) -> Result<u64> {
    tx.run(sql!("DELETE FROM signin_session WHERE token = $1"), args![token]).await
}

/// Ends the session of a token because its person signs out. The browser that it was on, if that is remembered.
pub(crate) async fn sign_out(tx: &mut Tx, token: [u8; 32]) -> Result<Option<DeviceId>> {
    let end = sql!((Option<DeviceId>,), "DELETE FROM signin_session WHERE token = $1 RETURNING device");
    Ok(tx.opt(end, args![token]).await?.and_then(|(device,)| device))
}

/// Ends one session of a person and forgets its device, so that it counts as unknown from now on.
pub(crate) async fn end_one(tx: &mut Tx, person: PersonId, session: SessionId) -> Result<u64> {
    let device = sql!(
        "DELETE FROM signin_device WHERE person = $1
         AND id IN (SELECT device FROM signin_session WHERE id = $2 AND person = $1)"
    );
    let forgotten = tx.run(device, args![person, session]).await?;
    let ended =
        tx.run(sql!("DELETE FROM signin_session WHERE person = $1 AND id = $2"), args![person, session]).await?;
    Ok(forgotten + ended)
}

/// Ends all sessions of a person but `kept`, and forgets their devices.
pub(crate) async fn end_others(tx: &mut Tx, person: PersonId, kept: Option<SessionId>) -> Result<u64> {
    let devices = sql!(
        "DELETE FROM signin_device WHERE person = $1
         AND id NOT IN (SELECT device FROM signin_session WHERE id = $2 AND device IS NOT NULL)"
    );
    let count = sql!("DELETE FROM signin_session WHERE person = $1 AND (id <> $2 OR $2 IS NULL)");
    let ended = tx.run(count, args![person, kept]).await?;
    tx.run(devices, args![person, kept]).await?;
    Ok(ended)
}

/// Ends the sessions that children opened in a class window.
pub(crate) async fn end_window(tx: &mut Tx, window: WindowId) -> Result<u64> {
    tx.run(sql!("DELETE FROM signin_session WHERE class_window = $1"), args![window]).await
}

/// Forgets sessions whose time is over.
pub(crate) async fn forget_expired(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    tx.run(sql!("DELETE FROM signin_session WHERE expires_at <= $1 OR ends_at <= $1"), args![now]).await
}

/// The device of this browser and this person.
pub(crate) async fn device(db: &Db, token: [u8; 32], person: PersonId) -> Result<Option<Device>> {
    let find = sql!(Device, "SELECT id, person, pin, paired_by FROM signin_device WHERE token = $1 AND person = $2");
    db.opt(find, args![token, person]).await
}

/// Everybody who uses this browser.
pub(crate) async fn devices_of_browser(db: &Db, token: [u8; 32]) -> Result<Vec<Device>> {
    let list =
        sql!(Device, "SELECT id, person, pin, paired_by FROM signin_device WHERE token = $1 ORDER BY at, id LIMIT 12");
    db.all(list, args![token]).await
}

/// Remembers this browser for this person, and forgets what they used longest ago. The device's id.
pub(crate) async fn remember_device(
    tx: &mut Tx,
    id: DeviceId,
    token: [u8; 32],
    person: PersonId,
    (browser, system): (&str, &str),
    now: Timestamp,
) -> Result<DeviceId> {
    let put = sql!(
        (DeviceId,),
        "INSERT INTO signin_device (id, token, person, browser, system, at, seen_at) VALUES ($1, $2, $3, $4, $5, $6, $6)
         ON CONFLICT (token, person) DO UPDATE SET seen_at = $6, browser = $4, system = $5 RETURNING id"
    );
    let (id,) = tx.one(put, args![id, token, person, browser, system, now]).await?;
    let forget = sql!(
        "DELETE FROM signin_device WHERE person = $1 AND id NOT IN
         (SELECT id FROM signin_device WHERE person = $1 ORDER BY seen_at DESC, id DESC LIMIT $2)"
    );
    tx.run(forget, args![person, DEVICES]).await?;
    Ok(id)
}

/// Binds a PIN to a device, or takes it away.
pub(crate) async fn set_pin(tx: &mut Tx, browser: [u8; 32], person: PersonId, pin: Option<&str>) -> Result<()> {
    let set = sql!("UPDATE signin_device SET pin = $3 WHERE token = $1 AND person = $2");
    tx.run(set, args![browser, person, pin]).await?;
    Ok(())
}

/// Lets a child's badge work on a browser, because a guardian of the child said so.
pub(crate) async fn pair(
    tx: &mut Tx,
    id: DeviceId,
    browser: [u8; 32],
    child: PersonId,
    by: PersonId,
    now: Timestamp,
) -> Result<()> {
    let pair = sql!(
        "INSERT INTO signin_device (id, token, person, browser, system, at, seen_at, paired_by)
         VALUES ($1, $2, $3, '', '', $4, $4, $5) ON CONFLICT (token, person) DO UPDATE SET paired_by = $5"
    );
    tx.run(pair, args![id, browser, child, now, by]).await?;
    Ok(())
}

/// Ends all sessions of a person; their devices stay known.
pub(crate) async fn end_all(tx: &mut Tx, person: PersonId) -> Result<()> {
    tx.run(sql!("DELETE FROM signin_session WHERE person = $1"), args![person]).await?;
    Ok(())
}

/// Forgets a person's devices and sessions.
pub(crate) async fn forget_person(tx: &mut Tx, person: PersonId) -> Result<()> {
    end_all(tx, person).await?;
    tx.run(sql!("DELETE FROM signin_device WHERE person = $1"), args![person]).await?;
    Ok(())
}
