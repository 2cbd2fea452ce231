//! A person's record.

use askama::Template;
use axum::{Form, extract::Path};
use preau_kernel::{Decision, PersonId, PersonKind, Problem};
use preau_web::{Answer, Said, View, Visit};

use super::viewer;
use crate::{
    acts::{Act, consents, note_view},
    fields::Fields,
    model::ConsentAnswer,
    policy::{PersonVerb, may_person},
    record::{self, Record},
    store::persons,
};

#[derive(Template)]
#[template(path = "people/person.html")]
struct PersonPage {
    view: View,
    record: Record,
}

impl PersonPage {
    fn kinship(&self, kinship: &str) -> String {
        kinship_name(&self.view, kinship)
    }
}

/// What a kinship is called: a word of ours is translated, the institution's own are said as they are.
pub(super) fn kinship_name(view: &View, kinship: &str) -> String {
    if super::families::KINSHIPS.contains(&kinship) {
        view.t(&format!("people-kinship-{kinship}"))
    } else {
        kinship.to_owned()
    }
}

/// `/p/{person}`
pub(super) async fn record(visit: Visit, Path(id): Path<PersonId>) -> Answer {
    visit.me()?;
    if let Some(kept) = persons::kept_for(&visit.ctx.db, id).await? {
        return visit.go(&format!("/p/{kept}"));
    }
    let viewer = viewer(&visit);
    let record = record::read(&visit.ctx.db, &visit.actor, &viewer, id).await?;
    if record.may.view {
        note_view(&visit.ctx, &visit.actor, id).await?;
    }
    if visit.json {
        return visit.json(&record);
    }
    visit.page(&PersonPage { view: visit.view().await?, record })
}

/// `POST /p/{person}/consents`
pub(super) async fn answer(visit: Visit, Path(id): Path<PersonId>, Form(fields): Form<Fields>) -> Answer {
    visit.me()?;
    let viewer = viewer(&visit);
    let link = persons::link(&visit.ctx.db, &viewer, id).await?.ok_or_else(Problem::not_found)?;
    let proof = may_person(&visit.actor, PersonVerb::Answer, id, &link).prove(PersonVerb::Answer, id)?;
    if link.kind != PersonKind::Learner || link.left {
        return Err(Problem::not_found().into());
    }
    let answer: ConsentAnswer = fields.word("answer")?;
    // The office types in what came on paper; a guardian answers on the page.
    let own = may_person(&visit.actor, PersonVerb::Change, id, &link) != Decision::Allow;
    let medium = if own { "page" } else { "paper" }.to_owned();
    let source = fields.get("source").to_owned();
    let new = consents::NewConsent { purpose: fields.word("purpose")?, answer, medium, until: None, source };
    let mut tx = visit.ctx.db.begin().await?;
    consents::answer(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, new).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/p/{id}"), &Said::new("people-said-consent"))
}
