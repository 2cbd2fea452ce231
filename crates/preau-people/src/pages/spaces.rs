//! Administration of spaces.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query},
};
use preau_kernel::{Result, SpaceId, SpaceKind, Word};
use preau_web::{Answer, Errors, Said, View, Visit};
use serde::Deserialize;

use super::or_again;
use crate::{
    acts::{Act, NewSpace, spaces as opening},
    fields::Fields,
    model::fold,
    policy::{self, InstitutionVerb},
    store::{
        settings,
        spaces::{self, ListedSpace},
    },
};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    archived: String,
}

#[derive(Template)]
#[template(path = "people/admin_spaces.html")]
struct ListPage {
    view: View,
    asked: Asked,
    spaces: Vec<ListedSpace>,
}

/// `/admin/spaces`
pub(super) async fn list(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let now = visit.ctx.clock.now();
    let spaces = spaces::list(&visit.ctx.db, !asked.archived.is_empty(), &fold(&asked.q), now).await?;
    if visit.json {
        return visit.json(&spaces);
    }
    visit.page(&ListPage { view: visit.view().await?, asked, spaces })
}

#[derive(Template)]
#[template(path = "people/admin_space.html")]
struct FormPage {
    view: View,
    fields: Fields,
    errors: Errors,
}

impl FormPage {
    fn kinds() -> impl Iterator<Item = SpaceKind> {
        SpaceKind::ALL.iter().copied().filter(|kind| *kind != SpaceKind::Institution)
    }
}

/// `/admin/spaces/new`
pub(super) async fn new(visit: Visit) -> Answer {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let year = settings(&visit.ctx.db).await?.year;
    let fields = Fields::default().with("kind", "class").with("year", year);
    visit.page(&FormPage { view: visit.view().await?, fields, errors: Errors::none() })
}

/// `POST /admin/spaces/new`
pub(super) async fn open(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    visit.me()?;
    match or_again(opened(&visit, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = FormPage { view: visit.view().await?, fields, errors: problem.into() };
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn opened(visit: &Visit, fields: &Fields) -> Result<Answer> {
    let proof = policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let kind: SpaceKind = fields.word("kind")?;
    // Only classes and groups end with the year; a club goes on.
    let yearly = matches!(kind, SpaceKind::Class | SpaceKind::Group);
    let year = if yearly { fields.text("year") } else { None };
    let name = fields.get("name").to_owned();
    let (code, level, hue) = (fields.text("code"), fields.text("level"), None);
    let new = NewSpace { kind, name, code, level, hue, year, source: "hand" };
    let mut tx = visit.ctx.db.begin().await?;
    let space = opening::open_space(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, new).await?;
    tx.commit().await?;
    let said = Said::new("people-said-opened").with("name", &space.name);
    Ok(visit.go_and_say(&format!("/s/{}/members", space.id), &said))
}

/// `POST /admin/spaces/{space}/reopen`
pub(super) async fn reopen(visit: Visit, Path(id): Path<SpaceId>) -> Answer {
    visit.me()?;
    let proof = policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let mut tx = visit.ctx.db.begin().await?;
    opening::reopen_space(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, id).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/s/{id}"), &Said::new("people-said-saved"))
}
