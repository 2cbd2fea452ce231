//! `/s/{space}/notices/paper`: the sheet for families that nothing else reaches.

use std::sync::Arc;

use askama::{Template, filters::Safe};
use axum::{
    Extension, Form,
    extract::{Path, Query},
};
use preau_kernel::{Can, PersonId, Problem, Result, SpaceId, Timestamp};
use preau_people::{
    Fields, policy,
    policy::SpaceVerb,
    store::{self, Viewer},
};
use preau_web::{Answer, Said, View, Visit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Ways, acts,
    acts::paper::Family,
    model::{arguments, hours::Hours, sentence, week::Week},
};

/// A family's block.
struct Block {
    guardian: PersonId,
    guardians: String,
    children: String,
    lines: Vec<(String, String)>,
    handed: Option<String>,
}

#[derive(Template)]
#[template(path = "notices/slips.html")]
struct PaperPage {
    view: View,
    space: SpaceId,
    name: String,
    week: Week,
    monday: String,
    current: bool,
    blocks: Vec<Block>,
    open: usize,
    address: String,
    qr: Safe<String>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    week: String,
}

/// The proof that the visitor sees the families of a space, and the space's name.
async fn enter(visit: &Visit, id: SpaceId) -> Result<(Can<SpaceVerb, SpaceId>, String)> {
    visit.me()?;
    let viewer = Viewer::new(&visit.actor, visit.ctx.clock.now());
    let (proof, met) = policy::space(&visit.ctx.db, &visit.actor, &viewer, SpaceVerb::SeeAll, id).await?;
    Ok((proof, met.name))
}

/// The week that was asked for, or the running one; its moments; the running one.
async fn week(visit: &Visit, asked: &str) -> Result<(Week, (Timestamp, Timestamp), Week)> {
    let hours = Hours::of(&store::settings(&visit.ctx.db).await?);
    let running = Week::of(hours.local(visit.ctx.clock.now()).date());
    let week = if asked.is_empty() {
        running
    } else {
        asked.parse().map_err(|error: crate::model::week::NoWeek| Problem::not_found().caused_by(error))?
    };
    Ok((week, week.moments(&hours.zone), running))
}

/// A week's sheet.
#[derive(Serialize, ToSchema)]
pub(super) struct PaperAnswer {
    /// The week (ISO 8601).
    week: String,
    /// The families that nothing else reached.
    families: Vec<FamilyAnswer>,
}

/// What a family is told on paper.
#[derive(Serialize, ToSchema)]
struct FamilyAnswer {
    /// The guardians' names.
    #[serde(rename = "for")]
    guardians: String,
    /// The children's names.
    children: String,
    /// Day and sentence.
    told: Vec<(String, String)>,
    /// The day on which it was handed over.
    handed: Option<String>,
}

/// `/s/{space}/notices/paper?week=2026-W14`
pub(super) async fn page(
    visit: Visit,
    Extension(ways): Extension<Arc<Ways>>,
    Path(id): Path<SpaceId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (proof, name) = enter(&visit, id).await?;
    let (week, moments, running) = week(&visit, &asked.week).await?;
    let families = acts::paper::families(&visit.ctx, &ways, &proof, moments).await?;
    let view = visit.view().await?;
    let blocks: Vec<Block> = families.iter().filter_map(|family| block(&view, family)).collect();
    if visit.json {
        let family =
            |Block { guardians, children, lines: told, handed, .. }| FamilyAnswer { guardians, children, told, handed };
        let families = blocks.into_iter().map(family).collect();
        return visit.json(&PaperAnswer { week: week.to_string(), families });
    }
    let page = format!("{}/notices", visit.ctx.address.as_str().trim_end_matches('/'));
    let qr = preau_signin::qr::svg(&page, &view.t("notices-paper-qr"))?;
    visit.page(&PaperPage {
        space: id,
        name,
        week,
        monday: view.day(&day(week)),
        current: week == running,
        open: blocks.iter().filter(|block| block.handed.is_none()).count(),
        blocks,
        address: page.split("://").nth(1).unwrap_or_default().to_owned(),
        qr,
        view,
    })
}

/// A week's Monday, as pages write days.
fn day(week: Week) -> time::Date {
    let monday = week.monday();
    let month = u8::try_from(monday.month()).ok().and_then(|month| time::Month::try_from(month).ok());
    let day = u8::try_from(monday.day()).unwrap_or(1);
    let date = time::Date::from_calendar_date(i32::from(monday.year()), month.unwrap_or(time::Month::January), day);
    date.unwrap_or(time::Date::MIN)
}

fn block(view: &View, family: &Family) -> Option<Block> {
    let (guardian, _) = family.guardians.first()?;
    let names: Vec<&str> = family.guardians.iter().map(|(_, name)| name.as_str()).collect();
    let line = |it: &crate::store::paper::Heard| {
        (view.day(&it.due.date()), view.say(&sentence(&it.kind), &arguments(&it.args)))
    };
    Some(Block {
        guardian: *guardian,
        guardians: names.join(", "),
        children: family.children.join(", "),
        lines: family.heard.iter().map(line).collect(),
        handed: family.handed().map(|at| view.day(&at.date())),
    })
}

/// `POST /s/{space}/notices/paper`
pub(super) async fn handed(
    visit: Visit,
    Extension(ways): Extension<Arc<Ways>>,
    Path(id): Path<SpaceId>,
    Form(fields): Form<Fields>,
) -> Answer {
    let (proof, _) = enter(&visit, id).await?;
    let (week, moments, _) = week(&visit, fields.get("week")).await?;
    let guardian = if fields.get("guardian").is_empty() { None } else { Some(fields.id("guardian")?) };
    acts::paper::handed(&visit.ctx, &ways, &proof, moments, guardian, visit.my_id()?).await?;
    visit.go_and_say(&format!("/s/{id}/notices/paper?week={week}"), &Said::new("notices-said-handed"))
}
