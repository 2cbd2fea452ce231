//! Changing what a post says, throwing a draft away, putting a post on top.

use preau_kernel::{Can, Kind, Problem, Result};
use preau_people::acts::Act;

use super::{files, publish::words, tell_of};
use crate::{
    model::{PINS, Post, PostState, Version},
    policy::{PostVerb, demand},
    store,
};

/// Changes the words of a post. What a published one said before is kept for those who lead the space; for the others
/// it says when it was corrected.
pub async fn correct(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, text: &str) -> Result<()> {
    demand(proof, PostVerb::Correct)?;
    let text = words(text)?;
    let mut post = store::post_in(act.tx, proof.resource().id).await?.ok_or_else(Problem::not_found)?;
    if post.text == text {
        return Ok(());
    }
    if post.state == PostState::Published {
        let number = store::versions_in(act.tx, post.id).await? + 1;
        if number > 100 {
            return Err(Problem::new(Kind::Quota, "wall-too-many-corrections"));
        }
        let (until, by_person) = (act.now(), act.actor.person());
        let before = std::mem::take(&mut post.text);
        store::insert_version(act.tx, &Version { post: post.id, number, text: before, until, by_person }).await?;
        post.corrected_at = Some(act.now());
    }
    post.text = text;
    store::update(act.tx, &post).await?;
    tell_of(act, "wall.corrected", &post).await
}

/// Throws a draft away, or what waits.
pub async fn discard(act: &mut Act<'_>, proof: &Can<PostVerb, Post>) -> Result<()> {
    demand(proof, PostVerb::Correct)?;
    let post = proof.resource().id;
    let there = store::files::of_post_in(act.tx, post).await?;
    if store::delete_draft(act.tx, post).await? == 0 {
        return Err(Problem::new(Kind::Conflict, "wall-published"));
    }
    for file in there {
        files::end(act, file.id).await?;
    }
    Ok(())
}

/// Puts a post on top of its wall, or down again.
pub async fn pin(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, up: bool) -> Result<()> {
    demand(proof, PostVerb::Pin)?;
    let mut post = store::post_in(act.tx, proof.resource().id).await?.ok_or_else(Problem::not_found)?;
    if up && post.pinned_at.is_none() && store::pins_in(act.tx, post.space).await? >= PINS {
        return Err(Problem::new(Kind::Conflict, "wall-too-many-pins").with("count", PINS));
    }
    post.pinned_at = up.then(|| act.now());
    store::update(act.tx, &post).await?;
    tell_of(act, "wall.pinned", &post).await
}
