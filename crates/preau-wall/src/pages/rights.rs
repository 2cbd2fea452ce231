//! Saying who is in a picture, and covering somebody in it.

use askama::Template;
use axum::{Extension, Form, extract::Path};
use http::StatusCode;
use preau_kernel::{Can, PersonId, Problem, Result, SpaceId};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act};
use preau_web::{
    Answer, Errors, Said, View, Visit,
    files::{Boxes, FileKind, cover as cover_in},
};

use super::{
    enter,
    files::{Item, all_of},
    or_again,
};
use crate::{
    acts,
    model::{File, FileId, LONG, Post, PostId, SHORT, Who},
    policy::PostVerb,
    store::{
        files,
        rights::{self, Child},
    },
};

/// A child, in the list of a form.
struct Named {
    child: Child,
    here: bool,
}

/// What follows `prefix` in the names of the boxes that are ticked in a form.
fn ticked(fields: &Fields, prefix: &str) -> impl Iterator<Item = String> {
    let names = fields.iter().filter(|(_, text)| !text.is_empty());
    names.filter_map(move |(name, _)| name.strip_prefix(prefix).map(str::to_owned)).collect::<Vec<_>>().into_iter()
}

/// The children that a form names.
fn named(fields: &Fields) -> Result<Vec<PersonId>> {
    let ids = ticked(fields, "child-").map(|id| id.parse().map_err(|_| Problem::field("who", "choose")));
    ids.collect()
}

/// A file of a post, for those who look after its pictures, and the proof that they may.
struct There {
    head: SpaceHead,
    proof: Can<PostVerb, Post>,
    item: Item,
    place: usize,
    count: usize,
    view: View,
}

type At = (SpaceId, PostId, FileId);

async fn there(visit: &Visit, tabs: &Tabs, (space, post, id): At) -> Result<There> {
    let (here, head) = enter(visit, tabs, space).await?;
    let proof = here.prove_post(&visit.ctx, &visit.actor, PostVerb::Picture, post).await?;
    let view = visit.view().await?;
    let all = all_of(visit, &view, &here, proof.resource()).await?;
    let mut all: Vec<Item> = all.pictures.into_iter().chain(all.others).filter(|it| it.file.shows_people()).collect();
    let place = all.iter().position(|item| item.file.id == id).ok_or_else(Problem::not_found)?;
    let count = all.len();
    Ok(There { head, proof, item: all.swap_remove(place), place: place + 1, count, view })
}

fn page_of((space, post, _): At) -> String {
    format!("/s/{space}/wall/{post}")
}

#[derive(Template)]
#[template(path = "wall/rights_who.html")]
struct WhoPage {
    view: View,
    head: SpaceHead,
    at: String,
    it: Item,
    place: usize,
    count: usize,
    children: Vec<Named>,
    nobody: bool,
    errors: Errors,
}

async fn who_page(visit: &Visit, tabs: &Tabs, at: At, errors: Errors) -> Result<WhoPage> {
    let There { head, item, place, count, view, .. } = there(visit, tabs, at).await?;
    let (db, now) = (&visit.ctx.db, visit.ctx.clock.now());
    let before = rights::pictured(db, item.file.id).await?;
    let children = rights::children(db, at.0, now).await?;
    let here = |child: Child| Named { here: before.iter().any(|it| it.child == child.id), child };
    let children = children.into_iter().map(here).collect();
    let nobody = item.file.who == Who::Nobody;
    Ok(WhoPage { view, head, at: page_of(at), it: item, place, count, children, nobody, errors })
}

/// `/s/{space}/wall/{post}/files/{file}/who`
pub(super) async fn who_form(visit: Visit, Extension(tabs): Extension<Tabs>, Path(at): Path<At>) -> Answer {
    let page = who_page(&visit, &tabs, at, Errors::none()).await?;
    visit.page(&page)
}

/// `POST /s/{space}/wall/{post}/files/{file}/who`
pub(super) async fn who(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(at): Path<At>,
    Form(fields): Form<Fields>,
) -> Answer {
    match or_again(said_who(&visit, &tabs, at, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = who_page(&visit, &tabs, at, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn said_who(visit: &Visit, tabs: &Tabs, at: At, fields: &Fields) -> Result<Answer> {
    let There { proof, item, .. } = there(visit, tabs, at).await?;
    let named = named(fields)?;
    if named.is_empty() != fields.ticked("nobody") {
        return Err(Problem::field("who", "wall-say-who"));
    }
    let db = &visit.ctx.db;
    let unsaid = |file: &File| file.who == Who::Unsaid && file.id != item.file.id;
    let others: Vec<_> = files::of_post(db, at.1).await?.into_iter().filter(unsaid).map(|file| file.id).collect();
    let all = if fields.ticked("all") { others.as_slice() } else { &[] };
    let mut tx = db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    for file in [&[item.file.id][..], all].concat() {
        acts::rights::name(&mut act, &proof, file, &named).await?;
    }
    tx.commit().await?;
    // On to the next of which nobody said it; after the last, to what families are asked.
    let next = others.iter().find(|file| !all.contains(file));
    let to = match next {
        Some(file) => format!("{}/files/{file}/who", page_of(at)),
        None => format!("{}/rights", page_of(at)),
    };
    Ok(visit.go_and_say(&to, &Said::new("wall-said-who")))
}

#[derive(Template)]
#[template(path = "wall/rights_cover.html")]
struct CoverPage {
    view: View,
    head: SpaceHead,
    at: String,
    it: Item,
    children: Vec<Named>,
    columns: u32,
    rows: u32,
    errors: Errors,
}

/// How many boxes a picture has from side to side and from top to bottom.
fn grid(file: &File) -> (u32, u32) {
    if file.width >= file.height { (LONG, SHORT) } else { (SHORT, LONG) }
}

async fn cover_page(visit: &Visit, tabs: &Tabs, at: At, fields: &Fields, errors: Errors) -> Result<CoverPage> {
    let There { head, item, view, .. } = there(visit, tabs, at).await?;
    let db = &visit.ctx.db;
    let there = rights::pictured(db, item.file.id).await?;
    let children = rights::children(db, at.0, visit.ctx.clock.now()).await?;
    let open = |child: &Child| there.iter().any(|it| it.child == child.id && !it.covered);
    let chosen = named(fields)?;
    let children: Vec<_> = children.into_iter().filter(open).collect();
    let alone = children.len() == 1;
    let name = |child: Child| Named { here: alone || chosen.contains(&child.id), child };
    let children: Vec<_> = children.into_iter().map(name).collect();
    // Only a picture can be covered, and only somebody who is in it.
    if item.file.kind != FileKind::Picture || children.is_empty() {
        return Err(Problem::not_found());
    }
    let (columns, rows) = grid(&item.file);
    Ok(CoverPage { view, head, at: page_of(at), it: item, children, columns, rows, errors })
}

/// `/s/{space}/wall/{post}/files/{file}/cover`
pub(super) async fn cover_form(visit: Visit, Extension(tabs): Extension<Tabs>, Path(at): Path<At>) -> Answer {
    let page = cover_page(&visit, &tabs, at, &Fields::default(), Errors::none()).await?;
    visit.page(&page)
}

/// `POST /s/{space}/wall/{post}/files/{file}/cover`
pub(super) async fn cover(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(at): Path<At>,
    Form(fields): Form<Fields>,
) -> Answer {
    match or_again(covered(&visit, &tabs, at, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = cover_page(&visit, &tabs, at, &fields, problem.into()).await?;
            visit.page_as(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn covered(visit: &Visit, tabs: &Tabs, at: At, fields: &Fields) -> Result<Answer> {
    let page = cover_page(visit, tabs, at, fields, Errors::none()).await?;
    let There { proof, item, .. } = there(visit, tabs, at).await?;
    let named = named(fields)?;
    if named.is_empty() || !named.iter().all(|id| page.children.iter().any(|it| it.child.id == *id)) {
        return Err(Problem::field("who", "wall-say-whom-covered"));
    }
    let (columns, rows) = grid(&item.file);
    let boxes =
        ticked(fields, "box-").filter_map(|number| number.parse().ok()).filter(|number| *number < columns * rows);
    let covered: Vec<u32> = boxes.collect();
    if covered.is_empty() {
        return Err(Problem::field("box", "wall-say-where-covered"));
    }
    let ctx = &visit.ctx;
    let drawn = cover_in(ctx, item.file.served(), Boxes { columns, rows, covered }).await?;
    let after = item.file.clone().showing(drawn);
    let mut tx = ctx.db.begin().await?;
    let mut act = Act::new(ctx, &mut tx, &visit.actor);
    acts::rights::cover(&mut act, &proof, &item.file, &after, &named).await?;
    tx.commit().await?;
    Ok(visit.go_and_say(&format!("{}/rights", page_of(at)), &Said::new("wall-said-covered")))
}
