use preau_testkit::engines;
use serde_json::json;
use time::Duration;

use crate::{
    authenticator::{ORIGIN, Passkey},
    world::{World, is_in, school},
};

pub(crate) async fn made(world: &World, login: &str) -> Passkey {
    let visitor = world.came(login).await;
    let told = visitor.post_json("/account/security/passkey/begin", &json!({})).await;
    assert_eq!(told.status, 200, "{}", told.body);
    let (passkey, answer) = Passkey::make(&told.json());
    let reply = visitor.post_json("/account/security/passkey/finish", &answer).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    passkey
}

#[tokio::test]
async fn a_passkey_lets_in_without_a_login_and_counts_as_two_factors() {
    for engine in engines() {
        let world = school(engine).await;
        crate::world::settings(&world, |settings| settings.staff_second_factor = true).await;
        // Whoever is held may make one: that is what is asked of them.
        let teacher = world.browser();
        crate::world::sign_in(&teacher, "n.benali", crate::world::PASSWORD).await;
        let told = teacher.post_json("/account/security/passkey/begin", &json!({})).await.json();
        let (mut passkey, answer) = Passkey::make(&told);
        assert_eq!(teacher.post_json("/account/security/passkey/finish", &answer).await.status, 200);
        assert!(is_in(&teacher).await);

        let phone = world.browser();
        let told = phone.post_json("/sign-in/passkey/begin", &json!({ "next": "/account/devices" })).await.json();
        let reply = phone.post_json("/sign-in/passkey/finish", &passkey.sign(&told, ORIGIN)).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(reply.json()["next"], "/account/devices");
        assert!(is_in(&phone).await);
        let page = phone.get("/account/security").await;
        assert!(page.body.contains("Firefox sur Android"));
    }
}

#[tokio::test]
async fn a_challenge_is_good_once_for_five_minutes_and_for_this_site() {
    for engine in engines() {
        let world = school(engine).await;
        let mut passkey = made(&world, "claire.martin").await;
        let phone = world.browser().as_program();
        let begin = async || phone.post_json("/sign-in/passkey/begin", &json!({})).await.json();
        let finish = async |answer| phone.post_json("/sign-in/passkey/finish", &answer).await;

        let told = begin().await;
        let answer = passkey.sign(&told, ORIGIN);
        assert_eq!(finish(answer.clone()).await.status, 200);
        let replayed = finish(answer).await;
        assert_eq!((replayed.status, replayed.json()["code"].as_str()), (410, Some("signin-step-over")));

        let told = begin().await;
        world.app.clock.advance(Duration::minutes(6));
        assert_eq!(finish(passkey.sign(&told, ORIGIN)).await.status, 410, "too late");

        let told = begin().await;
        let phished = finish(passkey.sign(&told, "http://preau.test.evil.example")).await;
        assert_eq!((phished.status, phished.json()["code"].as_str()), (422, Some("signin-passkey-refused")));

        let mut other = begin().await;
        other["publicKey"]["challenge"] = json!("AAAA");
        assert_eq!(finish(passkey.sign(&other, ORIGIN)).await.status, 422, "another challenge");
    }
}

#[tokio::test]
async fn a_passkey_of_nobody_or_that_was_removed_lets_nobody_in() {
    for engine in engines() {
        let world = school(engine).await;
        let mut passkey = made(&world, "claire.martin").await;
        let claire = world.came("claire.martin").await;
        let page = claire.get("/account/security").await;
        let id = crate::world::between(&page.body, "/account/security/passkeys/", "/").to_owned();
        let stranger = world.came("paul.martin").await;
        let path = format!("/account/security/passkeys/{id}/remove");
        assert_eq!(stranger.post(&path, &[]).await.status, 404);
        assert_eq!(claire.post(&path, &[]).await.status, 303);
        let phone = world.browser().as_program();
        let told = phone.post_json("/sign-in/passkey/begin", &json!({})).await.json();
        let reply = phone.post_json("/sign-in/passkey/finish", &passkey.sign(&told, ORIGIN)).await;
        assert_eq!((reply.status, reply.json()["code"].as_str()), (422, Some("signin-passkey-unknown")));
    }
}

#[tokio::test]
async fn ways_in_change_only_within_a_quarter_of_an_hour_of_coming_in() {
    for engine in engines() {
        let world = school(engine).await;
        let claire = world.came("claire.martin").await;
        world.app.clock.advance(Duration::minutes(16));
        let reply = claire.post_json("/account/security/passkey/begin", &json!({})).await;
        assert_eq!(reply.status, 403);
        let page = claire.post("/account/security/totp", &[]).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("Entrez à nouveau pour changer vos façons d’entrer."), "{}", page.body);
        assert_eq!(claire.post("/account/app-passwords", &[("name", "drive")]).await.status, 422);
    }
}
