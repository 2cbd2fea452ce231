//! Forms, from the question to the signatures and back.

use preau_kernel::{PersonKind, Role};
use preau_people::{acts::NewPerson, model::Guardianship};
use preau_testkit::{Visitor, engines, guardianship};
use preau_web::Subject;
use time::{Duration, macros::date};

use super::world::{School, accepted, archive, comes_back_whole, open};

/// What a teacher fills in. Due on the 27th of March 2020; the school's clock begins on the 16th.
const OUTING: [(&str, &str); 10] = [
    ("title", "Sortie au muséum"),
    ("body", "Nous partons à 9 h."),
    ("asked_of", "families"),
    ("signed_by", "one"),
    ("text0", "J’autorise la sortie"),
    ("options0", "Oui\nNon"),
    ("text1", "Nous apportons"),
    ("options1", "Un gâteau\n\nDu jus\nDes fruits"),
    ("several1", "on"),
    ("due", "2020-03-27"),
];

/// A form to the families of 4e B: may they come along, and what do they bring.
pub(crate) async fn asked(school: &School, more: &[(&str, &str)]) -> String {
    let kept = OUTING.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name)).copied();
    let fields: Vec<_> = kept.chain(more.iter().copied()).collect();
    let reply = school.as_(&school.benali).post(&format!("/s/{}/forms", school.class_4b), &fields).await;
    accepted(&reply).trim_start_matches("/forms/").to_owned()
}

/// What a parent sends: yes, and fruit.
fn yes(child: &str) -> Vec<(&str, &str)> {
    vec![("child", child), ("q0", "0"), ("q1-2", "on"), ("sign", "on")]
}

async fn progress(teacher: &Visitor, id: &str) -> Vec<String> {
    let children = teacher.get_json(&format!("/forms/{id}")).await.json()["children"].clone();
    children.as_array().unwrap().iter().map(|child| child["progress"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn one_parent_signs_for_the_child_and_the_class_sees_who_is_missing() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = asked(&school, &[]).await;
        let at = |what: &str| format!("/forms/{id}{what}");
        let (lea, sami) = (school.lea.id.to_string(), school.sami.id.to_string());
        let (claire, amina, teacher) =
            (school.as_(&school.claire), school.as_(&school.amina), school.as_(&school.benali));
        assert!(claire.get("/").await.body.contains("Sortie au muséum"), "the home says what waits");
        let page = claire.get(&at("")).await.body;
        assert!(page.contains("Je soussigné·e Camille Essai, responsable légal·e de Léa Martin"), "{page}");
        assert!(!page.contains(">form-") && !page.contains("style=\""), "{page}");
        let unsigned = claire.post(&at("/answer"), &[("child", &lea), ("q0", "0")]).await;
        assert!(unsigned.status == 422 && unsigned.body.contains("Cochez la phrase"), "{}", unsigned.body);
        let unanswered = claire.post(&at("/answer"), &[("child", &lea), ("sign", "on")]).await;
        assert!(unanswered.status == 422 && unanswered.body.contains("Choisissez une réponse"), "{}", unanswered.body);
        assert_eq!(claire.post(&at("/answer"), &yes(&sami)).await.status, 404, "not her child");
        accepted(&claire.post(&at("/answer"), &yes(&lea)).await);
        assert!(!claire.get("/").await.body.contains("Sortie au muséum"), "nothing waits any more");
        assert_eq!(progress(&teacher, &id).await, ["done", "missing"], "Léa, Sami");
        let page = teacher.get(&at("")).await.body;
        assert!(page.contains("1 sur 2") && page.contains("Oui · Des fruits"), "{page}");
        accepted(&teacher.post(&at("/remind"), &[]).await);
        assert_eq!(teacher.post(&at("/remind"), &[]).await.status, 429, "once a day");
        assert!(amina.get("/notices").await.body.contains("Rappel, votre réponse est attendue"));
        assert!(!claire.get("/notices").await.body.contains("Rappel, votre"), "she has answered");
        // She changes her mind: the last word counts, and both stay as proofs.
        school.app.clock.advance(Duration::hours(1));
        accepted(&claire.post(&at("/answer"), &[("child", &lea), ("q0", "1"), ("sign", "on")]).await);
        let told = archive(&school, Subject::Person(school.claire.id)).await;
        assert_eq!(told.matches("Je soussigné·e").count(), 3, "a reply and two proofs: {told}");
        assert!(teacher.get(&at("/replies.csv")).await.body.contains("Léa Martin;Répondu;Claire Martin;"));
        for lang in ["fr", "en"] {
            for person in [&school.benali, &school.claire, &school.lea] {
                let visitor = school.as_(person).with_header("accept-language", lang);
                for page in [at(""), format!("/s/{}/forms", school.class_4b)] {
                    let body = visitor.get(&page).await.body;
                    assert!(body.contains("Sortie au muséum") && !body.contains("form-progress"), "{page}: {body}");
                }
            }
        }
    }
}

#[tokio::test]
async fn both_parents_sign_where_both_are_asked_and_neither_reads_the_other() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = asked(&school, &[("signed_by", "both")]).await;
        let (answer, page, lea) = (format!("/forms/{id}/answer"), format!("/forms/{id}"), school.lea.id.to_string());
        let (claire, paul, teacher) =
            (school.as_(&school.claire), school.as_(&school.paul), school.as_(&school.benali));
        accepted(&claire.post(&answer, &yes(&lea)).await);
        assert_eq!(progress(&teacher, &id).await, ["partly", "missing"]);
        assert!(teacher.get(&page).await.body.contains("Il manque\u{a0}: Paul Martin"));
        assert!(claire.get(&page).await.body.contains("Une autre signature est attendue"));
        let his = paul.get(&page).await;
        assert!(!his.body.contains("Claire") && !his.body.contains("checked"), "{}", his.body);
        assert!(!paul.get_json(&page).await.body.contains(&school.claire.id.to_string()));
        assert!(paul.get("/").await.body.contains("Sortie au muséum"), "his own signature is still awaited");
        accepted(&paul.post(&answer, &[("child", &lea), ("q0", "1"), ("sign", "on")]).await);
        assert_eq!(progress(&teacher, &id).await, ["differs", "missing"], "somebody has to talk to them");
        accepted(&paul.post(&answer, &yes(&lea)).await);
        assert_eq!(progress(&teacher, &id).await, ["done", "missing"]);
        // From the day on which a court keeps him away, her signature is enough, and he is asked no more.
        let away = guardianship(school.paul.id, school.lea.id);
        let away = Guardianship {
            no_record: true,
            no_contact: true,
            limit_reason: Some("Jugement".to_owned()),
            limited_from: Some(date!(2020 - 03 - 16)),
            ..away
        };
        school.maker().guardianship(away).await;
        assert_eq!(paul.get(&page).await.status, 404);
        assert_eq!(paul.post(&answer, &yes(&lea)).await.status, 404);
    }
}

#[tokio::test]
async fn a_contact_answers_a_poll_and_signs_nothing() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let grandmother = school.maker().person(PersonKind::Guardian, "Mamie", "ROSE").await;
        let contact = Guardianship { legal_rank: None, ..guardianship(grandmother.id, school.sami.id) };
        school.maker().guardianship(contact).await;
        let (sami, visitor) = (school.sami.id.to_string(), school.as_(&grandmother));
        let signed = asked(&school, &[]).await;
        let page = visitor.get(&format!("/forms/{signed}")).await.body;
        assert!(page.contains("Seuls les responsables légaux signent"), "{page}");
        assert_eq!(visitor.post(&format!("/forms/{signed}/answer"), &yes(&sami)).await.status, 403);
        let poll = asked(&school, &[("signed_by", "nobody"), ("shown", "on")]).await;
        let page = format!("/forms/{poll}");
        assert!(!visitor.get(&page).await.body.contains("Ce qui a été répondu"), "not before one has answered");
        let answer = [("child", sami.as_str()), ("q0", "1")];
        accepted(&visitor.post(&format!("{page}/answer"), &answer).await);
        let seen = visitor.get(&page).await.body;
        assert!(
            seen.contains("Ce qui a été répondu") && !seen.contains("Sami Haddad</b>"),
            "numbers, no names: {seen}"
        );
        assert!(archive(&school, Subject::All).await.contains("form-proofs.jsonl"));
        assert_eq!(archive(&school, Subject::Person(grandmother.id)).await.matches("\"words\":\"\"").count(), 1);
    }
}

#[tokio::test]
async fn members_are_polled_and_families_do_not_see_it() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = asked(&school, &[("asked_of", "members"), ("signed_by", "nobody")]).await;
        let (lea, page) = (school.as_(&school.lea), format!("/forms/{id}"));
        assert!(lea.get(&format!("/s/{}", school.class_4b)).await.body.contains("Sortie au muséum"));
        accepted(&lea.post(&format!("{page}/answer"), &[("q0", "0")]).await);
        let other = school.sami.id.to_string();
        assert_eq!(lea.post(&format!("{page}/answer"), &[("child", &other), ("q0", "0")]).await.status, 404);
        assert_eq!(school.as_(&school.claire).get(&page).await.status, 404);
        assert_eq!(school.as_(&school.tom).get(&page).await.status, 404);
        assert_eq!(progress(&school.as_(&school.benali), &id).await, ["done", "missing"]);
    }
}

#[tokio::test]
async fn whoever_is_of_age_signs_for_themselves() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let named = NewPerson::named(PersonKind::Learner, "Inès", "VIDAL");
        let grown = NewPerson { birth_date: Some(date!(2002 - 03 - 16)), ..named };
        let grown = school.maker().add(grown).await;
        let mother = school.maker().person(PersonKind::Guardian, "Rita", "VIDAL").await;
        school.maker().member(school.class_4b, grown.id, Role::Member).await;
        school.maker().guardianship(guardianship(mother.id, grown.id)).await;
        let id = asked(&school, &[]).await;
        let (page, child) = (format!("/forms/{id}/answer"), grown.id.to_string());
        assert_eq!(school.as_(&mother).post(&page, &yes(&child)).await.status, 403);
        accepted(&school.as_(&grown).post(&page, &[("q0", "0"), ("sign", "on")]).await);
        let lea = school.as_(&school.lea).post(&page, &[("q0", "0"), ("sign", "on")]).await;
        assert_eq!(lea.status, 403, "a child signs nothing");
        asked(&school, &[("title", "Piscine")]).await;
        for (person, waits) in [(&grown, true), (&mother, false), (&school.lea, false)] {
            assert_eq!(school.as_(person).get("/").await.body.contains("Piscine"), waits, "{}", person.name);
        }
    }
}

#[tokio::test]
async fn under_what_somebody_signed_nothing_changes() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = asked(&school, &[]).await;
        let (teacher, claire) = (school.as_(&school.benali), school.as_(&school.claire));
        let (lea, at) = (school.lea.id.to_string(), |what: &str| format!("/forms/{id}{what}"));
        let with = |name: &str, value: &'static str| {
            OUTING.map(|(field, before)| (field, if field == name { value } else { before }))
        };
        accepted(&teacher.post(&at(""), &with("due", "2020-03-28")).await);
        accepted(&claire.post(&at("/answer"), &yes(&lea)).await);
        accepted(&teacher.post(&at(""), &with("due", "2020-03-29")).await);
        let other = with("body", "Nous partons à minuit.");
        let refused = teacher.post(&at(""), &other).await;
        assert!(refused.status == 422 && refused.body.contains("Quelqu’un a déjà répondu"), "{}", refused.body);
        assert!(claire.get(&at("")).await.body.contains("Nous partons à 9 h."));
        accepted(&teacher.post(&at("/close"), &[]).await);
        assert!(claire.get(&at("")).await.body.contains("ne prend plus de réponse"));
        assert_eq!(claire.post(&at("/answer"), &yes(&lea)).await.status, 422);
        accepted(&teacher.post(&at("/open"), &[]).await);
        accepted(&claire.post(&at("/answer"), &yes(&lea)).await);
        accepted(&teacher.post(&at("/withdraw"), &[]).await);
        assert_eq!(claire.get(&at("")).await.status, 404);
        assert_eq!(claire.post(&at("/answer"), &yes(&lea)).await.status, 404);
        accepted(&teacher.post(&at("/restore"), &[]).await);
        assert_eq!(progress(&teacher, &id).await, ["done", "missing"], "answers stayed");
        assert_eq!(school.as_(&school.moreau).post(&at("/close"), &[]).await.status, 404);
        assert_eq!(claire.post(&at("/close"), &[]).await.status, 403);
    }
}

#[tokio::test]
async fn what_came_on_paper_is_entered_and_taken_back() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = asked(&school, &[]).await;
        let (teacher, sami) = (school.as_(&school.benali), school.sami.id.to_string());
        let at = format!("/forms/{id}/paper");
        assert!(teacher.get(&format!("{at}?child={sami}")).await.body.contains("Le bulletin de Sami Haddad"));
        assert_eq!(teacher.post(&at, &[("child", &sami)]).await.status, 422, "one has to be chosen");
        accepted(&teacher.post(&at, &[("child", &sami), ("q0", "1"), ("q1-0", "on")]).await);
        assert_eq!(progress(&teacher, &id).await, ["missing", "done"]);
        assert!(teacher.get(&format!("/forms/{id}")).await.body.contains("sur papier : Non · Un gâteau"));
        accepted(&teacher.post(&format!("{at}/{sami}/{sami}/remove"), &[]).await);
        assert_eq!(progress(&teacher, &id).await, ["missing", "missing"]);
        // Whoever answered by themselves is not written over by what came on paper.
        let both = asked(&school, &[("signed_by", "both")]).await;
        let amina = school.amina.id.to_string();
        let answer = [("child", &*sami), ("q0", "0"), ("sign", "on")];
        accepted(&school.as_(&school.amina).post(&format!("/forms/{both}/answer"), &answer).await);
        let entered = [("child", &*sami), ("person", &*amina), ("q0", "1")];
        accepted(&teacher.post(&format!("/forms/{both}/paper"), &entered).await);
        assert!(teacher.get_json(&format!("/forms/{both}")).await.body.contains("\"answers\":[[0],[]]"));
        let stranger = school.tom.id.to_string();
        assert_eq!(teacher.post(&at, &[("child", &stranger), ("q0", "1")]).await.status, 404);
        comes_back_whole(engine, &school).await;
    }
}

#[tokio::test]
async fn a_form_that_asks_nothing_is_refused_and_kept_as_it_was_typed() {
    let (school, _) = open(preau_db::Engine::Sqlite).await;
    let teacher = school.as_(&school.benali);
    let fields = [("title", "Goûter"), ("asked_of", "families"), ("signed_by", "one"), ("due", "2020-03-20")];
    for (text, options, says) in [
        ("", "", "Chaque question a un texte"),
        ("Qui vient ?", "Oui", "au moins deux réponses"),
        ("Qui vient ?", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13", "ne tient pas sur un bulletin"),
    ] {
        let fields = [&fields[..], &[("text0", text), ("options0", options)]].concat();
        let reply = teacher.post(&format!("/s/{}/forms", school.class_4b), &fields).await;
        assert!(reply.status == 422 && reply.body.contains(says) && reply.body.contains("Goûter"), "{}", reply.body);
    }
    assert!(teacher.get(&format!("/s/{}/forms", school.class_4b)).await.body.contains("Aucun formulaire"));
}

#[tokio::test]
async fn a_form_sent_twice_is_there_once_and_who_left_is_forgotten() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let once = school.app.ctx().id::<preau_class::model::kinds::Form>().to_string();
        let (first, second) = (asked(&school, &[("once", &once)]).await, asked(&school, &[("once", &once)]).await);
        assert_eq!((&first, &second), (&once, &once));
        let lea = school.lea.id.to_string();
        accepted(&school.as_(&school.claire).post(&format!("/forms/{once}/answer"), &yes(&lea)).await);
        school.app.app.erase(school.claire.id).await.unwrap();
        assert!(!archive(&school, Subject::All).await.contains(&school.claire.id.to_string()));
    }
}
