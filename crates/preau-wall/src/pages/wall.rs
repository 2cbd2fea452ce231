//! The wall itself.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Query},
};
use preau_kernel::{Decision, SpaceId, Timestamp};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act};
use preau_web::{Answer, Said, View, Visit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    enter,
    shown::{Piece, PostAnswer, Shown, as_json, before, listed, shown},
    wall_of,
};
use crate::{
    acts::freeze,
    model::{PAGE, PostState},
    policy::WallVerb,
    seen::Marks,
    store,
};

#[derive(Deserialize)]
pub(super) struct Asked {
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "wall/wall.html")]
struct WallPage {
    view: View,
    head: SpaceHead,
    posts: Vec<Shown>,
    kept: Vec<Shown>,
    writes: bool,
    freezes: bool,
    frozen: Option<Timestamp>,
    first: bool,
    older: Option<String>,
}

/// `POST /s/{space}/wall/freeze`, and with `off` lets it go on.
pub(super) async fn freeze(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(space): Path<SpaceId>,
    Form(fields): Form<Fields>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove(&visit.actor, WallVerb::Freeze)?;
    let frozen = !fields.ticked("off");
    let mut tx = visit.ctx.db.begin().await?;
    freeze::freeze(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, frozen).await?;
    tx.commit().await?;
    visit.go_and_say(&wall_of(space), &Said::new(if frozen { "wall-said-frozen" } else { "wall-said-thawed" }))
}

/// A page of a wall for a program.
#[derive(Serialize, ToSchema)]
pub(super) struct WallAnswer {
    /// Those on top, then the newest first.
    posts: Vec<PostAnswer>,
    /// The address of the page before, if there is one.
    older: Option<String>,
    /// Since when nobody can write here.
    frozen_at: Option<Timestamp>,
}

/// `/s/{space}/wall`
pub(super) async fn wall(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Extension(marks): Extension<Marks>,
    Path(space): Path<SpaceId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let me = visit.my_id()?;
    let (here, head) = enter(&visit, &tabs, space).await?;
    let db = &visit.ctx.db;
    let first = asked.before.is_none();
    let (posts, more) = listed(&visit, &here, asked.before, PAGE).await?;
    marks.note(&visit.ctx, me, here.sight.families && !here.sight.leads, &posts);
    let view = visit.view().await?;
    let posts = shown(&visit, &view, &here, posts).await?;
    let older = if more { before(space, &posts) } else { None };
    if visit.json {
        let posts = posts.iter().map(as_json).collect();
        return visit.json(&WallAnswer { posts, older, frozen_at: here.frozen });
    }
    let kept = if first && here.sight.leads { store::unpublished(db, space, me).await? } else { Vec::new() };
    let kept = shown(&visit, &view, &here, kept).await?;
    let writes = here.may(&visit.actor, WallVerb::Write) == Decision::Allow;
    let freezes = here.may(&visit.actor, WallVerb::Freeze) == Decision::Allow && here.met.archived_at.is_none();
    visit.page(&WallPage { view, head, posts, kept, writes, freezes, frozen: here.frozen, first, older })
}
