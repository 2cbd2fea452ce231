//! The pages.

mod backups;
mod demo;
mod health;
mod journal;
mod transparency;

use askama::Template;
use axum::Extension;
use preau_web::{Answer, App, Gives, Routes, View, Visit};

pub(super) fn routes() -> Routes {
    Routes::new()
        .get(
            "/transparence",
            "What this institution runs and connects to, and its journal's checkpoint",
            transparency::page,
        )
        .json::<transparency::TransparencyAnswer>()
        .get("/accessibility", "The declaration of accessibility", accessibility)
        .get("/openapi.json", "This description", openapi)
        .gives(Gives::File("application/json"))
        .get("/admin/backups", "The backups, and what is being done", backups::list)
        .json::<backups::BackupsAnswer>()
        .post("/admin/backups", "Make a backup now", backups::make)
        .post(
            "/admin/backups/{name}/test",
            "Restore a backup into a temporary folder, to see whether that works",
            backups::attempt,
        )
        .get("/admin/demo", "What throwing the demo school away does", demo::page)
        .json::<demo::DemoAnswer>()
        .post("/admin/demo", "Throws the demo school away", demo::clear)
        .get("/admin/health", "What is wrong, and how to mend it", health::page)
        .json_list::<health::CheckSaid>()
        .get("/admin/journal", "The journal", journal::page)
        .json::<preau_journal::Page>()
        .asked(&["verb", "login", "from", "to", "after"])
        .post("/admin/journal/verify", "Prove that nobody rewrote the journal", journal::verify)
        .json::<preau_journal::Report>()
}

#[derive(Template)]
#[template(path = "accessibility.html")]
struct Accessibility {
    view: View,
}

async fn accessibility(visit: Visit) -> Answer {
    visit.page(&Accessibility { view: visit.view().await? })
}

async fn openapi(visit: Visit, Extension(app): Extension<App>) -> Answer {
    visit.json(&preau_web::openapi(&app.routes()))
}
