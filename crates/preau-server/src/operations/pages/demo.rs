//! `/admin/demo`: throws the demo school away, for whoever begins in earnest.

use askama::Template;
use axum::{Extension, Form};
use http::StatusCode;
use preau_kernel::Problem;
use preau_web::{Answer, App, Errors, Said, View, Visit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    demo,
    operations::policy::{self, Verb},
};

#[derive(Template)]
#[template(path = "demo.html")]
struct Page {
    view: View,
    errors: Errors,
    /// How many invented people there are.
    invented: usize,
    /// Whether they can be thrown away.
    possible: bool,
}

/// What is left of the demo school.
#[derive(Serialize, ToSchema)]
pub(super) struct DemoAnswer {
    /// How many invented people there are.
    invented: usize,
    /// Whether they can be thrown away.
    possible: bool,
}

pub(super) async fn page(visit: Visit) -> Answer {
    show(&visit, Errors::none()).await
}

async fn show(visit: &Visit, errors: Errors) -> Answer {
    policy::prove(&visit.actor, Verb::Clear)?;
    let status = if errors.any() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (invented, possible) = demo::left(&visit.ctx).await?;
    if visit.json {
        return visit.json(&DemoAnswer { invented, possible });
    }
    visit.page_as(status, &Page { view: visit.view().await?, errors, invented, possible })
}

#[derive(Deserialize)]
pub(super) struct Sure {
    #[serde(default)]
    sure: String,
}

pub(super) async fn clear(visit: Visit, Extension(app): Extension<App>, Form(form): Form<Sure>) -> Answer {
    let proof = policy::prove(&visit.actor, Verb::Clear)?;
    if form.sure.is_empty() {
        return show(&visit, Problem::field("sure", "demo-sure").into()).await;
    }
    demo::wipe(&app, &visit.actor, &proof).await?;
    visit.go_and_say("/admin/roster", &Said::new("demo-said-gone"))
}
