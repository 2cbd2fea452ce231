//! What people answer to a post: signatures, thanks, replies.

use axum::{
    Extension, Form,
    extract::{Path, Query},
};
use http::StatusCode;
use preau_kernel::{Problem, Result, SpaceId};
use preau_people::{Fields, Tabs, acts::Act};
use preau_web::{Answer, Errors, Said, Visit};
use serde::Deserialize;

use super::{enter, or_again, post::one_page};
use crate::{
    acts::{answers, signatures},
    model::{PostId, ReplyId},
    policy::PostVerb,
    seen::Marks,
};

#[derive(Deserialize)]
pub(super) struct Off {
    /// Takes back instead.
    off: Option<u8>,
}

fn post_of(space: SpaceId, post: PostId) -> String {
    format!("/s/{space}/wall/{post}")
}

/// `POST /s/{space}/wall/{post}/sign`, and with `?off=1` undoes it.
pub(super) async fn sign(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
    Query(asked): Query<Off>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Sign, id).await?;
    let at = post_of(space, id);
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    let said = if asked.off.is_some() {
        signatures::unsign(&mut act, &proof).await?;
        Said::new("wall-said-unsigned")
    } else {
        signatures::sign(&mut act, &proof).await?;
        Said::new("wall-said-signed").undo(format!("{at}/sign?off=1"))
    };
    tx.commit().await?;
    visit.go_and_say(&at, &said)
}

/// `POST /s/{space}/wall/{post}/remind`
pub(super) async fn remind(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Follow, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let count = signatures::remind(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof).await?;
    tx.commit().await?;
    visit.go_and_say(&post_of(space, id), &Said::new("wall-said-reminded").with("count", count))
}

/// `POST /s/{space}/wall/{post}/thank`, and with `?off=1` no longer.
pub(super) async fn thank(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
    Query(asked): Query<Off>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Thank, id).await?;
    let thanks = asked.off.is_none();
    let mut tx = visit.ctx.db.begin().await?;
    answers::thank(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, thanks).await?;
    tx.commit().await?;
    let said = Said::new(if thanks { "wall-said-thanked" } else { "wall-said-unthanked" });
    visit.go_and_say(&post_of(space, id), &said)
}

/// `POST /s/{space}/wall/{post}/replies`
pub(super) async fn reply(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Extension(marks): Extension<Marks>,
    Path((space, id)): Path<(SpaceId, PostId)>,
    Form(fields): Form<Fields>,
) -> Answer {
    match or_again(replied(&visit, &tabs, (space, id), &fields).await) {
        Ok(answer) => answer,
        Err(problem) if visit.json => Err(problem.into()),
        Err(problem) => {
            let errors = Errors::from(problem);
            let page = one_page(&visit, &tabs, &marks, (space, id), fields, errors).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn replied(visit: &Visit, tabs: &Tabs, (space, id): (SpaceId, PostId), fields: &Fields) -> Result<Answer> {
    let (here, _) = enter(visit, tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Reply, id).await?;
    let to = match fields.get("to") {
        "" => None,
        to => Some(to.parse().map_err(|_| Problem::not_found())?),
    };
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    let it = answers::reply(&mut act, &proof, &here, fields.get("text"), to).await?;
    tx.commit().await?;
    let at = post_of(space, id);
    let said = Said::new("wall-said-replied").undo(format!("{at}/replies/{}/withdraw", it.id));
    Ok(visit.go_and_say(&at, &said))
}

/// `POST /s/{space}/wall/{post}/replies/{reply}/withdraw`
pub(super) async fn withdraw(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id, reply)): Path<(SpaceId, PostId, ReplyId)>,
    Form(fields): Form<Fields>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::See, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    answers::withdraw(&mut act, &proof, &here, reply, fields.ticked("close")).await?;
    tx.commit().await?;
    let at = post_of(space, id);
    let said = Said::new("wall-said-reply-withdrawn").undo(format!("{at}/replies/{reply}/restore"));
    visit.go_and_say(&at, &said)
}

/// `POST /s/{space}/wall/{post}/replies/{reply}/restore`
pub(super) async fn restore(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id, reply)): Path<(SpaceId, PostId, ReplyId)>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::See, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    answers::restore(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &here, reply).await?;
    tx.commit().await?;
    visit.go_and_say(&post_of(space, id), &Said::new("wall-said-replied"))
}
