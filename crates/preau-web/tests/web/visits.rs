//! Requests and answers, through the whole stack of layers.

use std::sync::Arc;

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{Actor, Event, Kind, PersonId, PersonKind, Problem, Result};
use preau_testkit::TestApp;
use preau_web::{
    Answer, Archive, ArchiveReader, Check, Ctx, Routes, Said, Service, Shell, ShellSource, Subject, VerbRoles, Visit,
};

/// A service as small as can be.
pub(crate) struct Bench;

#[async_trait]
impl Service for Bench {
    fn name(&self) -> &'static str {
        "bench"
    }
    fn migrations(&self) -> &'static [Migration] {
        &[]
    }
    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        &[("fr", "sat-down = { $name } est assise"), ("en", "sat-down = { $name } sat down")]
    }
    fn verbs(&self) -> &'static [VerbRoles] {
        &[]
    }
    fn routes(&self) -> Routes {
        Routes::new()
            .get("/fall", "Falls over", async || -> Answer { Err(Problem::internal("the plank broke").into()) })
            .get("/panic", "Panics", async || -> Answer { panic!("a mistake of ours") })
            .get("/mine", "Only for persons", async |visit: Visit| -> Answer { visit.json(&visit.my_id()?) })
            .post("/sit", "Sits down", sit)
    }
    async fn on_event(&self, _: &Ctx, _: &mut Tx, _: &Event) -> Result<()> {
        Ok(())
    }
    async fn export(&self, _: &Ctx, _: Subject, _: &mut Archive) -> Result<()> {
        Ok(())
    }
    async fn import(&self, _: &Ctx, _: &mut Tx, _: &ArchiveReader) -> Result<()> {
        Ok(())
    }
    async fn erase(&self, _: &Ctx, _: &mut Tx, _: PersonId) -> Result<()> {
        Ok(())
    }
    async fn checks(&self, _: &Ctx) -> Result<Vec<Check>> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl ShellSource for Bench {
    async fn shell(&self, _: &Ctx, _: &Actor) -> Result<Shell> {
        Ok(Shell { institution: "École <Louise>".to_owned(), ..Shell::default() })
    }
}

async fn sit(visit: Visit) -> Answer {
    visit.go_and_say("/missing", &Said::new("sat-down").with("name", "<Léa>").undo("/sit"))
}

async fn app() -> TestApp {
    TestApp::start(preau_db::Engine::Sqlite, vec![Box::new(Bench)], Arc::new(Bench)).await
}

#[tokio::test]
async fn what_is_not_there_is_a_page_with_a_way_on_in_the_visitors_language() {
    let app = app().await;
    let reply = app.visitor().get("/nowhere").await;
    assert_eq!(reply.status, 404);
    assert!(reply.body.contains("Cette page n’existe pas") && reply.body.contains("lang=\"fr\""), "{}", reply.body);
    assert!(reply.body.contains("École &#60;Louise&#62;"), "names are escaped");
    let reply = app.visitor().with_header("accept-language", "en-GB,en;q=0.8").get("/nowhere").await;
    assert!(reply.body.contains("does not exist"));
    let reply = app.visitor().get("/nowhere?lang=en").await;
    assert!(reply.body.contains("does not exist"));
}

#[tokio::test]
async fn a_program_gets_a_stable_code() {
    let app = app().await;
    let reply = app.visitor().as_program().get("/fall").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (500, Some("internal")));
    assert_eq!(reply.headers["content-type"], "application/problem+json");
    assert!(!reply.body.contains("plank"), "the cause is for the log");
    let reply = app.visitor().as_program().get("/mine").await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (401, Some("sign-in-first")));
}

#[tokio::test]
async fn a_mistake_of_ours_is_an_answer_not_a_cut_line() {
    let app = app().await;
    assert_eq!(app.visitor().get("/panic").await.status, 500);
}

#[tokio::test]
async fn nobody_is_led_to_sign_in_and_back() {
    let app = app().await;
    let reply = app.visitor().get("/mine?x=1").await;
    assert_eq!((reply.status, reply.location()), (303, "/sign-in?next=%2Fmine%3Fx%3D1"));
    let person = app.ctx().id();
    let me = app.signed_in(person, PersonKind::Staff, None);
    assert_eq!(app.visitor_as(me).get("/mine").await.json(), person.to_string());
}

#[tokio::test]
async fn what_was_done_is_said_once_and_escaped() {
    let app = app().await;
    let visitor = app.visitor();
    assert_eq!(visitor.post("/sit", &[]).await.status, 303);
    // A script follows the answer and opens the page after that: it is said there.
    let followed = [(http::HeaderName::from_static("preau-said-later"), "1")];
    assert!(!visitor.ask(http::Method::GET, "/missing", &followed, "").await.body.contains("est assise"));
    let reply = visitor.get("/missing").await;
    assert!(
        reply.body.contains("&#60;Léa&#62; est assise") && reply.body.contains("action=\"/sit\""),
        "{}",
        reply.body
    );
    assert!(!visitor.get("/missing").await.body.contains("est assise"));
}

#[tokio::test]
async fn another_sites_form_changes_nothing() {
    let app = app().await;
    let request = http::Request::post("/sit").header("host", "preau.test").header("origin", "https://evil.test");
    let reply =
        tower::ServiceExt::oneshot(app.app.router(), request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    assert_eq!(reply.status(), 403);
    let request = http::Request::post("/sit").header("host", "preau.test").header("cookie", "session=x");
    let reply =
        tower::ServiceExt::oneshot(app.app.router(), request.body(axum::body::Body::empty()).unwrap()).await.unwrap();
    assert_eq!(reply.status(), 403);
}

#[tokio::test]
async fn every_answer_is_strict_about_where_things_come_from() {
    let app = app().await;
    let reply = app.visitor().get("/nowhere").await;
    let policy = reply.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe") && !policy.contains("http"));
    assert_eq!(reply.headers["cache-control"], "no-store");
    assert_eq!(reply.headers["x-content-type-options"], "nosniff");
    assert!(!reply.body.contains("style=\"") && !reply.body.contains("<script>"), "nothing inline");
}

#[tokio::test]
async fn a_form_too_large_is_refused() {
    let app = app().await;
    let big = "x".repeat(300 * 1024);
    let router = Routes::new()
        .post("/read", "Reads", async |_: String| -> Answer { Err(Problem::new(Kind::Gone, "gone").into()) });
    let router = preau_web::guard(router.into_router(), app.ctx()).with_state(app.ctx().clone());
    let request = http::Request::post("/read").header("host", "preau.test").header("accept", "application/json");
    let reply = tower::ServiceExt::oneshot(router, request.body(axum::body::Body::from(big)).unwrap()).await.unwrap();
    assert_eq!(reply.status(), 413);
}

#[tokio::test]
async fn the_description_names_every_address() {
    let app = app().await;
    let json = serde_json::to_value(preau_web::openapi(&app.app.routes())).unwrap();
    assert_eq!(json["paths"]["/sit"]["post"]["summary"], "Sits down");
}
