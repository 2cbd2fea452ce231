//! The pause: what is written at night reaches families in the morning.

use preau_kernel::Role;
use preau_testkit::{Visitor, engines};
use time::Duration;

use super::world::{open, publish, reads, send};

/// How many notices somebody has not read.
async fn unread(who: &Visitor) -> usize {
    let notices = who.get_json("/notices").await.json();
    notices["notices"].as_array().unwrap().iter().filter(|notice| notice["read_at"].is_null()).count()
}

#[tokio::test]
async fn what_a_teacher_writes_at_night_is_on_the_wall_and_told_in_the_morning() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let space = school.class_4b;
        // It is 21:10 in Paris.
        school.app.clock.advance(Duration::minutes(190));
        let (teacher, mother) = (school.as_(&school.benali), school.as_(&school.claire));
        assert_eq!(send(&teacher, space, "Demain, piscine", &[]).await.status, 303);
        let page = teacher.get(&format!("/s/{space}/wall")).await.body;
        assert!(page.contains("Sera transmis demain à 7\u{a0}h\u{a0}00"), "{page}");
        school.app.settle().await;
        assert!(reads(&mother, space).await.is_empty() && unread(&mother).await == 0);
        school.app.clock.advance(Duration::hours(10));
        school.app.settle().await;
        assert_eq!(reads(&mother, space).await, ["Demain, piscine"]);
        for person in [&school.claire, &school.paul, &school.amina, &school.lea] {
            assert_eq!(unread(&school.as_(person)).await, 1, "{}", person.name);
        }
        for person in [&school.benali, &school.moreau, &school.tom] {
            assert_eq!(unread(&school.as_(person)).await, 0, "{}", person.name);
        }
        let page = mother.get("/notices").await.body;
        assert!(page.contains("Demain, piscine") && page.contains("4e B"), "{page}");
    }
}

#[tokio::test]
async fn an_emergency_is_the_heads_alone_and_goes_at_night() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let space = school.class_4b;
        school.app.clock.advance(Duration::minutes(190));
        let (teacher, head) = (school.as_(&school.benali), school.as_(&school.admin));
        let emergency = [("when", "emergency")];
        assert!(!teacher.get(&format!("/s/{space}/wall/new")).await.body.contains("emergency"));
        assert!(head.get(&format!("/s/{space}/wall/new")).await.body.contains("emergency"));
        assert_eq!(send(&teacher, space, "Urgent", &emergency).await.status, 403);
        assert_eq!(send(&head, space, "Le collège est fermé demain", &emergency).await.status, 303);
        let mother = school.as_(&school.claire);
        school.app.settle().await;
        assert_eq!(reads(&mother, space).await, ["Le collège est fermé demain"]);
        assert!(mother.get(&format!("/s/{space}/wall")).await.body.contains("Urgent"));
        assert_eq!(unread(&mother).await, 1);
        // What waits can be sent on by its author, and by the head in spite of the hours only if it is the head's.
        send(&teacher, space, "Attend", &[]).await;
        let page = teacher.get(&format!("/s/{space}/wall")).await.body;
        let waits = page.split("<li><div class=\"grow\"><a href=\"").nth(1).unwrap().split('"').next().unwrap();
        assert_eq!(teacher.post(&format!("{waits}/publish"), &emergency).await.status, 403);
        assert_eq!(head.post(&format!("{waits}/publish"), &emergency).await.status, 403);
        assert_eq!(teacher.post(&format!("{waits}/publish"), &[]).await.status, 303);
        assert_eq!(reads(&mother, space).await.len(), 1, "it still waits");
    }
}

#[tokio::test]
async fn colleagues_reach_each_other_at_any_hour() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let space = school.maker().space("Salle des profs").await;
        school.maker().member(space, school.benali.id, Role::Manager).await;
        school.maker().member(space, school.moreau.id, Role::Member).await;
        school.app.clock.advance(Duration::minutes(190));
        let teacher = school.as_(&school.benali);
        assert!(!teacher.get(&format!("/s/{space}/wall/new")).await.body.contains("audience"));
        send(&teacher, space, "Qui a la clé ?", &[("audience", "families")]).await;
        let colleague = school.as_(&school.moreau);
        assert_eq!(reads(&colleague, space).await, ["Qui a la clé ?"]);
        school.app.settle().await;
        assert_eq!(unread(&colleague).await, 1);
    }
}

#[tokio::test]
async fn what_is_withdrawn_is_taken_out_of_peoples_notices_too() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let space = school.class_4b;
        let (teacher, mother) = (school.as_(&school.benali), school.as_(&school.claire));
        let post = publish(&teacher, space, "Une erreur", &[]).await;
        school.app.settle().await;
        assert_eq!(unread(&mother).await, 1);
        teacher.post(&format!("/s/{space}/wall/{post}/withdraw"), &[]).await;
        school.app.settle().await;
        assert_eq!(unread(&mother).await, 0);
        assert!(!mother.get("/notices").await.body.contains("Une erreur"));
        teacher.post(&format!("/s/{space}/wall/{post}/restore"), &[]).await;
        school.app.settle().await;
        assert_eq!(unread(&mother).await, 1);
    }
}
