//! `/sign-in`: login and password, PIN, passkey, second factor; and the way out.

use askama::Template;
use axum::{Extension, Form, Json};
use http::StatusCode;
use preau_db::outbox;
use preau_kernel::{PersonId, Problem};
use preau_web::{Answer, Errors, Refusal, Routes, View, Visit, add_cookie};
use serde::Deserialize;
use serde_json::Value;

use super::{InLodge, Next, cookies, give_cookies, let_in, over};
use crate::{
    acts::{
        Caller, passkey,
        password::{self, Outcome},
        pin, second,
    },
    lodge::Lodge,
    model::{FRESH, next_path},
    store::sessions,
    who::Who,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/sign-in", "The page to sign in", page)
        .post("/sign-in", "Signs in with login and password", submit)
        .post("/sign-in/pin", "Signs in with the PIN of this device", with_pin)
        .get("/sign-in/code", "Asks for the second factor", code_page)
        .post("/sign-in/code", "Signs in with the second factor", code_submit)
        .post("/sign-in/passkey/begin", "Begins to sign in with a passkey", passkey_begin)
        .json::<passkey::Told>()
        .post("/sign-in/passkey/finish", "Signs in with a passkey", passkey_finish)
        .json::<Next>()
        .post("/sign-out", "Ends this session", sign_out)
}

#[derive(Template)]
#[template(path = "signin/sign-in.html")]
struct SignInPage {
    view: View,
    errors: Errors,
    login: String,
    next: String,
    shared: bool,
    passkeys: bool,
    with_pin: Vec<Who>,
}

#[derive(Template)]
#[template(path = "signin/second.html")]
struct SecondPage {
    view: View,
    errors: Errors,
    next: String,
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

async fn page(visit: Visit, Extension(lodge): InLodge, query: axum::extract::Query<Asked>) -> Answer {
    let caller = Caller::of(&visit, &lodge);
    if held(&caller).await? {
        return visit.go("/account/security");
    }
    show(&visit, &lodge, SignIn { next: query.0.next, ..SignIn::default() }, Errors::none()).await
}

/// Whether the browser has a session that waits for a second factor: then signing in again would change nothing.
async fn held(caller: &Caller<'_>) -> Result<bool, Problem> {
    let Some(token) = &caller.session else { return Ok(false) };
    let now = caller.ctx.clock.now();
    let session = sessions::by_token(&caller.ctx.db, token.hash(), now).await?;
    Ok(session.is_some_and(|session| session.held && session.lives(now) && now.since(session.at) <= FRESH))
}

#[derive(Deserialize, Default)]
struct SignIn {
    #[serde(default)]
    login: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
    shared: Option<String>,
}

async fn show(visit: &Visit, lodge: &Lodge, form: SignIn, errors: Errors) -> Answer {
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = SignInPage {
        view: visit.view().await?,
        errors,
        login: form.login,
        next: next_path(Some(&form.next)),
        shared: form.shared.is_some(),
        passkeys: passkey::possible(&visit.ctx),
        with_pin: pin::here(&Caller::of(visit, lodge)).await?,
    };
    visit.page_as(status, &template)
}

async fn submit(visit: Visit, Extension(lodge): InLodge, Form(form): Form<SignIn>) -> Answer {
    let caller = Caller::of(&visit, &lodge);
    match password::sign_in(&caller, &form.login, &form.password, form.shared.is_some()).await {
        Ok(Outcome::In(entered)) => let_in(&visit, &entered, &next_path(Some(&form.next))),
        Ok(Outcome::Second(step)) => {
            let next: String = url::form_urlencoded::byte_serialize(next_path(Some(&form.next)).as_bytes()).collect();
            let mut response = visit.go(&format!("/sign-in/code?next={next}"))?;
            add_cookie(&mut response, &cookies::of_step(&visit, &step));
            Ok(response)
        }
        Err(problem) if visit.json => Err(problem.into()),
        Err(problem) => show(&visit, &lodge, form, problem.into()).await,
    }
}

#[derive(Deserialize)]
struct PinForm {
    person: PersonId,
    pin: String,
    #[serde(default)]
    next: String,
}

async fn with_pin(visit: Visit, Extension(lodge): InLodge, Form(form): Form<PinForm>) -> Answer {
    let caller = Caller::of(&visit, &lodge);
    match pin::sign_in(&caller, form.person, &form.pin).await {
        Ok(entered) => let_in(&visit, &entered, &next_path(Some(&form.next))),
        Err(problem) => show(&visit, &lodge, SignIn { next: form.next, ..SignIn::default() }, problem.into()).await,
    }
}

async fn code_page(visit: Visit, query: axum::extract::Query<Asked>) -> Answer {
    show_code(&visit, &query.0.next, Errors::none()).await
}

async fn show_code(visit: &Visit, next: &str, errors: Errors) -> Answer {
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visit.page_as(status, &SecondPage { view: visit.view().await?, errors, next: next_path(Some(next)) })
}

#[derive(Deserialize)]
struct CodeForm {
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

async fn code_submit(visit: Visit, Extension(lodge): InLodge, Form(form): Form<CodeForm>) -> Answer {
    let step = cookies::step(&visit).ok_or_else(over)?;
    let caller = Caller::of(&visit, &lodge);
    match second::sign_in(&caller, &step, &form.code).await {
        Ok(entered) => {
            let mut response = let_in(&visit, &entered, &next_path(Some(&form.next)))?;
            add_cookie(&mut response, &cookies::without_step(&visit));
            Ok(response)
        }
        Err(problem) if problem.kind == preau_kernel::Kind::Gone => Err(problem.into()),
        Err(problem) => show_code(&visit, &form.next, problem.into()).await,
    }
}

async fn passkey_begin(visit: Visit, Json(wish): Json<Value>) -> Answer {
    visit.json(&passkey::begin_sign_in(&visit.ctx, &wish).await?)
}

async fn passkey_finish(visit: Visit, Extension(lodge): InLodge, Json(answer): Json<Value>) -> Answer {
    let caller = Caller::of(&visit, &lodge);
    let (entered, next) = passkey::finish_sign_in(&caller, answer).await?;
    let mut response = visit.json(&Next::at(&next))?;
    give_cookies(&visit, &entered, &mut response);
    Ok(response)
}

async fn sign_out(visit: Visit) -> Answer {
    if let Some(token) = cookies::session(&visit.ctx, &visit.headers) {
        let mut tx = visit.ctx.db.begin().await?;
        let device = sessions::sign_out(&mut tx, token.hash()).await?;
        if let Some(device) = device {
            let event = visit.ctx.event("signin.signed-out", None, serde_json::json!({ "device": device }));
            outbox::emit(&mut tx, &event).await?;
        }
        tx.commit().await.map_err(Refusal::from)?;
    }
    // On a class's device, the next child wants to find its face.
    let mut response = visit.go(if cookies::class(&visit).is_some() { "/class" } else { "/sign-in" })?;
    add_cookie(&mut response, &cookies::without_session(&visit));
    Ok(response)
}
