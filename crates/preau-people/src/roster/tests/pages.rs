//! Who may see these pages, and what they hold.

use std::sync::atomic::Ordering;

use preau_kernel::{PersonKind, Role};
use preau_roster::fixtures::{self, Encoding, Generation};
use preau_testkit::engines;

use super::school::{School, count, onde};
use crate::roster::{reading::Progress, store::State, work};

#[tokio::test]
async fn a_pupil_a_guardian_and_a_teacher_find_nothing() {
    for engine in engines() {
        let school = School::open(engine).await;
        let address = school.give(&onde("MARTIN;Léa;01/02/2017;F;;CP A;\n")).await;
        for kind in [PersonKind::Learner, PersonKind::Guardian, PersonKind::Staff] {
            let visitor = school.app.visitor_as(school.app.signed_in(school.ctx().id(), kind, None));
            for path in ["", "/live", "/lines.csv", "/part/new-learner"] {
                assert_eq!(visitor.get(&format!("{address}{path}")).await.status, 404, "{kind} {path}");
            }
            for path in ["/apply", "/answers", "/again", "/cancel", "/undo", "/columns"] {
                assert_eq!(visitor.post(&format!("{address}{path}"), &[]).await.status, 404, "{kind} {path}");
            }
            assert_eq!(visitor.get("/admin/roster").await.status, 404);
            assert_eq!(visitor.post_files("/admin/roster", &[("files", "a.csv", b"a")]).await.status, 404);
        }
        let auditor =
            school.app.visitor_as(school.app.signed_in(school.ctx().id(), PersonKind::Staff, Some(Role::Auditor)));
        assert_eq!(auditor.get(&address).await.status, 403);
        assert_eq!(school.app.visitor().get(&address).await.status, 303, "nobody signs in first");
        assert_eq!(school.entry(&address).await.state, State::Asked);
    }
}

#[tokio::test]
async fn the_first_page_says_where_to_find_the_files() {
    let school = School::open(preau_db::Engine::Sqlite).await;
    let page = school.secretary.get("/admin/roster").await;
    for words in ["Élèves › Extraction", "Exportations › En XML", "Pronote", "type=\"file\""] {
        assert!(page.body.contains(words), "{words}");
    }
    let english = school.secretary.get("/admin/roster?lang=en").await;
    assert!(english.body.contains("Import lists") && !english.body.contains("roster-"), "{}", english.body);
}

#[tokio::test]
async fn every_page_has_all_its_sentences() {
    let school = School::open(preau_db::Engine::Sqlite).await;
    let address = school.give(&fixtures::siecle(60, 1).unwrap()).await;
    for lang in ["fr", "en"] {
        let page = school.secretary.get(&format!("{address}?lang={lang}")).await.body;
        for key in ["roster-part", "roster-kind", "roster-why", "roster-field", "roster-count", "problem-"] {
            assert!(!page.contains(&format!(">{key}")), "{lang} {key}: {page}");
        }
    }
    assert_eq!(school.secretary.post(&format!("{address}/apply"), &[]).await.status, 303);
    let done = school.secretary.get(&address).await.body;
    assert!(done.contains("Import terminé") && done.contains(&format!("{address}/undo")), "{done}");
    let list = school.secretary.get("/admin/roster").await.body;
    assert!(list.contains("Importé"), "{list}");
}

#[tokio::test]
async fn a_program_gets_the_same_as_json() {
    for engine in engines() {
        let school = School::open(engine).await;
        let program = school
            .app
            .visitor_as(school.app.signed_in(school.me.id, PersonKind::Staff, Some(Role::Owner)))
            .as_program();
        let files = onde("MARTIN;Léa;01/02/2017;F;;CP A;\nPETIT;Tom;31/02/2017;M;;CP A;\n");
        let reply = program.post_files("/admin/roster", &[("files", &files[0].0, &files[0].1)]).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        let address = format!("/admin/roster/{}", reply.json()["id"].as_str().unwrap());
        let json = program.get(&address).await.json();
        assert_eq!((json["state"].as_str(), count(&json, "learners", "new")), (Some("asked"), 2));
        assert_eq!((json["problems"][0]["line"].as_u64(), json["problems"][0]["column"].as_u64()), (Some(3), Some(3)));
        let applied = program.post(&format!("{address}/apply"), &[]).await.json();
        assert_eq!((applied["state"].as_str(), applied["applied"]["added"].as_u64()), (Some("applied"), Some(2)));
    }
}

#[tokio::test]
async fn what_is_given_up_is_forgotten_and_the_rest_after_thirty_days() {
    for engine in engines() {
        let school = School::open(engine).await;
        let given_up = school.give(&onde("MARTIN;Léa;01/02/2017;F;;CP A;\n")).await;
        assert_eq!(school.secretary.post(&format!("{given_up}/cancel"), &[]).await.status, 303);
        assert_eq!(school.secretary.post(&format!("{given_up}/apply"), &[]).await.status, 409);
        let applied = school.import(&onde("MARTIN;Léa;01/02/2017;F;;CP A;\n"), &[]).await;
        let owners = preau_db::sql!((i64,), "SELECT count(*) FROM blob_ref");
        assert_eq!(school.ctx().db.one(owners, &[]).await.unwrap(), (0,), "files go once they served");
        school.app.clock.advance(time::Duration::days(31));
        crate::roster::run(school.ctx(), "people.roster-forget", &serde_json::Value::Null).await.unwrap();
        assert_eq!(school.secretary.get(&applied).await.status, 404);
        assert!(school.people().await.contains_key("Léa Martin"));
    }
}

#[tokio::test]
async fn a_difference_that_is_out_of_date_is_shown_again_instead_of_applied() {
    for engine in engines() {
        let school = School::open(engine).await;
        let first = school.give(&onde("MARTIN;Léa;01/02/2017;F;;CP A;\n")).await;
        school.import(&onde("MARTIN;Léa;01/02/2017;F;;CP A;\n"), &[]).await;
        let reply = school.secretary.post(&format!("{first}/apply"), &[]).await;
        assert_eq!(reply.status, 303, "{}", reply.body);
        let page = school.secretary.get(&first).await.body;
        assert!(page.contains("Quelque chose a changé") && page.contains("Tout est déjà à jour"), "{page}");
        assert_eq!(school.people().await.len(), 2);
    }
}

#[tokio::test]
async fn a_long_reading_is_a_job_with_a_page_that_works_without_scripts() {
    let files = fixtures::onde(9_000, 1, Generation::Current, Encoding::Utf8);
    let school = School::open(preau_db::Engine::Sqlite).await;
    let address = school.give(&files).await;
    assert_eq!(school.entry(&address).await.state, State::Reading);
    let page = school.secretary.get(&address).await.body;
    assert!(page.contains("Actualiser") && page.contains("data-live") && !page.contains("http-equiv"), "{page}");
    let (entry, progress) = (school.entry(&address).await, Progress::default());
    progress.done.store(7, Ordering::Relaxed);
    work::note(school.ctx(), &entry, &progress).await.unwrap();
    assert_eq!(school.entry(&address).await.done, 7);
    assert_eq!(school.secretary.post(&format!("{address}/cancel"), &[]).await.status, 303);
    work::note(school.ctx(), &entry, &progress).await.unwrap();
    assert!(progress.stop.load(Ordering::Relaxed), "who reads is told that nobody waits any more");
    school.app.settle().await;
    assert_eq!(school.entry(&address).await.state, State::Cancelled, "the job finds that nobody waits");
}

#[tokio::test]
async fn the_contract_with_scripts_is_kept_to_the_letter() {
    let school = School::open(preau_db::Engine::Sqlite).await;
    let report = school.dry_run(&onde("MARTIN;Léa;31/02/2017;F;;CP A;\n")).await;
    let json = serde_json::to_value(&report).unwrap();
    let counts = serde_json::json!({ "new": 0, "changed": 0, "leaving": 0, "doubtful": 0 });
    let one = serde_json::json!({ "new": 1, "changed": 0, "leaving": 0, "doubtful": 0 });
    assert_eq!(json["problems"][0]["line"], 2);
    let message = json["problems"][0]["message"].as_str().unwrap();
    assert!(message.contains("31/02/2017"), "{message}");
    let problem = serde_json::json!({ "file": "CSVExtraction.csv", "line": 2, "column": 3, "message": message });
    let all = serde_json::json!({ "learners": one, "guardians": counts, "staff": counts, "spaces": one, "problems": [problem] });
    assert_eq!(json, all);
}
