//! Préau as an app on a phone.

use std::sync::Arc;

use preau_db::Engine;
use preau_kernel::PersonKind;
use preau_testkit::TestApp;

use crate::visits::Bench;

#[tokio::test]
async fn a_phone_learns_the_institutions_name_and_every_icon_is_named() {
    let app = TestApp::start(Engine::Sqlite, vec![], Arc::new(Bench)).await;
    let reply = app.visitor().get("/manifest.webmanifest?lang=en").await;
    assert_eq!(reply.headers["content-type"], "application/manifest+json");
    let manifest = reply.json();
    assert_eq!((manifest["name"].as_str(), manifest["short_name"].as_str()), (Some("École <Louise>"), Some("Préau")));
    assert_eq!((manifest["lang"].as_str(), manifest["dir"].as_str()), (Some("en"), Some("ltr")));
    assert_eq!(manifest["icons"].as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn the_page_without_a_line_is_nobodys_and_speaks_every_language() {
    let app = TestApp::start(Engine::Sqlite, vec![], Arc::new(Bench)).await;
    let me = app.visitor_as(app.signed_in(app.ctx().id(), PersonKind::Guardian, None));
    let page = me.get("/offline").await.body;
    assert!(page.contains("data-for=\"\"") && !page.contains("Camille"), "{page}");
    assert!(page.contains("Pas de réseau") && page.contains("No network"), "{page}");
    assert_eq!(page.matches("<p data-sent hidden>").count(), 2, "{page}");
}
