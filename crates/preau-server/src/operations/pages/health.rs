//! `/admin/health`: what is wrong, and how to mend it.

use askama::Template;
use axum::Extension;
use preau_web::{Answer, App, Check, Health, View, Visit};
use serde::Serialize;
use utoipa::ToSchema;

use crate::operations::policy::{self, Verb};

#[derive(Template)]
#[template(path = "health.html")]
struct Page {
    view: View,
    checks: Vec<Check>,
}

impl Page {
    fn says(&self, check: &Check) -> String {
        self.view.say(&format!("check-{}", check.code), &check.args)
    }

    fn mends(&self, check: &Check) -> String {
        self.view.say(&format!("check-{}-mend", check.code), &check.args)
    }

    fn is_good(check: &Check) -> bool {
        check.health == Health::Good
    }

    fn icon(check: &Check) -> &'static str {
        match check.health {
            Health::Good => "done",
            Health::Todo => "open",
            Health::Bad => "alert",
        }
    }

    fn good(&self) -> usize {
        self.checks.iter().filter(|check| Self::is_good(check)).count()
    }
}

/// One check, in words.
#[derive(Serialize, ToSchema)]
pub(super) struct CheckSaid {
    /// Stable.
    code: &'static str,
    /// Whether all is well.
    good: bool,
    /// What was found, in the asker's language.
    says: String,
}

pub(super) async fn page(visit: Visit, Extension(app): Extension<App>) -> Answer {
    policy::prove(&visit.actor, Verb::Watch)?;
    let mut checks = app.checks().await?;
    checks.sort_by_key(|check| std::cmp::Reverse(check.health));
    let page = Page { view: visit.view().await?, checks };
    if visit.json {
        let told = |check: &Check| CheckSaid { code: check.code, good: Page::is_good(check), says: page.says(check) };
        return visit.json(&page.checks.iter().map(told).collect::<Vec<_>>());
    }
    visit.page(&page)
}
