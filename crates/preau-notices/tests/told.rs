//! Telling, waiting, reading, taking back.

use preau_bus::{Delivery, Pattern};
use preau_kernel::{Actor, PersonKind, Role};
use preau_notices::{Notice, Urgency};
use time::Duration;

use crate::world::School;

#[tokio::test]
async fn each_parent_is_told_once_and_opens_the_thing_from_the_bell() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        let post = school.post(school.thing());
        school.tell(&post, &[school.claire, school.paul, school.claire]).await.unwrap();
        school.tell(&post, &[school.claire, school.amina, school.lea, school.sami]).await.unwrap();
        school.tell(&post, &[school.claire, school.paul]).await.unwrap();
        school.app.settle().await;
        let claire = school.came("claire.martin").await;
        assert_eq!(school.unread(&claire).await, 1, "however often the same is told");
        let page = claire.get("/notices").await;
        assert!(page.body.contains("Nadia Benali a publié «\u{a0}La sortie\u{a0}»"), "{}", page.body);
        assert!(page.body.contains("4e B"), "{}", page.body);
        assert!(claire.get("/").await.body.contains("Nouvelles, une non lue"));
        let list = claire.get_json("/notices").await.json();
        let id = list["notices"][0]["id"].as_str().unwrap().to_owned();
        let opened = claire.get(&format!("/notices/{id}")).await;
        assert_eq!((opened.status, opened.location()), (303, post.link.as_str()));
        assert_eq!(school.unread(&claire).await, 0);
        // The father's own row is as it was.
        assert_eq!(school.unread(&school.came("paul.martin").await).await, 1);
        for login in ["amina.haddad", "lea.martin", "sami.haddad"] {
            assert_eq!(school.unread(&school.came(login).await).await, 1, "{login}");
        }
    }
}

#[tokio::test]
async fn nobody_opens_or_marks_what_another_was_told() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        let claire = school.came("claire.martin").await;
        let id = claire.get_json("/notices").await.json()["notices"][0]["id"].as_str().unwrap().to_owned();
        for login in ["paul.martin", "lea.martin", "n.benali", "direction"] {
            let other = school.came(login).await;
            assert_eq!(other.get(&format!("/notices/{id}")).await.status, 404, "{login}");
            assert_eq!(other.post(&format!("/notices/{id}/read"), &[]).await.status, 404, "{login}");
            assert!(!other.get("/notices").await.body.contains("La sortie"), "{login}");
        }
        assert_eq!(school.unread(&claire).await, 1);
        assert_eq!(claire.post("/notices/read", &[]).await.status, 303);
        assert_eq!(school.unread(&claire).await, 0);
    }
}

#[tokio::test]
async fn what_a_teacher_writes_at_night_reaches_families_in_the_morning_and_colleagues_at_once() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        school.app.app.plan().await.unwrap();
        school.at("2020-03-17T21:30:00Z");
        school.tell(&school.post(school.thing()), &[school.claire, school.moreau]).await.unwrap();
        school.app.settle().await;
        let (claire, moreau) = (school.came("claire.martin").await, school.came("j.moreau").await);
        assert_eq!((school.unread(&claire).await, school.unread(&moreau).await), (0, 1));
        assert!(!claire.get("/notices").await.body.contains("La sortie"));
        let ctx = school.app.ctx();
        let teacher = school.app.signed_in(school.benali, PersonKind::Staff, None);
        let morning = preau_notices::opens(ctx, &teacher, PersonKind::Guardian).await.unwrap();
        assert_eq!(morning, "2020-03-18T06:00:00Z".parse().unwrap());
        assert_eq!(preau_notices::opens(ctx, &teacher, PersonKind::Staff).await.unwrap(), ctx.clock.now());
        assert_eq!(preau_notices::opens(ctx, &Actor::System, PersonKind::Staff).await.unwrap(), morning);
        // An open page is woken within the minute.
        let mut woken = ctx.bus.subscribe(&Pattern::person(school.claire)).await.unwrap();
        school.at("2020-03-18T06:01:00Z");
        school.app.settle().await;
        let next = next(&mut woken).await;
        assert!(matches!(next, Some(Delivery::Message(_))), "{next:?}");
        assert_eq!(school.unread(&claire).await, 1);
    }
}

/// The next thing that a page is told, if it is told anything.
pub(crate) async fn next(woken: &mut preau_bus::Subscription) -> Option<Delivery> {
    let coming =
        std::future::poll_fn(|context| futures_util::Stream::poll_next(std::pin::Pin::new(&mut *woken), context));
    tokio::time::timeout(std::time::Duration::from_secs(5), coming).await.ok().flatten()
}

#[tokio::test]
async fn an_emergency_is_the_head_s_alone_and_stands_in_the_journal() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        school.at("2020-03-17T22:30:00Z");
        let alarm = |from| Notice { from, urgency: Urgency::Emergency, ..school.post(school.thing()) };
        for other in [Some(school.benali), Some(school.secretary), Some(school.claire), None] {
            let refused = school.tell(&alarm(other), &[school.claire]).await.unwrap_err();
            assert_eq!(refused.code, "emergency-not-the-head");
        }
        assert!(
            preau_notices::policy::emergency(&school.app.signed_in(
                school.secretary,
                PersonKind::Staff,
                Some(Role::Manager)
            ))
            .is_err()
        );
        assert!(
            preau_notices::policy::emergency(&school.app.signed_in(school.head, PersonKind::Staff, Some(Role::Owner)))
                .is_ok()
        );
        school.tell(&alarm(Some(school.head)), &[school.claire, school.amina]).await.unwrap();
        school.app.settle().await;
        let claire = school.came("claire.martin").await;
        assert_eq!(school.unread(&claire).await, 1);
        assert!(claire.get("/notices").await.body.contains("Urgent"));
        let written = preau_journal::by_actor(school.db(), school.head, None).await.unwrap();
        let emergencies: Vec<_> = written.entries.iter().filter(|entry| entry.verb == "notice.emergency").collect();
        assert_eq!(emergencies.len(), 1);
        assert_eq!(emergencies[0].detail["told"], 2);
    }
}

#[tokio::test]
async fn what_is_withdrawn_is_gone_from_the_bell_before_it_came_and_after() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        let post = school.post(school.thing());
        school.tell(&post, &[school.claire]).await.unwrap();
        school.at("2020-03-17T21:30:00Z");
        school.tell(&post, &[school.paul]).await.unwrap();
        school.app.settle().await;
        let claire = school.came("claire.martin").await;
        assert_eq!(school.unread(&claire).await, 1);
        let mut woken = school.app.ctx().bus.subscribe(&Pattern::person(school.claire)).await.unwrap();
        let mut tx = school.db().begin().await.unwrap();
        preau_notices::recall(school.app.ctx(), &mut tx, post.kind, post.about).await.unwrap();
        tx.commit().await.unwrap();
        school.app.settle().await;
        assert!(next(&mut woken).await.is_some());
        assert_eq!(school.unread(&claire).await, 0);
        school.at("2020-03-18T09:00:00Z");
        school.app.settle().await;
        assert_eq!(school.unread(&school.came("paul.martin").await).await, 0);
    }
}

#[tokio::test]
async fn whoever_saw_the_thing_itself_is_not_called_to_it_again() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        let post = school.post(school.thing());
        school.tell(&post, &[school.claire, school.paul]).await.unwrap();
        let mut tx = school.db().begin().await.unwrap();
        preau_notices::seen(school.app.ctx(), &mut tx, school.claire, post.about).await.unwrap();
        preau_notices::seen(school.app.ctx(), &mut tx, school.amina, post.about).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(school.unread(&school.came("claire.martin").await).await, 0);
        assert_eq!(school.unread(&school.came("paul.martin").await).await, 1);
    }
}

#[tokio::test]
async fn an_act_that_fails_tells_nobody_and_a_link_stays_on_this_site() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        let mut tx = school.db().begin().await.unwrap();
        preau_notices::tell(school.app.ctx(), &mut tx, &school.post(school.thing()), &[school.claire]).await.unwrap();
        tx.rollback().await.unwrap();
        school.app.settle().await;
        assert_eq!(school.unread(&school.came("claire.martin").await).await, 0);
        for link in ["https://ailleurs.example/", "//ailleurs.example/", "/\\ailleurs.example"] {
            let notice = Notice { link: link.to_owned(), ..school.post(school.thing()) };
            assert_eq!(school.tell(&notice, &[school.claire]).await.unwrap_err().code, "internal", "{link}");
        }
    }
}

#[tokio::test]
async fn what_was_read_goes_after_a_term_and_what_was_not_after_a_year() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        school.app.app.plan().await.unwrap();
        let (first, second) = (school.post(school.thing()), school.post(school.thing()));
        school.tell(&first, &[school.claire]).await.unwrap();
        school.tell(&second, &[school.claire]).await.unwrap();
        let mut tx = school.db().begin().await.unwrap();
        preau_notices::seen(school.app.ctx(), &mut tx, school.claire, first.about).await.unwrap();
        tx.commit().await.unwrap();
        let count = async |days| {
            school.app.clock.advance(Duration::days(days));
            school.app.settle().await;
            let claire = school.came("claire.martin").await;
            claire.get_json("/notices").await.json()["notices"].as_array().unwrap().len()
        };
        assert_eq!(count(80).await, 2);
        assert_eq!(count(12).await, 1);
        assert_eq!(count(280).await, 0);
    }
}

#[tokio::test]
async fn a_long_list_comes_in_pages() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        for _ in 0..60 {
            school.app.clock.advance(Duration::seconds(1));
            school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        }
        let claire = school.came("claire.martin").await;
        let first = claire.get_json("/notices").await.json();
        assert_eq!(first["notices"].as_array().unwrap().len(), 50);
        let next = first["next"].as_str().unwrap();
        let second = claire.get_json(&format!("/notices?before={next}")).await.json();
        assert_eq!(second["notices"].as_array().unwrap().len(), 10);
        assert!(claire.get("/notices").await.body.contains("Plus anciennes"));
    }
}
