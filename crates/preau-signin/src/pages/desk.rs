//! `/admin/letters`: the desk prints letters, and gives anyone a new way in.

use std::collections::HashSet;

use askama::Template;
use axum::{Extension, Form, extract::Query};
use http::StatusCode;
use preau_kernel::{Kind, PersonId, PersonKind, Problem, Result, SpaceId};
use preau_web::{Answer, Errors, Routes, View, Visit};
use serde::Deserialize;

use super::{InLodge, paper};
use crate::{
    acts::{letter, reset},
    policy,
    store::{
        people::{self, Place},
        ways,
    },
    who::{self, Who},
};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/admin/letters", "Letters to print", page)
        .post("/admin/letters", "Makes letters and shows them to print", make)
        .post("/admin/letters/reset", "Takes all ways in from a person and shows a new letter", give)
}

#[derive(Template)]
#[template(path = "signin/desk.html")]
struct DeskPage {
    view: View,
    errors: Errors,
    places: Vec<Place>,
    never: usize,
    all: usize,
    person: Option<Who>,
    login: String,
}

#[derive(Deserialize)]
struct Asked {
    person: Option<PersonId>,
}

async fn page(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let person = match asked.person {
        Some(person) => who::by_id(&visit.ctx, person).await?,
        None => None,
    };
    show(&visit, person, String::new(), Errors::none()).await
}

async fn show(visit: &Visit, person: Option<Who>, login: String, errors: Errors) -> Answer {
    visit.me()?;
    policy::print(&visit.actor, &[])?;
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let everybody = people::everybody(&visit.ctx.db, visit.ctx.clock.now()).await?;
    let all = everybody.len();
    let template = DeskPage {
        view: visit.view().await?,
        errors,
        places: people::classes(&visit.ctx.db).await?,
        never: without_a_way(visit, everybody).await?.len(),
        all,
        person,
        login,
    };
    visit.page_as(status, &template)
}

async fn without_a_way(visit: &Visit, everybody: Vec<Who>) -> Result<Vec<Who>> {
    let with: HashSet<PersonId> =
        ways::everybody_with_a_way(&visit.ctx.db).await?.into_iter().map(|(person,)| person).collect();
    Ok(everybody.into_iter().filter(|who| !with.contains(&who.id)).collect())
}

#[derive(Deserialize)]
struct MakeForm {
    /// `never`, `all`, or the id of a space.
    #[serde(default)]
    of: String,
    /// Empty for everyone, or a kind of person.
    #[serde(default)]
    kind: String,
}

async fn make(visit: Visit, Extension(lodge): InLodge, Form(form): Form<MakeForm>) -> Answer {
    let me = visit.my_id()?;
    policy::print(&visit.actor, &[])?;
    let made = async {
        let mut chosen = chosen(&visit, &form.of).await?;
        if let Ok(kind) = form.kind.parse::<PersonKind>() {
            chosen.retain(|who| who.kind == kind);
        }
        // Whoever asks has a way in, and a secretary's letters leave administrators out rather than fail.
        chosen.retain(|who| who.id != me && policy::can_print(&visit.actor, &[who]) == preau_kernel::Decision::Allow);
        if chosen.is_empty() {
            return Err(Problem::new(Kind::Invalid, "signin-letters-none"));
        }
        let proof = policy::print(&visit.actor, &chosen.iter().collect::<Vec<_>>())?;
        letter::make(&visit.ctx, &lodge, Some(me), &proof).await
    };
    match made.await {
        Ok(printed) => paper::letters(&visit, &printed, "/admin/letters".to_owned()).await,
        Err(problem) => show(&visit, None, String::new(), problem.into()).await,
    }
}

/// The people for whom letters are wished, in the order of the pile: a child, then its guardians.
async fn chosen(visit: &Visit, of: &str) -> Result<Vec<Who>> {
    let (db, now) = (&visit.ctx.db, visit.ctx.clock.now());
    match of {
        "all" => Ok(people::everybody(db, now).await?),
        "never" => without_a_way(visit, people::everybody(db, now).await?).await,
        space => {
            let space: SpaceId = space.parse().map_err(|_| Problem::not_found())?;
            let mut seen = HashSet::new();
            let mut chosen = Vec::new();
            for member in people::members(db, space, now).await? {
                let guardians = match member.kind {
                    PersonKind::Learner => people::guardians(db, member.id, now).await?,
                    _ => Vec::new(),
                };
                chosen.extend(std::iter::once(member).chain(guardians).filter(|who| seen.insert(who.id)));
            }
            Ok(chosen)
        }
    }
}

#[derive(Deserialize)]
struct GiveForm {
    #[serde(default)]
    login: String,
}

async fn give(visit: Visit, Extension(lodge): InLodge, Form(form): Form<GiveForm>) -> Answer {
    let me = visit.my_id()?;
    policy::print(&visit.actor, &[])?;
    let given = async {
        let who = who::by_login(&visit.ctx, &form.login.trim().to_lowercase()).await?;
        let who = who.ok_or_else(|| Problem::field("login", "signin-login-unknown"))?;
        let proof = policy::reset(&visit.actor, &who, false)?;
        reset::reset(&visit.ctx, &lodge, Some(me), &proof).await
    };
    match given.await {
        Ok(printed) => paper::letters(&visit, &[printed], "/admin/letters".to_owned()).await,
        Err(problem) => show(&visit, None, form.login, problem.into()).await,
    }
}
