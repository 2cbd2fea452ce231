//! Badges: a printed square that a small child holds up to the camera.
//!
//! A badge opens nothing by itself: it counts on a device of an open class, or on a family's own device that a guardian
//! paired. Who finds one in the street has a piece of paper.

use preau_kernel::{Can, Kind, PersonId, Problem, Result, SpaceId};
use preau_web::Ctx;
use serde_json::json;

use super::{
    Caller,
    enter::{self, Entered, Entering},
    record,
    throttle::{Door, knock},
};
use crate::{
    model::Way,
    policy::Verb,
    secret::Token,
    store::{
        class::{self, Window},
        people, sessions,
    },
    who::{self, Who},
};

/// Prints badges for children of a class; those printed before open nothing any more.
pub(crate) async fn print(
    ctx: &Ctx,
    (by, only): (PersonId, Option<PersonId>),
    proof: &Can<Verb, SpaceId>,
) -> Result<Vec<(Who, Token)>> {
    let now = ctx.clock.now();
    let children = people::learners(&ctx.db, *proof.resource(), now).await?;
    let mut printed = Vec::new();
    let mut tx = ctx.db.begin().await?;
    for child in children.into_iter().filter(|child| only.is_none_or(|only| only == child.id)) {
        let token = Token::draw(&*ctx.entropy);
        class::set_badge(&mut tx, child.id, token.hash(), now).await?;
        record(ctx, &mut tx, "signin.badge", Some(by), child.id, json!({})).await?;
        printed.push((child, token));
    }
    tx.commit().await?;
    Ok(printed)
}

/// Takes a child's badge away.
pub(crate) async fn revoke(ctx: &Ctx, by: PersonId, child: PersonId, proof: &Can<Verb, SpaceId>) -> Result<()> {
    let children = people::learners(&ctx.db, *proof.resource(), ctx.clock.now()).await?;
    if !children.iter().any(|own| own.id == child) {
        return Err(Problem::not_found());
    }
    let mut tx = ctx.db.begin().await?;
    if class::drop_badge(&mut tx, child).await? > 0 {
        record(ctx, &mut tx, "signin.reset", Some(by), child, json!({ "way": "badge" })).await?;
    }
    Ok(tx.commit().await?)
}

/// Comes in with a badge: in `window`, if its class is the child's, or on a device that a guardian paired.
pub(crate) async fn sign_in(caller: &Caller<'_>, badge: &Token, window: Option<&Window>) -> Result<Entered> {
    let ctx = caller.ctx;
    let knock = knock(caller, Door::Code).await?;
    let unknown = || Problem::new(Kind::NotFound, "signin-badge-unknown");
    let person = class::badge(&ctx.db, badge.hash()).await?.ok_or_else(unknown)?;
    let child = who::by_id(ctx, person).await?.ok_or_else(unknown)?;
    knock.was_right(caller).await?;
    let window = match window {
        Some(window) if super::class::faces(ctx, window).await?.iter().any(|face| face.id == person) => Some(window),
        _ => None,
    };
    if window.is_none() && !paired(caller, person).await? {
        return Err(Problem::new(Kind::Forbidden, "signin-badge-elsewhere"));
    }
    let mut tx = ctx.db.begin().await?;
    let entering = Entering { who: &child, way: Way::Badge, strong: false, shared: window.is_some(), window };
    let entered = enter::enter(caller, &mut tx, &entering).await?;
    tx.commit().await?;
    Ok(entered)
}

/// Whether a guardian, who still is one, paired this browser for the child.
async fn paired(caller: &Caller<'_>, child: PersonId) -> Result<bool> {
    let Some(browser) = &caller.browser else { return Ok(false) };
    let ctx = caller.ctx;
    let device = sessions::device(&ctx.db, browser.hash(), child).await?;
    let Some(by) = device.and_then(|device| device.paired_by) else { return Ok(false) };
    let now = ctx.clock.now();
    Ok(people::children(&ctx.db, by, now.date(), now).await?.iter().any(|own| own.id == child))
}

/// A guardian lets a child's badge work on this browser.
pub(crate) async fn pair(caller: &Caller<'_>, guardian: PersonId, child: PersonId) -> Result<()> {
    let ctx = caller.ctx;
    let now = ctx.clock.now();
    let browser = caller.browser.as_ref().ok_or_else(|| Problem::new(Kind::Precondition, "signin-pair-shared"))?;
    if !people::children(&ctx.db, guardian, now.date(), now).await?.iter().any(|own| own.id == child) {
        return Err(Problem::not_found());
    }
    let mut tx = ctx.db.begin().await?;
    sessions::pair(&mut tx, ctx.id(), browser.hash(), child, guardian, now).await?;
    Ok(tx.commit().await?)
}
