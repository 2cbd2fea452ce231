//! One post.

use askama::Template;
use axum::{Extension, Form, extract::Path};
use preau_kernel::{Result, SpaceId, Timestamp};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act};
use preau_web::{Answer, Said, View, Visit};

use super::{
    enter,
    shown::{Piece, Shown, as_json, when, whole},
    wall_of,
};
use crate::{
    acts::{correct, withdraw},
    model::{Paragraph, PostId, PostState, paragraphs},
    policy::{Here, PostVerb},
    seen::Marks,
    store,
};

#[derive(Template)]
#[template(path = "wall/one.html")]
struct OnePage {
    view: View,
    head: SpaceHead,
    it: Shown,
    before: Vec<Before>,
}

/// What a post said before.
struct Before {
    when: String,
    paragraphs: Vec<Paragraph>,
}

impl Before {
    fn words(&self) -> &[Paragraph] {
        &self.paragraphs
    }
}

#[derive(Template)]
#[template(path = "wall/print.html")]
struct PrintPage {
    view: View,
    space: String,
    it: Shown,
    printed: Timestamp,
}

/// A post as it is shown to the visitor.
async fn load(visit: &Visit, view: &View, here: &Here, id: PostId) -> Result<Shown> {
    let post = here.post(&visit.ctx, &visit.actor, id).await?;
    whole(visit, view, here, post).await
}

/// `/s/{space}/wall/{post}`
pub(super) async fn one(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Extension(marks): Extension<Marks>,
    Path((space, id)): Path<(SpaceId, PostId)>,
) -> Answer {
    let me = visit.my_id()?;
    let (here, head) = enter(&visit, &tabs, space).await?;
    let view = visit.view().await?;
    let it = load(&visit, &view, &here, id).await?;
    marks.note(&visit.ctx, me, here.sight.families && !here.sight.leads, [&it.post]);
    if visit.json {
        return visit.json(&as_json(&it));
    }
    let before = if it.may.follow { store::versions(&visit.ctx.db, id).await? } else { Vec::new() };
    let now = visit.ctx.clock.now();
    let before = before
        .into_iter()
        .map(|it| Before { when: when(&visit, &view, it.until, now), paragraphs: paragraphs(&it.text) });
    let before = before.collect();
    visit.page(&OnePage { view, head, it, before })
}

/// `/s/{space}/wall/{post}/print`
pub(super) async fn print(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
) -> Answer {
    let (here, head) = enter(&visit, &tabs, space).await?;
    let view = visit.view().await?;
    let it = load(&visit, &view, &here, id).await?;
    visit.page(&PrintPage { view, space: head.space.name, it, printed: visit.ctx.clock.now() })
}

/// `POST /s/{space}/wall/{post}/pin`
pub(super) async fn pin(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
    Form(fields): Form<Fields>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Pin, id).await?;
    let up = fields.get("to") != "down";
    let mut tx = visit.ctx.db.begin().await?;
    correct::pin(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, up).await?;
    tx.commit().await?;
    let said = Said::new(if up { "wall-said-pinned" } else { "wall-said-unpinned" });
    visit.go_and_say(&wall_of(space), &said)
}

/// `POST /s/{space}/wall/{post}/withdraw`
pub(super) async fn withdraw(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Withdraw, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    withdraw::withdraw(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof).await?;
    tx.commit().await?;
    let said = Said::new("wall-said-withdrawn").undo(format!("/s/{space}/wall/{id}/restore"));
    visit.go_and_say(&wall_of(space), &said)
}

/// `POST /s/{space}/wall/{post}/restore`
pub(super) async fn restore(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Restore, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    withdraw::restore(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof).await?;
    tx.commit().await?;
    visit.go_and_say(&wall_of(space), &Said::new("wall-said-restored"))
}
