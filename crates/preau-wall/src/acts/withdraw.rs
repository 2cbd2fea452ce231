//! Taking a post back, and undoing that.

use preau_journal::verbs::{WALL_RESTORE, WALL_WITHDRAW};
use preau_kernel::{Can, Kind, Problem, Result};
use preau_people::acts::Act;
use serde_json::json;

use super::{
    freeze::end_session,
    publish::{TOLD, tell_readers},
    record, rights, tell_of,
};
use crate::{
    model::{Post, PostState},
    policy::{PostVerb, demand},
    store,
};

/// Takes a post back from everybody. Its row stays for those who lead the space. With `close`, whoever wrote it is
/// signed out where they sent it from: somebody else may hold their telephone.
pub async fn withdraw(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, close: bool) -> Result<()> {
    demand(proof, PostVerb::Withdraw)?;
    let mut post = store::post_in(act.tx, proof.resource().id).await?.ok_or_else(Problem::not_found)?;
    if post.state != PostState::Published {
        return Err(Problem::new(Kind::Conflict, "wall-not-published"));
    }
    post.state = PostState::Withdrawn;
    post.withdrawn_at = Some(act.now());
    post.withdrawn_by = act.actor.person();
    post.pinned_at = None;
    store::update(act.tx, &post).await?;
    for kind in [TOLD, rights::ASKED] {
        preau_notices::recall(act.ctx, act.tx, kind, post.id.uuid()).await?;
    }
    tell_of(act, "wall.withdrawn", &post).await?;
    if close {
        let session = store::session_of(act.tx, post.id).await?;
        end_session(act, post.space, post.author, session).await?;
    }
    record(act, WALL_WITHDRAW, post.space, json!({ "post": post.id })).await
}

/// Puts a post back where it stood.
pub async fn restore(act: &mut Act<'_>, proof: &Can<PostVerb, Post>) -> Result<()> {
    demand(proof, PostVerb::Restore)?;
    let mut post = store::post_in(act.tx, proof.resource().id).await?.ok_or_else(Problem::not_found)?;
    if post.state != PostState::Withdrawn {
        return Err(Problem::new(Kind::Conflict, "wall-not-withdrawn"));
    }
    post.state = PostState::Published;
    post.withdrawn_at = None;
    post.withdrawn_by = None;
    store::update(act.tx, &post).await?;
    tell_of(act, "wall.restored", &post).await?;
    tell_readers(act, &post).await?;
    rights::tell_asked(act, &post).await?;
    record(act, WALL_RESTORE, post.space, json!({ "post": post.id })).await
}
