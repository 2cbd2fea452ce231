//! `/s/{space}/ways-in`: a teacher opens the class, prints badges, helps who lost the way in.

use askama::{Template, filters::Safe};
use axum::{Extension, Form, extract::Path};
use preau_kernel::{Can, PersonId, Problem, Result, SpaceId};
use preau_web::{Answer, Routes, Said, View, Visit};
use serde::Deserialize;

use super::{InLodge, paper};
use crate::{
    acts::{badge, class, reset},
    policy::{self, Verb},
    store::{
        class as rows,
        people::{self, Place},
        ways::{self, Ways},
    },
    who::{self, Who},
};

/// A space and one of its children, in an address.
type About = Path<(SpaceId, PersonId)>;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/s/{space}/ways-in", "How the children of a class come in", page)
        .post("/s/{space}/ways-in/open", "Opens the class for some hours", open)
        .post("/s/{space}/ways-in/close", "Closes the class", close)
        .post("/s/{space}/ways-in/badges", "Makes badges for the class and shows them to print", badges)
        .post("/s/{space}/ways-in/pictures", "Draws pictures for all who have none, and shows them", pictures)
        .post("/s/{space}/ways-in/{person}/badge", "Makes a child's badge again and shows it to print", one_badge)
        .post("/s/{space}/ways-in/{person}/badge/remove", "Takes a child's badge away", no_badge)
        .post("/s/{space}/ways-in/{person}/pictures", "Draws a child's pictures again, and shows them", one_pictures)
        .post("/s/{space}/ways-in/{person}/reset", "Takes all ways in from a pupil and shows a new letter", give)
}

struct Child {
    who: Who,
    ways: Ways,
}

struct Open {
    code: String,
    address: String,
    until: String,
    qr: Safe<String>,
}

#[derive(Template)]
#[template(path = "signin/ways-in.html")]
struct WaysInPage {
    view: View,
    place: Place,
    open: Option<Open>,
    children: Vec<Child>,
}

impl WaysInPage {
    fn base(&self) -> String {
        back(self.place.id)
    }
}

/// Finds the space, and proves that whoever asks leads it.
async fn led(visit: &Visit, space: SpaceId) -> Result<(Place, Can<Verb, SpaceId>)> {
    let me = visit.my_id()?;
    let place = people::place(&visit.ctx.db, space).await?.ok_or_else(Problem::not_found)?;
    let role = people::role(&visit.ctx.db, me, space, visit.ctx.clock.now()).await?;
    let proof = policy::open_class(&visit.actor, role, &place)?;
    Ok((place, proof))
}

fn back(space: SpaceId) -> String {
    format!("/s/{space}/ways-in")
}

async fn page(visit: Visit, Extension(lodge): InLodge, Path(space): Path<SpaceId>) -> Answer {
    let (place, _) = led(&visit, space).await?;
    let (db, now) = (&visit.ctx.db, visit.ctx.clock.now());
    let view = visit.view().await?;
    let open = match rows::of_space(db, space, now).await? {
        Some(window) => {
            let code = class::code(&visit.ctx, &lodge, window.id)?;
            let (address, qr) = paper::class_qr(&visit, &view, code.as_str())?;
            Some(Open { code: code.printed(), address, until: view.moment(&window.ends_at), qr })
        }
        None => None,
    };
    let mut children = Vec::new();
    for who in people::learners(db, space, now).await? {
        children.push(Child { ways: ways::ways(db, who.id, now).await?, who });
    }
    visit.page(&WaysInPage { view, place, open, children })
}

#[derive(Deserialize)]
struct OpenForm {
    #[serde(default)]
    hours: i64,
}

async fn open(
    visit: Visit,
    Extension(lodge): InLodge,
    Path(space): Path<SpaceId>,
    Form(form): Form<OpenForm>,
) -> Answer {
    let (_, proof) = led(&visit, space).await?;
    class::open(&visit.ctx, &lodge, visit.my_id()?, form.hours, &proof).await?;
    visit.go_and_say(&back(space), &Said::new("signin-said-opened").with("hours", form.hours))
}

async fn close(visit: Visit, Path(space): Path<SpaceId>) -> Answer {
    let (_, proof) = led(&visit, space).await?;
    class::close(&visit.ctx, &proof).await?;
    visit.go_and_say(&back(space), &Said::new("signin-said-closed"))
}

async fn badges(visit: Visit, Path(space): Path<SpaceId>) -> Answer {
    let (place, proof) = led(&visit, space).await?;
    let printed = badge::print(&visit.ctx, (visit.my_id()?, None), &proof).await?;
    paper::badges(&visit, place.name, back(space), &printed).await
}

async fn one_badge(visit: Visit, Path((space, person)): About) -> Answer {
    let (place, proof) = led(&visit, space).await?;
    let printed = badge::print(&visit.ctx, (visit.my_id()?, Some(person)), &proof).await?;
    paper::badges(&visit, place.name, back(space), &printed).await
}

async fn no_badge(visit: Visit, Path((space, person)): About) -> Answer {
    let (_, proof) = led(&visit, space).await?;
    badge::revoke(&visit.ctx, visit.my_id()?, person, &proof).await?;
    visit.go_and_say(&back(space), &Said::new("signin-said-badge-removed"))
}

#[derive(Deserialize)]
struct DrawForm {
    #[serde(default)]
    count: String,
}

impl DrawForm {
    fn count(&self) -> usize {
        if self.count == "27" { 27 } else { 9 }
    }
}

async fn pictures(
    visit: Visit,
    Extension(lodge): InLodge,
    Path(space): Path<SpaceId>,
    Form(form): Form<DrawForm>,
) -> Answer {
    let (place, proof) = led(&visit, space).await?;
    let drawn = class::draw(&visit.ctx, &lodge, (visit.my_id()?, None), form.count(), &proof).await?;
    if drawn.is_empty() {
        return visit.go_and_say(&back(space), &Said::new("signin-said-all-have-pictures"));
    }
    paper::pictures(&visit, place.name, back(space), &drawn).await
}

async fn one_pictures(
    visit: Visit,
    Extension(lodge): InLodge,
    Path((space, person)): About,
    Form(form): Form<DrawForm>,
) -> Answer {
    let (place, proof) = led(&visit, space).await?;
    let drawn = class::draw(&visit.ctx, &lodge, (visit.my_id()?, Some(person)), form.count(), &proof).await?;
    paper::pictures(&visit, place.name, back(space), &drawn).await
}

async fn give(visit: Visit, Extension(lodge): InLodge, Path((space, person)): About) -> Answer {
    led(&visit, space).await?;
    let me = visit.my_id()?;
    let who = who::known(&visit.ctx, person).await?;
    let teaches = people::teaches(&visit.ctx.db, me, person, visit.ctx.clock.now()).await?;
    let proof = policy::reset(&visit.actor, &who, teaches)?;
    let printed = reset::reset(&visit.ctx, &lodge, Some(me), &proof).await?;
    paper::letters(&visit, &[printed], back(space), None).await
}
