//! Administration of persons.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query},
};
use preau_kernel::{Can, PersonId, PersonKind, Problem, Result, Role, Word};
use preau_web::{Answer, Errors, Said, View, Visit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{or_again, viewer};
use crate::{
    acts::{Act, NewPerson, leaving, members, merging, persons as acting},
    fields::Fields,
    model::{Address, Person, Sex, fold},
    policy::{self, InstitutionVerb, PersonVerb},
    store::{
        persons::{self, Found, Page},
        spaces,
    },
};

/// Persons on one page.
const PAGE: i64 = 50;

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    left: String,
    #[serde(default)]
    from: i64,
}

/// Some of all persons.
#[derive(Serialize, ToSchema)]
pub(super) struct PeopleAnswer {
    /// By name.
    persons: Vec<Found>,
    /// Whether there are more behind them.
    more: bool,
}

#[derive(Template)]
#[template(path = "people/admin_people.html")]
struct ListPage {
    view: View,
    asked: Asked,
    found: Vec<Found>,
    more: bool,
}

impl ListPage {
    fn next(&self) -> String {
        let from = (self.asked.from + PAGE).to_string();
        let pairs = [("q", &self.asked.q), ("kind", &self.asked.kind), ("left", &self.asked.left), ("from", &from)];
        format!("/admin/people?{}", url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish())
    }

    fn kinds() -> impl Iterator<Item = PersonKind> {
        PersonKind::ALL.iter().copied()
    }
}

/// `/admin/people`
pub(super) async fn list(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let page = Page { left: !asked.left.is_empty(), limit: PAGE + 1, offset: asked.from.max(0) };
    let kind = PersonKind::find(&asked.kind);
    let mut found = persons::search(&visit.ctx.db, &viewer(&visit), &fold(&asked.q), kind, page).await?;
    let length = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = found.len() > length;
    found.truncate(length);
    if visit.json {
        return visit.json(&PeopleAnswer { persons: found, more });
    }
    visit.page(&ListPage { view: visit.view().await?, asked, found, more })
}

#[derive(Template)]
#[template(path = "people/admin_person.html")]
struct FormPage {
    view: View,
    /// The person who is changed; none for a new one.
    person: Option<Person>,
    office: Option<Role>,
    administers: bool,
    fields: Fields,
    errors: Errors,
}

impl FormPage {
    fn kinds() -> impl Iterator<Item = PersonKind> {
        PersonKind::ALL.iter().copied()
    }

    fn sexes() -> impl Iterator<Item = Sex> {
        Sex::ALL.iter().copied()
    }

    fn offices() -> [Role; 3] {
        [Role::Owner, Role::Manager, Role::Auditor]
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn holds(&self, role: &Role) -> bool {
        self.office == Some(*role)
    }
}

async fn form(visit: &Visit, person: Option<Person>, fields: Fields, errors: Errors) -> Result<FormPage> {
    let office = match &person {
        Some(person) => spaces::office(&visit.ctx.db, person.id, visit.ctx.clock.now()).await?,
        None => None,
    };
    let administers = visit.actor.administers();
    Ok(FormPage { view: visit.view().await?, person, office, administers, fields, errors })
}

fn fields_of(it: &Person) -> Fields {
    let fields = Fields::default().with("kind", it.kind).with("family_name", &it.family_name);
    let fields = fields.with("given_names", &it.given_names).with("login", &it.login);
    let fields = fields.with_some("used_name", it.used_name.as_ref());
    let fields = fields.with_some("preferred_name", it.preferred_name.as_ref());
    let fields = fields.with_some("birth_date", it.birth_date.as_ref()).with_some("sex", it.sex.as_ref());
    let fields = fields.with_some("email", it.email.as_ref()).with_some("phone", it.phone.as_ref());
    let fields = fields.with_some("level", it.level.as_ref());
    let Some(address) = &it.address else { return fields };
    let fields = fields.with("address", address.lines.join("\n")).with("postcode", &address.postcode);
    fields.with("city", &address.city).with("country", &address.country)
}

fn new_person(fields: &Fields, lang: Option<String>) -> Result<NewPerson> {
    let lines = fields.get("address").lines().map(|line| line.trim().to_owned());
    let address = Address {
        lines: lines.filter(|line| !line.is_empty()).take(4).collect(),
        postcode: fields.get("postcode").trim().to_owned(),
        city: fields.get("city").trim().to_owned(),
        country: fields.get("country").trim().to_owned(),
    };
    Ok(NewPerson {
        kind: fields.word("kind")?,
        family_name: fields.get("family_name").to_owned(),
        used_name: fields.text("used_name"),
        given_names: fields.get("given_names").to_owned(),
        preferred_name: fields.text("preferred_name"),
        birth_date: fields.day("birth_date")?,
        sex: Sex::find(fields.get("sex")),
        email: fields.text("email"),
        phone: fields.text("phone"),
        address: Some(address),
        level: fields.text("level"),
        lang,
        login: fields.text("login"),
    })
}

/// `/admin/people/new`
pub(super) async fn new(visit: Visit, Query(fields): Query<Fields>) -> Answer {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let page = form(&visit, None, fields, Errors::none()).await?;
    visit.page(&page)
}

/// `POST /admin/people/new`
pub(super) async fn add(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    visit.me()?;
    match or_again(added(&visit, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = form(&visit, None, fields, problem.into()).await?;
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn added(visit: &Visit, fields: &Fields) -> Result<Answer> {
    let proof = policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    let person = acting::add_person(&mut act, &proof, new_person(fields, None)?, &[]).await?;
    tx.commit().await?;
    let said = Said::new("people-said-added").with("name", &person.name).with("login", &person.login);
    Ok(visit.go_and_say(&format!("/p/{}", person.id), &said))
}

/// The person and the proof that the record may be changed.
async fn changing(visit: &Visit, id: PersonId) -> Result<(Can<PersonVerb, PersonId>, Person)> {
    visit.me()?;
    let proof = policy::person(&visit.ctx.db, &visit.actor, &viewer(visit), PersonVerb::Change, id).await?;
    let person = persons::person(&visit.ctx.db, id).await?.ok_or_else(Problem::not_found)?;
    Ok((proof, person))
}

/// `/admin/people/{person}`
pub(super) async fn edit(visit: Visit, Path(id): Path<PersonId>) -> Answer {
    let (_, person) = changing(&visit, id).await?;
    crate::acts::note_view(&visit.ctx, &visit.actor, id).await?;
    let fields = fields_of(&person);
    let page = form(&visit, Some(person), fields, Errors::none()).await?;
    visit.page(&page)
}

/// `POST /admin/people/{person}`
pub(super) async fn change(visit: Visit, Path(id): Path<PersonId>, Form(fields): Form<Fields>) -> Answer {
    let (proof, person) = changing(&visit, id).await?;
    match or_again(changed(&visit, &proof, &person, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = form(&visit, Some(person), fields, problem.into()).await?;
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn changed(visit: &Visit, proof: &Can<PersonVerb, PersonId>, person: &Person, fields: &Fields) -> Result<Answer> {
    let new = new_person(fields, person.lang.clone())?;
    let mut tx = visit.ctx.db.begin().await?;
    acting::change_person(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), proof, new).await?;
    tx.commit().await?;
    Ok(visit.go_and_say(&format!("/p/{}", person.id), &Said::new("people-said-saved")))
}

/// `POST /admin/people/{person}/leave`
pub(super) async fn leave(visit: Visit, Path(id): Path<PersonId>) -> Answer {
    let (proof, person) = changing(&visit, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let undo = leaving::leave(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof).await?;
    tx.commit().await?;
    let said = Said::new("people-said-left").with("name", &person.name).undo(format!("/undo/{undo}"));
    visit.go_and_say("/admin/people", &said)
}

/// `POST /admin/people/{person}/rejoin`
pub(super) async fn rejoin(visit: Visit, Path(id): Path<PersonId>) -> Answer {
    let (proof, person) = changing(&visit, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    leaving::rejoin(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/p/{id}"), &Said::new("people-said-returned").with("name", &person.name))
}

/// `POST /admin/people/{person}/office`
pub(super) async fn office(visit: Visit, Path(id): Path<PersonId>, Form(fields): Form<Fields>) -> Answer {
    visit.me()?;
    let proof = policy::institution(&visit.actor, InstitutionVerb::Administer)?;
    let (_, person) = changing(&visit, id).await?;
    let office = fields.text("office").map(|_| fields.word("office")).transpose()?;
    let mut tx = visit.ctx.db.begin().await?;
    members::set_office(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, id, office).await?;
    tx.commit().await?;
    let said = Said::new("people-said-office").with("name", &person.name);
    visit.go_and_say(&format!("/admin/people/{id}"), &said)
}

#[derive(Template)]
#[template(path = "people/doubles.html")]
struct DoublesPage {
    view: View,
    pairs: Vec<(PersonId, String, PersonId, String)>,
}

/// `/admin/people/doubles`
pub(super) async fn doubles(visit: Visit) -> Answer {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let pairs = persons::doubles(&visit.ctx.db).await?;
    visit.page(&DoublesPage { view: visit.view().await?, pairs })
}

/// `POST /admin/people/merge`
pub(super) async fn merge(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Run)?;
    let (gone, _) = changing(&visit, fields.id("gone")?).await?;
    let (kept, person) = changing(&visit, fields.id("kept")?).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let undo = merging::merge(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &gone, &kept).await?;
    tx.commit().await?;
    let said = Said::new("people-said-merged").with("name", &person.name).undo(format!("/undo/{undo}"));
    visit.go_and_say(&format!("/p/{}", person.id), &said)
}
