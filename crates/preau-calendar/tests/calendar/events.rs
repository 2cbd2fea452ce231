//! Events, answers, who brings what.

use preau_kernel::{Audience, CalendarEntry, When};
use preau_testkit::engines;
use preau_web::{Subject, ports};
use time::{Duration, macros::date};

use super::world::{School, accepted, archive, between, comes_back_whole, event, is_said, open, plain};

async fn sees(school: &School, person: &preau_people::Person, path: &str) -> u16 {
    school.as_(person).get(path).await.status
}

#[tokio::test]
async fn what_is_for_families_is_seen_by_families_and_by_those_who_lead() {
    for engine in engines() {
        let school = open(engine).await;
        let fields =
            [("audience", "families"), ("from", "18:00"), ("to", "20:00"), ("place", "Cour"), ("body", "Tous.")];
        let path = event(&school, &fields).await;
        for (person, status) in [
            (&school.benali, 200),
            (&school.claire, 200),
            (&school.amina, 200),
            (&school.head, 200),
            (&school.lea, 404),
            (&school.tom, 404),
            (&school.moreau, 404),
            (&school.auditor, 404),
        ] {
            assert_eq!(sees(&school, person, &path).await, status, "{}", person.name);
            let shown = school.as_(person).get("/calendar?month=2020-03").await.body.contains("Kermesse");
            let own = [school.benali.id, school.claire.id, school.amina.id].contains(&person.id);
            assert_eq!(shown, own, "{}", person.name);
        }
        for lang in ["fr", "en"] {
            let teacher = school.as_(&school.benali).with_header("accept-language", lang);
            let mother = school.as_(&school.claire).with_header("accept-language", lang);
            let space = format!("/s/{}/calendar", school.class_4b);
            for page in
                [&space, &format!("{space}?week=2020-W12"), &path, &format!("{space}/new"), &format!("{path}/edit")]
            {
                is_said(&teacher, page).await;
            }
            for page in [&space, &path, "/", &format!("/s/{}", school.class_4b), "/calendar/new", "/calendar"] {
                is_said(&mother, page).await;
            }
        }
        let board = school.as_(&school.claire).get(&format!("/s/{}", school.class_4b)).await.body;
        let board = plain(&board);
        assert!(board.contains("Bientôt") && board.contains("18 h 00 – 20 h 00 · Cour"), "{board}");
    }
}

#[tokio::test]
async fn a_persons_own_date_is_seen_by_nobody_else_not_even_by_the_head() {
    for engine in engines() {
        let school = open(engine).await;
        let claire = school.as_(&school.claire);
        let fields = [("title", "Dentiste"), ("first", "2020-03-18"), ("from", "09:00")];
        let path = accepted(&claire.post("/calendar", &fields).await).to_owned();
        assert!(claire.get("/calendar?month=2020-03").await.body.contains("Dentiste"));
        for person in [&school.head, &school.admin, &school.paul, &school.lea] {
            assert_eq!(sees(&school, person, &path).await, 404, "{}", person.name);
            assert_eq!(school.as_(person).post(&format!("{path}/withdraw"), &[]).await.status, 404);
        }
        accepted(&claire.post(&format!("{path}/withdraw"), &[]).await);
        assert!(claire.get("/calendar?month=2020-03").await.body.contains("«\u{a0}Dentiste\u{a0}» est retiré"));
        assert!(!claire.get("/calendar?month=2020-03").await.body.contains("Dentiste"));
        accepted(&claire.post(&format!("{path}/restore"), &[]).await);
        assert!(claire.get("/calendar?month=2020-03").await.body.contains("Dentiste"));
    }
}

#[tokio::test]
async fn a_lesson_every_other_week_keeps_its_hour_over_summer_time_and_one_time_can_be_left_out() {
    for engine in engines() {
        let school = open(engine).await;
        let fields = [("from", "08:00"), ("to", "09:00"), ("repeat", "2"), ("until", "2020-05-31")];
        let path = event(&school, &fields).await;
        let teacher = school.as_(&school.benali);
        let json = teacher.get_json(&format!("/s/{}/calendar?month=2020-04", school.class_4b)).await.json();
        let starts: Vec<_> =
            json["times"].as_array().unwrap().iter().map(|time| time["start"].as_str().unwrap()).collect();
        assert_eq!(
            starts,
            ["2020-04-03T06:00:00.000000Z", "2020-04-17T06:00:00.000000Z", "2020-05-01T06:00:00.000000Z"]
        );
        accepted(&teacher.post(&format!("{path}/skip"), &[("day", "2020-04-17")]).await);
        assert_eq!(teacher.post(&format!("{path}/skip"), &[("day", "2020-04-18")]).await.status, 404);
        let json = teacher.get_json(&format!("/s/{}/calendar?month=2020-04", school.class_4b)).await.json();
        assert_eq!(json["times"].as_array().unwrap().len(), 2);
        let page = is_said(&teacher, &format!("{path}?day=2020-05-01")).await;
        assert!(
            page.contains("une semaine sur deux, jusqu’au 29 mai 2020") && page.contains("vendredi 1er mai"),
            "{page}"
        );
        let form = is_said(&teacher, &format!("{path}/edit")).await;
        assert!(form.contains("value=\"2\" selected") && form.contains("value=\"2020-05-31\""), "{form}");
        let reply = teacher
            .post(&path, &[("title", "Kermesse"), ("first", "2020-06-01"), ("repeat", "1"), ("until", "2020-05-01")])
            .await;
        assert!(reply.status == 422 && reply.body.contains("finirait avant"), "{}", reply.body);
    }
}

#[tokio::test]
async fn both_parents_answer_for_their_child_and_neither_sees_what_the_other_said() {
    for engine in engines() {
        let school = open(engine).await;
        let path = event(&school, &[("asks", "on"), ("audience", "everyone")]).await;
        let lea = school.lea.id.to_string();
        let answer = |what: &'static str| [("about", lea.clone()), ("answer", what.to_owned())];
        for (person, what) in [(&school.claire, "yes"), (&school.paul, "no")] {
            let fields = answer(what);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            accepted(&school.as_(person).post(&format!("{path}/answer"), &fields).await);
        }
        let (claire, paul) = (school.as_(&school.claire), school.as_(&school.paul));
        let pressed = |body: &str| between(body, "btn btn-primary\" name=\"answer\" value=\"", "\"").to_owned();
        assert_eq!(pressed(&claire.get(&path).await.body), "yes");
        let his = paul.get(&path).await.body;
        assert!(pressed(&his) == "no" && !his.contains("Claire"), "{his}");
        assert!(!paul.get_json(&path).await.body.contains(&school.claire.id.to_string()));
        let all = school.as_(&school.benali).get(&path).await.body;
        assert!(all.contains("réponse de Claire Martin") && all.contains("réponse de Paul Martin"), "{all}");
        let foreign = [("about", lea.as_str()), ("answer", "yes")];
        assert_eq!(school.as_(&school.amina).post(&format!("{path}/answer"), &foreign).await.status, 404);
        accepted(&school.as_(&school.lea).post(&format!("{path}/answer"), &[("answer", "maybe")]).await);
        assert_eq!(school.as_(&school.lea).post(&format!("{path}/answer"), &[("answer", "oui")]).await.status, 422);
        let quiet = event(&school, &[]).await;
        assert_eq!(claire.post(&format!("{quiet}/answer"), &foreign).await.status, 404, "nobody is asked");
        let hers = archive(&school, Subject::Person(school.claire.id)).await;
        assert!(hers.contains("\"yes\"") && !hers.contains(&school.paul.id.to_string()));
    }
}

#[tokio::test]
async fn the_last_cake_is_brought_by_one_and_what_is_given_back_by_somebody_else() {
    for engine in engines() {
        let school = open(engine).await;
        let path = event(&school, &[("needs", "2 gâteaux\nune nappe")]).await;
        let (claire, amina, teacher) =
            (school.as_(&school.claire), school.as_(&school.amina), school.as_(&school.benali));
        let need = between(&claire.get(&path).await.body, "name=\"need\" value=\"", "\"").to_owned();
        let bring = |amount: &'static str| [("need", need.clone()), ("amount", amount.to_owned())];
        let send = async |visitor: &preau_testkit::Visitor, amount: &'static str| {
            let fields = bring(amount);
            let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            visitor.post(&format!("{path}/bring"), &fields).await.status
        };
        assert_eq!(send(&claire, "2").await, 303);
        assert_eq!(send(&amina, "1").await, 409);
        let hers = claire.get(&path).await.body;
        assert!(hers.contains("Vous en apportez 2") && hers.contains("2 sur 2"), "{hers}");
        assert!(!amina.get(&path).await.body.contains("Claire"), "who brings it is for the teacher");
        assert!(teacher.get(&path).await.body.contains("Claire Martin (2)"));
        let fewer = [("title", "Kermesse"), ("first", "2020-03-20"), ("needs", "1 gâteaux")];
        assert_eq!(teacher.post(&path, &fewer).await.status, 422);
        assert_eq!(send(&claire, "0").await, 303);
        assert_eq!(send(&amina, "1").await, 303);
        assert_eq!(send(&amina, "-1").await, 422);
        let fewer = [("title", "Kermesse"), ("first", "2020-03-20"), ("needs", "3 gâteaux\n1 jus")];
        accepted(&teacher.post(&path, &fewer).await);
        let page = teacher.get(&path).await.body;
        assert!(page.contains("1 sur 3") && page.contains("jus") && !page.contains("une nappe"), "{page}");
    }
}

#[tokio::test]
async fn the_dates_of_other_services_stand_where_they_put_them_and_go_when_they_say_so() {
    for engine in engines() {
        let school = open(engine).await;
        let ctx = school.app.ctx();
        let calendar: Box<dyn ports::Calendar> = Box::new(preau_calendar::Calendar::default());
        let thing = uuid::Uuid::from_u128(7);
        let entry = |title: &str| CalendarEntry {
            source: "class.homework",
            thing,
            space: Some((school.class_4b, Audience::Members)),
            persons: vec![school.paul.id],
            title: title.to_owned(),
            place: String::new(),
            when: When::Days { first: date!(2020 - 03 - 20), last: date!(2020 - 03 - 20) },
            link: "/homework/7".to_owned(),
        };
        for title in ["Exercice 4", "Exercice 5"] {
            let mut tx = ctx.db.begin().await.unwrap();
            calendar.put(ctx, &mut tx, &entry(title)).await.unwrap();
            tx.commit().await.unwrap();
        }
        for (person, seen) in [(&school.lea, true), (&school.paul, true), (&school.claire, false)] {
            let body = school.as_(person).get("/calendar?month=2020-03").await.body;
            assert_eq!(body.contains("Exercice 5"), seen, "{}", person.name);
            assert!(!body.contains("Exercice 4"));
            assert_eq!(body.contains("href=\"/homework/7\""), seen);
        }
        let mut tx = ctx.db.begin().await.unwrap();
        calendar.remove(ctx, &mut tx, "class.homework", thing).await.unwrap();
        calendar.remove(ctx, &mut tx, "class.homework", thing).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!school.as_(&school.lea).get("/calendar?month=2020-03").await.body.contains("Exercice 5"));
    }
}

#[tokio::test]
async fn the_calendar_goes_out_and_comes_back_whole_and_whoever_is_erased_brings_nothing_any_more() {
    for engine in engines() {
        let school = open(engine).await;
        let path = event(&school, &[("asks", "on"), ("needs", "2 gâteaux"), ("repeat", "1")]).await;
        let claire = school.as_(&school.claire);
        accepted(&claire.post("/calendar", &[("title", "Dentiste"), ("first", "2020-03-18")]).await);
        let need = between(&claire.get(&path).await.body, "name=\"need\" value=\"", "\"").to_owned();
        accepted(&claire.post(&format!("{path}/bring"), &[("need", &need), ("amount", "2")]).await);
        let lea = school.lea.id.to_string();
        accepted(&claire.post(&format!("{path}/answer"), &[("about", &lea), ("answer", "yes")]).await);
        assert_eq!(claire.post("/calendar/feeds", &[]).await.status, 200);
        comes_back_whole(engine, &school).await;
        let space = archive(&school, Subject::Space(school.class_4b)).await;
        assert!(space.contains("Kermesse") && !space.contains("Dentiste"));
        assert!(archive(&school, Subject::Person(school.claire.id)).await.contains("SUMMARY:Dentiste"));
        school.app.app.erase(school.claire.id).await.unwrap();
        let all = archive(&school, Subject::All).await;
        assert!(!all.contains("Dentiste") && !all.contains(&school.claire.id.to_string()), "{all}");
        assert!(school.as_(&school.benali).get(&path).await.body.contains("0 sur 2"));
        accepted(&school.as_(&school.benali).post(&format!("{path}/withdraw"), &[]).await);
        school.app.clock.advance(Duration::days(91));
        school.app.app.plan().await.unwrap();
        school.app.settle().await;
        assert!(!archive(&school, Subject::All).await.contains("Kermesse"), "what was withdrawn long ago is forgotten");
    }
}

/// What somebody is told, newest first; at the hours at which they may be.
async fn told(school: &School, person: &preau_people::Person) -> Vec<String> {
    let list = school.as_(person).get_json("/notices").await.json()["notices"].as_array().unwrap().clone();
    list.iter().map(|it| plain(it["title"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn those_whom_a_date_means_are_told_once_what_became_of_it() {
    for engine in engines() {
        let school = open(engine).await;
        school.app.clock.advance(Duration::hours(16));
        let path = event(&school, &[("audience", "families")]).await;
        school.app.settle().await;
        assert_eq!(told(&school, &school.claire).await, ["Nouvelle date : Kermesse"]);
        assert!(told(&school, &school.lea).await.is_empty() && told(&school, &school.benali).await.is_empty());
        let teacher = school.as_(&school.benali);
        let later = [("title", "Kermesse"), ("first", "2020-03-21"), ("audience", "families")];
        accepted(&teacher.post(&path, &later).await);
        school.app.settle().await;
        assert_eq!(told(&school, &school.claire).await, ["Une date a changé : Kermesse"]);
        accepted(&teacher.post(&format!("{path}/withdraw"), &[]).await);
        school.app.settle().await;
        assert_eq!(told(&school, &school.claire).await, ["Annulé : Kermesse"]);
        let own = [("title", "Dentiste"), ("first", "2020-03-18")];
        accepted(&school.as_(&school.claire).post("/calendar", &own).await);
        assert_eq!(told(&school, &school.claire).await.len(), 1, "nobody is told of their own");
    }
}
