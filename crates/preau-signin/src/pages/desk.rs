//! `/admin/letters`: the desk prints letters, and gives anyone a new way in.

use std::collections::HashSet;

use askama::Template;
use axum::{Extension, Form, extract::Query};
use http::StatusCode;
use preau_kernel::{Decision, Kind, PersonId, PersonKind, Problem, Result, SpaceId};
use preau_web::{Answer, Errors, Routes, View, Visit};
use serde::Deserialize;

use super::{
    InLodge,
    paper::{self, More},
};
use crate::{
    acts::{letter, reset},
    model::LETTERS,
    policy,
    store::people::{self, After, Pile, Place},
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
    never: i64,
    all: i64,
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
    let me = visit.my_id()?;
    policy::print(&visit.actor, &[])?;
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (db, now, start) = (&visit.ctx.db, visit.ctx.clock.now(), After::nobody());
    let pile = |never| Pile { me, kind: None, never, administrators: visit.actor.administers() };
    let template = DeskPage {
        view: visit.view().await?,
        errors,
        places: people::classes(db).await?,
        never: people::pile_count(db, pile(true), &start, now).await?,
        all: people::pile_count(db, pile(false), &start, now).await?,
        person,
        login,
    };
    visit.page_as(status, &template)
}

#[derive(Deserialize)]
struct MakeForm {
    /// `never`, `all`, or the id of a space.
    #[serde(default)]
    of: String,
    /// Empty for everyone, or a kind of person.
    #[serde(default)]
    kind: String,
    /// Where the pile goes on; empty at its beginning.
    #[serde(default)]
    after: String,
    /// How many of the pile are made already, to say how far one is.
    #[serde(default)]
    made: usize,
}

async fn make(visit: Visit, Extension(lodge): InLodge, Form(form): Form<MakeForm>) -> Answer {
    let me = visit.my_id()?;
    policy::print(&visit.actor, &[])?;
    let made = async {
        let (chosen, left) = next(&visit, me, &form).await?;
        let last = chosen.last().ok_or_else(|| Problem::new(Kind::Invalid, "signin-letters-none"))?.id;
        let proof = policy::print(&visit.actor, &chosen.iter().collect::<Vec<_>>())?;
        let printed = letter::make(&visit.ctx, &lodge, Some(me), &proof).await?;
        let after = people::place_in_piles(&visit.ctx.db, last).await?.text();
        let made = form.made + printed.len();
        Ok::<_, Problem>((printed, More { of: form.of.clone(), kind: form.kind.clone(), after, made, left }))
    };
    match made.await {
        Ok((printed, more)) => paper::letters(&visit, &printed, "/admin/letters".to_owned(), Some(more)).await,
        Err(problem) => show(&visit, None, String::new(), problem.into()).await,
    }
}

/// The next people of the pile, as many as are printed in one go, and how many come after them. Whoever asks has a way
/// in, and a secretary's letters leave administrators out rather than fail.
async fn next(visit: &Visit, me: PersonId, form: &MakeForm) -> Result<(Vec<Who>, usize)> {
    let (db, now) = (&visit.ctx.db, visit.ctx.clock.now());
    let (kind, after) = (form.kind.parse::<PersonKind>().ok(), After::read(&form.after));
    if matches!(form.of.as_str(), "all" | "never") {
        let pile = Pile { me, kind, never: form.of == "never", administrators: visit.actor.administers() };
        let chosen = people::pile(db, pile, &after, i64::try_from(LETTERS).unwrap_or(i64::MAX), now).await?;
        let all = usize::try_from(people::pile_count(db, pile, &after, now).await?).unwrap_or_default();
        let left = all - chosen.len().min(all);
        return Ok((chosen, left));
    }
    let mut chosen = of_space(visit, form.of.parse().map_err(|_| Problem::not_found())?).await?;
    chosen.retain(|who| kind.is_none_or(|kind| who.kind == kind) && who.id != me);
    chosen.retain(|who| policy::can_print(&visit.actor, &[who]) == Decision::Allow);
    let begin = chosen.iter().position(|who| who.id == after.id).map_or(0, |place| place + 1);
    chosen.drain(..begin);
    let left = chosen.len().saturating_sub(LETTERS);
    chosen.truncate(LETTERS);
    Ok((chosen, left))
}

/// The people of a space and their guardians, in the order of the pile: a child, then its guardians.
async fn of_space(visit: &Visit, space: SpaceId) -> Result<Vec<Who>> {
    let (db, now) = (&visit.ctx.db, visit.ctx.clock.now());
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
        Ok(printed) => paper::letters(&visit, &[printed], "/admin/letters".to_owned(), None).await,
        Err(problem) => show(&visit, None, form.login, problem.into()).await,
    }
}
