//! Coming in by an invitation: with one's account, or from outside with an account that is made on the way.
//!
//! Nothing is kept before the last step: whoever stops half-way leaves no account behind, only a passkey's challenge
//! that is over in minutes.

use preau_kernel::{Actor, PersonId, PersonKind, Result};
use preau_people::{
    acts::{Act, invitations},
    model::{Invitation, Space},
};
use serde_json::json;

use super::{
    Caller,
    enter::{self, Entered, Entering},
    first::{self, FirstWay, Name},
    record,
    throttle::{Door, knock},
};
use crate::model::Way;

/// The invitation that a code opens, and into which space. A wrong code is counted against its network.
pub(crate) async fn look(caller: &Caller<'_>, code: &str) -> Result<(Invitation, Space)> {
    // A mistyped code is caught by its check letter: no guess.
    if preau_people::model::read(code).is_none() {
        return Err(preau_people::PeopleError::InvitationOver.into());
    }
    let knock = knock(caller, Door::Invitation).await?;
    let found = invitations::find(&caller.ctx.db, code, caller.ctx.clock.now()).await?;
    knock.was_right(caller).await?;
    Ok(found)
}

/// Comes in with one's account.
pub(crate) async fn accept(caller: &Caller<'_>, actor: &Actor, me: PersonId, code: &str) -> Result<Space> {
    let (invitation, space) = look(caller, code).await?;
    let mut tx = caller.ctx.db.begin().await?;
    invitations::accept(&mut Act::new(caller.ctx, &mut tx, actor), me, &invitation).await?;
    tx.commit().await?;
    Ok(space)
}

/// Lets somebody from outside try to make an account: so many from one network, so many by one invitation in a while.
pub(crate) async fn admit(caller: &Caller<'_>, invitation: &Invitation) -> Result<()> {
    // Counted whether it succeeds or not: an account that was made is what is limited.
    knock(caller, Door::Guest { invitation: invitation.id }).await.map(drop)
}

/// Makes the account of somebody from outside, and lets them in: all in one transaction.
pub(crate) async fn come(
    caller: &Caller<'_>,
    invitation: &Invitation,
    name: &Name,
    way: FirstWay,
) -> Result<(Entered, String)> {
    let ctx = caller.ctx;
    let mut tx = ctx.db.begin().await?;
    let mut act = Act::new(ctx, &mut tx, &Actor::System);
    let person = invitations::come_from_outside(&mut act, invitation, &name.given, &name.family).await?;
    debug_assert_eq!(person.kind, PersonKind::Guest);
    let bound = if matches!(way, FirstWay::Passkey(_)) { "passkey" } else { "password" };
    let strong = first::bind(caller, &mut tx, person.id, way).await?;
    record(ctx, &mut tx, "signin.bind", Some(person.id), person.id, json!({ "way": bound })).await?;
    let who = first::who(person, None);
    let entering = Entering { who: &who, way: Way::Invitation, strong, shared: false, window: None };
    let entered = enter::enter(caller, &mut tx, &entering).await?;
    tx.commit().await?;
    Ok((entered, who.login))
}
