//! The turn of the school year.

use askama::Template;
use axum::Form;
use preau_kernel::Result;
use preau_web::{Answer, Errors, Said, View, Visit};

use super::or_again;
use crate::{
    acts::{Act, year as turning},
    fields::Fields,
    model::next_year,
    policy::{self, InstitutionVerb},
    store::{persons, settings, spaces},
};

#[derive(Template)]
#[template(path = "people/year.html")]
struct YearPage {
    view: View,
    year: String,
    spaces: usize,
    levels: Vec<(String, i64)>,
    fields: Fields,
    errors: Errors,
}

async fn page(visit: &Visit, fields: Fields, errors: Errors) -> Result<YearPage> {
    let year = settings(&visit.ctx.db).await?.year;
    let levels = persons::levels(&visit.ctx.db).await?;
    let listed = spaces::list(&visit.ctx.db, false, "", visit.ctx.clock.now()).await?;
    let spaces = listed.iter().filter(|space| space.year.as_ref() == Some(&year)).count();
    Ok(YearPage { view: visit.view().await?, year, spaces, levels, fields, errors })
}

/// `/admin/year`
pub(super) async fn form(visit: Visit) -> Answer {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let year = next_year(&settings(&visit.ctx.db).await?.year);
    let fields = Fields::default().with("year", year).with("keep_leaders", "1");
    let page = page(&visit, fields, Errors::none()).await?;
    visit.page(&page)
}

/// `POST /admin/year`
pub(super) async fn turn(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    visit.me()?;
    match or_again(turned(&visit, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = page(&visit, fields, problem.into()).await?;
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn turned(visit: &Visit, fields: &Fields) -> Result<Answer> {
    let proof = policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let levels = persons::levels(&visit.ctx.db).await?.into_iter().map(|(level, _)| level);
    let turn = turning::Turn {
        year: fields.get("year").trim().to_owned(),
        keep_leaders: fields.ticked("keep_leaders"),
        leaving_levels: levels.filter(|level| fields.ticked(&format!("leave-{level}"))).collect(),
    };
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    let (turned, undo) = turning::turn(&mut act, &proof, &turn).await?;
    tx.commit().await?;
    let said = Said::new("people-said-turned").with("year", &turn.year).with("opened", turned.opened.len());
    let said = said.with("left", turned.left.len()).undo(format!("/undo/{undo}"));
    Ok(visit.go_and_say("/admin/year", &said))
}
