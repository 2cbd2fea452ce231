//! Work to do later, or again: rows that a node takes for a while.
//!
//! A job is put down in the transaction of the change that wants it ([`put`]). A node takes one that is due under a
//! lease ([`take`]); if the node dies, the lease runs out and another takes it again, so a job must be ready to run
//! twice. A job with a `key` exists once: putting it down again while it waits changes nothing. A job that keeps
//! failing is tried with growing pauses, then kept as dead for `preau doctor` to show.

use preau_kernel::{JobId, Timestamp};
use time::Duration;

use crate::{Db, Migration, Result, Tx, args, outbox::back_off, row, sql};

pub(crate) const MIGRATION: Migration = Migration {
    owner: "db",
    version: 2,
    name: "jobs",
    sql: "
CREATE TABLE job (
  id {uuid} PRIMARY KEY,
  name TEXT NOT NULL,
  key TEXT UNIQUE,
  payload {json} NOT NULL,
  run_at {ts} NOT NULL,
  leased_until {ts},
  attempts BIGINT NOT NULL DEFAULT 0,
  failed_at {ts},
  failure TEXT
);
CREATE INDEX job_due ON job (run_at) WHERE failed_at IS NULL;
",
};

/// After so many failures a job is dead.
pub const ATTEMPTS: i64 = 12;

row! {
    /// A job, taken.
    #[derive(Debug, Clone)]
    pub struct Job {
        /// Its id.
        pub id: JobId,
        /// Which work: `people.unshare`, `signin.forget-devices`, …
        pub name: String,
        /// The particulars.
        pub payload: serde_json::Value,
        /// How often it failed before.
        pub attempts: i64
    }
}

/// Puts a job down. With a `key`, only if no job with that key waits or runs already.
pub async fn put(
    tx: &mut Tx,
    id: JobId,
    name: &str,
    key: Option<&str>,
    payload: serde_json::Value,
    run_at: Timestamp,
) -> Result<()> {
    tx.announce();
    let insert = sql!(
        "INSERT INTO job (id, name, key, payload, run_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING"
    );
    tx.run(insert, args![id, name, key, payload, run_at]).await?;
    Ok(())
}

/// Takes the job that has been due for longest, for as long as `lease`.
pub async fn take(db: &Db, now: Timestamp, lease: Duration) -> Result<Option<Job>> {
    let mut tx = db.begin().await?;
    // SQLite has one writer, which is lock enough; PostgreSQL's other nodes pass over the row.
    let take = sql!(Job,
        sqlite: "UPDATE job SET leased_until = $2 WHERE id = (
              SELECT id FROM job WHERE failed_at IS NULL AND run_at <= $1 AND (leased_until IS NULL OR leased_until < $1)
              ORDER BY run_at, id LIMIT 1)
            RETURNING id, name, payload, attempts",
        pg: "UPDATE job SET leased_until = $2 WHERE id = (
              SELECT id FROM job WHERE failed_at IS NULL AND run_at <= $1 AND (leased_until IS NULL OR leased_until < $1)
              ORDER BY run_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, name, payload, attempts");
    let job = tx.opt(take, args![now, now + lease]).await?;
    tx.commit().await?;
    Ok(job)
}

/// Ends a job that is done.
pub async fn done(tx: &mut Tx, id: JobId) -> Result<()> {
    tx.run(sql!("DELETE FROM job WHERE id = $1"), args![id]).await?;
    Ok(())
}

/// Plans a job that comes again for its next time.
pub async fn again(tx: &mut Tx, id: JobId, run_at: Timestamp) -> Result<()> {
    let update = sql!("UPDATE job SET run_at = $2, leased_until = NULL, attempts = 0, failure = NULL WHERE id = $1");
    tx.run(update, args![id, run_at]).await?;
    Ok(())
}

/// Puts a job off that failed; after [`ATTEMPTS`] failures it is dead. `why` is shown to the operator.
pub async fn put_off(tx: &mut Tx, job: &Job, now: Timestamp, why: &str) -> Result<()> {
    let dead = (job.attempts + 1 >= ATTEMPTS).then_some(now);
    let update = sql!(
        "UPDATE job SET attempts = attempts + 1, leased_until = NULL, run_at = $2, failed_at = $3, failure = $4
          WHERE id = $1"
    );
    tx.run(update, args![job.id, now + back_off(job.attempts), dead, why]).await?;
    Ok(())
}

/// The dead jobs: name and what the last failure said, 100 at most.
pub async fn dead(db: &Db) -> Result<Vec<(String, Option<String>)>> {
    let list = sql!(
        (String, Option<String>),
        "SELECT name, failure FROM job WHERE failed_at IS NOT NULL ORDER BY failed_at LIMIT 100"
    );
    db.all(list, &[]).await
}
