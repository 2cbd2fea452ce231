//! A new way in for somebody who lost theirs: by the teacher for a pupil, by the desk for anyone.

use preau_kernel::{Can, PersonId, Result};
use preau_web::Ctx;
use serde_json::json;

use super::{
    letter::{self, Printed},
    record,
};
use crate::{
    lodge::Lodge,
    policy::Verb,
    store::{ceremonies, class, letters, sessions, ways},
};

/// Takes away every way in and every session, and prints a new letter. The person is told when they come in.
pub(crate) async fn reset(
    ctx: &Ctx,
    lodge: &Lodge,
    by: Option<PersonId>,
    proof: &Can<Verb, PersonId>,
) -> Result<Printed> {
    let person = *proof.resource();
    let mut tx = ctx.db.begin().await?;
    ways::forget_person(&mut tx, person).await?;
    class::forget_person(&mut tx, person).await?;
    sessions::forget_person(&mut tx, person).await?;
    ceremonies::forget_person(&mut tx, person).await?;
    let printed = letter::print(ctx, lodge, &mut tx, by, person).await?;
    letters::note_reset(&mut tx, person, by, ctx.clock.now()).await?;
    record(ctx, &mut tx, "signin.reset", by, person, json!({ "way": "letter" })).await?;
    tx.commit().await?;
    Ok(printed)
}
