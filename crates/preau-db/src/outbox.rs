//! What happened, told after it is certain.
//!
//! A change and the [`Event`] that tells of it are written in one transaction, so neither is ever without the other.
//! A relay takes each event in a transaction of its own ([`take`]), lets the services act on it in that same
//! transaction, marks it done ([`done`]) and commits: what they change because of it happens exactly once.
//!
//! An event is *marked* done, never skipped by "id greater than": ids are given before the commit, and on PostgreSQL
//! commits come in another order than ids. Order between events is not promised; where it matters, a counter in the
//! space is raised in the change's own transaction.

use preau_kernel::{Event, EventId, SpaceId, Timestamp};
use time::Duration;

use crate::{Migration, Result, Tx, args, row, sql};

pub(crate) const MIGRATION: Migration = Migration {
    owner: "db",
    version: 1,
    name: "outbox",
    sql: "
CREATE TABLE outbox (
  id {uuid} PRIMARY KEY,
  name TEXT NOT NULL,
  space {uuid},
  at {ts} NOT NULL,
  payload {json} NOT NULL,
  not_before {ts} NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  done_at {ts}
);
CREATE INDEX outbox_open ON outbox (not_before) WHERE done_at IS NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;
",
};

row! {
    struct Open { id: EventId, name: String, space: Option<SpaceId>, at: Timestamp, payload: serde_json::Value, attempts: i64 }
}

/// An event to act on.
#[derive(Debug)]
pub struct Taken {
    /// The event.
    pub event: Event,
    /// How often acting on it failed before.
    pub attempts: i64,
}

/// Writes the event beside the change that it tells of.
pub async fn emit(tx: &mut Tx, event: &Event) -> Result<()> {
    tx.announce();
    let insert = sql!("INSERT INTO outbox (id, name, space, at, payload, not_before) VALUES ($1, $2, $3, $4, $5, $4)");
    tx.run(insert, args![event.id, event.name, event.space, event.at, event.payload]).await?;
    Ok(())
}

/// Takes the next event that is due; no other node gets it while this transaction is open.
pub async fn take(tx: &mut Tx, now: Timestamp) -> Result<Option<Taken>> {
    // SQLite has one writer, which is lock enough; PostgreSQL's other nodes pass over the row.
    let next = sql!(Open,
        sqlite: "SELECT id, name, space, at, payload, attempts FROM outbox WHERE done_at IS NULL AND not_before <= $1
            ORDER BY not_before, id LIMIT 1",
        pg: "SELECT id, name, space, at, payload, attempts FROM outbox WHERE done_at IS NULL AND not_before <= $1
            ORDER BY not_before, id LIMIT 1 FOR UPDATE SKIP LOCKED");
    let next = tx.opt(next, args![now]).await?;
    Ok(next.map(|Open { id, name, space, at, payload, attempts }| Taken {
        event: Event { id, name, space, at, payload },
        attempts,
    }))
}

/// Marks the event as acted on.
pub async fn done(tx: &mut Tx, id: EventId, now: Timestamp) -> Result<()> {
    tx.run(sql!("UPDATE outbox SET done_at = $2 WHERE id = $1"), args![id, now]).await?;
    Ok(())
}

/// Puts the event off after acting on it failed: a second, then two, four, … up to an hour.
pub async fn put_off(tx: &mut Tx, taken: &Taken, now: Timestamp) -> Result<()> {
    let later = now + back_off(taken.attempts);
    let update = sql!("UPDATE outbox SET attempts = attempts + 1, not_before = $2 WHERE id = $1 AND done_at IS NULL");
    tx.run(update, args![taken.event.id, later]).await?;
    Ok(())
}

/// Forgets events that were acted on before `before`. How many those were.
pub async fn forget(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.run(sql!("DELETE FROM outbox WHERE done_at < $1"), args![before]).await
}

/// Events that were not acted on yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlog {
    /// How many.
    pub waiting: i64,
    /// How many of them failed so often that waiting alone won't help.
    pub failing: i64,
    /// What one of those tells of.
    pub name: Option<String>,
}

/// What waits. How old an event is says nothing: after a roster, or a server that was off for a night, many wait that
/// nobody has tried yet.
pub async fn backlog(db: &crate::Db) -> Result<Backlog> {
    // Failed three times: a node that went away or a lock would have been over after 1 + 2 + 4 seconds.
    let backlog = sql!(
        (i64, i64, Option<String>),
        "SELECT count(*), count(CASE WHEN attempts >= 3 THEN 1 END), min(CASE WHEN attempts >= 3 THEN name END)
         FROM outbox WHERE done_at IS NULL"
    );
    let (waiting, failing, name) = db.one(backlog, &[]).await?;
    Ok(Backlog { waiting, failing, name })
}

/// The wait after so many failures: 1 s, 2 s, 4 s, … at most an hour.
pub(crate) fn back_off(attempts: i64) -> Duration {
    let doublings = u32::try_from(attempts.clamp(0, 12)).unwrap_or(12);
    Duration::seconds(1_i64 << doublings).min(Duration::HOUR)
}
