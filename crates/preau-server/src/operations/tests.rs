//! The pages of those who run Préau, on both engines.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use preau_kernel::{Actor, PersonKind, Role};
use preau_notices::Ways;
use preau_people::People;
use preau_signin::Signin;
use preau_testkit::{TestApp, engines};
use signed_note::{Note, StandardVerifier, VerifierList};

use super::Operations;
use crate::{config::Config, wiring};

struct House {
    app: TestApp,
    _room: tempfile::TempDir,
}

async fn house(engine: preau_db::Engine) -> House {
    let room = tempfile::tempdir().unwrap();
    let config = Arc::new(Config { data: room.path().to_owned(), ..Config::default() });
    let (people, signin) = (People::default(), Signin::new());
    let services = wiring::services(&people, &signin, Ways::default(), Operations::new(config));
    let app = TestApp::start(engine, services, Arc::new(people)).await;
    wiring::establish(app.ctx()).await.unwrap();
    House { app, _room: room }
}

impl House {
    fn with(&self, office: Option<Role>) -> preau_testkit::Visitor {
        self.app.visitor_as(self.app.signed_in(self.app.ctx().id(), PersonKind::Staff, office))
    }

    /// Waits until the desk has nothing to do.
    async fn wait(&self) {
        let owner = self.with(Some(Role::Owner)).as_program();
        for _ in 0..600 {
            if owner.get("/admin/backups").await.json()["busy"] == false {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("a backup did not end within half a minute");
    }
}

#[tokio::test]
async fn each_page_is_for_those_who_run_the_house_or_for_everyone() {
    let offices = [None, Some(Role::Member), Some(Role::Manager), Some(Role::Auditor), Some(Role::Owner)];
    for engine in engines() {
        let house = house(engine).await;
        let statuses = async |path: &str| {
            let mut statuses = vec![house.app.visitor_as(Actor::Nobody).as_program().get(path).await.status];
            for office in offices {
                statuses.push(house.with(office).get(path).await.status);
            }
            statuses
        };
        assert_eq!(statuses("/transparence").await, [200; 6]);
        assert_eq!(statuses("/accessibility").await, [200; 6]);
        assert_eq!(statuses("/openapi.json").await, [200; 6]);
        assert_eq!(statuses("/admin/backups").await, [401, 404, 404, 200, 200, 200]);
        assert_eq!(statuses("/admin/health").await, [401, 404, 404, 200, 200, 200]);
        assert_eq!(statuses("/admin/journal").await, [401, 404, 404, 404, 200, 200]);
        for (path, allowed) in [
            ("/admin/backups", vec![]),
            ("/admin/backups/x/test", vec![]),
            ("/admin/journal/verify", vec![Role::Auditor]),
        ] {
            for office in [None, Some(Role::Member), Some(Role::Manager), Some(Role::Auditor)] {
                let status = house.with(office).post(path, &[]).await.status;
                let may = office.is_some_and(|office| allowed.contains(&office));
                assert_eq!(status, if may { 303 } else { 404 }, "{path} {office:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_declared_is_signed_with_the_journals_key() {
    for engine in engines() {
        let house = house(engine).await;
        let reply = house.app.visitor().as_program().get("/transparence").await.json();
        let verifier = reply["statement"]["journal"]["verifier"].as_str().unwrap();
        let note = Note::from_bytes(reply["signed"].as_str().unwrap().as_bytes()).unwrap();
        let key = StandardVerifier::new(verifier).unwrap();
        note.verify(&VerifierList::new(vec![Box::new(key)])).unwrap();
        let said: serde_json::Value = serde_json::from_slice(note.text()).unwrap();
        assert_eq!(said, reply["statement"]);
        assert_eq!(said["destinations"], serde_json::json!([]));
    }
}

#[tokio::test]
async fn a_backup_is_made_and_read_back_from_the_page() {
    for engine in engines() {
        let house = house(engine).await;
        let owner = house.with(Some(Role::Owner));
        assert_eq!(owner.post("/admin/backups", &[]).await.location(), "/admin/backups");
        house.wait().await;
        let list = house.with(Some(Role::Owner)).as_program().get("/admin/backups").await.json();
        let name = list["backups"][0]["name"].as_str().unwrap_or_else(|| panic!("no backup: {list}"));
        assert_eq!(list["backups"][0]["tried"], false);
        let begun = owner.post(&format!("/admin/backups/{name}/test"), &[]).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        house.wait().await;
        let list = house.with(Some(Role::Owner)).as_program().get("/admin/backups").await.json();
        assert_eq!(list["backups"][0]["tried"], true, "{}", owner.get("/admin/backups").await.body);
        let page = owner.get("/admin/backups?lang=en").await.body;
        assert!(page.contains("The restore works"), "{page}");
        assert_eq!(owner.post("/admin/backups/..%2F..%2Fetc/test", &[]).await.status, 404);
        let journal = house.with(Some(Role::Auditor)).as_program().get("/admin/journal?verb=backup.make").await.json();
        assert_eq!(journal["entries"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn reading_the_journal_is_written_down_and_the_journal_is_sound() {
    for engine in engines() {
        let house = house(engine).await;
        let auditor = house.with(Some(Role::Auditor));
        auditor.get("/admin/journal").await;
        house.app.settle().await;
        let page = auditor.get("/admin/journal?lang=en&verb=journal.read").await;
        assert!(page.body.contains("<tbody>"), "{}", page.body);
        let nobody = auditor.get("/admin/journal?login=nobody.here&lang=en").await.body;
        assert!(nobody.contains("Nobody has this login") && nobody.contains("Nothing matches"));
        let verified = house.with(Some(Role::Auditor)).as_program().post("/admin/journal/verify", &[]).await.json();
        assert!(verified["fault"].is_null(), "{verified}");
    }
}

#[tokio::test]
async fn every_statement_of_the_whole_program_is_one_that_both_engines_know() {
    for engine in engines() {
        let house = house(engine).await;
        assert_eq!(preau_db::check::prepare_all(&house.app.ctx().db).await.unwrap(), Vec::<String>::new());
    }
}

#[test]
fn every_sentence_is_said_in_both_languages_and_once() {
    let keys = |source: &str| {
        let keys = source.lines().filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        let keys: Vec<String> = keys.filter_map(|line| Some(line.split_once(" =")?.0.to_owned())).collect();
        let once: BTreeSet<_> = keys.iter().cloned().collect();
        assert_eq!(keys.len(), once.len(), "a key is there twice");
        once
    };
    let [fr, en] = crate::TEXTS else { panic!("two languages") };
    assert_eq!(keys(fr.1), keys(en.1));
}
