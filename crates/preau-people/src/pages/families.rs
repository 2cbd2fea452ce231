//! The form for a guardian of a learner.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Query},
};
use preau_kernel::{Can, PersonId, PersonKind, Problem, Result};
use preau_web::{Answer, Errors, Said, View, Visit};

use super::{or_again, viewer};
use crate::{
    Directory,
    acts::{Act, families as acting},
    fields::Fields,
    model::{Guardianship, Person},
    policy::{self, PersonVerb},
    store::{
        families,
        persons::{self, Found},
    },
};

/// The kinships that have a name in every language.
pub(super) const KINSHIPS: [&str; 8] =
    ["mother", "father", "parent", "grandparent", "step-parent", "guardian", "foster", "other"];

#[derive(Template)]
#[template(path = "people/guardian.html")]
struct GuardianPage {
    view: View,
    child: Person,
    /// The guardian, once chosen.
    guardian: Option<Person>,
    exists: bool,
    q: String,
    found: Vec<Found>,
    fields: Fields,
    errors: Errors,
}

impl GuardianPage {
    fn kinships() -> &'static [&'static str] {
        &KINSHIPS
    }
}

async fn child(visit: &Visit, id: PersonId) -> Result<(Can<PersonVerb, PersonId>, Person)> {
    visit.me()?;
    let proof = policy::person(&visit.ctx.db, &visit.actor, &viewer(visit), PersonVerb::Change, id).await?;
    Ok((proof, persons::person(&visit.ctx.db, id).await?.ok_or_else(Problem::not_found)?))
}

fn fields_of(it: &Guardianship) -> Fields {
    let tick = |fields: Fields, name: &str, on: bool| if on { fields.with(name, "1") } else { fields };
    let fields = Fields::default().with("kinship", &it.kinship).with_some("legal_rank", it.legal_rank.as_ref());
    let fields = tick(tick(fields, "contact", it.contact), "pick_up", it.pick_up);
    let fields = tick(tick(fields, "no_record", it.no_record), "no_contact", it.no_contact);
    let fields = tick(fields, "no_pick_up", it.no_pick_up).with_some("limit_reason", it.limit_reason.as_ref());
    fields.with_some("limited_from", it.limited_from.as_ref()).with_some("limited_until", it.limited_until.as_ref())
}

/// `/admin/people/{person}/guardians?guardian=…` or `?q=…`
pub(super) async fn form(
    visit: Visit,
    Extension(directory): Extension<Directory>,
    Path(id): Path<PersonId>,
    Query(asked): Query<Fields>,
) -> Answer {
    let (_, child) = child(&visit, id).await?;
    let q = asked.get("q").to_owned();
    let (guardian, known) = match asked.id("guardian").ok() {
        Some(guardian) => (
            persons::person(&visit.ctx.db, guardian).await?,
            families::guardianship(&visit.ctx.db, guardian, id).await?,
        ),
        None => (None, None),
    };
    let found = if q.trim().is_empty() {
        Vec::new()
    } else {
        let answers = directory.find(&visit.ctx.db, &viewer(&visit), &q, 0).await?;
        let adult = |it: &Found| matches!(it.kind, PersonKind::Guardian | PersonKind::Staff);
        answers.exact.into_iter().chain(answers.near).filter(adult).take(10).collect()
    };
    let fresh = || Fields::default().with("kinship", "parent").with("contact", "1").with("pick_up", "1");
    let fields = known.as_ref().map_or_else(fresh, fields_of);
    let exists = known.is_some_and(|it| it.ended_at.is_none());
    let view = visit.view().await?;
    visit.page(&GuardianPage { view, child, guardian, exists, q, found, fields, errors: Errors::none() })
}

/// `POST /admin/people/{person}/guardians`
pub(super) async fn set(visit: Visit, Path(id): Path<PersonId>, Form(fields): Form<Fields>) -> Answer {
    let (proof, child) = child(&visit, id).await?;
    match or_again(wrote(&visit, &proof, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let guardian = match fields.id("guardian").ok() {
                Some(guardian) => persons::person(&visit.ctx.db, guardian).await?,
                None => None,
            };
            let (view, q) = (visit.view().await?, String::new());
            let errors = problem.into();
            let page = GuardianPage { view, child, guardian, exists: false, q, found: Vec::new(), fields, errors };
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn wrote(visit: &Visit, proof: &Can<PersonVerb, PersonId>, fields: &Fields) -> Result<Answer> {
    let it = Guardianship {
        guardian: fields.id("guardian")?,
        child: *proof.resource(),
        legal_rank: fields.text("legal_rank").map(|_| fields.number("legal_rank")).transpose()?,
        contact: fields.ticked("contact"),
        pick_up: fields.ticked("pick_up"),
        kinship: fields.get("kinship").trim().to_owned(),
        no_record: fields.ticked("no_record"),
        no_contact: fields.ticked("no_contact"),
        no_pick_up: fields.ticked("no_pick_up"),
        limited_from: fields.day("limited_from")?,
        limited_until: fields.day("limited_until")?,
        limit_reason: fields.text("limit_reason"),
        source: "hand".to_owned(),
        since: visit.ctx.clock.now(),
        ended_at: None,
    };
    let mut tx = visit.ctx.db.begin().await?;
    acting::set_guardianship(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), proof, it).await?;
    tx.commit().await?;
    Ok(visit.go_and_say(&format!("/p/{}", proof.resource()), &Said::new("people-said-saved")))
}

/// `POST /admin/people/{person}/guardians/{guardian}/end`
pub(super) async fn end(visit: Visit, Path((id, guardian)): Path<(PersonId, PersonId)>) -> Answer {
    let (proof, _) = child(&visit, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acting::end_guardianship(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, guardian).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/p/{id}"), &Said::new("people-said-guardian-ended"))
}
