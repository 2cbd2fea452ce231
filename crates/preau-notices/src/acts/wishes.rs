//! Choosing how to be told.

use preau_kernel::{PersonId, Problem, Result};
use preau_people::model::is_hour;
use preau_web::Ctx;

use crate::{
    model::wish::{Way, Wish},
    store::wishes,
};

/// Keeps what somebody chose.
pub(crate) async fn change(ctx: &Ctx, wish: &Wish, mutes: &[(String, Way)]) -> Result<()> {
    if !is_hour(&wish.mail_at) {
        return Err(Problem::field("mail_at", "hour"));
    }
    if wish.quiet_from.is_some() != wish.quiet_until.is_some() {
        return Err(Problem::field("quiet_from", "notices-quiet-both"));
    }
    if let Some(wrong) = wish.quiet_from.iter().chain(&wish.quiet_until).find(|hour| !is_hour(hour)) {
        let field = if wish.quiet_from.as_ref() == Some(wrong) { "quiet_from" } else { "quiet_until" };
        return Err(Problem::field(field, "hour"));
    }
    let mut tx = ctx.db.begin().await?;
    wishes::set(&mut tx, wish).await?;
    wishes::set_mutes(&mut tx, wish.person, mutes).await?;
    Ok(tx.commit().await?)
}

/// Says yes or no to the day's mail.
pub(crate) async fn answer_mail(ctx: &Ctx, person: PersonId, yes: bool) -> Result<()> {
    let mut tx = ctx.db.begin().await?;
    wishes::answer_mail(&mut tx, person, yes, ctx.clock.now()).await?;
    Ok(tx.commit().await?)
}
