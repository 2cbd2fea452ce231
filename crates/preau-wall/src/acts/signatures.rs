//! Signing that one has read a post, and reminding those who have not.

use preau_kernel::{Can, Kind, PersonId, Problem, Result};
use preau_people::acts::Act;
use time::Duration;

use super::{notice, tell_of};
use crate::{
    model::{Post, PostState, Signature, UNDO},
    policy::{PostVerb, demand},
    store::answers as store,
};

/// What those who have not signed are told.
const TOLD: &str = "wall.unsigned";
/// Nobody is reminded of one post more often.
const PAUSE: Duration = Duration::DAY;

/// Signs for oneself; again, it changes nothing.
pub async fn sign(act: &mut Act<'_>, proof: &Can<PostVerb, Post>) -> Result<()> {
    demand(proof, PostVerb::Sign)?;
    let (post, person) = (proof.resource(), act.actor.person().ok_or_else(Problem::not_found)?);
    if store::sign(act.tx, &Signature { post: post.id, person, at: act.now() }).await? {
        preau_notices::seen(act.ctx, act.tx, person, post.id.uuid()).await?;
        tell_of(act, "wall.signed", post).await?;
    }
    Ok(())
}

/// Undoes a slip of the finger, within the hour.
pub async fn unsign(act: &mut Act<'_>, proof: &Can<PostVerb, Post>) -> Result<()> {
    demand(proof, PostVerb::Sign)?;
    let (post, person) = (proof.resource(), act.actor.person().ok_or_else(Problem::not_found)?);
    if store::unsign(act.tx, post.id, person, act.now() - UNDO).await? == 0 {
        return Err(Problem::new(Kind::Conflict, "wall-signed-long-ago"));
    }
    tell_of(act, "wall.signed", post).await
}

/// Reminds those who are asked to sign a post and have not. How many they are.
pub async fn remind(act: &mut Act<'_>, proof: &Can<PostVerb, Post>) -> Result<usize> {
    demand(proof, PostVerb::Follow)?;
    let (post, now) = (proof.resource(), act.now());
    if !post.sign || post.state != PostState::Published {
        return Err(Problem::new(Kind::Conflict, "wall-not-asked"));
    }
    let signers = store::signers(&act.ctx.db, post, now).await?;
    let to: Vec<PersonId> = signers.into_iter().filter(|it| it.signed_at.is_none()).map(|it| it.person).collect();
    if to.is_empty() {
        return Err(Problem::new(Kind::Conflict, "wall-all-signed"));
    }
    if !store::remind(act.tx, post.id, now, now - PAUSE).await? {
        return Err(Problem::new(Kind::TooMany, "wall-reminded"));
    }
    // Told anew: the first reminder may have been read and forgotten.
    preau_notices::recall(act.ctx, act.tx, TOLD, post.id.uuid()).await?;
    let notice = notice(TOLD, post, post.id.uuid(), &post.text, act.actor.person());
    preau_notices::tell(act.ctx, act.tx, &notice, &to).await?;
    Ok(to.len())
}
