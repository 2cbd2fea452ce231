//! Failures, counted where every node sees them.

use preau_db::{Result, Tx, args, row, sql};
use preau_kernel::Timestamp;

row! {
    /// How often something failed, and when last.
    #[derive(Debug, Clone)]
    pub(crate) struct Failures { pub(crate) failures: i64, pub(crate) last_at: Timestamp }
}

/// Takes the count of a subject, so that nobody else changes it before this transaction ends: two guesses sent at the
/// same moment are counted one after the other.
pub(crate) async fn hold(tx: &mut Tx, subject: [u8; 32], now: Timestamp) -> Result<Failures> {
    let hold = sql!(
        Failures,
        "INSERT INTO signin_attempt (subject, failures, last_at) VALUES ($1, 0, $2)
         ON CONFLICT (subject) DO UPDATE SET failures = signin_attempt.failures RETURNING failures, last_at"
    );
    tx.one(hold, args![subject, now]).await
}

pub(crate) async fn set(tx: &mut Tx, subject: [u8; 32], failures: i64, now: Timestamp) -> Result<()> {
    let set = sql!("UPDATE signin_attempt SET failures = $2, last_at = $3 WHERE subject = $1");
    tx.run(set, args![subject, failures, now]).await?;
    Ok(())
}

/// Takes back one failure that was none.
pub(crate) async fn take_back(tx: &mut Tx, subject: [u8; 32]) -> Result<()> {
    let one = sql!("UPDATE signin_attempt SET failures = failures - 1 WHERE subject = $1 AND failures > 0");
    tx.run(one, args![subject]).await?;
    Ok(())
}

pub(crate) async fn forget(tx: &mut Tx, subject: [u8; 32]) -> Result<()> {
    tx.run(sql!("DELETE FROM signin_attempt WHERE subject = $1"), args![subject]).await?;
    Ok(())
}

/// Forgets what no rule counts any more.
pub(crate) async fn forget_old(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    tx.run(sql!("DELETE FROM signin_attempt WHERE last_at < $1"), args![before]).await
}
