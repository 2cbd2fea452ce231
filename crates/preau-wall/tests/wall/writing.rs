//! Writing, correcting, pinning, withdrawing, and what each reader has of it.

use preau_testkit::engines;
use time::Duration;

use super::world::{json, open, publish, reads, send};

#[tokio::test]
async fn what_a_teacher_writes_stands_on_the_wall_on_the_class_page_and_on_each_home() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, mother) = (school.as_(&school.benali), school.as_(&school.claire));
        let space = school.class_4b;
        publish(&teacher, space, "La sortie est à 9 h.\n\nVoir https://exemple.fr/plan <b>", &[]).await;
        for page in [format!("/s/{space}/wall"), format!("/s/{space}"), "/".to_owned()] {
            let page = mother.get(&page).await.body;
            assert!(page.contains("La sortie est à 9 h.") && page.contains("&#60;b&#62;"), "{page}");
        }
        let page = mother.get(&format!("/s/{space}/wall")).await.body;
        assert!(page.contains(r#"<a href="https://exemple.fr/plan" rel="noopener noreferrer nofollow">"#));
        assert!(!page.contains("/wall/new"), "who may not write is not asked to");
        let print = mother.get(&page_of(&page)).await;
        assert!(print.status == 200 && print.body.contains("La sortie est à 9 h."));
        school.app.settle().await;
        assert_eq!(send(&mother, space, "Bonjour", &[]).await.status, 403);
        assert_eq!(send(&school.as_(&school.moreau), space, "Bonjour", &[]).await.status, 404);
    }
}

/// The print view of the first post on a page.
fn page_of(page: &str) -> String {
    let link = page.split("href=\"").find(|part| part.contains("/wall/")).unwrap();
    format!("{}/print", link.split('"').next().unwrap())
}

#[tokio::test]
async fn what_is_not_said_or_too_long_comes_back_with_its_words() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let space = school.class_4b;
        let long = "é".repeat(10_001);
        for (text, audience, code) in
            [("  ", "everyone", "wall-nothing-said"), (&long, "everyone", "wall-too-long"), ("Oui", "nobody", "choose")]
        {
            let reply = send(&teacher, space, text, &[("audience", audience)]).await;
            assert_eq!(reply.status, 422, "{code}");
            assert!(reply.body.contains(text) && reply.body.contains("aria-invalid") || code == "choose", "{code}");
        }
        let far = send(&teacher, space, "Oui", &[("when", "later"), ("at", "2031-01-01T08:00")]).await;
        assert!(far.status == 422 && far.body.contains("at-error"));
        for _ in 0..30 {
            assert_eq!(send(&teacher, space, "Encore", &[]).await.status, 303);
        }
        let reply = send(&teacher, space, "Encore", &[]).await;
        assert!(reply.status == 422 && reply.body.contains("Attendez un peu"), "{}", reply.status);
        school.app.clock.advance(Duration::HOUR);
        assert_eq!(send(&teacher, space, "Encore", &[]).await.status, 303);
    }
}

#[tokio::test]
async fn a_draft_is_its_authors_alone_until_it_is_published() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, head) = (school.as_(&school.benali), school.as_(&school.head));
        let space = school.class_4b;
        let reply = send(&teacher, space, "Pas encore", &[("keep", "draft")]).await;
        assert_eq!(reply.status, 303);
        let page = teacher.get(&format!("/s/{space}/wall")).await.body;
        let draft =
            page.split("<li><div class=\"grow\"><a href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert!(reads(&teacher, space).await.is_empty() && reads(&school.as_(&school.lea), space).await.is_empty());
        assert_eq!(head.get(&draft).await.status, 404);
        assert_eq!(teacher.post(&format!("{draft}/correct"), &[("text", "Maintenant")]).await.status, 303);
        assert_eq!(teacher.post(&format!("{draft}/publish"), &[("when", "now")]).await.status, 303);
        assert_eq!(reads(&school.as_(&school.lea), space).await, ["Maintenant"]);
        assert_eq!(teacher.post(&format!("{draft}/publish"), &[]).await.status, 409);
        assert_eq!(teacher.post(&format!("{draft}/discard"), &[]).await.status, 409);
        assert!(!teacher.get(&draft).await.body.contains("avant"), "a draft has no history");
        send(&teacher, space, "À jeter", &[("keep", "draft")]).await;
        let page = teacher.get(&format!("/s/{space}/wall")).await.body;
        let draft =
            page.split("<li><div class=\"grow\"><a href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(teacher.post(&format!("{draft}/discard"), &[]).await.status, 303);
        assert_eq!(teacher.get(&draft).await.status, 404);
    }
}

#[tokio::test]
async fn what_is_planned_comes_by_itself_at_its_hour() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, pupil) = (school.as_(&school.benali), school.as_(&school.lea));
        let space = school.class_4b;
        // The clock stands at 18:00 in Paris.
        let reply = send(&teacher, space, "Demain", &[("when", "later"), ("at", "2020-03-17T08:00")]).await;
        assert_eq!(reply.status, 303);
        let page = teacher.get(&format!("/s/{space}/wall")).await.body;
        assert!(page.contains("Sera transmis demain à 8\u{a0}h\u{a0}00"), "{page}");
        school.app.clock.advance(Duration::hours(13));
        school.app.settle().await;
        assert!(reads(&pupil, space).await.is_empty());
        school.app.clock.advance(Duration::hours(2));
        school.app.settle().await;
        school.app.settle().await;
        assert_eq!(reads(&pupil, space).await, ["Demain"]);
    }
}

#[tokio::test]
async fn a_correction_is_seen_by_all_and_what_it_said_before_by_those_who_lead() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, pupil) = (school.as_(&school.benali), school.as_(&school.lea));
        let space = school.class_4b;
        let post = publish(&teacher, space, "Rendez-vous à 8 h", &[]).await;
        let at = format!("/s/{space}/wall/{post}");
        assert_eq!(school.as_(&school.head).post(&format!("{at}/correct"), &[("text", "x")]).await.status, 403);
        assert_eq!(teacher.post(&format!("{at}/correct"), &[("text", " ")]).await.status, 422);
        assert_eq!(teacher.get(&format!("{at}/correct")).await.status, 200);
        assert_eq!(teacher.post(&format!("{at}/correct"), &[("text", "Rendez-vous à 9 h")]).await.status, 303);
        let seen = pupil.get(&at).await.body;
        assert!(seen.contains("à 9 h") && seen.contains("Corrigé aujourd’hui") && !seen.contains("à 8 h"));
        let seen = teacher.get(&at).await.body;
        assert!(seen.contains("à 9 h") && seen.contains("à 8 h"));
    }
}

#[tokio::test]
async fn three_posts_at_most_stand_on_top_of_a_wall() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, pupil) = (school.as_(&school.benali), school.as_(&school.lea));
        let space = school.class_4b;
        let mut posts = Vec::new();
        for text in ["Un", "Deux", "Trois", "Quatre", "Cinq"] {
            posts.push(publish(&teacher, space, text, &[]).await);
        }
        let pin = async |post: usize, to: &str| {
            teacher.post(&format!("/s/{space}/wall/{}/pin", posts[post]), &[("to", to)]).await.status
        };
        assert_eq!(
            [pin(0, "up").await, pin(1, "up").await, pin(2, "up").await, pin(3, "up").await],
            [303, 303, 303, 409]
        );
        assert_eq!(reads(&pupil, space).await, ["Trois", "Deux", "Un", "Cinq", "Quatre"]);
        assert_eq!(pin(1, "down").await, 303);
        assert_eq!(reads(&pupil, space).await, ["Trois", "Un", "Cinq", "Quatre", "Deux"]);
        assert_eq!(pupil.post(&format!("/s/{space}/wall/{}/pin", posts[3]), &[]).await.status, 403);
    }
}

#[tokio::test]
async fn what_is_withdrawn_is_gone_for_all_but_those_who_lead_and_can_come_back_for_an_hour() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, head, mother) =
            (school.as_(&school.benali), school.as_(&school.head), school.as_(&school.claire));
        let space = school.class_4b;
        let post = publish(&teacher, space, "Une erreur", &[]).await;
        let at = format!("/s/{space}/wall/{post}");
        assert_eq!(mother.post(&format!("{at}/withdraw"), &[]).await.status, 403);
        assert_eq!(head.post(&format!("{at}/withdraw"), &[]).await.status, 303);
        for page in [at.clone(), format!("{at}/print")] {
            assert_eq!(mother.get(&page).await.status, 404);
        }
        for page in [format!("/s/{space}"), format!("/s/{space}/wall"), "/".to_owned()] {
            assert!(!mother.get(&page).await.body.contains("Une erreur"), "{page}");
        }
        assert_eq!(json(&teacher, space, &post).await["state"], "withdrawn");
        assert!(teacher.get(&at).await.body.contains("Une erreur"));
        assert_eq!(teacher.post(&format!("{at}/restore"), &[]).await.status, 303);
        assert_eq!(reads(&mother, space).await, ["Une erreur"]);
        teacher.post(&format!("{at}/withdraw"), &[]).await;
        school.app.clock.advance(Duration::minutes(61));
        assert_eq!(teacher.post(&format!("{at}/restore"), &[]).await.status, 403);
    }
}

#[tokio::test]
async fn a_long_wall_comes_in_pages_of_fifty() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let writers = [school.as_(&school.benali), school.as_(&school.head)];
        let space = school.class_4b;
        for number in 0..55 {
            assert_eq!(send(&writers[number % 2], space, &format!("Numéro {number}."), &[]).await.status, 303);
        }
        let pupil = school.as_(&school.lea);
        let first = pupil.get_json(&format!("/s/{space}/wall")).await.json();
        assert_eq!(first["posts"].as_array().unwrap().len(), 50);
        let older = pupil.get(first["older"].as_str().unwrap()).await.body;
        assert!(older.contains("Numéro 4.") && older.contains("Numéro 0.") && !older.contains("Numéro 5."));
        let page = pupil.get(&format!("/s/{space}/wall")).await.body;
        assert!(page.len() < 60_000, "50 posts are {} bytes", page.len());
    }
}

#[tokio::test]
async fn how_many_families_saw_a_post_is_told_to_those_who_lead_and_who_they_are_to_nobody() {
    for engine in engines() {
        let (school, marks) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let space = school.class_4b;
        let post = publish(&teacher, space, "Bonjour", &[]).await;
        let seen = async || {
            marks.write(school.app.ctx()).await.unwrap();
            json(&teacher, space, &post).await["seen"].clone()
        };
        assert_eq!(seen().await, serde_json::Value::Null);
        for person in [&school.claire, &school.claire, &school.amina, &school.lea] {
            school.as_(person).get(&format!("/s/{space}/wall")).await;
        }
        assert_eq!(seen().await, serde_json::json!({ "families": 2, "others": 1 }));
        school.as_(&school.claire).get(&format!("/s/{space}")).await;
        assert_eq!(seen().await["families"], 2, "twice is once");
        assert!(teacher.get(&format!("/s/{space}/wall")).await.body.contains("Vu par 2 familles sur 3"));
        let told = json(&school.as_(&school.claire), space, &post).await;
        assert_eq!(told["seen"], serde_json::Value::Null);
        school.app.clock.advance(Duration::days(31));
        school.app.app.plan().await.unwrap();
        school.app.settle().await;
        school.as_(&school.paul).get(&format!("/s/{space}/wall")).await;
        assert_eq!(seen().await["families"], 2, "after a month nobody can make a mark any more");
    }
}
