//! Two records were joined that are two persons after all: undone, everything is as before, in all services.

use std::collections::BTreeMap;

use preau_kernel::{Actor, Decision, PersonKind};
use preau_people::{
    acts::{
        self, Act, NewPerson,
        consents::{self, NewConsent},
        grants,
    },
    model::{Address, ConsentAnswer, Purpose},
    policy::{self, InstitutionVerb, PersonVerb},
};
use preau_signin::Signin;

use crate::world::{PASSWORD, Rows, World, between};

/// What is written whenever anything happens, and sessions, which end with the row they were of.
const PASSING: [&str; 7] =
    ["job", "outbox", "journal_entry", "journal_tile", "undo", "signin_session", "signin_attempt"];

/// All rows but those, without the moment of their last change, in one order.
async fn kept(world: &World) -> BTreeMap<String, Vec<String>> {
    let line = |mut row: serde_json::Map<String, serde_json::Value>| {
        row.remove("updated_at");
        serde_json::Value::Object(row).to_string()
    };
    let sorted = |rows: Rows| {
        let mut lines: Vec<String> = rows.into_iter().map(line).collect();
        lines.sort();
        lines
    };
    let tables = world.tables().await.into_iter().filter(|(table, _)| !PASSING.contains(&table.as_str()));
    tables.map(|(table, rows)| (table, sorted(rows))).collect()
}

/// A second record of Léa's mother, with everything that a record can have: what her first one has too, and what it
/// lacks.
async fn second_claire(world: &World) -> String {
    let ctx = world.app.ctx();
    let mut tx = ctx.db.begin().await.unwrap();
    let proof = policy::institution(&Actor::System, InstitutionVerb::Run).unwrap();
    let address =
        Address { lines: vec!["5 rue d’Ailleurs".to_owned()], city: "Pantin".to_owned(), ..Address::default() };
    let new = NewPerson {
        login: Some("claire.double".to_owned()),
        phone: Some("06 99 00 00 99".to_owned()),
        address: Some(address),
        birth_date: Some(time::macros::date!(1980 - 02 - 03)),
        ..NewPerson::named(PersonKind::Guardian, "Claire", "Martineau")
    };
    let mut act = Act::new(ctx, &mut tx, &Actor::System);
    let person = acts::add_person(&mut act, &proof, new, &[("siecle", "R-99")]).await.unwrap();
    tx.commit().await.unwrap();
    Signin::new().set_password(ctx, person.id, PASSWORD).await.unwrap();
    let head = world.came("direction").await;
    for (child, rank) in [("lea.martin", "1"), ("sami.haddad", "")] {
        let path = format!("/admin/people/{}/guardians", world.id(child));
        let id = person.id.to_string();
        let form = [("guardian", id.as_str()), ("kinship", "mother"), ("legal_rank", rank), ("contact", "1")];
        let reply = head.post(&path, &form).await;
        assert_eq!(reply.status, 303, "{}", reply.body);
    }
    let twin = world.came("claire.double").await;
    let consent = [("purpose", "photo"), ("answer", "given"), ("source", "page")];
    assert_eq!(twin.post(&format!("/p/{}/consents", world.id("sami.haddad")), &consent).await.status, 303);
    assert_eq!(twin.post("/account/app-passwords", &[("name", "tablette")]).await.status, 200);
    for space in [world.class, world.other] {
        let invite = [("role", "member"), ("uses", "5"), ("days", "7")];
        let page = head.post(&format!("/s/{space}/invite"), &invite).await;
        let join = format!("/join/{}", between(&page.body, "/join/", "<"));
        assert_eq!(twin.post(&join, &[]).await.status, 303);
        if space == world.class {
            assert_eq!(world.came("claire.martin").await.post(&join, &[]).await.status, 303);
        }
    }
    person.id.to_string()
}

/// A teacher to whom everything points that a colleague can have: whom she asked in, what she was granted, what she
/// answered for herself.
async fn busy_teacher(world: &World) -> String {
    let id = world.id("n.benali");
    let invite = [("role", "member"), ("uses", "5"), ("days", "7")];
    let page = world.came("n.benali").await.post(&format!("/s/{}/invite", world.class), &invite).await;
    let join = format!("/join/{}", between(&page.body, "/join/", "<"));
    assert_eq!(world.came("j.moreau").await.post(&join, &[]).await.status, 303);
    let ctx = world.app.ctx();
    let mut tx = ctx.db.begin().await.unwrap();
    let proof = Decision::Allow.prove(PersonVerb::Change, id).unwrap();
    let mut act = Act::new(ctx, &mut tx, &Actor::System);
    let (purpose, answer) = (Purpose::Photo, ConsentAnswer::Given);
    let (medium, source) = ("paper".to_owned(), "Charte des personnels".to_owned());
    consents::answer(&mut act, &proof, NewConsent { purpose, answer, medium, until: None, source }).await.unwrap();
    grants::grant(&mut act, &proof, "thing/1", &["thing.see"], grants::Subject::Person(id), None).await.unwrap();
    tx.commit().await.unwrap();
    id.to_string()
}

/// Joins one record into the other, which changes these tables, and makes two of them again: all is as it was.
async fn joined_and_parted(world: &World, gone: &str, kept_login: &str, changed: &[&str]) {
    let first = world.id(kept_login).to_string();
    let head = world.came("direction").await;
    world.app.settle().await;
    let before = kept(world).await;
    let merged = head.post("/admin/people/merge", &[("gone", gone), ("kept", &first)]).await;
    assert_eq!(merged.status, 303, "{}", merged.body);
    world.app.settle().await;
    let joined = kept(world).await;
    for table in changed {
        assert_ne!(joined[*table], before[*table], "{table}: nothing would be undone");
    }
    let page = head.get(&format!("/p/{first}")).await.body;
    let undo = format!("/undo/{}", between(&page, "action=\"/undo/", "\""));
    assert_eq!(head.post(&undo, &[]).await.status, 303);
    world.app.settle().await;
    for (table, rows) in kept(world).await {
        assert_eq!(rows, before[&table], "{table}");
    }
}

#[tokio::test]
async fn records_joined_by_mistake_are_two_again_with_all_that_was_theirs() {
    for engine in preau_testkit::engines() {
        let world = World::open(engine).await;
        let gone = second_claire(&world).await;
        let changed = ["person", "person_identifier", "guardianship", "member", "consent", "invited"];
        joined_and_parted(&world, &gone, "claire.martin", &[&changed[..], &["signin_app_password"]].concat()).await;
        world.forget("claire.double");
        assert_eq!(world.came("claire.double").await.get("/").await.status, 200, "and her way in");
    }
}

#[tokio::test]
async fn two_colleagues_taken_for_one_keep_their_guests_and_what_they_were_granted() {
    for engine in preau_testkit::engines() {
        let world = World::open(engine).await;
        let gone = busy_teacher(&world).await;
        joined_and_parted(&world, &gone, "m.colin", &["person", "member", "consent", "invited", "grant_"]).await;
    }
}
