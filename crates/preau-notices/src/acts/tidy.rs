//! Forgetting in time.

use preau_kernel::Result;
use preau_web::Ctx;
use time::Duration;

use crate::store::{self, mails};

/// What was read is kept so long.
const READ: Duration = Duration::days(90);
/// What was never read is kept so long.
const UNREAD: Duration = Duration::days(365);

/// Forgets what was read three months ago, and what nobody read in a year.
pub(crate) async fn tidy(ctx: &Ctx) -> Result<()> {
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    store::forget(&mut tx, now - READ, now - UNREAD).await?;
    mails::forget(&mut tx, now - READ).await?;
    Ok(tx.commit().await?)
}
