//! The right to leave: an institution goes away with all its data and comes back the same; a person takes what is
//! theirs and nothing of others; a person is forgotten, and the journal still proves that nobody rewrote it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use preau_db::Engine;
use preau_kernel::PersonId;
use preau_testkit::TestApp;
use preau_web::{Archive, ArchiveReader, Subject};
use time::Duration;

use crate::world::{World, between, empty, tables_of};

/// A school that was in use: a record was opened, a class, a consent, an invitation, ways in; and its journal was
/// sealed after each.
async fn lived_in(engine: Engine) -> World {
    let world = World::open(engine).await;
    world.app.app.plan().await.unwrap();
    let teacher = world.came("n.benali").await;
    let mother = world.came("claire.martin").await;
    let lea = world.came("lea.martin").await;
    let head = world.came("direction").await;
    let record = format!("/p/{}", world.id("lea.martin"));
    for (visitor, path) in [(&teacher, &record), (&mother, &record)] {
        assert_eq!(visitor.get(path).await.status, 200);
    }
    let consent = [("purpose", "photo"), ("answer", "given"), ("source", "page")];
    assert_eq!(mother.post(&format!("{record}/consents"), &consent).await.status, 303);
    assert_eq!(lea.post("/account/app-passwords", &[("name", "tablette")]).await.status, 200);
    assert_eq!(teacher.post(&format!("/s/{}/ways-in/badges", world.class), &[]).await.status, 200);
    let invite = [("role", "guest"), ("uses", "1"), ("days", "7")];
    let page = teacher.post(&format!("/s/{}/invite", world.class), &invite).await;
    let guest = [("given", "Rose"), ("family", "Delmas"), ("password", "une phrase pour revenir")];
    let join = format!("/join/{}/new", between(&page.body, "/join/", "<"));
    assert_eq!(world.app.visitor().post(&join, &guest).await.status, 303);
    let club = [("kind", "club"), ("name", "Échecs & <go>")];
    assert_eq!(head.post("/admin/spaces/new", &club).await.status, 303);
    let away = format!("/admin/people/{}/leave", world.id("m.colin"));
    assert_eq!(head.post(&away, &[]).await.status, 303);
    sealed(&world.app).await;
    world
}

/// Lets the minute pass after which the journal is sealed.
async fn sealed(app: &TestApp) {
    app.clock.advance(Duration::minutes(2));
    app.settle().await;
}

async fn exported(app: &TestApp, subject: Subject) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    app.app.export(subject, Archive::create(folder.path(), subject).unwrap()).await.unwrap();
    folder
}

/// Each file of a folder and what it holds.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().flatten() {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let content = String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned();
                files.insert(entry.path().strip_prefix(folder).unwrap().to_owned(), content);
            }
        }
    }
    files
}

#[tokio::test]
async fn an_institution_that_left_and_came_back_is_the_same_file_by_file_on_any_engine() {
    for from in preau_testkit::engines() {
        let world = lived_in(from).await;
        let left = exported(&world.app, Subject::All).await;
        let before = files(left.path());
        for file in ["persons", "guardianships", "members", "invited", "consents", "identifiers"] {
            assert!(!before[Path::new(&format!("people/{file}.jsonl"))].is_empty(), "{file}");
        }
        for file in ["passwords", "app-passwords", "badges"] {
            assert!(!before[Path::new(&format!("signin/{file}.jsonl"))].is_empty(), "{file}");
        }
        for to in preau_testkit::engines() {
            let (app, _folder) = empty(to).await;
            app.clock.advance(Duration::minutes(2));
            app.app.import(&ArchiveReader::open(left.path()).unwrap()).await.unwrap();
            let after = files(exported(&app, Subject::All).await.path());
            for (path, content) in &before {
                assert_eq!(after.get(path), Some(content), "{from:?} to {to:?}: {}", path.display());
            }
            assert_eq!(after.len(), before.len(), "{from:?} to {to:?}");
            sound(&app).await;
        }
    }
}

#[tokio::test]
async fn who_came_back_signs_in_with_the_same_password() {
    for engine in preau_testkit::engines() {
        let left = exported(&lived_in(engine).await.app, Subject::All).await;
        let (app, _folder) = empty(engine).await;
        app.app.import(&ArchiveReader::open(left.path()).unwrap()).await.unwrap();
        let visitor = app.visitor();
        let fields = [("login", "lea.martin"), ("password", crate::world::PASSWORD)];
        assert_eq!(visitor.post("/sign-in", &fields).await.status, 303);
        assert_eq!(visitor.get("/").await.status, 200);
    }
}

#[tokio::test]
async fn an_archive_that_somebody_changed_is_refused_and_leaves_nothing_behind() {
    for engine in preau_testkit::engines() {
        let left = exported(&lived_in(engine).await.app, Subject::All).await;
        let file = left.path().join("people/persons.jsonl");
        fs::write(&file, fs::read_to_string(&file).unwrap().replace("Léa", "Lea")).unwrap();
        let refused = ArchiveReader::open(left.path()).map(drop).unwrap_err();
        assert_eq!(refused.code, "archive-damaged");
    }
}

#[tokio::test]
async fn what_one_parent_takes_away_holds_nothing_of_the_other() {
    for engine in preau_testkit::engines() {
        let world = lived_in(engine).await;
        let taken = async |login: &str| {
            let files = files(exported(&world.app, Subject::Person(world.id(login))).await.path());
            files.into_values().fold(String::new(), |all, file| all + &file)
        };
        let of = async |login: &str| contact(&world, login).await;
        let (mother, father, child) = (of("claire.martin").await, of("paul.martin").await, world.id("lea.martin"));
        let claire = taken("claire.martin").await;
        assert!(claire.contains("claire.martin@exemple.fr") && claire.contains("Léa"), "{claire}");
        lacks(&claire, &[&father[..], &["Paul".to_owned()]].concat());
        // A court keeps him from her record: not even her name.
        let paul = taken("paul.martin").await;
        assert!(paul.contains("paul.martin@exemple.fr"), "{paul}");
        lacks(&paul, &[&mother[..], &["Claire".to_owned(), "Léa".to_owned(), child.to_string()]].concat());
        // Either parent may read the child's.
        let lea = taken("lea.martin").await;
        assert!(lea.contains("INE-lea.martin"), "{lea}");
        let ids = [world.id("claire.martin").to_string(), world.id("paul.martin").to_string()];
        let reach: Vec<String> = mother.into_iter().chain(father).filter(|word| !ids.contains(word)).collect();
        lacks(&lea, &reach);
        lacks(&lea, &["Sami".to_owned(), "jugement".to_owned(), "limits".to_owned()]);
    }
}

/// Login, e-mail, telephone, street and id of somebody.
async fn contact(world: &World, login: &str) -> Vec<String> {
    let id = world.id(login).to_string();
    let tables = world.tables().await;
    let row = tables["person"].iter().find(|row| row["id"] == id.as_str()).unwrap();
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    let street = row["address"][0]["lines"][0].as_str().unwrap().to_owned();
    vec![text("login"), text("email"), text("phone"), street, id]
}

fn lacks(text: &str, words: &[String]) {
    for word in words {
        assert!(!text.contains(word.as_str()), "holds {word:?}:\n{text}");
    }
}

#[tokio::test]
async fn nothing_of_somebody_who_is_forgotten_is_left_and_the_journal_still_verifies() {
    for engine in preau_testkit::engines() {
        let world = lived_in(engine).await;
        let everything = [
            ("lea.martin", ["Léa", "INE-lea"]),
            ("claire.martin", ["Claire", "claire.martin@exemple.fr"]),
            ("n.benali", ["Nadia", "Benalissa"]),
            ("amina.haddad", ["Amina", "rue Amina"]),
        ];
        for (login, words) in everything {
            let words = [&[login], &words[..]].concat();
            let before = found(&world, &words).await;
            assert!(!before.is_empty(), "{login} was never here");
            world.app.app.erase(world.id(login)).await.unwrap();
            sealed(&world.app).await;
            assert_eq!(found(&world, &words).await, Vec::<String>::new(), "{engine:?}: {login} is still here");
            sound(&world.app).await;
        }
        // Whoever stays, stays as they were.
        assert_eq!(world.came("direction").await.get(&format!("/s/{}/members", world.class)).await.status, 200);
        assert!(!found(&world, &["Sami"]).await.is_empty());
        gone(&world, world.id("lea.martin")).await;
    }
}

/// Whoever is forgotten is not found any more, and does not come in.
async fn gone(world: &World, id: PersonId) {
    assert_eq!(world.came("direction").await.get(&format!("/p/{id}")).await.status, 404);
    let fields = [("login", "lea.martin"), ("password", crate::world::PASSWORD)];
    assert_ne!(world.app.visitor().post("/sign-in", &fields).await.status, 303);
}

/// Where in all tables one of these words is, as text or within bytes, in any case and with or without accents.
async fn found(world: &World, words: &[&str]) -> Vec<String> {
    let steps = preau_server::wiring::steps();
    let mut places = Vec::new();
    for (table, rows) in tables_of(world.app.ctx(), &steps).await {
        for (column, value) in rows.iter().flatten() {
            let text = value.to_string().to_lowercase();
            let is_there = |word: &&str| {
                let (plain, folded) = (word.to_lowercase(), preau_people::model::fold(word));
                let hex = word.bytes().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
                text.contains(&plain) || text.contains(&hex) || text.split_whitespace().any(|it| it == folded)
            };
            places.extend(words.iter().filter(|word| is_there(word)).map(|word| format!("{table}.{column}: {word}")));
        }
    }
    places
}

async fn sound(app: &TestApp) {
    let report = preau_journal::verify(&app.ctx().db, &[]).await.unwrap();
    assert!(report.fault.is_none(), "{:?}", report.fault);
    assert!(report.size > 0, "nothing was ever sealed");
}
