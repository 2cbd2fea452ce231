//! Absences: from families to the desk and the class, and from the class to families.

use preau_kernel::Role;
use preau_people::Person;
use preau_testkit::{engines, guardianship};
use preau_web::Subject;
use time::{Duration, macros::date};

use super::world::{School, accepted, archive, comes_back_whole, open};

/// Claire announces that Léa is absent on a day, the 17th of March 2020 if not said; the school's clock begins on the
/// 16th.
async fn announced(school: &School, first: &str) -> String {
    let lea = school.lea.id.to_string();
    let fields = [("child", lea.as_str()), ("first", first), ("reason", "illness"), ("words", "Elle tousse.")];
    assert_eq!(accepted(&school.as_(&school.claire).post("/absences", &fields).await), "/absences");
    newest(school).await
}

/// The newest of what is told of Léa, as her mother gets it.
async fn newest(school: &School) -> String {
    let mine = school.as_(&school.claire).get_json("/absences").await.json();
    mine["children"][0]["absences"][0]["id"].as_str().unwrap().to_owned()
}

/// Her teacher notes on the 16th that Léa is not there.
async fn noted(school: &School, kind: &str) -> String {
    let roll = format!("roll-{}", school.lea.id);
    let path = format!("/s/{}/absences", school.class_4b);
    let there = [("day", "2020-03-16"), (roll.as_str(), kind)];
    assert!(accepted(&school.as_(&school.benali).post(&path, &there).await).ends_with("?day=2020-03-16"));
    newest(school).await
}

/// What somebody was told.
async fn told(school: &School, person: &Person) -> String {
    school.app.settle().await;
    school.as_(person).get_json("/notices").await.body
}

/// The names of those who find `text` on any page where absences are.
async fn read_by(school: &School, text: &str) -> Vec<String> {
    let School { admin, head, auditor, benali, moreau, lea, sami, tom, claire, paul, amina, .. } = school;
    let class = format!("/s/{}/absences?day=2020-03-17", school.class_4b);
    let other = format!("/s/{}/absences?day=2020-03-17", school.other_class);
    let board = format!("/s/{}", school.class_4b);
    let mut readers = Vec::new();
    for person in [admin, head, auditor, benali, moreau, lea, sami, tom, claire, paul, amina] {
        let visitor = school.as_(person);
        let mut found = false;
        for path in ["/", "/absences", "/absences/desk?day=2020-03-17", &class, &other, &board] {
            found |= visitor.get(path).await.body.contains(text) || visitor.get_json(path).await.body.contains(text);
        }
        if found {
            readers.push(person.name.clone());
        }
    }
    readers
}

#[tokio::test]
async fn an_absence_is_seen_by_both_parents_the_desk_and_the_class_s_teacher_and_its_words_not_by_the_other_parent() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let home = school.as_(&school.claire).get("/").await.body;
        assert!(home.contains("href=\"/absences\"") && home.contains("Signaler une absence"), "{home}");
        for other in [&school.lea, &school.benali] {
            assert!(!school.as_(other).get("/").await.body.contains("Signaler une absence"), "{}", other.name);
        }
        let id = announced(&school, "2020-03-17").await;
        let School { admin, head, benali, claire, .. } = &school;
        let may = [admin, head, benali, claire].map(|it| it.name.clone());
        assert_eq!(read_by(&school, "Elle tousse.").await, may);
        let paul = school.as_(&school.paul).get("/absences").await.body;
        assert!(paul.contains("mardi 17 mars") && paul.contains("À lire"), "{paul}");
        assert!(!paul.contains("/withdraw"), "what the other parent told is theirs");
        let his = school.as_(&school.paul).get_json("/absences").await.json();
        assert_eq!(his["children"][0]["absences"][0]["id"], id.as_str());
        assert!(his["children"][0]["absences"][0]["words"].is_null());
        assert!(!school.as_(&school.amina).get_json("/absences").await.body.contains(&id), "another child");
        assert!(school.as_(head).get("/").await.body.contains("/absences/desk"));
        for lang in ["fr", "en"] {
            for (person, path) in [
                (claire, "/absences".to_owned()),
                (head, "/absences/desk?day=2020-03-17".to_owned()),
                (benali, format!("/s/{}/absences?day=2020-03-17", school.class_4b)),
                (benali, format!("/s/{}/absences", school.class_4b)),
            ] {
                let body = school.as_(person).with_header("accept-language", lang).get(&path).await.body;
                assert!(!body.contains(">class-") && !body.contains("problem-"), "{path}: {body}");
            }
        }
    }
}

#[tokio::test]
async fn a_parent_takes_back_what_they_told_and_not_what_the_other_told_nor_after_the_desk_answered() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (claire, head) = (school.as_(&school.claire), school.as_(&school.head));
        let id = announced(&school, "2020-03-17").await;
        let at = |what: &str| format!("/absences/{id}/{what}");
        let desk = "/absences/desk?day=2020-03-17";
        for other in [&school.paul, &school.amina, &school.lea, &school.benali, &school.head] {
            assert_eq!(school.as_(other).post(&at("withdraw"), &[]).await.status, 404, "{}", other.name);
        }
        accepted(&claire.post(&at("withdraw"), &[]).await);
        assert!(!head.get(desk).await.body.contains("Elle tousse."));
        accepted(&claire.post(&at("restore"), &[]).await);
        assert!(head.get(desk).await.body.contains("Elle tousse."));
        assert_eq!(accepted(&head.post(&at("answer"), &[("state", "noted"), ("back", desk)]).await), desk);
        assert!(claire.get("/absences").await.body.contains("Noté"));
        assert_eq!(claire.post(&at("withdraw"), &[]).await.status, 409, "the desk has noted it");
        let elsewhere = [("state", "noted"), ("back", "//example.org/s/absences?")];
        assert_eq!(accepted(&head.post(&at("answer"), &elsewhere).await), "/", "nobody is led away");
    }
}

#[tokio::test]
async fn what_is_announced_has_a_day_that_can_be_words_for_another_reason_and_a_child_of_one_s_own() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let lea = school.lea.id.to_string();
        for (first, reason, why) in [
            ("2020-03-01", "illness", "Choisissez un jour"),
            ("2020-03-17", "other", "Dites en quelques mots"),
            ("2020-03-17", "nothing", "Choisissez dans la liste"),
        ] {
            let fields = [("child", lea.as_str()), ("first", first), ("reason", reason)];
            let reply = school.as_(&school.claire).post("/absences", &fields).await;
            assert_eq!(reply.status, 422);
            assert!(reply.body.contains(why), "{why}: {}", reply.body);
        }
        let fields = [("child", lea.as_str()), ("first", "2020-03-17"), ("reason", "illness")];
        for person in [&school.amina, &school.lea, &school.benali, &school.head] {
            assert_eq!(school.as_(person).post("/absences", &fields).await.status, 404, "{}", person.name);
        }
    }
}

#[tokio::test]
async fn a_teacher_notes_an_absence_that_nobody_announced_and_both_parents_are_told() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = noted(&school, "absence").await;
        assert_eq!(noted(&school, "lateness").await, id, "one day is noted once");
        let home = school.as_(&school.paul).get("/").await.body;
        assert!(home.contains("pourquoi cette absence"), "{home}");
        school.app.clock.advance(Duration::hours(16));
        for parent in [&school.claire, &school.paul] {
            let news = told(&school, parent).await;
            assert!(news.contains("est absent ou en retard"), "{news}");
        }
        for other in [&school.amina, &school.lea, &school.sami, &school.moreau] {
            assert!(!told(&school, other).await.contains("en retard"), "{}", other.name);
        }
        let why = [("reason", "appointment"), ("words", "Chez le dentiste.")];
        let explain = format!("/absences/{id}/explain");
        assert_eq!(school.as_(&school.amina).post(&explain, &why).await.status, 404);
        accepted(&school.as_(&school.paul).post(&explain, &why).await);
        assert_eq!(school.as_(&school.claire).post(&explain, &why).await.status, 404, "it is explained");
        assert!(!school.as_(&school.claire).get("/absences").await.body.contains("Chez le dentiste."));
        let list = format!("/s/{}/absences?day=2020-03-16", school.class_4b);
        let list = school.as_(&school.benali).get(&list).await.body;
        assert!(list.contains("Chez le dentiste.") && list.contains("Rendez-vous"), "{list}");
        let unnote = school.as_(&school.benali).post(&format!("/absences/{id}/unnote"), &[]).await;
        assert_eq!(unnote.status, 404, "a parent has said why");
    }
}

#[tokio::test]
async fn nobody_is_told_of_an_absence_that_was_announced_or_that_was_noted_by_mistake() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = announced(&school, "2020-03-16").await;
        assert_eq!(noted(&school, "absence").await, id, "it was announced");
        let path = format!("/s/{}/absences", school.class_4b);
        let roll = format!("roll-{}", school.sami.id);
        let teacher = school.as_(&school.benali);
        let page = teacher.get(&path).await.body;
        assert!(page.contains("Déjà signalé") && page.contains(&roll), "{page}");
        accepted(&teacher.post(&path, &[("day", "2020-03-16"), (&roll, "lateness")]).await);
        let his = school.as_(&school.amina).get_json("/absences").await.json();
        let unnote = format!("/absences/{}/unnote", his["children"][0]["absences"][0]["id"].as_str().unwrap());
        assert_eq!(school.as_(&school.moreau).post(&unnote, &[]).await.status, 404);
        accepted(&teacher.post(&unnote, &[]).await);
        assert_eq!(teacher.post(&path, &[("day", "2020-03-18"), (&roll, "absence")]).await.status, 422, "to come");
        school.app.clock.advance(Duration::hours(16));
        for person in [&school.claire, &school.paul, &school.amina] {
            let news = told(&school, person).await;
            assert!(!news.contains("absent ou en retard"), "{}: {news}", person.name);
        }
    }
}

#[tokio::test]
async fn a_parent_who_announces_what_the_teacher_has_just_noted_is_not_asked_for_it_once_more() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = noted(&school, "absence").await;
        assert_eq!(announced(&school, "2020-03-16").await, id);
        let day = school.as_(&school.head).get_json("/absences/desk?day=2020-03-16").await.json();
        assert_eq!(day["absences"].as_array().unwrap().len(), 1, "{day}");
        assert_eq!((&day["absences"][0]["reason"], &day["absences"][0]["state"]), (&"illness".into(), &"open".into()));
        assert!(!school.as_(&school.claire).get("/").await.body.contains("pourquoi cette absence"));
    }
}

#[tokio::test]
async fn the_desk_asks_and_only_whoever_gave_the_reason_is_asked_and_answers() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = announced(&school, "2020-03-17").await;
        let answer = format!("/absences/{id}/answer");
        for other in [&school.moreau, &school.claire, &school.lea, &school.auditor] {
            assert_eq!(school.as_(other).post(&answer, &[("state", "noted")]).await.status, 404, "{}", other.name);
        }
        let teacher = school.as_(&school.benali);
        assert_eq!(teacher.post(&answer, &[("state", "asked")]).await.status, 422, "a question has words");
        assert_eq!(teacher.post(&answer, &[("state", "open")]).await.status, 422);
        accepted(&teacher.post(&answer, &[("state", "asked"), ("answer", "Jusqu’à jeudi")]).await);
        school.app.clock.advance(Duration::hours(16));
        assert!(told(&school, &school.claire).await.contains("Une réponse à propos"));
        assert!(!told(&school, &school.paul).await.contains("Une réponse"));
        assert!(school.as_(&school.claire).get("/absences").await.body.contains("Jusqu’à jeudi"));
        assert!(!school.as_(&school.paul).get("/absences").await.body.contains("Jusqu’à jeudi"));
        let explain = format!("/absences/{id}/explain");
        let why = [("reason", "illness"), ("words", "Oui, jeudi.")];
        assert_eq!(school.as_(&school.paul).post(&explain, &why).await.status, 404);
        accepted(&school.as_(&school.claire).post(&explain, &why).await);
        assert!(school.as_(&school.head).get("/absences/desk").await.body.contains("Oui, jeudi."));
    }
}

#[tokio::test]
async fn whoever_leads_a_class_without_being_staff_sees_no_absence() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = announced(&school, "2020-03-17").await;
        let mut maker = school.maker();
        let class = maker.space("4e C").await;
        maker.member(class, school.amina.id, Role::Manager).await;
        maker.member(class, school.lea.id, Role::Member).await;
        let amina = school.as_(&school.amina);
        assert_eq!(amina.get(&format!("/s/{class}/absences?day=2020-03-17")).await.status, 403);
        assert_eq!(amina.post(&format!("/absences/{id}/answer"), &[("state", "noted")]).await.status, 404);
    }
}

#[tokio::test]
async fn a_parent_whom_a_court_keeps_from_the_record_sees_no_absence_and_is_told_of_none() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let mut kept_away = guardianship(school.paul.id, school.lea.id);
        (kept_away.no_record, kept_away.limit_reason) = (true, Some("Jugement".to_owned()));
        kept_away.limited_from = Some(date!(2020 - 03 - 01));
        school.maker().guardianship(kept_away).await;
        let id = noted(&school, "absence").await;
        assert!(!school.as_(&school.paul).get_json("/absences").await.body.contains(&id));
        school.app.clock.advance(Duration::hours(16));
        assert!(!told(&school, &school.paul).await.contains("en retard"));
        assert!(told(&school, &school.claire).await.contains("en retard"));
    }
}

#[tokio::test]
async fn absences_go_out_and_come_back_whole_and_words_leave_only_with_whoever_wrote_them() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = announced(&school, "2020-03-17").await;
        comes_back_whole(engine, &school).await;
        for (person, sees, reads) in [
            (&school.claire, true, true),
            (&school.lea, true, false),
            (&school.paul, false, false),
            (&school.benali, false, false),
        ] {
            let all = archive(&school, Subject::Person(person.id)).await;
            assert_eq!((all.contains(&id), all.contains("Elle tousse.")), (sees, reads), "{}: {all}", person.name);
        }
        assert!(!archive(&school, Subject::Space(school.class_4b)).await.contains(&id));
        school.app.app.erase(school.claire.id).await.unwrap();
        let all = archive(&school, Subject::All).await;
        assert!(all.contains(&id) && !all.contains("Elle tousse."), "{all}");
        school.app.app.erase(school.lea.id).await.unwrap();
        assert!(!archive(&school, Subject::All).await.contains(&id));
    }
}
