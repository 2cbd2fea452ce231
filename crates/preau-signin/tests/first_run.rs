use std::sync::Arc;

use async_trait::async_trait;
use preau_kernel::{PersonId, Result};
use preau_signin::{DemoSchool, Signin, setup};
use preau_testkit::{TestApp, engines};
use preau_web::{Ctx, Service};
use serde_json::json;
use time::Duration;

use crate::{
    authenticator::{ORIGIN, Passkey},
    world::{Name, empty, is_in, school, sign_in, tables},
};

const NEW: &str = "une phrase pour commencer";

async fn path(app: &TestApp) -> String {
    let link = setup::open(app.ctx()).await.unwrap().expect("nobody administers yet");
    link.strip_prefix("http://preau.test").expect("the whole address").to_owned()
}

#[tokio::test]
async fn until_it_is_set_up_every_page_says_so_and_nobody_takes_the_house() {
    for engine in engines() {
        let (app, _) = empty(engine).await;
        let visitor = app.visitor();
        for page in ["/sign-in", "/account", "/code", "/admin/letters"] {
            let reply = visitor.get(page).await;
            assert_eq!(reply.status, 503, "{page}");
            assert!(reply.body.contains("Ce Préau attend son lien de mise en route"), "{page}: {}", reply.body);
        }
        assert_eq!(sign_in(&visitor, "admin", "admin").await.status, 503);
        for page in ["/setup/kind", "/setup/name", "/setup/you", &format!("/setup/{}", "A".repeat(43))] {
            assert_eq!(visitor.get(page).await.status, 410, "{page}");
        }
        assert_eq!(visitor.post("/setup/you", &[("given", "E"), ("family", "V"), ("password", NEW)]).await.status, 410);
    }
}

#[tokio::test]
async fn four_screens_make_an_institution_with_its_administrator() {
    for engine in engines() {
        let (app, _) = empty(engine).await;
        let path = path(&app).await;
        let visitor = app.visitor();
        for _ in 0..2 {
            assert_eq!(visitor.get(&path).await.status, 200, "opening it, again too, uses nothing up");
        }
        let reply = visitor.post(&path, &[("kind", "lycee")]).await;
        assert_eq!((reply.status, reply.location()), (303, "/setup/name"));
        let back = visitor.get("/setup/kind").await;
        assert!(back.body.contains("value=\"lycee\" checked"), "going back shows what was chosen");
        let wrong = visitor.post("/setup/name", &[("name", "Lycée Louise-Michel"), ("code", "0750123X")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("value=\"0750123X\""));
        assert_eq!(visitor.post("/setup/name", &[("name", "Lycée Louise-Michel"), ("code", "")]).await.status, 303);
        assert_eq!(visitor.get("/setup/you").await.status, 200);
        let weak =
            visitor.post("/setup/you", &[("given", "Ada"), ("family", "Roche"), ("password", "motdepasse1")]).await;
        assert_eq!(weak.status, 422);
        let you = [("given", "Ada"), ("family", "Roche"), ("login", ""), ("password", NEW)];
        let reply = visitor.post("/setup/you", &you).await;
        assert_eq!((reply.status, reply.location()), (303, "/setup/people"), "{}", reply.body);
        let people = visitor.get("/setup/people").await;
        assert!(people.body.contains("action=\"/admin/roster\""));
        assert!(!people.body.contains("/setup/demo"), "no demo was given");
        assert!(is_in(&visitor).await);
        assert_eq!(visitor.get("/setup/you").await.location(), "/setup/people");
        assert!(visitor.get("/account").await.body.contains("a.roche"));
        let settings = preau_people::store::settings(&app.ctx().db).await.unwrap();
        assert_eq!((settings.name.as_str(), settings.year.as_str()), ("Lycée Louise-Michel", "2019-2020"));
        assert_eq!(app.visitor().get(&path).await.status, 410, "the link is used up");
        assert_eq!(setup::open(app.ctx()).await.unwrap(), None);
        assert_eq!(sign_in(&app.visitor(), "a.roche", NEW).await.status, 303);
    }
}

#[tokio::test]
async fn screens_can_be_skipped_and_a_passkey_is_enough() {
    for engine in engines() {
        let (app, _) = empty(engine).await;
        let path = path(&app).await;
        let visitor = app.visitor();
        visitor.post(&path, &[("skip", "1")]).await;
        assert_eq!(visitor.post("/setup/name", &[("skip", "1")]).await.location(), "/setup/you");
        let missing = visitor.post_json("/setup/you/passkey/begin", &json!({ "given": "", "family": "Roche" })).await;
        assert_eq!(missing.status, 422);
        let you = json!({ "given": "Ada", "family": "Roche", "login": "ada", "way": "passkey" });
        let told = visitor.post_json("/setup/you/passkey/begin", &you).await.json();
        let (mut passkey, answer) = Passkey::make(&told);
        let reply = visitor.post_json("/setup/you/passkey/finish", &answer).await;
        assert_eq!((reply.status, reply.json()["next"].as_str()), (200, Some("/setup/people")), "{}", reply.body);
        let phone = app.visitor();
        let told = phone.post_json("/sign-in/passkey/begin", &json!({})).await.json();
        assert_eq!(phone.post_json("/sign-in/passkey/finish", &passkey.sign(&told, ORIGIN)).await.status, 200);
        assert!(phone.get("/account").await.body.contains("<code>ada</code>"));
        assert_eq!(phone.get("/admin/letters").await.status, 200, "an administrator");
    }
}

#[tokio::test]
async fn the_link_is_for_one_browser_for_one_hour_and_a_new_one_kills_it() {
    for engine in engines() {
        let (app, _) = empty(engine).await;
        let first = path(&app).await;
        let mine = app.visitor();
        assert_eq!(mine.post(&first, &[("kind", "college")]).await.status, 303);
        let other = app.visitor();
        assert_eq!(other.get(&first).await.status, 410);
        assert_eq!(other.post(&first, &[("kind", "college")]).await.status, 410);
        assert_eq!(other.get("/setup/name").await.status, 410);
        assert_eq!(mine.get(&first).await.status, 200);

        let second = path(&app).await;
        assert_eq!(mine.get("/setup/name").await.status, 410);
        assert_eq!(mine.get(&first).await.status, 410);
        assert_eq!(other.get(&second).await.status, 200);
        app.clock.advance(Duration::minutes(61));
        assert_eq!(other.get(&second).await.status, 410);
    }
}

struct Demo;

#[async_trait]
impl DemoSchool for Demo {
    async fn fill(&self, ctx: &Ctx, _by: PersonId) -> Result<()> {
        let mut tx = ctx.db.begin().await?;
        crate::world::open_class(ctx, &mut tx, "CM2 d’essai").await;
        Ok(tx.commit().await?)
    }
}

#[tokio::test]
async fn the_demo_school_opens_for_the_administrator_alone() {
    for engine in engines() {
        let signin = Signin::with_demo(Arc::new(Demo));
        let services: Vec<Box<dyn Service>> = vec![Box::new(tables()), Box::new(signin.clone())];
        let app = TestApp::start_with(engine, services, Arc::new(Name), Some(Arc::new(signin))).await;
        let path = path(&app).await;
        let visitor = app.visitor();
        visitor.post(&path, &[("kind", "primary")]).await;
        assert_eq!(visitor.post("/setup/demo", &[]).await.location(), "/sign-in?next=%2Fsetup%2Fdemo", "not before");
        visitor.post("/setup/you", &[("given", "Ada"), ("family", "Roche"), ("password", NEW)]).await;
        assert!(visitor.get("/setup/people").await.body.contains("action=\"/setup/demo\""));
        assert_eq!(visitor.post("/setup/demo", &[]).await.location(), "/");
        assert!(visitor.get("/admin/letters").await.body.contains("CM2 d’essai"));
    }
    let world = school(preau_db::Engine::Sqlite).await;
    assert_eq!(world.came("n.benali").await.get("/setup/people").await.status, 404);
    assert_eq!(world.came("n.benali").await.post("/setup/demo", &[]).await.status, 404);
}
