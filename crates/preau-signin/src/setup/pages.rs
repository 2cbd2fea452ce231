//! `/setup/…`: the four screens.

use askama::Template;
use axum::{Extension, Form, Json, extract::Path};
use http::StatusCode;
use preau_kernel::{PersonId, Problem, Result, Word};
use preau_people::model::InstitutionKind;
use preau_web::{Answer, Errors, Refusal, Routes, Said, View, Visit, add_cookie};
use serde::Deserialize;
use serde_json::Value;

use super::{Draft, First, admit, bind, found, keep};
use crate::{
    acts::{
        Caller,
        first::{self, FirstWay},
        passkey,
    },
    model::device::DeviceName,
    pages::{InLodge, Next, cookies, give_cookies, let_in},
    secret::Token,
    store::{ceremonies::Ceremony, setup::Link},
};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/setup/{token}", "First screen of the first run, by the link that the server printed", first_page)
        .post("/setup/{token}", "Binds the link to this browser and keeps the kind of institution", first_submit)
        .get("/setup/kind", "First screen again", kind_page)
        .post("/setup/kind", "Keeps the kind of institution", kind_submit)
        .get("/setup/name", "Second screen: name and code", name_page)
        .post("/setup/name", "Keeps name and code", name_submit)
        .get("/setup/you", "Third screen: the first administrator", you_page)
        .post("/setup/you", "Founds the institution, its administrator has a password", you_submit)
        .post("/setup/you/passkey/begin", "Begins to make the first administrator's passkey", you_begin)
        .json::<passkey::Told>()
        .post("/setup/you/passkey/finish", "Founds the institution, its administrator has a passkey", you_finish)
        .json::<Next>()
        .get("/setup/people", "Fourth screen: a roster, or a demo school", people_page)
        .post("/setup/demo", "Fills the institution with invented people", demo)
}

/// One of the kinds to choose from.
struct Choice {
    kind: InstitutionKind,
    icon: &'static str,
    name: String,
    hint: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "signin/setup-kind.html")]
struct KindPage {
    view: View,
    action: String,
    choices: Vec<Choice>,
}

fn icon(kind: InstitutionKind) -> &'static str {
    match kind {
        InstitutionKind::Primary => "child",
        InstitutionKind::College | InstitutionKind::Lycee => "school",
        InstitutionKind::University => "university",
        InstitutionKind::Hospital => "hospital",
        InstitutionKind::Association => "users",
    }
}

#[derive(Template)]
#[template(path = "signin/setup-name.html")]
struct NamePage {
    view: View,
    errors: Errors,
    draft: Draft,
    hint: &'static str,
}

#[derive(Template)]
#[template(path = "signin/setup-you.html")]
struct YouPage {
    view: View,
    errors: Errors,
    first: First,
    password: bool,
    passkeys: bool,
}

#[derive(Template)]
#[template(path = "signin/setup-people.html")]
struct PeoplePage {
    view: View,
    demo: bool,
}

fn draft(link: &Link) -> Draft {
    serde_json::from_value(link.draft.clone()).unwrap_or_default()
}

/// The link that this browser is bound to.
async fn bound(visit: &Visit) -> Result<Link> {
    admit(&visit.ctx, None, cookies::setup(visit).as_ref()).await
}

async fn first_page(visit: Visit, Path(token): Path<String>) -> Answer {
    let token = Token::parse(&token).ok_or_else(super::over)?;
    let link = admit(&visit.ctx, Some(&token), cookies::setup(&visit).as_ref()).await?;
    show_kind(&visit, &link, format!("/setup/{}", token.text())).await
}

async fn kind_page(visit: Visit) -> Answer {
    show_kind(&visit, &bound(&visit).await?, "/setup/kind".to_owned()).await
}

async fn show_kind(visit: &Visit, link: &Link, action: String) -> Answer {
    let chosen = draft(link).kind.unwrap_or(InstitutionKind::College);
    let view = visit.view().await?;
    let choice = |&kind: &InstitutionKind| Choice {
        kind,
        icon: icon(kind),
        name: view.t(&format!("signin-setup-kind-{kind}")),
        hint: view.t(&format!("signin-setup-kind-{kind}-hint")),
        chosen: kind == chosen,
    };
    let choices = InstitutionKind::ALL.iter().map(choice).collect();
    visit.page(&KindPage { view, action, choices })
}

#[derive(Deserialize)]
struct KindForm {
    #[serde(default)]
    kind: String,
    skip: Option<String>,
}

async fn first_submit(visit: Visit, Path(token): Path<String>, Form(form): Form<KindForm>) -> Answer {
    let token = Token::parse(&token).ok_or_else(super::over)?;
    let browser = cookies::setup(&visit);
    let link = admit(&visit.ctx, Some(&token), browser.as_ref()).await?;
    let new = if link.browser.is_none() { Some(bind(&visit.ctx, &token).await?) } else { None };
    let mut response = keep_kind(&visit, &link, &form).await?;
    if let Some(new) = new {
        add_cookie(&mut response, &cookies::of_setup(&visit, &new));
    }
    Ok(response)
}

async fn kind_submit(visit: Visit, Form(form): Form<KindForm>) -> Answer {
    let link = bound(&visit).await?;
    keep_kind(&visit, &link, &form).await
}

async fn keep_kind(visit: &Visit, link: &Link, form: &KindForm) -> Answer {
    if form.skip.is_none() {
        keep(&visit.ctx, &Draft { kind: InstitutionKind::find(&form.kind), ..draft(link) }).await?;
    }
    visit.go("/setup/name")
}

async fn name_page(visit: Visit) -> Answer {
    let link = bound(&visit).await?;
    show_name(&visit, draft(&link), Errors::none()).await
}

async fn show_name(visit: &Visit, draft: Draft, errors: Errors) -> Answer {
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let hint = match draft.kind.unwrap_or(InstitutionKind::College) {
        InstitutionKind::Hospital => "signin-setup-code-finess",
        InstitutionKind::Association => "signin-setup-code-siret",
        _ => "signin-setup-code-uai",
    };
    visit.page_as(status, &NamePage { view: visit.view().await?, errors, draft, hint })
}

#[derive(Deserialize)]
struct NameForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    code: String,
    skip: Option<String>,
}

async fn name_submit(visit: Visit, Form(form): Form<NameForm>) -> Answer {
    let link = bound(&visit).await?;
    if form.skip.is_none() {
        let new = Draft { name: form.name, code: form.code, ..draft(&link) };
        match new.clone().checked() {
            Ok(checked) => keep(&visit.ctx, &checked).await?,
            Err(problem) => return show_name(&visit, new, problem.into()).await,
        }
    }
    visit.go("/setup/you")
}

async fn you_page(visit: Visit) -> Answer {
    if visit.actor.administers() {
        return visit.go("/setup/people");
    }
    bound(&visit).await?;
    show_you(&visit, First::default(), false, Errors::none()).await
}

async fn show_you(visit: &Visit, first: First, password: bool, errors: Errors) -> Answer {
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let passkeys = passkey::possible(&visit.ctx);
    let password = password || !passkeys;
    visit.page_as(status, &YouPage { view: visit.view().await?, errors, first, password, passkeys })
}

#[derive(Deserialize)]
struct YouForm {
    #[serde(flatten)]
    first: First,
    #[serde(default)]
    password: String,
}

async fn you_submit(visit: Visit, Extension(lodge): InLodge, Form(form): Form<YouForm>) -> Answer {
    let link = bound(&visit).await?;
    let caller = Caller::of(&visit, &lodge);
    let done = async {
        form.first.name.checked()?;
        let about = [form.first.login.as_str(), &form.first.name.given, &form.first.name.family];
        first::password_checked(&form.password, &about)?;
        let way = first::by_password(&caller, &form.password).await?;
        let unnamed = visit.view().await?.t("signin-setup-unnamed");
        found(&caller, draft(&link), unnamed, &visit.lang, &form.first, way).await
    };
    match done.await {
        Ok(entered) => let_in(&visit, &entered, "/setup/people"),
        Err(problem) if problem.kind == preau_kernel::Kind::Invalid => {
            show_you(&visit, form.first, true, problem.into()).await
        }
        Err(problem) => Err(Refusal(problem)),
    }
}

async fn you_begin(visit: Visit, Json(first): Json<First>) -> Answer {
    bound(&visit).await?;
    first.name.checked()?;
    let name = first.name.called();
    let login = if first.login.trim().is_empty() { name.clone() } else { first.login.trim().to_owned() };
    let provisional: PersonId = visit.ctx.id();
    let kept = serde_json::to_value(&first).map_err(Problem::internal)?;
    let user = (provisional.uuid(), login.as_str(), name.as_str());
    visit.json(&passkey::begin_making(&visit.ctx, Ceremony::FirstPasskey, user, kept).await?)
}

async fn you_finish(visit: Visit, Extension(lodge): InLodge, Json(answer): Json<Value>) -> Answer {
    let link = bound(&visit).await?;
    let name = DeviceName::of(&visit.headers);
    let (row, kept) = passkey::finish_making(&visit.ctx, Ceremony::FirstPasskey, &name, answer).await?;
    let first: First = serde_json::from_value(kept).map_err(Problem::internal)?;
    let unnamed = visit.view().await?.t("signin-setup-unnamed");
    let caller = Caller::of(&visit, &lodge);
    let way = FirstWay::Passkey(Box::new(row));
    let entered = found(&caller, draft(&link), unnamed, &visit.lang, &first, way).await?;
    let mut response = visit.json(&Next::at("/setup/people"))?;
    give_cookies(&visit, &entered, &mut response);
    Ok(response)
}

async fn people_page(visit: Visit, Extension(lodge): InLodge) -> Answer {
    visit.me()?;
    if !visit.actor.administers() {
        return Err(Problem::not_found().into());
    }
    visit.page(&PeoplePage { view: visit.view().await?, demo: lodge.demo.is_some() })
}

async fn demo(visit: Visit, Extension(lodge): InLodge) -> Answer {
    let me = visit.my_id()?;
    let demo = lodge.demo.as_ref().filter(|_| visit.actor.administers()).ok_or_else(Problem::not_found)?;
    demo.fill(&visit.ctx, me).await?;
    visit.go_and_say("/", &Said::new("signin-said-demo"))
}
