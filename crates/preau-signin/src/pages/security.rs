//! `/account/security`: my ways in.

use askama::{Template, filters::Safe};
use axum::{Extension, Form, Json, extract::Path};
use http::StatusCode;
use preau_kernel::Problem;
use preau_web::{Answer, Errors, Refusal, Routes, Said, View, Visit};
use serde::Deserialize;
use serde_json::Value;

use super::{
    InLodge, Next,
    account::{current, device_name, fresh},
};
use crate::{
    acts::{
        Caller, passkey, password,
        second::{self, Setup},
    },
    lodge::Lodge,
    model::PasskeyId,
    qr,
    secret::Token,
    store::{
        ceremonies::Ceremony,
        sessions::Session,
        ways::{self, PasskeyRow},
    },
    who,
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/account/security", "My ways in", page)
        .post("/account/security/password", "Changes my password", change_password)
        .post("/account/security/passkey/begin", "Begins to make a passkey", passkey_begin)
        .json::<passkey::Told>()
        .post("/account/security/passkey/finish", "Adds a passkey", passkey_finish)
        .json::<Next>()
        .post("/account/security/passkeys/{id}/remove", "Takes a passkey away", passkey_remove)
        .post("/account/security/totp", "Shows a seed for one-time codes", totp_propose)
        .post("/account/security/totp/confirm", "Sets one-time codes up", totp_confirm)
        .post("/account/security/totp/remove", "Takes one-time codes away", totp_remove)
        .post("/account/security/recovery", "Makes new recovery codes", recovery)
}

#[derive(Template)]
#[template(path = "signin/security.html")]
struct SecurityPage {
    view: View,
    errors: Errors,
    held: bool,
    fresh: bool,
    password: Option<preau_kernel::Timestamp>,
    passkeys: Vec<PasskeyRow>,
    possible: bool,
    totp: Option<preau_kernel::Timestamp>,
    recovery: i64,
}

impl SecurityPage {
    fn key_name(&self, key: &PasskeyRow) -> String {
        device_name(&self.view, &key.browser, &key.system)
    }
    fn used(&self, key: &PasskeyRow) -> String {
        key.used_at.map_or_else(|| self.view.t("signin-never"), |at| self.view.day(&at.date()))
    }
}

#[derive(Template)]
#[template(path = "signin/totp.html")]
struct TotpPage {
    view: View,
    errors: Errors,
    step: String,
    seed: String,
    qr: Safe<String>,
}

#[derive(Template)]
#[template(path = "signin/recovery.html")]
struct RecoveryPage {
    view: View,
    codes: Vec<String>,
}

async fn page(visit: Visit) -> Answer {
    let session = current(&visit).await?;
    show(&visit, &session, Errors::none()).await
}

async fn show(visit: &Visit, session: &Session, errors: Errors) -> Answer {
    let (db, me) = (&visit.ctx.db, session.person);
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let template = SecurityPage {
        view: visit.view().await?,
        errors,
        held: session.held,
        fresh: crate::policy::can_change_own(session.at, visit.ctx.clock.now()) == preau_kernel::Decision::Allow,
        password: ways::password(db, me).await?.map(|(_, at)| at),
        passkeys: ways::passkeys(db, me).await?,
        possible: passkey::possible(&visit.ctx),
        totp: ways::totp(db, me).await?.map(|row| row.at),
        recovery: ways::recovery_left(db, me).await?,
    };
    visit.page_as(status, &template)
}

#[derive(Deserialize)]
struct PasswordForm {
    #[serde(default)]
    current: String,
    #[serde(default)]
    password: String,
}

async fn change_password(visit: Visit, Extension(lodge): InLodge, Form(form): Form<PasswordForm>) -> Answer {
    let session = current(&visit).await?;
    let caller = Caller::of(&visit, &lodge);
    // Whoever has no password yet proves by a fresh session who they are; others by the current password.
    let known = ways::password(&visit.ctx.db, session.person).await?.is_some();
    let changed = match if known { Ok(session) } else { fresh(&visit).await } {
        Ok(session) => password::change(&caller, &session, &form.current, &form.password).await,
        Err(problem) => Err(problem),
    };
    match changed {
        Ok(()) => visit.go_and_say("/account/security", &Said::new("signin-said-password")),
        Err(problem) => show(&visit, &current(&visit).await?, problem.into()).await,
    }
}

async fn passkey_begin(visit: Visit) -> Answer {
    let session = fresh(&visit).await?;
    let who = who::known(&visit.ctx, session.person).await?;
    let (id, login, name) = passkey::user(&who);
    let told = passkey::begin_making(&visit.ctx, Ceremony::PasskeyRegister, (id, &login, &name), Value::Null).await?;
    visit.json(&told)
}

async fn passkey_finish(visit: Visit, Extension(lodge): InLodge, Json(answer): Json<Value>) -> Answer {
    let session = fresh(&visit).await?;
    passkey::add(&Caller::of(&visit, &lodge), &session, answer).await?;
    visit.json(&Next::at("/account/security"))
}

async fn passkey_remove(visit: Visit, Path(id): Path<PasskeyId>) -> Answer {
    match fresh(&visit).await {
        Ok(session) => {
            passkey::remove(&visit.ctx, session.person, id).await?;
            visit.go_and_say("/account/security", &Said::new("signin-said-passkey-removed"))
        }
        Err(problem) => again(&visit, problem).await,
    }
}

/// Shows the page with the way to come in again, if that is what is missing.
async fn again(visit: &Visit, problem: Problem) -> Answer {
    if problem.code == "signin-again" {
        return show(visit, &current(visit).await?, problem.into()).await;
    }
    Err(Refusal(problem))
}

async fn totp_propose(visit: Visit, Extension(lodge): InLodge) -> Answer {
    let session = match fresh(&visit).await {
        Ok(session) => session,
        Err(problem) => return again(&visit, problem).await,
    };
    let who = who::known(&visit.ctx, session.person).await?;
    let view = visit.view().await?;
    let setup = second::propose(&visit.ctx, &lodge, &who, &view.shell.institution).await?;
    show_totp(&visit, view, &setup, Errors::none())
}

fn show_totp(visit: &Visit, view: View, setup: &Setup, errors: Errors) -> Answer {
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let qr = qr::svg(&setup.address, &view.t("signin-totp-qr"))?;
    let seed = setup.seed.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    visit.page_as(status, &TotpPage { view, errors, step: setup.step.text(), seed, qr })
}

#[derive(Deserialize)]
struct TotpForm {
    #[serde(default)]
    step: String,
    #[serde(default)]
    code: String,
}

async fn totp_confirm(visit: Visit, Extension(lodge): InLodge, Form(form): Form<TotpForm>) -> Answer {
    let session = fresh(&visit).await?;
    let step = Token::parse(&form.step).ok_or_else(super::over)?;
    match second::confirm(&Caller::of(&visit, &lodge), &session, &step, &form.code).await {
        Ok(codes) => show_recovery(&visit, &codes).await,
        Err(problem) if problem.kind == preau_kernel::Kind::Gone => Err(Refusal(problem)),
        Err(problem) => totp_again(&visit, &lodge, &session, step, problem).await,
    }
}

async fn totp_again(visit: &Visit, lodge: &Lodge, session: &Session, step: Token, problem: Problem) -> Answer {
    let who = who::known(&visit.ctx, session.person).await?;
    let view = visit.view().await?;
    let setup = second::proposed(&visit.ctx, lodge, &who, &view.shell.institution, step).await?;
    show_totp(visit, view, &setup, problem.into())
}

async fn show_recovery(visit: &Visit, codes: &[crate::model::code::Code]) -> Answer {
    let codes = codes.iter().map(crate::model::code::Code::printed).collect();
    visit.page(&RecoveryPage { view: visit.view().await?, codes })
}

async fn totp_remove(visit: Visit) -> Answer {
    match fresh(&visit).await {
        Ok(session) => {
            second::remove(&visit.ctx, session.person).await?;
            visit.go_and_say("/account/security", &Said::new("signin-said-totp-removed"))
        }
        Err(problem) => again(&visit, problem).await,
    }
}

async fn recovery(visit: Visit, Extension(lodge): InLodge) -> Answer {
    match fresh(&visit).await {
        Ok(session) => {
            let codes = second::new_recovery(&visit.ctx, &lodge, session.person).await?;
            show_recovery(&visit, &codes).await
        }
        Err(problem) => again(&visit, problem).await,
    }
}
