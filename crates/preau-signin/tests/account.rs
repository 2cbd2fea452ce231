use preau_kernel::{Actor, PersonId, PersonKind, Role};
use preau_people::{
    acts::{Act, merging, undoing},
    policy::{self, PersonVerb},
    store::Viewer,
};
use preau_signin::Signin;
use preau_testkit::engines;
use preau_web::{Archive, ArchiveReader, Health, Subject};
use serde_json::json;
use time::Duration;

use crate::{
    authenticator::{ORIGIN, Passkey},
    passkeys::made,
    world::{PASSWORD, World, between, empty, is_in, person, school, sign_in},
};

#[tokio::test]
async fn my_devices_are_listed_by_name_and_a_revoked_one_keeps_no_access() {
    for engine in engines() {
        let world = school(engine).await;
        let (phone, other) = (world.came("claire.martin").await, world.came("claire.martin").await);
        let page = phone.get("/account/devices").await;
        assert_eq!(page.body.matches("<b>Firefox sur Android</b>").count(), 2);
        assert_eq!(page.body.matches("cet appareil</span>").count(), 1);
        let mut actions = page.body.split("action=\"").skip(1).filter_map(|part| Some(part.split_once('"')?.0));
        let path = actions.find(|path| path.ends_with("/end")).unwrap().to_owned();
        assert_eq!(world.came("paul.martin").await.post(&path, &[]).await.status, 404, "not somebody else's");
        assert_eq!(phone.post(&path, &[]).await.status, 303);
        assert!(is_in(&phone).await);
        assert!(!is_in(&other).await);
    }
}

#[tokio::test]
async fn signing_out_everywhere_else_leaves_this_device() {
    for engine in engines() {
        let world = school(engine).await;
        let (phone, one, two) =
            (world.came("claire.martin").await, world.came("claire.martin").await, world.came("claire.martin").await);
        assert_eq!(phone.post("/account/devices/end-others", &[]).await.status, 303);
        assert!(is_in(&phone).await && !is_in(&one).await && !is_in(&two).await);
    }
}

#[tokio::test]
async fn the_use_of_a_device_is_noted_every_ten_minutes_at_most() {
    for engine in engines() {
        let world = school(engine).await;
        let claire = world.came("claire.martin").await;
        let seen = preau_db::sql!((preau_kernel::Timestamp,), "SELECT seen_at FROM signin_session LIMIT 1");
        let first = world.app.ctx().db.one(seen, &[]).await.unwrap().0;
        world.app.clock.advance(Duration::minutes(9));
        claire.get("/account").await;
        assert_eq!(world.app.ctx().db.one(seen, &[]).await.unwrap().0, first);
        world.app.clock.advance(Duration::minutes(2));
        claire.get("/account").await;
        assert_eq!(world.app.ctx().db.one(seen, &[]).await.unwrap().0.since(first), Duration::minutes(11));
    }
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions_and_asks_for_the_old_one() {
    for engine in engines() {
        let world = school(engine).await;
        let (claire, other) = (world.came("claire.martin").await, world.came("claire.martin").await);
        let change = async |current, new| {
            claire.post("/account/security/password", &[("current", current), ("password", new)]).await
        };
        let wrong = change("pas celui-là", "une autre phrase à moi").await;
        assert!(wrong.body.contains("Ce n’est pas le mot de passe actuel."), "{}", wrong.body);
        let common = change(PASSWORD, "motdepasse123").await;
        assert!(common.body.contains("trop facile à deviner"));
        assert_eq!(change(PASSWORD, "une autre phrase à moi").await.status, 303);
        assert!(is_in(&claire).await && !is_in(&other).await);
        assert_eq!(sign_in(&world.browser(), "claire.martin", PASSWORD).await.status, 422);
    }
}

#[tokio::test]
async fn an_app_password_opens_for_one_program_and_no_page() {
    for engine in engines() {
        let world = school(engine).await;
        let claire = world.came("claire.martin").await;
        let page = claire.post("/account/app-passwords", &[("name", "Nextcloud sur mon téléphone")]).await;
        let made = between(&page.body, "id=\"app-password\" translate=\"no\">", "<").to_owned();
        assert_eq!(made.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5, 5, 5]);
        let ctx = world.app.ctx();
        let now = ctx.clock.now();
        let login = async |login: &str, password: &str| Signin::app_login(&ctx.db, now, login, password).await.unwrap();
        let Some(Actor::Person(me)) = login("claire.martin", &made).await else { panic!("not let in") };
        assert_eq!((me.person, me.strong), (world.claire, false));
        assert!(login("Claire.Martin", &made.replace('-', " ").to_uppercase()).await.is_some());
        assert!(login("paul.martin", &made).await.is_none());
        assert!(login("claire.martin", PASSWORD).await.is_none());
        assert_eq!(sign_in(&world.browser(), "claire.martin", &made).await.status, 422);
        let page = claire.get("/account/app-passwords").await;
        assert!(page.body.contains("utilisé\u{a0}: 16 mars 2020"), "{}", page.body);
        assert!(!page.body.contains(&made), "shown once");
        let id = between(&page.body, "/account/app-passwords/", "/remove").to_owned();
        claire.post(&format!("/account/app-passwords/{id}/remove"), &[]).await;
        assert!(login("claire.martin", &made).await.is_none());
    }
}

#[tokio::test]
async fn my_data_come_as_a_zip_without_any_secret() {
    for engine in engines() {
        let world = school(engine).await;
        let claire = world.came("claire.martin").await;
        assert_eq!(claire.get("/account/export").await.status, 200);
        let reply = claire.post("/account/export", &[]).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.headers["content-type"], "application/zip");
        assert_eq!(reply.headers["content-disposition"], "attachment; filename=\"preau-claire.martin.zip\"");
        assert!(reply.body.starts_with("PK") && reply.body.contains("signin/my-devices.jsonl"));
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::create(&folder.path().join("a"), Subject::Person(world.claire)).unwrap();
        world.app.app.export(Subject::Person(world.claire), archive).await.unwrap();
        let all = read_all(&folder.path().join("a"));
        assert!(all.contains("\"browser\":\"Firefox\""), "{all}");
        assert!(!all.contains("argon2"), "{all}");
        let left = std::fs::read_dir(&world.app.ctx().folder).unwrap();
        assert!(!left.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("export-")));
    }
}

fn read_all(folder: &std::path::Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            all += &read_all(&entry.path());
        } else {
            all += &std::fs::read_to_string(entry.path()).unwrap();
        }
    }
    all
}

#[tokio::test]
async fn an_archive_of_everything_lets_the_same_people_in_elsewhere() {
    for engine in engines() {
        let world = school(engine).await;
        let claire = world.came("claire.martin").await;
        let page = claire.post("/account/app-passwords", &[("name", "drive")]).await;
        let made = between(&page.body, "id=\"app-password\" translate=\"no\">", "<").to_owned();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("all");
        world.app.app.export(Subject::All, Archive::create(&path, Subject::All).unwrap()).await.unwrap();
        let (other, _) = empty(engine).await;
        other.app.import(&ArchiveReader::open(&path).unwrap()).await.unwrap();
        let again = folder.path().join("again");
        other.app.export(Subject::All, Archive::create(&again, Subject::All).unwrap()).await.unwrap();
        assert_eq!(read_all(&path.join("signin")), read_all(&again.join("signin")));
        assert!(read_all(&path).contains("argon2id"));
        assert!(!read_all(&path).contains(&made));
    }
}

#[tokio::test]
async fn a_person_who_is_erased_leaves_nothing_behind() {
    for engine in engines() {
        let world = school(engine).await;
        let claire = world.came("claire.martin").await;
        claire.post("/account/app-passwords", &[("name", "drive")]).await;
        world.letter_for("lea.martin").await;
        world.app.app.erase(world.claire).await.unwrap();
        world.app.app.erase(world.lea).await.unwrap();
        assert!(!is_in(&claire).await);
        for person in [world.claire, world.lea] {
            let count = preau_db::sql!(
                (i64,),
                "SELECT (SELECT count(*) FROM signin_session WHERE person = $1)
                 + (SELECT count(*) FROM signin_device WHERE person = $1)
                 + (SELECT count(*) FROM signin_password WHERE person = $1)
                 + (SELECT count(*) FROM signin_app_password WHERE person = $1)
                 + (SELECT count(*) FROM signin_letter WHERE person = $1)
                 + (SELECT count(*) FROM signin_reset WHERE person = $1)"
            );
            assert_eq!(world.app.ctx().db.one(count, preau_db::args![person]).await.unwrap().0, 0);
        }
    }
}

#[tokio::test]
async fn what_is_over_is_forgotten_by_itself() {
    for engine in engines() {
        let world = school(engine).await;
        let claire = world.came("claire.martin").await;
        sign_in(&claire, "claire.martin", "raté, encore raté").await;
        world.letter_for("sami.haddad").await;
        claire.post_json("/sign-in/passkey/begin", &serde_json::json!({})).await;
        let teacher = world.came("n.benali").await;
        teacher.post(&format!("/s/{}/ways-in/open", world.class), &[("hours", "1")]).await;
        world.app.app.plan().await.unwrap();
        world.app.clock.advance(Duration::days(100));
        world.app.settle().await;
        let count = preau_db::sql!(
            (i64,),
            "SELECT (SELECT count(*) FROM signin_session) + (SELECT count(*) FROM signin_letter)
             + (SELECT count(*) FROM signin_attempt) + (SELECT count(*) FROM signin_ceremony)
             + (SELECT count(*) FROM signin_window)"
        );
        assert_eq!(world.app.ctx().db.one(count, &[]).await.unwrap().0, 0);
        assert_eq!(sign_in(&claire, "claire.martin", PASSWORD).await.status, 303);
    }
}

#[tokio::test]
async fn the_checks_say_who_never_came_and_who_is_weak() {
    for engine in engines() {
        let world = school(engine).await;
        let checks = world.app.app.checks().await.unwrap();
        let health = |code: &str| checks.iter().find(|check| check.code == code).map(|check| check.health);
        assert_eq!(health("signin-weak-administrators"), Some(Health::Todo));
        assert_eq!(health("signin-never-came"), Some(Health::Good));
        world.letter_for("claire.martin").await;
        let checks = world.app.app.checks().await.unwrap();
        let never = checks.iter().find(|check| check.code == "signin-never-came").unwrap();
        assert_eq!((never.health, never.args.clone()), (Health::Todo, vec![("count", "1".to_owned())]));
        assert!(world.head != world.teacher);
    }
}

#[tokio::test]
async fn what_happened_to_an_account_is_in_the_journal() {
    for engine in engines() {
        let world = school(engine).await;
        let claire = world.came("claire.martin").await;
        claire.post("/account/devices/end-others", &[]).await;
        claire.post("/account/app-passwords", &[("name", "drive")]).await;
        let entries = preau_journal::by_actor(&world.app.ctx().db, world.claire, None).await.unwrap().entries;
        let verbs: Vec<_> = entries.iter().map(|entry| entry.verb.as_str()).collect();
        assert!(verbs.contains(&"signin.end") && verbs.contains(&"signin.app-password"), "{verbs:?}");
    }
}

#[tokio::test]
async fn the_desk_reads_who_opened_a_record_and_that_is_noted_too() {
    for engine in engines() {
        let world = school(engine).await;
        let of = format!("/account/journal?of={}", world.lea);
        let page = world.came("secretariat").await.get(&of).await;
        assert!(page.status == 200 && page.body.contains("Qui a ouvert la fiche de Léa Martin"), "{}", page.body);
        let db = &world.app.ctx().db;
        let all = preau_journal::all(db, &preau_journal::Filter::default(), None).await.unwrap().entries;
        assert!(all.iter().any(|entry| entry.verb == "journal.read" && entry.subject == Some(world.lea)));
        assert_eq!(world.came("n.benali").await.get(&of).await.status, 403, "the teacher sees her, not her journal");
        assert_eq!(world.came("sami.haddad").await.get(&of).await.status, 403, "a schoolmate");
    }
}

#[tokio::test]
async fn when_two_rows_were_one_person_what_opened_the_one_opens_the_other() {
    for engine in engines() {
        let world = school(engine).await;
        let ctx = world.app.ctx();
        let paul = world.came("paul.martin").await;
        let page = paul.post("/account/app-passwords", &[("name", "drive")]).await;
        let made = between(&page.body, "id=\"app-password\" translate=\"no\">", "<").to_owned();
        let gone = preau_people::store::person_by_login(&ctx.db, "paul.martin").await.unwrap().unwrap().id;
        let head = world.app.signed_in(world.head, PersonKind::Staff, Some(Role::Owner));
        let viewer = Viewer::new(&head, ctx.clock.now());
        let proof = async |id| policy::person(&ctx.db, &head, &viewer, PersonVerb::Change, id).await.unwrap();
        let (of_gone, of_kept) = (proof(gone).await, proof(world.claire).await);
        let mut tx = ctx.db.begin().await.unwrap();
        let undo = merging::merge(&mut Act::new(ctx, &mut tx, &head), &of_gone, &of_kept).await.unwrap();
        tx.commit().await.unwrap();
        world.app.settle().await;
        assert!(!is_in(&paul).await);
        let now = ctx.clock.now();
        let opened = Signin::app_login(&ctx.db, now, "claire.martin", &made).await.unwrap();
        assert_eq!(opened.and_then(|actor| actor.person()), Some(world.claire));
        assert_eq!(sign_in(&world.browser(), "paul.martin", PASSWORD).await.status, 422);

        // It was a mistake: each opens their own again.
        let mut tx = ctx.db.begin().await.unwrap();
        undoing::undo(&mut Act::new(ctx, &mut tx, &head), undo).await.unwrap();
        tx.commit().await.unwrap();
        world.app.settle().await;
        assert!(Signin::app_login(&ctx.db, now, "claire.martin", &made).await.unwrap().is_none());
        let opened = Signin::app_login(&ctx.db, now, "paul.martin", &made).await.unwrap();
        assert_eq!(opened.and_then(|actor| actor.person()), Some(gone));
        assert_eq!(sign_in(&world.browser(), "paul.martin", PASSWORD).await.status, 303);

        // This time it was none: what is left of the row goes once nobody can undo it.
        let mut tx = ctx.db.begin().await.unwrap();
        merging::merge(&mut Act::new(ctx, &mut tx, &head), &of_gone, &of_kept).await.unwrap();
        tx.commit().await.unwrap();
        world.app.settle().await;
        let count = preau_db::sql!((i64,), "SELECT count(*) FROM signin_password WHERE person = $1");
        let kept = async || ctx.db.one(count, &[preau_db::ToValue::to_value(&gone)]).await.unwrap().0;
        assert_eq!(kept().await, 1);
        world.app.clock.advance(Duration::minutes(80));
        world.app.app.plan().await.unwrap();
        world.app.settle().await;
        assert_eq!(kept().await, 0);
    }
}

#[tokio::test]
async fn a_password_and_a_passkey_that_moved_by_mistake_open_what_they_opened_before() {
    for engine in engines() {
        let world = school(engine).await;
        let ctx = world.app.ctx();
        let mut passkey = made(&world, "paul.martin").await;
        let gone = preau_people::store::person_by_login(&ctx.db, "paul.martin").await.unwrap().unwrap().id;
        let head = world.app.signed_in(world.head, PersonKind::Staff, Some(Role::Owner));
        let viewer = Viewer::new(&head, ctx.clock.now());
        let mut tx = ctx.db.begin().await.unwrap();
        // A row that nobody uses yet: it takes the password over.
        let kept = person(ctx, &mut tx, PersonKind::Guardian, "Paul", "Martinet", "paul.double").await;
        tx.commit().await.unwrap();
        let proof = async |id| policy::person(&ctx.db, &head, &viewer, PersonVerb::Change, id).await.unwrap();
        let (of_gone, of_kept) = (proof(gone).await, proof(kept).await);
        let mut tx = ctx.db.begin().await.unwrap();
        let undo = merging::merge(&mut Act::new(ctx, &mut tx, &head), &of_gone, &of_kept).await.unwrap();
        tx.commit().await.unwrap();
        world.app.settle().await;
        assert_eq!(opened(&world, &mut passkey).await, Some(kept));
        assert_eq!(sign_in(&world.browser(), "paul.double", PASSWORD).await.status, 303);

        let mut tx = ctx.db.begin().await.unwrap();
        undoing::undo(&mut Act::new(ctx, &mut tx, &head), undo).await.unwrap();
        tx.commit().await.unwrap();
        world.app.settle().await;
        assert_eq!(opened(&world, &mut passkey).await, Some(gone));
        assert_eq!(sign_in(&world.browser(), "paul.martin", PASSWORD).await.status, 303);
        assert_eq!(sign_in(&world.browser(), "paul.double", PASSWORD).await.status, 422);
    }
}

/// Whom a passkey lets in as.
async fn opened(world: &World, passkey: &mut Passkey) -> Option<PersonId> {
    // So that this session is the last one.
    world.app.clock.advance(Duration::minutes(1));
    let phone = world.browser();
    let told = phone.post_json("/sign-in/passkey/begin", &json!({})).await.json();
    let reply = phone.post_json("/sign-in/passkey/finish", &passkey.sign(&told, ORIGIN)).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let last = preau_db::sql!((PersonId,), "SELECT person FROM signin_session ORDER BY id DESC LIMIT 1");
    world.app.ctx().db.one(last, &[]).await.ok().map(|(person,)| person)
}
