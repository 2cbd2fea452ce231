//! Replying to a post, and saying thank you.

use preau_journal::verbs::WALL_WITHDRAW;
use preau_kernel::{Can, Kind, PersonId, Problem, Result, Role};
use preau_people::acts::Act;
use serde_json::json;

use super::{freeze::end_session, notice, record, session, tell_of};
use crate::{
    model::{Post, REPLIES, REPLIES_AN_HOUR, REPLY_LIMIT, Reply, ReplyId, Thanks, UNDO},
    policy::{Here, PostVerb, demand},
    store::answers as store,
};
use time::Duration;

/// What the author of a post is told, and whoever was answered.
const TOLD: &str = "wall.replied";

/// Replies to a post. A leader may answer one family (`to`): then nobody else reads it.
pub async fn reply(
    act: &mut Act<'_>,
    proof: &Can<PostVerb, Post>,
    here: &Here,
    text: &str,
    to: Option<ReplyId>,
) -> Result<Reply> {
    demand(proof, PostVerb::Reply)?;
    let (post, me, now) = (proof.resource(), act.actor.person().ok_or_else(Problem::not_found)?, act.now());
    let text = text.replace("\r\n", "\n").trim().to_owned();
    if text.is_empty() {
        return Err(Problem::field("text", "wall-nothing-said"));
    }
    if text.chars().count() > REPLY_LIMIT || text.contains('\0') {
        return Err(Problem::field("text", "wall-reply-too-long").with("count", REPLY_LIMIT));
    }
    if store::replied_since(act.tx, me, now - Duration::HOUR).await? >= REPLIES_AN_HOUR {
        return Err(Problem::new(Kind::TooMany, "wall-too-many-replies").with("count", REPLIES_AN_HOUR));
    }
    if store::replies_in(act.tx, post.id).await? >= REPLIES {
        return Err(Problem::new(Kind::Quota, "wall-replies-full").with("count", REPLIES));
    }
    let whom = match to {
        Some(to) if here.sight.leads => {
            let before = store::reply_in(act.tx, to).await?.filter(|reply| reply.post == post.id);
            before.ok_or_else(Problem::not_found)?.whom
        }
        Some(_) => return Err(Problem::not_found()),
        None => (!here.sight.leads && here.met.role != Some(Role::Member)).then_some(me),
    };
    let id = act.ctx.id();
    let it = Reply {
        id,
        post: post.id,
        author: Some(me),
        whom,
        text,
        at: now,
        withdrawn_at: None,
        withdrawn_by: None,
        author_name: None,
        whom_name: None,
    };
    store::insert_reply(act.tx, &it, session(act.actor)).await?;
    tell_of(act, "wall.replied", post).await?;
    tell_readers(act, post, &it).await?;
    Ok(it)
}

/// Tells the author of the post, and whoever is answered alone.
async fn tell_readers(act: &mut Act<'_>, post: &Post, it: &Reply) -> Result<()> {
    let to: Vec<PersonId> = [post.author, it.whom].into_iter().flatten().collect();
    let notice = notice(TOLD, post, it.id.uuid(), &it.text, it.author);
    preau_notices::tell(act.ctx, act.tx, &notice, &to).await
}

/// Takes a reply back: its writer, or whoever leads the space. With `close`, its writer is signed out where they sent it
/// from.
pub async fn withdraw(
    act: &mut Act<'_>,
    proof: &Can<PostVerb, Post>,
    here: &Here,
    id: ReplyId,
    close: bool,
) -> Result<()> {
    let (mut it, me) = mine(act, proof, here, id).await?;
    if it.withdrawn_at.is_some() {
        return Err(Problem::new(Kind::Conflict, "wall-withdrawn"));
    }
    it.withdrawn_at = Some(act.now());
    store::set_reply_withdrawn(act.tx, id, it.withdrawn_at, Some(me)).await?;
    preau_notices::recall(act.ctx, act.tx, TOLD, id.uuid()).await?;
    tell_of(act, "wall.replied", proof.resource()).await?;
    if close {
        let session = store::session_of(act.tx, id).await?;
        end_session(act, proof.resource().space, it.author, session).await?;
    }
    if it.author == Some(me) {
        return Ok(());
    }
    record(act, WALL_WITHDRAW, proof.resource().space, json!({ "post": it.post, "reply": id })).await
}

/// Undoes that, within the hour: whoever took it back.
pub async fn restore(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, here: &Here, id: ReplyId) -> Result<()> {
    let (it, me) = mine(act, proof, here, id).await?;
    if it.withdrawn_by != Some(me) || it.withdrawn_at.is_none_or(|at| at + UNDO < act.now()) {
        return Err(Problem::new(Kind::Conflict, "wall-too-late"));
    }
    store::set_reply_withdrawn(act.tx, id, None, None).await?;
    tell_of(act, "wall.replied", proof.resource()).await
}

/// A reply that the actor wrote, or may take back because they lead the space; and who they are.
async fn mine(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, here: &Here, id: ReplyId) -> Result<(Reply, PersonId)> {
    demand(proof, PostVerb::See)?;
    let me = act.actor.person().ok_or_else(Problem::not_found)?;
    let it = store::reply_in(act.tx, id).await?.filter(|it| it.post == proof.resource().id);
    let it = it.filter(|it| here.sight.leads || it.author == Some(me)).ok_or_else(Problem::not_found)?;
    Ok((it, me))
}

/// Says thank you for a post, or no longer.
pub async fn thank(act: &mut Act<'_>, proof: &Can<PostVerb, Post>, thanks: bool) -> Result<()> {
    demand(proof, PostVerb::Thank)?;
    let (post, person) = (proof.resource(), act.actor.person().ok_or_else(Problem::not_found)?);
    if thanks {
        store::thank(act.tx, &Thanks { post: post.id, person, at: act.now() }).await?;
    } else {
        store::unthank(act.tx, post.id, person).await?;
    }
    tell_of(act, "wall.thanked", post).await
}
