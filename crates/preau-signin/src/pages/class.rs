//! `/class` and `/badge`: small children come in.

use askama::Template;
use axum::{Extension, Form, extract::Path};
use http::StatusCode;
use preau_kernel::{Kind, PersonId, Problem};
use preau_web::{Answer, Errors, Refusal, Routes, View, Visit, add_cookie};
use serde::Deserialize;

use super::{InLodge, cookies, let_in};
use crate::{
    acts::{Caller, badge, class},
    lodge::Lodge,
    model::{
        code::Code,
        pictures::{self, CHOSEN},
    },
    secret::Token,
    store::people,
    who::Who,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/class", "Asks for the code of an open class", door)
        .post("/class", "Goes to the open class of a code", find)
        .get("/class/{code}", "The children of an open class", faces)
        .get("/class/{code}/{person}", "A child's pictures to choose from", show_pictures)
        .post("/class/{code}/{person}", "A picture was chosen; after the third, signs in", pick)
        .get("/badge/{token}", "The page that a badge opens; signs nobody in", badge_page)
        .post("/badge/{token}", "Signs in with a badge", badge_submit)
}

#[derive(Template)]
#[template(path = "signin/class-door.html")]
struct DoorPage {
    view: View,
    errors: Errors,
    code: String,
}

#[derive(Template)]
#[template(path = "signin/faces.html")]
struct FacesPage {
    view: View,
    code: String,
    space: String,
    faces: Vec<Face>,
}

struct Face {
    id: PersonId,
    name: String,
    called: String,
}

#[derive(Template)]
#[template(path = "signin/pictures.html")]
struct PicturesPage {
    view: View,
    problem: Option<Problem>,
    code: String,
    child: Who,
    picked: Vec<&'static str>,
    shown: Vec<&'static str>,
    wide: bool,
}

impl PicturesPage {
    fn picked_names(&self) -> String {
        self.picked.join(",")
    }
    fn sprite(&self) -> String {
        self.view.asset("icons/pictures.svg")
    }
}

#[derive(Template)]
#[template(path = "signin/badge.html")]
struct BadgePage {
    view: View,
    token: String,
}

async fn door(visit: Visit) -> Answer {
    if let Some(code) = cookies::class(&visit).and_then(|code| Code::parse(&code).ok()) {
        return visit.go(&format!("/class/{}", code.as_str()));
    }
    show_door(&visit, String::new(), Errors::none()).await
}

async fn show_door(visit: &Visit, code: String, errors: Errors) -> Answer {
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visit.page_as(status, &DoorPage { view: visit.view().await?, errors, code })
}

#[derive(Deserialize)]
struct CodeForm {
    #[serde(default)]
    code: String,
}

async fn find(visit: Visit, Extension(lodge): InLodge, Form(form): Form<CodeForm>) -> Answer {
    match class::find(&Caller::of(&visit, &lodge), &form.code).await {
        Ok(_) => visit.go(&format!("/class/{}", path_code(&form.code)?)),
        Err(problem) => show_door(&visit, form.code, problem.into()).await,
    }
}

fn path_code(typed: &str) -> Result<String, Problem> {
    Code::parse(typed).map(|code| code.as_str().to_owned()).map_err(|_| Problem::not_found())
}

/// The open class of a code in an address; the page to type it again if there is none.
async fn window(visit: &Visit, lodge: &Lodge, code: &str) -> Result<crate::store::class::Window, Refusal> {
    let found = class::find(&Caller::of(visit, lodge), code).await;
    found.map_err(|problem| match problem.kind {
        Kind::Invalid => Refusal(Problem::new(Kind::Gone, "signin-class-over")),
        _ => Refusal(problem),
    })
}

async fn faces(visit: Visit, Extension(lodge): InLodge, Path(code): Path<String>) -> Answer {
    let window = match window(&visit, &lodge, &code).await {
        Ok(window) => window,
        Err(refusal) => {
            let status = preau_web::status(refusal.0.kind);
            let mut response = show_door(&visit, String::new(), refusal.0.into()).await?;
            *response.status_mut() = status;
            add_cookie(&mut response, &cookies::without_class(&visit));
            return Ok(response);
        }
    };
    let space = people::place(&visit.ctx.db, window.space).await?.map(|place| place.name).unwrap_or_default();
    let children = class::faces(&visit.ctx, &window).await?;
    let code = path_code(&code)?;
    let template = FacesPage { view: visit.view().await?, code: code.clone(), space, faces: named(&children) };
    let mut response = visit.page(&template)?;
    add_cookie(&mut response, &cookies::of_class(&visit, &code));
    Ok(response)
}

/// First names; two children of one first name get the initial of their family name.
fn named(children: &[Who]) -> Vec<Face> {
    let named = |who: &Who| {
        let alone = children.iter().filter(|other| other.first() == who.first()).count() == 1;
        match who.called.split_whitespace().nth(1).and_then(|family| family.chars().next()) {
            Some(initial) if !alone => format!("{} {initial}.", who.first()),
            _ => who.first().to_owned(),
        }
    };
    children.iter().map(|who| Face { id: who.id, name: named(who), called: who.called.clone() }).collect()
}

async fn show_pictures(
    visit: Visit,
    Extension(lodge): InLodge,
    Path((code, person)): Path<(String, PersonId)>,
) -> Answer {
    let window = window(&visit, &lodge, &code).await?;
    show(&visit, &code, class::child(&visit.ctx, &window, person).await?, Vec::new(), None).await
}

async fn show(
    visit: &Visit,
    code: &str,
    (child, kept): (Who, Option<crate::store::class::Kept>),
    picked: Vec<&'static str>,
    problem: Option<Problem>,
) -> Answer {
    let status = problem.as_ref().map_or(StatusCode::OK, |problem| preau_web::status(problem.kind));
    let mut shown: Vec<&'static str> = match &kept {
        Some(kept) => kept.shown.split(',').filter_map(pictures::find).collect(),
        None => Vec::new(),
    };
    pictures::shuffle(&*visit.ctx.entropy, &mut shown);
    let teacher = || Some(Problem::new(Kind::TooMany, "signin-pictures-teacher"));
    let out = kept.as_ref().is_none_or(|kept| kept.tries >= pictures::TRIES);
    let problem = if out { teacher() } else { problem };
    let wide = shown.len() > 9;
    let code = path_code(code)?;
    let template = PicturesPage { view: visit.view().await?, problem, code, child, picked, shown, wide };
    visit.page_as(status, &template)
}

#[derive(Deserialize)]
struct Pick {
    #[serde(default)]
    picked: String,
    #[serde(default)]
    pick: String,
}

async fn pick(
    visit: Visit,
    Extension(lodge): InLodge,
    Path((code, person)): Path<(String, PersonId)>,
    Form(form): Form<Pick>,
) -> Answer {
    let window = window(&visit, &lodge, &code).await?;
    let names = form.picked.split(',').chain([form.pick.as_str()]);
    let picked: Vec<&'static str> = names.filter_map(pictures::find).take(CHOSEN).collect();
    if picked.len() < CHOSEN {
        return show(&visit, &code, class::child(&visit.ctx, &window, person).await?, picked, None).await;
    }
    match class::sign_in(&Caller::of(&visit, &lodge), &window, person, &picked).await {
        Ok(entered) => let_in(&visit, &entered, "/"),
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::TooMany) => {
            show(&visit, &code, class::child(&visit.ctx, &window, person).await?, Vec::new(), Some(problem)).await
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn badge_page(visit: Visit, Path(token): Path<String>) -> Answer {
    let token = Token::parse(&token).ok_or_else(Problem::not_found)?.text();
    visit.page(&BadgePage { view: visit.view().await?, token })
}

async fn badge_submit(visit: Visit, Extension(lodge): InLodge, Path(token): Path<String>) -> Answer {
    let token = Token::parse(&token).ok_or_else(Problem::not_found)?;
    let open = match cookies::class(&visit) {
        Some(code) => window(&visit, &lodge, &code).await.ok(),
        None => None,
    };
    let entered = badge::sign_in(&Caller::of(&visit, &lodge), &token, open.as_ref()).await?;
    let_in(&visit, &entered, "/")
}
