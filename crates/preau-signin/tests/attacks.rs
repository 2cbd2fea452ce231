use preau_testkit::engines;
use time::Duration;

use crate::world::{PASSWORD, is_in, school, sign_in};

#[tokio::test]
async fn guessing_is_slowed_down_and_time_forgives() {
    for engine in engines() {
        let world = school(engine).await;
        let guesser = world.browser();
        for _ in 0..5 {
            assert_eq!(sign_in(&guesser, "claire.martin", "raté, encore raté").await.status, 422);
        }
        let slowed = sign_in(&guesser, "claire.martin", PASSWORD).await;
        assert!(slowed.body.contains("Trop d’essais. Réessayez dans 6\u{a0}secondes."), "{}", slowed.body);
        world.app.clock.advance(Duration::seconds(6));
        assert_eq!(sign_in(&guesser, "claire.martin", PASSWORD).await.status, 303);
        for _ in 0..5 {
            assert_eq!(sign_in(&world.browser(), "claire.martin", "raté, encore raté").await.status, 422);
        }
    }
}

#[tokio::test]
async fn nobody_locks_somebody_else_out() {
    for engine in engines() {
        let world = school(engine).await;
        let claire = world.came("claire.martin").await;
        claire.post("/sign-out", &[]).await;
        let attacker = world.browser();
        for _ in 0..300 {
            sign_in(&attacker, "claire.martin", "raté, encore raté").await;
            world.app.clock.advance(Duration::seconds(1));
        }
        assert!(sign_in(&attacker, "claire.martin", PASSWORD).await.body.contains("Trop d’essais."));
        // The device that she came in with before answers for itself only.
        assert_eq!(sign_in(&claire, "claire.martin", PASSWORD).await.status, 303);
        assert!(is_in(&claire).await);
        // Nor do the failures on one account keep another's owner out.
        assert_eq!(sign_in(&world.browser(), "paul.martin", PASSWORD).await.status, 303);
    }
}

#[tokio::test]
async fn a_known_device_that_guesses_is_slowed_down_too() {
    for engine in engines() {
        let world = school(engine).await;
        let stolen = world.came("claire.martin").await;
        stolen.post("/sign-out", &[]).await;
        for _ in 0..5 {
            sign_in(&stolen, "claire.martin", "raté, encore raté").await;
        }
        assert!(sign_in(&stolen, "claire.martin", PASSWORD).await.body.contains("Trop d’essais."));
    }
}

#[tokio::test]
async fn guesses_sent_all_at_once_are_counted_one_by_one() {
    for engine in engines() {
        let world = school(engine).await;
        let router = world.app.app.router();
        let guess = |n: u32| {
            let router = router.clone();
            let form = format!("login=claire.martin&password=rate-encore-{n}");
            let request = http::Request::post("/sign-in")
                .header("content-type", "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .body(axum::body::Body::from(form))
                .unwrap();
            tokio::spawn(async move { tower::ServiceExt::oneshot(router, request).await.unwrap().status().as_u16() })
        };
        let mut tried = 0;
        let guesses: Vec<_> = (0..40).map(guess).collect();
        for status in guesses {
            let status = status.await.unwrap();
            assert_eq!(status, 422);
            tried += 1;
        }
        assert_eq!(tried, 40);
        let late = sign_in(&world.browser(), "claire.martin", PASSWORD).await;
        assert!(late.body.contains("Trop d’essais."), "{}", late.body);
        world.app.clock.advance(Duration::seconds(6));
        // Five were looked at; the others were refused unseen, so they count for nothing.
        assert_eq!(sign_in(&world.browser(), "claire.martin", PASSWORD).await.status, 303);
    }
}

#[tokio::test]
async fn ten_thousand_wrong_codes_open_nothing_and_leave_one_row() {
    let world = school(preau_db::Engine::Sqlite).await;
    let right = world.letter_for("claire.martin").await;
    let guesser = world.browser();
    let mut looked_at = 0;
    for n in 0..10_000_u32 {
        let code = well_formed(n);
        if code == right.replace('-', "") {
            continue;
        }
        let reply = guesser.post("/code", &[("code", &code)]).await;
        assert_eq!(reply.status, 422);
        looked_at += u32::from(reply.body.contains("Ce code ne marche pas"));
        if n % 100 == 0 {
            world.app.clock.advance(Duration::seconds(1));
        }
    }
    assert!((20..40).contains(&looked_at), "{looked_at}");
    let count = preau_db::sql!((i64,), "SELECT count(*) FROM signin_attempt");
    assert!(world.app.ctx().db.one(count, &[]).await.unwrap().0 <= 6);
}

/// A code that passes its check: what a guesser who read our source sends.
fn well_formed(n: u32) -> String {
    const SIGNS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    let digits: Vec<u32> = (0..9).map(|place| n.wrapping_mul(2_654_435_761).rotate_left(place * 3) % 31).collect();
    let check = digits.iter().zip(1..).map(|(digit, weight)| digit * weight).sum::<u32>() % 31;
    digits.iter().chain([&check]).map(|digit| char::from(SIGNS[*digit as usize])).collect()
}

#[tokio::test]
async fn a_session_that_somebody_else_put_there_is_worth_nothing_after_sign_in() {
    for engine in engines() {
        let world = school(engine).await;
        let attacker = world.came("paul.martin").await;
        let planted = attacker.cookie("preau").unwrap();
        let header = format!("preau={planted}");
        let victim = world.app.visitor().with_header("cookie", &header);
        let reply = victim.post("/sign-in", &[("login", "claire.martin"), ("password", PASSWORD)]).await;
        assert_eq!(reply.status, 303);
        let fresh = victim.cookie("preau").unwrap();
        assert_ne!(planted, fresh);
        assert!(!is_in(&attacker).await, "the planted session ended");
    }
}

#[tokio::test]
async fn after_sign_in_nobody_is_sent_to_another_site() {
    for engine in engines() {
        let world = school(engine).await;
        for evil in ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:alert(1)", "/\t/evil.test"] {
            let fields = [("login", "claire.martin"), ("password", PASSWORD), ("next", evil)];
            let reply = world.browser().post("/sign-in", &fields).await;
            assert_eq!((reply.status, reply.location()), (303, "/"), "{evil:?}");
        }
    }
}

#[tokio::test]
async fn a_form_of_another_site_signs_nobody_in_or_out() {
    for engine in engines() {
        let world = school(engine).await;
        let router = world.app.app.router();
        let request = http::Request::post("/sign-in")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(axum::body::Body::from(format!("login=claire.martin&password={PASSWORD}")))
            .unwrap();
        let reply = tower::ServiceExt::oneshot(router, request).await.unwrap();
        assert_eq!(reply.status().as_u16(), 403);
        assert!(reply.headers().get("set-cookie").is_none());
    }
}

#[tokio::test]
async fn nothing_that_is_kept_opens_anything() {
    let world = school(preau_db::Engine::Sqlite).await;
    let claire = world.came("claire.martin").await;
    let token = claire.cookie("preau").unwrap();
    let code = world.letter_for("sami.haddad").await;
    let password = claire.post("/account/app-passwords", &[("name", "drive")]).await;
    let app = crate::world::between(&password.body, "id=\"app-password\" translate=\"no\">", "<").to_owned();
    let copy = tempfile::tempdir().unwrap();
    let path = copy.path().join("copy.db");
    world.app.ctx().db.snapshot(&path).await.unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let contains = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    for secret in [&token, &code, &code.replace('-', ""), &app, &app.replace('-', ""), PASSWORD] {
        assert!(!contains(secret), "{secret}");
    }
    let raw = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, &token).unwrap();
    assert!(!bytes.windows(raw.len()).any(|window| window == raw));
    assert!(contains("claire.martin"), "the copy was read");
}
