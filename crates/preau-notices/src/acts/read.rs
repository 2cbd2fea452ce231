//! Reading.

use preau_kernel::{PersonId, Problem, Result};
use preau_web::Ctx;

use crate::{model::ToldId, store};

/// Marks one of a person's notices as read. Where it leads.
pub(crate) async fn one(ctx: &Ctx, person: PersonId, id: ToldId) -> Result<String> {
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    let link = store::link(&mut tx, person, id, now).await?.ok_or_else(Problem::not_found)?;
    store::read(&mut tx, person, id, now).await?;
    tx.commit().await?;
    Ok(link)
}

/// Marks all of a person's notices as read. How many were not.
pub(crate) async fn all(ctx: &Ctx, person: PersonId) -> Result<u64> {
    let mut tx = ctx.db.begin().await?;
    let count = store::read_all(&mut tx, person, ctx.clock.now()).await?;
    tx.commit().await?;
    Ok(count)
}
