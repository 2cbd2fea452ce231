//! `/admin/health`: what is wrong, and how to mend it.

use askama::Template;
use axum::Extension;
use preau_web::{Answer, App, Check, Health, View, Visit};
use serde_json::json;

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

pub(super) async fn page(visit: Visit, Extension(app): Extension<App>) -> Answer {
    policy::prove(&visit.actor, Verb::Watch)?;
    let mut checks = app.checks().await?;
    checks.sort_by_key(|check| std::cmp::Reverse(check.health));
    let page = Page { view: visit.view().await?, checks };
    if visit.json {
        let list: Vec<_> = page
            .checks
            .iter()
            .map(|check| json!({"code": check.code, "good": Page::is_good(check), "says": page.says(check)}))
            .collect();
        return visit.json(&list);
    }
    visit.page(&page)
}
