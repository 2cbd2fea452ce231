//! Freezing a wall, and signing out whoever sent what should not stand there.

use preau_testkit::engines;
use time::Duration;

use super::world::{json, open, publish, reads, send};

#[tokio::test]
async fn a_frozen_wall_is_read_by_all_and_written_on_by_nobody_until_it_goes_on() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let space = school.class_4b;
        let (teacher, head, lea) = (school.as_(&school.benali), school.as_(&school.head), school.as_(&school.lea));
        let post = publish(&teacher, space, "Bonjour", &[("replies", "on"), ("reactions", "on")]).await;
        let freeze = format!("/s/{space}/wall/freeze");
        assert_eq!(lea.post(&freeze, &[]).await.status, 403);
        assert_eq!(school.as_(&school.moreau).post(&freeze, &[]).await.status, 404);
        assert_eq!(head.post(&freeze, &[]).await.status, 303);
        assert_eq!(head.post(&freeze, &[]).await.status, 303, "twice is once");
        assert_eq!(reads(&lea, space).await, ["Bonjour"]);
        assert!(lea.get(&format!("/s/{space}/wall")).await.body.contains("Ce mur est gelé"));
        assert_eq!(send(&teacher, space, "Encore", &[]).await.status, 403);
        let at = format!("/s/{space}/wall/{post}");
        assert_eq!(lea.post(&format!("{at}/replies"), &[("text", "Zut")]).await.status, 403);
        assert_eq!(lea.post(&format!("{at}/thank"), &[]).await.status, 403);
        assert_eq!(teacher.post(&format!("{at}/withdraw"), &[]).await.status, 303, "what should not stand there goes");
        assert_eq!(teacher.post(&freeze, &[("off", "1")]).await.status, 303);
        assert_eq!(send(&teacher, space, "Encore", &[]).await.status, 303);
        let db = &school.app.ctx().db;
        let entries = preau_journal::all(db, &preau_journal::Filter::default(), None).await.unwrap().entries;
        assert_eq!(entries.iter().filter(|entry| entry.verb == "wall.freeze").count(), 2);
    }
}

#[tokio::test]
async fn what_was_sent_from_a_stolen_telephone_goes_and_the_telephone_is_signed_out() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let space = school.class_4b;
        let (teacher, lea) = (school.as_(&school.benali), school.as_(&school.lea));
        let post = publish(&teacher, space, "Bonjour", &[("replies", "on")]).await;
        let at = format!("/s/{space}/wall/{post}");
        lea.post(&format!("{at}/replies"), &[("text", "Gros mots")]).await;
        let id = json(&teacher, space, &post).await["answers"][0]["id"].as_str().unwrap().to_owned();
        let withdraw = format!("{at}/replies/{id}/withdraw");
        assert_eq!(lea.post(&withdraw, &[("close", "1")]).await.status, 409, "not oneself");
        assert_eq!(teacher.post(&withdraw, &[("close", "1")]).await.status, 303);
        assert!(json(&lea, space, &post).await["answers"].as_array().unwrap().is_empty());
        let db = &school.app.ctx().db;
        let entries = preau_journal::all(db, &preau_journal::Filter::default(), None).await.unwrap().entries;
        let ended = entries.iter().find(|entry| entry.verb == "wall.end-sessions").unwrap();
        assert_eq!((ended.actor, ended.subject), (Some(school.benali.id), Some(school.lea.id)));
        // A post of a colleague, long ago.
        school.app.app.plan().await.unwrap();
        school.app.clock.advance(Duration::days(31));
        school.app.settle().await;
        let close = [("close", "1")];
        assert_eq!(school.as_(&school.head).post(&format!("{at}/withdraw"), &close).await.status, 409, "forgotten");
        assert_eq!(reads(&lea, space).await, ["Bonjour"], "and then nothing is changed");
        assert_eq!(teacher.post(&format!("{at}/withdraw"), &close).await.status, 409, "not oneself");
    }
}
