//! The office: persons, offices, settings, rules.

use preau_kernel::{PersonKind, Role, SpaceKind};
use preau_people::{
    acts::NewPerson,
    model::{Identifier, Purpose},
    store,
};
use preau_testkit::engines;

use super::world::School;

#[tokio::test]
async fn the_secretary_adds_a_person_and_reads_the_login() {
    for engine in engines() {
        let school = School::open(engine).await;
        let head = school.as_(&school.head);
        let form =
            [("kind", "staff"), ("given_names", "Noémie"), ("family_name", "BENALI"), ("birth_date", "12/05/1980")];
        let reply = head.post("/admin/people/new", &form).await;
        assert_eq!(reply.status, 303, "{}", reply.body);
        let page = head.get(reply.location()).await.body;
        assert!(page.contains("Noémie Benali") && page.contains("n.benali2"), "{page}");
        let found = store::person_by_login(&school.app.ctx().db, "N.Benali2 ").await.unwrap().unwrap();
        assert_eq!(found.kind, PersonKind::Staff);
        for wrong in [
            [("kind", "staff"), ("family_name", "")],
            [("family_name", "A"), ("birth_date", "2999-01-01")],
            [("family_name", "A"), ("email", "no-mail")],
            [("family_name", "A"), ("login", "n.benali")],
        ] {
            let form = [&[("kind", "staff")][..], &wrong[..]].concat();
            let reply = head.post("/admin/people/new", &form).await;
            assert_eq!(reply.status, 422);
            assert!(reply.body.contains("class=\"error\""), "{}", reply.body);
        }
    }
}

#[tokio::test]
async fn someone_leaves_and_it_is_undone_or_they_come_back() {
    for engine in engines() {
        let school = School::open(engine).await;
        let head = school.as_(&school.head);
        let (record, leave) = (format!("/p/{}", school.sami.id), format!("/admin/people/{}/leave", school.sami.id));
        assert_eq!(head.post(&leave, &[]).await.status, 303);
        assert_eq!(school.as_(&school.lea).get(&record).await.status, 404);
        assert!(store::person_by_login(&school.app.ctx().db, "sami.haddad").await.unwrap().is_none());
        let page = head.get("/admin/people").await.body;
        let undo = page.split("action=\"").find(|it| it.starts_with("/undo/")).unwrap().split('"').next().unwrap();
        assert_eq!(head.post(undo, &[]).await.status, 303);
        assert_eq!(school.as_(&school.lea).get(&record).await.status, 200);
        assert_eq!(head.post(&leave, &[]).await.status, 303);
        assert_eq!(head.post(&leave, &[]).await.status, 409);
        assert_eq!(head.post(&format!("/admin/people/{}/rejoin", school.sami.id), &[]).await.status, 303);
        assert_eq!(school.as_(&school.lea).get(&record).await.status, 200);
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    for engine in engines() {
        let school = School::open(engine).await;
        let admin = school.as_(&school.admin);
        let office = |person: preau_kernel::PersonId| format!("/admin/people/{person}/office");
        assert_eq!(admin.post(&office(school.admin.id), &[("office", "")]).await.status, 409);
        assert_eq!(admin.post(&format!("/admin/people/{}/leave", school.admin.id), &[]).await.status, 409);
        assert_eq!(school.as_(&school.head).post(&office(school.head.id), &[("office", "owner")]).await.status, 403);
        assert!(admin.get("/admin").await.body.contains("Une seule personne administre"));
        assert_eq!(admin.post(&office(school.head.id), &[("office", "owner")]).await.status, 303);
        assert!(admin.get("/admin").await.body.contains("Deux personnes administrent"));
        assert_eq!(admin.post(&office(school.admin.id), &[("office", "")]).await.status, 303);
        let db = &school.app.ctx().db;
        let now = school.app.ctx().clock.now();
        assert_eq!(store::office(db, school.head.id, now).await.unwrap(), Some(Role::Owner));
        assert_eq!(store::office(db, school.admin.id, now).await.unwrap(), None);
    }
}

#[tokio::test]
async fn two_records_of_one_person_become_one() {
    for engine in engines() {
        let school = School::open(engine).await;
        let mut maker = school.maker();
        let twin =
            NewPerson { phone: Some("01 23".to_owned()), ..NewPerson::named(PersonKind::Learner, "Sami", "HADDAD") };
        let twin = maker.add(twin).await;
        maker.member(school.other_class, twin.id, Role::Member).await;
        let head = school.as_(&school.head);
        assert_eq!(head.get("/admin/people/doubles").await.body.matches("Sami Haddad").count(), 3);
        let (gone, kept) = (twin.id.to_string(), school.sami.id.to_string());
        assert_eq!(head.post("/admin/people/merge", &[("gone", &gone), ("kept", &gone)]).await.status, 422);
        let merged = head.post("/admin/people/merge", &[("gone", &gone), ("kept", &kept)]).await;
        assert_eq!(merged.status, 303);
        let record = head.get(&format!("/p/{kept}")).await.body;
        assert!(record.contains("6e A") && record.contains("4e B") && record.contains("01 23"), "{record}");
        assert_eq!(head.get(&format!("/p/{gone}")).await.location(), format!("/p/{kept}"));
        // It was a mistake.
        let undo = record.split("action=\"").find(|it| it.starts_with("/undo/")).unwrap().split('"').next().unwrap();
        assert_eq!(school.as_(&school.admin).post(undo, &[]).await.status, 404, "who did it undoes it");
        assert_eq!(head.post(undo, &[]).await.location(), format!("/p/{kept}"));
        let record = head.get(&format!("/p/{kept}")).await.body;
        assert!(!record.contains("6e A") && !record.contains("01 23"), "{record}");
        assert!(head.get(&format!("/p/{gone}")).await.body.contains("6e A"));
        assert_eq!(head.post(undo, &[]).await.status, 410, "once");
    }
}

#[tokio::test]
async fn the_top_of_letters_is_set_and_fits() {
    for engine in engines() {
        let school = School::open(engine).await;
        let admin = school.as_(&school.admin);
        let base = [
            ("kind", "college"),
            ("name", "Collège Louise-Michel"),
            ("time_zone", "Europe/Paris"),
            ("language", "fr"),
            ("deliver_from", "07:00"),
            ("deliver_until", "19:00"),
        ];
        let with =
            |address: &'static str| [&base[..], &[("address", address), ("phone", " 01 99  00 18 30 ")]].concat();
        let long = admin.post("/admin/settings", &with("1\n2\n3\n4\n5")).await;
        assert!(long.status == 422 && long.body.contains("Quatre lignes au plus"), "{}", long.body);
        assert_eq!(
            admin.post("/admin/settings", &with(" 12 rue du Préau\r\n\r\n93400  Saint-Ouen ")).await.status,
            303
        );
        let settings = store::settings(&school.app.ctx().db).await.unwrap();
        assert_eq!(settings.address, "12 rue du Préau\n93400 Saint-Ouen");
        assert_eq!(settings.phone, "01 99 00 18 30");
        assert!(admin.get("/admin/settings").await.body.contains("93400 Saint-Ouen</textarea>"));
    }
}

#[tokio::test]
async fn settings_are_checked_and_only_the_administrator_changes_them() {
    for engine in engines() {
        let school = School::open(engine).await;
        let base = [
            ("kind", "lycee"),
            ("name", "Lycée Louis-le-Grand"),
            ("time_zone", "Europe/Paris"),
            ("language", "fr"),
            ("year", "2019-2020"),
            ("deliver_from", "07:00"),
            ("deliver_until", "19:00"),
            ("staff_second_factor", "1"),
        ];
        let with = |name: &'static str, value: &'static str| [&base[..], &[(name, value)]].concat();
        assert_eq!(school.as_(&school.head).post("/admin/settings", &with("code", "0750655E")).await.status, 403);
        let admin = school.as_(&school.admin);
        for (name, value) in [
            ("code", "0750655F"),
            ("year", "2019-2021"),
            ("time_zone", "Mars/Olympus"),
            ("deliver_from", "25:00"),
            ("language", "xx"),
        ] {
            assert_eq!(admin.post("/admin/settings", &with(name, value)).await.status, 422, "{name} {value}");
        }
        assert_eq!(admin.post("/admin/settings", &with("code", "075 0655 e")).await.status, 303);
        let settings = store::settings(&school.app.ctx().db).await.unwrap();
        assert_eq!((settings.code.as_str(), settings.staff_second_factor), ("0750655E", true));
        assert!(admin.get("/").await.body.contains("Louis-le-Grand"));
        assert_eq!(school.as_(&school.auditor).as_program().get("/admin/settings").await.json()["code"], "0750655E");
    }
}

#[tokio::test]
async fn the_head_opens_and_closes_who_finds_whom() {
    for engine in engines() {
        let school = School::open(engine).await;
        let head = school.as_(&school.head);
        let path = format!("/p/{}", school.amina.id);
        assert_eq!(school.as_(&school.claire).get(&path).await.status, 404);
        assert_eq!(head.post("/admin/who-may", &[("find-guardian-guardian", "ours")]).await.status, 303);
        let seen = school.as_(&school.claire).as_program().get(&path).await;
        assert_eq!((seen.status, seen.json().get("reach").is_none()), (200, true), "the name, not the telephone");
        assert_eq!(head.post("/admin/who-may", &[("defaults", "1")]).await.status, 303);
        assert_eq!(school.as_(&school.claire).get(&path).await.status, 404);
        let rules = store::contact_rules(&school.app.ctx().db).await.unwrap();
        let mut careful = preau_people::model::DEFAULT_RULES.to_vec();
        careful.sort_by_key(|rule| (rule.asks.to_string(), rule.found.to_string()));
        assert_eq!(rules, careful, "the migration and the program agree on what is careful");
    }
}

#[tokio::test]
async fn every_statement_prepares_on_every_engine() {
    for engine in engines() {
        let school = School::open(engine).await;
        let wrong = preau_db::check::prepare_all(&school.app.ctx().db).await.unwrap();
        assert_eq!(wrong, Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_other_systems_call_people_and_spaces_leads_to_them() {
    for engine in engines() {
        let school = School::open(engine).await;
        let ctx = school.app.ctx();
        let mut tx = ctx.db.begin().await.unwrap();
        let (system, value) = ("ine".to_owned(), "080123456FK".to_owned());
        let ine = Identifier { system, value, person: school.lea.id };
        store::persons::set_identifier(&mut tx, &ine).await.unwrap();
        store::persons::set_identifier(&mut tx, &ine).await.unwrap();
        let found = store::persons::person_by_identifier(&mut tx, "ine", "080123456FK").await.unwrap();
        assert_eq!(found, Some(school.lea.id));
        let class = store::spaces::space_by_code(&mut tx, SpaceKind::Class, "2019-2020", "4B").await.unwrap();
        assert_eq!(class.map(|class| class.id), Some(school.class_4b));
        let first = store::spaces::next_seq(&mut tx, school.class_4b).await.unwrap();
        assert_eq!(store::spaces::next_seq(&mut tx, school.class_4b).await.unwrap(), first + 1);
        assert!(!store::families::has_consent(&mut tx, school.lea.id, Purpose::Photo).await.unwrap());
        tx.commit().await.unwrap();
        assert!(school.as_(&school.head).get(&format!("/p/{}", school.lea.id)).await.body.contains("080123456FK"));
        assert!(!school.as_(&school.benali).get(&format!("/p/{}", school.lea.id)).await.body.contains("080123456FK"));
        assert_eq!(store::persons::of_kind(&ctx.db, PersonKind::Learner).await.unwrap().len(), 3);
        assert!(store::spaces::institution(&ctx.db).await.unwrap().is_some());
    }
}
