use preau_kernel::PersonKind;
use preau_people::{Person, store};
use preau_testkit::engines;
use serde_json::{Value, json};
use time::Duration;

use crate::{
    authenticator::{ORIGIN, Passkey},
    world::{PASSWORD, between, is_in, school, settings, sign_in},
};

#[tokio::test]
async fn a_class_gets_one_letter_for_each_child_and_each_guardian() {
    for engine in engines() {
        let world = school(engine).await;
        let head = world.came("direction").await;
        let desk = head.get("/admin/letters").await;
        assert!(desk.body.contains("4e B"), "{}", desk.body);
        let page = head.post("/admin/letters", &[("of", &world.class.to_string()), ("kind", "")]).await;
        assert_eq!(page.status, 200, "{}", page.body);
        for name in ["Léa Martin", "Claire Martin", "Paul Martin", "Sami Haddad", "Nadia Benali"] {
            assert_eq!(page.body.matches(&format!("aria-label=\"Lettre pour {name}\"")).count(), 1, "{name}");
        }
        assert!(page.body.contains("Suivre en ligne la classe de Léa Martin"));
        let only = head.post("/admin/letters", &[("of", &world.class.to_string()), ("kind", "guardian")]).await;
        assert_eq!(only.body.matches("class=\"sheet\"").count(), 2);
        assert_eq!(world.came("n.benali").await.get("/admin/letters").await.status, 404, "the desk's alone");
    }
}

#[tokio::test]
async fn a_letter_opens_once_and_binds_a_password() {
    for engine in engines() {
        let world = school(engine).await;
        let code = world.letter_for("claire.martin").await;
        assert_eq!(sign_in(&world.browser(), "claire.martin", PASSWORD).await.status, 422, "the old way is gone");
        let claire = world.browser();
        // The preview of a link opens the address as often as it wants.
        for _ in 0..3 {
            let page = claire.get(&format!("/in/{}", code.replace('-', ""))).await;
            assert_eq!(page.status, 200);
        }
        let reply = claire.post("/code", &[("code", &code.to_lowercase())]).await;
        assert_eq!((reply.status, reply.location()), (303, "/code/way"));
        let page = claire.get("/code/way").await;
        assert!(page.body.contains("Bonjour Claire Martin") && page.body.contains("claire.martin"));
        let short = claire.post("/code/way", &[("way", "password"), ("password", "court")]).await;
        assert_eq!(short.status, 422);
        // What a browser without scripts sends: the way that was ticked already, and the button that was pressed.
        let new = [("way", "passkey"), ("password", "une autre phrase à moi"), ("pin", ""), ("with", "password")];
        let reply = claire.post("/code/way", &new).await;
        assert_eq!((reply.status, reply.location()), (303, "/"), "{}", reply.body);
        assert!(reply.headers.get_all("set-cookie").iter().any(|it| it.to_str().unwrap().starts_with("said=")));
        assert!(is_in(&claire).await);
        assert_eq!(sign_in(&world.browser(), "claire.martin", new[1].1).await.status, 303);

        let thief = world.browser();
        let replayed = thief.post("/code", &[("code", &code)]).await;
        assert_eq!(replayed.status, 422);
        assert!(replayed.body.contains("Ce code ne marche pas, ou ne marche plus."), "{}", replayed.body);
    }
}

#[tokio::test]
async fn of_two_who_hold_one_letter_the_first_to_bind_a_way_wins() {
    for engine in engines() {
        let world = school(engine).await;
        let code = world.letter_for("claire.martin").await;
        let (one, other) = (world.browser(), world.browser());
        for visitor in [&one, &other] {
            assert_eq!(visitor.post("/code", &[("code", &code)]).await.status, 303);
        }
        let new = [("way", "password"), ("password", "une autre phrase à moi")];
        assert_eq!(one.post("/code/way", &new).await.status, 303);
        assert_eq!(other.post("/code/way", &new).await.status, 410);
        assert!(!is_in(&other).await);
    }
}

#[tokio::test]
async fn a_letter_binds_a_passkey_and_the_phone_never_needs_a_login() {
    for engine in engines() {
        let world = school(engine).await;
        let code = world.letter_for("claire.martin").await;
        let claire = world.browser();
        claire.post("/code", &[("code", &code)]).await;
        let told = claire.post_json("/code/way/passkey/begin", &json!({})).await.json();
        let (mut passkey, answer) = Passkey::make(&told);
        let reply = claire.post_json("/code/way/passkey/finish", &answer).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert!(is_in(&claire).await);
        let again = world.browser();
        let told: Value = again.post_json("/sign-in/passkey/begin", &json!({})).await.json();
        assert_eq!(again.post_json("/sign-in/passkey/finish", &passkey.sign(&told, ORIGIN)).await.status, 200);
        assert!(is_in(&again).await);
    }
}

#[tokio::test]
async fn a_pin_works_on_its_device_only_and_not_for_staff() {
    for engine in engines() {
        let world = school(engine).await;
        let code = world.letter_for("claire.martin").await;
        let claire = world.browser();
        claire.post("/code", &[("code", &code)]).await;
        assert_eq!(claire.post("/code/way", &[("way", "pin"), ("pin", "123456")]).await.status, 422);
        assert_eq!(claire.post("/code/way", &[("way", "pin"), ("pin", "407135")]).await.status, 303);
        claire.post("/sign-out", &[]).await;
        let page = claire.get("/sign-in").await;
        assert!(page.body.contains("Claire Martin"), "the device knows who has a PIN on it");
        let person = world.claire.to_string();
        let wrong = claire.post("/sign-in/pin", &[("person", &person), ("pin", "407136")]).await;
        assert_eq!(wrong.status, 422);
        assert_eq!(claire.post("/sign-in/pin", &[("person", &person), ("pin", "407135")]).await.status, 303);
        assert!(is_in(&claire).await);

        let elsewhere = world.browser();
        assert!(!elsewhere.get("/sign-in").await.body.contains("Claire Martin"));
        let reply = elsewhere.post("/sign-in/pin", &[("person", &person), ("pin", "407135")]).await;
        assert_eq!(reply.status, 422);

        let code = world.letter_for("n.benali").await;
        let teacher = world.browser();
        teacher.post("/code", &[("code", &code)]).await;
        assert_eq!(teacher.post("/code/way", &[("way", "pin"), ("pin", "407135")]).await.status, 422);
    }
}

#[tokio::test]
async fn a_letter_dies_after_thirty_days_or_when_another_is_printed() {
    for engine in engines() {
        let world = school(engine).await;
        let old = world.letter_for("claire.martin").await;
        let new = world.letter_for("claire.martin").await;
        assert_eq!(world.browser().post("/code", &[("code", &old)]).await.status, 422);
        assert_eq!(world.browser().post("/code", &[("code", &new)]).await.status, 303);
        world.app.clock.advance(Duration::days(31));
        assert_eq!(world.browser().post("/code", &[("code", &new)]).await.status, 422);
    }
}

#[tokio::test]
async fn a_mistyped_code_is_explained_and_costs_nothing() {
    for engine in engines() {
        let world = school(engine).await;
        let code = world.letter_for("claire.martin").await;
        let first = if code.starts_with('2') { "3" } else { "2" };
        let wrong = format!("{first}{}", &code[1..]);
        let claire = world.browser();
        for _ in 0..50 {
            let reply = claire.post("/code", &[("code", &wrong)]).await;
            assert!(reply.body.contains("Un caractère est faux, ou deux sont échangés."), "{}", reply.body);
        }
        assert_eq!(claire.post("/code", &[("code", &code)]).await.status, 303);
    }
}

#[tokio::test]
async fn a_secretary_helps_everybody_but_an_administrator() {
    for engine in engines() {
        let world = school(engine).await;
        let secretary = world.came("secretariat").await;
        assert_eq!(secretary.post("/admin/letters/reset", &[("login", "n.benali")]).await.status, 200);
        let refused = secretary.post("/admin/letters/reset", &[("login", "direction")]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("Seule une personne qui administre"), "{}", refused.body);
        assert!(is_in(&world.came("direction").await).await);
        let all = secretary.post("/admin/letters", &[("of", "all")]).await;
        assert!(!all.body.contains("Lettre pour Dominique Roche"));
        assert!(all.body.contains("Lettre pour Paul Martin"));
    }
}

#[tokio::test]
async fn a_pile_of_any_size_is_printed_ream_by_ream_and_nobody_is_left_out() {
    for engine in engines() {
        let world = school(engine).await;
        let ctx = world.app.ctx();
        let mut tx = ctx.db.begin().await.unwrap();
        for number in 0..1007 {
            let name = format!("Personne {number:04}");
            let login = format!("pile{number}");
            let person = Person {
                family_name: name.clone(),
                name,
                ..Person::blank(ctx.id(), PersonKind::Guardian, login, ctx.clock.now())
            };
            store::persons::insert(&mut tx, &person).await.unwrap();
        }
        tx.commit().await.unwrap();
        let head = world.came("direction").await;
        let desk = head.get("/admin/letters").await.body;
        assert!(desk.contains("1007 ") || desk.contains("1007\u{a0}"), "{desk}");
        let mut form = vec![("of".to_owned(), "never".to_owned())];
        let (mut seen, mut piles) = (std::collections::HashSet::new(), Vec::new());
        loop {
            let fields: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let page = head.post("/admin/letters", &fields).await;
            assert_eq!(page.status, 200, "{}", page.body);
            let sheets: Vec<_> = page.body.split("aria-label=\"Lettre pour ").skip(1).collect();
            piles.push(sheets.len());
            for sheet in sheets {
                assert!(seen.insert(sheet.split('"').next().unwrap().to_owned()), "no letter twice");
            }
            let more = page.body.split_once("action=\"/admin/letters\"").map(|(_, rest)| rest);
            let Some(more) = more else { break };
            form = ["of", "kind", "after", "made"]
                .map(|name| (name.to_owned(), between(more, &format!("name=\"{name}\" value=\""), "\"").to_owned()))
                .to_vec();
            let left = 1007 - seen.len();
            assert!(page.body.contains(&format!("{} lettres faites, encore {left} ", seen.len())), "how far one is");
        }
        assert_eq!((piles, seen.len()), (vec![500, 500, 7], 1007));
    }
}

#[tokio::test]
async fn a_letter_says_where_the_institution_is() {
    for engine in engines() {
        let world = school(engine).await;
        let head = world.came("direction").await;
        let letter = async || head.post("/admin/letters/reset", &[("login", "claire.martin")]).await.body;
        assert!(between(&letter().await, "letter-from", "</p>").contains("<br>preau.test"), "where to type, at least");
        settings(&world, |it| {
            it.address = "12 rue du Préau\n93400 Saint-Ouen".to_owned();
            it.phone = "01 99 00 18 30".to_owned();
            it.website = "college-louise-michel.example".to_owned();
        })
        .await;
        let sheet = letter().await;
        let from = between(&sheet, "letter-from", "</p>");
        for line in ["12 rue du Préau", "93400 Saint-Ouen", "01 99 00 18 30", "college-louise-michel.example"] {
            assert!(from.contains(line), "{line}: {from}");
        }
        assert!(!from.contains("preau.test"));
    }
}
