use preau_kernel::{PersonKind, Role};
use preau_testkit::{Visitor, engines};
use time::Duration;

use crate::world::{World, between, guards, guards_until, is_in, join, open_class, person, school};

/// Opens the class; its code, and a tablet that shows its children.
async fn open(world: &World, teacher: &Visitor, hours: &str) -> (String, Visitor) {
    let base = format!("/s/{}/ways-in", world.class);
    assert_eq!(teacher.post(&format!("{base}/open"), &[("hours", hours)]).await.status, 303);
    let page = teacher.get(&base).await;
    let code = between(&page.body, "<p class=\"code\" translate=\"no\">", "<").replace('-', "");
    let tablet = world.browser();
    let reply = tablet.post("/class", &[("code", &code)]).await;
    assert_eq!(reply.location(), format!("/class/{code}"));
    let faces = tablet.get(reply.location()).await;
    assert!(faces.body.contains("Léa") && faces.body.contains("Sami"), "{}", faces.body);
    (code, tablet)
}

/// Léa's three pictures, as the teacher is shown them.
async fn pictures(world: &World, teacher: &Visitor) -> Vec<String> {
    let path = format!("/s/{}/ways-in/{}/pictures", world.class, world.lea);
    let page = teacher.post(&path, &[("count", "9")]).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let uses =
        page.body.split("/assets/").filter(|part| part.starts_with("pictures") || part.starts_with("icons/pictures"));
    let names: Vec<_> = uses.filter_map(|part| Some(part.split_once('#')?.1.split_once('"')?.0.to_owned())).collect();
    assert_eq!(names.len(), 3, "{}", page.body);
    names
}

/// Touches three pictures, one page after the other; the last answer.
async fn touch(world: &World, tablet: &Visitor, code: &str, names: &[String]) -> preau_testkit::Reply {
    let path = format!("/class/{code}/{}", world.lea);
    let mut picked = String::new();
    let mut reply = tablet.get(&path).await;
    for name in names {
        reply = tablet.post(&path, &[("picked", &picked), ("pick", name)]).await;
        picked = if picked.is_empty() { name.clone() } else { format!("{picked},{name}") };
    }
    reply
}

#[tokio::test]
async fn a_child_comes_in_with_three_pictures_until_the_class_is_over() {
    for engine in engines() {
        let world = school(engine).await;
        let teacher = world.came("n.benali").await;
        let names = pictures(&world, &teacher).await;
        let (code, tablet) = open(&world, &teacher, "2").await;
        let shown = tablet.get(&format!("/class/{code}/{}", world.lea)).await;
        assert_eq!(shown.body.matches("class=\"picture ").count(), 9);
        let reply = touch(&world, &tablet, &code, &names).await;
        assert_eq!((reply.status, reply.location()), (303, "/"), "{}", reply.body);
        assert!(is_in(&tablet).await);
        assert_eq!(tablet.post("/sign-out", &[]).await.location(), "/class", "the next child finds its face");
        touch(&world, &tablet, &code, &names).await;
        world.app.clock.advance(Duration::minutes(90));
        assert!(is_in(&tablet).await);
        world.app.clock.advance(Duration::minutes(31));
        assert!(!is_in(&tablet).await, "the class is over, so is the session");
        assert_eq!(tablet.get(&format!("/class/{code}")).await.status, 410);
    }
}

#[tokio::test]
async fn closing_the_class_signs_the_children_out_at_once() {
    for engine in engines() {
        let world = school(engine).await;
        let teacher = world.came("n.benali").await;
        let names = pictures(&world, &teacher).await;
        let (code, tablet) = open(&world, &teacher, "8").await;
        touch(&world, &tablet, &code, &names).await;
        assert!(is_in(&tablet).await);
        assert_eq!(teacher.post(&format!("/s/{}/ways-in/close", world.class), &[]).await.status, 303);
        assert!(!is_in(&tablet).await);
        assert!(is_in(&teacher).await);
        assert_eq!(touch(&world, &tablet, &code, &names).await.status, 410);
    }
}

#[tokio::test]
async fn after_five_wrong_tries_the_teacher_gives_new_pictures() {
    for engine in engines() {
        let world = school(engine).await;
        let teacher = world.came("n.benali").await;
        let names = pictures(&world, &teacher).await;
        let (code, tablet) = open(&world, &teacher, "8").await;
        let mut wrong = names.clone();
        wrong.swap(0, 2);
        for _ in 0..4 {
            let reply = touch(&world, &tablet, &code, &wrong).await;
            assert!(reply.body.contains("Ce ne sont pas tes images."), "{}", reply.body);
        }
        let last = touch(&world, &tablet, &code, &wrong).await;
        assert!(last.body.contains("Demande à ta maîtresse"), "{}", last.body);
        assert_eq!(touch(&world, &tablet, &code, &names).await.status, 429, "the right ones don't help any more");
        let names = pictures(&world, &teacher).await;
        assert_eq!(touch(&world, &tablet, &code, &names).await.status, 303);
    }
}

#[tokio::test]
async fn a_teacher_opens_and_helps_the_own_classes_only() {
    for engine in engines() {
        let world = school(engine).await;
        let ctx = world.app.ctx().clone();
        let mut tx = ctx.db.begin().await.unwrap();
        let other = person(&ctx, &mut tx, PersonKind::Staff, "Jean", "Moreau", "j.moreau").await;
        let class = open_class(&ctx, &mut tx, "6e A").await;
        join(&ctx, &mut tx, class, other, Role::Manager).await;
        tx.commit().await.unwrap();
        world.signin.set_passwords(&ctx, &[other], crate::world::PASSWORD).await.unwrap();
        let moreau = world.came("j.moreau").await;
        let base = format!("/s/{}/ways-in", world.class);
        assert_eq!(moreau.get(&base).await.status, 404);
        for path in ["/open", "/close", "/badges", "/pictures"] {
            assert_eq!(moreau.post(&format!("{base}{path}"), &[("hours", "3")]).await.status, 404, "{path}");
        }
        assert_eq!(moreau.get(&format!("/s/{class}/ways-in")).await.status, 200);
        // In his own class, he can't reach a child of another.
        let own = format!("/s/{class}/ways-in/{}", world.lea);
        assert_eq!(moreau.post(&format!("{own}/reset"), &[]).await.status, 404);
        assert_eq!(moreau.post(&format!("{own}/badge/remove"), &[]).await.status, 404);
        assert!(!moreau.post(&format!("{own}/badge"), &[]).await.body.contains("Léa"));
        assert_eq!(world.came("lea.martin").await.get(&base).await.status, 404);
        assert_eq!(world.came("claire.martin").await.get(&base).await.status, 404);
    }
}

#[tokio::test]
async fn a_teacher_gives_a_pupil_a_new_way_in_who_is_told_of_it() {
    for engine in engines() {
        let world = school(engine).await;
        let lea = world.came("lea.martin").await;
        let teacher = world.came("n.benali").await;
        let page = teacher.post(&format!("/s/{}/ways-in/{}/reset", world.class, world.lea), &[]).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(!is_in(&lea).await, "all devices are signed out");
        let code = between(&page.body, "<span class=\"code\">", "<").to_owned();
        lea.post("/code", &[("code", &code)]).await;
        let reply = lea.post("/code/way", &[("way", "pin"), ("pin", "4071")]).await;
        assert_eq!(reply.status, 303, "{}", reply.body);
        let home = lea.get("/account").await;
        assert!(home.body.contains("vous a redonné un accès"), "{}", home.body);
        assert!(!lea.get("/account").await.body.contains("vous a redonné un accès"), "told once");
        let journal = lea.get("/account/journal").await;
        assert!(
            journal.body.contains("Nadia Benali") && journal.body.contains("a réinitialisé l’accès"),
            "{}",
            journal.body
        );
        let parent = world.came("claire.martin").await;
        let journal = parent.get(&format!("/account/journal?of={}", world.lea)).await;
        assert!(journal.body.contains("a réinitialisé l’accès"));
        assert_eq!(parent.get(&format!("/account/journal?of={}", world.sami)).await.status, 404);
    }
}

/// The address on Léa's badge, as the teacher prints it: read from the act, since a picture of it is on the page.
async fn badge(world: &World, teacher: &Visitor) -> String {
    let path = format!("/s/{}/ways-in/{}/badge", world.class, world.lea);
    let page = teacher.post(&path, &[]).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("Badge de Léa Martin"), "{}", page.body);
    let card = between(&page.body, "class=\"badges\"", "</ul>");
    crate::pages::read_qr(between(card, "<svg", "</svg>"))
}

#[tokio::test]
async fn a_badge_works_in_its_class_or_on_a_paired_device_and_nowhere_else() {
    for engine in engines() {
        let world = school(engine).await;
        let teacher = world.came("n.benali").await;
        let address = badge(&world, &teacher).await;
        let path = address.strip_prefix("http://preau.test").unwrap().to_owned();
        let street = world.browser();
        assert_eq!(street.get(&path).await.status, 200);
        let refused = street.post(&path, &[]).await;
        assert_eq!(refused.status, 403);
        assert!(refused.body.contains("Le badge marche en classe"), "{}", refused.body);

        let (_, tablet) = open(&world, &teacher, "3").await;
        assert_eq!(tablet.post(&path, &[]).await.status, 303);
        assert!(is_in(&tablet).await);
        world.app.clock.advance(Duration::hours(4));
        assert!(!is_in(&tablet).await);
        assert_eq!(tablet.post(&path, &[]).await.status, 403);

        let claire = world.came("claire.martin").await;
        let child = world.lea.to_string();
        assert_eq!(claire.post("/account/devices/pair", &[("child", &world.sami.to_string())]).await.status, 404);
        assert_eq!(claire.post("/account/devices/pair", &[("child", &child)]).await.status, 303);
        claire.post("/sign-out", &[]).await;
        assert_eq!(claire.post(&path, &[]).await.status, 303);
        assert!(claire.get("/account").await.body.contains("lea.martin"));

        let new = badge(&world, &world.came("n.benali").await).await;
        assert_eq!(claire.post(&path, &[]).await.status, 404, "printing again ends the old one");
        let new = new.strip_prefix("http://preau.test").unwrap();
        assert_eq!(claire.post(new, &[]).await.status, 303);
        let gone = format!("/s/{}/ways-in/{}/badge/remove", world.class, world.lea);
        assert_eq!(world.came("n.benali").await.post(&gone, &[]).await.status, 303);
        assert_eq!(claire.post(new, &[]).await.status, 404);
    }
}

#[tokio::test]
async fn a_guardian_who_no_longer_may_pairs_no_device() {
    for engine in engines() {
        let world = school(engine).await;
        let ctx = world.app.ctx().clone();
        let teacher = world.came("n.benali").await;
        let address = badge(&world, &teacher).await;
        let path = address.strip_prefix("http://preau.test").unwrap();
        let claire = world.came("claire.martin").await;
        claire.post("/account/devices/pair", &[("child", &world.lea.to_string())]).await;
        let mut tx = ctx.db.begin().await.unwrap();
        guards_until(&ctx, &mut tx, (world.claire, world.lea), Some(ctx.clock.now())).await;
        tx.commit().await.unwrap();
        claire.post("/sign-out", &[]).await;
        assert_eq!(claire.post(path, &[]).await.status, 403);
        let mut tx = ctx.db.begin().await.unwrap();
        guards(&ctx, &mut tx, world.claire, world.sami).await;
        tx.commit().await.unwrap();
        assert_eq!(claire.post(path, &[]).await.status, 403);
    }
}
