use preau_kernel::PersonKind;
use preau_testkit::engines;
use time::Duration;
use totp_rs::{Algorithm, Builder, Secret};

use crate::world::{PASSWORD, between, is_in, school, settings, sign_in};

#[tokio::test]
async fn login_and_password_let_in_and_lead_where_one_wanted_to_go() {
    for engine in engines() {
        let world = school(engine).await;
        let claire = world.browser();
        let asked = claire.get("/account/devices").await;
        assert_eq!((asked.status, asked.location()), (303, "/sign-in?next=%2Faccount%2Fdevices"));
        let page = claire.get(asked.location()).await;
        assert!(page.body.contains("name=\"next\" value=\"/account/devices\""));
        let fields = [("login", " Claire.Martin "), ("password", PASSWORD), ("next", "/account/devices")];
        let reply = claire.post("/sign-in", &fields).await;
        assert_eq!((reply.status, reply.location()), (303, "/account/devices"));
        assert!(is_in(&claire).await);
        let out = claire.post("/sign-out", &[]).await;
        assert_eq!((out.status, out.location()), (303, "/sign-in"));
        assert!(!is_in(&claire).await);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_look_alike() {
    for engine in engines() {
        let world = school(engine).await;
        let wrong = sign_in(&world.browser(), "claire.martin", "pas le bon mot de passe").await;
        let unknown = sign_in(&world.browser(), "claire.marten", "pas le bon mot de passe").await;
        assert_eq!((wrong.status, unknown.status), (422, 422));
        assert_eq!(wrong.body.replace("claire.martin", ""), unknown.body.replace("claire.marten", ""));
        assert!(wrong.body.contains("L’identifiant ou le mot de passe n’est pas le bon."));
    }
}

#[tokio::test]
async fn a_session_lives_as_long_as_it_is_used_and_its_kind_allows() {
    for engine in engines() {
        let world = school(engine).await;
        let (teacher, claire) = (world.came("n.benali").await, world.came("claire.martin").await);
        for _ in 0..3 {
            world.app.clock.advance(Duration::hours(11));
            assert!(is_in(&teacher).await);
        }
        world.app.clock.advance(Duration::hours(13));
        assert!(!is_in(&teacher).await, "staff, idle for longer than half a day");
        assert!(is_in(&claire).await);
        world.app.clock.advance(Duration::days(89));
        assert!(is_in(&claire).await);
        world.app.clock.advance(Duration::days(91));
        assert!(!is_in(&claire).await);
    }
}

#[tokio::test]
async fn on_a_shared_device_the_session_goes_with_the_browser_and_leaves_no_trace() {
    for engine in engines() {
        let world = school(engine).await;
        let lea = world.browser();
        let reply = lea.post("/sign-in", &[("login", "lea.martin"), ("password", PASSWORD), ("shared", "1")]).await;
        let cookies: Vec<_> = reply.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
        assert_eq!(cookies.len(), 1, "{cookies:?}");
        assert!(!cookies[0].to_lowercase().contains("max-age"), "{cookies:?}");
        assert!(cookies[0].contains("HttpOnly") && cookies[0].contains("SameSite=Lax"));
        world.app.clock.advance(Duration::hours(3));
        assert!(!is_in(&lea).await);
    }
}

#[tokio::test]
async fn whoever_leaves_is_out_with_the_next_request() {
    for engine in engines() {
        let world = school(engine).await;
        let sami = world.came("sami.haddad").await;
        let ctx = world.app.ctx();
        let mut person = preau_people::store::person(&ctx.db, world.sami).await.unwrap().unwrap();
        person.left_at = Some(ctx.clock.now());
        let mut tx = ctx.db.begin().await.unwrap();
        preau_people::store::persons::update(&mut tx, &person).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!is_in(&sami).await);
        assert_eq!(sign_in(&world.browser(), "sami.haddad", PASSWORD).await.status, 422);
        assert_eq!(person.kind, PersonKind::Learner);
    }
}

fn code_of(seed: &str, world: &crate::world::World) -> String {
    let secret = Secret::try_from_base32(seed.replace(' ', "")).unwrap();
    let totp = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(6).with_secret(secret).build().unwrap();
    let seconds = u64::try_from(world.app.ctx().clock.now().unix_seconds()).unwrap();
    totp.generate(seconds).to_string()
}

#[tokio::test]
async fn a_second_factor_is_set_up_asked_for_used_once_and_replaced_by_a_recovery_code() {
    for engine in engines() {
        let world = school(engine).await;
        let teacher = world.came("n.benali").await;
        let page = teacher.post("/account/security/totp", &[]).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let step = between(&page.body, "name=\"step\" value=\"", "\"").to_owned();
        let seed = between(&page.body, "tapez cette clé\u{a0}: <code>", "<").to_owned();
        let wrong = teacher.post("/account/security/totp/confirm", &[("step", &step), ("code", "000000")]).await;
        assert_eq!(wrong.status, 422);
        let right = [("step", step.as_str()), ("code", &code_of(&seed, &world))];
        let codes = teacher.post("/account/security/totp/confirm", &right).await;
        assert_eq!(codes.status, 200, "{}", codes.body);
        let recovery = between(&codes.body, "<p class=\"code\">", "<").to_owned();

        world.app.clock.advance(Duration::minutes(1));
        let again = world.browser();
        let reply = sign_in(&again, "n.benali", PASSWORD).await;
        assert_eq!((reply.status, reply.location()), (303, "/sign-in/code?next=%2F"));
        assert!(!is_in(&again).await, "the password alone lets nobody in");
        assert_eq!(again.get(reply.location()).await.status, 200);
        let code = code_of(&seed, &world);
        assert_eq!(again.post("/sign-in/code", &[("code", "123 456")]).await.status, 422);
        assert_eq!(again.post("/sign-in/code", &[("code", &code)]).await.status, 303);
        assert!(is_in(&again).await);

        let thief = world.browser();
        sign_in(&thief, "n.benali", PASSWORD).await;
        assert_eq!(thief.post("/sign-in/code", &[("code", &code)]).await.status, 422, "a code is good once");

        let phoneless = world.browser();
        sign_in(&phoneless, "n.benali", PASSWORD).await;
        assert_eq!(phoneless.post("/sign-in/code", &[("code", &recovery)]).await.status, 303);
        sign_in(&thief, "n.benali", PASSWORD).await;
        assert_eq!(thief.post("/sign-in/code", &[("code", &recovery)]).await.status, 422);

        let new = again.post("/account/security/recovery", &[]).await;
        assert_eq!(new.body.matches("<p class=\"code\">").count(), 8);
        assert!(!new.body.contains(&recovery));
        assert_eq!(again.post("/account/security/totp/remove", &[]).await.status, 303);
        assert_eq!(sign_in(&world.browser(), "n.benali", PASSWORD).await.location(), "/");
    }
}

#[tokio::test]
async fn a_password_kept_with_yesterday_s_parameters_is_kept_better_after_sign_in() {
    for engine in engines() {
        let world = school(engine).await;
        let weak = argon2::Params::new(8 * 1024, 1, 1, None).unwrap();
        let weak = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, weak);
        let salt = argon2::password_hash::SaltString::encode_b64(&[7; 16]).unwrap();
        let hash = argon2::PasswordHasher::hash_password(&weak, PASSWORD.as_bytes(), &salt).unwrap().to_string();
        let db = &world.app.ctx().db;
        let mut tx = db.begin().await.unwrap();
        let put = preau_db::sql!("UPDATE signin_password SET hash = $2 WHERE person = $1");
        tx.run(put, preau_db::args![world.claire, hash]).await.unwrap();
        tx.commit().await.unwrap();
        world.came("claire.martin").await;
        let kept = preau_db::sql!((String,), "SELECT hash FROM signin_password WHERE person = $1");
        let (kept,) = db.one(kept, preau_db::args![world.claire]).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        world.came("claire.martin").await;
    }
}

#[tokio::test]
async fn staff_of_whom_a_second_factor_is_asked_set_it_up_before_anything_else() {
    for engine in engines() {
        let world = school(engine).await;
        settings(&world, |settings| settings.staff_second_factor = true).await;
        let teacher = world.browser();
        let reply = sign_in(&teacher, "n.benali", PASSWORD).await;
        assert_eq!((reply.status, reply.location()), (303, "/account/security"));
        assert!(!is_in(&teacher).await);
        assert_eq!(teacher.get("/sign-in").await.location(), "/account/security");
        let page = teacher.get("/account/security").await;
        assert!(page.body.contains("Il manque un second facteur"), "{}", page.body);
        let page = teacher.post("/account/security/totp", &[]).await;
        let step = between(&page.body, "name=\"step\" value=\"", "\"").to_owned();
        let seed = between(&page.body, "tapez cette clé\u{a0}: <code>", "<").to_owned();
        let right = [("step", step.as_str()), ("code", &code_of(&seed, &world))];
        assert_eq!(teacher.post("/account/security/totp/confirm", &right).await.status, 200);
        assert!(is_in(&teacher).await);
        assert!(is_in(&world.came("claire.martin").await).await, "families are not asked");
    }
}
