//! Calendars of other programs: secret addresses, files out and in.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Multipart, Path},
    response::{IntoResponse, Response},
};
use http::header;
use preau_kernel::{Actor, Can, Kind, Problem, Result, SessionId, SignedIn, SpaceId};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act, store};
use preau_web::{Answer, Ctx, Said, View, Visit};
use time::Duration;

use super::{
    enter, head,
    look::{Looked, look},
};
use crate::{
    acts::{feeds as acts, imports},
    ical::{self, About},
    model::{FeedId, SPAN},
    policy::{self, CalendarVerb, Place, Standing},
    store::feeds::{self, Feed},
};

/// Days of the past that a calendar file holds.
const BACK: i64 = 60;

#[derive(Template)]
#[template(path = "calendar/feeds.html")]
struct FeedsPage {
    view: View,
    feeds: Vec<(Feed, String)>,
    spaces: Vec<store::spaces::MySpace>,
    /// The address just made: shown once.
    fresh: Option<String>,
}

async fn feeds_page(visit: &Visit, fresh: Option<String>) -> Result<FeedsPage> {
    let (me, view) = (visit.my_id()?, visit.view().await?);
    let spaces = store::spaces_of(&visit.ctx.db, me, visit.ctx.clock.now()).await?;
    let name = |feed: &Feed| match feed.space {
        None => view.t("calendar-feed-all"),
        Some(id) => spaces.iter().find(|space| space.id == id).map(|space| space.name.clone()).unwrap_or_default(),
    };
    let feeds = feeds::of_person(&visit.ctx.db, me).await?;
    let feeds = feeds.into_iter().map(|feed| (feed.clone(), name(&feed))).collect();
    Ok(FeedsPage { view, feeds, spaces, fresh })
}

/// `/calendar/feeds`
pub(super) async fn feeds(visit: Visit) -> Answer {
    let page = feeds_page(&visit, None).await?;
    visit.page(&page)
}

/// `POST /calendar/feeds`
pub(super) async fn make_feed(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    let me = visit.my_id()?;
    let space: Option<SpaceId> = fields.text("space").map(|_| fields.id("space")).transpose()?;
    let proof = match space {
        None => policy::own(&visit.actor, CalendarVerb::See)?,
        Some(id) => enter(&visit, CalendarVerb::See, id).await?.0,
    };
    let known = feeds::of_person(&visit.ctx.db, me).await?.len();
    let mut tx = visit.ctx.db.begin().await?;
    let secret = acts::make(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, me, space, known).await?;
    tx.commit().await?;
    let address = visit.ctx.address.as_str().trim_end_matches('/');
    let page = feeds_page(&visit, Some(format!("{address}/calendar/feed/{secret}.ics"))).await?;
    let mut response = visit.page(&page)?;
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(response)
}

/// `POST /calendar/feeds/{id}/end`
pub(super) async fn end_feed(visit: Visit, Path(id): Path<FeedId>) -> Answer {
    let me = visit.my_id()?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::end(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), me, id).await?;
    tx.commit().await?;
    visit.go_and_say("/calendar/feeds", &Said::new("calendar-said-feed-ended"))
}

/// `/calendar/feed/{token}.ics`: no session, the secret is the right; what it shows is what its person may see now.
pub(super) async fn feed(visit: Visit, Path(token): Path<String>) -> Answer {
    let secret = token.strip_suffix(".ics").unwrap_or(&token);
    let reader = feeds::reader(&visit.ctx.db, &acts::hashed(secret)).await?.ok_or_else(Problem::not_found)?;
    let now = visit.ctx.clock.now();
    let session: SessionId = visit.ctx.id();
    let office = store::office(&visit.ctx.db, reader.person, now).await?;
    let (person, kind) = (reader.person, reader.kind);
    let actor = Actor::Person(SignedIn { person, session, kind, office, strong: false, name: String::new() });
    let (place, name) = match reader.space {
        None => (None, institution(&visit.ctx).await?),
        Some(id) => {
            let viewer = store::Viewer::new(&actor, now);
            let (_, standing) = policy::space(&visit.ctx.db, &actor, &viewer, CalendarVerb::See, id).await?;
            (Some((id, standing.role)), standing.space.name)
        }
    };
    let today = visit.ctx.texts.zone().day(now);
    let span = (today - Duration::days(BACK), today + Duration::days(SPAN));
    let looked = look(&visit.ctx, &actor, person, place, span).await?;
    Ok(file(&visit.ctx, &looked, &name, None))
}

async fn institution(ctx: &Ctx) -> Result<String> {
    Ok(store::settings(&ctx.db).await?.name)
}

fn file(ctx: &Ctx, looked: &Looked, name: &str, save_as: Option<&str>) -> Response {
    let about = About { name, address: ctx.address.as_str(), zone: ctx.texts.zone(), now: ctx.clock.now() };
    let text = ical::write(&about, &looked.events);
    let headers =
        [(header::CONTENT_TYPE, "text/calendar; charset=utf-8"), (header::CACHE_CONTROL, "private, no-store")];
    let shown = save_as.map_or_else(|| "inline".to_owned(), |name| format!("attachment; filename=\"{name}.ics\""));
    (headers, [(header::CONTENT_DISPOSITION, shown)], text).into_response()
}

/// `/calendar/export`
pub(super) async fn export_own(visit: Visit) -> Answer {
    let me = visit.my_id()?;
    exported(&visit, None, me, &institution(&visit.ctx).await?).await
}

/// `/s/{space}/calendar/export`
pub(super) async fn export(visit: Visit, Path(id): Path<SpaceId>) -> Answer {
    let (_, standing) = enter(&visit, CalendarVerb::See, id).await?;
    let me = visit.my_id()?;
    exported(&visit, Some((id, standing.role)), me, &standing.space.name).await
}

async fn exported(
    visit: &Visit,
    place: Option<(SpaceId, Option<preau_kernel::Role>)>,
    me: preau_kernel::PersonId,
    name: &str,
) -> Answer {
    let today = visit.ctx.texts.zone().day(visit.ctx.clock.now());
    let span = (today - Duration::days(SPAN), today + Duration::days(SPAN));
    let looked = look(&visit.ctx, &visit.actor, me, place, span).await?;
    Ok(file(&visit.ctx, &looked, name, Some("agenda")))
}

#[derive(Template)]
#[template(path = "calendar/imported.html")]
struct ImportedPage {
    view: View,
    head: Option<SpaceHead>,
    back: String,
    done: imports::Imported,
    left_out: Vec<ical::ReadError>,
}

/// `POST /calendar/import`
pub(super) async fn import_own(visit: Visit, Extension(tabs): Extension<Tabs>, form: Multipart) -> Answer {
    let proof = policy::own(&visit.actor, CalendarVerb::Write)?;
    imported(&visit, &tabs, &proof, None, form).await
}

/// `POST /s/{space}/calendar/import`
pub(super) async fn import(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    form: Multipart,
) -> Answer {
    let (proof, standing) = enter(&visit, CalendarVerb::Write, id).await?;
    imported(&visit, &tabs, &proof, Some(&standing), form).await
}

async fn imported(
    visit: &Visit,
    tabs: &Tabs,
    proof: &Can<CalendarVerb, Place>,
    standing: Option<&Standing>,
    mut form: Multipart,
) -> Answer {
    let broken = |_| Problem::new(Kind::Invalid, "form");
    let mut bytes = None;
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() == Some("file") {
            bytes =
                Some(field.bytes().await.map_err(|_| Problem::new(Kind::TooLarge, "ical-too-large").with("line", 1))?);
        }
    }
    let bytes = bytes.ok_or_else(|| Problem::field("file", "choose"))?;
    let read = ical::read(&bytes, visit.ctx.texts.zone())
        .map_err(|error| Problem::new(Kind::Invalid, error.code).with("line", error.line))?;
    let left_out = read.left_out.clone();
    let mut tx = visit.ctx.db.begin().await?;
    let done = imports::import(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), proof, read).await?;
    tx.commit().await?;
    let back = standing.map_or_else(|| "/calendar".to_owned(), |it| format!("/s/{}/calendar", it.space.id));
    let head = standing.map(|standing| head(visit, tabs, standing));
    visit.page(&ImportedPage { view: visit.view().await?, head, back, done, left_out })
}
