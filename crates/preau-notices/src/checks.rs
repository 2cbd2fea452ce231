//! Whether news gets out of the house.

use preau_db::Db;
use preau_kernel::Result;
use preau_web::{Check, Ctx, Health};
use time::Duration;

use crate::{
    Ways,
    model::wish::MailState,
    store::{devices, mails},
};

/// A mail that was tried and still waits after so long is stuck.
const STUCK: Duration = Duration::hours(1);
/// Interrupted mails are told of for so long.
const LATELY: Duration = Duration::days(7);

/// Looks whether all is well.
pub(crate) async fn checks(ctx: &Ctx, ways: &Ways) -> Result<Vec<Check>> {
    let mut checks = Vec::new();
    if ways.mail.is_some() {
        checks.extend(mail(ctx).await?);
    } else {
        checks.push(Check::new("notices-mail-off", Health::Todo));
    }
    if ways.push.is_on() {
        let (count, failing) = devices::health(&ctx.db).await?;
        // One phone that does not answer says something of the phone, many say something of us.
        let check = if failing * 2 > count {
            ("notices-push-failing", Health::Bad)
        } else {
            ("notices-push-good", Health::Good)
        };
        checks.push(Check::new(check.0, check.1).with("failing", failing).with("count", count));
    }
    Ok(checks)
}

async fn mail(ctx: &Ctx) -> Result<Vec<Check>> {
    let now = ctx.clock.now();
    let stuck = mails::stuck(&ctx.db).await?.filter(|(since, _)| now.since(*since) > STUCK);
    let mut checks = vec![match stuck {
        Some((since, answer)) => Check::new("notices-mail-stuck", Health::Bad)
            .with("hours", now.since(since).whole_hours())
            .with("answer", answer.unwrap_or_default()),
        None => Check::new("notices-mail-good", Health::Good),
    }];
    let refused = mails::refused(&ctx.db).await?;
    if refused > 0 {
        checks.push(Check::new("notices-mail-refused", Health::Todo).with("count", refused).at("/admin/people"));
    }
    let lately = mails::count(&ctx.db, now - LATELY).await?;
    if let Some((_, count)) = lately.iter().find(|(state, _)| *state == MailState::Unsure) {
        checks.push(Check::new("notices-mail-unsure", Health::Todo).with("count", count));
    }
    Ok(checks)
}

/// What waits to be carried, for the operators' figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Notices that are due and were not delivered.
    pub notices: i64,
    /// Browsers to be woken now.
    pub pushes: i64,
    /// Mails to be sent now.
    pub mails: i64,
}

/// What waits to be carried now.
pub async fn waiting(ctx: &Ctx) -> Result<Waiting> {
    let (db, now): (&Db, _) = (&ctx.db, ctx.clock.now());
    let (notices, pushes, mails) = crate::store::waiting(db, now).await?;
    Ok(Waiting { notices, pushes, mails })
}
