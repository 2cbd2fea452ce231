//! Writing and correcting.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Request},
};
use http::StatusCode;
use preau_kernel::{Audience, Decision, Problem, Result, SpaceId, Word};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act, store};
use preau_web::{Answer, Errors, Said, View, Visit, uploads::UploadId};

use super::{
    enter, or_again,
    shown::{as_json, shown, when},
    wall_of,
};
use crate::{
    acts::{
        correct,
        files::{self, FILE},
        publish::{self, NewPost, When, words},
    },
    local,
    model::{FILE_BYTES, Post, PostId, PostState, TEXT_LIMIT},
    policy::{Here, PostVerb, WallVerb},
    store as posts,
};

#[derive(Template)]
#[template(path = "wall/write.html")]
struct WritePage {
    view: View,
    head: SpaceHead,
    fields: Fields,
    errors: Errors,
    /// Whether there are families to choose from.
    families: bool,
    /// Whether the writer may disregard the hours.
    emergency: bool,
    limit: usize,
    file_limit: u64,
}

#[derive(Template)]
#[template(path = "wall/correct.html")]
struct CorrectPage {
    view: View,
    head: SpaceHead,
    post: Post,
    text: String,
    errors: Errors,
    limit: usize,
}

/// Whether a space has families, so that one chooses for whom a post is.
fn has_families(here: &Here) -> bool {
    here.met.guardians > 0
}

async fn write_page(visit: &Visit, here: &Here, head: SpaceHead, fields: Fields, errors: Errors) -> Result<WritePage> {
    let emergency = here.may(&visit.actor, WallVerb::Emergency) == Decision::Allow && has_families(here);
    let families = has_families(here);
    Ok(WritePage {
        view: visit.view().await?,
        head,
        fields,
        errors,
        families,
        emergency,
        limit: TEXT_LIMIT,
        file_limit: FILE_BYTES,
    })
}

/// `/s/{space}/wall/new`
pub(super) async fn new(visit: Visit, Extension(tabs): Extension<Tabs>, Path(space): Path<SpaceId>) -> Answer {
    let (here, head) = enter(&visit, &tabs, space).await?;
    here.prove(&visit.actor, WallVerb::Write)?;
    let once: PostId = visit.ctx.id();
    let fields = Fields::default().with("audience", Audience::Everyone).with("reactions", "on").with("once", once);
    let page = write_page(&visit, &here, head, fields, Errors::none()).await?;
    visit.page(&page)
}

/// `POST /s/{space}/wall`
pub(super) async fn write(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(space): Path<SpaceId>,
    request: Request,
) -> Answer {
    let (here, head) = enter(&visit, &tabs, space).await?;
    // Before anything is read: whoever may not write needs not send.
    here.prove(&visit.actor, WallVerb::Write)?;
    let (fields, uploads) = Fields::with_files(&visit, request, &FILE).await?;
    match or_again(written(&visit, &here, &fields, &uploads).await) {
        Ok(answer) => answer,
        Err(problem) if visit.json => Err(problem.into()),
        Err(problem) => {
            let page = write_page(&visit, &here, head, fields, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn written(visit: &Visit, here: &Here, fields: &Fields, uploads: &[UploadId]) -> Result<Answer> {
    let me = visit.my_id()?;
    // A form that lost its answer is sent again (web/README.md): the post is there then, and its files are taken.
    let once = fields.once(&visit.ctx);
    let id = match posts::post(&visit.ctx.db, once).await? {
        Some(post) if post.author == Some(me) && post.space == here.met.id => {
            return answered(visit, here, post, false).await;
        }
        Some(_) => visit.ctx.id(),
        None => once,
    };
    let when = asked_when(visit, fields).await?;
    let verb = if when == When::Emergency { WallVerb::Emergency } else { WallVerb::Write };
    let proof = here.prove(&visit.actor, verb)?;
    let audience = match Audience::find(fields.get("audience")) {
        Some(audience) if has_families(here) => audience,
        None if has_families(here) => return Err(Problem::field("audience", "choose")),
        _ => Audience::Everyone,
    };
    let text = words(fields.get("text"))?;
    let ready = files::ready(&visit.ctx, id, me, uploads).await?;
    let pictures = ready.iter().any(files::Ready::is_picture);
    let new = NewPost {
        id,
        text,
        audience,
        replies: fields.ticked("replies"),
        reactions: fields.ticked("reactions"),
        sign: fields.ticked("sign"),
        when,
    };
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    let post = publish::write(&mut act, &proof, new).await?;
    files::attach(&mut act, &post, ready).await?;
    tx.commit().await?;
    answered(visit, here, post, pictures).await
}

/// When the form says that the post is to be published.
async fn asked_when(visit: &Visit, fields: &Fields) -> Result<When> {
    let asked = if fields.ticked("keep") { "draft" } else { fields.get("when") };
    Ok(match asked {
        "draft" => When::Draft,
        "emergency" => When::Emergency,
        "later" => {
            let settings = store::settings(&visit.ctx.db).await?;
            let at =
                local::moment(&settings.time_zone, fields.get("at")).ok_or_else(|| Problem::field("at", "date"))?;
            When::At(at)
        }
        _ => When::Now,
    })
}

/// Back to the wall, which says what became of the post; with pictures, first to the page on which they get their words.
async fn answered(visit: &Visit, here: &Here, post: Post, pictures: bool) -> Result<Answer> {
    let view = visit.view().await?;
    let space = post.space;
    if visit.json {
        let shown = shown(visit, &view, here, vec![post]).await?;
        return Ok(visit.json(&shown.first().map(as_json)));
    }
    let to = if pictures { format!("/s/{space}/wall/{}/files", post.id) } else { wall_of(space) };
    let said = match post.state {
        PostState::Draft => Said::new("wall-said-kept"),
        PostState::Waiting => {
            let at = post.publish_at.unwrap_or(post.created_at);
            Said::new("wall-said-waits").with("when", when(visit, &view, at, visit.ctx.clock.now()))
        }
        PostState::Published | PostState::Withdrawn => {
            let reached = reached(&view, here, post.audience);
            Said::new("wall-said-published").with("whom", reached).undo(format!("/s/{space}/wall/{}/withdraw", post.id))
        }
    };
    Ok(visit.go_and_say(&to, &said))
}

/// Whom a post reaches, in words.
fn reached(view: &View, here: &Here, audience: Audience) -> String {
    let key = if has_families(here) { format!("wall-reached-{audience}") } else { "wall-reached-space".to_owned() };
    let count = if has_families(here) { here.met.members } else { here.met.members + here.met.leaders };
    view.t2(&key, "members", count, "families", here.met.guardians)
}

async fn correct_page(visit: &Visit, tabs: &Tabs, space: SpaceId, id: PostId) -> Result<CorrectPage> {
    let (here, head) = enter(visit, tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Correct, id).await?;
    let post = proof.resource().clone();
    let text = post.text.clone();
    Ok(CorrectPage { view: visit.view().await?, head, post, text, errors: Errors::none(), limit: TEXT_LIMIT })
}

/// `/s/{space}/wall/{post}/correct`
pub(super) async fn correct_form(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
) -> Answer {
    let page = correct_page(&visit, &tabs, space, id).await?;
    visit.page(&page)
}

/// `POST /s/{space}/wall/{post}/correct`
pub(super) async fn correct(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
    Form(fields): Form<Fields>,
) -> Answer {
    match or_again(corrected(&visit, &tabs, (space, id), &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = correct_page(&visit, &tabs, space, id).await?;
            let page = CorrectPage { text: fields.get("text").to_owned(), errors: problem.into(), ..page };
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn corrected(visit: &Visit, tabs: &Tabs, (space, id): (SpaceId, PostId), fields: &Fields) -> Result<Answer> {
    let (here, _) = enter(visit, tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Correct, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    correct::correct(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, fields.get("text")).await?;
    tx.commit().await?;
    Ok(visit.go_and_say(&format!("/s/{space}/wall/{id}"), &Said::new("wall-said-corrected")))
}

/// `POST /s/{space}/wall/{post}/publish`
pub(super) async fn publish(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
    Form(fields): Form<Fields>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Correct, id).await?;
    let when = asked_when(&visit, &fields).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let post = publish::send(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, when).await?;
    tx.commit().await?;
    answered(&visit, &here, post, false).await?
}

/// `POST /s/{space}/wall/{post}/discard`
pub(super) async fn discard(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((space, id)): Path<(SpaceId, PostId)>,
) -> Answer {
    let (here, _) = enter(&visit, &tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Correct, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    correct::discard(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof).await?;
    tx.commit().await?;
    visit.go_and_say(&wall_of(space), &Said::new("wall-said-discarded"))
}
