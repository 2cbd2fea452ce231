//! `/code` and `/in/{code}`: a letter is used. Opening an address shows a page; only a sent form does anything, so that
//! the preview of a link never uses a letter up.

use askama::Template;
use axum::{Extension, Form, Json, extract::Path};
use http::StatusCode;
use preau_kernel::{Kind, PersonKind, Problem};
use preau_web::{Answer, Errors, Routes, View, Visit, add_cookie};
use serde::Deserialize;
use serde_json::Value;

use super::{InLodge, Next, cookies, give_cookies, let_in, over};
use crate::{
    acts::{
        Caller,
        letter::{self, Chosen},
        passkey,
    },
    store::ceremonies::Ceremony,
    who::Who,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/code", "Asks for the code of a letter", page)
        .post("/code", "Takes the code of a letter", submit)
        .get("/in/{code}", "The page that a letter's QR code opens; uses nothing up", scanned)
        .get("/code/way", "The choice of a way in for the holder of a letter", way_page)
        .post("/code/way", "Uses a letter up: binds a password or a PIN", way_submit)
        .post("/code/way/passkey/begin", "Begins to make a passkey for the holder of a letter", passkey_begin)
        .json::<passkey::Told>()
        .post("/code/way/passkey/finish", "Uses a letter up: binds a passkey", passkey_finish)
        .json::<Next>()
}

#[derive(Template)]
#[template(path = "signin/code.html")]
struct CodePage {
    view: View,
    errors: Errors,
    code: String,
    scanned: bool,
}

#[derive(Template)]
#[template(path = "signin/way.html")]
struct WayPage {
    view: View,
    errors: Errors,
    who: Who,
    way: String,
    passkeys: bool,
    pins: bool,
    digits: u8,
}

async fn page(visit: Visit) -> Answer {
    show(&visit, String::new(), false, Errors::none()).await
}

async fn scanned(visit: Visit, Path(code): Path<String>) -> Answer {
    let code: String = code.chars().take(20).collect();
    show(&visit, code, true, Errors::none()).await
}

async fn show(visit: &Visit, code: String, scanned: bool, errors: Errors) -> Answer {
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visit.page_as(status, &CodePage { view: visit.view().await?, errors, code, scanned })
}

#[derive(Deserialize)]
struct CodeForm {
    #[serde(default)]
    code: String,
}

async fn submit(visit: Visit, Extension(lodge): InLodge, Form(form): Form<CodeForm>) -> Answer {
    match letter::open(&Caller::of(&visit, &lodge), &form.code).await {
        Ok(step) => {
            let mut response = visit.go("/code/way")?;
            add_cookie(&mut response, &cookies::of_step(&visit, &step));
            Ok(response)
        }
        Err(problem) => show(&visit, form.code, false, problem.into()).await,
    }
}

async fn way_page(visit: Visit) -> Answer {
    let step = cookies::step(&visit).ok_or_else(over)?;
    let who = letter::holder(&visit.ctx, &step).await?;
    show_way(&visit, who, String::new(), Errors::none()).await
}

async fn show_way(visit: &Visit, who: Who, way: String, errors: Errors) -> Answer {
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let passkeys = passkey::possible(&visit.ctx);
    let way = if way.is_empty() { if passkeys { "passkey" } else { "password" }.to_owned() } else { way };
    let digits = if who.kind == PersonKind::Learner { 4 } else { 6 };
    let pins = who.kind != PersonKind::Staff;
    visit.page_as(status, &WayPage { view: visit.view().await?, errors, who, way, passkeys, pins, digits })
}

#[derive(Deserialize)]
struct WayForm {
    #[serde(default)]
    way: String,
    /// The button that was pressed: without the page's script, all ways are on it, whichever is ticked.
    #[serde(default)]
    with: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    pin: String,
}

async fn way_submit(visit: Visit, Extension(lodge): InLodge, Form(form): Form<WayForm>) -> Answer {
    let step = cookies::step(&visit).ok_or_else(over)?;
    let caller = Caller::of(&visit, &lodge);
    let way = if form.with.is_empty() { form.way } else { form.with };
    let chosen = match way.as_str() {
        "pin" => Chosen::Pin(&form.pin),
        "password" => Chosen::Password(&form.password),
        // A passkey needs the page's script; without it, the choice is shown again.
        _ => {
            let problem = Problem::new(Kind::Invalid, "signin-passkey-script");
            return show_way(&visit, letter::holder(&visit.ctx, &step).await?, "password".to_owned(), problem.into())
                .await;
        }
    };
    match letter::bind(&caller, &step, chosen).await {
        Ok(entered) => {
            let mut response = let_in(&visit, &entered, "/")?;
            add_cookie(&mut response, &cookies::without_step(&visit));
            Ok(response)
        }
        Err(problem) if problem.kind == Kind::Gone => Err(problem.into()),
        Err(problem) => show_way(&visit, letter::holder(&visit.ctx, &step).await?, way, problem.into()).await,
    }
}

async fn passkey_begin(visit: Visit) -> Answer {
    let step = cookies::step(&visit).ok_or_else(over)?;
    let who = letter::holder(&visit.ctx, &step).await?;
    let (id, login, name) = passkey::user(&who);
    let told = passkey::begin_making(&visit.ctx, Ceremony::PasskeyRegister, (id, &login, &name), Value::Null).await?;
    visit.json(&told)
}

async fn passkey_finish(visit: Visit, Extension(lodge): InLodge, Json(answer): Json<Value>) -> Answer {
    let step = cookies::step(&visit).ok_or_else(over)?;
    let entered = letter::bind(&Caller::of(&visit, &lodge), &step, Chosen::Passkey(answer)).await?;
    let mut response = visit.json(&Next::at("/"))?;
    give_cookies(&visit, &entered, &mut response);
    add_cookie(&mut response, &cookies::without_step(&visit));
    Ok(response)
}
