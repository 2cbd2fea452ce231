//! What the wall shows on pages that all services share.

use askama::Template;
use preau_kernel::{Decision, Result, SpaceId};
use preau_people::{known, store::Viewer};
use preau_web::{Board, Card, View, Visit};
use time::Duration;

use super::shown::{Piece, Shown, listed, shown, when};
use crate::{
    model::excerpt,
    policy::{Here, WallVerb},
    seen::Marks,
    store,
};

/// Posts on a space's first page.
const ON_SPACE: usize = 5;
/// Posts on a person's home.
const ON_HOME: i64 = 6;
/// How long a post counts as new there.
const NEW: Duration = Duration::days(30);
/// Letters of a post on a person's home.
const LETTERS: usize = 160;
/// Its place on both boards: what one comes for.
const ORDER: u8 = 40;

#[derive(Template)]
#[template(path = "wall/space_card.html")]
struct SpaceCard<'a> {
    view: &'a View,
    space: SpaceId,
    posts: Vec<Shown>,
    writes: bool,
    more: bool,
}

#[derive(Template)]
#[template(path = "wall/home_card.html")]
struct HomeCard<'a> {
    view: &'a View,
    news: Vec<New>,
}

struct New {
    post: store::Newest,
    name: String,
    when: String,
    words: String,
}

/// The cards of the wall.
pub(crate) async fn cards(visit: &Visit, view: &View, board: Board, marks: &Marks) -> Result<Vec<Card>> {
    match board {
        Board::Home => home(visit, view).await,
        Board::Space(space) => on_space(visit, view, space, marks).await,
    }
}

async fn home(visit: &Visit, view: &View) -> Result<Vec<Card>> {
    let now = visit.ctx.clock.now();
    let viewer = Viewer::new(&visit.actor, now);
    let newest = store::newest(&visit.ctx.db, &viewer, now - NEW, ON_HOME).await?;
    if newest.is_empty() {
        return Ok(Vec::new());
    }
    let news = newest.into_iter().map(|post| New {
        name: post.author_name.clone().unwrap_or_else(|| view.t("wall-someone")),
        when: when(visit, view, post.published_at.unwrap_or(now), now),
        words: excerpt(&post.text, LETTERS),
        post,
    });
    Ok(vec![Card::main(ORDER, &HomeCard { view, news: news.collect() })?])
}

async fn on_space(visit: &Visit, view: &View, space: SpaceId, marks: &Marks) -> Result<Vec<Card>> {
    let me = visit.my_id()?;
    let met = known::met(visit, space).await?;
    let Ok(here) = Here::of(&visit.ctx, &visit.actor, met).await else { return Ok(Vec::new()) };
    let (mut posts, more) = listed(visit, &here, None, ON_SPACE).await?;
    posts.retain(|post| post.withdrawn_at.is_none());
    marks.note(&visit.ctx, me, here.sight.families && !here.sight.leads, &posts);
    let posts = shown(visit, view, &here, posts).await?;
    let writes = here.may(&visit.actor, WallVerb::Write) == Decision::Allow;
    Ok(vec![Card::main(ORDER, &SpaceCard { view, space, posts, writes, more })?])
}
