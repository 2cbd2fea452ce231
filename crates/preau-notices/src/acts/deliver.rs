//! Waking the pages of those for whom something is due.

use std::collections::BTreeSet;

use bytes::Bytes;
use preau_bus::Subject;
use preau_kernel::{PersonId, Problem, Result};
use preau_web::Ctx;
use serde_json::Value;

use crate::store;

/// Delivers what is due. A node that dies between commit and waking leaves pages that find it at their next look.
pub(crate) async fn deliver(ctx: &Ctx) -> Result<()> {
    loop {
        let mut tx = ctx.db.begin().await?;
        let due = store::deliver(&mut tx, ctx.clock.now()).await?;
        tx.commit().await?;
        wake(ctx, due.iter().map(|(person, _)| *person)).await;
        if i64::try_from(due.len()).unwrap_or(i64::MAX) < store::BATCH {
            return Ok(());
        }
    }
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
