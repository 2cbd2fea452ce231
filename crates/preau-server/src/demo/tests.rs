use std::sync::Arc;

use preau_db::tables::{Reading, to_json};
use preau_kernel::{Actor, Clock, Decision, PersonKind, Role, SpaceKind};
use preau_people::{
    People,
    acts::{Act, NewPerson, add_person, found, set_office},
    model::is_uai,
    policy::{PersonVerb, may_person},
    record,
    store::{Viewer, families, person_by_login, persons, spaces},
};
use preau_testkit::{TestApp, engines};
use preau_web::Service;
use time::Duration;

use crate::{
    config::Config,
    operations::policy::{Verb, prove},
};

use super::{
    names::{OFFICE, STAFF},
    school::{LEVELS, LIVELY, School},
    *,
};

/// What the last month of 4e B is written in.
const LIVELY_TABLES: &[&str] = &[
    "absence",
    "blob",
    "blob_ref",
    "calendar_answer",
    "calendar_bring",
    "calendar_event",
    "calendar_need",
    "calendar_person",
    "calendar_round",
    "calendar_slot",
    "form",
    "form_proof",
    "form_reply",
    "homework",
    "homework_work",
    "job",
    "notice",
    "notice_told",
    "outbox",
    "upload",
    "wall_file",
    "wall_post",
    "wall_reply",
    "wall_signature",
    "wall_thanks",
];

fn services() -> Vec<Box<dyn Service>> {
    crate::wiring::all_services(&People::default(), &Signin::new(), Arc::new(Config::default()))
}

async fn empty(engine: preau_db::Engine) -> TestApp {
    let app = TestApp::start(engine, services(), Arc::new(People::default())).await;
    // The school year has begun, and the court's decision holds.
    let day = time::macros::datetime!(2026-11-24 17:00 UTC);
    app.clock.advance(day - app.clock.now().to_offset());
    app
}

async fn filled(engine: preau_db::Engine) -> TestApp {
    let app = empty(engine).await;
    fill(&app.app).await.unwrap();
    app
}

/// Every row of every table but those that tell when the test was run.
async fn dump(app: &TestApp) -> Vec<(String, String)> {
    let mut dump = Vec::new();
    let mut reading = Reading::begin(&app.ctx().db).await.unwrap();
    for table in reading.tables(&App::migrations(&services())).await.unwrap() {
        let mut rows = reading.batch(&table, None).await.unwrap();
        while let Some(last) = rows.last().cloned() {
            dump.extend(rows.iter().map(|row| (table.name.clone(), to_json(row).to_string())));
            rows = reading.batch(&table, Some(&last)).await.unwrap();
        }
    }
    dump.retain(|(table, _)| table != "migration");
    dump
}

fn signed_in(app: &TestApp, person: &preau_people::Person) -> (Actor, Viewer) {
    let actor = app.signed_in(person.id, person.kind, None);
    let viewer = Viewer::new(&actor, app.clock.now());
    (actor, viewer)
}

#[tokio::test]
async fn the_demo_is_the_same_at_every_start_and_on_both_engines() {
    let first = dump(&filled(preau_db::Engine::Sqlite).await).await;
    assert!(first.len() > 4000, "{}", first.len());
    for engine in engines() {
        let app = filled(engine).await;
        assert!(dump(&app).await == first, "{engine:?}");
        // Starting again, with the folder that is there, changes nothing.
        fill(&app.app).await.unwrap();
        assert!(dump(&app).await.len() == first.len(), "{engine:?}");
    }
}

#[tokio::test]
async fn on_another_day_only_the_open_invitation_and_the_month_are_others() {
    let first = dump(&filled(preau_db::Engine::Sqlite).await).await;
    let later = empty(preau_db::Engine::Sqlite).await;
    later.clock.advance(Duration::days(500));
    fill(&later.app).await.unwrap();
    let other = dump(&later).await.into_iter().filter(|row| !first.contains(row)).map(|(table, _)| table);
    let other: std::collections::BTreeSet<_> = other.filter(|table| !LIVELY_TABLES.contains(&table.as_str())).collect();
    assert_eq!(other.iter().map(String::as_str).collect::<Vec<_>>(), ["invitation", "journal_entry"]);
}

#[tokio::test]
async fn everyone_is_there() {
    for engine in engines() {
        let app = filled(engine).await;
        let db = &app.ctx().db;
        let now = app.clock.now();
        assert_eq!(persons::count(db, PersonKind::Staff).await.unwrap(), 30);
        assert_eq!(persons::count(db, PersonKind::Learner).await.unwrap(), 302);
        let guardians = persons::count(db, PersonKind::Guardian).await.unwrap();
        assert!((430..=470).contains(&guardians), "{guardians}");
        let mut kinds = Vec::new();
        let mut all = Vec::new();
        spaces::all(db, |space| {
            kinds.push(space.kind);
            all.push(space);
            Ok(())
        })
        .await
        .unwrap();
        let count = |kind| kinds.iter().filter(|one| **one == kind).count();
        assert_eq!([SpaceKind::Institution, SpaceKind::Class, SpaceKind::Group].map(count), [1, 12, 12]);
        assert_eq!([SpaceKind::Staff, SpaceKind::Club].map(count), [2, 1]);
        let lively = all.iter().find(|space| space.name == "4e B").unwrap();
        let direction = person_by_login(db, "direction").await.unwrap().unwrap();
        let head = Viewer::new(&app.signed_in(direction.id, direction.kind, Some(Role::Owner)), now);
        let met = spaces::meet(db, &head, lively.id).await.unwrap().unwrap();
        assert_eq!((met.members, met.guardians), (27, 41), "as in the mock");
        let club = all.iter().find(|space| space.kind == SpaceKind::Club).unwrap();
        assert_eq!(spaces::invitations_of(db, club.id, now).await.unwrap().len(), 1);
        assert_eq!(spaces::office(db, direction.id, now).await.unwrap(), Some(Role::Owner));
    }
}

/// What 4e B looks like to somebody who comes in now.
async fn page(app: &TestApp, login: &str, path: &str) -> String {
    let person = person_by_login(&app.ctx().db, login).await.unwrap().unwrap();
    let office = spaces::office(&app.ctx().db, person.id, app.clock.now()).await.unwrap();
    let reply = app.visitor_as(app.signed_in(person.id, person.kind, office)).get(path).await;
    assert_eq!(reply.status, 200, "{login} {path}");
    reply.body
}

#[tokio::test]
async fn a_month_has_passed_in_4e_b_and_each_sees_their_side_of_it() {
    for engine in engines() {
        let app = filled(engine).await;
        let class = lively(app.ctx(), &School::invent()).await.unwrap().unwrap();
        let wall = format!("/s/{class}/wall");
        let (pupil, mother) = (page(&app, "lea.martin", &wall).await, page(&app, "claire.martin", &wall).await);
        assert!(pupil.contains("Quelle journée") && mother.contains("Quelle journée"));
        assert!(pupil.contains("quelques hypoténuses") && !mother.contains("quelques hypoténuses"));
        assert!(mother.contains("Prévoir des bottes") && !pupil.contains("Prévoir des bottes"));
        assert!(mother.contains("Un héron cendré, immobile"), "what a picture shows");
        assert!(mother.contains("c’est moi qui l’ai vue") && !mother.contains("j’ai posé ma journée"), "his alone");
        let teacher = page(&app, "n.benali", &wall).await;
        assert!(teacher.contains("j’ai posé ma journée") && teacher.contains("3 signatures"));
        let homework = page(&app, "sami.haddad", "/homework").await;
        assert!(homework.contains("Exercices 31 et 32"), "{homework}");
        let forms = page(&app, "paul.martin", &format!("/s/{class}/forms")).await;
        let address = forms.split("href=\"/forms/").nth(1).unwrap().split('"').next().unwrap();
        let form = page(&app, "n.benali", &format!("/forms/{address}")).await;
        assert!(
            form.contains("Il manque\u{a0}: Paul Martin") && form.contains("Pas de réponse"),
            "half signed: {form}"
        );
        assert!(page(&app, "paul.martin", "/").await.contains("Oléron"), "his signature is awaited");
        let tomorrow = time::macros::date!(2026 - 11 - 25);
        let absences = page(&app, "n.benali", &format!("/s/{class}/absences?day={tomorrow}")).await;
        assert!(absences.contains("orthodontiste"), "what waits for an answer is there");
        let month = page(&app, "amina.haddad", &format!("/s/{class}/calendar")).await;
        assert!(month.contains("Goûter de la 4e B") || month.contains("Sortie au marais"), "{month}");
    }
}

#[tokio::test]
async fn every_class_has_its_teachers_and_every_pupil_a_guardian() {
    for engine in engines() {
        let app = filled(engine).await;
        let db = &app.ctx().db;
        let now = app.clock.now();
        assert_eq!(families::learners_alone(db).await.unwrap(), 0);
        assert_eq!(spaces::without_leader(db, now).await.unwrap(), 0);
        let mut classes = Vec::new();
        let mut heads = std::collections::HashSet::new();
        let each = |space: preau_people::model::Space| {
            classes.extend((space.kind == SpaceKind::Class).then_some(space));
            Ok(())
        };
        spaces::all(db, each).await.unwrap();
        for class in classes {
            let leaders = spaces::leaders_of(db, class.id, now).await.unwrap();
            assert!((9..=10).contains(&leaders.len()), "{}: {leaders:?}", class.name);
            assert!(leaders.iter().all(|leader| leader.label.is_some()));
            let owners: Vec<_> = leaders.iter().filter(|leader| leader.role == Role::Owner).collect();
            assert_eq!(owners.len(), 1, "{}", class.name);
            assert!(heads.insert(owners[0].id), "{} leads two classes", owners[0].name);
            if class.name == "4e B" {
                assert_eq!(owners[0].name, "Nadia Benali");
                assert!(leaders.iter().any(|leader| leader.name == "Julien Moreau"));
            }
        }
    }
}

#[tokio::test]
async fn who_signs_in_with_the_demo_s_password_gets_in() {
    let signin = Signin::new();
    let app =
        TestApp::start_with(preau_db::Engine::Sqlite, services(), Arc::new(People::default()), Some(Arc::new(signin)))
            .await;
    fill(&app.app).await.unwrap();
    let logins = [
        ("direction", PersonKind::Staff),
        ("secretariat", PersonKind::Staff),
        ("n.benali", PersonKind::Staff),
        ("j.moreau", PersonKind::Staff),
        ("lea.martin", PersonKind::Learner),
        ("sami.haddad", PersonKind::Learner),
        ("claire.martin", PersonKind::Guardian),
        ("paul.martin", PersonKind::Guardian),
        ("amina.haddad", PersonKind::Guardian),
    ];
    for (login, kind) in logins {
        let person = person_by_login(&app.ctx().db, login).await.unwrap().unwrap();
        assert_eq!(person.kind, kind, "{login}");
        let visitor = app.visitor();
        let reply = visitor.post("/sign-in", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!(reply.status, 303, "{login}: {}", reply.body);
        assert_eq!(visitor.get("/").await.status, 200, "{login}");
    }
}

#[tokio::test]
async fn sixty_families_never_came() {
    let app = filled(preau_db::Engine::Sqlite).await;
    let school = School::invent();
    let absent = school.households.iter().filter(|household| !household.came);
    assert_eq!(absent.clone().count(), 60);
    let guardians: usize = absent.map(|household| household.guardians.len()).sum();
    let with_password = dump(&app).await.into_iter().filter(|(table, _)| table == "signin_password").count();
    let everyone: usize = school.came().count();
    assert_eq!(with_password, everyone - guardians);
}

#[tokio::test]
async fn separated_parents_see_nothing_of_each_other() {
    for engine in engines() {
        let app = filled(engine).await;
        let db = &app.ctx().db;
        let claire = person_by_login(db, "claire.martin").await.unwrap().unwrap();
        let paul = person_by_login(db, "paul.martin").await.unwrap().unwrap();
        let lea = person_by_login(db, "lea.martin").await.unwrap().unwrap();
        assert_ne!(claire.address, paul.address);
        for (one, other) in [(&claire, &paul), (&paul, &claire)] {
            let (actor, viewer) = signed_in(&app, one);
            assert!(record::read(db, &actor, &viewer, other.id).await.is_err(), "{}", one.name);
            let child = record::read(db, &actor, &viewer, lea.id).await.unwrap();
            let child = serde_json::to_string(&child).unwrap();
            let theirs = other.address.as_ref().unwrap().lines.first().unwrap();
            for secret in [other.phone.as_ref(), other.email.as_ref(), Some(theirs)].into_iter().flatten() {
                assert!(!child.contains(secret.as_str()), "{} reads {secret}", one.name);
            }
        }
        let mut apart = 0;
        let mut all = Vec::new();
        persons::all(db, |person| {
            all.extend((person.kind == PersonKind::Guardian).then_some(person));
            Ok(())
        })
        .await
        .unwrap();
        for pair in all.windows(2).filter(|pair| pair[0].address != pair[1].address) {
            let (actor, viewer) = signed_in(&app, &pair[0]);
            let link = persons::link(db, &viewer, pair[1].id).await.unwrap().unwrap();
            for verb in [PersonVerb::Find, PersonVerb::View, PersonVerb::Contact] {
                assert_eq!(may_person(&actor, verb, pair[1].id, &link), Decision::Hide, "{}", pair[0].name);
            }
            apart += 1;
        }
        assert!(apart > 200, "{apart}");
    }
}

#[tokio::test]
async fn a_court_s_decision_keeps_a_parent_from_the_record() {
    let app = filled(preau_db::Engine::Sqlite).await;
    let db = &app.ctx().db;
    let mut limited = Vec::new();
    families::all_guardianships(db, |it| {
        limited.extend(it.limit_reason.is_some().then_some(it));
        Ok(())
    })
    .await
    .unwrap();
    assert!(!limited.is_empty());
    for it in limited {
        let parent = preau_people::store::person(db, it.guardian).await.unwrap().unwrap();
        let (actor, viewer) = signed_in(&app, &parent);
        assert!(record::read(db, &actor, &viewer, it.child).await.is_err());
        let other = families::guardians_of(db, it.child, viewer.today).await.unwrap();
        assert!(other.iter().any(|kin| !kin.no_record), "the other parent is there");
    }
}

#[tokio::test]
async fn an_institution_that_is_not_the_demo_is_left_as_it_is() {
    let app = empty(preau_db::Engine::Sqlite).await;
    FirstRun.fill(app.ctx(), app.ctx().id()).await.unwrap();
    assert!(dump(&app).await.iter().all(|(table, _)| table != "signin_password"), "no password that all know");
    let mut tx = app.ctx().db.begin().await.unwrap();
    let mut own = settings::settings_in(&mut tx).await.unwrap();
    own.code = "0759999Z".to_owned();
    settings::set_settings(&mut tx, &own).await.unwrap();
    tx.commit().await.unwrap();
    let before = dump(&app).await;
    fill(&app.app).await.unwrap();
    assert!(dump(&app).await == before);
}

#[tokio::test]
async fn whoever_looked_around_begins_in_earnest_with_nobody_invented_left() {
    for engine in engines() {
        let app = empty(engine).await;
        let (ctx, db) = (app.ctx(), &app.ctx().db);
        let mut tx = db.begin().await.unwrap();
        let own = preau_people::Settings { name: "École Jean-Zay".to_owned(), ..preau_people::Settings::default() };
        let mut act = Act::new(ctx, &mut tx, &Actor::System);
        found(&mut act, &policy::administer().unwrap(), own).await.unwrap();
        let new = NewPerson::named(PersonKind::Staff, "Rose", "Vautier");
        let rose = add_person(&mut act, &policy::run().unwrap(), new, &[]).await.unwrap();
        set_office(&mut act, &policy::administer().unwrap(), rose.id, Some(Role::Owner)).await.unwrap();
        tx.commit().await.unwrap();
        let administrator = app.signed_in(rose.id, rose.kind, Some(Role::Owner));

        let proof = prove(&administrator, Verb::Clear).unwrap();
        assert_eq!(wipe(&app.app, &administrator, &proof).await.unwrap_err().code, "demo-over");
        FirstRun.fill(ctx, rose.id).await.unwrap();
        assert_eq!(FirstRun.fill(ctx, rose.id).await.unwrap_err().code, "demo-not-empty");
        assert_eq!(settings(db).await.unwrap().name, "École Jean-Zay");
        for office in [None, Some(Role::Manager), Some(Role::Auditor)] {
            let other = app.signed_in(rose.id, rose.kind, office);
            assert!(prove(&other, Verb::Clear).is_err(), "only who administers it");
        }
        assert_eq!(persons::count(db, PersonKind::Learner).await.unwrap(), 302);

        let here = |checks: Vec<preau_web::Check>| checks.iter().any(|check| check.code == "demo-here");
        assert!(here(app.app.checks().await.unwrap()), "what is left to do leads there");
        let secretary = app.visitor_as(app.signed_in(rose.id, rose.kind, Some(Role::Manager)));
        assert_eq!(secretary.post("/admin/demo", &[("sure", "1")]).await.status, 404);
        let rose_s = app.visitor_as(administrator.clone());
        assert!(rose_s.get("/admin/demo").await.body.contains("personnes inventées"));
        let unsure = rose_s.post("/admin/demo", &[]).await;
        assert!(unsure.status == 422 && unsure.body.contains("Cochez la case"), "{}", unsure.body);
        assert_eq!(persons::count(db, PersonKind::Learner).await.unwrap(), 302);
        let reply = rose_s.post("/admin/demo", &[("sure", "1")]).await;
        assert_eq!((reply.status, reply.location()), (303, "/admin/roster"), "{}", reply.body);
        assert!(!here(app.app.checks().await.unwrap()));
        assert!(rose_s.get("/admin/demo").await.body.contains("Il n’y a pas d’école de démonstration ici"));
        for kind in [PersonKind::Learner, PersonKind::Guardian] {
            assert_eq!(persons::count(db, kind).await.unwrap(), 0);
        }
        assert_eq!(persons::count(db, PersonKind::Staff).await.unwrap(), 1, "Rose");
        assert!(person_by_login(db, "lea.martin").await.unwrap().is_none());
        let kept = dump(&app).await;
        assert!(kept.iter().all(|(_, row)| !row.contains("Haddad")), "nobody's name is kept");
        assert!(kept.iter().all(|(table, _)| table != "guardianship" && table != "consent"));
        let mut open = 0;
        spaces::all(db, |space| {
            open += usize::from(space.archived_at.is_none());
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(open, 1, "the institution's own space");
        assert_eq!(wipe(&app.app, &administrator, &proof).await.unwrap_err().code, "demo-over");
    }
}

#[test]
fn pupils_are_as_old_as_their_level() {
    let school = School::invent();
    assert_eq!(school.classes.get(LIVELY).map(school::Class::name).as_deref(), Some("4e B"));
    let (mut usual, mut all) = (0, 0);
    for pupil in school.households.iter().flat_map(|household| &household.children) {
        let (_, year) = LEVELS[pupil.class / 3];
        let off = pupil.birth.year() - year;
        assert!((-1..=1).contains(&off), "{pupil:?}");
        usual += usize::from(off == 0);
        all += 1;
    }
    assert!(usual * 100 > all * 85, "{usual} of {all}");
}

#[test]
fn siblings_are_twins_or_ten_months_apart() {
    for household in School::invent().households {
        for pair in household.children.windows(2) {
            let days = (pair[0].birth - pair[1].birth).whole_days().abs();
            assert!(days == 0 || days > 270, "{pair:?}");
        }
    }
}

#[test]
fn nobody_could_be_reached_in_earnest() {
    let school = School::invent();
    let mut phones = std::collections::HashSet::new();
    for guardian in school.households.iter().flat_map(|household| &household.guardians) {
        assert!(guardian.phone.starts_with("06 39 98 ") && phones.insert(&guardian.phone), "{guardian:?}");
        assert!(guardian.email.as_ref().is_none_or(|mail| mail.ends_with("@example.org")));
        assert!(guardian.address.postcode.starts_with("00"));
    }
    assert!(is_uai(CODE) && CODE.starts_with("000"));
    assert_eq!((STAFF.len(), OFFICE), (30, 7));
}
