//! Forgetting what is over: sessions, letters, challenges, attempts, classes.

use preau_kernel::Result;
use preau_people::acts::undoing::WHILE;
use preau_web::Ctx;
use time::Duration;

use crate::{
    model::throttle::PIN,
    store::{attempts, ceremonies, class, letters, merged, sessions},
};

/// What is given to an undoing that is on its way.
const LATER: Duration = Duration::minutes(10);

/// Forgets all of it; called every ten minutes.
pub(crate) async fn sweep(ctx: &Ctx) -> Result<()> {
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    sessions::forget_expired(&mut tx, now).await?;
    letters::forget_expired(&mut tx, now).await?;
    ceremonies::forget_expired(&mut tx, now).await?;
    class::forget_over(&mut tx, now).await?;
    // One more pass than a merge can be undone in: whoever undoes it in the last second finds everything.
    for gone in merged::over(&mut tx, now - WHILE - LATER).await? {
        crate::export::erase(&mut tx, gone).await?;
    }
    // The rule that remembers longest is that of PINs.
    attempts::forget_old(&mut tx, now - Duration::seconds(PIN.forget)).await?;
    Ok(tx.commit().await?)
}
