//! Appointments.

use std::collections::HashSet;

use preau_kernel::{PersonKind, Role};
use preau_testkit::{engines, guardianship};
use preau_web::Subject;
use time::Duration;

use super::world::{School, accepted, archive, between, comes_back_whole, is_said, open, plain};

const EVENING: [(&str, &str); 8] = [
    ("title", "Bilan"),
    ("day", "2020-03-20"),
    ("from", "17:00"),
    ("to", "19:00"),
    ("minutes", "10"),
    ("pause_from", "18:00"),
    ("pause_to", "18:20"),
    ("place", "Salle 12"),
];

async fn round(school: &School) -> String {
    let reply = school.as_(&school.benali).post(&format!("/s/{}/appointments", school.class_4b), &EVENING).await;
    accepted(&reply).to_owned()
}

async fn free(visitor: &preau_testkit::Visitor, path: &str) -> Vec<String> {
    let body = visitor.get(path).await.body;
    body.split("name=\"slot\" value=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn both_parents_take_a_slot_for_their_child_and_see_only_their_own() {
    for engine in engines() {
        let school = open(engine).await;
        let path = round(&school).await;
        let (claire, paul, teacher) =
            (school.as_(&school.claire), school.as_(&school.paul), school.as_(&school.benali));
        let slots = free(&claire, &path).await;
        assert_eq!(slots.len(), 10, "twelve slots of ten minutes, less a pause of two");
        accepted(&claire.post(&format!("{path}/take"), &[("slot", &slots[0])]).await);
        assert_eq!(paul.post(&format!("{path}/take"), &[("slot", &slots[0])]).await.status, 409);
        accepted(&paul.post(&format!("{path}/take"), &[("slot", &slots[1])]).await);
        accepted(&claire.post(&format!("{path}/take"), &[("slot", &slots[2])]).await);
        let his = plain(&is_said(&paul, &path).await);
        assert!(his.contains("de 17 h 10 à 17 h 20") && !his.contains("Claire"), "{his}");
        assert!(!paul.get_json(&path).await.body.contains(&school.claire.id.to_string()));
        let all = is_said(&teacher, &path).await;
        assert!(all.contains("Claire Martin") && all.contains("Paul Martin") && all.contains("2 sur 10"), "{all}");
        assert_eq!(free(&claire, &path).await.len(), 8, "the one that she moved from is free again");
        let calendar = plain(&claire.get("/calendar?month=2020-03").await.body);
        assert!(calendar.contains("17 h 20 – 17 h 30") && !calendar.contains("17 h 00 – 17 h 10"), "{calendar}");
        assert!(teacher.get("/").await.body.contains("Bilan · Léa Martin"));
        accepted(&claire.post(&format!("{path}/give-back"), &[]).await);
        assert_eq!(claire.post(&format!("{path}/give-back"), &[]).await.status, 404);
        for (person, status) in [(&school.lea, 404), (&school.tom, 404), (&school.moreau, 404), (&school.amina, 200)] {
            assert_eq!(school.as_(person).get(&path).await.status, status, "{}", person.name);
        }
        let lea = school.lea.id.to_string();
        let foreign = [("child", lea.as_str()), ("slot", slots[5].as_str())];
        accepted(&school.as_(&school.amina).post(&format!("{path}/take"), &foreign).await);
        let all = teacher.get(&path).await.body;
        assert!(all.contains("Sami Haddad") && all.contains("Amina Haddad"), "only for her own child");
        comes_back_whole(engine, &school).await;
        let archive = archive(&school, Subject::Person(school.paul.id)).await;
        assert!(archive.contains(&school.paul.id.to_string()) && !archive.contains(&school.amina.id.to_string()));
    }
}

#[tokio::test]
async fn a_round_that_is_withdrawn_is_gone_from_all_calendars_and_comes_back_with_all_who_had_a_slot() {
    for engine in engines() {
        let school = open(engine).await;
        let path = round(&school).await;
        let (claire, teacher) = (school.as_(&school.claire), school.as_(&school.benali));
        let slots = free(&claire, &path).await;
        accepted(&claire.post(&format!("{path}/take"), &[("slot", &slots[0])]).await);
        accepted(&teacher.post(&format!("{path}/withdraw"), &[]).await);
        assert_eq!(claire.get(&path).await.status, 404);
        assert!(!claire.get("/calendar?month=2020-03").await.body.contains("Bilan"));
        accepted(&teacher.post(&format!("{path}/restore"), &[]).await);
        assert!(claire.get("/calendar?month=2020-03").await.body.contains("Bilan"));
        assert!(claire.get(&format!("/s/{}/appointments", school.class_4b)).await.body.contains("9 places sur 10"));
        school.app.clock.advance(Duration::days(4));
        assert_eq!(claire.post(&format!("{path}/take"), &[("slot", &slots[1])]).await.status, 410);
        let wrong = [&EVENING[..], &[("minutes", "2")]].concat();
        let space = format!("/s/{}/appointments", school.class_4b);
        let reply = teacher.post(&space, &wrong).await;
        assert!(reply.status == 422, "{}", reply.body);
        assert_eq!(claire.post(&space, &EVENING).await.status, 403);
        for lang in ["fr", "en"] {
            for person in [&school.benali, &school.claire] {
                let visitor = school.as_(person).with_header("accept-language", lang);
                is_said(&visitor, &space).await;
            }
        }
    }
}

#[tokio::test]
async fn fifty_parents_at_once_get_each_slot_once() {
    for engine in engines() {
        let school = open(engine).await;
        let path = round(&school).await;
        let mut parents = Vec::new();
        for number in 0..50 {
            let mut maker = school.maker();
            let child = maker.person(PersonKind::Learner, &format!("E{number}"), "LEVE").await;
            let parent = maker.person(PersonKind::Guardian, &format!("P{number}"), "ARENT").await;
            maker.member(school.class_4b, child.id, Role::Member).await;
            maker.guardianship(guardianship(parent.id, child.id)).await;
            parents.push(school.as_(&parent));
        }
        let slots = free(&parents[0], &path).await;
        let mut running = tokio::task::JoinSet::new();
        for (number, parent) in parents.into_iter().enumerate() {
            let (take, slots) = (format!("{path}/take"), slots.clone());
            running.spawn(async move {
                // Each tries all of them, beginning with one of three: most want the same.
                for step in 0..slots.len() {
                    let slot = &slots[(number % 3 + step) % slots.len()];
                    let reply = parent.post(&take, &[("slot", slot)]).await;
                    match reply.status {
                        303 => return Some(slot.clone()),
                        409 => {}
                        other => panic!("{other}: {}", reply.body),
                    }
                }
                None
            });
        }
        let got: Vec<String> = running.join_all().await.into_iter().flatten().collect();
        let different: HashSet<_> = got.iter().collect();
        assert_eq!((got.len(), different.len()), (slots.len(), slots.len()), "{engine:?}");
        let list = school.as_(&school.benali).get(&path).await.body;
        assert_eq!(between(&list, "Qui vient : ", "<"), "10 sur 10");
    }
}
