//! Delivering what is due: waking pages, and asking for phones to be woken and for an emergency's mails.

use std::collections::BTreeSet;

use bytes::Bytes;
use preau_bus::Subject;
use preau_db::Tx;
use preau_kernel::{PersonId, Problem, Result, Timestamp};
use preau_people::store::settings::settings_in;
use preau_web::Ctx;
use serde_json::Value;

use crate::{
    Ways,
    acts::{mail, push},
    model::{ToldId, Urgency, hours::Hours},
    store,
};

/// Delivers what is due. A node that dies between commit and waking leaves pages that find it at their next look.
pub(crate) async fn deliver(ctx: &Ctx, ways: &Ways) -> Result<()> {
    loop {
        let now = ctx.clock.now();
        let mut tx = ctx.db.begin().await?;
        let due = store::deliver(&mut tx, now).await?;
        carry(ctx, &mut tx, ways, &due, now).await?;
        tx.commit().await?;
        wake(ctx, due.iter().map(|(person, _)| *person)).await;
        if i64::try_from(due.len()).unwrap_or(i64::MAX) < store::BATCH {
            return Ok(());
        }
    }
}

/// Asks the other ways to carry what was just delivered.
async fn carry(ctx: &Ctx, tx: &mut Tx, ways: &Ways, due: &[(PersonId, ToldId)], now: Timestamp) -> Result<()> {
    if due.is_empty() || (!ways.push.is_on() && ways.mail.is_none()) {
        return Ok(());
    }
    let hours = Hours::of(&settings_in(tx).await?);
    for told in due.iter().map(|(_, told)| *told).collect::<BTreeSet<_>>() {
        let Some(urgency) = store::urgency(tx, told).await? else { continue };
        if ways.push.is_on() {
            push::want(ctx, tx, (told, urgency), &hours, now).await?;
        }
        if ways.mail.is_some() && urgency == Urgency::Emergency {
            mail::urgent(ctx, tx, told, now).await?;
        }
    }
    Ok(())
}

/// Wakes the persons that a job names.
pub(crate) async fn wake_listed(ctx: &Ctx, payload: &Value) -> Result<()> {
    let persons = payload.get("persons").cloned().unwrap_or_default();
    let persons: Vec<PersonId> = serde_json::from_value(persons).map_err(Problem::internal)?;
    wake(ctx, persons).await;
    Ok(())
}

/// Wakes whoever looks; if that fails, their next look finds it.
async fn wake(ctx: &Ctx, persons: impl IntoIterator<Item = PersonId>) {
    for person in persons.into_iter().collect::<BTreeSet<_>>() {
        let woken = match Subject::person(person, "notices") {
            Ok(subject) => ctx.bus.publish(&subject, Bytes::new()).await,
            Err(error) => Err(error),
        };
        if let Err(error) = woken {
            tracing::warn!(%error, "pages were not woken");
            return;
        }
    }
}
