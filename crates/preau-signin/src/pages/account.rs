//! `/account`: what is mine. Devices, app passwords, my data, who looked.

use askama::Template;
use axum::{Extension, Form, extract::Path};
use http::StatusCode;
use preau_kernel::{Kind, PersonId, Problem, Result, SessionId};
use preau_web::{Answer, Errors, Refusal, Routes, Said, View, Visit};
use serde::Deserialize;
use serde_json::json;

use super::{InLodge, cookies};
use crate::{
    acts::{Caller, app_password, badge, record},
    model::{AppPasswordId, device},
    policy,
    store::{
        people,
        sessions::{self, Seat, Session},
        ways::{self, AppPasswordRow, Ways},
    },
    who::{self, Who},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/account", "My account", page)
        .get("/account/devices", "The devices that I am signed in on", devices_page)
        .post("/account/devices/{session}/end", "Signs one of my devices out", end_one)
        .post("/account/devices/end-others", "Signs all my other devices out", end_others)
        .post("/account/devices/pair", "Lets my child's badge work on this device", pair)
        .get("/account/app-passwords", "My app passwords", programs_page)
        .post("/account/app-passwords", "Makes an app password", programs_make)
        .post("/account/app-passwords/{id}/remove", "Takes an app password away", programs_remove)
}

/// The session of this request, with what a policy wants to know of it.
pub(super) async fn current(visit: &Visit) -> Result<Session> {
    let first = || Problem::new(Kind::Unauthenticated, "sign-in-first");
    visit.me()?;
    let token = cookies::session(&visit.ctx, &visit.headers).ok_or_else(first)?;
    sessions::by_token(&visit.ctx.db, token.hash(), visit.ctx.clock.now()).await?.ok_or_else(first)
}

/// The session of this request, if it is fresh enough to change ways in.
pub(super) async fn fresh(visit: &Visit) -> Result<Session> {
    let session = current(visit).await?;
    if session.held {
        return Ok(session);
    }
    policy::change_own(session.at, visit.ctx.clock.now())?;
    Ok(session)
}

#[derive(Template)]
#[template(path = "signin/account.html")]
struct AccountPage {
    view: View,
    who: Who,
    ways: Ways,
    seats: usize,
    programs: usize,
}

async fn page(visit: Visit) -> Answer {
    let (db, me, now) = (&visit.ctx.db, visit.my_id()?, visit.ctx.clock.now());
    let template = AccountPage {
        view: visit.view().await?,
        who: who::known(&visit.ctx, me).await?,
        ways: ways::ways(db, me, now).await?,
        seats: sessions::of_person(db, me, now).await?.len(),
        programs: ways::app_passwords(db, me).await?.len(),
    };
    visit.page(&template)
}

/// A device, as the list shows it.
struct Listed {
    id: SessionId,
    icon: &'static str,
    name: String,
    facts: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "signin/devices.html")]
struct DevicesPage {
    view: View,
    seats: Vec<Listed>,
    children: Vec<Who>,
    own: bool,
}

fn listed(view: &View, seat: &Seat, here: SessionId) -> Listed {
    let (since, seen) = (view.day(&seat.at.date()), view.moment(&seat.seen_at));
    Listed {
        id: seat.id,
        icon: device::icon(&seat.system),
        name: device_name(view, &seat.browser, &seat.system),
        facts: view.t2("signin-device-since", "since", since, "seen", seen),
        here: seat.id == here,
    }
}

/// What a device is called: `Firefox sur Android`.
pub fn device_name(view: &View, browser: &str, system: &str) -> String {
    match (browser.is_empty(), system.is_empty()) {
        (false, false) => view.t2("signin-device", "browser", browser, "system", system),
        (false, true) => browser.to_owned(),
        (true, false) => system.to_owned(),
        (true, true) => view.t("signin-device-unknown"),
    }
}

async fn devices_page(visit: Visit) -> Answer {
    let me = visit.me()?;
    let now = visit.ctx.clock.now();
    let view = visit.view().await?;
    let seats = sessions::of_person(&visit.ctx.db, me.person, now).await?;
    let template = DevicesPage {
        seats: seats.iter().map(|seat| listed(&view, seat, me.session)).collect(),
        view,
        children: people::children(&visit.ctx.db, me.person, now.date(), now).await?,
        own: cookies::browser(&visit.ctx, &visit.headers).is_some(),
    };
    visit.page(&template)
}

async fn end_one(visit: Visit, Path(session): Path<SessionId>) -> Answer {
    let me = visit.my_id()?;
    let mut tx = visit.ctx.db.begin().await?;
    if sessions::end_one(&mut tx, me, session).await? == 0 {
        return Err(Problem::not_found().into());
    }
    record(&visit.ctx, &mut tx, "signin.end", Some(me), me, json!({ "all": false })).await?;
    tx.commit().await?;
    visit.go_and_say("/account/devices", &Said::new("signin-said-ended"))
}

async fn end_others(visit: Visit) -> Answer {
    let me = visit.me()?;
    let mut tx = visit.ctx.db.begin().await?;
    sessions::end_others(&mut tx, me.person, Some(me.session)).await?;
    record(&visit.ctx, &mut tx, "signin.end", Some(me.person), me.person, json!({ "all": true })).await?;
    tx.commit().await?;
    visit.go_and_say("/account/devices", &Said::new("signin-said-ended-all"))
}

#[derive(Deserialize)]
struct PairForm {
    child: Option<PersonId>,
}

async fn pair(visit: Visit, Extension(lodge): InLodge, Form(form): Form<PairForm>) -> Answer {
    let (me, child) = (visit.my_id()?, form.child.ok_or_else(Problem::not_found)?);
    badge::pair(&Caller::of(&visit, &lodge), me, child).await?;
    visit.go_and_say("/account/devices", &Said::new("signin-said-paired"))
}

#[derive(Template)]
#[template(path = "signin/app-passwords.html")]
struct ProgramsPage {
    view: View,
    errors: Errors,
    login: String,
    name: String,
    rows: Vec<AppPasswordRow>,
    made: Option<String>,
}

impl ProgramsPage {
    fn used(&self, row: &AppPasswordRow) -> String {
        row.used_on.map_or_else(|| self.view.t("signin-never"), |day| self.view.day(&day))
    }
}

async fn programs_page(visit: Visit) -> Answer {
    show_programs(&visit, String::new(), None, Errors::none()).await
}

async fn show_programs(visit: &Visit, name: String, made: Option<String>, errors: Errors) -> Answer {
    let me = visit.my_id()?;
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = ProgramsPage {
        view: visit.view().await?,
        errors,
        login: who::known(&visit.ctx, me).await?.login,
        name,
        rows: ways::app_passwords(&visit.ctx.db, me).await?,
        made,
    };
    visit.page_as(status, &template)
}

#[derive(Deserialize)]
struct ProgramForm {
    #[serde(default)]
    name: String,
}

async fn programs_make(visit: Visit, Form(form): Form<ProgramForm>) -> Answer {
    let session = match fresh(&visit).await {
        Ok(session) => session,
        Err(problem) if problem.code == "signin-again" => {
            return show_programs(&visit, form.name, None, problem.into()).await;
        }
        Err(problem) => return Err(Refusal(problem)),
    };
    match app_password::make(&visit.ctx, Some(session.person), session.person, &form.name).await {
        Ok(made) => show_programs(&visit, String::new(), Some(made), Errors::none()).await,
        Err(problem) => show_programs(&visit, form.name, None, problem.into()).await,
    }
}

async fn programs_remove(visit: Visit, Path(id): Path<AppPasswordId>) -> Answer {
    app_password::remove(&visit.ctx, visit.my_id()?, id).await?;
    visit.go_and_say("/account/app-passwords", &Said::new("signin-said-app-removed"))
}
