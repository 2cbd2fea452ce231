//! One post.

use askama::Template;
use axum::{Extension, Form, extract::Path};
use preau_kernel::{PersonId, Result, Role, SpaceId, Timestamp};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act};
use preau_web::{Answer, Errors, Said, View, Visit};

use super::{
    enter,
    shown::{Piece, Shown, as_json, when, whole},
    wall_of,
};
use crate::{
    acts::{correct, withdraw},
    model::{Paragraph, Post, PostId, PostState, REPLY_LIMIT, ReplyId, Signer, paragraphs},
    policy::{Here, PostVerb},
    seen::Marks,
    store,
};

#[derive(Template)]
#[template(path = "wall/one.html")]
pub(super) struct OnePage {
    view: View,
    head: SpaceHead,
    it: Shown,
    before: Vec<Before>,
    signing: Option<Signing>,
    /// Whether what the visitor writes is between them and the leaders.
    family: bool,
    fields: Fields,
    errors: Errors,
}

impl OnePage {
    /// The last reply of each family that wrote, and its name: whom a leader may answer alone.
    fn answerable(&self) -> Vec<(ReplyId, &str)> {
        let mut last: Vec<(PersonId, ReplyId, &str)> = Vec::new();
        for it in self.it.replies.iter().filter(|_| self.it.may.follow) {
            let Some(whom) = it.reply.whom else { continue };
            last.retain(|(known, ..)| *known != whom);
            last.push((whom, it.reply.id, it.reply.whom_name.as_deref().unwrap_or_default()));
        }
        last.into_iter().map(|(_, id, name)| (id, name)).collect()
    }
}

/// Who is asked to sign, for those who lead the space.
struct Signing {
    signed: Vec<Signer>,
    missing: Vec<Signer>,
    reminded: Option<String>,
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
    let page = one_page(&visit, &tabs, &marks, (space, id), Fields::default(), Errors::none()).await?;
    if visit.json {
        return visit.json(&as_json(&page.it));
    }
    visit.page(&page)
}

/// The page of one post, with the reply that somebody is writing.
pub(super) async fn one_page(
    visit: &Visit,
    tabs: &Tabs,
    marks: &Marks,
    (space, id): (SpaceId, PostId),
    fields: Fields,
    errors: Errors,
) -> Result<OnePage> {
    let me = visit.my_id()?;
    let (here, head) = enter(visit, tabs, space).await?;
    let view = visit.view().await?;
    let it = load(visit, &view, &here, id).await?;
    marks.note(&visit.ctx, me, here.sight.families && !here.sight.leads, [&it.post]);
    let now = visit.ctx.clock.now();
    let before = if it.may.follow { store::versions(&visit.ctx.db, id).await? } else { Vec::new() };
    let before = before
        .into_iter()
        .map(|it| Before { when: when(visit, &view, it.until, now), paragraphs: paragraphs(&it.text) });
    let before = before.collect();
    let signing = if it.may.follow && it.post.sign { Some(signing(visit, &view, &it.post).await?) } else { None };
    let family = here.met.role != Some(Role::Member);
    Ok(OnePage { view, head, it, before, signing, family, fields, errors })
}

async fn signing(visit: &Visit, view: &View, post: &Post) -> Result<Signing> {
    let (db, now) = (&visit.ctx.db, visit.ctx.clock.now());
    let (missing, signed) =
        store::answers::signers(db, post, now).await?.into_iter().partition(|it| it.signed_at.is_none());
    let reminded = store::answers::reminded(db, post.id).await?.map(|at| when(visit, view, at, now));
    Ok(Signing { signed, missing, reminded })
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
    Form(fields): Form<Fields>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Withdraw, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    withdraw::withdraw(&mut act, &proof, fields.ticked("close")).await?;
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
