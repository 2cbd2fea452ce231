//! `/notices`: what I was told, and the bell.

use std::sync::Arc;

use askama::Template;
use axum::{
    Extension,
    extract::{Path, Query},
};
use preau_kernel::{Problem, Result, SpaceId, Timestamp};
use preau_web::{Answer, Said, View, Visit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::wishes;
use crate::{
    Ways, acts,
    model::{Line, ToldId, Urgency, arguments, sentence},
    store,
};

/// A line, as the page shows it.
struct Shown {
    id: ToldId,
    title: String,
    when: String,
    space: Option<String>,
    hue: i64,
    unread: bool,
    emergency: bool,
}

#[derive(Template)]
#[template(path = "notices/list.html")]
struct ListPage {
    view: View,
    lines: Vec<Shown>,
    unread: u32,
    next: Option<String>,
    /// The address to ask about, if the person was not asked about the day's mail yet.
    asks: Option<String>,
}

/// What one was told, the newest first.
#[derive(Serialize, ToSchema)]
pub(super) struct NoticesAnswer {
    /// How much one has not read.
    unread: u32,
    /// Some of it.
    notices: Vec<NoticeAnswer>,
    /// Give it as `before` for what comes after; none at the end.
    next: Option<String>,
}

/// Something one was told.
#[derive(Serialize, ToSchema)]
struct NoticeAnswer {
    /// Its id.
    id: ToldId,
    /// What happened, stable.
    kind: String,
    /// The same as a sentence in the asker's language.
    title: String,
    /// Where it leads.
    link: String,
    /// Where it happened.
    space: Option<SpaceId>,
    /// How soon one must know.
    urgency: Urgency,
    /// Since when it may be read.
    at: Timestamp,
    /// When it was read.
    read_at: Option<Timestamp>,
}

/// The bell.
#[derive(Serialize, ToSchema)]
pub(super) struct BellAnswer {
    /// How much one has not read.
    unread: u32,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    /// Only what was due at or before this moment.
    before: Option<Timestamp>,
}

/// `/notices`
pub(super) async fn page(visit: Visit, Extension(ways): Extension<Arc<Ways>>, Query(asked): Query<Asked>) -> Answer {
    let me = visit.my_id()?;
    let now = visit.ctx.clock.now();
    let before = asked.before.map_or(now, |before| before.min(now));
    let mut lines = store::lines(&visit.ctx.db, me, before).await?;
    let more = lines.len() > usize::try_from(store::PAGE).unwrap_or(usize::MAX);
    let next = if more { lines.pop().map(|line| line.due.to_string()) } else { None };
    let unread = store::unread(&visit.ctx.db, me, now).await?;
    let view = visit.view().await?;
    if visit.json {
        let notices = lines.into_iter().map(|line| answer(&view, line)).collect();
        return visit.json(&NoticesAnswer { unread, notices, next });
    }
    let lines = lines.iter().map(|line| shown(&view, line)).collect();
    let next = next.map(|before| format!("/notices?before={before}"));
    visit.page(&ListPage { view, lines, unread, next, asks: wishes::asks_about_mail(&visit, &ways).await? })
}

fn title(view: &View, line: &Line) -> String {
    view.say(&sentence(&line.kind), &arguments(&line.args))
}

fn shown(view: &View, line: &Line) -> Shown {
    Shown {
        id: line.id,
        title: title(view, line),
        when: view.moment(&line.due),
        space: line.space_name.clone(),
        hue: line.hue.unwrap_or(1),
        unread: line.read_at.is_none(),
        emergency: line.urgency == Urgency::Emergency,
    }
}

fn answer(view: &View, line: Line) -> NoticeAnswer {
    let title = title(view, &line);
    let Line { id, kind, link, space, urgency, due: at, read_at, .. } = line;
    NoticeAnswer { id, kind, title, link, space, urgency, at, read_at }
}

#[derive(Template)]
#[template(path = "notices/bell.html")]
struct BellPage {
    view: View,
}

/// `/notices/bell`: the bell alone, for pages that were woken.
pub(super) async fn bell(visit: Visit) -> Answer {
    let me = visit.my_id()?;
    if visit.json {
        let unread = store::unread(&visit.ctx.db, me, visit.ctx.clock.now()).await?;
        return visit.json(&BellAnswer { unread });
    }
    visit.page(&BellPage { view: visit.view().await? })
}

/// `/notices/live`
pub(super) async fn live(visit: Visit) -> Answer {
    preau_web::live_person(&visit.ctx, visit.my_id()?).await
}

/// `/notices/{notice}`: goes to the thing.
pub(super) async fn open(visit: Visit, Path(id): Path<ToldId>) -> Answer {
    let link = read_one(&visit, id).await?;
    visit.go(&link)
}

/// `POST /notices/{notice}/read`
pub(super) async fn read(visit: Visit, Path(id): Path<ToldId>) -> Answer {
    read_one(&visit, id).await?;
    visit.go("/notices")
}

async fn read_one(visit: &Visit, id: ToldId) -> Result<String, Problem> {
    acts::read::one(&visit.ctx, visit.my_id()?, id).await
}

/// `POST /notices/read`
pub(super) async fn read_all(visit: Visit) -> Answer {
    let count = acts::read::all(&visit.ctx, visit.my_id()?).await?;
    visit.go_and_say("/notices", &Said::new("notices-said-read").with("count", count))
}
