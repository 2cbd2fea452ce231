//! `/join`: coming into a space by an invitation. Opening an address shows a page; only a sent form does anything, so
//! that the preview of a link never uses an invitation up.

use askama::Template;
use axum::{Extension, Form, Json, extract::Path};
use http::StatusCode;
use preau_kernel::{Kind, PersonId, Problem, Result, Role};
use preau_people::model::{Invitation, Space, last_day, read};
use preau_web::{Answer, Errors, Routes, Said, View, Visit};
use serde::Deserialize;
use serde_json::{Value, json};
use time::Date;

use super::{InLodge, give_cookies};
use crate::{
    acts::{
        Caller,
        first::{self, FirstWay, Name},
        invited, passkey,
    },
    model::device::DeviceName,
    store::ceremonies::Ceremony,
};

/// The longest code that is shown again, in letters.
const CODE_LIMIT: usize = 20;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/join", "Where one types an invitation's code", page)
        .post("/join", "Looks an invitation's code up", submit)
        .get("/join/{code}", "What an invitation leads to", offer)
        .post("/join/{code}", "Accepts an invitation", accept)
        .get("/join/{code}/new", "The form by which an invited guest makes an account", new_page)
        .post("/join/{code}/new", "Makes a guest's account with a password, and accepts the invitation", new_submit)
        .post("/join/{code}/new/passkey/begin", "Begins to make the passkey of an invited guest", new_begin)
        .post(
            "/join/{code}/new/passkey/finish",
            "Makes a guest's account with a passkey, and accepts the invitation",
            new_finish,
        )
}

#[derive(Template)]
#[template(path = "signin/join.html")]
struct JoinPage {
    view: View,
    errors: Errors,
    code: String,
    /// The code leads nowhere: the page says what may have happened, and what to do.
    over: bool,
}

#[derive(Template)]
#[template(path = "signin/offer.html")]
struct OfferPage {
    view: View,
    invitation: Invitation,
    space: Space,
    code: String,
    /// The last day of whoever comes in, if there is one.
    stay: Option<Date>,
}

#[derive(Template)]
#[template(path = "signin/guest.html")]
struct GuestPage {
    view: View,
    errors: Errors,
    space: Space,
    code: String,
    name: Name,
    password: bool,
    passkeys: bool,
}

async fn page(visit: Visit) -> Answer {
    show(&visit, StatusCode::OK, "", false, Errors::none()).await
}

async fn show(visit: &Visit, status: StatusCode, code: &str, over: bool, errors: Errors) -> Answer {
    let code = code.chars().take(CODE_LIMIT).collect();
    visit.page_as(status, &JoinPage { view: visit.view().await?, errors, code, over })
}

/// What becomes of a code that was refused: one that leads nowhere has a page that says what to do.
async fn refused(visit: &Visit, code: &str, problem: Problem) -> Answer {
    if problem.kind == Kind::Gone && !visit.json {
        return show(visit, StatusCode::GONE, code, true, Errors::none()).await;
    }
    Err(problem.into())
}

#[derive(Deserialize)]
struct CodeForm {
    #[serde(default)]
    code: String,
}

async fn submit(visit: Visit, Extension(lodge): InLodge, Form(form): Form<CodeForm>) -> Answer {
    let Some(code) = read(&form.code) else {
        let problem = Problem::field("code", "invitation-code");
        return show(&visit, StatusCode::UNPROCESSABLE_ENTITY, &form.code, false, problem.into()).await;
    };
    match invited::look(&Caller::of(&visit, &lodge), &code).await {
        Ok(_) => visit.go(&format!("/join/{code}")),
        Err(problem) => refused(&visit, &form.code, problem).await,
    }
}

async fn offer(visit: Visit, Extension(lodge): InLodge, Path(code): Path<String>) -> Answer {
    match invited::look(&Caller::of(&visit, &lodge), &code).await {
        Ok((invitation, space)) => {
            let code = read(&code).unwrap_or_default();
            let stay = invitation.stays_until.map(last_day);
            visit.page(&OfferPage { view: visit.view().await?, invitation, space, code, stay })
        }
        Err(problem) => refused(&visit, &code, problem).await,
    }
}

async fn accept(visit: Visit, Extension(lodge): InLodge, Path(code): Path<String>) -> Answer {
    let me = visit.my_id()?;
    match invited::accept(&Caller::of(&visit, &lodge), &visit.actor, me, &code).await {
        Ok(space) => {
            let said = Said::new("signin-said-joined").with("name", &space.name);
            visit.go_and_say(&format!("/s/{}", space.id), &said)
        }
        Err(problem) => refused(&visit, &code, problem).await,
    }
}

/// The invitation, if it is one by which somebody from outside can come.
async fn for_guests(visit: &Visit, caller: &Caller<'_>, code: &str) -> Result<(Invitation, Space)> {
    // A reader of the mail program's preview, a pupil with an account: whoever is somebody stays who they are.
    if visit.me().is_ok() {
        return Err(Problem::new(Kind::Conflict, "signin-has-account"));
    }
    let (invitation, space) = invited::look(caller, code).await?;
    if invitation.role != Role::Guest {
        return Err(preau_people::PeopleError::NotForGuests.into());
    }
    Ok((invitation, space))
}

async fn new_page(visit: Visit, Extension(lodge): InLodge, Path(code): Path<String>) -> Answer {
    if visit.me().is_ok() {
        return visit.go(&format!("/join/{}", read(&code).unwrap_or_default()));
    }
    match for_guests(&visit, &Caller::of(&visit, &lodge), &code).await {
        Ok((_, space)) => show_new(&visit, space, &code, Name::default(), false, Errors::none()).await,
        Err(problem) => refused(&visit, &code, problem).await,
    }
}

async fn show_new(visit: &Visit, space: Space, code: &str, name: Name, password: bool, errors: Errors) -> Answer {
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let passkeys = passkey::possible(&visit.ctx);
    let (password, code) = (password || !passkeys, read(code).unwrap_or_default());
    visit.page_as(status, &GuestPage { view: visit.view().await?, errors, space, code, name, password, passkeys })
}

#[derive(Deserialize)]
struct GuestForm {
    #[serde(flatten)]
    name: Name,
    #[serde(default)]
    password: String,
}

async fn new_submit(
    visit: Visit,
    Extension(lodge): InLodge,
    Path(code): Path<String>,
    Form(form): Form<GuestForm>,
) -> Answer {
    let caller = Caller::of(&visit, &lodge);
    let (invitation, space) = match for_guests(&visit, &caller, &code).await {
        Ok(found) => found,
        Err(problem) => return refused(&visit, &code, problem).await,
    };
    let done = async {
        form.name.checked()?;
        let about = [form.name.given.as_str(), &form.name.family];
        first::password_checked(&form.password, &about)?;
        invited::admit(&caller, &invitation).await?;
        let way = first::by_password(&caller, &form.password).await?;
        invited::come(&caller, &invitation, &form.name, way).await
    };
    match done.await {
        Ok((entered, login)) => {
            let said = Said::new("signin-said-guest").with("name", &space.name).with("login", login);
            let mut response = visit.go_and_say(&format!("/s/{}", space.id), &said)?;
            give_cookies(&visit, &entered, &mut response);
            Ok(response)
        }
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::TooMany) => {
            show_new(&visit, space, &code, form.name, true, problem.into()).await
        }
        Err(problem) => refused(&visit, &code, problem).await,
    }
}

async fn new_begin(
    visit: Visit,
    Extension(lodge): InLodge,
    Path(code): Path<String>,
    Json(name): Json<Name>,
) -> Answer {
    for_guests(&visit, &Caller::of(&visit, &lodge), &code).await?;
    name.checked()?;
    let called = name.called();
    let provisional: PersonId = visit.ctx.id();
    let kept = serde_json::to_value(&name).map_err(Problem::internal)?;
    let user = (provisional.uuid(), called.as_str(), called.as_str());
    visit.json(&passkey::begin_making(&visit.ctx, Ceremony::GuestPasskey, user, kept).await?)
}

async fn new_finish(
    visit: Visit,
    Extension(lodge): InLodge,
    Path(code): Path<String>,
    Json(answer): Json<Value>,
) -> Answer {
    let caller = Caller::of(&visit, &lodge);
    let (invitation, space) = for_guests(&visit, &caller, &code).await?;
    invited::admit(&caller, &invitation).await?;
    let device = DeviceName::of(&visit.headers);
    let (row, kept) = passkey::finish_making(&visit.ctx, Ceremony::GuestPasskey, &device, answer).await?;
    let name: Name = serde_json::from_value(kept).map_err(Problem::internal)?;
    let (entered, _) = invited::come(&caller, &invitation, &name, FirstWay::Passkey(Box::new(row))).await?;
    let mut response = visit.json(&json!({ "next": format!("/s/{}", space.id) }))?;
    give_cookies(&visit, &entered, &mut response);
    Ok(response)
}
